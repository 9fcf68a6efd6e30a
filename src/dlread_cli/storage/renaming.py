"""Entries that the reader renamed: journals keep the old key; all tables but `log` have the new one, if it is free.

A key that is another entry's from its beginning stays with that entry, whichever machine knew of which first; of
several entries that are to have one key, the first by their old keys gets it. The others keep theirs until it is free.
"""

import sqlite3
from collections.abc import Iterable, Sequence, Set

from dlread_cli.storage.schema import placeholders

_Row = tuple[str, str, str]
"""journal_key, wanted, key"""


def keys(db: sqlite3.Connection, journal_keys: Sequence[str]) -> dict[str, str]:
    """The present keys of those that were renamed, by journal key."""
    sql = f"SELECT journal_key, key FROM renamed WHERE journal_key IN ({placeholders(journal_keys)})"
    return dict(db.execute(sql, journal_keys).fetchall())


def keys_of(db: sqlite3.Connection, journal_keys: Set[str]) -> set[str]:
    """The present keys of those that were renamed, in lower case."""
    rows = db.execute("SELECT journal_key, key FROM renamed")
    return {key.lower() for journal_key, key in rows if journal_key in journal_keys}


def want(db: sqlite3.Connection, wanted: Iterable[tuple[str, str]]) -> None:
    """(journal_key, key): the entries are to have these keys, or '' for the old one again."""
    sql = """INSERT INTO renamed (journal_key, wanted, key) VALUES (?1, ?2, ?1)
             ON CONFLICT (journal_key) DO UPDATE SET wanted = ?2"""
    db.executemany(sql, wanted)


def make_way(db: sqlite3.Connection, journal_keys: Sequence[str]) -> None:
    """Others that have these keys get their old ones back until `settle`, so that the entries may come."""
    sql = f"SELECT * FROM renamed WHERE key != journal_key AND key IN ({placeholders(journal_keys)})"
    _move([(journal_key, key, journal_key) for journal_key, _, key in db.execute(sql, journal_keys).fetchall()], db)


def revert(db: sqlite3.Connection) -> set[str]:
    """All of them have their old keys until `settle`, which are returned."""
    rows = db.execute("SELECT * FROM renamed").fetchall()
    _move([(journal_key, key, journal_key) for journal_key, _, key in rows], db)
    return {journal_key for journal_key, *_ in rows}


def settle(db: sqlite3.Connection) -> tuple[set[str], set[str]]:
    """Gives all of them the right key.

    Returns the journal keys of those that must be laid anew, and all keys that came or went, in lower case.
    """
    db.execute("DELETE FROM renamed WHERE key NOT IN (SELECT key FROM entries)")
    rows: list[_Row] = db.execute("SELECT * FROM renamed ORDER BY journal_key").fetchall()
    if not rows:
        return set(), set()
    right = _right_keys(db, rows)
    moved = [(one, key, right[one]) for one, _, key in rows if right[one] != key]
    _move([(one, old, one) for one, old, _ in moved], db)
    _move([(one, one, new) for one, _, new in moved], db)
    db.execute("DELETE FROM renamed WHERE wanted = ''")
    bare = db.execute("SELECT journal_key FROM renamed WHERE key NOT IN (SELECT key FROM names)").fetchall()
    names = {name.lower() for one, old, new in moved for name in (old, new)}
    return {one for one, *_ in moved} | {one for (one,) in bare}, names


def _right_keys(db: sqlite3.Connection, rows: Sequence[_Row]) -> dict[str, str]:
    ours = {key.lower() for _, _, key in rows}
    taken = {one.lower() for one, *_ in rows} | {
        key.lower()
        for (key,) in db.execute("SELECT entries.key FROM entries JOIN renamed ON entries.key = wanted")
        if key.lower() not in ours
    }
    right = {}
    for one, wanted, _ in rows:
        is_free = wanted and (wanted.lower() not in taken or wanted.lower() == one.lower())
        right[one] = wanted if is_free else one
        taken.add(right[one].lower())
    return right


def _move(moves: Iterable[_Row], db: sqlite3.Connection) -> None:
    """(journal_key, old, new); what else has the old key goes, and comes back when the entries are laid anew."""
    for journal_key, old, new in moves:
        if old == new:
            continue
        db.execute("UPDATE entries SET key = ? WHERE key = ?", (new, old))
        db.execute("UPDATE renamed SET key = ? WHERE journal_key = ?", (new, journal_key))
        db.execute("DELETE FROM names WHERE key = ?", (old,))
        db.execute("DELETE FROM needs WHERE entry = ?", (old,))


def resolve(db: sqlite3.Connection) -> None:
    """Who is called so now, for all that the reader named as to be read first."""
    db.execute(
        """UPDATE needs SET before = coalesce(
               (SELECT key FROM names WHERE name = named AND rank < 2 ORDER BY rank LIMIT 1), named)
           WHERE named != ''"""
    )
