"""Catalogs and journals that somebody wrote to do harm: refused with file and line, cheaply, and the rest works."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import Dlread, Result, effort

pytestmark = [
    pytest.mark.full_run,
    pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's limits, pipes and links"),
]

Make = Callable[[Path], object]

MB = 1 << 20
CPU_SECONDS = 8
MORE_KB = 100 << 10
"""Of address space than a plain call has: its resident memory is less."""

# --- catalogs: name -> content, and what doctor says of it ------------------------------------------------------

HEAD = "catalog: NAME\ntitle: {en: Mine}\n"
GOOD = "- {key: good-NAME, title: {en: A good one}}\n"
BAD = HEAD + "entries:\n" + GOOD + "- {key: bad, title: {en: Bad}, %s}\n"
"""The bad entry stands in line 5."""
EMPTY = HEAD + "entries: []\n"

WHOLE: dict[str, tuple[str | bytes, str]] = {
    "alias": (HEAD + "about: &a {en: x}\nfurther: [*a]\nentries: []\n", "line 3: anchors and aliases"),
    "alias-to-itself": (HEAD + "entries: &a [*a]\n", "line 3: anchors and aliases"),
    "laughs": (
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)),
        "line 1: anchors and aliases",
    ),
    "merge": (HEAD + "about: &a {en: x}\nentries:\n- {<<: *a, key: a}\n", "line 3: anchors and aliases"),
    "merges": (
        "".join(f"m{n}: &m{n} {{<<: [{','.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 9)),
        "line 1: anchors and aliases",
    ),
    "python-apply": (HEAD + 'entries: !!python/object/apply:os.system ["id"]\n', "line 3: tags like"),
    "python-new": (HEAD + "entries: !!python/object/new:os.popen [id]\n", "line 3: tags like"),
    "python-name": (HEAD + "about: {en: !!python/name:os.system x}\nentries: []\n", "line 3: tags like"),
    "python-module": (HEAD + "entries:\n- !!python/module:os\n", "line 4: tags like"),
    "binary": (HEAD + "about: {en: !!binary aGk=}\nentries: []\n", "line 3: tags like"),
    "tag-of-its-own": ("%TAG ! tag:evil.org,2000:\n---\n" + HEAD + "entries: !x []\n", "line 5: tags like"),
    "tag-a-megabyte-long": (HEAD + f"entries: !{'x' * MB} []\n", "line 3: tags like !xxx"),
    "key-twice": (HEAD + "title: {en: Other}\nentries: []\n", "line 3: 'title' appears twice"),
    "key-twice-below": (HEAD + "about: {en: x, zh: y, en: z}\nentries: []\n", "line 3: 'en' appears twice"),
    "key-twice-a-megabyte-long": (f"{'k' * 1000}: 1\n{'k' * 1000}: 2\n", "line 2: 'kkk"),
    "key-is-a-list": (HEAD + "? [a, b]\n: c\nentries: []\n", "line 3: a key must be a word"),
    "nul": (HEAD + "about: {en: a\0b}\nentries: []\n", "control characters are not allowed"),
    "nul-only": ("\0" * 1000, "control characters are not allowed"),
    "nul-tail": (EMPTY + "\0" * 1000, "control characters are not allowed"),
    "escape": (HEAD + "about: {en: a\x1b[2Jb}\nentries: []\n", "control characters are not allowed"),
    "c1": (HEAD + "about: {en: a\x9b2Jb}\nentries: []\n", "control characters are not allowed"),
    "utf-16-le-mark": (EMPTY.encode("utf-16"), "not UTF-8 at byte 0"),
    "utf-16-be-mark": (b"\xfe\xff" + EMPTY.encode("utf-16-be"), "not UTF-8 at byte 0"),
    "utf-16-le": (EMPTY.encode("utf-16-le"), "control characters are not allowed"),
    "utf-16-be": (EMPTY.encode("utf-16-be"), "control characters are not allowed"),
    "utf-32": (EMPTY.encode("utf-32"), "not UTF-8 at byte 0"),
    "latin-1": (EMPTY.encode() + b"# \xe9\n", "not UTF-8 at byte "),
    "surrogate": (HEAD.encode() + b"about: {en: \xed\xa0\x80}\nentries: []\n", "not UTF-8 at byte "),
    "surrogate-escaped": (HEAD + 'about: {en: "\\ud800"}\nentries: []\n', "line 3: not valid YAML: "),
    "overlong": (EMPTY.encode() + b"# \xc0\xaf\n", "not UTF-8 at byte "),
    "brackets": (HEAD + "entries: " + "[" * 100_000, "line 3: nested more than 20 deep"),
    "brackets-closed": (HEAD + "entries: " + "[" * 100_000 + "]" * 100_000, "line 3: nested more than 20 deep"),
    "braces": (HEAD + "entries: " + "{" * 100_000, "line 3: a key must be a word"),
    "braces-with-keys": (HEAD + "entries: " + "{a: " * 100_000, "line 3: nested more than 20 deep"),
    "single-quotes": (HEAD + "entries: " + "'" * 100_001, "line 3: not valid YAML: "),
    "double-quotes": (HEAD + "entries: " + '"' * 100_001, "line 3: not valid YAML: "),
    "dashes": (HEAD + "entries:\n" + "- " * 100_000, "line 4: nested more than 20 deep"),
    "question-marks": (HEAD + "entries:\n" + "? " * 100_000, "line 4: a key must be a word"),
    "colons": (HEAD + "entries:\n" + ": " * 100_000, "line 4: not valid YAML: "),
    "percents": ("%" * 100_000, "line 1: not valid YAML: "),
    "exclamation-marks": (HEAD + "entries: " + "!" * 100_000, "line 3: "),
    "tabs": (HEAD + "entries:\n" + "\t" * 100_000, "line 4: not valid YAML: "),
    "indented": (HEAD + "entries:\n" + "".join(" " * n + "a:\n" for n in range(400)), "line 24: nested more than 20"),
    "many-documents": (EMPTY + "---\n" * 10_000, "line 4: a second document is not allowed in a catalog"),
    "scalar-of-a-megabyte": (
        HEAD + f"about: {{en: {'x' * MB}}}\nentries: []\n",
        "'en' in 'about' has more than 20000 characters",
    ),
    "block-of-a-megabyte": (HEAD + "entries: |\n" + " x\n" * (MB // 3), "not a catalog: it needs"),
    "nodes": (HEAD + "further: [" + "x," * 210_000 + "]\nentries: []\n", "more than 200000 nodes"),
    "defaults-of-a-megabyte": (
        HEAD + f"defaults: {{authors: [{'x,' * 50_000}]}}\nentries:\n{GOOD}",
        "'defaults' is longer than 2000 characters",
    ),
    "header-number": ("catalog: NAME\ntitle: 7\nentries: []\n", "'title' is '7', and must be a mapping"),
    "header-list": ("catalog: [NAME]\ntitle: {en: x}\nentries: []\n", "'catalog' must be text, not a list"),
    "header-parent-directory": (
        "catalog: ../../x\ntitle: {en: x}\nentries: []\n",
        "and must be letters, digits and . _ + -",
    ),
    "header-newline": ('catalog: "x\\n"\ntitle: {en: x}\nentries: []\n', "and must be letters, digits and . _ + -"),
    "header-unknown": (EMPTY + f"{'k' * 1000}: x\n", "there is no field 'kkk"),
    "tags-are-words": (HEAD + "tags: x\nentries: []\n", "'tags' is 'x', and must be a mapping"),
    "null": ("", "not a catalog: it needs"),
    "nan": (".nan", "not a catalog: it needs"),
    "number": ("9" * 100_000, "not a catalog: it needs"),
    "entries-null": (HEAD + "entries:\n", "not a catalog: it needs"),
}

ENTRY: dict[str, tuple[str, str]] = {
    "key-parent-directory": ("- {key: ../../x, title: {en: x}}\n", "entry '../../x': 'key' is '"),
    "key-slash": ("- {key: a/b, title: {en: x}}\n", "entry 'a/b': 'key' is '"),
    "key-escape": ('- {key: "a\\e]0;x\\a", title: {en: x}}\n', "entry 'a\ufffd]0;x\ufffd': 'key' is '"),
    "key-c1": ('- {key: "a\\u009b31m", title: {en: x}}\n', "entry 'a\ufffd31m': 'key' is '"),
    "key-newline": ('- {key: "a\\nb", title: {en: x}}\n', "entry 'a b': 'key' is '"),
    "key-line-separator": ('- {key: "a\\u2028b", title: {en: x}}\n', "entry 'a b': 'key' is '"),
    "key-nul": ('- {key: "a\\0", title: {en: x}}\n', "entry 'a\ufffd': 'key' is '"),
    "key-of-a-megabyte": (f"- {{key: {'x' * MB}, title: {{en: x}}}}\n", "'key' has more than 128 characters"),
    "not-a-mapping": ("- [x]\n", "entry '?': it must be a mapping, not a list"),
    "title-of-a-megabyte": (
        f"- {{key: a, title: {{en: {'x' * MB}}}}}\n",
        "'en' in 'title' has more than 20000 characters",
    ),
    "parent-of-its-own": ("- {key: a, title: {en: x}, parent: a}\n", "its parent 'a' does not come before it"),
}
for field, value in {
    "year": "[2019]", "authors": "{a: b}", "venue": "[x]", "arxiv": "{}", "doi": "[]", "links": "[x]", "tags": "{}",
    "summary": "x", "note": "[x]", "figures": "x", "since": "{}", "corrections": "[x]", "read_first": "[x]",
    "related": "x", "aliases": "x", "kind": "[paper]", "bibtex": "{}", "license": "[]", "lecture": "{}",
    "remarks": "[{label: x}]", "month": "May", "framework": "[]", "language": "{a: b}", "license_note": "[]",
}.items():  # fmt: skip
    ENTRY[f"type-of-{field}"] = (f"- {{key: bad, title: {{en: x}}, {field}: {value}}}\n", f"'{field}'")
for name, value in {
    "nan": ".nan", "infinite": ".inf", "huge": "9" * 100_000, "negative": "-1", "exponent": "1e400",
    "sexagesimal": "1" + ":59" * 10_000, "binary": "0b_", "date": "2019-01-01",
}.items():  # fmt: skip
    ENTRY[f"year-{name}"] = (f"- {{key: bad, title: {{en: x}}, year: {value}}}\n", "'year'")
for field, item in {
    "tags": "t%d", "related": "{key: k%d}", "read_first": "{key: k%d}", "aliases": "k%d", "corrections": "{en: x%d}"
}.items():  # fmt: skip
    many = ",".join(item % n for n in range(1_001))
    ENTRY[f"many-{field}"] = (f"- {{key: bad, title: {{en: x}}, {field}: [{many}]}}\n", "has more than 1000 ")

READ: dict[str, str | bytes] = {
    "mark": b"\xef\xbb\xbf" + (HEAD + "entries:\n" + GOOD).encode(),
    "crlf": (HEAD + "entries:\n" + GOOD).replace("\n", "\r\n"),
    "cr": (HEAD + "entries:\n" + GOOD).replace("\n", "\r"),
    "comments": HEAD + "# x\n" * 100_000 + "entries:\n" + GOOD,
    "newlines": HEAD + "\n" * MB + "entries:\n" + GOOD,
    "json": json.dumps(
        {"catalog": "NAME", "title": {"en": "x"}, "entries": [{"key": "good-NAME", "title": {"en": "x"}}]}
    ),
}
"""Strange, but nothing is wrong with them."""


def pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * MB)
    path.chmod(0o600)


def dense(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x" * MB)
    path.chmod(0o600)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


STRANGE: dict[str, tuple[Make, str, str]] = {
    "pipe": (pipe, "not a file", "not a file"),
    "directory": (Path.mkdir, "not a file", "not a file"),
    "dangling": (lambda path: path.symlink_to("nowhere"), "no such file", "no such file or directory"),
    "loop": (loop, "no such file", "too many levels of symbolic links"),
    "zero": (lambda path: path.symlink_to("/dev/zero"), "not a file", "not a file"),
    "sparse": (sparse, "larger than 16 MB", "longer than 1048576 bytes"),
    "dense": (dense, "larger than 16 MB", "longer than 1048576 bytes"),
}
"""What doctor says where they stand among the catalogs, and among the journals."""

# --- journals: name -> line, and what doctor says of it ---------------------------------------------------------

LINE = {"at": "2026-01-02T03:04:05.000000Z", "key": "smac", "set": {"framework": "x"}}
RAW = json.dumps(LINE)
NO_JSON = "line 1: not a line of JSON; skipped, and kept"
NO_TIME = "line 1: 'at' is not a time like 2026-11-22T13:00:00.000123Z; skipped, and kept"
NO_KEY = "line 1: 'key' is not a key; skipped, and kept"
TOO_LONG = "line 1: longer than 1048576 bytes; skipped, and kept"
TOO_DEEP = "line 1: nested too deeply; skipped, and kept"


def with_(**members: object) -> str:
    return json.dumps(LINE | members)


LINES: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", NO_JSON),
    "words": ("rm -rf", NO_JSON),
    "yaml": ("at: 2026", NO_JSON),
    "pickle": (b"cos\\nsystem\\n(S'id'\\ntR.", NO_JSON),
    "nul": ("\0" * 1000, NO_JSON),
    "nultail": (RAW + "\0" * 4096, NO_JSON),
    "nulinside": (RAW.replace("smac", "sm\0ac"), NO_JSON),
    "mark": (b"\xef\xbb\xbf" + RAW.encode(), NO_JSON),
    "utf16": (RAW.encode("utf-16-be"), NO_JSON),
    "latin": (RAW.encode().replace(b'"x"', b'"\xe9"'), NO_JSON),
    "overlong": (RAW.encode().replace(b'"x"', b'"\xc0\xaf"'), NO_JSON),
    "surrogate": (with_(set={"framework": "\ud800"}), NO_JSON),
    "surrogatelow": (with_(set={"framework": "\udc00\ud800"}), NO_JSON),
    "surrogateraw": (RAW.encode().replace(b'"x"', b'"\xed\xa0\x80"'), NO_JSON),
    "surrogatefield": (with_(set={"tag:\ud800": True}), NO_JSON),
    "surrogatekey": (with_(key="\ud800"), NO_JSON),
    "escape": (RAW.replace('"x"', '"\x1b[31m"'), NO_JSON),
    "twolines": (RAW + RAW, NO_JSON),
    "half": (RAW[:-5], NO_JSON),
    "singlequotes": (RAW.replace('"', "'"), NO_JSON),
    "comment": ("// " + RAW, NO_JSON),
    "conflict": ("<<<<<<< HEAD", NO_JSON),
    "hugeinteger": (RAW.replace('"x"', "9" * 100_000), NO_JSON),
    "quotes": ('"' * 100_000, NO_JSON),
    "brackets": ("[" * 100_000, TOO_DEEP),
    "bracketsclosed": ("[" * 100_000 + "]" * 100_000, TOO_DEEP),
    "braces": ('{"a":' * 100_000, TOO_DEEP),
    "deepfield": (RAW.replace('"x"', "[" * 100_000 + "]" * 100_000), TOO_DEEP),
    "onlybraces": ("{" * 100_000, NO_JSON),
    "list": (f"[{RAW}]", "line 1: not an object; skipped, and kept"),
    "null": ("null", "line 1: not an object; skipped, and kept"),
    "nan": ("NaN", "line 1: not an object; skipped, and kept"),
    "integer": ("1" * 4000, "line 1: not an object; skipped, and kept"),
    "empty": ("{}", NO_TIME),
    "atnumber": (with_(at=20260102), NO_TIME),
    "atlist": (with_(at=["2026"]), NO_TIME),
    "atnull": (with_(at=None), NO_TIME),
    "atinfinite": (with_(at=float("inf")), NO_TIME),
    "year9999": (with_(at="9999-12-31T23:59:59.999999Z"), NO_TIME),
    "year0": (with_(at="0000-01-01T00:00:00.000000Z"), NO_TIME),
    "year10000": (with_(at="10000-01-01T00:00:00.000000Z"), NO_TIME),
    "month13": (with_(at="2026-13-01T00:00:00.000000Z"), NO_TIME),
    "otherzone": (with_(at="2026-01-02T03:04:05.000000+14:00"), NO_TIME),
    "otherdigits": (with_(at="２０２６-01-02T03:04:05.000000Z"), NO_TIME),
    "atlong": (with_(at="2" * 100_000), NO_TIME),
    "attwice": (RAW[:-1] + ', "at": 7}', NO_TIME),
    "keyup": (with_(key="../smac"), NO_KEY),
    "keyabsolute": (with_(key="/etc/passwd"), NO_KEY),
    "keyescape": (with_(key="smac\x1b[31m"), NO_KEY),
    "keynewline": (with_(key="smac\n"), NO_KEY),
    "keynul": (with_(key="smac\0"), NO_KEY),
    "keylong": (with_(key="x" * 100_000), NO_KEY),
    "keyoption": (with_(key="--help"), NO_KEY),
    "keylist": (with_(key=["smac"]), NO_KEY),
    "keytwice": (RAW[:-1] + ', "key": "a b"}', NO_KEY),
    "setlist": (with_(set=[1]), "line 1: 'set' is not an object; skipped, and kept"),
    "settwice": (RAW[:-1] + ', "set": null}', "line 1: 'set' is not an object; skipped, and kept"),
    "twomegabytes": ("x" * 2 * MB, TOO_LONG),
    "twomegabytesoftext": (with_(set={"note": "x" * 2 * MB}), TOO_LONG),
    "twomegabytesofspaces": (RAW + " " * 2 * MB, TOO_LONG),
    "typestatus": (with_(set={"status": ["read"]}), "line 1: 'status' cannot be a list; ignored, and kept"),
    "typestatusword": (with_(set={"status": "\x1b[31m"}), "line 1: 'status' cannot be \"\\u001b[31m\"; ignored"),
    "typenote": (with_(set={"note": True}), "line 1: 'note' cannot be true; ignored, and kept"),
    "typerating": (with_(set={"rating": float("nan"), "year": 1e308}), "line 1: 'rating' cannot be NaN; ignored"),
    "typeratinghuge": (with_(set={"rating": 10**4000}), f"line 1: 'rating' cannot be 1{39 * '0'}...; ignored"),
    "typeyear": (with_(set={"year": -(10**4000)}), f"line 1: 'year' cannot be -1{38 * '0'}...; ignored, and kept"),
    "fieldtwice": (RAW.replace('{"framework": "x"}', '{"rating": 9, "rating": "x"}'), "'rating' cannot be \"x\"; ign"),
    # from here on nothing is told: the line is understood, or what is new in it may be a later version's
    "typetitle": (with_(set={"title": 7, "title:zh": {}, "summary": []}), ""),
    "typeauthors": (with_(set={"authors": "Ada", "aliases": [7], "venue": [], "pages": 1, "doi": {}, "arxiv": 1}), ""),
    "typelink": (with_(set={"link:pdf": 7, "link:../x": "https://x.org", "link:": "x", "link:a\n": "x"}), ""),
    "typetag": (with_(set={"tag:x": "yes", "tag:../x": True, "tag:": True, "tag:a\n": True, "tag:a b": True}), ""),
    "textlong": (with_(set={"title": "x" * 100_001, "bibtex": "x" * 100_001}), ""),
    "aliasup": (with_(set={"aliases": ["../x", "a\x1b"]}), ""),
    "undoeslong": (with_(set={}, undoes="x" * 100_000), ""),
    "undoestype": (with_(set={}, undoes={"a": 1}), ""),
    "fieldmany": (with_(set={f"new{n}": n for n in range(50_000)}), ""),
    "year1": (with_(at="0001-01-01T00:00:00.000000Z", set={}), ""),
    "crlf": (with_(set={}) + "\r", ""),
}  # fmt: skip

# --- one library with all of them -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain_kb() -> int:
    """Address space that the first plain call takes, which builds the library."""
    code = """if True:
        import os, sys
        from dlread_cli.__main__ import main
        end = os._exit
        def told(status):
            print([line for line in open("/proc/self/status") if line.startswith("VmPeak")][0].split()[1], flush=True)
            end(status)
        sys.argv, os._exit = ["dlread", "doctor"], told
        main()"""
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=True)
    return int(done.stdout)


@pytest.fixture
def bounded(dlread: Dlread, plain_kb: int) -> Dlread:
    """The program with so much processor time and memory and no more: it is killed, or tells a MemoryError."""
    limits = f'ulimit -t {CPU_SECONDS * 4} && ulimit -v {plain_kb + MORE_KB} && exec "$@"'
    dlread.prefix = ["sh", "-c", limits, "sh"]
    (dlread.data / "catalogs").mkdir(parents=True)
    dlread.data.chmod(0o700)
    return dlread


def alone(dlread: Dlread) -> None:
    dlread.prefix[2] = dlread.prefix[2].replace(f"-t {CPU_SECONDS * 4}", f"-t {CPU_SECONDS}")


def add_catalog(dlread: Dlread, name: str, content: str | bytes) -> Path:
    path = dlread.data / "catalogs" / f"{name}.yaml"
    raw = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(raw.replace(b"NAME", name.encode()))
    return path


def add_journal(dlread: Dlread, name: str, line: str | bytes) -> Path:
    """With a good line after the bad one."""
    path = dlread.data / f"journal-{name}.jsonl"
    good = json.dumps(LINE | {"set": {f"tag:{name}": True}}).encode()
    path.write_bytes((line if isinstance(line, bytes) else line.encode()) + b"\n" + good + b"\n")
    path.chmod(0o600)
    return path


def told_of(path: Path, result: Result) -> list[str]:
    """What doctor says of a file, without the file's name."""
    lines = (line.removeprefix(str(path)) for line in result.out.splitlines() if line.startswith(str(path)))
    return [line.removeprefix(": ").removeprefix(", ") for line in lines]


BUNDLED = [
    key
    for file in sorted((Path(__file__).parents[1] / "catalog").glob("*.yaml"))
    for key in re.findall(r"^- key: (\S+)$", file.read_text("utf-8"), re.MULTILINE)
]


def works(dlread: Dlread) -> None:
    """The 44 entries that are bundled stand first, one of them is shown in full, and can be changed."""
    assert len(BUNDLED) == 44
    assert dlread("list --keys").splitlines()[:44] == BUNDLED
    assert dlread("show smac").startswith("Key\tsmac\nTitle\tThe StarCraft Multi-Agent Challenge\n")
    assert dlread("mark-read smac").startswith("smac\tread\t")
    assert dlread("undo").startswith("smac\tunread\t")


def entry(lines: str) -> str:
    return HEAD + "entries:\n" + GOOD + lines


def test_hostile_catalogs_are_told_with_their_lines_and_the_rest_works(
    bounded: Dlread, counted: Callable[[str, int], None]
) -> None:
    told: dict[Path, str] = {}
    for name, (content, why) in WHOLE.items():
        told[add_catalog(bounded, name, content)] = why
    for name, (lines, why) in ENTRY.items():
        told[add_catalog(bounded, f"entry-{name}", entry(lines))] = why
    for name, content in READ.items():
        add_catalog(bounded, f"read-{name}", content)
    for name, (make, why, _) in STRANGE.items():
        path = bounded.data / "catalogs" / f"strange-{name}.yaml"
        make(path)
        told[path] = why
    works(bounded)
    result = bounded.run("doctor")
    assert result.status == 1
    for path, why in told.items():
        (line,) = told_of(path, result)
        assert why in line, path.name
        assert len(line) < 700
        assert not path.name.startswith("entry-") or line.startswith("line 5: entry '")
    assert len(result.out.splitlines()) == len(told)
    assert result.out.replace("\n", "").isprintable()
    good = {f"good-entry-{name}" for name in ENTRY} | {f"good-read-{name}" for name in READ}
    assert set(bounded("list --keys").splitlines()[44:]) == good
    counted("hostile catalogs", len(told) + len(READ))


def test_hostile_journals_are_told_with_their_lines_and_the_rest_works(
    bounded: Dlread, counted: Callable[[str, int], None]
) -> None:
    before = json.loads(bounded("show --json smac"))[0]
    told = {add_journal(bounded, name, line): why for name, (line, why) in LINES.items()}
    for name, (make, _, why) in STRANGE.items():
        path = bounded.data / f"journal-strange{name}.jsonl"
        make(path)
        told[path] = why
    after = json.loads(bounded("show --json smac"))[0]
    assert set(after["tags"]) == {*before["tags"], *LINES}  # every line after a bad one counts
    assert after | {"tags": before["tags"]} == before
    works(bounded)
    result = bounded.run("doctor")
    assert result.status == 1
    for path, why in told.items():
        lines = told_of(path, result)
        assert (len(lines) == 1 and why in lines[0]) if why else not lines, (path.name, lines)
    assert len(result.out.splitlines()) == sum(bool(why) for why in told.values())
    assert result.out.replace("\n", "").isprintable()
    for command in ("history --json --limit 1000", "stats --json", "next"):
        bounded(command)
    counted("hostile journals", len(told))


# --- each alone ---------------------------------------------------------------------------------------------------


def nodes(number: int) -> str:
    return HEAD + "entries: [" + "x," * (number - 20) + "]"


def sections(number: int) -> str:
    rows = (f"- {{key: a{n}, title: {{en: x}}{f', parent: a{n - 1}' if n else ''}}}\n" for n in range(number))
    return HEAD + "entries:\n" + "".join(rows)


HEAVY: dict[str, Callable[[], str]] = {
    "nodes": lambda: nodes(199_000),
    "sections-in-sections": lambda: sections(3_000),
    "emoji": lambda: HEAD + "about: {en: \U0001f600" + "x" * (15 * MB) + "}\nentries: []\n",
    "keys": lambda: EMPTY + "".join(f"k{n}: x\n" for n in range(98_000)),
    "bad-entries": lambda: HEAD + "entries:\n" + "".join(f"- {{key: a{n}, title: {{}}}}\n" for n in range(28_000)),
    "quotes": lambda: HEAD + "about: {en: '" + "''" * (7 * MB) + "'}\nentries: []\n",
    "block": lambda: HEAD + "entries: |\n" + " x\n" * (5 * MB),
    "integer": lambda: HEAD + f"entries: [{{key: a, title: {{en: x}}, year: {'9' * 15 * MB}}}]\n",
    "newlines": lambda: HEAD + "\n" * 15 * MB + "entries: [x]\n",
    "comments": lambda: HEAD + "# x\n" * 3 * MB + "entries: [x]\n",
    "long-keys": lambda: HEAD + "entries:\n" + f"- {{key: {'x' * MB}}}\n" * 15,
    "open-brackets": lambda: "[" * 15 * MB,
    "open-quotes": lambda: '"' * 15 * MB,
}
"""As large as a catalog may be, or cheap to write and dear to read."""


@pytest.mark.parametrize("name", list(HEAVY)[: effort(1, 99)])
def test_the_dearest_catalog_is_bearable(bounded: Dlread, counted: Callable[[str, int], None], name: str) -> None:
    alone(bounded)
    path = add_catalog(bounded, name, HEAVY[name]())
    assert bounded("list").count("\n") in (44, 64)  # twenty sections one inside the other are allowed
    lines = told_of(path, result := bounded.run("doctor"))
    assert (0 < len(lines) <= 101, result.status) == (True, 1)
    assert len(result.out) < 100_000
    counted("hostile catalogs", 1)


def each(of: Mapping[str, object]) -> list[str]:
    """Some of them, spread evenly; all in a long run."""
    wanted = min(effort(1, 20), len(of))
    return [name for number, name in enumerate(of) if number * wanted % len(of) < wanted]


@pytest.mark.parametrize("name", [*each(WHOLE), *each(ENTRY)])
def test_a_hostile_catalog_alone(bounded: Dlread, counted: Callable[[str, int], None], name: str) -> None:
    alone(bounded)
    content, why = WHOLE.get(name) or (entry(ENTRY[name][0]), ENTRY[name][1])
    path = add_catalog(bounded, name, content)
    listed = bounded.run("list")
    assert (listed.out.count("\n"), listed.status) == (44 if name in WHOLE else 45, 0)
    assert why in listed.err
    (line,) = told_of(path, result := bounded.run("doctor"))
    assert (why in line, result.status) == (True, 1)
    counted("hostile catalogs alone", 1)


@pytest.mark.parametrize("name", each(LINES))
def test_a_hostile_journal_alone(bounded: Dlread, counted: Callable[[str, int], None], name: str) -> None:
    alone(bounded)
    path = add_journal(bounded, name, LINES[name][0])
    assert bounded("list --keys --tag " + name) == "smac\n"
    told, why = told_of(path, result := bounded.run("doctor")), LINES[name][1]
    assert (len(told) == 1 and why in told[0] and result.status == 1) if why else (told, result.status) == ([], 0)
    counted("hostile journals alone", 1)


# --- where a journal is to be written, and what stands in for a directory -----------------------------------------


@pytest.mark.parametrize("make", [pipe, Path.mkdir, loop], ids=["pipe", "directory", "loop"])
def test_a_journal_that_is_no_file_is_not_written_to(bounded: Dlread, make: Make) -> None:
    bounded("mark-read smac")
    (path,) = bounded.data.glob("journal-*.jsonl")
    path.unlink()
    make(path)
    result = bounded.run("mark-read pyg")
    assert (result.out, result.status) == ("", 1)
    assert f"dlread: cannot write to {path}: " in result.err
    assert result.err.endswith("; nothing was changed\n")
    assert bounded("list").count("\n") == 44


@pytest.mark.parametrize("make", [pipe, loop, Path.touch], ids=["pipe", "loop", "file"])
def test_a_directory_of_catalogs_that_is_none_is_as_good_as_none(bounded: Dlread, make: Make) -> None:
    (bounded.data / "catalogs").rmdir()
    make(bounded.data / "catalogs")
    assert bounded.run("doctor") == ("", "entries 44, catalogs 2, journals 0, journal lines 0: no problems\n", 0)


def test_a_file_name_does_nothing_to_a_terminal(bounded: Dlread) -> None:
    add_catalog(bounded, "a\nb: \x1b]0;x\x07\u202e", "x")
    add_journal(bounded, "a\nb, line 1: \x1b[31m", "x")
    for command in ("doctor", "paths", "paths --json"):
        result = bounded.run(command)
        assert (result.out + result.err).replace("\n", "").replace("\t", "").isprintable(), command
    assert [line for line in bounded.run("doctor").out.splitlines() if line.startswith("b")] == []


def test_a_journal_with_millions_of_bad_lines_is_told_in_a_hundred(bounded: Dlread) -> None:
    path = bounded.data / "journal-x.jsonl"
    path.write_bytes(b"x\n" * 5_000 + "".join(with_(key=f"k{n}", set={}) + "\n" for n in range(500)).encode())
    path.chmod(0o600)
    lines = bounded.run("doctor").out.splitlines()
    assert len(lines) == 202
    assert lines[100] == f"{path}: and 4900 more lines; skipped, and kept"
    assert lines[-1] == "and 400 more such keys"
