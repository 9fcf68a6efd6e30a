"""dlread rate, to a pipe and to a terminal."""

import json
from collections.abc import Callable

import pytest
from conftest import Dlread, Screen

SMAC = "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"


def rating(dlread: Dlread, key: str) -> int | None:
    (entry,) = json.loads(dlread(f"show --json {key}"))
    stars: int | None = entry["rating"]
    return stars


@pytest.mark.parametrize(("stars", "remark"), [(1, "★☆☆☆☆"), (3, "★★★☆☆"), (5, "★★★★★")])
def test_stars_are_given(dlread: Dlread, stars: int, remark: str) -> None:
    assert dlread.run(f"rate smac {stars}") == (SMAC, f"{remark} · dlread undo takes it back\n", 0)
    assert rating(dlread, "smac") == stars


def test_none_takes_the_rating_away(dlread: Dlread) -> None:
    dlread("rate smac 4")
    assert dlread.run("rate smac 0").err == "rating removed · dlread undo takes it back\n"
    assert rating(dlread, "smac") is None
    dlread("undo")
    assert rating(dlread, "smac") == 4


def test_several_in_one_step(dlread: Dlread) -> None:
    dlread("rate pyg 2")
    dlread("rate smac pyg amsbound 5")
    assert dlread("list --keys --sort rating --limit 3").split() == ["pyg", "smac", "adabound"]
    dlread("undo")
    assert (rating(dlread, "smac"), rating(dlread, "pyg")) == (None, 2)


@pytest.mark.parametrize("stars", ["6", "-- -1", "4.5", "five", "''", "99999999999999999999"])
def test_other_numbers_are_wrong_usage(dlread: Dlread, stars: str) -> None:
    result = dlread.run(f"rate smac {stars}")
    assert (result.out, result.status) == ("", 2)
    assert result.err.startswith("dlread: ")
    assert result.err.count("\n") == 1
    assert not dlread.data.exists()


def test_an_unknown_key_among_good_ones_writes_nothing(dlread: Dlread) -> None:
    assert dlread.run("rate smac nope 4").status == 1
    assert not dlread.data.exists()


def test_keys_come_from_stdin(dlread: Dlread) -> None:
    dlread("rate - 4", stdin="smac\npyg\n")
    assert (rating(dlread, "smac"), rating(dlread, "pyg")) == (4, 4)


def test_what_is_so_already_is_not_written_again(dlread: Dlread) -> None:
    assert dlread.run("rate smac 0").status == 0
    assert not dlread.data.exists()


def test_a_terminal_gets_the_entry_and_its_stars(terminal: Callable[..., Screen]) -> None:
    assert terminal("rate smac 4").lines == [
        "○ smac  The StarCraft Multi-Agent Challenge ↷± 4★                     AAMAS 2019",
        "★★★★☆ · dlread undo takes it back",
    ]
    assert terminal("rate smac 2", env={"PYTHONIOENCODING": "ascii"}).lines[1] == "**... | dlread undo takes it back"
