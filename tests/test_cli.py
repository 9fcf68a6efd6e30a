"""The command line as a whole: help, languages, wrong usage, missing homes, interruptions, and what a call loads."""

import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest
import typer
from conftest import PROGRAM, Dlread, Screen

from dlread_cli import __version__, cli

pytestmark = pytest.mark.first_calls

GROUP = typer.main.get_command(cli.app)
COMMANDS = sorted(GROUP.commands)


@pytest.mark.real_starts
@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(dlread: Dlread, option: str) -> None:
    assert dlread.run(option) == (f"dlread {__version__}\n", "", 0)


# --- help -------------------------------------------------------------------------------------------------------------


def test_help_lists_every_command_with_its_whole_first_line(dlread: Dlread) -> None:
    text = dlread("--help", env={"COLUMNS": "80"})
    listed = [line.strip().split("  ")[0] for line in text.split("Find and read:")[1].splitlines()]
    assert sorted(name for name in listed if name in COMMANDS) == COMMANDS
    assert "..." not in text.replace("[ARGUMENT]...", "")
    assert all(len(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_says_what_it_is(command: str) -> None:
    declared = GROUP.commands[command]
    assert declared.help
    assert declared.help.endswith(".")
    for parameter in declared.params:
        assert getattr(parameter, "help", None), f"{parameter.name} of {command}"


def test_help_of_a_command(dlread: Dlread) -> None:
    text = dlread("mark-read --help", env={"COLUMNS": "80"})
    assert text.startswith("Usage: dlread mark-read [OPTIONS] ")
    assert "Mark entries as read; a section includes all its parts." in text
    assert not Path(dlread.cache).exists()


@pytest.mark.parametrize(("line", "same"), [("help", "--help"), ("help mark-read", "mark-read --help")])
def test_help_is_a_command_too(dlread: Dlread, line: str, same: str) -> None:
    assert dlread(line) == dlread(same)
    assert dlread.run("help serch").err == "dlread: no such command 'serch'; did you mean 'search'?\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("undo -1", "no such option: -1; numbers must be positive; see dlread undo --help"),
        ("rate smac -1", "no such option: -1; numbers must be positive; see dlread rate --help"),
        ("read smac", "no such command 'read'; did you mean 'mark-read'?"),
        ("done", "no such command 'done'; did you mean 'mark-read'?"),
        ("rm smac", "no such command 'rm'; did you mean 'remove'?"),
        ("help find", "no such command 'find'; did you mean 'search'?"),
        ("ls", "no such command 'ls'; did you mean 'list'?"),
        ("star smac 4", "no such command 'star'; did you mean 'rate'?"),
        ("catalog ad x", "no such command 'catalog ad'; did you mean 'catalog add'?"),
        ("catalog updaet", "no such command 'catalog updaet'; did you mean 'catalog update'?"),
        ("help catalog ad", "no such command 'catalog ad'; did you mean 'catalog add'?"),
        ("catalog quux x", "no such command 'catalog quux'; see dlread --help"),
        ("catalog --jsn", "no such option: --jsn (Possible options: --json); see dlread catalog --help"),
        ("mark-read-x smac", "no such command 'mark-read-x'; did you mean 'mark-read', 'mark-unread', 'mark-reading'?"),
    ],
)
def test_an_unknown_command_is_told_the_nearest_ones(dlread: Dlread, line: str, said: str) -> None:
    assert dlread.run(line) == ("", f"dlread: {said}\n", 2)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_h_and_help(dlread: Dlread, command: str) -> None:
    usage = GROUP.commands[command].get_usage(typer.Context(GROUP.commands[command], info_name=f"dlread {command}"))
    first = dlread(f"{command} -h", env={"COLUMNS": "200"}).splitlines()[0]
    assert first == usage
    assert not set(first) & set("{}")
    assert not dlread.data.exists()


def test_the_module_is_the_program(dlread: Dlread) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dlread_cli", "--version"], env=dlread.env, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"dlread {__version__}\n"


# --- wrong usage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("lst", "'list'"),
        ("mark-raed smac", "'mark-read'"),
        ("List", "'list'"),
        ("nonsense-entirely", "nonsense-entirely"),
        ("list --statsu read", "--status"),
        ("list --status raed", "'unread', 'reading', 'read', 'skipped'"),
        ("list --sort colour", "'changed'"),
        ("list --limit x", "'x' is not a whole number; see"),
        ("list --limit -1", "-1 is too small; the minimum is 0; see"),
        ("next --limit 0", "0 is too small; the minimum is 1; see"),
        ("stats --since soon", "'soon' is not a date; write it like 2026-01-31; see"),
        ("stats --until 2026-02-30", "'2026-02-30' is not a date; write it like 2026-01-31; see"),
        ("list --year nope", "'nope'"),
        ("list --tag", "--tag"),
        ("list --json --keys", "choose one of --json and --keys"),
        ("--lang fr", "'fr' is not supported; choose en or zh"),
        ("--lang fr list", "'fr' is not supported; choose en or zh"),
        ("list --lang fr", "'fr' is not supported; choose en or zh"),
        ("list --lang ''", "choose en or zh"),
        ("show", "KEY"),
        ("search", "QUERY"),
        ("rate smac", "STARS"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_status_2(dlread: Dlread, line: str, part: str) -> None:
    result = dlread.run(line)
    assert (result.out, result.status) == ("", 2)
    assert result.err.startswith("dlread: ")
    assert result.err.count("\n") == 1
    assert part in result.err


@pytest.mark.parametrize("line", ["path " + "smac " * 3000, "list --" + "x" * 9000, "list --limit " + "x" * 9000])
def test_an_error_is_not_as_long_as_what_was_typed(dlread: Dlread, line: str) -> None:
    result = dlread.run(line)
    assert result.status == 2
    assert len(result.err) < 400


def test_hostile_arguments_do_nothing_to_a_terminal(terminal: Callable[..., Screen]) -> None:
    for line in ("'a\x1b]0;owned\x07'", "list '--x\x1b[31m'", "show 'a\x1b[31m'", "list --status '\x9b31m'"):
        screen = terminal(line)
        assert screen.status in (1, 2)
        assert not any(control in screen.raw for control in ("\x1b", "\x07", "\x9b"))


# --- languages --------------------------------------------------------------------------------------------------------

ENGLISH, CHINESE = "The StarCraft Multi-Agent Challenge", "星际争霸多智能体挑战"


@pytest.mark.parametrize(
    ("line", "env", "title"),
    [
        ("list -k paper -t rl", {}, ENGLISH),
        ("list -k paper -t rl", {"LANG": "zh_CN.UTF-8"}, CHINESE),
        ("list -k paper -t rl", {"LANG": "zh_TW"}, CHINESE),
        ("list -k paper -t rl", {"LANG": "de_DE.UTF-8"}, ENGLISH),
        ("list -k paper -t rl", {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, ENGLISH),
        ("list -k paper -t rl", {"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, CHINESE),
        ("list -k paper -t rl", {"LANG": "zh_CN.UTF-8", "DLREAD_LANG": "en"}, ENGLISH),
        ("list -k paper -t rl", {"DLREAD_LANG": "zh"}, CHINESE),
        ("list -k paper -t rl", {"DLREAD_LANG": "", "LC_ALL": "", "LANG": "zh_CN.UTF-8"}, CHINESE),
        ("list -k paper -t rl --lang en", {"DLREAD_LANG": "zh"}, ENGLISH),
        ("list -k paper -t rl --lang zh", {"DLREAD_LANG": "en"}, CHINESE),
        ("--lang zh list -k paper -t rl", {"DLREAD_LANG": "en"}, CHINESE),
        ("--lang zh list -k paper -t rl --lang en", {}, ENGLISH),
    ],
)
def test_the_command_then_our_variable_then_the_locale(
    dlread: Dlread, line: str, env: dict[str, str], title: str
) -> None:
    assert dlread(line, env={"PYTHONIOENCODING": "utf-8"} | env).split("\t")[4] == title


# --- without a home ---------------------------------------------------------------------------------------------------

WITHOUT_PASSWD = """
import pwd, sys
def unknown(*_): raise KeyError
pwd.getpwuid = pwd.getpwnam = unknown
sys.argv = ["dlread", *sys.argv[1:]]
from dlread_cli.__main__ import main
main()
"""


def homeless(dlread: Dlread, line: str, **env: str) -> tuple[str, str, int]:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PASSWD, *line.split()],
        env={name: value for name, value in dlread.env.items() if name != "HOME"} | env,
        cwd=dlread.home,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr, done.returncode


def test_without_a_home_everything_can_be_read(dlread: Dlread) -> None:
    out, err, status = homeless(dlread, "list --keys --tag rl")
    assert (out, err, status) == ("smac\nlee-reinforcement-learning\n", "", 0)
    assert homeless(dlread, "search --keys starcraft")[0] == "smac\n"
    assert homeless(dlread, "")[2] == 0
    assert list(dlread.home.iterdir()) == []


@pytest.mark.parametrize("line", ["mark-read smac", "note smac text", "paths"])
def test_without_a_home_what_needs_one_says_the_way_out(dlread: Dlread, line: str) -> None:
    assert homeless(dlread, line) == (
        "",
        "dlread: no home directory found; set DLREAD_DATA_DIR and DLREAD_CACHE_DIR\n",
        1,
    )
    assert list(dlread.home.iterdir()) == []


def test_the_way_out_is_one(dlread: Dlread) -> None:
    dirs = {"DLREAD_DATA_DIR": str(dlread.home / "d"), "DLREAD_CACHE_DIR": str(dlread.home / "c")}
    assert homeless(dlread, "mark-read smac", **dirs)[2] == 0
    assert homeless(dlread, "list --keys --status read", **dirs)[0] == "smac\n"


@pytest.mark.real_starts
def test_where_nothing_can_be_written_everything_can_be_read(dlread: Dlread) -> None:
    (dlread.home / "file").touch()
    env = {"HOME": str(dlread.home / "file")}
    assert dlread.run("list --keys --tag rl", env=env) == ("smac\nlee-reinforcement-learning\n", "", 0)
    result = dlread.run("mark-read smac", env=env)
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("dlread: cannot ")
    assert result.err.endswith("; nothing was changed\n")


# --- interruptions and closed streams ---------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
def test_an_interruption_is_quiet_and_changes_nothing(dlread: Dlread) -> None:
    dlread("list")
    pipe = subprocess.PIPE
    with subprocess.Popen([PROGRAM, "mark-read", "-"], env=dlread.env, stdin=pipe, stdout=pipe, stderr=pipe) as program:
        assert program.stdin is not None
        program.stdin.write(b"smac\n")
        program.stdin.flush()
        while unread_bytes(program.stdin):  # then it waits for more
            time.sleep(0.01)
        status = interrupted(program)
        assert program.stdout is not None
        assert program.stderr is not None
        assert (program.stdout.read(), program.stderr.read(), status) == (b"", b"", 130)
    assert not dlread.data.exists()


def unread_bytes(pipe: IO[bytes]) -> int:
    import fcntl
    import termios

    (count,) = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))
    return int(count)


def interrupted(program: subprocess.Popen[bytes]) -> int:
    """Its exit status. Python overlooks a signal that comes between two reads of `read()` until the next one."""
    for _ in range(20):
        program.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return program.wait(3)
    program.kill()
    return program.wait()


def shell(dlread: Dlread, script: str) -> tuple[str, str, int]:
    """`$0` in the script is the program."""
    done = subprocess.run(
        ["sh", "-c", script, str(PROGRAM)], env=dlread.env, capture_output=True, text=True, check=False
    )
    return done.stdout, done.stderr, done.returncode


@pytest.mark.parametrize("line", ["list", "", "list --json", "show smac", "--version", "paths"])
def test_a_closed_stdout_is_an_error(dlread: Dlread, line: str) -> None:
    assert shell(dlread, f'"$0" {line} >&-') == ("", "dlread: standard output is closed\n", 1)


def test_a_closed_stderr_loses_only_remarks(dlread: Dlread) -> None:
    assert shell(dlread, '"$0" mark-read smac 2>&-')[::2] == (
        "smac\tread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n",
        0,
    )
    assert shell(dlread, '"$0" show nope 2>&-') == ("", "", 1)
    assert shell(dlread, '"$0" list --statsu 2>&-') == ("", "", 2)


def test_a_change_is_made_whether_or_not_it_can_be_told(dlread: Dlread) -> None:
    shell(dlread, '"$0" mark-read smac >&- 2>&-')
    shell(dlread, '"$0" mark-read pyg | true')
    shell(dlread, '"$0" mark-read sdr <&- >&- 2>&-')
    assert dlread("list --keys --status read") == "pyg\nsmac\nsdr\n"
    assert dlread.run("doctor").status == 0
    assert len(dlread.journals().splitlines()) == 3


def test_a_closed_stdin_is_said_where_it_is_needed(dlread: Dlread) -> None:
    assert shell(dlread, '"$0" list --keys --tag slam <&-') == ("gcnv2\n", "", 0)
    assert shell(dlread, '"$0" mark-read - <&-') == ("", "dlread: there is no standard input to read from\n", 2)


# --- what a call loads ------------------------------------------------------------------------------------------------

HEAVY = {"typer", "httpx", "yaml", "msgspec", "pydantic", "rich", "platformdirs", "importlib.metadata"}


def loaded(dlread: Dlread, line: str) -> set[str]:
    """The modules that a call imports, once the library is built."""
    dlread("list")
    done = subprocess.run(
        [sys.executable, "-v", "-m", "dlread_cli", *line.split()],
        env=dlread.env,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(re.findall("^import '([^']+)'", done.stderr, re.MULTILINE))


OURS = (
    *("command_table", "commands", "commands.list", "domain", "domain.entries", "domain.queries", "domain.text"),
    *(
        "domain.wording",
        "effects",
        "errors",
        "fast_path",
        "opening",
        "output",
        "paths",
        "render",
        "render.plain",
        "run",
        "settings",
    ),
    *("run", "storage", "storage.corrected_search", "storage.database", "storage.files", "storage.library"),
    *("storage.machine", "storage.past", "storage.schema", "storage.snapshot", "storage.summary", "terminal"),
    "translation",
)
SEARCHING = ("storage.searching", "storage.vocabulary", "domain.spelling", "domain.folding")
"""What a condition needs besides."""


@pytest.mark.parametrize("line", ["list", "list --tag rl --sort year", "list --keys"])
def test_a_plain_list_loads_nothing_heavy(dlread: Dlread, line: str) -> None:
    modules = loaded(dlread, line)
    assert modules & (HEAVY | {"json", "unicodedata", "tempfile"}) == set()
    ours = {name.removeprefix("dlread_cli.") for name in modules if name.startswith("dlread_cli.")}
    assert ours - set(SEARCHING) == set(OURS) - ({"render", "render.plain"} if "--keys" in line else set())


@pytest.mark.parametrize("line", ["list --limit 5", "mark-read smac", "show smac", "next", ""])
def test_a_terminal_gets_its_lines_without_most_of_rich(dlread: Dlread, line: str) -> None:
    modules = loaded(dlread, f"--color=always {line}")
    assert modules & (HEAVY | {"dataclasses", "inspect", "opencc"}) == {"rich"}
    assert {name for name in modules if name.startswith("rich.") and "_" not in name} == {"rich.cells"}


def test_the_version_is_told_without_the_library(dlread: Dlread) -> None:
    assert loaded(dlread, "--version") & {"sqlite3", "pathlib", "json", "dlread_cli.opening"} == set()


@pytest.mark.parametrize("line", ["mark-read smac", "search starcraft", "", "show smac", "note smac x", "--version"])
def test_no_everyday_command_into_a_pipe_loads_anything_heavy(dlread: Dlread, line: str) -> None:
    modules = loaded(dlread, line)
    assert "dlread_cli.run" in modules
    assert modules & (HEAVY | {"subprocess", "difflib"}) == set()
