"""Reading lists as CSV: of Zotero, Pocket, Readwise Reader, Instapaper and Raindrop, and our own. Pure.

What a column means is known by its name, so that the CSV of other programs and of spreadsheets is read too.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.formats import checked, csv_rows, items, zotero_extra
from dlread_cli.formats.checked import Given
from dlread_cli.formats.csv_rows import DELIMITERS, Fault, Row
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_COLUMNS = {
    **dict.fromkeys(("title", "name"), "title"),
    **dict.fromkeys(("author", "authors"), "authors"),
    **dict.fromkeys(("editor", "editors"), "editor"),
    **dict.fromkeys(("year", "publication year"), "year"),
    **dict.fromkeys(("date", "published", "publication date"), "date"),
    **dict.fromkeys(("doi", "doi link"), "doi"),
    **dict.fromkeys(("arxiv", "arxiv id", "arxiv_id"), "arxiv"),
    **dict.fromkeys(("url", "link", "href", "address"), "url"),
    **dict.fromkeys(("abstract note", "abstract", "summary", "excerpt", "description"), "summary"),
    **dict.fromkeys(("note", "notes", "selection", "highlights", "comment", "comments"), "note"),
    **dict.fromkeys(("tags", "document tags", "labels", "keywords"), "tags"),
    **dict.fromkeys(("manual tags", "automatic tags"), "zotero tags"),
    **dict.fromkeys(("folder", "location", "collection", "state", "status", "read status", "reading status"), "status"),
    **dict.fromkeys(("issue", "number"), "number"),
    **dict.fromkeys(("reading progress", "progress"), "progress"),
    **dict.fromkeys(("favorite", "favourite"), "favorite"),
    **dict.fromkeys(("key", "citation key", "citekey", "bibtexkey"), "key"),
    **dict.fromkeys(("time_added", "date added", "saved date", "timestamp", "created", "added"), "added"),
    **dict.fromkeys(("status_date", "date read", "read date"), "status date"),
    **dict.fromkeys(("venue", "publication title", "journal", "booktitle"), "venue"),
    **dict.fromkeys(("conference name", "meeting name", "proceedings title"), "venue"),
    "journal abbreviation": "short venue",
    "item type": "item type",
    "extra": "zotero extra",
    **{name: name for name in ("isbn", "language", "pages", "publisher", "rating", "series", "volume", "type")},
}
"""By the name of a column in lower case: a field of ours, or what `_given` does with it."""
_NAMING = {"title", "url", "doi"}
"""Without one of these it is no reading list."""

_STATUSES = {
    **{name: status.value for name, status in zotero_extra.STATUSES.items()},
    **dict.fromkeys(("unread", "later", "inbox", "to-read"), "unread"),
    "reading": "reading",
    **dict.fromkeys(("archive", "archived", "finished", "done"), "read"),
    "skipped": "skipped",
}
_NO_FOLDER = ("unsorted", "active", "unknown")

_TYPES = {
    "journalarticle": "journal",
    "magazinearticle": "journal",
    "conferencepaper": "conference",
    "booksection": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "preprint": "preprint",
    "manuscript": "preprint",
}
"""Of Zotero's items."""


def is_one(head: str) -> bool:
    """The first line has names of columns that we know, a title, address or DOI among them."""
    line = next((line for line in head.removeprefix("\ufeff").splitlines() if line.strip()), "")
    return bool(_delimiter(line))


def _delimiter(header: str) -> str:
    """Between the names of columns; '' if that is no header."""
    known = {one: [_COLUMNS.get(name) for name in csv_rows.names(header, one)] for one in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: sum(map(bool, known[one])))
    is_header = _NAMING & set(known[best]) and known[best] != ["title"] and "://" not in header
    return best if is_header else ""


def read(lines: Iterable[str]) -> Items:
    coming = (line for _, line in checked.numbered(lines))
    blank, head = 0, ""
    for head in coming:
        if head.strip():
            break
        blank += 1
    delimiter = _delimiter(head)
    if not delimiter:
        if head.strip():
            yield Unreadable(blank + 1, tr("no column is named title, url or doi"))
        return
    rows = csv_rows.rows(itertools.chain(itertools.repeat("\n", blank), [head], coming), delimiter)
    columns = csv_rows.names(head, delimiter)
    for row in itertools.islice(rows, 1, None):
        yield Unreadable(row.line, row.why) if isinstance(row, Fault) else _item(columns, row)


class _Cell(NamedTuple):
    kind: str
    """A field of ours, or another of `_COLUMNS`; '' of a column that we do not know."""
    text: str
    column: str


_OF_PAPERS = {"authors", "doi", "arxiv", "isbn", "venue"}
"""Its address is that of a paper, not of a page."""


def _item(columns: list[str], row: Row) -> Item | Unreadable:
    cells = _venues(_cells(columns, row))
    given = [one for cell in cells for one in _given(cell)]
    is_paper = any(cell.kind in _OF_PAPERS for cell in cells) or any(one.field == "type" for one in given)
    address = "link:paper" if is_paper else "link:page"
    given = [one._replace(field=address) if one.field == "url" else one for one in given]
    urls = {one.text.strip() for one in given if one.field == address}
    fields = checked.fields(one for one in given if one.field != "title" or one.text.strip() not in urls)  # Pocket's
    fields = items.stub(checked.linked(fields | _status(cells)))
    if not fields.get("title"):
        return Unreadable(row.line, tr("this row has no title and no address"))
    key = next((text for kind, text, _ in cells if kind == "key" and checked.is_key(text)), "")
    return Item(fields, key, _times(cells, fields), row.line)


_ZOTERO: dict[str, Callable[[str], tuple[str, str]]] = {
    "key": lambda text: ("", text),
    "note": lambda text: ("note", checked.from_html(text)),
    "title": lambda text: ("title", checked.unmarked(text)),
}
"""By kind: what it is in a file of Zotero's, which has markup, and keys that nobody would type."""


def _cells(columns: list[str], row: Row) -> list[_Cell]:
    """Those with something in them. What is beyond the last column has none."""
    is_zotero = "item type" in columns
    cells: list[_Cell] = []
    for column, text in itertools.zip_longest(columns[: len(row.cells)], row.cells, fillvalue="other"):
        kind = _COLUMNS.get(column, "")
        if not text.strip():
            continue
        if kind == "zotero extra":
            cells += _extra(text)
            continue
        text = _plain(text)
        if is_zotero and kind in _ZOTERO:
            kind, text = _ZOTERO[kind](text)
        cells.append(_Cell(kind, text, column))
    return cells


def _venues(cells: list[_Cell]) -> list[_Cell]:
    """Where there is an abbreviation, the other one is the whole name."""
    has_both = {"venue", "short venue"} <= {cell.kind for cell in cells}
    kinds = {"short venue": "venue", "venue": "venue:name" if has_both else "venue"}
    return [cell._replace(kind=kinds.get(cell.kind, cell.kind)) for cell in cells]


_EXTRA = {
    "arxiv": "arxiv",
    "citation key": "key",
    "doi": "doi",
    "read_status": "status",
    "read_status_date": "status date",
}


def _extra(text: str) -> Iterator[_Cell]:
    """The lines of Zotero's field Extra, some of which are `Name: value`."""
    for line in text.splitlines():
        name, _, value = line.partition(":")
        kind = _EXTRA.get(name.strip().lower(), "")
        value = re.sub(r" \[[\w.-]+\]$", "", value.strip()) if kind == "arxiv" else value.strip()
        yield _Cell(kind, value if kind else line, "extra")


def _given(cell: _Cell) -> Iterable[Given]:
    kind, text, column = cell
    match kind:
        case "authors" | "editor":
            return (Given(kind, name, column) for name in text.split(";"))
        case "date":
            return checked.date(text, column)
        case "tags":
            return (Given("tag", name, column) for name in _tags(text))
        case "zotero tags":
            return (Given("tag", name, column) for name in text.split(";"))
        case "status":
            return () if _is_status(text) else (Given("tag", re.sub(r"\s*/\s*", "/", text), column),)
        case "favorite":
            return (Given("tag", "favorite" if text.lower() in ("true", "1", "yes") else "", column),)
        case "item type":
            type = _TYPES.get(text.lower(), "")
            return (Given("type" if type else "", type or text, column),)
        case "key" | "added" | "status date" | "progress":
            return ()
    return (Given(kind, text, column),)


def _tags(text: str) -> list[str]:
    """Of `a|b` (Pocket), `["a", "b"]` (Instapaper), `['a', 'b']` (Readwise Reader) and `a, b`."""
    text = text.strip()[:10_000]
    if text.startswith("["):
        try:
            found = json.loads(text)
            return [name for name in found if isinstance(name, str)]
        except (ValueError, RecursionError):
            return [one[0] or one[1] for one in re.findall(r"""'([^']*)'|"([^"]*)\"""", text)]
    return text.split("|") if "|" in text else re.split("[,;\n]", text)


def _is_status(text: str) -> bool:
    return text.strip().lower() in (*_STATUSES, *_NO_FOLDER)


def _status(cells: Iterable[_Cell]) -> dict[str, str]:
    """By the columns that say it, else by how far it was read: from 0 to 1, or in per cent."""
    words = [(kind, text.strip().lower()) for kind, text, _ in cells]
    found = next((_STATUSES[word] for kind, word in words if kind == "status" and word in _STATUSES), "")
    progress = next((_number(word) for kind, word in words if kind == "progress"), 0)
    if progress and found in ("", "unread"):
        found = "read" if progress in (1, 100) else "reading"
    return {"status": found} if found else {}


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d{1,20})?", text, re.ASCII) else 0


_TIMES = {"added": "kind", "status date": "status"}


def _times(cells: Iterable[_Cell], fields: Mapping[str, Any]) -> dict[str, str]:
    times = {_TIMES[kind]: items.time(text) for kind, text, _ in cells if kind in _TIMES}
    return {name: time for name, time in times.items() if time and (name == "kind" or name in fields)}


_FORMULA = "=+\\-@\t\r\n＝＋－＠"
"""What makes a spreadsheet calculate, if it begins a cell; OWASP, CSV Injection."""


def _defused(text: str) -> str:
    return re.sub(f"^(?='*[{_FORMULA}])", "'", text)


def _plain(text: str) -> str:
    return re.sub(f"^'(?='*[{_FORMULA}])", "", text)


_HEADER = (
    *("key", "title", "authors", "year", "venue", "doi", "arxiv", "url"),
    *("status", "status_date", "rating", "tags", "note", "added"),
)


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    """With a byte-order mark, without which Excel does not take it for UTF-8."""
    yield "\ufeff"
    yield from csv_rows.written(itertools.chain([_HEADER], (_row(*one) for one in entries)))


def _row(entry: Entry, details: Details) -> list[str]:
    fields = details.fields
    cells = {name: str(fields.get(name) or "") for name in ("year", "venue", "doi", "arxiv", "status", "rating")} | {
        "key": entry.key,
        "title": fields.get("title") or fields.get("title:zh") or "",
        "authors": "; ".join(name.replace(";", ",") for name in details.authors),
        "url": entry.url,
        "status_date": entry.status_at if fields.get("status") else "",
        "tags": ", ".join(entry.tags),
        "note": details.note,
        "added": entry.added,
    }
    return [_defused(checked.lines(cells[name])) for name in _HEADER]
