"""dlread path: what comes before an entry, and what it opens."""

import json

import pytest
from conftest import Dlread

CYCLE = """\
catalog: circle
title: {en: A circle}
entries:
- key: hen
  title: {en: The hen}
  read_first: [{key: egg, en: it comes from an egg}]
- key: egg
  title: {en: The egg}
  read_first: [{key: hen, en: a hen lays it}]
- key: omelette
  title: {en: The omelette}
  read_first: [{key: egg}, {key: pan, en: it is made in one}]
"""


def catalog(dlread: Dlread, text: str) -> None:
    (dlread.data / "catalogs").mkdir(parents=True)
    (dlread.data / "catalogs" / "own.yaml").write_text(text, "utf-8")


def test_a_path_ends_in_the_entry_and_says_why_each_step(dlread: Dlread) -> None:
    dlread("mark-read lee-step1-network")
    assert dlread("path smac") == (
        "lee-step1-network\tread\ta policy is a function, too, and is found by the same three steps\n"
        "lee-step2-loss\tunread\ta policy is a function, too, and is found by the same three steps\n"
        "lee-step3-gradient-descent\tunread\ta policy is a function, too, and is found by the same three steps\n"
        "lee-reinforcement-learning\tunread"
        "\tSMAC tests methods for one branch of it, in which several agents have to cooperate\n"
        "smac\tunread\tThe StarCraft Multi-Agent Challenge\n"
    )
    assert dlread.run("path smac").err == "to read: 4 · 1 done\n"


def test_unread_leaves_out_what_is_done(dlread: Dlread) -> None:
    dlread("mark-read three-steps")
    dlread("mark-skipped lee-reinforcement-learning")
    assert dlread("path smac --unread --keys") == "smac\n"


def test_the_other_way_is_what_it_opens(dlread: Dlread) -> None:
    assert dlread("path --from lee-dropout --keys").split() == ["lee-dropout", "sdr"]
    assert dlread.run("path --from lee-dropout").err == "opens up: 1\n"


def test_a_path_is_a_tree_on_a_terminal(terminal) -> None:
    assert terminal("path sdr --lang zh").lines == [
        "├ ○ lee-step1-network           Dropout 关掉的就是那里介绍的神经元",
        "├ ○ lee-step2-loss              这里训练损失很低，要与新数据上的损失分开看",
        "├ ○ lee-step3-gradient-descent  训练数据正是靠它拟合得这么好",
        "├ ○ lee-diagnosis-test          Dropout 针对的是这种失败，对训练结果不好没有帮助",
        "├ ○ lee-dropout                 论文把随机失活解释为一种噪声不由学习得到的规则",
        "└ ○ sdr                         随机失活（Dropout）是随机 delta 规则的特例：更快",
        "                                更准的深度学习",
        "待读：6 项",
    ]


def test_json_has_the_reason_and_what_for(dlread: Dlread) -> None:
    steps = json.loads(dlread("path sdr --json"))
    assert steps[-1] == {
        "key": "sdr",
        "status": "unread",
        "why": "Dropout is a special case of the stochastic delta rule: faster and more accurate deep learning",
        "for": None,
    }
    assert steps[-2]["for"] == "sdr"


def test_a_circle_is_named_with_file_and_line(dlread: Dlread) -> None:
    catalog(dlread, CYCLE)
    result = dlread.run("path omelette")
    path = dlread.data / "catalogs" / "own.yaml"
    assert result.status == 1
    assert result.err == (
        "dlread: egg needs hen needs egg: these require each other; remove one read_first "
        f"({path}, line 7, {path}, line 4)\n"
    )
    assert "circle" in dlread.run("doctor").out


@pytest.mark.full_run
def test_a_large_circle_is_told_in_short(dlread: Dlread) -> None:
    entries = [f"- {{key: k{n}, title: {{en: t}}, read_first: [{{key: k{(n + 1) % 3000}}}]}}" for n in range(3000)]
    catalog(dlread, "\n".join(["catalog: circle", "title: {en: A circle}", "entries:", *entries]) + "\n")
    path = dlread.data / "catalogs" / "own.yaml"
    said = dlread.run("path k7").err
    shown = said.removeprefix("dlread: ").split(" needs ")
    assert len(shown) == 6
    assert shown[-1].startswith(
        f"2,995 more need {shown[0]}: these require each other; remove one read_first ({path}, "
    )
    assert said.count(str(path)) == 5
    assert len(dlread.run("doctor").out) == len(said.removeprefix("dlread: "))


def test_what_is_in_no_catalog_is_said_and_no_error(dlread: Dlread) -> None:
    catalog(dlread, CYCLE.replace("{key: egg}, ", ""))
    assert dlread("path omelette") == "pan\tunknown\tnot in your catalogs\nomelette\tunread\tThe omelette\n"
    assert "Read first\t? pan: not in your catalogs" in dlread("show omelette")


@pytest.mark.parametrize("key", ["smca", "--from smca"])
def test_an_unknown_key(dlread: Dlread, key: str) -> None:
    result = dlread.run(f"path {key}")
    assert (result.status, result.err) == (1, "dlread: no entry is called 'smca'; did you mean 'smac'?\n")
