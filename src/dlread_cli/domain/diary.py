"""When things were read: days, weeks, streaks. Pure; a day is the reader's own local day, and today is passed in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from dlread_cli.translation import marked, tr


class Span(NamedTuple):
    """Both ends included; None is open."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and not ((self.since and day < self.since) or (self.until and day > self.until))


def local_day(stamp: str, zone: tzinfo | None = None) -> date:
    """Of a journal stamp, in the system's time zone unless told otherwise, as its clocks were set on that day."""
    return local_time(stamp, zone).date()


def day_in_words(stamp: str, today: date) -> str:
    """`today`, `Tuesday` within the last week, else `12 Nov 2026`."""
    day = local_day(stamp)
    if day == today:
        return tr("today")
    if 0 < (today - day).days < 7:
        return tr(_DAYS[day.weekday()])
    return tr("{day} {month} {year}", day=day.day, month=tr(_MONTHS[day.month - 1]), year=day.year)


def in_words(stamp: str) -> str:
    """`Fri 27 Nov 2026 09:05`"""
    time = local_time(stamp)
    return tr(
        "{weekday} {day:02} {month} {year} {time}",
        weekday=tr(_SHORT_DAYS[time.weekday()]),
        day=time.day,
        month=tr(_MONTHS[time.month - 1]),
        year=time.year,
        time=f"{time:%H:%M}",
    )


_DAYS = (
    *(marked("Monday"), marked("Tuesday"), marked("Wednesday"), marked("Thursday"), marked("Friday")),
    *(marked("Saturday"), marked("Sunday")),
)
_SHORT_DAYS = (
    *(marked("Mon"), marked("Tue"), marked("Wed"), marked("Thu"), marked("Fri"), marked("Sat"), marked("Sun")),
)
_MONTHS = (
    *(marked("Jan"), marked("Feb"), marked("Mar"), marked("Apr"), marked("May"), marked("Jun"), marked("Jul")),
    *(marked("Aug"), marked("Sep"), marked("Oct"), marked("Nov"), marked("Dec")),
)


def local_time(stamp: str, zone: tzinfo | None = None) -> datetime:
    time = datetime.fromisoformat(stamp)
    try:
        return time.astimezone(zone)
    except (OverflowError, ValueError):
        return time  # within a day of the calendar's beginning, or in a zone that is more than a day off


def beginning(day: date, zone: tzinfo | None = None) -> str:
    """What all stamps of a local day and later ones come after, in the order of texts, and no earlier one does."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    with suppress(OverflowError, ValueError, OSError):  # see local_time; Windows knows no zone before 1970
        midnight = midnight.astimezone(UTC)
    return midnight.replace(tzinfo=None).isoformat(timespec="seconds")


FIRST_DAYS = {"monday": 0, "saturday": 5, "sunday": 6}
"""What a week can begin with, as `date.weekday` counts."""


def per_week(days: Iterable[date], today: date, weeks: int, first: int = 0) -> list[tuple[date, int]]:
    """(its first day, how many) of the last so many weeks, the oldest first, this one included."""
    counts = Counter(_beginning(day, first) for day in days)
    beginnings = [_beginning(today, first) - timedelta(weeks=back) for back in reversed(range(weeks))]
    return [(day, counts[day]) for day in beginnings]


def streak(days: Iterable[date], today: date) -> int:
    """Days in a row with something read, up to today; a today with nothing yet does not break it."""
    active = {day.toordinal() for day in days}  # numbers: the calendar has a first day, and --until may name it
    last = today.toordinal() if today.toordinal() in active else today.toordinal() - 1
    length = 0
    while last - length in active:
        length += 1
    return length


def weeks_between(days: Sequence[date], today: date, at_most: int, first: int = 0) -> int:
    """How many weeks a chart needs to show all of the days."""
    oldest = min(days, default=today)
    return max(1, min(at_most, (_beginning(today, first) - _beginning(oldest, first)).days // 7 + 1))


def _beginning(day: date, first: int) -> date:
    """Of the week; the calendar's own, where that has fewer days before."""
    return day - timedelta(days=min((day.weekday() - first) % 7, day.toordinal() - 1))
