"""Days, weeks and streaks: `domain/diary.py`."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from conftest import Dlread

from dlread_cli.domain.diary import Span, local_day, per_week, streak, weeks_between

D = date.fromisoformat


@pytest.mark.parametrize(
    ("stamp", "zone", "day"),
    [
        ("2026-11-22T23:30:00.000000Z", "UTC", "2026-11-22"),
        ("2026-11-22T23:30:00.000000Z", "Europe/Berlin", "2026-11-23"),
        ("2026-11-22T03:30:00.000000Z", "America/New_York", "2026-11-21"),
        ("2026-03-29T00:59:59.000000Z", "Europe/Berlin", "2026-03-29"),  # the night the clocks go forward
        ("2026-10-24T22:30:00.000000Z", "Europe/Berlin", "2026-10-25"),  # summer time still
        ("2026-10-25T22:30:00.000000Z", "Europe/Berlin", "2026-10-25"),  # winter time already
        ("2026-06-30T16:30:00.000000Z", "Asia/Taipei", "2026-07-01"),
    ],
)
def test_a_day_is_the_reader_s_own(stamp: str, zone: str, day: str) -> None:
    assert local_day(stamp, ZoneInfo(zone)) == D(day)


@pytest.mark.parametrize(
    ("days", "today", "length"),
    [
        ("", "2026-11-22", 0),
        ("2026-11-22", "2026-11-22", 1),
        ("2026-11-21", "2026-11-22", 1),  # today is not over yet
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-22 2026-11-21 2026-11-21 2026-11-19", "2026-11-22", 2),
        ("2026-10-26 2026-10-25 2026-10-24", "2026-10-26", 3),
    ],
)
def test_streaks(days: str, today: str, length: int) -> None:
    assert streak([D(day) for day in days.split()], D(today)) == length


def test_weeks_begin_on_monday() -> None:
    days = [D("2026-11-15"), D("2026-11-16"), D("2026-11-22")]
    assert per_week(days, D("2026-11-22"), 2) == [(D("2026-11-09"), 1), (D("2026-11-16"), 2)]
    assert weeks_between(days, D("2026-11-22"), 12) == 2
    assert weeks_between([D("2020-01-01")], D("2026-11-22"), 12) == 12


def test_spans_include_both_ends() -> None:
    assert D("2026-11-01") in Span(D("2026-11-01"), D("2026-11-01"))
    assert D("2026-11-02") not in Span(None, D("2026-11-01"))
    assert D("1999-01-01") in Span()


def test_stats_count_a_reader_s_days(dlread: Dlread) -> None:
    dlread("list")
    dlread.data.mkdir(parents=True, exist_ok=True)
    line = '{{"at": "{}", "key": "{}", "set": {{"status": "{}"}}}}\n'
    told = [
        ("2026-10-20T10:00:00.000000Z", "smac", "read"),
        ("2026-10-24T22:30:00.000000Z", "sdr", "read"),
        ("2026-10-25T22:30:00.000000Z", "pyg", "read"),
        ("2026-10-25T22:31:00.000000Z", "smac", "unread"),
    ]
    (dlread.data / "journal-other.jsonl").write_text("".join(line.format(*one) for one in told))

    def stats(arguments: str, zone: str) -> tuple[int, int]:
        import json

        answer = json.loads(dlread(f"stats --json {arguments}", env={"TZ": zone}))
        return answer["read"], answer["streak_days"]

    assert stats("--until 2026-10-25", "Europe/Berlin") == (2, 1)
    assert stats("--until 2026-10-25", "UTC") == (2, 2)
    assert stats("--since 2026-10-25 --until 2026-10-25", "UTC") == (1, 1)
    assert stats("", "UTC")[0] == 2
