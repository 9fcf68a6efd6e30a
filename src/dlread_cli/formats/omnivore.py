"""Omnivore's export: `metadata_*.json`, a list of what was saved, or one of it. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from dlread_cli.formats import checked, items
from dlread_cli.formats.checked import Given
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_LONGEST = 10_000_000
"""Characters of a file; Omnivore put twenty items into each."""
_FIELDS = {"title": "title", "description": "summary", "url": "link:page"}
_READ_ELSEWHERE = {"author", "labels", "publishedAt", "readingProgress", "savedAt", "state", "updatedAt"}


def is_one(head: str) -> bool:
    found = re.match(r"\ufeff?\s*(?:\[\s*)?\{", head)
    return found is not None and re.search(r'"(?:readingProgress|savedAt)"\s*:', head) is not None


def read(lines: Iterable[str]) -> Items:
    text = _joined(lines)
    if text is None:
        yield Unreadable(1, tr("this file is too long"))
        return
    for line, value in _values(text):
        if isinstance(value, Unreadable):
            yield value
        elif isinstance(value, dict):
            yield _item(line, value)
        else:
            yield Unreadable(line, tr("this is no saved item"))


def _joined(lines: Iterable[str]) -> str | None:
    pieces = []
    size = 0
    for line in lines:
        size += len(line)
        if size > _LONGEST:
            return None
        pieces.append(line)
    return "".join(pieces).removeprefix("\ufeff")


def _integer(digits: str) -> int | None:
    """Python reads no integer of more than 4,300 digits."""
    return int(digits) if len(digits) < 20 else None


_DECODER = json.JSONDecoder(parse_int=_integer, parse_constant=lambda name: None)
_START = re.compile(r"\s*(\[?)\s*")
_BETWEEN = re.compile(r"[\s,]*")


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """The values of a list, each with its line; what comes before a mistake is read."""
    start = _START.match(text)
    at = start.end() if start else 0
    line, counted = 1, 0
    while at < len(text) and text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            yield line, Unreadable(error.lineno, tr("this is not valid JSON"))
            return
        except RecursionError:
            yield line, Unreadable(line, tr("this is nested too deeply"))
            return
        yield line, value
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    if at >= len(text) and start and start[1]:
        yield line, Unreadable(line + text.count("\n", counted), tr("this list has no end"))


def _item(line: int, saved: dict[str, Any]) -> Item | Unreadable:
    fields = items.stub(checked.linked(checked.fields(_given(saved)) | _status(saved)))
    if not fields.get("title"):
        return Unreadable(line, tr("this item has no title and no address"))
    times = {"kind": items.time(_text(saved, "savedAt"))}
    if fields.get("status") in ("reading", "read"):
        times["status"] = items.time(_text(saved, "updatedAt"))
    return Item(fields, times={name: time for name, time in times.items() if time}, line=line)


def _given(saved: dict[str, Any]) -> Iterator[Given]:
    for name in islice(saved, 1_000):
        if name not in _READ_ELSEWHERE:
            yield Given(_FIELDS.get(name, ""), _text(saved, name), name)
    yield from (Given("authors", name, "author") for name in _people(_text(saved, "author")))
    yield from checked.date(_text(saved, "publishedAt"), "publishedAt")
    labels = saved.get("labels")
    for label in labels[:1_000] if isinstance(labels, list) else ():
        yield Given("tag", _text(label if isinstance(label, dict) else {"name": label}, "name"), "labels")


def _text(saved: dict[str, Any], name: str) -> str:
    value = saved.get(name)
    return value if isinstance(value, str) else ""


def _people(text: str) -> list[str]:
    """`Jane Doe, John Smith` are two, `Doe, Jane` is one."""
    names = re.split(r",\s*(?:and\s)?|;|\sand\s|\s&\s", text[:2_000])
    return names if all(" " in name.strip() for name in names) else [text]


def _status(saved: dict[str, Any]) -> dict[str, str]:
    """What is archived is read, and what was read to its end; what was begun is being read."""
    progress = saved.get("readingProgress")
    percent = progress if isinstance(progress, int | float) else 0
    if saved.get("state") == "Archived" or percent >= 100:
        return {"status": "read"}
    return {"status": "reading" if percent > 0 else "unread"}
