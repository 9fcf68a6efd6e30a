"""The reader's own editor, and the draft that it works on, which stays where it is until it has been taken."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from dlread_cli import effects
from dlread_cli.domain.text import clean
from dlread_cli.errors import DlreadError
from dlread_cli.translation import reason, tr

Read = TypeVar("Read")


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
        raise DlreadError(tr("{error}; set EDITOR, or {way_out}", error=error, way_out=way_out)) from error
    except DlreadError as error:
        raise DlreadError(tr("{error}; your text is in {draft}", error=error, draft=draft)) from error


_MISTAKE = "# dlread: "
_TRIES = 20
"""An editor that is a script could make mistakes for ever."""


def agreed(draft: Path, text: str, read: Callable[[str], Read]) -> Read:
    """What `read` makes of a draft. Where that raises DlreadError, the editor opens again, with the reason on top.

    Raises it too when the text comes back as it was.
    """
    tries = 1
    while True:
        try:
            return read(text)
        except DlreadError as error:
            again = _again(draft, text, error)
            if again == text or tries == _TRIES:
                raise
        text = again
        tries += 1


def _again(draft: Path, text: str, error: DlreadError) -> str:
    draft.write_text(f"{_MISTAKE}{clean(str(error))}\n{text}", "utf-8")
    lines = edited_again(draft).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_MISTAKE))


def edited_again(draft: Path) -> str:
    """What stands in the draft when the editor ends. Raises DlreadError when it fails."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        status = subprocess.run([*shlex.split(editor), str(draft)], check=False).returncode
    except (OSError, ValueError) as error:
        raise StartError(
            tr(
                "cannot start the editor '{editor}': {problem}",
                editor=editor,
                problem=reason(error),
            )
        ) from error
    if status:
        raise DlreadError(tr("the editor '{editor}' failed; nothing was changed", editor=editor))
    return draft.read_text("utf-8", "replace")
