"""Typer to our taste: help by section, usage as manuals write it, words with a dash, and mistakes as our errors.

cli.py declares the command line with it. These two alone import typer.
"""

import difflib
import functools
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

import typer
from typer._click.exceptions import ClickException
from typer._click.exceptions import UsageError as ClickUsageError
from typer._click.formatting import HelpFormatter
from typer.models import CommandFunctionType

from dlread_cli import commands, terminal
from dlread_cli.domain import folding
from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.render import lines
from dlread_cli.translation import marked, tr


def paragraphs(text: str) -> list[str]:
    """Each is a message: one line, unless it begins with \\b and is to be left as it is."""
    parts = inspect.cleandoc(text).split("\n\n") if text else []
    return [part if part.startswith("\b") else " ".join(part.split()) for part in parts]


class Formatter(HelpFormatter):
    """Help in the reader's language, which cli.py declares in English; Chinese is broken as Chinese is."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, tr("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(tr("{heading}:", heading=tr(heading)) + "\n")

    def write_text(self, text: str) -> None:
        parts = list(map(tr, paragraphs(text)))
        if not any(map(folding.has_chinese, parts)):
            super().write_text(text)
            return
        indent = " " * self.current_indent
        shown = [
            part.removeprefix("\b\n")
            if part.startswith("\b")
            else "\n".join(lines.broken(part, self.width - len(indent)))
            for part in parts
        ]
        self.write("\n\n".join(textwrap.indent(part, indent) for part in shown) + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = [(name, _described(text)) for name, text in rows]
        if not any(folding.has_chinese(text) for _, text in rows):
            super().write_dl(rows, col_max, col_spacing)
            return
        first = min(max(lines.width(name) for name, _ in rows), col_max) + col_spacing
        margin = " " * (self.current_indent + first)
        for name, text in rows:
            rest = lines.broken(text, max(self.width - len(margin), 10))
            room = first - lines.width(name)
            beside = " " * room + rest.pop(0) if room >= col_spacing else ""
            self.write("\n".join([" " * self.current_indent + name + beside, *(margin + line for line in rest), ""]))


def _described(text: str) -> str:
    """The help of a parameter, behind which Typer has `[default: 20; x>=0]`."""
    its, extra = match.groups() if (match := re.fullmatch(r"(.*)  \[(.*)\]", text)) else (text, "")
    extra = re.sub(r"default: ([^;]*)", lambda found: tr("default: {value}", value=found[1]), extra)
    extra = re.sub(r"(^|; )required$", lambda found: found[1] + tr("required"), extra)
    return tr(its) + (f"  [{extra}]" if extra else "")


TYPERS = (marked("Arguments"), marked("Options"), marked("required"), marked("Show this message and exit."))
"""What it says itself."""


class Context(typer.Context):
    formatter_class = Formatter


class Sections(typer.core.TyperGroup):
    """Help that lists the commands by what they are for."""

    context_class = Context

    def get_help(self, ctx: Any) -> str:
        terminal.page()
        return super().get_help(ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Some commands have a name of two words, like `catalog add`."""
        length = _words_of_name(args, self.commands)
        name = " ".join(args[:length])
        if length > 1 and name not in self.commands:
            ctx.fail(_no_such(name, self.commands))
        if name in _ELSEWHERE and name not in self.commands:
            ctx.fail(f"No such command {name!r}. Did you mean '{_ELSEWHERE[name]}'?")
        return super().resolve_command(ctx, [name, *args[length:]])

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            title = getattr(command, "rich_help_panel", "")
            sections.setdefault(title, []).append((name, command.get_short_help_str(60)))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)


_ELSEWHERE = {
    **dict.fromkeys(("read", "done", "finish"), "mark-read"),
    **dict.fromkeys(("rm", "delete"), "remove"),
    **dict.fromkeys(("find", "grep"), "search"),
    **dict.fromkeys(("ls", "all"), "list"),
    **dict.fromkeys(("star", "stars"), "rate"),
}
"""What other programs call our commands."""


def _words_of_name(arguments: Sequence[str], names: Iterable[str]) -> int:
    """A command that others continue takes no arguments of its own: `catalog ad` is a mistyped `catalog add`."""
    first, second = (*arguments, "", "")[:2]
    is_continued = any(name.startswith(f"{first} ") for name in names)
    return 2 if is_continued and second and not second.startswith("-") else 1


def _no_such(name: str, names: Iterable[str]) -> str:
    """As Typer words it; with their first word, it would find all names of two words alike."""
    first, second = name.split(" ", 1)
    seconds = [other.removeprefix(f"{first} ") for other in names if other.startswith(f"{first} ")]
    near = ", ".join(f"'{first} {word}'" for word in difflib.get_close_matches(second, seconds))
    return f"No such command {name!r}." + (f" Did you mean {near}?" if near else "")


class Command(typer.core.TyperCommand):
    """Usage as manuals write it: what must be given stands there without braces."""

    context_class = Context

    def get_help(self, ctx: Any) -> str:
        terminal.page()
        return super().get_help(ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        first = paragraphs(self.help or "")[:1]
        text = "".join(map(tr, first))
        return super().get_short_help_str(limit) if [text] == first else text.partition("。")[0]


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
        self._declare_only(arguments)
        try:
            return typer.main.get_command(self)(arguments, prog_name="dlread", standalone_mode=False) or 0
        except ClickException as error:
            kind = UsageError if isinstance(error, ClickUsageError) else DlreadError
            raise kind(_sentence(error)) from None

    def _declare_only(self, arguments: list[str]) -> None:
        """Typer would build all commands to run one: a seventh of the call. Help and an unknown name need all."""
        names = [str(one.name) for one in self.registered_commands]
        name = " ".join(arguments[: _words_of_name(arguments, names)])
        wanted = [one for one in self.registered_commands if one.name == name]
        if wanted and name != "help":
            self.registered_commands = wanted


def _sentence(error: ClickException) -> str:
    """click's words in our form: `missing argument 'KEY...'; see dlread show --help`."""
    problem = short(_worded(" ".join(error.format_message().split()).removesuffix(".")), _LONGEST)
    context = getattr(error, "ctx", None)
    if not context or problem.endswith(("?", "？")):
        return problem
    return tr("{problem}; see {command} --help", problem=problem, command=context.command_path)


def _worded(said: str) -> str:
    for pattern, message in _CLICKS.items():
        if match := re.fullmatch(pattern, said, re.DOTALL):
            told = match.groupdict()
            if "problem" in told:
                told["problem"] = _worded(told["problem"])
            return tr(message, **told)
    return said[:1].lower() + said[1:]


_CLICKS = {
    r"Missing argument (?P<name>.*)": marked("missing argument {name}"),
    r"No such command (?P<name>.*)\. Did you mean (?P<meant>.*)\?": marked(
        "no such command {name}; did you mean {meant}?"
    ),
    r"No such command (?P<name>.*)": marked("no such command {name}"),
    r"No such option: (?P<name>\S*) \(Possible options: (?P<meant>.*)\)": marked(
        "no such option: {name} (Possible options: {meant})"
    ),
    r"No such option: (?P<name>.*)": marked("no such option: {name}"),
    r"Option (?P<name>.*) does not take a value": marked("option {name} does not take a value"),
    r"Option (?P<name>.*) requires an argument": marked("option {name} requires an argument"),
    r"Got unexpected extra argument\(?s?\)? \((?P<names>.*)\)": marked("got unexpected extra argument(s) ({names})"),
    r"Invalid value for (?P<name>'[^:]*'): (?P<problem>.*)": marked("invalid value for {name}: {problem}"),
    r"(?P<value>.*) is not one of (?P<choices>.*)": marked("{value} is not one of {choices}"),
    r"(?P<value>.*) is not a valid int range": marked("{value} is not a whole number"),
    r"(?P<value>\S*) is not in the range x>=(?P<least>\d+)": marked("{value} is too small; the minimum is {least}"),
}
"""What click says, as a pattern, and how we say it."""

_LONGEST = 300
"""Characters of what click says, which repeats what was typed."""
