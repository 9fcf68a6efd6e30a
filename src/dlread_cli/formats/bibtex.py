r"""BibTeX: one entry to a record, and a record to an entry. Pure.

What others wrote is never printed as it is. It is read by a grammar narrower than any BibTeX tool's (one entry of a
known type, values in braces, quotes or digits; no `@string`, `@preamble`, `#`, comment), and written anew from its
fields. So all tools see the same one entry, and `biber --validate-datamodel` has no complaint.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from dlread_cli.domain import names
from dlread_cli.domain.names import Name
from dlread_cli.domain.text import clean
from dlread_cli.formats import tex, values
from dlread_cli.formats.values import MONTHS

LONGEST = 20_000
"""Characters of an entry; and so of each field, and of the time it takes."""

_DEEPEST = 20
"""Braces in braces."""

_FIRST = ("title",)
_LAST = ("year", "month", "note", "doi", "url", "urldate", "eprint", "archiveprefix", "primaryclass")
_PART = "booktitle editor volume number series pages chapter publisher address location isbn"
_FIELDS = {
    "article": "author journal volume number pages series issn",
    "book": "author editor volume number series edition pages chapter publisher address location isbn",
    "booklet": "author howpublished address location",
    "inbook": f"author {_PART} edition",
    "incollection": f"author {_PART} edition",
    "inproceedings": f"author {_PART} organization",
    "manual": "author organization edition publisher address location version",
    "mastersthesis": "author school type pages address location",
    "misc": "author howpublished organization address location version",
    "phdthesis": "author school type pages address location",
    "proceedings": "editor volume number series organization publisher address location isbn",
    "techreport": "author institution type number pages address location version",
    "unpublished": "author howpublished address location",
}
"""The fields of each type that BibTeX or biblatex print, in the order in which they are written."""

_TYPES = dict.fromkeys(_FIELDS) | {
    "collection": "proceedings",
    "conference": "inproceedings",
    "dataset": "misc",
    "electronic": "misc",
    "online": "misc",
    "report": "techreport",
    "software": "misc",
    "thesis": "phdthesis",
    "www": "misc",
}
_NAMED = {
    "eprintclass": "primaryclass",
    "eprinttype": "archiveprefix",
    "journaltitle": "journal",
    "location": "address",
}
"""biblatex's names, and what older tools know too."""

_PEOPLE = ("author", "editor")
_VERBATIM = ("doi", "url", "eprint")

_HEAD = re.compile(r"\s*@\s*([A-Za-z]+)\s*\{\s*([^\s,{}]+)")
_FIELD = re.compile(r"\s*,\s*([A-Za-z][A-Za-z0-9_:.+-]*)\s*=\s*")
_BARE = re.compile(r"\d+|[A-Za-z]{3}(?![^\s,}])")
_END = re.compile(r"\s*,?\s*\}\s*")
_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_ACCENT = re.compile(r"""(\\[bcdHkrtuv`'^"~=.]) ([A-Za-z])""")
KEY = re.compile(r"[^\W_][\w.:/+-]{0,127}")


class Record(NamedTuple):
    """A citation. The values are TeX that `tex` made or let pass; `key` is empty where the entry's own is unusable."""

    type: str
    key: str
    fields: Mapping[str, str]


@lru_cache(maxsize=10)  # an entry's is asked for three times in a row
def read(text: str) -> Record | None:
    """The one entry that a text consists of; None where there is any doubt."""
    text = clean(text[: LONGEST + 1])
    head = _HEAD.match(text) if len(text) <= LONGEST else None
    if not head or head[1].lower() not in _TYPES:
        return None
    found: dict[str, str] = {}
    place = head.end()
    while field := _FIELD.match(text, place):
        value, place = _value(text, field.end())
        name = field[1].lower()
        if value is None or name in found:
            return None
        found[name] = value
    if not _END.fullmatch(text, place):
        return None
    record = record_of(head[1].lower(), head[2] if KEY.fullmatch(head[2]) else "", _harmless(found))
    return record if "title" in record.fields else None


def written(record: Record) -> list[str]:
    """Lines."""
    fields = {name: value if name == "month" else f"{{{value}}}" for name, value in record.fields.items()}
    return [f"@{record.type}{{{record.key},", *(f"  {name:13} = {value}," for name, value in fields.items()), "}"]


def record_of(type: str, key: str, fields: Mapping[str, str]) -> Record:
    """With those of the fields that an entry of this type has, in their order."""
    type = _TYPES[type] or type
    wanted = (*_FIRST, *_FIELDS[type].split(), *_LAST)
    return Record(type, key, {name: own(name, fields[name]) for name in wanted if fields.get(name)})


def own(name: str, value: str) -> str:
    """A value that begins with `xdata=` would be that of another entry."""
    if value[:6].lower() != "xdata=":
        return value
    return f"{value[:5]}{'%3D' if name in _VERBATIM else '{=}'}{value[6:]}"


def authors(record: Record) -> list[Name]:
    """As far as they are plain text: a name with a command of TeX in it is none of ours to read."""
    everybody = _people(record.fields.get("author", ""))
    return [names.parsed(name) for name in everybody if not re.search(r"[\\$~]", name)]


def people(everybody: Iterable[Name]) -> str:
    """The value of `author`."""
    return " and ".join(_as_tex(name) for name in everybody if name.family)


_WORD = r"(?!(?i:and)(?:\s|$))[A-Z](?:[^\W_]|[.'-](?![.'-]))*+"
_PLAIN = re.compile(rf"(?:{_WORD} )+{_WORD}")
"""Given names and one family name in which nothing is special: nine of ten."""


def _as_tex(name: Name) -> str:
    if name.whole == names.OTHERS:
        return "others"
    if " " not in name.family and not name.suffix and _PLAIN.fullmatch(whole := name.whole):
        return whole
    return _undivided(_name(name))


def month(text: str) -> str:
    """`may` of `May`, `5` or `May 7--9`; empty of what names no month."""
    number = values.month(text)
    return MONTHS[number - 1][:3] if number else ""


def _value(text: str, place: int) -> tuple[str | None, int]:
    """What stands there, without its delimiters, and where it ends; None where it has no end."""
    opening = text[place : place + 1]
    if opening not in ("{", '"') or not opening:
        bare = _BARE.match(text, place)
        is_value = bare and (bare[0].isdigit() or month(bare[0]))
        return (bare[0], bare.end()) if bare and is_value else (None, place)
    depth = 0
    for found in re.compile('[{}"]').finditer(text, place + 1):
        if found[0] == ("}" if opening == "{" else '"') and not depth:
            return text[place + 1 : found.start()], found.end()
        depth += {"{": 1, "}": -1, '"': 0}[found[0]]
        if not 0 <= depth <= _DEEPEST:
            break
    return None, place


def _harmless(found: Mapping[str, str]) -> dict[str, str]:
    """Somebody else's values, each as its field may have it."""
    fields = {_NAMED.get(name, name): " ".join(value.split()) for name, value in found.items()}
    fields.setdefault("school", fields.get("institution", ""))
    fields.setdefault("institution", fields.get("school", ""))
    fields.setdefault("number", fields.get("issue", ""))
    if date := re.match(r"(\d{4})(?:-(\d\d))?", fields.get("date", "")):
        fields = {"year": date[1], "month": date[2] or ""} | fields
    made = {name: tex.harmless(value) for name, value in fields.items()}
    made |= {name: " and ".join(map(_undivided, _people(fields[name]))) for name in _PEOPLE if name in fields}
    made |= {name: tex.verbatim(fields[name]) for name in _VERBATIM if name in fields}
    year = re.search(r"(?<!\d)\d{4}(?!\d)", fields.get("year", ""), re.ASCII)
    made |= {"year": year[0] if year else "", "month": month(fields.get("month", ""))}
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", made.get("urldate", ""), re.ASCII):
        made["urldate"] = ""
    return numbered(made)


def numbered(fields: Mapping[str, str]) -> dict[str, str]:
    """A volume is a number: CoRR's is the paper's arXiv id, any other text is a note."""
    volume = fields.get("volume", "")
    if not volume or (volume.isascii() and volume.isdigit()):
        return dict(fields)
    made = {name: value for name, value in fields.items() if name != "volume"}
    if volume.startswith("abs/"):
        return made | {"eprint": made.get("eprint") or tex.verbatim(volume[4:]), "archiveprefix": "arXiv"}
    return made | {"note": ", ".join(filter(None, (f"volume {volume}", made.get("note"))))}


def _people(text: str) -> list[str]:
    """A space ends a word of a name, also behind a command."""
    text = _ACCENT.sub(r"\1{\2}", re.sub(r"\\+(?= |$)", "", text))
    return [name for name in (one.strip(" ,") for one in names.divided(text, _AND.pattern)) if name]


def _undivided(name: str) -> str:
    """Without what makes it several; `given=` begins another form, and more than two commas end the whole entry."""
    as_tex = tex.escaped if r"\url" in name else tex.harmless
    parts = [as_tex(part) for part in names.divided(name, ",") if part]
    name = re.sub(r"(?<![\\{])=|(?<!\\)=(?!\})", "{=}", ", ".join(parts))
    is_whole = name[0] + name[-1] == "{}" and tex.is_balanced(name[1:-1])
    is_one = len([*names.divided(name, _AND.pattern)]) == 1 and len([*names.divided(name, ",")]) == len(parts)
    return name if (is_one and name.count(",") <= 2) or is_whole else f"{{{name}}}"


def _name(name: Name) -> str:
    """In the form that BibTeX divides as we do."""
    family, given, suffix = map(tex.escaped, name)
    if not given:
        return f"{{{family}}}" if re.search(r"[ ,]", family) or _AND.search(family) else family
    *particles, last = family.split()
    is_usual = all(word[0].islower() for word in particles) and not last[0].islower()
    is_usual &= not any(word[0].islower() for word in given.split())
    if is_usual and not suffix and "," not in family + given and not _AND.search(f"{given} {family}"):
        return f"{given} {family}"
    parts = (f"{{{family}}}", suffix, f"{{{given}}}" if "," in given or _AND.search(given) else given)
    return ", ".join(filter(None, parts))
