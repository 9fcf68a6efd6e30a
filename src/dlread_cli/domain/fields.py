"""An entry as a set of named fields, and the table of them. Pure.

A catalog gives their first values, the journal's assignments lie over them. What is empty says that there is none:
'', [], and False of a tag. `FIELDS` has a row for each field, which all readers and writers of entries follow.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dlread_cli.domain.entries import Kind, Status, Text

Fields = dict[str, Any]

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
"""What a key or an alias looks like; always used with `fullmatch`, because `$` lets a newline pass."""

QUALIFIED_KEY = re.compile(rf"(?:{KEY.pattern}/)?{KEY.pattern}")
"""A key as journals and the library have it: of an entry of a list that the reader added, behind the list's name."""

TAG = re.compile(r"\w[\w.+/-]{0,63}")

NOTE_LINE = re.compile(r"\d{0,79}[1-9]-[0-9a-f]{8}", re.ASCII)
"""After `note:`: the place of a line, which gives the order, and a checksum of what it says."""

PLACE = re.compile(r"[01]\d{20,30}", re.ASCII)
"""Of an entry in the reader's plan, which goes by places as text: 0 and how long it was until the end of time, or 1
and the time, in microseconds."""

RELATIONS = ("first:", "related:")
"""The beginnings of fields that relate an entry to others; without the colon, as catalogs call the strength."""

NAMING = ("tag:", *RELATIONS)
"""The beginnings of fields that go on with a tag or a key, which are compared without regard to case."""

VENUES = ("book", "chapter", "conference", "journal", "preprint", "report", "techreport", "thesis", "workshop")
"""What `type` may say of a venue. Another word, which a catalog may have, is a conference when it is cited."""


class Field(NamedTuple):
    """A row of the table. An empty name: the format does not have the field, or has it in a form of its own."""

    name: str
    """In journals and in the library; with `:` at its end, the beginning of names that come in any number."""
    type: str
    """One of `_TESTS`; `catalog` is of any form, and only a catalog gives it."""
    draft: str = ""
    """What `dlread edit` calls it; without a name it cannot be edited."""
    catalog: str = ""
    """Its name in a catalog, after that of the mapping that it is in."""
    json: str = ""
    bibtex: tuple[str, ...] = ()
    """The first has the value; the others say something of it, and go when it changes."""
    csl: str = ""
    column: str = ""
    """Of the search index."""
    is_of_venue: bool = False
    """It belongs to the venue that it was given with, and goes when that becomes another."""


FIELDS = (  # name, type, draft, catalog, json, bibtex, csl, column, is_of_venue
    Field("kind", "kind", json="kind"),
    Field("key", "key", "key", json="key"),  # what the reader renamed it to; journals go on with the old one
    Field("parent", "catalog", json="parent"),
    Field("lecture", "catalog", json="lecture"),
    Field("title", "text", "title", "title.en", "title", ("title",), "title", "title"),
    Field("title:zh", "text", "title_zh", "title.zh", "title_zh", ("title",), "", "title"),
    Field("authors", "names", "authors", "authors", "authors", ("author",), "author", "author"),
    Field("source:author", "catalog", column="author"),
    Field("year", "year", "year", "year", "year", ("year",), "issued", "venue"),
    Field("month", "month", "month", "month", "month", ("month",), "issued"),
    Field("venue", "text", "venue", "venue.short", "venue", (), "container-title-short", "venue"),
    Field("venue:name", "text", "venue_name", "venue.name", "", (), "container-title", "venue", True),
    Field("type", "type", "type", "venue.type", "type", (), "type", "", True),
    Field("volume", "text", "volume", "venue.volume", "volume", ("volume",), "volume", "", True),
    Field("number", "text", "number", "venue.number", "number", ("number",), "issue", "", True),
    Field("pages", "text", "pages", "venue.pages", "pages", ("pages",), "page", "", True),
    Field("series", "text", "series", "venue.series", "series", ("series",), "collection-title", "venue", True),
    Field("editor", "names", "editor", "venue.editor", "editor", ("editor",), "editor", "author", True),
    Field("publisher", "text", "publisher", "venue.publisher", "publisher", ("publisher",), "publisher", "venue", True),
    Field("isbn", "isbn", "isbn", "venue.isbn", "isbn", ("isbn",), "ISBN", "address", True),
    Field("arxiv", "arxiv", "arxiv", "arxiv", "arxiv", ("eprint", "archiveprefix", "primaryclass"), "", "address"),
    Field("doi", "doi", "doi", "doi", "doi", ("doi",), "DOI", "address"),
    Field("course", "catalog"),
    Field("link:", "link", "links", json="links", column="address"),
    Field("state:", "state", json="states"),
    Field("license", "text", "license", "license", "license"),
    Field("license_note", "catalog", json="license_note"),
    Field("license_note:zh", "catalog"),
    Field("language", "text", "language", "language", "language"),
    Field("framework", "text", "framework", "framework", "framework"),
    Field("tag:", "tag", "tags", json="tags", column="tag"),
    Field("search_words", "catalog", column="tag"),
    Field("summary", "text", "summary", "summary.en", "summary", column="summary"),
    Field("summary:zh", "text", "summary_zh", "summary.zh", "summary_zh", column="summary"),
    Field("hint", "catalog", json="hint"),
    Field("hint:zh", "catalog"),
    Field("figures", "catalog", json="figures"),
    Field("since", "catalog", json="since"),
    Field("corrections", "catalog", json="corrections"),
    Field("remarks", "catalog", json="remarks"),
    Field("relations", "catalog", json="relations"),
    Field("first:", "relation", "read_first", json="read_first"),  # `relations` has both, too
    Field("related:", "relation", "related", json="related"),
    Field("extra:", "text", json="extra"),  # what another program had, under its own name
    Field("bibtex", "text", "bibtex", "bibtex", "bibtex"),
    Field("aliases", "aliases", "aliases", "aliases", "aliases", column="key"),
    Field("status", "status", json="status"),
    Field("rating", "rating", json="rating"),
    Field("plan", "place", json="plan"),
    Field("note", "text", json="note", column="note"),
    Field("delisted", "day", json="delisted"),  # when it went from its list, which the reader had added
    Field("subscription", "text"),  # of `catalogs/NAME`: where the list comes from
    Field("version", "version"),  # of `catalogs/NAME`: which one was fetched last
    Field("note:", "text"),  # a line of it: `overlay` makes the `note` of them
)
"""In the order of a draft."""

SUBSCRIPTIONS = "catalogs/"
"""What the keys of subscriptions begin with, in journals."""

BY_NAME = {field.name: field for field in FIELDS}
OF_VENUE = tuple(field.name for field in FIELDS if field.is_of_venue)


def field_of(name: str) -> Field | None:
    """The row for a name as journals have it; that of `link:` for `link:pdf`."""
    return BY_NAME.get(name) or BY_NAME.get(name[: name.find(":") + 1])


def is_editable(name: str) -> bool:
    """By `dlread edit`; status, rating and note have commands of their own."""
    field = field_of(name)
    return bool(field and field.draft)


def is_personal(name: str) -> bool:
    """Not about the entry but about its reader."""
    return name in ("status", "rating", "plan") or is_of_note(name) or name.startswith(NAMING)


def text(fields: Fields, name: str) -> Text:
    return Text(fields.get(name, ""), fields.get(name + ":zh", ""))


def tags(fields: Fields) -> tuple[str, ...]:
    return tuple(name[4:] for name, is_set in fields.items() if name.startswith("tag:") and is_set)


def links(fields: Fields) -> dict[str, str]:
    return {name[5:]: url for name, url in fields.items() if name.startswith("link:") and url}


_COLUMNS = {field.name: field.column for field in FIELDS if field.column}


def texts_by_column(fields: Mapping[str, Any], tags: Sequence[str], links: Mapping[str, str]) -> dict[str, list[str]]:
    """What the search index has of an entry. Goes through the entry, not the table: most fields are empty in most."""
    texts: dict[str, list[str]] = {column: [] for column in _COLUMNS.values()}
    texts["tag"] += tags
    texts["address"] += links.values()
    for name, value in fields.items():
        if value and (column := _COLUMNS.get(name)):
            texts[column].append(value if isinstance(value, str) else _joined(value))
    return texts


def _joined(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def overlay(base: Fields, own: Mapping[str, tuple[Any, str]]) -> Fields:
    """The catalog's fields with the reader's (value, time) over them; a None gives the catalog's value back."""
    fields = {**base, **{name: value for name, (value, _) in own.items() if value is not None}}
    if any(name.startswith("note:") for name in own):
        lines = note_lines({name: fields.pop(name) for name in tuple(fields) if is_of_note(name)})
        fields["note"] = "\n".join(lines.values()).strip()
    if any(name.startswith(RELATIONS) for name in own):
        fields["relations"] = _all_relations(base.get("relations", []), fields)
    if "aliases" in own and "aliases" in base:
        fields["aliases"] = all_aliases(base, fields["aliases"])
    if "venue" in own:
        for name in OF_VENUE:
            if name in fields and "venue" in later(own, name):
                del fields[name]
    return fields


def is_of_note(name: str) -> bool:
    return name == "note" or name.startswith("note:")


def note_lines(fields: Fields) -> dict[str, str]:
    """The lines of a note by the fields that have them, in order. What stands in `note` as a whole comes first."""
    return {name: text for name in sorted(fields) if (text := fields[name]) is not None and (text or ":" in name)}


def later(own: Mapping[str, tuple[Any, str]], than: str) -> set[str]:
    """What the reader assigned after the field `than`, which may be a catalog's."""
    _, at = own.get(than, (None, ""))
    return {name for name, (value, time) in own.items() if value is not None and time > at}


def all_aliases(base: Fields, own: Sequence[str]) -> list[str]:
    """The catalog's come first and stay: others, and the reader's own scripts, may call the entry so."""
    aliases = (*base.get("aliases", ()), *own)
    return list({alias.lower(): alias for alias in reversed(aliases)}.values())[::-1]


def _all_relations(given: list[Any], fields: Fields) -> list[Any]:
    """The catalog's, then the reader's own, each as a catalog has it: [key, strength, why, why in Chinese]."""
    known = {f"{strength}:{key}" for key, strength, *_ in given}
    own = [name for name, value in fields.items() if name.startswith(RELATIONS) and value and name not in known]
    return [*given, *([name.partition(":")[2], name.partition(":")[0], "", ""] for name in own)]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 100_000


def _is_names(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 10_000 and all(map(_is_text, value))


def _is_number(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


STATES = ("alive", "archived", "moved", "gone", "unreachable")
"""`unreachable` is a host that nobody knew, `at` the first day of it: on a later day it is gone."""


def _is_state(value: object) -> bool:
    """As `states` describes it; strictly, because it may come from anybody."""
    return (
        isinstance(value, dict)
        and value.keys() <= {"state", "at", "url", "pushed"}
        and value.get("state") in STATES
        and _is_day(value.get("at"))
        and isinstance(value.get("url"), str)
        and len(value["url"]) <= 2_000
        and ("pushed" not in value or _is_day(value["pushed"]))
    )


_VERSION = ("id", "sha256", "at")


def _is_version(value: object) -> bool:
    """`id` is a commit or an ETag, `at` a day."""
    return isinstance(value, dict) and all(
        name in _VERSION and isinstance(text, str) and len(text) <= 200 for name, text in value.items()
    )


def _is_day(text: Any) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except (TypeError, ValueError):
        return False


_TESTS: dict[str, Callable[[Any], bool]] = {
    "aliases": lambda value: _is_names(value) and all(KEY.fullmatch(name) for name in value),
    "catalog": lambda value: False,
    "day": _is_day,
    "key": lambda value: isinstance(value, str) and KEY.fullmatch(value) is not None,
    "kind": lambda value: value in tuple(Kind),
    "month": lambda value: value == "" or _is_number(value, 12),
    "names": _is_names,
    "place": lambda value: isinstance(value, str) and PLACE.fullmatch(value) is not None,
    "rating": lambda value: _is_number(value, 5),
    "state": _is_state,
    "status": lambda value: value in tuple(Status),
    "version": _is_version,
    "year": lambda value: value == "" or _is_number(value, 9_999),
} | {
    **dict.fromkeys(("text", "arxiv", "doi", "isbn", "link", "type"), _is_text),
    **dict.fromkeys(("tag", "relation"), lambda value: type(value) is bool),
}
"""By a field's type: the values that a journal may give it. Loosely, as all versions of this program wrote them."""


_ENDINGS = {"tag:": TAG, "note:": NOTE_LINE} | dict.fromkeys(RELATIONS, QUALIFIED_KEY)


def is_understood(name: str, value: object) -> bool:
    """May a journal assign this? None takes any field back. What we don't understand stays in the journal, unread."""
    test = _test_of(name)
    return test is not None and (value is None or test(value))


@lru_cache(maxsize=10_000)
def _test_of(name: str) -> Callable[[Any], bool] | None:
    field = field_of(name)
    if not field or field.type == "catalog":
        return None
    if field.name.endswith(":") and not _ENDINGS.get(field.name, KEY).fullmatch(name[len(field.name) :]):
        return None
    return _TESTS[field.type]
