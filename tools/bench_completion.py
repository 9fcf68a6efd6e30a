"""How long a Tab takes in real shells, and what the candidates cost other commands: papers as for bench_search.py.

    python tools/bench_completion.py PAPERS.jsonl.gz

Ratios to `python -c pass` in the same run, medians of rounds in which every call stands once.
"""

import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import PROGRAM, piped, report
from bench_search import FEW, MANY, home_with, one_more

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from shells import Shell

ROUNDS = 40
TABS = {  # what is typed: at most so many `python -c pass`, with few and with many entries
    "dlread show smac": (1.0, 3.0),
    "dlread show SDR": (1.0, 3.0),
    "dlread show s": (1.0, 3.0),
    "dlread show dropou": (1.0, 3.0),
    "dlread show ": (1.0, 3.0),
    "dlread show qqqq": (1.0, 3.0),
    "dlread mark-unread s": (1.0, 3.0),
    "dlread list tag:r": (1.0, 3.0),
    "dlread mark-r": (0.5, 0.5),
    "dlread list --st": (0.5, 0.5),
}


def main() -> None:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        homes = {FEW: home_with(papers, FEW, few), MANY: home_with(papers, MANY, many)}
        for env in homes.values():
            piped([PROGRAM, "list", "--limit", "1"], env)
            piped([PROGRAM, "mark-read", "smac"], env)
        tabs(homes)
        others(homes)


def tabs(homes: dict[int, dict[str, str]]) -> None:
    calls: dict[str, Callable[[], object]] = {"python -c pass": lambda: piped([sys.executable, "-c", "pass"], {})}
    marks: dict[str, float] = {}
    shells = []
    for number, env in homes.items():
        for name in ("bash", "zsh", "fish"):
            shell = Shell(name, env, Path(env["HOME"]))
            shells.append(shell)
            for text, mosts in TABS.items():
                if name == "fish" and text.endswith("qqqq"):
                    continue  # where nothing is found, fish itself lets the line flash for 100 ms
                key = f"{name}, {number:,}: {text}"
                calls[key] = partial(shell.tab, text)
                calls[f"{key} (typed only)"] = partial(shell.tab, text, "")
                marks[key] = mosts[number == MANY]
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for round_ in range(ROUNDS + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            if round_:
                seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(took) for name, took in seconds.items()}
    base = medians["python -c pass"]
    print(f"python -c pass: {base * 1000:.1f} ms")
    for name, most in marks.items():
        took = medians[name] - medians[f"{name} (typed only)"]
        verdict = "" if took <= most * base else "  MISSED"
        print(f"{name:46} {took * 1000:7.1f} ms {took / base:6.2f}  at most {most}{verdict}")
    for shell in shells:
        shell.close()


def others(homes: dict[int, dict[str, str]]) -> None:
    """What keeping the candidates costs: the same commands with few and with many entries."""
    few, many = homes[FEW], homes[MANY]
    for line in ("mark-read sdr", "mark-unread sdr"):
        words = [PROGRAM, *line.split()]
        changes: dict[str, tuple[Callable[[], None], float | None]] = {}
        changes[f"{line} ({FEW})"] = (partial(piped, words, few), None)
        changes[f"{line} ({MANY:,})"] = (partial(piped, words, many), 1.5)
        report(changes, f"{line} ({FEW})")
    plain = [PROGRAM, "list", "--limit", "20"]
    report(
        {"list --limit 20": (lambda: piped(plain, many), None), "one more": (lambda: one_more(many), 1.3)},
        "list --limit 20",
    )
    start = time.perf_counter()
    subprocess.run([PROGRAM, "completion", "--refresh"], env=many, check=True)
    size = sum(path.stat().st_size for path in (Path(many["HOME"]) / ".cache/dlread/candidates").iterdir())
    print(f"all candidates anew: {time.perf_counter() - start:.2f} s, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
