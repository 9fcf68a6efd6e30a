"""The library: everything the commands ask, answered from a disposable SQLite file.

On opening, the catalogs and journals are compared with what the file was built from, and what changed is read anew,
under a lock, so that of many processes one does the work. What is then read comes from one snapshot. A file that is
damaged, from another version, of somebody else or not writable is built anew, or in memory, without a word of alarm.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.storage import database, files
from dlread_cli.storage.snapshot import Snapshot

Progress = Callable[[int, int], None]
"""Told how many bytes of journals are read, and of how many, while the library is brought up to date."""

_Sources = dict[str, dict[Path, str]]
"""Kind (`catalog`, `copy` of one, or `journal`) -> file -> fingerprint."""

_TRIES = 8
"""Until nobody else has changed the file between our update and our snapshot; then we have one of our own."""


class Library(Snapshot):
    """The snapshot of now. `problems` says what was found wrong in catalogs just now, and not before.

    So does `missing`: names of lists that the reader added, and of which there is no copy here.
    """

    def __init__(self, progress: Progress = lambda done, of: None, waiting: files.Waiting = files.no_word) -> None:
        self.problems: list[str] = []
        self.missing: list[str] = []
        self._progress = progress
        self._waiting = waiting
        self._db = self._reader()
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
        reopen = [self._reader, database.in_memory]
        while True:
            try:
                return self._refresh()
            except DlreadError:
                raise
            except Exception as error:  # whatever it is: what is read here may be anything
                if not reopen:
                    raise
                self._db.close()
                if database.is_taken(error) or not database.discard(database.is_passing(error), self._waiting):
                    del reopen[:-1]  # no use in waiting once more
                self._db = reopen.pop(0)()

    def write_candidates(self) -> None:
        """What Tab offers, anew. Raises OSError."""
        from dlread_cli.storage import candidates

        self._db.execute("ROLLBACK")
        with database.locked():
            self._db.execute("BEGIN")
            candidates.write(self._db)

    def _refresh(self) -> None:
        for number in range(_TRIES):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            sources = _sources()
            self._db.execute("BEGIN")
            is_right = _is_built_from(self._db, sources, unless_unreadable=number > 0)
            if is_right and (database.is_in_memory(self._db) or database.is_sealed()):
                return
            self._db.execute("ROLLBACK")
            self._update(sources)
        self._db.close()
        self._db = database.in_memory()
        self._write(self._db, _sources())
        self._db.execute("BEGIN")

    def _update(self, sources: _Sources) -> None:
        """Through a connection of its own: closed alone, it leaves a file without a WAL."""
        if database.is_in_memory(self._db):
            self._write(self._db, sources)
            return
        self._db.close()
        with database.writer(self._waiting) as db:
            self._write(db, sources)
        self._db = self._reader()

    def _reader(self) -> sqlite3.Connection:
        return database.reader(self._waiting)

    def _write(self, db: sqlite3.Connection, sources: _Sources) -> None:
        from dlread_cli.storage import indexing

        db.execute("PRAGMA synchronous = NORMAL")  # with a WAL: never damaged, at worst a little old
        db.execute("PRAGMA cache_size = -65536")  # KB: 100,000 entries are built a fifth faster
        db.execute("BEGIN IMMEDIATE")
        if not _is_built_from(db, sources):
            found = indexing.update(db, sources, self._progress)
            self.problems = list(dict.fromkeys(self.problems + found.problems))
            self.missing = list(dict.fromkeys(self.missing + found.missing))
        db.execute("COMMIT")


def _is_built_from(db: sqlite3.Connection, sources: _Sources, unless_unreadable: bool = False) -> bool:
    """A source that could not be read is one that changed, unless we have tried just now."""
    known = {(kind, path): mark for kind, path, mark in db.execute("SELECT kind, path, fingerprint FROM sources")}
    now = {(kind, os.fsencode(path)): mark for kind in sources for path, mark in sources[kind].items()}
    return known == (now | {one: "" for one, mark in known.items() if unless_unreadable and not mark and one in now})


@contextmanager
def without_its_file(error: Exception, waiting: files.Waiting) -> Iterator[None]:
    """Libraries in this block are in memory. If what failed does well there, the file was to blame, and goes."""
    with database.bypassed():
        try:
            yield
        except Exception as again:
            if type(again) is type(error):
                raise error from None
            database.discard(database.is_passing(error), waiting)
            raise
    database.discard(database.is_passing(error), waiting)


def _sources() -> _Sources:
    found: _Sources = {"catalog": {}, "copy": {}, "journal": {}}
    files_by_kind = (paths.catalog_files(), paths.catalog_copies(), paths.journal_files())
    for kind, list_ in zip(found, files_by_kind, strict=True):
        for path in list_:
            with suppress(OSError):
                found[kind][path] = files.fingerprint(path)
    return found
