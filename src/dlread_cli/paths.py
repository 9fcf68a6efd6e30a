"""Where things are on this machine. Knows no format; creates nothing."""

import os
import re
from pathlib import Path

from dlread_cli.errors import DlreadError

JOURNAL = re.compile(r"journal-([A-Za-z0-9]+)(?:\W.*)?\.jsonl")
"""The name of a journal, with its machine; a conflict copy has a remark of the sync tool's before the ending."""


def data_dir() -> Path:
    """The journals and the reader's own catalogs: what is worth a backup, and may be synchronized between machines."""
    return _directory("DLREAD_DATA_DIR", "user_data_path")


def cache_dir() -> Path:
    """The library: may be deleted at any time."""
    return _directory("DLREAD_CACHE_DIR", "user_cache_path")


def state_dir() -> Path:
    """This machine's name; never to be synchronized. Beside the cache where that has been moved."""
    return _directory("DLREAD_CACHE_DIR", "user_state_path")


def library_file() -> Path:
    return cache_dir() / "library.db"


def catalog_files() -> list[Path]:
    """The bundled catalogs, then the reader's own, each by name."""
    try:
        own = sorted((data_dir() / "catalogs").glob("*.yaml"))
    except (DlreadError, OSError):
        own = []
    return sorted(_bundled().glob("*.yaml")) + own


def journal_files() -> list[Path]:
    """All machines' journals, a sync tool's conflict copies among them, by name."""
    try:
        return sorted(path for path in data_dir().iterdir() if JOURNAL.fullmatch(path.name) and path.is_file())
    except (DlreadError, OSError):
        return []


def _bundled() -> Path:
    here = Path(__file__).parent
    installed = here / "catalog"
    return installed if installed.is_dir() else here.parents[1] / "catalog"


def _directory(variable: str, kind: str) -> Path:
    if chosen := os.environ.get(variable):
        return Path(chosen).absolute()
    import platformdirs

    try:
        path: Path = getattr(platformdirs.PlatformDirs("dlread", appauthor=False), kind)
    except RuntimeError:
        path = Path("~")
    if not path.is_absolute():
        raise DlreadError("no home directory is known here; set DLREAD_DATA_DIR and DLREAD_CACHE_DIR")
    return path
