"""Text that somebody wrote to do harm, in every field and argument, through every command: no terminal acts on it.

What a command prints is parsed strictly: our own colours, line ends, tabs in a pipe, and nothing else that a terminal
could act on or a reader could not see.
"""

import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import Dlread, effort

pytestmark = pytest.mark.full_run

FLOOD = min(19_000, effort(2_000, 19_000))
"""Characters; a field of a catalog may have 20,000."""

PAYLOADS = {
    "bell": "a\x07b",
    "backspace": "a\x08\x08\x08b",
    "nul": "a\0b",
    "escape": "a\x1bb",
    "reset": "\x1bc",
    "red": "\x1b[31mred",
    "clear": "\x1b[2J\x1b[H",
    "cursor": "\x1b[999;999H\x1b[6n",
    "alternate": "\x1b[?1049h",
    "paste": "\x1b[200~rm -rf ~\n\x1b[201~",
    "title": "\x1b]0;owned\x07",
    "title-st": "\x1b]2;owned\x1b\\",
    "link": "\x1b]8;;https://evil.org\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "open-osc": "\x1b]0;never ended",
    "device": '\x1bP$q"p\x1b\\',
    "sixel": "\x1bPq#0;2;0;0;0~~\x1b\\",
    "application": "\x1b_Gi=1;AAAA\x1b\\",
    "privacy": "\x1b^x\x1b\\",
    "c1-csi": "\x9b31mred",
    "c1-osc": "\x9d0;owned\x9c",
    "c1-dcs": "\x90q\x9c",
    "c1-next-line": "a\x85b",
    "delete": "a\x7fb",
    "carriage-return": "good\rbad",
    "newline": "one\ntwo",
    "tab": "one\ttwo",
    "vertical": "one\x0btwo\x0cthree",
    "separators": "a\x1cb\x1db\x1ed\x1fe",
    "shift": "a\x0eb\x0f",
    "line-separator": "a\u2028b\u2029c",
    "override": "abc\u202etxt.exe",
    "embedding": "\u202aa\u202bb\u202c",
    "isolates": "\u2066a\u2067b\u2068c\u2069",
    "marks": "a\u200eb\u200fc\u061cd",
    "zero-width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "soft-hyphen": "a\u00adb",
    "tag-characters": "a\U000e0069\U000e0067\U000e006eb",
    "interlinear": "a\ufff9b\ufffac\ufffbd",
    "variation": "a\ufe0fb\U000e0100",
    "combining": "a" + "\u0301" * 300,
    "joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "markup": "[red]a[/red][/etc][bold]",
    "markup-link": "[link=https://evil.org]click[/link]",
    "markup-open": "[/]\\[[[red",
    "emoji-code": ":pile_of_poo: :red_circle:",
    "tex": "T}, url={x}}\n@article{evil, title={E}",
    "tex-backslash": "T\\",
    "flood": "x" * FLOOD,
    "combining-flood": "a" + "\u0301" * FLOOD,
    "escape-flood": "\x1b[31m" * (FLOOD // 5),
    "wide-flood": "中" * FLOOD,
}

BAD = {"Cc", "Cf", "Cs", "Zl", "Zp"}
COLOUR = re.compile(r"\x1b\[(?:0|1|2|32|33|36)(?:;(?:1|2|32|33|36))*m")


def stray(text: str, allowed: str) -> set[str]:
    """Characters that no output of ours may have."""
    return {char for char in set(text) if unicodedata.category(char) in BAD and char not in allowed}


def stray_in_pipe(text: str) -> set[str]:
    return stray(text, "\n\t")


def stray_on_screen(text: str) -> set[str]:
    """Our colours and the terminal's own line ends taken away."""
    return stray(COLOUR.sub("", text.replace("\r\n", "\n")), "\n")


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_eye_sees_every_payload_that_is_not_harmless(name: str) -> None:
    harmless = {"variation", "combining", "tex-backslash", "flood", "combining-flood", "wide-flood", "emoji-code"}
    is_seen = bool(stray_on_screen(PAYLOADS[name]))
    assert is_seen == (name not in harmless and not name.startswith(("markup", "tex", "newline")))


def on_screen(dlread: Dlread, words: Sequence[str]) -> str:
    return dlread.on_terminal(words, columns=300, rows=100)[0]


# --- in every field ------------------------------------------------------------------------------------------------


def quoted(value: Any) -> str:
    """As YAML, with what cannot stand in its quotes escaped."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(name)}: {quoted(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return (
        '"'
        + "".join(char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in value)
        + '"'
    )


def record(key: str, text: str) -> dict[str, Any]:
    both = {"en": text, "zh": text}
    glued = "".join(text.split())[:1_000]
    return {
        "key": key,
        "title": both,
        "lecture": text,
        "authors": [text, f"{text} {text}"[:20_000]],
        "venue": {"name": text, "short": text, "volume": text, "number": text, "pages": text},
        "doi": f"10.1000/{glued[:200]}x",
        "links": {"repository": f"https://example.org/{glued}", "pdf": f"https://{glued}/"},
        "license": text,
        "license_note": both,
        "language": text,
        "framework": text,
        "tags": ["hostile", key],
        "summary": both,
        "note": both,
        "figures": [{"what": both, "value": text, "source": text}],
        "since": [{"what": "superseded", "date": "2020", "source": text} | both],
        "corrections": [both],
        "remarks": [{"label": {"en": text[:40], "zh": text[:40]}} | both],
        "read_first": [{"key": "smac"} | both, {"key": "nowhere"} | both],
        "related": [{"key": "pyg"} | both],
        "bibtex": f"@misc{{{key}, title = {{{text}}}}}"[:20_000],
    }


def catalog(name: str, text: str, entries: Sequence[dict[str, Any]]) -> str:
    both = {"en": text, "zh": text}
    further = [{"title": text, "url": "https://example.org/" + "".join(text.split())[:1000], "note": both}]
    source = {"title": text, "author": text, "url": further[0]["url"]}
    head = {"catalog": name, "title": both, "about": both, "source": source, "further": further}
    head |= {"tags": {"hostile": both | {"aliases": [text[:64]]}}}
    rows = "".join(f"- {quoted(one)}\n" for one in entries)
    return "".join(f"{field}: {quoted(value)}\n" for field, value in head.items()) + "entries:\n" + rows


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Dlread:
    """A library that has every payload in every field: a paper each, a section each in a part, one added each."""
    dlread = Dlread(tmp_path_factory.mktemp("home"))
    texts = list(PAYLOADS.values())
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    short = " ".join(text for text in texts if len(text) < 1_000)
    papers = [record(f"paper{n}", text) for n, text in enumerate(texts)]
    parts = [
        record(f"part{n}", text) | {"kind": "section"} | ({"parent": "part0"} if n else {})
        for n, text in enumerate(texts)
    ]
    (folder / "papers.yaml").write_text(catalog("papers", short, papers))
    (folder / "parts.yaml").write_text(catalog("parts", short, parts))
    (folder / "bad.yaml").write_text(
        catalog("bad", "x", [{"key": text[:100], "title": {"en": "x"}} for text in texts])
        + "".join(f"- {quoted({'key': f'bad{n}', text[:100]: 'x'})}\n" for n, text in enumerate(texts))
    )
    (dlread.data / "journal-other.jsonl").write_text("".join(f"{line}\n" for line in lines(texts)))
    return dlread


OWN = 10_000
"""Characters: with all fields a line stays under a megabyte."""


def written(line: dict[str, Any]) -> str:
    """As JSON, short where it can be: a lone surrogate must be escaped."""
    text = json.dumps(line, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(line)


def lines(texts: Sequence[str]) -> Iterator[str]:
    """What another machine has in its journal: everything that may be assigned, and what may not."""
    for n, text in enumerate([*texts, "a\ud800b", "\udfff"]):
        text = text[:OWN]
        glued = "".join(text.split())
        at = f"2026-01-02T03:04:{n % 60:02}.000000Z"
        values: dict[str, Any] = dict.fromkeys(("title", "title:zh", "summary", "summary:zh", "venue", "note"), text)
        values |= dict.fromkeys(("venue:name", "pages", "arxiv", "doi", "license", "language", "framework"), text)
        values |= {
            "bibtex": text,
            "authors": [text, text],
            "aliases": [text],
            f"tag:{text}": True,
            f"link:{text}": text,
        }
        values |= {"link:pdf": f"https://example.org/{glued}", "tag:hostile": True, "status": text, text: text}
        yield written({"at": at, "key": f"own{n}", "set": values})
        yield written({"at": at, "key": f"paper{n}", "set": {"note": text, "status": "reading", "rating": 5}})
        yield written({"at": at, "key": f"part{n}", "set": {"note": text, "status": "read"}, "undoes": text})
        yield written({"at": at, "key": text, "set": {"status": "read"}, text: text})


def shown(number: int) -> list[str]:
    kinds = ("paper", "part", "own")
    keys = " ".join(f"{kind}{n}" for n in range(number) for kind in kinds if effort(0, 1) or kind == kinds[n % 3])
    return [
        *("", "list", "list --lang zh", "list --sort title --tag hostile", "list --catalog parts", "search hostile"),
        *(f"show {keys}", "show --lang zh paper0 part0 own0", "next --limit 99 --why", "next --lang zh --tag hostile"),
        *("path paper0", "path --from smac", "path part0 --lang zh", "course", "course --lang zh", "stats", "tags"),
        *("tags --lang zh", "catalog", "catalog --lang zh", "history --limit 500", "history paper1", "doctor", "paths"),
        *(f"cite {keys}", f"cite --style text {keys}", "note paper2", "mark-read own1", "rate paper0 4", "undo"),
        *("list --json", f"show --json {keys}", f"cite --json {keys}", "next --json --limit 99", "stats --json"),
        *("tags --json", "catalog --json", "history --json --limit 500", "path --json paper0", "course --json"),
        *("list --keys", "search --keys hostile", "next --keys --limit 99", "path --keys --from smac"),
    ]


def test_no_field_reaches_a_pipe_as_it_is(hostile: Dlread, counted: Callable[[str, int], None]) -> None:
    commands = [
        command for command in shown(len(PAYLOADS)) if effort(0, 1) or not re.search("--(lang|keys|sort)", command)
    ]
    for command in commands:
        result = hostile.run(command)
        assert (result.status, command) in ((0, command), (1, "doctor"))
        assert stray_in_pipe(result.out) == stray_in_pipe(result.err) == set(), command
        assert "--json" not in command or json.loads(result.out)
    counted("hostile texts", len(PAYLOADS))
    counted("outputs parsed", len(commands))


def test_no_field_reaches_a_terminal_as_it_is(hostile: Dlread, counted: Callable[[str, int], None]) -> None:
    commands = [command for command in shown(len(PAYLOADS)) if not command.startswith("note ")]
    commands = [
        command
        for command in commands
        if effort(0, 1) or not re.search("--(json|lang|keys|sort|style|catalog)|paths|undo|rate|mark|paper1$", command)
    ]
    for command in commands:
        text = on_screen(hostile, command.split())
        assert text, command
        assert stray_on_screen(text) == set(), command
    counted("outputs parsed", len(commands))


def test_json_gives_every_text_back(hostile: Dlread) -> None:
    found = {one["key"]: one for one in json.loads(hostile("list --json"))}
    for n, text in enumerate(PAYLOADS.values()):
        for key in (f"paper{n}", f"part{n}"):
            one, fields = found[key], record(key, text)
            assert (one["title"], one["title_zh"], one["summary"], one["note"]) == (text, text, text, text[:OWN])
            assert (one["authors"], one["venue"], one["pages"]) == (fields["authors"], text, text)
            assert (one["links"], one["doi"]) == (fields["links"], fields["doi"])
            assert (one["relations"][0]["why"], one["since"][0]["text"]["zh"]) == ({"en": text, "zh": text}, text)
        assert (found[f"own{n}"]["title"], found[f"own{n}"]["bibtex"]) == (text[:OWN], None)  # which is no BibTeX
    assert found.keys().isdisjoint({f"own{len(PAYLOADS)}", f"own{len(PAYLOADS) + 1}"})  # lone surrogates


def test_an_address_is_printed_clean_or_refused(hostile: Dlread) -> None:
    for n, name in enumerate(PAYLOADS):
        if n % effort(10, 3):
            continue
        for key in (f"paper{n}", f"own{n}"):
            result = hostile.run(f"open --print {key}")
            assert stray_in_pipe(result.out + result.err) == set(), name
            is_web = result.out.startswith("https://example.org/") and result.out.count("\n") == 1
            assert is_web if not result.status else (result.status, result.out) == (1, ""), name


@pytest.mark.parametrize("size", [65_537, 1_000_000])
def test_a_note_that_is_too_long_is_refused(dlread: Dlread, size: int) -> None:
    result = dlread.run("note smac -", stdin="\x1b" * size)
    assert result[:2] == ("", f"dlread: a note of {size} characters is too long; the limit is 65536\n")
    assert dlread.journals() == ""


# --- in arguments --------------------------------------------------------------------------------------------------

SHORT = {name: text.replace("\0", "") for name, text in PAYLOADS.items() if len(text) < 1_000}

ARGUMENTS = [
    *("X", "-X", "--X", "list X", "list --X", "list --tag X", "list --status X", "list --kind X", "list --catalog X"),
    *("list --year X", "list --author X", "list --sort X", "list --limit X", "list --lang X", "--lang X", "search X"),
    *(
        "show X",
        "show smac X",
        "open X",
        "open --link X smac",
        "path X",
        "cite X",
        "cite --style X smac",
        "next --tag X",
    ),
    *(
        "mark-read X",
        "note X y",
        "note smac --replace X",
        "rate X 3",
        "rate smac X",
        "tag smac +X",
        "tag X +y",
        "undo X",
    ),
    *("history X", "history --limit X", "stats --since X", "doctor X", "list --help X", "X --help", "note smac"),
]


def words(line: str, text: str) -> list[str]:
    return [word.replace("X", text) for word in line.split()]


def test_no_argument_comes_back_as_it_was(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    """All payloads in one argument, then some alone."""
    everything = " ".join(SHORT.values())
    calls = [words(line, everything) for line in ARGUMENTS]
    calls += [words(line, text) for text in SHORT.values() for line in ARGUMENTS][:: effort(400, 40)]
    for call in calls:
        result = dlread.run(call)
        assert stray_in_pipe(result.out + result.err) == set(), call
        assert result.status in (0, 1, 2)
        assert result.err.count("\n") <= 3, call
    for call in calls[:: effort(12, 3)]:
        assert stray_on_screen(on_screen(dlread, call)) == set(), call
    counted("hostile arguments", len(calls))


def test_bytes_that_are_no_text(dlread: Dlread) -> None:
    text = b"\xff a\xed\xa0\x80b \xc0\xaf \xe4\xb8 \x80\x9b31m".decode("utf-8", "surrogateescape")
    for line in ("show X", "note smac X", "tag smac +X", "list --X"):
        result = dlread.run(words(line, text))
        assert stray_in_pipe(result.out + result.err) == set()
    assert stray_in_pipe(dlread("note smac")) == set()


def test_the_environment_is_no_better(dlread: Dlread) -> None:
    text = SHORT["title"] + SHORT["red"] + SHORT["override"]
    env = dict.fromkeys(("DLREAD_LANG", "COLUMNS", "LANG", "LC_ALL", "EDITOR", "BROWSER", "TERM", "TZ"), text)
    env["DLREAD_CACHE_DIR"] = f"/dev/null/{text}"
    for line in ("list", "open smac"):
        result = dlread.run(line, env=env)
        assert (stray_in_pipe(result.out + result.err), result.status) == (set(), 0)
    result = dlread.run("mark-read smac", env={"DLREAD_DATA_DIR": f"/dev/null/{text}"})
    assert (stray_in_pipe(result.out + result.err), result.out, result.status) == (set(), "", 1)


# --- brackets ------------------------------------------------------------------------------------------------------

PIECES = [
    *("[cs.LG]", "[/etc]", "[bold]x[/]", "[link=http://x]", "[/link]", "[red on blue]", "[/]", "[[", "]]", "[", "]"),
    *("\\[", "\\", ":smile:", ":pile_of_poo:", "[@click=quit]", "[not bold]", "[#ff0000]", "[b]", "[/b]", "[1]", "{x}"),
    *(
        "%s",
        "{0}",
        "$HOME",
        "`id`",
        "$(id)",
        "a",
        "Deep",
        "学习",
        "&amp;",
        "<b>",
        "''",
        '"',
        "\u00e9",
        "e\u0301",
        "0x1f",
    ),
]


def titles(number: int) -> list[str]:
    chance = random.Random(20261122)
    made = (" ".join(chance.choices(PIECES, k=chance.randint(1, 5))) for _ in range(number))
    return [text + chance.choice(["", "[/nothing]", "[red]"]) for text in made]


def test_brackets_stand_as_they_are(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    made = titles(200)
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    entries = [{"key": f"k{n}", "title": {"en": text}, "summary": {"en": text}} for n, text in enumerate(made)]
    (folder / "x.yaml").write_text(catalog("x", "[bold]x[/etc]", entries))
    keys = " ".join(f"k{n}" for n in range(200))
    assert [row.split("\t")[4] for row in dlread("list --catalog x").splitlines()] == made
    rows = [row.split("\t") for row in dlread(f"show {keys}").splitlines()]
    assert [row[1] for row in rows if row[0] == "Title"] == made
    assert [row[1] for row in rows if row[0] == "Summary"] == made
    assert [one["title"] for one in json.loads(dlread("list --json --catalog x"))] == made
    for command in ("list --catalog x", f"show {keys}"):
        screen = COLOUR.sub("", on_screen(dlread, command.split()))
        assert [text for text in made if text not in screen] == []
    assert "[bold]x[/etc]" in COLOUR.sub("", on_screen(dlread, ["catalog"]))
    counted("titles with brackets", len(made))


# --- BibTeX --------------------------------------------------------------------------------------------------------


def begun(text: str) -> list[str]:
    """The entries that BibTeX would find: after a mistake it goes on with the next `@word{`, wherever that stands."""
    found = []
    place = 0
    while match := re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,{}]*)\s*,").search(text, place):
        found.append(match[2])
        end = ended(text, match.end())
        place = end if end else match.end()
    return found


FIELD = re.compile(r"\s*[\w:-]+\s*=\s*")
PLAIN = re.compile(r"\w+")


def ended(text: str, place: int) -> int:
    """Where an entry's fields are over, 0 where there is a mistake in them."""
    while match := FIELD.match(text, place):
        place = valued(text, match.end())
        if not place:
            return 0
        rest = re.compile(r"\s*(,?)\s*").match(text, place)
        place = rest.end() if rest else place
        if rest and not rest[1]:
            break
    return place + 1 if text[place : place + 1] in ("}", ")") and place < len(text) else 0


def valued(text: str, place: int) -> int:
    """After one value, or several with `#` between them; 0 where it has no end."""
    while True:
        if plain := PLAIN.match(text, place):
            place = plain.end()
        elif text[place : place + 1] in ("{", '"'):
            place = braced(text, place)
        else:
            return 0
        joint = re.compile(r"\s*#\s*").match(text, place)
        if not place or not joint:
            return place
        place = joint.end()


def braced(text: str, place: int) -> int:
    closing, depth = ("}" if text[place] == "{" else '"'), 0
    for at in range(place + 1, len(text)):
        if not depth and text[at] == closing:
            return at + 1
        depth += (text[at] == "{") - (text[at] == "}")
        if depth < 0:
            return 0
    return 0


def test_the_eye_sees_every_entry() -> None:
    assert begun('@misc{a, title = {x @article{y} z}, note = "q" # jan }\n\n@book{b, year = 2019,}') == ["a", "b"]
    assert begun("@misc{a, title = {x}}\n@article{evil, title={E}}") == ["a", "evil"]
    assert begun("@misc{a, title {x} @article{evil, title={E}}}") == ["a", "evil"]
    assert begun("@misc{a, title = {x} year = 2 @article(evil, title={E})}") == ["a", "evil"]


TEX = [
    *(
        PAYLOADS["tex"],
        PAYLOADS["tex-backslash"],
        "T}}",
        "{{{",
        "T\\}, x={",
        '"}, "',
        "%",
        "T\n\n@comment{",
        "@",
        "#$&_^~",
    ),
    *("} @article(evil, title={E})", "\\\\}", "T},}\n@article{evil,title={E}", "\\input{/etc/passwd}", "{\\", "$\\}$"),
]
ASKED = [
    *("@misc{a, title={x}}\n@article{evil, title={E}}", "@misc{a, title={x} @article{evil, title={E}}}", "@misc{a,"),
    *("@misc{a, title {@article{evil, title={E}}}}", "@misc{a, title={x}\n@article(evil, title={E})}", "@misc{a}}{"),
    *('@misc{a, title="x" @ article {evil, title={E}}}', "@preamble{x}@article{evil, title={E}}", "x @article{evil,}"),
]


def test_no_text_makes_a_second_entry(dlread: Dlread, counted: Callable[[str, int], None]) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    made = [record(f"k{n}", text) | {"bibtex": ""} for n, text in enumerate(TEX)]
    made += [{"key": f"a{n}", "title": {"en": "x"}, "bibtex": text} for n, text in enumerate(ASKED)]
    (folder / "x.yaml").write_text(catalog("x", "x", made))
    out = dlread("cite " + " ".join(one["key"] for one in made))
    assert begun(out) == [one["key"] for one in made]
    assert out.count("\n@") == len(made) - 1
    counted("hostile citations", len(made))


def test_a_million_characters_are_refused_and_told(dlread: Dlread, tmp_path: Path) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    (folder / "x.yaml").write_text(catalog("x", "x", [{"key": "k", "title": {"en": "\x1b" * 1_000_000}}]))
    result = dlread.run("list")
    assert result.out.count("\n") == 44
    assert result.err.endswith("entry 'k': 'en' in 'title' has more than 20000 characters; left out\n")
