"""Everything about an entry that a line of a list has no room for. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dlread_cli.domain.entries import Text
from dlread_cli.domain.fields import Fields, links, text
from dlread_cli.domain.states import State, states


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


class Details(NamedTuple):
    """Everything else about an entry."""

    aliases: tuple[str, ...]
    authors: tuple[str, ...]
    venue: str
    type: str
    """Of the venue: journal, conference, ...; empty where nobody says."""
    volume: str
    number: str
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
    corrected: frozenset[str]
    """The fields that the reader gave another value after the BibTeX was written: it is wrong about them."""
    course: str
    """The title of what a section is a part of."""
    in_survey: bool
    own_tags: frozenset[str]
    note: str
    states: Mapping[str, State]
    """How it is with the addresses, by kind of link, as far as refresh has asked."""


def details(fields: Fields, own: Iterable[str], corrected: Iterable[str] = ()) -> Details:
    """`own` names the fields that only the reader, and no catalog, assigned."""
    return Details(
        aliases=tuple(fields.get("aliases", ())),
        authors=tuple(fields.get("authors", ())),
        venue=fields.get("venue:name") or fields.get("venue", ""),
        type=fields.get("type", ""),
        volume=fields.get("volume", ""),
        number=fields.get("number", ""),
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
        corrected=frozenset(corrected),
        course=fields.get("course", ""),
        in_survey=fields.get("in_survey", True),
        own_tags=frozenset(name[4:] for name in own if name.startswith("tag:")),
        note=fields.get("note", ""),
        states=states(fields) if any(name.startswith("state:") for name in fields) else {},
    )
