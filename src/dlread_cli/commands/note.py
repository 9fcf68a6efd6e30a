"""dlread note: a remark of the reader's on an entry; written in the command, from stdin, or in the editor."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.errors import DlreadError

LONGEST = 65_536
"""Characters; a note is a remark, and a journal line must stay under a megabyte."""


def run(name: str, words: list[str], language: str) -> None:
    with common.opened() as library:
        entry = library.find(name)
        old = library.details(entry.key).note
        draft = None
        if words == ["-"]:
            new = terminal.read()
        elif words:
            new = " ".join(words)
        elif terminal.is_interactive() and terminal.has_keyboard():
            draft, new = _edited(entry.key, old)
        else:
            terminal.write(old.splitlines())
            return
        try:
            new = _checked(new)
            changes = {} if new == old else {entry.key: {"note": new or None}}
            already = f"the note on {entry.key} is as it was"
            done = "note removed" if not new else "note replaced" if old else "noted"
            common.change(library, changes, done, already, language)
        except DlreadError as error:
            if draft:
                raise DlreadError(f"{error}; your text is in {draft}") from error
            raise
        if draft:
            draft.unlink(missing_ok=True)


def _checked(text: str) -> str:
    """Without invalid bytes of the terminal's, and of a bearable length."""
    text = text.encode("utf-8", "replace").decode().strip()
    if len(text) > LONGEST:
        raise DlreadError(f"a note of {len(text)} characters is too long; the limit is {LONGEST}")
    return text


def _edited(key: str, old: str) -> tuple[Path, str]:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    descriptor, name = tempfile.mkstemp(prefix=f"dlread-note-{key}-", suffix=".md", text=True)
    draft = Path(name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(old + "\n" if old else "")
    try:
        status = subprocess.run([*shlex.split(editor), name], check=False).returncode
    except (OSError, ValueError) as error:
        draft.unlink()
        why = getattr(error, "strerror", None) or error
        way_out = "set EDITOR, or write dlread note KEY TEXT"
        raise DlreadError(f"cannot start the editor '{editor}': {why}; {way_out}") from error
    if status:
        raise DlreadError(f"the editor '{editor}' failed; nothing was changed; your text is in {draft}")
    return draft, draft.read_text("utf-8", "replace")
