"""Ranges of years, ratings and days, as a reader types them: the first and the last of each. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from dlread_cli.errors import UsageError
from dlread_cli.translation import tr

_End = TypeVar("_End", int, date)


def years(text: str) -> tuple[int, int]:
    """Of `2019`, `2018..2019`, `2018..` or `..2018`."""
    ends = _ends(text, "[0-9]{4}")
    if not ends:
        raise UsageError(
            tr("'{text}' is not a year or a range of years; write 2019, 2018..2019, 2018.. or ..2018", text=text)
        )
    return _in_order(int(ends[0] or 0), int(ends[1] or 9999), text)


def ratings(text: str) -> tuple[int, int]:
    """Of `4`, `2..4`, `4..` or `..2`."""
    ends = _ends(text, "[1-5]")
    if not ends:
        raise UsageError(
            tr("'{text}' is not a rating from 1 to 5 or a range of ratings; write 4, 2..4, 4.. or ..2", text=text)
        )
    return _in_order(int(ends[0] or 1), int(ends[1] or 5), text)


def days(text: str) -> tuple[date, date]:
    """Of days, months or years: `2026-11-27`, `2026-11`, `2026`, `2026-11..`, `..2025`, `2025..2026-03-14`."""
    ends = _ends(text, "[0-9]{4}(?:-[0-9]{2}){0,2}")
    try:
        if not ends:
            raise ValueError(text)
        first = _first_day(ends[0]) if ends[0] else date.min
        last = _last_day(ends[1]) if ends[1] else date.max
    except ValueError:
        message = tr(
            "'{text}' is not a day, month or year, or a range of them; write 2026-11-27, 2026-11, 2026 or 2026-11..",
            text=text,
        )
        raise UsageError(message) from None
    return _in_order(first, last, text)


def _ends(text: str, form: str) -> tuple[str, str] | None:
    """Of `a` both are a; of `a..`, `..b` and `a..b` an open end is empty."""
    match = re.fullmatch(rf"({form})|({form})?\.\.({form})?", text)
    if match is None or text == "..":
        return None
    one, first, last = match.groups(default="")
    return one or first, one or last


def _in_order(first: _End, last: _End, text: str) -> tuple[_End, _End]:
    if first > last:
        later, _, earlier = text.partition("..")
        raise UsageError(
            tr("'{text}' ends before it begins; write {first}..{last}", text=text, first=earlier, last=later)
        )
    return first, last


def _first_day(text: str) -> date:
    """Of a year, a month or a day; raises ValueError where the calendar has none."""
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


def _last_day(text: str) -> date:
    first = _first_day(text)
    if len(text) == len("2026-11-27"):
        return first
    if len(text) == len("2026") or first.month == 12:
        return first.replace(month=12, day=31)
    return first.replace(month=first.month + 1) - timedelta(days=1)


OF_FIELDS: Mapping[str, Callable[[str], tuple[int, int] | tuple[date, date]]] = {
    "year": years,
    "rating": ratings,
    "read": days,
    "added": days,
}
"""By the field of a query."""
