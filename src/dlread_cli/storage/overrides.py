"""Lays the journals' assignments over the catalogs' entries, an entry anew from its base and all its lines.

The second half of bringing the library up to date; `indexing` is the first.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import count
from typing import Any

from dlread_cli.domain import entries, fields, history
from dlread_cli.domain.entries import Status
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.history import Assignment
from dlread_cli.domain.subscriptions import catalog_of
from dlread_cli.storage import journal_lines, rows
from dlread_cli.storage.journal_lines import Read
from dlread_cli.storage.rows import Position
from dlread_cli.storage.schema import insert, placeholders

PLACES = 10**9
"""Of a catalog, for its entries; what went from a list that the reader added has the last one."""

OWN_CATALOG = "own"
"""The catalog of what the reader added."""

AT_ONCE = 500
"""Entries; SQLite takes 32,766 parameters, and memory must not grow with the library."""


def apply_overrides(db: sqlite3.Connection, keys: Iterable[str], read: Read, daily: Set[str]) -> list[tuple[str, ...]]:
    """Keys in lower case, each with all its `twins`; of those that are `daily` only the standing has changed.

    Returns what can be searched for now, as `rows.words`.
    """
    keys = sorted(keys)
    sections: set[str] = set()
    texts: list[tuple[str, ...]] = []
    for start in range(0, len(keys), AT_ONCE):
        layer = _Batch(db, keys[start : start + AT_ONCE], read, daily)
        layer.write()
        sections |= layer.sections
        texts += [row[1:] for row in layer.words]
    _sum_up(db, sections - {""})
    return texts


class _Batch:
    """What some entries put into each table, or take out of it."""

    def __init__(self, db: sqlite3.Connection, keys: Sequence[str], read: Read, daily: Set[str]) -> None:
        self.db = db
        self.sections: set[str] = set()
        self.old: list[Position] = []
        """Entries whose rows must go first."""
        self.entries: list[tuple[Any, ...]] = []
        self.tags: list[tuple[str, int]] = []
        self.names: set[tuple[str, int, str]] = set()
        self.needs: list[tuple[Any, ...]] = []
        self.words: list[tuple[Any, ...]] = []
        self.standing: list[tuple[Any, ...]] = []
        self.wanted: list[tuple[str, str]] = []
        renamed = self._renamed(keys)
        lines = journal_lines.by_key(db, keys, read)
        known = self._known([renamed.get(key, key) for key in keys])
        lists = dict(db.execute("SELECT name, number FROM subscriptions"))
        (last,) = db.execute("SELECT max(id) FROM entries").fetchone()
        new = count((last or 0) + 1)
        self.terms: dict[str, dict[str, None]] = defaultdict(dict)
        for tag, *names in self.db.execute("SELECT tag, name, en, zh FROM terms"):
            self.terms[tag] |= dict.fromkeys(names)
        for key in keys:
            own = history.fold(lines[key])
            position, parent = known.get(renamed.get(key, key).lower(), (None, ""))
            if position and key in daily:
                self.standing.append((*rows.personal_state(own), position.id))
                self.sections |= {key, parent} if position.base else set()
                continue
            base: Fields = json.loads(position.base) if position and position.base else {}
            values = fields.overlay(base, own)
            if position:
                self.old.append(position)
            wanted = "" if base else values.get("key", "")
            if wanted or key in renamed:
                self.wanted.append((key, wanted))
            if "title" not in values and "title:zh" not in values:
                continue  # of a catalog that is gone: its lines wait in the log
            if not position or not position.base:
                catalog = catalog_of(key)
                if catalog and catalog not in lists:
                    continue
                place = (lists[catalog] + 1) * PLACES - 1 if catalog else _since(lines[key])
                position = Position(
                    position.id if position else next(new),
                    renamed.get(key, key),
                    *(None, place, catalog or OWN_CATALOG, 0),
                )
            self._add(position, values, own)
            if key in renamed:
                self.names.add((key, 1, position.key))

    def _renamed(self, keys: Sequence[str]) -> dict[str, str]:
        """The present keys of those that the reader renamed. Others that have one of these keys give it up."""
        if not self.db.execute("SELECT 1 FROM renamed").fetchone():
            return {}
        from dlread_cli.storage import renaming

        renaming.make_way(self.db, keys)
        return renaming.keys(self.db, keys)

    def _known(self, keys: Sequence[str]) -> dict[str, tuple[Position, str]]:
        """Those that are in the library, with the section that they are in."""
        sql = f"SELECT id, key, base, position, catalog, depth, parent FROM entries WHERE key IN ({placeholders(keys)})"
        return {row[1].lower(): (Position(*row[:-1]), row[-1]) for row in self.db.execute(sql, keys)}

    def _add(self, position: Position, values: Fields, own: history.Overrides) -> None:
        parts = rows.parts(values)
        self.entries.append(rows.entry(position, values, parts, own))
        self.tags += [(tag, position.id) for tag in parts.tags]
        self.names |= rows.names(position.key, values, parts)
        self.needs += rows.needs(position.key, values)
        terms = [word for tag in parts.tags if tag in self.terms for word in self.terms[tag] if word != tag]
        self.words.append((position.id, *rows.words(position.key, values, parts, terms)))
        if position.base:
            self.sections |= {position.key, values.get("parent", "")}

    def write(self) -> None:
        ids = [(position.id,) for position in self.old]
        keys = [(position.key,) for position in self.old]
        for table, column, gone in (
            *(("entries", "id", ids), ("tags", "entry", ids), ("words", "rowid", ids)),
            *(("names", "key", keys), ("needs", "entry", keys)),
        ):
            self.db.executemany(f"DELETE FROM {table} WHERE {column} = ?", gone)
        for table, new in (
            *(("entries", self.entries), ("tags", self.tags), ("needs", self.needs), ("words", self.words)),
            ("names", sorted(self.names)),
        ):
            self.db.executemany(insert(table), new)
        if self.wanted:
            from dlread_cli.storage import renaming

            renaming.want(self.db, self.wanted)
        self.db.executemany("UPDATE entries SET status = ?, status_at = ?, rating = ? WHERE id = ?", self.standing)


def _since(lines: Sequence[Assignment]) -> int:
    """The place of what the reader added: by time, after all catalogs."""
    return int(re.sub(r"\D", "", min(line.time for line in lines)[:23]))


_LEAVES = """
WITH RECURSIVE under (key) AS (
    SELECT key FROM entries WHERE parent = ? AND parent != ''
    UNION SELECT below.key FROM entries below JOIN under ON below.parent = under.key AND below.parent != ''
)
SELECT status FROM entries JOIN under USING (key)
WHERE NOT EXISTS (SELECT 1 FROM entries below WHERE below.parent = entries.key AND below.parent != '')
"""


def _sum_up(db: sqlite3.Connection, sections: set[str]) -> None:
    """A section with sub-sections has the sum of their statuses, and so have those that it is in."""
    for key in sorted(sections):
        leaves = [Status(status) for (status,) in db.execute(_LEAVES, (key,))]
        if not leaves:
            continue
        status, progress = entries.sum_of(leaves)
        (above,) = db.execute(
            "UPDATE entries SET status = ?, status_at = '', leaves_read = ?, leaves = ? WHERE key = ? RETURNING parent",
            (status, *progress, key),
        ).fetchone() or ("",)
        _sum_up(db, {above} - {""})
