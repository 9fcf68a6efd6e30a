"""Files of dlread's own that somebody else could have put there are neither read nor written through."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread, seal
from world import World

pytestmark = [
    pytest.mark.full_run,
    pytest.mark.skipif(os.name != "posix", reason="there are no such owners, permissions and links"),
]


def poisoned(cache: Path) -> None:
    """The library opens what somebody else wants. It fits its seal."""
    with closing(sqlite3.connect(cache / "library.db")) as db, db:
        db.execute("UPDATE entries SET title = 'Poisoned'")
    seal(cache / "library.db")


def others_may_write_into_the_directory(cache: Path) -> str:
    cache.chmod(0o777)
    return f"{cache} can be written by others; set DLREAD_CACHE_DIR to a directory that only you can write"


def the_directory_belongs_to_somebody_else(cache: Path) -> str:
    give_away(cache)
    return f"{cache} belongs to another user; set DLREAD_CACHE_DIR to a directory that only you can write"


def the_file_belongs_to_somebody_else(cache: Path) -> str:
    give_away(cache / "library.db")
    return f"{cache}/library.db belongs to another user; delete it"


def others_may_write_the_file(cache: Path) -> str:
    (cache / "library.db").chmod(0o666)
    return f"{cache}/library.db can be written by others; delete it"


def the_file_is_a_link(cache: Path) -> str:
    (cache / "library.db").rename(cache.parent / "elsewhere.db")
    (cache / "library.db").symlink_to(cache.parent / "elsewhere.db")
    return f"{cache}/library.db is a link; delete it"


def the_wal_is_a_link(cache: Path) -> str:
    (cache / "library.db-wal").unlink(missing_ok=True)
    (cache / "library.db-wal").symlink_to(cache.parent / "elsewhere.db-wal")
    return f"{cache}/library.db-wal is a link; delete it"


def give_away(path: Path) -> None:
    if os.geteuid():
        pytest.skip("needs the right to give a file away")
    os.chown(path, 54321, 54321)


def tree(directory: Path) -> dict[str, tuple[int, bytes]]:
    paths = (path for path in directory.rglob("*") if path.is_file())
    return {str(path): (path.lstat().st_mtime_ns, path.read_bytes()) for path in paths}


@pytest.mark.parametrize(
    "harm",
    [
        others_may_write_into_the_directory,
        the_directory_belongs_to_somebody_else,
        the_file_belongs_to_somebody_else,
        others_may_write_the_file,
        the_file_is_a_link,
        the_wal_is_a_link,
    ],
)
def test_a_library_of_somebody_else_is_not_used(dlread: Dlread, harm: Callable[[Path], str]) -> None:
    cache = dlread.home / "cache"
    dlread.env["DLREAD_CACHE_DIR"] = str(cache)
    right = dlread("list")
    poisoned(cache)
    assert "Poisoned" in dlread("list")
    problem = harm(cache)
    before = tree(dlread.home)
    assert dlread("list") == right
    assert tree(dlread.home) == before
    told = dlread.run("doctor")
    assert (told.out, told.status) == (f"every command rebuilds the library: {problem}\n", 1)
    dlread("mark-read smac")
    assert dlread("list --status read --keys") == "smac\n"


def test_a_cache_directory_may_be_a_link_to_one_of_ours(dlread: Dlread) -> None:
    (dlread.home / "disk").mkdir(mode=0o700)
    dlread.cache.parent.mkdir()
    dlread.cache.symlink_to(dlread.home / "disk")
    dlread("mark-read smac")
    assert (dlread.home / "disk/library.db").is_file()
    assert (dlread.home / "disk/candidates/keys").is_file()
    assert dlread.run("doctor").status == 0


@pytest.mark.parametrize(
    "view",
    [
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i kind, i path, i fingerprint FROM n",
        "SELECT kind, path, fingerprint FROM real_sources",
    ],
)
def test_a_view_in_the_place_of_a_table_is_not_asked(dlread: Dlread, view: str) -> None:
    right = dlread("list")
    with closing(sqlite3.connect(dlread.cache / "library.db")) as db, db:
        db.execute("ALTER TABLE sources RENAME TO real_sources")
        db.execute(f"CREATE VIEW sources AS {view}")
    seal(dlread.cache / "library.db")
    assert dlread("list") == right


def test_candidates_that_are_a_link_are_not_written(dlread: Dlread) -> None:
    dlread("list")
    shutil.rmtree(dlread.cache / "candidates")
    (dlread.home / "theirs").mkdir()
    (dlread.home / "theirs/keys").write_text("theirs")
    (dlread.cache / "candidates").symlink_to(dlread.home / "theirs")
    dlread("mark-read smac")
    dlread("completion --refresh")
    assert tree(dlread.home / "theirs").keys() == {str(dlread.home / "theirs/keys")}
    assert (dlread.home / "theirs/keys").read_text() == "theirs"


# --- what the network said -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", [others_may_write_into_the_directory, the_directory_belongs_to_somebody_else])
def test_an_answer_that_somebody_else_kept_is_not_believed(
    dlread: Dlread, world: World, harm: Callable[[Path], str]
) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json", ETag='"1"')
    dlread("add https://github.com/google-research/bert")
    dlread("undo")
    harm(dlread.cache)
    before = tree(dlread.cache)
    dlread("add https://github.com/google-research/bert")
    assert ["If-None-Match" in one.headers for one in world.asked if one.path.endswith("/bert")] == [False, False]
    assert tree(dlread.cache) == before


def is_a_link(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to("../elsewhere")


def is_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def can_be_written_by_others(path: Path) -> None:
    path.chmod(0o666)


@pytest.mark.parametrize("harm", [is_a_link, is_a_pipe, can_be_written_by_others])
def test_a_kept_answer_that_is_no_file_of_ours_is_asked_for_again(
    dlread: Dlread, world: World, harm: Callable[[Path], None]
) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json", ETag='"1"')
    dlread("add https://github.com/google-research/bert")
    dlread("undo")
    (answer,) = (dlread.cache / "answers").iterdir()
    harm(answer)
    dlread("add https://github.com/google-research/bert")
    assert ["If-None-Match" in one.headers for one in world.asked if one.path.endswith("/bert")] == [False, False]
    assert answer.is_file()
    assert not answer.is_symlink()
    assert answer.stat().st_mode & 0o777 == 0o600


def test_the_time_of_the_last_question_is_not_written_through_a_link_of_others(dlread: Dlread, world: World) -> None:
    dlread("list")
    (dlread.cache / "arxiv-asked").symlink_to(dlread.home / "theirs")
    others_may_write_into_the_directory(dlread.cache)
    dlread.run("add 1706.03762", env={"DLREAD_ARXIV_PAUSE_SECONDS": "0.01"})
    assert not (dlread.home / "theirs").exists()


# --- this machine's name -------------------------------------------------------------------------------------------


def a_pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def a_link_to_an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_a_file(path: Path) -> None:
    path.with_name("elsewhere").write_text("a name of somebody else")
    path.symlink_to("elsewhere")


def a_link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def a_huge_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.parametrize(
    "harm", [a_pipe, a_link_to_an_endless_device, a_link_to_a_file, a_link_to_nowhere, a_huge_file]
)
def test_what_is_no_file_of_a_name_is_replaced_by_one(dlread: Dlread, harm: Callable[[Path], None]) -> None:
    dlread("mark-read smac")
    (name,) = (dlread.home / ".local/state/dlread").glob("machine-*")
    name.unlink()
    harm(name)
    for key in ("sdr", "pyg"):
        done = subprocess.run([PROGRAM, "mark-read", key], env=dlread.env, capture_output=True, timeout=30, check=False)
        assert done.returncode == 0, done.stderr
    assert len(list(dlread.data.glob("journal-*.jsonl"))) == 2
    assert name.is_file()
    assert not name.is_symlink()
    assert not (name.with_name("nowhere")).exists()
    assert len(dlread("list --status read --keys").split()) == 3


def test_a_directory_in_the_place_of_the_name_is_told(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (name,) = (dlread.home / ".local/state/dlread").glob("machine-*")
    name.unlink()
    name.mkdir()
    told = f"this machine's name in {name}: is a directory"
    failed = f"dlread: cannot keep {told}; set DLREAD_STATE_DIR; nothing was changed\n"
    assert dlread.run("mark-read sdr") == ("", failed, 1)
    assert dlread.run("undo") == ("", f"dlread: cannot read {told}\n", 1)
    assert dlread.run("doctor")[::2] == (f"cannot read {told}\n", 1)
