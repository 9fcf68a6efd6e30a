"""Catalogs: YAML that somebody else may have written, to entries' fields. Loaded only when a catalog has changed.

PyYAML's loaders can be made to hang, to crash and to guess types. So every file first passes a guard that looks at
its events alone (size, depth, aliases, tags, duplicate keys), is then read as strings, and converted to the types
below. An entry that breaks a rule is left out, with its line, and never hides the others.
"""

import re
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec
import yaml

from dlread_cli.domain.fields import KEY, TAG, Fields

_Strings = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar is a string: `1902.10` must not become 1902.1, nor `no` False. The C loader where there is one."""

FILE_BYTES = 32 << 20
DEPTH = 20
NODES = 2_000_000


def _like(pattern: str, longest: int = 20_000) -> msgspec.Meta:
    """All of it, in Python as in JSON Schema: Python's `$` alone would let a last newline pass."""
    return msgspec.Meta(pattern=f"^(?:{pattern})$(?!\\n)", max_length=longest)


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
    en: Str
    zh: Str = ""
    aliases: list[Tag] = []


class Venue(Record, frozen=True):
    name: Str = ""
    short: Str = ""
    type: Str = ""
    volume: Str = ""
    number: Str = ""
    pages: Str = ""


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


class EntryRecord(Record, frozen=True):
    """One entry of a catalog, as written."""

    key: Key
    title: Words
    kind: Annotated[str, _like("paper|section")] = "paper"
    aliases: list[Key] = []
    parent: Key | None = None
    lecture: Str = ""
    in_survey: bool = True
    authors: list[Str] = []
    year: Annotated[int, msgspec.Meta(ge=1, le=9999)] | None = None
    venue: Venue = Venue()
    arxiv: Annotated[str, _like(r"\d{4}\.\d{4,5}|[a-z.-]+/\d{7}")] | None = None
    doi: Annotated[str, _like(r"10\.\d{4,9}/\S+", 300)] | None = None
    links: dict[Key, Url] = {}
    license: Str = ""
    license_note: Words = Words()
    language: Str = ""
    framework: Str = ""
    tags: list[Tag] = []
    summary: Words = Words()
    note: Words = Words()
    figures: list[Measured] = []
    since: list[Happened] = []
    corrections: list[Words] = []
    read_first: list[Before] = []
    related: list[Related] = []
    bibtex: Str = ""


class Header(Record, frozen=True):
    """A catalog without its entries."""

    catalog: Key
    title: Words
    about: Words = Words()
    source: Source | None = None
    further: list[Further] = []
    tags: dict[Tag, Term] = {}


class File(Header, frozen=True):
    """A catalog file, for its JSON Schema; `defaults` are fields that every entry has unless it says otherwise."""

    entries: list[EntryRecord] = []
    defaults: dict[str, Any] = {}


class Catalog(NamedTuple):
    """`entries` are (key, fields), in the order of the file."""

    name: str
    header: dict[str, Any]
    entries: list[tuple[str, Fields]]
    problems: list[str]


class CatalogError(ValueError):
    """The whole file cannot be read: why, and in which line."""


def read(path: Path) -> Catalog:
    """Raises CatalogError, and nothing else, where there is no catalog to be had from the file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise CatalogError("not a file")
        if path.stat().st_size > FILE_BYTES:
            raise CatalogError(f"larger than {FILE_BYTES >> 20} MB")
        text = path.read_bytes().decode("utf-8-sig")
        lines = _guard(text)
        raw = yaml.load(text, Loader=_Strings)
    except OSError as error:
        raise CatalogError(error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise CatalogError(f"not UTF-8 at byte {error.start}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise CatalogError(f"line {mark.line + 1 if mark else '?'}: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CatalogError(str(error).splitlines()[0]) from error
    return _catalog(raw, lines)


def _catalog(raw: Any, lines: list[int]) -> Catalog:
    if not isinstance(raw, dict) or not isinstance(raw.get("entries"), list):
        raise CatalogError("not a catalog: it needs 'catalog', 'title' and 'entries'")
    defaults = raw.pop("defaults", {})
    items = raw.pop("entries")
    try:
        header = _convert(raw, Header)
    except msgspec.ValidationError as error:
        raise CatalogError(_told(error)) from error
    if not isinstance(defaults, dict):
        raise CatalogError("'defaults' is not a mapping")
    entries: dict[str, Fields] = {}
    problems = []
    for line, item in zip(lines, items, strict=True):
        try:
            record = _convert({**defaults, **item} if isinstance(item, dict) else item, EntryRecord)
            _check(record, entries)
            entries[record.key.lower()] = _fields(record) | {"line": line}
            if record.kind == "section" and header.source:  # of a course, whose author may have two names
                entries[record.key.lower()]["source:author"] = header.source.author
        except msgspec.ValidationError as error:
            key = item.get("key", "?") if isinstance(item, dict) else "?"
            problems.append(f"line {line}: entry '{key}': {_told(error)}")
    return Catalog(header.catalog, msgspec.to_builtins(header), list(entries.items()), problems)


def _fields(record: EntryRecord) -> Fields:
    """The entry as the library keeps it: flat, and without what is empty."""
    venue = record.venue
    fields: Fields = {
        "kind": record.kind,
        "parent": (record.parent or "").lower(),
        "lecture": record.lecture,
        "aliases": record.aliases,
        "authors": record.authors,
        "year": record.year,
        "venue": venue.short or venue.name,
        "venue:name": venue.name,
        "volume": venue.volume,
        "number": venue.number,
        "pages": venue.pages,
        "arxiv": record.arxiv,
        "doi": record.doi,
        "license": record.license,
        "language": record.language,
        "framework": record.framework,
        "figures": [[one.what.en, one.what.zh, one.value, one.source] for one in record.figures],
        "since": [[one.what, one.date, one.en, one.zh, one.url or "", one.source] for one in record.since],
        "corrections": [[one.en, one.zh] for one in record.corrections],
        "relations": [[one.key.lower(), "first", one.en, one.zh] for one in record.read_first]
        + [[one.key.lower(), one.strength, one.en, one.zh] for one in record.related],
        "bibtex": record.bibtex,
    }
    for name in ("title", "summary", "license_note"):
        fields[name], fields[name + ":zh"] = (words := getattr(record, name)).en, words.zh
    fields["hint"], fields["hint:zh"] = record.note.en, record.note.zh
    fields |= {f"link:{kind}": url for kind, url in record.links.items()}
    fields |= {f"tag:{tag.lower()}": True for tag in record.tags}
    return {name: value for name, value in fields.items() if value} | ({} if record.in_survey else {"in_survey": False})


def _check(record: EntryRecord, before: Collection[str]) -> None:
    """What no type can say. Raises msgspec.ValidationError."""
    if wrong := [tag for tag in record.tags if not TAG.fullmatch(tag)]:
        raise msgspec.ValidationError(f"{wrong[0]!r} cannot be a tag")
    if record.key.lower() in before:
        raise msgspec.ValidationError("there is an entry of this key above")
    if record.parent and record.parent.lower() not in before:
        raise msgspec.ValidationError(f"its parent '{record.parent}' does not stand above it")
    if not (record.title.en or record.title.zh):
        raise msgspec.ValidationError("it has no title")


_T = TypeVar("_T")


def _told(error: msgspec.ValidationError) -> str:
    """Without the regular expression that something did not match: its name in the path says more."""
    return re.sub(r"Expected `str` matching regex '.*'", "not of the right form", str(error))


def _convert(raw: Any, kind: type[_T]) -> _T:
    """Not strict: every scalar of the file is a string, and becomes what its type wants."""
    return msgspec.convert(raw, kind, strict=False)


class _Open(NamedTuple):
    """A collection that the guard is inside of; `keys` is None in a sequence."""

    keys: set[str] | None
    is_entries: bool


def _guard(text: str) -> list[int]:
    """Looks at the events alone; returns the lines of the items of the top-level 'entries'.

    Raises CatalogError with the line at the first thing that a catalog may not have.
    """
    lines: list[int] = []
    inside: list[_Open] = []
    key: str | None = None  # the key whose value comes next, in the innermost mapping
    for count, event in enumerate(yaml.parse(text, Loader=_Strings)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if count > NODES:
            raise CatalogError(f"more than {NODES} nodes")
        if isinstance(event, yaml.CollectionEndEvent):
            inside.pop()
            key = None
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise CatalogError(f"line {line}: anchors and aliases are not allowed in a catalog")
        if tag := getattr(event, "tag", None):
            raise CatalogError(f"line {line}: tags like {tag} are not allowed in a catalog")
        if inside and inside[-1].is_entries:
            lines.append(line)
        if inside and inside[-1].keys is not None and key is None:
            key = _new_key(event, inside[-1].keys, line)
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            if len(inside) >= DEPTH:
                raise CatalogError(f"line {line}: nested more than {DEPTH} deep")
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            is_entries = len(inside) == 1 and key == "entries" and not is_mapping
            inside.append(_Open(set() if is_mapping else None, is_entries))
        key = None
    return lines


def _new_key(event: yaml.NodeEvent, keys: set[str], line: int) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise CatalogError(f"line {line}: a key must be a word")
    value: str = event.value
    if value in keys:
        raise CatalogError(f"line {line}: '{value}' stands twice in one mapping")
    keys.add(value)
    return value
