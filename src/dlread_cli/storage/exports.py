"""Files that the reader asked for, written in one step: never half of one, and never in place of what was there."""

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr


def save(path: Path, pieces: Iterable[str]) -> None:
    """As UTF-8, with the permissions of the file that it replaces. A pipe or device is written to as it goes.

    Raises DlreadError.
    """
    try:
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        else:
            files.let_the_owner_in()
            _replace(target, pieces, _permissions() if mode is None else stat.S_IMODE(mode))
    except OSError as error:
        raise DlreadError(
            tr(
                "cannot write '{path}': {problem}",
                path=short(str(path)),
                problem=reason(error),
            )
        ) from error


def _replace(target: Path, pieces: Iterable[str], permissions: int) -> None:
    number, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(number)
        draft.chmod(permissions)
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _permissions() -> int:
    """Of a new file, as the umask wants them."""
    os.umask(umask := os.umask(0o077))
    return 0o666 & ~umask
