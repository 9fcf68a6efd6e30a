"""How long whole calls take, as a ratio to `python -c pass` in the same run: `.venv/bin/python tools/bench.py`.

Each round calls every command once, so that a machine that slows down slows them all; medians of the rounds.
"""

import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 15
PROGRAM = str(Path(sys.executable).with_name("dlread"))

PIPE = {"list": 7.5, "show smac": 7.5, "mark-read smac": 7.5, "mark-unread smac": 7.5, "search dropout": None}
TERMINAL = {"": None, "list": 12.0, "show smac": 12.0, "mark-read smac": 12.0, "mark-unread smac": 12.0}
FIRST = 25.0


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        calls: dict[str, tuple[Callable[[], None], float | None]] = {}
        calls["python -c pass"] = (lambda: piped([sys.executable, "-c", "pass"], env), None)
        calls["import typer"] = (lambda: piped([sys.executable, "-c", "import typer"], env), None)
        for line, mark in PIPE.items():
            calls[f"dlread {line} | cat"] = (lambda line=line: piped([PROGRAM, *line.split()], env), mark)
        for line, mark in TERMINAL.items():
            calls[f"dlread {line}"] = (lambda line=line: on_a_terminal([PROGRAM, *line.split()], env), mark)
        calls["dlread list | cat, the first ever"] = (lambda: first(env), FIRST)
        report({name: (measured, calls[name][1]) for name, measured in rounds(calls).items()})


def rounds(calls: dict[str, tuple[Callable[[], None], float | None]]) -> dict[str, list[float]]:
    """Seconds of each call, by name; the first round, which fills caches, is left out."""
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(ROUNDS + 1):
        for name, (call, _) in calls.items():
            start = time.perf_counter()
            call()
            if number:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def report(measured: dict[str, tuple[list[float], float | None]]) -> None:
    base = statistics.median(measured["python -c pass"][0])
    print(f"{'':36} {'ms':>7} {'ratio':>6}  at most")
    for name, (seconds, mark) in measured.items():
        median = statistics.median(seconds)
        ratio = median / base
        verdict = "" if mark is None else f"{mark:>5}" + ("" if ratio <= mark else "  MISSED")
        print(f"{name:36} {median * 1000:7.1f} {ratio:6.2f}  {verdict}")


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
