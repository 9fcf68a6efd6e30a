"""buku: a row of its database, and its exports to Markdown and Org as buku 5 writes them: github.com/jarun/buku. Pure.

- [Title](https://example.org) <!-- TAGS: a,b -->
* [[https://example.org][Title]] :a:b:
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from dlread_cli.formats import items, values
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

LONGEST = 100_000
"""Characters of a line that are looked at."""


class Row(NamedTuple):
    """Of the table `bookmarks`, as SQLite gives it; `desc` is what the page or its reader says of it."""

    id: Any
    address: Any
    title: Any
    tags: Any
    desc: Any


def item(row: Row) -> Item | Unreadable:
    """`tags` are `,a,b,`."""
    said = _Bookmark(values.line(row.address, 2_001), values.line(row.title), values.line(row.tags).split(","))
    return _item(said, 0, values.lines(row.desc)) or Unreadable(0, tr("bookmark {id} has no web address", id=row.id))


def is_one(head: str) -> bool:
    """Markdown of bookmarks without tags is like anybody's."""
    *whole, cut_off = head.splitlines() or [""]
    lines = [line for line in whole or [cut_off] if line.strip()]
    is_its_own = any(_ORG in line or _TAGS in line for line in lines)
    return is_its_own and all(map(_bookmark, lines))


def read(lines: Iterable[str]) -> Items:
    for number, line in enumerate(lines, 1):
        if not (line := line[:LONGEST].strip()):
            continue
        said = _bookmark(line)
        found = _item(said, number) if said else None
        yield found or Unreadable(number, tr("no web address") if said else tr("not a bookmark of buku's"))


class _Bookmark(NamedTuple):
    address: str
    title: str
    tags: list[str]


def _item(said: _Bookmark, line: int, note: str = "") -> Item | None:
    fields = items.addressed(said.address)
    if not fields:
        return None
    fields |= items.tags(said.tags)
    fields |= {name: text for name, text in (("title", values.line(said.title)), ("note", note)) if text}
    return Item(items.stub(fields), line=line)


_ORG, _TAGS = "* [[", " <!-- TAGS: "


def _bookmark(line: str) -> _Bookmark | None:
    line = line.strip()
    return _org(line.removeprefix(_ORG)) if line.startswith(_ORG) else _markdown(line.removeprefix("- "))


def _org(text: str) -> _Bookmark | None:
    named, end, tags = text.rpartition("]]")
    address, _, title = named.partition("][")
    return _Bookmark(address, title, tags.split(":")) if end else None


def _markdown(text: str) -> _Bookmark | None:
    text, _, tags = text.partition(_TAGS) if text.endswith("-->") else (text, "", "")
    tagged = tags.removesuffix("-->").strip().split(",")
    if text.startswith("[") and text.endswith(")") and "](" in text:
        title, address = text[1:-1].rsplit("](", 1)
        return _Bookmark(address, title, tagged)
    return _Bookmark(text[1:-1], "", tagged) if text.startswith("<") and text.endswith(">") else None
