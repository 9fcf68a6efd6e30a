"""Bare dlread, to a pipe and to a terminal."""

import json
from collections.abc import Callable

import pytest
from conftest import Dlread, Screen


def test_a_pipe_gets_each_catalog_with_its_progress(dlread: Dlread) -> None:
    assert dlread.run("") == ("dl-research-2019\t0\t10\nlee-deep-learning-in-a-day\t0\t25\n", "", 0)
    dlread("mark-read smac lee-next-wave")
    assert dlread("") == "dl-research-2019\t1\t10\nlee-deep-learning-in-a-day\t7\t25\n"
    assert not (dlread.data / "catalogs").exists()


def test_a_stranger_sees_what_there_is_and_what_to_type(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    screen = terminal("")
    assert screen.lines[:4] == [
        "Deep learning research of 2019  ░░░░░░░░░░░░░░░░░░░░    0 of 10",
        "Deep learning in a day          ░░░░░░░░░░░░░░░░░░░░    0 of 25",
        "",
        "Next     ○ lee-step1-network  Step 1: define a set of functions (Neural Network)",
    ]
    assert screen.lines[-1] == "dlread show pyg · dlread open pyg · dlread mark-read pyg · dlread --help"
    assert any(line.split()[1:2] == ["pyg"] for line in screen.lines)
    assert "Reading" not in "".join(screen.lines)
    assert 2 <= sum("○" in line for line in screen.lines) <= 3
    assert screen.status == 0
    assert not dlread.data.exists()


def test_a_reader_sees_what_they_are_in_the_middle_of_the_newest_first(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    changes = {
        "pyg": ("2026-01-02T03:04:05.000000Z", "read"),
        "lee-hello-keras": ("2026-01-03T03:04:05.000000Z", "reading"),
        "smac": ("2026-01-04T03:04:05.000000Z", "reading"),
    }
    dlread.data.mkdir(parents=True)
    (dlread.data / "journal-other.jsonl").write_text(
        "".join(
            json.dumps({"at": at, "key": key, "set": {"status": status}}) + "\n"
            for key, (at, status) in changes.items()
        )
    )
    lines = terminal("").lines
    assert lines[:5] == [
        "Deep learning research of 2019  ██░░░░░░░░░░░░░░░░░░    1 of 10",
        "Deep learning in a day          ░░░░░░░░░░░░░░░░░░░░    0 of 25",
        "",
        "Reading  ◐ smac               The StarCraft Multi-Agent Challenge",
        "                              since 4 Jan 2026",
    ]
    assert lines[5].startswith('         ◐ lee-hello-keras    "Hello World" for Deep Learning')
    assert [line.split()[1] for line in lines if "◐" in line] == ["◐", "lee-hello-keras"]
    assert [line.split()[1:3] for line in lines if line.startswith("Next")] == [["○", "lee-step1-network"]]
    assert lines[-1] == "this week 0 read     dlread next · dlread list · dlread --help"


def test_what_was_read_this_week_is_counted(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-read pyg smac")
    assert terminal("").lines[-1].startswith("this week 2 read · streak 1 day     ")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_it_is_short_however_much_is_being_read(dlread: Dlread, terminal: Callable[..., Screen], columns: int) -> None:
    dlread("mark-reading -", stdin=dlread("list"))
    lines = terminal("", columns=columns).lines
    assert len(lines) <= 20
    assert sum("◐" in line for line in lines) >= 3


def test_a_narrow_terminal_tells_the_catalogs_apart(terminal: Callable[..., Screen]) -> None:
    assert terminal("", columns=50).lines[:2] == [
        "Deep learning research of 2019  ░░░░░░░    0 of 10",
        "Deep learning in a day          ░░░░░░░    0 of 25",
    ]


def test_what_is_being_read_is_not_next(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-reading pyg ms-rcnn s3gan gcnv2 alipy sdr")
    lines = terminal("").lines
    assert sum("◐" in line for line in lines) == 3
    assert [line.split()[1:3] for line in lines if line.startswith("Next")] == [["○", "lee-step1-network"]]


def test_the_language_of_titles(terminal: Callable[..., Screen]) -> None:
    assert terminal("--lang zh").lines[0].startswith("2019 年的深度学习研究  ")
    assert terminal("", env={"LANG": "zh_CN.UTF-8"}).lines[1].startswith("一天搞懂深度学习  ")


def test_a_terminal_without_unicode_gets_ascii(terminal: Callable[..., Screen]) -> None:
    screen = terminal("", env={"PYTHONIOENCODING": "ascii"})
    assert screen.lines[0] == "Deep learning research of 2019  ....................    0 of 10"
    assert screen.lines[-1] == "dlread show pyg | dlread open pyg | dlread mark-read pyg | dlread --help"
    assert all(line.isascii() for line in screen.lines)
    assert "\x1b" not in terminal("", env={"TERM": "dumb"}).raw


def test_what_else_is_being_read_is_counted(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-reading pyg ms-rcnn s3gan gcnv2 alipy")
    assert "… 2 more in reading: dlread list --status reading" in terminal("").lines
    dlread("mark-read alipy gcnv2")
    assert "more in reading" not in "".join(terminal("").lines)


def test_a_narrow_screen_has_all_of_a_remark(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-reading pyg lee-hello-keras")
    assert sum("since today" in line for line in terminal("", columns=40).lines) == 2
