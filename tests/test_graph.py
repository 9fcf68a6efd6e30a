"""Learning paths as a specification: `domain/graph.py` on small graphs made by hand, and on any graph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.entries import Text
from dlread_cli.domain.graph import CycleError, Graph, Need, check, dependents, reading_order


def graph(needs: str, parts: str = "", order: str = "abcdefghijklmnopqrstuvwxyz") -> Graph:
    """`c<a` is: c needs a; `S:ab` is: section S consists of a and b."""
    wanted: dict[str, list[Need]] = {}
    for need in needs.split():
        entry, before = need.split("<")
        wanted.setdefault(entry, []).append(Need(entry, before, Text(f"{before} helps {entry}")))
    inside = {section: list(keys) for section, keys in (part.split(":") for part in parts.split())}
    return Graph(wanted, inside, {key: position for position, key in enumerate(order)})


def order(*arguments: str, goal: str) -> str:
    return "".join(step.key for step in reading_order(graph(*arguments), goal))


@pytest.mark.parametrize(
    ("needs", "parts", "goal", "path"),
    [
        ("", "", "a", "a"),
        ("b<a", "", "b", "ab"),
        ("b<a", "", "a", "a"),
        ("b<a c<b", "", "c", "abc"),
        ("a<z", "", "a", "za"),
        ("d<b d<c c<a b<a", "", "d", "abcd"),  # a diamond: each once
        ("d<c d<b", "", "d", "bcd"),  # ties in the catalogs' order, not in the order of the needs
        ("z<S", "S:abc", "z", "abcz"),  # a section is all that is in it
        ("z<S S<x", "S:ab", "z", "xabz"),  # and what it needs itself comes before its leaves
        ("z<b b<a", "S:abc", "z", "abz"),  # of a section only what is needed
        ("S<x a<y", "S:ab", "S", "bxyaS".replace("bxya", "xbya")),
        ("a<x", "S:TU T:a U:b", "S", "bxaS"),
        ("S<x", "S:ab", "a", "a"),  # what a section needs as a whole is not needed for each of its leaves
        ("T<S", "S:ba T:dc", "T", "abcdT"),  # all of one section before all of another
        ("T<S S<R", "R:fe S:ba T:dc", "T", "efabcdT"),
        ("b<gone", "", "b", "goneb"),  # an entry of a catalog that is not here is a step all the same
    ],
)
def test_paths(needs: str, parts: str, goal: str, path: str) -> None:
    assert order(needs, parts, goal=goal) == path


def test_a_section_before_a_section_costs_their_sum_not_their_product() -> None:
    """Two of 5,000 leaves would be 25 million edges, and gigabytes."""
    parts = {section: [f"{section}{number}" for number in range(5000)] for section in "ST"}
    wide = Graph({"T": [Need("T", "S", Text(""))]}, parts, {})
    check(wide)
    assert [step.key for step in reading_order(wide, "T")] == [*sorted(parts["S"]), *sorted(parts["T"]), "T"]


def test_each_step_says_what_it_is_for() -> None:
    steps = reading_order(graph("z<S z<c c<a", "S:ab"), "z")
    assert [(step.key, step.need.why.en if step.need else None) for step in steps] == [
        ("a", "S helps z"),  # the reason nearest to the goal
        ("b", "S helps z"),
        ("c", "c helps z"),
        ("z", None),
    ]


@pytest.mark.parametrize(
    ("needs", "parts", "goal", "members"),
    [
        ("a<a", "", "a", "aa"),
        ("a<b b<a", "", "a", "aba"),
        ("x<a a<b b<c c<a", "", "x", "acba"),
        ("a<S", "S:ab", "b", None),
        ("a<S", "S:ab", "a", "aa"),
        ("S<T T<S", "S:ab T:cd", "S", "cac"),
    ],
)
def test_a_circle_names_its_members(needs: str, parts: str, goal: str, members: str | None) -> None:
    if members is None:
        assert reading_order(graph(needs, parts), goal)
        return
    with pytest.raises(CycleError) as caught:
        reading_order(graph(needs, parts), goal)
    assert sorted(caught.value.keys) == sorted(members)
    assert caught.value.keys[0] == caught.value.keys[-1]
    with pytest.raises(CycleError):
        check(graph(needs, parts))


@pytest.mark.parametrize(
    ("needs", "parts", "start", "opened"),
    [
        ("b<a c<b", "", "a", "bc"),
        ("b<a c<a d<c", "", "a", "bcd"),
        ("z<S", "S:ab", "a", "z"),
        ("z<S", "S:ab", "S", "z"),
        ("S<x z<S", "S:ab", "x", "Sz"),
        ("b<a", "", "b", ""),
    ],
)
def test_what_an_entry_opens(needs: str, parts: str, start: str, opened: str) -> None:
    assert "".join(key for key, _ in dependents(graph(needs, parts).turned(), start)) == opened


KEYS = "abcdefgh"
ACYCLIC = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(lambda pair: pair[0] > pair[1]))
PLACES = st.permutations(KEYS)


@given(ACYCLIC, PLACES, st.sampled_from(KEYS))
def test_a_prerequisite_never_comes_after_what_needs_it(
    pairs: list[tuple[str, str]], positions: list[str], goal: str
) -> None:
    wanted = graph(" ".join(f"{entry}<{before}" for entry, before in pairs), order="".join(positions))
    steps = [step.key for step in reading_order(wanted, goal)]
    assert steps[-1] == goal
    assert len(set(steps)) == len(steps)
    for entry, before in pairs:
        if entry in steps:
            assert steps.index(before) < steps.index(entry)


@given(ACYCLIC, st.sampled_from(KEYS))
def test_every_step_leads_to_the_goal_and_all_that_lead_there_are_steps(
    pairs: list[tuple[str, str]], goal: str
) -> None:
    wanted = graph(" ".join(f"{entry}<{before}" for entry, before in pairs))
    turned = wanted.turned()
    steps = {step.key for step in reading_order(wanted, goal)} - {goal}
    assert steps == {key for key in KEYS if goal in dict(dependents(turned, key))}


@given(ACYCLIC, st.randoms(use_true_random=False), st.sampled_from(KEYS))
def test_the_order_in_which_needs_are_told_does_not_matter(pairs, random, goal: str) -> None:
    pairs = sorted(set(pairs))
    shuffled = list(pairs)
    random.shuffle(shuffled)
    told = [graph(" ".join(f"{entry}<{before}" for entry, before in some)) for some in (pairs, shuffled)]
    assert [step.key for step in reading_order(told[0], goal)] == [step.key for step in reading_order(told[1], goal)]
