"""Zotero's database is read without a trace, also while Zotero has it locked; nothing in it is executed."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zotero_library import ZoteroLibrary

from dlread_cli.errors import DlreadError
from dlread_cli.formats import zotero as items
from dlread_cli.formats.items import Item
from dlread_cli.formats.zotero import Record
from dlread_cli.storage import foreign_database, zotero, zotero_profile

pytestmark = pytest.mark.full_run


@pytest.fixture
def library(tmp_path: Path) -> Iterator[ZoteroLibrary]:
    library = ZoteroLibrary(tmp_path / "Zotero")
    yield library
    library.close()


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where copies are made; nothing may be left of them."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(directory))
    yield directory
    assert list(directory.iterdir()) == []


def records(path: Path, library: str = "") -> list[Record]:
    with zotero.records(path, library) as found:
        return list(found)


def titles(path: Path, library: str = "") -> list[Any]:
    return [record.data.get("title") for record in records(path, library)]


def problem(path: Path, library: str = "") -> str:
    """The one line that is said, without the directory."""
    with pytest.raises(DlreadError) as error:
        records(path, library)
    return str(error.value).replace(f"{path.parent}/", "")


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_an_item_with_all_that_belongs_to_it(library: ZoteroLibrary) -> None:
    paper = library.item(
        "conferencePaper",
        title="Attention Is All You Need",
        date="2017-06-00 June 2017",
        volume=30,
        extra="Read_Status: In Progress\nRead_Status_Date: 2026-03-01T12:00:00.000Z\narXiv: 1706.03762 [cs]",
    )
    library.creators(paper, ("author", "Ashish", "Vaswani"), ("author", "", "Google Brain"), ("editor", "I.", "Guyon"))
    library.tags(paper, "Deep Learning", "cs.CL")
    thesis = library.collection("Thesis")
    library.collection("Transformers", paper, parent=thesis)
    library.note(paper, "<p>Scales <b>well</b>.</p>")
    file = library.attachment(paper, "imported_file", "storage:Attention.pdf", title="Full Text")
    library.highlight(file, "second", None, "00002|000001|00000")
    library.highlight(file, "first", "the idea", "00001|000001|00000")
    library.attachment(paper, "linked_file", "/papers/a.pdf")
    library.attachment(paper, "linked_url", None, title="Code", url="https://github.com/a/b")
    library.delete(library.note(paper, "<p>thrown away</p>"))
    with zotero.records(library.path) as found:
        assert list(items.read(found)) == [
            Item(
                {
                    "title": "Attention Is All You Need",
                    "authors": ["Ashish Vaswani", "Google Brain"],
                    "editor": ["I. Guyon"],
                    "year": 2017,
                    "month": 6,
                    "type": "conference",
                    "volume": "30",
                    "arxiv": "1706.03762",
                    "link:paper": "https://arxiv.org/abs/1706.03762",
                    "link:pdf": "https://arxiv.org/pdf/1706.03762",
                    "tag:deep-learning": True,
                    "tag:cs.cl": True,
                    "tag:transformers": True,
                    "tag:thesis": True,
                    "status": "reading",
                    "note": "Scales well.\n\n> first\nthe idea\n\n> second",
                    "extra:files": f"{library.path.parent}/storage/K0000003/Attention.pdf\n/papers/a.pdf\n"
                    "https://github.com/a/b",
                    "extra:zotero-key": "library/items/K0000001",
                },
                "",
                {"kind": "2019-06-01T12:30:00.000000Z", "status": "2026-03-01T12:00:00.000000Z"},
            )
        ]


def test_only_items_that_are_not_deleted_and_belong_to_no_other_are_entries(library: ZoteroLibrary) -> None:
    library.item("book", title="kept")
    library.delete(library.item("book", title="thrown away"))
    library.note(None, "<p>of its own</p>")
    library.attachment(None, "linked_file", "/a.pdf")
    assert titles(library.path) == ["kept"]


def test_the_users_own_library_is_read_or_the_group_with_that_name(library: ZoteroLibrary) -> None:
    library.item("book", title="mine")
    library.item("book", title="ours", library=library.group(4711, "Reading Group"))
    assert titles(library.path) == ["mine"]
    (record,) = records(library.path, "reading group")
    assert (record.data["title"], record.library) == ("ours", "groups/4711")
    assert problem(library.path, "Other") == "no Zotero group is called 'Other'; there are: Reading Group"


def test_collections_in_a_circle_or_thrown_away_do_no_harm(library: ZoteroLibrary) -> None:
    book = library.item("book", title="T")
    one = library.collection("One", book)
    two = library.collection("Two", parent=one)
    library.collection("Gone", book, parent=two)
    library.db.execute("UPDATE collections SET parentCollectionID = ? WHERE collectionID = ?", (two, one))
    library.db.execute("INSERT INTO deletedCollections (collectionID) SELECT 3")
    (record,) = records(library.path)
    assert record.collections == ["One", "Two"]


@pytest.mark.parametrize("table", ["itemTypesCombined", "fieldsCombined", "itemAnnotations", "deletedCollections"])
def test_a_database_of_an_older_zotero_is_read_too(library: ZoteroLibrary, table: str) -> None:
    library.item("book", title="T")
    library.db.execute(f"DROP TABLE {table}")
    assert titles(library.path) == ["T"]


def test_reading_leaves_no_trace(library: ZoteroLibrary) -> None:
    library.item("book", title="T")
    library.close()
    before = files(library.path.parent)
    assert titles(library.path) == ["T"]
    assert files(library.path.parent) == before
    assert [*before] == ["zotero.sqlite"]


HOLDING = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA locking_mode = EXCLUSIVE")
db.execute(f"PRAGMA journal_mode = {sys.argv[2]}")
db.execute("BEGIN EXCLUSIVE")
db.execute("INSERT INTO itemDataValues (valueID, value) VALUES (9999, 'of today')")
db.execute("UPDATE itemData SET valueID = 9999")
db.execute("COMMIT")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("mode", ["WAL", "DELETE", "TRUNCATE", "PERSIST"])
def test_the_newest_state_is_read_while_zotero_has_the_file_locked(library: ZoteroLibrary, mode: str) -> None:
    library.item("book", title="of yesterday")
    library.close()
    command = [sys.executable, "-c", HOLDING, library.path, mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as zotero_itself:
        assert zotero_itself.stdout
        assert zotero_itself.stdout.readline() == "held\n"
        db = sqlite3.connect(f"{library.path.as_uri()}?mode=ro", uri=True, timeout=0)
        with pytest.raises(sqlite3.OperationalError):
            db.execute("SELECT count(*) FROM items")
        db.close()
        before = files(library.path.parent)
        assert titles(library.path) == ["of today"]
        assert files(library.path.parent) == before
        zotero_itself.communicate("")


def test_a_file_that_was_left_with_its_wal_is_read_with_it(library: ZoteroLibrary, tmp_path: Path) -> None:
    """As after a crash of Zotero's."""
    library.db.execute("PRAGMA journal_mode = WAL")
    library.item("book", title="only in the WAL")
    left = tmp_path / "left"
    shutil.copytree(library.path.parent, left)
    (left / "zotero.sqlite-shm").unlink()
    before = files(left)
    assert titles(left / "zotero.sqlite") == ["only in the WAL"]
    assert files(left) == before


def test_a_change_that_zotero_never_ended_is_not_read_and_its_journal_deletes_nothing(
    library: ZoteroLibrary, tmp_path: Path
) -> None:
    """SQLite deletes the file that such a journal names, if it is not what it should be."""
    library.item("book", title="T")
    precious = tmp_path / "precious"
    precious.write_text("x")
    name = str(precious).encode()
    journal = bytes.fromhex("d9d505f920a163d7") + bytes(4) + bytes(16) + bytes(484) + bytes(4)
    journal += name + len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big") + bytes.fromhex("d9d505f920a163d7")
    (library.path.parent / "zotero.sqlite-journal").write_bytes(journal)
    assert problem(library.path) == (
        "'zotero.sqlite' is in the middle of a change; close the program that writes it, or start it once"
    )
    assert precious.exists()


@pytest.mark.parametrize("name", ["items", "itemDataValues", "groups", "itemTypes"])
def test_a_view_in_the_place_of_a_table_is_refused(library: ZoteroLibrary, name: str) -> None:
    library.db.executescript(
        f"PRAGMA legacy_alter_table = ON; ALTER TABLE {name} RENAME TO real; CREATE VIEW {name} AS SELECT * FROM real"
    )
    assert problem(library.path) == f"'zotero.sqlite' is not a Zotero library: it lacks Zotero's table '{name}'"


def test_a_virtual_table_in_the_place_of_a_table_is_refused(library: ZoteroLibrary) -> None:
    library.db.executescript("DROP TABLE tags; CREATE VIRTUAL TABLE tags USING fts5(tagID, name)")
    assert problem(library.path) == "'zotero.sqlite' is not a Zotero library: it lacks Zotero's table 'tags'"


def test_a_column_that_is_computed_when_it_is_read_is_refused(library: ZoteroLibrary) -> None:
    library.db.executescript(
        "DROP TABLE tags; CREATE TABLE tags (tagID INTEGER PRIMARY KEY, x, name AS (replace(hex(x), '0', x)))"
    )
    assert problem(library.path) == "'zotero.sqlite' is not a Zotero library: it lacks Zotero's table 'tags'"


def test_triggers_and_views_of_somebodys_own_beside_the_tables_do_nothing(library: ZoteroLibrary) -> None:
    library.item("book", title="T")
    library.db.executescript(
        """
        CREATE TRIGGER evil AFTER INSERT ON items BEGIN DELETE FROM items; END;
        CREATE VIEW evil_view AS SELECT load_extension('/tmp/evil.so') FROM items;
        CREATE TRIGGER evil_view_trigger INSTEAD OF INSERT ON evil_view BEGIN DELETE FROM items; END;
        CREATE INDEX evil_index ON items(abs(itemID));
        """
    )
    before = library.path.read_bytes()
    assert titles(library.path) == ["T"]
    assert library.path.read_bytes() == before


@pytest.mark.parametrize("sql", ["DELETE FROM items", "ATTACH 'x.db' AS x", "CREATE TABLE x (y)"])
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_what_is_opened_cannot_be_written(library: ZoteroLibrary, sql: str, mode: str) -> None:
    library.db.execute(f"PRAGMA journal_mode = {mode}")
    with foreign_database.opened(library.path) as db, pytest.raises(sqlite3.OperationalError):
        db.execute(sql)


def test_a_question_without_end_is_ended(library: ZoteroLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_database, "_TURNS", 3)
    with foreign_database.opened(library.path) as db, pytest.raises(sqlite3.OperationalError, match="interrupted"):
        db.execute("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n").fetchone()


def test_more_text_than_any_library_has_is_refused(library: ZoteroLibrary) -> None:
    """One long value that everything points to would be gigabytes."""
    library.db.execute("BEGIN")
    library.db.execute("INSERT INTO itemDataValues VALUES (1, ?)", ("x" * 300_000,))
    for number in range(100, 200):
        library.db.execute("INSERT INTO fieldsCombined VALUES (?, ?, NULL, NULL, 0)", (number, f"field{number}"))
    for _ in range(zotero.BATCH):
        library.item("book")
    library.db.execute("INSERT INTO itemData SELECT itemID, fieldID, 1 FROM items, fieldsCombined")
    library.db.execute("COMMIT")
    assert problem(library.path) == "'zotero.sqlite' has more text in 100 items than can be read"


@pytest.mark.parametrize("made", [b"", b"SQLite", b"PK\3\4 no database"])
def test_what_is_no_database_is_said_in_one_line(tmp_path: Path, made: bytes) -> None:
    (path := tmp_path / "zotero.sqlite").write_bytes(made)
    assert problem(path) == "'zotero.sqlite' is not an SQLite database"


@pytest.mark.parametrize("made", [bytes(2) + b"\1\1" + bytes(500), b"\x10\0\2\2" + b"\xff" * 5000])
def test_what_only_begins_like_a_database_is_said_in_one_line(tmp_path: Path, made: bytes) -> None:
    (path := tmp_path / "zotero.sqlite").write_bytes(b"SQLite format 3\0" + made)
    assert problem(path).startswith("cannot read 'zotero.sqlite' as a database: ")


def test_a_database_of_another_program_is_said_to_be_none_of_zoteros(tmp_path: Path) -> None:
    db = sqlite3.connect(path := tmp_path / "bookmarks.db")
    db.execute("CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, URL TEXT)")
    db.close()
    assert problem(path) == "'bookmarks.db' is not a Zotero library: it lacks Zotero's table 'items'"


def test_what_is_not_there_or_no_file_is_said_in_one_line(tmp_path: Path) -> None:
    assert problem(tmp_path / "no.sqlite") == "cannot read 'no.sqlite': no such file or directory"
    (tmp_path / "directory").mkdir()
    assert problem(tmp_path / "directory") == "cannot read 'directory': not a file"


def test_a_damaged_page_is_said_in_one_line_after_what_could_be_read(library: ZoteroLibrary) -> None:
    library.db.execute("BEGIN")
    for number in range(3 * zotero.BATCH):
        library.item("book", title=f"Book {number}", abstractNote=f"{number} " * 200)
    library.db.execute("COMMIT")
    library.close()
    content = bytearray(library.path.read_bytes())
    content[len(content) * 6 // 10 : len(content) * 9 // 10] = b"\xa5" * (
        len(content) * 9 // 10 - len(content) * 6 // 10
    )
    library.path.write_bytes(content)
    found: list[Record] = []
    with pytest.raises(DlreadError) as error, zotero.records(library.path) as records:
        found.extend(records)
    assert str(error.value).startswith(f"cannot read '{library.path}' as a Zotero library: ")


def test_ten_thousand_items_are_read_in_the_memory_of_a_few(library: ZoteroLibrary) -> None:
    """25 MB of text."""
    numbers = range(1, 10_001)
    library.db.execute("BEGIN")
    library.db.executemany(
        "INSERT INTO items (itemID, itemTypeID, libraryID, key) VALUES (?, 3, 1, ?)",
        [(number, f"K{number:07}") for number in numbers],
    )
    library.db.executemany(
        "INSERT INTO itemDataValues VALUES (?, ?)", ((number, f"{number} " + "x" * 2_500) for number in numbers)
    )
    library.db.execute("INSERT INTO itemData SELECT valueID, 1, valueID FROM itemDataValues")
    library.db.execute("COMMIT")
    tracemalloc.start()
    with zotero.records(library.path) as found:
        assert [int(record.data["title"].split()[0]) for record in found] == [*numbers]
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 4_000_000


# --- where it is ---------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(home := tmp_path / "home"))
    monkeypatch.setattr(sys, "platform", "linux")
    home.mkdir()
    return home


def a_database(directory: Path) -> Path:
    directory.mkdir(parents=True)
    (path := directory / "zotero.sqlite").touch()
    return path


def prefs(home: Path, text: str, profile: str = "abcd.default") -> None:
    directory = home / ".zotero/zotero" / profile
    directory.mkdir(parents=True)
    (directory / "prefs.js").write_text(text, "utf-8")


def test_the_library_is_in_the_home_directory(home: Path) -> None:
    path = a_database(home / "Zotero")
    assert zotero_profile.database() == path


def test_a_file_or_a_directory_that_is_given_counts(home: Path, tmp_path: Path) -> None:
    a_database(home / "Zotero")
    path = a_database(tmp_path / "other")
    assert zotero_profile.database(path) == path
    assert zotero_profile.database(path.parent) == path


def test_the_directory_that_was_chosen_in_zotero_comes_first(home: Path, tmp_path: Path) -> None:
    usual, path = a_database(home / "Zotero"), a_database(tmp_path / 'my "papers" 论文')
    chosen = str(path.parent).replace('"', '\\"')
    prefs(
        home,
        f'// Mozilla\nuser_pref("extensions.zotero.dataDir", "{chosen}");\n'
        'user_pref("extensions.zotero.useDataDir", true);\n',
    )
    assert zotero_profile.database() == path
    path.unlink()
    assert zotero_profile.database() == usual


@pytest.mark.parametrize(
    "text",
    [
        'user_pref("extensions.zotero.dataDir", "{other}");',
        'user_pref("extensions.zotero.useDataDir", true);\nuser_pref("extensions.zotero.dataDir", "relative");',
        'user_pref("extensions.zotero.useDataDir", true);\nuser_pref("extensions.zotero.dataDir", "\\x");',
        'user_pref("extensions.zotero.useDataDir", true);\nuser_pref("extensions.zotero.dataDir", "\\u0000");',
        'user_pref("extensions.zotero.useDataDir", true);\nuser_pref("extensions.zotero.dataDir", "',
    ],
)
def test_settings_that_name_no_directory_in_use_are_passed_over(home: Path, tmp_path: Path, text: str) -> None:
    usual, other = a_database(home / "Zotero"), a_database(tmp_path / "other")
    prefs(home, text.replace("{other}", str(other.parent)))
    assert zotero_profile.database() == usual


def test_without_a_library_the_way_out_is_said(home: Path) -> None:
    with pytest.raises(DlreadError) as error:
        zotero_profile.database()
    assert str(error.value) == f"no Zotero library found in {home}/Zotero; give the path of zotero.sqlite"
