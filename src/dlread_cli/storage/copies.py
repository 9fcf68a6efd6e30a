"""Copies of the lists that the reader added, in the cache: `NAME@CHECKSUM.yaml`, or `.md` of an awesome list."""

from pathlib import Path

from dlread_cli import paths
from dlread_cli.storage import files

COPIES = 2
"""Of a list: the one that counts, and the one before, for `dlread undo`."""


def keep_copy(name: str, content: bytes, sha256: str, ending: str) -> None:
    """Raises OSError."""
    directory = paths.copies_dir()
    files.make_directory(directory)
    path = directory / f"{name}@{sha256[:CHECKSUM]}{ending}"
    files.put(path, [content])
    others = [one for one in paths.catalog_copies() if list_of(one) == name and one != path]
    for old in sorted(others, key=lambda one: one.stat().st_mtime_ns, reverse=True)[COPIES - 1 :]:
        old.unlink(missing_ok=True)


CHECKSUM = 16
"""Letters of it in the name of a copy."""


def list_of(copy: Path) -> str:
    """The name of the list."""
    return copy.name.rpartition("@")[0]


def is_version(copy: Path, sha256: str) -> bool:
    return bool(sha256) and copy.stem.endswith(f"@{sha256[:CHECKSUM]}")
