"""Brings the lists that the reader added into the library: their copies in the cache, as the journals name them.

The third part of bringing the library up to date, after `indexing` has read catalogs and journals. A list can change
nothing but its own entries.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dlread_cli.domain import subscriptions
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.subscriptions import Subscription
from dlread_cli.storage import copies, files, journal_lines, overrides
from dlread_cli.storage.schema import insert
from dlread_cli.translation import tr

FIRST = 1_000_000
"""The number of the first list: after all catalogs of this machine, and before what the reader added."""


class Copies(NamedTuple):
    """The copies that there are, by path: their fingerprints now, and when the library was made."""

    now: Mapping[Path, str]
    before: Mapping[Path, str]


def update(
    db: sqlite3.Connection, found: Copies, has_new_lines: bool, has_new_catalogs: bool
) -> tuple[dict[Path, list[str]], set[str]]:
    """Within the caller's transaction.

    Returns what is wrong with each copy that was read, and the keys of the entries that are to be laid anew.
    """
    known = dict(db.execute("SELECT name, number FROM subscriptions"))
    taken = {name: Path(os.fsdecode(path)) for name, path in db.execute(_TAKEN, (FIRST,))}
    if has_new_lines:
        _renew(db)
    touched: set[str] = set()
    problems: dict[Path, list[str]] = {}
    now = db.execute("SELECT name, number, version FROM subscriptions").fetchall()
    for name in known.keys() - {name for name, *_ in now}:
        touched |= _take_out(db, name)
    for name, number, version in now:
        if name not in known:
            touched |= _logged(db, name)
        path = _copy_of(name, json.loads(version).get("sha256", ""), found.now)
        is_new = path != taken.get(name) or known.get(name) != number or has_new_catalogs
        if not path:
            touched |= _take_out(db, name) if name in taken else set()
        elif is_new or found.now[path] != found.before.get(path):
            problems[path], its = _take_in(db, name, number, path)
            touched |= its
    return problems, touched


_TAKEN = "SELECT name, path FROM catalogs WHERE position >= ?"


def _copy_of(name: str, sha256: str, marks: Mapping[Path, str]) -> Path | None:
    """That of the version that counts, or else the last one: another machine may have fetched a newer one."""
    its = [path for path in marks if copies.list_of(path) == name]
    return max(its, key=lambda path: (copies.is_version(path, sha256), files.changed_at(marks[path])), default=None)


def _renew(db: sqlite3.Connection) -> None:
    found = subscriptions.standing(journal_lines.by_key(db, sorted(_logged(db, "catalogs"))))
    db.execute("DELETE FROM subscriptions")
    db.executemany(insert("subscriptions"), [_row(number, one) for number, one in enumerate(found, FIRST)])


def _row(number: int, one: Subscription) -> Sequence[Any]:
    return one.name, number, one.source, json.dumps(one.version, ensure_ascii=False)


def _logged(db: sqlite3.Connection, name: str) -> set[str]:
    """The keys below a name that journals have something to say of."""
    rows = db.execute("SELECT DISTINCT key FROM log WHERE key > ? AND key < ?", (f"{name}/", f"{name}0"))
    return {key for (key,) in rows}


def _take_out(db: sqlite3.Connection, name: str) -> set[str]:
    db.execute("DELETE FROM catalogs WHERE name = ? AND position >= ?", (name, FIRST))
    rows = db.execute(f"UPDATE entries SET base = NULL WHERE catalog = ? AND {_OF_A_LIST} RETURNING key", (name,))
    return {key for (key,) in rows.fetchall()}


_OF_A_LIST = "instr(key, '/')"
"""A catalog of this machine may have taken the name."""


def _take_in(db: sqlite3.Connection, name: str, number: int, path: Path) -> tuple[list[str], set[str]]:
    """Only the entries that changed are to be laid anew."""
    from dlread_cli.storage import catalogs

    try:
        catalog = catalogs.read(path)
    except catalogs.CatalogError as error:
        return [tr("{error}; the whole catalog is left out", error=error)], _take_out(db, name)
    title, header = catalog.header["title"], json.dumps(catalog.header, ensure_ascii=False)
    row = (name, number, os.fsencode(path), title.get("en", ""), title.get("zh", ""), header)
    db.execute("DELETE FROM catalogs WHERE name = ? AND position >= ?", (name, FIRST))
    if not db.execute(insert("catalogs"), row).rowcount:
        return [tr("there is another catalog called '{name}'; the whole catalog is left out", name=name)], _take_out(
            db, name
        )
    entries = subscriptions.qualified(name, catalog.entries)
    touched = _changed(db, name, entries)
    db.executemany(_BASE, _places(name, number, entries))
    return [tr("{problem}; left out", problem=problem) for problem in catalog.problems], touched


def _changed(db: sqlite3.Connection, name: str, entries: Iterable[tuple[str, Fields]]) -> set[str]:
    """Keys; those that are gone lose what the list said of them."""
    rows = db.execute(f"SELECT key, base FROM entries WHERE catalog = ? AND base IS NOT NULL AND {_OF_A_LIST}", (name,))
    old = {key: json.loads(base) for key, base in rows}
    new = dict(entries)
    gone = old.keys() - new.keys()
    db.executemany("UPDATE entries SET base = NULL WHERE key = ?", [(key,) for key in gone])
    changed = gone | {key for key, fields in new.items() if not _is_same(fields, old.get(key))}
    sections = {its.get(key, {}).get("parent", "") for key in changed for its in (old, new)}
    return changed | (sections - {""})


def _is_same(fields: Fields, old: Fields | None) -> bool:
    """An entry that only stands on another line has not changed."""
    return old is not None and fields | {"line": 0} == old | {"line": 0}


def _places(name: str, number: int, entries: Iterable[tuple[str, Fields]]) -> Iterable[tuple[Any, ...]]:
    depths = {"": -1}
    for index, (key, fields) in enumerate(entries):
        depths[key] = depths[fields.get("parent", "")] + 1
        yield key, json.dumps(fields, ensure_ascii=False), number * overrides.PLACES + index, name, depths[key]


_BASE = """
INSERT INTO entries (key, base, position, catalog, depth) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (key) DO UPDATE SET base = ?2, position = ?3, catalog = ?4, depth = ?5
"""
