"""A copy of what this machine wrote, in the state directory, because a sync tool may put an old journal over a new one.

Nothing waits for it, fails by it or reads it but `dlread doctor`. It only grows.
"""

import os
from contextlib import suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files


def file(own: Path) -> Path:
    """Of this machine's journal. Not called like one: on macOS the state directory is the data directory."""
    return paths.state_dir() / own.name.replace("journal-", "written-", 1)


def keep(own: Path, start: int, data: bytes) -> None:
    """What was appended to the journal at that byte, and what was there before if the copy is shorter."""
    with suppress(OSError, DlreadError):
        descriptor = files.writable(file(own))
        try:
            if (size := os.fstat(descriptor).st_size) < start:
                with files.readable(own) as whole:
                    whole.seek(size)
                    os.write(descriptor, whole.read(start - size))
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
