"""What assignments add up to, and how to take a step back. Pure; the journal brings the lines, in any order."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple, TypeVar

Overrides = dict[str, tuple[Any, str]]
"""A reader's layer over one entry: field -> (value, time of its assignment)."""


class Assignment(NamedTuple):
    """One line of a journal. `distinct` has the total order: by stamp, then by machine, then by what it says."""

    at: str
    machine: str
    key: str
    values: dict[str, Any]
    undoes: str = ""
    """The stamp of the step, on the same machine, that this line takes back; empty for a line of its own."""
    wall: str = ""
    """When it was done, where that is not the stamp: the stamp ran ahead of the clock, or an import knew the day."""
    number: int = 0
    """Of the lines that one step has for an entry, from 0."""

    @property
    def time(self) -> str:
        """When it was done, for people; `at` is for the order alone."""
        return self.wall or self.at

    @property
    def order(self) -> tuple[str, str]:
        return self.at, self.machine


def distinct(assignments: Iterable[Assignment]) -> list[Assignment]:
    """In their order, and each once: a sync tool's conflict copy of a journal repeats its lines.

    Two machines of one name (a copied container) or a journal from a backup can bring two lines of one stamp: then
    what they say decides, because the names of conflict copies, and so the order of reading, differ between machines.
    """
    assignments = list(assignments)
    if len(assignments) < 2:  # of 100,000 papers most were added once and never touched again
        return assignments
    found = {
        (line.order, line.number, repr(sorted(line.values.items())), line.undoes, line.key): line
        for line in sorted(assignments, key=lambda line: line.time, reverse=True)  # the copy that a reader corrected
    }
    return [line for _, line in sorted(found.items(), key=lambda place: place[0][:4])]


def fold(assignments: Iterable[Assignment]) -> Overrides:
    """The last assignment to a field wins. What an undo brought back has the time that it had before.

    Of lines of several keys, which are the same entry in several catalogs, what was said last of any of them counts.
    """
    lines = distinct(assignments)
    if len(lines) > 1 and len(keys := {line.key for line in lines}) > 1:
        return _together([fold([line for line in lines if line.key == key]) for key in sorted(keys)])
    last: dict[str, Assignment] = {}
    for line in lines:
        last.update(dict.fromkeys(line.values, line))
    own = {field: (line.values[field], line.time) for field, line in last.items()}
    if not any(line.undoes for line in lines):
        return own
    effective = _effective(lines)
    for field, line in last.items():
        if any(other.undoes and other.at == line.at for other in lines):
            value = line.values[field]
            before = [one.time for one in effective if one.at < line.at and one.values.get(field, own) == value]
            own[field] = (value, before[-1] if before else line.time)
    return own


def _together(several: Sequence[Overrides]) -> Overrides:
    """A None takes back only what was said of its own key."""
    found: Overrides = {}
    for own in several:
        for field, (value, time) in own.items():
            known, at = found.get(field, (None, ""))
            if known is None or (value is not None and time > at):
                found[field] = (value, time)
    return found


class Done(NamedTuple):
    """Something done to an entry, and when."""

    time: str
    values: dict[str, Any]


def replayed(assignments: Iterable[Assignment]) -> list[Done]:
    """All that was done to one entry and is not undone, in order: what leads to the values and times of `fold`."""
    lines = distinct(assignments)
    done = [Done(line.time, line.values) for line in _effective(lines)]
    last = {field: (value, one.time) for one in done for field, value in one.values.items()}
    missing = {field: own for field, own in fold(lines).items() if last.get(field) != own}
    return done + [Done(time, {field: value}) for field, (value, time) in missing.items()]


def taken_back(assignments: Sequence[Assignment], at: str, machine: str) -> dict[str, dict[str, Any]]:
    """What to assign, by key, so that the step (at, machine) has not happened; one that undid another brings it back.

    `assignments` are all lines of the entries that the step touched. A field that somebody changed after the step
    keeps that later value: its entry comes back with fewer fields, or with none.
    """
    by_key: dict[str, list[Assignment]] = {}
    for line in distinct(assignments):
        by_key.setdefault(line.key, []).append(line)
    found = {key: _taken_back(lines, (at, machine)) for key, lines in by_key.items()}
    return {key: values for key, values in found.items() if values is not None}


def _taken_back(lines: Sequence[Assignment], step: tuple[str, str]) -> dict[str, Any] | None:
    """Of one entry; None if the step does not touch it, or is undone already."""
    touching = [line for line in lines if line.order == step]
    # a clone may have undone something in that instant
    touching = [line for line in touching if not line.undoes] or touching
    if not touching or step in _undone_in(lines):
        return None
    own = fold(lines)
    undoes = touching[-1].undoes
    author = (undoes, step[1]) if undoes else step
    effective = _effective([line for line in lines if not (undoes and line.order == step)])
    changes = {}
    for field, value in {field: line.values[field] for line in touching for field in line.values}.items():
        setting = [line for line in effective if field in line.values]
        if setting and setting[-1].order == author and own[field][0] == value:
            before = [line.values[field] for line in setting if line.order != step]
            changes[field] = before[-1] if before else None
    return changes


def _effective(lines: Sequence[Assignment]) -> list[Assignment]:
    """Those that are not undone, and undo nothing themselves."""
    undone = _undone_in(lines)
    return [line for line in lines if not line.undoes and line.order not in undone]


def _undone_in(lines: Sequence[Assignment]) -> set[tuple[str, str]]:
    return _undone([(line.order, (line.undoes, line.machine)) for line in lines if line.undoes])


_Step = TypeVar("_Step")


def _undone(pairs: Sequence[tuple[_Step, _Step]]) -> set[_Step]:
    """`pairs` are steps in their order, each with the one that it takes back. What is undone itself undoes nothing."""
    undone: set[_Step] = set()
    for step, taken_back in reversed(pairs):
        if step not in undone:
            undone.add(taken_back)
    return undone


Written = Sequence[tuple[str, str]]
"""A journal's steps in the order of its lines: their stamps, each with that of the step that it takes back, or ''."""


def to_undo(journals: Sequence[Written]) -> Iterator[str]:
    """The stamps of one machine's steps that stand, the last one first; one that was redone was done then."""
    undoes, undone = _undoes(journals)
    redoing = {at: undoes[back] for at, back in undoes.items() if back in undoes and at not in undone}
    redone = {step: at for at, step in redoing.items() if step not in undoes}
    root = {at: step for step, at in redone.items()}
    standing = [
        [at for at, back in steps if (at in root if back else at not in redone) and root.get(at, at) not in undone]
        for steps in journals
    ]
    return (root.get(at, at) for at in last_first(standing))


def to_redo(journals: Sequence[Written]) -> Iterator[str]:
    """As `undos`, but only those of after the last step that did something new, as in every editor."""
    undoes, undone = _undoes(journals)
    steps = takewhile(undoes.__contains__, last_first([[at for at, _ in steps] for steps in journals]))
    return (at for at in steps if undoes[at] not in undoes and at not in undone)


def undos(journals: Sequence[Written]) -> Iterator[str]:
    """The stamps of the steps that undid another and stand, the last one first."""
    undoes, undone = _undoes(journals)
    return last_first(
        [[at for at, back in steps if back and back not in undoes and at not in undone] for steps in journals]
    )


def _undoes(journals: Sequence[Written]) -> tuple[dict[str, str], set[str]]:
    """What each step takes back that does so, in their order, and all that are undone."""
    undoes = dict(sorted({at: back for steps in journals for at, back in steps if back}.items()))
    return undoes, _undone(list(undoes.items()))


def last_first(journals: Sequence[Sequence[str]]) -> Iterator[str]:
    """The stamps of one machine's steps, the last one first.

    Each journal (a machine has one, and conflict copies of it) has them in the order in which they were done, which a
    clock that was set back does not change. Steps of which no journal has both come by their stamps.
    """
    left = [list(dict.fromkeys(journal)) for journal in journals]
    while left := [journal for journal in left if journal]:
        ends = {journal[-1] for journal in left}
        last = max({end for end in ends if not any(end in journal[:-1] for journal in left)} or ends)
        yield last
        left = [[at for at in journal if at != last] for journal in left]


class Numbered(NamedTuple):
    """A step, or what it did to one entry, as `dlread history` lists it; see `Past.steps`."""

    number: int
    lines: Sequence[Assignment]
    redoes: bool = False
    """It took back one that took back another."""


def time_of(lines: Sequence[Assignment]) -> str:
    """When a step was done; one with lines of several days, as imports have them, when it was recorded."""
    return lines[0].time if len({line.time for line in lines}) == 1 else lines[0].at
