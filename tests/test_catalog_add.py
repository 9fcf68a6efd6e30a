"""dlread catalog add: a list of somebody else's, with names that cannot be taken over and a status of one's own."""

import json
from pathlib import Path

import pytest
from conftest import Dlread

COURSE = """\
catalog: cs224n
title: {en: Natural language processing}
entries:
- {key: week-1, kind: section, title: {en: Week 1}}
- {key: lecture-1, kind: section, parent: week-1, title: {en: Lecture 1}}
- {key: gru, parent: week-1, title: {en: Gated units}, aliases: [gates], read_first: [{key: lecture-1}, {key: smac}]}
"""


def course(dlread: Dlread, text: str = COURSE, name: str = "course.yaml") -> Path:
    path = dlread.home / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_becomes_a_catalog_whose_name_stands_before_its_keys(dlread: Dlread) -> None:
    result = dlread.run(f"catalog add {course(dlread)}")
    assert (result.out, result.status) == ("", 0)
    assert result.err == (
        "added cs224n with 2 entries · dlread undo takes it back\ndlread list --catalog cs224n lists them\n"
    )
    assert dlread("list --catalog cs224n") == (
        "cs224n/week-1\tunread\tsection\t\tWeek 1\t\n"
        "cs224n/lecture-1\tunread\tsection\t\tLecture 1\t\n"
        "cs224n/gru\tunread\tpaper\t\tGated units\t\n"
    )
    assert dlread("catalog").splitlines()[2].split("\t")[:3] == ["cs224n", "2", "Natural language processing"]


def test_it_is_a_line_of_the_journal(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    line = json.loads(dlread.journals())
    assert line["key"] == "catalogs/cs224n"
    assert line["set"]["subscription"] == "~/course.yaml"
    assert set(line["set"]["version"]) == {"sha256", "at"}
    assert dlread("history").splitlines()[0].split("\t")[2:] == ["catalogs/cs224n", "subscribed to", "1"]
    assert dlread.run("doctor").out == ""


def test_undo_takes_it_back_and_redo_brings_it(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    dlread("mark-read gru")
    assert "1 marked read" not in dlread.run("undo").err.partition("·")[0]
    assert dlread.run("undo").err.startswith("undone: subscribed to cs224n (")
    assert dlread("list").count("\n") == 44
    dlread("redo")
    assert dlread.status("cs224n/gru") == "unread"
    dlread("redo")
    assert dlread.status("cs224n/gru") == "read"


@pytest.mark.parametrize("name", ["gru", "gates", "cs224n/gru", "cs224n/gates", "CS224N/GRU", "gat", "cs224n/g"])
def test_a_key_needs_the_name_of_the_list_only_where_others_have_it(dlread: Dlread, name: str) -> None:
    dlread(f"catalog add {course(dlread)}")
    dlread(f"mark-read {name}")
    assert dlread.status("cs224n/gru") == "read"


def test_two_lists_with_one_key_are_told_apart_by_their_names(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    other = COURSE.replace("Gated units", "Other units")
    dlread(f"catalog add {course(dlread, other, 'b.yaml')} --as b")
    assert dlread.run("show gru").err == ("dlread: 'gru' could be b/gru, cs224n/gru; give the name of the list, too\n")
    dlread("mark-read b/gru")
    assert (dlread.status("b/gru"), dlread.status("cs224n/gru")) == ("read", "unread")


@pytest.mark.parametrize("name", ["attention", "ATTENTION"])
def test_a_key_is_not_taken_for_the_alias_of_another_entry(dlread: Dlread, name: str) -> None:
    dlread(f"catalog add {course(dlread, COURSE.replace('gru', 'attention'))}")
    error = f"'{name}' is an alias of lee-attention and the key of cs224n/attention; give the whole key"
    assert dlread.run(f"mark-read {name}") == ("", f"dlread: {error}\n", 1)
    dlread("mark-read cs224n/attention")
    assert dlread.status("lee-attention") == "unread"


def test_an_alias_in_a_list_takes_no_other_s_away(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread, COURSE.replace('gates', 'attention'))}")
    dlread("mark-read attention")
    assert dlread.status("lee-attention") == "read"


def test_no_list_takes_the_name_of_another_s_entry(dlread: Dlread) -> None:
    """Not its key, its alias, its address or its arXiv id."""
    names = "smac 1902.04043 github.com/oxwhirl/smac"
    before, path = dlread(f"show {names}"), dlread("path lee-cnn")
    hostile = (
        "catalog: evil\ntitle: {en: Evil}\n"
        "tags: {evil: {en: rl, aliases: [rl, cnn]}}\nentries:\n"
        "- {key: smac, title: {en: Evil}, tags: [evil], aliases: [step1-network, lee-cnn], authors: [Eve], "
        "links: {repository: 'https://github.com/oxwhirl/smac'}}\n"
        "- {key: step1-network, title: {en: More evil}}\n"
        "- {key: lee-cnn, title: {en: Evil as well}, read_first: [{key: lee-rnn}]}\n"
    )
    dlread(f"catalog add {course(dlread, hostile)}")
    assert dlread(f"show {names}") == before
    alias = "'step1-network' is an alias of lee-step1-network and the key of evil/step1-network; give the whole key"
    assert dlread.run("show step1-network") == ("", f"dlread: {alias}\n", 1)
    assert dlread("path lee-cnn") == path
    assert dlread("list --tag rl --keys") == "smac\nlee-reinforcement-learning\n"
    assert dlread("list").count("\n") == 44 + 3
    dlread("mark-read evil/smac")
    assert dlread.status("smac") == "unread"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("catalog add nowhere.yaml", "cannot read 'nowhere.yaml': no such file or directory\n"),
        ("catalog add .", "cannot read '.': not a file\n"),
        ("catalog add broken.yaml", "broken.yaml: line 2: not valid YAML: "),
        (
            "catalog add empty.yaml",
            "empty.yaml has no entries that can be read: line 4: entry 'a': 'title' is missing\n",
        ),
        ("catalog add course.yaml --as dl-research-2019", "there is already a catalog called dl-research-2019; "),
        ("catalog add course.yaml --as own", "dlread itself uses the name 'own'; choose another with --as\n"),
        ("catalog add course.yaml --as catalogs", "dlread itself uses the name 'catalogs'; "),
        (
            "catalog add course.yaml --as a/b",
            "'a/b' cannot be the name of a catalog; use letters, digits and . _ + -\n",
        ),
        ("catalog add course.yaml --as ../x", "'../x' cannot be the name of a catalog; "),
    ],
)
def test_what_cannot_be_added(dlread: Dlread, line: str, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dlread.home)
    course(dlread)
    course(dlread, "catalog: x\n  title: [", "broken.yaml")
    course(dlread, "catalog: x\ntitle: {en: X}\nentries:\n- {key: a}\n", "empty.yaml")
    result = dlread.run(line)
    assert result.err.startswith(f"dlread: {error}"), result.err
    assert result.status in (1, 2)
    assert dlread.journals() == ""
    assert not (dlread.cache / "catalogs").exists()


def test_a_list_is_added_once_and_a_name_used_once(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    assert dlread.run(f"catalog add {course(dlread)}").err == (
        "dlread: cs224n is already added; dlread catalog update cs224n fetches it again\n"
    )
    assert dlread.run(f"catalog add {course(dlread, name='b.yaml')}").err == (
        "dlread: there is already a catalog called cs224n; choose another name with --as\n"
    )


def test_a_bad_entry_is_left_out_and_said(dlread: Dlread) -> None:
    result = dlread.run(f"catalog add {course(dlread, COURSE + '- {key: third}' + chr(10))}")
    assert result.err.splitlines()[0] == "line 7: entry 'third': 'title' is missing; left out"
    assert dlread("list --catalog cs224n --keys").count("\n") == 3


def test_a_catalog_of_ones_own_keeps_its_name(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    (dlread.data / "catalogs").mkdir()
    (dlread.data / "catalogs" / "c.yaml").write_text(
        "catalog: cs224n\ntitle: {en: X}\nentries: [{key: a, title: {en: A}}]"
    )
    result = dlread.run("list --catalog cs224n --keys")
    assert result.out == "a\n"
    assert "there is another catalog called 'cs224n'; the whole catalog is left out" in result.err
    (dlread.data / "catalogs" / "c.yaml").unlink()
    assert dlread("list --catalog cs224n --keys").count("\n") == 3


def test_a_copy_that_nobody_subscribed_to_is_nothing(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (dlread.cache / "catalogs").mkdir()
    (dlread.cache / "catalogs" / "cs224n.yaml").write_text(COURSE)
    assert dlread("list").count("\n") == 44


def test_another_machine_has_the_list_once_it_has_a_copy(dlread: Dlread) -> None:
    path = course(dlread)
    dlread(f"catalog add {path}")
    dlread("mark-read gru")
    elsewhere = {"DLREAD_CACHE_DIR": str(dlread.home / "cache2"), "DLREAD_STATE_DIR": str(dlread.home / "state2")}
    assert dlread("list --catalog cs224n --keys", env=elsewhere).count("\n") == 0
    assert dlread("list", env=elsewhere).count("\n") == 44


def test_a_library_built_from_scratch_is_the_same(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    for line in ("mark-read lecture-1", "rate gru 5", "tag gru +x", "edit gru year=2014"):
        dlread(line)
    before = dlread("list --json")
    (dlread.cache / "library.db").unlink()
    assert dlread("list --json") == before


def test_an_export_comes_back_with_the_list_or_without_it(dlread: Dlread) -> None:
    dlread(f"catalog add {course(dlread)}")
    dlread("mark-read gru")
    (dlread.home / "all.json").write_text(dlread("export"))
    elsewhere = {"DLREAD_DATA_DIR": str(dlread.home / "data2"), "DLREAD_CACHE_DIR": str(dlread.home / "cache2")}
    dlread(f"import {dlread.home}/all.json", env=elsewhere)
    assert dlread("show gru --json", env=elsewhere).count('"status": "read"') == 1
    dlread(f"catalog add {course(dlread)}", env=elsewhere)
    dlread("undo", env=elsewhere)
    dlread("undo", env=elsewhere)
    dlread(f"catalog add {course(dlread)}", env=elsewhere)
    dlread(f"import {dlread.home}/all.json", env=elsewhere)
    assert "cs224n/gru\tread" in dlread("list", env=elsewhere)


def line_of(minute: int, name: str, source: str | None) -> str:
    said = {"subscription": source, "version": None if source is None else {"at": "2026-01-01"}}
    return json.dumps({"at": f"2026-01-01T00:{minute:02}:00.000000Z", "key": f"catalogs/{name}", "set": said}) + "\n"


def test_subscriptions_of_two_machines_are_merged(dlread: Dlread) -> None:
    """The later one wins, name by name; a removal as well."""
    course(dlread)
    course(dlread, COURSE.replace("Gated units", "Other units"), "other.yaml")
    dlread.data.mkdir(parents=True)
    here, there = (f"~/{name}.yaml" for name in ("course", "other"))
    (dlread.data / "journal-here.jsonl").write_text(
        line_of(1, "a", here) + line_of(4, "b", None) + line_of(5, "c", here)
    )
    (dlread.data / "journal-there.jsonl").write_text(line_of(2, "a", there) + line_of(3, "b", there))
    dlread("list")
    result = dlread.run("catalog update")
    assert result == ("", "a: 2 entries\nc: 2 entries\nupdated a, c · dlread undo takes it back\n", 0)
    assert "Other units" in dlread("list --catalog a")
    assert "Gated units" in dlread("list --catalog c")
    assert "no list is called 'b'" in dlread.run("catalog update b").err


@pytest.mark.parametrize(
    "said",
    [
        {"subscription": 5},
        {"subscription": ["a"]},
        {"subscription": "x" * 100_001},
        {"subscription": "~/course.yaml", "version": {"sha256": ["../x"]}},
        {"subscription": "~/course.yaml", "version": {"sha256": "../../x", "more": 1}},
        {"version": {"sha256": "x"}},
        {"title": "A title", "kind": "paper", "status": "read"},
    ],
)
def test_a_subscription_that_is_none_changes_nothing(dlread: Dlread, said: dict[str, object]) -> None:
    dlread.data.mkdir(parents=True)
    line = {"at": "2026-01-01T00:00:00.000000Z", "key": "catalogs/x", "set": said}
    (dlread.data / "journal-other.jsonl").write_text(json.dumps(line) + "\n")
    assert dlread("list").count("\n") == 44
    assert dlread("catalog").count("\n") == 2


def test_an_entry_of_a_list_that_is_not_there_waits(dlread: Dlread) -> None:
    dlread.data.mkdir(parents=True)
    line = {"at": "2026-01-01T00:00:00.000000Z", "key": "cs224n/gru", "set": {"status": "read", "title": "Mine"}}
    (dlread.data / "journal-other.jsonl").write_text(json.dumps(line) + "\n")
    assert dlread("list").count("\n") == 44
    dlread(f"catalog add {course(dlread)}")
    assert "cs224n/gru\tread\tpaper\t\tMine" in dlread("list --catalog cs224n")


def test_a_list_without_a_name_needs_one(dlread: Dlread) -> None:
    path = course(dlread, "- [A](https://a.org)\n", "论文.md")
    assert dlread.run(f"catalog add {path}").err == (
        "dlread: this list does not say what it is called; give it a name with --as NAME\n"
    )
    dlread(f"catalog add {path} --as papers")
    assert dlread("list --catalog papers --keys") == "papers/a.org\n"
