"""The library's file: opened, made, sealed, thrown away. Who it belongs to, and whether it is as we left it.

Commands read it through connections that cannot write, not even on closing. Whoever writes holds `library.lock`, and
leaves a *seal* beside it: the fingerprints of the file as it was then. A file that does not fit its seal is made anew:
another program changed it, another machine, or a writer that was killed. SQLite would not notice a changed value.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files, machine, schema
from dlread_cli.translation import tr

BUSY_SECONDS = 60
"""How long to wait for another process; a cold build of 100,000 entries takes a third of it."""

_is_bypassed = False


def reader(waiting: files.Waiting = files.no_word) -> sqlite3.Connection:
    """Of the file, or of a library in memory where there is none that can be used."""
    try:
        if _is_bypassed or distrust():
            return in_memory()
        path = paths.library_file()
        files.make_directory(path.parent)
        try:
            return _to_read(path)
        except sqlite3.DatabaseError as error:
            if is_passing(error) and is_sealed():
                raise
        with locked(waiting):
            return _to_read_anew(path)
    except (sqlite3.DatabaseError, OSError, DlreadError):
        return in_memory()


def in_memory() -> sqlite3.Connection:
    db = _connected(":memory:")
    _fill(db)
    return db


def is_in_memory(db: sqlite3.Connection) -> bool:
    return not db.execute("PRAGMA database_list").fetchone()[2]


@contextmanager
def writer(waiting: files.Waiting = files.no_word) -> Iterator[sqlite3.Connection]:
    """The only one, of a file that is as it was left, or new. Raises sqlite3.DatabaseError, OSError."""
    path = paths.library_file()
    with locked(waiting):
        if not is_sealed():
            _make(path)
        try:
            with closing(_connected(f"{path.as_uri()}?mode=rw")) as db:
                yield db
        finally:  # closing may have moved pages from the WAL into the file
            _seal(path)


def discard(unless_sealed: bool = False, waiting: files.Waiting = files.no_word) -> bool:
    """Away with a damaged file; the next opening makes a new one. False where another process keeps the lock."""
    try:
        with locked(waiting):
            if not (unless_sealed and is_sealed()):
                _remove(paths.library_file())
    except TimeoutError:
        return False
    except (OSError, DlreadError):
        pass
    return True


@contextmanager
def bypassed() -> Iterator[None]:
    """Libraries that are opened in this block are in memory."""
    global _is_bypassed
    _is_bypassed = True
    try:
        yield
    finally:
        _is_bypassed = False


def is_passing(error: Exception) -> bool:
    """Busy, full, not writable: the file is not to blame, this process does without it."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, (OSError, MemoryError)) or (code is not None and code & 0xFF in _PASSING)


def is_taken(error: Exception) -> bool:
    return isinstance(error, TimeoutError) or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}


# --- whose it is ---------------------------------------------------------------------------------------------------


def distrust() -> str:
    """Why the file is not used, if somebody else could have put it there, or will be able to; else ''.

    The directory may be a link to one of ours, but nothing in it may be a link. Raises OSError, DlreadError.
    """
    path = paths.library_file()
    with suppress(FileNotFoundError):
        if problem := paths.distrusted(path.parent.stat(), is_directory=True):
            return tr(
                "{problem}; set DLREAD_CACHE_DIR to a directory that only you can write",
                problem=tr(problem, path=path.parent),
            )
    for file in (path.with_name(path.name + end) for end in _ENDS):
        with suppress(FileNotFoundError):
            if problem := paths.distrusted(file.lstat()):
                return tr("{problem}; delete it", problem=tr(problem, path=file))
    return ""


_ENDS = ("", "-wal", "-shm", "-journal")


# --- whether it is as we left it -----------------------------------------------------------------------------------


def is_sealed() -> bool:
    """Was this machine's dlread the last to write? A file that is touched in the same tick of the clock is not seen."""
    path = paths.library_file()
    try:
        with files.readable(_seal_of(path), links=False) as file:
            return file.read(_SEAL_BYTES) == _marks(path)
    except OSError:
        return False


_SEAL_BYTES = 1000


def _seal(path: Path) -> None:
    with suppress(OSError):
        files.put(_seal_of(path), [_marks(path)])


def _seal_of(path: Path) -> Path:
    return path.with_name("library.seal")


def _marks(path: Path) -> bytes:
    """An empty WAL is as good as none: each reader makes one."""
    wal = path.with_name(path.name + "-wal")
    marks = [machine.system_id().hex(), _mark(path)]
    with suppress(FileNotFoundError):
        marks += [mark] if files.size(mark := _mark(wal)) else []
    return "\n".join(marks).encode()


def _mark(path: Path) -> str:
    """With its ctime: an mtime can be put back, as `touch -r` and some tools that copy do."""
    return f"{files.fingerprint(path)} {path.stat().st_ctime_ns}"


# --- opened and made -----------------------------------------------------------------------------------------------


def _to_read(path: Path) -> sqlite3.Connection:
    """Raises sqlite3.DatabaseError for what is no library of this version."""
    is_writable = os.access(path.parent, os.W_OK)
    db = _connected(f"{path.as_uri()}?mode=ro{'' if is_writable else '&immutable=1'}")
    try:
        if not schema.is_right(db):
            raise sqlite3.DatabaseError("another version")
    except BaseException:
        db.close()
        raise
    return db


def _to_read_anew(path: Path) -> sqlite3.Connection:
    with suppress(sqlite3.DatabaseError):
        return _to_read(path)  # somebody else was faster
    _make(path)
    return _to_read(path)


def _make(path: Path) -> None:
    _remove(path)
    os.close(files.writable(path))
    with closing(_connected(f"{path.as_uri()}?mode=rw")) as db:
        if not files.is_on_a_network(path.parent):  # where WAL's shared memory is none
            db.execute("PRAGMA journal_mode = WAL")
        _fill(db)
    _seal(path)


def _remove(path: Path) -> None:
    for file in (_seal_of(path), *(path.with_name(path.name + end) for end in _ENDS)):
        file.unlink(missing_ok=True)


def _fill(db: sqlite3.Connection) -> None:
    db.executescript(f"BEGIN; {schema.SQL}; PRAGMA user_version = {schema.VERSION}; COMMIT")


def _connected(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, timeout=BUSY_SECONDS, isolation_level=None, uri=True)
    db.execute("PRAGMA trusted_schema = OFF")
    return db


@contextmanager
def locked(waiting: files.Waiting = files.no_word) -> Iterator[None]:
    """One process at a time writes; where a lock cannot be had, SQLite's own keep the file whole.

    Raises TimeoutError where another process keeps it, as one does that was stopped.
    """
    with ExitStack() as held:
        try:
            descriptor = files.writable(paths.cache_dir() / "library.lock")
            held.callback(os.close, descriptor)
            held.enter_context(files.locked(descriptor, waiting))
        except TimeoutError:
            raise
        except (OSError, DlreadError):
            pass
        yield
