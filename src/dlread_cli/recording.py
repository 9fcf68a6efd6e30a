"""Records what a command has decided, and shows it."""

from collections.abc import Mapping
from typing import Any

from dlread_cli import output, terminal
from dlread_cli.domain.entries import Entry
from dlread_cli.output import Form
from dlread_cli.storage.library import Library


def record(library: Library, changes: Mapping[str, Mapping[str, Any]]) -> list[Entry]:
    """Writes the changes as one step of undo; returns the entries as they are then."""
    from dlread_cli.storage import journal

    with journal.writing(library, terminal.say) as write:
        write(changes)
    return [library.find(key) for key in changes]


def change(library: Library, changes: Mapping[str, Mapping[str, Any]], done: str, already: str, language: str) -> None:
    """Records it; what changed goes to stdout, what was done and how to undo it to stderr.

    Without any change nothing is written, and `already` is said.
    """
    if not changes:
        terminal.say(already)
        return
    changed = record(library, changes)
    try:
        output.show(library, changed, Form.AUTO, language)
    finally:  # even when nobody can see the entries any more, it is done
        terminal.say(f"{done} {terminal.symbols().dot} dlread undo takes it back")
