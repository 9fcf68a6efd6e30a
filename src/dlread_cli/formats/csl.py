"""CSL-JSON 1.0, written and read; see https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html. Pure."""

import re
from typing import Any

from dlread_cli.domain import identity
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import FIELDS, Fields
from dlread_cli.domain.identity import is_isbn
from dlread_cli.domain.names import Name
from dlread_cli.formats import citation, values

_OF_OUR_OWN = ("title", "container-title", "container-title-short")
_SAME = [
    field for field in FIELDS if field.csl and field.type in ("text", "doi", "isbn") and field.csl not in _OF_OUR_OWN
]
"""Those whose value is the same in CSL."""
_OF_VENUE = [field for field in _SAME if field.is_of_venue]


def written(entry: Entry, details: Details, key: str) -> dict[str, Any]:
    """`key` is what it is cited by."""
    type = citation.type_of(entry, details)
    issued = [entry.year, *filter(None, (details.fields.get("month"),))]
    fields = {
        "id": key,
        "type": type.csl,
        "title": entry.title.en or entry.title.zh,
        "author": [_name(name) for name in citation.people(details)],
        "editor": [_name(name) for name in citation.people(details, "editor")],
        "issued": {"date-parts": [issued]} if entry.year else None,
        type.csl_container: citation.container_of(entry, details),
        **{field.csl: value for field in _SAME if (value := details.fields.get(field.name))},
        "URL": citation.address_of(entry, details),
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {part: value for part, value in name._asdict().items() if value}


def read(item: dict[str, Any], doi: str) -> Fields:
    """What it says of the work with this DOI, if it has one; also in the forms of Crossref and DataCite."""
    arxiv = identity.name(doi)
    is_preprint = identity.is_arxiv(arxiv)
    fields: Fields = {
        "title": values.bare(item.get("title")),
        "authors": values.people(item.get("author"), _PARTS, _WHOLE),
        **_date(item),
        "arxiv": arxiv if is_preprint else _preprint(item),
        "doi": "" if is_preprint else doi,
        "summary": re.sub(r"^abstract\W*\s", "", values.bare(item.get("abstract")), flags=re.IGNORECASE),
        "link:paper": f"https://arxiv.org/abs/{arxiv}" if is_preprint else f"https://doi.org/{doi}" if doi else "",
        "link:pdf": f"https://arxiv.org/pdf/{arxiv}" if is_preprint else "",
    }
    if not is_preprint:
        fields |= _venue(item)
    return {name: value for name, value in fields.items() if value}


_PARTS = ("given", "non-dropping-particle", "family")
_WHOLE = ("literal", "name")


_TYPES = {
    "article": "preprint",
    "article-journal": "journal",
    "book": "book",
    "book-chapter": "chapter",
    "chapter": "chapter",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "journal",
    "monograph": "book",
    "paper-conference": "conference",
    "posted-content": "preprint",
    "proceedings-article": "conference",
    "report": "report",
    "thesis": "thesis",
}
"""Those of CSL, and those of Crossref, which some answers have in their place."""


def _venue(item: dict[str, Any]) -> Fields:
    short, name = values.bare(item.get("container-title-short"), 300), values.bare(item.get("container-title"), 300)
    event = item.get("event")
    name = name or values.bare(event.get("name") if isinstance(event, dict) else event, 300)
    isbns = item.get("ISBN")
    return {
        "venue": short or name,
        "venue:name": name if short else "",
        "type": _TYPES.get(values.line(item.get("type"), 40), ""),
        **{field.name: values.bare(item[field.csl], 300) for field in _OF_VENUE if field.csl in item},
        "editor": values.people(item.get("editor"), _PARTS, _WHOLE),
        "isbn": next(filter(is_isbn, map(values.line, isbns[:20] if isinstance(isbns, list) else [isbns])), ""),
    }


def _date(item: dict[str, Any]) -> Fields:
    for field in ("issued", "published", "published-print", "published-online"):
        date = item.get(field)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            year, month = (*parts[0], None)[:2]
            return {"year": values.year(str(year)[:10]), "month": values.month(str(month)[:10])}
        if isinstance(date, dict) and (found := values.year(date.get("raw") or date.get("literal"))):
            return {"year": found}
    return {}


def _preprint(item: dict[str, Any]) -> str:
    """The arXiv id that Crossref relates a published version to (`relation`, as in its REST interface)."""
    relations = item.get("relation")
    for kind in ("has-preprint", "is-same-as", "is-version-of"):
        others = relations.get(kind) if isinstance(relations, dict) else None
        for other in others[:100] if isinstance(others, list) else ():
            named = identity.name(values.line(other.get("id"), 300)) if isinstance(other, dict) else ""
            if identity.is_arxiv(named):
                return named
    return ""
