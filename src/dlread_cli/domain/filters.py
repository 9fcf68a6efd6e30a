"""Which entries a list shows, in which order. Pure; storage turns it into SQL."""

import re
from enum import StrEnum
from typing import NamedTuple

from dlread_cli.domain.entries import Kind, Status
from dlread_cli.errors import UsageError


class Sort(StrEnum):
    CATALOG = "catalog"
    KEY = "key"
    TITLE = "title"
    YEAR = "year"
    STATUS = "status"
    RATING = "rating"
    CHANGED = "changed"


class Style(StrEnum):
    """How `cite` cites."""

    BIBTEX = "bibtex"
    TEXT = "text"


class Years(NamedTuple):
    """Both ends included."""

    first: int
    last: int


class Filter(NamedTuple):
    """Every condition that is not empty must hold; `statuses` and `kinds` are alternatives, `tags` are not."""

    tags: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    kinds: tuple[Kind, ...] = ()
    catalog: str = ""
    years: Years | None = None
    author: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.tags or self.statuses or self.kinds or self.years or self.author)


EVERYTHING = Filter()


def years(text: str) -> Years:
    """`2019`, `2018..2019`, `2018..` or `..2018`."""
    match = re.fullmatch(r"(\d{4})|(\d{4})?\.\.(\d{4})?", text)
    if match is None or text == "..":
        raise UsageError(f"'{text}' is not a year or a range of years; write 2019, 2018..2019, 2018.. or ..2018")
    year, first, last = match.groups()
    span = Years(int(year or first or 0), int(year or last or 9999))
    if span.first > span.last:
        raise UsageError(f"'{text}' ends before it begins; write {span.last}..{span.first}")
    return span
