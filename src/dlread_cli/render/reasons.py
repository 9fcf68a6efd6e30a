"""Why an entry is suggested, in words. Pure."""

from datetime import date

from dlread_cli.domain.diary import day_in_words
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.suggestions import Part, Suggestion
from dlread_cli.domain.wording import listed


def reason(entry: Entry, suggestion: Suggestion, today: date) -> str:
    """In one line: what counts most."""
    return describe_part(entry, suggestion.reason, today) if suggestion.reason else "it has no prerequisites"


def describe_part(entry: Entry, part: Part, today: date) -> str:
    match part.kind:
        case "reading":
            return f"you have been reading it since {day_in_words(entry.status_at, today)}"
        case "ready":
            return f"you are done with {_named(part.keys)}"
        case "opens":
            return f"opens up {_named(part.keys)}"
        case "liked":
            side = "for" if part.points > 0 else "against"
            what = f": {_named(part.keys)}" if part.keys else ""
            return f"your notes and ratings speak {side} {_named(part.tags)}{what}"
        case _:
            return "it has been superseded"


def _named(keys: tuple[str, ...]) -> str:
    return listed(keys, 3)
