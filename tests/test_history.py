"""dlread history, to a pipe and to a terminal."""

import json
from collections.abc import Callable, Mapping

import pytest
from conftest import Dlread, Screen


def other_machine(dlread: Dlread, *lines: Mapping[str, object], name: str = "other") -> None:
    dlread.data.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (dlread.data / f"journal-{name}.jsonl").write_text(text)


STARTED = {"at": "2026-01-02T23:30:00.000000Z", "set": {"status": "reading", "tag:thesis": True}}
RATED = {"at": "2026-02-03T12:00:00.000000Z", "key": "smac", "set": {"rating": 4}}
UNDONE = {"at": "2026-02-04T12:00:00.000000Z", "key": "smac", "set": {"rating": None}, "undoes": RATED["at"]}


@pytest.fixture
def used(dlread: Dlread) -> Dlread:
    other_machine(dlread, STARTED | {"key": "smac"}, STARTED | {"key": "pyg"}, RATED, UNDONE)
    return dlread


def test_a_stranger_has_none(dlread: Dlread) -> None:
    assert dlread.run("history") == ("", "no changes yet; start with dlread mark-read KEY\n", 0)
    assert dlread.run("history --json").out == "[]\n"


def test_a_pipe_gets_a_line_of_a_journal_a_line(used: Dlread) -> None:
    assert used("history", env={"TZ": "CST-8"}) == (
        "2026-02-04T12:00:00.000000Z\tother\tsmac\tundone, rating removed\t1\n"
        "2026-02-03T12:00:00.000000Z\tother\tsmac\trated 4\t1\n"
        "2026-01-02T23:30:00.000000Z\tother\tsmac\tmarked reading, +thesis\t2\n"
        "2026-01-02T23:30:00.000000Z\tother\tpyg\tmarked reading, +thesis\t2\n"
    )


def test_of_one_entry(used: Dlread) -> None:
    lines = used("history smac").splitlines()
    assert [line.split("\t")[3] for line in lines] == [
        "undone, rating removed",
        "rated 4",
        "marked reading, +thesis",
    ]
    assert {line.split("\t")[2] for line in lines} == {"smac"}
    assert used("history SMA") == used("history smac")
    assert used("history pytorch-geometric").count("\n") == 1
    assert used("history sdr") == ""


def test_an_unknown_key_gets_the_nearest(dlread: Dlread) -> None:
    result = dlread.run("history smc")
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("dlread: no entry is called 'smc'; did you mean 'smac'")


def test_steps_of_one_entry_have_the_numbers_that_they_have_among_all(used: Dlread) -> None:
    used("mark-read pyg")
    assert [line.split("\t")[4] for line in used("history smac").splitlines()] == ["2", "2", "3"]
    assert [line.split("\t")[4] for line in used("history pyg -n 1").splitlines()] == ["1"]


def test_a_step_with_lines_of_many_days_is_one_step(dlread: Dlread) -> None:
    """As an import makes it."""
    days = [{"time": f"2025-01-0{day}T00:00:00.000000Z", "number": day, "set": {"rating": day}} for day in range(1, 5)]
    other_machine(dlread, *(STARTED | {"key": "smac"} | day for day in days), RATED)
    assert [line.split("\t")[4] for line in dlread("history -n 2").splitlines()] == ["1", "2", "2", "2", "2"]


def test_limit_counts_steps_not_lines(used: Dlread) -> None:
    assert used("history -n 1").count("\n") == 1
    assert used("history --limit 3").count("\n") == 4
    assert used.run("history -n -1").status == 2


def test_none_asked_for_is_not_nothing_done(used: Dlread) -> None:
    assert used.run("history --limit 0") == ("", "", 0)


def test_twenty_steps_unless_told_otherwise(dlread: Dlread) -> None:
    line = {"key": "smac", "set": {"rating": 4}}
    other_machine(dlread, *(line | {"at": f"2026-01-01T00:00:{second:02}.000000Z"} for second in range(25)))
    assert dlread("history").count("\n") == 20
    assert dlread("history").startswith("2026-01-01T00:00:24.000000Z\t")
    assert dlread("history -n 100").count("\n") == 25


def test_json_has_what_the_journals_have(used: Dlread) -> None:
    undone, rated, started, *_ = json.loads(used("history --json"))
    assert undone == UNDONE | {"step": 1, "machine": "other", "time": UNDONE["at"]}
    assert rated == RATED | {"step": 1, "machine": "other", "time": RATED["at"], "undoes": None}
    assert started == STARTED | {
        "step": 2,
        "key": "smac",
        "machine": "other",
        "time": STARTED["at"],
        "undoes": None,
    }


def test_all_machines_in_one_order(used: Dlread) -> None:
    other_machine(used, {"at": "2026-02-03T12:00:00.000001Z", "key": "sdr", "set": {"note": "x"}}, name="third")
    used("mark-read lingvo")
    assert [line.split("\t")[2] for line in used("history").splitlines()] == [
        "lingvo",
        "smac",
        "sdr",
        "smac",
        "smac",
        "pyg",
    ]


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("UTC", "Fri 02 Jan 2026 23:30"),
        ("CST-8", "Sat 03 Jan 2026 07:30"),
        ("EST5", "Fri 02 Jan 2026 18:30"),
        ("NPT-5:45", "Sat 03 Jan 2026 05:15"),
    ],
)
def test_a_terminal_has_the_readers_own_time(
    used: Dlread, terminal: Callable[..., Screen], zone: str, time: str
) -> None:
    lines = terminal("history", env={"TZ": zone}).lines
    assert lines[2:] == [f"2  {time}  marked reading, +thesis smac, pyg"]
    assert lines[1].endswith("  rated 4 smac")


def test_summer_time_is_that_of_the_day(used: Dlread, terminal: Callable[..., Screen]) -> None:
    other_machine(used, {"at": "2026-07-02T12:00:00.000000Z", "key": "sdr", "set": {"rating": 1}}, name="third")
    lines = terminal("history", env={"TZ": "CET-1CEST,M3.5.0,M10.5.0/3"}).lines
    assert lines[0] == "1  Thu 02 Jul 2026 14:00  third  rated 1 sdr"
    assert lines[3].startswith("3  Sat 03 Jan 2026 00:30  ")


def test_among_several_machines_the_readers_own_is_this_one(used: Dlread, terminal: Callable[..., Screen]) -> None:
    used("mark-read lingvo")
    lines = [line.split("  ", 2)[2] for line in terminal("history").lines]
    assert lines == [
        "this machine  marked read lingvo",
        "other         undone, rating removed smac",
        "other         rated 4 smac",
        "other         marked reading, +thesis smac, pyg",
    ]
    assert "this machine" not in used("history") + used("history --json")


def test_long_steps_wrap_beside_their_time(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-read lee-next-wave")
    first, second = terminal("history").lines
    assert first.endswith("  marked read lee-ultra-deep, lee-attention,")
    assert second == " " * 26 + "lee-reinforcement-learning, lee-deep-style and 3 more"


@pytest.mark.parametrize("zone", ["EST5", "UTC", "CST-8"])
@pytest.mark.parametrize("year", ["0001-01-01", "8999-12-31"])
def test_the_ends_of_time(dlread: Dlread, terminal: Callable[..., Screen], year: str, zone: str) -> None:
    other_machine(dlread, {"at": f"{year}T00:00:00.000000Z", "key": "smac", "set": {"rating": 4}})
    screen = terminal("history", env={"TZ": zone})
    assert screen.status == 0
    assert screen.lines[0].endswith("rated 4 smac")


def test_hostile_fields_do_nothing_to_a_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    values = {"tag:a\x1b]0;x\x07": True, "link:\x1b[31m": "x", "status": "\x1b[31m", "rating": 99, "new": 1}
    other_machine(dlread, {"at": "2026-01-02T03:04:05.000000Z", "key": "smac", "set": values})
    assert terminal("history").lines == ["1  Fri 02 Jan 2026 03:04  nothing changed in smac"]
    assert dlread("history") == "2026-01-02T03:04:05.000000Z\tother\tsmac\tnothing changed\t1\n"
