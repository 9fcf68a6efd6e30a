"""What cli.py declares, as plain values: for the completion scripts, docs/commands.md and the man page."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import typer

from dlread_cli import app, cli
from dlread_cli.domain.parsing import CHOICES, FIELDS
from dlread_cli.storage.candidates import OWN_SIGNS, SIGNS
from dlread_cli.translation import tr


class Option(NamedTuple):
    names: tuple[str, ...]
    metavar: str
    """Empty for one that takes no value."""
    help: str
    offer: str
    """What Tab offers for its value, as `offers` has it; empty for one that takes none."""


class Argument(NamedTuple):
    metavar: str
    help: str


class Command(NamedTuple):
    name: str
    """Empty for what stands before a command."""
    section: str
    usage: str
    """`dlread show [OPTIONS] KEY...`"""
    summary: str
    text: str
    """All of its help; a paragraph that begins with \\b is to be left as it is."""
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]
    places: tuple[tuple[str, str], ...]
    """(which argument: `1`, `2`, ... or `*` for all others, what Tab offers there)"""


NOTHING = "nothing"
FIELD_OFFERS = dict.fromkeys(FIELDS, NOTHING) | {
    "tag": "tags",
    "catalog": "catalogs",
    "rating": "=" + ",".join(cli.OFFERED["STARS"]),
    **{field: "=" + ",".join(values) for field, values in CHOICES.items()},
}
"""What Tab offers after a field of a query."""


_NAMES = [str(one.name or getattr(one.callback, "__name__", "")) for one in cli.app.registered_commands]
COMMANDS = tuple(dict.fromkeys(name.partition(" ")[0] for name in _NAMES))
"""What Tab offers after `dlread help`."""


def program() -> list[Command]:
    """The options before any command, then the commands, in the order of the help; in the language of `translation`."""
    group: Any = typer.main.get_command(cli.app)
    above = typer.Context(group, **group.context_settings)
    commands = [_command(name, one, above) for name, one in group.commands.items() if not one.hidden]
    sections = (cli.FIND, cli.TRACK, cli.SHARE, cli.HOUSE)
    return [_command("", group, None), *sorted(commands, key=lambda command: sections.index(command.section))]


def _command(name: str, declared: Any, above: typer.Context | None) -> Command:
    context = typer.Context(declared, above, **declared.context_settings)
    parameters = [one for one in declared.get_params(context) if not getattr(one, "hidden", False)]
    arguments = tuple(
        Argument(one.make_metavar(context), tr(one.help)) for one in parameters if one.param_type_name == "argument"
    )
    return Command(
        name,
        getattr(declared, "rich_help_panel", None) or "",
        " ".join(filter(None, ("dlread", name, *declared.collect_usage_pieces(context)))),
        declared.get_short_help_str(200),
        "\n\n".join(map(tr, app.paragraphs(declared.help or ""))),
        tuple(_option(one, context) for one in parameters if one.param_type_name == "option"),
        arguments,
        tuple(_places(name, " ".join(one.metavar for one in arguments))),
    )


def _option(declared: Any, context: typer.Context) -> Option:
    names = tuple(sorted((*declared.opts, *declared.secondary_opts), key=len, reverse=True))
    if declared.is_flag or declared.name == "help":
        return Option(names, "", tr(declared.help), "")
    metavar = declared.make_metavar(context)
    choices = getattr(declared.type, "choices", None)
    return Option(
        names,
        "|".join(choices) if choices else metavar,
        tr(declared.help),
        "=" + ",".join(choices) if choices else _offer(metavar) or NOTHING,
    )


def _places(command: str, metavars: str) -> Iterator[tuple[str, str]]:
    """From the first word that may stand again, it and all that follow may stand anywhere: `KEY... STARS`."""
    words = metavars.split()
    for number, word in enumerate(words):
        offers = [_offer(one, command) for one in words[number:]]
        if offers[0]:
            yield str(number + 1), offers[0]
        if word.strip("[]").endswith("..."):
            if rest := " ".join(dict.fromkeys(filter(None, reversed(offers)))):
                yield "*", rest
            return


def _offer(word: str, command: str = "") -> str:
    """`keys`, `keys=ugs` for those with one of these signs, `tags`, `+tags` behind a sign, ..., `=a,b`, or nothing."""
    plain = word.strip("[].+-")
    if "|" in plain and plain.islower():
        return "=" + ",".join(plain.split("|"))
    offer = COMMANDS if plain == "COMMAND" else cli.OFFERED.get(plain, "")
    if isinstance(offer, tuple):
        return "=" + ",".join(offer)
    if offer == "keys":
        return offer + _signs(command)
    return "+" + offer if word[0] in "+-" else offer


def _signs(command: str) -> str:
    """`mark-read` is for what is not read yet, `remove` for what the reader added."""
    tables = (OWN_SIGNS,) if command == "remove" else (SIGNS, OWN_SIGNS)
    left = [sign.decode() for table in tables for status, sign in table.items() if command != f"mark-{status}"]
    return "=" + "".join(left) if len(left) < len(SIGNS) + len(OWN_SIGNS) else ""
