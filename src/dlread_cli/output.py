"""The forms in which commands show what they found: a table or tab-separated lines, JSON, keys alone."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from dlread_cli import terminal
from dlread_cli.domain.entries import Entry
from dlread_cli.errors import UsageError
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr

if TYPE_CHECKING:
    from dlread_cli.render.tables import DisplayOptions


class Form(Enum):
    """AUTO is a table for a person and tab-separated lines for a pipe."""

    AUTO = "auto"
    JSON = "json"
    KEYS = "keys"


def form(as_json: bool, keys: bool = False) -> Form:
    if as_json and keys:
        raise UsageError(tr("choose one of --json and --keys"))
    return Form.JSON if as_json else Form.KEYS if keys else Form.AUTO


def display_options(language: str) -> "DisplayOptions":
    from dlread_cli.render.tables import DisplayOptions

    return DisplayOptions(terminal.width(), language, terminal.symbols())


def show(library: Library, entries: Sequence[Entry], form: Form, language: str) -> None:
    """In the form asked for; `list` and `search` have more to say to a person."""
    if form is Form.KEYS:
        terminal.write(entry.key for entry in entries)
    elif form is Form.JSON:
        from dlread_cli.formats import own_json

        details = library.details_of([entry.key for entry in entries])
        show_json([own_json.as_object(entry, details[entry.key]) for entry in entries])
    elif terminal.is_pretty():
        from dlread_cli.render import tables

        terminal.draw(*tables.listing(entries, display_options(language)))
    else:
        from dlread_cli.render import plain

        terminal.write_rows(plain.columns(entry, language) for entry in entries)


def show_json(value: Any) -> None:
    from dlread_cli.formats import own_json

    terminal.write(own_json.as_json(value, only_ascii=not terminal.speaks_unicode()).split("\n"))


def word(name: str) -> str:
    """A word of ours in a row: a person gets it in their language."""
    return tr(name) if terminal.is_pretty() else name


def show_rows(rows: Iterable[Sequence[str]]) -> None:
    """For a person in columns that line up, else separated by tabs."""
    if not terminal.is_pretty():
        terminal.write_rows(rows)
        return
    from dlread_cli.render import tables

    terminal.draw(*tables.columns(rows, display_options("en")))
