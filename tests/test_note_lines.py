"""domain/notes.py: what to assign so that a note says something else, and what becomes of it on several machines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain import notes
from dlread_cli.domain.fields import is_understood, overlay

NOW = datetime(2026, 11, 27, 9, 30, 5, 123456, UTC)


def text(own: dict[str, Any]) -> str:
    note: str = overlay({}, {name: (value, "") for name, value in own.items()}).get("note", "")
    return note


def said(changes: dict[str, Any]) -> dict[str, Any]:
    """A note's own fields, as a journal may have them."""
    assert all(is_understood(name, value) for name, value in changes.items())
    return {name: value for name, value in changes.items() if value is not None}


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "注记", "a b"]), max_size=6).map(
    lambda lines: "\n".join(lines).strip()
)


@given(TEXTS, st.lists(st.tuples(st.booleans(), TEXTS), max_size=8), st.integers(-3, 3))
def test_it_says_what_was_written(whole: str, edits: list[tuple[bool, str]], seconds: int) -> None:
    """Whatever it was: a text of an older version, or lines; and whatever the clock does."""
    own: dict[str, Any] = {"note": whole} if whole else {}
    for number, (is_added, new) in enumerate(edits):
        now = NOW + timedelta(seconds=seconds * number)
        before = text(own)
        changes = notes.appended(own, new, now) if is_added and new else notes.changed(own, new, now)
        own = said({**own, **changes})
        assert text(own) == (f"{before}\n{new}".strip() if is_added and new else new)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_lines_of_two_machines_are_all_there_in_any_order(whole: str, lines: str, one: str, other: str) -> None:
    own: dict[str, Any] = said({"note": whole or None, **notes.changed({"note": whole} if whole else {}, lines, NOW)})
    here, there = (notes.changed(own, new, NOW + timedelta(seconds=n)) for n, new in enumerate((one, other)))
    merged = [said({**own, **first, **second}) for first, second in ((here, there), (there, here))]
    for both in merged:
        new = set(one.split("\n")) - set(text(own).split("\n")) | set(other.split("\n")) - set(text(own).split("\n"))
        assert new - {""} <= set(text(both).split("\n"))


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("1\n2\n3\nhere", "1\n2\n3\nthere", "1\n2\n3\nhere\nthere"),
        ("1\nhere\n3", "1\nthere\n3", "1\nhere\nthere\n3"),
        ("1\n3", "1\n2\n3\nthere", "1\n3\nthere"),
        ("", "1\n2\n3\nthere", "there"),
        ("here\n1\n2\n3", "1\n2\n3\nthere", "here\n1\n2\n3\nthere"),
        ("1\ntoo\n3", "1\ntoo\n3", "1\ntoo\n3"),
        ("1\n2", "2\n3", "2"),
    ],
    ids=["both add", "both change a line", "one deletes", "one clears", "above and below", "the same", "both delete"],
)
def test_what_two_machines_write_is_merged_by_line(one: str, other: str, merged: str) -> None:
    own = notes.appended({}, "1\n2\n3", NOW)
    here, there = (notes.changed(own, new, NOW + timedelta(seconds=second)) for second, new in ((1, one), (2, other)))
    assert sorted(text({**own, **here, **there}).split("\n")) == sorted(merged.split("\n"))
    assert text({**own, **here, **there}) == text({**own, **there, **here})


def test_the_first_notes_of_two_machines_are_both_there() -> None:
    here, there = notes.appended({}, "here", NOW), notes.appended({}, "there", NOW + timedelta(seconds=1))
    assert text({**there, **here}) == "here\nthere"


def test_only_what_differs_is_assigned() -> None:
    own = notes.appended({}, "1\n2\n3", NOW)
    first, second, third = own
    (new,) = notes.changed(own, "1\n2\nx\n3", NOW)
    assert second < new < third
    assert notes.changed(own, "1\n3", NOW) == {second: None}
    assert notes.changed(own, "1\n2\n3", NOW) == {}
    assert first == "note:2026112709300512345605-83dcefb7"


def test_a_text_of_an_older_version_stays_whole_until_it_is_edited() -> None:
    old = {"note": "1\n2"}
    (added,) = notes.appended(old, "3", NOW)
    assert text(old | {added: "3"}) == "1\n2\n3"
    assert notes.changed(old | {added: "3"}, "1\n2\n4", NOW).keys() - {added} == {added.partition("-")[0] + "-f3b61b38"}
    changes = notes.changed(old, "1\nx", NOW)
    assert changes["note"] is None
    assert text(said(changes)) == "1\nx"


@given(st.integers(2, 60), st.booleans())
def test_there_is_always_room_between_two_lines(edits: int, is_above: bool) -> None:
    """Where the places become too long, the lines get new ones."""
    lines = ["first", "last"]
    own: dict[str, Any] = notes.appended({}, "first\nlast", NOW)
    for number in range(edits):
        lines.insert(1 if is_above else len(lines) - 1, str(number))
        own = said({**own, **notes.changed(own, "\n".join(lines), NOW)})
    assert text(own).split("\n") == lines


@pytest.mark.parametrize("last", ["9" * 80, "5", "1" * 79 + "1", "99999999999999999999"])
def test_a_place_at_the_end_of_all_has_one_behind_it(last: str) -> None:
    own = {f"note:{last}-00000000": "last"}
    assert text({**own, **notes.appended(own, "new", NOW)}) == "last\nnew"
