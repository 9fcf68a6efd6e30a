"""Mendeley's documents in JSON, as its API gives them to programs that save a library. Pure.

Read as dev.mendeley.com describes them. Fields are made those of BibTeX; what is of the program's own is left out.
"""

import re
from collections.abc import Iterable
from typing import Any

from dlread_cli.formats import items, json_text, record_fields, values
from dlread_cli.formats.items import Item, Items

_TYPES = {
    "book_section": "incollection",
    "conference_proceedings": "inproceedings",
    "encyclopedia_article": "incollection",
    "generic": "misc",
    "journal": "article",
    "magazine_article": "article",
    "newspaper_article": "article",
    "report": "techreport",
    "thesis": "phdthesis",
    "web_page": "online",
}
"""Others are kept as they are."""

_OWN = {
    *("accessed", "authored", "authors", "citation_key", "client_data", "confirmed", "created", "day", "editors"),
    *("file_attached", "files", "folder_uuids", "group_id", "hidden", "id", "identifiers", "last_modified", "notes"),
    *("private_publication", "profile_id", "read", "source", "starred", "tags", "type", "websites"),
}
"""What is read apart, or says nothing of the paper."""


def is_one(head: str) -> bool:
    is_json = re.match(r"\ufeff?\s*[\[{]", head)
    return bool(is_json and '"type"' in head and re.search(r'"(?:profile_id|last_name)"\s*:', head))


def read(lines: Iterable[str]) -> Items:
    return json_text.items(lines, _item)


def _item(one: dict[str, Any]) -> Item:
    type = values.line(one.get("type"), 100).lower()
    ids = one.get("identifiers")
    record = {name: _text(value) for name, value in one.items() if name not in _OWN}
    record |= {name: _text(value) for name, value in ids.items()} if isinstance(ids, dict) else {}
    record |= {"eprint": record.pop("arxiv", ""), "address": record.pop("city", ""), "url": one.get("websites")}
    record |= {f"{name}_list": _people(one.get(f"{name}s")) for name in ("author", "editor")}
    record["booktitle" if _TYPES.get(type) in ("incollection", "inproceedings") else "journal"] = one.get("source")
    record |= {"annote": one.get("notes"), "readstatus": "read" if one.get("read") is True else ""}
    tags = one.get("tags")
    record["tags"] = [*(tags if isinstance(tags, list) else ()), *(["starred"] if one.get("starred") is True else ())]
    found = record_fields.item(one.get("citation_key"), _TYPES.get(type, type), record, 0)
    added = items.time(values.line(one.get("created"), 40))
    return found._replace(times={**found.times, "kind": added}) if added else found


def _text(value: Any) -> Any:
    return str(value) if type(value) is int else value


def _people(value: Any) -> list[Any]:
    listed = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [{"first": one.get("first_name"), "last": one.get("last_name")} for one in listed]
