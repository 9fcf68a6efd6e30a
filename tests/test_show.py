"""dlread show, to a pipe and to a terminal."""

import json
from collections.abc import Callable

import pytest
from conftest import Dlread, Screen


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_a_pipe_gets_a_label_and_the_whole_text_a_line(dlread: Dlread) -> None:
    shown = rows(dlread("show lee-three-steps"))
    assert shown[:6] == [
        ["Key", "lee-three-steps"],
        ["Title", "Three Steps for Deep Learning"],
        ["Title", "深度学习三步走"],
        ["Authors", "Hung-yi Lee"],
        ["Year", "2016"],
        ["Status", "unread"],
    ]
    assert [text for label, text in shown if label == "Parts"] == [
        "○ lee-step1-network: Step 1: define a set of functions (Neural Network)",
        "○ lee-step2-loss: Step 2: goodness of function (Loss)",
        "○ lee-step3-gradient-descent: Step 3: pick the best function (Gradient Descent)",
    ]
    assert all(len(row) == 2 for row in shown)


def test_nothing_is_cut_in_a_pipe(dlread: Dlread) -> None:
    shown = dict(rows(dlread("show lingvo", env={"COLUMNS": "40"})))
    assert len(shown["Authors"].split(", ")) == 91
    assert "…" not in "".join(shown.values())


@pytest.mark.parametrize("name", ["adabound", "AdaBound", "amsbound", "AMSBOUND", "adabo", "1902.09843"])
def test_a_key_alias_beginning_or_arxiv_id(dlread: Dlread, name: str) -> None:
    assert rows(dlread(f"show {name}"))[0] == ["Key", "adabound"]


def test_an_unknown_key_gets_the_nearest(dlread: Dlread) -> None:
    assert dlread.run("show adabond") == ("", "dlread: no entry is called 'adabond'; did you mean 'adabound'?\n", 1)
    assert dlread.run("show xyzzy") == ("", "dlread: no entry is called 'xyzzy'; see dlread list\n", 1)
    assert dlread.run(["show", ""]) == ("", "dlread: no entry is called ''; see dlread list\n", 1)
    assert dlread.run(["show", "caf\udce9"]).err.startswith("dlread: no entry is called 'caf")


def test_an_unknown_key_among_good_ones_shows_none(dlread: Dlread) -> None:
    assert dlread.run("show smac nope").out == ""
    assert dlread.run("show smac nope").status == 1


def test_several_are_parted_by_an_empty_line(dlread: Dlread) -> None:
    smac, pyg = dlread("show smac"), dlread("show pyg")
    assert dlread("show smac pyg") == f"{smac}\n{pyg}"
    assert dlread("show smac pyg smac") == f"{smac}\n{pyg}"


def test_keys_come_from_stdin(dlread: Dlread) -> None:
    assert dlread("show -", stdin="smac\tunread\n\n  pyg  \n") == dlread("show smac pyg")
    assert dlread("show -", stdin="") == ""
    assert dlread("show --json -", stdin="") == "[]\n"


def test_what_the_reader_did_is_shown(dlread: Dlread) -> None:
    dlread("mark-read lee-reinforcement-learning")
    dlread("mark-reading smac")
    dlread("rate smac 4")
    dlread("tag smac +thesis -benchmark")
    dlread("note smac --replace 'run it first'")
    shown = dict(rows(dlread("show smac")))
    assert (shown["Status"], shown["Rating"], shown["Note"]) == ("reading", "4", "run it first")
    assert sorted(shown["Tags"].split(", ")) == ["+thesis", "multi-agent", "rl"]
    assert shown["Read first"].startswith("● lee-reinforcement-learning: ")


def test_only_tags_of_ones_own_have_a_plus(dlread: Dlread) -> None:
    before = dlread("show smac")
    dlread("tag smac -rl")
    dlread("undo")
    assert dlread("show smac") == before


def test_a_section_is_the_sum_of_its_parts(dlread: Dlread) -> None:
    dlread("mark-read lee-step1-network")
    shown = rows(dlread("show lee-three-steps"))
    assert ["Status", "reading"] in shown
    assert ["Parts", "● lee-step1-network: Step 1: define a set of functions (Neural Network)"] in shown


def test_the_language_of_the_texts(dlread: Dlread) -> None:
    english, chinese = dict(rows(dlread("show smac"))), dict(rows(dlread("show smac --lang zh")))
    assert english["Summary"].startswith("ALE and MuJoCo let single-agent reinforcement learning")
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese["Summary"])
    assert english.keys() == chinese.keys()


JSON_NAMES = {
    *("key", "aliases", "kind", "catalog", "parent", "lecture", "title", "title_zh", "authors", "year", "month"),
    *("venue", "type", "volume", "number", "pages", "series", "editor", "publisher", "isbn", "arxiv", "doi", "url"),
    *("links", "states", "license", "license_note", "language", "framework", "tags", "summary", "summary_zh", "hint"),
    *("figures", "since", "corrections", "remarks", "relations", "bibtex", "status", "status_since", "added"),
    *("progress", "rating", "note", "extra", "plan", "read_first", "related", "delisted", "also_in"),
}


def test_json_is_an_array_of_objects_with_every_field(dlread: Dlread) -> None:
    dlread("rate smac 4")
    smac, section = json.loads(dlread("show --json smac lee-intro"))
    assert smac.keys() == section.keys() == JSON_NAMES
    assert (smac["key"], smac["rating"], smac["progress"], smac["note"]) == ("smac", 4, None, None)
    assert (section["progress"], section["rating"], section["kind"]) == ({"read": 0, "of": 5}, None, "section")
    assert [event["what"] for event in smac["since"]] == ["superseded", "corrected", "dormant"]


def test_a_terminal_gets_a_page(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-read lee-hello-keras")
    dlread("rate lee-intro 3")
    screen = terminal("show lee-intro")
    assert screen.lines[:14] == [
        "Introduction of Deep Learning",
        "深度学习概论",
        "Hung-yi Lee · 2016 · part I",
        "",
        "◐ reading, 1 of 5 read   ★★★☆☆   neural-network   lee-intro",
        "",
        "Deep learning means looking for a good function. The three steps of that search",
        "come first, then the question why a network should have many layers; a first",
        "program in Keras makes it concrete.",
        "",
        "Opens        ○ lee-variants",
        "Parts        ○ lee-three-steps: Three Steps for Deep Learning",
        "             ○ lee-why-deep: Why Deep?",
        '             ● lee-hello-keras: "Hello World" for Deep Learning',
    ]


def test_what_is_known_only_by_its_id_or_address(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("add --no-fetch 1706.03762 https://example.org/x")
    assert terminal("show arxiv-1706.03762").lines[:4] == ["arXiv:1706.03762", "", "○ unread   arxiv-1706.03762", ""]
    assert terminal("show example.org-x").lines[:4] == ["example.org/x", "", "○ unread   example.org-x", ""]


def test_many_authors_are_counted_on_a_terminal(terminal: Callable[..., Screen]) -> None:
    text = " ".join(terminal("show lingvo").lines)
    assert "and 83 more" in text


def test_narrow_terminals_hold_every_line(terminal: Callable[..., Screen]) -> None:
    wide, narrow = terminal("show smac", columns=200), terminal("show smac", columns=40, rows=200)
    squeezed = "".join("".join(narrow.lines).split())
    assert "".join(wide.lines[0].split()) in squeezed
    assert "https://ora.ox.ac.uk/objects/uuid:4c1d3084-fc02-4a12-8b2f-6b9f9d43ebd0" in squeezed


HOSTILE = "[bold]a[/etc]\x1b]0;owned\x07\x9b31m\u202eevil :pile_of_poo:"


def test_hostile_text_does_nothing_to_a_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("note smac --replace -", stdin=HOSTILE)
    expected = "[bold]a[/etc]\ufffd]0;owned\ufffd\ufffd31mevil :pile_of_poo:"
    assert dict(rows(dlread("show smac")))["Note"] == expected
    screen = terminal("show smac", columns=120)
    assert any(line.endswith(expected) for line in screen.lines)
    assert not any(control in screen.raw for control in ("\x07", "\x9b", "\u202e", "\x1b]"))
    assert json.loads(dlread("show --json smac"))[0]["note"] == HOSTILE
    assert dlread("show --json smac").replace("\n", "").isprintable()


def test_a_note_of_several_lines_keeps_them_in_json(dlread: Dlread) -> None:
    dlread("note smac --replace -", stdin="one\ntwo\tthree\n")
    assert json.loads(dlread("show --json smac"))[0]["note"] == "one\ntwo\tthree"
    notes = [row for row in rows(dlread("show smac")) if row[0] == "Note"]
    assert notes == [["Note", "one"], ["Note", "two three"]]


@pytest.mark.parametrize("line", ["show {}", "list status:{}", "edit smac {}=x", "rate smac {}", "add {}", "path {}"])
def test_no_message_is_as_long_as_what_was_typed(dlread: Dlread, line: str) -> None:
    result = dlread.run(line.format("x" * 5000).split())
    assert result.status in (1, 2)
    assert 20 < len(result.err.splitlines()[0]) < 400


def test_what_other_programs_had_is_shown(dlread: Dlread) -> None:
    bib = "@misc{a, title={T}, author={A. Bee}, file={:a.pdf:PDF}, shelfmark={Q 7}}"
    dlread.run("import -", stdin=bib)
    lines = dlread("show a").splitlines()
    assert [line for line in lines if line.startswith(("Files", "Shelfmark"))] == [
        "Files\t:a.pdf:PDF",
        "Shelfmark\tQ 7",
    ]


def test_one_s_own_note_comes_first_and_what_is_wrong_in_a_source_last(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    dlread("note smac --replace -", stdin="try the new maps\nwith two seeds")
    labels = [line.split("\t")[0] for line in dlread("show smac").splitlines()]
    assert labels[labels.index("Tags") + 1 :][:3] == ["Note", "Note", "Summary"]
    assert labels[-4:] == ["Corrections"] * 4
    lines = terminal("show smac").lines
    status = next(number for number, line in enumerate(lines) if line.startswith("○ unread"))
    assert lines[status : status + 6] == [
        "○ unread   rl, multi-agent, benchmark   smac",
        "",
        "Note  try the new maps",
        "      with two seeds",
        "",
        "ALE and MuJoCo let single-agent reinforcement learning move beyond toy problems",
    ]
    assert lines[-1] == "                 environment."
