"""Lists in Markdown, as people keep them on GitHub and in their notes: `- [x] [Title](address) - text`. Pure.

What is written is read back: `[x]` is read, `[ ]` unread, `[/]` reading, `[~]` skipped; behind the title stand
`- _authors_, year, *venue*`, further links by their kind, stars and `#tags`; a note is a quotation below.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from dlread_cli.domain.details import Details
from dlread_cli.domain.duplicates import unused_key
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.identity import is_address
from dlread_cli.domain.text import clean
from dlread_cli.formats import items, markdown_text, values
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.formats.markdown_blocks import Block, Document, blocks
from dlread_cli.formats.markdown_text import Link, escaped, literal, words
from dlread_cli.translation import tr

_STATUSES = {" ": "unread", "x": "read", "X": "read", "-": "reading", "/": "reading", "~": "skipped"}
_BOXES = {"read": "x", "reading": "/", "skipped": "~", "unread": " "}

_KINDS = {
    **dict.fromkeys(("abs", "abstract", "article", "paper"), "paper"),
    **dict.fromkeys(("code", "github", "implementation", "repo", "repository", "source"), "repository"),
    **dict.fromkeys(("home", "homepage", "page", "website"), "page"),
    **dict.fromkeys(("project", "project page"), "project"),
    **dict.fromkeys(("video", "youtube"), "video"),
    **{kind: kind for kind in ("alternative", "archive", "blog", "challenge", "colab", "companion", "companion-fork")},
    **{kind: kind for kind in ("dataset", "demo", "docs", "former-repository", "journal", "lecture-slides")},
    **{kind: kind for kind in ("lecture-video", "package", "pdf", "proceedings", "proceedings-pdf", "review")},
    **{kind: kind for kind in ("slides", "successor", "successor-paper")},
}
"""By what a link is called."""
_BY_ADDRESS = frozenset(("arxiv", "doi", "link", "url"))
"""Names of links, too, which do not say what they are."""

_MOST = 500
"""Links and tags of an item."""
_WAITING = 16 << 20
"""Characters that are read before the first item is known: by then all addresses of references are."""

_GONE = "\0"
_AROUND_GONE = re.compile(r"[(\[]{0,2}\s{0,2}\0(?:[\s,;|/·]{0,4}\0)*\s{0,2}[)\]]{0,2}")
_OPENED = re.compile(r"(?<!\\)[(\[]{1,2}$")
_SEPARATOR = re.compile(r"(?<!\\)[:–—-]{1,3}$")
_TAG = re.compile(r"#((?:\\[_+.-]|[\w.+/-]){1,200})")
_STARS = re.compile("(★{1,5})☆{0,4}")
_DASH = re.compile(r"^[-–—:]+(?:\s+|$)")
_CITED = re.compile(
    r"""(?:_(?P<authors>(?:[^\\_]|\\.)++)_(?:,\ |$))?
        (?:(?P<year>\d{4})(?:,\ |$))?
        (?:\*(?P<venue>(?:[^\\*]|\\.)++)\*)?""",
    re.VERBOSE | re.ASCII,
)
_AUTHOR = re.compile(r"(?:[^\\,]|\\.)+")

_OTHERS = re.compile(
    r"""\s*+(?:[{@%] | \[\s*[{\]] | <!DOCTYPE | <HTML | <DL | TY\ \ - | [\w-]+:(?:\ [^\n]*)?\n[\w-]+:(?:\ |\n)
        | (?>[^\n]*?\b(?:title|url)\b[^\n,]*+,)[^\n]*?\b(?:title|url)\b) | (?s:.*)^@\w+\s*\{""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
"""What JSON, BibTeX, bookmarks, RIS, YAML and CSV begin with."""


def is_one(head: str) -> bool:
    """Has it an item with a box or with a link in brackets, and is it nothing else?"""
    if _OTHERS.match(head):
        return False
    document = Document()
    found = [block for block in blocks(head.splitlines(), document) if isinstance(block, Block)]
    linked = [block for block in found if block.box or "](" in block.text + "".join(block.cells) or "][" in block.text]
    return any(_read(block, document) for block in linked)


def read(lines: Iterable[str]) -> Items:
    """Headings are tags of what is below them, but for the title of the whole."""
    document = Document()
    for headings, item in under_headings(lines, document):
        yield item._replace(fields=items.tags(headings) | item.fields) if isinstance(item, Item) else item


def under_headings(lines: Iterable[str], document: Document) -> Iterator[tuple[list[str], Item | Unreadable]]:
    """Each item with the headings that it stands under, from the outermost; tells the document what belongs to it."""
    found = blocks(lines, document)
    waiting, size = [], 0
    for block in found:
        waiting.append(block)
        size += 200 + (block.size if isinstance(block, Block) else 0)
        if size > _WAITING:
            break
    for block in chain(waiting, found):
        if isinstance(block, Unreadable):
            yield [], block
        elif item := _read(block, document):
            yield document.above(block), item


def _read(block: Block, document: Document) -> Item | Unreadable | None:
    """None of what is no entry."""
    fields = _of_row(block, document) if block.cells else _of_item(block, document)
    if isinstance(fields, Unreadable) or not fields:
        return fields if isinstance(fields, Unreadable) else None
    note = "\n".join(filter(None, (fields.get("note"), "\n".join(map(literal, block.note)))))
    if note.strip():
        fields["note"] = note[:100_000].encode("utf-8", "replace").decode()
    fields = items.stub({name: value for name, value in fields.items() if value})
    return Item(fields, line=block.line) if fields["title"] else None


def _of_item(block: Block, document: Document) -> Fields | Unreadable:
    found = markdown_text.links(block.text, document.addresses)
    own = next(filter(_leads_on, found), None)
    if not own and (not block.box or any(link.address and not link.is_image for link in found)):
        return _unresolved(block, found)
    fields: Fields = {"status": _STATUSES[block.box]} if block.box else {}
    before, behind = (block.text[: own.start], block.text[own.end :]) if own else (block.text, "")
    address = ""
    if own and not (words(before) and (not own.text or _is_kind(own))):
        address, title, rest = own.address, words(own.text), f"{before} {behind}"
        fields |= _by_address(address)
    else:
        said = _OPENED.sub("", before.rstrip()) if own else before
        title, cited = _title_and_citation(_without_tags(said, fields))
        rest = cited + block.text[own.start if own else len(block.text) :]
    rest = _without_tags(_without_links(rest, fields, address, document), fields)
    more = _without_links(" ".join(block.more), fields, address, document)
    if not title:
        title, rest = values.line(words(rest)), ""
    fields |= {"title": values.line(title)} | _said(rest, words(more), "note" if block.box else "summary")
    return fields


def _unresolved(block: Block, found: Sequence[Link]) -> Fields | Unreadable:
    is_lost = not block.box and found and not found[0].address and not words(block.text[: found[0].start])
    return Unreadable(block.line, tr("its link has no address")) if is_lost else {}


def _leads_on(link: Link) -> bool:
    """To an address of the web, and not from a badge."""
    return not link.is_image and is_address(link.address) and not (link.text and not words(link.text))


def _name(link: Link) -> str:
    return words(link.text).strip("[]() ").lower()


def _is_kind(link: Link) -> bool:
    return (name := _name(link)) in _KINDS or name in _BY_ADDRESS


def _by_address(url: str) -> Fields:
    fields = items.addressed(url)
    if (page := fields.get("link:page", "")).lower().endswith(".pdf"):
        return {"link:pdf": page}
    return fields


def _without_links(markdown: str, fields: Fields, own: str, document: Document) -> str:
    """What is said beside the links, which become fields; `own` is the address that the title has."""
    found = markdown_text.links(markdown, document.addresses)
    texts = []
    end, is_listed = 0, False
    for link in found:
        gap, end = markdown[end : link.start].rstrip(" "), link.end
        is_listed = gap.endswith(("(", "[")) or (is_listed and not gap.strip(" ,;|/·"))
        is_named = not link.text or _is_kind(link)
        leads_on = _leads_on(link) and len(fields) < _MOST
        if leads_on and (is_named or is_listed or link.text[0] == "["):
            _add_link(fields, _name(link), link.address, own)
        elif leads_on and link.address not in fields.values():
            fields[unused_key("link:related", fields.__contains__)] = link.address
        texts.append("" if link.is_image else _GONE if is_named and leads_on else link.text)
    return _AROUND_GONE.sub(" ", markdown_text.replaced(markdown, found, texts))


def _add_link(fields: Fields, name: str, url: str, own: str) -> None:
    found = _by_address(url)
    if kind := _KINDS.get(name):
        if url == own:  # it was not known what it is
            for guessed, value in found.items():
                if guessed.startswith("link:") and fields.get(guessed) == value:
                    del fields[guessed]
        found = {one: value for one, value in found.items() if not one.startswith("link:")} | {f"link:{kind}": url}
    known = [value for one, value in fields.items() if one.startswith(f"link:{kind or ''}") or not kind]
    for one, value in found.items():
        if one.startswith("link:") and name not in _BY_ADDRESS and value not in known:
            fields[unused_key(one, fields.__contains__)] = value
        elif value not in known:
            fields.setdefault(one, value)


def _without_tags(markdown: str, fields: Fields) -> str:
    """Tags and stars at the end become fields."""
    parts = markdown.rstrip().split(" ")
    tags: list[str] = []
    while parts:
        if tag := _TAG.fullmatch(parts[-1]):
            tags += [literal(tag[1])] if len(fields) + len(tags) < _MOST else []
        elif stars := _STARS.fullmatch(parts[-1]):
            fields["rating"] = len(stars[1])
        elif parts[-1]:
            break
        parts.pop()
    fields |= items.tags(reversed(tags))
    return " ".join(parts)


def _title_and_citation(markdown: str) -> tuple[str, str]:
    title, dash, cited = markdown.rpartition(" - ")
    if not dash or not _CITED.fullmatch(cited):
        title, cited = markdown, ""
    return words(_SEPARATOR.sub("", title.rstrip())), f"- {cited} " if cited else ""


def _said(markdown: str, more: str, name: str) -> Fields:
    """Authors, year and venue, as we write them; of other words, a text."""
    cited = _CITED.fullmatch(_DASH.sub("", markdown.strip(), count=1))
    if not cited:
        return {name: values.line(f"{_DASH.sub('', words(markdown), count=1)} {more}")}
    authors = (values.line(words(author)) for author in _AUTHOR.findall(cited["authors"] or ""))
    return {
        "authors": list(filter(None, authors))[:10_000],
        "year": int(cited["year"] or 0),
        "venue": values.line(words(cited["venue"] or "")),
        name: more,
    }


def _of_row(block: Block, document: Document) -> Fields:
    """Empty without a link. Columns are known by their names; the others are the summary."""
    cells = list(block.cells)
    found = [(at, link) for at, cell in enumerate(cells) for link in markdown_text.links(cell, document.addresses)]
    at, own = next(((at, link) for at, link in found if _leads_on(link)), (0, None))
    if not own:
        return {}
    title = address = ""
    fields: Fields = {}
    if own.text and not _is_kind(own):
        title, address = words(own.text), own.address
        cells[at] = cells[at][: own.start] + cells[at][own.end :]
        fields |= _by_address(address)
    texts = [values.line(words(_without_links(cell, fields, address, document))) for cell in cells]
    names = [words(name).lower() for name in block.header] + [""] * len(texts)
    said = [(name, text) for name, text in zip(names, texts, strict=False) if text]
    for name, text in said:
        fields |= _column(name, text)
    others = [(name, text) for name, text in said if not _column(name, text)]
    if not title and not fields.get("title"):
        title = others.pop(0)[1] if others else ""
    fields["title"] = values.line(title) or fields.get("title", "")
    return fields | {"summary": "; ".join(f"{name}: {text}" if name else text for name, text in others)}


def _column(name: str, text: str) -> Fields:
    match name:
        case "title" | "paper" | "name":
            return {"title": text}
        case "author" | "authors":
            return {"authors": [author for author in re.split(r",\s*|\s+and\s+", text) if author]}
        case "year" | "date" if year := values.year(text):
            return {"year": year}
        case "venue" | "conference" | "journal":
            return {"venue": text}
        case "tag" | "tags":
            return items.tags(text.split(","))
    return {}


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    yield "# Reading list\n\n"
    for entry, details in entries:
        url = entry.url if is_address(entry.url) else ""
        title = next(filter(None, map(_words, (entry.title.en, entry.title.zh, entry.key))), "")
        stars = ["★" * entry.rating] if entry.rating else []
        tags = [f"#{escaped(tag)}" for tag in entry.tags]
        said = [_link(title, url) if url else title, *_cited(entry, details), *_links(details, url), *stars, *tags]
        yield f"- [{_BOXES[entry.status]}] {' '.join(said)}\n"
        yield from (f"  > {escaped(line)}".rstrip(" ") + "\n" for line in _lines(details.note))


def _words(text: str) -> str:
    return escaped(" ".join(clean(text).split()))


def _link(text: str, url: str) -> str:
    return f"[{text}]({markdown_text.escaped_address(url)})"


def _lines(note: str) -> list[str]:
    return note.split("\n") if note.strip() else []


def _cited(entry: Entry, details: Details) -> list[str]:
    authors = ", ".join(name.replace(",", r"\,") for name in map(_words, details.authors) if name)
    venue = _words(entry.venue or details.venue)
    parts = (f"_{authors}_" if authors else "", f"{entry.year:04}" if entry.year else "", f"*{venue}*" if venue else "")
    return [f"- {said}"] if (said := ", ".join(filter(None, parts))) else []


def _links(details: Details, url: str) -> list[str]:
    """Those that are not read from the address of the title alone."""
    known = _by_address(url)
    links = {kind: other for kind, other in details.links.items() if known.get(f"link:{kind}") != other}
    for other in links.values():
        known = _by_address(other) | known
    if details.arxiv and known.get("arxiv") != details.arxiv:
        links["arXiv"] = f"https://arxiv.org/abs/{details.arxiv}"
    if details.doi and known.get("doi") != details.doi:
        links["doi"] = f"https://doi.org/{details.doi}"
    shown = [_link(escaped(kind), other) for kind, other in links.items() if is_address(other)]
    return [f"({', '.join(shown)})"] if shown else []
