"""Catalogs: YAML that somebody else may have written, to entries' fields. Pure.

Every text passes the guard of `formats.yaml`, is read as strings, and converted to the types below. An entry that
breaks a rule is left out, with its line, and never hides the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from types import GenericAlias
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec

from dlread_cli.domain.fields import FIELDS, KEY, TAG, Fields
from dlread_cli.domain.identity import is_isbn
from dlread_cli.formats import defaults, faults
from dlread_cli.formats.yaml import DEPTH, YamlError, read_yaml, short
from dlread_cli.translation import marked, tr

MANY = 1_000
"""Tags, links, relations ... of one entry; SQLite takes 32,766 values in one question, or 250,000."""
PROBLEMS = 100
"""Of how many entries they are reported."""


def _like(pattern: str, longest: int = 20_000) -> msgspec.Meta:
    """All of it, in Python as in JSON Schema: Python's `$` alone would let a last newline pass."""
    return msgspec.Meta(pattern=f"^(?:{pattern})$(?!\\n)", max_length=longest)


Some = msgspec.Meta(max_length=MANY)
Str = Annotated[str, msgspec.Meta(max_length=20_000)]
Key = Annotated[str, _like(KEY.pattern, 128)]
Tag = Annotated[str, msgspec.Meta(max_length=64)]
Url = Annotated[str, _like(r"https?://\S+", 2_000)]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A mapping in a catalog; a field that is not declared is an error, so that a typo is seen."""


class Words(Record, frozen=True):
    en: Str = ""
    zh: Str = ""


class Source(Record, frozen=True):
    title: Str
    url: Url
    author: Str = ""


class Further(Record, frozen=True):
    title: Str
    url: Url
    note: Words = Words()


class Term(Record, frozen=True):
    """What a tag stands for; `aliases` are other names for the tag, in any language."""

    en: Str
    zh: Str = ""
    aliases: Annotated[list[Tag], Some] = []


class Happened(Record, frozen=True):
    what: Key
    en: Str
    zh: Str = ""
    date: Annotated[str, _like(r"\d{4}(-\d\d){0,2}")] = ""
    url: Url | None = None
    source: Str = ""


class Measured(Record, frozen=True):
    what: Words
    value: Str
    source: Str


class Before(Record, frozen=True):
    key: Key
    en: Str = ""
    zh: Str = ""


class Related(Before, frozen=True):
    strength: Annotated[str, _like("related|context")] = "related"


class Label(Record, frozen=True):
    en: Annotated[str, msgspec.Meta(max_length=40)] = ""
    zh: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Remark(Record, frozen=True):
    """Anything else to say, under a label of the catalog's own."""

    label: Label
    en: Str = ""
    zh: Str = ""


_FORMS: dict[str, tuple[Any, Any]] = {
    "aliases": (Annotated[list[Key], Some], []),
    "arxiv": (Annotated[str, _like(r"\d{4}\.\d{4,5}|[a-z.-]+/\d{7}")] | None, None),
    "doi": (Annotated[str, _like(r"10\.\d{4,9}/\S+", 300)] | None, None),
    "isbn": (Annotated[str, _like(r"(?:\d[- ]?){9,12}[\dXx]", 20)] | None, None),
    "month": (Annotated[int, msgspec.Meta(ge=1, le=12)] | None, None),
    "names": (Annotated[list[Str], msgspec.Meta(max_length=10_000)], []),
    "text": (Str, ""),
    "type": (Str, ""),
    "year": (Annotated[int, msgspec.Meta(ge=1, le=9999)] | None, None),
}
"""By the type of a field: the type of its value in a catalog, and what it is when nothing is said."""

_IN_CATALOGS = {field.name: field.catalog for field in FIELDS if field.catalog}


def _members(mapping: str) -> list[tuple[str, Any, Any]]:
    """Those of `FIELDS` that a catalog has in this mapping, as `msgspec.defstruct` wants them."""
    within = [field for field in FIELDS if field.catalog.rpartition(".")[0] == mapping and field.catalog]
    return [(field.catalog.rpartition(".")[2], *_FORMS[field.type]) for field in within]


Venue = msgspec.defstruct("Venue", _members("venue"), bases=(Record,), frozen=True)


class Entry(Record, frozen=True):
    """What an entry has besides the fields of the table."""

    key: Key
    title: Words
    kind: Annotated[str, _like("paper|section")] = "paper"
    parent: Key | None = None
    lecture: Str = ""
    links: Annotated[dict[Key, Url], Some] = {}
    license_note: Words = Words()
    tags: Annotated[list[Tag], Some] = []
    search_words: Annotated[list[Str], Some] = []
    summary: Words = Words()
    note: Words = Words()
    figures: Annotated[list[Measured], Some] = []
    since: Annotated[list[Happened], Some] = []
    corrections: Annotated[list[Words], Some] = []
    remarks: Annotated[list[Remark], Some] = []
    read_first: Annotated[list[Before], Some] = []
    related: Annotated[list[Related], Some] = []


EntryRecord: Any = msgspec.defstruct(
    "EntryRecord",
    [*_members(""), ("venue", Venue, Venue())],
    bases=(Entry,),
    namespace={
        "__doc__": "One entry of a catalog, as written.\n\n"
        "`search_words` are other words for its subject: searched, and never shown."
    },
    frozen=True,
)


class Header(Record, frozen=True):
    """A catalog without its entries; `translation` is one of its `source`."""

    catalog: Key
    title: Words
    about: Words = Words()
    source: Source | None = None
    translation: Further | None = None
    further: Annotated[list[Further], Some] = []
    tags: dict[Tag, Term] = {}


File = msgspec.defstruct(
    "File",
    [("entries", GenericAlias(list, (EntryRecord,)), []), ("defaults", dict[str, Any], {})],
    bases=(Header,),
    namespace={
        "__doc__": "A catalog file, for its JSON Schema.\n\n"
        "`defaults` are fields, and kinds of link, that every entry has unless it says otherwise."
    },
    frozen=True,
)


CatalogError = YamlError
"""The whole file cannot be read, or something in it."""


class Catalog(NamedTuple):
    """`entries` are (key, fields), in the order of the file."""

    name: str
    header: dict[str, Any]
    entries: list[tuple[str, Fields]]
    problems: list[CatalogError]
    """Of entries, which are left out."""
    fatal: Sequence[CatalogError] = ()
    """What is wrong with the rest, so that none of it is used."""


def read(content: bytes) -> Catalog:
    """Raises CatalogError, and nothing else, where the text is no catalog at all."""
    raw, lines = read_yaml(content, marked("a catalog"))
    if not isinstance(raw, dict) or not isinstance(raw.get("entries"), list):
        raise CatalogError(tr("not a catalog: it needs 'catalog', 'title' and 'entries'"))
    shared = raw.pop("defaults", {})
    items = raw.pop("entries")
    header, fatal = _header(raw, content)
    if wrong := defaults.wrong(shared):
        fatal.append(CatalogError(wrong))
        shared = {}
    given = ((line, defaults.given(item, shared)) for line, item in zip(lines, items, strict=True))
    entries, problems = _entries(given, header)
    return Catalog(header.catalog, msgspec.to_builtins(header), entries, problems, fatal)


def _header(raw: dict[str, Any], content: bytes) -> tuple[Header, list[CatalogError]]:
    """What can be read of it, and what is wrong with the rest."""
    try:
        return _convert(raw, Header), []
    except msgspec.ValidationError:
        sound, found = faults.of_members(raw, _LEAST_OF_ALL, lambda part: _error(part, Header, _LEAST_OF_ALL))
    told = [(faults.describe(*one, _NAMES_OF_ALL), faults.line_of(one[0], content)) for one in found[:PROBLEMS]]
    return _convert(_LEAST_OF_ALL | sound, Header), [CatalogError(*one) for one in told]


def _entries(items: Iterable[tuple[int, Any]], header: Header) -> tuple[list[tuple[str, Fields]], list[CatalogError]]:
    """Those that can be read, and what is wrong with the others; `items` are lines and what stands there."""
    entries: dict[str, Fields] = {}
    depths: dict[str, int] = {}
    problems: list[CatalogError] = []
    left_out = 0
    for line, given in items:
        record = _record(given, depths)
        if record is None:
            left_out += 1
            if left_out <= PROBLEMS:
                key = short(str(given.get("key", "?")) if isinstance(given, dict) else "?", 128)
                problems += [CatalogError(told, line) for told in faults.of_entry(key, _faults(given, depths))]
            continue
        depths[record.key.lower()] = _depth(record, depths)
        entries[record.key.lower()] = _fields(record) | {"line": line}
        if record.kind == "section":
            entries[record.key.lower()]["course"] = header.title.en or header.title.zh
        if record.kind == "section" and header.source:  # of a course, whose author may have two names
            entries[record.key.lower()]["source:author"] = header.source.author
    if left_out > PROBLEMS:
        problems.append(CatalogError(tr("and {more} more entries", more=left_out - PROBLEMS)))
    return list(entries.items()), problems


def is_entry(raw: Mapping[str, Any]) -> bool:
    """Would it be read, alone or below a parent that comes before it?"""
    depths = {str(raw["parent"]).lower(): 0} if raw.get("parent") else {}
    return _record(raw, depths) is not None


def _record(given: Any, before: Mapping[str, int]) -> Entry | None:
    """None if anything is wrong with it; `before` are the depths of the entries above."""
    try:
        record: Entry = _convert(given, EntryRecord)
    except msgspec.ValidationError:
        return None
    return None if any(_mistakes(record, before)) else record


def _faults(given: Any, before: Mapping[str, int]) -> Iterator[str]:
    """All that is wrong with an entry that is none."""
    if not isinstance(given, dict):
        yield faults.describe(_error(given), given)
        return
    sound, found = faults.of_members(given, _LEAST, _error)
    yield from (faults.describe(*one, _NAMES) for one in found)
    record = msgspec.structs.replace(_convert(_LEAST | sound, EntryRecord), key=sound.get("key", ""))
    yield from _mistakes(record, before)


_LEAST = {"key": "x", "title": {"en": "x"}}
"""What an entry must have."""
_LEAST_OF_ALL = {"catalog": "x", "title": {"en": "x"}}
_NAMES = {"": EntryRecord.__struct_fields__, "venue": Venue.__struct_fields__}
_NAMES_OF_ALL = {"": File.__struct_fields__, "source": Source.__struct_fields__}


def _error(part: Any, kind: Any = EntryRecord, least: Mapping[str, Any] = _LEAST) -> str:
    """The first mistake of some members of an entry, or of what is none; or ''."""
    try:
        _convert({**least, **part} if isinstance(part, dict) else part, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


_isbn = attrgetter(_IN_CATALOGS["isbn"])
_values = attrgetter(*_IN_CATALOGS.values())


def _fields(record: Entry) -> Fields:
    """The entry as the library keeps it: flat, and without what is empty."""
    fields: Fields = dict(zip(_IN_CATALOGS, _values(record), strict=True))
    fields |= {
        "kind": record.kind,
        "parent": (record.parent or "").lower(),
        "lecture": record.lecture,
        "venue": fields["venue"] or fields["venue:name"],
        "license_note": record.license_note.en,
        "license_note:zh": record.license_note.zh,
        "search_words": record.search_words,
        "hint": record.note.en,
        "hint:zh": record.note.zh,
        "figures": [[one.what.en, one.what.zh, one.value, one.source] for one in record.figures],
        "since": [[one.what, one.date, one.en, one.zh, one.url or "", one.source] for one in record.since],
        "corrections": [[one.en, one.zh] for one in record.corrections],
        "remarks": [[one.label.en, one.label.zh, one.en, one.zh] for one in record.remarks],
        "relations": [[one.key.lower(), "first", one.en, one.zh] for one in record.read_first]
        + [[one.key.lower(), one.strength, one.en, one.zh] for one in record.related],
    }
    fields |= {f"link:{kind}": url for kind, url in record.links.items()}
    fields |= {f"tag:{tag.lower()}": True for tag in record.tags}
    return {name: value for name, value in fields.items() if value}


def _mistakes(record: Entry, before: Mapping[str, int]) -> Iterator[str]:
    """What no type can say."""
    yield from (tr("{wrong!r} cannot be a tag", wrong=tag) for tag in record.tags if not TAG.fullmatch(tag))
    if record.key.lower() in before:
        yield tr("an earlier entry has the same key")
    if record.parent and record.parent.lower() not in before:
        yield tr("its parent '{parent}' does not come before it", parent=record.parent)
    elif _depth(record, before) >= DEPTH:
        yield tr("it is nested in more than {depth} sections", depth=DEPTH)
    if not (record.title.en or record.title.zh):
        yield tr("it has no title")
    if (isbn := _isbn(record)) and not is_isbn(isbn):
        yield tr("'{isbn}' is not an ISBN: its last digit does not fit the others", isbn=isbn)


def _depth(record: Entry, before: Mapping[str, int]) -> int:
    return before[record.parent.lower()] + 1 if record.parent else 0


_T = TypeVar("_T")


def _convert(raw: Any, kind: type[_T]) -> _T:
    """Not strict: every scalar of the file is a string, and becomes what its type wants."""
    return msgspec.convert(raw, kind, strict=False)
