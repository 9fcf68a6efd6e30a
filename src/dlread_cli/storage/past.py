"""What the journals say, answered from one snapshot of the library: stamps, steps, and lines, read from their files.

And what they call entries that the reader renamed.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from dlread_cli.errors import LibraryError
from dlread_cli.storage.schema import placeholders
from dlread_cli.translation import tr

if TYPE_CHECKING:
    from dlread_cli.domain.fields import Fields
    from dlread_cli.domain.history import Assignment, Numbered, Written
    from dlread_cli.domain.undoing import Step

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

    def steps_to_undo(self, machine: str) -> Iterator["Step"]:
        """What was done on this machine and is not undone, the last first."""
        from dlread_cli.domain.history import to_undo

        return (self.step(at, machine) for at in to_undo(self._written(machine)))

    def steps_to_redo(self, machine: str) -> Iterator["Step"]:
        """What undid something on this machine since its last change and is not undone itself, the last first."""
        from dlread_cli.domain.history import to_redo

        return (self.step(at, machine) for at in to_redo(self._written(machine)))

    def has_undos(self, machine: str) -> bool:
        """Has this machine undone anything that nobody brought back, however long ago?"""
        from dlread_cli.domain.history import undos

        return any(undos(self._written(machine)))

    def undoing_of(self, at: str, machine: str) -> "Step | None":
        """What took back a step of this machine and is not undone itself."""
        from dlread_cli.domain.history import undos

        undoes = (one for one in undos(self._written(machine)) if self._undone_by(one, machine) == at)
        return next((self.step(one, machine) for one in undoes), None)

    def _written(self, machine: str) -> "list[Written]":
        rows = self._db.execute(
            "SELECT source, at, undoes FROM log WHERE machine = ? ORDER BY source, offset", (machine,)
        )
        journals: dict[int, dict[tuple[str, str], None]] = {}
        for source, at, undoes in rows:
            journals.setdefault(source, {})[at, undoes] = None
        return [list(steps) for steps in journals.values()] if machine else []

    def step(self, at: str, machine: str) -> "Step":
        from dlread_cli.domain.undoing import Step

        lines = self._lines_with_present_keys(self.lines_of_step(at, machine))
        bases = {key.lower(): base for key, base in self._bases(list({line.key for line in lines}))}
        return Step(at, machine, self._undone_by(at, machine), lines, bases)

    def _bases(self, keys: Sequence[str]) -> "Iterator[tuple[str, Fields]]":
        """Those of the entries that are in the library, with what the catalog says of them."""
        import json

        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            sql = f"SELECT key, base FROM entries WHERE key IN ({placeholders(some)})"
            for key, text in self._db.execute(sql, some):
                yield key, json.loads(text) if text else {}

    def lines_of_step(self, at: str, machine: str) -> list["Assignment"]:
        """All journal lines of the entries that a step touched."""
        from dlread_cli.storage import journal_lines

        where = "key IN (SELECT key FROM log WHERE at = ? AND machine = ?)"
        return self._read(lambda: journal_lines.assignments(self._db, where, (at, machine)))

    def steps(self, key: str = "", limit: int = -1) -> "list[Numbered]":
        """What was done, newest first, to one entry or to all; numbered among the steps of all, the newest as 1.

        What takes back a step, or brings it back, has its number, so that no other step gets another one.
        """
        return self._read(lambda: self._steps(key, limit))

    def _steps(self, key: str, limit: int) -> "list[Numbered]":
        from dlread_cli.domain.history import Numbered
        from dlread_cli.storage import journal_lines

        key = self.journal_keys([key]).get(key.lower(), key)
        of_key = set(self._db.execute("SELECT at, machine FROM log WHERE key = ?", (key,)))
        wanted = (row for row in self._numbered() if not key or row[1] in of_key)
        some = list(islice(wanted, limit if limit >= 0 else None))
        where = "at = ? AND machine = ? AND ? IN ('', key)"
        return [
            Numbered(
                number,
                self._lines_with_present_keys(journal_lines.assignments(self._db, where, (*step, key))),
                redoes=bool(self._undone_by(self._undone_by(*step), step[1])),
            )
            for number, step in some
        ]

    def _undone_by(self, at: str, machine: str) -> str:
        """The stamp of the step that a step takes back, or ''."""
        sql = "SELECT min(undoes) FROM log WHERE at = ? AND machine = ?"
        return self._db.execute(sql, (at, machine)).fetchone()[0] or ""

    def _numbered(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """Number, stamp and machine of all steps, newest first."""
        numbers: dict[tuple[str, str], int] = {}
        waiting: deque[tuple[tuple[str, str], tuple[str, str]]] = deque()
        for step in self._newest_first():
            first = self._first(*step)
            waiting.append((step, first))
            if first == step:
                numbers[step] = len(numbers) + 1
            while waiting and waiting[0][1] in numbers:
                one, its = waiting.popleft()
                yield numbers[its], one

    def _first(self, at: str, machine: str) -> tuple[str, str]:
        """The step that was done first of those that a step takes back or brings back; or itself."""
        while (undone := self._undone_by(at, machine)) and undone < at and self.has_step(undone, machine):
            at = undone
        return at, machine

    def _newest_first(self) -> Iterator[tuple[str, str]]:
        """Stamp and machine of all steps. One that has lines of several days, as imports do, is of the last."""
        seen: set[tuple[str, str]] = set()
        sql = "SELECT DISTINCT time, at, machine FROM log ORDER BY time DESC, at DESC, machine DESC"
        for _, at, machine in self._db.execute(sql):
            if (at, machine) not in seen:
                seen.add((at, machine))
                yield at, machine

    def numbered_step(self, number: int) -> "Step | None":
        """The step with that number in `steps` that was done first."""
        step = next((step for one, step in self._numbered() if one == number), None)
        return self.step(*self._first(*step)) if step else None

    def _lines_of(self, keys: Sequence[str]) -> dict[str, list["Assignment"]]:
        """By key in lower case."""
        from dlread_cli.storage import journal_lines

        return self._read(lambda: journal_lines.by_key(self._db, keys))

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
            raise LibraryError(tr("the journals change too fast to be read; try again")) from None

    # --- what entries are called ---------------------------------------------------------------------------------

    def journal_keys(self, keys: Sequence[str]) -> dict[str, str]:
        """What journals call those of these entries that the reader renamed, by key in lower case."""
        if not self._db.execute("SELECT 1 FROM renamed").fetchone():
            return {}
        return {key.lower(): name for key, name in self._pairs("SELECT key, journal_key FROM renamed", "key", keys)}

    def present_keys(self, names: Sequence[str]) -> dict[str, str]:
        """The keys of the entries that have these keys or aliases, by these names in lower case."""
        found = self._pairs("SELECT rank, name, key FROM names", "rank < 2 AND name", names)
        return {name.lower(): key for _, name, key in sorted(found, reverse=True)}

    def with_present_keys(self, fields: Mapping[str, Any]) -> "Fields":
        """The same, with the keys that others which the reader named have now."""
        from dlread_cli.domain.fields import RELATIONS

        if not any(name.startswith(RELATIONS) for name in fields):
            return dict(fields)
        from dlread_cli.domain import relations

        return relations.renamed(fields, self.present_keys(relations.named(fields)))

    def _lines_with_present_keys(self, lines: Sequence["Assignment"]) -> list["Assignment"]:
        names = sorted({line.key for line in lines})
        keys = dict(self._pairs("SELECT journal_key, key FROM renamed", "journal_key", names))
        return [line._replace(key=keys.get(line.key, line.key)) for line in lines]

    def _pairs(self, select: str, where: str, names: Sequence[str]) -> Iterable[Any]:
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            yield from self._db.execute(f"{select} WHERE {where} IN ({placeholders(some)})", some)
