"""Why an entry is suggested, or cannot be reached, in words. Pure."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from dlread_cli.domain.diary import day_in_words
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.suggestions import Part, Suggestion
from dlread_cli.domain.wording import FEW, listed
from dlread_cli.translation import marked, tr

if TYPE_CHECKING:
    from dlread_cli.domain.graph import CycleError


def reason(entry: Entry, suggestion: Suggestion, today: date) -> str:
    """In one line: what counts most."""
    return describe_part(entry, suggestion.reason, today) if suggestion.reason else tr("it has no prerequisites")


def describe_part(entry: Entry, part: Part, today: date) -> str:
    match part.kind:
        case "reading":
            return tr("you have been reading it since {day}", day=day_in_words(entry.status_at, today))
        case "planned":
            if not part.keys:
                return tr("it is in your plan")
            return tr("leads to {named}, which is in your plan", named=_named(part.keys))
        case "ready":
            return tr("you are done with {named}", named=_named(part.keys))
        case "opens":
            return tr("opens up {named}", named=_named(part.keys))
        case "liked":
            return tr(_LIKED[part.points > 0, bool(part.keys)], tags=_named(part.tags), keys=_named(part.keys))
        case _:
            return tr("it has been superseded")


_LIKED = {
    (True, True): marked("your notes and ratings speak for {tags}: {keys}"),
    (True, False): marked("your notes and ratings speak for {tags}"),
    (False, True): marked("your notes and ratings speak against {tags}: {keys}"),
    (False, False): marked("your notes and ratings speak against {tags}"),
}
"""By whether they speak for it, and whether there are keys to name."""


def describe_cycle(error: "CycleError", where: Callable[[str], str]) -> str:
    """The members, and where in which catalog they stand; of a large circle the first ones."""
    *members, _ = reversed(error.keys)
    positions = listed(list(dict.fromkeys(map(where, members[:FEW]))))
    return tr(
        "{chain}: these require each other; remove one read_first ({positions})",
        chain=error.in_words(),
        positions=positions,
    )


def _named(keys: tuple[str, ...]) -> str:
    return listed(keys, 3)
