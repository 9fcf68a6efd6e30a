"""Another program's record as fields: every value is checked, and what is wrong is kept under its own name. Pure."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

from dlread_cli.domain import identity, names
from dlread_cli.domain.entries import Status
from dlread_cli.domain.fields import KEY, VENUES, Fields, field_of
from dlread_cli.domain.identity import Reference
from dlread_cli.formats import items, markup, values

LONGEST = 100_000
"""Characters of a text that keeps its lines, as journals allow."""


MANY = 1_000
"""Fields of a record, tags among them."""


class Given(NamedTuple):
    """`field` is one of ours, `tag` for the name of a tag, '' for what we have no field for."""

    field: str
    text: str
    source: str
    """What the record calls it."""


def fields(given: Iterable[Given]) -> Fields:
    """The first valid value of a field counts; people, tags and notes are collected, the rest is `extra:`."""
    found: Fields = {}
    for one in given:
        if not one.text.strip():
            continue
        new = _fields_of(one)
        if not new or _contradicts(found, one.field, new):
            new = {f"extra:{_extra_name(one.source)}": lines(one.text)}
        for name, value in new.items():
            if name in found:
                found[name] = _together(name, found[name], value)
            elif len(found) < MANY:
                found[name] = value
    return {name: value for name, value in found.items() if value}


def _fields_of(given: Given) -> Fields:
    """Empty of a value that is none."""
    match given.field:
        case "":
            return {}
        case "tag":
            return items.tags([given.text])
        case "authors" | "editor":
            name = person(given.text)
            return {given.field: [name]} if name else {}
        case "link:paper" | "link:page":
            return _addressed(given.field, given.text)
        case "doi" if identity.is_arxiv(named := identity.name(given.text[:400])):  # arXiv's own, 10.48550/...
            return {"arxiv": named}
    value = cleaned(given.field, given.text)
    return {given.field: value} if value else {}


def _addressed(field: str, url: str) -> Fields:
    found = items.addressed(url[: identity.ADDRESS + 1])
    return {field if name == "link:page" else name: value for name, value in found.items()}


def _contradicts(found: Fields, field: str, new: Fields) -> bool:
    is_single = field in new and field not in ("authors", "editor", "note")
    return is_single and found.get(field, new[field]) != new[field]


def _together(name: str, old: Any, new: Any) -> Any:
    if name in ("authors", "editor"):
        if len(old) < values.PEOPLE:
            old += new
        return old
    if name == "note" or name.startswith("extra:"):
        between = "\n\n" if name == "note" else "\n"
        return old if len(old) >= LONGEST else f"{old}{between}{new}"[:LONGEST]
    return old


def _extra_name(source: str) -> str:
    return re.sub(r"[^a-z0-9._+-]+", "-", source[:100].lower()).strip("-._+") or "other"


_LINES = ("note", "bibtex", "extra:")


def cleaned(name: str, value: Any) -> Any:
    """A text as the value of a field of one value; '' or None where it is none."""
    field = field_of(name)
    text = value if isinstance(value, str) else str(value)
    match field.type if field else "":
        case "text":
            return lines(text) if name.startswith(_LINES) else line(text)
        case "type" | "status" as kind:
            word = line(text).lower()
            return word if word in (VENUES if kind == "type" else tuple(Status)) else ""
        case "year":
            return int(text) if re.fullmatch(r"\s*0*[1-9]\d{0,3}\s*", text[:20], re.ASCII) else values.year(text)
        case "month":
            return values.month(text)
        case "rating":
            return int(text) if re.fullmatch(r"[1-5]", text.strip(), re.ASCII) else None
        case "isbn":
            return text.strip() if identity.is_isbn(text[:40].strip()) else ""
        case "arxiv" | "doi" as kind:
            return _id(kind, text)
        case "link":
            return text.strip() if identity.is_address(text[: identity.ADDRESS + 100].strip()) else ""
    return ""


def _id(kind: str, text: str) -> str:
    """A DOI keeps its case."""
    text = text[:400].strip().rstrip("/")
    named = identity.name(text)
    if kind == "arxiv":
        return named if identity.is_arxiv(named) else ""
    if not identity.is_doi(named) or len(named) > 300 or not named.isprintable():
        return ""
    typed = text[-len(named) :]
    return typed if typed.lower() == named else named


_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def line(text: str) -> str:
    return values.line(text if text.isprintable() else _CONTROL.sub(" ", text[: 4 * values.LONGEST]))


def lines(text: str) -> str:
    """With its line ends, which become `\\n`, and without control characters."""
    if text.isprintable():
        return text.strip()[:LONGEST].strip()
    text = _CONTROL.sub(" ", text[: 2 * LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()[:LONGEST].strip().encode("utf-8", "replace").decode()


_MARKUP = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|p|br|div|span|jats:[a-z-]+)(?: [^<>]*)?/?>", re.IGNORECASE)


def unmarked(text: str) -> str:
    """Without the markup that managers of references write into titles."""
    return html.unescape(_MARKUP.sub("", text)) if "<" in text or "&" in text else text


def from_html(text: str) -> str:
    """The words of a note in HTML; any other text stays as it is."""
    is_html = re.match(r"\s*<[a-z][^<>]*>", text[:1_000], re.IGNORECASE)
    return markup.text_of(text, LONGEST) if is_html else text


def person(text: str) -> str:
    """`Given Family` of `Family, Given`, and `Given Family, Jr.` of `Family, Given, Jr.`."""
    name = values.line(text if text.isprintable() else _CONTROL.sub(" ", text[:2_000]), 200).strip(" ,;")
    if "," not in name:
        return name
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 3 and all(parts):
        whole = f"{parts[1]} {parts[0]}, {parts[2]}"
        return whole if names.parsed(whole).suffix else name
    return names.given_first(name)


@lru_cache(50_000)  # who writes one paper writes more
def family_first(name: str) -> str:
    """`Family, Given`, if that is read as the same name."""
    parsed = names.parsed(name)
    turned = ", ".join(filter(None, (parsed.family, parsed.given, parsed.suffix)))
    return turned if parsed.given and person(turned) == name else name


def date(text: str, source: str) -> Iterator[Given]:
    """The year and, where it is named or `2017-06` begins it, the month."""
    yield Given("year", text, source)
    found = re.match(r"\s*\d{4}[-/](\d\d?)(?!\d)", text, re.ASCII)
    if month := values.month(found[1] if found else "".join(re.findall("[A-Za-z]+", text[:40]))):
        yield Given("month", str(month), source)


def is_key(text: str) -> bool:
    """Does it name an entry, rather than count it?"""
    return KEY.fullmatch(text) is not None and re.search("[A-Za-z]", text) is not None


def linked(found: Fields) -> Fields:
    """With the addresses that an arXiv id or a DOI stands for, as `dlread add` gives them."""
    given = [Reference(kind, found[kind]) for kind in ("arxiv", "doi") if found.get(kind)]
    links = {name: url for one in reversed(given) for name, url in items.of_reference(one).items()}
    return {**links, **found}


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines, each with its end, by number from 1; a lone `\\r` ends a line too, a byte-order mark goes."""
    pieces = chain.from_iterable(map(_pieces, lines))
    first = (piece.removeprefix("\ufeff") for piece in islice(pieces, 1))
    return enumerate(chain(first, pieces), 1)


def _pieces(line: str) -> Iterable[str]:
    if "\r" not in line or "\r" not in line.removesuffix("\r\n"):
        return (line,)
    return (found[0] for found in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", line))
