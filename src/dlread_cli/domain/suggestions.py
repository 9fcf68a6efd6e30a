"""What to read next, and why. Pure: the same entries give the same answer on every machine, on every day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dlread_cli.domain.entries import Status
from dlread_cli.domain.graph import Graph, dependents

READING = 100
PLANNED = 60
READY = 20
OPENS, OPENS_AT_MOST = 2, 20
LIKED, LIKED_AT_MOST = 5, 15
SUPERSEDED = -10


class EntryState(NamedTuple):
    """One entry as it stands with the reader; `rating` is 0 without one. Sections with sub-sections are sums."""

    key: str
    status: Status
    rating: int
    has_note: bool
    tags: tuple[str, ...]
    is_superseded: bool = False
    position: int = 0
    """In the order of the catalogs."""
    plan: str = ""
    """The place in the reader's plan, by which it is sorted as text; '' where it is not in it."""


class Part(NamedTuple):
    """Some points of a score, and what for.

    `kind` is `reading`, `planned`, `ready`, `opens`, `liked` or `superseded`.
    """

    kind: str
    points: int
    keys: tuple[str, ...]
    """What it is about: the entry planned, the prerequisites read, the entries opened, the entries liked."""
    tags: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    key: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def reason(self) -> Part | None:
        """The part that counts most."""
        return max(self.parts, key=lambda part: part.points, default=None)


def next_up(entries: Sequence[EntryState], graph: Graph) -> list[Suggestion]:
    """What can be read now, best first: entries in the middle of being read, and unread ones that lack no prerequisite.

    A score is the sum of these parts:

    - 100 for what the reader is in the middle of;
    - 60 for what is in the reader's plan, or comes before something in it;
    - 20 when it has prerequisites, and all are read or skipped;
    - 2 for each unread entry that cannot be read well without it, directly or not, up to 20;
    - 5 for each point of taste in its tags, from -15 to 15. An entry's rating gives each of its tags (rating - 3)
      points, a note without a rating gives 1; a tag's taste is the mean over its entries;
    - -10 for a paper that has been superseded.

    What is being read comes first, then the plan, in its order and each after what comes before it, whatever the rest
    of the score. Ties go to the entry that stands first in the catalogs. To try another rule, change it here; nothing
    else knows it.
    """
    by_key = {entry.key: entry for entry in entries}
    done = {entry.key for entry in entries if entry.status in (Status.READ, Status.SKIPPED)}
    opened = graph.turned()
    taste = _tastes(entries)
    plan = _planned(entries, graph)
    suggestions = [
        Suggestion(entry.key, tuple(part for part in _parts(entry, graph, opened, by_key, taste, plan) if part.points))
        for entry in entries
        if not graph.parts.get(entry.key) and (entry.status is Status.READING or _is_ready(entry, graph, done, by_key))
    ]
    places = {key: place for place, key in enumerate(plan)}

    def order(one: Suggestion) -> tuple[bool, int, int, int, str]:
        entry = by_key[one.key]
        place = places.get(one.key, len(places))
        return entry.status is not Status.READING, place, -one.score, entry.position, one.key

    return sorted(suggestions, key=order)


def _planned(entries: Sequence[EntryState], graph: Graph) -> dict[str, str]:
    """The reader's plan in its order, and before each entry of it what must be read first; with that entry.

    Of a section, what it consists of is there, too.
    """
    planned = [entry for entry in entries if entry.plan and entry.status in (Status.UNREAD, Status.READING)]
    found: dict[str, str] = {}
    for entry in sorted(planned, key=lambda entry: (entry.plan, entry.key)):
        for key in _with_all_before(graph, entry.key):
            found.setdefault(key, entry.key)
    return found


def _with_all_before(graph: Graph, key: str) -> Iterator[str]:
    """What it needs and consists of, at any depth, each after what comes before it; at the end itself."""
    seen = set()
    waiting = [(key, False)]
    while waiting:
        one, is_next = waiting.pop()
        if is_next:
            yield one
        elif one not in seen:
            seen.add(one)
            before = [*(need.before for need in graph.needs.get(one, ())), *graph.parts.get(one, ())]
            waiting += [(one, True), *((key, False) for key in reversed(before))]


def top_suggestions(ranked: Sequence[Suggestion], limit: int) -> list[Suggestion]:
    """The best so many, but no more than half of them in the middle of being read while there is anything else."""
    going = [one for one in ranked if any(part.kind == "reading" for part in one.parts)]
    fresh = [one for one in ranked if one not in going]
    return [*going[: max((limit + 1) // 2, limit - len(fresh))], *fresh][:limit]


def _is_ready(entry: EntryState, graph: Graph, done: set[str], known: Mapping[str, EntryState]) -> bool:
    """A prerequisite of a catalog that is not here cannot be waited for."""
    needed = (need.before for need in graph.needs.get(entry.key, ()))
    return entry.status is Status.UNREAD and all(key in done or key not in known for key in needed)


def _parts(
    entry: EntryState,
    graph: Graph,
    opened: Graph,
    by_key: Mapping[str, EntryState],
    taste: Mapping[str, "Taste"],
    plan: Mapping[str, str],
) -> Iterable[Part]:
    if entry.status is Status.READING:
        yield Part("reading", READING, ())
    if entry.key in plan:
        yield Part("planned", PLANNED, tuple({plan[entry.key]} - {entry.key}))
    needs = [need.before for need in graph.needs.get(entry.key, ()) if need.before in by_key]
    if needs and entry.status is Status.UNREAD:
        yield Part("ready", READY, tuple(dict.fromkeys(needs)))
    later = (key for key, _ in dependents(opened, entry.key) if key in by_key and not graph.parts.get(key))
    opens = [key for key in later if by_key[key].status is Status.UNREAD]
    yield Part("opens", min(OPENS * len(opens), OPENS_AT_MOST), tuple(opens))
    tastes = [taste[tag] for tag in entry.tags if tag in taste]
    points = round(LIKED * sum(one.points for one in tastes))
    liked = tuple(dict.fromkeys(key for one in tastes for key in one.keys if key != entry.key))
    yield Part(
        "liked",
        max(-LIKED_AT_MOST, min(points, LIKED_AT_MOST)),
        liked,
        tuple(tag for tag in entry.tags if tag in taste),
    )
    if entry.is_superseded:
        yield Part("superseded", SUPERSEDED, ())


class Taste(NamedTuple):
    points: float
    keys: tuple[str, ...]


def _tastes(entries: Iterable[EntryState]) -> dict[str, Taste]:
    votes: dict[str, list[tuple[int, str]]] = {}
    for entry in entries:
        if entry.rating or entry.has_note:
            for tag in entry.tags:
                votes.setdefault(tag, []).append((entry.rating - 3 if entry.rating else 1, entry.key))
    return {
        tag: Taste(sum(points for points, _ in given) / len(given), tuple(key for _, key in given))
        for tag, given in votes.items()
    }
