"""dlread stats, to a pipe and to a terminal."""

import json
from collections.abc import Callable, Mapping

import pytest
from conftest import Dlread, Screen

UNTOUCHED = """\
dl-research-2019\t0\t10
lee-deep-learning-in-a-day\t0\t25
lee-intro\t0\t5
lee-training\t0\t11
lee-variants\t0\t2
lee-next-wave\t0\t7
"""


def test_a_stranger_has_read_nothing(dlread: Dlread) -> None:
    assert dlread.run("stats") == (UNTOUCHED, "", 0)


def test_read_is_counted_and_skipped_counts_for_nothing(dlread: Dlread) -> None:
    dlread("mark-read smac lee-next-wave")
    dlread("mark-skipped sdr lee-cnn lee-hello-keras")
    dlread("mark-reading pyg")
    assert dlread("stats") == (
        "dl-research-2019\t1\t9\n"
        "lee-deep-learning-in-a-day\t7\t23\n"
        "lee-intro\t0\t4\n"
        "lee-training\t0\t11\n"
        "lee-variants\t0\t1\n"
        "lee-next-wave\t7\t7\n"
    )


def test_json(dlread: Dlread) -> None:
    dlread("mark-read lee-variants smac")
    stats = json.loads(dlread("stats --json"))
    assert stats["catalogs"] == [
        {"name": "dl-research-2019", "read": 1, "of": 10},
        {"name": "lee-deep-learning-in-a-day", "read": 2, "of": 25},
    ]
    assert [tuple(part.values()) for part in stats["parts"]] == [
        ("lee-intro", 0, 5),
        ("lee-training", 0, 11),
        ("lee-variants", 2, 2),
        ("lee-next-wave", 0, 7),
    ]
    assert {"tag": "rl", "read": 1, "of": 2} in stats["tags"]
    assert {"tag": "slam", "read": 0, "of": 1} in stats["tags"]
    assert (stats["read"], stats["streak_days"], stats["weeks"][-1]["read"]) == (3, 1, 3)
    assert stats["oldest_unread"] == "lee-step1-network"


READ_AT = {
    "smac": "2026-03-02T23:30:00.000000Z",  # a Monday
    "pyg": "2026-03-08T12:00:00.000000Z",
    "sdr": "2026-03-09T00:30:00.000000Z",
    "alipy": "2026-03-10T12:00:00.000000Z",
    "gcnv2": "2026-03-25T12:00:00.000000Z",
}


def read_elsewhere(dlread: Dlread, read_at: Mapping[str, str]) -> None:
    """On another machine, at these times."""
    dlread.data.mkdir(parents=True, exist_ok=True)
    lines = ({"at": at, "key": key, "set": {"status": "read"}} for key, at in read_at.items())
    (dlread.data / "journal-other.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


@pytest.mark.parametrize(
    ("zone", "weeks"),
    [
        ("UTC", {"2026-03-02": 2, "2026-03-09": 2, "2026-03-16": 0, "2026-03-23": 1}),
        ("EST5", {"2026-03-02": 3, "2026-03-09": 1, "2026-03-16": 0, "2026-03-23": 1}),
        ("CST-8", {"2026-03-02": 2, "2026-03-09": 2, "2026-03-16": 0, "2026-03-23": 1}),
    ],
)
def test_weeks_are_those_of_the_readers_own_days(dlread: Dlread, zone: str, weeks: dict[str, int]) -> None:
    read_elsewhere(dlread, READ_AT)
    found = json.loads(dlread("stats --json --until 2026-03-29", env={"TZ": zone}))["weeks"]
    assert {week["monday"]: week["read"] for week in found} == weeks


@pytest.mark.parametrize(
    ("span", "read", "streak"),
    [
        ("--until 2026-03-29", 5, 0),
        ("--until 2026-03-10", 4, 3),
        ("--until 2026-03-11", 4, 3),
        ("--until 2026-03-12", 4, 0),
        ("--since 2026-03-09 --until 2026-03-10", 2, 2),
        ("--since 2026-03-25 --until 2026-03-25", 1, 1),
        ("--until 2026-03-01", 0, 0),
    ],
)
def test_a_span_of_days_has_both_its_ends(dlread: Dlread, span: str, read: int, streak: int) -> None:
    read_elsewhere(dlread, READ_AT)
    stats = json.loads(dlread(f"stats --json {span}"))
    assert (stats["read"], stats["streak_days"]) == (read, streak)


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "yesterday", "''", "01.02.2026"])
def test_what_is_no_day_is_wrong_usage(dlread: Dlread, day: str) -> None:
    result = dlread.run(f"stats --since {day}")
    assert (result.out, result.status) == ("", 2)
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("zone", ["EST5", "CST-8"])
def test_the_ends_of_time_do_no_harm(dlread: Dlread, terminal: Callable[..., Screen], zone: str) -> None:
    read_elsewhere(dlread, {"smac": "0001-01-01T00:00:00.000000Z", "pyg": "8999-12-31T23:59:59.999999Z"})
    assert dlread("stats", env={"TZ": zone}).startswith("dl-research-2019\t2\t10\n")
    assert terminal("stats", env={"TZ": zone}).status == 0
    assert terminal("", env={"TZ": zone}).status == 0


def test_a_catalog_of_the_readers_own_comes_last(dlread: Dlread) -> None:
    (dlread.data / "catalogs").mkdir(parents=True)
    (dlread.data / "catalogs/a.yaml").write_text(
        "catalog: a\ntitle: {en: Mine}\nentries:\n- {key: first, title: {en: First}}\n"
    )
    assert dlread("stats") == UNTOUCHED + "a\t0\t1\n"


def test_a_terminal_gets_bars(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-read smac lee-hello-keras lee-next-wave")
    assert terminal("stats").lines[:7] == [
        "Deep learning research of 2019           ██░░░░░░░░░░░░░░░░░░    1 of 10",
        "Deep learning in a day                   ██████░░░░░░░░░░░░░░    8 of 25",
        "  Introduction of Deep Learning          ████░░░░░░░░░░░░░░░░    1 of 5",
        "  Tips for Training Deep Neural Network  ░░░░░░░░░░░░░░░░░░░░    0 of 11",
        "  Variants of Neural Network             ░░░░░░░░░░░░░░░░░░░░    0 of 2",
        "  Next Wave                              ████████████████████    7 of 7",
        "",
    ]


def test_and_the_best_tags_the_weeks_and_the_oldest_unread(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    read_elsewhere(dlread, READ_AT)
    lines = terminal("stats --until 2026-03-29").lines
    assert len(lines) <= 24
    assert lines[7:10] == [
        "library          ██████████░░░░░░░░░░    2 of 4",
        "active-learning  ████████████████████    1 of 1",
        "benchmark        ██████████░░░░░░░░░░    1 of 2",
    ]
    assert lines[-1] == "Oldest unread  ○ lee-step1-network  Step 1: define a set of functions (Ne…  2016"
    assert lines[-3].startswith("Read per week  ")
    assert lines[-3].endswith("1 this week, 2 at most · since 2026-03-02 · streak 0 days")


def test_a_bar_is_full_only_when_all_is_read_and_empty_only_when_nothing_is(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    entries = "".join(f"- {{key: p{number}, title: {{en: P}}}}\n" for number in range(100))
    (dlread.data / "catalogs").mkdir(parents=True)
    (dlread.data / "catalogs/a.yaml").write_text(f"catalog: a\ntitle: {{en: Mine}}\nentries:\n{entries}")

    def mine() -> list[str]:
        (words,) = [line.split() for line in terminal("stats").lines if line.startswith("Mine")]
        return words

    dlread("mark-read p0")
    assert mine() == ["Mine", "█" + "░" * 19, "1", "of", "100"]
    dlread("mark-read -", stdin=dlread("list --keys --catalog a --limit 99"))
    assert mine() == ["Mine", "█" * 19 + "░", "99", "of", "100"]
    dlread("mark-read p99")
    assert mine() == ["Mine", "█" * 20, "100", "of", "100"]


def test_chinese_titles_line_up(terminal: Callable[..., Screen]) -> None:
    lines = terminal("stats --lang zh").lines[:6]
    assert lines[0].startswith("2019 年的深度学习研究")
    assert len({widened(line).index("░") for line in lines}) == 1


def widened(line: str) -> str:
    """A character a column: a Chinese one takes two, of which pyte shows one."""
    return "".join(char * 2 if "\u4e00" <= char <= "\u9fff" else char for char in line)


def test_narrow_terminals_hold_every_line(terminal: Callable[..., Screen]) -> None:
    lines = terminal("stats", columns=40).lines
    assert all(line.split()[-2] == "of" for line in lines[:6])


def test_no_day_is_both_after_the_end_and_before_it(dlread: Dlread) -> None:
    error = "dlread: --since 2027-01-01 is after --until 2026-01-01\n"
    assert dlread.run("stats --since 2027-01-01 --until 2026-01-01") == ("", error, 2)
    assert dlread.run("stats --since 2026-01-01 --until 2026-01-01").status == 0
