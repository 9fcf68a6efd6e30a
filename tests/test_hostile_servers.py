"""No server can make the program hang, grow, fail with a traceback, or write anything: one line, exit status 3."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread, effort
from hostile_servers import ATOM, GOOD, QUICK, SLOW, Authority, Deed, Server, answer, redirects, says, silent

pytestmark = pytest.mark.full_run

SECONDS = 1
"""The deadline here; that the true one holds as well, two of them show."""

START_SECONDS = 3
"""What the program takes besides, on a busy machine."""

MEGABYTES = 64
"""More than the same command takes for a good answer."""


MEASURING = """
import os, sys
report, *program = sys.argv[1:]
_, status, usage = os.wait4(os.posix_spawn(program[0], program, os.environ), 0)
with open(report, "w") as file:
    file.write(str(usage.ru_maxrss))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small process in between: what we ourselves take would count as the program's."""


class Outcome:
    def __init__(self, dlread: Dlread, line: str, url: str, **env: str) -> None:
        everything = dict.fromkeys(("DLREAD_ARXIV_URL", "DLREAD_DOI_URL", "DLREAD_GITHUB_URL"), url)
        everything |= {"DLREAD_NETWORK_SECONDS": str(SECONDS), "DLREAD_ARXIV_PAUSE_SECONDS": "0", **env}
        began = time.monotonic()
        report = dlread.home / "kilobytes"
        done = subprocess.run(
            [sys.executable, "-S", "-c", MEASURING, report, PROGRAM, *line.split()],
            env=dlread.env | everything,
            capture_output=True,
            text=True,
            check=False,
        )
        self.seconds = time.monotonic() - began
        self.out, self.err, self.status = done.stdout, done.stderr, done.returncode
        self.megabytes = int(report.read_text()) / 1024


def check(dlread: Dlread, outcome: Outcome) -> None:
    """One clear line, in time, in little memory, and nothing left behind."""
    assert outcome.status == 3, outcome.err
    assert (outcome.out, outcome.err.count("\n")) == ("", 1), outcome.err
    assert outcome.err.startswith("dlread: ")
    assert outcome.err[:-1].isprintable()
    assert outcome.seconds < SECONDS + START_SECONDS
    assert outcome.megabytes < BASE_MEGABYTES + MEGABYTES
    assert not dlread.data.exists()
    answers = dlread.cache / "answers"
    assert not answers.exists() or list(answers.iterdir()) == []


BASE_MEGABYTES = 45
"""Of `add` with a good answer."""


@pytest.fixture
def serving() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def serve(deed: Deed, **options: object) -> Server:
        servers.append(Server(deed, **options))  # type: ignore[arg-type]
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


@pytest.mark.parametrize("name", [*SLOW, *QUICK][:: 1 if effort(0, 1) else 3])
def test_a_hostile_doi_org(
    dlread: Dlread, serving: Callable[..., Server], name: str, counted: Callable[[str, int], None]
) -> None:
    server = serving((SLOW | QUICK)[name])
    check(dlread, Outcome(dlread, "add 10.1234/x", server.url))
    assert server.connections <= 6
    counted("hostile servers", 1)


@pytest.mark.parametrize("name", [*ATOM, "says nothing", "a bomb of gzip", "a circle", "closes within the body"])
def test_a_hostile_arxiv(
    dlread: Dlread, serving: Callable[..., Server], name: str, counted: Callable[[str, int], None]
) -> None:
    server = serving((SLOW | QUICK | ATOM)[name])
    check(dlread, Outcome(dlread, "add 1706.03762", server.url))
    counted("hostile servers", 1)


@pytest.mark.parametrize(
    "name", ["a body, a byte at a time", "an endless body", "deep JSON", "NaN", "wait for an hour"]
)
def test_a_hostile_github(
    dlread: Dlread, serving: Callable[..., Server], name: str, counted: Callable[[str, int], None]
) -> None:
    server = serving((SLOW | QUICK)[name])
    check(dlread, Outcome(dlread, "add https://github.com/a/b", server.url))
    counted("hostile servers", 1)


@pytest.mark.parametrize(
    "body", [b"<meta " * 800_000, b"<title" * 800_000, b"<meta name=a content=" + b"'" * 4_000_000]
)
def test_a_page_that_is_hard_to_read(dlread: Dlread, serving: Callable[..., Server], body: bytes) -> None:
    outcome = Outcome(dlread, f"add {serving(says(answer(body, 'text/html'))).url}/x", "http://127.0.0.1:9")
    assert (outcome.status, outcome.err.count("\n")) == (1, 1)
    assert outcome.seconds < 3
    assert outcome.megabytes < BASE_MEGABYTES + MEGABYTES


def test_a_good_server_for_comparison(dlread: Dlread, serving: Callable[..., Server]) -> None:
    outcome = Outcome(dlread, "add 10.1234/x", serving(says(answer(GOOD))).url)
    assert (outcome.status, outcome.err) == (0, "added 1 · dlread undo takes it back\n")
    assert outcome.megabytes < BASE_MEGABYTES + 5


@pytest.mark.parametrize("name", ["says nothing", "a body, a byte at a time"])
def test_the_true_deadline_is_ten_seconds(dlread: Dlread, serving: Callable[..., Server], name: str) -> None:
    seconds = effort(3, 10)
    outcome = Outcome(dlread, "add 10.1234/x", serving(SLOW[name]).url, DLREAD_NETWORK_SECONDS=str(seconds))
    assert (outcome.out, outcome.status, outcome.err.count("\n")) == ("", 3, 1)
    assert seconds <= outcome.seconds < seconds + START_SECONDS


def test_several_hostile_ones_at_once_take_no_longer(dlread: Dlread, serving: Callable[..., Server]) -> None:
    server = serving(silent)
    outcome = Outcome(dlread, "add 10.1234/x 10.1234/y", server.url)
    told = "dlread: 10.1234/x, 10.1234/y: 127.0.0.1 did not answer within 1 second; try again later\n"
    assert (outcome.out, outcome.status, outcome.err) == ("", 3, told)
    assert outcome.seconds < SECONDS + START_SECONDS


def test_what_was_good_is_added_and_what_was_not_is_said(dlread: Dlread, serving: Callable[..., Server]) -> None:
    good, bad = serving(says(answer(b"<title>Good", "text/html"))), serving(says(answer(GOOD, length=1000)))
    outcome = Outcome(dlread, f"add {good.url}/x 10.1234/x", bad.url)
    assert outcome.status == 3
    assert outcome.out.count("\n") == 1
    assert dlread("list --catalog own").split("\t")[4] == "Good"


def test_refresh_takes_a_hostile_github_for_no_answer(dlread: Dlread, serving: Callable[..., Server]) -> None:
    dlread("add --no-fetch https://github.com/a/b --tag x")
    before = dlread.journals()
    outcome = Outcome(dlread, "refresh tag:x --write", serving(SLOW["a body, a byte at a time"]).url)
    assert (outcome.out, outcome.status, outcome.err.count("\n")) == ("", 3, 1)
    assert dlread.journals() == before


def test_who_is_silent_is_soon_asked_no_more(dlread: Dlread, serving: Callable[..., Server]) -> None:
    server = serving(silent)
    dlread.run(["add", "--no-fetch", "--tag", "x", *(f"{server.url}/{number}" for number in range(100))])
    outcome = Outcome(dlread, "refresh tag:x", "http://127.0.0.1:9")
    assert (outcome.out, outcome.status, outcome.err.count("\n")) == ("", 3, 1)
    assert server.connections <= 4
    assert outcome.seconds < 2 * SECONDS + START_SECONDS


# --- TLS --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def test_a_certificate_that_is_right(dlread: Dlread, serving: Callable[..., Server], authority: Authority) -> None:
    server = serving(says(answer(GOOD)), context=authority.context())
    outcome = Outcome(dlread, "add 10.1234/x", server.url, SSL_CERT_FILE=str(authority.file))
    assert (outcome.status, outcome.err) == (0, "added 1 · dlread undo takes it back\n")


@pytest.mark.parametrize(
    ("name", "days", "trusted", "said"),
    [
        ("127.0.0.1", -1, True, "certificate has expired"),
        ("example.org", 1, True, "mismatch"),
        ("127.0.0.1", 1, False, "unable to get local issuer certificate"),
    ],
)
def test_a_certificate_that_is_wrong(
    dlread: Dlread,
    serving: Callable[..., Server],
    authority: Authority,
    name: str,
    days: int,
    trusted: bool,
    said: str,
) -> None:
    server = serving(says(answer(GOOD)), context=authority.context(name, days))
    outcome = Outcome(
        dlread, "add 10.1234/x", server.url, **({"SSL_CERT_FILE": str(authority.file)} if trusted else {})
    )
    check(dlread, outcome)
    assert said in outcome.err


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_are_not_there(
    dlread: Dlread, serving: Callable[..., Server], authority: Authority, variable: str
) -> None:
    server = serving(says(answer(GOOD)), context=authority.context())
    outcome = Outcome(dlread, "add 10.1234/x", server.url, **{variable: "/nowhere"})
    check(dlread, outcome)
    if variable == "SSL_CERT_FILE":
        told = "cannot read the certificates in '/nowhere', which SSL_CERT_FILE names: no such file or directory"
        assert outcome.err == f"dlread: {told}\n"


@pytest.mark.parametrize("deed", [says(answer(GOOD)), silent, says(b"\x16\x03\x01\xff\xff"), lambda line, _: None])
def test_no_tls_where_it_is_promised(dlread: Dlread, serving: Callable[..., Server], deed: Deed) -> None:
    server = serving(deed, reads=False)
    check(dlread, Outcome(dlread, "add 10.1234/x", server.url.replace("http:", "https:")))


def test_https_never_leads_to_http(dlread: Dlread, serving: Callable[..., Server], authority: Authority) -> None:
    plain = serving(says(answer(GOOD)))
    server = serving(redirects(plain.url), context=authority.context())
    outcome = Outcome(dlread, "add 10.1234/x", server.url, SSL_CERT_FILE=str(authority.file))
    check(dlread, outcome)
    assert "from https to http" in outcome.err
    assert plain.connections == 0


# --- what is private --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::"),
    ],
)
def test_private_addresses(address: str) -> None:
    from dlread_cli.network.transport import is_private

    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "140.82.121.6", "2606:50c0:8000::153", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    from dlread_cli.network.transport import is_private

    assert not is_private(address)


def test_no_server_gets_a_file_of_ours(dlread: Dlread, serving: Callable[..., Server], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    outcome = Outcome(dlread, "add 10.1234/x", serving(redirects(f"file://{tmp_path}/secret")).url)
    check(dlread, outcome)
