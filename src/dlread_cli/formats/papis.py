"""papis: the `info.yaml` of a document, or the many of `papis export --format yaml`. Pure.

Read as papis 0.16 writes them: github.com/papis/papis. Fields are named as in BibLaTeX, accents are Unicode already.
"""

import re
from collections.abc import Iterable
from typing import Any

from dlread_cli.formats import items, record_fields, values
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.formats.yaml import YamlError, read_documents, short
from dlread_cli.translation import marked, tr


def is_one(head: str) -> bool:
    own = r"^(?:author_list|papis_id|time-added|_papis_local_folder):(?:\s|$)"
    return re.search(own, head, re.MULTILINE) is not None


def read(lines: Iterable[str]) -> Items:
    for line, document in read_documents(lines, marked("a papis document")):
        if isinstance(document, YamlError):
            yield Unreadable(document.line or line, short(document.why, 100))
        elif isinstance(document, dict):
            yield item(document, line)
        else:
            yield Unreadable(line, tr("not a mapping of fields"))


_OWN = ("ref", "type", "tags", "time-added", "_papis_local_folder")
"""What is read apart, or says nothing of the paper."""


def item(document: dict[str, Any], line: int = 0) -> Item:
    """`notes` is the name of a file beside it, and so stays an extra."""
    record = {name: value for name, value in document.items() if name not in _OWN}
    record["tags"] = _tags(document.get("tags"))
    found = record_fields.item(document.get("ref"), document.get("type"), record, line)
    added = items.time(_iso(values.line(document.get("time-added"), 40)), is_local=True)
    return found._replace(times={**found.times, "kind": added}) if added else found


def noted(one: Item, text: str) -> Item:
    """With what stands in the file that `notes` names."""
    text = values.joined(one.fields.get("note"), text)
    return one._replace(fields={**one.fields, "note": text}) if text else one


def _tags(value: Any) -> list[Any]:
    """Before papis 0.14 a text with spaces or commas; later a list."""
    if isinstance(value, str):
        return re.split(r"[,\s]+", values.line(value))
    return value if isinstance(value, list) else []


def _iso(time: str) -> str:
    """Of `2026-11-27-03:02:59`."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)-", r"\1T", time, flags=re.ASCII)
