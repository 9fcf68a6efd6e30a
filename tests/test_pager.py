"""What does not fit the screen goes through a pager: which one, when, and what if it fails."""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, Screen
from rich.cells import cell_len

from dlread_cli import cli, commands

LINES = 10 + 34 + 4
"""Of `dlread list` on a terminal."""

SAVES = """printf '%s\\n' "$@" >"$HOME/arguments"; printf '%s\\n' "${LESS-}" "${LESSCHARSET-}" >"$HOME/settings"
cat >"$HOME/taken\""""


def program(dlread: Dlread, name: str, script: str = SAVES) -> None:
    """A pager on PATH."""
    folder = dlread.home / "programs"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    if str(folder) not in dlread.env["PATH"]:
        dlread.env["PATH"] = f"{folder}:{dlread.env['PATH']}"


@pytest.fixture
def paged(dlread: Dlread, terminal: Callable[..., Screen]) -> Callable[..., str]:
    """What `dlread LINE` sends through `page`, a pager that shows nothing; empty if it does not start it."""

    def taken(line: str, rows: int = 24, columns: int = 80, env: Mapping[str, str] | None = None) -> str:
        program(dlread, "page")
        file = dlread.home / "taken"
        file.unlink(missing_ok=True)
        screen = terminal(line, columns, rows, {"DLREAD_PAGER": "page"} | dict(env or {}))
        assert screen.status == 0
        assert file.exists() == (screen.raw == "")
        return file.read_text("utf-8") if file.exists() else ""

    return taken


# --- what is paged ----------------------------------------------------------------------------------------------------


def test_only_what_does_not_fit_the_screen_is_paged(paged: Callable[..., str]) -> None:
    """The last line is for the shell's prompt."""
    assert paged("list", rows=LINES + 1) == ""
    assert paged("list", rows=LINES).count("\n") == LINES


def test_lines_that_are_wrapped_count_as_several(dlread: Dlread, paged: Callable[..., str]) -> None:
    dlread(f"edit smac title={'x' * 140}")
    rows = -(-len(dlread("cite smac --style text").rstrip()) // 80)
    assert paged("cite smac --style text", rows=rows + 1) == ""
    assert paged("cite smac --style text", rows=rows) != ""


def test_a_chinese_character_takes_two_columns(dlread: Dlread, paged: Callable[..., str]) -> None:
    dlread(f"edit smac title={'星' * 140}")
    rows = -(-(len(dlread("cite smac --style text").rstrip()) + 140) // 80)
    assert paged("cite smac --style text", rows=rows + 1) == ""
    assert paged("cite smac --style text", rows=rows) != ""


def test_the_pager_gets_colours_and_remarks(paged: Callable[..., str]) -> None:
    text = paged("search networc --limit 40")
    assert text.startswith("no results for 'networc'; showing 'network'\n")
    assert "\x1b[" in text
    assert paged("list").endswith("35 entries, 9 headings · ↷ superseded, ≠ disputed, ± corrected, see dlread show\n")


@pytest.mark.parametrize("line", ["list --json", "export", "help import", "import --help", "--help", "tags", "man"])
def test_whatever_is_long_is_paged(paged: Callable[..., str], line: str) -> None:
    assert paged(line) != ""


def test_a_pipe_has_no_pager(dlread: Dlread) -> None:
    program(dlread, "page")
    assert dlread("list", env={"DLREAD_PAGER": "page", "TERM": "xterm"}).count("\n") == 44
    assert not (dlread.home / "taken").exists()


@pytest.mark.parametrize("line", ["--no-pager list", "list --no-pager", "list --limit 44 --no-pager --lang en"])
def test_no_pager_stands_anywhere(paged: Callable[..., str], line: str) -> None:
    assert paged(line) == ""


def test_after_two_dashes_it_is_a_word(dlread: Dlread) -> None:
    dlread("note smac -- --no-pager --color=never")
    assert dlread("note smac").endswith(" --no-pager --color=never\n")


UNPAGED = {
    *("add", "edit", "import", "mark-read", "mark-reading", "mark-unread", "mark-skipped", "note", "rate", "refresh"),
    *("plan", "remove", "tag", "undo", "redo", "open", "config"),
    *("catalog add", "catalog new", "catalog remove", "catalog update"),
}
"""They change or ask something, start a program, or report on work as it goes."""


def test_every_command_is_known_to_be_paged_or_not() -> None:
    declared = {one.name or getattr(one.callback, "__name__", "") for one in cli.app.registered_commands}
    assert (commands.PAGED - {"dashboard"}) | UNPAGED == declared - {"help"}
    assert not commands.PAGED & UNPAGED


def test_a_change_is_reported_without_a_pager(paged: Callable[..., str]) -> None:
    assert paged("mark-read smac sdr pyg lee-rnn lee-cnn", rows=3) == ""


# --- which pager ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("env", "called"),
    [
        ({"DLREAD_PAGER": "one", "PAGER": "two"}, "one"),
        ({"PAGER": "two"}, "two"),
        ({}, "less"),
        ({"DLREAD_PAGER": "", "PAGER": "two"}, ""),
        ({"DLREAD_PAGER": "cat", "PAGER": "two"}, ""),
        ({"PAGER": ""}, ""),
        ({"PAGER": " "}, ""),
        ({"PAGER": "cat"}, ""),
        ({"PAGER": "two", "TERM": "dumb"}, ""),
    ],
)
def test_our_variable_then_pager_then_less(
    dlread: Dlread, terminal: Callable[..., Screen], env: dict[str, str], called: str
) -> None:
    for name in ("one", "two", "less"):
        program(dlread, name, 'echo "called ${0##*/}"; cat >/dev/null')
    del dlread.env["PAGER"]
    screen = terminal("list", rows=24, env=env)
    assert screen.status == 0
    assert (f"called {called}\r\n" == screen.raw) if called else "called" not in screen.raw


@pytest.mark.parametrize(
    ("pager", "arguments"),
    [
        ("page", ""),
        ("page -x --two 'a b'", "-x\n--two\na b"),
        ("page ; touch pwned", ";\ntouch\npwned"),
        ("page $(touch pwned) `touch pwned` | touch pwned > pwned", None),
    ],
)
def test_a_pager_may_have_arguments_and_is_not_run_by_a_shell(
    dlread: Dlread, paged: Callable[..., str], pager: str, arguments: str | None
) -> None:
    assert paged("list", env={"DLREAD_PAGER": pager}) != ""
    said = (dlread.home / "arguments").read_text()
    assert said == f"{arguments}\n" if arguments is not None else "$(touch\npwned)\n" in said
    assert list(dlread.home.rglob("pwned")) == []
    assert not Path("pwned").exists()


@pytest.mark.parametrize(
    ("env", "settings"),
    [
        ({}, "FRX\nutf-8\n"),
        ({"LESS": "-i"}, "-i\nutf-8\n"),
        ({"LESS": "", "LESSCHARSET": "latin1"}, "\nlatin1\n"),
        ({"PYTHONIOENCODING": "ascii"}, "FRX\n\n"),
    ],
)
def test_the_reader_s_settings_of_less_stay(
    dlread: Dlread, paged: Callable[..., str], env: dict[str, str], settings: str
) -> None:
    paged("list", env=env)
    assert (dlread.home / "settings").read_text() == settings


def test_less_itself_always_shows_colours(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    program(dlread, "less")
    del dlread.env["PAGER"]
    terminal("list", rows=24, env={"LESS": "-i"})
    assert (dlread.home / "arguments").read_text() == "-R\n"


# --- pagers that end too early or cannot ------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["list", "list --json", "doctor", "list --json --lang=zh", "help import"])
def test_leaving_the_pager_early_is_no_error(dlread: Dlread, terminal: Callable[..., Screen], line: str) -> None:
    program(dlread, "page", "head -n 1")
    (dlread.data / "catalogs").mkdir(parents=True)
    for number in range(30):
        (dlread.data / f"catalogs/{number}.yaml").write_text("nonsense")
    screen = terminal(line, rows=24, env={"DLREAD_PAGER": "page"})
    assert screen.raw.count("\n") == 1
    assert screen.status == (1 if line == "doctor" else 0)


@pytest.mark.parametrize(
    ("pager", "why"),
    [
        ("no-such-pager -x", "'no-such-pager' failed: no such file or directory"),
        ("/etc", "'/etc' failed: permission denied"),
        ("fails", "'fails' failed: exit status 3"),
        ("'page", "''page' failed: no such file or directory"),
        ("x" * 9000, "failed: file name too long"),
    ],
)
@pytest.mark.parametrize("line", ["list", "list --json"])
def test_a_pager_that_fails_is_done_without(dlread: Dlread, pager: str, why: str, line: str) -> None:
    program(dlread, "fails", "exec 2>/dev/null; exit 3")
    plain, _ = dlread.on_terminal(line.split(), 80, 24)
    raw, status = dlread.on_terminal(line.split(), 80, 24, {"DLREAD_PAGER": pager})
    remark = raw.removeprefix(plain)
    assert remark != raw
    assert " ".join(remark.split()).startswith("dlread: the pager '")
    assert "".join(why.split()) in "".join(remark.split())
    assert (len(remark) < 400, status) == (True, 0)


# --- less itself ------------------------------------------------------------------------------------------------------


class Reader:
    """Somebody at a terminal of 24 lines who reads with less."""

    def __init__(self, child: Any, screen: Any) -> None:
        self._child = child
        self._screen = screen

    def sees(self, text: str) -> list[str]:
        """The lines of the screen once it shows the text."""
        import pyte

        stream = pyte.Stream(self._screen)
        while not any(text in line for line in self._screen.display):
            stream.feed(self._child.read_nonblocking(4096, timeout=60))
        return [line.rstrip() for line in self._screen.display]

    def types(self, keys: str) -> None:
        self._child.send(keys)

    def ends(self) -> int:
        """The exit status."""
        import pexpect

        self._child.expect(pexpect.EOF)
        self._child.close()
        assert self._child.signalstatus is None
        return int(self._child.exitstatus)


@contextmanager
def at_less(dlread: Dlread, line: str, **env: str) -> Iterator[Reader]:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which has no pseudo-terminal here")
    import pyte

    if not shutil.which("less"):
        pytest.skip("needs less")
    del dlread.env["PAGER"]
    its = dlread.env | {"TERM": "xterm-256color"} | env
    child = pexpect.spawn(str(PROGRAM), line.split(), env=its, dimensions=(24, 80), encoding="utf-8", timeout=60)
    try:
        yield Reader(child, pyte.Screen(80, 24))
    finally:
        child.close(force=True)


def test_less_shows_the_first_screen_and_waits(dlread: Dlread) -> None:
    with at_less(dlread, "list") as reader:
        lines = reader.sees("diagnosis-train")
        assert lines[0] == "Deep learning research of 2019  0 of 10"
        assert "35 entries, 9 headings" not in "".join(lines)
        reader.types("G")
        reader.sees("35 entries, 9 headings")
        reader.types("q")
        assert reader.ends() == 0


def test_less_shows_wide_chinese_text_in_columns(dlread: Dlread) -> None:
    with at_less(dlread, "list --lang zh", LC_ALL="C", PYTHONUTF8="1") as reader:
        lines = reader.sees("lee-diagnosis-train")
        assert lines[7].replace(" ", "") == "○smac星际争霸多智能体挑战↷±AAMAS2019"
        assert cell_len(lines[7].partition("AAMAS")[0]) == cell_len(lines[3].partition("ICML")[0])
        reader.types("q")
        assert reader.ends() == 0


def test_ctrl_c_is_the_pagers(dlread: Dlread) -> None:
    """It ends neither less nor, once everything is written, the command."""
    with at_less(dlread, "list") as reader:
        reader.sees("diagnosis-train")
        for _ in range(3):
            reader.types("\x03")
        reader.types("G")
        reader.sees("35 entries, 9 headings")
        reader.types("q")
        assert reader.ends() == 0


def test_ctrl_c_stops_a_command_that_still_writes_and_leaves_less_to_the_reader(dlread: Dlread) -> None:
    with at_less(dlread, "list --json") as reader:
        reader.sees('"key": "pyg"')
        reader.types("\x03")
        reader.types("/smac\n")
        reader.sees("smac")
        reader.types("q")
        assert reader.ends() == 128 + signal.SIGINT


def test_leaving_less_early_is_no_error(dlread: Dlread) -> None:
    with at_less(dlread, "list --json") as reader:
        reader.sees('"key": "pyg"')
        reader.types("q")
        assert reader.ends() == 0
