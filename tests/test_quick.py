"""A forked call says and does the same as a start of the program, to a pipe and to a terminal."""

import os
import signal
import time
from pathlib import Path

import pytest
from conftest import Dlread

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which Windows lacks"),
    pytest.mark.first_calls,
]


@pytest.fixture
def both(tmp_path: Path) -> tuple[Dlread, Dlread]:
    """One that forks, one that starts, each in a home of the same length."""
    found = []
    for name in ("forks", "start"):
        home = tmp_path / name
        home.mkdir()
        found.append(Dlread(home))
    found[1].starts_really = True
    return found[0], found[1]


def alike(dlread: Dlread, text: str) -> str:
    return text.replace(str(dlread.home), "HOME")


LINES = [
    "",
    "--version",
    "--help",
    "list --tag rl",
    "list --json",
    "show smac --lang zh",
    "search adabuond",
    "next --why",
    "cite smac adabound",
    "mark-read smac lee-rnn",
    "paths",
    "doctor",
    "show nothing",
    "list --no-such-option",
    "list 'year:'",
    "no-such-command",
]


@pytest.mark.parametrize("line", LINES)
def test_to_a_pipe(both: tuple[Dlread, Dlread], line: str) -> None:
    forked, started = (dlread.run(line) for dlread in both)
    assert alike(both[0], forked.out) == alike(both[1], started.out)
    assert alike(both[0], forked.err) == alike(both[1], started.err)
    assert forked.status == started.status


@pytest.mark.parametrize("line", ["", "list --tag rl", "show smac", "mark-read smac", "list --nothing"])
def test_to_a_terminal(both: tuple[Dlread, Dlread], line: str) -> None:
    for dlread in both:
        dlread("list")  # the first call of a slow machine shows a progress bar
    forked, started = (dlread.on_terminal(line.split(), 80, 50) for dlread in both)
    assert forked == started


def test_words_on_stdin(both: tuple[Dlread, Dlread]) -> None:
    forked, started = (dlread.run("mark-read -", stdin="smac\npyg\n") for dlread in both)
    assert forked == started
    assert forked.out.count("\n") == 2


@pytest.mark.parametrize("is_read", [True, False])
def test_a_reader_who_has_seen_enough(both: tuple[Dlread, Dlread], is_read: bool) -> None:
    ends = []
    for dlread in both:
        ours, its = os.pipe()
        with Path(os.devnull).open("rb") as nothing, (dlread.home / "err").open("w+b") as err:
            process = dlread.start(["list"], {}, [nothing.fileno(), its, err.fileno()])
            os.close(its)
            if is_read:
                os.read(ours, 10)
            os.close(ours)
            status = process.wait(timeout=60)
            err.seek(0)
            ends.append((status, err.read()))
    assert ends[0] == ends[1] == (0, b"")


def test_ctrl_c(both: tuple[Dlread, Dlread]) -> None:
    ends = []
    for dlread in both:
        ours, its = os.pipe()  # a stdin on which nothing ever comes
        with Path(os.devnull).open("r+b") as nothing, (dlread.home / "err").open("w+b") as err:
            process = dlread.start(["mark-read", "-"], {}, [ours, nothing.fileno(), err.fileno()])
            while not dlread.cache.exists():  # which the program makes before it reads
                time.sleep(0.01)
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            ends.append(process.wait(timeout=60))
        os.close(ours)
        os.close(its)
    assert ends == [130, 130]


def test_what_acts_while_python_starts_is_started(both: tuple[Dlread, Dlread]) -> None:
    forks, _ = both
    assert forks._forks(forks.env)
    for name, value in {"PYTHONUTF8": "0", "LANG": "C", "LC_ALL": "zh_CN.GB18030", "LD_PRELOAD": "x.so"}.items():
        assert not forks._forks(forks.env | {name: value})


def test_the_directory_and_the_umask_are_the_caller_s(
    both: tuple[Dlread, Dlread], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(0o027)
    try:
        for dlread in both:
            monkeypatch.chdir(dlread.home)
            dlread("list", env={"DLREAD_DATA_DIR": "here", "DLREAD_CACHE_DIR": "cache"})
            dlread("mark-read smac", env={"DLREAD_DATA_DIR": "here", "DLREAD_CACHE_DIR": "cache"})
            assert len(list((dlread.home / "here").glob("journal-*.jsonl"))) == 1
    finally:
        os.umask(before)
