"""Bookmarks as browsers export them (`<DL><DT><A HREF=...>`), and Pocket's and Instapaper's old lists in HTML. Pure.

Read by the few tags that such files consist of: `html.parser` takes quadratic time for some that are never closed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dlread_cli.domain.fields import Fields
from dlread_cli.domain.identity import is_address
from dlread_cli.formats import items, values
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_NOTE = 100_000
_DEEPEST = 20
"""Folders in folders; those that are deeper are no tags."""
_TAG_LINES = 20
_TAG_LONGEST = 1 << 20
"""A tag may go on for so many lines and characters: some have a picture in it."""

_TAG = re.compile(r"""<(/?[A-Za-z][A-Za-z0-9]*)((?:[^<>"']++|"[^"]*"|'[^']*')*+)>""")
_BEGUN = re.compile(r"""<(?:/?[A-Za-z](?:[^<>"']++|"[^"]*"|'[^']*')*+(?:"[^"<]*+|'[^'<]*+)?)?\Z""")
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([A-Za-z][\w:-]*+)\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'<>]++)""")
_STRUCTURE = {"a", "dd", "dl", "dt", "h1", "h3", "li", "ol", "ul"} | {"/a", "/dl", "/h1", "/h3", "/li", "/ol", "/ul"}
_STATUSES = {"archive": "read", "read archive": "read", "unread": "unread"}
"""By the headings of Pocket and Instapaper."""
_ARXIV_TITLE = re.compile(r"\[([\w./-]+?)(?:v\d+)?\]\s+(?=\S)")
_IS_ONE = re.compile(
    r"<!DOCTYPE NETSCAPE-Bookmark-file|<DT>\s*<A\s[^>]*HREF|<li>\s*<a\s[^>]*time_added=|<title>Instapaper: Export",
    re.IGNORECASE,
)


class _Piece(NamedTuple):
    """A tag with its attributes, or text if `tag` is empty."""

    line: int
    tag: str
    rest: str


@dataclass(slots=True)
class _Bookmark:
    line: int
    attributes: dict[str, str]
    tags: Fields
    status: str
    title: str = ""
    note: str = ""


@dataclass(slots=True)
class _Place:
    """Where in the file we are."""

    folders: list[Fields] = field(default_factory=list)
    """The tag of each that we are in; none of those of the browser."""
    deeper: int = 0
    named: str = ""
    """The folder that begins next."""
    heading: str = ""
    """Of a list."""

    def enter(self) -> None:
        if len(self.folders) < _DEEPEST:
            self.folders.append(items.tags([self.named]))
        else:
            self.deeper += 1
        self.named = ""

    def leave(self) -> None:
        if self.deeper:
            self.deeper -= 1
        elif self.folders:
            self.folders.pop()

    def bookmark(self, line: int, attributes: dict[str, str]) -> _Bookmark:
        status = "" if self.folders else _STATUSES.get(self.heading.lower(), "")
        tags = {} if self.folders or status else items.tags([self.heading])
        for folder in self.folders:
            tags |= folder
        return _Bookmark(line, attributes, tags, "unread" if attributes.get("toread") == "1" else status)


def is_one(head: str) -> bool:
    return head.lstrip().startswith("<") and _IS_ONE.search(head) is not None


def read(lines: Iterable[str]) -> Items:
    """Folders are tags, but for those that the browser made itself."""
    place = _Place()
    bookmark: _Bookmark | None = None
    attributes: dict[str, str] = {}
    begun, said, size = "", list[str](), 0
    for line, name, rest in _pieces(lines):
        tag = name.lower()
        if tag not in _STRUCTURE:
            size += len(name) + len(rest)
            if begun and size <= _NOTE and not (tag and begun == "dd"):
                said.append(f"<{name}{rest}>" if tag else rest)  # buku escapes nothing in a title
            continue
        _take(begun, "".join(said), attributes, place, bookmark)
        if bookmark and tag not in ("/a", "dd"):
            yield _item(bookmark)
            bookmark = None
        begun, said, size = tag, [], 0
        if tag in ("a", "h1", "h3"):
            attributes = _attributes(rest)
        match tag:
            case "a" if "href" in attributes:
                bookmark = place.bookmark(line, attributes)
            case "dl":
                place.enter()
            case "/dl":
                place.leave()
    _take(begun, "".join(said), attributes, place, bookmark)
    if bookmark:
        yield _item(bookmark)


def _take(tag: str, said: str, attributes: dict[str, str], place: _Place, bookmark: _Bookmark | None) -> None:
    """What was said behind a tag, up to the next."""
    text = values.unescaped(said)
    match tag:
        case "h1":
            place.heading = values.line(text)
        case "h3":
            is_own = not attributes.keys() & {"personal_toolbar_folder", "unfiled_bookmarks_folder"}
            place.named = values.line(text) if is_own else ""
        case "a" if bookmark:
            bookmark.title = values.line(text)
        case "dd" if bookmark:
            bookmark.note = "\n".join(line.strip() for line in text.strip().splitlines())


def _item(bookmark: _Bookmark) -> Item | Unreadable:
    url = bookmark.attributes["href"].strip()
    fields = items.addressed(url) if is_address(url) else {}
    if not fields:
        return Unreadable(bookmark.line, tr("no address of the web"))
    title = bookmark.title
    if (named := _ARXIV_TITLE.match(title)) and named[1].lower() == fields.get("arxiv"):
        title = title[named.end() :]  # as arXiv's pages have it
    fields |= bookmark.tags | items.tags(bookmark.attributes.get("tags", "").split(","))
    said = {"title": title, "status": bookmark.status, "note": bookmark.note.encode("utf-8", "replace").decode()}
    fields |= {name: value for name, value in said.items() if value}
    added = items.time(bookmark.attributes.get("add_date") or bookmark.attributes.get("time_added") or "")
    return Item(items.stub(fields), times={"kind": added} if added else {}, line=bookmark.line)


def _attributes(text: str) -> dict[str, str]:
    """The first of each name, which is in lower case."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), values.unescaped(value.strip("\"'")))
    return found


def _pieces(lines: Iterable[str]) -> Iterator[_Piece]:
    """A tag that goes on in the next line is one."""
    rest, begun = "", 0
    for number, line in _without_comments(lines):
        begun = begun if rest else number
        carried, text, place = len(rest), rest + line, 0
        for found in _TAG.finditer(text):
            at = begun if found.start() < carried else number
            yield _Piece(at, "", text[place : found.start()])
            yield _Piece(at, found[1], found[2])
            place = found.end()
        goes_on = number - begun < _TAG_LINES and "<" in text
        cut = _BEGUN.search(text, max(place, len(text) - _TAG_LONGEST)) if goes_on else None
        rest = cut[0] if cut else ""
        yield _Piece(number, "", text[place : len(text) - len(rest)])
    yield _Piece(begun, "", rest)


def _without_comments(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    is_comment = False
    for number, line in enumerate(lines, 1):
        kept = [] if is_comment or "<!--" in line else [line]
        for part in re.split("(<!--|-->)", line) if not kept else ():
            if part == "<!--" or is_comment:
                is_comment = part != "-->"
            else:
                kept.append(part)
        yield number, "".join(kept)
