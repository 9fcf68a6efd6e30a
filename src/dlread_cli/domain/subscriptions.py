"""Lists of others that the reader added: how journals keep them, and what their entries are called here. Pure.

A subscription is an assignment to the key `catalogs/NAME`, so that it is merged, undone and synchronized like all
else. An entry's key has the name before it, `cs224n/lecture-3`: no list can take the name of another's entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dlread_cli.domain.fields import SUBSCRIPTIONS, Fields
from dlread_cli.domain.history import Assignment, fold
from dlread_cli.translation import tr

_RESERVED = ("catalogs", "own")
"""Of the keys of subscriptions, and of what the reader added."""


class Subscription(NamedTuple):
    name: str
    source: str
    """Where it comes from, as `storage.sources` reads it."""
    version: Mapping[str, str]
    """What was fetched last, here or on another machine: `id` (commit or ETag), `sha256`, `at` (a day)."""


def why_not(name: str) -> str:
    """Why no list can have this name, or ''."""
    if name.lower() not in _RESERVED:
        return ""
    return tr("dlread itself uses the name '{name}'; choose another", name=name)


def key_of(name: str) -> str:
    """Of the subscription, in journals."""
    return SUBSCRIPTIONS + name


def name_of(key: str) -> str:
    """Of a list; '' for the key of anything else."""
    return key.removeprefix(SUBSCRIPTIONS) if key.startswith(SUBSCRIPTIONS) else ""


def catalog_of(key: str) -> str:
    """The list that an entry's key names; '' for an entry that is not of an added list."""
    return key.rpartition("/")[0]


def standing(lines: Mapping[str, Iterable[Assignment]]) -> list[Subscription]:
    """Those that the journals' lines, by key, add up to; the first added first."""
    found = []
    for key, its in lines.items():
        own = fold(its)
        source, at = own.get("subscription", (None, ""))
        if source:
            version, _ = own.get("version", (None, ""))
            found.append((at, Subscription(name_of(key), source, version or {})))
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].name))]


def size(entries: Sequence[tuple[str, Fields]]) -> int:
    """How many a list has, without its headings: the sections with something below them."""
    headings = {fields.get("parent") for _, fields in entries}
    return sum(key not in headings for key, _ in entries)


def qualified(name: str, entries: Sequence[tuple[str, Fields]]) -> list[tuple[str, Fields]]:
    """A list's entries as the library knows them. What they say of each other stays within the list."""
    keys = {key for key, _ in entries}

    def full(key: str) -> str:
        return f"{name}/{key}" if key in keys else key

    return [(f"{name}/{key}", _qualified(fields, name, full)) for key, fields in entries]


def _qualified(fields: Fields, name: str, full: Any) -> Fields:
    found = dict(fields)
    if parent := fields.get("parent"):
        found["parent"] = full(parent)
    if aliases := fields.get("aliases"):
        found["aliases"] = [f"{name}/{alias}" for alias in aliases]
    if relations := fields.get("relations"):
        found["relations"] = [[full(key), *rest] for key, *rest in relations]
    return found
