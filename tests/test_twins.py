"""A paper of two catalogs is shown once, with one status, both sources and both reading orders."""

import json

import pytest
from conftest import Dlread

HEAD = "catalog: {name}\ntitle: {{en: {name}}}\nentries:\n"
ONE = HEAD.format(name="one") + (
    "- {key: basics, title: {en: Basics of one}}\n"
    "- {key: attention, title: {en: Attention Is All You Need}, arxiv: '1706.03762', authors: [Ashish Vaswani], "
    "tags: [nlp], read_first: [{key: basics}]}\n"
)
TWO = HEAD.format(name="two") + (
    "- {key: week-1, kind: section, title: {en: Week 1}}\n"
    "- {key: start, parent: week-1, title: {en: Start of two}}\n"
    "- {key: vaswani, parent: week-1, title: {en: Attention is all you need!}, arxiv: '1706.03762', "
    "authors: [A. Vaswani], tags: [week1], read_first: [{key: start}]}\n"
    "- {key: bert, parent: week-1, title: {en: BERT}, read_first: [{key: vaswani}]}\n"
)


def added(dlread: Dlread, text: str) -> None:
    path = dlread.home / "list.yaml"
    path.write_text(text)
    dlread(f"catalog add {path}")


@pytest.fixture
def both(dlread: Dlread) -> Dlread:
    added(dlread, ONE)
    added(dlread, TWO)
    return dlread


def keys(dlread: Dlread, line: str) -> list[str]:
    return dlread(f"{line} --keys").split()


def test_it_is_shown_once(both: Dlread) -> None:
    assert keys(both, "list")[44:] == ["one/basics", "one/attention", "two/week-1", "two/start", "two/bert"]
    assert keys(both, "search all you need") == ["one/attention"]
    assert keys(both, "list --tag nlp") == ["one/attention"]
    assert both("tags").count("week1") == 0
    assert "entries 49" in both.run("doctor").err


def test_each_list_shows_its_own(both: Dlread) -> None:
    assert keys(both, "list --catalog two") == ["two/week-1", "two/start", "two/vaswani", "two/bert"]
    assert keys(both, "list catalog:two need") == ["two/vaswani"]
    either = keys(both, "list 'catalog:two OR smac'")
    assert ("one/attention" in either, "two/vaswani" in either) == (True, False)
    assert both("catalog").splitlines()[2:] == [
        f"one\t2\tone\t{both.cache}/catalogs/one@{digest(both, 'one')}.yaml",
        f"two\t3\ttwo\t{both.cache}/catalogs/two@{digest(both, 'two')}.yaml",
    ]


def digest(dlread: Dlread, name: str) -> str:
    (path,) = (dlread.cache / "catalogs").glob(f"{name}@*")
    return path.stem.partition("@")[2]


@pytest.mark.parametrize("name", ["attention", "vaswani", "two/vaswani", "one/attention", "1706.03762"])
def test_both_names_are_the_same_entry(both: Dlread, name: str) -> None:
    if name == "attention":
        name = "one/attention"  # lee-attention has the bare one
    both(f"mark-read {name}")
    assert both.status("one/attention") == "read"
    rows = dict(line.split("\t")[:2] for line in both("list --catalog two").splitlines())
    assert rows["two/vaswani"] == "read"
    assert json.loads(both("show two/week-1 --json"))[0]["progress"] == {"read": 1, "of": 3}


def test_both_sources_are_shown(both: Dlread) -> None:
    shown = dict(line.split("\t", 1) for line in both("show vaswani").splitlines())
    assert (shown["Key"], shown["Also in"]) == ("one/attention", "two/vaswani")
    assert json.loads(both("show vaswani --json"))[0]["also_in"] == ["two/vaswani"]
    assert json.loads(both("show smac --json"))[0]["also_in"] == []


def test_both_reading_orders_count(both: Dlread) -> None:
    assert keys(both, "path vaswani") == ["one/basics", "two/start", "one/attention"]
    assert keys(both, "path bert") == ["one/basics", "two/start", "one/attention", "two/bert"]
    assert keys(both, "path one/basics --from") == ["one/basics", "one/attention", "two/bert"]
    both("mark-read one/basics two/start")
    assert keys(both, "next --limit 1") == ["one/attention"]
    both("mark-read two/vaswani")
    assert "two/bert" in keys(both, "next --limit 3")


def test_what_was_done_with_one_before_counts_for_both(dlread: Dlread) -> None:
    added(dlread, TWO)
    dlread("mark-read two/vaswani")
    dlread("note two/vaswani good")
    added(dlread, ONE)
    assert "one/attention\tread" in dlread("list --catalog one")
    assert "good" in dlread("show one/attention")
    dlread("mark-skipped one/attention")
    dlread("undo")
    assert "one/attention\tread" in dlread("list --catalog one")


@pytest.mark.parametrize(("gone", "left"), [("one", "two/vaswani"), ("two", "one/attention")])
@pytest.mark.parametrize("name", ["one/attention", "two/vaswani"])
def test_status_survives_the_removal_of_either_list(both: Dlread, gone: str, left: str, name: str) -> None:
    both("mark-read two/week-1" if name.startswith("two") else f"mark-read {name}")
    both("rate vaswani 4")
    both("tag vaswani +thesis")
    both(f"catalog remove {gone}")
    shown = dict(line.split("\t", 1) for line in both(f"show {left}").splitlines())
    assert (shown["Status"], shown["Rating"]) == ("read", "4")
    assert "thesis" in shown["Tags"]
    both("undo")
    assert both.status("one/attention") == "read"


def test_ones_own_paper_is_the_one_that_is_shown(dlread: Dlread) -> None:
    dlread("add 1706.03762 --no-fetch --key mine")
    dlread("mark-reading mine")
    added(dlread, TWO)
    assert keys(dlread, "list")[44:] == ["two/week-1", "two/start", "two/bert", "mine"]
    assert keys(dlread, "path bert") == ["two/start", "mine", "two/bert"]
    rows = dict(line.split("\t")[:2] for line in dlread("list --catalog two").splitlines())
    assert rows["two/vaswani"] == "reading"


def test_ones_own_paper_of_another_machine_joins_later(dlread: Dlread) -> None:
    added(dlread, TWO)
    line = {
        "at": "2026-11-22T13:00:00.000123Z",
        "key": "mine",
        "set": {"title": "X", "arxiv": "1706.03762", "status": "read"},
    }
    (dlread.data / "journal-other.jsonl").write_text(json.dumps(line) + "\n")
    assert keys(dlread, "list")[44:] == ["two/week-1", "two/start", "two/bert", "mine"]
    rows = dict(line.split("\t")[:2] for line in dlread("list --catalog two").splitlines())
    assert rows["two/vaswani"] == "read"
    dlread("remove mine")
    assert keys(dlread, "list")[44:] == ["two/week-1", "two/start", "two/vaswani", "two/bert"]


def test_adding_what_a_list_has_adds_nothing(dlread: Dlread) -> None:
    added(dlread, TWO)
    dlread("add 1706.03762 --no-fetch")
    assert dlread("list").count("\n") == 44 + 4


def test_a_library_built_from_scratch_is_the_same(both: Dlread) -> None:
    both("add 1810.04805 --no-fetch --key own")
    for line in ("mark-read vaswani", "tag bert +x", "mark-read two/start", "edit two/vaswani year=2017", "undo"):
        both(line)
    lines = ("list --json", "list --catalog two", "stats", "tags", "next --why", "path bert")
    before = [both(line) for line in lines]
    (both.cache / "library.db").unlink()
    assert [both(line) for line in lines] == before


def test_orders_that_contradict_each_other_do_not_break_a_path(dlread: Dlread) -> None:
    """Then that of the entry's own catalog counts."""
    added(dlread, ONE)
    path = dlread("path one/attention --keys")
    added(
        dlread,
        HEAD.format(name="evil")
        + "- {key: v, title: {en: x}, arxiv: '1706.03762'}\n"
        + "- {key: b, title: {en: Basics of one}, arxiv: '1234.56789', read_first: [{key: v}]}\n"
        + "- {key: w, title: {en: smac}, arxiv: '1902.04043', read_first: [{key: w2}]}\n"
        + "- {key: w2, title: {en: sdr}, read_first: [{key: w}]}\n",
    )
    assert dlread("path one/attention --keys") == path
    assert dlread.run("path smac --keys").out.split()[-1] == "smac"


def test_ones_own_paper_may_be_renamed(dlread: Dlread) -> None:
    dlread("add 1706.03762 --no-fetch --key mine")
    dlread("mark-reading mine")
    added(dlread, TWO)
    dlread("edit mine key=better")
    for _ in range(2):
        assert keys(dlread, "list")[44:] == ["two/week-1", "two/start", "two/bert", "better"]
        assert keys(dlread, "path bert") == ["two/start", "better", "two/bert"]
        assert "two/vaswani\treading" in dlread("list --catalog two")
        shown = dict(line.split("\t", 1) for line in dlread("show two/vaswani").splitlines())
        assert (shown["Key"], shown["Status"], shown["Also in"]) == ("better", "reading", "two/vaswani")
        assert "better" in keys(dlread, "list 'catalog:two OR smac'")
        assert keys(dlread, "path two/start --from") == ["two/start", "better", "two/bert"]
        (dlread.cache / "library.db").unlink()
    dlread("mark-read two/vaswani")
    assert dlread.status("better") == "read"


def test_what_is_planned_is_planned_for_both(both: Dlread) -> None:
    both("plan two/vaswani")
    assert keys(both, "plan") == ["one/attention"]
    assert keys(both, "next --limit 3").count("one/attention") <= 1
    both("catalog remove one")
    assert keys(both, "plan") == ["two/vaswani"]
