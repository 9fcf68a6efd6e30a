"""Clocks that are wrong, now or once: the order of changes stays right, and people see the time that it was."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Dlread, Screen, wrong_clock

pytestmark = pytest.mark.full_run

NOW = datetime.now(UTC)
NEXT_YEAR = NOW.year + 1
LAST = "8999-12-31T23:59:59.999999Z"


def own_journal(dlread: Dlread) -> Path:
    (path,) = (path for path in dlread.data.glob("journal-*.jsonl") if path.name != "journal-other.jsonl")
    return path


def own_lines(dlread: Dlread) -> list[dict[str, str]]:
    return [json.loads(text) for text in own_journal(dlread).read_text().splitlines()]


def elsewhere(dlread: Dlread, *lines: Mapping[str, object]) -> Path:
    """Done on another machine."""
    dlread.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = dlread.data / "journal-other.jsonl"
    path.write_text("".join(json.dumps({"set": {"status": "read"}} | dict(line)) + "\n" for line in lines))
    path.chmod(0o600)
    return path


def stamp(ahead: timedelta) -> str:
    return f"{NOW + ahead:%Y-%m-%dT%H:%M:%S.%fZ}"


def is_of_today(time: str) -> bool:
    return abs(datetime.fromisoformat(time) - NOW) < timedelta(hours=1)


# --- one command under a wrong clock ------------------------------------------------------------------------------


def test_one_command_under_a_wrong_clock_spoils_no_later_date(dlread: Dlread) -> None:
    dlread("mark-read smac", env=wrong_clock(NEXT_YEAR))
    dlread("mark-reading smac sdr")
    dlread("mark-read sdr")
    dlread("mark-read smac pyg")
    wrong, *later = [row.split("\t")[0] for row in dlread("history").splitlines()]
    assert wrong.startswith(str(NEXT_YEAR))
    assert len(later) == 5
    assert all(is_of_today(time) for time in later)
    since = {entry["key"]: entry["status_since"] for entry in json.loads(dlread("list --status read --json"))}
    assert all(is_of_today(time) for time in since.values())
    stats = json.loads(dlread("stats --json"))
    assert (stats["read"], stats["streak_days"], stats["weeks"][-1]["read"]) == (3, 1, 3)
    assert json.loads(dlread(f"stats --json --since {NEXT_YEAR}-01-01"))["read"] == 0


def test_a_line_whose_stamp_runs_ahead_has_the_time_and_others_have_none(dlread: Dlread) -> None:
    dlread("mark-reading smac", env=wrong_clock(NEXT_YEAR))
    dlread("mark-read smac")
    dlread("mark-read pyg")
    wrong, ahead, right = own_lines(dlread)
    assert "time" not in wrong
    assert "time" not in right
    assert wrong["at"] < ahead["at"]
    assert is_of_today(ahead["time"])
    assert is_of_today(right["at"])
    assert dlread.status("smac") == "read"


def test_that_a_change_is_dated_in_the_future_is_said_with_the_next_one(dlread: Dlread) -> None:
    assert "clock" not in dlread.run("mark-read smac", env=wrong_clock(NEXT_YEAR)).err
    said = dlread.run("mark-read pyg").err
    day = own_lines(dlread)[0]["at"][:10]
    assert said.splitlines()[0] == (
        f"a change is dated {day}, in the future: this clock or another is wrong; see dlread doctor"
    )


def test_a_clock_of_before_the_first_version_is_said_at_once(dlread: Dlread) -> None:
    said = dlread.run("mark-read smac", env=wrong_clock(1970)).err
    day = own_lines(dlread)[0]["at"][:10]
    assert said.splitlines()[0] == (
        f"this machine's clock says that it is {day}; set it, or your changes get wrong dates"
    )


def test_undo_takes_the_last_step_back_whatever_the_clock_said(dlread: Dlread) -> None:
    for key, env in (("smac", wrong_clock(NEXT_YEAR)), ("sdr", wrong_clock(1970)), ("pyg", {}), ("lingvo", {})):
        dlread(f"mark-read {key}", env=env)
    for keys in ("smac sdr pyg", "smac sdr", "smac", ""):
        dlread("undo")
        assert set(dlread("list --keys --status read").split()) == set(keys.split())


def test_history_and_the_order_by_change_are_by_the_time_that_it_was(dlread: Dlread) -> None:
    elsewhere(dlread, {"at": "2999-01-01T00:00:00.000000Z", "key": "smac", "time": "2026-01-05T12:00:00.000000Z"})
    dlread("mark-read pyg")
    assert [row.split("\t")[2] for row in dlread("history").splitlines()] == ["pyg", "smac"]
    assert dlread("list --keys --status read --sort changed") == "pyg\nsmac\n"
    dlread("rate smac 4")
    assert [row.split("\t")[2] for row in dlread("history").splitlines()] == ["smac", "pyg", "smac"]


def test_what_undo_brings_back_has_the_time_that_it_had(dlread: Dlread) -> None:
    elsewhere(dlread, {"at": "2999-01-01T00:00:00.000000Z", "key": "smac", "time": "2026-01-05T12:00:00.000000Z"})
    dlread("mark-skipped smac")
    dlread("undo")
    assert json.loads(dlread("show --json smac"))[0]["status_since"] == "2026-01-05T12:00:00.000000Z"


@pytest.mark.parametrize("time", ["tomorrow", "2026-13-01T00:00:00.000000Z", 7, None, ""])
def test_a_time_that_is_none_is_that_of_the_stamp(dlread: Dlread, time: object) -> None:
    elsewhere(dlread, {"at": "2026-01-05T12:00:00.000000Z", "key": "smac", "time": time})
    assert dlread("history").startswith("2026-01-05T12:00:00.000000Z\t")


def test_a_terminal_shows_the_time_that_it_was(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    elsewhere(dlread, {"at": "2999-01-01T00:00:00.000000Z", "key": "smac", "time": "2026-01-05T12:00:00.000000Z"})
    assert terminal("history").lines == ["1  Mon 05 Jan 2026 12:00  marked read smac"]


# --- stamps that are not believed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("ahead", "is_believed"), [(timedelta(hours=20), True), (timedelta(hours=30), False)])
def test_a_stamp_is_believed_for_a_day(dlread: Dlread, ahead: timedelta, is_believed: bool) -> None:
    elsewhere(dlread, {"at": stamp(ahead), "key": "smac"})
    dlread("mark-read pyg")
    (line,) = own_lines(dlread)
    assert (line["at"] > stamp(ahead)) == is_believed
    assert is_of_today(line["time"] if is_believed else line["at"])


def test_a_far_stamp_counts_for_its_entry_alone_and_is_not_catching(dlread: Dlread) -> None:
    path = elsewhere(dlread, {"at": "2999-01-01T00:00:00.000000Z", "key": "smac"})
    dlread("mark-skipped smac")
    dlread("mark-read pyg")
    dlread("mark-skipped pyg")
    assert [line["at"][:4] for line in own_lines(dlread)] == ["2999", *2 * [str(NOW.year)]]
    assert (dlread.status("smac"), dlread.status("pyg")) == ("skipped", "skipped")
    path.unlink()
    dlread("mark-unread pyg")
    assert own_lines(dlread)[-1]["at"].startswith(str(NOW.year))


def test_two_entries_with_one_far_stamp_are_two_steps(dlread: Dlread) -> None:
    far = "2999-01-01T00:00:00.000000Z"
    elsewhere(dlread, {"at": far, "key": "smac"}, {"at": far, "key": "pyg"})
    dlread("mark-skipped smac")
    dlread("mark-skipped pyg")
    first, second = own_lines(dlread)
    assert (first["at"], second["at"]) == ("2999-01-01T00:00:00.000001Z", "2999-01-01T00:00:00.000002Z")
    dlread("undo")
    assert (dlread.status("smac"), dlread.status("pyg")) == ("skipped", "read")


def test_one_line_at_the_end_of_time_stops_only_changes_of_its_entry(dlread: Dlread) -> None:
    path = elsewhere(dlread, {"at": LAST, "key": "smac"})
    dlread("mark-read pyg")
    dlread("rate sdr 4")
    dlread("undo")
    assert dlread.run("mark-skipped smac") == (
        "",
        f"dlread: a journal has the timestamp {LAST}, which none can follow; see dlread doctor\n",
        1,
    )
    assert (
        dlread.run("doctor").out
        == f"{path}, line 1: no timestamp can follow {LAST}, so smac cannot be changed; delete it\n"
    )


def test_doctor_names_the_lines_of_the_future_and_the_cure_works(dlread: Dlread) -> None:
    stamps = [f"2999-01-0{day}T00:00:00.000000Z" for day in range(1, 8)]
    told = [{"at": at, "key": "smac"} for at in stamps]
    path = elsewhere(dlread, {"at": "2026-01-05T12:00:00.000000Z", "key": "pyg"}, *told)
    result = dlread.run("doctor")
    assert result.status == 1
    problem, cure = result.out.split(', as in "time": ')
    assert problem == (
        f"{path}, lines 2, 3, 4, 5, 6 and 2 more: dated 2999-01-07, in the future; "
        "set the clocks, and give these lines the real time"
    )
    time = json.loads(cure)
    assert is_of_today(time)
    elsewhere(dlread, *({**line, "time": time} for line in told))
    assert dlread.run("doctor")[::2] == ("", 0)
    assert "clock" not in dlread.run("mark-read pyg").err
