"""docs/dlread.svg and its Chinese sister, pictures of the program at work. `tools/renew.py` writes them."""

import html
import os
import re
import sys
import tempfile
from pathlib import Path

import pexpect
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "dlread.svg"
COLUMNS = 80
CHARACTER = 12.2
"""Width of one, as rich draws it."""
BEFORE = ["mark-read lee-intro mini-batch lee-adaptive-learning-rate", "mark-reading smac", "rate adabound 4"]
SHOWN = ["", "list --kind paper", "path smac --unread", "search 学习率", "mark-read adabound"]


def files() -> dict[Path, str]:
    return {PICTURE: picture("en"), PICTURE.with_name("dlread.zh-CN.svg"): picture("zh")}


def picture(language: str) -> str:
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    with tempfile.TemporaryDirectory() as home:
        for line in BEFORE:
            printed(line, home, language)
        for line in SHOWN:
            console.print(Text.assemble(("$ ", "dim"), (f"dlread {line}".rstrip(), "bold")))
            console.print(Text.from_ansi(printed(line, home, language)))
    svg = console.export_svg(title="dlread", clear=False)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # fetched from elsewhere, not needed
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<\n]+)<', _with_its_length, svg)


def _with_its_length(text: re.Match[str]) -> str:
    """rich counts characters, and would squeeze Chinese into half its width."""
    length = round(CHARACTER * cell_len(html.unescape(text[2])), 1)
    return f'textLength="{length:g}"{text[1]}>{text[2]}<'


def printed(line: str, home: str, language: str) -> str:
    """What a terminal gets."""
    program = Path(sys.executable).with_name("dlread")
    env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    env["DLREAD_LANG"] = language
    child = pexpect.spawn(str(program), line.split(), env=env, dimensions=(50, COLUMNS), encoding="utf-8")
    return str(child.read()).replace("\r\n", "\n")
