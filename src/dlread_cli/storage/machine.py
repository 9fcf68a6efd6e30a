"""This machine's name in the names of its journals: random, and never the same on two machines.

It is kept in the state directory, outside the data directory, which may be synchronized, and the cache, which may be
deleted; under a hash of the system's own id and of the data directory: a home that is copied to another machine, or a
second data directory, gets a name of its own.
"""

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NAME_BYTES = 100


def name() -> str:
    file = _file()
    try:
        return _known(file) or _made(file, _earlier())
    except OSError as error:
        raise DlreadError(
            tr(
                "cannot keep this machine's name in {file}: {problem}; set DLREAD_STATE_DIR; nothing was changed",
                file=file,
                problem=reason(error),
            )
        ) from error


def known() -> str:
    """The name, or '' where none has been needed so far. Raises DlreadError where it cannot be read."""
    file = _file()
    try:
        return _known(file) or _earlier()
    except OSError as error:
        raise DlreadError(
            tr("cannot read this machine's name in {file}: {problem}", file=file, problem=reason(error))
        ) from error


def _file() -> Path:
    return paths.state_dir() / f"machine-{_place(system_id())}"


def _earlier() -> str:
    """The name that an older version kept elsewhere: in a cache that was moved, or under a name of the host; or ''."""
    ids = dict.fromkeys((system_id(), _host()))
    directories = [paths.state_dir()]
    with suppress(DlreadError):
        directories.append(paths.cache_dir())
    files = (directory / f"machine-{_place(id_)}" for directory in directories for id_ in ids)
    return next((name for file in files if (name := _known(file))), "")


def _known(file: Path) -> str:
    """What is no file, or a link to one, has no name in it. A directory is an OSError: no name can take its place."""
    with suppress(FileNotFoundError, NotADirectoryError):
        mode = file.lstat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if stat.S_ISREG(mode):
            with files.readable(file, links=False) as name:
                text = name.read(_NAME_BYTES).decode("ascii", "replace").strip()
            if text and set(text) <= set(_LETTERS):
                return text
    return ""


def _made(file: Path, earlier: str) -> str:
    """Of two processes that make a name at once, both take the name of the one that came first."""
    chosen = earlier or "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(12))
    files.make_directory(file.parent)
    draft = file.with_name(f"{file.name}.{chosen}")
    try:
        with draft.open("x", encoding="ascii") as text:
            text.write(chosen + "\n")
            text.flush()
            os.fsync(text.fileno())
            files.keep_private(text.fileno())
        _put(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return _known(file) or chosen


def _put(draft: Path, file: Path) -> None:
    try:
        if os.path.lexists(file) and not _known(file):
            draft.replace(file)
        else:
            with suppress(FileExistsError):
                os.link(draft, file)
    except OSError:
        draft.replace(file)  # a file system without links: the last one wins, and each keeps a journal of its own


def _place(system_id: bytes) -> str:
    """A checksum does: it tells apart the few systems and directories that one home meets."""
    return _checksum(system_id) + _checksum(os.fsencode(os.path.realpath(paths.data_dir())))


def _checksum(data: bytes) -> str:
    import zlib  # half a millisecond that a plain call does without

    return f"{zlib.crc32(data):08x}"


def system_id() -> bytes:
    """Of the installation, not of its network. On Linux none means a container, whose host name is new each time."""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid"):
        with suppress(OSError):
            if text := Path(path).read_bytes().strip():
                return text
    return b"" if sys.platform == "linux" else _host()


def _host() -> bytes:
    import platform

    return platform.node().encode()
