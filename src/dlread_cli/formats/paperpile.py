"""Paperpile's export to JSON: an array of references, with the names of their labels and folders. Pure.

Its BibTeX has neither. Fields are named as in BibTeX; what is of the program's own (ids, owners, files) is left out.
"""

import re
from collections.abc import Iterable
from typing import Any

from dlread_cli.formats import items, json_text, record_fields, values
from dlread_cli.formats.items import Item, Items

_KEPT = (
    *("title", "abstract", "doi", "url", "keywords", "language", "pmid", "pmcid", "journal", "booktitle"),
    *("volume", "issue", "pages", "publisher", "series", "isbn", "issn", "school", "institution", "edition"),
)


def is_one(head: str) -> bool:
    return bool(re.match(r"\ufeff?\s*[\[{]", head) and re.search(r'"(?:labelsNamed|foldersNamed)"\s*:', head))


def read(lines: Iterable[str]) -> Items:
    return json_text.items(lines, _item)


def _item(one: dict[str, Any]) -> Item:
    record = {name: value for name in _KEPT if (value := one.get(name))}
    record["annote"] = one.get("note")
    published = one.get("published")
    record |= {name: str(published.get(name) or "")[:20] for name in _DATE} if isinstance(published, dict) else {}
    record["author_list"] = _people(one.get("author"))
    record["tags"] = [*_names(one.get("labelsNamed")), *_names(one.get("foldersNamed"))]
    type = re.sub("^pp_", "", values.line(one.get("pubtype"), 100).lower())
    found = record_fields.item(one.get("citekey"), type, record, 0)
    added = items.time(one.get("created")) if isinstance(one.get("created"), int | float) else ""
    return found._replace(times={**found.times, "kind": added}) if added else found


_DATE = ("year", "month")


def _people(value: Any) -> list[Any]:
    """A group has its name in `collective`; who has only a `formatted` one is divided like any other."""
    listed = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [one if one.get("last") else _whole(one) for one in listed]


def _whole(one: dict[str, Any]) -> Any:
    return {"last": one["collective"]} if one.get("collective") else values.line(one.get("formatted"), 200)


def _names(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
