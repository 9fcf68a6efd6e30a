"""dlread man, to a pipe and to a terminal."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Dlread, Screen

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import declaration  # noqa: E402

BEGINNING = """\
NAME
       dlread - a reading list for the terminal: papers with code, and courses

SYNOPSIS
       dlread [OPTIONS] [COMMAND [ARGUMENT]...]

DESCRIPTION
       A reading list for the terminal: papers with code, and courses.

       Without a command, shows your progress, what you are reading and what to
       read next. --color and --no-pager may also stand after the command.

       -V, --version
              Print the version and exit.
"""

SEARCH = """
       Your shell removes one pair of quotes, so quote a phrase twice: dlread
       search '"graph attention"'. A word that matches nothing is replaced by
       the closest known one, with a notice, but not with --json or --keys.

       QUERY...
              Words, "phrases", author:lee, rating:4.., -word, a OR b.
"""


def test_a_pipe_gets_it_as_text(dlread: Dlread) -> None:
    text = dlread("man")
    assert text.startswith(BEGINNING)
    assert SEARCH in text
    assert "\n           tag:rl               with this tag; also status:, kind: and catalog:\n" in text
    assert text.endswith("\nFILES\n       Run dlread paths to list them.\n")
    assert "\\" not in text
    assert max(len(line) for line in text.splitlines() if line.startswith("  " * 7)) <= 80
    assert "\n\n\n" not in text


def test_it_has_every_command_and_option(dlread: Dlread) -> None:
    words = dlread("man").split()
    for command in declaration.program():
        text = " ".join(words)
        assert " ".join(command.usage.split()) in text
        for option in command.options:
            assert option.names[0] in text


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (40, ["Without a command, shows your", "progress, what you are reading"]),
        (
            300,
            [
                "Without a command, shows your progress, what you are reading and what to read next. --color",
                "and --no-pager may also stand after the command.",
            ],
        ),
    ],
)
def test_it_is_as_wide_as_the_terminal_up_to_what_can_be_read(dlread: Dlread, columns: int, lines: list[str]) -> None:
    assert "".join(f"       {line}\n" for line in lines) in dlread("man", env={"COLUMNS": str(columns)})


def test_a_terminal_has_bold_names(terminal: Callable[..., Screen]) -> None:
    raw = terminal("man", rows=40).raw
    assert raw.startswith("\x1b[1mNAME\x1b[0m\r\n       dlread - a reading list")
    assert "\x1b[1m       -V, --version\x1b[0m\r\n              Print the version and exit.\r\n" in raw


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_it_says_what_the_page_says(dlread: Dlread) -> None:
    """In the same words, and the same order."""
    page = ["groff", "-man", "-Tutf8", "-P-cbou", "-rHY=0", "-rLL=300n", str(ROOT / "man/dlread.1")]
    text = subprocess.run(page, capture_output=True, encoding="utf-8", check=True).stdout
    _, *lines, _ = text.translate({0x2010: "-", 0x2212: "-", 0x2018: "'", 0x2019: "'"}).strip().splitlines()
    assert dlread("man").split() == " ".join(lines).split()
