"""What the fields of a BibTeX entry say, as BibTeX, biblatex, JabRef, Mendeley and Zotero use them. Pure.

Values are TeX. What is not understood is kept as `extra:`, under its own name.
"""

import re
from collections.abc import Iterable
from typing import Any

from dlread_cli.domain import fields as known
from dlread_cli.domain import identity, names
from dlread_cli.domain.fields import KEY, Fields
from dlread_cli.domain.names import Name
from dlread_cli.formats import bibtex, citation, items, tex, values, zotero_extra
from dlread_cli.formats.citation import GROUPS
from dlread_cli.formats.tex_reading import address, plain

OURS = "dlread-"
"""A field of ours for which BibTeX has no place is called so: `dlread-title-zh`."""

STATUS, STATUS_AT = OURS + "status", OURS + "status-at"
"""The status that JabRef has no word for, and when the entry got any."""

LONGEST = 100_000
"""Characters of a note, or of a field that we don't know."""

TYPES = {
    **dict.fromkeys(("article", "periodical", "suppperiodical"), "journal"),
    **dict.fromkeys(("book", "collection", "mvbook", "mvcollection", "mvproceedings", "proceedings"), "book"),
    **dict.fromkeys(("mvreference", "reference"), "book"),
    **dict.fromkeys(("bookinbook", "inbook", "incollection", "inreference", "suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(("conference", "inproceedings"), "conference"),
    **dict.fromkeys(("mastersthesis", "phdthesis", "thesis"), "thesis"),
    **dict.fromkeys(("report", "techreport"), "techreport"),
}
_CONTAINERS = {
    "journal": ("journal", "journaltitle"),
    "book": (),
    "chapter": ("booktitle",),
    "conference": ("booktitle", "eventtitle", "journal", "journaltitle"),
    "thesis": ("school", "institution"),
    "techreport": ("institution", "organization", "school"),
    "": ("howpublished", "journal", "journaltitle", "booktitle", "organization"),
}
"""By our type: the fields that may have the venue, the best first."""

Left = dict[str, str]
"""The fields of which nothing is known yet. Each function takes from it what it understands."""


def understood(type: str, fields: dict[str, str]) -> tuple[Fields, dict[str, str]]:
    """And when some of them were assigned, as `Item.times`."""
    left = {name: value for name, value in fields.items() if value.strip()}
    times = _added(left)
    ours = _ours(left, times)
    notes = _notes(left, times, re.escape(ours.get("volume", "")) or r"[^\s,]+")
    left["group-authors"] = _groups(left.get("author", ""), left.get("editor", ""))
    found = {"title": _title(left), "authors": people(left.pop("author", "")), "editor": people(left.pop("editor", ""))}
    found |= {"summary": line(left.pop("abstract", ""))} | _date(left) | _identifiers(left)
    found |= _venue(type, left, found) | _labels(left) | _jabref(left) | notes
    found |= {f"extra:{name}": kept(value) for name, value in left.items() if value and KEY.fullmatch(name)} | ours
    if "type" in ours and found.get("extra:entrytype") == "misc":
        del found["extra:entrytype"]
    if "link:page" in found and "link:page" not in ours:
        others = [url for kind, url in known.links(found).items() if kind != "page"]
        if found["link:page"] in others:
            del found["link:page"]
    return {name: value for name, value in found.items() if value}, times


def line(value: str, longest: int = values.LONGEST) -> str:
    return values.line(plain(value), longest) if value else ""


def kept(value: str) -> str:
    """As it is written, so that it can come out again; as text where that is written just so."""
    source = values.line(value, LONGEST)
    text = values.line(plain(source), LONGEST)
    return text if as_tex(text) == source else source


def as_tex(text: str) -> str:
    """Our own words as a value: one that begins with `xdata=` would be that of another entry."""
    return bibtex.own("", tex.escaped(text))


_AND = re.compile(r"\sand(?!\S)", re.IGNORECASE)


def people(value: str) -> list[str]:
    """`Given Family` of each, and who says `and others` leaves some out. A name in braces is whole: that of a group."""
    if not value:
        return []
    everybody = [name.strip() for name in _one_by_one(value)]
    found = [name for one in everybody if one.lower() != "others" and (name := _person(one))][:10_000]
    return [*found, names.OTHERS] if found and everybody[-1].lower() == "others" else found


def _one_by_one(value: str) -> Iterable[str]:
    return names.divided(value, r"(?<!\S)and(?!\S)") if "{" in value else _AND.split(value)


def _groups(*values: str) -> str:
    """The names in braces that we would divide, where these are gone."""
    everybody = (name for value in values if "{" in value for name in _one_by_one(value))
    whole = (line(name, 300) for name in everybody if _is_in_braces(name))
    return GROUPS.join(dict.fromkeys(name for name in whole if names.parsed(name) != Name(name) and GROUPS not in name))


def _is_in_braces(name: str) -> bool:
    return name.startswith("{") and name.endswith("}") and tex.is_balanced(name[1:-1])


def _person(name: str) -> str:
    if "," not in name or _is_in_braces(name):
        return line(name, 300)
    parts = [part for part in (line(part, 300) for part in names.divided(name, ",")) if part]
    if len(parts) == 1:
        return parts[0]
    return names.parsed(", ".join(f"{{{part}}}" if "," in part else part for part in parts)).whole


def _title(left: Left) -> str:
    title = line(left.pop("title", "")) or line(left.pop("booktitle", ""))
    subtitle = line(left.pop("subtitle", ""))
    return f"{title}: {subtitle}" if title and subtitle else title or subtitle


def _date(left: Left) -> Fields:
    found: Fields = {}
    if "date" in left and (date := re.match(r"\s*(\d{4})(?:-(\d\d))?", left["date"], re.ASCII)):
        found = {"year": values.year(date[1]), "month": values.month(date[2])}
        _drop(left, "date")
    for name, number in (("year", values.year), ("month", values.month)):
        if name in left and (said := number(line(left[name], 100))):
            found[name] = said
            _drop(left, name)
    return found


def _identifiers(left: Left) -> Fields:
    """And the links that they make."""
    found: Fields = {}
    archive = left.get("archiveprefix") or left.get("eprinttype") or "arxiv"
    eprint = identity.name(address(left["eprint"])) if "eprint" in left else ""
    if archive.strip().lower() == "arxiv" and identity.is_arxiv(eprint):
        found = items.addressed(eprint)
        _drop(left, "eprint", "archiveprefix", "eprinttype")
    found |= _preprint(left)
    for name in [name for name in ("doi", "url", "howpublished") if name in left]:
        value = address(left[name])
        named = items.addressed(f"doi:{value}" if name == "doi" and "/" in value and "://" not in value else value)
        if named.keys() & {"doi", "arxiv"} or (named and name != "doi"):
            found = found | named if name == "doi" else named | found
            _drop(left, name)
    return found | _isbn(left)


def _isbn(left: Left) -> Fields:
    """The first of them."""
    isbns = re.split(r"[,;/]| and ", line(left["isbn"], 300)) if "isbn" in left else ()
    if isbn := next(filter(identity.is_isbn, map(str.strip, isbns)), ""):
        _drop(left, "isbn")
    return {"isbn": isbn}


_PREPRINT = re.compile(r"(?=arxiv|corr\b).*?(?:arxiv:|abs/)\s*([^\s,]+)", re.IGNORECASE)


def _preprint(left: Left) -> Fields:
    """Of `journal = {arXiv preprint arXiv:1706.03762}`, or of CoRR, whose volume is the paper."""
    name = "journal" if "journal" in left else "journaltitle"
    if name not in left:
        return {}
    said = _PREPRINT.match(line(f"{left[name]} {left.get('volume', '')}", 300))
    arxiv = identity.name(said[1]) if said else ""
    if not identity.is_arxiv(arxiv):
        return {}
    _drop(left, name, *(["volume"] if arxiv in left.get("volume", "") else []))
    return items.addressed(arxiv)


def _venue(type: str, left: Left, found: Fields) -> Fields:
    ours = TYPES.get(type, "")
    name = next((name for name in _CONTAINERS[ours] if left.get(name)), "")
    container = line(left.pop(name, ""), 300)
    if found.get("arxiv") and not container and ours in ("", "journal"):
        ours = "preprint"
    short = line(left.pop("shortjournal", ""), 300) if container else ""
    cited_as = citation.TYPES[ours].bibtex if ours else "inproceedings" if container else "misc"
    if type != cited_as and (ours, type) not in (("preprint", "article"), ("conference", "conference")):
        left["entrytype"] = type
    _rename(left, "issue", "number")
    rest = {field: line(left.pop(field), 300) for field in _OF_VENUE if field in left}
    pages = line(left.pop("pages", ""), 300).replace("–", "-")
    return {"venue": short or container, "venue:name": container if short else "", "type": ours, "pages": pages} | rest


_OF_VENUE = ("volume", "number", "series", "publisher")
_LABELS = ("keywords", "keywords-2", "keyword", "mendeley-tags", "mendeley-groups", "groups")


def _labels(left: Left) -> Fields:
    named = [plain(left.pop(name)) for name in _LABELS if name in left]
    return items.tags(re.split("[,;]", ",".join(named))) if named else {}


_JABREF: dict[tuple[str, str], Fields] = {
    ("readstatus", "read"): {"status": "read"},
    ("readstatus", "skimmed"): {"status": "reading"},
    **{("ranking", f"rank{rating}"): {"rating": rating} for rating in range(1, 6)},
    **{("priority", f"prio{number}"): {f"tag:prio{number}": True} for number in range(1, 4)},
}


def _jabref(left: Left) -> Fields:
    found: Fields = {}
    for name in ("readstatus", "ranking", "priority"):
        if said := _JABREF.get((name, left.get(name, "").strip().lower())):
            found |= said
            _drop(left, name)
    return found


_STATUS = re.compile(
    rf"(?im)^[ \t]*Read_Status:[ \t]*({'|'.join(zotero_extra.STATUSES)})[ \t]*(?:$\n?|(?=Read_Status_Date:))"
    r"|(?:^[ \t]*)?Read_Status_Date:[ \t]*(\S+)[ \t]*$\n?"
)


def _notes(left: Left, times: dict[str, str], volume: str) -> Fields:
    """The reader's own are `annotation` and `annote`; the `note` is the publication's, and stays.

    But it is also Zotero's Extra, which has lines about the status, and ours begins with a `volume` that is no number.
    """
    found: Fields = {}
    texts = {name: _lines(left[name]) for name in ("note", "annotation") if name in left}
    for status, date in (said for text in texts.values() for said in _STATUS.findall(text)):
        if status:
            found["status"] = zotero_extra.STATUSES[status.lower()].value
        elif time := items.time(date):
            times["status"] = time
    rest = {name: _STATUS.sub("", text) for name, text in texts.items()}
    if "volume" not in left and (said := re.match(rf"volume ({volume})(?:, |\n|$)", rest.get("note", ""))):
        left["volume"] = said[1]
        rest["note"] = rest["note"][said.end() :]
    if rest.get("note") != texts.get("note"):
        left["note"] = as_tex(rest["note"])
    left.pop("annotation", None)
    own = (rest.get("annotation", ""), _lines(left.pop("annote", "")))
    return found | {"note": "\n\n".join(text for one in own if (text := one.strip("\n")).strip())}


def _lines(value: str) -> str:
    if not value:
        return ""
    source = "\n".join(line.strip() for line in re.split(r"\r\n?|\n", value[: 2 * LONGEST].strip()))
    return plain(source)[:LONGEST].encode("utf-8", "replace").decode()


_TIMES = ("timestamp", "creationdate", "date-added", "dateadded", "added-at")


def _added(left: Left) -> dict[str, str]:
    for name in [name for name in _TIMES if name in left]:
        value = re.sub(r"^(\d{4})\.(\d\d)\.", r"\1-\2-", left[name].strip())
        if time := items.time(re.sub(r" (?=[+-]\d{4}$)", "", value)):
            _drop(left, name)
            return {"kind": time}
    return {}


def _ours(left: Left, times: dict[str, str]) -> Fields:
    """What another export of ours has under our own names; checked as if it came from anybody."""
    found: Fields = {}
    if time := items.time(left.get(STATUS_AT)):
        times["status"] = time
        _drop(left, STATUS_AT)
    for name in [name for name in left if name.startswith(OURS)]:
        ours = our_name(name.removeprefix(OURS))
        value = _our_value(ours, left[name])
        if value and known.is_understood(ours, value) and is_written(ours):
            found[ours] = value
            _drop(left, name)
    return found


def is_written(name: str) -> bool:
    """May it stand under our own name?"""
    return known.is_editable(name) or name in ("note", "status") or name.startswith("extra:")


def our_name(name: str) -> str:
    return re.sub(r"^(title|summary|venue|link|extra)-", r"\1:", name)


def _our_value(name: str, value: str) -> Any:
    field = known.field_of(name)
    match field.type if field else "":
        case "names" | "aliases":
            return people(value)
        case "year":
            return values.year(value)
        case "month":
            return values.month(value)
        case "link":
            return url if identity.is_address(url := address(value)) else ""
    if name == "note":
        return _lines(value)
    return kept(value) if name.startswith("extra:") else line(value)


def _drop(left: Left, *names: str) -> None:
    for name in names:
        left.pop(name, None)


def _rename(left: Left, old: str, new: str) -> None:
    if old in left and new not in left:
        left[new] = left.pop(old)


READ = frozenset(
    (
        *(
            "abstract",
            "annotation",
            "annote",
            "archiveprefix",
            "author",
            "date",
            "doi",
            "editor",
            "eprint",
            "eprinttype",
        ),
        *("isbn", "issue", "month", "note", "number", "pages", "priority", "publisher", "ranking"),
        *("readstatus", "series", "shortjournal", "subtitle", "title", "url", "volume", "year"),
    )
).union(_LABELS, _TIMES, *_CONTAINERS.values())
"""The names of the fields that say something to us."""
