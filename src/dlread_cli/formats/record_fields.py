"""What a record means whose fields are named as BibTeX, BibLaTeX and JabRef name them. Pure.

papis and cobib keep such records in YAML. The values are strings, lists of strings, or lists of people.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dlread_cli.domain import identity, names
from dlread_cli.domain.fields import KEY, Fields
from dlread_cli.domain.identity import Reference
from dlread_cli.domain.names import Name
from dlread_cli.formats import items, values

Plain = Callable[[str], str]
"""Takes TeX out of a value: `G{\\"o}del` is `Gödel`."""

_ESCAPED = re.compile(r"\\([&%$#_{}])|[{}]")


def unbraced(text: str) -> str:
    r"""Without the braces that protect capitals, and without the backslash of `\%`; other TeX stays as it is."""
    return _ESCAPED.sub(lambda found: found[1] or "", text)


TYPES = {
    "article": "journal",
    "book": "book",
    "booklet": "book",
    "collection": "book",
    "conference": "conference",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "conference",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "preprint": "preprint",
    "proceedings": "conference",
    "report": "report",
    "techreport": "techreport",
    "thesis": "thesis",
}
"""A BibTeX type -> that of a venue. What is not here says nothing of a venue: `misc`, `online`, `dataset`."""

_VENUES = ("journal", "journaltitle", "booktitle", "school", "institution")
_NOTES = ("note", "annote", "annotation", "comment")
_STATUSES = {"unread": "unread", "skimmed": "reading", "reading": "reading", "read": "read", "skipped": "skipped"}
"""JabRef's `readstatus`, which has `skimmed` and `read` alone, and our own words."""

MANY = 200
"""Fields of a record that are looked at, and texts in a list."""


def fields(record: Mapping[str, Any], type: str = "", plain: Plain = unbraced) -> Fields:
    """Without those that are empty; what we have no field for is `extra:` and its name in lower case."""
    left = _Left(record, plain)
    found: Fields = {"title": left.text("title")}
    found["authors"] = left.people("author")
    found["editor"] = left.people("editor")
    found |= _date(left)
    found |= _venue(left, type)
    found |= {name: left.text(name) for name in ("volume", "series", "publisher", "language")}
    found |= {"number": left.text("number", "issue"), "summary": left.text("abstract")}
    found["pages"] = re.sub("-{2,3}|–", "-", left.text("pages"))
    found |= _identifiers(left)
    found |= items.tags([*left.words("tags"), *left.words("keywords"), *left.words("keyword")])
    found |= _personal(left)
    found |= left.extra()
    return {name: value for name, value in found.items() if value}


def key(text: Any) -> str:
    """The citation key where it can be one of ours, else ''."""
    return text if isinstance(text, str) and KEY.fullmatch(text) else ""


def time(text: Any) -> dict[str, str]:
    """When it was added, as an item has it."""
    at = items.time(text)
    return {"kind": at} if at else {}


class _Left:
    """The fields of a record that nobody has taken yet."""

    def __init__(self, record: Mapping[str, Any], plain: Plain) -> None:
        self._record: dict[str, Any] = {}
        self._plain = plain
        for name, value in list(record.items())[:MANY]:
            if isinstance(name, str) and value not in ("", "null", "~", [], {}):
                self._record.setdefault(name.lower(), value)

    def text(self, *names: str) -> str:
        """The first that there is."""
        for name in names:
            if text := values.line(self._plain(self.peek(name))):
                self.take(name)
                return text
        return ""

    def peek(self, name: str) -> str:
        """As it stands, and there it stays."""
        value = self._record.get(name)
        return values.line(value) if isinstance(value, str) else ""

    def pop(self, name: str) -> Any:
        return self._record.pop(name, "")

    def take(self, *names: str) -> None:
        for name in names:
            self._record.pop(name, None)

    def words(self, name: str) -> list[str]:
        """Of a list, or of a text with commas or semicolons."""
        value = self.pop(name)
        listed = re.split("[,;]", values.line(value)) if isinstance(value, str) else _as_list(value)
        return [self._plain(values.line(one, 200)) for one in listed[:MANY]]

    def addresses(self, name: str) -> list[str]:
        return [values.line(one, identity.ADDRESS + 1) for one in _as_list(self.pop(name))[:MANY]]

    def keep(self, name: str, value: list[str]) -> None:
        self._record[name] = value

    def people(self, name: str) -> list[str]:
        """Of `author_list`, where a record has both; `others` is nobody."""
        text, several = self.pop(name), self.pop(f"{name}_list")
        listed = several if isinstance(several, list) else text
        if isinstance(listed, str):
            listed = list(names.divided(values.line(listed), r"(?<!\S)and(?!\S)"))
        everybody = (self._person(one) for one in (listed[:10_000] if isinstance(listed, list) else ()))
        return [one for one in everybody if one and one != "others"]

    def _person(self, value: Any) -> str:
        if isinstance(value, str):
            name = values.line(value, 200).strip(" ,")
            return self._plain(name) if name.startswith("{") else names.given_first(self._plain(name))
        if not isinstance(value, dict):
            return ""
        part = {name: self._plain(values.line(one, 200)) for name, one in list(value.items())[:10]}
        family = " ".join(filter(None, (part.get("particle"), part.get("last") or part.get("family"))))
        return Name(family, part.get("first") or part.get("given") or "", part.get("suffix") or "").whole

    def extra(self) -> Fields:
        """Mappings, like the papers that papis found cited, are left out."""
        kept = {_word(name): self._kept(value) for name, value in self._record.items()}
        return {f"extra:{name}": text for name, text in kept.items() if KEY.fullmatch(name) and text}

    def _kept(self, value: Any) -> str:
        return values.line("; ".join(filter(None, map(values.line, _as_list(value)[:MANY]))))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9._+-]+", "-", name[:100]).strip("-")


def _date(left: _Left) -> Fields:
    """BibLaTeX's `date` is `2016-11`; a day in it is kept as an extra."""
    date = left.peek("date")
    dated = re.match(r"\d{4}(?:-(\d\d))?(?P<rest>.*)", date, re.ASCII)
    year = values.year(left.peek("year") or date)
    month = values.month(left.peek("month") or (dated[1] if dated else ""))
    known = {"date": dated and not dated["rest"], "year": year, "month": month}
    left.take(*(name for name, is_known in known.items() if is_known))
    return {"year": year, "month": month}


def _venue(left: _Left, type: str) -> Fields:
    kind = TYPES.get(type.lower(), "")
    venue = left.text(*_VENUES)
    if venue.lower().startswith(("arxiv", "corr")) and kind == "journal":
        kind = "preprint"
    return {"venue": venue, "type": kind, "extra:type": "" if kind or type == "misc" else values.line(type, 200)}


def _identifiers(left: _Left) -> Fields:
    """The page of a preprint comes before the publisher's. Of several addresses the first of each kind is a link."""
    found: Fields = {}
    if identity.is_doi(doi := identity.name(left.peek("doi"))) and len(doi) <= 300:
        found |= items.of_reference(Reference("doi", doi))
        left.take("doi")
    scheme = left.peek("archiveprefix") or left.peek("eprinttype") or "arxiv"
    for arxiv in (identity.name(left.peek("eprint")), doi):
        if scheme.lower() == "arxiv" and identity.is_arxiv(arxiv):
            found |= items.of_reference(Reference("arxiv", arxiv))
            left.take("eprint", "archiveprefix", "eprinttype")
    if doi == found.get("arxiv"):
        left.take("doi")
    found |= {name: url for name, url in _links(left).items() if name not in found}
    if identity.is_isbn(isbn := left.peek("isbn")):
        found["isbn"] = isbn
        left.take("isbn")
    return found


def _links(left: _Left) -> Fields:
    found: Fields = {}
    others = []
    for address in left.addresses("url"):
        said = items.addressed(address)
        if said and not said.keys() & found.keys():
            found |= said
        else:
            others.append(address)
    left.keep("url", others)
    if identity.is_address(pdf := left.peek("doc_url")):
        found.setdefault("link:pdf", pdf)
        left.take("doc_url")
    return found


def _personal(left: _Left) -> Fields:
    found: Fields = {"note": values.joined(*map(left.pop, _NOTES))}
    if status := _STATUSES.get(left.peek("readstatus").lower()):
        found["status"] = status
        left.take("readstatus")
    if rating := re.fullmatch("(?:rank)?([1-5])", left.peek("ranking") or left.peek("rating")):
        found["rating"] = int(rating[1])
        left.take("ranking" if left.peek("ranking") else "rating")
    return found
