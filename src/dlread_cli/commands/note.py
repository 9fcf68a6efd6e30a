"""dlread note: the reader's own words on an entry; a dated line in the command or from stdin, or all in the editor."""

from collections.abc import Sequence
from datetime import datetime

from dlread_cli import clock, opening, recording, stdin, terminal
from dlread_cli.domain import diary, notes
from dlread_cli.domain.changes import Change
from dlread_cli.domain.fields import Fields, is_of_note, overlay
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr

LONGEST = 65_536
"""Characters; a note is a remark, and a journal line must stay under a megabyte."""


def run(key: str, text: list[str] | None, edit: bool, replace: bool, clear: bool, lang: str | None) -> None:
    words, language = text or [], terminal.language(lang)
    _check(words, edit, replace, clear)
    can_edit = terminal.is_interactive() and stdin.has_keyboard()
    if edit and not can_edit:
        raise DlreadError(tr("--edit needs a terminal; write dlread note {key} --replace TEXT", key=key))
    with opening.open_library() as library:
        key = library.find(key).key
        own = _own(library, key)
        if clear:
            recording.apply(library, decide_whole(key, own, "", clock.now()), language)
        elif words:
            new = stdin.read() if words == ["-"] else " ".join(words)
            decide_ = decide_whole if replace else decide
            recording.apply(library, decide_(key, own, new, clock.now()), language)
        elif can_edit:
            _edit(library, key, own, language)
        else:
            terminal.write(_text(own).splitlines())


def _check(words: Sequence[str], edit: bool, replace: bool, clear: bool) -> None:
    """Raises UsageError where options and text do not go together."""
    if edit + replace + clear > 1:
        raise UsageError(tr("choose one of --edit, --replace and --clear"))
    if words and (edit or clear):
        raise UsageError(tr("{option} takes no text", option="--edit" if edit else "--clear"))
    if replace and not words:
        raise UsageError(tr("--replace needs a text, or - to read stdin"))


def _edit(library: Library, key: str, own: Fields, language: str) -> None:
    """The draft stays until what it says has been recorded."""
    from dlread_cli import editor  # with subprocess and tempfile, 5 ms

    old = _text(own)
    draft, new = editor.edited(
        f"note-{key}", ".md", old + "\n" if old else "", tr("write dlread note {key} TEXT", key=key)
    )
    try:
        recording.apply(library, decide_whole(key, own, new, clock.now()), language)
    except DlreadError as error:
        raise DlreadError(tr("{error}; your text is in {draft}", error=error, draft=draft)) from error
    draft.unlink(missing_ok=True)


def _own(library: Library, key: str) -> Fields:
    """The fields that the note consists of."""
    _, own = library.base_and_overrides([key])[key]
    return {name: value for name, (value, _) in own.items() if is_of_note(name) and value is not None}


def _text(own: Fields) -> str:
    text: str = overlay({}, {name: (value, "") for name, value in own.items()}).get("note", "")
    return text


def decide(key: str, own: Fields, text: str, now: datetime) -> Change:
    """Adds a line with the date. `own` are the fields of the note so far; `now` is in UTC. Raises DlreadError."""
    text = _checked(text)
    if not text:
        raise DlreadError(tr("the text is empty; dlread note {key} --clear removes the note", key=key))
    text = f"{diary.local_day(now.isoformat())} {text}"
    _checked(f"{_text(own)}\n{text}")
    return Change({key: notes.appended(own, text, now)}, tr("noted"))


def decide_whole(key: str, own: Fields, text: str, now: datetime) -> Change:
    """Makes it the whole note. Raises DlreadError."""
    old, text = _text(own), _checked(text)
    changes = {} if text == old else {key: notes.changed(own, text, now)}
    done = tr("note removed") if not text else tr("note replaced") if old else tr("noted")
    return Change(changes, done, tr("the note on {key} is unchanged", key=key))


def _checked(text: str) -> str:
    """Without invalid bytes of the terminal's, and of a bearable length."""
    text = text.encode("utf-8", "replace").decode().strip()
    if len(text) > LONGEST:
        raise DlreadError(
            tr("a note of {number} characters is too long; the limit is {longest}", number=len(text), longest=LONGEST)
        )
    return text
