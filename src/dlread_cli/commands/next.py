"""dlread next: the few best things to read now, and why. The rule is `domain.suggestions.next_up`."""

from dlread_cli import browser, terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form
from dlread_cli.commands.open import address
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.queries import Query
from dlread_cli.domain.suggestions import Part, Suggestion, next_up, top_suggestions
from dlread_cli.domain.wording import listed
from dlread_cli.storage.library import Library

Suggested = tuple[Entry, Suggestion]


def run(query: Query, limit: int, why: bool, opens: bool, form: Form, language: str) -> None:
    with common.open_library() as library:
        best = suggestions(library, query, limit)
        url = address(library, best[0][0], "") if opens and best else ""
    if not best:
        terminal.say("nothing left to read here; well done")
    elif form is Form.JSON:
        common.show_json(
            [
                {
                    "key": entry.key,
                    "title": entry.title.into(language),
                    "score": one.score,
                    "reason": reason(entry, one),
                }
                | {"parts": [{"kind": part.kind, "points": part.points, "keys": part.keys} for part in one.parts]}
                for entry, one in best
            ]
        )
    elif form is Form.KEYS:
        terminal.write(entry.key for entry, _ in best)
    elif terminal.is_interactive():
        from dlread_cli.render import trees

        terminal.draw(
            *trees.suggestions(
                [(entry, _reasons(entry, one, why)) for entry, one in best], common.display_options(language)
            )
        )
    else:
        terminal.write_rows(
            (entry.key, entry.status, entry.title.into(language), "; ".join(_reasons(entry, one, why)))
            for entry, one in best
        )
    if url and not browser.opened(url):
        terminal.write([url])


def suggestions(library: Library, query: Query, limit: int) -> list[Suggested]:
    graph = library.graph()
    ranked = next_up(library.entry_states(query, limit), graph)
    entries = library.passing((one.key for one in ranked), query)
    return [(entries[one.key], one) for one in top_suggestions([one for one in ranked if one.key in entries], limit)]


def reason(entry: Entry, suggestion: Suggestion) -> str:
    """In one line: what counts most."""
    return describe_part(entry, suggestion.reason) if suggestion.reason else "it has no prerequisites"


def _reasons(entry: Entry, suggestion: Suggestion, why: bool) -> list[str]:
    if not why:
        return [reason(entry, suggestion)]
    parts = [f"{part.points:+d} {describe_part(entry, part)}" for part in suggestion.parts]
    return [*parts, f"= {suggestion.score}"] if parts else ["0 no reasons for or against it"]


def describe_part(entry: Entry, part: Part) -> str:
    match part.kind:
        case "reading":
            from dlread_cli.commands.history import day

            return f"you have been reading it since {day(entry.status_at)}"
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
