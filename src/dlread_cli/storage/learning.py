"""What learning paths and suggestions rest on, as one snapshot of the library has it."""

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dlread_cli.domain.entries import Status, Text
from dlread_cli.domain.graph import CycleError, Graph, Need, check
from dlread_cli.storage.schema import NO_TWIN, SHOWN

if TYPE_CHECKING:
    from dlread_cli.domain.suggestions import EntryState

_IN_GRAPH = """SELECT id FROM entries WHERE parent != ''
    UNION SELECT id FROM entries WHERE key IN (SELECT entry FROM needs UNION SELECT before FROM needs)"""
"""Sections, and whatever has or is a prerequisite. A UNION, not an OR, so that each part goes by its index."""


def graph(db: sqlite3.Connection) -> Graph:
    """All prerequisites and sections. Where the orders of twins contradict, that of what is shown counts."""
    same = dict(db.execute(f"SELECT key, same_as FROM {SHOWN}"))
    graph = _graph(db, same, "1")
    if same:
        try:
            check(graph)
        except CycleError:
            graph = _graph(db, same, "entry NOT IN (SELECT key FROM twins)")
    return graph


def _graph(db: sqlite3.Connection, same: Mapping[str, str], condition: str) -> Graph:
    needs: dict[str, list[Need]] = {}
    for entry, before, en, zh in db.execute(
        f"SELECT entry, before, why, why_zh FROM needs WHERE {condition} ORDER BY entry, number"
    ):
        entry, before = same.get(entry, entry), same.get(before, before)
        needs.setdefault(entry, []).append(Need(entry, before, Text(en, zh)))
    parts: dict[str, list[str]] = {}
    position: dict[str, int] = {}
    for key, parent, number in db.execute(
        f"SELECT key, parent, position FROM entries WHERE id IN ({_IN_GRAPH}) ORDER BY position"
    ):
        if parent:
            parts.setdefault(parent, []).append(same.get(key, key))
        position.setdefault(same.get(key, key), number)
    return Graph(needs, parts, position)


def opened_by(db: sqlite3.Connection, key: str) -> list[str]:
    """What an entry, or a twin of it, is a prerequisite of."""
    same = dict(db.execute(f"SELECT key, same_as FROM {SHOWN}"))
    rows = db.execute(
        f"""SELECT DISTINCT entry FROM needs JOIN entries ON key = entry
            WHERE before = ?1 OR before IN (SELECT key FROM {SHOWN} WHERE same_as = ?1) ORDER BY position""",
        (key,),
    )
    return list(dict.fromkeys(same.get(entry, entry) for (entry,) in rows))


def entry_states(db: sqlite3.Connection, where: str, values: list[Any], limit: int) -> "list[EntryState]":
    """`where` is a condition on what may be suggested, with its values."""
    from dlread_cli.domain.suggestions import EntryState

    liked = "SELECT id FROM entries WHERE rating OR has_note"
    tags_liked = f"SELECT tag FROM tags WHERE entry IN ({liked})"
    basis = f"""
        SELECT id FROM entries WHERE status = 'reading' AND status != 'unread'
        UNION SELECT id FROM entries WHERE plan != '' UNION {liked} UNION {_IN_GRAPH}"""
    plain = f"id NOT IN ({basis}) AND status = 'unread' AND leaves IS NULL AND {where}"
    ids = f"""
        {basis}
        UNION SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY liked, events ORDER BY position, key) AS number FROM (
                SELECT id, position, key, events, (
                    SELECT group_concat(tag, ' ') FROM tags WHERE entry = id AND tag IN ({tags_liked})) AS liked
                FROM entries WHERE id IN (SELECT entry FROM tags WHERE tag IN ({tags_liked})) AND {plain}))
            WHERE number <= ?
        UNION SELECT id FROM (SELECT id FROM entries WHERE {plain} ORDER BY position, key LIMIT ?)"""
    columns = "key, status, rating, has_note, tags, events, position, plan"
    sql = f"SELECT {columns} FROM entries WHERE {NO_TWIN} AND id IN ({ids})"
    return [
        EntryState(key, Status(status), rating, bool(noted), tuple(tags.split()), "superseded" in events.split(), *rest)
        for key, status, rating, noted, tags, events, *rest in db.execute(sql, (*values, limit, *values, limit))
    ]
