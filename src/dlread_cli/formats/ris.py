"""RIS, read and written, as Zotero, Mendeley and EndNote write it. Pure.

A record is lines of `XX  - value`, from `TY` to `ER`; a line without a tag goes on with the value before it. What RIS
has no tag for stands in `M2`, which Zotero takes for its field Extra, as `name: value`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import KEY, VENUES, Fields, field_of
from dlread_cli.formats import checked, items, zotero_extra
from dlread_cli.formats.checked import Given
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: |$)(.*)", re.DOTALL)
_ESCAPED = re.compile(r" *(?:[A-Z][A-Z0-9] {1,2}-(?: |$)|$)")
"""A line of a value that would be taken for a tag or for the end of the value; one more space stands before it."""

_TITLES = ("TI", "T1", "CT")
_FIELDS = {
    **dict.fromkeys(_TITLES, "title"),
    **dict.fromkeys(("AU", "A1"), "authors"),
    **dict.fromkeys(("A2", "ED"), "editor"),
    **dict.fromkeys(("AB", "N2"), "summary"),
    **dict.fromkeys(("N1", "RN"), "note"),
    **dict.fromkeys(("IS", "CP"), "number"),
    **dict.fromkeys(("UR", "LK"), "link:paper"),
    "KW": "tag",
    "VL": "volume",
    "PB": "publisher",
    "LA": "language",
    "DO": "doi",
    "L1": "link:pdf",
    "SN": "isbn",
    "T3": "series",
}
_WRITTEN = {field: tag for tag, field in reversed(_FIELDS.items())}
_TEXTS = ("summary", "note", "volume", "number", "series", "publisher", "language", "doi", "isbn", "link:pdf")
"""The fields whose value is that of a tag."""
_KEPT = (
    *("AD", "AN", "AV", "C1", "C2", "C4", "C5", "C6", "C7", "C8", "CN", "CY", "DB", "DP", "ET", "L2", "L3", "L4"),
    *("LB", "M1", "NV", "OP", "RP", "SE", "ST", "TA", "TT", "Y2"),
)
"""Tags of which we have no field."""
_EXTRA_TAGS = {f"extra:{tag.lower()}": tag for tag in _KEPT}
_NAMES = ("T2", "JF", "BT", "C3")
_SHORT_NAMES = ("J2", "JA", "JO")
_VENUES = (*_NAMES, *_SHORT_NAMES)
_DATES = ("PY", "Y1", "DA")
_PAGES = ("SP", "EP")
_READ_TOGETHER = {"TY", "ID", "M2", "M3", *_DATES, *_PAGES, *_VENUES}

_TYPES = {
    **dict.fromkeys(("JOUR", "EJOUR", "MGZN", "JFULL"), "journal"),
    **dict.fromkeys(("CONF", "CPAPER"), "conference"),
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("RPRT", "GOVDOC"), "report"),
    **dict.fromkeys(("UNPB", "UNPD", "INPR", "PREPRINT"), "preprint"),
    "THES": "thesis",
}
_WRITTEN_TYPES = {type: tag for tag, type in reversed(_TYPES.items())} | {"workshop": "CONF", "techreport": "RPRT"}
_PAGES_OF_THE_WEB = ("ELEC", "WEB", "BLOG", "VIDEO", "ICOMM", "MULTI")


def is_one(head: str) -> bool:
    """It begins with `TY  - `; publishers put lines like `Provider: ACM` before that."""
    return re.match(r"\ufeff?\s*(?:[A-Z][A-Za-z ]{0,40}:[^\r\n]*[\r\n]\s*){0,5}TY {1,2}-[ \r\n]", head) is not None


class _Record(NamedTuple):
    line: int
    values: Sequence[tuple[str, str]]
    """Tag and value, in the file's order."""
    by_tag: Mapping[str, list[str]]

    def all(self, *tags: str) -> list[tuple[str, str]]:
        return [(tag, text) for tag in tags for text in self.by_tag.get(tag, ())]

    def first(self, *tags: str) -> str:
        return next((self.by_tag[tag][0] for tag in tags if tag in self.by_tag), "")


def _record(line: int, values: Iterable[tuple[str, str]]) -> _Record:
    kept = [(tag, bare) for tag, value in values if (bare := value.strip())]
    by_tag: dict[str, list[str]] = {}
    for tag, value in kept:
        by_tag.setdefault(tag, []).append(value)
    return _Record(line, kept, by_tag)


def read(lines: Iterable[str]) -> Items:
    for record in _records(lines):
        yield record if isinstance(record, Unreadable) else _item(record)


_LONGEST = 2_000_000
"""Characters of a record."""


def _records(lines: Iterable[str]) -> Iterator[_Record | Unreadable]:
    start = size = 0
    values: list[tuple[str, list[str]]] = []
    is_outside = False
    for number, line in checked.numbered(lines):
        line = line.rstrip("\r\n")
        found = _TAG.match(line)
        tag = found[1] if found else ""
        size += len(line) + 1
        if tag == "TY":
            if start:
                yield Unreadable(start, tr("this record has no end"))
            start, size, values = number, 0, []
        if not start:
            if tag and not is_outside:
                yield Unreadable(number, tr("this line belongs to no record"))
            is_outside = bool(tag)
        elif tag == "ER":
            yield (
                _record(start, _joined(values))
                if size <= _LONGEST
                else Unreadable(start, tr("this record is too long"))
            )
            start, is_outside = 0, False
        elif size <= _LONGEST:
            if found:
                values.append((tag, [found[2]]))
            else:
                values[-1][1].append(line[1:] if line.startswith(" ") and _ESCAPED.match(line) else line)
    if start:
        yield Unreadable(start, tr("this record has no end"))


def _joined(values: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    return ((tag, "\n".join(lines)) for tag, lines in values)


def _item(record: _Record) -> Item | Unreadable:
    fields, times = _fields(record)
    fields = items.stub(fields)
    if not (fields.get("title") or fields.get("title:zh")):
        return Unreadable(record.line, tr("this record has no title"))
    key = record.first("ID")
    return Item(fields, key if checked.is_key(key) else "", times, record.line)


_STANDS_FOR = {"title": ("title:zh",), "link:paper": ("link:",)}
"""What is written where nothing better is known, and beginnings of the names that `M2` then has for it."""


def _fields(record: _Record) -> tuple[Fields, dict[str, str]]:
    exact, times, others = _exact(record.by_tag.get("M2", ()))
    fields = checked.fields([*_given(record), *others])
    for name in _STANDS_FOR:
        if _stood_for(name, fields.get(name), exact):
            del fields[name]
    return checked.linked(fields | exact), times


def _stood_for(name: str, value: str | None, exact: Fields) -> bool:
    return value in [other for kind, other in exact.items() if kind.startswith(_STANDS_FOR[name])]


def _given(record: _Record) -> Iterator[Given]:
    type = record.first("TY").upper()
    yield from _of_type(record, type)
    yield from _dates(record)
    yield from _venue(record, type)
    yield from _pages(record)
    for tag, text in record.values:
        if tag in _READ_TOGETHER:
            continue
        field = _FIELDS.get(tag, "")
        if field == "tag":
            yield from (Given(field, word, tag) for word in re.split(r"[;\n]", text))
        elif field == "link:paper":
            kind = "link:page" if type in _PAGES_OF_THE_WEB else field
            yield from (Given(kind, url, tag) for url in re.split(r"[;\s]+(?=https?:)", text))
        else:
            yield Given(field, _PLAIN[field](text) if field in _PLAIN else text, tag)


_PLAIN = {"title": checked.unmarked, "note": checked.from_html}
"""Zotero has markup in both."""


def _of_type(record: _Record, type: str) -> Iterator[Given]:
    """The type of publication, which `M3` may say more exactly; EndNote has a DOI there."""
    said = record.first("M3")
    if said.lower() in VENUES:
        yield Given("type", said, "M3")
    else:
        yield Given("doi", said, "M3")
        yield Given("type", _TYPES.get(type, ""), "TY")
    yield Given("", "" if type in _TYPES or type == "GEN" else type, "TY")


def _dates(record: _Record) -> Iterator[Given]:
    """`2019/05/13/` or `2019`."""
    for tag, text in record.all(*_DATES):
        year, _, rest = text.partition("/")
        if year:
            yield Given("year", year, tag)
        if month := rest.partition("/")[0].strip():
            yield Given("month", month, tag)


def _venue(record: _Record, type: str) -> Iterator[Given]:
    names = list(_NAMES)
    if _TYPES.get(type) == "book":
        names = ["JF"]
        yield Given("series", record.first("T2"), "T2")
        yield Given("" if record.first(*_TITLES) else "title", record.first("BT"), "BT")
    name, short = record.first(*names), record.first(*_SHORT_NAMES)
    yield Given("venue", short or name, "T2")
    yield Given("venue:name", name if short else "", "T2")
    used = {checked.line(name), checked.line(short)}
    for tag, text in record.all(*names, *_SHORT_NAMES):
        if checked.line(text) not in used:
            yield Given("", text, tag)


def _pages(record: _Record) -> Iterator[Given]:
    start, end = record.first("SP"), record.first("EP")
    yield Given("pages", f"{start}-{end}" if start and end and "-" not in start else start or end, "SP")


_EXTRA = re.compile(r"([A-Za-z][\w:.+-]{0,140}): (.*)", re.DOTALL)


def _exact(extras: Iterable[str]) -> tuple[Fields, dict[str, str], list[Given]]:
    """What `M2` says of fields of ours, when they were assigned, and the rest."""
    exact: Fields = {}
    others = []
    for text in extras:
        found = _EXTRA.fullmatch(text)
        name, value = (found[1], found[2]) if found else ("", text)
        if _is_written(name) and (good := checked.cleaned(name, value)):
            exact[name] = good
        else:
            others.append(text)
    status, times, rest = zotero_extra.read("\n".join(others))
    return status | exact, times, [Given("", rest, "M2")]


_NOT_OURS_TO_WRITE = ("kind", "license_note", "bibtex")
_OF_ONE_VALUE = ("text", "type", "year", "month", "rating", "arxiv", "doi", "isbn", "link", "status")


def _is_written(name: str) -> bool:
    """May a record have it?"""
    field = field_of(name)
    is_name = KEY.fullmatch(name[len(field.name) :]) if field and field.name.endswith(":") else True
    return bool(field and is_name and field.type in _OF_ONE_VALUE and name not in _NOT_OURS_TO_WRITE)


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    for entry, details in entries:
        fields = details.fields
        values = [(tag, checked.lines(value)) for tag, value in _values(entry, fields) if value]
        values += _extras(fields, values)
        yield "".join(_as_lines(tag, value) for tag, value in values if value) + "ER  - \n\n"


def _values(entry: Entry, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Tag and value, '' of what is not known."""
    type = fields.get("type", "")
    tag = _WRITTEN_TYPES.get(type, "GEN")
    yield "TY", tag
    yield "ID", entry.key
    yield "TI", fields.get("title") or fields.get("title:zh") or ""
    for people in ("authors", "editor"):
        yield from ((_WRITTEN[people], checked.family_first(name)) for name in fields.get(people) or ())
    venue, name = fields.get("venue") or "", fields.get("venue:name") or ""
    yield "JF" if type == "book" else "T2", name or venue
    yield "J2", venue if name else ""
    year = f"{fields['year']:04}" if fields.get("year") else ""
    yield "PY", year
    yield "DA", f"{year}/{fields['month']:02}//" if fields.get("month") else ""
    yield from zip(_PAGES, _divided(fields.get("pages") or ""), strict=True)
    yield from ((_WRITTEN[name], str(fields[name])) for name in _TEXTS if fields.get(name))
    yield "M3", type if type != _TYPES.get(tag, "") else ""
    yield from (("KW", name[4:]) for name, is_set in fields.items() if name.startswith("tag:") and is_set)
    address = fields.get("link:paper") or entry.url
    yield "UR", "" if address == fields.get("link:pdf") else address
    yield from ((tag, fields[name]) for name, tag in _EXTRA_TAGS.items() if fields.get(name))
    yield from (("M2", line) for line in zotero_extra.written(entry))


def _divided(pages: str) -> tuple[str, str]:
    found = re.fullmatch(r"([^\s-]+)-([^\s-]+)", pages)
    return (found[1], found[2]) if found else (pages, "")


def _extras(fields: Mapping[str, Any], values: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What these values would not bring back, by our names."""
    back, _ = _fields(_record(0, (value for value in values if value[0] not in ("AU", "A2"))))
    others = {name: value for name, value in fields.items() if value and back.get(name) != value and _is_written(name)}
    good = {name: checked.cleaned(name, value) for name, value in others.items()}
    lost = {name: value for name, value in good.items() if value and back.get(name) != value}
    for name in _STANDS_FOR:
        if _stood_for(name, value := checked.cleaned(name, fields.get(name) or ""), lost):
            lost[name] = value
    return [("M2", f"{name}: {value}") for name, value in lost.items()]


def _as_lines(tag: str, value: str) -> str:
    first, *others = value.split("\n")
    others = [f" {line}" if _ESCAPED.match(line) else line for line in others]
    return "\n".join([f"{tag}  - {first}", *others, ""])
