"""dlread list: what fulfils a query, in an order of the reader's choice."""

import functools
from typing import TYPE_CHECKING

from dlread_cli import opening, output, settings, terminal
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.queries import Is, Query, Sort, conjuncts, with_all
from dlread_cli.domain.wording import shortened
from dlread_cli.output import Form
from dlread_cli.storage.corrected_search import SearchResult, search
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr

if TYPE_CHECKING:
    from dlread_cli.render.tables import LinesOf

SCREENS = 200
"""Entries that a terminal gets unless asked for more."""


def run(
    words: list[str] | None,
    tag: list[str] | None,
    status: list[Status] | None,
    kind: list[Kind] | None,
    catalog: str,
    year: str,
    author: str,
    sort: Sort | None,
    limit: int | None,
    as_json: bool,
    keys: bool,
    lang: str | None,
) -> None:
    form, language = output.form(as_json, keys), terminal.language(lang)
    sort = sort or Sort(settings.value("list.sort"))
    conditions = with_all(tag, status, kind, catalog, year, author)
    is_for_a_person = form is Form.AUTO and terminal.is_pretty()
    most = limit if limit is not None else SCREENS if is_for_a_person else -1
    with opening.open_library() as library:
        result = search(library, " ".join(words or ()), conditions, sort, most, corrects=form is Form.AUTO)
        if result.notice:
            terminal.say(shortened(result.notice))
        problem = _why_nothing(library, " ".join(words or ()), result.query) if not result.entries and most else ""
        if not is_for_a_person:
            output.show(library, result.entries, form, language)
        else:
            _draw(library, result, sort, language)
        if problem:
            terminal.say(shortened(problem))


def _draw(library: Library, result: SearchResult, sort: Sort, language: str) -> None:
    """A tree under its catalogs' titles, where whole catalogs are shown."""
    from dlread_cli.render import tables

    is_whole = all(isinstance(part, Is) and part.field == "catalog" for part in conjuncts(result.query))
    titles = None
    if sort is Sort.CATALOG and is_whole:
        titles = {catalog.name: (catalog.title, catalog.progress) for catalog in library.catalog_progress()}
    options = output.display_options(language)
    matches = library.matches(result.query, [entry.key for entry in result.entries])
    terminal.draw(*tables.listing(result.entries, options, titles, matches, _lines_of()))
    if result.entries:
        terminal.say(tables.summary(result.entries, result.total, options))


def _lines_of() -> "LinesOf | None":
    """None for the usual columns."""
    if not (names := settings.value("list.columns")):
        return None
    from dlread_cli.render import columns

    return functools.partial(columns.lines, names)


def _why_nothing(library: Library, text: str, query: Query) -> str:
    from dlread_cli.domain import parsing
    from dlread_cli.storage import unknown_names

    if problem := unknown_names.problem(library, query):
        return problem
    if operator := parsing.operator_in_lower_case(text):
        return tr("no entries match; write {operator} in capitals if it is an operator", operator=operator)
    return tr("no entries match")
