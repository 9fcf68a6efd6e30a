"""buku: its database, and its exports to Markdown and Org, as buku 5.1 wrote them."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.fields import is_understood
from dlread_cli.errors import DlreadError
from dlread_cli.formats import buku as exports
from dlread_cli.formats.items import Item, Unreadable
from dlread_cli.storage import buku, foreign_database

TABLE = """
    CREATE TABLE bookmarks (id integer PRIMARY KEY, URL text NOT NULL UNIQUE, metadata text default '',
    tags text default ',', desc text default '', flags integer default 0);
"""
ROWS = """
    INSERT INTO bookmarks VALUES(1,'https://arxiv.org/abs/1706.03762','Attention Is All You Need',',nlp,to-read,',
        'Good one'||char(10)||'second line',0);
    INSERT INTO bookmarks VALUES(2,'https://example.org/a','Plain [x] (y) | ''q'' <b>',',deep learning,','',0);
    INSERT INTO bookmarks VALUES(3,'http://example.org/plain','',',','',1);
"""
ATTENTION = {
    "arxiv": "1706.03762",
    "link:paper": "https://arxiv.org/abs/1706.03762",
    "link:pdf": "https://arxiv.org/pdf/1706.03762",
    "tag:nlp": True,
    "title": "Attention Is All You Need",
}
PLAIN = {"link:page": "https://example.org/a", "title": "Plain [x] (y) | 'q' <b>"}
BARE = {"link:page": "http://example.org/plain", "title": "example.org/plain"}


def database(folder: Path, sql: str, name: str = "bookmarks.db") -> Path:
    with closing(sqlite3.connect(folder / name)) as db:
        db.executescript(sql)
    return folder / name


def test_each_bookmark_of_the_database_becomes_an_item(tmp_path: Path) -> None:
    path = database(tmp_path, TABLE + ROWS)
    assert buku.is_one(path)
    assert list(buku.read(path)) == [
        Item({**ATTENTION, "tag:to-read": True, "note": "Good one\nsecond line"}),
        Item({**PLAIN, "tag:deep-learning": True}),
        Item(BARE),
    ]


def test_a_name_that_could_be_more_than_a_name_is_that_of_a_file(tmp_path: Path) -> None:
    path = database(tmp_path, TABLE + ROWS, "a?mode=rwc&b#c%41 é.db")
    assert len(list(buku.read(path))) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["a?mode=rwc&b#c%41 é.db"]


def test_a_row_whose_id_is_no_number_is_none_of_bukus(tmp_path: Path) -> None:
    sql = TABLE.replace("flags integer default 0)", "flags integer default 0) WITHOUT ROWID")
    rows = "INSERT INTO bookmarks (id, URL) VALUES ('x' || hex(zeroblob(9999)), 'https://x.org'), (7, 'https://y.org')"
    (item,) = buku.read(database(tmp_path, sql + rows))
    assert item == Item({"link:page": "https://y.org", "title": "y.org"})


def test_what_is_no_web_address_is_told_by_its_number(tmp_path: Path) -> None:
    path = database(tmp_path, TABLE + "INSERT INTO bookmarks (URL) VALUES ('javascript:x'), (x'00ff'), ('file:///x')")
    assert list(buku.read(path)) == [Unreadable(0, f"bookmark {id_} has no web address") for id_ in (1, 2, 3)]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_rows_with_anything_in_them_are_read(tmp_path: Path, encoding: str) -> None:
    rows = """
        INSERT INTO bookmarks VALUES
        (9223372036854775807, 'https://x.org', CAST(x'c328' AS TEXT), 5, x'00', 'x'),
        (-1, 'https://y.org', 1.5, NULL, 'é'||char(0)||'b', 1)
    """
    path = database(tmp_path, f"PRAGMA encoding = '{encoding}'; {TABLE} {rows}")
    first, second = buku.read(path)
    assert first == Item({"link:page": "https://y.org", "title": "1.5", "note": "é\0b"})
    assert isinstance(second, Item)
    assert second.fields["link:page"] == "https://x.org"


def test_a_row_that_is_too_large_hides_no_other(tmp_path: Path) -> None:
    large = "INSERT INTO bookmarks (URL, desc) VALUES ('https://large.org', zeroblob(2000000)), ('https://x.org', '')"
    path = database(tmp_path, TABLE + large)
    assert list(buku.read(path)) == [
        Unreadable(0, "bookmark 1: larger than 1 MB"),
        Item({"link:page": "https://x.org", "title": "x.org"}),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE other (id)",
        TABLE.replace("bookmarks", "real") + "CREATE VIEW bookmarks AS SELECT * FROM real",
        "CREATE VIRTUAL TABLE bookmarks USING fts5(id, URL, metadata, tags, desc, flags)",
        TABLE.replace("desc text default ''", "desc text AS (hex(zeroblob(1000000)))"),
        TABLE.replace("id integer PRIMARY KEY", "id integer"),
        TABLE.replace("URL", "address"),
    ],
)
def test_a_table_that_only_looks_like_bukus_is_not_read(tmp_path: Path, sql: str) -> None:
    path = database(tmp_path, sql)
    assert not buku.is_one(path)
    with pytest.raises(DlreadError, match=r"bookmarks.db' has no bookmarks of buku; give its bookmarks.db$"):
        list(buku.read(path))


def test_nothing_of_a_strange_schema_runs_and_nothing_is_written(tmp_path: Path) -> None:
    traps = """
        CREATE TABLE seen (x);
        CREATE TRIGGER t AFTER UPDATE ON bookmarks BEGIN INSERT INTO seen VALUES (1); END;
        CREATE INDEX i ON bookmarks (lower(desc)) WHERE lower(desc) != 'x';
        CREATE VIEW v AS SELECT load_extension('/tmp/x');
    """
    path = database(tmp_path, TABLE + ROWS + traps)
    before = path.read_bytes()
    assert len(list(buku.read(path))) == 3
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["bookmarks.db"]


def test_a_database_in_use_is_read_with_its_newest_rows_and_left_as_it_is(tmp_path: Path) -> None:
    path = database(tmp_path, f"PRAGMA journal_mode = WAL; {TABLE}")
    with closing(sqlite3.connect(path)) as db:
        db.executescript(ROWS + "BEGIN IMMEDIATE; DELETE FROM bookmarks;")
        before = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
        assert len(before) == 2
        assert len(list(buku.read(path))) == 3
        assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_a_schema_that_lies_about_its_table_is_not_followed(tmp_path: Path) -> None:
    """A view under the name of a table, with pages: written into the schema by hand."""
    sql = "CREATE VIEW bookmarks AS SELECT id, URL, metadata, tags, randomblob(9) AS desc FROM real"
    lie = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 2, type = 'table' WHERE name = 'bookmarks'"
    path = database(tmp_path, f"{TABLE.replace('bookmarks', 'real')} {sql}; {lie}")
    with pytest.raises(DlreadError):
        list(buku.read(path))


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("https://example.org\n" * 100)
    (tmp_path / "empty.db").write_text("")
    path = database(tmp_path, TABLE + ROWS)
    (tmp_path / "cut.db").write_bytes(path.read_bytes()[:5_000])
    told = {}
    (tmp_path / "folder.db").mkdir()
    os.mkfifo(tmp_path / "pipe.db")
    for name in ("text.db", "empty.db", "cut.db", "none.db", "folder.db", "pipe.db"):
        with pytest.raises(DlreadError) as error:
            list(buku.read(tmp_path / name))
        told[name] = str(error.value).replace(f"{tmp_path}/", "")
        assert not buku.is_one(tmp_path / name)
    assert told == {
        "text.db": "'text.db' is not an SQLite database",
        "empty.db": "'empty.db' is not an SQLite database",
        "cut.db": "cannot read 'cut.db' as a database: database disk image is malformed",
        "none.db": "cannot read 'none.db': no such file or directory",
        "folder.db": "cannot read 'folder.db': not a file",
        "pipe.db": "cannot read 'pipe.db': not a file",
    }
    assert not (tmp_path / "none.db").exists()


def test_a_query_that_runs_away_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000)
        INSERT INTO bookmarks (URL) SELECT i FROM n
    """
    path = database(tmp_path, f"{TABLE} {many}")
    assert len(list(buku.read(path))) == 5_000
    monkeypatch.setattr(foreign_database, "_STEPS", 100)
    monkeypatch.setattr(foreign_database, "_TURNS", 10)
    with pytest.raises(DlreadError, match=r"bookmarks.db': it takes too long$"):
        list(buku.read(path))


MARKDOWN = """\
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) <!-- TAGS: nlp,to-read -->
- [Plain [x] (y) | 'q' <b>](https://example.org/a) <!-- TAGS: deep learning -->
- <http://example.org/plain>
"""
ORG = """\
* [[https://arxiv.org/abs/1706.03762][Attention Is All You Need]] :nlp:to_read:
* [[https://example.org/a][Plain [x] (y) | 'q' <b>]] :deep_learning:
* [[http://example.org/plain]]
"""


def read(text: str) -> list[Item | Unreadable]:
    return list(exports.read(text.splitlines(keepends=True)))


def test_exports_to_markdown_and_org_are_read_with_their_tags() -> None:
    assert read(MARKDOWN) == [
        Item({**ATTENTION, "tag:to-read": True}, line=1),
        Item({**PLAIN, "tag:deep-learning": True}, line=2),
        Item(BARE, line=3),
    ]
    assert read(ORG) == [
        Item({**ATTENTION, "tag:to_read": True}, line=1),
        Item({**PLAIN, "tag:deep_learning": True}, line=2),
        Item(BARE, line=3),
    ]
    assert exports.is_one(MARKDOWN)
    assert exports.is_one(ORG[:200])


def test_lines_that_are_no_bookmarks_are_told() -> None:
    hostile = ("# Title", "- [a](javascript:x)", "- [" + "](" * 200_000, "* [[x", "* [[file:x][y]]", "- <>", "")
    assert read("\n".join(hostile)) == [
        Unreadable(1, "not a bookmark of buku's"),
        Unreadable(2, "no web address"),
        Unreadable(3, "not a bookmark of buku's"),
        Unreadable(4, "not a bookmark of buku's"),
        Unreadable(5, "no web address"),
        Unreadable(6, "no web address"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        "",
        "- [a](https://x.org)\n- [b](https://y.org)\n",
        "# List\n- [a](https://x.org) <!-- TAGS: b -->\n",
        "https://x.org\n",
        "* [a](https://x.org)\n",
        "@misc{a, title = {* [[}}\n",
    ],
)
def test_other_formats_are_not_taken_for_bukus(other: str) -> None:
    assert not exports.is_one(other)


@given(st.text(st.characters(exclude_categories=())) | st.from_regex(r"(\* \[\[|- \[|- <)[^\n]*(\)|>|\]\]|-->)\n"))
def test_no_text_makes_it_fail_and_a_journal_may_assign_what_it_says(text: str) -> None:
    for one in read(text):
        assert isinstance(one, Unreadable) or all(is_understood(*field) for field in one.fields.items())


TITLES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), min_size=1)


@given(TITLES.filter(lambda title: "](" not in title and "][" not in title and "TAGS" not in title))
def test_a_title_comes_back_out_of_both_exports(title: str) -> None:
    for text in (
        f"- [{title}](https://example.org/a) <!-- TAGS: x -->\n",
        f"* [[https://example.org/a][{title}]] :x:\n",
    ):
        fields = {"link:page": "https://example.org/a", "tag:x": True, "title": title}
        assert read(text) == [Item(fields, line=1)]


VALUES = st.text(st.characters(exclude_categories=())) | st.integers() | st.floats() | st.none() | st.binary()


@given(st.tuples(VALUES, VALUES | st.just("https://x.org"), VALUES, VALUES, VALUES))
def test_whatever_a_row_has_a_journal_may_assign_it(row: tuple[object, ...]) -> None:
    one = exports.item(exports.Row(*row))
    assert isinstance(one, Unreadable) or all(is_understood(*field) for field in one.fields.items())
