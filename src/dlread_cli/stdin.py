"""The only reader of standard input: what somebody types, or another program pipes in."""

import functools
import sys
from typing import BinaryIO

from dlread_cli import terminal
from dlread_cli.errors import UsageError
from dlread_cli.translation import tr


def has_keyboard() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


@functools.cache
def read() -> str:
    """All of standard input, as UTF-8, and the same when asked again; bytes that are no text become U+FFFD.

    Raises UsageError without any.
    """
    if sys.stdin is None:
        raise UsageError(tr("there is no standard input to read from"))
    if sys.stdin.isatty():
        terminal.say(tr("reading from the keyboard; Ctrl-D ends"), at_once=True)
    return sys.stdin.buffer.read().decode("utf-8", "replace").replace("\r\n", "\n")


def as_bytes() -> BinaryIO:
    """Raises UsageError without any."""
    if sys.stdin is None:
        raise UsageError(tr("there is no standard input to read from"))
    return sys.stdin.buffer


def agrees(question: str) -> bool:
    """Only a yes is one."""
    return answer_to(f"{question} [y/N]").lower() in ("y", "yes")


def answer_to(question: str) -> str:
    """A line from the keyboard; '' without any."""
    if sys.stdin is None or not terminal.asks(question):
        return ""
    return sys.stdin.readline().strip()
