"""dlread show: everything about an entry."""

from typing import TYPE_CHECKING

from dlread_cli import opening, output, terminal
from dlread_cli.output import Form
from dlread_cli.storage.library import Library

if TYPE_CHECKING:
    from dlread_cli.domain.entries import Entry
    from dlread_cli.render.page import Facts


def run(keys: list[str], as_json: bool, lang: str | None) -> None:
    form, language = output.form(as_json), terminal.language(lang)
    with opening.open_library() as library:
        entries = opening.resolve_entries(library, keys, may_be_none=True)
        if form is not Form.AUTO:
            output.show(library, entries, form, language)
            return
        for number, facts in enumerate([_facts(library, entry) for entry in entries]):
            if number:
                terminal.write([""])
            _show(facts, language)


def _facts(library: Library, entry: "Entry") -> "Facts":
    from dlread_cli.render.page import Facts

    details = library.details(entry.key)
    parts = library.children(entry.key)
    opens = library.opened_by(entry.key)
    related = [relation.key for relation in details.relations]
    statuses = library.statuses([*related, *opens, *(part.key for part in parts)])
    plan = [planned.key for planned in library.plan()] if details.fields.get("plan") else []
    return Facts(entry, details, tuple((part.key, part.title) for part in parts), tuple(opens), statuses, tuple(plan))


def _show(facts: "Facts", language: str) -> None:
    from dlread_cli.render import page

    if terminal.is_pretty():
        terminal.draw(*page.drawn(facts, output.display_options(language)))
    else:
        terminal.write_rows(page.rows(facts, language, terminal.symbols()))
