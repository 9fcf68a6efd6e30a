"""buku's database, read: the one table that is known, through a connection that cannot write.

It may come from anybody, with views, triggers and functions of their own, rows of any size, or damaged. Against that:
`foreign_database` and sqlite.org/security.html.
"""

import sqlite3
from pathlib import Path

from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.formats import buku
from dlread_cli.formats.items import Items, Unreadable
from dlread_cli.storage import foreign_database
from dlread_cli.translation import tr

TABLE = "bookmarks"
COLUMNS = ("id", "url", "metadata", "tags", "desc")
ROW_BYTES = 1 << 20


def is_one(path: Path) -> bool:
    """Is it an SQLite database that has buku's table?"""
    try:
        with foreign_database.opened(path) as db:
            return _has_table(db)
    except (sqlite3.Error, DlreadError):
        return False


def read(path: Path) -> Items:
    """In the order of their ids. Raises DlreadError for what is no database of buku's, or cannot be read."""
    with foreign_database.opened(path) as db:
        try:
            if not _has_table(db):
                raise DlreadError(tr("'{name}' has no bookmarks of buku; give its bookmarks.db", name=short(str(path))))
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_BYTES)
            yield from _bookmarks(db)
        except sqlite3.Error as error:
            raise DlreadError(
                tr("cannot read '{name}': {error_text}", name=short(str(path)), error_text=_error_text(error))
            ) from error


def _bookmarks(db: sqlite3.Connection) -> Items:
    """One question for each, so that one that is too large or damaged does not hide the others."""
    for (id_,) in db.execute(f"SELECT id FROM {TABLE} WHERE typeof(id) = 'integer' ORDER BY id"):
        try:
            row = db.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE id = ?", (id_,)).fetchone()
        except sqlite3.DatabaseError as error:
            if _code(error) not in (sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CORRUPT):
                raise
            yield Unreadable(0, tr("bookmark {id}: {error_text}", id=id_, error_text=_error_text(error)))
        else:
            yield buku.item(buku.Row(*row))


def _has_table(db: sqlite3.Connection) -> bool:
    """A table with pages of its own: a view has none, nor has a virtual table. `id` finds a row without a search."""
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND rootpage > 0"
    if not db.execute(sql, (TABLE,)).fetchone():
        return False
    found = db.execute(f"PRAGMA table_info({TABLE})")  # without columns that are calculated
    columns = {name.lower(): (type.lower(), key) for _, name, type, _, _, key in found}
    return columns.keys() >= set(COLUMNS) and columns["id"] == ("integer", 1)


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _error_text(error: Exception) -> str:
    match _code(error):
        case sqlite3.SQLITE_INTERRUPT:
            return tr("it takes too long")
        case sqlite3.SQLITE_CORRUPT:
            return tr("the database is damaged")
        case sqlite3.SQLITE_TOOBIG:
            return tr("larger than {row_bytes} MB", row_bytes=ROW_BYTES >> 20)
    return tr("SQLite cannot read it")
