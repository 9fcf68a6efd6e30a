"""What there is to read, and how it stands with the reader. Pure values; no disk, clock, network or printing.

An entry is a set of named fields. A catalog gives their first values, the journal's assignments lie over them:

    title, title:zh, summary, summary:zh, authors, year, venue, arxiv, doi, link:<kind>, tag:<tag>, ...
    status, rating, note                                      (the reader's own)
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,127}")
"""What a key or an alias looks like; always used with `fullmatch`, because `$` lets a newline pass."""

TAG = re.compile(r"\w[\w.+/-]{0,63}")

Fields = dict[str, Any]


class Status(StrEnum):
    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    SKIPPED = "skipped"


class Kind(StrEnum):
    PAPER = "paper"
    SECTION = "section"


class Text(NamedTuple):
    """The same words in English and Chinese; either may be empty."""

    en: str
    zh: str = ""

    def into(self, language: str) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


class Event(NamedTuple):
    """What happened to a paper or its code since publication, and how we know."""

    what: str
    date: str
    text: Text
    url: str
    source: str


class Figure(NamedTuple):
    what: Text
    value: str
    source: str


class Relation(NamedTuple):
    """`key` is what the other entry is called; `strength` is `first` (read it before), `related` or `context`."""

    key: str
    strength: str
    why: Text


class Progress(NamedTuple):
    read: int
    of: int


class Entry(NamedTuple):
    """One line of a list. `events` names what happened since (`superseded`, ...); `status_at` is a journal stamp."""

    key: str
    kind: str
    catalog: str
    parent: str
    depth: int
    title: Text
    year: int | None
    venue: str
    lecture: str
    tags: tuple[str, ...]
    url: str
    events: tuple[str, ...]
    status: Status
    status_at: str
    rating: int
    progress: Progress | None
    """Of its sub-sections; None for an entry that has none."""


class Details(NamedTuple):
    """Everything else about an entry."""

    aliases: tuple[str, ...]
    authors: tuple[str, ...]
    venue: str
    pages: str
    arxiv: str
    doi: str
    links: Mapping[str, str]
    license: str
    license_note: Text
    language: str
    framework: str
    summary: Text
    hint: Text
    figures: tuple[Figure, ...]
    since: tuple[Event, ...]
    corrections: tuple[Text, ...]
    relations: tuple[Relation, ...]
    bibtex: str
    in_survey: bool
    own_tags: frozenset[str]
    note: str


def details(fields: Fields, own: Iterable[str]) -> Details:
    """`own` names the fields that the reader, not a catalog, assigned."""
    return Details(
        aliases=tuple(fields.get("aliases", ())),
        authors=tuple(fields.get("authors", ())),
        venue=fields.get("venue:name") or fields.get("venue", ""),
        pages=fields.get("pages", ""),
        arxiv=fields.get("arxiv", ""),
        doi=fields.get("doi", ""),
        links=links(fields),
        license=fields.get("license", ""),
        license_note=text(fields, "license_note"),
        language=fields.get("language", ""),
        framework=fields.get("framework", ""),
        summary=text(fields, "summary"),
        hint=text(fields, "hint"),
        figures=tuple(Figure(Text(en, zh), value, source) for en, zh, value, source in fields.get("figures", ())),
        since=tuple(
            Event(what, date, Text(en, zh), url, source) for what, date, en, zh, url, source in fields.get("since", ())
        ),
        corrections=tuple(Text(en, zh) for en, zh in fields.get("corrections", ())),
        relations=tuple(Relation(key, how, Text(en, zh)) for key, how, en, zh in fields.get("relations", ())),
        bibtex=fields.get("bibtex", ""),
        in_survey=fields.get("in_survey", True),
        own_tags=frozenset(name[4:] for name in own if name.startswith("tag:")),
        note=fields.get("note", ""),
    )


def text(fields: Fields, name: str) -> Text:
    return Text(fields.get(name, ""), fields.get(name + ":zh", ""))


def tags(fields: Fields) -> tuple[str, ...]:
    return tuple(name[4:] for name, worn in fields.items() if name.startswith("tag:") and worn)


def links(fields: Fields) -> dict[str, str]:
    return {name[5:]: url for name, url in fields.items() if name.startswith("link:") and url}


def main_link(links: Mapping[str, str]) -> str:
    """What `open` opens and a list shows: the code, or else the nearest thing to it."""
    return next((links[kind] for kind in ("repository", "slides", "project", "paper", "pdf") if kind in links), "") or (
        next(iter(links.values()), "")
    )


def sum_of(parts: Iterable[Status]) -> tuple[Status, Progress]:
    """The status and progress of a section from its leaves; skipped ones count for nothing."""
    statuses = list(parts)
    wanted = [status for status in statuses if status is not Status.SKIPPED]
    read = wanted.count(Status.READ)
    progress = Progress(read, len(wanted))
    if statuses and not wanted:
        return Status.SKIPPED, progress
    if wanted and read == len(wanted):
        return Status.READ, progress
    return (Status.READING if read or Status.READING in wanted else Status.UNREAD), progress


def overlay(base: Fields, own: Mapping[str, tuple[Any, str]]) -> Fields:
    """The catalog's fields with the reader's (value, stamp) over them; a None gives the catalog's value back."""
    return {**base, **{name: value for name, (value, _) in own.items() if value is not None}}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 100_000


def _is_names(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 10_000 and all(_is_text(name) for name in value)


FIELDS = {
    "status": lambda value: value in tuple(Status),
    "rating": lambda value: type(value) is int and 1 <= value <= 5,
    "kind": lambda value: value in tuple(Kind),
    "year": lambda value: type(value) is int and 0 < value < 10_000,
    "authors": _is_names,
    "aliases": lambda value: _is_names(value) and all(KEY.fullmatch(name) for name in value),
} | dict.fromkeys(
    "note title title:zh summary summary:zh venue venue:name pages arxiv doi license language framework bibtex".split(),
    _is_text,
)
"""The fields that a journal may assign, each with its test; `tag:` and `link:` come in any number."""


def is_understood(name: str, value: object) -> bool:
    """May a journal assign this? None takes any field back. What we don't understand stays in the journal, unread."""
    if name.startswith("tag:"):
        return TAG.fullmatch(name[4:]) is not None and (value is None or type(value) is bool)
    if name.startswith("link:"):
        return KEY.fullmatch(name[5:]) is not None and (value is None or _is_text(value))
    return name in FIELDS and (value is None or FIELDS[name](value))
