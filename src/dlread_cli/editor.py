"""The reader's own editor, and the draft that it works on, which stays where it is until it has been taken."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from dlread_cli import effects
from dlread_cli.errors import DlreadError


class StartError(DlreadError):
    """There is no such editor, so that nobody has changed the draft."""


def edited(name: str, ending: str, text: str, way_out: str) -> tuple[Path, str]:
    """The draft's file, and what stands in it when the editor ends.

    Raises DlreadError when the editor fails, saying where the draft is; `way_out` is another way to say it.
    """
    descriptor, path = tempfile.mkstemp(prefix=f"dlread-{name}-", suffix=ending, text=True)
    draft = Path(path)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    effects.begin()
    try:
        return draft, edited_again(draft)
    except StartError as error:
        draft.unlink()
        raise DlreadError(f"{error}; set EDITOR, or {way_out}") from error
    except DlreadError as error:
        raise DlreadError(f"{error}; your text is in {draft}") from error


def edited_again(draft: Path) -> str:
    """What stands in the draft when the editor ends. Raises DlreadError when it fails."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        status = subprocess.run([*shlex.split(editor), str(draft)], check=False).returncode
    except (OSError, ValueError) as error:
        raise StartError(f"cannot start the editor '{editor}': {getattr(error, 'strerror', None) or error}") from error
    if status:
        raise DlreadError(f"the editor '{editor}' failed; nothing was changed")
    return draft.read_text("utf-8", "replace")
