"""Citations: BibTeX, a plain line, CSL-JSON. Pure. No field can end its entry early or begin another."""

import re
from typing import Any

from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.render.text import clean

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: "\\" + char for char in "&%$#_"},
    }
)
_ENTRY = re.compile(r"\s*@\w+\s*\{.*\}\s*", re.DOTALL)
_BEGINNING = re.compile(r"@\s*\w+\s*[{(]")
_PARTICLES = {"da", "de", "del", "der", "di", "du", "la", "le", "van", "von", "zu"}


def bibtex(entry: Entry, details: Details) -> list[str]:
    """As the authors ask for it; where a catalog does not say, or says what is no one entry, made from the fields."""
    asked = details.bibtex.strip()
    if _is_one_entry(asked):
        return [clean(line.rstrip()) for line in asked.splitlines()]
    fields = {
        "title": f"{{{_escaped(entry.title.en or entry.title.zh)}}}",
        "author": " and ".join(_escaped(name.replace(" and ", " ")) for name in details.authors),
        "booktitle" if _is_published(details) else "howpublished": _escaped(details.venue),
        "year": str(entry.year or ""),
        "pages": _escaped(details.pages.replace("-", "--")),
        "doi": _verbatim(details.doi),
        "eprint": _verbatim(details.arxiv),
        "archiveprefix": "arXiv" if details.arxiv else "",
        "url": _verbatim(_address(entry, details)),
    }
    kind = "inproceedings" if _is_published(details) else "misc"
    lines = [f"  {name:13} = {{{value}}}," for name, value in fields.items() if value]
    return [f"@{kind}{{{entry.key},", *lines, "}"]


def line(entry: Entry, details: Details) -> str:
    """Authors (year). Title. Venue. Address."""
    names = ", ".join(details.authors) if len(details.authors) <= 6 else f"{', '.join(details.authors[:6])} et al."
    parts = [f"{names} ({entry.year})" if entry.year else names, entry.title.en or entry.title.zh, details.venue]
    doi = f"https://doi.org/{details.doi}" if details.doi else _address(entry, details)
    return clean(" ".join(part.removesuffix(".") + "." for part in parts if part.strip()) + f" {doi}").strip()


def csl(entry: Entry, details: Details) -> dict[str, Any]:
    """CSL-JSON 1.0; see https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html."""
    item = {
        "id": entry.key,
        "type": "paper-conference" if _is_published(details) else "article",
        "title": entry.title.en or entry.title.zh,
        "author": [_name(name) for name in details.authors],
        "issued": {"date-parts": [[entry.year]]} if entry.year else None,
        "container-title": details.venue,
        "page": details.pages,
        "DOI": details.doi,
        "URL": _address(entry, details),
    }
    return {name: value for name, value in item.items() if value}


def _is_one_entry(text: str) -> bool:
    """Braces in balance, closed only at the very end. BibTeX goes on at the next `@word{` after any mistake."""
    if len(_BEGINNING.findall(text)) != 1:
        return False
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth < 0 or (not depth and char == "}" and place < len(text) - 1):
            return False
    return not depth and _ENTRY.fullmatch(text) is not None


def _is_published(details: Details) -> bool:
    return bool(details.venue) and not details.venue.lower().startswith(("arxiv", "preprint"))


def _address(entry: Entry, details: Details) -> str:
    return details.links.get("paper") or (f"https://arxiv.org/abs/{details.arxiv}" if details.arxiv else entry.url)


def _escaped(text: str) -> str:
    return clean(text).translate(_SPECIAL)


def _verbatim(text: str) -> str:
    """Addresses are printed as they stand: no TeX in them, and what could end the field is percent-encoded."""
    return clean(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def _name(name: str) -> dict[str, str]:
    """The family name is the last word, with the particles before it; a name of one word, or Chinese, stays whole."""
    words = name.split()
    if len(words) < 2 or not name[0].isascii():
        return {"literal": name}
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return {"family": " ".join(words[start:]), "given": " ".join(words[:start])}
