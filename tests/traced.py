"""The program under strace: which of its system calls touch its home, and what if one of them kills it or fails."""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import PROGRAM, Dlread, restore

CALLS = re.findall(
    r"\w+",
    "openat write pwrite64 writev pwritev fsync fdatasync ftruncate fallocate flock fcntl "
    "mkdir mkdirat chmod fchmod fchmodat link linkat symlink rename renameat renameat2 unlink unlinkat rmdir",
)
"""Those that change something, lock something, or put it on the disk; not every machine has each."""

_LINE = re.compile(r"^\d+ +(\w+)\((.*)$")
_CHANGES_NOTHING = re.compile(r"F_(GETLK|GETF[DL]|SETFD|DUPFD)|O_RDONLY(?!.*O_CREAT)")


class Point(NamedTuple):
    """The `number`-th `call` of a run, which touches a `path` below the home; `text` is strace's line."""

    call: str
    number: int
    path: str
    text: str

    @property
    def is_of_the_cache(self) -> bool:
        return self.path.startswith(".cache")


@functools.cache
def missing() -> str:
    """Why strace cannot be used here; empty when it can."""
    if not shutil.which("strace"):
        return "needs strace, which is not installed here"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "needs the right to trace other processes" if tried.returncode else ""


def need_strace() -> None:
    if why := missing():
        pytest.skip(why)


def points(dlread: Dlread, line: Sequence[str], also_reading: bool = False) -> list[Point]:
    """Runs the command to its end, and says where it touched its home, in order."""
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        run(dlread, line, ["-o", log.name])
        lines = log.read().splitlines()
    home = str(dlread.home)
    numbers = dict.fromkeys(CALLS, 0)
    found = []
    for text in lines:
        if not (match := _LINE.match(text)):
            continue
        call, rest = match.groups()
        numbers[call] += 1
        if home in rest and "ENOENT" not in rest and (also_reading or not _CHANGES_NOTHING.search(rest)):
            path = re.search(rf'{re.escape(home)}/?([^">]*)', rest)
            assert path, text
            found.append(Point(call, numbers[call], path[1], text.replace(home, "~")[:160]))
    return found


def run(
    dlread: Dlread, line: Sequence[str], options: Sequence[str], calls: Sequence[str] = CALLS
) -> subprocess.CompletedProcess[str]:
    faster = [] if any("signal=" in option for option in options) else ["--seccomp-bpf"]  # which drops signals
    trace = "trace=" + ",".join(f"?{call}" for call in calls)
    return subprocess.run(
        ["strace", "-f", "-y", *faster, "-e", trace, *options, str(PROGRAM), *line],
        env=dlread.env | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},  # the same calls every time
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def tampered(dlread: Dlread, line: Sequence[str], **injected: str) -> subprocess.CompletedProcess[str]:
    """For each call strace's own words: `signal=SIGKILL:when=3`, `error=ENOSPC:when=1+`."""
    options = [word for call, what in injected.items() for word in ("-e", f"inject={call}:{what}")]
    return run(dlread, line, ["-o", os.devnull, *options], list(injected))


def spread(points_: Sequence[Point], number: int) -> list[Point]:
    """As many of them, evenly from the first to the last."""
    if number >= len(points_):
        return list(points_)
    step = (len(points_) - 1) / max(1, number - 1)
    return [points_[round(index * step)] for index in range(number)]


class Home:
    """A home that can be had again as it was. `dlread.home` is always the place: machine names go by it."""

    def __init__(self, dlread: Dlread) -> None:
        self.dlread = dlread
        self._kept = dlread.home.with_name("kept")

    def keep(self) -> None:
        shutil.copytree(self.dlread.home, self._kept)

    def restore(self) -> None:
        restore(self.dlread.home, self._kept)

    def journal(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.journals())

    def journals(self) -> list[Path]:
        return sorted(self.dlread.data.glob("journal-*.jsonl"))
