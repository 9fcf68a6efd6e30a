"""The options of all commands, taken out of the command line wherever they stand. cli.py declares them, for help."""

from collections.abc import Sequence

from dlread_cli import terminal
from dlread_cli.errors import UsageError
from dlread_cli.translation import tr


def apply(words: Sequence[str]) -> list[str]:
    """The command line without them; the terminal follows them. Words after `--` are never options.

    Raises UsageError.
    """
    left: list[str] = []
    rest = iter(words)
    for word in rest:
        name, sign, value = word.partition("=")
        if word == "--":
            return [*left, word, *rest]
        if name == "--color":
            terminal.set_color(_color(value if sign else next(rest, "")))
        elif word == "--no-pager":
            terminal.disable_pager()
        else:
            left.append(word)
    return left


def _color(value: str) -> str:
    if value not in terminal.COLORS:
        raise UsageError(tr("'{value}' is not a value of --color; choose always, never or auto", value=value))
    return value
