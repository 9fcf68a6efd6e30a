"""dlread redo, to a pipe and to a terminal."""

import re
from collections.abc import Callable

import pytest
from conftest import Dlread, Screen


@pytest.fixture
def undone(dlread: Dlread) -> Dlread:
    """Two steps, the second of two entries, and both undone."""
    dlread("rate smac 4")
    dlread("mark-read smac pyg")
    dlread("undo")
    dlread("undo")
    return dlread


def test_it_brings_back_what_the_last_undo_took_back(undone: Dlread) -> None:
    result = undone.run("redo")
    assert result.out.startswith("smac\tunread\t")
    first, following = result.err.splitlines()
    assert re.fullmatch(r"redone: rated 4 smac \(\w{3} .*\d\) · dlread undo takes it back", first)
    assert re.fullmatch(r"the next redo brings back: marked read smac, pyg \(\w{3} .*\d\)", following)
    assert undone.run("redo").err.startswith("redone: marked read smac, pyg (")
    assert undone("list --keys --status read") == "pyg\nsmac\n"


def test_everything_is_as_it_was_before_the_undo(dlread: Dlread) -> None:
    """Also the days on which it was done."""
    dlread("add --no-fetch https://example.org/a --key mine")
    dlread("note mine words")
    dlread("mark-read mine smac")
    before = [dlread(line) for line in ("list --json", "stats --json", "show mine --json")]
    dlread("remove mine")
    dlread("undo")
    for _ in range(3):
        dlread("undo")
    for _ in range(3):
        dlread("redo")
    assert [dlread(line) for line in ("list --json", "stats --json", "show mine --json")] == before


def test_redo_and_undo_take_turns(undone: Dlread) -> None:
    undone("redo")
    assert undone.run("undo").err.startswith("undone: rated 4 smac (")
    assert undone.run("redo").err.startswith("redone: rated 4 smac (")
    undone("redo")
    assert undone.run("undo").err.splitlines()[0].startswith("undone: marked read smac, pyg (")
    assert undone.run("undo").err.startswith("undone: rated 4 smac (")
    assert undone.run("undo").status == 1


@pytest.mark.parametrize("before", ["", "mark-read smac", "mark-read smac\nundo\nredo"])
def test_nothing_to_redo(dlread: Dlread, before: str) -> None:
    for line in before.splitlines():
        dlread(line)
    journals = dlread.journals()
    assert dlread.run("redo") == ("", "dlread: nothing to redo on this machine; see dlread history\n", 1)
    assert dlread.journals() == journals


def test_a_step_of_the_history_by_its_number(undone: Dlread) -> None:
    undone("mark-read sdr")
    result = undone.run("redo 2")
    assert result.err.splitlines()[0].startswith("redone: marked read smac, pyg (")
    assert undone("list --keys --status read") == "pyg\nsmac\nsdr\n"
    assert undone.run("redo 3 --dry-run").err.startswith("would be redone: rated 4 smac (")
    assert undone.run("undo 2").err.startswith("undone: marked read smac, pyg (")
    assert undone.run("redo 2").status == 0


@pytest.mark.parametrize(
    ("line", "message", "status"),
    [
        ("redo 1", "step 1 is not undone; see dlread history", 1),
        ("redo 9", "there is no step 9; dlread history lists them", 1),
        ("redo x", "'x' is not the number of a step; dlread history numbers them", 2),
        ("redo 4", "step 4 was made on another machine, other; redo it there", 1),
        ("redo 3", "step 3 cannot be redone, because it was changed since: smac; see dlread history", 1),
    ],
)
def test_a_step_that_cannot_be_redone(undone: Dlread, line: str, message: str, status: int) -> None:
    undone("rate smac 2")
    (undone.data / "journal-other.jsonl").write_text(
        '{"at": "2026-01-02T03:04:05.000000Z", "key": "smac", "set": {"status": "read"}}\n'
    )
    before = undone.journals()
    assert undone.run(line) == ("", f"dlread: {message}\n", status)
    assert undone.journals() == before


def test_what_was_changed_since_is_left_as_it_is(undone: Dlread) -> None:
    undone("mark-skipped smac")
    result = undone.run("redo 2")
    assert result.err.startswith("redone: marked read pyg (")
    assert result.err.endswith("\nnot redone, because it was changed since: smac\n")
    assert (undone.status("smac"), undone.status("pyg")) == ("skipped", "read")


TOO_LATE = (
    "dlread: nothing to redo: you have changed something since; dlread redo STEP brings back a step of dlread history\n"
)


def test_after_a_change_there_is_nothing_to_redo(dlread: Dlread) -> None:
    dlread("add 2001.00009 --no-fetch")
    dlread("remove arxiv-2001.00009")
    dlread("undo")
    dlread("rate arxiv-2001.00009 5")
    before = dlread.journals()
    assert dlread.run("redo") == ("", TOO_LATE, 1)
    assert dlread.run("redo --dry-run") == ("", TOO_LATE, 1)
    assert dlread.journals() == before
    dlread("undo")
    assert dlread.run("redo").err.startswith("redone: rated 5 arxiv-2001.00009 (")
    assert dlread.run("redo") == ("", TOO_LATE, 1)
    assert dlread.run("redo 2").err.startswith("redone: removed arxiv-2001.00009 (")


def test_changes_of_other_machines_do_not_end_it(undone: Dlread) -> None:
    (undone.data / "journal-other.jsonl").write_text(
        '{"at": "2099-01-02T03:04:05.000000Z", "key": "sdr", "set": {"status": "read"}}\n'
    )
    assert "\nredone: rated 4 smac (" in undone.run("redo").err


def test_a_trial_changes_nothing(undone: Dlread) -> None:
    before = undone.journals()
    assert re.fullmatch(
        r"would be redone: rated 4 smac \(.*\); nothing was changed\n", undone.run("redo --dry-run").err
    )
    assert undone.journals() == before


def test_nothing_is_ever_rewritten(undone: Dlread) -> None:
    before = undone.journals()
    undone("redo")
    assert undone.journals().startswith(before)
    assert undone("history").splitlines()[0].endswith("\tsmac\tredone, rated 4\t2")


def test_a_terminal_sees_what_is_back(undone: Dlread, terminal: Callable[..., Screen]) -> None:
    lines = terminal("redo", columns=200).lines
    assert lines[0].startswith("○ smac  The StarCraft Multi-Agent Challenge ↷±")
    assert lines[1].startswith("redone: rated 4 smac (")
    assert lines[1].endswith(") · dlread undo takes it back")
    assert len(lines) == 3
