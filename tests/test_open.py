"""dlread open, with browsers of our own."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Dlread, Screen

from dlread_cli import browser
from dlread_cli.errors import DlreadError

SMAC = "https://github.com/oxwhirl/smac"
DECK = "https://www.slideshare.net/tw_dsconf/ss-62245351"
LECTURES = "https://speech.ee.ntu.edu.tw/~tlkagk/courses"


class Browsers:
    """Programs on PATH that write down what they were started with, a line `name|argument|argument` each."""

    def __init__(self, dlread: Dlread) -> None:
        self.folder = dlread.home / "bin"
        self.folder.mkdir()
        self.diary = dlread.home / "opened"
        dlread.env["PATH"] = f"{self.folder}:{dlread.env['PATH']}"

    def install(self, *names: str, status: int = 0) -> None:
        for name in names:
            program = self.folder / name
            program.write_text(
                f'#!/bin/sh\nline={name}\nfor word; do line="$line|$word"; done\n'
                f"printf '%s\\n' \"$line\" >> '{self.diary}'\nexit {status}\n"
            )
            program.chmod(0o755)

    def opened(self, count: int = 1) -> list[str]:
        """Waits for so many of them: graphical ones are not waited for by the program."""
        for _ in range(1000):
            if len(self.now()) >= count:
                break
            time.sleep(0.01)
        return self.now()

    def now(self) -> list[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []


@pytest.fixture
def browsers(dlread: Dlread) -> Browsers:
    return Browsers(dlread)


def assign(dlread: Dlread, key: str, **values: object) -> None:
    """What another machine has written into its journal, as it comes by Syncthing."""
    dlread.data.mkdir(parents=True, exist_ok=True)
    line = {"at": "2026-01-02T03:04:05.000000Z", "key": key, "set": values}
    (dlread.data / "journal-other.jsonl").write_text(json.dumps(line) + "\n")


@pytest.mark.parametrize(
    ("command", "started"),
    [
        ("firefox", f"firefox|{SMAC}"),
        ("firefox --new-tab", f"firefox|--new-tab|{SMAC}"),
        ("firefox %s", f"firefox|{SMAC}"),
        ("firefox --new-tab %s", f"firefox|--new-tab|{SMAC}"),
        ("firefox -P 'my own'", f"firefox|-P|my own|{SMAC}"),
        ("firefox &", f"firefox|{SMAC}"),
        ("firefox %s &", f"firefox|{SMAC}"),
        ("not-there:firefox:chromium", f"firefox|{SMAC}"),
        ("firefox --url=%s:chromium", f"chromium|{SMAC}"),
        ("'firefox:chromium", f"chromium|{SMAC}"),
        (":firefox", f"firefox|{SMAC}"),
        ("%s:firefox", f"firefox|{SMAC}"),
        ("w3m:firefox", f"w3m|{SMAC}"),
        ("lynx -accept_all_cookies", f"lynx|-accept_all_cookies|{SMAC}"),
    ],
)
def test_the_address_is_the_last_argument_of_what_browser_names(
    dlread: Dlread, browsers: Browsers, command: str, started: str
) -> None:
    browsers.install("firefox", "chromium", "w3m", "lynx")
    assert dlread.run("open smac", env={"BROWSER": command}) == ("", f"opening {SMAC}\n", 0)
    assert browsers.opened() == [started]


@pytest.mark.parametrize("command", ["w3m --url=%s", "sh -c 'w3m %s'", "%s", "'w3m", ":", "not-there", "w3m %s -x"])
def test_a_browser_that_cannot_be_trusted_with_it_is_not_started(
    dlread: Dlread, browsers: Browsers, command: str
) -> None:
    browsers.install("w3m")
    assert dlread.run("open smac", env={"BROWSER": command}) == (f"{SMAC}\n", "", 0)
    assert browsers.now() == []


def test_an_address_is_never_words_of_a_shell(dlread: Dlread, browsers: Browsers) -> None:
    browsers.install("w3m")
    url = "https://example.org/$(touch${IFS}x);`id`&|'\"<>*?[a]#%s"
    assign(dlread, "smac", **{"link:repository": url})
    assert dlread.run("open smac", env={"BROWSER": "w3m %s"}).status == 0
    assert browsers.now() == [f"w3m|{url}"]


def test_the_systems_own_way_where_there_is_a_display(dlread: Dlread, browsers: Browsers) -> None:
    browsers.install("xdg-open")
    assert dlread.run("open smac", env={"DISPLAY": ":0"}) == ("", f"opening {SMAC}\n", 0)
    assert dlread.run("open pyg", env={"WAYLAND_DISPLAY": "wayland-0", "BROWSER": ""}).status == 0
    assert sorted(browsers.opened(2)) == [
        "xdg-open|https://github.com/oxwhirl/smac",
        "xdg-open|https://github.com/pyg-team/pytorch_geometric",
    ]


def test_without_a_display_the_address_is_printed(dlread: Dlread, browsers: Browsers) -> None:
    browsers.install("xdg-open", "lynx", "www-browser")
    assert dlread.run("open smac pyg") == (f"{SMAC}\nhttps://github.com/pyg-team/pytorch_geometric\n", "", 0)
    assert browsers.now() == []


def test_a_text_browser_that_fails_leaves_the_address(dlread: Dlread, browsers: Browsers) -> None:
    browsers.install("lynx", status=1)
    assert dlread.run("open smac", env={"BROWSER": "lynx"}) == (f"{SMAC}\n", "", 0)


def test_a_text_browser_has_the_terminal(dlread: Dlread, browsers: Browsers, terminal: Callable[..., Screen]) -> None:
    browsers.install("w3m")
    program = browsers.folder / "w3m"
    program.write_text(program.read_text().replace("exit", "test -t 0 && test -t 1 && echo 'I have it'\nexit"))
    assert terminal("open smac", env={"BROWSER": "w3m"}).lines == ["I have it", f"opening {SMAC}"]


def test_a_graphical_browser_writes_nothing_into_the_terminal(
    dlread: Dlread, browsers: Browsers, terminal: Callable[..., Screen]
) -> None:
    browsers.install("firefox")
    program = browsers.folder / "firefox"
    program.write_text(program.read_text().replace("line=", "echo noise; echo noise >&2; test -t 0 && exit\nline=", 1))
    assert terminal("open smac", env={"BROWSER": "firefox"}).lines == [f"opening {SMAC}"]
    assert browsers.opened() == [f"firefox|{SMAC}"]


HOSTILE = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "--help",
    "https://user:password@example.org/",
    "https://example.org/\n-flag",
    "https://example.org/\x1b[31m",
    "https://example.org/a b",
    "https://example.org/\u202egpj.exe",
]


@pytest.mark.parametrize("url", HOSTILE)
def test_what_is_no_web_address_is_refused(dlread: Dlread, browsers: Browsers, url: str) -> None:
    browsers.install("w3m")
    assign(dlread, "smac", **{"link:repository": url})
    for command in ("open pyg smac", "open --print --link repository smac"):
        result = dlread.run(command, env={"BROWSER": "w3m"})
        assert (result.out, result.status) == ("", 1)
        assert result.err.startswith("dlread: 'smac' has the address '")
        assert result.err.endswith("'; only http and https addresses can be opened\n")
        assert result.err[:-1].isprintable()
    assert browsers.now() == []


@pytest.mark.parametrize(
    "url",
    [
        *HOSTILE,
        *("javascript://example.org/%0aalert(1)", "data:text/html,x", "vscode://file/x", "ftp://example.org/"),
        *("-flag", "-https://example.org/", " https://example.org/", "https://user@example.org/"),
        *("https://example.org\\@evil.org/", "https://example.org/\\", "https://@example.org/"),
        *("https://example.org/\nhttps://evil.org/", "https://example.org/\n", "\nhttps://example.org/"),
        *(f"https://example.org/{char}x" for char in "\0\t\r\x7f\x9b\xa0\xad\u200b\u2028\u2066\u3000\ud800"),
        *("https://exa\tmple.org/", "https://exa\u200bmple.org/", "", "https://", "https:///etc/passwd"),
        *("https://?", "https://#", "https:example.org", "//example.org", "example.org", "http"),
    ],
)
def test_all_that_is_no_web_address(url: str) -> None:
    with pytest.raises(DlreadError, match=r"^'smac' has the address '"):
        browser.checked(url, "smac")


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org", "HTTPS://EXAMPLE.ORG/", "https://example.org?q=1", "https://example.org#part"),
        *("https://example.org:8443/a,b;c=(d)", "https://medium.com/@user/text", "https://example.org/?a=b@c"),
        *("https://[::1]/", "https://例え.jp/ü?q=中文", "https://example.org/-flag"),
    ],
)
def test_all_that_is_a_web_address(url: str) -> None:
    browser.checked(url, "smac")


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("smac --paper", "https://arxiv.org/abs/1902.04043"),
        ("smac --pdf", "https://arxiv.org/pdf/1902.04043"),
        ("smac --blog", "https://blog.ucldark.com/2019/02/12/smac.html"),
        ("smac --link successor", "https://github.com/oxwhirl/smacv2"),
        ("pyg --docs", "https://pytorch-geometric.readthedocs.io"),
        ("pyg --project", "https://pyg.org"),
        ("PyTorch-Geometric --project", "https://pyg.org"),
        ("lee-intro", DECK),
        ("lee-cnn", f"{LECTURES}/ML_2017/Lecture/CNN.pdf"),
        ("lee-cnn --video", "https://www.youtube.com/watch?v=FrKWiRv254g"),
        ("lee-cnn --slides", DECK),
        ("lee-why-deep", "https://www.youtube.com/watch?v=XsC9byQkUH8"),
        ("lee-deep-style", DECK),
    ],
)
def test_the_kind_of_address(dlread: Dlread, words: str, url: str) -> None:
    assert dlread.run(f"open --print {words}", env={"BROWSER": "w3m", "DISPLAY": ":0"}) == (f"{url}\n", "", 0)


def test_a_link_that_is_not_there_names_those_that_are(dlread: Dlread) -> None:
    assert dlread.run("open lee-intro --video") == (
        "",
        "dlread: 'lee-intro' has no video link; it has slides, slides-pdf, slides-pptx\n",
        1,
    )
    assert dlread.run("open lee-intro --link nope").err.startswith("dlread: 'lee-intro' has no nope link; it has ")


def test_an_entry_without_any_address_says_so(dlread: Dlread) -> None:
    assign(dlread, "mine", title="My own paper")
    assert dlread.run("open mine") == ("", "dlread: 'mine' has no address\n", 1)


def test_one_kind_at_a_time(dlread: Dlread) -> None:
    result = dlread.run("open smac --paper --pdf")
    assert (result.out, result.status) == ("", 2)
    assert "choose one of --paper and --pdf" in result.err


def test_several_keys_open_once_each_and_in_order(dlread: Dlread, browsers: Browsers) -> None:
    browsers.install("w3m")
    dlread("open pyg smac pytorch-geometric lee-intro", env={"BROWSER": "w3m"})
    assert browsers.now() == ["w3m|https://github.com/pyg-team/pytorch_geometric", f"w3m|{SMAC}", f"w3m|{DECK}"]


def test_an_unknown_key_among_good_ones_opens_none(dlread: Dlread, browsers: Browsers) -> None:
    browsers.install("w3m")
    result = dlread.run("open smac nope", env={"BROWSER": "w3m"})
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("dlread: no entry is called 'nope'")
    assert dlread.run("open smac lee-intro --blog", env={"BROWSER": "w3m"}).status == 1
    assert browsers.now() == []


def test_keys_come_from_stdin(dlread: Dlread) -> None:
    assert (
        dlread("open --print -", stdin=dlread("list --tag rl")) == f"{SMAC}\n{LECTURES}/ML_2016/Lecture/RL%20(v6).pdf\n"
    )


def test_opening_is_not_reading(dlread: Dlread) -> None:
    dlread("open --print smac")
    assert dlread.journals() == ""
    assert not Path(dlread.data).exists()
