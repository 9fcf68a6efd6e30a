"""What Tab offers, as small text files beside the library, so that a shell reads them without starting Python.

    keys        one line an entry, sorted by key without regard to case; written anew only by a big change
    recent      the same for what has been added or renamed since
    tags, catalogs

A line is `name TAB sign TAB title TAB 中文`; the Chinese is empty where it is the same. The sign is the status, as a
digit where the reader added the entry, or says that the line counts no longer. A new status overwrites that one byte,
so that 100,000 entries cost no more than 50.

They are written before the library's transaction ends: whoever is killed in between leaves work that the next command
does again. Without `recent` the files are not whole, and the next change or the next Tab makes all of them.
"""

import os
import sqlite3
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.domain.entries import Status
from dlread_cli.domain.fields import KEY, QUALIFIED_KEY, TAG
from dlread_cli.storage import files, sorted_lines
from dlread_cli.storage.schema import placeholders

DIRECTORY = "candidates"

SIGNS = {Status.UNREAD: b"u", Status.READING: b"g", Status.READ: b"r", Status.SKIPPED: b"s"}
OWN_SIGNS = {Status.UNREAD: b"1", Status.READING: b"2", Status.READ: b"3", Status.SKIPPED: b"4"}
"""Of what the reader added, and may remove."""
NONE = SIGNS[Status.UNREAD]
"""Of tags and catalogs."""

PATCH_LIMIT = 500
"""Entries that are looked up one by one, at 0.1 ms each; and lines that `recent` may have."""

_TAGS = 5000
_TITLE = 100
_AS_IT_IS = files.NO_FOLLOW | getattr(os, "O_BINARY", 0)

_COLUMNS = "key, status, base IS NULL, title, title_zh"


def renew(db: sqlite3.Connection, touched: Set[str], is_new: bool) -> None:
    """Within the transaction that touched those keys, in lower case. Never fails: the worst is that Tab offers less.

    Files beside a library that is new are those of another one.
    """
    directory = _directory(db)
    if not directory:
        return
    try:
        if is_new or len(touched) > PATCH_LIMIT or not _patch(db, directory, touched):
            _write_all(db, directory)
    except OSError:
        with suppress(OSError):
            (directory / "recent").unlink(missing_ok=True)


def write(db: sqlite3.Connection) -> None:
    """All of them anew. Raises OSError."""
    if directory := _directory(db):
        _write_all(db, directory)


def _directory(db: sqlite3.Connection) -> Path | None:
    """None for a library in memory, and where the directory is not ours alone."""
    file = db.execute("PRAGMA database_list").fetchone()[2]
    directory = Path(file).parent / DIRECTORY
    with suppress(FileNotFoundError):
        if file and paths.distrusted(directory.lstat(), is_directory=True):
            return None
    return directory if file else None


# --- all anew ----------------------------------------------------------------------------------------------------


def _write_all(db: sqlite3.Connection, directory: Path) -> None:
    files.make_directory(directory)
    (directory / "recent").unlink(missing_ok=True)  # until all is there
    rows = db.execute(f"SELECT {_COLUMNS} FROM entries").fetchall()
    rows.sort(key=lambda row: row[0].lower())
    files.put(directory / "keys", map(_entry, rows))
    _write_names(db, directory)
    files.put(directory / "recent", ())


def _write_names(db: sqlite3.Connection, directory: Path) -> None:
    for name, rows in (("tags", _tags(db)), ("catalogs", _catalogs(db))):
        lines = [_line(one, NONE, en, zh) for one, en, zh in rows]
        path = directory / name
        with suppress(OSError):
            if _read(path) == b"".join(lines):
                continue
        files.put(path, lines)


def _tags(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """A step along the index for each: DISTINCT would read every use of every tag."""
    rows = db.execute(
        """WITH RECURSIVE found (tag) AS (
               SELECT min(tag) FROM tags
               UNION ALL SELECT (SELECT min(tag) FROM tags WHERE tags.tag > found.tag) FROM found WHERE tag IS NOT NULL
               LIMIT ?)
           SELECT found.tag, en, zh FROM found LEFT JOIN terms ON name = found.tag WHERE found.tag IS NOT NULL""",
        (_TAGS,),
    )
    return ((tag, en or "", zh or "") for tag, en, zh in rows if TAG.fullmatch(tag))


def _catalogs(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """With the reader's own, whose entries have the last places."""
    rows = {row[0]: row for row in db.execute("SELECT name, title, title_zh FROM catalogs ORDER BY name")}
    last = db.execute("SELECT catalog FROM entries ORDER BY position DESC LIMIT 1").fetchone() or ("",)
    rows.setdefault(last[0], (last[0], "", ""))
    return (row for name, row in rows.items() if KEY.fullmatch(name))


# --- a few lines ---------------------------------------------------------------------------------------------------


def _patch(db: sqlite3.Connection, directory: Path, touched: Set[str]) -> bool:
    """Only what these entries change. False if the files are not whole, or it has become too much."""
    try:
        recent = {sorted_lines.name(line): line for line in _read(directory / "recent").splitlines(keepends=True)}
        descriptor = os.open(directory / "keys", os.O_RDWR | _AS_IT_IS)
    except FileNotFoundError:
        return False
    before = recent.copy()
    with os.fdopen(descriptor, "r+b", buffering=0) as keys:
        for key, line in _now(db, touched).items():
            if sorted_lines.correct(keys, key, line):
                recent.pop(key, None)
            elif line:
                recent[key] = line
            else:
                recent.pop(key, None)
    if len(recent) > PATCH_LIMIT:
        return False
    if recent != before:
        files.put(directory / "recent", (recent[key] for key in sorted(recent)))
    _write_names(db, directory)
    return True


def _now(db: sqlite3.Connection, touched: Set[str]) -> dict[bytes, bytes]:
    """The lines of these entries and of the sections that they are in, by name; empty for one that is gone."""
    sql = f"""WITH RECURSIVE up (one) AS (
                  SELECT key FROM entries WHERE key IN ({placeholders(touched)})
                  UNION SELECT parent FROM entries JOIN up ON key = one WHERE parent != '')
              SELECT {_COLUMNS} FROM entries WHERE key IN (SELECT one FROM up)"""
    lines = {row[0].lower().encode(): _entry(row) for row in db.execute(sql, tuple(touched))}
    return {key.encode(): b"" for key in touched} | lines


# --- lines ---------------------------------------------------------------------------------------------------------


def _entry(row: tuple[str, str, int, str, str]) -> bytes:
    key, status, is_own, en, zh = row
    return _line(key, (OWN_SIGNS if is_own else SIGNS)[Status(status)], en, zh) if QUALIFIED_KEY.fullmatch(key) else b""


def _line(name: str, sign: bytes, en: str, zh: str) -> bytes:
    en, zh = _shown(en), _shown(zh)
    return b"%s\t%s\t%s\t%s\n" % (name.encode(), sign, (en or zh).encode(), (zh if en and zh != en else "").encode())


def _shown(title: str) -> str:
    """On one line, and without anything that a terminal could act on or a reader could not see."""
    if not title.isprintable():
        title = "".join(char if char.isprintable() else " " for char in title[: 10 * _TITLE])
    return " ".join(title[: 2 * _TITLE].split())[:_TITLE]


def _read(path: Path) -> bytes:
    with files.readable(path) as file:
        return file.read()
