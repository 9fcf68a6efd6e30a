"""The program in odd surroundings: it does what it was asked or says why not, in one line, and never a traceback."""

import json
import os
import random
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import pytest
from conftest import PROGRAM, Dlread, Screen, effort, seal, wrong_clock

pytestmark = [
    pytest.mark.full_run,
    pytest.mark.skipif(os.name != "posix", reason="odd in ways that only Unix knows"),
    pytest.mark.real_starts,
]

READ = "list --keys --status read"

Case = TypeVar("Case")


def some(cases: Sequence[Case], number: int) -> Sequence[Case]:
    """All of them in a full run; in a short one so many, spread over the table."""
    return cases[:: -(-len(cases) // effort(number, len(cases)))]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dlread = Dlread(tmp_path_factory.mktemp("home"))
    dlread("list")
    return dlread.cache / "library.db"


@pytest.fixture
def dlread(dlread: Dlread, library: Path) -> Dlread:
    """With a library of the bundled catalogs, which would take longer to build than most tests."""
    for path in (dlread.cache.parent, dlread.cache):
        path.mkdir(0o700)
    for path in (library, library.with_name("library.seal")):
        shutil.copy(path, dlread.cache)
    seal(dlread.cache / "library.db")
    return dlread


def shell(dlread: Dlread, script: str, **env: str) -> tuple[str, str, int]:
    """`$0` in the script is the program. What is no UTF-8 comes back as U+FFFD."""
    done = subprocess.run(
        ["bash", "-c", script, str(PROGRAM)],
        env=dlread.env | env,
        cwd=dlread.home,
        capture_output=True,
        timeout=60,
        check=False,
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in err, err
    return out, err, done.returncode


def written(dlread: Dlread) -> list[dict[str, Any]]:
    """Every line of every journal; that each can be read is part of the answer."""
    return [json.loads(line) for line in dlread.journals().splitlines()]


# --- languages and code pages ---------------------------------------------------------------------------------------

LOCALES = (
    *("C", "POSIX", "C.UTF-8", "en_US.ISO-8859-1", "zh_CN.GB18030", "ja_JP.SJIS", "tr_TR.UTF-8", "xx_YY", ""),
    *("../../etc", "en_US.UTF-8@" + "x" * 300),
)
CODE_PAGES = ("cp1252", "cp437", "cp932", "ascii", "latin-1", "utf-16", "gb18030", "cp037", "utf-8:strict", ":no-such")


@pytest.mark.parametrize(("locale", "utf8"), some(list(product(LOCALES, "01")), 6))
def test_any_locale_shows_something_and_keeps_everything(
    dlread: Dlread, locale: str, utf8: str, counted: Callable[[str, int], None]
) -> None:
    env = {"LC_ALL": locale, "LANG": locale, "PYTHONUTF8": utf8}
    result = shell(
        dlread, '"$0" note smac --replace "İı ß 注记 $(printf "\\360\\237\\230\\200")" && "$0" show smac', **env
    )
    assert result[2] == 0, result
    assert result[0].startswith("smac\t")
    assert [list(line["set"].values()) for line in written(dlread)] == [["İı ß 注记 \U0001f600"]]
    assert dlread("note smac") == "İı ß 注记 \U0001f600\n"
    counted("locales and code pages", 1)


@pytest.mark.parametrize("encoding", some(CODE_PAGES, 4))
def test_any_code_page_of_the_terminal_shows_something(
    dlread: Dlread, encoding: str, counted: Callable[[str, int], None]
) -> None:
    done = subprocess.run(
        [PROGRAM, "show", "smac", "--lang", "zh"],
        env=dlread.env | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
        check=True,
    )
    name = encoding.partition(":")[0] or "utf-8"
    assert "SMAC" in done.stdout.decode(name).upper()
    assert done.stderr == b""
    counted("locales and code pages", 1)


def test_a_code_page_that_does_not_exist_is_python_s_error_and_changes_nothing(dlread: Dlread) -> None:
    assert shell(dlread, '"$0" mark-read smac', PYTHONIOENCODING="no-such-code")[2] == 1
    assert not dlread.data.exists()


# --- streams --------------------------------------------------------------------------------------------------------

needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which is Linux's")


@needs_dev_full
@pytest.mark.parametrize("line", ["list", "show smac --json", "--help", "--version", "mark-read smac"])
def test_a_result_that_cannot_be_delivered_is_an_error(dlread: Dlread, line: str) -> None:
    out, err, status = shell(dlread, f'"$0" {line} >/dev/full')
    assert (out, status) == ("", 1)
    assert err.endswith("dlread: no space left on device\n")


@needs_dev_full
@pytest.mark.parametrize(
    ("line", "status"), [("mark-read smac", 0), ("doctor", 0), ("list -t nope", 0), ("show nope", 1), ("nope", 2)]
)
def test_a_remark_that_cannot_be_delivered_is_no_error(dlread: Dlread, line: str, status: int) -> None:
    assert shell(dlread, f'"$0" {line} 2>/dev/full')[2] == status


@needs_dev_full
def test_a_change_is_made_though_nothing_can_be_said(dlread: Dlread) -> None:
    assert shell(dlread, '"$0" mark-read smac >/dev/full 2>/dev/full')[2] == 1
    assert dlread(READ) == "smac\n"


def test_a_reader_who_has_seen_enough_is_no_error(dlread: Dlread) -> None:
    script = 'set -o pipefail; "$0" list --json | head -1; "$0" list | true; "$0" search deep | head -c 1 >/dev/null'
    assert shell(dlread, script) == ("[\n", "", 0)


@pytest.mark.parametrize("stream", ["</dev/null", "<&-", "< .", "</dev/full"])
def test_what_comes_from_stdin_may_be_nothing(dlread: Dlread, stream: str) -> None:
    limit = "head -c 9 " + stream + " 2>/dev/null | " if "full" in stream else ""
    out, _, status = shell(dlread, f'{limit}"$0" mark-read - {"" if limit else stream}')
    assert out == ""
    assert status in (1, 2)
    assert not dlread.data.exists()


# --- terminals ------------------------------------------------------------------------------------------------------


TERMS = ("dumb", "", "no-such-terminal", "../../etc/passwd", "xterm-256color")


@pytest.mark.parametrize(("name", "columns"), some(list(product(TERMS, ("0", "1", "abc", "100000"))), 4))
def test_any_terminal_shows_the_list(
    dlread: Dlread, terminal: Callable[..., Screen], name: str, columns: str, counted: Callable[[str, int], None]
) -> None:
    screen = terminal("list --tag rl", env={"TERM": name, "COLUMNS": columns})
    assert screen.status == 0
    assert "smac" in screen.raw
    assert name != "dumb" or "\x1b[" not in screen.raw
    counted("terminals", 1)


def test_a_terminal_without_colour_gets_none(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    for line in some(["list", "", "show smac", "course"], 1):
        raw = terminal(line, env={"NO_COLOR": "1"}).raw
        assert "\x1b[3" not in raw
        assert "\x1b[9" not in raw


# --- homes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("home", ["", "relative", "./", "~nobody-like-that"])
def test_a_home_that_is_none_is_the_one_of_the_user(dlread: Dlread, home: str) -> None:
    """Only asked where it would be: a home of the user who runs the tests is not ours to write into."""
    out, err, status = shell(dlread, '"$0" paths', HOME=home)
    assert (err, status) == ("", 0)
    rows = [line.split("\t") for line in out.splitlines()]
    assert all(Path(path).is_absolute() for _, path in rows)
    assert not dlread.data.exists()


def test_a_user_of_whom_the_system_knows_nothing(dlread: Dlread) -> None:
    nobody = 'unshare --user --map-user 54321 --map-group 54321 "$0"'
    if shell(dlread, f"{nobody} --version")[2]:
        pytest.skip("needs the right to be somebody else (unshare --user)")
    assert shell(dlread, f"{nobody} mark-read smac && {nobody} {READ}")[0].endswith("\nsmac\n")
    assert shell(dlread, f"unset HOME; {nobody} list --keys --tag rl")[::2] == ("smac\nlee-reinforcement-learning\n", 0)
    assert shell(dlread, f"unset HOME; {nobody} mark-read smac") == (
        "",
        "dlread: no home directory found; set DLREAD_DATA_DIR and DLREAD_CACHE_DIR\n",
        1,
    )
    assert shell(dlread, f"unset HOME; {nobody} completion zsh --install") == (
        "",
        "dlread: no home directory found; set HOME\n",
        1,
    )


def test_a_working_directory_that_was_deleted(dlread: Dlread) -> None:
    gone = "mkdir gone && cd gone && rmdir ../gone && "
    assert shell(dlread, f'{gone}"$0" mark-read smac && "$0" {READ}')[0].endswith("\nsmac\n")
    for line, variable in (("mark-read pyg", "DLREAD_STATE_DIR"), ("paths", "DLREAD_CACHE_DIR")):
        assert shell(dlread, f'{gone}"$0" {line}', **{variable: "here"}) == (
            "",
            f"dlread: {variable} is 'here', but the current directory no longer exists; give an absolute path\n",
            1,
        )


def test_a_data_directory_may_be_a_link(dlread: Dlread) -> None:
    elsewhere = dlread.home / "elsewhere"
    elsewhere.mkdir()
    dlread.data.parent.mkdir(parents=True)
    dlread.data.symlink_to(elsewhere)
    dlread("mark-read smac")
    name = [path.name for path in elsewhere.glob("journal-*.jsonl")]
    dlread.data.unlink()
    elsewhere.rename(dlread.data)
    elsewhere.symlink_to(dlread.data)
    assert dlread(READ, env={"DLREAD_DATA_DIR": str(elsewhere)}) == "smac\n"
    assert len(name) == 1


def test_what_is_read_only_can_be_read(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762")
    dlread("mark-read smac")
    (own,) = dlread.data.glob("journal-*.jsonl")
    before = own.read_bytes()
    own.chmod(0o400)
    for path in (dlread.data, dlread.cache, dlread.home / ".local/state/dlread"):
        path.chmod(0o500)
    dlread.as_anybody()
    assert dlread.run(READ) == ("smac\n", "", 0)
    assert dlread.run("search --keys starcraft") == ("smac\n", "", 0)
    for line in ("mark-read sdr", "undo", "note smac x", "remove arxiv-1706.03762"):
        told = f"dlread: cannot write to {own}: permission denied; nothing was changed\n"
        assert dlread.run(line) == ("", told, 1)
    assert own.read_bytes() == before


@pytest.mark.parametrize("umask", some(["000", "022", "777", "077"], 2))
def test_whatever_the_umask_only_the_owner_gets_in(dlread: Dlread, umask: str) -> None:
    """And the owner does: a later call writes, too."""
    shutil.rmtree(dlread.cache.parent)
    script = f'umask {umask}; "$0" mark-read smac && "$0" mark-read pyg && "$0" {READ}'
    assert shell(dlread, script)[0].endswith("\npyg\nsmac\n")
    made = list(dlread.home.rglob("*"))
    assert len(made) > 8
    open_to_others = [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}
    files = [path for path in made if path.is_file() and path.suffix not in (".db-wal", ".db-shm")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


@pytest.mark.parametrize(("umask", "file", "directory"), [("777", 0o600, 0o700), ("222", 0o644, 0o755)])
def test_whatever_the_umask_the_owner_can_use_the_files_that_were_asked_for(
    dlread: Dlread, umask: str, file: int, directory: int
) -> None:
    script = f'umask {umask}; "$0" completion fish --install; "$0" catalog new mine; "$0" export smac -o smac.json'
    assert shell(dlread, script)[2] == 0
    made = (dlread.home / ".config/fish/completions/dlread.fish", dlread.home / "mine.yaml", dlread.home / "smac.json")
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [file] * 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in made[0].parents[:3]} == {directory}


# --- what runs short ------------------------------------------------------------------------------------------------

FULL_DISK = """
mount -t tmpfs -o size=2m none "$DISK" || exit 99
export DLREAD_DATA_DIR="$DISK/data" DLREAD_CACHE_DIR="$DISK/cache" DLREAD_STATE_DIR="$DISK/state"
"$0" mark-read smac >/dev/null 2>&1; echo $?
dd if=/dev/zero of="$DISK/big" bs=4096 2>/dev/null
cp "$DISK"/data/journal-*.jsonl before
"$0" note smac "$(head -c 6000 /dev/zero | tr '\\0' x)"; echo $?
cmp "$DISK"/data/journal-*.jsonl before; echo $?
"$0" list --keys --status read; echo $?
"$0" doctor | grep -c 'is full'
rm -r "$DISK"/cache/library.db*
"$0" list --keys --status read; echo $?
rm "$DISK"/big
"$0" mark-read pyg >/dev/null 2>&1; echo $?
"$0" list --keys --status read; echo $?
ls -A "$DISK"/state | grep -c machine
"""


def test_a_full_disk_is_told_and_costs_nothing(dlread: Dlread) -> None:
    if shell(dlread, "unshare -rm true")[2]:
        pytest.skip("needs the right to mount a small disk of its own (unshare -rm)")
    disk = dlread.home / "disk"
    disk.mkdir()
    out, err, _ = shell(dlread, f'unshare -rm bash -c {shlex.quote(FULL_DISK)} "$0"', DISK=str(disk))
    assert out.split() == ["0", "1", "0", "smac", "0", "3", "smac", "0", "0", "pyg", "smac", "0", "1"], (out, err)
    assert "; nothing was changed\n" in err
    assert "bytes could be written" in err or "no space left" in err


def test_files_that_may_not_grow(dlread: Dlread) -> None:
    dlread("mark-read smac")
    before = dlread.journals()
    out, err, status = shell(dlread, f'ulimit -f 0; "$0" {READ}; "$0" mark-read pyg')
    assert (out, status) == ("smac\n", 1)
    assert err.endswith("file too large; nothing was changed\n")
    assert dlread.journals() == before


def test_half_a_gigabyte_of_memory_is_enough(dlread: Dlread) -> None:
    assert shell(dlread, f'ulimit -v 524288; "$0" mark-read smac && "$0" {READ}')[0].endswith("\nsmac\n")


@pytest.mark.parametrize("line", ["add https://github.com/a/b", "refresh smac"])
def test_a_system_that_lets_no_thread_start(dlread: Dlread, line: str) -> None:
    out, err, status = shell(dlread, f'ulimit -s 200000000000 && "$0" {line}')  # KB: larger than any address space
    assert (out, status) == ("", 1)
    assert err == "dlread: the system allows no more threads; close other programs, or see ulimit -u\n"


def test_a_path_with_nothing_on_it(dlread: Dlread) -> None:
    for path in some(["", "/nowhere", ":::"], 1):
        script = '"$0" open smac; "$0" note smac --replace x >/dev/null && "$0" note smac'
        assert shell(dlread, f"PATH={path}; {script}")[::2] == ("https://github.com/oxwhirl/smac\nx\n", 0)
        dlread("undo")


# --- time -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", some(["Mars/Olympus", ":/etc", "UTC+23:59", "x" * 5000, "", "Asia/Kathmandu"], 2))
def test_any_time_zone(dlread: Dlread, zone: str) -> None:
    dlread("mark-read smac")
    for line in some(["history", "stats", "", "show smac"], 2):
        assert dlread.run(line, env={"TZ": zone}).status == 0


def test_a_clock_that_is_wrong_hides_nothing_that_is_done_later(dlread: Dlread) -> None:
    for year, deed, status in (
        (2099, "mark-reading", "reading"),
        (1970, "mark-read", "read"),
        (2026, "mark-skipped", "skipped"),
        (1970, "mark-unread", "unread"),
    ):
        dlread(f"{deed} smac", env=wrong_clock(year))
        assert dlread.status("smac") == status
        for line in some(["stats", "", "history", "next"], 1):
            assert dlread.run(line, env=wrong_clock(year)).status == 0
    stamps = [line["at"] for line in written(dlread)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith("2099-")
    dlread("undo", env=wrong_clock(1970))
    assert dlread.status("smac") == "skipped"


def test_a_first_change_in_1970_is_overtaken_by_the_right_time(dlread: Dlread) -> None:
    dlread("mark-read smac", env=wrong_clock(1970))
    dlread("mark-skipped smac")
    first, second = (line["at"] for line in written(dlread))
    assert first < "1971" < "2026" < second
    assert dlread.status("smac") == "skipped"


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("show a\\377b", 1),
        ("mark-read smac\\377", 1),
        ("tag smac +t\\377", 2),
        ("\\377", 2),
        ("list --\\377", 2),
        ("search \\377\\376", 1),
        ("note smac --replace x\\377y\\355\\240\\200", 0),
    ],
)
def test_words_that_are_no_text(dlread: Dlread, line: str, status: int) -> None:
    out, err, found = shell(dlread, f"\"$0\" $(printf '{line}')")
    assert found == status, (out, err)
    assert err.count("\n") == 1
    assert "\udcff" not in out + err
    assert [list(line["set"].values()) for line in written(dlread)] == ([["x�y���"]] if not status else [])


# --- signals --------------------------------------------------------------------------------------------------------


def struck(dlread: Dlread, line: str, blow: signal.Signals, after_seconds: float) -> tuple[str, int]:
    """stderr, and the exit status of a call that a signal meets then."""
    program = subprocess.Popen(
        [PROGRAM, *line.split()], env=dlread.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    time.sleep(after_seconds)
    program.send_signal(blow)
    _, err = program.communicate(timeout=60)
    return err, program.returncode


def duration(dlread: Dlread, line: str) -> float:
    start = time.monotonic()
    dlread(line)
    return time.monotonic() - start


@pytest.mark.full_run
def test_ctrl_c_while_the_chinese_characters_load_is_one(dlread: Dlread) -> None:
    """Their native library answers one signal in twelve with an ImportError, as if it were not installed."""
    code = "print(flush=True); from dlread_cli.domain import folding; folding.plain('強'); folding.mainland('強')"
    chance = random.Random(1)
    for _ in range(80):
        program = subprocess.Popen(
            [sys.executable, "-c", code], env=dlread.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(chance.uniform(0, 0.04))
        program.send_signal(signal.SIGINT)
        _, err = program.communicate(timeout=60)
        assert "ImportError" not in err, err


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_leaves_all_or_nothing(
    dlread: Dlread, blow: signal.Signals, counted: Callable[[str, int], None]
) -> None:
    """Before our first line runs, Python has the word, and its traceback is about its own modules."""
    dlread("rate smac 5")
    seconds = duration(dlread, "rate smac sdr 4")
    chance = random.Random(int(blow))
    deaths = {signal.SIGINT: (130, -signal.SIGINT), signal.SIGTERM: (143, -signal.SIGTERM)}[blow]
    blows = effort(8, 20) * effort(1, 3)
    met = 0
    for number in range(blows):
        before = written(dlread)
        err, status = struck(dlread, f"rate smac sdr {number % 2 + 1}", blow, chance.uniform(0, 1.1 * seconds))
        assert status in (0, 1, *deaths)
        assert "dlread_cli/" not in err, err  # no frame of ours; the interpreter may be stopped while it loads us
        assert status != 1 or "KeyboardInterrupt" in err  # while Python itself was starting
        new = written(dlread)[len(before) :]
        assert [(line["key"], line["set"]) for line in new] in (
            [],
            [(key, {"rating": number % 2 + 1}) for key in ("smac", "sdr")],
        )
        assert new or status or "unchanged" in err
        met += status != 0
    assert met > blows // 4
    assert dlread.run("doctor").status == 0
    assert sorted(path.name.split("-")[0] for path in (dlread.home / ".local").rglob("*-*")) == [
        "journal",
        "machine",
        "written",
    ]
    counted("signals", blows)
