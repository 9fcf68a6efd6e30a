"""dlread tags, to a pipe and to a terminal."""

import json
from collections.abc import Callable

from conftest import Dlread, Screen


def test_the_most_used_come_first_then_by_name(dlread: Dlread) -> None:
    rows = [line.split("\t") for line in dlread("tags").splitlines()]
    assert rows[:4] == [
        ["neural-network", "10", "neural network"],
        ["optimization", "10", "optimization"],
        ["cnn", "7", "convolutional neural network"],
        ["overfitting", "7", "overfitting"],
    ]
    assert rows == sorted(rows, key=lambda row: (-int(row[1]), row[0]))
    assert len(rows) == 44


def test_every_tag_is_a_condition_of_list(dlread: Dlread) -> None:
    tags = json.loads(dlread("tags --json"))
    entries = json.loads(dlread("list --json"))
    assert {tag["tag"]: tag["entries"] for tag in tags} == {
        tag["tag"]: sum(tag["tag"] in entry["tags"] for entry in entries) for tag in tags
    }


def test_the_language_of_the_meaning(dlread: Dlread) -> None:
    assert "\nrl\t2\t强化学习\n" in dlread("tags --lang zh")
    assert "\nrl\t2\treinforcement learning\n" in dlread("tags --lang en", env={"DLREAD_LANG": "zh"})


def test_json_has_both_languages(dlread: Dlread) -> None:
    (tag,) = [tag for tag in json.loads(dlread("tags --json")) if tag["tag"] == "rl"]
    assert tag == {"tag": "rl", "entries": 2, "en": "reinforcement learning", "zh": "强化学习"}


def test_tags_of_ones_own_are_counted(dlread: Dlread) -> None:
    dlread("tag smac pyg +thesis -benchmark")
    rows = dlread("tags").splitlines()
    assert "thesis\t2\t" in rows
    assert "benchmark\t1\tbenchmark" in rows
    dlread("tag deepfashion2 -benchmark")
    assert not [row for row in dlread("tags").splitlines() if row.startswith("benchmark")]


def test_a_terminal_gets_columns(terminal: Callable[..., Screen]) -> None:
    lines = terminal("tags").lines
    assert lines[0] == "neural-network            10  neural network"
    assert lines[2] == "cnn                       7   convolutional neural network"
    assert len(lines) == 44
    assert all(len(line) <= 40 for line in terminal("tags", columns=40).lines)
