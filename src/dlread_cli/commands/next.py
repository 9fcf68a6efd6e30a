"""dlread next: the few best things to read now, and why. The rule is `domain.suggestions.next_up`."""

from collections.abc import Sequence
from datetime import date

from dlread_cli import clock, opening, output, terminal
from dlread_cli.domain.entries import Entry, Kind, Status
from dlread_cli.domain.queries import Query, all_of, either, with_all
from dlread_cli.domain.suggestions import Suggestion
from dlread_cli.domain.wording import listed
from dlread_cli.output import Form
from dlread_cli.render.reasons import describe_part, reason
from dlread_cli.storage.corrected_search import search
from dlread_cli.storage.library import Library
from dlread_cli.translation import in_english, tr

_TO_READ = (Status.UNREAD, Status.READING)


def run(
    tag: list[str] | None,
    kind: list[Kind] | None,
    catalog: str,
    limit: int,
    why: bool,
    opens: bool,
    as_json: bool,
    keys: bool,
    lang: str | None,
) -> None:
    form, language = output.form(as_json, keys), terminal.language(lang)
    waiting: list[str] = []
    with opening.open_library() as library:
        query = with_all(tag, kind=kind, catalog=opening.catalog_called(library, catalog) if catalog else "")
        best = library.suggestions(query, limit)
        url = _address(library, best[0][0].key) if opens and best else ""
        if not best:
            terminal.say(_why_nothing(library, query))
        elif form is Form.AUTO and terminal.is_pretty():
            waiting = _waiting(library, query)
    _show(best, form, language, why)
    if waiting:
        terminal.say(
            tr("in your plan, waiting: {keys}; see dlread path {first}", keys=listed(waiting), first=waiting[0])
        )
    if url:
        terminal.flush()  # the reader sees what is opened, and why, before a browser in the terminal
        _open(url)


def _show(best: Sequence[tuple[Entry, Suggestion]], form: Form, language: str, why: bool) -> None:
    today = clock.today()
    if form is Form.JSON:
        with in_english():
            output.show_json([_as_object(entry, one, language, today) for entry, one in best])
    elif form is Form.KEYS:
        terminal.write(entry.key for entry, _ in best)
    elif best and terminal.is_pretty():
        from dlread_cli.render import trees

        rows = [(entry, _reasons(entry, one, why, today)) for entry, one in best]
        terminal.draw(*trees.suggestions(rows, output.display_options(language)))
    else:
        with in_english():
            terminal.write_rows(
                (entry.key, entry.status, entry.title.into(language), "; ".join(_reasons(entry, one, why, today)))
                for entry, one in best
            )


def _as_object(entry: Entry, suggestion: Suggestion, language: str, today: date) -> dict[str, object]:
    return {
        "key": entry.key,
        "title": entry.title.into(language),
        "score": suggestion.score,
        "reason": reason(entry, suggestion, today),
        "parts": [{"kind": part.kind, "points": part.points, "keys": part.keys} for part in suggestion.parts],
    }


def _why_nothing(library: Library, query: Query) -> str:
    if not search(library, "", query, None, 1).entries:
        from dlread_cli.storage import unknown_names

        return unknown_names.problem(library, query) or tr("no entries match")
    to_read = all_of(query, either("status", _TO_READ))
    if waiting := search(library, "", to_read, None, 1).entries:
        return tr("what is left here needs something else first; see dlread path {key}", key=waiting[0].key)
    return tr("nothing left to read here; well done")


def _waiting(library: Library, query: Query) -> list[str]:
    """What is planned and needs something else first."""
    planned = [entry.key for entry in library.plan() if entry.status is Status.UNREAD]
    needs = library.graph().needs if planned else {}
    before = {key: [need.before for need in needs.get(key, ())] for key in planned}
    unread = library.passing({one for keys in before.values() for one in keys}, either("status", _TO_READ))
    asked = library.passing(planned, query)
    return [key for key in planned if key in asked and any(one in unread for one in before[key])]


def _address(library: Library, key: str) -> str:
    from dlread_cli import browser, settings
    from dlread_cli.domain.details import address

    is_paper_first = settings.value("open_first") == "paper"
    return browser.checked(address(library.details(key), key, is_paper_first=is_paper_first), key)


def _open(url: str) -> None:
    from dlread_cli import browser

    if not browser.opened(url):
        terminal.write([url])


def _reasons(entry: Entry, suggestion: Suggestion, why: bool, today: date) -> list[str]:
    if not why:
        return [reason(entry, suggestion, today)]
    parts = [f"{part.points:+d} {describe_part(entry, part, today)}" for part in suggestion.parts]
    return [*parts, tr("= {score}", score=suggestion.score)] if parts else [tr("0 no reasons for or against it")]
