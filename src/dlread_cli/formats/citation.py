"""What of an entry is cited, in whatever style, and the BibTeX of it; `csl` and `plain_text` have the others. Pure.

The authors' own BibTeX holds, with everything over it that the reader corrected since.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dlread_cli.domain import names
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry, Kind
from dlread_cli.domain.fields import FIELDS, Field
from dlread_cli.domain.names import Name
from dlread_cli.formats import bibtex, tex
from dlread_cli.formats.bibtex import Record


class Type(NamedTuple):
    """`container` is the field that has the venue in BibTeX, `csl_container` in CSL."""

    bibtex: str
    container: str
    csl: str
    csl_container: str = "container-title"
    needs_container: bool = True


_PREPRINT = Type("misc", "howpublished", "article")
_CONFERENCE = Type("inproceedings", "booktitle", "paper-conference")
_SECTION = Type("misc", "howpublished", "chapter")
_REPORT = Type("techreport", "institution", "report", "publisher")
TYPES = {
    "book": Type("book", "publisher", "book", "publisher"),
    "chapter": Type("incollection", "booktitle", "chapter"),
    "conference": _CONFERENCE,
    "journal": Type("article", "journal", "article-journal"),
    "preprint": _PREPRINT,
    "report": _REPORT,
    "techreport": _REPORT,
    "thesis": Type("phdthesis", "school", "thesis", "publisher"),
    "workshop": _CONFERENCE,
}
"""By the type of a catalog's venue."""

OTHER_TYPES = {
    "booklet": ("", Type("booklet", "howpublished", "article", needs_container=False)),
    "inbook": ("chapter", Type("inbook", "booktitle", "chapter")),
    "manual": ("", Type("manual", "organization", "report", "publisher", needs_container=False)),
    "mastersthesis": ("thesis", Type("mastersthesis", "school", "thesis", "publisher")),
    "misc": ("", _PREPRINT),
    "proceedings": ("book", Type("proceedings", "publisher", "book", "publisher")),
    "unpublished": ("", Type("unpublished", "howpublished", "article", needs_container=False)),
}
"""By the type that an imported entry had, for which none of ours stands: what we call it, and what gives it back."""

_CITATION_KEY = "extra:citationkey"
_VENUE = frozenset(("venue", "venue:name", "type"))
_WRITTEN = {field.name: field.bibtex for field in FIELDS if field.bibtex}
"""The fields of BibTeX that say what a field of ours says; for a venue, that depends on the type."""


def type_of(entry: Entry, details: Details) -> Type:
    container = container_of(entry, details)
    if container and container == details.course:
        return _SECTION
    ours, type = OTHER_TYPES.get(details.fields.get("extra:entrytype", ""), ("", None))
    if type and details.type == ours and (container or not type.needs_container):
        return type
    if not container:
        return _PREPRINT
    is_preprint = container.lower().startswith(("arxiv", "preprint"))
    return TYPES.get(details.type) or (_PREPRINT if is_preprint else _CONFERENCE)


def container_of(entry: Entry, details: Details) -> str:
    """Where it was published: a section in its course, a book by its publisher."""
    if entry.kind == Kind.SECTION and details.course:
        return details.course
    type = TYPES.get(details.type)
    publisher = details.fields.get("publisher", "") if type and type.csl_container == "publisher" else ""
    return details.venue or publisher


def people(details: Details, field: str = "authors") -> list[Name]:
    """The authors, or editors. How a name divides is known from their own BibTeX, where that has the same name."""
    given = bibtex.read(details.bibtex) if details.bibtex else None
    known = {name.whole: name for name in (bibtex.authors(given) if given else ())}
    groups = details.fields.get("extra:group-authors", "").split(GROUPS)
    known |= {name: Name(name) for name in groups}
    return [known.get(" ".join(name.split())) or names.parsed(name) for name in details.fields.get(field, ())]


def address_of(entry: Entry, details: Details) -> str:
    return details.links.get("paper") or (f"https://arxiv.org/abs/{details.arxiv}" if details.arxiv else entry.url)


def as_bibtex(entries: Iterable[tuple[Entry, Details]]) -> Iterator[list[str]]:
    """The lines of each entry; no two have one key."""
    return map(bibtex.written, records(list(entries)))


def records(entries: Sequence[tuple[Entry, Details]]) -> Iterator[Record]:
    """The citation of each; no two have one key."""
    taken = {entry.key.lower() for entry, _ in entries}
    for entry, details in entries:
        record = _record(entry, details)
        yield record._replace(key=_free_key(record.key, entry, details, taken))


def keys(entries: Sequence[tuple[Entry, Details]]) -> Iterator[str]:
    """What each is cited by, unless its authors' own BibTeX says otherwise; no two are alike."""
    taken = {entry.key.lower() for entry, _ in entries}
    return (_free_key(_key(details), entry, details, taken) for entry, details in entries)


def _free_key(wanted: str, entry: Entry, details: Details, taken: set[str]) -> str:
    """The entry's own, if another has the wanted one, or if the reader renamed it. From then on it is `taken`."""
    own = entry.key.lower()
    is_free = wanted and (wanted.lower() not in taken or wanted.lower() == own)
    key = wanted if is_free and not details.fields.get("key") else entry.key
    taken.add(key.lower())
    return key


def _key(details: Details) -> str:
    """As an import had it; empty of what cannot be one."""
    key = details.fields.get(_CITATION_KEY, "")
    return key if bibtex.KEY.fullmatch(key) else ""


def own_bibtex(entry: Entry, details: Details) -> str | None:
    """The authors' own BibTeX as it is cited; None where there is none, or none that can be read."""
    if not details.bibtex or not bibtex.read(details.bibtex):
        return None
    return "\n".join(next(as_bibtex([(entry, details)])))


def _record(entry: Entry, details: Details) -> Record:
    made = _made(entry, details)
    given = bibtex.read(details.bibtex) if details.bibtex else None
    if not given:
        return made
    if made.key and _CITATION_KEY in details.corrected:  # the reader's own file came later
        given = given._replace(key=made.key)
    if details.corrected & _VENUE:  # what the authors say of the old one holds no longer
        return made._replace(key=given.key)
    changed = {name for field in details.corrected & _WRITTEN.keys() for name in _WRITTEN[field]}
    kept = {name: value for name, value in given.fields.items() if name not in changed}
    corrected = {name: value for name, value in made.fields.items() if name in changed}
    return bibtex.record_of(given.type, given.key, kept | corrected)


def _made(entry: Entry, details: Details) -> Record:
    """From our own fields."""
    type = type_of(entry, details)
    container = container_of(entry, details)
    said = {field.bibtex[0]: _as_tex(field, details) for field in _CITED if details.fields.get(field.name)}
    is_whole = said.get("author") and (container or not type.needs_container)
    if type is not _SECTION and not is_whole:  # every other type must have an author
        type = _PREPRINT
    title = tex.with_maths(entry.title.en or entry.title.zh)
    own = {
        type.container: f"In \\emph{{{tex.with_maths(container)}}}" if type is _SECTION else tex.with_maths(container),
        **said,
        "title": f"{{{title}}}" if title else "",
        "year": str(entry.year or ""),
        "url": tex.verbatim(address_of(entry, details)),
        "archiveprefix": "arXiv" if details.arxiv else "",
    }
    fields = _kept(details) | {name: value for name, value in own.items() if value}
    return bibtex.record_of(type.bibtex, _key(details), bibtex.numbered(fields))


GROUPS = "; "
"""Between the names of groups that are authors, which an import keeps where a name does not show it."""

KEPT = frozenset(
    (
        *("address", "chapter", "edition", "howpublished", "institution", "issn", "location", "note", "organization"),
        *("school", "type", "urldate", "version"),
    )
)
"""What BibTeX cites and we have no field for: an import keeps it under this name."""


def _kept(details: Details) -> dict[str, str]:
    return {name: tex.harmless(value) for name in sorted(KEPT) if (value := details.fields.get(f"extra:{name}"))}


_CITED = [field for field in FIELDS if field.bibtex]


def _as_tex(field: Field, details: Details) -> str:
    value = details.fields[field.name]
    if field.name == "pages":
        return tex.escaped(value).replace("-", "--").replace("----", "--")
    match field.type:
        case "names":
            return bibtex.people(people(details, field.name))
        case "arxiv" | "doi":
            return tex.verbatim(value)
        case "month":
            return bibtex.month(str(value))
    return tex.escaped(str(value))
