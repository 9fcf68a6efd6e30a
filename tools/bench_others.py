"""dlread beside taskwarrior and papis, with the same entries: `.venv/bin/python tools/bench_others.py [PAPIS]`.

taskwarrior is `task` on the PATH, PAPIS the program of papis; who is not there is left out. Whole processes into a
pipe, medians of the rounds, as a ratio to `python -c pass` in the same run. papis looks into its SQLite index.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench import PROGRAM, piped, report

SIZES = (50, 1_000, 10_000)
WORDS = ("deep", "graph", "attention", "policy", "robust", "causal", "sparse", "neural")

CALLS = {
    "dlread": ("list --limit 20", "search paper42 --limit 20", "show paper42", "mark-read paper42"),
    "task": ("limit:20 list", "/paper42/ list", "42 info", "rc.confirmation:no 42 annotate read"),
    "papis": ("list --format {doc[title]} title:deep", "list title:paper42", "list --format {doc} ref:paper42", ""),
}
"""A list, a search, one entry, a change (papis opens an editor for that)."""


def main(papis: str = "papis") -> None:
    programs = {"dlread": PROGRAM, "task": shutil.which("task"), "papis": shutil.which(papis)}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as home:
            env = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "TASKRC": f"{home}/.taskrc"}
            calls = {"python -c pass": (partial(piped, [sys.executable, "-c", "pass"], env), None)}
            for name, program in programs.items():
                if program:
                    FILL[name](program, Path(home), env, size)
                    words = [line for line in CALLS[name] if line]
                    calls |= {f"{name} {line}": (partial(piped, [program, *line.split()], env), None) for line in words}
            print(f"\n{size:,} entries")
            report(calls, "python -c pass")


def title(number: int) -> str:
    return f"paper{number} on {WORDS[number % 8]} {WORDS[number // 8 % 8]} models"


def fill_dlread(program: str, home: Path, env: dict[str, str], size: int) -> None:
    text = "".join(f"@misc{{paper{n}, title={{{title(n)}}}, author={{Bee, Ann}}, year=2020}}\n" for n in range(size))
    (home / "papers.bib").write_text(text, "utf-8")
    subprocess.run([program, "import", f"{home}/papers.bib"], env=env, check=True, capture_output=True)


def fill_task(program: str, home: Path, env: dict[str, str], size: int) -> None:
    (home / ".taskrc").write_text(f"data.location={home}/.task\nverbose=nothing\ngc=1\n", "utf-8")
    text = json.dumps(
        [{"description": title(n), "status": "pending", "entry": "20200101T000000Z"} for n in range(size)]
    )
    subprocess.run([program, "import"], env=env, input=text, text=True, check=True, capture_output=True)


def fill_papis(program: str, home: Path, env: dict[str, str], size: int) -> None:
    library = home / "papers"
    (home / ".config/papis").mkdir(parents=True)
    settings = f"[settings]\ndefault-library = papers\ndatabase-backend = sqlite\n[papers]\ndir = {library}\n"
    (home / ".config/papis/config").write_text(settings, "utf-8")
    for n in range(size):
        folder = library / f"paper{n}"
        folder.mkdir(parents=True)
        text = f"ref: paper{n}\ntitle: {title(n)}\nauthor: Bee, Ann\nyear: 2020\n"
        (folder / "info.yaml").write_text(text, "utf-8")
    subprocess.run([program, "list", "title:nothing"], env=env, check=False, capture_output=True)


FILL = {"dlread": fill_dlread, "task": fill_task, "papis": fill_papis}


if __name__ == "__main__":
    main(*sys.argv[1:])
