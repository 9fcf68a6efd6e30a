"""dlread note: a remark of the reader's on an entry; written in the command, from stdin, or in the editor."""

from dlread_cli import editor, opening, recording, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.errors import DlreadError
from dlread_cli.translation import tr

LONGEST = 65_536
"""Characters; a note is a remark, and a journal line must stay under a megabyte."""


def run(key: str, text: list[str] | None, lang: str | None) -> None:
    words, language = text or [], terminal.language(lang)
    with opening.open_library() as library:
        entry = library.find(key)
        old = library.details(entry.key).note
        draft = None
        if words == ["-"]:
            new = terminal.read()
        elif words:
            new = " ".join(words)
        elif terminal.is_interactive() and terminal.has_keyboard():
            before = old + "\n" if old else ""
            draft, new = editor.edited(f"note-{entry.key}", ".md", before, tr("write dlread note KEY TEXT"))
        else:
            terminal.write(old.splitlines())
            return
        try:
            recording.apply(library, decide(entry.key, old, new), language)
        except DlreadError as error:
            if draft:
                raise DlreadError(tr("{error}; your text is in {draft}", error=error, draft=draft)) from error
            raise
        if draft:
            draft.unlink(missing_ok=True)


def decide(key: str, old: str, new: str) -> Change:
    """Raises DlreadError."""
    new = _checked(new)
    changes = {} if new == old else {key: {"note": new or None}}
    done = tr("note removed") if not new else tr("note replaced") if old else tr("noted")
    return Change(changes, done, tr("the note on {key} is unchanged", key=key))


def _checked(text: str) -> str:
    """Without invalid bytes of the terminal's, and of a bearable length."""
    text = text.encode("utf-8", "replace").decode().strip()
    if len(text) > LONGEST:
        raise DlreadError(
            tr("a note of {number} characters is too long; the limit is {longest}", number=len(text), longest=LONGEST)
        )
    return text
