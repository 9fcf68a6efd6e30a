"""Styled lines of a terminal, wrapped and in columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dlread_cli.render.lines import Line, grid, on_screen, wrap

WORDS = st.text(st.sampled_from(list("ab ,.（学习率）\n，e\u0301宽")), max_size=60)


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("", 10, [""]),
        ("deep learning", 13, ["deep learning"]),
        ("deep learning", 12, ["deep", "learning"]),
        ("deep   learning", 6, ["deep", "learni", "ng"]),
        ("a https://example.org/long b", 10, ["a", "https://ex", "ample.org/", "long b"]),
        ("one\ntwo three", 20, ["one", "two three"]),
        ("学习率太大", 6, ["学习率", "太大"]),
        ("学习率，太大", 6, ["学习", "率，太", "大"]),
        ("它叫（残差）", 6, ["它叫", "（残", "差）"]),
        ("用 SGD 训练", 6, ["用 SGD", "训练"]),
        ("键名。  [必填]", 12, ["键名。  [必", "填]"]),
        ("合并。（https://x.org/abcdefghijk）", 12, ["合并。", "（https://x.", "org/abcdef", "ghijk）"]),
    ],
)
def test_text_breaks_where_its_language_allows_it(text: str, cells: int, lines: list[str]) -> None:
    assert [line.plain for line in wrap(Line(text), cells)] == lines


@given(WORDS, st.integers(2, 30))
def test_wrapping_loses_only_spaces_and_fits(text: str, cells: int) -> None:
    lines = [line.plain for line in wrap(Line(text), cells)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    if "\u0301" not in text:
        assert all(cell_len(line.rstrip()) <= cells for line in lines)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "dim", "bold"]))), st.integers(0, 40), st.integers(0, 40))
def test_exactly_the_characters_between_get_a_style(parts: list[tuple[str, str]], start: int, end: int) -> None:
    start, end = sorted((start, end))
    line = Line.assemble(*parts)
    plain = line.plain
    line.stylize("yellow", start, end)
    assert line.plain == plain
    assert ["33m" in line[n : n + 1].as_ansi() for n in range(len(plain))] == [
        start <= n < end for n in range(len(plain))
    ]


def test_styles_are_escape_sequences_that_end_with_their_text() -> None:
    line = Line.assemble(("read", "bold cyan"), " ", Line("maybe", "dim"))
    assert line.as_ansi() == "\x1b[1;36mread\x1b[0m \x1b[2mmaybe\x1b[0m"


def test_part_of_a_line_gets_a_style_besides_its_own() -> None:
    line = Line("dropout is dropped", "dim")
    line.stylize("bold", 11, 15)
    assert line.as_ansi() == "\x1b[2mdropout is \x1b[0m\x1b[1;2mdrop\x1b[0m\x1b[2mped\x1b[0m"


def test_what_may_not_wrap_is_cut_before_half_a_character() -> None:
    assert [line.plain for line in on_screen(Line("一二三四", no_wrap=True), 5)] == ["一二"]
    assert [line.plain for line in on_screen(Line("", no_wrap=True), 5)] == [""]


def test_columns_wrap_side_by_side_and_the_widest_gives_way() -> None:
    rows = [[Line("Note"), Line("as long as it takes")], [Line("Pages"), Line("1")]]
    assert [line.plain for line in grid(rows, 17)] == ["Note   as long as", "       it takes", "Pages  1"]
    assert grid([], 17) == []


def test_a_first_column_without_room_for_others_stays_whole() -> None:
    assert [line.plain for line in grid([[Line("a-long-key"), Line("xy")]], 5)] == ["a-long-key  x", "            y"]
