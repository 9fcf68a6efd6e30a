"""dlread remove: what the reader added, and nothing else."""

from conftest import Dlread


def own(dlread: Dlread) -> list[str]:
    return dlread("list --catalog own --keys").split()


def test_an_own_entry_is_removed_with_all_that_was_said_of_it(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762 1810.04805 --tag x")
    dlread("note arxiv-1706.03762 hello")
    result = dlread.run("remove arxiv-1706.03762 arxiv-1810.04805")
    assert result.out.count("\n") == 2
    assert result.err == "removed 2 · dlread undo takes it back\n"
    assert own(dlread) == []
    assert dlread.run("doctor").status == 0
    assert [line.split("\t")[3] for line in dlread("history").splitlines()[:2]] == ["removed", "removed"]


def test_undone_in_one_step(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762")
    dlread("note arxiv-1706.03762 hello")
    before = dlread("show --json arxiv-1706.03762")
    dlread("remove arxiv-1706.03762")
    dlread("undo")
    assert dlread("show --json arxiv-1706.03762") == before


def test_removed_and_added_again_it_is_new(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762 --tag old --status read")
    dlread("remove arxiv-1706.03762")
    dlread("add --no-fetch 1706.03762")
    assert own(dlread) == ["arxiv-1706.03762"]
    assert dlread.status("arxiv-1706.03762") == "unread"
    assert dlread("list --tag old") == ""


def test_a_catalog_s_entry_stays(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762")
    before = dlread.journals()
    result = dlread.run("remove arxiv-1706.03762 smac")
    assert (result.out, result.status) == ("", 1)
    assert result.err == (
        "dlread: smac is from the catalog dl-research-2019 and cannot be removed; "
        "dlread mark-skipped smac skips it instead\n"
    )
    assert dlread.journals() == before
