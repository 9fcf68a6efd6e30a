"""dlread next: what to read now, and why."""

import json
import shutil

from conftest import Dlread


def test_a_stranger_is_sent_to_the_beginning(dlread: Dlread) -> None:
    assert dlread("next --limit 2") == (
        "lee-step1-network\tunread\tStep 1: define a set of functions (Neural Network)"
        "\topens up lee-step2-loss, lee-why-deep, lee-activation and 29 more\n"
        "pyg\tunread\tFast Graph Representation Learning with PyTorch Geometric\tit has no prerequisites\n"
    )


def test_what_you_are_in_the_middle_of_comes_first(dlread: Dlread) -> None:
    dlread("mark-reading smac")
    first = dlread("next").splitlines()[0]
    assert first == ("smac\treading\tThe StarCraft Multi-Agent Challenge\tyou have been reading it since today")


def test_why_shows_the_parts_of_the_score(dlread: Dlread) -> None:
    dlread("mark-read three-steps mini-batch")
    dlread("rate mini-batch 5")
    lines = {line.split("\t")[0]: line.split("\t")[3] for line in dlread("next --why --limit 9").splitlines()}
    assert lines["lee-adaptive-learning-rate"] == (
        "+20 you are done with lee-step3-gradient-descent, lee-mini-batch; +2 opens up adabound; "
        "+10 your notes and ratings speak for optimization: lee-mini-batch; = 32"
    )


def test_filters_and_forms(dlread: Dlread) -> None:
    assert dlread("next --kind paper --keys").split() == ["pyg", "alipy"]
    assert dlread("next --tag gnn --keys").split() == ["pyg"]
    (only,) = json.loads(dlread("next --tag gnn --json"))
    assert (only["key"], only["score"], only["parts"]) == ("pyg", 0, [])


def test_why_there_is_nothing_to_suggest(dlread: Dlread) -> None:
    needy = "what is left here needs something else first; see dlread path smac\n"
    assert dlread.run("next --tag rl") == ("", needy, 0)
    assert dlread.run("next --tag rl --json") == ("[]\n", needy, 0)
    assert dlread.run("next --tag nosuch") == ("", "no entry has the tag 'nosuch'; dlread tags lists them all\n", 0)
    dlread("mark-read smac lee-reinforcement-learning")
    assert dlread.run("next --tag rl") == ("", "nothing left to read here; well done\n", 0)


def test_it_can_stay_within_a_catalog(dlread: Dlread) -> None:
    assert dlread("next --catalog dl-research-2019 --limit 3 --keys").split() == ["pyg", "alipy"]
    assert dlread("next --catalog LEE-deep-learning-in-a-day --limit 1 --keys").split() == ["lee-step1-network"]
    assert dlread.run("next --catalog nothing").err == (
        "dlread: no catalog is called 'nothing'; there are dl-research-2019, lee-deep-learning-in-a-day\n"
    )


def test_the_first_is_opened(dlread: Dlread) -> None:
    assert dlread("next --tag gnn --open").splitlines()[-1] == "https://github.com/pyg-team/pytorch_geometric"


def test_two_machines_with_the_same_journals_say_the_same(dlread: Dlread, tmp_path) -> None:
    for line in ("mark-read three-steps", "rate sdr 4", "note pyg good", "mark-reading gcnv2"):
        dlread(line)
    other = Dlread(tmp_path / "other")
    shutil.copytree(dlread.data, other.data)
    assert other("next --why --limit 20") == dlread("next --why --limit 20")


def test_on_a_terminal_the_reason_stands_below(terminal) -> None:
    assert terminal("next --limit 1 --kind paper").lines == [
        "○ pyg  Fast Graph Representation Learning with PyTorch Geometric",
        "       it has no prerequisites",
    ]


def test_many_candidates_are_no_trouble(dlread: Dlread) -> None:
    dlread.data.mkdir(parents=True)
    lines = [
        {
            "at": f"2026-01-01T00:{n // 60:02}:{n % 60:02}.000000Z",
            "key": f"p{n}",
            "set": {"title": f"P {n}", "tag:x": True},
        }
        for n in range(2500)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (dlread.data / "journal-other.jsonl").write_text(text)
    dlread("rate p7 5")
    dlread("mark-read p7")
    assert dlread("next --tag x --limit 3 --keys").split() == ["p0", "p1", "p2"]
    assert "for x: p7" in dlread("next --tag x --limit 1 --why")
