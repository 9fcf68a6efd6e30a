"""Opening: exactly one web address as exactly one argument, or a refusal; whatever the address and BROWSER say."""

import json
import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Dlread, Result, effort

pytestmark = [
    pytest.mark.full_run,
    pytest.mark.skipif(os.name != "posix", reason="the browsers here are shell scripts"),
]

SAFE = "https://github.com/oxwhirl/smac"

REFUSED = [
    *("javascript:alert(1)", "JavaScript:alert(1)", "javascript://example.org/%0aalert(1)", "data:text/html,<script>x"),
    *("file:///etc/passwd", "FILE:///etc/passwd", "file://localhost/etc/passwd", "vscode://file/x", "vbscript:x"),
    *("ftp://example.org/", "about:blank", "chrome://settings", "view-source:https://example.org", "mailto:a@b.org"),
    *(
        "smb://example.org/x",
        "ms-msdt:/id",
        "blob:https://example.org/x",
        "jar:https://example.org!/",
        "intent://x#I;end",
    ),
    *("-flag", "--help", "--new-window https://example.org/", "-https://example.org/", "-P", "/etc/passwd", "~/x", "."),
    *(
        " https://example.org/",
        "https://example.org/ ",
        "https://example.org/a b",
        "https://exa mple.org/",
        "\thttps://x.org",
    ),
    *("https://example.org/\n--flag", "https://example.org/\nhttps://evil.org/", "https://example.org/\r\nX: y", "\n"),
    *(
        f"https://example.org/{char}x"
        for char in "\0\x07\x08\x1b\x7f\x85\x9b\xa0\xad\u200b\u202e\u2028\u2066\ufeff\u3000"
    ),
    *(
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://@example.org/",
        "https://:x@example.org",
    ),
    *(
        "https://example.org\\@evil.org/",
        "https:\\\\example.org/",
        "https://example.org/\\..\\x",
        "http:///",
        "http://",
    ),
    *(
        "https:///etc/passwd",
        "https://?x",
        "https://#x",
        "https:example.org",
        "https:/example.org",
        "//example.org",
        "https",
    ),
    *(
        "ｈttps://example.org/",
        "https：//example.org/",
        "https\u037e//example.org/",
        "httpſ://example.org/",
        "hps://x.org",
    ),
    *(
        "https://example.org/\U000e0041",
        "https://example.org/\ue000",
        "%s",
        "$(id)",
        "`id`",
        "; id",
        "| id",
        "'",
        '"',
        "",
    ),
]

OPENED = [
    *("http://example.org", "HTTPS://EXAMPLE.ORG/", "hTtP://example.org/x", "https://example.org:8443/a,b;c=(d)?e&f#g"),
    *(
        "https://example.org/$(id>X)",
        "https://example.org/`id>X`",
        "https://example.org/;id>X;",
        "https://example.org/|id>X",
    ),
    *(
        "https://example.org/&id>X&",
        "https://example.org/'id>X'",
        'https://example.org/"id>X"',
        "https://example.org/>X",
    ),
    *(
        "https://example.org/%0a--flag",
        "https://example.org/%0d%0aX:%20y",
        "https://example.org/%00",
        "https://exa%0ample.org",
    ),
    *(
        "https://example.org/%s",
        "https://example.org/%s%s%n%p",
        "https://%s/",
        "https://example.org/%25s",
        "https://x.org/%",
    ),
    *(
        "https://$(id)/",
        "https://`id`/",
        "https://;id/",
        "https://|id/",
        "https://'id'/",
        'https://"id"/',
        "https://-flag/",
    ),
    *(
        "https://example.org/-flag",
        "https://example.org/?--flag",
        "https://*/",
        "https://~/",
        "https://{a,b}/",
        "https://!!/",
    ),
    *(
        "https://аpple.com/",
        "https://xn--pple-43d.com/",
        "https://例え.jp/ü?q=中文",
        "https://[::1]/",
        "https://127.0.0.1/",
    ),
    *(
        "https://１２７.０.０.１/",
        "https://0x7f000001/",
        "https://example.org/" + "x" * 10_000,
        "https://example.org/${HOME}",
    ),
    *(
        "https://example.org/$IFS$9id",
        "https://example.org/#$(id)",
        "https://example.org/?a=b@c",
        "https://example.org/[a]",
    ),
]


def install(dlread: Dlread, *names: str) -> Path:
    """Browsers that write down their arguments, each ended by NUL, a line each."""
    folder, diary = dlread.home / "bin", dlread.home / "opened"
    folder.mkdir(exist_ok=True)
    for name in names:
        program = folder / name
        program.write_text(f"#!/bin/sh\n{{ printf '{name}\\0'; printf '%s\\0' \"$@\"; echo; }} >> '{diary}'\n")
        program.chmod(0o755)
    if not dlread.env["PATH"].startswith(str(folder)):
        dlread.env["PATH"] = f"{folder}:{dlread.env['PATH']}"
    return diary


def started(diary: Path) -> list[list[str]]:
    """The words that each browser was started with."""
    text = diary.read_text("utf-8") if diary.exists() else ""
    diary.unlink(missing_ok=True)
    return [line.split("\0") for line in text.removesuffix("\0\n").split("\0\n")] if text else []


def waited_for(diary: Path, number: int = 1) -> list[list[str]]:
    for _ in range(1000):
        if diary.exists() and diary.read_text("utf-8").count("\0\n") >= number:
            break
        time.sleep(0.01)
    return started(diary)


def assign(dlread: Dlread, urls: list[str]) -> None:
    """Entries u0, u1, ... that have these addresses, as another machine's journal brings them."""
    dlread.data.mkdir(parents=True, exist_ok=True)
    line = {"at": "2026-01-02T03:04:05.000000Z"}
    rows = (line | {"key": f"u{n}", "set": {"title": "x", "link:pdf": url}} for n, url in enumerate(urls))
    (dlread.data / "journal-other.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def is_refused(result: Result, key: str) -> bool:
    is_told = result.err.startswith(f"dlread: '{key}' has ") and result.err.count("\n") == 1
    is_clean = not {unicodedata.category(char) for char in result.err[:-1]} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return is_told and is_clean and (result.out, result.status) == ("", 1)


def some(of: list[str], number: int) -> list[tuple[int, str]]:
    """Evenly spread, with their numbers."""
    return [(n, one) for n, one in enumerate(of) if n * number % len(of) < number]


def test_what_is_no_web_address_starts_nothing(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    diary = install(dlread, "w3m", "firefox", "xdg-open")
    assign(dlread, [url.replace("\ud800", "") for url in REFUSED])
    tried = some(REFUSED, effort(10, 40))
    for number, url in tried:
        browser = ("w3m", "w3m %s", "firefox")[number % 3]
        line = ("open smac u{}", "open --print u{}", "open --pdf u{}")[number % 3].format(number)
        assert is_refused(dlread.run(line, env={"BROWSER": browser, "DISPLAY": ":0"}), f"u{number}"), url
    assert started(diary) == []
    counted("hostile addresses", len(tried))


def test_a_catalog_cannot_have_them_either(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    urls = [url for url in REFUSED if url.isascii() and url.isprintable() and not url.lower().startswith("http")]
    rows = (json.dumps({"key": f"u{n}", "title": {"en": "x"}, "links": {"pdf": url}}) for n, url in enumerate(urls))
    (folder / "x.yaml").write_text("catalog: x\ntitle: {en: x}\nentries:\n" + "".join(f"- {row}\n" for row in rows))
    assert dlread.run("list --catalog x").out == ""
    assert dlread.run("doctor").out.count("must be an address that begins with") == len(urls) > 30
    counted("hostile addresses", len(urls))


def test_a_web_address_is_one_argument_whatever_is_in_it(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    """All in one call, to a text browser, which is waited for."""
    diary = install(dlread, "w3m")
    assign(dlread, OPENED)
    keys = " ".join(f"u{n}" for n in range(len(OPENED)))
    for browser in ("w3m", "w3m %s", f"{dlread.home}/bin/w3m", "nowhere:w3m -x %s")[: effort(2, 4)]:
        result = dlread.run(f"open {keys}", env={"BROWSER": browser, "HOME": str(dlread.home)})
        extra = ["-x"] if "-x" in browser else []
        assert started(diary) == [["w3m", *extra, url] for url in OPENED]
        assert (result.out, result.err) == ("", "".join(f"opening {url}\n" for url in OPENED))
    assert not Path("X").exists()
    assert not list(dlread.home.rglob("X"))
    counted("hostile addresses", len(OPENED))


@pytest.mark.parametrize("length", [100_000 - 20, 99_000])
def test_an_address_too_long_for_an_argument_is_printed(dlread: Dlread, length: int) -> None:
    diary = install(dlread, "w3m")
    url = "https://example.org/" + "中" * (length - 20)  # three bytes each, and 131,072 are an argument's limit
    assign(dlread, [url])
    assert dlread.run("open u0", env={"BROWSER": "w3m"}) == (url + "\n", "", 0)
    assert started(diary) == []


PLACE = "https://example.org/$(id>X);`id`|'\"&*?[a]{b,c}~#%s"

STARTED = [
    ("w3m", ["w3m", PLACE]),
    ("w3m %s", ["w3m", PLACE]),
    ("w3m -a -b", ["w3m", "-a", "-b", PLACE]),
    ("w3m -a 'b c' %s", ["w3m", "-a", "b c", PLACE]),
    ("w3m $HOME `id` %s", ["w3m", "$HOME", "`id`", PLACE]),
    ("w3m ;id", ["w3m", ";id", PLACE]),
    ("w3m | id", ["w3m", "|", "id", PLACE]),
    ("nowhere:w3m", ["w3m", PLACE]),
    ("nowhere:/nowhere/x:w3m %s:lynx", ["w3m", PLACE]),
    ("sh -c 'lynx %s':w3m", ["w3m", PLACE]),
    ("sh -c %s:w3m", ["w3m", PLACE]),
    ("::w3m::", ["w3m", PLACE]),
    ("BIN/w3m", ["w3m", PLACE]),
    ("BIN:w3m", ["w3m", PLACE]),
]
NOT_STARTED = [
    *(
        "sh -c 'w3m %s'",
        "sh -c w3m\\ %s",
        "sh -c",
        "sh -c %s",
        "bash -c",
        "bash -lc %s",
        "dash -ec",
        "/bin/sh -c",
        "SH -C",
    ),
    *(
        "env sh -c",
        "sh -c 'eval %s'",
        "xterm -e",
        "xterm -e %s",
        "fish --command",
        "python3 -c",
        "perl -e",
        "w3m %s -x",
    ),
    *(
        "w3m --url=%s",
        "w3m '%s x'",
        "w3m %sx",
        "nowhere",
        "/nowhere/w3m",
        "BIN",
        "/etc/passwd",
        "%s",
        "%s %s",
        ":",
        ": :",
    ),
    *("'w3m", 'w3m "', "w3m\\", "''", "&", "w3m '' %s x"),
]


@pytest.mark.parametrize(("browser", "words"), STARTED[: effort(99, 99)])
def test_browser_in_its_forms(dlread: Dlread, browser: str, words: list[str]) -> None:
    diary = install(dlread, "w3m", "lynx")
    assign(dlread, [PLACE])
    result = dlread.run("open u0", env={"BROWSER": browser.replace("BIN", str(dlread.home / "bin"))})
    assert (started(diary), result) == ([words], ("", f"opening {PLACE}\n", 0))
    assert not list(dlread.home.rglob("X"))


def test_a_browser_that_would_hand_it_to_a_shell_is_not_started(
    dlread: Dlread, counted: Callable[[str, int], None]
) -> None:
    diary = install(dlread, "w3m", "xterm", "fish")
    place = f"https://example.org/$(id>{dlread.home}/ran);`id>{dlread.home}/ran`"
    assign(dlread, [place])
    all_at_once = os.pathsep.join(NOT_STARTED)
    for browser in [all_at_once, *NOT_STARTED][: effort(1, 99)]:
        browser = browser.replace("BIN", str(dlread.home / "bin"))
        assert dlread.run("open u0", env={"BROWSER": browser, "DISPLAY": ""}) == (place + "\n", "", 0), browser
    time.sleep(0.2)  # what is started is not waited for
    assert started(diary) == []
    assert not (dlread.home / "ran").exists()
    counted("forms of BROWSER", len(NOT_STARTED) + len(STARTED))


def test_an_empty_browser_is_as_good_as_none(dlread: Dlread) -> None:
    diary = install(dlread, "xdg-open", "wslview", "w3m")
    assign(dlread, [PLACE])
    assert dlread.run("open u0", env={"BROWSER": "", "DISPLAY": ":0"}) == ("", f"opening {PLACE}\n", 0)
    assert waited_for(diary) == [["xdg-open", PLACE]]
    (dlread.home / "bin/wslview").unlink()
    assert dlread.run("open u0", env={"BROWSER": ""}) == (PLACE + "\n", "", 0)


@pytest.mark.skipif(not shutil.which("xdg-open") or sys.platform != "linux", reason="there is no xdg-open here")
def test_the_real_xdg_open_runs_nothing_either(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    """It is a shell script; behind it stands a browser of ours."""
    names = ("x-www-browser", "firefox", "chromium", "google-chrome", "www-browser", "w3m", "lynx", "links")
    diary = install(dlread, *names)
    tried = [url for url in OPENED if len(url) < 1_000]
    assign(dlread, tried)
    for number, url in some(tried, effort(10, len(tried))):
        dlread.run(f"open u{number}", env={"DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "X-Generic"})
        for words in waited_for(diary):
            assert words[1:] == [url]
    assert not list(dlread.home.rglob("X"))
    counted("hostile addresses through xdg-open", len(tried))


def test_next_opens_no_worse(dlread: Dlread) -> None:
    diary = install(dlread, "w3m")
    assign(dlread, ["file:///etc/passwd", PLACE])
    with (dlread.data / "journal-other.jsonl").open("a") as file:
        for n, tag in enumerate(("bad", "good")):
            line = {"at": "2026-01-02T03:04:06.000000Z", "key": f"u{n}", "set": {f"tag:{tag}": True}}
            file.write(json.dumps(line) + "\n")
    assert is_refused(dlread.run("next --open --tag bad", env={"BROWSER": "w3m"}), "u0")
    assert dlread.run("next --open --tag good", env={"BROWSER": "w3m"}).status == 0
    assert started(diary) == [["w3m", PLACE]]
