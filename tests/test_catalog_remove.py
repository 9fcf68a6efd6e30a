"""dlread catalog remove: the list goes, and what the reader did comes back with it."""

import pytest
from conftest import Dlread

LIST = "catalog: seminar\ntitle: {en: Seminar}\nentries:\n- {key: a, title: {en: A}}\n- {key: b, title: {en: B}}\n"


def added(dlread: Dlread, name: str = "seminar") -> None:
    (dlread.home / "list.yaml").write_text(LIST)
    dlread(f"catalog add {dlread.home}/list.yaml --as {name}")


def test_status_survives_removing_and_adding_again(dlread: Dlread) -> None:
    added(dlread)
    for line in (
        "mark-read seminar/a",
        "rate seminar/a 4",
        "note seminar/a good",
        "tag seminar/b +x",
        "edit b year=2001",
    ):
        dlread(line)
    dlread("edit seminar/b year=2001")
    before = dlread("show seminar/a seminar/b --json")
    result = dlread.run("catalog remove seminar")
    assert result == (
        "",
        "removed seminar · dlread undo takes it back\n"
        "your status, ratings, notes and tags come back if you add it again\n",
        0,
    )
    assert dlread("list").count("\n") == 44
    assert dlread("tags").count("x\t") == 0
    assert dlread.run("doctor").out == ""
    added(dlread)
    assert dlread("show seminar/a seminar/b --json") == before


def test_a_list_keeps_its_status_by_its_name(dlread: Dlread) -> None:
    added(dlread)
    dlread("mark-read seminar/a")
    dlread("catalog remove seminar")
    added(dlread, "other")
    assert dlread.status("other/a") == "unread"


def test_several_at_once_are_one_step(dlread: Dlread) -> None:
    added(dlread)
    added(dlread, "other")
    dlread("catalog remove seminar other")
    assert dlread("list").count("\n") == 44
    dlread("undo")
    assert dlread("catalog").count("\n") == 4


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("nothing", "no list is called 'nothing'; you have added seminar\n"),
        ("dl-research-2019", "dl-research-2019 was not added with dlread catalog add, so it cannot be removed\n"),
    ],
)
def test_what_cannot_be_removed(dlread: Dlread, name: str, error: str) -> None:
    added(dlread)
    result = dlread.run(f"catalog remove {name}")
    assert (result.err, result.status) == (f"dlread: {error}", 1)
