"""A journal that another program replaces while dlread writes or reads: no change is lost, and none is made up."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Dlread, effort
from quick import Call, Quick

from dlread_cli.errors import DlreadError
from dlread_cli.storage import journal, steps
from dlread_cli.storage.library import Library

pytestmark = pytest.mark.full_run

fcntl = pytest.importorskip("fcntl", reason="needs the locks of POSIX, which Windows lacks")


def moved(path: Path) -> None:
    path.rename(path.with_name("aside"))


def removed(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    """As sync tools and git do it, by what was there."""
    draft = path.with_name(".draft")
    shutil.copyfile(path, draft)
    draft.replace(path)


def with_its_directory(path: Path) -> None:
    shutil.rmtree(path.parent)


def into_a_conflict_copy(path: Path) -> None:
    path.rename(path.with_name(path.name.replace(".jsonl", " (1).jsonl")))


def stashed(path: Path) -> None:
    """A repository that has the empty beginning of the journal."""
    env = {"PATH": os.environ["PATH"], "HOME": str(path.parent), "GIT_CONFIG_GLOBAL": os.devnull}
    who = ["-c", "user.name=reader", "-c", "user.email=reader@example.org"]
    content = path.read_bytes()
    path.write_bytes(b"")
    for words in ("init -q", "add .", "commit -q -m empty", "stash -q"):
        if words == "stash -q":
            path.write_bytes(content)
        subprocess.run(["git", *who, *words.split()], cwd=path.parent, env=env, check=True)


REPLACED = (moved, removed, replaced, with_its_directory, into_a_conflict_copy, stashed)
replacements = pytest.mark.parametrize("replace", REPLACED)


@pytest.fixture
def own(dlread: Dlread, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This machine's journal with a line; the test's own process is at home there."""
    for name in ("DLREAD_DATA_DIR", "DLREAD_CACHE_DIR", "DLREAD_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(dlread.home))
    dlread("mark-read smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    return path


def keys(path: Path) -> list[str]:
    return [json.loads(line)["key"] for line in path.read_text().splitlines()]


@replacements
def test_a_change_is_in_the_file_that_has_the_name_when_it_is_done(
    dlread: Dlread, own: Path, replace: Callable[[Path], None]
) -> None:
    """Between the lock and the write."""
    with Library() as library, steps.writing(library, print) as write:
        replace(own)
        write({"sdr": {"status": "read"}})
        assert library.find("sdr").status.value == "unread"  # the snapshot is of before
    assert keys(own).count("sdr") == 1
    assert dlread.status("sdr") == "read"
    assert dlread("undo").split("\t")[:2] == ["sdr", "unread"]


@replacements
def test_who_waits_for_a_journal_writes_into_the_one_that_took_its_place(
    dlread: Dlread, quick: Quick, own: Path, replace: Callable[[Path], None]
) -> None:
    with own.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        call = quick.start(dlread.env, "mark-read", "sdr")
        wait_until_open(call, own)
        replace(own)
        fcntl.flock(file, fcntl.LOCK_UN)
    assert call.wait().status == 0
    assert keys(own).count("sdr") == 1
    assert dlread.status("sdr") == "read"


def wait_until_open(call: Call, path: Path) -> None:
    """By the process's own list of open files, which Linux has."""
    directory = Path(f"/proc/{call.pid}/fd")
    if not directory.exists():
        pytest.skip("needs /proc")
    for _ in range(6_000):
        if any(os.path.realpath(one) == str(path.resolve()) for one in directory.iterdir()):
            return
        time.sleep(0.01)
    raise AssertionError("the journal was never opened")


def test_a_journal_that_was_made_for_nothing_goes_and_whoever_waited_for_it_makes_one(
    dlread: Dlread, quick: Quick, own: Path
) -> None:
    own.unlink()
    with Library() as library, steps.writing(library, print):
        call = quick.start(dlread.env, "mark-read", "sdr")
        wait_until_open(call, own)
        assert own.read_text() == ""
    assert call.wait().status == 0
    assert keys(own) == ["sdr"]
    assert dlread.status("sdr") == "read"


def test_an_empty_journal_that_was_there_stays(own: Path) -> None:
    """A sync tool may be about to fill it."""
    own.write_text("")
    with Library() as library, steps.writing(library, print):
        pass
    assert own.exists()


def test_a_journal_that_is_replaced_again_and_again_is_said_to_be(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a program that does nothing else, whenever data have been synced."""
    fdatasync = os.fdatasync

    def synced(descriptor: int) -> None:
        fdatasync(descriptor)
        own.write_text("") if not own.exists() else own.unlink()

    monkeypatch.setattr(os, "fdatasync", synced)
    with Library() as library, steps.writing(library, print) as write, pytest.raises(DlreadError) as error:
        write({"sdr": {"status": "read"}})
    assert str(error.value) == (
        f"cannot write to {own}: another program keeps replacing it; the change may have been recorded anyway; "
        "see dlread history"
    )


def lines(*texts: str) -> bytes:
    stamps = (f"2026-01-01T00:00:{second:02}.000000Z" for second in range(len(texts)))
    told = ({"at": at, "key": "smac", "set": {"note": text}} for at, text in zip(stamps, texts, strict=True))
    return b"".join(json.dumps(line).encode() + b"\n" for line in told)


SWAPPED = (lines("one", "two"), lines("one and a half", "three", "four"), lines("of", "another"), b"")


@pytest.fixture
def other(dlread: Dlread) -> Path:
    dlread.data.mkdir(parents=True, exist_ok=True)
    path = dlread.data / "journal-other.jsonl"
    path.write_bytes(SWAPPED[0])
    return path


def swapped(path: Path) -> Iterator[bytes]:
    """Another journal takes the place each time."""
    while True:
        for content in SWAPPED[1:] + SWAPPED[:1]:
            draft = path.with_name(".draft")
            draft.write_bytes(content)
            draft.replace(path)
            yield content


@pytest.mark.parametrize("content", SWAPPED[1:], ids=["longer", "of the same length", "empty"])
def test_a_journal_that_is_swapped_while_one_reads_is_read_again(own: Path, other: Path, content: bytes) -> None:
    with Library() as library:
        assert library.details("smac").note == "two"
        other.write_bytes(content)
        texts = [json.loads(line)["set"]["note"] for line in content.splitlines()]
        assert library.details("smac").note == (texts[-1] if texts else "")
        assert len(library.steps("smac")) == 1 + len(texts)
        other.unlink()
        assert [step.lines[0].machine for step in library.steps()] == [journal.machine_of(own)]


def test_commands_bear_with_a_journal_that_never_rests(
    dlread: Dlread, quick: Quick, other: Path, counted: Callable[[str, int], None]
) -> None:
    swaps = swapped(other)
    number = effort(12, 60)
    for count in range(number):
        words = (("show", "smac"), ("history",), ("list",), ("undo",), ("mark-read", "smac"))[count % 5]
        call = quick.start(dlread.env, *words)
        for _ in range(50):
            next(swaps)
        done = call.wait()
        assert done.status == 0 or words == ("undo",), done
    counted("commands while a journal was swapped", number)


# --- lines that a sync tool took away -----------------------------------------------------------------------------


def test_doctor_misses_what_an_old_copy_took_away_and_brings_it_back(dlread: Dlread, own: Path) -> None:
    """As a two-way `rsync -au` does, when the other side's stale copy has the later time."""
    stale = own.read_bytes()
    dlread("mark-read sdr pyg")
    dlread("rate sdr 4")
    own.write_bytes(stale)
    dlread("note smac --replace still here")
    assert dlread("list --keys --status read") == "smac\n"
    result = dlread.run("doctor")
    copy = dlread.home / ".local/state/dlread" / own.name.replace("journal", "written")
    restored = own.with_suffix(".restored.jsonl")
    assert result.out == f"{own} has lost 3 lines; restore with: cp {copy} {restored}\n"
    assert result.status == 1
    subprocess.run(result.out.split("restore with: ")[1], shell=True, check=True)
    assert dlread.run("doctor").status == 0
    assert set(dlread("list --keys --status read").split()) == {"smac", "sdr", "pyg"}
    assert dlread("note smac") == "still here\n"
    assert dlread("undo").startswith("smac\t")


def test_what_was_written_before_there_was_a_copy_is_in_it(dlread: Dlread, own: Path) -> None:
    (copy,) = (dlread.home / ".local/state/dlread").glob("written-*")
    copy.unlink()
    dlread("mark-read sdr")
    assert copy.read_bytes() == own.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_copy_that_cannot_be_written_is_no_obstacle(dlread: Dlread, own: Path) -> None:
    (copy,) = (dlread.home / ".local/state/dlread").glob("written-*")
    copy.unlink()
    copy.mkdir()
    assert dlread.run("mark-read sdr").err == "1 marked read · dlread undo takes it back\n"
    assert dlread.run("doctor").status == 0
