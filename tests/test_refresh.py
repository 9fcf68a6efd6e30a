"""dlread refresh, against a server on loopback that is GitHub and the rest of the web."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, Screen
from world import Reply, World

from dlread_cli.domain.fields import is_understood
from dlread_cli.domain.states import State, settled

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
    assert err == "checked 6 addresses: 2 gone, 1 moved, 1 archived; dlread refresh --write records it\n"
    assert status == 0
    assert mine.journals() == before


def test_and_recorded_with_write_in_one_step(mine: Dlread) -> None:
    result = mine.run("refresh tag:mine --write")
    assert result.err.endswith("; recorded · dlread undo takes it back\n")
    assert entry(mine, "moved")["url"] == "https://github.com/b/new"
    assert entry(mine, "old")["states"] == {
        "repository": {"state": "archived", "at": TODAY, "url": "https://github.com/a/old", "pushed": "2019-03-12"}
    }
    assert f"State\trepository: archived, last change 2019-03-12 (checked {TODAY})\n" in mine("show old")
    assert f"State\trepository: moved here, last change 2024-07-23 (checked {TODAY})\n" in mine("show moved")
    assert f"State\tblog: gone (checked {TODAY})\n" in mine("show here")
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
    assert f"† gone (checked {TODAY}), → moved (checked {TODAY}), ◇ archived (checked {TODAY})" in summary
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
    assert dlread.run("refresh smac --write").status == 3  # the hosts of its other links are unknown here
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
    result = dlread.run("refresh tag:x")
    assert [line.split("\t")[2] for line in result.out.splitlines()] == ([state] if state else [])
    assert result.status == (3 if reply.status in (403, 500) else 0)


def test_offline_nothing_is_gone(dlread: Dlread, world: World) -> None:
    dlread("add --no-fetch https://github.com/a/b https://no-such-host.invalid/x --tag x")
    world.close()
    before = dlread.journals()
    result = dlread.run("refresh tag:x --write")
    assert (result.out, result.status, result.err.count("\n")) == ("", 3, 1)
    assert result.err.startswith("dlread: nothing could be checked: cannot ")
    assert dlread.journals() == before


def test_arxiv_and_doi_org_are_left_alone(dlread: Dlread, world: World) -> None:
    dlread("add --no-fetch 1706.03762 10.1234/x --tag x")
    assert dlread.run("refresh tag:x").err == "2 entries have no link to check\n"


def test_keys_name_entries_other_words_are_a_query(mine: Dlread, world: World) -> None:
    assert mine.run("refresh here moved").err.startswith("checked 4 addresses: ")
    assert mine.run("refresh HERE").err.startswith("checked 3 addresses: ")
    assert mine.run("refresh here nothing-of-that").err == "dlread: no entries match 'here nothing-of-that'\n"


def test_nothing_is_checked_in_place_of_what_was_typed(mine: Dlread, world: World) -> None:
    meant = "dlread: no results for 'adabuond'; did you mean 'adabound'?\n"
    assert mine.run("refresh --write adabuond") == ("", meant, 1)
    assert world.asked == []


UNKNOWN = "https://no-such-host.invalid/x"


@pytest.fixture
def lost(dlread: Dlread, world: World) -> Dlread:
    """A link whose host nobody knows, beside one that is there."""
    world.replies["/ok"] = Reply(b"x")
    dlread(f"add --no-fetch --key lost --tag x {UNKNOWN}")
    dlread(f"add --no-fetch --key there --tag x {world.url}/ok")
    return dlread


def test_an_unknown_host_is_gone_only_on_another_day(lost: Dlread) -> None:
    first = lost.run("refresh tag:x --write")
    assert first.out == f"lost\tpage\tunreachable\t\t{UNKNOWN}\n"
    assert first.err == "checked 2 addresses: 1 unreachable; recorded · dlread undo takes it back\n"
    assert f"State\tpage: host not found (since {TODAY})\n" in lost("show lost")
    assert lost.run("refresh tag:x --write").err == "checked 2 addresses: 1 unreachable; nothing new\n"
    (journal,) = lost.data.glob("journal-*.jsonl")
    journal.write_text(journal.read_text().replace(f'"at": "{TODAY}"', '"at": "2026-01-02"'))
    assert lost("refresh tag:x --write") == f"lost\tpage\tgone\t\t{UNKNOWN}\n"
    assert f"State\tpage: gone (checked {TODAY})\n" in lost("show lost")
    assert lost.run("refresh tag:x").err == "checked 2 addresses: 1 gone; nothing new\n"


@pytest.mark.parametrize(
    ("state", "known", "believed"),
    [
        ("unreachable", None, "unreachable"),
        ("unreachable", State("unreachable", "2026-11-25", "u"), "gone"),
        ("unreachable", State("unreachable", "2026-11-26", "u"), "unreachable"),
        ("unreachable", State("unreachable", "2027-01-01", "u"), "unreachable"),
        ("unreachable", State("gone", "2026-11-26", "u"), "gone"),
        ("unreachable", State("alive", "2026-11-01", "u"), "unreachable"),
        ("alive", State("unreachable", "2026-11-01", "u"), "alive"),
        ("gone", None, "gone"),
        ("", State("unreachable", "2026-11-01", "u"), ""),
    ],
)
def test_what_is_believed_of_a_host_that_nobody_knows(state: str, known: State | None, believed: str) -> None:
    assert settled(state, known, "2026-11-26") == believed


def test_nothing_is_gone_where_most_hosts_are_unknown(lost: Dlread) -> None:
    lost("add --no-fetch --tag x https://another.invalid/x")
    result = lost.run("refresh tag:x --write")
    assert (result.out, result.status) == ("", 3)
    assert "not checked: cannot find no-such-host.invalid" in result.err
    assert "checked 3 addresses: 2 unknown; nothing new\n" in result.err


def test_nothing_is_gone_where_github_s_name_is_unknown(lost: Dlread) -> None:
    result = lost.run("refresh tag:x --write", env={"DLREAD_GITHUB_URL": "http://github.invalid"})
    assert (result.out, result.status) == ("", 3)


def test_a_partial_failure_is_exit_status_3(mine: Dlread, world: World) -> None:
    world.replies["/docs"] = Reply(status=500)
    result = mine.run("refresh tag:mine")
    assert result.status == 3
    assert result.out.count("\n") == 4
    assert "not checked: 127.0.0.1 answered with status 500\n" in result.err


@pytest.fixture
def many_gone(dlread: Dlread, world: World) -> Dlread:
    names = [f"{world.url}/gone{number}" for number in range(6)]
    dlread.run(["add", "--no-fetch", "--tag", "x", *names])
    return dlread


def test_many_are_marked_as_gone_only_with_a_yes(many_gone: Dlread) -> None:
    before = many_gone.journals()
    result = many_gone.run("refresh tag:x --write")
    assert result.status == 1
    assert result.err == "dlread: 6 links would be marked as gone; add --yes to record that; nothing was changed\n"
    assert result.out.count("\tgone\t") == 6
    assert many_gone.journals() == before
    assert many_gone.run("refresh tag:x --write --yes").err.endswith("recorded · dlread undo takes it back\n")


@pytest.fixture
def shared(dlread: Dlread, world: World) -> Dlread:
    """Seven lectures of a course with the same slides."""
    names = [f"https://github.com/a/lecture{number}" for number in range(1, 8)]
    dlread.run(["add", "--no-fetch", "--tag", "x", *names])
    for number in range(1, 8):
        world.has_repository(f"b/lecture{number}")
        target = f"{world.url}/github/repos/b/lecture{number}"
        world.replies[f"/github/repos/a/lecture{number}"] = Reply(status=301, headers={"Location": target})
        dlread(f"edit lecture{number} link:slides={world.url}/slides")
    return dlread


def test_a_person_sees_an_address_once_however_many_entries_have_it(
    shared: Dlread, world: World, terminal: Callable[..., Screen]
) -> None:
    lines = [line for line in terminal("refresh tag:x", columns=120).lines if "slides" in line]
    assert [" ".join(line.split()) for line in lines] == [f"lecture1 and 6 more slides gone {world.url}/slides"]
    assert shared("refresh tag:x").count(f"\tslides\tgone\t\t{world.url}/slides\n") == 7
    assert shared("refresh tag:x --color=always").count("slides ") == 1


def test_one_address_that_is_gone_is_one_link_and_one_step(shared: Dlread) -> None:
    result = shared.run("refresh tag:x --write")
    assert result.err == "checked 8 addresses: 1 gone, 7 moved; recorded · dlread undo takes it back\n"
    assert {line.split("\t")[3] for line in shared("history -n 1").splitlines()} == {"refreshed"}
    undone = shared.run("undo").err
    assert undone.startswith("undone: refreshed lecture1, lecture2, lecture3, lecture4 and 3 more (")
    assert entry(shared, "lecture1")["url"] == "https://github.com/a/lecture1"


@pytest.mark.parametrize(("said", "is_recorded"), [("y", True), ("n", False), ("", False)])
def test_a_person_is_asked(many_gone: Dlread, said: str, is_recorded: bool) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which has no pseudo-terminal here")
    before = many_gone.journals()
    child = pexpect.spawn(
        str(PROGRAM), ["refresh", "tag:x", "--write"], env=many_gone.env, encoding="utf-8", timeout=60
    )
    child.expect_exact("mark 6 links as gone? [y/N] ")
    child.sendline(said)
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, many_gone.journals() != before) == (0 if is_recorded else 1, is_recorded)


@pytest.mark.parametrize("address", ["http://xn--ls8h.la/", "http://xn--a/"])
def test_a_host_name_that_encodes_nothing_ends_nothing(lost: Dlread, world: World, address: str) -> None:
    lost(f"add --no-fetch --tag x {address}")
    lost(f"add --no-fetch --key nothing --tag x {world.url}/nothing")
    world.replies["/ok"] = Reply(status=301, headers={"Location": address})
    result = lost.run("refresh tag:x")
    assert (result.status, f"nothing\tpage\tgone\t\t{world.url}/nothing\n" in result.out) == (3, True)
    assert f"not checked: '{address}' is not a valid address\n" in result.err
    assert "not checked: 127.0.0.1 redirects to something that is not an address\n" in result.err
    assert lost.run(f"add {address}x").err == f"dlread: '{address}x' is not a valid address\n"


@pytest.mark.parametrize("address", ["http://[::1", "http://xn--a/", "http://a:b/"])
def test_a_redirect_to_what_is_no_address_is_told_at_once(dlread: Dlread, world: World, address: str) -> None:
    world.replies["/moved"] = Reply(status=302, headers={"Location": address})
    told = "dlread: 127.0.0.1 redirects to something that is not an address\n"
    assert dlread.run(f"add {world.url}/moved") == ("", told, 3)
    assert [one.path for one in world.asked] == ["/moved"]


@pytest.mark.parametrize(
    "address", ["http://[bad/x", "http://a\u2100b/x", "http://a:b/", "http://..../", "http://1.2.3.4.5/"]
)
def test_an_address_that_is_none_ends_nothing(lost: Dlread, world: World, address: str) -> None:
    lost.run(["add", "--no-fetch", "--tag", "x", address])
    lost(f"add --no-fetch --key nothing --tag x {world.url}/nothing")
    result = lost.run("refresh tag:x")
    assert (result.status, f"nothing\tpage\tgone\t\t{world.url}/nothing\n" in result.out) == (3, True)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_login_page_in_place_of_all_is_nothing_found_out(dlread: Dlread, world: World, status: int) -> None:
    others = [World(), World()]
    addresses = [f"{one.url}/{name}" for one in others for name in "ab"]
    dlread.run(["add", "--no-fetch", "--tag", "x", *addresses, f"{world.url}/here"])
    world.replies |= {"/login?from=train": Reply(b"log in"), "/here": Reply(b"x")}
    for one in others:
        reply = Reply(status=status, headers={"Location": f"{world.url}/login?from=train"})
        one.replies |= {"/a": reply, "/b": reply}
    before = dlread.journals()
    result = dlread.run("refresh tag:x --write")
    for one in others:
        one.close()
    assert (result.out, result.status) == ("", 3)
    assert result.err.splitlines() == [
        "checked 5 addresses: 4 unknown; nothing new",
        f"not checked: links of 2 hosts lead to {world.url}/login; is that a login page?",
    ]
    assert dlread.journals() == before


def test_a_spent_limit_is_told_once(dlread: Dlread, world: World) -> None:
    names = [f"https://github.com/a/r{number}" for number in range(30)]
    dlread(["add", "--no-fetch", "--tag", "x", *names, f"{world.url}/ok"])  # type: ignore[arg-type]
    world.replies["/ok"] = Reply(b"x")
    for number in range(30):
        world.replies[f"/github/repos/a/r{number}"] = Reply(status=403, headers={"X-RateLimit-Remaining": "0"})
    result = dlread.run("refresh tag:x")
    assert result.status == 3
    assert "30 repositories not checked: GitHub's hourly limit is reached; try again" in result.err
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
        ("state:page", STATE | {"state": "unreachable"}, True),
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


@pytest.mark.parametrize(
    ("retry_after", "told"),
    [
        ("100", "in 100 seconds"),
        ("3600", "in 60 minutes"),
        ("36000", "in 10 hours"),
        ("999999999", "another day"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "another day"),
    ],
)
def test_when_to_try_again_is_told_as_people_say_it(dlread: Dlread, world: World, retry_after: str, told: str) -> None:
    world.replies["/busy"] = Reply(status=503, headers={"Retry-After": retry_after})
    problem = f"dlread: 127.0.0.1 is busy (status 503); try again {told}\n"
    assert dlread.run(f"add {world.url}/busy").err == problem


@pytest.mark.parametrize("address", ["http://", "https:///x", "github.com", "ftp://a.org"])
def test_a_setting_that_is_no_address_is_told(dlread: Dlread, address: str) -> None:
    out, err, status = dlread.run("add https://github.com/a/b", env={"DLREAD_GITHUB_URL": address})
    told = f"DLREAD_GITHUB_URL is '{address}'; it must be an address that begins with http:// or https://"
    assert (out, err, status) == ("", f"dlread: {told}\n", 2)
