"""Finds the twins among the entries of several catalogs, and what the reader said of them. `twins` has the table.

What counts as the same is said by `domain.duplicates`, of what catalogs say and of what the reader added.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from dlread_cli.domain import duplicates
from dlread_cli.domain.duplicates import Identifiers, Known, identifiers
from dlread_cli.domain.fields import Fields, overlay
from dlread_cli.domain.history import Overrides, fold
from dlread_cli.domain.queries import Words
from dlread_cli.domain.subscriptions import catalog_of
from dlread_cli.storage import journal_lines
from dlread_cli.storage.schema import insert, placeholders
from dlread_cli.storage.twins import groups, portions

_FEW = 20
"""Entries that are looked at one by one, whether they concern any list at all."""

_OF_A_LIST = "instr(entries.key, '/')"


class LeftBehind(NamedTuple):
    """An entry that stays while lists go that have it, too."""

    key: str
    own: Overrides
    """What the reader said of it."""
    all: Overrides
    """What the reader said of it or of what goes."""


def left_behind(db: sqlite3.Connection, names: Collection[str]) -> list[LeftBehind]:
    sql = f"SELECT key, same_as FROM twins JOIN entries USING (key) WHERE catalog IN ({placeholders(names)})"
    rows = f"{sql} UNION SELECT twins.key, same_as FROM twins JOIN entries ON entries.key = same_as WHERE catalog IN "
    found = db.execute(f"{rows}({placeholders(names)})", (*names, *names)).fetchall()
    together = {tuple(group) for group in groups(db, {key.lower() for row in found for key in row}).values()}
    stays = [(next((key for key in group if catalog_of(key) not in names), ""), group) for group in sorted(together)]
    lines = journal_lines.own_lines(db, sorted({key for _, group in stays for key in group}))
    return [
        LeftBehind(key, fold(lines[key]), fold([line for one in group for line in lines.get(one, ())]))
        for key, group in stays
        if key
    ]


def renew(db: sqlite3.Connection, own: Collection[str] | None) -> set[str]:
    """Within the caller's transaction, after entries are laid: finds twins anew.

    `own` are the keys of entries that the reader changed; None if lists or catalogs did. Returns the keys, in lower
    case, of entries that are to be laid anew.
    """
    if own is not None and not _concern_a_list(db, own):
        return set()
    old = {key.lower(): same_as.lower() for key, same_as in db.execute("SELECT key, same_as FROM twins")}
    new = {key.lower(): same_as.lower() for key, same_as in _found(db)}
    if old == new:
        return set()
    db.execute("DELETE FROM twins")
    db.executemany(insert("twins"), new.items())
    changed = {key for key in old | new if old.get(key) != new.get(key)}
    return changed | {its[key] for key in changed for its in (old, new) if key in its}


def _found(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(key, what is shown for it): an entry of this machine's catalogs, of the reader's, or of the list added first."""
    rows = f"SELECT key, base FROM entries WHERE {_OF_A_LIST} AND kind != 'section' ORDER BY position, key"
    theirs = list(_fields(db, db.execute(rows).fetchall()))
    its = [identifiers(fields) for _, fields in theirs]
    known = Known()
    for key, fields in _candidates(db, its) if theirs else ():
        known.add(key, fields)
    for (key, fields), wanted in zip(theirs, its, strict=True):
        same, _ = known.find(wanted)
        if same:
            yield key, same
        else:
            known.add(key, fields, wanted)


def _candidates(db: sqlite3.Connection, found: Sequence[Identifiers]) -> Iterator[tuple[str, Fields]]:
    """Entries of no list that may be the same as one of these, in the order of the catalogs."""
    names = sorted(set().union(*map(duplicates.lookup_names, found)))
    titles = {title for one in found for title in one.titles}
    likely: set[str] = set()
    for some in portions(names):
        likely |= {key for (key,) in db.execute(f"SELECT key FROM names WHERE name IN ({placeholders(some)})", some)}
    where = f"NOT {_OF_A_LIST} AND kind != 'section'"
    rows = f"""SELECT entries.key, coalesce(journal_key, entries.key), title, title_zh, base
               FROM entries LEFT JOIN renamed ON renamed.key = entries.key WHERE {where} ORDER BY position"""
    wanted = [
        (name, base)
        for key, name, *told, base in db.execute(rows)
        if key in likely or any(duplicates.folded_title(title) in titles for title in told if title)
    ]
    yield from _fields(db, wanted)


def _fields(db: sqlite3.Connection, entries: Sequence[tuple[str, str | None]]) -> Iterator[tuple[str, Fields]]:
    """What catalogs say, without the reader's edits; of what the reader added, what they said."""
    for some in portions(entries):
        lines = journal_lines.own_lines(db, [key for key, base in some if not base])
        for key, base in some:
            yield key, json.loads(base) if base else overlay({}, fold(lines[key.lower()]))


def _concern_a_list(db: sqlite3.Connection, own: Collection[str]) -> bool:
    if not own:
        return False
    if len(own) > _FEW:
        return True
    present = f"SELECT key FROM renamed WHERE journal_key IN ({placeholders(own)})"
    keys = sorted({*own, *(key for (key,) in db.execute(present, sorted(own)))})
    delisted = f"SELECT 1 FROM entries WHERE {_OF_A_LIST} AND base IS NULL AND key IN ({placeholders(keys)})"
    of_twins = f"SELECT 1 FROM twins WHERE same_as IN ({placeholders(keys)})"
    named = f"""SELECT 1 FROM names ours JOIN names theirs ON theirs.name = ours.name AND instr(theirs.key, '/')
                WHERE ours.rank = 2 AND ours.key IN ({placeholders(keys)})"""
    if any(db.execute(f"{sql} LIMIT 1", keys).fetchone() for sql in (delisted, of_twins, named)):
        return True
    titles = db.execute(f"SELECT title, title_zh FROM entries WHERE key IN ({placeholders(keys)})", keys).fetchall()
    return any(_is_titled(db, title) for told in titles for title in told if title)


def _is_titled(db: sqlite3.Connection, title: str) -> bool:
    from dlread_cli.storage import searching

    text = searching.expression(Words(title, "title", is_phrase=True))
    rows = f"SELECT 1 FROM words JOIN entries ON id = words.rowid WHERE words MATCH ? AND {_OF_A_LIST} LIMIT 1"
    return db.execute(rows, (text,)).fetchone() is not None
