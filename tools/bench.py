"""How long whole calls take, as a ratio to `python -c pass` in the same run: `.venv/bin/python tools/bench.py`.

Each round calls every command once, so that a machine that slows down slows them all; medians of the rounds.
"""

import json
import os
import pty
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

ROUNDS = 25
PROGRAM = str(Path(sys.executable).with_name("dlread"))

PIPE: dict[str, float | None] = {
    "list": 3.5,
    "show smac": 3.5,
    "mark-read smac": 3.5,
    "mark-unread smac": 3.5,
    "search dropout": 3.5,
    "next": 3.5,
    "--version": 2.0,
}
TERMINAL: dict[str, float | None] = {
    "": 6.5,
    "list": 6.5,
    "show smac": 6.5,
    "mark-read smac": 6.5,
    "mark-unread smac": 6.5,
}
FIRST = 25.0
AS_LIST = ["next", "path smac", "course", "stats", "cite smac", ""]
"""On a terminal; each at most 1.3 times `list`."""

MANY: dict[str, float | None] = {
    "list --limit 20": 5.0,
    "next": 5.0,
    "show paper9000": 5.0,
    "mark-read paper9000": 5.0,
    "mark-unread paper9000": 5.0,
    "search word77 --limit 20": 5.0,
}
"""With 100,000 added entries."""


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "DLREAD_PAGER": "",
        }
        calls: dict[str, tuple[Callable[[], None], float | None]] = {}
        calls["python -c pass"] = (lambda: piped([sys.executable, "-c", "pass"], env), None)
        calls["import typer"] = (lambda: piped([sys.executable, "-c", "import typer"], env), None)
        for line, mark in PIPE.items():
            calls[f"dlread {line} | cat"] = (partial(piped, [PROGRAM, *line.split()], env), mark)
        for line, mark in TERMINAL.items():
            calls[f"dlread {line}"] = (partial(on_a_terminal, [PROGRAM, *line.split()], env), mark)
        calls["dlread list | cat, the first ever"] = (lambda: first(env), FIRST)
        report(calls, "python -c pass")
        calls = {"dlread list": (lambda: on_a_terminal([PROGRAM, "list"], env), None)}
        for line in AS_LIST:
            calls[f"dlread {line}"] = (partial(on_a_terminal, [PROGRAM, *line.split()], env), 1.3)
        report(calls, "dlread list")
    with tempfile.TemporaryDirectory() as home:
        env["HOME"] = home
        start = time.perf_counter()
        fill(env, 100_000)
        print(f"\n100,000 added entries; journal and library were made in {time.perf_counter() - start:.1f} s")
        calls = {"python -c pass": (lambda: piped([sys.executable, "-c", "pass"], env), None)}
        for line, mark in MANY.items():
            calls[f"dlread {line} | cat"] = (partial(piped, [PROGRAM, *line.split()], env), mark)
        report(calls, "python -c pass")


def rounds(calls: Mapping[str, tuple[Callable[[], None], float | None]]) -> dict[str, list[float]]:
    """Seconds of each call, by name; the first round, which fills caches, is left out."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(ROUNDS + 1):
        for name, (call, _) in calls.items():
            start = time.perf_counter()
            call()
            if number:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def report(calls: Mapping[str, tuple[Callable[[], None], float | None]], unit: str) -> None:
    measured = rounds(calls)
    base = statistics.median(measured[unit])
    print(f"{'':36} {'ms':>7} {'ratio':>6}  at most   (ratio to {unit})")
    for name, seconds in measured.items():
        median = statistics.median(seconds)
        ratio = median / base
        mark = calls[name][1]
        verdict = "" if mark is None else f"{mark:>5}" + ("" if ratio <= mark else "  MISSED")
        print(f"{name:36} {median * 1000:7.1f} {ratio:6.2f}  {verdict}")


def fill(env: dict[str, str], number: int) -> None:
    """A journal of so many added papers, with titles and abstracts of made-up words, and the library made of it."""
    chance = random.Random(2026)
    words = [f"word{rank}" for rank in range(5000)]
    data = Path(env["HOME"]) / ".local/share/dlread"
    data.mkdir(parents=True)
    with (data / "journal-bench.jsonl").open("w") as journal:
        for count in range(number):
            title, summary = " ".join(chance.choices(words, k=8)), " ".join(chance.choices(words, k=120))
            fields = {"title": title, "summary": summary, "year": 2000 + count % 25, f"tag:tag{count % 50}": True}
            day, second = divmod(count, 86_400)
            at = f"2026-01-{day + 1:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000000Z"
            journal.write(json.dumps({"at": at, "key": f"paper{count}", "set": fields}) + "\n")
    for line in ("list --limit 1", "rate paper1 5", "rate paper2 4", "mark-reading paper3"):
        piped([PROGRAM, *line.split()], env)


def piped(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)


def on_a_terminal(command: list[str], env: dict[str, str]) -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(command, env=env | {"COLUMNS": "80"}, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    try:
        while os.read(master, 65536):
            pass
    except OSError:
        pass  # how Linux says that the other side has gone
    os.close(master)
    if process.wait():
        raise SystemExit(f"{command} failed")


def first(env: dict[str, str]) -> None:
    shutil.rmtree(Path(env["HOME"]) / ".cache", ignore_errors=True)
    piped([PROGRAM, "list"], env)


if __name__ == "__main__":
    main()
