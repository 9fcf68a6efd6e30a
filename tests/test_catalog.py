"""dlread catalog, to a pipe and to a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

from conftest import Dlread, Screen

MINE = """\
catalog: mine
title: {en: My own list, zh: 我的书单}
about: {en: "What I want to read [/etc] \\e]0;x\\a"}
entries:
- {key: first, title: {en: First}}
- {key: second, title: {zh: 第二}}
"""


def own(dlread: Dlread, text: str = MINE, name: str = "mine.yaml") -> Path:
    path = dlread.data / "catalogs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_bundled_ones_then_the_readers_own(dlread: Dlread) -> None:
    path = own(dlread)
    rows = [line.split("\t") for line in dlread("catalog").splitlines()]
    assert [row[:3] for row in rows] == [
        ["dl-research-2019", "10", "Deep learning research of 2019"],
        ["lee-deep-learning-in-a-day", "25", "Deep learning in a day"],
        ["mine", "2", "My own list"],
    ]
    assert rows[2][3] == str(path)
    assert all(Path(row[3]).is_file() for row in rows)
    assert dlread("catalog --lang zh").splitlines()[2].split("\t")[2] == "我的书单"


def test_a_catalog_may_be_called_yml(dlread: Dlread) -> None:
    path = own(dlread, name="mine.yml")
    own(dlread, "x", name="notes.txt")
    assert dlread("list --keys --catalog mine") == "first\nsecond\n"
    assert dlread("catalog").splitlines()[2].split("\t")[3] == str(path)
    path.write_text("x")
    assert f"{path}: not a catalog" in dlread.run("doctor").out


def test_the_entries_of_ones_own_are_in_the_library(dlread: Dlread) -> None:
    own(dlread)
    assert dlread("list --keys --catalog mine") == "first\nsecond\n"
    dlread("mark-read second")
    assert dlread("search --keys --limit 1 第二") == "second\n"
    (catalog,) = [one for one in json.loads(dlread("catalog --json")) if one["catalog"] == "mine"]
    assert catalog["progress"] == {"read": 1, "of": 2}


def test_json_has_the_whole_header(dlread: Dlread) -> None:
    first, second = json.loads(dlread("catalog --json"))
    assert first["catalog"] == "dl-research-2019"
    assert first["source"]["author"] == "Daniel Gutierrez"
    assert second["title"] == {"en": "Deep learning in a day", "zh": "一天搞懂深度学习"}
    assert len(second["further"]) == 17


def test_a_bad_entry_or_catalog_never_hides_the_others(dlread: Dlread) -> None:
    own(dlread, MINE + "- {key: third}\n- {key: fourth, title: {en: Fourth}}\n")
    own(dlread, "a: &x 1\n", "broken.yaml")
    result = dlread.run("list --keys --catalog mine")
    assert result.out == "first\nsecond\nfourth\n"
    assert [line.split(": ", 2)[2] for line in result.err.splitlines()] == [
        "line 1: anchors and aliases are not allowed in a catalog; the whole catalog is left out",
        "line 7: entry 'third': 'title' is missing; left out",
    ]
    assert dlread("list").count("\n") == 44 + 3


def test_a_catalog_that_is_gone_takes_its_entries_with_it_and_gives_them_back(dlread: Dlread) -> None:
    path = own(dlread)
    dlread("mark-read first")
    path.rename(dlread.home / "away.yaml")
    assert dlread("list").count("\n") == 44
    (dlread.home / "away.yaml").rename(path)
    assert dlread.status("first") == "read"


def test_a_terminal_gets_a_page_of_each(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    own(dlread)
    screen = terminal("catalog")
    assert screen.lines[:6] == [
        "Deep learning research of 2019  dl-research-2019",
        "Ten papers with public code that Daniel Gutierrez picked for ODSC in April 2019,",
        "in the order of the Chinese survey that retells his list. Each entry also says",
        "what has happened to the paper since, and corrects what the survey gets wrong.",
        "From  Best Deep Learning Research of 2019 So Far, Daniel Gutierrez",
        "      https://opendatascience.com/best-deep-learning-research-of-2019-so-far/",
    ]
    assert "Go on with  生成式人工智慧與機器學習導論 (GenAI-ML) 2025 Fall" in screen.lines
    assert screen.lines[6] == "Also  The Chinese survey (大数据文摘)  http://www.python88.com/topic/34682"
    assert "My own list  mine" in screen.lines
    assert "What I want to read [/etc] \ufffd]0;x\ufffd" in screen.lines
    assert "\x1b]" not in screen.raw
    assert all(len(line) <= 40 for line in terminal("catalog", columns=40, rows=300).lines)
