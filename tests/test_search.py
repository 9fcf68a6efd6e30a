"""dlread search, to a pipe and to a terminal."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Dlread, Screen
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.storage.library import Library


def test_what_is_found_looks_like_a_list(dlread: Dlread) -> None:
    assert dlread("search starcraft") == (
        "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"
    )
    assert dlread("search starcraft --lang zh").split("\t")[4] == "星际争霸多智能体挑战"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("smac", "smac"),
        ("SMAC", "smac"),
        ("amsbound", "adabound"),
        ("1902.04043", "smac"),
        ("mask scoring", "ms-rcnn"),
        ("scoring mask", "ms-rcnn"),
        ("MASK ＳＣＯＲＩＮＧ", "ms-rcnn"),
        ("starcr", "smac"),
        ("whiteson", "smac"),
        ("josé hanson", "sdr"),
        ("jose hanson", "sdr"),
        ("multi-agent", "smac"),
        ("starcraft.multi.agent", "smac"),
        ("星际", "smac"),
        ("争霸", "smac"),
        ("星际争霸", "smac"),
        ("优化 学习率", "lee-adaptive-learning-rate"),
        ("oxwhirl", "smac"),
        ("momentum", "lee-momentum"),
    ],
)
def test_words_of_any_field_in_any_order_and_either_language(library: Library, words: str, first: str) -> None:
    assert library.search(words)[0].key == first


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "'", '"', "()", "%", "*", "\0", "zzz*", "title:zzz", "NOT starcraft zzz"),
        *("starcraft dropout", "starcraft AND OR", "争星", "星霸", "tarcraft", "^", "NEAR(", "-qq-", "{key}:smac qq"),
    ],
)
def test_words_that_stand_nowhere_find_nothing(library: Library, words: str) -> None:
    assert library.search(words) == []


@pytest.mark.parametrize("words", ["starcraft dropout", "title:zzz", " "])
def test_nothing_found_is_exit_status_1_and_a_remark(dlread: Dlread, words: str) -> None:
    result = dlread.run(["search", words])
    assert (result.out, result.status) == ("", 1)
    assert result.err == f"nothing for '{words}'; see dlread list\n"


def test_a_typing_error_gets_a_suggestion(dlread: Dlread) -> None:
    result = dlread.run("search deepfashon")
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("nothing for 'deepfashon'; did you mean 'deepfashion")


def test_json_and_keys(dlread: Dlread) -> None:
    (entry,) = json.loads(dlread("search --json starcraft"))
    assert (entry["key"], entry["status"], entry["title_zh"]) == ("smac", "unread", "星际争霸多智能体挑战")
    assert dlread.run("search --json xyzzy").out == "[]\n"
    assert dlread.run("search --keys xyzzy").out == ""


def test_limit_keeps_the_best(dlread: Dlread) -> None:
    everything = dlread("search --keys dropout").split()
    assert everything[:2] == ["lee-dropout", "sdr"]
    assert dlread("search --keys --limit 1 dropout").split() == everything[:1]
    assert dlread("search --keys --limit 2 dropout").split() == everything[:2]


def test_the_readers_own_words_are_found(dlread: Dlread) -> None:
    dlread("note gcnv2 'compare with Grünwald, 第二章'")
    dlread("tag sdr +Wichtig")
    assert dlread("search --keys grunwald").split() == ["gcnv2"]
    assert dlread("search --keys 二章").split() == ["gcnv2"]
    assert dlread("search --keys wichtig").split() == ["sdr"]
    dlread("undo")
    assert dlread.run("search --keys wichtig").status == 1


def test_synonyms_of_tags_are_found(dlread: Dlread) -> None:
    assert "smac" in dlread("search --keys reinforcement learning").split()
    assert "smac" in dlread("search --keys 强化学习").split()


def test_bytes_that_are_no_text_find_nothing(dlread: Dlread) -> None:
    result = dlread.run(["search", "caf\udce9"])
    assert (result.out, result.status) == ("", 1)


def test_a_terminal_gets_a_table(terminal: Callable[..., Screen]) -> None:
    screen = terminal("search starcraft")
    assert screen.lines == ["○ smac  The StarCraft Multi-Agent Challenge ↷±                        AAMAS 2019"]
    assert screen.status == 0
    nothing = terminal("search xyzzy")
    assert (nothing.lines, nothing.status) == (["nothing for 'xyzzy'; see dlread list"], 1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLREAD_DATA_DIR", str(home / "data"))
        patch.setenv("DLREAD_CACHE_DIR", str(home / "cache"))
        with Library() as opened:
            yield opened


@given(text=st.text())
def test_no_text_is_search_syntax(library: Library, text: str) -> None:
    assert len(library.search(text, 3)) <= 3


@given(data=st.data())
def test_an_entry_is_found_by_any_two_words_of_its_title(library: Library, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(library.entries()))
    words = data.draw(st.lists(st.sampled_from(re.findall(r"\w+", entry.title.en)), min_size=2, max_size=2))
    assert entry.key in {found.key for found in library.search(" ".join(words).upper())}


@given(data=st.data())
def test_an_entry_is_found_by_any_piece_of_its_chinese_title(library: Library, data: st.DataObject) -> None:
    runs = [
        (entry.key, run) for entry in library.entries() for run in re.findall(r"[\u4e00-\u9fff]{2,}", entry.title.zh)
    ]
    key, run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    assert key in {found.key for found in library.search(run[start:end])}
