"""An entry as YAML for its reader's editor: written, and read back with every value checked. Pure.

The names are a catalog's (`title_zh`, `links`, `tags`); status, rating and note, which have commands, are left out.
"""

import json
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from dlread_cli.domain import identity, relations
from dlread_cli.domain.fields import BY_NAME, FIELDS, KEY, TAG, VENUES, Field, Fields, links, tags
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError
from dlread_cli.formats.values import MONTHS
from dlread_cli.translation import marked, tr

NODES = 50_000
LONGEST = 20_000
"""Characters of a text."""
_COLUMNS = 96

_EDITABLE = {field.draft: field for field in FIELDS if field.draft}
_LISTS = ("names", "aliases", "tag", "relation")
"""The types of fields that are lists in a draft."""


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


def _named(fields: Fields) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, field in _EDITABLE.items():
        if field.type == "link":
            made[name] = links(fields)
        elif field.type == "relation":
            made[name] = relations.keys(fields, field.name)
        elif field.type in _LISTS:
            made[name] = list(tags(fields) if field.type == "tag" else fields.get(field.name, ()))
        elif field.type != "key" or "key" in fields:  # that of a catalog's entry stays
            made[name] = str(fields.get(field.name) or "")
    return made


def read(text: str) -> Fields:
    """The fields of a draft. Raises DlreadError, saying what is wrong with which of them."""
    from dlread_cli.formats.yaml import YamlError, read_yaml

    try:
        said, _ = read_yaml(text.encode("utf-8", "replace"), marked("an entry"), NODES)
    except YamlError as error:
        raise DlreadError(tr("cannot read this: {error}", error=error)) from error
    if not isinstance(said, dict):
        raise DlreadError(tr("an entry consists of lines like 'title: Attention Is All You Need'"))
    fields: Fields = {}
    for name, value in said.items():
        field = _EDITABLE.get(name)
        if field and field.type == "link":
            if value not in ("", None) and not isinstance(value, dict):
                raise DlreadError(tr("'links' consists of lines like '  pdf: https://...'"))
            fields |= {f"link:{kind}": _link(kind, url) for kind, url in (value or {}).items() if url}
        elif field and field.type in _LISTS:
            fields |= _listed(field, value)
        else:
            fields |= read_value(name, value)
    return {field: value for field, value in fields.items() if value}


_COMMANDS = {
    "status": "dlread mark-read KEY",
    "rating": "dlread rate KEY STARS",
    "note": "dlread note KEY TEXT",
    "tag": "dlread tag KEY +TAG",
}
"""By what are changed that has a command of its own."""


def read_value(name: str, value: Any) -> Fields:
    """What `name` and `value` say, as in `edit smac year=2019`; an empty value says that there is none."""
    kind = name.removeprefix("links.").removeprefix("link:")
    if kind != name:
        return {f"link:{kind}": _link(kind, value) if value else ""}
    field = _EDITABLE.get(name) or BY_NAME.get(name)
    if command := _COMMANDS.get(name):
        raise DlreadError(tr("edit has no field '{name}'; use {command}", name=name, command=command))
    if not field or not field.draft:
        from difflib import get_close_matches

        near = get_close_matches(name, _EDITABLE, 1, 0.6)
        if near:
            raise DlreadError(tr("an entry has no field '{name}'; did you mean '{near}'?", name=name, near=near[0]))
        known = listed(list(_EDITABLE))
        raise DlreadError(tr("an entry has no field '{name}'; the fields are {known}", name=name, known=known))
    if not isinstance(value, str):
        raise DlreadError(tr("'{name}' must be text", name=name))
    if field.type == "link":
        raise DlreadError(tr("'{name}' needs the kind of link; write links.pdf=https://...", name=name))
    if field.type == "names" and ";" not in value and re.search(r"\sand\s", value):
        return _listed(field, _people(value))
    if field.type in _LISTS:
        parts = (part.strip() for part in value.split(";" if ";" in value else ","))
        return _listed(field, [part for part in parts if part])
    return {field.name: _text(field, value)}


def _people(value: str) -> list[str]:
    """As in BibTeX, `Vaswani, Ashish and Shazeer, Noam`; what could also be `Ann Bee, Bo Cee and Di Dee` is refused."""
    from dlread_cli.formats import bibtex_fields

    *others, last = re.split(r"\sand\s", value.removesuffix(" and others"))
    if "," not in last and " " in last.strip(" {}") and any("," in name for name in others):
        raise DlreadError(tr("'{value}' can be read in two ways; put ; between the names", value=value))
    return bibtex_fields.people(value)


def _text(field: Field, value: str) -> Any:
    value = value.encode("utf-8", "replace").decode().strip()
    if len(value) > LONGEST:
        raise DlreadError(
            tr(
                "'{draft}' has {number} characters; the limit is {longest}",
                draft=field.draft,
                number=len(value),
                longest=LONGEST,
            )
        )
    form = _FORMS.get(field.type)
    if not value or not form:
        return value
    if (found := form.read(value)) is None:
        raise DlreadError(tr(form.wrong, value=value))
    return found


class _Form(NamedTuple):
    """How a value of some type is written; `read` returns None for what is no such value."""

    read: Callable[[str], Any]
    wrong: str
    """A message about a value that is not."""


def _number(value: str, most: int) -> int | None:
    is_short = value.isascii() and value.isdigit() and len(value) <= 5
    return int(value) if is_short and 0 < int(value) <= most else None


def _month(value: str) -> int | None:
    names = (name for name in MONTHS if len(value) >= 3 and name.startswith(value.lower()))
    return _number(value, 12) or next((MONTHS.index(name) + 1 for name in names), None)


def _arxiv(value: str) -> str | None:
    named = identity.name(value)
    return named if identity.is_arxiv(named) else None


def _doi(value: str) -> str | None:
    """In its own capitals, if it is not within an address."""
    named = identity.name(value)
    return (value if value.lower() == named else named) if identity.is_doi(named) else None


_FORMS = {
    "key": _Form(
        lambda value: value if KEY.fullmatch(value) else None, marked("'{value}' is not a key; write it like attention")
    ),
    "year": _Form(lambda value: _number(value, 9_999), marked("'{value}' is not a year; write it like 2019")),
    "month": _Form(_month, marked("'{value}' is not a month; write it like 5 or May")),
    "arxiv": _Form(_arxiv, marked("'{value}' is not an arXiv id; write it like 1706.03762")),
    "doi": _Form(_doi, marked("'{value}' is not a DOI; write it like 10.18653/v1/N19-1423")),
    "isbn": _Form(
        lambda value: value if identity.is_isbn(value) else None,
        marked("'{value}' is not an ISBN; write it like 978-0-262-03561-3"),
    ),
    "type": _Form(
        lambda value: value if value in VENUES else None,
        marked("'{value}' is not a type; write it like journal, conference or book"),
    ),
}
"""By a field's type."""


_NAMES = {
    "aliases": (marked("'{value}' cannot be an alias"), KEY),
    "relation": (marked("'{value}' cannot be a key"), KEY),
    "tag": (marked("'{value}' cannot be a tag"), TAG),
}
"""What the items of a list must be, and a message about one that is not, by the field's type."""


def _listed(field: Field, value: Any) -> Fields:
    if value in ("", None):
        value = []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or len(value) > 10_000:
        raise DlreadError(tr("'{field}' is a list; write one line with '- ' per item", field=field.draft))
    values = [item.encode("utf-8", "replace").decode().strip() for item in value]
    values = [item for item in values if item]
    wrong_item, form = _NAMES.get(field.type, ("", None))
    if form and (wrong := [item for item in values if not form.fullmatch(item)]):
        raise DlreadError(tr(wrong_item, value=wrong[0]))
    if long := [item for item in values if len(item) > 1_000]:
        raise DlreadError(tr("'{long}...' is too long for '{draft}'", long=long[0][:40], draft=field.draft))
    if field.name.endswith(":"):
        return {f"{field.name}{item.lower()}": True for item in values}
    return {field.name: values}


def _link(kind: Any, url: Any) -> str:
    if not isinstance(kind, str) or not KEY.fullmatch(kind):
        raise DlreadError(tr("'{kind}' cannot be a kind of link; use letters, digits and -", kind=kind))
    if not isinstance(url, str) or not identity.is_address(url.strip()):
        raise DlreadError(
            tr("'{url}' is not an address for '{kind}'; it must begin with https:// or http://", url=url, kind=kind)
        )
    return url.strip()
