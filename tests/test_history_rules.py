"""domain/history.py: what assignments add up to, and what taking a step back means."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain import descriptions, history
from dlread_cli.domain.history import Assignment

Values = dict[str, dict[str, Any]]


def step(second: int, machine: str, undoes: int | None = None, /, **changes: dict[str, Any]) -> list[Assignment]:
    """The lines of one command, a key each."""
    back = "" if undoes is None else at(undoes)
    return [Assignment(at(second), machine, key, values, back) for key, values in changes.items()]


def at(second: int) -> str:
    return f"2026-11-22T13:{second // 60:02}:{second % 60:02}.000000Z"


def standing(lines: Iterable[Assignment]) -> Values:
    """What the reader sees of it: the fields that have a value, by key."""
    by_key: dict[str, list[Assignment]] = {}
    for line in lines:
        by_key.setdefault(line.key, []).append(line)
    seen = {key: {field: value for field, (value, _) in history.fold(its).items()} for key, its in by_key.items()}
    some = {key: {field: value for field, value in own.items() if value is not None} for key, own in seen.items()}
    return {key: own for key, own in some.items() if own}


def undone(lines: Sequence[Assignment], second: int, machine: str, now: int) -> list[Assignment]:
    """The lines after `dlread undo` of that step."""
    return [*lines, *step(now, machine, second, **history.taken_back(lines, at(second), machine))]


values = st.dictionaries(
    st.sampled_from(("status", "rating", "tag:thesis")), st.sampled_from((None, 1, "read", True)), min_size=1
)
changes = st.dictionaries(st.sampled_from(("smac", "sdr", "pyg")), values, min_size=1)
steps = st.lists(st.tuples(st.sampled_from(("ada", "bob", "eve")), changes), min_size=1, max_size=8)


def lines_of(told: Sequence[tuple[str, Values]]) -> list[Assignment]:
    return [line for second, (machine, change) in enumerate(told) for line in step(second, machine, **change)]


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        ([], {}),
        (step(1, "ada", smac={"status": "read"}), {"status": ("read", at(1))}),
        (
            step(1, "ada", smac={"status": "read"}) + step(2, "ada", smac={"status": "skipped"}),
            {"status": ("skipped", at(2))},
        ),
        (
            step(1, "ada", smac={"status": "read"}) + step(2, "bob", smac={"rating": 4}),
            {"status": ("read", at(1)), "rating": (4, at(2))},
        ),
        (
            step(2, "ada", smac={"status": "read"}) + step(1, "bob", smac={"status": "skipped"}),
            {"status": ("read", at(2))},
        ),
        (
            step(1, "bob", smac={"status": "skipped"}) + step(1, "ada", smac={"status": "read"}),
            {"status": ("skipped", at(1))},
        ),
        (
            step(1, "ada", smac={"tag:thesis": True}) + step(2, "bob", smac={"tag:later": True}),
            {"tag:thesis": (True, at(1)), "tag:later": (True, at(2))},
        ),
        (step(1, "ada", smac={"rating": 4}) + step(2, "ada", smac={"rating": None}), {"rating": (None, at(2))}),
        (
            step(1, "ada", smac={"status": "read"})
            + step(2, "ada", smac={"status": "skipped"})
            + step(3, "ada", 2, smac={"status": "read"}),
            {"status": ("read", at(1))},
        ),
    ],
    ids=["nothing", "one", "later", "two fields", "late arrival", "same instant", "two tags", "taken off", "undone"],
)
def test_the_last_assignment_to_a_field_wins(lines: list[Assignment], own: history.Overrides) -> None:
    assert history.fold(lines) == own


@given(steps.map(lines_of), st.randoms())
def test_the_order_of_arrival_does_not_matter(lines: list[Assignment], chance: Any) -> None:
    of_one = [line for line in lines if line.key == lines[0].key]
    arrived = of_one.copy()
    chance.shuffle(arrived)
    assert history.fold(arrived) == history.fold(of_one)


@given(st.lists(values, min_size=2, max_size=4), st.randoms())
def test_not_even_where_a_cloned_machine_wrote_in_the_same_instant(told: list[dict[str, Any]], chance: Any) -> None:
    lines = [line for change in told for line in step(1, "ada", smac=change)]
    arrived = lines.copy()
    chance.shuffle(arrived)
    assert history.fold(arrived) == history.fold(lines)
    assert history.taken_back(arrived, at(1), "ada") == history.taken_back(lines, at(1), "ada")


@given(steps)
def test_undo_of_the_newest_step_leaves_the_sum_of_the_rest(told: list[tuple[str, Values]]) -> None:
    lines = lines_of(told)
    newest = len(told) - 1
    rest = [line for line in lines if line.at != at(newest)]
    assert standing(undone(lines, newest, told[-1][0], 100)) == standing(rest)


@given(st.lists(changes, min_size=1, max_size=6))
def test_undo_again_and_again_walks_back_to_the_beginning(told: list[Values]) -> None:
    lines = lines_of([("ada", change) for change in told])
    was = [standing(lines_of([("ada", change) for change in told[:length]])) for length in range(len(told))]
    for newest in reversed(range(len(told))):
        lines = undone(lines, newest, "ada", 100 + len(told) - newest)
        assert standing(lines) == was[newest]


@given(steps)
def test_what_another_machine_changed_later_is_left_as_it_is(told: list[tuple[str, Values]]) -> None:
    lines = lines_of(told) + step(50, "ada", smac={"status": "read", "rating": 1})
    lines += step(60, "bob", smac={"status": "skipped"})
    rest = [line for line in lines if line.at != at(50)]
    assert history.taken_back(lines, at(50), "ada")["smac"].keys() == {"rating"}
    assert standing(undone(lines, 50, "ada", 100)) == standing(rest)


@given(steps)
def test_a_conflict_copy_of_a_journal_changes_nothing(told: list[tuple[str, Values]]) -> None:
    lines = lines_of(told)
    machine = told[-1][0]
    assert standing(lines + lines) == standing(lines)
    assert history.taken_back(lines + lines, at(len(told) - 1), machine) == history.taken_back(
        lines, at(len(told) - 1), machine
    )


@given(steps, st.data())
def test_what_is_undone_and_redone_is_as_it_was(told: list[tuple[str, Values]], data: st.DataObject) -> None:
    lines = lines_of(told)
    second = data.draw(st.integers(0, len(told) - 1))
    machine = told[second][0]
    gone = undone(lines, second, machine, 100)
    back = undone(gone, 100, machine, 200)
    assert standing(back) == standing(lines)
    assert [history.fold(line for line in back if line.key == key) for key in ("smac", "sdr", "pyg")] == [
        history.fold(line for line in lines if line.key == key) for key in ("smac", "sdr", "pyg")
    ]
    assert standing(undone(back, second, machine, 300)) == standing(gone)
    assert history.taken_back(back, at(100), machine) == {}


@given(st.lists(changes, min_size=1, max_size=6))
def test_redo_again_and_again_walks_to_the_end(told: list[Values]) -> None:
    """By the order in which the program takes the steps, after all of them were undone in it."""
    lines = lines_of([("ada", change) for change in told])
    was = [standing(lines_of([("ada", change) for change in told[: length + 1]])) for length in range(len(told))]
    for number in range(len(told)):
        lines = undone(lines, int(next(history.to_undo([written(lines)]))[17:19]), "ada", 20 + number)
    assert standing(lines) == {}
    for number in range(len(told)):
        lines = undone(lines, int(next(history.to_redo([written(lines)]))[17:19]), "ada", 40 + number)
        assert standing(lines) == was[number]
    assert not list(history.to_redo([written(lines)]))


def written(lines: Sequence[Assignment]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((line.at, line.undoes) for line in lines))


@pytest.mark.parametrize(
    ("journals", "to_undo", "to_redo"),
    [
        (["1", "2", "3"], "321", ""),
        (["1", "2", "3", "4-3"], "21", "4"),
        (["1", "2", "3", "4-3", "5-2"], "1", "54"),
        (["1", "2", "3", "4-3", "5-2", "6-5"], "21", "4"),
        (["1", "2", "3-1", "4-3"], "12", ""),
        (["1", "2", "3-1", "4-3", "5-1"], "2", "5"),
        (["1", "2", "3-1", "4-3", "5-1", "6-5"], "12", ""),
        (["1", "2-1", "3"], "3", ""),
        (["1", "2-1", "3", "4-3", "5"], "5", ""),
        (["1", "2-1", "3", "4-3"], "", "4"),
        (["1", "2-1", "3", "4-3", "5-4"], "3", ""),
        (["2-1", "3-2"], "1", ""),
        (["1-1", "2-3", "3-2"], "", ""),
        ([], "", ""),
    ],
    ids=[
        "nothing is undone",
        "the last one is",
        "two are",
        "one of them came back",
        "what came back was done last",
        "and went again",
        "and came back again",
        "something new since",
        "and again",
        "what was new is undone",
        "and came back",
        "the step is lost, what undid it is not",
        "nonsense",
        "no steps",
    ],
)
def test_the_order_in_which_steps_are_undone_and_redone(journals: list[str], to_undo: str, to_redo: str) -> None:
    """`4-3` is a step 4 that takes back step 3."""
    steps = [(text[0], text[2:]) for text in journals]
    assert "".join(history.to_undo([steps])) == to_undo
    assert "".join(history.to_redo([steps])) == to_redo
    assert "".join(history.to_undo([steps, steps[:1]])) == to_undo


READ = step(1, "ada", smac={"status": "read"})
RATED = step(2, "ada", smac={"rating": 4})
SKIPPED = step(3, "bob", smac={"status": "skipped"})
TWO = step(4, "ada", smac={"status": "reading"}, sdr={"status": "reading"})


@pytest.mark.parametrize(
    ("lines", "second", "machine", "back"),
    [
        (READ, 1, "ada", {"smac": {"status": None}}),
        (READ + RATED, 2, "ada", {"smac": {"rating": None}}),
        (READ + RATED, 1, "ada", {"smac": {"status": None}}),
        (READ + SKIPPED, 1, "ada", {"smac": {}}),
        (READ + SKIPPED, 3, "bob", {"smac": {"status": "read"}}),
        (READ + step(3, "bob", smac={"status": "read"}), 1, "ada", {"smac": {}}),
        (READ + TWO, 4, "ada", {"smac": {"status": "read"}, "sdr": {"status": None}}),
        (TWO + step(5, "bob", sdr={"status": "read"}), 4, "ada", {"smac": {"status": None}, "sdr": {}}),
        (READ + SKIPPED + step(5, "bob", 3, smac={"status": "read"}), 1, "ada", {"smac": {"status": None}}),
        (READ + SKIPPED + step(5, "ada", 1, smac={}), 3, "bob", {"smac": {"status": None}}),
        (READ + step(1, "bob", smac={"rating": 3}), 1, "ada", {"smac": {"status": None}}),
        (READ, 1, "bob", {}),
        (READ + step(5, "ada", 1, smac={"status": None}), 1, "ada", {}),
    ],
    ids=[
        "one",
        "the newest of two",
        "an older one of another field",
        "somebody changed it later",
        "back to somebody else's value",
        "somebody wrote the same later",
        "two entries, one step",
        "of two entries, one was changed later",
        "after the later change was undone",
        "what was itself undone does not come back",
        "two machines in one instant",
        "not that machine's step",
        "undone already",
    ],
)
def test_what_undo_assigns(lines: list[Assignment], second: int, machine: str, back: Values) -> None:
    assert history.taken_back(lines, at(second), machine) == back
    assert history.taken_back(lines[::-1], at(second), machine) == back


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (READ, "marked read smac"),
        (TWO, "marked reading smac, sdr"),
        (step(1, "ada", smac={"status": None}), "unread again smac"),
        (step(1, "ada", smac={"tag:thesis": True, "tag:later": False}), "+thesis, -later smac"),
        (step(1, "ada", smac={"note": "x", "rating": 4}), "noted 'x', rated 4 smac"),
        (step(1, "ada", smac={"rating": None, "note": None}), "rating removed, note removed smac"),
        (step(1, "ada", smac={"note:15-0000000a": "x", "note:25-0000000b": "y"}), "noted 'x y' smac"),
        (step(1, "ada", smac={"note:15-0000000a": None, "note:25-0000000b": "y"}), "note changed to 'y' smac"),
        (step(1, "ada", smac={"note:15-0000000a": None}), "note line removed smac"),
        (step(1, "ada", smac={"note:15-0000000a": None, "note:25-0000000b": None}), "2 note lines removed smac"),
        (step(1, "ada", smac={"note:15-0000000a": None, "note": None}), "note removed smac"),
        (step(2, "ada", 1, smac={}), "undone, nothing changed in smac"),
        (step(1, "ada", **{f"k{n}": {"status": "read"} for n in range(7)}), "marked read k0, k1, k2, k3 and 3 more"),
        (step(1, "ada", smac={"venue": "AAMAS"}), "changed venue smac"),
        (step(1, "ada", old={"key": "new", "aliases": ["older", "old"]}), "renamed old to new"),
        (step(1, "ada", old={"key": "new", "aliases": ["old"], "year": 2019}), "renamed old to new, changed year"),
        (step(1, "ada", old={"key": "OLD", "aliases": []}), "renamed old to OLD"),
        (step(2, "ada", 1, old={"key": None, "aliases": None}), "undone, renamed back old"),
        (step(2, "ada", 1, old={"key": "older", "aliases": []}), "undone, renamed to older"),
        (step(1, "ada", old={"kind": None, "key": None}), "removed old"),
        (step(2, "ada", 1, old={"kind": "paper", "key": "new"}), "undone, added old"),
        (step(1, "ada", smac={"plan": "1" + "0" * 20}, sdr={"plan": "1" + "0" * 20}), "planned smac, sdr"),
        (step(1, "ada", smac={"first:sdr": True, "plan": None}), "no longer planned smac, planned after sdr"),
        (step(1, "ada", smac={"first:a": None, "related:b": True}), "smac no longer planned after a, related to b"),
        (
            step(1, "ada", smac={"first:a": True, "first:b": True, "related:c": True}),
            "smac planned after a, b, related to c",
        ),
        (step(1, "ada", smac={f"first:k{n}": True for n in range(6)}), "smac planned after k0, k1, k2, k3 and 2 more"),
        (
            step(2, "ada", 1, smac={"first:a": None, "year": 2019}),
            "undone, changed year smac, no longer planned after a",
        ),
        (step(1, "ada", smac={"kind": "paper", "status": "read"}, sdr={"kind": "paper"}), "added smac, sdr"),
        (
            step(1, "ada", **{f"k{n}": {"kind": "paper", "rating": n, "venue": "X"} for n in range(9)}),
            "added 9 entries: k0, k1, k2 and 6 more",
        ),
        (
            step(1, "ada", smac={"kind": "paper", "rating": 4}, sdr={"venue": "X"}, pyg={"rating": 2}),
            "added smac; changed venue, rated 2 sdr, pyg",
        ),
        (
            step(1, "ada", smac={"status": "read", "rating": 4, "tag:x": True, "venue": "X", "first:a": True}),
            "marked read, rated 4, +x and more: smac, planned after a",
        ),
        (
            step(1, "ada", old={"key": "new", "aliases": ["old"], "year": 1, "venue": "X", "month": 2}),
            "renamed old to new, changed year, changed venue and more",
        ),
    ],
)
def test_a_step_in_words(lines: list[Assignment], words: str) -> None:
    assert descriptions.describe_step(lines) == words
