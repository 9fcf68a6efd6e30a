"""An entry as a set of named fields. Pure.

A catalog gives their first values, the journal's assignments lie over them:

    title, title:zh, summary, summary:zh, authors, year, venue, arxiv, doi, link:<kind>, tag:<tag>, ...
    status, rating, note, state:<kind of link>                (the reader's own)

What is empty says that there is none: '', [], and False of a tag.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dlread_cli.domain.entries import Kind, Status, Text

Fields = dict[str, Any]

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
"""What a key or an alias looks like; always used with `fullmatch`, because `$` lets a newline pass."""

TAG = re.compile(r"\w[\w.+/-]{0,63}")


def text(fields: Fields, name: str) -> Text:
    return Text(fields.get(name, ""), fields.get(name + ":zh", ""))


def tags(fields: Fields) -> tuple[str, ...]:
    return tuple(name[4:] for name, worn in fields.items() if name.startswith("tag:") and worn)


def links(fields: Fields) -> dict[str, str]:
    return {name[5:]: url for name, url in fields.items() if name.startswith("link:") and url}


def overlay(base: Fields, own: Mapping[str, tuple[Any, str]]) -> Fields:
    """The catalog's fields with the reader's (value, time) over them; a None gives the catalog's value back.

    Pages, volume and the like are those of the venue they were said of: they go when the venue becomes another.
    """
    fields = {**base, **{name: value for name, (value, _) in own.items() if value is not None}}
    if "aliases" in own and "aliases" in base:
        fields["aliases"] = all_aliases(base, fields["aliases"])
    if "venue" in own:
        for name in _OF_A_VENUE:
            if name in fields and "venue" in later(own, name):
                del fields[name]
    return fields


_OF_A_VENUE = ("venue:name", "type", "volume", "number", "pages")


def later(own: Mapping[str, tuple[Any, str]], than: str) -> set[str]:
    """What the reader assigned after the field `than`, which may be a catalog's."""
    _, at = own.get(than, (None, ""))
    return {name for name, (value, time) in own.items() if value is not None and time > at}


def all_aliases(base: Fields, own: Sequence[str]) -> list[str]:
    """The catalog's come first and stay: others, and the reader's own scripts, may call the entry so."""
    aliases = (*base.get("aliases", ()), *own)
    return list({alias.lower(): alias for alias in reversed(aliases)}.values())[::-1]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 100_000


def _is_names(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 10_000 and all(_is_text(name) for name in value)


FIELDS: dict[str, Callable[[Any], bool]] = {
    "status": lambda value: value in tuple(Status),
    "rating": lambda value: type(value) is int and 1 <= value <= 5,
    "kind": lambda value: value in tuple(Kind),
    "year": lambda value: value == "" or (type(value) is int and 0 < value < 10_000),
    "authors": _is_names,
    "aliases": lambda value: _is_names(value) and all(KEY.fullmatch(name) for name in value),
} | dict.fromkeys(
    (
        *("note", "title", "title:zh", "summary", "summary:zh", "venue", "venue:name", "type"),
        *("volume", "number", "pages", "arxiv", "doi", "license", "language", "framework", "bibtex"),
    ),
    _is_text,
)
"""The fields that a journal may assign, each with its test; `tag:`, `link:` and `state:` come in any number."""


def is_understood(name: str, value: object) -> bool:
    """May a journal assign this? None takes any field back. What we don't understand stays in the journal, unread."""
    if test := FIELDS.get(name):
        return value is None or test(value)
    if name.startswith("tag:"):
        return TAG.fullmatch(name[4:]) is not None and (value is None or type(value) is bool)
    if name.startswith("state:"):
        from dlread_cli.domain.states import is_state  # of few entries, and only after a refresh

        return KEY.fullmatch(name[6:]) is not None and (value is None or is_state(value))
    return name.startswith("link:") and KEY.fullmatch(name[5:]) is not None and (value is None or _is_text(value))
