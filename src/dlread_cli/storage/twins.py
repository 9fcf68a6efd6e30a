"""Entries of several catalogs that are the same paper: shown once, with one status. The table `twins` says which.

Each keeps its own row, so that its list can be shown as it is; what the reader does with one is done with all. Keys are
those of journals: an entry that the reader renamed has its old one here.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from dlread_cli.storage.schema import SHOWN, placeholders

AT_ONCE = 1000

_Row = TypeVar("_Row")


def portions(rows: Sequence[_Row]) -> Iterable[Sequence[_Row]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def groups(db: sqlite3.Connection, keys: Collection[str]) -> dict[str, list[str]]:
    """Of those keys that have twins: all keys of the paper in lower case, the one that is shown first."""
    if not db.execute("SELECT 1 FROM twins LIMIT 1").fetchone():
        return {}
    shown = {key.lower(): key.lower() for key in keys}
    for some in portions(sorted(keys)):
        rows = db.execute(f"SELECT key, same_as FROM twins WHERE key IN ({placeholders(some)})", some)
        shown |= {key.lower(): same_as.lower() for key, same_as in rows}
    found: dict[str, list[str]] = {}
    for some in portions(sorted(set(shown.values()))):
        rows = db.execute(f"SELECT same_as, key FROM twins WHERE same_as IN ({placeholders(some)}) ORDER BY key", some)
        for same_as, key in rows:
            found.setdefault(same_as.lower(), [same_as.lower()]).append(key.lower())
    return {key: found[one] for key, one in shown.items() if one in found}


def shown_for(db: sqlite3.Connection, keys: Collection[str]) -> dict[str, str]:
    """By key in lower case, the present keys of what is shown for those that are not themselves."""
    found: dict[str, str] = {}
    for some in portions(sorted(keys)):
        rows = db.execute(f"SELECT key, same_as FROM {SHOWN} WHERE key IN ({placeholders(some)})", some)
        found |= {key.lower(): same_as for key, same_as in rows}
    return found
