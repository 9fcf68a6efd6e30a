"""A catalog of a selection, for others: entries without anything personal, in the order of the list. Pure.

What it says is read again before it is written: a value that a catalog cannot have is left out.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dlread_cli.domain.details import Details
from dlread_cli.domain.duplicates import unused_key
from dlread_cli.domain.entries import Entry, Kind, Text
from dlread_cli.domain.fields import FIELDS
from dlread_cli.formats import catalog, yaml

HEAD = """\
# Change the name and the title, and check it with: dlread catalog check FILE
catalog: reading-list
title: {en: Reading list}
entries:
"""

_PLAIN = [(field.name, field.catalog) for field in FIELDS if field.catalog and field.name not in ("title", "title:zh")]
_LONGEST = 20_000


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    yield HEAD
    all_ = list(entries)
    keys: dict[str, str] = {}
    for entry, _ in all_:
        bare = entry.key.rpartition("/")[2]
        keys[entry.key.lower()] = unused_key(bare, set(keys.values()).__contains__)
    before: set[str] = set()
    for entry, details in all_:
        yield yaml.written([_encodable(_record(entry, details, keys, before))])
        before.add(entry.key.lower())


def _record(entry: Entry, details: Details, keys: Mapping[str, str], before: Container[str]) -> dict[str, Any]:
    record: dict[str, Any] = {"key": keys[entry.key.lower()]}
    if entry.kind == Kind.SECTION:
        record["kind"] = "section"
    if entry.parent and entry.parent.lower() in before:
        record["parent"] = keys[entry.parent.lower()]
    record["title"] = _words(entry.title) or {"en": entry.key}
    least = dict(record)
    for name, value in _told(entry, details, keys):
        place, _, last = name.rpartition(".")
        told = {place: {**record.get(place, {}), last: value}} if place else {name: value}
        if value and catalog.is_entry(least | told):
            record |= told
    return record


def _encodable(value: Any) -> Any:
    """Without halves of surrogate pairs, which no file can have."""
    if isinstance(value, dict):
        return {name: _encodable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _told(entry: Entry, details: Details, keys: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """(name in a catalog, value), in the order of a catalog."""
    yield "lecture", entry.lecture
    for name, place in _PLAIN:
        yield place, details.fields.get(name)
    yield "links", {kind: url for kind, url in details.links.items() if catalog.is_entry(_with_link(kind, url))}
    yield "license_note", _words(details.license_note)
    yield "tags", [tag for tag in entry.tags if tag not in details.own_tags]
    yield "search_words", details.fields.get("search_words")
    yield "note", _words(details.hint)
    yield "figures", [{"what": _words(one.what), "value": one.value, "source": one.source} for one in details.figures]
    yield "since", [_event(one._asdict()) for one in details.since]
    yield "corrections", [_words(one) for one in details.corrections]
    yield "remarks", [{"label": _words(one.label), **_words(one.text)} for one in details.remarks]
    yield "read_first", _relations(details, keys, ("first",))
    yield "related", _relations(details, keys, ("related", "context"))


def _with_link(kind: str, url: str) -> dict[str, Any]:
    return {"key": "x", "title": {"en": "x"}, "links": {kind: url}}


def _event(one: Mapping[str, Any]) -> dict[str, Any]:
    told = {"what": one["what"], **_words(one["text"])}
    return told | {name: one[name] for name in ("date", "url", "source") if one[name]}


def _relations(details: Details, keys: Mapping[str, str], strengths: Sequence[str]) -> list[dict[str, str]]:
    """To what is in the selection, too."""
    return [
        {"key": keys[one.key.lower()], **_words(one.why)}
        | ({"strength": "context"} if one.strength == "context" else {})
        for one in details.relations
        if one.strength in strengths and one.key.lower() in keys
    ]


def _words(text: Text) -> dict[str, str]:
    told = {"en": text.en[:_LONGEST], "zh": text.zh[:_LONGEST]}
    return {language: words for language, words in told.items() if words}
