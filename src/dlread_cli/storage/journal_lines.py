"""The lines of the journals, found by the library's log and read from their files."""

import os
import sqlite3
from collections import defaultdict
from collections.abc import Sequence, Set
from pathlib import Path

from dlread_cli.domain import fields, history
from dlread_cli.domain.history import Assignment
from dlread_cli.storage import journal, twins
from dlread_cli.storage.schema import placeholders

Read = dict[tuple[int, int], Assignment]
"""Journal lines that have just been read, by source and offset: they need not be read again."""


def assignments(db: sqlite3.Connection, where: str, values: Sequence[str]) -> list[Assignment]:
    """The journal lines that the log has for a condition, read from their files: by step, in the order written."""
    found = _lines(db, where, values, {})
    places = {line.key: place for place, line in reversed(list(enumerate(found)))}
    return sorted(history.distinct(found), key=lambda line: (line.order, places[line.key]))


def by_key(db: sqlite3.Connection, keys: Sequence[str], read: Read | None = None) -> dict[str, list[Assignment]]:
    """All lines of these entries, by key in lower case; of what is the same, those about the reader."""
    together = twins.groups(db, keys)
    lines = own_lines(db, sorted({*keys, *(key for group in together.values() for key in group)}), read)
    both = {
        key: [*lines.get(key, ()), *(_personal(line) for one in group if one != key for line in lines.get(one, ()))]
        for key, group in together.items()
    }
    return defaultdict(list, lines | both)


def _personal(line: Assignment) -> Assignment:
    return line._replace(values={name: value for name, value in line.values.items() if fields.is_personal(name)})


def with_twins(db: sqlite3.Connection, keys: Set[str]) -> set[str]:
    """In lower case."""
    return {*keys, *(key for group in twins.groups(db, keys).values() for key in group)}


def own_lines(db: sqlite3.Connection, keys: Sequence[str], read: Read | None = None) -> dict[str, list[Assignment]]:
    """The lines of these entries alone, by key in lower case."""
    found: dict[str, list[Assignment]] = defaultdict(list)
    for line in _lines(db, f"key IN ({placeholders(keys)})", keys, read or {}):
        found[line.key].append(line)
    return found


def _lines(db: sqlite3.Connection, where: str, values: Sequence[str], read: Read) -> list[Assignment]:
    """Opens each journal once, and only for lines that are not in `read`."""
    sql = f"SELECT source, log.offset, length, at, key, path FROM log JOIN sources ON id = source WHERE {where}"
    found = []
    missing: dict[bytes, list[journal.At]] = defaultdict(list)
    for source, offset, length, at, key, path in db.execute(sql, values):
        if line := read.get((source, offset)):
            found.append(line)
        else:
            missing[path].append(journal.At(offset, length, at, key))
    for path, positions in missing.items():
        found += journal.lines_at(Path(os.fsdecode(path)), sorted(positions))
    return found
