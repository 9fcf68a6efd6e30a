"""Everything about an entry that a line of a list has no room for. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dlread_cli.domain.entries import Text, main_link
from dlread_cli.domain.fields import Fields, links, text
from dlread_cli.domain.states import State, states
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError
from dlread_cli.translation import tr


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


class Remark(NamedTuple):
    """What else a catalog says, under a label of its own."""

    label: Text
    text: Text


class Details(NamedTuple):
    """`fields` are all; what code asks for by its name, or has a form of its own, stands beside them."""

    fields: Mapping[str, Any]
    authors: tuple[str, ...]
    venue: str
    type: str
    """Of the venue: journal, conference, ...; empty where nobody says."""
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
    remarks: tuple[Remark, ...]
    relations: tuple[Relation, ...]
    bibtex: str
    corrected: frozenset[str]
    """The fields that the reader gave another value after the BibTeX was written: it is wrong about them."""
    course: str
    """The title of what a section is a part of."""
    own_tags: frozenset[str]
    note: str
    states: Mapping[str, State]
    """How it is with the addresses, by kind of link, as far as refresh has asked."""


def details(fields: Fields, own: Iterable[str], corrected: Iterable[str] = ()) -> Details:
    """`own` names the fields that only the reader, and no catalog, assigned."""
    names = ("type", "pages", "arxiv", "doi", "license", "language", "framework", "bibtex", "course", "note")
    return Details(
        fields=fields,
        authors=tuple(fields.get("authors", ())),
        venue=fields.get("venue:name") or fields.get("venue", ""),
        links=links(fields),
        license_note=text(fields, "license_note"),
        summary=text(fields, "summary"),
        hint=text(fields, "hint"),
        figures=tuple(Figure(Text(en, zh), value, source) for en, zh, value, source in fields.get("figures", ())),
        since=tuple(
            Event(what, date, Text(en, zh), url, source) for what, date, en, zh, url, source in fields.get("since", ())
        ),
        corrections=tuple(Text(en, zh) for en, zh in fields.get("corrections", ())),
        remarks=tuple(Remark(Text(*words[:2]), Text(*words[2:])) for words in fields.get("remarks", ())),
        relations=tuple(Relation(key, how, Text(en, zh)) for key, how, en, zh in fields.get("relations", ())),
        corrected=frozenset(corrected),
        own_tags=frozenset(name[4:] for name in own if name.startswith("tag:")),
        states=states(fields) if any(name.startswith("state:") for name in fields) else {},
        **{name: fields.get(name, "") for name in names},
    )


def address(details: Details, key: str, kind: str = "", is_paper_first: bool = False) -> str:
    """What `open` opens, by kind of link; without a kind, the code of a paper or the lecture of a section.

    `is_paper_first` if it is to be the paper rather than its code.

    Raises DlreadError.
    """
    links = details.links
    kinds = ("lecture-video", "video") if kind == "video" else (kind,)
    url = next((links[one] for one in kinds if one in links), "") if kind else main_link(links, is_paper_first)
    if not url:
        raise DlreadError(_no_address(key, kind, links))
    return url


def _no_address(key: str, kind: str, links: Mapping[str, str]) -> str:
    if kind and links:
        return tr("'{key}' has no {kind} link; it has {links}", key=key, kind=kind, links=listed(list(links)))
    return tr("'{key}' has no {kind} link", key=key, kind=kind) if kind else tr("'{key}' has no address", key=key)
