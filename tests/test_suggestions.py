"""The rule for what to read next, as a specification: `domain/suggestions.py`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_graph import graph

from dlread_cli.domain.entries import Status
from dlread_cli.domain.suggestions import EntryState, next_up, top_suggestions

STATUSES = {"u": Status.UNREAD, "g": Status.READING, "r": Status.READ, "s": Status.SKIPPED}


def entry_states(told: str) -> list[EntryState]:
    """`a:u` is unread, `b:r4#rl,cnn` read with four stars and two tags, `c:un` has a note, `d:u!` is superseded.

    `e:u@2` is planned.
    """
    found = []
    for position, one in enumerate(told.split()):
        key, rest = one.split(":")
        rest, _, plan = rest.partition("@")
        rest, _, tags = rest.partition("#")
        rating = int("".join(char for char in rest if char.isdigit()) or 0)
        found.append(
            EntryState(
                key,
                STATUSES[rest[0]],
                rating,
                "n" in rest[1:],
                tuple(filter(None, tags.split(","))),
                "!" in rest,
                position,
                plan,
            )
        )
    return found


def suggested(told: str, needs: str = "", parts: str = "") -> str:
    return " ".join(f"{one.key}{one.score}" for one in next_up(entry_states(told), graph(needs, parts)))


@pytest.mark.parametrize(
    ("told", "needs", "parts", "best"),
    [
        ("a:u b:u", "", "", "a0 b0"),  # nothing speaks for either: the catalogs' order
        ("a:r b:s", "", "", ""),  # what is read or skipped is not suggested
        ("a:u b:g", "", "", "b100 a0"),  # what you are in the middle of comes first
        ("a:u b:u", "b<a", "", "a2"),  # b lacks a; a opens one
        ("a:r b:u c:u", "b<a", "", "b20 c0"),  # b's prerequisites are all read
        ("a:s b:u", "b<a", "", "b20"),  # skipped is as good as read
        ("a:r b:u c:u", "c<a c<b", "", "b2"),  # one of two is not enough
        ("b:u", "b<gone", "", "b0"),  # what is in no catalog here cannot be waited for
        ("a:u b:u c:u d:u", "b<a c<b d<c", "", "a6"),  # opens three, two of them by and by
        (
            "a:u " + " ".join(f"{key}:u" for key in "bcdefghijklmno"),
            " ".join(f"{key}<a" for key in "bcdefghijklmno"),
            "",
            "a20",
        ),
        ("a:u b:r", "b<a", "", "a0"),  # opens nothing that is unread
        ("a:u#x b:r5#x c:u", "", "", "a10 c0"),  # liked: (5 - 3) x 5
        ("a:u#x b:r1#x c:u", "", "", "c0 a-10"),
        ("a:u#x b:r5#x c:r1#x", "", "", "a0"),  # a mean
        ("a:u#x,y b:r5#x,y", "", "", "a15"),  # at most 15
        ("a:u#x b:rn#x", "", "", "a5"),  # a note is a point
        ("a:u! b:u", "", "", "b0 a-10"),  # superseded
        ("S:u a:u b:u z:u", "z<S", "S:ab", "a2 b2"),  # a section with parts is not read itself
        ("S:r a:r b:r z:u", "z<S", "S:ab", "z20"),
        ("a:u b:u@2 c:u@1", "", "", "c60 b60 a0"),  # the plan comes first, in its order
        ("a:u b:u#x@2 c:u!@1 d:r5#x", "", "", "c50 b70 a0"),  # whatever else speaks for it
        ("a:u@1 b:g c:g@2", "", "", "c160 b100 a60"),  # and after what you are in the middle of
        ("a:r@1 b:s@2 c:u", "", "", "c0"),  # but for what is read or skipped
        ("a:u b:u c:u d:u@1", "d<c c<b", "", "b64 a0"),  # what leads there
        ("a:u b:u c:u@1 d:u@2", "c<a d<b", "", "a62 b62"),  # in the order of what it leads to
        ("S:u@1 a:u b:u c:u", "S<c", "S:ab", "c60 a60 b60"),  # a section: what it needs, then its parts
        ("a:u@1 b:u c:u", "a<b b<a", "", "c0"),  # a circle ends
    ],
)
def test_the_rule(told: str, needs: str, parts: str, best: str) -> None:
    assert suggested(told, needs, parts) == best


def test_every_point_has_a_reason() -> None:
    (best,) = next_up(entry_states("a:r b:u#x c:u d:r4#x"), graph("b<a c<b"))
    assert [(part.kind, part.points, part.keys, part.tags) for part in best.parts] == [
        ("ready", 20, ("a",), ()),
        ("opens", 2, ("c",), ()),
        ("liked", 5, ("d",), ("x",)),
    ]
    assert best.reason == best.parts[0]


TOLD = st.lists(
    st.builds(
        lambda key, status, rating, tags: f"{key}:{status}{rating}{'#' + ','.join(sorted(tags)) if tags else ''}",
        st.sampled_from("abcdefgh"),
        st.sampled_from("ugrs"),
        st.sampled_from(["", "1", "3", "5", "n"]),
        st.sets(st.sampled_from("xyz")),
    ),
    unique_by=lambda one: one[0],
)


@given(TOLD, st.randoms(use_true_random=False))
def test_any_order_of_the_same_entries_gives_the_same_answer(told: list[str], random) -> None:
    here = entry_states(" ".join(sorted(told)))
    there = list(here)
    random.shuffle(there)
    needs = graph("b<a d<c e<d h<a h<g")
    assert [(one.key, one.score) for one in next_up(here, needs)] == [
        (one.key, one.score) for one in next_up(there, needs)
    ]


@given(TOLD)
def test_only_what_can_be_read_now_is_suggested(told: list[str]) -> None:
    entries = {entry.key: entry for entry in entry_states(" ".join(told))}
    needs = graph("b<a d<c e<d h<a h<g")
    for one in next_up(list(entries.values()), needs):
        assert one.score == sum(part.points for part in one.parts)
        assert entries[one.key].status in (Status.UNREAD, Status.READING)
        if entries[one.key].status is Status.UNREAD:
            before = [need.before for need in needs.needs.get(one.key, ()) if need.before in entries]
            assert all(entries[key].status in (Status.READ, Status.SKIPPED) for key in before)


def test_a_few_are_not_all_in_the_middle_of_being_read() -> None:
    ranked = next_up(entry_states("a:g b:g c:g d:g e:u f:u"), graph(""))
    assert [one.key for one in top_suggestions(ranked, 4)] == ["a", "b", "e", "f"]
    assert [one.key for one in top_suggestions(ranked, 1)] == ["a"]
    assert [one.key for one in top_suggestions(ranked[:4], 4)] == ["a", "b", "c", "d"]
    assert [one.key for one in top_suggestions(ranked, 9)] == ["a", "b", "c", "d", "e", "f"]
