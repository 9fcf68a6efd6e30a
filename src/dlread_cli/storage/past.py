"""What the journals say, answered from one snapshot of the library: stamps, steps, and lines, read from their files."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from dlread_cli.errors import LibraryError
from dlread_cli.storage.schema import placeholders

if TYPE_CHECKING:
    from dlread_cli.domain.history import Assignment

AT_ONCE = 1000
"""Keys a query; SQLite takes 32,766 parameters."""

_TRIES = 5

_Lines = TypeVar("_Lines")


class Past:
    """A part of `Snapshot`."""

    _db: sqlite3.Connection

    def refresh(self) -> None:
        """The snapshot of now in place of an older one."""
        raise NotImplementedError

    def newest_stamp(self, until: str = "~") -> str:
        return self._db.execute("SELECT max(at) FROM log WHERE at <= ?", (until,)).fetchone()[0] or ""

    def newest_stamp_of(self, keys: Sequence[str]) -> str:
        """Of all that was said of these entries."""
        newest = ""
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            sql = f"SELECT max(at) FROM log WHERE key IN ({placeholders(some)})"
            newest = max(newest, self._db.execute(sql, some).fetchone()[0] or "")
        return newest

    def newest_time(self) -> str:
        return self._db.execute("SELECT max(time) FROM log").fetchone()[0] or ""

    def has_step(self, at: str, machine: str) -> bool:
        return bool(self._db.execute("SELECT 1 FROM log WHERE at = ? AND machine = ?", (at, machine)).fetchone())

    def standing_steps(self, machine: str) -> Iterator[str]:
        """The stamps of what was done on this machine and is not undone, the last first."""
        from dlread_cli.domain.history import last_first

        rows = self._db.execute(
            """SELECT source, at FROM log WHERE machine = ?1 AND undoes = ''
               AND at NOT IN (SELECT undoes FROM log WHERE machine = ?1) ORDER BY source, offset""",
            (machine,),
        )
        journals: dict[int, dict[str, None]] = {}
        for source, at in rows:
            journals.setdefault(source, {})[at] = None
        return last_first([list(steps) for steps in journals.values()])

    def lines_of_step(self, at: str, machine: str) -> list["Assignment"]:
        """All journal lines of the entries that a step touched."""
        from dlread_cli.storage import overrides

        where = "key IN (SELECT key FROM log WHERE at = ? AND machine = ?)"
        return self._read(lambda: overrides.assignments(self._db, where, (at, machine)))

    def steps(self, key: str = "", limit: int = -1) -> list[list["Assignment"]]:
        """What was done, a step of one or more lines each, the newest first; of one entry or all."""
        return self._read(lambda: self._steps(key, limit))

    def _steps(self, key: str, limit: int) -> list[list["Assignment"]]:
        from dlread_cli.storage import overrides

        rows = self._db.execute(
            """SELECT DISTINCT time, at, machine FROM log WHERE ? IN ('', key)
               ORDER BY time DESC, at DESC, machine DESC LIMIT ?""",
            (key, limit),
        ).fetchall()
        where = "at = ? AND machine = ? AND ? IN ('', key)"
        steps = dict.fromkeys((at, machine) for _, at, machine in rows)
        return [overrides.assignments(self._db, where, (*step, key)) for step in steps]

    def _lines_of(self, keys: Sequence[str]) -> dict[str, list["Assignment"]]:
        """By key in lower case."""
        from dlread_cli.storage import overrides

        return self._read(lambda: overrides.by_key(self._db, keys))

    def _read(self, lines: Callable[[], _Lines]) -> _Lines:
        """Lines stand in the journals, which another program may replace at any time: then the snapshot is old."""
        for _ in range(_TRIES):
            try:
                return lines()
            except (OSError, ValueError):
                self.refresh()
        try:
            return lines()
        except (OSError, ValueError):
            raise LibraryError("the journals change too fast to be read; try again") from None
