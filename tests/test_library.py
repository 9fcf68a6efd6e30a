"""storage/library.py: whatever happened to its file or its sources, it answers as if it had been built this moment."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, seal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlread_cli.domain.entries import Progress
from dlread_cli.domain.parsing import parsed
from dlread_cli.storage import files, schema
from dlread_cli.storage.library import Library

pytestmark = pytest.mark.full_run

COURSE = """\
catalog: course
title: {en: A course}
tags:
  kernels: {en: kernel methods, zh: 核方法, aliases: [svm]}
entries:
- {key: part, kind: section, title: {en: A part}}
- {key: one, kind: section, parent: part, title: {en: Section one}, tags: [kernels]}
- {key: two, kind: section, parent: part, title: {en: Section two}}
- {key: deep, kind: section, parent: two, title: {en: Section two and a bit}}
- {key: handout, kind: paper, parent: part, title: {en: A handout}}
"""
OTHER = """\
catalog: other
title: {en: Others}
tags:
  thesis: {en: for the thesis, zh: 论文用}
entries:
- {key: mine, title: {en: Known at last}, year: 2020}
- {key: one, title: {en: Stands elsewhere already}}
- {key: smac, title: {en: Stands elsewhere already}}
"""


class DataDirectory:
    """A data directory whose every change has a time of its own, as it does where days pass between them."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.data = home / "data"
        self.patch = patch
        self._times = count(1_700_000_000)
        (self.data / "catalogs").mkdir(parents=True)
        patch.setenv("DLREAD_DATA_DIR", str(self.data))
        patch.setenv("DLREAD_CACHE_DIR", str(home / "cache"))
        patch.setenv("DLREAD_STATE_DIR", str(home / "state"))

    def put(self, name: str, content: str | bytes) -> None:
        """In one step, as sync tools do it: another inode."""
        path = self.data / name
        draft = path.with_name(".draft")
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
        self._tick(path)

    def put_in_place(self, name: str, content: bytes) -> None:
        (self.data / name).write_bytes(content)
        self._tick(self.data / name)

    def append(self, name: str, content: bytes) -> None:
        with (self.data / name).open("ab") as file:
            file.write(content)
        self._tick(self.data / name)

    def remove(self, name: str) -> None:
        (self.data / name).unlink(missing_ok=True)

    def now(self) -> dict[str, Any]:
        """What the library answers that has seen everything happen."""
        with Library() as library:
            return answers(library)

    def anew(self) -> dict[str, Any]:
        """What one answers that is built from scratch."""
        self.patch.setenv("DLREAD_CACHE_DIR", str(self.home / f"cache-{next(self._times)}"))
        try:
            return self.now()
        finally:
            self.patch.setenv("DLREAD_CACHE_DIR", str(self.home / "cache"))

    def _tick(self, path: Path) -> None:
        seconds = next(self._times)
        os.utime(path, (seconds, seconds))


def answers(library: Library) -> dict[str, Any]:
    entries = library.entries()
    words = ("section", "kernel", "核方法", "thesis", "论文用", "mine", "smac", "first words", "2020")
    return {
        "entries": entries,
        "details": {entry.key: library.details(entry.key) for entry in entries},
        "found": {word: {entry.key for entry in library.ranked(parsed(word))[0]} for word in words},
        "names": {name: [entry.key for entry in library.called(name)] for name in ("amsbound", "1902.04043", "bound2")},
        "tags": library.tags(),
        "shelves": library.catalog_progress(),
        "parts": library.parts(),
        "children": [entry.key for entry in library.children("part")],
        "leaves": [entry.key for entry in library.leaves("part")],
        "steps": library.steps(),
        "newest": library.newest_stamp(),
        "unknown": library.unknown_keys(),
        "size": library.size(),
    }


def difference(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Only what is not the same, so that a failure can be read."""
    return {
        question: _only_in_one(one[question], other[question]) for question in one if one[question] != other[question]
    }


def _only_in_one(one: Any, other: Any) -> tuple[Any, Any]:
    if isinstance(one, dict):
        one, other = list(one.items()), list(other.items())
    if not isinstance(one, list):
        return one, other
    first, second = [item for item in one if item not in other], [item for item in other if item not in one]
    return (first, second) if first or second else (one, other)


def line(second: int, key: str, **values: Any) -> bytes:
    at = f"2026-01-01T00:{second // 60:02}:{second % 60:02}.000000Z"
    return json.dumps({"at": at, "key": key, "set": values}, ensure_ascii=False).encode() + b"\n"


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataDirectory:
    return DataDirectory(tmp_path, monkeypatch)


# --- the same answers as one built from scratch ------------------------------------------------------------------


def journal_arrives_out_of_order(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(20, "smac", status="read") + line(30, "sdr", rating=5))
    yield
    directory.put("journal-b.jsonl", line(10, "smac", status="skipped") + line(40, "sdr", rating=None))
    yield
    directory.put("journal-c.jsonl", line(25, "smac", status="reading"))


def old_tags_arrive_late(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(20, "smac", **{"tag:x": True}) + line(30, "smac", **{"tag:y": True}))
    yield
    directory.put("journal-b.jsonl", line(10, "smac", **{"tag:y": True}))


def an_older_line_of_an_added_entry_arrives_late(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(20, "mine", title="Mine") + line(10, "yours", title="Yours"))
    yield
    directory.put("journal-b.jsonl", line(5, "mine", status="read") + line(30, "mine", status="reading"))


def a_journal_grows(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read"))
    yield
    directory.append("journal-a.jsonl", line(20, "smac", status="skipped", note="first words") + b"nonsense\n")
    yield
    directory.append("journal-a.jsonl", line(30, "one", status="read"))


def a_journal_comes_in_pieces(directory: DataDirectory) -> Iterator[None]:
    whole = line(10, "smac", status="read") + line(20, "sdr", status="read") + line(30, "pyg", status="read")
    directory.put("journal-a.jsonl", whole[:100])
    for start, end in ((100, 160), (160, 161), (161, 200), (200, len(whole))):
        yield
        directory.append("journal-a.jsonl", whole[start:end])


def a_torn_line_that_parsed_is_cut_off(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read") + line(20, "sdr", status="read").rstrip())
    yield
    directory.put_in_place("journal-a.jsonl", line(10, "smac", status="read"))


def a_torn_line_that_parsed_grows_into_nonsense(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read") + line(20, "sdr", status="read").rstrip())
    yield
    directory.append("journal-a.jsonl", b"\0\0\0\0\n")


def a_journal_is_shortened(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read") + line(20, "sdr", status="read"))
    yield
    directory.put_in_place("journal-a.jsonl", line(10, "smac", status="read"))
    yield
    directory.put_in_place("journal-a.jsonl", b"")


def a_journal_is_replaced(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read") + line(20, "sdr", status="read"))
    yield
    directory.put("journal-a.jsonl", line(10, "pyg", status="skipped") + line(20, "sdr", rating=2) + line(30, "sdr"))


def a_journal_is_replaced_by_one_with_the_same_end(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", rating=3) + line(20, "sdr", status="read"))
    yield
    directory.put("journal-a.jsonl", line(10, "smac", rating=4) + line(20, "sdr", status="read"))


def a_line_in_the_middle_is_mended_by_hand(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", b"x" + line(10, "smac", rating=3) + line(20, "sdr", status="read"))
    yield
    directory.put_in_place("journal-a.jsonl", b" " + line(10, "smac", rating=3) + line(20, "sdr", status="read"))


def a_journal_is_removed(directory: DataDirectory) -> Iterator[None]:
    directory.put(
        "journal-a.jsonl", line(10, "smac", status="read", note="first words") + line(10, "mine", title="Mine")
    )
    directory.put("journal-b.jsonl", line(5, "smac", status="reading"))
    yield
    directory.remove("journal-a.jsonl")
    yield
    directory.remove("journal-b.jsonl")


def a_journal_is_renamed(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read"))
    directory.put("journal-b.jsonl", line(10, "smac", status="reading"))
    yield
    (directory.data / "journal-a.jsonl").rename(directory.data / "journal-c.jsonl")


def a_journal_becomes_a_directory(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read"))
    yield
    directory.remove("journal-a.jsonl")
    (directory.data / "journal-a.jsonl").mkdir()


def a_conflict_copy_comes_and_goes(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "smac", status="read"))
    yield
    copy = "journal-a.sync-conflict-20261122-130000-ABCDEF1.jsonl"
    directory.put(copy, line(10, "smac", status="read") + line(15, "smac", status="skipped"))
    yield
    directory.remove(copy)


def a_catalog_comes_changes_breaks_and_goes(directory: DataDirectory) -> Iterator[None]:
    directory.put("catalogs/course.yaml", COURSE)
    yield
    directory.put(
        "catalogs/course.yaml", COURSE.replace("Section two}", "Section 2}, tags: [rl]").replace("svm", "smo")
    )
    yield
    directory.put("catalogs/course.yaml", COURSE + "&broken")
    yield
    directory.put("catalogs/course.yaml", COURSE)
    yield
    directory.remove("catalogs/course.yaml")


def a_catalog_loses_an_entry_that_was_read(directory: DataDirectory) -> Iterator[None]:
    directory.put("catalogs/course.yaml", COURSE)
    directory.put(
        "journal-a.jsonl", line(10, "deep", status="read") + line(11, "two", status="skipped", title="Mine now")
    )
    yield
    directory.put("catalogs/course.yaml", "".join(COURSE.splitlines(keepends=True)[:7]))
    yield
    directory.put("catalogs/course.yaml", COURSE)


def a_section_gets_its_first_part(directory: DataDirectory) -> Iterator[None]:
    directory.put("catalogs/course.yaml", COURSE.replace("parent: two", "parent: one"))
    directory.put("journal-a.jsonl", line(10, "two", status="read") + line(10, "one", status="read"))
    yield
    directory.put("catalogs/course.yaml", COURSE)


def the_same_key_in_two_catalogs(directory: DataDirectory) -> Iterator[None]:
    directory.put("catalogs/other.yaml", OTHER)
    yield
    directory.put("catalogs/course.yaml", COURSE)
    yield
    directory.remove("catalogs/course.yaml")


def a_catalog_explains_a_tag_that_an_added_entry_has(directory: DataDirectory) -> Iterator[None]:
    directory.put("journal-a.jsonl", line(10, "added", title="Added", **{"tag:thesis": True}))
    yield
    directory.put("catalogs/other.yaml", OTHER)
    yield
    directory.remove("catalogs/other.yaml")


def an_added_entry_appears_in_a_catalog(directory: DataDirectory) -> Iterator[None]:
    directory.put(
        "journal-a.jsonl", line(10, "mine", title="Mine", aliases=["bound2"]) + line(11, "mine", status="read")
    )
    yield
    directory.put("catalogs/other.yaml", OTHER)
    yield
    directory.append("journal-a.jsonl", line(12, "mine", title=None, aliases=None))
    yield
    directory.remove("catalogs/other.yaml")


def what_is_in_a_part_is_read(directory: DataDirectory) -> Iterator[None]:
    directory.put("catalogs/course.yaml", COURSE)
    for second, key in enumerate(("one", "deep", "handout")):
        yield
        directory.put(f"journal-{key}.jsonl", line(second, key, status="read"))


def a_correction_changes_the_kind(directory: DataDirectory) -> Iterator[None]:
    directory.put("catalogs/course.yaml", COURSE)
    directory.put("journal-a.jsonl", line(10, "deep", kind="paper") + line(11, "one", status="skipped"))
    yield
    directory.append("journal-a.jsonl", line(12, "deep", status="read"))


@pytest.mark.parametrize(
    "story",
    [
        journal_arrives_out_of_order,
        old_tags_arrive_late,
        an_older_line_of_an_added_entry_arrives_late,
        a_journal_grows,
        a_journal_comes_in_pieces,
        a_torn_line_that_parsed_is_cut_off,
        a_torn_line_that_parsed_grows_into_nonsense,
        a_journal_is_shortened,
        a_journal_is_replaced,
        a_journal_is_replaced_by_one_with_the_same_end,
        a_line_in_the_middle_is_mended_by_hand,
        a_journal_is_removed,
        a_journal_is_renamed,
        a_journal_becomes_a_directory,
        a_conflict_copy_comes_and_goes,
        a_catalog_comes_changes_breaks_and_goes,
        a_catalog_loses_an_entry_that_was_read,
        a_section_gets_its_first_part,
        the_same_key_in_two_catalogs,
        a_catalog_explains_a_tag_that_an_added_entry_has,
        an_added_entry_appears_in_a_catalog,
        what_is_in_a_part_is_read,
        a_correction_changes_the_kind,
    ],
)
def test_a_library_that_saw_it_happen_is_like_a_new_one(
    directory: DataDirectory, story: Callable[[DataDirectory], Iterator[None]]
) -> None:
    directory.now()
    for _ in story(directory):
        directory.now()
    assert difference(directory.now(), directory.anew()) == {}


keys = st.sampled_from(["smac", "part", "one", "two", "deep", "handout", "mine", "nobody"])
assigned = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["unread", "reading", "read", "skipped", None]),
        "rating": st.sampled_from([1, 5, None]),
        "title": st.sampled_from(["Mine", None]),
        "note": st.sampled_from(["first words", None]),
        "tag:thesis": st.sampled_from([True, False, None]),
    },
)
new_lines = st.builds(lambda second, key, values: line(second, key, **values), st.integers(0, 3000), keys, assigned)
contents = st.lists(new_lines, max_size=4).map(b"".join)
journals = st.sampled_from(["journal-a.jsonl", "journal-b.jsonl"])
catalogs = st.sampled_from(["catalogs/course.yaml", "catalogs/zoo.yaml"])
happenings = st.one_of(
    st.tuples(st.just(DataDirectory.append), journals, contents),
    st.tuples(st.just(DataDirectory.append), journals, contents),
    st.tuples(
        st.just(DataDirectory.append), journals, st.builds(lambda one, cut: one[:cut], new_lines, st.integers(1, 99))
    ),
    st.tuples(st.just(DataDirectory.put), journals, contents),
    st.tuples(st.just(DataDirectory.remove), journals),
    st.tuples(st.just(DataDirectory.put), catalogs, st.sampled_from([COURSE, OTHER, COURSE[:-70], "- broken"])),
    st.tuples(st.just(DataDirectory.remove), catalogs),
)


@given(st.lists(happenings, min_size=2, max_size=6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_a_library_is_like_a_new_one(story: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        directory = DataDirectory(Path(home), patch)
        for deed, *arguments in story:
            deed(directory, *arguments)
            seen = directory.now()
        assert difference(seen, directory.anew()) == {}


# --- containers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "status", "progress"),
    [
        ("", "unread", Progress(0, 3)),
        ("one:read", "reading", Progress(1, 3)),
        ("one:reading", "reading", Progress(0, 3)),
        ("one:read deep:read handout:read", "read", Progress(3, 3)),
        ("one:skipped", "unread", Progress(0, 2)),
        ("one:skipped deep:read handout:read", "read", Progress(2, 2)),
        ("one:skipped deep:skipped handout:skipped", "skipped", Progress(0, 0)),
        ("two:read part:read", "unread", Progress(0, 3)),
        ("deep:read deep:unread", "unread", Progress(0, 3)),
    ],
)
def test_a_section_with_parts_is_the_sum_of_its_leaves(
    directory: DataDirectory, marks: str, status: str, progress: Progress
) -> None:
    directory.put("catalogs/course.yaml", COURSE)
    directory.now()
    for second, mark in enumerate(marks.split()):
        key, _, value = mark.partition(":")
        directory.put(f"journal-{second}.jsonl", line(second, key, status=value))
        directory.now()
    with Library() as library:
        part = library.find("part")
    assert (part.status, part.progress) == (status, progress)


def test_a_section_in_the_middle_counts_too(directory: DataDirectory) -> None:
    directory.put("catalogs/course.yaml", COURSE)
    directory.now()
    directory.put("journal-a.jsonl", line(1, "deep", status="read"))
    with Library() as library:
        seen = {key: library.find(key) for key in ("part", "two", "deep", "one")}
    assert {key: (entry.status.value, entry.progress) for key, entry in seen.items()} == {
        "part": ("reading", Progress(1, 3)),
        "two": ("read", Progress(1, 1)),
        "deep": ("read", None),
        "one": ("unread", None),
    }


def test_marking_a_part_marks_its_leaves_and_nothing_else(dlread: Dlread) -> None:
    dlread("mark-read lee-intro")
    keys_ = [json.loads(text)["key"] for text in dlread.journals().splitlines()]
    assert keys_ == [
        "lee-step1-network",
        "lee-step2-loss",
        "lee-step3-gradient-descent",
        "lee-why-deep",
        "lee-hello-keras",
    ]
    assert (dlread.status("lee-intro"), dlread.status("lee-three-steps")) == ("read", "read")


# --- a file that is damaged, foreign or cannot be written ----------------------------------------------------------


def database(path: Path, script: str) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(script)
    db.close()


def altered(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(script)
    db.close()


def overwritten(path: Path, start: int) -> None:
    raw = bytearray(path.read_bytes())
    for offset in range(start, len(raw), 4096):
        raw[offset : offset + 200] = b"\xaa" * 200
    path.write_bytes(raw)


@pytest.fixture(scope="module")
def home_with_a_library(tmp_path_factory: pytest.TempPathFactory) -> Dlread:
    dlread = Dlread(tmp_path_factory.mktemp("home"))
    dlread("mark-read smac")
    for name in ("library.db", "library.seal"):
        shutil.copyfile(dlread.cache / name, dlread.home / name)
    return dlread


@pytest.fixture
def one_home(home_with_a_library: Dlread) -> Dlread:
    """With its library whole again, whatever the test before did to it."""
    dlread = home_with_a_library
    for path in dlread.cache.glob("library.db*"):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for name in ("library.db", "library.seal"):
        shutil.copyfile(dlread.home / name, dlread.cache / name)
    seal(dlread.cache / "library.db")
    return dlread


def as_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database " * 1000),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: overwritten(path, 4096),
        lambda path: overwritten(path, 12 * 4096),
        lambda path: path.with_name("library.db-wal").write_bytes(b"\xaa" * 5000),
        as_directory,
        lambda path: altered(path, "PRAGMA user_version = 999"),
        lambda path: database(path, f"PRAGMA user_version = {schema.VERSION}"),
        lambda path: database(path, f"CREATE TABLE sources (x); PRAGMA user_version = {schema.VERSION}"),
        lambda path: database(path, "CREATE TABLE notes (x); INSERT INTO notes VALUES (1)"),
        lambda path: altered(path, "DROP TABLE words"),
        lambda path: altered(path, "ALTER TABLE entries RENAME COLUMN title TO name"),
        lambda path: (path.unlink(), path.symlink_to("nowhere/at/all")),
        lambda path: (path.unlink(), os.mkfifo(path)),
    ],
    ids=[
        "garbage",
        "empty",
        "a beginning",
        "all but the first page damaged",
        "the later pages damaged",
        "a wal of garbage",
        "a directory",
        "from a later version",
        "no tables, right version",
        "wrong columns, right version",
        "another program's database",
        "no full-text index",
        "a column renamed",
        "a dangling symlink",
        "a pipe",
    ],
)
def test_a_damaged_library_is_built_anew_without_a_word(
    one_home: Dlread, damage: Callable[[Path], object], is_sealed: bool
) -> None:
    """Also where nothing but what is in the file can tell that it is damaged."""
    dlread = one_home
    damage(dlread.cache / "library.db")
    if is_sealed and (dlread.cache / "library.db").exists():
        seal(dlread.cache / "library.db")
    assert dlread.run("search starcraft --keys") == ("smac\n", "", 0)
    assert dlread.run("list --status read --keys") == ("smac\n", "", 0)
    if (dlread.cache / "library.db").is_file():
        with closing(sqlite3.connect(dlread.cache / "library.db")) as db, db:
            assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
            assert db.execute("SELECT count(*), count(DISTINCT title) FROM entries").fetchone() == (44, 44)
        db.close()


@pytest.mark.parametrize("table", ["log", "words", "tags"])
@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_change_is_recorded_once_though_the_library_breaks_meanwhile(
    dlread: Dlread, table: str, is_sealed: bool
) -> None:
    dlread("mark-read sdr")
    altered(dlread.cache / "library.db", f"DROP TABLE {table}")
    if is_sealed:
        seal(dlread.cache / "library.db")
    assert dlread.run("tag smac +thesis").out.startswith("smac\tunread\t")
    assert dlread.journals().count('"tag:thesis"') == 1
    assert dlread("list --tag thesis --keys") == "smac\n"


def test_the_file_is_kept_when_nothing_changed(dlread: Dlread) -> None:
    dlread("mark-read smac")
    before = (dlread.cache / "library.db").stat()
    dlread("list")
    after = (dlread.cache / "library.db").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_without_a_cache_directory_the_library_is_in_memory(dlread: Dlread) -> None:
    dlread.cache.parent.mkdir()
    dlread.cache.write_text("not a directory")
    assert dlread.run("list --tag rl --kind paper --keys") == ("smac\n", "", 0)
    dlread("mark-read smac")
    assert dlread.run("list --status read --keys") == ("smac\n", "", 0)
    assert dlread.run("undo").out.startswith("smac\tunread\t")
    assert dlread.cache.read_text() == "not a directory"


@pytest.mark.parametrize("is_filled", [False, True])
def test_a_cache_directory_that_cannot_be_written(dlread: Dlread, is_filled: bool) -> None:
    dlread.cache.mkdir(parents=True)
    if is_filled:
        dlread("mark-read sdr")
    dlread.cache.chmod(0o500)
    dlread.as_anybody()
    try:
        assert dlread.run("list --tag rl --kind paper --keys") == ("smac\n", "", 0)
        dlread("mark-read smac")
        assert "smac" in dlread("list --status read --keys").split()
    finally:
        dlread.cache.chmod(0o700)


@pytest.mark.parametrize("before", ["nothing", "garbage"])
def test_processes_that_build_at_once_are_all_right(dlread: Dlread, before: str) -> None:
    dlread("mark-read smac")
    whole = dlread("list")
    file = dlread.cache / "library.db"
    if before == "garbage":
        file.write_bytes(b"no database " * 1000)
    else:
        file.unlink()
    calls = [
        subprocess.Popen([PROGRAM, "list"], env=dlread.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    seen = [(*call.communicate(timeout=60), call.returncode) for call in calls]
    assert seen == [(whole, "", 0)] * 5
    assert dlread("list") == whole


def test_a_pipe_in_the_place_of_a_journal_keeps_nobody_waiting(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (journal,) = dlread.data.glob("journal-*.jsonl")
    other = dlread.data / "journal-other.jsonl"
    other.write_bytes(line(1, "sdr", status="read"))
    assert dlread("list --status read --keys").split() == ["smac", "sdr"]
    other.unlink()
    os.mkfifo(other)
    done = subprocess.run(
        [PROGRAM, "list", "--status", "read", "--keys"],
        env=dlread.env,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("smac\n", 0)
    assert done.stderr == f"dlread: {other}: not a file; left out\n"
    assert journal.is_file()


def test_a_damaged_library_that_may_not_be_removed_is_left_alone(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (dlread.cache / "library.db").write_bytes(b"no database " * 1000)
    dlread.cache.chmod(0o500)
    dlread.as_anybody()
    try:
        assert dlread.run("list --status read --keys") == ("smac\n", "", 0)
    finally:
        dlread.cache.chmod(0o700)


# --- on a network file system --------------------------------------------------------------------------------------

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 22 0:31 / /home rw,relatime shared:7 master:1 - nfs4 server:/home rw,vers=4.2
40 22 0:35 / /mnt/usb rw - fuseblk /dev/sdb1 rw
41 22 0:36 / /mnt/far rw - fuse.sshfs me@far:/ rw
"""


@pytest.mark.parametrize(
    ("device", "system"),
    [("254:0", "ext4"), ("0:31", "nfs4"), ("0:35", "fuseblk"), ("0:36", "fuse.sshfs"), ("9:9", "")],
)
def test_the_kind_of_a_file_system_is_that_of_its_mount(device: str, system: str) -> None:
    assert files.file_system(MOUNTS, device) == system


def test_a_library_without_a_wal_serves_as_well(dlread: Dlread) -> None:
    dlread("list")
    library = dlread.cache / "library.db"
    altered(library, "PRAGMA journal_mode = DELETE")
    seal(library)
    number = library.stat().st_ino
    dlread("mark-read smac")
    assert dlread("list --status read --keys") == "smac\n"
    dlread("undo")
    assert dlread.status("smac") == "unread"
    assert (library.stat().st_ino, list(dlread.cache.glob("library.db-*"))) == (number, [])


def test_a_library_of_another_host_is_replaced(dlread: Dlread) -> None:
    dlread("mark-read smac")
    library, seal_ = dlread.cache / "library.db", dlread.cache / "library.seal"
    altered(library, "UPDATE entries SET title = 'Of another host'")
    seal(library)
    assert "Of another host" in dlread("list")
    seal_.write_text("00000000\n" + seal_.read_text().split("\n", 1)[1])
    assert "Of another host" not in dlread("list")
    assert dlread("list --status read --keys") == "smac\n"
