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
    from dlread_cli.domain.fields import FIELDS

    empty: dict[str, Any] = {"names": [], "aliases": []}
    progress = entry.progress and {"read": entry.progress.read, "of": entry.progress.of}
    return {
        "key": entry.key,
        "catalog": entry.catalog,
        **{field.json: details.fields.get(field.name) or empty.get(field.type) for field in FIELDS if field.json},
        "kind": entry.kind,
        "parent": entry.parent or None,
        "title": entry.title.en or entry.title.zh,
        "venue": details.venue or None,
        "links": dict(details.links),
        "states": {kind: state._asdict() for kind, state in details.states.items()},
        "license_note": _words(details.license_note),
        "tags": entry.tags,
        "hint": _words(details.hint),
        "figures": [
            {"what": figure.what._asdict(), "value": figure.value, "source": figure.source}
            for figure in details.figures
        ],
        "since": [event._asdict() | {"text": event.text._asdict()} for event in details.since],
        "corrections": [correction._asdict() for correction in details.corrections],
        "remarks": [{"label": label._asdict(), "text": text._asdict()} for label, text in details.remarks],
        "relations": [relation._asdict() | {"why": relation.why._asdict()} for relation in details.relations],
        "extra": {name[6:]: value for name, value in details.fields.items() if name.startswith("extra:") and value},
        "bibtex": _bibtex(entry, details),
        "url": entry.url or None,
        "status": entry.status,
        "status_since": entry.status_at or None,
        "progress": progress,
    }


def _bibtex(entry: Entry, details: "Details") -> str | None:
    if not details.bibtex:
        return None
    from dlread_cli.formats import citation

    return citation.own_bibtex(entry, details)


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
