"""docs/dlread.svg, the README's picture, made by using the program. `tools/renew.py` writes it."""

import os
import re
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "dlread.svg"
COLUMNS = 80
BEFORE = ["mark-read lee-intro mini-batch lee-adaptive-learning-rate", "mark-reading smac", "rate adabound 4"]
SHOWN = ["", "list --kind paper", "path smac --unread", "search 学习率", "mark-read adabound"]


def files() -> dict[Path, str]:
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    with tempfile.TemporaryDirectory() as home:
        for line in BEFORE:
            printed(line, home)
        for line in SHOWN:
            console.print(Text.assemble(("$ ", "dim"), (f"dlread {line}".rstrip(), "bold")))
            console.print(Text.from_ansi(printed(line, home)))
    svg = console.export_svg(title="dlread", clear=False)
    return {PICTURE: re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)}  # fetched from elsewhere, not needed


def printed(line: str, home: str) -> str:
    """What a terminal gets."""
    program = Path(sys.executable).with_name("dlread")
    env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    child = pexpect.spawn(str(program), line.split(), env=env, dimensions=(50, COLUMNS), encoding="utf-8")
    return str(child.read()).replace("\r\n", "\n")
