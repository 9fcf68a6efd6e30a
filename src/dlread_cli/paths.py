"""Where things are on this machine, and whose. Knows no format; creates nothing."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from dlread_cli.errors import DlreadError
from dlread_cli.translation import marked, tr


def data_dir() -> Path:
    """The journals and the reader's own catalogs: what is worth a backup, and may be synchronized between machines."""
    return _directory("DLREAD_DATA_DIR", "user_data_path")


def cache_dir() -> Path:
    """The library: may be deleted at any time."""
    return _directory("DLREAD_CACHE_DIR", "user_cache_path")


def cache_dir_of_ours() -> Path:
    """There, or yet to be made. Raises OSError where somebody else could have put something into it."""
    directory = cache_dir()
    with suppress(FileNotFoundError):
        if problem := distrusted(directory.stat(), is_directory=True):
            raise OSError(tr(problem, path=directory))
    return directory


def state_dir() -> Path:
    """This machine's name; never to be synchronized, nor deleted with the cache. In the cache only without a home."""
    try:
        return _directory("DLREAD_STATE_DIR", "user_state_path")
    except DlreadError:
        if os.environ.get("DLREAD_STATE_DIR") or not os.environ.get("DLREAD_CACHE_DIR"):
            raise
        return cache_dir()


def config_file() -> Path:
    """The reader's settings, which they write themselves."""
    return _directory("DLREAD_CONFIG_DIR", "user_config_path") / "config.toml"


def library_file() -> Path:
    return cache_dir() / "library.db"


def catalog_files() -> list[Path]:
    """The bundled catalogs, then the reader's own, each by name."""
    try:
        directory = data_dir()
    except DlreadError:
        return _named(_shipped("catalog"), "", ".yaml")
    return _named(_shipped("catalog"), "", ".yaml") + _named(directory / "catalogs", "", ".yaml", ".yml")


def journal_files() -> list[Path]:
    """All machines' journals, a sync tool's conflict copies among them, by name."""
    try:
        directory = data_dir()
    except DlreadError:
        return []
    return _named(directory, "journal-", ".jsonl")


def distrusted(status: os.stat_result, is_directory: bool = False) -> str:
    """A message that speaks against a file or directory that is to be ours alone, or ''. Windows has no such bits."""
    if stat.S_ISLNK(status.st_mode):
        return marked("{path} is a link")
    if not (stat.S_ISDIR if is_directory else stat.S_ISREG)(status.st_mode):
        return marked("{path} is not a directory") if is_directory else marked("{path} is not a file")
    if sys.platform == "win32":
        return ""
    if status.st_uid != os.geteuid():
        return marked("{path} belongs to another user")
    return marked("{path} can be written by others") if status.st_mode & 0o022 else ""


def completion_script(name: str) -> Path:
    """Of a shell, as it ships."""
    return _shipped("completions") / name


def man_page(language: str = "en") -> Path:
    """In `zh` and `zh_Hant`, too."""
    return _shipped("man") / {"zh": "zh_CN", "zh_Hant": "zh_TW"}.get(language, "") / "dlread.1"


def home_dir(variable: str, usual: str) -> Path:
    """Where shells look, by the XDG variable or below the home; on macOS and Windows, too."""
    chosen = Path(os.environ.get(variable, ""))
    return chosen if chosen.is_absolute() else home() / usual


def home() -> Path:
    with suppress(RuntimeError):  # without HOME, and without a user of that number
        if (path := Path("~").expanduser()).is_absolute():
            return path
    raise DlreadError(tr("no home directory found; set HOME"))


def _named(directory: Path, beginning: str, *endings: str) -> list[Path]:
    try:
        found = (path for path in directory.iterdir() if not path.name.startswith("."))
        return sorted(path for path in found if path.name.startswith(beginning) and path.name.endswith(endings))
    except PermissionError:  # to go on would show everything as unread
        raise DlreadError(tr("cannot read {directory}: permission denied", directory=directory)) from None
    except OSError:
        return []


def _shipped(directory: str) -> Path:
    here = Path(__file__).parent
    installed = here / directory
    for path in (installed, here.parents[1] / directory):
        if path.is_dir():
            return path
    raise DlreadError(
        tr("there is no {installed}; dlread does not run from a zip file; install it with pip", installed=installed)
    )


def _directory(variable: str, kind: str) -> Path:
    if chosen := os.environ.get(variable):
        try:
            return Path(chosen).absolute()
        except FileNotFoundError:
            raise DlreadError(
                tr(
                    "{variable} is '{chosen}', but the current directory no longer exists; give an absolute path",
                    variable=variable,
                    chosen=chosen,
                )
            ) from None
    try:
        path = _xdg(kind) if _is_plain_linux() else _platforms(kind)
    except (RuntimeError, DlreadError):
        path = Path("~")
    if not path.is_absolute():
        raise DlreadError(tr("no home directory found; set DLREAD_DATA_DIR and DLREAD_CACHE_DIR"))
    return path


def _is_plain_linux() -> bool:
    env = os.environ
    return sys.platform == "linux" and "ANDROID_ROOT" not in env and env.get("HOME", "").startswith("/")


def _xdg(kind: str) -> Path:
    """What platformdirs says there, without its import, which would be an eighth of a plain call."""
    return home_dir(*_XDG[kind]) / "dlread"


_XDG = {
    "user_data_path": ("XDG_DATA_HOME", ".local/share"),
    "user_cache_path": ("XDG_CACHE_HOME", ".cache"),
    "user_state_path": ("XDG_STATE_HOME", ".local/state"),
    "user_config_path": ("XDG_CONFIG_HOME", ".config"),
}


def _platforms(kind: str) -> Path:
    import platformdirs

    path: Path = getattr(platformdirs.PlatformDirs("dlread", appauthor=False), kind)
    return path
