"""dlread search: entries by words, best first."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form


def run(words: str, limit: int, form: Form, language: str) -> int:
    """Returns the exit status: 1 when nothing was found."""
    with common.opened() as library:
        entries = library.search(words, limit)
        common.show(library, entries, form, language)
        if not entries:
            terminal.say(f"nothing for '{words}'{library.suggestion(words)}")
        return 0 if entries else 1
