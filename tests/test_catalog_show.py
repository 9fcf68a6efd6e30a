"""dlread catalog show: one catalog, to a pipe, to a terminal and as JSON."""

import json
from collections.abc import Callable

from conftest import Dlread, Screen

LIST = """\
catalog: seminar
title: {en: Group seminar}
about: {en: What we read.}
source: {title: Our page, url: 'https://example.org/seminar'}
entries:
- {key: a, title: {en: A}}
- {key: b, title: {en: B}}
- {key: c}
"""


def added(dlread: Dlread) -> None:
    (dlread.home / "list.yaml").write_text(LIST)
    dlread(f"catalog add {dlread.home}/list.yaml")
    dlread("mark-read seminar/a")


def test_a_pipe_gets_what_is_known(dlread: Dlread) -> None:
    added(dlread)
    rows = dict(line.split("\t") for line in dlread("catalog show SEMINAR").splitlines())
    assert ", fetched 20" in rows.pop("Version")
    assert rows == {
        "Name": "seminar",
        "Title": "Group seminar",
        "Source": "~/list.yaml",
        "Progress": "1 of 2",
        "File": str(*(dlread.cache / "catalogs").glob("seminar@*.yaml")),
        "Problem": "line 8: entry 'c': 'title' is missing; left out",
    }


def test_a_pipe_gets_the_same_in_every_language(dlread: Dlread) -> None:
    added(dlread)
    assert dlread("--lang zh catalog show seminar") == dlread("catalog show seminar")


def test_json_has_the_header_and_the_version(dlread: Dlread) -> None:
    added(dlread)
    shown = json.loads(dlread("catalog show seminar --json"))
    assert shown["source"]["url"] == "https://example.org/seminar"
    assert shown["source_address"] == "~/list.yaml"
    assert set(shown["version"]) == {"sha256", "at"}
    assert shown["progress"] == {"read": 1, "of": 2}


def test_a_terminal_gets_a_page(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    added(dlread)
    lines = terminal("catalog show seminar").lines
    assert lines[:4] == [
        "Group seminar  seminar",
        "What we read.",
        "From      Our page",
        "          https://example.org/seminar",
    ]
    assert "Source    ~/list.yaml" in lines


def test_another_name(dlread: Dlread) -> None:
    result = dlread.run("catalog show nothing")
    assert result.err == (
        "dlread: no catalog is called 'nothing'; there are dl-research-2019, lee-deep-learning-in-a-day\n"
    )
