"""The library: everything the commands ask, answered from a disposable SQLite file.

On opening, the catalogs and journals are compared with what the file was built from, and what changed is read anew,
under a lock, so that of many processes one does the work. What is then read comes from one snapshot. A file that is
damaged, from another version or cannot be written is built anew, or in memory, without a word of alarm.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files, schema
from dlread_cli.storage.snapshot import Snapshot

Progress = Callable[[int, int], None]
"""Told how many bytes of journals are read, and of how many, while the library is brought up to date."""

_Sources = dict[str, dict[Path, str]]
"""Kind (`catalog` or `journal`) -> file -> fingerprint."""

BUSY_SECONDS = 60
"""How long to wait for another process; a cold build of 100,000 entries takes a third of it."""


class Library(Snapshot):
    """The snapshot of now. `problems` says what was found wrong in catalogs while they were read just now."""

    def __init__(self, progress: Progress = lambda done, of: None) -> None:
        self.problems: list[str] = []
        self._progress = progress
        self._db = self._open()
        try:
            self.refresh()
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def refresh(self) -> None:
        """Everything that was in the catalogs and journals when this was called is in the snapshot afterwards."""
        reopen: list[Callable[[], sqlite3.Connection]] = [self._open, lambda: _connect(":memory:")]
        while True:
            try:
                return self._refresh()
            except (sqlite3.DatabaseError, OSError, ValueError) as error:
                if not reopen:
                    raise
                self._db.close()
                if not _is_passing(error):
                    discard()
                if _is_taken(error):
                    del reopen[:-1]  # no use in waiting once more
                self._db = reopen.pop(0)()

    def write_candidates(self) -> None:
        """What Tab offers, anew. Raises OSError."""
        from dlread_cli.storage import candidates

        self._db.execute("ROLLBACK")
        with _lock(self._db):
            self._db.execute("BEGIN IMMEDIATE")
            candidates.write(self._db)
            self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def _refresh(self) -> None:
        sources = _sources()
        for _ in range(3):  # until nobody else has changed the file between our update and our snapshot
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._db.execute("BEGIN")
            if self._is_built_from(sources):
                return
            self._db.execute("ROLLBACK")
            with _lock(self._db):
                self._update(sources)
            sources = _sources()
        self._db.execute("BEGIN")

    def _is_built_from(self, sources: _Sources) -> bool:
        known = self._db.execute("SELECT kind, path, fingerprint FROM sources").fetchall()
        return set(known) == {
            (kind, os.fsencode(path), mark) for kind in sources for path, mark in sources[kind].items()
        }

    def _update(self, sources: _Sources) -> None:
        from dlread_cli.storage import indexing

        self._db.execute("PRAGMA synchronous = NORMAL")  # with a WAL: never damaged, at worst a little old
        self._db.execute("PRAGMA cache_size = -65536")  # KB: 100,000 entries are built a fifth faster
        self._db.execute("BEGIN IMMEDIATE")
        if not self._is_built_from(sources):
            found = indexing.update(self._db, sources["catalog"], sources["journal"], self._progress)
            self.problems = list(dict.fromkeys(self.problems + found))
        self._db.execute("COMMIT")

    @staticmethod
    def _open() -> sqlite3.Connection:
        try:
            path = paths.library_file()
            if os.access(path, os.R_OK) and not os.access(path.parent, os.W_OK):
                return _connect(f"{path.as_uri()}?mode=ro&immutable=1")
            files.make_directory(path.parent)
            if not path.exists():
                os.close(files.writable(path))
            return _connect(path.as_uri())
        except (sqlite3.OperationalError, OSError, DlreadError):
            return _connect(":memory:")
        except sqlite3.DatabaseError:
            discard()
        try:
            return _connect(path.as_uri())
        except sqlite3.DatabaseError:  # where it may not be removed
            return _connect(":memory:")


def discard() -> None:
    """Away with a damaged file; the next opening builds it anew."""
    with suppress(OSError, DlreadError), _lock():
        path = paths.library_file()
        for name in (path.name, path.name + "-wal", path.name + "-shm"):
            path.with_name(name).unlink(missing_ok=True)


def is_damage(error: Exception) -> bool:
    """Is the library's file to blame, so that a new one helps?"""
    return isinstance(error, sqlite3.DatabaseError) and hasattr(error, "sqlite_errorcode") and not _is_passing(error)


def _is_passing(error: Exception) -> bool:
    """Busy, full, not writable: the file is not to blame, this process does without it."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _PASSING


def _is_taken(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}


def _connect(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != schema.VERSION:
            _create(db, version)
    except BaseException:
        db.close()
        raise
    return db


def _create(db: sqlite3.Connection, version: int) -> None:
    with _lock(db):
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == schema.VERSION:
            return  # somebody else was faster
        if version:
            raise sqlite3.DatabaseError(f"the library is of version {version}")
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(f"BEGIN; {schema.SQL}; PRAGMA user_version = {schema.VERSION}; COMMIT")


@contextmanager
def _lock(db: sqlite3.Connection | None = None) -> Iterator[None]:
    """One process at a time builds; where a lock cannot be had, SQLite's own keep the file whole.

    Raises TimeoutError where another process keeps it, as one does that was stopped.
    """
    with ExitStack() as held:
        if not db or _is_a_file(db):
            try:
                descriptor = files.writable(paths.cache_dir() / "library.lock")
                held.callback(os.close, descriptor)
                held.enter_context(files.locked(descriptor))
            except TimeoutError:
                raise
            except (OSError, DlreadError):
                pass
        yield


def _is_a_file(db: sqlite3.Connection) -> bool:
    return bool(db.execute("PRAGMA database_list").fetchone()[2])


def _sources() -> _Sources:
    found: _Sources = {"catalog": {}, "journal": {}}
    for kind, list_ in (("catalog", paths.catalog_files()), ("journal", paths.journal_files())):
        for path in list_:
            with suppress(OSError):
                found[kind][path] = files.fingerprint(path)
    return found
