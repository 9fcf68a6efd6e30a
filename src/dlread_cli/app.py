"""Typer to our taste: help by section, usage as manuals write it, words with a dash, and mistakes as our errors.

cli.py declares the command line with it. These two alone import typer.
"""

import functools
import re
from collections.abc import Callable
from typing import Any, ClassVar

import typer
from typer._click.exceptions import ClickException
from typer._click.exceptions import UsageError as ClickUsageError
from typer.models import CommandFunctionType

from dlread_cli import commands, terminal
from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError, UsageError


class Sections(typer.core.TyperGroup):
    """Help that lists the commands by what they are for."""

    def get_help(self, ctx: Any) -> str:
        terminal.page()
        return super().get_help(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            title = getattr(command, "rich_help_panel", "")
            sections.setdefault(title, []).append((name, command.get_short_help_str(60)))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


class Command(typer.core.TyperCommand):
    """Usage as manuals write it: what must be given stands there without braces."""

    def get_help(self, ctx: Any) -> str:
        terminal.page()
        return super().get_help(ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class WithDashes(Command):
    """A command among whose words are `-word`s, which click would take for a row of short options."""

    options: ClassVar[re.Pattern[str]]
    """What begins with a dash and is none of them."""

    def make_parser(self, ctx: Any) -> Any:
        parser: Any = super().make_parser(ctx)
        process = parser._process_opts

        def take(word: str, state: Any) -> None:
            if self.options.fullmatch(word):
                process(word, state)
            else:
                state.largs.append(word)

        parser._process_opts = take
        return parser


class QueryCommand(WithDashes):
    """Takes a query, in which `-word` is a word to do without."""

    options = re.compile(r"--.*|-[A-Za-z]|-n\d+", re.DOTALL)


class TagCommand(WithDashes):
    """Takes tags to put off, like `-later`; of the tag h it is `-- -h`."""

    options = re.compile(r"--.*|-h", re.DOTALL)


class App(typer.Typer):
    def command(self, name: str | None = None, **settings: Any) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """What stands below is a declaration: commands/NAME.py runs the command, with the same values."""

        def declare(function: CommandFunctionType) -> CommandFunctionType:
            its_name = name or function.__name__

            @functools.wraps(function)
            def run(**values: Any) -> int:
                return commands.call(its_name, values)

            self.command_here(its_name, **settings)(run)
            return function

        return declare

    def command_here(
        self, name: str, cls: type[typer.core.TyperCommand] | None = None, **settings: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        return super().command(name, cls=cls or Command, **settings)

    def run(self, arguments: list[str]) -> int:
        """The exit status. Raises UsageError, DlreadError."""
        self._declare_only(arguments[:1])
        try:
            return typer.main.get_command(self)(arguments, prog_name="dlread", standalone_mode=False) or 0
        except ClickException as error:
            kind = UsageError if isinstance(error, ClickUsageError) else DlreadError
            raise kind(_sentence(error)) from None

    def _declare_only(self, name: list[str]) -> None:
        """Typer would build all commands to run one: a seventh of the call. Help and an unknown name need all."""
        wanted = [one for one in self.registered_commands if [one.name] == name]
        if wanted and name != ["help"]:
            self.registered_commands = wanted


def _sentence(error: ClickException) -> str:
    """click's words in our form: `missing argument 'KEY...'; see dlread show --help`."""
    message = (
        short(" ".join(error.format_message().split()), _LONGEST).removesuffix(".").replace(". Did you", "; did you")
    )
    message = message.replace("is not a valid int range", "is not a whole number")
    message = re.sub(r"is not in the range x>=(\d+)", r"is too small; the minimum is \1", message)
    context = getattr(error, "ctx", None)
    way_out = f"; see {context.command_path} --help" if context and not message.endswith("?") else ""
    return message[:1].lower() + message[1:] + way_out


_LONGEST = 300
"""Characters of what click says, which repeats what was typed."""
