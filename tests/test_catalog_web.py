"""Lists on the web: fetched through the one network client, with all its limits."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Dlread, effort
from hostile_servers import QUICK, SLOW, Authority, Server, answer, says
from world import Reply, World

LIST = "catalog: seminar\ntitle: {en: Seminar}\nentries:\n- {key: a, title: {en: A}}\n- {key: b, title: {en: B}}\n"


def test_a_list_from_the_web(dlread: Dlread, world: World) -> None:
    world.replies["/list.yaml"] = Reply(LIST.encode(), "text/plain", headers={"ETag": '"one"'})
    dlread(f"catalog add {world.url}/list.yaml")
    assert dlread("list --catalog seminar --keys") == "seminar/a\nseminar/b\n"
    assert 'Version\t"one", fetched 20' in dlread("catalog show seminar")


def test_what_has_not_changed_is_not_sent_again(dlread: Dlread, world: World) -> None:
    world.replies["/list.yaml"] = Reply(LIST.encode(), "text/plain", headers={"ETag": '"one"'})
    dlread(f"catalog add {world.url}/list.yaml")
    world.replies["/list.yaml"] = Reply(status=304)
    assert dlread.run("catalog update") == ("", "seminar: up to date\n", 0)
    assert world.asked[-1].headers["If-None-Match"] == '"one"'
    world.replies["/list.yaml"] = Reply(LIST.replace("{en: A}", "{en: AA}").encode(), "application/yaml")
    assert dlread("catalog update") == "changed\tseminar/a\tAA\ttitle\n"


@pytest.mark.parametrize("name", ["README.md", "reading", "list.markdown"])
def test_an_awesome_list_is_known_by_its_name_or_by_what_it_is(dlread: Dlread, world: World, name: str) -> None:
    world.replies[f"/lab/{name}"] = Reply(b"# Lab\n\n- [A](https://a.org)\n", "text/plain")
    dlread(f"catalog add {world.url}/lab/{name} --as lab")
    assert dlread("list --catalog lab --keys") == "lab/a.org\n"


def test_https_is_checked(dlread: Dlread, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    server = Server(says(answer(LIST.encode(), "text/plain")), authority.context())
    refused = dlread.run(f"catalog add {server.url}/list.yaml")
    assert (refused.status, "no secure connection to 127.0.0.1" in refused.err) == (3, True)
    dlread(f"catalog add {server.url}/list.yaml", env={"SSL_CERT_FILE": str(authority.file)})
    server.close()
    assert dlread("list --catalog seminar --keys").count("\n") == 2


@pytest.mark.parametrize(
    ("reply", "error", "status"),
    [
        (Reply(LIST.encode(), status=404), "127.0.0.1 answered with status 404; check the address", 3),
        (Reply(b"<html>"), "127.0.0.1 answered with a web page; give the address of the raw file", 1),
        (Reply(b"x", "text/plain"), "/list.yaml: not a catalog: it needs 'catalog', 'title' and 'entries'", 1),
        (Reply(b"\xff\xfe", "text/plain"), "/list.yaml: not UTF-8", 1),
    ],
)
def test_what_is_no_list(dlread: Dlread, world: World, reply: Reply, error: str, status: int) -> None:
    world.replies["/list.yaml"] = reply
    result = dlread.run(f"catalog add {world.url}/list.yaml")
    assert error in result.err
    assert (result.err.count("\n"), result.status) == (1, status)
    assert dlread.journals() == ""


@pytest.mark.parametrize("name", [*SLOW, *QUICK][:: 1 if effort(0, 1) else 4])
def test_a_hostile_server_is_left_in_time(dlread: Dlread, name: str, counted: Callable[[str, int], None]) -> None:
    server = Server((SLOW | QUICK)[name])
    start = time.monotonic()
    result = dlread.run(f"catalog add {server.url}/list.yaml", env={"DLREAD_NETWORK_SECONDS": "1"})
    server.close()
    assert time.monotonic() - start < 10
    assert result.status in (1, 3), result
    assert result.err.startswith("dlread: ")
    assert (result.out, result.err.count("\n"), result.err[:-1].isprintable()) == ("", 1, True)
    assert dlread.journals() == ""
    assert not (dlread.cache / "catalogs").exists()
    counted("hostile servers", 1)


def test_http_is_for_this_machine_alone(dlread: Dlread) -> None:
    result = dlread.run("catalog add http://example.org/list.yaml")
    assert (result.err, result.status) == (
        "dlread: 'http://example.org/list.yaml' is not safe: anybody on the way can change it; give an https address\n",
        2,
    )
