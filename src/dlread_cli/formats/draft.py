"""An entry as YAML for its reader's editor: written, and read back with every value checked. Pure.

The names are a catalog's (`title_zh`, `links`, `tags`); status, rating and note, which have commands, are left out.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from dlread_cli.domain import identity
from dlread_cli.domain.fields import KEY, TAG, Fields, links, tags
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError

NODES = 50_000
LONGEST = 20_000
"""Characters of a text."""
_COLUMNS = 96

TEXTS = {
    "title": "title",
    "title_zh": "title:zh",
    "year": "year",
    "venue": "venue",
    "venue_name": "venue:name",
    "pages": "pages",
    "arxiv": "arxiv",
    "doi": "doi",
    "license": "license",
    "language": "language",
    "framework": "framework",
    "summary": "summary",
    "summary_zh": "summary:zh",
    "bibtex": "bibtex",
}
"""Name in a draft -> field."""
LISTS = ("authors", "aliases", "tags")
NAMES = ("title", "title_zh", "authors", *list(TEXTS)[2:8], "links", "tags", *list(TEXTS)[8:], "aliases")
"""In the order of a draft."""


def written(fields: Fields, head: str) -> Iterator[str]:
    """Lines, with everything that can be edited, also what is empty; `head` becomes comments."""
    for line in textwrap.wrap(head, _COLUMNS):
        yield f"# {line}"
    for name, value in _named(fields).items():
        if isinstance(value, dict):
            yield f"{name}:" + ("" if value else " {}")
            for kind, url in value.items():
                yield from _scalar(f"  {kind}:", url, "    ")
        elif isinstance(value, list):
            yield f"{name}:" + ("" if value else " []")
            for item in value:
                yield from _scalar("-", item, "  ")
        else:
            yield from _scalar(f"{name}:", value, "  ")


def _scalar(head: str, text: str, indent: str) -> Iterator[str]:
    """As a person would write it where that says the same, else in quotes."""
    if not text:
        yield head
    elif _is_plain(text) and len(text) < _COLUMNS:
        yield f"{head} {text}"
    elif text.isprintable() and " ".join(text.split(" ")) == text and not re.search(r"^\s|\s$|\s\s", text):
        yield f"{head} >-"
        for line in textwrap.wrap(text, _COLUMNS, break_long_words=False, break_on_hyphens=False):
            yield indent + line
    elif not re.match(r"\s", text) and text == text.strip() and all(row.isprintable() for row in text.split("\n")):
        yield f"{head} |-"
        for row in text.split("\n"):
            yield indent + row if row else ""
    else:
        yield f"{head} {_quoted(text)}"


def _is_plain(text: str) -> bool:
    is_word = text[0].isalnum() and text.isprintable() and text == text.strip()
    return is_word and not re.search(r":(?:\s|$)|\s#|\s\s", text)


def _quoted(text: str) -> str:
    return "".join(
        char if char.isprintable() or char in '\\"' else f"\\U{ord(char):08x}"
        for char in json.dumps(text, ensure_ascii=False)
    )


def is_editable(field: str) -> bool:
    return field in TEXTS.values() or field in LISTS or field.startswith(("link:", "tag:"))


def _named(fields: Fields) -> dict[str, Any]:
    lists = {"authors": fields.get("authors", ()), "aliases": fields.get("aliases", ()), "tags": tags(fields)}
    found: dict[str, Any] = {name: str(fields.get(field) or "") for name, field in TEXTS.items()}
    found |= {name: list(values) for name, values in lists.items()}
    return {name: found[name] if name in found else links(fields) for name in NAMES}


def read(text: str) -> Fields:
    """The fields of a draft. Raises DlreadError, saying what is wrong with which of them."""
    from dlread_cli.formats.yaml import YamlError, read_yaml

    try:
        told, _ = read_yaml(text.encode("utf-8", "replace"), "an entry", NODES)
    except YamlError as error:
        raise DlreadError(f"cannot read this: {error}") from error
    if not isinstance(told, dict):
        raise DlreadError("an entry is lines like 'title: Attention Is All You Need'")
    fields: Fields = {}
    for name, value in told.items():
        if name == "links":
            if value not in ("", None) and not isinstance(value, dict):
                raise DlreadError("'links' is lines like '  pdf: https://...'")
            fields |= {f"link:{kind}": _link(kind, url) for kind, url in (value or {}).items() if url}
        elif name in LISTS:
            fields |= _listed(name, value)
        else:
            fields |= read_value(name, value)
    return {field: value for field, value in fields.items() if value}


def read_value(name: str, value: Any) -> Fields:
    """What `name` and `value` say, as in `edit smac year=2019`; an empty value says that there is none."""
    kind = name.removeprefix("links.").removeprefix("link:")
    if kind != name:
        return {f"link:{kind}": _link(kind, value) if value else ""}
    if name in LISTS:
        return _listed(name, [part.strip() for part in value.split(";" if ";" in value else ",") if part.strip()])
    if name not in TEXTS:
        near = get_close_matches(name, [*NAMES, *TEXTS], 1, 0.6)
        meant = f"did you mean '{near[0]}'?" if near else f"there are {listed(NAMES)}"
        raise DlreadError(f"an entry has no field '{name}'; {meant}")
    if not isinstance(value, str):
        raise DlreadError(f"'{name}' must be a text")
    return {TEXTS[name]: _text(name, value)}


def _text(name: str, value: str) -> Any:
    value = value.encode("utf-8", "replace").decode().strip()
    if len(value) > LONGEST:
        raise DlreadError(f"'{name}' has {len(value)} characters; the limit is {LONGEST}")
    if not value:
        return None if name == "year" else ""
    if name == "year":
        if not (value.isascii() and value.isdigit() and 0 < int(value[:5]) < 10_000):
            raise DlreadError(f"'{value}' is not a year; write it like 2019")
        return int(value)
    named = identity.name(value)
    if name == "arxiv":
        if not identity.is_arxiv(named):
            raise DlreadError(f"'{value}' is not an arXiv id; write it like 1706.03762")
        return named
    if name == "doi" and not identity.is_doi(named):
        raise DlreadError(f"'{value}' is not a DOI; write it like 10.18653/v1/N19-1423")
    return value if name != "doi" or value.lower() == named else named


def _listed(name: str, value: Any) -> Fields:
    if value in ("", None):
        value = []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or len(value) > 10_000:
        raise DlreadError(f"'{name}' is a list: a line with '- ' for each")
    values = [item.encode("utf-8", "replace").decode().strip() for item in value]
    values = [item for item in values if item]
    form = {"aliases": KEY, "tags": TAG}.get(name)
    if form and (wrong := [item for item in values if not form.fullmatch(item)]):
        raise DlreadError(f"'{wrong[0]}' cannot be {'a tag' if name == 'tags' else 'an alias'}")
    if long := [item for item in values if len(item) > 1_000]:
        raise DlreadError(f"'{long[0][:40]}...' is too long for one of '{name}'")
    return {f"tag:{tag.lower()}": True for tag in values} if name == "tags" else {name: values}


def _link(kind: Any, url: Any) -> str:
    if not isinstance(kind, str) or not KEY.fullmatch(kind):
        raise DlreadError(f"'{kind}' cannot be a kind of link; use letters, digits and -")
    if not isinstance(url, str) or not identity.is_address(url.strip()):
        raise DlreadError(f"'{url}' is no address for '{kind}'; it must begin with https:// or http://")
    return url.strip()
