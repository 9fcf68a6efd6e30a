"""Fields, filters, folding and cleaning: the small pure rules that everything else leans on."""

import itertools
import sqlite3
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dlread_cli.domain import fields, folding
from dlread_cli.domain.entries import Text
from dlread_cli.domain.fields import is_understood
from dlread_cli.domain.parsing import parsed
from dlread_cli.domain.ranges import years
from dlread_cli.domain.text import clean
from dlread_cli.errors import UsageError
from dlread_cli.storage import schema
from dlread_cli.storage.schema import WORDS
from dlread_cli.storage.searching import expression

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Lone surrogates, controls and what Unicode has not assigned included."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "read"),
        ("status", None),
        ("rating", 1),
        ("rating", 5),
        ("kind", "section"),
        ("year", 2019),
        ("year", 1),
        ("year", ""),
        ("year", 9999),
        ("authors", []),
        ("authors", ["Kūkai", "李宏毅"]),
        ("aliases", ["amsbound", "Ams.Bound_2+x-y"]),
        ("note", ""),
        ("note", "x" * 100_000),
        ("note:202601010000000000005-0000000a", "a line"),
        ("title:zh", "星际争霸多智能体挑战"),
        ("bibtex", "@misc{x}"),
        ("tag:thesis", True),
        ("tag:thesis", False),
        ("tag:强化学习", None),
        ("tag:c++/v1.0", True),
        ("tag:" + "x" * 64, True),
        ("link:repository", "https://github.com/oxwhirl/smac"),
        ("link:repository", None),
        ("month", 12),
        ("month", ""),
        ("editor", ["Ada"]),
        ("extra:howpublished", "Online"),
        *((name, "x") for name in ("type", "volume", "number", "series", "publisher", "isbn")),
        ("state:pdf", {"state": "gone", "at": "2026-11-22", "url": "https://x.org"}),
    ],
)
def test_what_a_journal_may_assign(name: str, value: object) -> None:
    assert is_understood(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "done"),
        ("status", "READ"),
        ("status", ["read"]),
        ("status", True),
        ("rating", 0),
        ("rating", 6),
        ("rating", True),
        ("rating", 4.0),
        ("rating", "4"),
        ("kind", "book"),
        ("year", 0),
        ("year", 10_000),
        ("year", True),
        ("year", "2019"),
        ("authors", "Ada"),
        ("authors", [["Ada"]]),
        ("authors", ["x" * 100_001]),
        ("authors", ["x"] * 10_001),
        ("aliases", ["a b"]),
        ("aliases", ["-x"]),
        ("aliases", ["x\n"]),
        ("aliases", [7]),
        ("note", 7),
        ("note:zh", "a line"),
        ("note:10-0000000a", "a line"),
        ("note:5-a", "a line"),
        ("note:٥5-0000000a", "a line"),
        (f"note:{'5' * 81}-0000000a", "a line"),
        ("note:5-0000000a", ["a line"]),
        ("note", "x" * 100_001),
        ("tag:thesis", 1),
        ("tag:thesis", "yes"),
        ("tag:", True),
        ("tag:a b", True),
        ("tag:a\n", True),
        ("tag:-x", True),
        ("tag:" + "x" * 65, True),
        ("link:", "https://x.org"),
        ("link:a b", "https://x.org"),
        ("link:pdf\n", "https://x.org"),
        ("link:pdf", 7),
        ("links", {}),
        ("month", 0),
        ("month", 13),
        ("month", "May"),
        ("editor", "Ada"),
        ("publisher", ["x"]),
        ("remarks", []),
        ("state:pdf", {"state": "gone", "at": "yesterday", "url": "https://x.org"}),
        ("state:", {"state": "gone", "at": "2026-11-22", "url": "https://x.org"}),
        ("mood", "good"),
        ("mood", None),
        ("parent", "lee-intro"),
        ("", "x"),
    ],
)
def test_what_stays_in_the_journal_unread(name: str, value: object) -> None:
    assert not is_understood(name, value)


def test_no_two_fields_have_one_name_in_any_format() -> None:
    for names in ("name", "draft", "catalog", "json"):
        taken = [getattr(field, names) for field in fields.FIELDS if getattr(field, names)]
        assert sorted(taken) == sorted(set(taken))


def test_every_column_of_a_field_is_one_of_the_search_index() -> None:
    assert {field.column for field in fields.FIELDS} - {""} == set(WORDS)


def test_a_field_has_the_name_of_its_draft_in_json_too() -> None:
    others = {field.draft: field.json for field in fields.FIELDS if field.draft and field.draft != field.json}
    assert others == {"venue_name": ""}


def test_the_readers_fields_lie_over_the_catalogs() -> None:
    base = {"title": "SMAC", "year": 2019, "tag:rl": True, "link:pdf": "https://a.org/smac.pdf"}
    own = {
        "title": ("The StarCraft Multi-Agent Challenge", "t1"),
        "year": (None, "t2"),
        "tag:rl": (False, "t3"),
        "tag:thesis": (True, "t3"),
        "link:pdf": ("", "t4"),
        "rating": (None, "t5"),
    }
    laid = fields.overlay(base, own)
    assert laid == {
        "title": "The StarCraft Multi-Agent Challenge",
        "year": 2019,
        "tag:rl": False,
        "tag:thesis": True,
        "link:pdf": "",
    }
    assert fields.tags(laid) == ("thesis",)
    assert fields.links(laid) == {}
    assert base["title"] == "SMAC"


def test_a_text_falls_back_on_the_other_language() -> None:
    only_english = fields.text({"title": "SMAC"}, "title")
    assert (only_english.into("zh"), Text("", "挑战").into("en"), Text("a", "b").into("zh")) == ("SMAC", "挑战", "b")


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("2019", (2019, 2019)),
        ("2018..2019", (2018, 2019)),
        ("2018..", (2018, 9999)),
        ("..2018", (0, 2018)),
        ("0000", (0, 0)),
    ],
)
def test_years(text: str, range_: tuple[int, int]) -> None:
    assert years(text) == range_


@pytest.mark.parametrize(
    "text", ["", " ..", "..", "19", "20190", "2018-2019", "2018...2019", " 2019", "2019\n", "..2019..", "x"]
)
def test_what_is_no_year_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError) as error:
        years(text)
    assert str(error.value) == (f"'{text}' is not a year or a range of years; write 2019, 2018..2019, 2018.. or ..2018")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Schölkopf", "scholkopf"),
        ("Scho\u0308lkopf", "scholkopf"),
        ("ＳＣＨÖＬＫＯＰＦ", "scholkopf"),
        ("GROẞ", "gross"),
        ("ﬁne‐tuning", "fine‐tuning"),
        ("José Hanson", "jose hanson"),
        ("ÉCOLE №5", "ecole no5"),
        ("強化學習", "强化学习"),
        ("李宏毅", "李宏毅"),
        ("\uf9e0", "易"),
        ("CNN", "cnn"),
        ("", ""),
    ],
)
def test_case_width_and_accents_are_folded(text: str, plain: str) -> None:
    assert folding.plain(text) == plain


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("GAN", "gan"),
        ("强", "强"),
        ("强化", "强化 化"),
        ("强化学习", "强化 化学 学习 习"),
        ("用GAN生成图像", "用 gan 生成 成图 图像 像"),
    ],
)
def test_chinese_is_indexed_in_pairs(text: str, indexed: str) -> None:
    assert folding.indexed(text).split() == indexed.split()


def words_table(texts: list[str]) -> sqlite3.Connection:
    """The library's own full-text table, holding these titles."""
    db = sqlite3.connect(":memory:")
    db.executescript(schema.SQL)
    db.executemany("INSERT INTO words (title) VALUES (?)", [(folding.indexed(text),) for text in texts])
    return db


def found(db: sqlite3.Connection, query: str) -> list[int]:
    """As a search does it, which asks nothing when there are no words."""
    if not (text := expression(parsed(query))):
        return []
    return [row for (row,) in db.execute("SELECT rowid FROM words WHERE words MATCH ?", (text,))]


SMALL = words_table(["Schölkopf on kernels", "强化学习入门"])


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("scholkopf", [1]),
        ("SCHÖLKOPF", [1]),
        ("ＳＣＨＯＬＫＯＰＦ", [1]),
        ("schol", [1]),
        ("kernel", [1]),
        ("kernels", [1]),
        ('"on kernels"', [1]),
        ('"kernels on"', []),
        ("强化", [2]),
        ("強化", [2]),
        ("学习入门", [2]),
        ("門", [2]),
        ('"学习入门"', [2]),
        ('"强化学"', [2]),
        ('"门"', [2]),
        ("强学", []),
        ("on", [1]),
        ("ke", []),
        ("scholkopf 强化", []),
        ("scholkopf OR 强化", [1, 2]),
    ],
)
def test_what_the_full_text_search_finds(query: str, rows: list[int]) -> None:
    assert found(SMALL, query) == rows


@pytest.mark.full_run
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12), st.data())
def test_every_piece_of_a_chinese_title_finds_it(title: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(title) - 1))
    last = data.draw(st.integers(first + 1, len(title)))
    db = words_table([f"A {title} B"])
    assert found(db, title[first:last]) == [1]
    db.close()


@given(ANY_TEXT)
@example("a\r\nb\tc\x85d")
@example("\x1b]8;;https://evil.org\x07click\x1b]8;;\x07")
@example("\u202eevil\u2066\u200b\ufeff\ue0001\U000e0041\u2028\u2029\ud800")
def test_nothing_a_terminal_acts_on_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cf", "Zl", "Zp", "Cs"}
    assert clean(cleaned) == cleaned
    cleaned.encode()


@pytest.mark.full_run
def test_every_single_character_is_cleaned_or_left() -> None:
    bad = {"Cc", "Cf", "Zl", "Zp", "Cs"}
    characters = map(chr, range(0x110000))
    wrong = [char for char in characters if (clean(char) == char) == (unicodedata.category(char) in bad)]
    assert wrong == []


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))))
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    runs = itertools.groupby(text, lambda char: unicodedata.category(char).startswith("M"))
    assert clean(text) == "".join("".join(itertools.islice(run, 8 if marks else None)) for marks, run in runs)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("two\nlines", "two lines"),
        ("a\tb\rc", "a b c"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("zero\u200bwidth", "zerowidth"),
        ("right\u202eleft", "rightleft"),
        ("para\u2029graph", "para graph"),
        ("\x9b31m\x00", "\ufffd31m\ufffd"),
        ("\ud800", "\ufffd"),
        ("[cs.LG] [/etc] :smile: 李宏毅", "[cs.LG] [/etc] :smile: 李宏毅"),
        ("z" + "\u0310" * 3000 + "algo", "z" + "\u0310" * 8 + "algo"),
        ("ก" + "\u0e49" * 3000 + "x", "ก" + "\u0e49" * 8 + "x"),
        ("a" + "\u0301\u0e49\u05b0\u064b\ufe0f" * 600, "a\u0301\u0e49\u05b0\u064b\ufe0f\u0301\u0e49\u05b0"),
        ("— … “—” — ………————………", "— … “—” — ………————………"),
        ("Việt Nam, אָלֶף, हिन्दी", "Việt Nam, אָלֶף, हिन्दी"),
    ],
)
def test_what_separates_stays_a_space_and_what_draws_nothing_goes(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
