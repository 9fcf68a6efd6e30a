"""A pager for what does not fit the screen: DLREAD_PAGER, PAGER or less, started as git does it, and never by a shell.

It writes only to the terminal that it is given.
"""

import io
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from dlread_cli.domain.wording import short
from dlread_cli.translation import reason, tr

if TYPE_CHECKING:
    import subprocess

_ESCAPE = re.compile("\x1b\\[[0-9;]*m")
_KEPT = 1 << 20
"""Characters that are written once more if the pager fails; one that has taken more than that works."""


USUAL = "less -FRX" if os.name == "posix" else ""
"""In words: of the options, less gets F and X from `_environment`."""


def chosen(in_settings: str = "", source: str = "") -> tuple[str, str]:
    """What the reader wants for a pager, and the variable or `source` that says so; '' of both for the usual one.

    DLREAD_PAGER comes before what is `in_settings`, and that before PAGER.
    """
    env = os.environ
    if "DLREAD_PAGER" in env or (not in_settings and "PAGER" in env):
        variable = "DLREAD_PAGER" if "DLREAD_PAGER" in env else "PAGER"
        return env[variable], variable
    return in_settings, source if in_settings else ""


def command(in_settings: str = "") -> list[str]:
    """Program and arguments; [] if the reader wants no pager, or the terminal is too simple for one.

    Without options that make it show colours, less gets them here or, if the reader has set none, from `_environment`.
    """
    text, source = chosen(in_settings, "settings")
    if not source and USUAL:
        text = "less -R"
    if text.strip() in ("", "cat") or os.environ.get("TERM", "dumb" if os.name == "posix" else "") == "dumb":
        return []
    import shlex

    try:
        return shlex.split(text)
    except ValueError:  # a quote that does not end
        return [text]


class Pager(io.TextIOBase):
    """Stands in for stdout: keeps what is written until it is known to fit the screen, or else starts the program."""

    def __init__(self, terminal: TextIO, command: list[str], complain: Callable[[str], None]) -> None:
        """`complain` tells the reader that the pager could not do it."""
        self._terminal = terminal
        self._command = command
        self._complain = complain
        import shutil

        self._columns, lines = shutil.get_terminal_size((80, 24))
        self._room = lines - 1  # the last line is the prompt's
        self._kept: list[str] = []
        self._kept_length = 0
        self._line = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._is_interrupted = False
        self._problem = ""

    encoding = property(lambda self: self._terminal.encoding)
    errors = property(lambda self: self._terminal.errors)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()

    def flush(self) -> None:
        """Nothing: it is too early, before `finish`."""

    def write(self, text: str) -> int:
        """Raises BrokenPipeError when the reader has seen enough, and TypeError for bytes, which click tries."""
        if not isinstance(text, str):
            raise TypeError("a pager takes text")
        if self._is_over:
            return self._terminal.write(text)
        self._keep(text)
        if self._process:
            self._send(text)
        elif not self._fits(text):
            self._start()
        return len(text)

    def finish(self) -> None:
        """Shows what is left, and waits for the reader. From now on, what is written goes to the terminal."""
        if self._process:
            self._wait()
        elif not self._is_over:
            self._go_plain()
        self._terminal.flush()
        if self._problem:
            self._complain(self._problem)
            self._problem = ""

    def _keep(self, text: str) -> None:
        self._kept_length += len(text)
        if self._kept_length <= _KEPT or not self._process:
            self._kept.append(text)
        else:
            self._kept.clear()

    def _fits(self, text: str) -> bool:
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._room -= _rows(line, self._columns)
            if self._room < 0:
                break
        return self._room >= bool(self._line)

    def _start(self) -> None:
        import subprocess  # not at the top: what fits the screen needs none of it

        try:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, env=_environment(self.encoding))
        except (OSError, ValueError) as error:
            self._fail(reason(error))
        else:
            self._send("".join(self._kept))

    def _send(self, text: str) -> None:
        assert self._process
        assert self._process.stdin
        try:
            self._process.stdin.write(text.encode(self.encoding, "replace"))
            self._process.stdin.flush()
        except BrokenPipeError:
            self._wait()
            if not self._problem:
                raise

    def _wait(self) -> None:
        """Until the reader leaves the pager, whose Ctrl-C is not ours."""
        import signal

        process, self._process = self._process, None
        assert process
        assert process.stdin
        before = signal.signal(signal.SIGINT, self._note_interrupt)
        try:
            with suppress(OSError):
                process.stdin.close()
            status = process.wait()
        finally:
            signal.signal(signal.SIGINT, before)
        if status > 0 and self._kept and not self._is_interrupted:
            self._fail(tr("exit status {status}", status=status))
        self._is_over = True

    def _note_interrupt(self, *_: object) -> None:
        self._is_interrupted = True

    def _fail(self, why: str) -> None:
        self._problem = tr("dlread: the pager '{command}' failed: {why}", command=short(self._command[0]), why=why)
        self._go_plain()

    def _go_plain(self) -> None:
        self._is_over = True
        self._terminal.write("".join(self._kept))
        self._kept.clear()


def _rows(line: str, columns: int) -> int:
    """Of the screen; a Chinese character takes two columns."""
    text = _ESCAPE.sub("", line).expandtabs()
    cells = len(text)
    if not text.isascii():
        from unicodedata import combining, east_asian_width

        cells = sum(1 + (east_asian_width(char) in "WF") - bool(combining(char)) for char in text)
    return max(1, -(-cells // max(columns, 1)))


def _environment(encoding: str) -> Mapping[str, str]:
    """The reader's own settings of less and lv come first."""
    usual = {"LESS": "FRX", "LV": "-c"}
    if encoding.lower() == "utf-8":  # as what we send, whatever the locale says
        usual["LESSCHARSET"] = "utf-8"
    return usual | os.environ
