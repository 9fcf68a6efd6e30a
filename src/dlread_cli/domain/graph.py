"""What comes before what: learning paths. Pure.

Only leaves are read: entries without sub-sections. Whoever needs a section needs all that is in it, and what the
section itself needs comes before each of its leaves then.
"""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dlread_cli.domain.entries import Text
from dlread_cli.domain.wording import FEW
from dlread_cli.translation import tr


class Need(NamedTuple):
    """`entry` is easier after `before`."""

    entry: str
    before: str
    why: Text


class Graph(NamedTuple):
    """Keys that stand in no `place` are of no catalog here."""

    needs: Mapping[str, Sequence[Need]]
    parts: Mapping[str, Sequence[str]]
    """The sub-sections directly below a section, in order."""
    position: Mapping[str, int]
    """In the order of the catalogs."""

    def leaves(self, key: str) -> list[str]:
        return [leaf for part in self.parts[key] for leaf in self.leaves(part)] if self.parts.get(key) else [key]

    def turned(self) -> "Graph":
        """The other way round: what an entry opens, in the catalogs' order, instead of what it needs.

        What needs a section is opened by each of its leaves, too.
        """
        opened: dict[str, list[Need]] = {}
        for need in (need for needs in self.needs.values() for need in needs):
            for before in dict.fromkeys([need.before, *self.leaves(need.before)]):
                opened.setdefault(before, []).append(Need(before, need.entry, need.why))
        for needs in opened.values():
            needs.sort(key=lambda need: (self.position.get(need.before, -1), need.before))
        return Graph(opened, self.parts, self.position)


class Step(NamedTuple):
    """One thing to read on a path; `need` says for what, None for the goal itself."""

    key: str
    need: Need | None


class CycleError(ValueError):
    """Entries that require each other, in a circle; `keys` begins and ends with the same one."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(" before ".join(keys))
        self.keys = keys

    def in_words(self) -> str:
        """`a needs b needs a`; of a large circle the first members."""
        *members, _ = reversed(self.keys)
        last = members[0]
        if len(members) > FEW:
            last = tr("{number:,} more need {key}", number=len(members) - FEW, key=last)
        return tr(" needs ").join([*members[:FEW], last])


def reading_order(graph: Graph, goal: str) -> list[Step]:
    """The leaves to read before `goal`, and at the end `goal` itself; of a section its leaves, then the section.

    Prerequisites first; ties in the catalogs' order, then by key. Raises CycleError.
    """
    reasons, edges = _closure(graph, goal)
    steps = [Step(key, reasons[key]) for key in _sorted(graph, reasons, edges)]
    return [*steps, Step(goal, None)] if graph.parts.get(goal) else steps


def check(graph: Graph) -> None:
    """Raises CycleError where any entries require each other."""
    needs = (need for needs in graph.needs.values() for need in needs)
    edges = {edge for need in needs for edge in _edges(graph, need.before, need.entry)}
    _sorted(graph, (), edges)


def check_new(graph: Graph, needs: Sequence[Need]) -> None:
    """Raises CycleError where one of these would close a circle; one that is there already is not its fault."""
    for need in needs:
        more = {**graph.needs, need.entry: [*graph.needs.get(need.entry, ()), need]}
        try:
            reading_order(graph._replace(needs=more), need.entry)
        except CycleError:
            if not any(_is_circular(graph, key) for key in (need.entry, need.before)):
                raise


def _is_circular(graph: Graph, goal: str) -> bool:
    try:
        reading_order(graph, goal)
    except CycleError:
        return True
    return False


_GATE = "\0"
"""In the name of what nobody reads, and in no key."""


def _edges(graph: Graph, before: str, after: str) -> Iterator[tuple[str, str]]:
    """From each leaf of the one to each of the other; where both are many, through a gate: a sum, not a product."""
    first, then = graph.leaves(before), graph.leaves(after)
    if len(first) > 1 and len(then) > 1:
        gate = before + _GATE + after
        yield from ((leaf, gate) for leaf in first)
        first = [gate]
    yield from ((one, other) for one in first for other in then)


def _sorted(graph: Graph, keys: Iterable[str], edges: Collection[tuple[str, str]]) -> list[str]:
    """Kahn's algorithm (CACM 5(11), 1962), with a heap for the ties."""
    waiting = dict.fromkeys((*keys, *(key for edge in edges for key in edge)), 0)
    following: dict[str, list[str]] = {}
    for before, after in edges:
        waiting[after] += 1
        following.setdefault(before, []).append(after)
    ready = [(graph.position.get(key, -1), key) for key, count in waiting.items() if not count]
    heapq.heapify(ready)
    done = []
    while ready:
        _, key = heapq.heappop(ready)
        done.append(key)
        for after in following.get(key, ()):
            waiting[after] -= 1
            if not waiting[after]:
                heapq.heappush(ready, (graph.position.get(after, -1), after))
    if stuck := waiting.keys() - done:
        raise CycleError(_cycle(edges, stuck))
    return [key for key in done if _GATE not in key]


def _closure(graph: Graph, goal: str) -> tuple[dict[str, Need | None], set[tuple[str, str]]]:
    """All leaves that are needed, each with the reason nearest to the goal, and what must precede what."""
    reasons: dict[str, Need | None] = {}
    edges: set[tuple[str, str]] = set()
    seen = set()
    to_visit: list[tuple[str, Need | None]] = [(goal, None)]
    for key, reason in to_visit:  # grows meanwhile: nearest to the goal first
        if not graph.parts.get(key):
            reasons.setdefault(key, reason)
        if key in seen:
            continue
        seen.add(key)
        for need in graph.needs.get(key, ()):
            to_visit.append((need.before, need))
            edges |= set(_edges(graph, need.before, key))
        to_visit += [(part, reason) for part in graph.parts.get(key, ())]
    return reasons, edges


def _cycle(edges: Iterable[tuple[str, str]], stuck: Collection[str]) -> list[str]:
    """Follows what comes before until a key comes again: each of the stuck waits for another of them."""
    before = {after: first for first, after in sorted(edges, reverse=True) if first in stuck and after in stuck}
    path = [min(before)]
    while path.count(path[-1]) < 2:
        path.append(before[path[-1]])
    circle = [key for key in path[path.index(path[-1]) :][:0:-1] if _GATE not in key]
    return [*circle, circle[0]]


def dependents(turned: Graph, key: str) -> Iterator[tuple[str, Need]]:
    """Everything that cannot be read well without `key`, nearest first, and what leads there."""
    seen = {key}
    waiting = [key]
    for one in waiting:  # grows meanwhile
        for need in turned.needs.get(one, ()):
            if need.before not in seen:
                seen.add(need.before)
                waiting.append(need.before)
                yield need.before, need
