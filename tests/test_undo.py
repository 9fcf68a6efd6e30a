"""dlread undo, to a pipe and to a terminal."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Dlread, Screen
from rich.cells import cell_len


def other_machine(dlread: Dlread, at: str, key: str, **values: object) -> None:
    dlread.data.mkdir(parents=True, exist_ok=True)
    with (dlread.data / "journal-other.jsonl").open("a") as journal:
        journal.write(json.dumps({"at": at, "key": key, "set": values}) + "\n")


def in_an_hour() -> str:
    return f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%S.%fZ}"


def test_mark_read_is_undone_in_one_step(dlread: Dlread) -> None:
    dlread("mark-read smac adabound")
    result = dlread.run("undo")
    assert [line.split("\t")[:2] for line in result.out.splitlines()] == [["smac", "unread"], ["adabound", "unread"]]
    assert result.err.startswith("undone: marked read smac, adabound (")
    assert dlread("list --status read") == ""


def test_again_takes_back_the_one_before(dlread: Dlread) -> None:
    dlread("mark-reading smac")
    dlread("mark-read pyg")
    dlread("mark-read smac")
    dlread("undo")
    assert dlread.status("smac") == "reading"
    dlread("undo")
    assert (dlread.status("smac"), dlread.status("pyg")) == ("reading", "unread")
    dlread("undo")
    assert dlread.status("smac") == "unread"


def test_a_change_after_an_undo_is_undone_first(dlread: Dlread) -> None:
    dlread("mark-read smac")
    dlread("mark-read pyg")
    dlread("undo")
    dlread("mark-read sdr")
    dlread("undo")
    assert dlread("list --keys --status read") == "smac\n"
    dlread("undo")
    assert dlread("list --keys --status read") == ""


@pytest.mark.parametrize("before", ["", "mark-read smac\nundo"])
def test_nothing_to_undo(dlread: Dlread, before: str) -> None:
    for line in before.splitlines():
        dlread(line)
    assert dlread.run("undo") == (
        "",
        "dlread: nothing to undo on this machine; see dlread history\n",
        1,
    )
    assert len(dlread.journals().splitlines()) == (2 if before else 0)


def test_a_stranger_who_undoes_leaves_no_trace(dlread: Dlread) -> None:
    dlread.run("undo")
    assert not dlread.data.exists()


def test_nothing_is_ever_rewritten(dlread: Dlread) -> None:
    dlread("mark-read smac")
    before = dlread.journals()
    dlread("undo")
    assert dlread.journals().startswith(before)
    done, undone = map(json.loads, dlread.journals().splitlines())
    assert undone["undoes"] == done["at"]
    assert undone["set"] == {"status": None}
    assert undone["at"] > done["at"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("mark-read smac", "marked read smac"),
        ("rate smac 0", "rating removed smac"),
        ("note smac --replace other words", "note changed to 'other words' smac"),
        ("note smac other words", "noted '{today} other words' smac"),
        ("note smac --clear", "note removed smac"),
        ("tag smac -rl -mine +new", "-rl, -mine, +new smac"),
        ("mark-skipped lee-intro", "marked skipped lee-step1-network, lee-step2-loss, lee-step3-gradient-descent, "
         "lee-why-deep and 1 more"),
    ],
)  # fmt: skip
def test_every_change_is_undone_whole(dlread: Dlread, change: str, told: str) -> None:
    values = {"status": "reading", "rating": 3, "note": "words", "tag:mine": True}
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "smac", **values)
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "lee-why-deep", status="read")
    before = standing(dlread)
    dlread(change)
    assert standing(dlread) != before
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert dlread.run("undo").err.startswith(f"undone: {told.format(today=today)} (")
    assert standing(dlread) == before


def standing(dlread: Dlread) -> list[dict[str, object]]:
    """All that a reader can change, without the time of the last change."""
    entries = json.loads(dlread("list --json"))
    return [entry | {"status_since": None, "tags": sorted(entry["tags"])} for entry in entries]


def test_it_says_what_the_next_one_would_take_back(dlread: Dlread) -> None:
    dlread("rate pyg 3")
    dlread("mark-read smac")
    first, following = dlread.run("undo").err.splitlines()
    assert re.fullmatch(r"undone: marked read smac \(\w{3} .*\d\) · dlread redo brings it back", first)
    assert re.fullmatch(r"the next undo takes back: rated 3 pyg \(\w{3} .*\d\)", following)
    assert len(dlread.run("undo").err.splitlines()) == 1


def test_a_remark_with_chinese_in_it_breaks_before_the_edge_of_the_screen(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    dlread("note smac 先看地图部分，再看实验设置和结果，最后看附录里的超参数")
    dlread("mark-read pyg")
    lines = terminal("undo").raw.replace("\r", "").splitlines()
    assert lines[-2].startswith("the next undo takes back: noted '")
    assert lines[-1].endswith(")")
    assert all(cell_len(line) <= 80 for line in lines[1:])


def test_a_trial_changes_nothing(dlread: Dlread) -> None:
    dlread("mark-read smac")
    before = dlread.journals()
    result = dlread.run("undo --dry-run")
    assert result.out.startswith("smac\tread\t")
    assert re.fullmatch(r"would be undone: marked read smac \(.*\); nothing was changed\n", result.err)
    assert dlread.journals() == before


@pytest.fixture
def three(dlread: Dlread) -> Dlread:
    dlread("mark-read smac")
    dlread("rate pyg 3")
    dlread("tag smac +thesis")
    return dlread


def test_a_step_of_the_history_by_its_number(three: Dlread) -> None:
    assert three("history").splitlines()[2].endswith("\tsmac\tmarked read\t3")
    first, following = three.run("undo 3").err.splitlines()
    assert first.startswith("undone: marked read smac (")
    assert following.startswith("the next undo takes back: +thesis smac (")
    assert (three.status("smac"), three("list --keys --tag thesis")) == ("unread", "smac\n")
    assert three.run("undo 3 --dry-run").err == "dlread: step 3 is already undone; dlread redo 3 brings it back\n"


def numbers(dlread: Dlread) -> list[list[str]]:
    """Of the steps in the history: the number, and what was done."""
    return [line.split("\t")[:2:-1] for line in dlread("history").splitlines()]


def test_an_undo_changes_no_number(three: Dlread) -> None:
    before = numbers(three)
    assert before == [["1", "+thesis"], ["2", "rated 3"], ["3", "marked read"]]
    three("undo 3")
    three("undo 1")
    three("redo 1")
    three("undo 1")
    assert numbers(three) == [
        ["1", "undone, thesis reset"],
        ["1", "redone, +thesis"],
        ["1", "undone, thesis reset"],
        ["3", "undone, unread again"],
        *before,
    ]
    assert three.run("undo 2").err.startswith("undone: rated 3 pyg (")
    three("mark-read sdr")
    assert numbers(three)[:2] == [["1", "marked read"], ["3", "undone, rating removed"]]


def test_what_was_redone_is_undone_by_its_number_again(three: Dlread) -> None:
    three("undo 3")
    three("rate pyg 5")
    three("redo 4")
    assert three.status("smac") == "read"
    assert three.run("undo 4").err.startswith("undone: marked read smac (")
    assert three.status("smac") == "unread"
    assert three.run("undo 4").err == "dlread: step 4 is already undone; dlread redo 4 brings it back\n"


def test_what_an_undo_took_back_may_be_missing(dlread: Dlread) -> None:
    """Or be later than the undo itself: what another program made of a journal ends no command."""
    dlread("mark-read smac")
    first, second, third = (f"2026-01-02T03:04:0{number}.000000Z" for number in (1, 2, 3))
    undoes = {first: "2025-01-01T00:00:00.000000Z", second: third, third: second}
    lines = [{"at": at, "key": "pyg", "set": {"rating": 1}, "undoes": undone} for at, undone in undoes.items()]
    (dlread.data / "journal-other.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert [number for number, _ in numbers(dlread)] == ["1", "2", "2", "3"]


def test_of_a_step_only_what_nobody_changed_since_goes(three: Dlread) -> None:
    three("mark-skipped smac")
    three("tag smac -thesis")
    before = three.journals()
    assert three.run("undo 5").err == (
        "dlread: step 5 cannot be undone, because it was changed since: smac; see dlread history\n"
    )
    assert three.journals() == before


@pytest.mark.parametrize(
    ("line", "message", "status"),
    [
        ("undo 9", "there is no step 9; dlread history lists them", 1),
        ("undo 0", "'0' is not the number of a step; dlread history numbers them", 2),
        ("undo smac", "'smac' is not the number of a step; dlread history numbers them", 2),
        ("undo 9999999999", "'9999999999' is not the number of a step; dlread history numbers them", 2),
        ("undo ١", "'١' is not the number of a step; dlread history numbers them", 2),
    ],
)
def test_a_step_that_is_none(three: Dlread, line: str, message: str, status: int) -> None:
    assert three.run(line) == ("", f"dlread: {message}\n", status)


def test_a_step_of_another_machine_is_undone_there(dlread: Dlread) -> None:
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "smac", status="read")
    assert dlread.run("undo 1") == ("", "dlread: step 1 was made on another machine, other; undo it there\n", 1)


def test_a_merge_uses_up_no_step(dlread: Dlread) -> None:
    """Another machine did the same, earlier or later: then taking back one's own step would change nothing."""
    dlread("rate pyg 3")
    dlread("mark-read smac sdr")
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "smac", status="read")
    other_machine(dlread, in_an_hour(), "sdr", status="read")
    assert dlread.run("undo 1").err.startswith("dlread: undoing step 1") is False
    result = dlread.run("undo")
    assert result.err.startswith("undone: rated 3 pyg (")
    assert result.err.endswith("\nnot undone, because it was changed since: sdr; because nothing would change: smac\n")
    (dlread.data / "journal-other.jsonl").unlink()
    assert dlread.run("undo").err.startswith("undone: marked read smac, sdr (")


def test_other_machines_changes_are_not_ours_to_undo(dlread: Dlread) -> None:
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "smac", status="read")
    assert dlread.run("undo").status == 1
    dlread("mark-read pyg")
    dlread("undo")
    assert dlread("list --keys --status read") == "smac\n"
    assert dlread.run("undo").status == 1


def test_what_somebody_changed_since_is_left_as_it_is(dlread: Dlread) -> None:
    dlread("mark-read smac pyg")
    other_machine(dlread, in_an_hour(), "smac", status="skipped")
    result = dlread.run("undo")
    assert result.err.startswith("undone: marked read pyg (")
    assert result.err.splitlines()[1:] == ["not undone, because it was changed since: smac"]
    assert (dlread.status("smac"), dlread.status("pyg")) == ("skipped", "unread")
    assert dlread.run("undo").status == 1


def test_a_step_of_which_nothing_is_left_is_passed_over_and_not_used_up(dlread: Dlread) -> None:
    dlread("rate pyg 3")
    dlread("mark-read smac")
    other_machine(dlread, in_an_hour(), "smac", status="skipped")
    result = dlread.run("undo")
    assert result.out.startswith("pyg\t")
    assert result.err.startswith("undone: rated 3 pyg (")
    assert result.err.endswith("\nnot undone, because it was changed since: smac\n")
    before = dlread.journals()
    assert dlread.run("undo") == (
        "",
        "dlread: nothing to undo: everything done on this machine was changed since; see dlread history\n",
        1,
    )
    assert dlread.journals() == before
    (dlread.data / "journal-other.jsonl").unlink()
    assert dlread.run("undo").err.startswith("undone: marked read smac (")
    assert dlread.status("smac") == "unread"


def test_of_one_entry_the_fields_are_named_that_are_left(dlread: Dlread) -> None:
    dlread("tag smac +thesis +later")
    other_machine(dlread, in_an_hour(), "smac", **{"tag:later": False})
    result = dlread.run("undo")
    assert result.err.startswith("undone: +thesis smac (")
    assert result.err.splitlines()[1:] == ["not undone, because it was changed since: smac (tag:later)"]


def test_history_says_of_an_undone_tag_that_it_is_as_it_was(dlread: Dlread) -> None:
    dlread("tag smac -rl +a")
    dlread("undo")
    undone, done = [row.split("\t")[3] for row in dlread("history").splitlines()]
    assert done == "-rl, +a"
    assert undone == "undone, rl reset, a reset"


@pytest.mark.parametrize("line", ["undo", "list"])
def test_nothing_to_undo_leaves_no_empty_journal(dlread: Dlread, line: str) -> None:
    """Of a machine that only reads what another one did."""
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "smac", status="read")
    dlread.run(line)
    assert [path.name for path in dlread.data.iterdir()] == ["journal-other.jsonl"]


def test_what_was_before_comes_back_whoever_did_it(dlread: Dlread) -> None:
    other_machine(dlread, "2026-01-02T03:04:05.000000Z", "smac", status="skipped", rating=2)
    dlread("mark-read smac")
    dlread("undo")
    assert dlread.status("smac") == "skipped"
    assert json.loads(dlread("show --json smac"))[0]["rating"] == 2


def test_a_copied_cache_or_none_makes_no_difference(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (dlread.cache / "library.db").unlink()
    dlread("undo")
    assert dlread.status("smac") == "unread"


def test_a_journal_that_cannot_be_written_is_said(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (journal,) = dlread.data.glob("journal-*.jsonl")
    moved = dlread.data / "moved"
    journal.rename(moved)
    journal.symlink_to(moved)
    result = dlread.run("undo")
    assert (result.out, result.status) == ("", 1)
    assert "nothing was changed" in result.err
    assert dlread.status("smac") == "read"


def test_a_terminal_sees_what_is_back_and_when_it_was(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-read smac")
    line, remark = terminal("undo").lines
    assert line == "○ smac  The StarCraft Multi-Agent Challenge ↷±                        AAMAS 2019"
    assert remark.startswith("undone: marked read smac (")
    assert remark.endswith(") · dlread redo brings it back")
