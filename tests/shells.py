"""Real shells in a real terminal, in which somebody types and presses Tab."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SCRIPTS = Path(__file__).parents[1] / "completions"

pexpect: Any = pytest.importorskip("pexpect", reason="needs pexpect, which has no pseudo-terminal here")

COLUMNS, ROWS = 160, 400
ASK = "\x18\x01"
"""Ctrl-X Ctrl-A: each shell then prints the line that it has, between « and », and clears it."""

BASH = r"""
bind 'set show-all-if-ambiguous on'; bind 'set page-completions off'; bind 'set completion-query-items 0'
bind 'set enable-bracketed-paste off'; bind 'set bell-style none'
bind -x '"\C-x\C-a": printf "\n\302\253%s\302\273" "$READLINE_LINE"; READLINE_LINE='
PS1='$ '
"""
ZSH = r"""
unsetopt beep prompt_sp zle_bracketed_paste; LISTMAX=1000; PS1='$ '; autoload -Uz compinit; compinit -u -D
_ask() { print -rn -- $'\n\u00ab'"$BUFFER"$'\u00bb'; BUFFER= }
zle -N _ask; bindkey '^X^A' _ask
"""
FISH = r"""
set -g fish_greeting; function fish_title; end; function fish_prompt; echo '$ '; end
set -g fish_autosuggestion_enabled 0
function _ask; printf '\n\302\253%s\302\273' (commandline); commandline ''; end
bind \cx\ca _ask
"""

NEEDED = {"bash": ("bash", BASH, "dlread.bash"), "zsh": ("zsh", ZSH, "_dlread"), "fish": ("fish", FISH, "dlread.fish")}


class Answer(NamedTuple):
    line: str
    """What stands on the line after the Tab."""
    screen: str
    """Everything that was sent to the terminal from the first key on."""

    @property
    def text(self) -> str:
        """Without what moves the cursor and sets colours."""
        lines = re.sub(r"\x1b\[\d*A", "\n", self.screen)
        return re.sub(r"\x1b\[[0-9;?=>]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r", "", lines)


class Shell:
    """One that has our script and nobody's start-up files. Close it in the end."""

    def __init__(self, name: str, env: Mapping[str, str], cwd: Path) -> None:
        program, settings, script = NEEDED[name]
        if not shutil.which(program):
            pytest.skip(f"needs {name}")
        self.name = name
        start = cwd / f"start.{name}"
        start.write_text(f"{settings}\nsource '{SCRIPTS / script}'\n", "utf-8")
        words = {
            "bash": ["--norc", "--noprofile", "-i"],
            "zsh": ["-f", "-i"],
            "fish": ["--no-config", "-i"],
        }[name]
        self.child = pexpect.spawn(
            program,
            words,
            env={"TERM": "xterm-256color", **env},
            cwd=str(cwd),
            dimensions=(ROWS, COLUMNS),
            encoding="utf-8",
            timeout=20,
        )
        self.child.delaybeforesend = None
        self.run(f". '{start}'")

    def run(self, line: str) -> None:
        """A command; returns when the next prompt takes keys."""
        self.child.send(line + "\r")
        self.child.send("echo do''ne\r")
        self.child.expect("done\r?\n")

    def paste(self, line: str) -> tuple[str, int]:
        """What a command says, as the terminal gets it, and its exit status."""
        self.child.send(line + "\r")
        self.child.send(f"echo do''ne ${'status' if self.name == 'fish' else '?'}\r")
        self.child.expect("done (\\d+)\r?\n")
        return self.child.before, int(self.child.match[1])

    def tab(self, text: str, keys: str = "\t") -> Answer:
        self.child.send(text + keys + ASK)
        self.child.expect("«([^»]*)»")
        return Answer(self.child.match[1], self.child.before)

    def close(self) -> None:
        self.child.close(force=True)
