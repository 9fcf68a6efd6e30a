"""A .bib file as items, and entries as a .bib file. Pure.

`bibtex_file` divides the file, `bibtex_fields` says what an entry's fields mean.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dlread_cli.domain import fields as known
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry, Status
from dlread_cli.domain.text import clean
from dlread_cli.formats import bibtex, bibtex_fields, bibtex_file, citation, items, tex
from dlread_cli.formats.bibtex import Record
from dlread_cli.formats.bibtex_fields import OURS, STATUS, STATUS_AT, TYPES, as_tex
from dlread_cli.formats.bibtex_file import Source
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_HEAD = re.compile(
    rf"^[ \t]*@\s*(?:string|preamble|comment|misc|online|unpublished|software|dataset|{'|'.join(TYPES)})\s*[{{(]",
    re.IGNORECASE | re.MULTILINE,
)


def is_one(head: str) -> bool:
    found = _HEAD.search(head)
    return bool(found and not re.match(r"\s*[\[{<]|TY  -|---", head) and "```" not in head[: found.start()])


def read(lines: Iterable[str]) -> Items:
    """In the file's order, but entries that another one completes (`crossref`, `xdata`) come last."""
    parents: dict[str, Source] = {}
    children: list[Source] = []
    for source in bibtex_file.entries(lines):
        if isinstance(source, Unreadable):
            yield source
            continue
        if source.type in _PARENTS and len(parents) < _MOST_PARENTS:
            parents.setdefault(source.key.lower(), source)
        if not _HEIRS.isdisjoint(source.fields):
            children.append(source)
        elif source.type != "xdata":
            yield _item(source)
    yield from (_item(_completed(child, parents)) for child in children if child.type != "xdata")


_HEIRS = {"crossref", "xdata"}
_PARENTS = {name for name, type in TYPES.items() if type == "book"} | {"xdata", "periodical", "misc"}
_MOST_PARENTS = 20_000
_NOT_INHERITED = frozenset(
    (
        "abstract",
        "annotation",
        "annote",
        "doi",
        "file",
        "ids",
        "keywords",
        "note",
        "shorttitle",
        "subtitle",
        "title",
        "url",
    )
)


def _completed(child: Source, parents: dict[str, Source]) -> Source:
    """With what it lacks from its parents, as biblatex has it: a proceedings' title is the paper's `booktitle`."""
    completed = {name: value for name, value in child.fields.items() if name not in _HEIRS}
    names = [*child.fields.get("xdata", "").split(","), child.fields.get("crossref", "")]
    for _ in range(5):
        found = [parent for name in names if (parent := parents.get(name.strip().lower()))]
        for parent in found:
            for name, value in parent.fields.items():
                if name in _HEIRS:
                    continue
                if parent.type == "xdata" or name not in _NOT_INHERITED:
                    completed.setdefault(name, value)
                elif name == "title":
                    completed.setdefault("booktitle", value)
        names = [name for parent in found for name in parent.fields.get("xdata", "").split(",")]
        names += [parent.fields.get("crossref", "") for parent in found]
        names = names[:20]
    return child._replace(fields=completed)


def _item(source: Source) -> Item | Unreadable:
    fields, times = bibtex_fields.understood(source.type, source.fields)
    key, kept = items.called(source.key)
    fields = items.stub(fields | kept)
    if not fields.get("title"):
        return Unreadable(source.line, tr("this entry has no title"))
    return Item(fields, key, times, source.line)


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    """A piece for each entry: its citation, and what the reader says of it in the fields of JabRef and Zotero.

    What that does not bring back when it is read again stands in fields of our own (`dlread-title-zh`).
    """
    entries = list(entries)
    for (entry, details), record in zip(entries, citation.records(entries), strict=True):
        fields = {**_cited(record, details), **_personal(entry, details)}
        fields |= _extra(record.type, details, fields)
        fields = {name: value for name, value in fields.items() if value}
        fields |= _lost(details, record._replace(fields=fields))
        yield "\n".join([*bibtex.written(record._replace(fields=fields)), "", ""])


def _cited(record: Record, details: Details) -> dict[str, str]:
    """But for what another program had and would here be read as something else."""
    return {
        name: value
        for name, value in record.fields.items()
        if name not in citation.KEPT or f"extra:{name}" not in details.fields or _is_extra(record.type, name, value)
    }


_READ_STATUS = {Status.READ: "read", Status.READING: "skimmed"}


def _personal(entry: Entry, details: Details) -> dict[str, str]:
    return {
        "keywords": as_tex(", ".join(entry.tags)),
        "abstract": as_tex(details.summary.en),
        "readstatus": _READ_STATUS.get(entry.status, ""),
        STATUS: "skipped" if entry.status == Status.SKIPPED else "",
        STATUS_AT: items.time(entry.status_at) if entry.status != Status.UNREAD else "",
        "ranking": f"rank{entry.rating}" if entry.rating else "",
        "annote": bibtex.own("", tex.escaped_lines(details.note)),
        "timestamp": f"{added[:19]}Z" if (added := items.time(entry.added)) else "",
    }


_NAME = re.compile(r"[a-z][a-z0-9_.+-]*")
_ACTING = frozenset(
    (
        *("crossref", "entryset", "execute", "gender", "ids", "langidopts", "options", "presort", "related"),
        *("relatedoptions", "relatedstring", "relatedtype", "set", "sortname", "sortyear", "xdata", "xref"),
    )
)
"""What biblatex does more with than print it, or sort by it."""

_WORDS = ("hyphenation", "langid")
"""They name a language of babel's."""

_VERBATIM = frozenset(("doi", "eprint", "file", "pdf", "pubstate", "url", "verba", "verbb", "verbc"))


def _extra(type: str, details: Details, taken: Mapping[str, str]) -> dict[str, str]:
    """What other programs had, under its own name where that means to us what it meant there."""
    named = {name[6:]: value for name, value in details.fields.items() if name.startswith("extra:")}
    fields = {name: _source(name, value) for name, value in named.items() if _NAME.fullmatch(name)}
    fields = {name: value for name, value in fields.items() if not taken.get(name) and name not in _ACTING}
    return {name: value for name, value in fields.items() if _is_extra(type, name, value)}


def _is_extra(type: str, name: str, value: str) -> bool:
    if name in _WORDS:
        return re.fullmatch("[A-Za-z]+", value) is not None
    if name not in bibtex_fields.READ:
        return not name.startswith(OURS) and name not in ("entrytype", "citationkey", "group-authors")
    return f"extra:{name}" in bibtex_fields.understood(type, {"title": "x", name: value})[0]


def _source(name: str, value: str) -> str:
    """As it was written, if that does no harm and is read so."""
    is_harmless = _PATH.fullmatch(value) if name in _VERBATIM else tex.harmless(value) == value
    return value if is_harmless and bibtex_fields.kept(value) == value == bibtex.own("", value) else as_tex(value)


_PATH = re.compile(r"(?:[^\\^{}]|\\[\\:;_&%#$])*+")


def _lost(details: Details, record: Record) -> dict[str, str]:
    """Fields that are read back otherwise, or not at all, under our own names."""
    read = {name: value for name, value in record.fields.items() if name != "abstract"}  # a quarter of the time
    back, _ = bibtex_fields.understood(record.type, read)
    back |= {"summary": details.summary.en, "extra:citationkey": record.key}
    if list(details.links.values()).count(back.get("link:page", "")) > 1:  # it is read as another kind of link
        del back["link:page"]
    lost = {
        name: value
        for name, value in details.fields.items()
        if value
        and back.get(name) != value
        and back.get(name) != _written(value)
        and bibtex_fields.is_written(name)
        and name != "status"
    }
    fields = {OURS + name.replace(":", "-"): _as_tex(name, value) for name, value in lost.items()}
    return {name: value for name, value in fields.items() if value and _NAME.fullmatch(name)}


def _written(value: Any) -> Any:
    """As any text is that we write: without what draws nothing, and with single spaces."""
    match value:
        case str():
            return "\n".join(" ".join(clean(line).split()) for line in value.split("\n"))
        case list() | tuple():
            return [_written(one) for one in value]
    return value


def _as_tex(name: str, value: Any) -> str:
    field = known.field_of(name)
    match field.type if field else "":
        case "names" | "aliases":
            return " and ".join(f"{{{tex.escaped(one)}}}" for one in value)
        case "link":
            return tex.verbatim(value)
        case "tag":
            return ""
    if name in ("bibtex", "note"):
        return bibtex.own("", tex.escaped_lines(value)) if name == "note" else ""
    return as_tex(str(value))
