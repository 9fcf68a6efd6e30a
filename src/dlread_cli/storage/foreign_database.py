"""Another program's SQLite file, opened without a trace: nothing is written beside it, nothing in it is executed.

A file that is locked, or has its newest changes in a `-wal`, is copied together with that; SQLite puts the copy in
order. A `-journal` is never copied: it can name any file, which SQLite would then delete.
"""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr

_MAGIC = b"SQLite format 3\0"
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_TRIES = 5
_STEPS, _TURNS = 100_000, 20_000
"""How much SQLite may do for all of it: so many steps, so many times."""

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64 << 20,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """To be read only. Raises DlreadError for what is no database, or cannot be opened."""
    with _guarded(path):
        db = None if _has_wal(path) else _in_place(path)
    if db:
        with closing(db):
            yield db
        return
    with tempfile.TemporaryDirectory(prefix="dlread-") as directory:
        copy = Path(directory).resolve() / "copy.sqlite"
        with _guarded(path):
            _copy(path, copy)
            db = _connected(copy, "rw")
        with closing(db):
            yield db


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DlreadError(tr("cannot read '{path}': {problem}", path=path, problem=reason(error))) from error
    except sqlite3.Error as error:
        raise DlreadError(
            tr("cannot read '{path}' as a database: {error}", path=path, error=short(str(error)))
        ) from error


def _has_wal(path: Path) -> bool:
    with files.readable(path) as file:
        head = file.read(100)
    if not head.startswith(_MAGIC):
        raise DlreadError(tr("'{path}' is not an SQLite database", path=path))
    return head[18:20] != b"\1\1"


def _in_place(path: Path) -> sqlite3.Connection | None:
    """One moment of it; None where another program has it locked, or left something undone."""
    if _is_hot(path):
        return None
    try:
        return _connected(path, "ro")
    except sqlite3.OperationalError:
        return None


def _is_hot(path: Path) -> bool:
    """Is there a change that was begun, and not ended?"""
    with suppress(FileNotFoundError), files.readable(path.with_name(path.name + "-journal")) as journal:
        return journal.read(len(_JOURNAL_MAGIC)) == _JOURNAL_MAGIC
    return False


def _copy(path: Path, copy: Path) -> None:
    """All files as of one moment; raises DlreadError if there is none for a second."""
    for _ in range(_TRIES):
        before = _marks(path)
        if not _is_hot(path):
            for end in ("", "-wal"):
                _copied(path.with_name(path.name + end), copy.with_name(copy.name + end))
            if _marks(path) == before and not _is_hot(path):
                return
        time.sleep(0.2)
    raise DlreadError(
        tr("'{path}' is in the middle of a change; close the program that writes it, or start it once", path=path)
    )


def _copied(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with suppress(FileNotFoundError), files.readable(source) as file, target.open("xb") as made:
        shutil.copyfileobj(file, made, 1 << 20)


def _marks(path: Path) -> list[str]:
    marks = [files.fingerprint(path)]
    with suppress(FileNotFoundError):
        marks.append(files.fingerprint(path.with_name(path.name + "-wal")))
    return marks


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    """All that is read is as of this moment. Raises sqlite3.OperationalError for a file that is locked."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", timeout=0.2, isolation_level=None, uri=True)
    turns = iter(range(_TURNS))
    try:
        for limit, most in _LIMITS.items():
            db.setlimit(limit, most)
        db.text_factory = _text
        db.set_progress_handler(lambda: next(turns, None) is None, _STEPS)
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM sqlite_master")
    except BaseException:
        db.close()
        raise
    return db


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
