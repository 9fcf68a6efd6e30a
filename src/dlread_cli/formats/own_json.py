"""Our own JSON, written and read: every field of an entry, under names that never change. Pure.

An array of objects, in exports one on each line. Exports have the `history`, too, which is all that the reader did to
an entry: read back into an empty data directory, it gives the same library.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dlread_cli.domain import identity, relations
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import FIELDS, QUALIFIED_KEY, Field, is_understood
from dlread_cli.domain.history import Done
from dlread_cli.domain.text import MAY_HEAP, heaps_marks
from dlread_cli.formats import citation, items, json_text
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr


def as_object(entry: Entry, details: Details) -> dict[str, Any]:
    """Every field, under names that never change; what an entry does not have is null or empty."""
    empty: dict[str, Any] = {"names": [], "aliases": []}
    progress = entry.progress and {"read": entry.progress.read, "of": entry.progress.of}
    return {
        "key": entry.key,
        "catalog": entry.catalog,
        **{
            field.json: details.fields.get(field.name) or empty.get(field.type)
            for field in FIELDS
            if field.json not in ("", "key")
        },
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
        "read_first": relations.keys(details.fields, "first:"),
        "related": relations.keys(details.fields, "related:"),
        "extra": {name[6:]: value for name, value in details.fields.items() if name.startswith("extra:") and value},
        "bibtex": _bibtex(entry, details),
        "url": entry.url or None,
        "also_in": list(details.also_in),
        "status": entry.status,
        "status_since": entry.status_at or None,
        "added": entry.added or None,
        "progress": progress,
    }


def _bibtex(entry: Entry, details: Details) -> str | None:
    if not details.bibtex:
        return None
    return citation.own_bibtex(entry, details)


def _words(words: Any) -> dict[str, str] | None:
    return words._asdict() if any(words) else None


def as_json(value: Any, only_ascii: bool = False, indent: int | None = 2) -> str:
    """Valid JSON in which every character that a terminal could act on is escaped; without `indent` on one line."""
    text = json.dumps(value, ensure_ascii=only_ascii, indent=indent)
    if not text.isascii():
        text = MAY_HEAP.sub(lambda run: json.dumps(run[0])[1:-1] if heaps_marks(run[0]) else run[0], text)
    if text.replace("\n", "").isprintable():
        return text
    escapes = _Escapes()
    return "\n".join(line if line.isprintable() else line.translate(escapes) for line in text.split("\n"))


class _Escapes(dict[int, str]):
    """Of what is not printable; each character is looked at once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isprintable() else json.dumps(char)[1:-1]
        return self[code]


def written(entries: Iterable[tuple[Entry, Details, Sequence[Done]]]) -> Iterator[str]:
    between = "[\n"
    for entry, details, history in entries:
        whole = as_object(entry, details) | {"history": [{"time": one.time, "set": one.values} for one in history]}
        yield between + as_json(whole, indent=None)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


# --- read ------------------------------------------------------------------------------------------------------------


def is_one(head: str) -> bool:
    return head.lstrip().startswith("[") and all(f'"{name}":' in head for name in ("key", "catalog", "kind"))


def read(lines: Iterable[str]) -> Items:
    found = json_text.read(lines)
    if isinstance(found, Unreadable):
        yield found
        return
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        if isinstance(one, dict) and (item := _item(one)):
            yield item
        else:
            yield Unreadable(0, tr("object {number} is not an entry", number=number))


def _item(one: dict[str, Any]) -> Item | None:
    found = {field.name: one[field.json] for field in _PLAIN if one.get(field.json) is not None}
    for prefix, values in (("link:", one.get("links")), ("extra:", one.get("extra")), ("state:", one.get("states"))):
        found |= {prefix + name: value for name, value in values.items()} if isinstance(values, dict) else {}
    for prefix, name in _LISTS.items():
        names = one.get(name)
        found |= {f"{prefix}{item}": True for item in names if isinstance(item, str)} if isinstance(names, list) else {}
    found = {name: value for name, value in found.items() if value and _is_good(name, value)}
    key = one.get("key")
    if not found.get("title") and not found.get("title:zh"):
        return None
    at = items.time(one.get("status_since"))
    key = key if isinstance(key, str) and QUALIFIED_KEY.fullmatch(key) else ""
    return Item(
        found,
        key,
        {"status": at} if at else {},
        history=_history(one.get("history")),
        is_of_export=True,
        is_of_catalog=one.get("catalog") not in (None, "own"),
    )


_LISTS = {field.name: field.json for field in FIELDS if field.type in ("tag", "relation")}
_PLAIN: list[Field] = [
    field for field in FIELDS if field.json and field.type not in ("catalog", "key") and not field.name.endswith(":")
]


def _is_good(name: str, value: Any) -> bool:
    return is_understood(name, value) and (not name.startswith("link:") or identity.is_address(value))


def _history(value: Any) -> tuple[Done, ...]:
    done = []
    for one in value if isinstance(value, list) else ():
        time = items.time(one.get("time")) if isinstance(one, dict) else ""
        values = one.get("set") if time else None
        if isinstance(values, dict):
            kept = {name: value for name, value in values.items() if is_understood(name, value)}
            done += [Done(time, kept)] if kept else []
    return tuple(done)
