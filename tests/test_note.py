"""dlread note, in the command, from stdin and in editors of our own."""

import json
import subprocess
from collections.abc import Callable
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


def test_words_are_the_note(dlread: Dlread) -> None:
    result = dlread.run("note smac run it first")
    assert result == (
        "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n",
        "noted · dlread undo takes it back\n",
        0,
    )
    assert note_on(dlread, "smac") == "run it first"


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
    dlread("note smac -", stdin=text)
    assert note_on(dlread, "smac") == kept


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
    assert note_on(dlread, "smac") in ("caf? au lait", "caf\ufffd au lait")


def test_no_stdin_at_all_is_said(dlread: Dlread) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" note smac - <&-', str(PROGRAM)], env=dlread.env, capture_output=True, check=False
    )
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(b"dlread: there is no standard input")


def test_a_pipe_without_text_prints_the_note(dlread: Dlread) -> None:
    assert dlread("note smac") == ""
    dlread("note smac -", stdin="one\n\ntwo")
    before = dlread.journals()
    assert dlread.run("note smac") == ("one\n\ntwo\n", "", 0)
    assert dlread.journals() == before


@pytest.mark.parametrize(("words", "stdin"), [("''", None), ("'  '", None), ("-", ""), ("-", "\n\n")])
def test_an_empty_text_removes_it(dlread: Dlread, words: str, stdin: str | None) -> None:
    dlread("note smac something")
    assert dlread.run(f"note smac {words}", stdin=stdin).err == "note removed · dlread undo takes it back\n"
    assert note_on(dlread, "smac") is None
    dlread("undo")
    assert note_on(dlread, "smac") == "something"


def test_the_same_text_again_writes_nothing(dlread: Dlread) -> None:
    assert dlread.run("note smac ''") == ("", "the note on smac is unchanged\n", 0)
    assert not dlread.data.exists()
    dlread("note smac same")
    before = dlread.journals()
    assert dlread.run("note smac ' same '").err == "the note on smac is unchanged\n"
    assert dlread.journals() == before


def test_too_long_is_refused_and_the_limit_said(dlread: Dlread) -> None:
    assert dlread.run("note smac -", stdin="语" * 65_537) == (
        "",
        "dlread: a note of 65537 characters is too long; the limit is 65536\n",
        1,
    )
    assert not dlread.data.exists()
    dlread("note smac -", stdin="语" * 65_536)
    assert note_on(dlread, "smac") == "语" * 65_536


def test_an_unknown_key_is_said_before_anything_is_read(dlread: Dlread) -> None:
    result = dlread.run("note nope -", stdin="text")
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith("dlread: no entry is called 'nope'")


def test_sections_have_notes_too(dlread: Dlread) -> None:
    dlread("note lee-intro skim it")
    assert note_on(dlread, "lee-intro") == "skim it"


def test_the_editor_starts_with_the_old_text(dlread: Dlread, editor: Editor, terminal: Callable[..., Screen]) -> None:
    dlread("note smac 'first line'")
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
    dlread("note smac old")
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
    assert screen.lines[0].endswith("; set EDITOR, or write dlread note KEY TEXT")
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
    dlread("note smac old")
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
