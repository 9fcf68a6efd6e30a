"""dlread search: entries by words, best first."""

from dlread_cli import opening, output, terminal
from dlread_cli.domain import parsing
from dlread_cli.domain.queries import EVERYTHING, Match
from dlread_cli.domain.wording import shortened
from dlread_cli.output import Form
from dlread_cli.storage.corrected_search import SearchResult, search
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr

NO_MATCH = Match((), frozenset())
"""Of what was found by its name."""

SCREEN = 20
"""Entries that a terminal gets unless asked for more."""


def run(words: list[str], limit: int | None, why: bool, as_json: bool, keys: bool, lang: str | None) -> int:
    """Returns the exit status: 1 when nothing was found."""
    text, form, language = " ".join(words), output.form(as_json, keys), terminal.language(lang)
    is_for_a_person = form is Form.AUTO and terminal.is_pretty()
    most = limit if limit is not None else SCREEN if is_for_a_person else -1
    with opening.open_library() as library:
        result = search(library, text, EVERYTHING, None, most, corrects=form is Form.AUTO)
        if result.notice:
            terminal.say(shortened(result.notice))
        if not result.total:
            from dlread_cli.storage import unknown_names

            meant = library.suggestion(text) if text.isprintable() and " " not in text else ""
            output.show(library, [], form, language)
            terminal.say(shortened(unknown_names.problem(library, result.query) or _no_results(text, meant)))
            return 1
        if is_for_a_person:
            _draw(library, result, why, language)
        elif why:
            _tell(library, result, form, language)
        else:
            output.show(library, result.entries, form, language)
    return 0


def _no_results(text: str, meant: str) -> str:
    if meant:
        return tr("no results for '{text}'; did you mean {meant}?", text=text, meant=meant)
    if operator := parsing.operator_in_lower_case(text):
        return tr(
            "no results for '{text}'; write {operator} in capitals if it is an operator", text=text, operator=operator
        )
    return tr("no results for '{text}'; see dlread list", text=text)


def _draw(library: Library, result: SearchResult, why: bool, language: str) -> None:
    """With the matched words marked and, if asked why, the places where they stand."""
    from dlread_cli.render import snippets, tables

    options = output.display_options(language)
    keys = [entry.key for entry in result.entries]
    matches = library.matches(result.query, keys)
    lines = tables.listing(result.entries, options, matches=matches)
    if why:
        details = library.details_of(keys)
        lines = [
            one
            for line, entry in zip(lines, result.entries, strict=True)
            for one in (line, *snippets.of_entry(entry, details[entry.key], matches.get(entry.key, NO_MATCH), options))
        ]
    terminal.draw(*lines)
    if result.total > len(result.entries):
        terminal.say(tables.summary(result.entries, result.total, options))


def _tell(library: Library, result: SearchResult, form: Form, language: str) -> None:
    """As a list, with the fields in which the words stand: one more column, or one more name in JSON."""
    keys = [entry.key for entry in result.entries]
    fields = {key: match.columns for key, match in library.matches(result.query, keys).items()}
    if form is Form.JSON:
        from dlread_cli.formats import own_json

        details = library.details_of(keys)
        output.show_json(
            [own_json.as_object(one, details[one.key]) | {"matched": fields.get(one.key, ())} for one in result.entries]
        )
    elif form is Form.KEYS:
        terminal.write(keys)
    else:
        from dlread_cli.render import plain

        terminal.write_rows(
            (*plain.columns(one, language), ",".join(fields.get(one.key, ()))) for one in result.entries
        )
