"""dlread refresh, against a server on loopback that is GitHub and the rest of the web."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import Dlread, Screen
from world import Reply, World

from dlread_cli.domain.fields import is_understood

TODAY = datetime.now(UTC).date().isoformat()


def entry(dlread: Dlread, key: str) -> dict[str, Any]:
    (found,) = json.loads(dlread(f"show --json {key}"))
    return dict(found)


@pytest.fixture
def mine(dlread: Dlread, world: World) -> Dlread:
    """Repositories of one's own: one is there, one moved, one was archived, one is gone; and two links."""
    names = " ".join(f"https://github.com/a/{name}" for name in ("here", "moved", "old", "gone"))
    dlread(f"add --no-fetch --tag mine {names}")
    dlread(f"edit here link:docs={world.url}/docs link:blog={world.url}/nothing")
    world.has_repository("a/here")
    world.has_repository("b/new")
    target = f"{world.url}/github/repos/b/new"
    world.replies["/github/repos/a/moved"] = Reply(status=301, headers={"Location": target})
    world.has_repository("a/old", archived=True, pushed_at="2019-03-12T10:00:00Z")
    world.replies["/docs"] = Reply(b"<title>Docs")
    return dlread


def test_what_was_found_out_is_proposed(mine: Dlread, world: World) -> None:
    before = mine.journals()
    out, err, status = mine.run("refresh tag:mine")
    assert out.splitlines() == [
        "gone\trepository\tgone\t\thttps://github.com/a/gone",
        f"here\tblog\tgone\t\t{world.url}/nothing",
        "moved\trepository\tmoved\t2024-07-23\thttps://github.com/b/new",
        "old\trepository\tarchived\t2019-03-12\thttps://github.com/a/old",
    ]
    assert err == "asked 6 addresses: 2 gone, 1 moved, 1 archived; dlread refresh --write records it\n"
    assert status == 0
    assert mine.journals() == before


def test_and_recorded_with_write_in_one_step(mine: Dlread) -> None:
    result = mine.run("refresh tag:mine --write")
    assert result.err.endswith("; recorded · dlread undo takes it back\n")
    assert entry(mine, "moved")["url"] == "https://github.com/b/new"
    assert entry(mine, "old")["states"] == {
        "repository": {"state": "archived", "at": TODAY, "url": "https://github.com/a/old", "pushed": "2019-03-12"}
    }
    assert f"State\trepository: archived, last change 2019-03-12 (asked {TODAY})\n" in mine("show old")
    assert f"State\trepository: moved here, last change 2024-07-23 (asked {TODAY})\n" in mine("show moved")
    assert f"State\tblog: gone (asked {TODAY})\n" in mine("show here")
    again = mine.run("refresh tag:mine --write")
    assert again.out == ""
    mine("undo")
    mine("undo")
    assert entry(mine, "old")["states"] == {}
    assert entry(mine, "moved")["url"] == "https://github.com/a/moved"


def test_a_terminal_s_list_marks_it_with_the_day(mine: Dlread, terminal: Callable[..., Screen]) -> None:
    mine("refresh tag:mine --write")
    lines = terminal("list --tag mine").lines
    assert [line.split("  ")[0][2:] for line in lines if "†" in line][:2] == ["gone", "here"]
    assert "→" in lines[2]
    assert "◇" in lines[3]
    summary = " ".join(lines[4:])
    assert f"† gone (asked {TODAY}), → moved (asked {TODAY}), ◇ archived (asked {TODAY})" in summary
    page = terminal("show old", columns=120).lines
    assert any("archived, last change 2019-03-12" in line for line in page)


def test_knowledge_is_of_one_address_only(mine: Dlread) -> None:
    mine("refresh tag:mine --write")
    mine("edit gone link:repository=https://github.com/c/other")
    assert entry(mine, "gone")["states"] == {}


def test_what_comes_back_is_no_longer_gone(mine: Dlread, world: World) -> None:
    mine("refresh tag:mine --write")
    world.has_repository("a/gone")
    world.replies["/nothing"] = Reply(b"there")
    out = mine("refresh tag:mine --write")
    assert "gone\trepository\talive\t2024-07-23\thttps://github.com/a/gone\n" in out
    assert entry(mine, "gone")["states"]["repository"]["state"] == "alive"
    assert "blog" not in entry(mine, "here")["states"]


def test_a_correction_of_a_bundled_entry_lies_over_its_catalog(dlread: Dlread, world: World) -> None:
    world.has_repository("oxwhirl/smac2")
    target = f"{world.url}/github/repos/oxwhirl/smac2"
    world.replies["/github/repos/oxwhirl/smac"] = Reply(status=301, headers={"Location": target})
    dlread("edit smac links.docs= links.project= links.video= links.blog=")
    dlread("refresh smac --write")
    assert entry(dlread, "smac")["url"] == "https://github.com/oxwhirl/smac2"
    dlread("edit smac --reset")
    assert entry(dlread, "smac")["url"] == "https://github.com/oxwhirl/smac"
    assert entry(dlread, "smac")["states"] == {}


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (Reply(b"x"), None),
        (Reply(status=404), "gone"),
        (Reply(status=410), "gone"),
        (Reply(status=403), None),
        (Reply(status=500), None),
        (Reply(status=302, headers={"Location": "/elsewhere"}), None),
        (Reply(status=301, headers={"Location": "/elsewhere"}), "moved"),
        (Reply(status=308, headers={"Location": "/elsewhere"}), "moved"),
        (Reply(status=301, headers={"Location": "/x/"}), None),
        (Reply(status=301, headers={"Location": "/nowhere"}), "gone"),
    ],
)
def test_how_a_link_is_judged(dlread: Dlread, world: World, reply: Reply, state: str | None) -> None:
    world.replies |= {"/x": reply, "/x/": Reply(b"x"), "/elsewhere": Reply(b"x"), "/ok": Reply(b"x")}
    dlread(f"add --no-fetch {world.url}/x {world.url}/ok --tag x")
    rows = [line.split("\t") for line in dlread("refresh tag:x").splitlines()]
    assert [row[2] for row in rows] == ([state] if state else [])


def test_offline_nothing_is_gone(dlread: Dlread, world: World) -> None:
    dlread("add --no-fetch https://github.com/a/b https://no-such-host.invalid/x --tag x")
    world.close()
    before = dlread.journals()
    result = dlread.run("refresh tag:x --write")
    assert (result.out, result.status, result.err.count("\n")) == ("", 3, 1)
    assert result.err.startswith("dlread: nothing was found out: cannot ")
    assert dlread.journals() == before


def test_arxiv_and_doi_org_are_left_alone(dlread: Dlread, world: World) -> None:
    dlread("add --no-fetch 1706.03762 10.1234/x --tag x")
    assert dlread.run("refresh tag:x").err == "there is no address to ask for\n"


def test_a_spent_limit_is_told_once(dlread: Dlread, world: World) -> None:
    names = [f"https://github.com/a/r{number}" for number in range(30)]
    dlread(["add", "--no-fetch", "--tag", "x", *names, f"{world.url}/ok"])  # type: ignore[arg-type]
    world.replies["/ok"] = Reply(b"x")
    for number in range(30):
        world.replies[f"/github/repos/a/r{number}"] = Reply(status=403, headers={"X-RateLimit-Remaining": "0"})
    result = dlread.run("refresh tag:x")
    assert result.status == 3
    assert "not known of 30 repositories: GitHub answers no more for now: its limit for an hour" in result.err
    assert len(world.asked) < 30


def test_many_at_once_but_few_to_a_host(dlread: Dlread) -> None:
    world = World(wait_seconds=0.1)
    dlread.env |= world.env
    names = [f"https://github.com/a/r{number}" for number in range(24)]
    dlread(["add", "--no-fetch", "--tag", "x", *names])  # type: ignore[arg-type]
    for number in range(24):
        world.has_repository(f"a/r{number}")
    dlread("refresh tag:x")
    world.close()
    assert 5 <= world.most_at_once <= 8


STATE = {"state": "gone", "at": "2026-11-22", "url": "https://a.org/"}


@pytest.mark.parametrize(
    ("name", "value", "is_fine"),
    [
        ("state:repository", STATE, True),
        ("state:repository", None, True),
        ("state:repository", STATE | {"pushed": "2019-03-12"}, True),
        ("state:x y", STATE, False),
        ("state:", STATE, False),
        ("state:repository", "gone", False),
        ("state:repository", [], False),
        ("state:repository", {}, False),
        ("state:repository", STATE | {"more": 1}, False),
        ("state:repository", STATE | {"state": "dead"}, False),
        ("state:repository", STATE | {"state": ["gone"]}, False),
        ("state:repository", STATE | {"at": "2026-13-22"}, False),
        ("state:repository", STATE | {"at": "2026-11-22\n"}, False),
        ("state:repository", STATE | {"at": 5}, False),
        ("state:repository", STATE | {"url": "x" * 2001}, False),
        ("state:repository", STATE | {"url": None}, False),
        ("state:repository", STATE | {"pushed": "\x1b[31m"}, False),
    ],
)
def test_what_a_journal_may_say_of_a_state(name: str, value: object, is_fine: bool) -> None:
    assert is_understood(name, value) is is_fine
