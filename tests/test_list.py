"""dlread list, to a pipe and to a terminal."""

import json
import os
import subprocess

import pytest
from conftest import PROGRAM, Dlread


def test_a_stranger_sees_ten_papers_and_the_course(dlread: Dlread) -> None:
    lines = dlread("list").splitlines()
    assert len(lines) == 44
    assert [line.split("\t")[2] for line in lines] == ["paper"] * 10 + ["section"] * 34


def test_a_pipe_gets_whole_lines_of_six_columns(dlread: Dlread) -> None:
    assert dlread("list --tag rl") == (
        "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"
        "lee-reinforcement-learning\tunread\tsection\t2016\tReinforcement Learning"
        "\thttps://speech.ee.ntu.edu.tw/~tlkagk/courses/ML_2016/Lecture/RL%20(v6).pdf\n"
    )
    narrow = dlread("list", env={"COLUMNS": "20"})
    assert max(map(len, narrow.splitlines())) > 150
    assert "\x1b" not in narrow


@pytest.mark.parametrize(
    ("conditions", "keys"),
    [
        ("--tag rl", "smac lee-reinforcement-learning"),
        ("--tag reinforcement-learning", "smac lee-reinforcement-learning"),
        ("--tag 强化学习", "smac lee-reinforcement-learning"),
        ("--tag 強化學習", "smac lee-reinforcement-learning"),
        ("--tag ＲＬ", "smac lee-reinforcement-learning"),
        ("tag:強化學習 -tag:多智能體", "lee-reinforcement-learning"),
        ("--tag RL --kind paper", "smac"),
        ("--tag cnn --tag slam", "gcnv2"),
        ("--year 2018", "sdr"),
        ("--year ..2016 --tag rl", "lee-reinforcement-learning"),
        ("--year 2018..2019 --tag dropout", "sdr"),
        ("--author whiteson", "smac"),
        ("--author 'josé hanson'", "sdr"),
        ("--author 'jose hanson'", "sdr"),
        ("--catalog dl-research-2019 --limit 2", "pyg ms-rcnn"),
        ("--kind paper --sort key --limit 3", "adabound alipy deepfashion2"),
        ("--kind paper --sort year --limit 0", ""),
        ("--status read", ""),
        ("--status reading --status skipped", ""),
    ],
)
def test_conditions(dlread: Dlread, conditions: str, keys: str) -> None:
    assert dlread(f"list --keys {conditions}").split() == keys.split()


def test_a_tag_of_one_s_own_is_found_in_both_scripts(dlread: Dlread) -> None:
    dlread("tag smac +数学")
    dlread("tag sdr +機器學習")
    for tag, key in (("數學", "smac"), ("数学", "smac"), ("机器学习", "sdr"), ("機器學習", "sdr")):
        assert dlread(f"list --keys --tag {tag}") == dlread(f"list --keys tag:{tag}") == f"{key}\n"
    dlread("tag pyg +數學")
    assert "数学\t2" in dlread("tags")


@pytest.mark.parametrize(("tag", "meant"), [("数学", ""), ("ml", ""), ("slm", "slam"), ("cnnn", "cnn")])
def test_only_a_tag_that_looks_like_it_is_suggested(dlread: Dlread, tag: str, meant: str) -> None:
    said = f"did you mean '{meant}'? " if meant else ""
    assert dlread.run(f"list --tag {tag}").err == f"no entry has the tag '{tag}'; {said}dlread tags lists them all\n"


def test_one_s_own_catalog_is_one_before_anything_is_in_it(dlread: Dlread) -> None:
    said = "you have not added any papers yet; try dlread add 1706.03762\n"
    for line in ("list --catalog own", "list catalog:OWN"):
        assert dlread.run(line) == ("", said, 0)
    assert dlread.run("list --catalog nope").err.startswith("no catalog is called 'nope'; there are ")
    dlread("add --no-fetch 1706.03762")
    assert dlread.run("list --catalog own --status read").err == "no entries match\n"


def test_sorted_by_what_changed_last(dlread: Dlread) -> None:
    dlread("mark-read sdr")
    dlread("mark-reading smac")
    assert dlread("list --sort changed --limit 2 --keys").split() == ["smac", "sdr"]
    assert dlread("list --sort status --limit 1 --keys").split() == ["smac"]


def test_json_has_every_field(dlread: Dlread) -> None:
    entries = json.loads(dlread("list --json"))
    assert len(entries) == 44
    assert len(entries[8]["authors"]) == 91
    smac = entries[6]
    assert (smac["key"], smac["arxiv"], smac["links"]["successor"]) == (
        "smac",
        "1902.04043",
        "https://github.com/oxwhirl/smacv2",
    )
    assert {frozenset(entry) for entry in entries} == {frozenset(smac)}


def test_an_empty_list_is_no_error_but_says_why(dlread: Dlread) -> None:
    assert dlread.run("list --status skipped") == ("", "no entries match\n", 0)
    assert dlread.run("list --json --status skipped").out == "[]\n"
    assert dlread.run("list --tag drpout").err == (
        "no entry has the tag 'drpout'; did you mean 'dropout'? dlread tags lists them all\n"
    )
    assert dlread.run("list --catalog lee").err.startswith("no catalog is called 'lee'; there are dl-research-2019, ")


def test_a_closed_pipe_is_quiet(dlread: Dlread) -> None:
    done = subprocess.run(
        f"{PROGRAM} list | head -1", shell=True, env=dlread.env, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    reader, writer = os.pipe()
    os.close(reader)
    broken = subprocess.run([PROGRAM, "list"], env=dlread.env, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (broken.returncode, broken.stderr) == (0, b"")


def test_a_full_disk_is_not_silence(dlread: Dlread) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run([PROGRAM, "list"], env=dlread.env, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"dlread: no space left on device\n")


def test_eighty_columns_hold_every_line(terminal) -> None:
    screen = terminal("list")
    assert screen.lines[:3] == [
        "Deep learning research of 2019  0 of 10",
        "○ pyg           Fast Graph Representation Learning with PyTor…  ICLR-W RLGM 2019",
        "○ ms-rcnn       Mask Scoring R-CNN                              CVPR 2019",
    ]
    assert screen.lines[7] == "○ smac          The StarCraft Multi-Agent Challenge ↷±          AAMAS 2019"
    assert screen.lines[12:15] == [
        "Deep learning in a day  0 of 25",
        "○ lee-intro                   Introduction of Deep Learning             0 of 5",
        "○ lee-three-steps               Three Steps for Deep Learning           0 of 3",
    ]
    assert screen.lines[-1] == "35 entries, 9 headings · ↷ superseded, ≠ disputed, ± corrected, see dlread show"
    assert len(screen.lines) == 10 + 34 + 4


def test_chinese_titles_line_up(terminal) -> None:
    lines = terminal("list --kind paper --lang zh").lines
    assert lines[2] == "○ s3gan         用更少标签生成高保真图像                        ICML 2019"
    assert lines[6] == "○ smac          星际争霸多智能体挑战 ↷±                         AAMAS 2019"


def test_wide_terminals_have_tags_and_narrow_ones_hold_on(terminal) -> None:
    assert "optimization, adaptive-lear" in terminal("list --kind paper", columns=120).lines[9]
    assert all(len(line) <= 40 for line in terminal("list", columns=40).lines)


def test_no_color_and_dumb_terminals(terminal) -> None:
    assert "\x1b[36m" in terminal("list --tag rl").raw
    assert "\x1b[36m" not in terminal("list --tag rl", env={"NO_COLOR": "1"}).raw
    assert "\x1b" not in terminal("list --tag rl", env={"TERM": "dumb"}).raw


def test_a_terminal_without_unicode_gets_ascii(terminal) -> None:
    screen = terminal("list --tag rl", env={"PYTHONIOENCODING": "ascii"})
    assert screen.lines == [
        ". smac                        The StarCraft Multi-Agent Challenge >*  AAMAS 2019",
        ". lee-reinforcement-learning  Reinforcement Learning                  part IV",
        "2 entries | > superseded, * corrected, see dlread show",
    ]


@pytest.mark.parametrize("name", ["-", "'", '" OR', "\u0488", "NEAR(x)", "Hung yi", "lee hung-yi", "HUNG"])
def test_an_author_is_any_text(dlread: Dlread, name: str) -> None:
    result = dlread.run(["list", "--keys", "--author", name])
    assert result.status == 0
    assert ("lee-dropout" in result.out.split()) == ("hung" in name.lower())


def test_a_rating_and_a_note_stand_behind_the_title(dlread: Dlread, terminal) -> None:
    for line in ("rate smac 4", "note smac try it", "rate pyg 5", "note sdr good", "rate lingvo 1"):
        dlread(line)
    assert terminal("list --kind paper").lines == [
        "○ pyg           Fast Graph Representation Learning with Py… 5★  ICLR-W RLGM 2019",
        "○ ms-rcnn       Mask Scoring R-CNN                              CVPR 2019",
        "○ s3gan         High-Fidelity Image Generation With Fewer Lab…  ICML 2019",
        "○ gcnv2         GCNv2: Efficient Correspondence Prediction fo…  RA-L 2019",
        "○ alipy         ALiPy: Active Learning in Python                arXiv 2019",
        "○ deepfashion2  DeepFashion2: A Versatile Benchmark for Detec…  CVPR 2019",
        "○ smac          The StarCraft Multi-Agent Challenge ↷± 4★✎      AAMAS 2019",
        "○ sdr           Dropout is a special case of the stochast… ± ✎  arXiv 2018",
        "○ lingvo        Lingvo: a Modular and Scalable Framework f… 1★  arXiv 2019",
        "○ adabound      Adaptive Gradient Methods with Dynamic Boun… ≠  ICLR 2019",
        "10 entries · ↷ superseded, ≠ disputed, ± corrected, ✎ note, see dlread show",
    ]
    ascii_only = terminal("list has:note", env={"PYTHONIOENCODING": "ascii"})
    assert ascii_only.lines == [
        ". smac  The StarCraft Multi-Agent Challenge >* 4*@                    AAMAS 2019",
        ". sdr   Dropout is a special case of the stochastic delta rul... * @  arXiv 2018",
        "2 entries | > superseded, * corrected, @ note, see dlread show",
    ]
    assert "智能体挑战 ↷± 4★✎" in terminal("search smac --lang zh").lines[0]
    assert dlread("list has:note --keys").split() == ["smac", "sdr"]


def test_the_year_is_seen_however_long_the_venue_is(dlread: Dlread, terminal) -> None:
    venues = {
        "long": "IEEE Transactions on Pattern Analysis and Machine Intelligence",
        "proceedings": "Proceedings of the 2019 Conference of the North",
        "dated": "2016 IEEE Conference on Computer Vision and Pattern Recognition",
        "short": "JMLR",
    }
    for key, venue in venues.items():
        dlread(f"add --no-fetch 10.1000/{key} --key {key}")
        dlread(["edit", key, f"title=The {key} one", "year=20" + ("16" if key == "dated" else "19"), f"venue={venue}"])
    assert [line[-18:].strip() for line in terminal("list --catalog own --sort key").lines[:4]] == [
        "2016 IEEE Confer…",
        "2019 IEEE Transa…",
        "2019 Proceedings…",
        "JMLR 2019",
    ]


def test_headings_are_told_apart_from_what_progress_counts(terminal) -> None:
    assert terminal("list --kind section").lines[-1] == "25 entries, 9 headings"
    assert terminal("list title:hello").lines[-1] == "1 entry"
    assert terminal("list title:introduction kind:section").lines[-1] == "1 heading"
