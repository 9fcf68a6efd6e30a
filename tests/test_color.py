"""Colours and tables: what `--color` and the environment say, in a pipe and on a terminal."""

from collections.abc import Callable

import pytest
from conftest import Dlread, Screen

from dlread_cli import fast_path

PLAIN = "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"
PRETTY = (
    "\x1b[2m○\x1b[0m \x1b[1;36msmac\x1b[0m\x1b[36m  \x1b[0mThe StarCraft Multi-Agent Challenge\x1b[33m ↷±\x1b[0m"
    "                      \x1b[2m  AAMAS 2019\x1b[0m\n"
)


@pytest.mark.parametrize(
    ("line", "env", "shown"),
    [
        ("list smac", {}, PLAIN),
        ("list smac --color=always", {}, PRETTY),
        ("list smac --color always", {}, PRETTY),
        ("--color=always list smac", {}, PRETTY),
        ("--color always list smac", {}, PRETTY),
        ("--color always --lang en list smac", {}, PRETTY),
        ("list --color always smac --color=never", {}, PLAIN),
        ("list smac --color=auto", {}, PLAIN),
        ("list smac --color=never", {}, PLAIN),
        ("list smac", {"CLICOLOR_FORCE": "1"}, PRETTY),
        ("list smac", {"FORCE_COLOR": "1"}, PRETTY),
        ("list smac", {"FORCE_COLOR": "true", "TERM": "dumb"}, PRETTY),
        ("list smac", {"FORCE_COLOR": "3", "TERM": "xterm-256color"}, PRETTY),
        ("list smac", {"CLICOLOR_FORCE": "0", "FORCE_COLOR": ""}, PLAIN),
        ("list smac", {"FORCE_COLOR": "0"}, PLAIN),
        ("list smac", {"FORCE_COLOR": "false"}, PLAIN),
        ("list smac", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, PLAIN),
        ("list smac", {"FORCE_COLOR": "1", "NO_COLOR": ""}, PRETTY),
        ("list smac", {"CLICOLOR": "1"}, PLAIN),
        ("list smac --color=auto", {"FORCE_COLOR": "1"}, PRETTY),
        ("list smac --color=never", {"FORCE_COLOR": "1"}, PLAIN),
        ("list smac --color=always", {"NO_COLOR": "1"}, PRETTY),
    ],
)
def test_tables_and_colours_in_a_pipe(dlread: Dlread, line: str, env: dict[str, str], shown: str) -> None:
    assert dlread(line, env=env) == shown


@pytest.mark.parametrize("line", ["list smac --json", "list smac --keys", "cite smac", "export smac", "completion zsh"])
def test_what_is_for_programs_stays_so(dlread: Dlread, line: str) -> None:
    assert dlread(f"{line} --color=always") == dlread(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "show smac",
        "search smac",
        "next",
        "path smac",
        "course",
        "tags",
        "history",
        "stats",
        "catalog",
    ],
)
def test_every_table_can_be_had_in_a_pipe(dlread: Dlread, terminal: Callable[..., Screen], line: str) -> None:
    dlread("mark-reading smac")
    dlread("undo")
    assert dlread(f"--color=always {line}") in terminal(line, env={"COLUMNS": "80"}).raw.replace("\r\n", "\n")


def test_the_width_is_what_columns_says(dlread: Dlread) -> None:
    lines = dlread("list --kind paper --color=always", env={"COLUMNS": "50"}).splitlines()
    assert lines[0] == "\x1b[2m○\x1b[0m \x1b[36mpyg           \x1b[0mFast Graph Repr…\x1b[2m  ICLR-W RLGM 2019\x1b[0m"


@pytest.mark.parametrize(
    ("line", "env"),
    [
        ("--color=never", {}),
        ("--color=never", {"FORCE_COLOR": "1"}),
        ("", {"NO_COLOR": "1"}),
        ("", {"NO_COLOR": "1", "FORCE_COLOR": "1"}),
        ("", {"CLICOLOR": "0"}),
        ("--color=auto", {"NO_COLOR": "1"}),
    ],
)
def test_a_terminal_without_colours_still_has_tables(
    terminal: Callable[..., Screen], line: str, env: dict[str, str]
) -> None:
    screen = terminal(f"list --tag rl {line}", env=env)
    assert "\x1b" not in screen.raw
    assert screen.lines == [
        "○ smac                        The StarCraft Multi-Agent Challenge ↷±  AAMAS 2019",
        "○ lee-reinforcement-learning  Reinforcement Learning                  part IV",
        "2 entries · ↷ superseded, ± corrected, see dlread show",
    ]


@pytest.mark.parametrize(
    "env", [{}, {"NO_COLOR": ""}, {"NO_COLOR": "1", "TERM": "dumb"}], ids=["usual", "empty", "forced"]
)
def test_a_terminal_has_colours(terminal: Callable[..., Screen], env: dict[str, str]) -> None:
    line = "list --tag rl --color=always" if env.get("TERM") else "list --tag rl"
    assert "\x1b[33m ↷±\x1b[0m" in terminal(line, env=env).raw


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("list --color=blue", "blue"),
        ("--color", ""),
        ("list --color", ""),
        ("list --color -t rl", "-t"),
        ("--color= list", ""),
    ],
)
def test_another_value_is_an_error(dlread: Dlread, line: str, value: str) -> None:
    error = f"dlread: '{value}' is not a value of --color; choose always, never or auto\n"
    assert dlread.run(line) == ("", error, 2)


def test_a_change_is_shown_in_colour_too(dlread: Dlread) -> None:
    assert dlread("mark-read smac --color=always").startswith("\x1b[32m●\x1b[0m \x1b[36msmac  \x1b[0mThe StarCraft")


def test_an_editor_is_not_opened_into_a_pipe(dlread: Dlread) -> None:
    """Which has tables, but nobody who could use an editor."""
    assert dlread("edit smac --color=always", env={"EDITOR": "false"}).startswith("# ")


def test_everyday_lines_with_these_options_do_not_wait_for_typer() -> None:
    from dlread_cli import global_options

    assert fast_path.read(global_options.apply(["--color=auto", "list", "--tag", "rl"]))
