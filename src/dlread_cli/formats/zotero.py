"""Items of a Zotero library, in the shape that its API gives them, to items of ours. Pure.

The shape is that of `data` in version 3 of the API (zotero.org/support/dev/web_api/v3/basics): `network/zotero.py` has
it from the running program, `storage/zotero.py` makes it of the database.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dlread_cli.domain import identity
from dlread_cli.domain.fields import KEY, Fields
from dlread_cli.domain.identity import Reference, is_isbn
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError
from dlread_cli.formats import items, markup, values, zotero_extra
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

CHILDREN = ("note", "attachment", "annotation")
"""Types of items that belong to others, or to nobody; they are no entries."""

OWN = "library"
"""The user's own library, as in `zotero://select/library/items/KEY`; a group is `groups/ID`."""


class Record(NamedTuple):
    data: Mapping[str, Any]
    children: Sequence[Mapping[str, Any]] = ()
    """`data` of its notes, attachments and their annotations; `path` is the place of a file, where it is known."""
    collections: Sequence[str] = ()
    """Names, those of all parents too."""
    library: str = OWN


def read(records: Iterable[Record]) -> Items:
    """What is deleted, or no entry of its own, is passed over."""
    for record in records:
        if not _is_entry(record.data):
            continue
        item = _item(record)
        yield item if item.fields["title"] else Unreadable(0, tr("this item has no title and no address"))


def group_of(library: str, groups: Mapping[str, int]) -> int:
    """The number of a group, by its name. Raises DlreadError for a name that there is not."""
    for name, number in groups.items():
        if name.casefold() == library.casefold():
            return number
    if not groups:
        raise DlreadError(tr("no Zotero group is called '{library}'; there are no groups", library=library))
    told = listed([*groups])
    raise DlreadError(tr("no Zotero group is called '{library}'; there are: {groups}", library=library, groups=told))


def with_parents(collection: Any, known: Mapping[Any, tuple[str, Any]]) -> list[str]:
    """Names of a collection and all that it is in, by what each is called and in; also where they make a circle."""
    names: dict[Any, str] = {}
    while collection in known and collection not in names:
        names[collection], collection = known[collection]
    return [*names.values()]


def _is_entry(data: Mapping[str, Any]) -> bool:
    return data.get("itemType") not in CHILDREN and not data.get("deleted") and not data.get("parentItem")


def _item(record: Record) -> Item:
    data = record.data
    left = {name: value for name, value in data.items() if isinstance(value, str) and value.strip()}
    for name in _OF_ZOTERO:
        left.pop(name, None)
    said, rest = _extra_lines(left.pop("extra", ""))
    status = said.get("readstatus", "")
    known = zotero_extra.STATUSES.get(status.lower())
    key = said.get("citationkey") or (left.pop("citationKey") if KEY.fullmatch(left.get("citationKey", "")) else "")
    fields: Fields = {
        "title": _taken(left, *_TITLES),
        **_creators(data.get("creators")),
        **_date(left),
        **_venue(left, data.get("itemType")),
        **_identified(left, said),
        "summary": _taken(left, "abstractNote"),
        **items.tags([*_tags(data.get("tags")), *record.collections, *([] if known else [status])]),
        "status": known.value if known else "",
        "rating": int(said.get("rating", 0)),
        "note": values.joined(*map(_noted, record.children)),
        "extra:files": values.lines("\n".join(filter(None, map(_file, record.children))), values.LONGEST),
        "extra:zotero": rest,
        "extra:zotero-key": f"{record.library}/items/{data['key']}" if _is_key(data.get("key")) else "",
    }
    others = {f"extra:{name.lower()}": values.line(text) for name, text in left.items() if KEY.fullmatch(name)}
    found = items.stub({name: value for name, value in (others | fields).items() if value})
    times = {"kind": items.time(data.get("dateAdded"))}
    if "status" in found:
        times["status"] = items.time(said.get("readstatusdate"))
    key, kept = items.called(key)
    return Item(found | kept, key, {name: at for name, at in times.items() if at})


_OF_ZOTERO = ("itemType", "key", "dateAdded", "dateModified", "parentItem")
"""What is read elsewhere, or says something of Zotero and not of the work."""


def _is_key(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Z0-9]{1,16}", value) is not None


def _taken(left: dict[str, str], *names: str) -> str:
    """The first of these fields that says something, which is then no longer left."""
    for name in names:
        if name in left and (text := values.bare(left[name])):
            del left[name]
            return text
    return ""


# --- what it is and where it appeared ------------------------------------------------------------------------------

_TITLES = ("title", "caseName", "nameOfAct", "subject")

_TYPES = {
    "journalArticle": "journal",
    "magazineArticle": "journal",
    "newspaperArticle": "journal",
    "conferencePaper": "conference",
    "book": "book",
    "bookSection": "chapter",
    "encyclopediaArticle": "chapter",
    "dictionaryEntry": "chapter",
    "thesis": "thesis",
    "report": "report",
    "preprint": "preprint",
}
"""Others, as `webpage`, are kept under Zotero's name."""

_VENUES = (
    *("proceedingsTitle", "publicationTitle", "bookTitle", "encyclopediaTitle", "dictionaryTitle", "conferenceName"),
    *("websiteTitle", "blogTitle", "forumTitle"),
)
_SAME = {
    "volume": ("volume",),
    "number": ("issue", "number", "reportNumber"),
    "pages": ("pages",),
    "series": ("series", "seriesTitle"),
    "publisher": ("publisher", "university", "institution", "repository", "company"),
    "language": ("language",),
}


def _venue(left: dict[str, str], kind: object) -> Fields:
    short, name = _taken(left, "journalAbbreviation"), _taken(left, *_VENUES)
    fields: Fields = {"venue": short or name, "venue:name": name if short and short != name else ""}
    fields |= {field: _taken(left, *names) for field, names in _SAME.items()}
    isbns = re.split(r"[,;\s]+", values.line(left["ISBN"], 300)) if "ISBN" in left else ()
    if isbn := next(filter(is_isbn, isbns), ""):
        left["ISBN"] = left["ISBN"].replace(isbn, "").strip()  # others stay where they are
    named = kind if isinstance(kind, str) else ""
    return fields | {"isbn": isbn, "type": _TYPES.get(named, ""), "extra:itemtype": "" if named in _TYPES else named}


def _date(left: dict[str, str]) -> Fields:
    """Of `2019-06-00 June 2019`, as the database has it, or of what was typed."""
    name = next((name for name in ("date", "issueDate", "dateDecided", "dateEnacted") if name in left), "")
    text = values.line(left.get(name), 200)
    if sortable := re.match(r"(\d{4})(?:[-/](\d\d))?(?!\d)", text, re.ASCII):
        found: Fields = {"year": int(sortable[1]), "month": values.month(sortable[2])}
    else:
        month = re.match(r"(\d{1,2})/(?=\d{4}$)", text, re.ASCII)
        found = {"year": values.year(text), "month": values.month(month[1] if month else text)}
    if found["year"]:
        del left[name]
    return found if found["year"] else {}


# --- by whom -------------------------------------------------------------------------------------------------------

_FIRST = ("author", "artist", "cartographer", "director", "interviewee", "inventor", "performer", "podcaster")
_AUTHORS = (*_FIRST, "presenter", "programmer", "sponsor")
"""Those whose work an item is: each type of item has one of them."""


def _creators(value: object) -> Fields:
    by_type: dict[str, list[dict[str, Any]]] = {}
    for one in value if isinstance(value, list | tuple) else ():
        kind = one.get("creatorType") if isinstance(one, dict) else None
        if isinstance(kind, str):
            by_type.setdefault("author" if kind in _AUTHORS else kind, []).append(one)
    names = {kind: values.people(them, ("firstName", "lastName"), ("name",)) for kind, them in by_type.items()}
    fields: Fields = {"authors": names.pop("author", []), "editor": names.pop("editor", [])}
    others = {kind: "; ".join(them) for kind, them in names.items() if KEY.fullmatch(kind)}
    return fields | {f"extra:{kind.lower()}": values.line(them) for kind, them in others.items()}


# --- what identifies it --------------------------------------------------------------------------------------------


def _identified(left: dict[str, str], said: Mapping[str, str]) -> Fields:
    """The address, the DOI and the arXiv id, with the links that they make; the DOI's is the paper's own."""
    fields = items.addressed(values.line(left.get("url"), identity.ADDRESS + 1))
    if fields:
        del left["url"]
    references = [_reference(text) for text in (said.get("doi", ""), said.get("arxiv", ""))]
    for name in ("DOI", "archiveID"):
        if reference := _reference(left.get(name, "")):
            references.append(reference)
            del left[name]
    for reference in sorted(filter(None, references)):  # arXiv, then the DOI
        fields |= items.of_reference(reference)
    return fields


def _reference(text: str) -> Reference | None:
    """Of `10.1000/x`, `https://doi.org/10.1000/x`, `1706.03762 [cs]`, `arXiv:1706.03762`."""
    if not text:
        return None
    words = re.sub(r"(?i)^\s*(?:doi|arxiv)\s*:", "", text[: identity.ADDRESS]).split()
    named = identity.name(words[0]) if words else ""
    if identity.is_arxiv(named):
        return Reference("arxiv", named)
    return Reference("doi", named) if identity.is_doi(named) and len(named) <= 300 and named.isprintable() else None


# --- Extra, tags, notes, files -------------------------------------------------------------------------------------

_JOINTS = dict.fromkeys(map(ord, " _-"))
_EXTRA = re.compile(r"\s*([A-Za-z][A-Za-z _-]{0,30}):(.*)")
_KNOWN: dict[str, Callable[[str], object]] = {
    "arxiv": lambda text: (_reference(text) or Reference("", "")).kind == "arxiv",
    "citationkey": lambda text: KEY.fullmatch(text),
    "doi": _reference,
    "rating": lambda text: re.fullmatch("[1-5]", text),
    "readstatus": lambda text: True,
    "readstatusdate": items.time,
}
"""By the name of a line in Extra: can its value be used? Else the line stays as it is."""


def _extra_lines(text: str) -> tuple[dict[str, str], str]:
    """The lines that we know, by name, and all others as they are."""
    said: dict[str, str] = {}
    rest: list[str] = []
    for line in text[: values.LONGEST].splitlines():
        found = _EXTRA.match(line)
        name, value = (found[1].lower().translate(_JOINTS), found[2].strip()) if found else ("", "")
        if value and name in _KNOWN and name not in said and _KNOWN[name](value):
            said[name] = value
        else:
            rest.append(line)
    return said, values.lines("\n".join(rest))


def _tags(value: object) -> list[str]:
    """Those that Zotero set by itself, too."""
    found = (one.get("tag") for one in value if isinstance(one, dict)) if isinstance(value, list | tuple) else ()
    return [tag for tag in found if isinstance(tag, str)]


def _noted(child: Mapping[str, Any]) -> str:
    """What the reader wrote or marked: a note, or the text of a highlight with the remark on it."""
    if child.get("deleted") or child.get("itemType") == "attachment":
        return ""
    if child.get("itemType") == "note":
        return markup.text_of(_text(child.get("note")), values.NOTE)
    quoted = values.bare(child.get("annotationText"))
    remark = markup.text_of(_text(child.get("annotationComment")), values.LONGEST)
    return "\n".join(filter(None, (f"> {quoted}" if quoted else "", remark)))


def _file(child: Mapping[str, Any]) -> str:
    """The place of an attachment, else its name."""
    if child.get("itemType") != "attachment" or child.get("deleted"):
        return ""
    names = (
        ("path", "url", "filename", "title") if child.get("linkMode") == "linked_url" else ("path", "filename", "title")
    )
    return next((text for name in names if (text := values.line(child.get(name), 2_000))), "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
