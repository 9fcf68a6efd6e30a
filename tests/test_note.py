"""dlread note, in the command, from stdin and in editors of our own."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread, Screen


class Editor:
    """A program called `ed` on PATH, and a directory for drafts."""

    def __init__(self, dlread: Dlread) -> None:
        folder = dlread.home / "bin"
        folder.mkdir()
        self.program = folder / "my ed"
        self.drafts = dlread.home / "drafts"
        self.drafts.mkdir()
        dlread.env |= {
            "PATH": f"{folder}:{dlread.env['PATH']}",
            "TMPDIR": str(self.drafts),
            "EDITOR": "'my ed' --wait",
        }

    def does(self, script: str) -> None:
        """`$2` is the draft: `$1` is the argument that EDITOR has."""
        self.program.write_text(f'#!/bin/sh\ntest "$1" = --wait && test $# = 2 || exit 9\n{script}\n')
        self.program.chmod(0o755)

    def left(self) -> list[str]:
        return [path.read_text() for path in self.drafts.iterdir()]


@pytest.fixture
def editor(dlread: Dlread) -> Editor:
    return Editor(dlread)


def note_on(dlread: Dlread, key: str) -> str | None:
    (entry,) = json.loads(dlread(f"show --json {key}"))
    note: str | None = entry["note"]
    return note


def dated(text: str) -> str:
    """Without the date, which must be one of today or, at midnight, of yesterday."""
    days = [f"{datetime.now(UTC) - timedelta(days=back):%Y-%m-%d} " for back in (0, 1)]
    assert text.startswith(tuple(days)), text
    return text[11:]


def test_words_are_a_dated_line(dlread: Dlread) -> None:
    result = dlread.run("note smac run it first")
    assert result == (
        "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n",
        "noted · dlread undo takes it back\n",
        0,
    )
    assert dated(note_on(dlread, "smac") or "") == "run it first"


def test_the_date_is_the_readers_own(dlread: Dlread) -> None:
    for zone in ("UTC", "EAST-14", "WEST+12"):
        dlread("note smac x", env={"TZ": zone})
    lines = dlread("note smac").splitlines()
    days = {line[:10] for line in lines}
    assert len(lines) == 3
    assert len(days) > 1  # there is always another day somewhere


def test_a_line_is_added_to_what_was_there(dlread: Dlread) -> None:
    dlread("note smac --replace -", stdin="old\n\nwords")
    assert dlread.run("note smac first").err == "noted · dlread undo takes it back\n"
    dlread("note smac -", stdin="two\nlines\n")
    *old, first, two, last = dlread("note smac").splitlines()
    assert (old, dated(first), dated(two), last) == (["old", "", "words"], "first", "two", "lines")
    dlread("undo")
    assert dlread("note smac").splitlines()[3:] == [first]


@pytest.mark.parametrize(("words", "stdin"), [("''", None), ("'  '", None), ("-", ""), ("-", "\n\n")])
def test_an_empty_line_is_not_added_and_removes_nothing(dlread: Dlread, words: str, stdin: str | None) -> None:
    dlread("note smac something")
    before = dlread.journals()
    assert dlread.run(f"note smac {words}", stdin=stdin) == (
        "",
        "dlread: the text is empty; dlread note smac --clear removes the note\n",
        1,
    )
    assert dlread.journals() == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--edit --clear", "choose one of --edit, --replace and --clear"),
        ("--replace --clear x", "choose one of --edit, --replace and --clear"),
        ("--clear x", "--clear takes no text"),
        ("--edit x", "--edit takes no text"),
        ("--replace", "--replace needs a text, or - to read stdin"),
    ],
)
def test_what_does_not_go_together_is_said(dlread: Dlread, line: str, message: str) -> None:
    assert dlread.run(f"note smac {line}") == ("", f"dlread: {message}\n", 2)
    assert not dlread.data.exists()


def test_an_editor_needs_a_terminal(dlread: Dlread) -> None:
    message = "dlread: --edit needs a terminal; write dlread note smac --replace TEXT\n"
    assert dlread.run("note smac --edit") == ("", message, 1)


def test_clear_removes_the_note(dlread: Dlread) -> None:
    dlread("note smac --replace -", stdin="one\ntwo")
    dlread("note smac three")
    before = dlread("note smac")
    assert dlread.run("note smac --clear").err == "note removed · dlread undo takes it back\n"
    assert note_on(dlread, "smac") is None
    dlread("undo")
    assert dlread("note smac") == before
    dlread("note smac --clear")
    assert dlread.run("note smac --clear") == ("", "the note on smac is unchanged\n", 0)


def other_machine(dlread: Dlread, *lines: tuple[str, dict[str, object]]) -> None:
    dlread.data.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps({"at": at, "key": "smac", "set": values}) + "\n" for at, values in lines)
    (dlread.data / "journal-other.jsonl").write_text(text)


def test_a_note_of_an_older_version_stays_and_gets_lines(dlread: Dlread) -> None:
    other_machine(
        dlread,
        ("2026-01-01T00:00:00.000000Z", {"note": "old"}),
        ("2026-01-02T00:00:00.000000Z", {"note": "first\nsecond"}),
    )
    assert dlread("note smac") == "first\nsecond\n"
    dlread("note smac third")
    *old, third = dlread("note smac").splitlines()
    assert (old, dated(third)) == (["first", "second"], "third")
    dlread("note smac --replace -", stdin=f"first\nchanged\n{third}")
    assert dlread("note smac").splitlines() == ["first", "changed", third]
    dlread("undo")
    assert dlread("note smac").splitlines() == [*old, third]


def test_notes_of_two_machines_are_merged_by_line(dlread: Dlread, tmp_path: Path) -> None:
    """Both start from the same note, and neither sees what the other writes until the end."""
    there = Dlread(tmp_path / "there")
    there.home.mkdir()
    dlread("note smac --replace -", stdin="one\ntwo\nthree")
    shutil.copytree(dlread.data, there.data)
    dlread("note smac --replace -", stdin="one\ntwo here\nthree")
    there("note smac from there")
    there("note smac --replace -", stdin="zero\n" + there("note smac").replace("three\n", ""))
    (own,) = dlread.data.glob("journal-*.jsonl")
    (theirs,) = (path for path in there.data.glob("journal-*.jsonl") if path.name != own.name)
    shutil.copy(own, there.data)
    shutil.copy(theirs, dlread.data)
    zero, one, two, added = dlread("note smac").splitlines()
    assert (zero, one, two, dated(added)) == ("zero", "one", "two here", "from there")
    assert there("note smac") == dlread("note smac")
    assert there("list --json") == dlread("list --json")


def test_the_history_has_the_text_and_the_machine(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    other_machine(dlread, ("2026-01-02T00:00:00.000000Z", {"note": "theirs"}))
    dlread(["note", "smac", "x" * 70])
    dlread("note smac --replace -", stdin="theirs\nmine")
    dlread("note smac --clear")
    told = [line.split("\t")[3] for line in dlread("history smac").splitlines()]
    assert told[0] == "note removed"
    assert told[1] == "note changed to 'mine'"
    assert told[2].startswith("noted '20")
    assert told[2].endswith("xxx...'")
    assert len(told[2]) == len("noted ''") + 63
    assert told[3] == "noted 'theirs'"
    lines = terminal("history", columns=120).lines
    assert lines[3] == "4  Fri 02 Jan 2026 00:00  other         noted 'theirs' smac"


def test_a_note_can_be_found_and_is_one_text_in_json(dlread: Dlread) -> None:
    dlread("note smac zygomorphic")
    dlread("note smac flowers")
    assert dlread("search --keys zygomorphic flowers") == "smac\n"
    first, second = (note_on(dlread, "smac") or "").split("\n")
    assert (dated(first), dated(second)) == ("zygomorphic", "flowers")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\ntwo\n", "one\ntwo"),
        ("\n  one \n\n", "one"),
        ("一 \U0001f600 \u202e\x1b[31m", "一 \U0001f600 \u202e\x1b[31m"),
        ('"quotes" \\ {"key": 1}\n{}', '"quotes" \\ {"key": 1}\n{}'),
        ("-", "-"),
    ],
)
def test_stdin_is_the_note(dlread: Dlread, text: str, kept: str) -> None:
    dlread("note smac --replace -", stdin=text)
    assert note_on(dlread, "smac") == kept
    dlread("note pyg -", stdin=text)
    assert dated(note_on(dlread, "pyg") or "") == kept


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape"])
def test_bytes_that_are_no_text_are_replaced(dlread: Dlread, encoding: str) -> None:
    done = subprocess.run(
        [PROGRAM, "note", "smac", "-"],
        input=b"caf\xe9 au lait",
        env=dlread.env | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "noted · dlread undo takes it back\n".encode())
    assert dated(note_on(dlread, "smac") or "") in ("caf? au lait", "caf\ufffd au lait")


def test_no_stdin_at_all_is_said(dlread: Dlread) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" note smac - <&-', str(PROGRAM)], env=dlread.env, capture_output=True, check=False
    )
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(b"dlread: there is no standard input")


def test_a_pipe_without_text_prints_the_note(dlread: Dlread) -> None:
    assert dlread("note smac") == ""
    dlread("note smac --replace -", stdin="one\n\ntwo")
    before = dlread.journals()
    assert dlread.run("note smac") == ("one\n\ntwo\n", "", 0)
    assert dlread.journals() == before


@pytest.mark.parametrize(("words", "stdin"), [("''", None), ("'  '", None), ("-", ""), ("-", "\n\n")])
def test_an_empty_text_in_place_of_it_removes_it(dlread: Dlread, words: str, stdin: str | None) -> None:
    dlread("note smac --replace something")
    assert dlread.run(f"note smac --replace {words}", stdin=stdin).err == "note removed · dlread undo takes it back\n"
    assert note_on(dlread, "smac") is None
    dlread("undo")
    assert note_on(dlread, "smac") == "something"


def test_the_same_text_again_writes_nothing(dlread: Dlread) -> None:
    assert dlread.run("note smac --replace ''") == ("", "the note on smac is unchanged\n", 0)
    assert not dlread.data.exists()
    dlread("note smac --replace same")
    before = dlread.journals()
    assert dlread.run("note smac --replace ' same '").err == "the note on smac is unchanged\n"
    assert dlread.journals() == before


def test_too_long_is_refused_and_the_limit_said(dlread: Dlread) -> None:
    assert dlread.run("note smac -", stdin="语" * 65_537) == (
        "",
        "dlread: a note of 65537 characters is too long; the limit is 65536\n",
        1,
    )
    assert not dlread.data.exists()
    dlread("note smac --replace -", stdin="语" * 65_536)
    assert note_on(dlread, "smac") == "语" * 65_536
    assert dlread.run("note smac more").err == ("dlread: a note of 65552 characters is too long; the limit is 65536\n")


def test_an_unknown_key_is_said_before_anything_is_read(dlread: Dlread) -> None:
    result = dlread.run("note nope -", stdin="text")
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("dlread: no entry is called 'nope'")


def test_sections_have_notes_too(dlread: Dlread) -> None:
    dlread("note lee-intro skim it")
    assert dated(note_on(dlread, "lee-intro") or "") == "skim it"


def test_the_editor_starts_with_the_old_text(dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]) -> None:
    dlread("note smac --replace 'first line'")
    editor.does('echo "second line" >> "$2"')
    assert terminal("note smac").lines == [
        "○ smac  The StarCraft Multi-Agent Challenge ↷± ✎                      AAMAS 2019",
        "note replaced · dlread undo takes it back",
    ]
    assert note_on(dlread, "smac") == "first line\nsecond line"
    assert editor.left() == []


def test_the_draft_is_private_and_named_as_markdown(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]
) -> None:
    editor.does('case "$2" in *.md) ls -l "$2" | cut -c 1-10 > "$2.mode"; cat "$2.mode" > "$2"; rm "$2.mode";; esac')
    terminal("note smac")
    assert note_on(dlread, "smac") == "-rw-------"


def test_visual_comes_before_editor(dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]) -> None:
    editor.does('echo visual > "$2"')
    terminal("note smac", env={"VISUAL": "'my ed' --wait", "EDITOR": "false"})
    assert note_on(dlread, "smac") == "visual"


def test_an_editor_that_changes_nothing(dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]) -> None:
    editor.does(":")
    assert terminal("note smac").lines == ["the note on smac is unchanged"]
    assert not dlread.data.exists()
    assert editor.left() == []


@pytest.mark.parametrize("script", [': > "$2"', 'printf "\\n  \\n" > "$2"'])
def test_emptied_in_the_editor_is_removed(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen], script: str
) -> None:
    dlread("note smac something")
    editor.does(script)
    assert terminal("note smac").lines[-1] == "note removed · dlread undo takes it back"
    assert note_on(dlread, "smac") is None


def test_an_editor_that_fails_changes_nothing_and_keeps_the_text(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]
) -> None:
    dlread("note smac --replace old")
    editor.does('echo new >> "$2"; exit 1')
    screen = terminal("note smac", columns=600)
    (draft,) = editor.drafts.iterdir()
    assert screen == (
        [f"dlread: the editor ''my ed' --wait' failed; nothing was changed; your text is in {draft}"],
        screen.raw,
        1,
    )
    assert editor.left() == ["old\nnew\n"]
    assert note_on(dlread, "smac") == "old"


@pytest.mark.parametrize("name", ["not-there", "'broken", "/", "''", " "])
def test_an_editor_that_cannot_be_started(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen], name: str
) -> None:
    screen = terminal("note smac", columns=600, env={"EDITOR": name})
    assert screen.status == 1
    assert screen.lines[0].startswith(f"dlread: cannot start the editor '{name}': ")
    assert screen.lines[0].endswith("; set EDITOR, or write dlread note smac TEXT")
    assert editor.left() == []


def test_text_is_kept_when_the_journal_cannot_be_written(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]
) -> None:
    dlread.data.parent.mkdir(parents=True)
    dlread.data.write_text("in the way")
    editor.does('echo precious > "$2"')
    screen = terminal("note smac", columns=600)
    (draft,) = editor.drafts.iterdir()
    assert screen.status == 1
    assert screen.lines[0].startswith(f"dlread: cannot write to {dlread.data}/journal-")
    assert screen.lines[0].endswith(f"; nothing was changed; your text is in {draft}")
    assert editor.left() == ["precious\n"]


def test_text_is_kept_when_it_is_too_long(dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]) -> None:
    editor.does('printf "%065537d" 0 > "$2"')
    screen = terminal("note smac", columns=600)
    (draft,) = editor.drafts.iterdir()
    assert screen.lines == [
        f"dlread: a note of 65537 characters is too long; the limit is 65536; your text is in {draft}"
    ]
    assert len(editor.left()[0]) == 65_537


def test_a_draft_that_the_editor_removed_changes_nothing(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]
) -> None:
    dlread("note smac --replace old")
    editor.does('rm "$2"')
    screen = terminal("note smac", columns=600)
    assert screen.status == 1
    assert screen.lines[0].startswith("dlread: ")
    assert note_on(dlread, "smac") == "old"


def test_an_editor_may_replace_the_draft(dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]) -> None:
    editor.does('echo replaced > "$2.new"; mv "$2.new" "$2"')
    terminal("note smac")
    assert note_on(dlread, "smac") == "replaced"


def test_an_editor_is_not_started_for_a_pipe(dlread: Dlread, editor: Editor) -> None:
    editor.does('echo edited > "$2"')
    dlread("note smac")
    assert note_on(dlread, "smac") is None
    assert Path(dlread.data).exists() is False


def test_the_time_in_the_editor_is_no_time_of_waiting(
    dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]
) -> None:
    dlread("note smac once")
    editor.does('sleep 0.6; echo "Long thought about" >"$2"')  # a bar is for those who have waited half a second
    assert "%" not in terminal("note smac").raw
