"""The real program in a home of its own: real files, real processes, a real terminal.

A call is a fork of a process that has the program loaded (tests/quick.py), or else a start of its own: for what acts
while Python starts, and in the tests that are marked with `real_starts`. A forked call finds a library of the bundled
catalogs in its home, which the program itself made once; in tests marked with `first_calls`, it makes its own.
"""

import atexit
import functools
import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest
from quick import Process, Quick, can_run
from world import World

EFFORTS = ("short", "full", "long")
EFFORT = EFFORTS.index(os.environ.get("DLREAD_TEST_EFFORT", "short"))
"""How much the tests of reliability try: `short` by the README's line, `full` in .ci/run, `long` by hand for hours."""

PROGRAM = Path(sys.executable).with_name("dlread")


def of_this_machine(time: str) -> str:
    """A time without a zone, as journals write it."""
    return datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def effort(short: int, full: int) -> int:
    """How often to try something; a long run tries ten times as often as a full one."""
    return (short, full, 10 * full)[EFFORT]


# A check must say the same twice. To look for what nobody has seen yet: DLREAD_TEST_RANDOM=1
EXAMPLES = effort(25, 100)
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=EXAMPLES)
hypothesis.settings.register_profile("random", deadline=None, print_blob=True, max_examples=EXAMPLES)
hypothesis.settings.load_profile("random" if os.environ.get("DLREAD_TEST_RANDOM") else "fixed")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a disk, a terminal or a slow server."""
    return 1 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real_starts: every call of the program is a start of its own, never a fork")
    config.addinivalue_line("markers", "first_calls: the first call makes the library, as at a reader's")
    config.addinivalue_line("markers", "full_run: only with DLREAD_TEST_EFFORT=full, or if its file is named")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it, and so would calls


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The README's line takes two minutes: it leaves out what a hostile or failing world does, and what takes long."""
    if EFFORT == 0 and not config.option.file_or_dir:
        left_out = pytest.mark.skip(reason="only in a full run: DLREAD_TEST_EFFORT=full")
        for item in items:
            if item.get_closest_marker("full_run"):
                item.add_marker(left_out)


def pytest_unconfigure() -> None:
    if loaded.cache_info().currsize:
        loaded().close()


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Says under the tests how many of something were tried, so that a test which shrinks is seen."""
    return lambda what, number: record_property("counted", (what, number))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    totals: dict[str, int] = {}
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "counted" and report.when == "call":
                totals[value[0]] = totals.get(value[0], 0) + value[1]
    if totals:
        terminalreporter.write_sep("-", f"tried ({EFFORTS[EFFORT]})")
    for what, number in sorted(totals.items()):
        terminalreporter.write_line(f"{number:>8,}  {what}")


def wrong_clock(year: int) -> dict[str, str]:
    """The environment of a process whose clock is off by whole years: it is the same day of that year."""
    days = (datetime(year, 1, 1) - datetime(datetime.now(UTC).year, 1, 1)).days
    return {"PYTHONPATH": str(Path(__file__).parent / "clock"), "WRONG_BY_DAYS": str(days)}


class Result(NamedTuple):
    out: str
    err: str
    status: int


class Dlread:
    """Calls the program; what it prints to a pipe is the answer."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / ".local/share/dlread"
        self.cache = home / ".cache/dlread"
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT")}
        self.env = kept | {"HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC"}
        self.env["PAGER"] = "cat"  # none: there is nobody to leave it
        self.prefix: list[str] = []
        self.starts_really = not hasattr(os, "fork")
        self.has_library = False

    def as_anybody(self) -> None:
        """Even root then needs permission to write; for tests of directories that cannot be written."""
        if os.name == "posix" and os.geteuid() == 0:
            if not shutil.which("setpriv"):
                pytest.skip("root may write everywhere, and there is no setpriv here to do without that")
            self.prefix = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]

    def __call__(self, line: str, stdin: str | None = None, env: Mapping[str, str] | None = None) -> str:
        """Standard output of a call that must succeed."""
        result = self.run(line, stdin, env)
        assert result.status == 0, result
        return result.out

    def run(self, line: str | Sequence[str], stdin: str | None = None, env: Mapping[str, str] | None = None) -> Result:
        words = shlex.split(line) if isinstance(line, str) else list(line)
        its = self.env | dict(env or {})
        if self._forks(its):
            self._take_library()
            return Result(*loaded().run(its, *words, stdin=stdin or ""))
        done = subprocess.run(
            [*self.prefix, PROGRAM, *words],
            input=stdin,
            env=its,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Result(done.stdout, done.stderr, done.returncode)

    def _forks(self, env: Mapping[str, str]) -> bool:
        return not self.prefix and not self.starts_really and can_run(env)

    def _take_library(self) -> None:
        """Once, and nothing over what is there."""
        if not self.has_library and not self.cache.exists():
            self.cache.parent.mkdir(0o700, parents=True, exist_ok=True)
            shutil.copytree(library(), self.cache)
            seal(self.cache / "library.db")
        self.has_library = True

    def take(self, other: "Dlread") -> None:
        """Begins in a copy of another reader's home: to the program, that was on another machine."""
        shutil.copytree(other.home, self.home, symlinks=True, dirs_exist_ok=True)
        seal(self.cache / "library.db")
        self.has_library = True

    def start(
        self, words: Sequence[str], env: Mapping[str, str], streams: Sequence[int], on_terminal: bool = False
    ) -> Process | subprocess.Popen[bytes]:
        """`streams` are the file descriptors of stdin, stdout and stderr."""
        its = self.env | dict(env)
        if self._forks(its):
            self._take_library()
            return loaded().process(its, words, streams, on_terminal=on_terminal)
        stdin, stdout, stderr = streams
        return subprocess.Popen(
            [*self.prefix, PROGRAM, *words],
            env=its,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=on_terminal,
            preexec_fn=take_terminal if on_terminal else None,
        )

    def on_terminal(
        self, words: Sequence[str], columns: int, rows: int, env: Mapping[str, str] | None = None
    ) -> tuple[str, int]:
        """All that the program sends to a terminal, as it is, and its exit status."""
        termios = pytest.importorskip("termios", reason="needs a pseudo-terminal, which Windows lacks")
        ours, its = os.openpty()
        termios.tcsetwinsize(its, (rows, columns))
        process = self.start(words, {"TERM": "xterm-256color"} | dict(env or {}), [its] * 3, on_terminal=True)
        os.close(its)
        raw = b"".join(iter(functools.partial(_sent, ours), b""))
        os.close(ours)
        status = process.wait(timeout=60)
        assert b"Traceback" not in raw, raw
        return raw.decode(), status

    def status(self, key: str) -> str:
        (row,) = [line.split("\t") for line in self("list").splitlines() if line.startswith(key + "\t")]
        return row[1]

    def journals(self) -> str:
        """All journals' text."""
        return "".join(path.read_text() for path in sorted(self.data.glob("journal-*.jsonl")))


def seal(library: Path) -> None:
    """Makes a library that was copied or changed look as if dlread had left it so, as on a disk that decays."""
    status = library.stat()
    file = library.with_name("library.seal")
    system = file.read_text().splitlines()[0]
    file.write_text(
        f"{system}\n{status.st_ino} {status.st_mode:o} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
    )


def restore(place: Path, kept: Path) -> None:
    """Makes a directory as its copy is. A file that is still there is written over, so that its inode stays the same.

    A library knows its journals by their inodes, and so need not be built anew.
    """
    for path in sorted(place.rglob("*"), reverse=True):
        if not (kept / path.relative_to(place)).exists():
            path.rmdir() if path.is_dir() else path.unlink()
    for whole in kept.rglob("*"):
        path = place / whole.relative_to(kept)
        if whole.is_dir():
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(whole.read_bytes())
        shutil.copystat(whole, path)
    for library in place.rglob("library.db"):
        seal(library)


@functools.cache
def loaded() -> Quick:
    """One for each process of the tests."""
    return Quick()


@functools.cache
def library() -> Path:
    """The cache directory after a first call, one for each process of the tests."""
    home = tempfile.TemporaryDirectory()
    atexit.register(home.cleanup)
    dlread = Dlread(Path(home.name))
    dlread.has_library = True
    dlread("list")
    return dlread.cache


def take_terminal() -> None:
    """The terminal that is our stdin gets us as the one who is in front."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _sent(terminal: int) -> bytes:
    """The next piece; nothing when nobody has the other end any more, or after a minute of silence."""
    with suppress(OSError):  # which is how Linux says that nobody is there
        if select.select([terminal], [], [], 60)[0]:
            return os.read(terminal, 1 << 16)
    return b""


class Screen(NamedTuple):
    lines: list[str]
    raw: str
    status: int


@pytest.fixture
def dlread(tmp_path: Path, request: pytest.FixtureRequest) -> Dlread:
    home = tmp_path / "home"
    home.mkdir()
    dlread = Dlread(home)
    dlread.starts_really |= request.node.get_closest_marker("real_starts") is not None
    dlread.has_library = request.node.get_closest_marker("first_calls") is not None
    return dlread


@pytest.fixture
def world(dlread: Dlread) -> Iterator[World]:
    """What the program asks over the network: a server on loopback, which knows the papers of `tests/answers`."""
    world = World()
    dlread.env |= world.env
    yield world
    world.close()


@pytest.fixture(scope="session")
def quick() -> Quick:
    """Calls the program without its start; for tests of many calls."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork, which Windows lacks")
    return loaded()


@pytest.fixture
def terminal(dlread: Dlread) -> Callable[..., Screen]:
    """Calls the program in a real terminal; the answer is what stands on its screen."""
    import pyte

    def show(line: str, columns: int = 80, rows: int = 100, env: Mapping[str, str] | None = None) -> Screen:
        raw, status = dlread.on_terminal(shlex.split(line), columns, rows, env)
        screen = pyte.Screen(columns, rows)
        pyte.Stream(screen).feed(raw)
        lines = [text.rstrip() for text in screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return Screen(lines, raw, status)

    return show
