"""Where Zotero keeps its library on this machine: found, and only read."""

import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files
from dlread_cli.translation import tr

NAME = "zotero.sqlite"

_PREFS_BYTES = 1 << 20
_DATA_DIR = re.compile(r'^user_pref\("extensions\.zotero\.dataDir", ("(?:[^"\\\n]|\\.){1,4000}")\);', re.MULTILINE)


def is_one(path: Path) -> bool:
    """A database of Zotero's, by its name, or a directory with one."""
    return path.name == NAME or (path / NAME).is_file()


def database(path: Path | None = None) -> Path:
    """The file that is given, or in the directory that is given; else where Zotero keeps it.

    Raises DlreadError where there is none.
    """
    if path:
        return path / NAME if path.is_dir() else path
    for directory in _data_directories():
        if (found := directory / NAME).is_file():
            return found
    raise DlreadError(
        tr("no Zotero library found in {home}; give the path of {name}", home=paths.home() / "Zotero", name=NAME)
    )


def _data_directories() -> list[Path]:
    """Those that the user chose in Zotero, of the profile that was used last, then the usual one."""
    prefs = [file for profiles in _profiles() for file in profiles.glob("*/prefs.js")]
    newest_first = sorted(prefs, key=_changed, reverse=True)
    return [*filter(None, map(_chosen, newest_first)), paths.home() / "Zotero"]


def _profiles() -> list[Path]:
    if sys.platform == "darwin":
        return [paths.home() / "Library/Application Support/Zotero/Profiles"]
    if sys.platform == "win32":
        return [Path(os.environ["APPDATA"]) / "Zotero/Zotero/Profiles"] if os.environ.get("APPDATA") else []
    return [paths.home() / ".zotero/zotero"]


def _changed(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_mtime_ns
    return 0


def _chosen(prefs: Path) -> Path | None:
    with suppress(OSError, ValueError), files.readable(prefs) as file:
        text = file.read(_PREFS_BYTES).decode("utf-8", "replace")
        is_used = 'user_pref("extensions.zotero.useDataDir", true);' in text
        if is_used and (found := _DATA_DIR.search(text)) and (path := Path(json.loads(found[1]))).is_absolute():
            return path
    return None
