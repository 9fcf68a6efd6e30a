"""Everyday command lines are read without Typer, and as Typer reads them."""

import functools
import inspect
import random
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice, product
from typing import Any

import pytest
import typer
from conftest import effort
from typer._click.exceptions import ClickException

from dlread_cli import cli, commands, fast_path
from dlread_cli.app import App
from dlread_cli.command_table import COMMANDS

WORDS = (
    "smac",
    "rl",
    "read",
    "READ",
    "paper",
    "key",
    "5",
    "0",
    "007",
    "٣",
    "bibtex",
    "",
    "-",
    "+thesis",
    "论文 a",
    "a\n",
    "2026-02-28",
    "2026-02-29",
)
ODD = ("--", "-x", "-later", "-1", "-n5", "-tn", "--tag=rl", "--jso", "-h", "--help", "-\n", "--\n", "1" * 10)


@functools.cache
def typers() -> Any:
    """The command line as it is declared, whose commands return what they are called with."""

    def recorded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def record(**values: Any) -> Any:
            context = values.pop("ctx", None)
            for option in ("color", "no_pager"):  # taken out before either reader, by global_options
                values.pop(option, None)
            return (name, values) if not context or not context.invoked_subcommand else None

        return record

    app = App(add_completion=False, rich_markup_mode=None, invoke_without_command=True)
    app.callback()(recorded("", cli.dashboard))
    for one in cli.app.registered_commands:
        assert one.callback
        name = one.name or one.callback.__name__
        app.command_here(name, cls=one.cls)(recorded(name, one.callback))
    return typer.main.get_command(app)


def read_by_typer(words: Sequence[str]) -> Any:
    """None for a mistake or help."""
    try:
        values = typers()(list(words), prog_name="dlread", standalone_mode=False)
    except ClickException:
        return None
    return values if isinstance(values, tuple) else None


def lines_of_up_to_three_words() -> Iterator[tuple[str, ...]]:
    for name in filter(None, COMMANDS):
        for number in range(3):
            yield from ((name, *rest) for rest in product((*COMMANDS[name][1], *WORDS, *ODD), repeat=number))


def longer_lines() -> Iterator[tuple[str, ...]]:
    chance = random.Random(14)
    names = [name for name in COMMANDS if name]
    while True:
        name = chance.choice(names)
        words = (*COMMANDS[name][1], *WORDS, *WORDS, chance.choice(ODD), *names)
        yield name, *chance.choices(words, k=chance.randint(3, 8))


@pytest.mark.full_run
def test_both_readers_give_the_same_values(
    counted: Callable[[str, int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    short = lines_of_up_to_three_words()
    lines = [(), *islice(short, 0, None, effort(10, 1)), *islice(longer_lines(), effort(500, 5000))]
    plain, taken = 0, 0
    for line in lines:
        ours, theirs = fast_path.read(line), read_by_typer(line)
        assert ours in (None, theirs), line
        if theirs and not set(ODD) & set(line):
            plain += 1
            taken += ours is not None
    assert taken > 0.9 * plain > 0.1 * len(lines)
    counted("command lines, the same for both readers", len(lines))
    counted(f"% of the {plain:,} well-formed ones were read without Typer", taken * 100 // plain)


@pytest.mark.parametrize(
    "line",
    [
        *("", "list", "list --tag rl -n 5 gan", "mark-read smac sdr", "tag smac +new -old", "search -word"),
        *("edit smac year=2019", "stats --since 2026-02-28"),
    ],
)
def test_everyday_lines_do_not_wait_for_typer(line: str) -> None:
    assert fast_path.read(line.split())


@pytest.mark.parametrize(
    "line",
    [
        *("lst", "list --help", "list -n5", "show", "list --tag=rl", "--lang zh list", "add 1706.03762"),
        "stats --since yesterday",
    ],
)
def test_all_others_are_typers(line: str) -> None:
    assert fast_path.read(line.split()) is None


@pytest.mark.parametrize("declared", cli.app.registered_commands, ids=lambda one: one.name)
def test_a_command_takes_what_is_declared(declared: Any) -> None:
    if declared.name == "help":
        return
    verb, _, status = declared.name.partition("-")
    run = inspect.signature(import_module(f"dlread_cli.commands.{commands.module_of(verb)}").run)
    run.bind(**dict.fromkeys(inspect.signature(declared.callback).parameters), **({"status": status} if status else {}))
