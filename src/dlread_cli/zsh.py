"""Asks the reader's own zsh, with its start-up files, whether Tab completes dlread."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_SECONDS = 10
_ASKED = "DLREAD_ASKS_ZSH"
_MARK = "dlread completion:"
_QUESTION = f"""emulate zsh
print -r -- "{_MARK}$+functions[compdef]:${{fpath[(Ie)$1]}}:${{_comps[dlread]}}"
print -r -- "{_MARK}${{ZDOTDIR:-$HOME}}"
"""


class Setup(NamedTuple):
    has_compinit: bool
    """Has it been called?"""
    has_directory: bool
    """Does zsh look for completions where the script is?"""
    completes: bool
    start_up_file: Path


def setup(directory: Path) -> Setup | None:
    """Of an interactive zsh; None without one, or if its start-up files end it, wait for somebody, or ask us this."""
    zsh = shutil.which("zsh")
    if not zsh or os.environ.get(_ASKED):
        return None
    answers = [line.removeprefix(_MARK) for line in _said(zsh, directory).splitlines() if line.startswith(_MARK)]
    if len(answers) != 2 or answers[0].count(":") != 2:
        return None
    compinit, place, completer = answers[0].split(":")
    return Setup(compinit == "1", place != "0", completer != "", Path(answers[1]) / ".zshrc")


def _said(zsh: str, directory: Path) -> str:
    """In a session of its own, in which it has no terminal that it could read from."""
    try:
        process = subprocess.Popen(
            [zsh, "-ic", _QUESTION, "zsh", str(directory)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {_ASKED: "1"},
        )
    except OSError:
        return ""
    assert process.stdout
    with process.stdout:
        try:
            return process.communicate(timeout=_SECONDS)[0].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return ""
