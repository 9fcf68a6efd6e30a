"""The reader's own editor, and the draft that it works on, which stays where it is until it has been taken."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from dlread_cli.errors import DlreadError


def edited(name: str, ending: str, text: str, way_out: str) -> tuple[Path, str]:
    """The draft's file, and what stands in it when the editor ends.

    Raises DlreadError, saying where the draft is, when the editor fails; `way_out` is another way to say it.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    descriptor, path = tempfile.mkstemp(prefix=f"dlread-{name}-", suffix=ending, text=True)
    draft = Path(path)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        status = subprocess.run([*shlex.split(editor), path], check=False).returncode
    except (OSError, ValueError) as error:
        draft.unlink()
        why = getattr(error, "strerror", None) or error
        raise DlreadError(f"cannot start the editor '{editor}': {why}; set EDITOR, or {way_out}") from error
    if status:
        raise DlreadError(f"the editor '{editor}' failed; nothing was changed; your text is in {draft}")
    return draft, draft.read_text("utf-8", "replace")
