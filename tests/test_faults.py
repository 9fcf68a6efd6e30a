"""When the system refuses something, a change is done and said to be, or is not and that is said; nothing between."""

import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from conftest import EFFORT, PROGRAM, Dlread, effort, seal
from quick import Done, Quick
from traced import Home, Point, need_strace, points, tampered

from dlread_cli.errors import DlreadError
from dlread_cli.storage import files, steps
from dlread_cli.storage.library import Library

pytestmark = pytest.mark.full_run

fcntl = pytest.importorskip("fcntl", reason="needs the locks of POSIX, which Windows lacks")

ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EINTR", "ENOLCK")
REFUSED = "openat mkdir write pwrite64 fsync fdatasync flock ftruncate rename link chmod fchmod unlink".split()  # noqa: SIM905

HOMES = (False, True)
"""Is it a new one? Else it has a past."""

DONE = "2 marked read · dlread undo takes it back\n"


class Scene:
    """A home, new or with a past, in which two entries will be marked while something goes wrong."""

    words = ("mark-read", "sdr", "pyg")

    def __init__(self, dlread: Dlread, quick: Quick, is_new: bool) -> None:
        need_strace()
        self.dlread, self.quick, self.is_new = dlread, quick, is_new
        self.home = Home(dlread)
        if not is_new:
            self.call("mark-read", "smac")
            self.call("list")
        self.home.keep()
        self.old = self.home.journal()

    def begin(self) -> None:
        self.home.restore()

    def call(self, *words: str) -> str:
        done = self.quick.run(self.dlread.env, *words)
        assert done.status == 0, (words, done)
        return done.out

    def refused(self, **injected: str) -> Done:
        process = tampered(self.dlread, self.words, **injected)
        return Done(process.stdout, process.stderr, process.returncode)

    def check(self, done: Done, what: object) -> None:
        new = self.home.journal()
        assert "Traceback" not in done.err, (what, done)
        assert new.startswith(self.old), (what, done)
        keys = [json.loads(line)["key"] for line in new[len(self.old) :].splitlines()]
        if DONE in done.err:
            assert (keys, done.status) == (["sdr", "pyg"], 0), (what, done)
        else:
            told = r"^dlread: (.*; nothing was changed|cannot read .*: permission denied)\n\Z"
            assert re.search(told, done.err, re.MULTILINE), (what, done)
            assert (keys, done.status, done.out) == ([], 1, ""), (what, done)
        read = [*([] if self.is_new else ["smac"]), *keys]
        assert sorted(self.call("list", "--status", "read", "--keys").split()) == sorted(read), what
        self.call("doctor")
        self.call("rate", "smac", "3")
        assert self.home.journal().startswith(new), what


def chosen(found: list[Point], is_new: bool) -> list[Point]:
    """Of each call the first three on the reader's own files, and the first three on the cache's."""
    seen: dict[tuple[str, bool], list[Point]] = {}
    for point in found:
        if point.call in REFUSED and not (is_new and point.is_of_the_cache):
            seen.setdefault((point.call, point.is_of_the_cache), []).append(point)
    return [point for same in seen.values() for point in same[:3]]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("is_new", HOMES[: effort(1, 2)], ids=str)
def test_an_error_of_the_system_is_told_or_does_not_matter(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], is_new: bool, error: str
) -> None:
    scene = Scene(dlread, quick, is_new)
    scene.begin()
    found = chosen(points(dlread, scene.words, also_reading=True), is_new)
    step = (len(found), 2, 1)[EFFORT]  # others for every error; a long run tries every error everywhere
    found = found[ERRORS.index(error) % step :: step]
    for point in found:
        scene.begin()
        done = scene.refused(**{point.call: f"error={error}:when={point.number}"})
        if point.is_of_the_cache:
            assert done.err == DONE, (point, done)
        scene.check(done, (error, point))
    counted("system calls refused once", len(found))


FOREVER = [
    ("flock", "ENOLCK"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("ftruncate", "EIO"),
    ("mkdir", "EROFS"),
    ("link", "EPERM"),
    ("unlink", "EROFS"),
    ("chmod", "EPERM"),
    ("fchmod", "EPERM"),
]


@pytest.mark.parametrize(("call", "error"), FOREVER[: effort(4, len(FOREVER))])
@pytest.mark.parametrize("is_new", HOMES[: effort(1, 2)], ids=str)
def test_what_is_refused_every_time_is_told_or_does_not_matter(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], is_new: bool, call: str, error: str
) -> None:
    scene = Scene(dlread, quick, is_new)
    scene.begin()
    scene.check(scene.refused(**{call: f"error={error}:when=1+"}), (call, error))
    counted("system calls refused every time", 1)


@pytest.mark.parametrize("call", ["chmod", "fchmod", "fchmodat"])
def test_a_first_change_needs_no_permissions_to_be_kept(dlread: Dlread, quick: Quick, call: str) -> None:
    """Some FUSE, CIFS and WSL mounts refuse every chmod."""
    scene = Scene(dlread, quick, is_new=True)
    done = scene.refused(**{call: "error=EPERM:when=1+"})
    assert done.err == DONE
    scene.check(done, call)


@pytest.mark.parametrize(
    ("call", "error"), [("flock", "ENOLCK"), ("fcntl", "EOPNOTSUPP"), ("pwrite64", "ENOSPC"), ("fdatasync", "EIO")]
)
def test_who_only_reads_needs_no_lock_and_no_room(dlread: Dlread, quick: Quick, call: str, error: str) -> None:
    need_strace()
    quick.run(dlread.env, "mark-read", "smac")
    line = ["list", "--status", "read", "--keys"]
    (dlread.cache / "library.db").unlink()
    first = next(point.number for point in points(dlread, line) if point.call == call)
    (dlread.cache / "library.db").unlink()
    done = tampered(dlread, line, **{call: f"error={error}:when={first}+"})
    assert (done.stdout, done.stderr, done.returncode) == ("smac\n", "", 0)


def test_when_it_cannot_even_be_taken_back_that_is_said(dlread: Dlread, quick: Quick) -> None:
    scene = Scene(dlread, quick, is_new=False)
    (path,) = scene.home.journals()
    found = points(dlread, scene.words)
    scene.begin()
    (sync,) = [point.number for point in found if point.call == "fdatasync" and not point.is_of_the_cache]
    done = scene.refused(fdatasync=f"error=EIO:when={sync}", ftruncate="error=EIO:when=1+")
    assert done == (
        "",
        f"dlread: cannot write to {path}: input/output error; the change may have been recorded anyway; "
        "see dlread history\n",
        1,
    )
    assert scene.home.journal().count(b"\n") == 3
    assert scene.call("history").count("marked read") == 3


@pytest.mark.parametrize("part", range(effort(1, 2)))
def test_a_write_may_fall_short_anywhere(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], part: int
) -> None:
    quick.run(dlread.env, "mark-read", "smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    path.write_bytes(path.read_bytes() + b"x" * 3_000_000 + b"\n")  # more than the library's own files need
    quick.run(dlread.env, "list")
    before = path.read_bytes()
    whole = len(before) + 2 * len(json.dumps({"at": "2026-11-22T13:00:00.000123Z", "key": "sdr", "set": {}}))
    rooms = range(part, whole - len(before), effort(8, 2))
    for room in rooms:
        done = quick.run(dlread.env, "mark-read", "sdr", "pyg", file_bytes=len(before) + room)
        assert (done.out, done.status) == ("", 1), room
        assert done.err.endswith("; nothing was changed\n"), room
        assert path.read_bytes() == before, room
    counted("lengths at which a write fell short", len(rooms))


# --- a lock that another process keeps -----------------------------------------------------------------------------


def test_who_finds_the_journal_taken_waits_and_says_so(dlread: Dlread, quick: Quick) -> None:
    quick.run(dlread.env, "mark-read", "smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        call = quick.start(dlread.env, "mark-read", "sdr")
        time.sleep(files.SHORT_WAIT_SECONDS + 0.5)
        fcntl.flock(file, fcntl.LOCK_UN)
    done = call.wait()
    assert done.err == "waiting for another dlread, which is writing\n1 marked read · dlread undo takes it back\n"
    assert done.status == 0


def at_home(dlread: Dlread, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DLREAD_DATA_DIR", "DLREAD_CACHE_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(dlread.home))
    monkeypatch.setattr(files, "LONGEST_WAIT_SECONDS", 0.1)


def test_who_waits_too_long_for_the_journal_gives_up(dlread: Dlread, monkeypatch: pytest.MonkeyPatch) -> None:
    dlread("mark-read smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    at_home(dlread, monkeypatch)
    with path.open("ab") as file, Library() as library:
        fcntl.flock(file, fcntl.LOCK_EX)
        with (
            pytest.raises(DlreadError, match=r"another dlread has been writing for .* seconds; nothing was changed$"),
            steps.writing(library, print),
        ):
            pass


def test_a_library_whose_lock_is_never_given_back_is_built_in_memory(
    dlread: Dlread, monkeypatch: pytest.MonkeyPatch
) -> None:
    dlread("mark-read smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    path.write_bytes(path.read_bytes() + path.read_bytes().replace(b"smac", b"sdr"))
    at_home(dlread, monkeypatch)
    with (dlread.cache / "library.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with Library() as library:
            assert library.find("sdr").status.value == "read"


def is_old(dlread: Dlread) -> None:
    (dlread.data / "journal-other.jsonl").touch()


def is_missing(dlread: Dlread) -> None:
    (dlread.cache / "library.db").unlink()


def is_garbage(dlread: Dlread) -> None:
    (dlread.cache / "library.db").write_bytes(b"no database " * 1000)


def lacks_a_table(dlread: Dlread) -> None:
    with closing(sqlite3.connect(dlread.cache / "library.db")) as db, db:
        db.execute("DROP TABLE sources")
    seal(dlread.cache / "library.db")


@pytest.mark.parametrize("library_", [is_old, is_missing, is_garbage, lacks_a_table])
def test_a_library_whose_lock_is_never_given_back_is_waited_for_once(
    dlread: Dlread, monkeypatch: pytest.MonkeyPatch, library_: Callable[[Dlread], None]
) -> None:
    """And not in silence. On a clock on which nothing takes time but waiting."""
    dlread("mark-read smac")
    library_(dlread)
    longest_seconds = files.LONGEST_WAIT_SECONDS
    at_home(dlread, monkeypatch)
    monkeypatch.setattr(files, "LONGEST_WAIT_SECONDS", longest_seconds)
    waits: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: sum(waits))
    monkeypatch.setattr(time, "sleep", lambda seconds: waits.append(100 * seconds))
    said: list[str] = []
    with (dlread.cache / "library.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with Library(waiting=lambda: said.append("waiting")) as library:
            assert library.has("smac")
    assert said == ["waiting"]
    assert longest_seconds < sum(waits) < longest_seconds + 2


def test_who_waits_for_the_library_says_so(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    path.write_bytes(path.read_bytes() + path.read_bytes().replace(b"smac", b"sdr"))
    call = [PROGRAM, "list", "--status", "read", "--keys"]
    with (dlread.cache / "library.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        waiting = subprocess.Popen(call, env=dlread.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr
        assert waiting.stderr.readline() == "waiting for another dlread, which is reading the journals\n"
    out, err = waiting.communicate(timeout=60)
    assert (out.split(), err, waiting.returncode) == (["smac", "sdr"], "", 0)
