"""dlread plan: the reader's own order, which next and path follow."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Dlread, Screen

SMAC = "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"


def planned(dlread: Dlread) -> str:
    return dlread("plan --keys").replace("\n", " ").strip()


def reasons(dlread: Dlread, line: str = "next") -> list[tuple[str, str]]:
    rows = [row.split("\t") for row in dlread(line).splitlines()]
    return [(row[0], row[3]) for row in rows]


def relations(dlread: Dlread, key: str) -> tuple[list[str], list[str]]:
    (found,) = json.loads(dlread(f"show --json {key}"))
    return found["read_first"], found["related"]


@pytest.fixture
def papers(dlread: Dlread) -> Dlread:
    """Three that the reader added: one, two, three."""
    for key, paper in (("one", "1706.03762"), ("two", "1810.04805"), ("three", "1412.6980")):
        dlread(f"add {paper} --no-fetch --key {key}")
    return dlread


# --- the plan ---------------------------------------------------------------------------------------------------------


def test_an_entry_is_planned_and_listed(dlread: Dlread) -> None:
    assert dlread.run("plan smac") == (SMAC, "planned · dlread undo takes it back\n", 0)
    assert dlread("plan") == SMAC
    assert [entry["key"] for entry in json.loads(dlread("plan --json"))] == ["smac"]
    dlread("undo")
    assert dlread.run("plan") == ("", "nothing is planned; dlread plan KEY adds an entry\n", 0)
    assert dlread("plan --json") == "[]\n"


def test_the_plan_has_an_order(papers: Dlread) -> None:
    papers("plan two one")
    papers("plan smac")
    assert planned(papers) == "two one smac"
    papers("plan smac three --top")
    assert planned(papers) == "smac three two one"
    papers("plan one --top")
    assert planned(papers) == "one smac three two"
    assert papers.run("plan two").err == "two is already planned; --top moves to the top of the plan\n"
    assert papers.run("plan smac one --remove").err == "no longer planned · dlread undo takes it back\n"
    assert planned(papers) == "three two"
    assert papers.run("plan smac --remove").err == "smac is not planned\n"


def test_what_is_read_leaves_the_plan(papers: Dlread) -> None:
    papers("plan one two three")
    papers("mark-read one")
    papers("mark-skipped two")
    assert planned(papers) == "three"
    papers("mark-unread one")
    assert planned(papers) == "one three"
    assert papers.run("plan two --top").err == (
        "planned at the top · dlread undo takes it back\nnot listed while read or skipped: two\n"
    )


def test_keys_come_from_a_pipe(papers: Dlread) -> None:
    papers("plan -", stdin=papers("list catalog:own --keys"))
    assert planned(papers) == "one two three"


def test_next_has_the_plan_in_its_order(papers: Dlread) -> None:
    assert reasons(papers)[:1] == [
        ("lee-step1-network", "opens up lee-step2-loss, lee-why-deep, lee-activation and 29 more")
    ]
    papers("plan three one")
    assert reasons(papers)[:3] == [
        ("three", "it is in your plan"),
        ("one", "it is in your plan"),
        ("lee-step1-network", "opens up lee-step2-loss, lee-why-deep, lee-activation and 29 more"),
    ]
    assert reasons(papers, "next --limit 1") == [("three", "it is in your plan")]
    assert reasons(papers, "next --why")[0] == ("three", "+60 it is in your plan; = 60")
    (first, *_) = json.loads(papers("next --json"))
    assert first["parts"] == [{"kind": "planned", "points": 60, "keys": []}]


def test_next_begins_with_what_leads_to_the_plan(papers: Dlread) -> None:
    papers("plan smac one")
    assert reasons(papers)[:2] == [
        ("lee-step1-network", "leads to smac, which is in your plan"),
        ("one", "it is in your plan"),
    ]


def test_next_tells_on_a_terminal_what_waits(papers: Dlread, terminal: Callable[..., Screen]) -> None:
    papers("plan one three two")
    assert not any("waiting" in line for line in terminal("next").lines)
    papers("plan one --before two")
    papers("plan one --before three")
    assert terminal("next").lines[-1] == "in your plan, waiting: three, two; see dlread path three"
    assert "waiting" not in "".join(map(str, papers.run("next"))) + "".join(map(str, papers.run("next --keys")))
    assert not any("waiting" in line for line in terminal("next --keys").lines)
    papers("mark-read one")
    assert not any("waiting" in line for line in terminal("next").lines)


def test_a_section_is_planned_by_its_parts(dlread: Dlread) -> None:
    dlread("plan lee-next-wave")
    for _ in range(3):
        first, *_ = dlread("path lee-next-wave --unread --keys").split()
        assert reasons(dlread)[0] == (first, "leads to lee-next-wave, which is in your plan")
        dlread(f"mark-read {first}")


def test_show_has_the_place(papers: Dlread, terminal: Callable[..., Screen]) -> None:
    papers("plan one two")
    assert "Plan\t2 of 2\n" in papers("show two")
    assert "Plan" not in papers("show three")
    assert "Plan   2 of 2" in terminal("show two").lines
    papers("mark-read one")
    assert "Plan\t1 of 1\n" in papers("show two")


def test_the_history_tells_of_it(papers: Dlread) -> None:
    papers("plan one")
    papers("plan one --before two")
    papers("edit two related=three")
    papers("plan one --before two --remove")
    papers("plan one --remove")
    assert [line.split("\t")[3] for line in papers("history --limit 5").splitlines()] == [
        "no longer planned",
        "no longer planned after one",
        "related to three",
        "planned after one",
        "planned",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--top", "give the entry too, like dlread plan smac --top"),
        ("--before smac", "give the entry too, like dlread plan smac --before KEY"),
        ("--remove", "give the entry too, like dlread plan smac --remove"),
        ("sdr --top --before smac", "choose one of --top and --before"),
        ("sdr --top --remove", "choose one of --top and --remove"),
        ("sdr --json", "--json lists the plan, so it takes no KEY"),
        ("--json --keys", "choose one of --json and --keys"),
    ],
)
def test_what_does_not_go_together_is_said(dlread: Dlread, words: str, message: str) -> None:
    result = dlread.run(f"plan {words}")
    assert (result.out, result.err.splitlines()[0], result.status) == ("", f"dlread: {message}", 2)
    assert dlread.journals() == ""


# --- before and after -------------------------------------------------------------------------------------------------


def test_one_entry_is_put_before_another(papers: Dlread) -> None:
    result = papers.run("plan one two --before three")
    assert [line.split("\t")[0] for line in result.out.splitlines()] == ["one", "two", "three"]
    assert result.err == "planned one, two before three · dlread undo takes it back\n"
    assert relations(papers, "three") == (["one", "two"], [])
    assert papers("path three --keys") == "one\ntwo\nthree\n"
    assert papers("path one --from --keys") == "one\nthree\n"
    assert "Read first\t○ one\nRead first\t○ two\n" in papers("show three")
    assert "Opens\t○ three\n" in papers("show one")
    assert [key for key, _ in reasons(papers, "next --limit 9 --kind paper")] == ["one", "two", "pyg", "alipy"]
    papers("mark-read one two")
    assert ("three", "you are done with one, two") in reasons(papers)
    assert papers.run("plan one --before three").err == "one is before three already\n"
    papers("plan one --before three --remove")
    assert relations(papers, "three") == (["two"], [])
    assert papers.run("plan one --before three --remove").err == "one is not planned before three\n"


def test_a_catalogs_entry_may_have_it_too_and_keeps_its_own(dlread: Dlread) -> None:
    dlread("plan lee-rnn --before smac")
    assert relations(dlread, "smac") == (["lee-rnn"], [])
    assert "lee-rnn\n" in dlread("path smac --keys")
    assert dlread.run("plan lee-reinforcement-learning --before smac").err == (
        "lee-reinforcement-learning is before smac already\n"
    )
    assert dlread.run("plan lee-reinforcement-learning --before smac --remove").err == (
        "dlread: the catalog puts lee-reinforcement-learning before smac, and its file is never changed\n"
    )


def test_edit_sets_the_whole_list(papers: Dlread) -> None:
    papers("edit three read_first=one,two related=smac")
    assert relations(papers, "three") == (["one", "two"], ["smac"])
    assert "Related\t○ smac\n" in papers("show three")
    papers("edit three read_first=two")
    assert relations(papers, "three") == (["two"], ["smac"])
    draft = papers("edit three")
    assert "read_first:\n- two\nrelated:\n- smac\n" in draft
    assert papers.run("edit three -", stdin=draft).err == "three is unchanged\n"
    papers("edit three -", stdin=draft.replace("- two", "- one"))
    assert relations(papers, "three") == (["one"], ["smac"])
    papers("edit three read_first= related=")
    assert relations(papers, "three") == ([], [])
    assert papers.run("edit three read_first=nowhere").err == (
        "dlread: no entry is called 'nowhere'; see dlread list\n"
    )


def test_other_names_are_understood_and_follow_a_new_key(papers: Dlread) -> None:
    papers("edit three read_first=1706.03762")
    papers("edit one key=uno")
    assert relations(papers, "three") == (["uno"], [])
    assert "- uno\n" in papers("edit three")
    assert papers.run("edit three read_first=one").err == "three is unchanged\n"
    assert papers("path three --keys") == "uno\nthree\n"
    papers("plan uno --before three --remove")
    assert papers("path three --keys") == "three\n"


def test_a_circle_is_named_and_nothing_recorded(papers: Dlread) -> None:
    papers("plan one --before two")
    papers("plan two --before three")
    before = papers.journals()
    circle = "one needs three needs two needs one: these would require each other; nothing was changed"
    for line in ("plan three --before one", "edit one read_first=three", "edit one related=smac read_first=smac,three"):
        assert papers.run(line) == ("", f"dlread: {circle}\n", 1)
    assert papers.run("plan one --before one").err == (
        "dlread: one cannot be read before itself; nothing was changed\n"
    )
    assert papers.run("plan lee-next-wave --before lee-intro").status == 1
    assert papers.journals() == before


def test_a_circle_of_two_machines_is_told_with_the_way_out(papers: Dlread, tmp_path: Path) -> None:
    other = Dlread(tmp_path / "there")
    other.home.mkdir()
    shutil.copytree(papers.data, other.data)
    papers("plan one --before two")
    other("plan two --before one")
    for path in other.data.glob("journal-*"):
        if not (papers.data / path.name).exists():
            shutil.copy(path, papers.data)
    told = (
        "one needs two needs one: these require each other; remove one read_first (dlread edit one, dlread edit two)\n"
    )
    assert papers.run("path one").err == f"dlread: {told}"
    assert papers("path three --keys") == "three\n"
    assert papers.run("doctor").out == told
    papers("plan two --before three")  # it does not make another one
    papers("plan three one")
    assert reasons(papers)[0][0] != "three"
    papers("edit one read_first=")
    assert papers.run("doctor").status == 0


def other_machine(dlread: Dlread, key: str, **values: Any) -> None:
    line = {"at": "2026-01-02T00:00:00.000000Z", "key": key, "set": values}
    (dlread.data / "journal-other.jsonl").write_text(json.dumps(line) + "\n")


def test_what_two_machines_add_is_all_there(papers: Dlread) -> None:
    other_machine(papers, "three", **{"first:one": True, "related:smac": True, "plan": "1" + "0" * 20})
    papers("plan two --before three")
    papers("plan two")
    assert relations(papers, "three") == (["one", "two"], ["smac"])
    assert planned(papers) == "three two"


@pytest.mark.parametrize("value", ["2" + "0" * 20, "1", 7, True, "1" + "0" * 31, ""])
def test_a_place_that_is_none_is_ignored(papers: Dlread, value: object) -> None:
    other_machine(papers, "three", plan=value)
    assert planned(papers) == ""


def test_what_is_not_there_is_shown_and_not_waited_for(papers: Dlread) -> None:
    other_machine(papers, "three", **{"first:elsewhere": True})
    assert "Read first\t? elsewhere: not in your catalogs\n" in papers("show three")
    assert papers("path three --keys") == "elsewhere\nthree\n"
    assert "three" in papers("next --limit 9 --keys").split()
    papers("add 2005.14165 --no-fetch --key elsewhere")
    assert "three" not in papers("next --limit 9 --keys").split()
    papers("edit three read_first=")
    assert relations(papers, "three") == ([], [])


def test_reset_leaves_the_readers_order(dlread: Dlread) -> None:
    dlread("plan smac")
    dlread("plan lee-rnn --before smac")
    dlread("edit smac year=2020")
    dlread("edit smac --reset")
    assert planned(dlread) == "smac"
    assert relations(dlread, "smac") == (["lee-rnn"], [])
