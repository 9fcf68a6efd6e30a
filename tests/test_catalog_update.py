"""dlread catalog update: what is new, changed and gone, and what of that stays."""

from collections.abc import Callable

import pytest
from conftest import Dlread, Screen

HEAD = "catalog: seminar\ntitle: {en: Seminar}\nentries:\n"
FIRST = HEAD + (
    "- {key: a, title: {en: A}, authors: [Ann Bee], year: 2019, links: {paper: 'https://a.org'}, tags: [x]}\n"
    "- {key: b, title: {en: B}}\n"
    "- {key: c, title: {en: C}}\n"
)
SECOND = HEAD + "- {key: d, title: {en: D}}\n- {key: c, title: {en: New C}, year: 2020}\n"


def keep(dlread: Dlread, text: str) -> None:
    (dlread.home / "list.yaml").write_text(text)


@pytest.fixture
def added(dlread: Dlread) -> Dlread:
    keep(dlread, FIRST)
    dlread(f"catalog add {dlread.home}/list.yaml")
    return dlread


def test_it_shows_what_is_new_changed_and_gone(added: Dlread) -> None:
    added("mark-read seminar/a")
    keep(added, SECOND)
    result = added.run("catalog update")
    assert result.out == (
        "new\tseminar/d\tD\t\n"
        "changed\tseminar/c\tNew C\ttitle, year\n"
        "gone\tseminar/a\tA\tkept, because you have a status, note or tag there\n"
        "gone\tseminar/b\tB\t\n"
    )
    assert result.err == ("seminar: 1 new, 1 changed, 2 gone\nupdated seminar · dlread undo takes it back\n")
    assert added("list --catalog seminar --keys").split() == ["seminar/d", "seminar/c", "seminar/a"]
    assert "New C" in added("show seminar/c")


def test_a_dry_run_changes_nothing(added: Dlread) -> None:
    added("mark-read seminar/a")
    journals, before = added.journals(), added("list --json")
    keep(added, SECOND)
    result = added.run("catalog update seminar --dry-run")
    assert result.out.count("\n") == 4
    assert result.err == "seminar: 1 new, 1 changed, 2 gone\nnothing was changed\n"
    assert (added.journals(), added("list --json")) == (journals, before)


def test_a_pipe_gets_the_same_in_every_language(added: Dlread) -> None:
    added("mark-read seminar/a")
    keep(added, SECOND)
    told = added("catalog update --dry-run")
    assert "\tkept, because you have a status, note or tag there\n" in told
    assert added("--lang zh catalog update --dry-run") == told


def test_nothing_new(added: Dlread) -> None:
    journals = added.journals()
    assert added.run("catalog update") == ("", "seminar: up to date\n", 0)
    keep(added, FIRST.replace("entries:", "# a remark\nentries:"))
    assert added.run("catalog update").err.startswith("seminar: up to date\n")
    assert added.journals() != journals
    assert added("list --catalog seminar --keys").count("\n") == 3


def test_what_is_gone_stays_where_the_reader_was(added: Dlread, terminal: Callable[..., Screen]) -> None:
    for line in ("note seminar/a good", "rate seminar/b 4", "tag seminar/c +thesis"):
        added(line)
    added("edit seminar/a year=2018")
    keep(added, HEAD + "- {key: z, title: {en: Z}}\n")
    added("catalog update")
    assert added("list --catalog seminar --keys").split() == ["seminar/z", "seminar/a", "seminar/b", "seminar/c"]
    shown = dict(line.split("\t", 1) for line in added("show seminar/a").splitlines())
    assert shown["Gone"].startswith("not in seminar any more since 20")
    told = (shown["Authors"], shown["Year"], shown["Paper"], shown["Note"][-5:])
    assert told == ("Ann Bee", "2018", "https://a.org", " good")
    assert any("seminar/a  A ×" in line for line in terminal("list --catalog seminar").lines)
    assert added.run("doctor").out == ""


def test_what_comes_back_is_the_list_s_again(added: Dlread) -> None:
    added("mark-read seminar/a")
    added("edit seminar/a year=2018")
    keep(added, SECOND)
    added("catalog update")
    keep(added, FIRST.replace("{en: A}", "{en: A again}"))
    assert added("catalog update").splitlines()[0] == "new\tseminar/a\tA again\t"
    shown = dict(line.split("\t", 1) for line in added("show seminar/a").splitlines())
    assert (shown["Title"], shown["Year"], shown["Status"], shown.get("Gone")) == ("A again", "2018", "read", None)


def test_undo_brings_the_last_version_back(added: Dlread) -> None:
    added("mark-read seminar/a")
    before = added("list --json --catalog seminar")
    keep(added, SECOND)
    added("catalog update")
    after = added("list --json --catalog seminar")
    added("undo")
    assert added("list --json --catalog seminar") == before
    added("redo")
    assert added("list --json --catalog seminar") == after


def test_what_went_is_removed_by_hand(added: Dlread) -> None:
    added("mark-read seminar/a")
    keep(added, SECOND)
    added("catalog update")
    added("remove seminar/a")
    assert added("list --catalog seminar --keys").split() == ["seminar/d", "seminar/c"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, "cannot read '~/list.yaml': no such file or directory"),
        ("catalog: [", "~/list.yaml: line 1: not valid YAML"),
        (HEAD, "~/list.yaml: not a catalog: it needs 'catalog', 'title' and 'entries'"),
        (HEAD + "- {key: a}\n", "~/list.yaml has no entries that can be read: line 4: entry 'a': 'title' is missing"),
    ],
)
def test_the_last_copy_counts_until_the_list_can_be_read(added: Dlread, text: str | None, error: str) -> None:
    (added.home / "list.yaml").unlink()
    if text:
        keep(added, text)
    result = added.run("catalog update")
    assert result.err.startswith(f"dlread: seminar: {error}")
    assert result.err.endswith("; the last copy counts\n")
    assert result.status == 1
    assert added("list --catalog seminar --keys").count("\n") == 3


def test_one_list_that_fails_does_not_stop_the_others(added: Dlread) -> None:
    (added.home / "other.yaml").write_text("catalog: other\ntitle: {en: O}\nentries: [{key: a, title: {en: A}}]\n")
    added(f"catalog add {added.home}/other.yaml")
    (added.home / "list.yaml").unlink()
    (added.home / "other.yaml").write_text("catalog: other\ntitle: {en: O}\nentries: [{key: b, title: {en: B}}]\n")
    result = added.run("catalog update")
    assert result.status == 1
    assert added("list --catalog other --keys") == "other/b\n"


def test_names(added: Dlread) -> None:
    assert added.run("catalog update x").err == "dlread: no list is called 'x'; you have added seminar\n"
    added("catalog remove seminar")
    assert added.run("catalog update").err == "dlread: you have not added any lists; dlread catalog add adds one\n"


def test_another_machine_without_a_copy_fetches_it(added: Dlread) -> None:
    added("mark-read seminar/a")
    elsewhere = {"DLREAD_CACHE_DIR": str(added.home / "cache2"), "DLREAD_STATE_DIR": str(added.home / "state2")}
    journals = added.journals()
    assert added.run("list", env=elsewhere).err == (
        "dlread: seminar is not on this machine yet; dlread catalog update fetches it\n"
    )
    assert added.run("catalog show seminar", env=elsewhere).err == (
        "dlread: seminar is not on this machine yet; dlread catalog update seminar fetches it\n"
    )
    assert added.run("catalog", env=elsewhere).err == (
        "not on this machine yet: seminar; dlread catalog update fetches it\n"
    )
    assert added.run("doctor", env=elsewhere).out == (
        "the list seminar is not on this machine; dlread catalog update seminar fetches it\n"
    )
    assert added.run("catalog update", env=elsewhere) == ("", "seminar: 3 entries\n", 0)
    assert "seminar/a\tread" in added("list", env=elsewhere)
    assert added.journals() == journals


def test_another_machine_that_begins_with_an_update_is_not_told_that_it_needs_one(added: Dlread) -> None:
    (added.home / "other.yaml").write_text("catalog: other\ntitle: {en: O}\nentries: [{key: a, title: {en: A}}]\n")
    added(f"catalog add {added.home}/other.yaml")
    (first, second) = (
        {"DLREAD_CACHE_DIR": str(added.home / f"cache{n}"), "DLREAD_STATE_DIR": str(added.home / f"state{n}")}
        for n in (2, 3)
    )
    assert added.run("catalog update", env=first) == ("", "seminar: 3 entries\nother: 1 entry\n", 0)
    assert added.run("catalog update Seminar", env=second) == (
        "",
        "dlread: other is not on this machine yet; dlread catalog update fetches it\nseminar: 3 entries\n",
        0,
    )


def test_another_machine_that_cannot_fetch_a_list_has_no_last_copy_of_it(added: Dlread) -> None:
    (added.home / "list.yaml").unlink()
    elsewhere = {"DLREAD_CACHE_DIR": str(added.home / "cache2"), "DLREAD_STATE_DIR": str(added.home / "state2")}
    assert added.run("catalog update", env=elsewhere) == (
        "",
        "dlread: seminar: cannot read '~/list.yaml': no such file or directory; there is no copy on this machine yet\n",
        1,
    )
