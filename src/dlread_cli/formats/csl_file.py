"""A file of CSL-JSON: an array of items, which `csl` reads and writes one by one. Pure.

What CSL has no name for stands in `custom`, as its schema allows, and the status also in `note`, where Zotero finds it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dlread_cli.domain import identity
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import Fields, is_understood
from dlread_cli.formats import citation, csl, items, json_text, own_json, values, zotero_extra
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_OURS = "dlread"
_HEAD = re.compile(r'"(?:issued|author|editor|container-title|DOI|title|id)"\s*:')


def is_one(head: str) -> bool:
    return bool(re.match(r"\s*[\[{]", head) and '"type"' in head and _HEAD.search(head))


def read(lines: Iterable[str]) -> Items:
    found = json_text.read(lines)
    if isinstance(found, Unreadable):
        yield found
        return
    if isinstance(found, dict):
        found = found["items"] if isinstance(found.get("items"), list) else [found]
    for number, one in enumerate(found if isinstance(found, list) else [], 1):
        if isinstance(one, dict) and (item := _item(one)):
            yield item
        else:
            yield Unreadable(0, tr("item {number} has no title, DOI or address", number=number))


def _item(one: dict[str, Any]) -> Item | None:
    custom = one.get("custom")
    ours = custom.get(_OURS) if isinstance(custom, dict) else None
    fields, times = _ours(ours) if isinstance(ours, dict) else _theirs(one)
    fields = {name: value for name, value in fields.items() if value and is_understood(name, value)}
    if not any(fields.get(name) for name in ("title", "title:zh")):
        stub = items.stub(fields)
        if not stub.get("title"):
            return None
        fields = stub
    key, kept = _called(one)
    return Item(fields if isinstance(ours, dict) else fields | kept, key, times)


def _called(one: dict[str, Any]) -> tuple[str, Fields]:
    """The address that Zotero has in `id` is none to cite it by."""
    names = (values.line(one.get(name), 200) for name in ("citation-key", "id"))
    return items.called(next((name for name in names if name and "://" not in name), ""))


def _theirs(one: dict[str, Any]) -> tuple[Fields, dict[str, str]]:
    doi = identity.name(values.line(one.get("DOI"), 300))
    status, times, note = zotero_extra.read(values.lines(one.get("note")))
    address = items.addressed(values.line(one.get("URL"), identity.ADDRESS + 1))
    keywords = one.get("keyword")
    keywords = re.split("[,;]", values.line(keywords)) if isinstance(keywords, str) else keywords
    others = {f"extra:{name.lower()}": values.line(one[name]) for name in one if name not in _READ}
    fields = others | address | csl.read(one, doi if identity.is_doi(doi) else "") | status | {"note": note}
    return fields | items.tags(keywords if isinstance(keywords, list) else ()), times


_READ = {
    *("id", "citation-key", "type", "title", "author", "editor", "issued", "published", "published-print", "event"),
    *(
        "published-online",
        "container-title",
        "container-title-short",
        "collection-title",
        "publisher",
        "volume",
        "issue",
    ),
    *("page", "ISBN", "DOI", "URL", "abstract", "keyword", "note", "custom", "relation"),
}


def _ours(told: dict[str, Any]) -> tuple[Fields, dict[str, str]]:
    at = items.time(told.get("status_at"))
    links = {name for name in told if name.startswith("link:") and not identity.is_address(str(told[name]))}
    return {name: value for name, value in told.items() if name not in links}, {"status": at} if at else {}


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    between = "[\n"
    entries = list(entries)
    for (entry, details), key in zip(entries, citation.keys(entries), strict=True):
        yield between + own_json.as_json(_as_item(entry, details, key), indent=None)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _as_item(entry: Entry, details: Details, key: str) -> dict[str, Any]:
    kept = {name: value for name, value in details.fields.items() if value and is_understood(name, value)}
    more = {
        "abstract": details.summary.en,
        "keyword": ", ".join(entry.tags),
        "note": "\n".join(zotero_extra.written(entry)),
        "custom": {_OURS: kept | ({"status_at": entry.status_at} if entry.status_at else {})},
    }
    return csl.written(entry, details, key) | {name: value for name, value in more.items() if value}
