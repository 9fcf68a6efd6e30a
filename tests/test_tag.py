"""dlread tag, to a pipe and to a terminal."""

import json
from collections.abc import Callable

import pytest
from conftest import Dlread, Screen


def tags_on(dlread: Dlread, key: str) -> list[str]:
    (entry,) = json.loads(dlread(f"show --json {key}"))
    return sorted(entry["tags"])


def set_in(dlread: Dlread) -> dict[str, dict[str, object]]:
    return {line["key"]: line["set"] for line in map(json.loads, dlread.journals().splitlines())}


def test_tags_are_put_on_and_taken_off(dlread: Dlread) -> None:
    assert tags_on(dlread, "smac") == ["benchmark", "multi-agent", "rl"]
    result = dlread.run("tag smac +thesis -benchmark")
    assert result == (
        "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n",
        "tagged +thesis -benchmark · dlread undo takes it back\n",
        0,
    )
    assert tags_on(dlread, "smac") == ["multi-agent", "rl", "thesis"]
    assert dlread("list --keys --tag thesis") == "smac\n"
    assert dlread("list --keys --tag benchmark") == "deepfashion2\n"
    assert set_in(dlread) == {"smac": {"tag:thesis": True, "tag:benchmark": False}}


@pytest.mark.parametrize(
    "words",
    [
        "smac pyg +one -two",
        "+one smac -two pyg",
        "-two +one pyg smac",
        "-- -two +one pyg smac",
        "smac +ONE pyg -TWO pytorch-geometric",
    ],
)
def test_keys_and_tags_in_any_order(dlread: Dlread, words: str) -> None:
    dlread("tag smac pyg +two")
    dlread(f"tag {words}")
    values = {"tag:one": True, "tag:two": False}
    assert set_in(dlread) == {"smac": values, "pyg": values}
    assert len({json.loads(line)["at"] for line in dlread.journals().splitlines()}) == 2


@pytest.mark.parametrize("synonym", ["reinforcement-learning", "RL", "强化学习", "強化學習"])
def test_a_synonym_means_the_tag_itself(dlread: Dlread, synonym: str) -> None:
    dlread(f"tag pyg +{synonym}")
    assert set_in(dlread) == {"pyg": {"tag:rl": True}}


@pytest.mark.parametrize("tag", ["to-read/2026", "c++", "v1.2", "中文", "a" * 64, "n", "lang", "h"])
def test_what_may_be_a_tag(dlread: Dlread, tag: str) -> None:
    dlread(f"tag smac +{tag}")
    assert tag in tags_on(dlread, "smac")
    dlread(f"tag smac -- -{tag}" if tag == "h" else f"tag smac -{tag}")
    assert tag not in tags_on(dlread, "smac")


def test_a_dash_and_h_is_the_help(dlread: Dlread) -> None:
    dlread("tag smac +h")
    assert dlread("tag smac -h").startswith("Usage: dlread tag [OPTIONS] KEY... +TAG... -TAG...\n")
    assert "h" in tags_on(dlread, "smac")


def test_an_option_that_is_none_is_no_tag(dlread: Dlread) -> None:
    result = dlread.run("tag smac --thesis")
    assert (result.err, result.status) == ("dlread: no such option: --thesis; see dlread tag --help\n", 2)


@pytest.mark.parametrize(
    "tag", ["a b", "+a", "a:b", "a" * 65, ".", "a\nb", "a\n", "\x1b[31m", "a,b", "#a", "caf\udce9"]
)
def test_what_cannot_be_a_tag(dlread: Dlread, tag: str) -> None:
    result = dlread.run(["tag", "smac", f"+{tag}"])
    assert (result.out, result.status) == ("", 2)
    assert result.err.startswith("dlread: '")
    assert result.err.endswith("' cannot be a tag; use letters, digits and - _ . / +, no spaces\n")
    assert result.err[:-1].isprintable()
    assert not dlread.data.exists()


@pytest.mark.parametrize("words", ["", "smac", "+thesis", "-later +thesis", "smac pyg", "smac +", "smac -"])
def test_an_entry_and_a_tag_are_needed(dlread: Dlread, words: str) -> None:
    result = dlread.run(f"tag {words}", stdin="")
    assert (result.out, result.status) == ("", 2)
    assert result.err.count("\n") == 1
    assert not dlread.data.exists()


def test_an_unknown_key_among_good_ones_writes_nothing(dlread: Dlread) -> None:
    result = dlread.run("tag smac nope +thesis")
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("dlread: no entry is called 'nope'")
    assert not dlread.data.exists()


def test_keys_come_from_stdin(dlread: Dlread) -> None:
    dlread("tag - +thesis", stdin=dlread("list --tag rl"))
    assert dlread("list --keys --tag thesis").split() == ["smac", "lee-reinforcement-learning"]


def test_the_signs_may_be_of_full_width(dlread: Dlread) -> None:
    assert dlread.run("tag smac ＋重要 －benchmark").err == "tagged +重要 -benchmark · dlread undo takes it back\n"
    assert tags_on(dlread, "smac") == ["multi-agent", "rl", "重要"]


def test_undone_in_one_step(dlread: Dlread) -> None:
    dlread("tag smac pyg +thesis -rl -gnn")
    dlread("undo")
    assert tags_on(dlread, "smac") == ["benchmark", "multi-agent", "rl"]
    assert tags_on(dlread, "pyg") == ["gnn", "library", "representation-learning"]


def test_what_is_so_already_is_not_written_again(dlread: Dlread) -> None:
    dlread("tag smac +thesis")
    before = dlread.journals()
    assert dlread.run("tag smac +thesis -nothing").status == 0
    assert dlread.journals() == before


def test_many_tags_and_entries_are_named_in_short(dlread: Dlread) -> None:
    tags = " ".join(f"+t{number:02}" for number in range(20))
    assert (
        dlread.run(f"tag smac {tags}").err
        == "tagged +t00 +t01 +t02 +t03 +t04 and 15 more · dlread undo takes it back\n"
    )
    keys = dlread("list --keys")
    dlread("tag - +t00", stdin=keys)
    assert dlread.run("tag - +t00", stdin=keys).err.endswith(" and 39 more are unchanged\n")


def test_a_terminal_gets_the_entry(terminal: Callable[..., Screen]) -> None:
    assert terminal("tag smac +thesis").lines == [
        "○ smac  The StarCraft Multi-Agent Challenge ↷±                        AAMAS 2019",
        "tagged +thesis · dlread undo takes it back",
    ]
    assert "thesis" in terminal("list --tag thesis", columns=140).lines[0]
