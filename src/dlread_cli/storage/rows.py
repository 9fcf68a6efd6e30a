"""An entry's fields as rows of the library's tables. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dlread_cli.domain import entries, fields, identity
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.history import Overrides
from dlread_cli.storage.schema import BARE, WORDS

PERSONAL_STATE = ("status", "rating")
"""The fields that change every day, and on which nothing else depends."""


class Position(NamedTuple):
    """What an entry has not from its fields but from the file that it stands in; `base` is JSON."""

    id: int
    key: str
    base: str | None
    position: int
    catalog: str
    depth: int


class Parts(NamedTuple):
    """The fields that come in any number."""

    tags: tuple[str, ...]
    links: Mapping[str, str]


def parts(values: Fields) -> Parts:
    return Parts(fields.tags(values), fields.links(values))


def personal_state(own: Overrides) -> tuple[str, str, int]:
    """status, status_at, rating"""
    status, at = own.get("status", (None, ""))
    rating, _ = own.get("rating", (None, ""))
    return status or entries.Status.UNREAD, at if status else "", rating or 0


def _added(own: Overrides) -> str:
    """An entry that comes as a whole is assigned its kind."""
    kind, at = own.get("kind", (None, ""))
    return at if kind else ""


def entry(position: Position, values: Fields, parts: Parts, own: Overrides) -> tuple[Any, ...]:
    """In the order of the table `entries`; the sums of sections come later."""
    return (
        *position,
        values.get("kind", entries.Kind.PAPER),
        values.get("parent", ""),
        *fields.text(values, "title"),
        values.get("year") or None,
        values.get("venue", ""),
        values.get("lecture", ""),
        " ".join(parts.tags),
        entries.main_link(parts.links),
        " ".join((*dict.fromkeys(event[0] for event in values.get("since", ())), *_found_out(values))),
        *personal_state(own),
        bool(values.get("note")),
        values.get("plan", ""),
        _added(own),
        *(None, None),
    )


def _found_out(values: Fields) -> list[str]:
    gone = ["delisted"] if values.get("delisted") else []
    if not any(name.startswith("state:") for name in values):
        return gone
    from dlread_cli.domain import states

    return gone + states.events(values)


def names(key: str, values: Fields, parts: Parts) -> set[tuple[str, int, str]]:
    """What else it is known by, with its rank: what a list says that the reader added comes after all others."""
    ids = [values.get("arxiv"), values.get("doi"), *parts.links.values()]
    ids.append(values.get("extra:citationkey"))
    named = ({identity.name(one) for one in ids if one} | identity.own_names(values)) - {key.lower()}
    aliases = values.get("aliases", ())
    catalog, _, bare = key.rpartition("/")
    if catalog:
        short = [bare, *(alias.removeprefix(f"{catalog}/") for alias in aliases)]
        full = ((alias, 1, key) for alias in aliases)
        return {(key, 0, key), *full, *((one, BARE, key) for one in short), *((one, BARE + 1, key) for one in named)}
    return {(key, 0, key), *((alias, 1, key) for alias in aliases), *((one, 2, key) for one in named)}


def needs(key: str, values: Fields) -> list[tuple[Any, ...]]:
    first = [(before, en, zh) for before, strength, en, zh in values.get("relations", ()) if strength == "first"]
    return [
        (key, number, before, before if f"first:{before}" in values else "", *why)
        for number, (before, *why) in enumerate(first)
    ]


def words(key: str, values: Fields, parts: Parts, terms: Sequence[str]) -> tuple[str, ...]:
    """What can be searched for, folded, in the order of `WORDS`; `terms` are other words for the tags."""
    from dlread_cli.domain import folding

    texts = fields.texts_by_column(values, (*parts.tags, *terms), parts.links)
    texts["key"].append(key)
    return tuple(folding.indexed(" ".join(texts[column])) for column in WORDS)
