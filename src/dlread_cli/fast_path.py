"""Reads everyday command lines without Typer, whose import takes longer than all the rest of a plain call.

It takes a line only if it is plainly right. Whatever else stands there (a mistake, `--help`, `--option=value`, `-n5`,
several flags in one word, `--`, options before the command) is Typer's, which alone says what is wrong, and declares
the command line: `command_table` is made from that.
"""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from dlread_cli.command_table import COMMANDS


class Command(NamedTuple):
    """A row of the table."""

    arguments: tuple[tuple[str, int, bool], ...]
    """(parameter, how many at least, all that are left?)"""
    options: dict[str, tuple[str, str, bool]]
    """By name: (parameter, kind, list?); a kind is `flag`, `text`, `day`, the least number or an enum of the domain."""
    defaults: dict[str, Any]
    """By parameter; that of an enum is (enum, value)."""
    dashed: str
    """What looks like an option, where other words with a dash are arguments."""


_DIGITS = 9
"""A number of more is Typer's to convert."""


def read(words: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """The command and its values by parameter, as Typer would give them; None to ask Typer. No words are command ''."""
    name, *rest = ["", *words] if not words or words[0].startswith("-") else words
    if name not in COMMANDS:
        return None
    command = Command(*COMMANDS[name])
    given: dict[str, Any] = {}
    free: list[str] = []
    left = iter(rest)
    for word in left:
        if option := command.options.get(word):
            parameter, kind, is_list = option
            value = True if kind == "flag" else _value(kind, next(left, "-"))
            if value is None:
                return None
            given[parameter] = [*given.get(parameter, ()), value] if is_list else value
        elif word[:1] != "-" or word == "-" or (command.dashed and not re.fullmatch(command.dashed, word, re.DOTALL)):
            free.append(word)
        else:
            return None
    for parameter, least, is_list in command.arguments:
        taken = free if is_list else free[:1]
        free = free[len(taken) :]
        if len(taken) < least:
            return None
        if taken:
            given[parameter] = taken if is_list else taken[0]
    return None if free else (name, dict(_defaults(command.defaults)) | given)


def _value(kind: str, word: str) -> Any:
    """None for a word that is not plainly right."""
    if word.startswith("-"):
        return None
    if kind == "text":
        return word
    if kind == "day":
        return _day(word)
    if kind.isdigit():  # the least that it may be
        return int(word) if word.isascii() and word.isdigit() and _is_within(word, int(kind)) else None
    return next((one for one in _enum(kind) if one.value == word), None)


def _day(word: str) -> Any:
    from datetime import date  # which most commands do without

    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _is_within(digits: str, least: int) -> bool:
    return len(digits) <= _DIGITS and int(digits) >= least


def _defaults(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for parameter, value in table.items():
        yield parameter, _enum(value[0])(value[1]) if isinstance(value, tuple) else value


def _enum(kind: str) -> Any:
    """`entries.Status`, of the domain."""
    module, name = kind.split(".")
    return getattr(import_module(f"dlread_cli.domain.{module}"), name)
