"""dlread paths, and the environment variables that move them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs
import pytest
from conftest import PROGRAM, Dlread, Screen

from dlread_cli.paths import cache_dir, config_file, data_dir, state_dir


def paths(dlread: Dlread, **env: str) -> dict[str, str]:
    """The directories and files that there is one of, with the home as ~."""
    rows = [line.split("\t") for line in dlread("paths", env=env).splitlines()]
    return {what: path.replace(str(dlread.home), "~") for what, path in rows if what not in ("catalog", "journal")}


USUAL = {
    "data": "~/.local/share/dlread",
    "cache": "~/.cache/dlread",
    "state": "~/.local/state/dlread",
    "config": "~/.config/dlread/config.toml",
    "library": "~/.cache/dlread/library.db",
}
MOVED_CACHE = {"cache": "/x/c", "library": "/x/c/library.db"}


@pytest.mark.parametrize(
    ("env", "changed"),
    [
        ({}, {}),
        ({"DLREAD_DATA_DIR": "/x/d"}, {"data": "/x/d"}),
        ({"DLREAD_CACHE_DIR": "/x/c"}, MOVED_CACHE),
        ({"DLREAD_STATE_DIR": "/x/s"}, {"state": "/x/s"}),
        ({"DLREAD_DATA_DIR": "", "DLREAD_CACHE_DIR": "", "DLREAD_STATE_DIR": ""}, {}),
        ({"DLREAD_CONFIG_DIR": "/x/f"}, {"config": "/x/f/config.toml"}),
        ({"XDG_CONFIG_HOME": "/x/f"}, {"config": "/x/f/dlread/config.toml"}),
        ({"XDG_DATA_HOME": "/x/d"}, {"data": "/x/d/dlread"}),
        ({"XDG_CACHE_HOME": "/x/c"}, {"cache": "/x/c/dlread", "library": "/x/c/dlread/library.db"}),
        ({"XDG_STATE_HOME": "/x/s"}, {"state": "/x/s/dlread"}),
        ({"XDG_STATE_HOME": "/x/s", "DLREAD_STATE_DIR": "/y"}, {"state": "/y"}),
        ({"XDG_STATE_HOME": "/x/s", "DLREAD_CACHE_DIR": "/x/c"}, MOVED_CACHE | {"state": "/x/s/dlread"}),
        ({"XDG_DATA_HOME": "/x/d", "DLREAD_DATA_DIR": "/y"}, {"data": "/y"}),
        ({"XDG_CACHE_HOME": "/x/s", "DLREAD_CACHE_DIR": "/x/c"}, MOVED_CACHE),
        ({"XDG_DATA_HOME": "relative", "XDG_CACHE_HOME": "./here", "XDG_STATE_HOME": ".."}, {}),
        ({"XDG_DATA_HOME": "", "XDG_CACHE_HOME": "", "XDG_STATE_HOME": ""}, {}),
    ],
)
def test_where_things_are(dlread: Dlread, env: Mapping[str, str], changed: Mapping[str, str]) -> None:
    assert paths(dlread, **env) == USUAL | changed


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("home", ["/x/y", "/", "/x/../y/", "relative", "", None])
@pytest.mark.parametrize("chosen", ["/d", "/d/../e//", "relative", "~/y", " ", "", None])
def test_linux_has_them_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, home: str | None, chosen: str | None
) -> None:
    for name in ("DLREAD_DATA_DIR", "DLREAD_CACHE_DIR", "DLREAD_STATE_DIR", "DLREAD_CONFIG_DIR", "ANDROID_ROOT"):
        monkeypatch.delenv(name, raising=False)
    names = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    for name, value in zip(names, (home, chosen, chosen, chosen, chosen), strict=True):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    theirs = platformdirs.PlatformDirs("dlread", appauthor=False)
    expected = (theirs.user_data_path, theirs.user_cache_path, theirs.user_state_path, theirs.user_config_path)
    assert (data_dir(), cache_dir(), state_dir(), config_file().parent) == expected


def test_our_own_variables_may_be_relative_to_where_one_is(dlread: Dlread) -> None:
    here = dlread.home / "here"
    here.mkdir()
    env = dlread.env | {"DLREAD_DATA_DIR": "d", "DLREAD_CACHE_DIR": "../c", "DLREAD_STATE_DIR": "./s"}
    for line in ("mark-read smac", "paths"):
        done = subprocess.run([PROGRAM, *line.split()], cwd=here, env=env, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert ["data", str(here / "d")] in rows
    assert len(list((here / "d").glob("journal-*.jsonl"))) == 1
    assert (dlread.home / "c" / "library.db").is_file()
    assert len(list((here / "s").glob("machine-*"))) == 1
    assert not (dlread.home / ".local").exists()
    assert not (dlread.home / ".cache").exists()


@pytest.mark.first_calls
def test_asking_creates_nothing(dlread: Dlread) -> None:
    dlread("paths")
    assert list(dlread.home.iterdir()) == []


def test_catalogs_and_journals_are_named(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (dlread.data / "catalogs").mkdir()
    mine = dlread.data / "catalogs/mine.yaml"
    mine.touch()
    (dlread.data / "journal-other.sync-conflict-20260102.jsonl").touch()
    (dlread.data / ".journal-hidden.jsonl").touch()
    (dlread.data / "journal-x.jsonl~").touch()
    rows = [line.split("\t") for line in dlread("paths").splitlines()]
    catalogs = [Path(path) for what, path in rows if what == "catalog"]
    journals = [Path(path).name for what, path in rows if what == "journal"]
    assert [path.name for path in catalogs] == ["dl-research-2019.yaml", "lee-deep-learning-in-a-day.yaml", "mine.yaml"]
    assert catalogs[2] == mine
    assert len(journals) == 2
    assert "journal-other.sync-conflict-20260102.jsonl" in journals


def test_json(dlread: Dlread) -> None:
    rows = json.loads(dlread("paths --json"))
    assert rows[0] == {"what": "data", "path": str(dlread.data)}
    assert [row["what"] for row in rows] == ["data", "cache", "state", "config", "library", "catalog", "catalog"]


def test_what_is_moved_is_used(dlread: Dlread, tmp_path: Path) -> None:
    env = {"DLREAD_DATA_DIR": str(tmp_path / "d"), "DLREAD_CACHE_DIR": str(tmp_path / "c")}
    dlread("mark-read smac", env=env)
    assert dlread("list --keys --status read", env=env) == "smac\n"
    assert dlread("list --keys --status read") == ""


def test_a_terminal_gets_columns(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    lines = terminal("paths", columns=600).lines
    assert lines[0] == f"data     {dlread.data}"
    assert lines[1] == f"cache    {dlread.cache}"


def test_names_that_are_no_text_are_files_like_others(dlread: Dlread) -> None:
    dlread("mark-read smac")
    odd = os.fsencode(dlread.data) + b"/journal-\xff.jsonl"
    line = '{"at": "2026-01-01T00:00:00.000000Z", "key": "sdr", "set": {"status": "read"}}\n'
    with open(odd, "w") as journal:  # noqa: PTH123
        journal.write(line)
    assert dlread("list --status read --keys").split() == ["smac", "sdr"]
    with open(odd, "a") as journal:  # noqa: PTH123
        journal.write("nonsense\n")
    assert "journal-\ufffd.jsonl, line 2" in dlread.run("doctor").out


def test_a_data_directory_that_cannot_be_read_is_never_taken_for_an_empty_one(dlread: Dlread) -> None:
    dlread("mark-read smac")
    dlread.as_anybody()
    dlread.data.chmod(0o000)
    try:
        result = dlread.run("list")
        assert (result.out, result.status) == ("", 1)
        assert result.err == f"dlread: cannot read {dlread.data}/catalogs: permission denied\n"
    finally:
        dlread.data.chmod(0o700)


@pytest.mark.parametrize("zone", ["UTC+99", "Nowhere/At_All", "", ":"])
def test_an_odd_time_zone_is_no_obstacle(dlread: Dlread, zone: str) -> None:
    dlread("mark-read smac")
    for line in ("stats", "history"):
        assert dlread(line, env={"TZ": zone})
