"""What is read from another program's file: one item for each thing to read. Pure.

Every reader of such a file yields these, in the file's order, and goes on past what it cannot read.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dlread_cli.domain import identity
from dlread_cli.domain.duplicates import placeholder
from dlread_cli.domain.fields import KEY, Fields
from dlread_cli.domain.history import Done
from dlread_cli.domain.identity import Reference
from dlread_cli.errors import UsageError


class Item(NamedTuple):
    """`fields` as `domain.fields` names them, status, rating and note among them; none of them empty."""

    fields: Fields
    key: str = ""
    """What the file calls it, where that can be a key."""
    times: Mapping[str, str] = {}
    """When a field was assigned, as journals write it: `kind` is when the item was added. Unknown ones are left out."""
    line: int = 0
    """Where it stands, from 1; 0 where the file has no lines."""
    history: tuple[Done, ...] = ()
    """All that was done to it, in our own exports: what leads to `fields`."""
    is_of_export: bool = False
    """Of ours, in which each entry stands once."""
    is_of_catalog: bool = False
    """In our own exports: a catalog has it, and calls it so."""


class Unreadable(NamedTuple):
    line: int
    why: str
    """In a few words, without the text itself: `this entry has no end`."""


Items = Iterator[Item | Unreadable]


def called(name: str) -> tuple[str, Fields]:
    """By what a document cites an entry: the key, where it can be one, and what keeps a name that a key changes."""
    is_key = KEY.fullmatch(name) is not None
    is_kept = name and not (is_key and name == name.lower())
    return name if is_key else "", {"extra:citationkey": name} if is_kept else {}


def tags(names: Iterable[Any]) -> Fields:
    """Names of tags, folders and groups as fields: `Deep Learning` is `tag:deep-learning`."""
    made = (_tag(name) for name in names if isinstance(name, str))
    return {f"tag:{tag}": True for tag in made if tag}


def _tag(name: str) -> str:
    words = re.sub(r"[^\w.+/]+", "-", unicodedata.normalize("NFC", name[:200]).lower()).lstrip("-./+")
    return words[:64].rstrip("-./")


def addressed(url: str) -> Fields:
    """What an address alone says: an arXiv id, a DOI, a repository, else a page; empty of what is no address."""
    try:
        named = identity.reference(url)
    except UsageError:
        return {}
    return of_reference(named)


def of_reference(named: Reference) -> Fields:
    match named:
        case Reference("arxiv", id_):
            links = {"link:paper": f"https://arxiv.org/abs/{id_}", "link:pdf": f"https://arxiv.org/pdf/{id_}"}
            return {"arxiv": id_, **links}
        case Reference("doi", doi):
            return {"doi": doi, "link:paper": f"https://doi.org/{doi}"}
        case Reference("github", name):
            return {"link:repository": f"https://github.com/{name}"}
        case Reference("title", title):
            return {"title": title}
        case Reference(_, address):
            return {"link:page": address}


def stub(fields: Fields) -> Fields:
    """With a title, if need be made of what the item is named by."""
    return fields if fields.get("title") or fields.get("title:zh") else {"title": placeholder(fields), **fields}


def time(value: Any, is_local: bool = False) -> str:
    """As journals write it, of seconds since 1970 or of ISO 8601; '' of anything else.

    Where no zone is named, it is UTC, or that of this machine if the time is local.
    """
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{1,12}(\.\d{1,9})?", value.strip(), re.ASCII):
            value = float(value)
        if isinstance(value, int | float):
            found = datetime.fromtimestamp(value, UTC)
        else:
            found = datetime.fromisoformat(str(value)[:40].strip())
            found = found.astimezone(UTC) if found.tzinfo or is_local else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return found.isoformat(timespec="microseconds")[:26] + "Z" if 1970 <= found.year <= 8999 else ""
