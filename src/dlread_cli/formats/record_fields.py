"""What a record in YAML says whose fields are named as in BibTeX: those of papis and cobib. Pure.

It is made the fields of a BibTeX entry, so that both are understood alike; `bibtex_fields` does that.
"""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from dlread_cli.domain import identity
from dlread_cli.domain.fields import Fields
from dlread_cli.formats import bibtex_fields, items, tex, values
from dlread_cli.formats.items import Item

MANY = 200
"""Fields of a record that are looked at, and texts in a list."""
_PEOPLE = ("author", "editor")


def item(label: Any, type: Any, record: Mapping[str, Any], line: int) -> Item:
    """`tags` is a list; `author_list` stands before `author`, where a record has both."""
    given = {_word(name): value for name, value in islice(record.items(), MANY) if value not in _NOTHING}
    tags = items.tags(_as_list(given.pop("tags", [])))
    texts = {name: text for name, value in _plain(given).items() if name and (text := _text(name, value))}
    fields, times = bibtex_fields.understood(values.line(type, 100).lower(), texts)
    fields |= tags | _pdf(fields)
    key, kept = items.called(values.line(label, 300))
    return Item(items.stub(fields | kept), key, times, line)


_NOTHING: tuple[Any, ...] = ("", "null", "~", [], {})


def _word(name: str) -> str:
    """A name as BibTeX can have it."""
    return re.sub(r"[^a-z0-9._+-]+", "-", name[:100].lower()).strip("-._+")


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """One field for people, and one for the first address."""
    made = dict(given)
    for name in _PEOPLE:
        if isinstance(listed := made.pop(f"{name}_list", None), list):
            made[name] = listed
    if isinstance(addresses := made.get("url"), list):
        made |= {"url": addresses[0], "urls": addresses[1:]}
    return made


def _text(name: str, value: Any) -> str:
    """Mappings, like the papers that papis found cited, are left out."""
    listed = _as_list(value)[: 10_000 if name in _PEOPLE else MANY]
    if name in _PEOPLE:
        return " and ".join(filter(None, map(_person, listed)))
    return "; ".join(text for text in listed if isinstance(text, str))[: values.NOTE]


def _person(value: Any) -> str:
    """`{Maaten}, {Laurens}`; what has no given name is in braces, and so is whole."""
    if isinstance(value, str):
        return _part(value, values.NOTE)
    if not isinstance(value, dict):
        return ""
    part = {name: _part(one, 200) for name, one in islice(value.items(), 10)}
    family = " ".join(filter(None, (part.get("particle"), part.get("last") or part.get("family"))))
    parts = (family, part.get("suffix"), part.get("first") or part.get("given"))
    return family if family == "others" else ", ".join(f"{{{one}}}" for one in parts if one)


def _part(value: Any, longest: int) -> str:
    text = values.line(value, longest)
    return text if tex.is_balanced(text) else text.translate({ord("{"): None, ord("}"): None})


def _pdf(fields: Fields) -> Fields:
    """Of papis's `doc_url`."""
    url = fields.get("extra:doc_url", "")
    if not identity.is_address(url) or fields.get("link:pdf"):
        return {}
    del fields["extra:doc_url"]
    return {"link:pdf": url}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
