"""Only add and refresh speak to the network; nothing else opens a socket. Seen by strace."""

import subprocess
import tempfile

import pytest
from conftest import PROGRAM, Dlread
from traced import need_strace

SILENT = (
    *("", "list", "search starcraft", "show smac", "open --print smac", "next", "path smac", "course", "cite smac"),
    *("tags", "mark-read smac", "note smac x", "tag smac +x", "rate smac 4", "undo", "history", "stats", "catalog"),
    *("paths", "config", "doctor", "edit smac year=2020", "edit smac --reset", "add --no-fetch 1706.03762"),
    *("remove arxiv-1706.03762", "--help", "add --help"),
)


def sockets(dlread: Dlread, line: str) -> list[str]:
    """The program's calls of `socket` and `connect`, but for those within this machine."""
    with tempfile.NamedTemporaryFile("r") as log:
        command = ["strace", "-f", "-o", log.name, "-e", "trace=socket,connect", str(PROGRAM), *line.split()]
        done = subprocess.run(command, env=dlread.env, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return [call for call in log.read().splitlines() if "(" in call and "AF_UNIX" not in call]


@pytest.mark.full_run
def test_no_command_but_two_opens_a_socket(dlread: Dlread) -> None:
    need_strace()
    opened = {line: sockets(dlread, line) for line in SILENT}
    assert {line: calls for line, calls in opened.items() if calls} == {}


@pytest.mark.parametrize("line", ["add 1706.03762", "refresh smac"])
def test_the_eye_sees_sockets(dlread: Dlread, line: str) -> None:
    need_strace()
    nobody = "http://127.0.0.1:9"
    dlread.env |= {"DLREAD_ARXIV_URL": nobody, "DLREAD_GITHUB_URL": nobody, "DLREAD_NETWORK_SECONDS": "1"}
    assert sockets(dlread, line)
