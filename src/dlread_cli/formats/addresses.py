"""A list of addresses, arXiv ids and DOIs, one a line, each with a title behind it or none. Pure."""

import re
from collections.abc import Iterable, Iterator

from dlread_cli.domain.fields import Fields
from dlread_cli.domain.identity import ADDRESS
from dlread_cli.formats import items, values
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr

_SHOWN = 2 * values.LONGEST
"""Characters of a line that are looked at."""

_ID_APART = re.compile(r"((?:arxiv|doi):)\s+", re.IGNORECASE)


def is_one(head: str) -> bool:
    """Does the first line name something, and so do most of the others?"""
    *whole, cut_off = head.splitlines() or [""]
    lines = list(_numbered(whole or [cut_off]))
    are_named = [bool(_read(line)) for _, line in lines]
    return bool(lines) and are_named[0] and 2 * sum(are_named) > len(lines)


def read(lines: Iterable[str]) -> Items:
    """What begins with `#` is a comment."""
    for number, line in _numbered(lines):
        fields = _read(line)
        yield Item(items.stub(fields), line=number) if fields else Unreadable(number, tr("no address, arXiv id or DOI"))


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Those that say something."""
    for number, line in enumerate(lines, 1):
        line = line[:_SHOWN].strip()
        if line and not line.startswith("#"):
            yield number, line


def _read(line: str) -> Fields:
    named, _, title = _ID_APART.sub(r"\1", line, count=1).replace("\t", " ").partition(" ")
    fields = items.addressed(named.removeprefix("<").removesuffix(">")) if len(named) <= ADDRESS else {}
    if fields and (title := values.line(title)) and not title.startswith("#"):
        fields["title"] = title
    return fields
