"""HTTPS_PROXY and its kin are honoured, with the same limits for them as for servers; no password is ever shown."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from conftest import Dlread, effort
from hostile_servers import GOOD, QUICK, SLOW, Authority, Deed, Server, answer, drips, endless, redirects, says, silent
from proxy import Proxy, in_tunnel, keeping, named
from test_hostile_servers import SECONDS, START_SECONDS, Outcome, check
from test_zotero_server import RunningZotero

from dlread_cli.errors import NetworkError
from dlread_cli.network.proxies import Proxies
from dlread_cli.network.proxy_transport import is_named_private

pytestmark = pytest.mark.full_run

ADDED = (0, "added 1 · dlread undo takes it back\n")
LOGIN = "reader:s3cret%word"
LOGIN_IN_ADDRESS = "reader:s3cret%25word"

Serve = Callable[..., Server]


@pytest.fixture
def serving() -> Iterator[Serve]:
    servers: list[Server] = []

    def serve(deed: Deed, **options: object) -> Server:
        servers.append(Server(deed, **options))  # type: ignore[arg-type]
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def add(dlread: Dlread, url: str, **env: str) -> Outcome:
    """A DOI, of which that server knows."""
    return Outcome(dlread, "add 10.1234/x", url, **env)


def told(dlread: Dlread, url: str, **env: str) -> str:
    """The same, where it fails in one line, as `check` wants it."""
    outcome = add(dlread, url, **env)
    check(dlread, outcome)
    return outcome.err.removeprefix("dlread: ").removesuffix("\n")


def with_login(url: str) -> str:
    return url.replace("://", f"://{LOGIN_IN_ADDRESS}@")


# --- good ones --------------------------------------------------------------------------------------------------------


def test_http_is_forwarded_by_a_proxy_which_looks_up_the_name(dlread: Dlread, serving: Serve) -> None:
    proxy, asked = Proxy(), []
    server = serving(keeping(asked, says(answer(GOOD))), reads=False)
    outcome = add(dlread, named(server), HTTP_PROXY=serving(proxy, reads=False).url)
    assert (outcome.status, outcome.err) == ADDED
    assert proxy.lines == [f"GET {named(server)}/10.1234/x HTTP/1.1"]
    assert [head.split("\r\n")[0] for head in asked] == ["GET /10.1234/x HTTP/1.1"]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_https_goes_through_a_tunnel(dlread: Dlread, serving: Serve, authority: Authority, variable: str) -> None:
    proxy = Proxy()
    server = serving(says(answer(GOOD)), context=authority.context("doi.example"))
    env = {variable: serving(proxy, reads=False).url, "SSL_CERT_FILE": str(authority.file)}
    outcome = add(dlread, named(server), **env)
    assert (outcome.status, outcome.err) == ADDED
    assert proxy.lines == [f"CONNECT {named(server).removeprefix('https://')} HTTP/1.1"]


@pytest.mark.parametrize("is_secure", [False, True])
def test_a_proxy_may_speak_tls_itself(dlread: Dlread, serving: Serve, authority: Authority, is_secure: bool) -> None:
    proxy = Proxy()
    large = answer(b'{"title": "x", "abstract": "' + b"y" * 300_000 + b'"}')
    server = serving(says(large), context=authority.context("doi.example") if is_secure else None)
    address = serving(proxy, reads=False, context=authority.context()).url
    outcome = add(dlread, named(server), ALL_PROXY=address, SSL_CERT_FILE=str(authority.file))
    assert (outcome.status, outcome.err) == ADDED
    assert len(proxy.heads) == 1


def test_a_host_of_no_proxy_is_asked_directly(dlread: Dlread, serving: Serve) -> None:
    proxy = Proxy()
    server = serving(says(answer(GOOD)))
    outcome = add(dlread, server.url, HTTP_PROXY=serving(proxy, reads=False).url, NO_PROXY="127.0.0.0/8")
    assert (outcome.status, outcome.err) == ADDED
    assert proxy.heads == []


def test_links_are_checked_through_a_proxy(dlread: Dlread, serving: Serve) -> None:
    server = serving(says(answer(b"", status="404 Not Found")))
    dlread.run(
        ["add", "--no-fetch", "--tag", "x", f"{named(server, 'a.example')}/1", f"{named(server, 'b.example')}/2"]
    )
    proxy = Proxy()
    outcome = Outcome(dlread, "refresh tag:x", "http://127.0.0.1:9", http_proxy=serving(proxy, reads=False).url)
    assert outcome.status == 0, outcome.err
    assert outcome.out.count("gone") == 2
    assert len(proxy.heads) == 2


# --- credentials ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_secure", [False, True])
def test_a_login_is_for_the_proxy_alone(dlread: Dlread, serving: Serve, authority: Authority, is_secure: bool) -> None:
    proxy, asked = Proxy(LOGIN), []
    context = authority.context("doi.example") if is_secure else None
    server = serving(keeping(asked, says(answer(GOOD))), reads=False, context=context)
    env = {"ALL_PROXY": with_login(serving(proxy, reads=False).url), "SSL_CERT_FILE": str(authority.file)}
    outcome = add(dlread, named(server), **env)
    assert (outcome.status, outcome.err) == ADDED
    assert len(asked) == 1
    assert "authorization" not in asked[0].lower()


def test_a_login_does_not_follow_a_redirect_that_is_direct(dlread: Dlread, serving: Serve) -> None:
    asked: list[str] = []
    direct = serving(keeping(asked, says(answer(GOOD))), reads=False)
    server = serving(redirects(named(direct, "localhost")))
    outcome = add(
        dlread,
        server.url,
        HTTP_PROXY=with_login(serving(Proxy(LOGIN), reads=False).url),
        NO_PROXY="localhost,127.0.0.1",
    )
    assert (outcome.status, outcome.err) == ADDED
    assert "authorization" not in asked[0].lower()


def test_a_proxy_that_calls_its_password_by_another_status(dlread: Dlread, serving: Serve) -> None:
    """tinyproxy does, where there is a wrong one."""
    proxy = serving(says(answer(b"", status="401 Unauthorized")))
    line = told(dlread, "https://doi.example", HTTPS_PROXY=with_login(proxy.url))
    assert line.endswith(" (HTTPS_PROXY) does not accept the user name and password in HTTPS_PROXY")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("given", ["", "reader:wrong-password", LOGIN.partition(":")[0]])
def test_a_proxy_that_asks_for_a_password(dlread: Dlread, serving: Serve, scheme: str, given: str) -> None:
    address = serving(Proxy(LOGIN), reads=False).url
    variable = f"{scheme.upper()}_PROXY"
    value = address.replace("://", f"://{given}@") if given else address
    port = address.rpartition(":")[2]
    line = told(dlread, f"{scheme}://doi.example", **{variable: value})
    name = f"the proxy 127.0.0.1:{port} ({variable})"
    if given:
        assert line == f"{name} does not accept the user name and password in {variable}"
    else:
        way_out = f"set {variable} to http://user:password@127.0.0.1:{port}"
        assert line == f"{name} asks for a user name and password; {way_out}"


def test_the_token_of_github_stays_in_the_tunnel(dlread: Dlread, serving: Serve) -> None:
    heads: list[str] = []
    proxy = serving(keeping(heads, says(answer(b"", status="403 Forbidden"))), reads=False)
    outcome = Outcome(dlread, "add https://github.com/a/b", "", https_proxy=proxy.url, GITHUB_TOKEN="t0ken")
    name = f"the proxy {proxy.url.removeprefix('http://')} (https_proxy)"
    way_out = "NO_PROXY lists hosts to connect to directly"
    check(dlread, outcome)
    assert outcome.err == f"dlread: {name} did not connect to api.github.com (status 403); {way_out}\n"
    assert [head.split("\r\n")[0] for head in heads] == ["CONNECT api.github.com:443 HTTP/1.1"]
    assert "t0ken" not in heads[0]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("s3cret:word@", "HTTP_PROXY is not the address of a proxy; it must be like http://host:port"),
        ("http://reader:s3cret", "HTTP_PROXY is not the address of a proxy; it must be like http://host:port"),
        ("http://[s3cret", "HTTP_PROXY is not the address of a proxy; it must be like http://host:port"),
        ("http://h:0", "HTTP_PROXY is not the address of a proxy; it must be like http://host:port"),
        ("http://h:99999999", "HTTP_PROXY is not the address of a proxy; it must be like http://host:port"),
        (
            "socks5h://reader:s3cret@127.0.0.1:9",
            "HTTP_PROXY is a socks5h:// proxy, which dlread cannot use; "
            "set it to one that begins with http:// or https://",
        ),
        (
            "http://reader:s3cret@127.0.0.1:9",
            "cannot connect to the proxy 127.0.0.1:9 (HTTP_PROXY): connection refused; "
            "are you offline? try again later, or add --no-fetch",
        ),
        (
            "reader:s3cret@proxy.invalid:9",
            "cannot find the proxy proxy.invalid:9 (HTTP_PROXY); are you offline? try again later, or add --no-fetch",
        ),
    ],
)
def test_a_proxy_that_is_not_there_or_none(dlread: Dlread, value: str, line: str) -> None:
    assert told(dlread, "http://doi.example", HTTP_PROXY=value) == line


# --- hostile ones -----------------------------------------------------------------------------------------------------

UNUSUAL = ["a web page", "an error", "closes at once", "resets", "another protocol", "endless headers"]
TUNNELS: dict[str, Deed] = {
    "no TLS": in_tunnel(says(answer(GOOD))),
    "nothing in the tunnel": in_tunnel(silent),
    "endless noise in the tunnel": in_tunnel(endless(b"", b"x" * 65536)),
    "closes the tunnel": in_tunnel(lambda line, _: None),
    "a redirect in place of a tunnel": redirects("https://evil.example/"),
    "an endless refusal": endless(b"HTTP/1.1 502 Bad Gateway\r\n\r\n", b"x" * 65536),
}


@pytest.mark.parametrize("name", [*SLOW, *QUICK][:: 1 if effort(0, 1) else 5])
def test_a_hostile_proxy_for_http(
    dlread: Dlread, serving: Serve, name: str, counted: Callable[[str, int], None]
) -> None:
    check(dlread, add(dlread, "http://doi.example", HTTP_PROXY=serving((SLOW | QUICK)[name]).url))
    counted("hostile proxies", 1)


@pytest.mark.parametrize("name", [*(list(SLOW)[:3]), "continues for ever", *UNUSUAL, *TUNNELS])
def test_a_hostile_proxy_for_https(
    dlread: Dlread, serving: Serve, name: str, counted: Callable[[str, int], None]
) -> None:
    proxy = serving((SLOW | QUICK | TUNNELS)[name])
    outcome = add(dlread, "https://doi.example", HTTPS_PROXY=with_login(proxy.url))
    check(dlread, outcome)
    assert "s3cret" not in outcome.err
    counted("hostile proxies", 1)


@pytest.mark.parametrize("deed", [silent, says(b"\x16\x03\x01\xff\xff"), says(answer(GOOD))])
def test_a_proxy_without_the_tls_that_was_promised(dlread: Dlread, serving: Serve, deed: Deed) -> None:
    proxy = serving(deed, reads=False)
    check(dlread, add(dlread, "https://doi.example", HTTPS_PROXY=proxy.url.replace("http:", "https:")))


def test_a_server_that_is_no_proxy_is_told(dlread: Dlread, serving: Serve) -> None:
    server = serving(QUICK["closes at once"])
    name = f"the proxy {server.url.removeprefix('http://')} (HTTPS_PROXY)"
    assert told(dlread, "https://doi.example", HTTPS_PROXY=server.url) == f"{name} does not answer as a proxy does"


def test_a_proxy_that_hangs_is_told_apart_from_the_server(dlread: Dlread, serving: Serve) -> None:
    proxy = serving(silent)
    limit = "1 second"
    name = f"the proxy {proxy.url.removeprefix('http://')} (HTTPS_PROXY)"
    line = told(dlread, "https://doi.example", HTTPS_PROXY=proxy.url)
    assert line == f"{name} did not answer within {limit}; try again later"


def test_a_server_that_hangs_is_told_apart_from_the_proxy(dlread: Dlread, serving: Serve, authority: Authority) -> None:
    server = serving(silent, context=authority.context("doi.example"))
    limit = "1 second"
    env = {"HTTPS_PROXY": serving(Proxy(), reads=False).url, "SSL_CERT_FILE": str(authority.file)}
    assert told(dlread, named(server), **env) == f"doi.example did not answer within {limit}; try again later"


def test_a_slow_tunnel_in_tls_keeps_the_deadline(dlread: Dlread, serving: Serve, authority: Authority) -> None:
    """A record of TLS that takes hours is many reads, and one for who waits for it."""
    proxy = serving(in_tunnel(drips(b"\x16\x03\x03\x40\x00", b"\x02")), context=authority.context())
    assert told(dlread, "https://doi.example", HTTPS_PROXY=proxy.url, SSL_CERT_FILE=str(authority.file))


def test_a_proxy_that_answers_in_the_place_of_a_server(dlread: Dlread, serving: Serve, authority: Authority) -> None:
    """It has a certificate of its own, for another name."""
    server = serving(says(answer(GOOD)), context=authority.context("evil.example"))
    env = {"HTTPS_PROXY": serving(Proxy(), reads=False).url, "SSL_CERT_FILE": str(authority.file)}
    line = told(dlread, named(server), **env)
    assert line.startswith("no secure connection to doi.example: hostname mismatch")


def test_many_tunnels_that_fail_leave_room_for_more(dlread: Dlread, serving: Serve) -> None:
    proxy = serving(in_tunnel(says(answer(GOOD))))
    dlread.run(["add", "--no-fetch", "--tag", "x", *(f"https://h{number}.example/" for number in range(70))])
    outcome = Outcome(dlread, "refresh tag:x", "http://127.0.0.1:9", HTTPS_PROXY=proxy.url, DLREAD_NETWORK_SECONDS="5")
    assert (outcome.out, outcome.status, outcome.err.count("\n")) == ("", 3, 1), outcome.err
    assert proxy.connections == 70


def test_a_proxy_that_is_not_found_says_nothing_about_hosts(dlread: Dlread, serving: Serve) -> None:
    direct = [serving(says(answer(b""))).url + "/x" for _ in range(3)]
    dlread.run(["add", "--no-fetch", "--tag", "x", "https://a.example/", "https://b.example/", *direct])
    before = dlread.journals()
    outcome = Outcome(dlread, "refresh tag:x --write", "http://127.0.0.1:9", HTTPS_PROXY="http://proxy.invalid:9")
    assert "cannot find the proxy proxy.invalid:9 (HTTPS_PROXY)" in outcome.err
    assert (outcome.status, "unreachable" in outcome.out) == (3, False)
    assert dlread.journals() == before


def test_a_proxy_out_of_reach_is_soon_asked_no_more(dlread: Dlread) -> None:
    dlread.run(["add", "--no-fetch", "--tag", "x", *(f"https://h{number}.example/" for number in range(300))])
    with full_listener() as address:
        outcome = Outcome(dlread, "refresh tag:x", "http://127.0.0.1:9", HTTPS_PROXY=f"http://{address}")
    assert (outcome.out, outcome.status, outcome.err.count("\n")) == ("", 3, 1)
    assert f"the proxy {address} (HTTPS_PROXY)" in outcome.err
    assert outcome.seconds < 2 * SECONDS + START_SECONDS


@contextmanager
def full_listener() -> Iterator[str]:
    """Nobody answers there, not even with a refusal."""
    with socket.socket() as listener, ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            line = waiting.enter_context(socket.socket())
            line.setblocking(False)
            line.connect_ex(listener.getsockname())
        yield f"127.0.0.1:{listener.getsockname()[1]}"


# --- what is private --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "167772161", "0x7f.1", "127.1"),
        *("127.0.0.1.", "localhost", "LOCALHOST.", "a.localhost", "printer.local", "metadata.google.internal"),
    ],
)
def test_a_private_host_is_not_for_a_proxy(host: str) -> None:
    assert is_named_private(httpx.URL(f"http://{host}/"))


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:50c0:8000::153]", "localhost.example", "arxiv.org", "10.example"])
def test_a_public_host_is(host: str) -> None:
    assert not is_named_private(httpx.URL(f"http://{host}/"))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_not_asked_for_a_private_address(dlread: Dlread, serving: Serve, scheme: str) -> None:
    proxy = Proxy()
    line = told(dlread, f"{scheme}://169.254.169.254", ALL_PROXY=serving(proxy, reads=False).url)
    assert line == "'169.254.169.254' is a private address, and not for a proxy; add it to NO_PROXY"
    assert proxy.heads == []


@pytest.mark.parametrize("to", ["10.0.0.1", "localhost", "167772161", "[::ffff:127.0.0.1]"])
def test_a_redirect_through_a_proxy_does_not_lead_to_a_private_address(dlread: Dlread, serving: Serve, to: str) -> None:
    proxy = Proxy()
    server = serving(redirects(f"http://{to}/"))
    line = told(dlread, named(server), HTTP_PROXY=serving(proxy, reads=False).url)
    assert line == f"doi.example leads to '{to.strip('[]')}', which is a private address; it was not followed"
    assert len(proxy.heads) == 1


def test_a_redirect_does_not_lead_past_the_proxy_to_a_private_address(dlread: Dlread, serving: Serve) -> None:
    inside = serving(says(answer(GOOD)))
    server = serving(redirects(inside.url))
    env = {"HTTP_PROXY": serving(Proxy(), reads=False).url, "NO_PROXY": "127.0.0.1"}
    assert "which is a private address; it was not followed" in told(dlread, named(server), **env)
    assert inside.connections == 0


def test_zotero_is_never_asked_through_a_proxy(dlread: Dlread, serving: Serve) -> None:
    proxy = Proxy()
    zotero = RunningZotero()
    address = serving(proxy, reads=False).url
    try:
        env = {"DLREAD_ZOTERO_PORT": str(zotero.port), "HTTP_PROXY": address, "ALL_PROXY": address}
        assert dlread("import zotero", env=env)
    finally:
        zotero.close()
    assert zotero.asked
    assert proxy.heads == []


# --- variables --------------------------------------------------------------------------------------------------------


def chosen(address: str, **environ: str) -> str:
    """Scheme, host and port of the proxy for an address; empty if there is none."""
    proxy = Proxies(environ).of(httpx.URL(address))
    return f"{proxy.scheme}://{proxy.address}" if proxy else ""


@pytest.mark.parametrize(
    ("environ", "http", "https"),
    [
        ({}, "", ""),
        ({"HTTP_PROXY": "http://p:1"}, "http://p:1", ""),
        ({"HTTPS_PROXY": "http://p:1"}, "", "http://p:1"),
        ({"ALL_PROXY": "http://p:1"}, "http://p:1", "http://p:1"),
        ({"ALL_PROXY": "http://p:1", "HTTPS_PROXY": "http://q:2"}, "http://p:1", "http://q:2"),
        ({"https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:2"}, "", "http://p:1"),
        ({"https_proxy": "", "HTTPS_PROXY": "http://q:2"}, "", "http://q:2"),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, "", ""),
        ({"http_proxy": "http://p:1", "REQUEST_METHOD": "GET"}, "http://p:1", ""),
        ({"ALL_PROXY": "p:1"}, "http://p:1", "http://p:1"),
        ({"ALL_PROXY": "p"}, "http://p:80", "http://p:80"),
        ({"ALL_PROXY": "https://p/"}, "https://p:443", "https://p:443"),
        ({"ALL_PROXY": "u:p@[::1]:3128"}, "http://[::1]:3128", "http://[::1]:3128"),
        ({"ALL_PROXY": "http://p:1", "NO_PROXY": "*"}, "", ""),
        ({"ALL_PROXY": "nonsense://", "no_proxy": "*", "NO_PROXY": "x"}, "", ""),
    ],
)
def test_which_proxy_counts(environ: dict[str, str], http: str, https: str) -> None:
    assert (chosen("http://arxiv.org/", **environ), chosen("https://arxiv.org/", **environ)) == (http, https)


@pytest.mark.parametrize(
    ("no_proxy", "address", "is_direct"),
    [
        ("arxiv.org", "https://arxiv.org/", True),
        ("arxiv.org", "https://export.arxiv.org/", True),
        (".arxiv.org", "https://export.arxiv.org/", True),
        (".arxiv.org", "https://arxiv.org/", True),
        ("*.arxiv.org", "https://export.arxiv.org/", True),
        ("ARXIV.ORG", "https://arXiv.org/", True),
        ("arxiv.org", "https://arxiv.org./", True),
        ("arxiv.org", "https://notarxiv.org/", False),
        ("arxiv.org", "https://arxiv.org.example/", False),
        ("export.arxiv.org", "https://arxiv.org/", False),
        ("a.example, arxiv.org", "https://arxiv.org/", True),
        ("a.example arxiv.org", "https://arxiv.org/", True),
        ("arxiv.org:443", "https://arxiv.org/", True),
        ("arxiv.org:80", "http://arxiv.org/", True),
        ("arxiv.org:8080", "https://arxiv.org/", False),
        ("arxiv.org:8080", "https://arxiv.org:8080/", True),
        ("10.0.0.1", "http://10.0.0.1/", True),
        ("10.0.0.0/8", "http://10.20.30.40/", True),
        ("10.0.0.0/8", "http://11.0.0.1/", False),
        ("10.0.0.7/8", "http://10.20.30.40/", True),
        ("fc00::/7", "http://[fd00::1]/", True),
        ("10.0.0.0/8", "http://[fd00::1]/", False),
        ("::1", "http://[::1]/", True),
        ("[::1]:80", "http://[::1]/", True),
        ("[::1]:81", "http://[::1]/", False),
        ("*", "https://arxiv.org/", True),
        ("10.0.0.0/99,,//, :,.,[", "https://arxiv.org/", False),
    ],
)
def test_no_proxy(no_proxy: str, address: str, is_direct: bool) -> None:
    assert (chosen(address, ALL_PROXY="p", NO_PROXY=no_proxy) == "") == is_direct


def test_a_wrong_proxy_is_told_only_when_it_is_needed() -> None:
    proxies = Proxies({"all_proxy": "socks5://127.0.0.1:1080", "https_proxy": "http://127.0.0.1:1081"})
    assert proxies.of(httpx.URL("https://arxiv.org/"))
    with pytest.raises(NetworkError, match="all_proxy is a socks5:// proxy"):
        proxies.of(httpx.URL("http://arxiv.org/"))
