"""How long add and refresh take against a server on loopback that takes 100 ms an answer. By hand, when installed:

.venv/bin/pip install . && .venv/bin/python tools/bench_network.py
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from world import World

WAIT_SECONDS = 0.1
ROUNDS = 7
PROGRAM = Path(sys.executable).with_name("dlread")


def timed(home: str, line: str, env: dict[str, str]) -> float:
    began = time.perf_counter()
    everything = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8"} | env
    subprocess.run([PROGRAM, *line.split()], env=everything, check=True, capture_output=True)
    return time.perf_counter() - began


def median(line: str, before: str, env: dict[str, str]) -> float:
    """Of calls each in a home of its own, in which `before` was called."""
    times = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as home:
            timed(home, before, env)
            times.append(timed(home, line, env))
    return statistics.median(times)


def main() -> None:
    world = World(WAIT_SECONDS)
    world.has_doi("10.18653/v1/n19-1423", "crossref.json")
    for number in range(100):
        world.has_repository(f"a/r{number}")
    names = " ".join(f"https://github.com/a/r{number}" for number in range(100))
    added = median("add 1810.04805", "list", world.env)
    print(f"add, two round trips of {WAIT_SECONDS * 1000:.0f} ms: {added * 1000:.0f} ms")
    refreshed = median("refresh tag:x", f"add --no-fetch --tag x {names}", world.env)
    print(f"refresh of 100 repositories: {refreshed:.2f} s, at most {world.most_at_once} at once")
    world.close()


if __name__ == "__main__":
    main()
