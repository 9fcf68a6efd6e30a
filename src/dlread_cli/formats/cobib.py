"""cobib: a file of many YAML documents, one an entry, as cobib 6 writes it: cobib.gitlab.io/cobib. Pure.

Fields are named as in BibTeX, and their values can have TeX in them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from dlread_cli.formats import record_fields
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.formats.yaml import YamlError, read_documents, short
from dlread_cli.translation import marked, tr


def is_one(head: str) -> bool:
    return re.search(r"^[ \t]+ENTRYTYPE:[ \t]*\S", head, re.MULTILINE) is not None


def read(lines: Iterable[str]) -> Items:
    for line, document in read_documents(lines, marked("a cobib file")):
        if isinstance(document, YamlError):
            yield Unreadable(document.line or line, short(document.why, 100))
        else:
            yield from _entries(document, line)


def _entries(document: Any, line: int) -> Iterator[Item | Unreadable]:
    """One, unless somebody put several into a document by hand."""
    if not isinstance(document, dict):
        yield Unreadable(line, tr("not an entry under its label"))
        return
    for label, record in document.items():
        is_entry = isinstance(record, dict)
        yield item(label, record, line) if is_entry else Unreadable(line, tr("this entry has no fields"))


def item(label: str, record: dict[str, Any], line: int = 0) -> Item:
    """`file` and `notes` are paths, and so stay extras."""
    left = {name: value for name, value in record.items() if name != "ENTRYTYPE"}
    return record_fields.item(label, record.get("ENTRYTYPE"), left, line)
