"""Awesome lists: Markdown that somebody else keeps, to entries' fields as a catalog has them. Pure.

Headings become sections, links entries. A key is made of the address, so that an entry with a new title is the same.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from dlread_cli.domain import identity
from dlread_cli.domain.fields import Fields, links
from dlread_cli.formats import markdown
from dlread_cli.formats.catalog import PROBLEMS, Catalog, CatalogError
from dlread_cli.formats.items import Item
from dlread_cli.formats.markdown_blocks import Document
from dlread_cli.translation import tr

BYTES = 4 << 20
ENTRIES = 20_000
"""The longest lists on GitHub have a few thousand, in 1 MB."""

_PERSONAL = ("status", "rating", "note")
_KEY = 80
"""Characters of a key at most; a longer address ends with a checksum."""


def read(content: bytes) -> Catalog:
    """Raises CatalogError, and nothing else, where the text is no list."""
    if len(content) > BYTES:
        raise CatalogError(tr("larger than {file_bytes} MB", file_bytes=BYTES >> 20))
    document = Document()
    problems: list[CatalogError] = []
    entries: dict[str, Fields] = {}
    addresses: set[str] = set()
    lines = content.decode("utf-8-sig", "replace").splitlines(keepends=True)
    for headings, item in markdown.under_headings(lines, document):
        if not isinstance(item, Item):
            problems.append(CatalogError(item.why, item.line))
        elif (address := next(iter(links(item.fields).values()), "")) and address not in addresses:
            addresses.add(address)
            parent = _in_sections(headings, item.line, document.title, entries)
            key = _free(_of_address(address), address, entries)
            entries[key] = _shared(item.fields) | ({"parent": parent} if parent else {}) | {"line": item.line}
        if len(addresses) > ENTRIES:
            raise CatalogError(tr("a list may have at most {entries:,} entries", entries=ENTRIES))
    if not entries:
        raise CatalogError(tr("not a catalog: it has no links in lists, and is not YAML"))
    if len(problems) > PROBLEMS:
        more = CatalogError(tr("and {count} more lines", count=len(problems) - PROBLEMS))
        problems = [*problems[:PROBLEMS], more]
    return Catalog("", {"title": {"en": document.title or "Reading list"}}, list(entries.items()), problems)


def _shared(fields: Fields) -> Fields:
    """Without what is personal; a text beside a box is what the list says of the entry."""
    found = {name: value for name, value in fields.items() if name not in _PERSONAL}
    if note := fields.get("note"):
        found["summary"] = found.get("summary") or note
    return {"kind": "paper"} | found


def _in_sections(headings: Sequence[str], line: int, course: str, entries: dict[str, Fields]) -> str:
    """The key of the innermost section; makes those that are not there yet."""
    parent = ""
    for key, title in _sections(headings):
        if key not in entries:
            above = {"parent": parent} if parent else {}
            entries[key] = {"kind": "section", "title": title, **above, "course": course, "line": line}
        parent = key
    return parent


def _sections(headings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(key, title) of each heading, which has those above it in its key."""
    named = [heading for heading in headings if heading.strip()]
    for number, heading in enumerate(named, 1):
        path = named[:number]
        slugs = [re.sub(r"[^a-z0-9]+", "-", one.lower()).strip("-") for one in path]
        is_whole = all(slugs) and not any(char.isalnum() and not char.isascii() for one in path for char in one)
        yield _short("section-" + ".".join(filter(None, slugs)), "\n".join(path), is_whole), heading


def _of_address(address: str) -> str:
    named = identity.name(address)
    repository = identity.github(address)
    is_page_of_it = repository and named != f"github.com/{repository.lower()}"
    text = repository.lower() if repository and not is_page_of_it else named
    key = re.sub(r"[^a-z0-9._+-]+", "-", text).strip("-._+")
    return _short(key or "entry", named, is_whole=bool(key) and text.isascii() and "?" not in text)


def _short(key: str, whole: str, is_whole: bool) -> str:
    """The key, or its beginning and a checksum of what it is made of."""
    if is_whole and len(key) <= _KEY:
        return key
    return f"{key[: _KEY - 9].rstrip('-._+')}-{_checksum(whole)}"


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def _free(key: str, address: str, entries: dict[str, Fields]) -> str:
    """Two addresses can have the same letters."""
    return key if key not in entries else f"{key}-{_checksum(address)}"
