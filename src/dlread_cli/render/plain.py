"""Entries for programs: tab-separated lines, whose columns never change, and JSON objects. Pure."""

from typing import TYPE_CHECKING, Any

from dlread_cli.domain.entries import Entry
from dlread_cli.domain.text import MAY_HEAP, heaps_marks

if TYPE_CHECKING:
    from dlread_cli.domain.details import Details


def columns(entry: Entry, language: str) -> tuple[str, ...]:
    """key, status, kind, year, title, address."""
    return entry.key, entry.status, entry.kind, str(entry.year or ""), entry.title.into(language), entry.url


def as_object(entry: Entry, details: "Details") -> dict[str, Any]:
    """Every field, under names that never change; what an entry does not have is null or empty."""
    progress = entry.progress and {"read": entry.progress.read, "of": entry.progress.of}
    return {
        "key": entry.key,
        "aliases": details.aliases,
        "kind": entry.kind,
        "catalog": entry.catalog,
        "parent": entry.parent or None,
        "lecture": entry.lecture or None,
        "title": entry.title.en or entry.title.zh,
        "title_zh": entry.title.zh or None,
        "authors": details.authors,
        "year": entry.year,
        "venue": details.venue or None,
        "pages": details.pages or None,
        "arxiv": details.arxiv or None,
        "doi": details.doi or None,
        "url": entry.url or None,
        "links": dict(details.links),
        "states": {kind: state._asdict() for kind, state in details.states.items()},
        "license": details.license or None,
        "license_note": _words(details.license_note),
        "language": details.language or None,
        "framework": details.framework or None,
        "tags": entry.tags,
        "summary": details.summary.en or None,
        "summary_zh": details.summary.zh or None,
        "hint": _words(details.hint),
        "figures": [
            {"what": figure.what._asdict(), "value": figure.value, "source": figure.source}
            for figure in details.figures
        ],
        "since": [event._asdict() | {"text": event.text._asdict()} for event in details.since],
        "corrections": [correction._asdict() for correction in details.corrections],
        "relations": [relation._asdict() | {"why": relation.why._asdict()} for relation in details.relations],
        "in_survey": details.in_survey,
        "bibtex": _bibtex(entry, details),
        "status": entry.status,
        "status_since": entry.status_at or None,
        "progress": progress,
        "rating": entry.rating or None,
        "note": details.note or None,
    }


def _bibtex(entry: Entry, details: "Details") -> str | None:
    if not details.bibtex:
        return None
    from dlread_cli.formats import citation

    return citation.asked_for(entry, details)


def _words(words: Any) -> dict[str, str] | None:
    return words._asdict() if any(words) else None


def as_json(value: Any, only_ascii: bool = False) -> str:
    """Valid JSON in which every character that a terminal could act on is escaped."""
    import json

    text = json.dumps(value, ensure_ascii=only_ascii, indent=2)
    if not text.isascii():
        text = MAY_HEAP.sub(lambda run: json.dumps(run[0])[1:-1] if heaps_marks(run[0]) else run[0], text)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)
