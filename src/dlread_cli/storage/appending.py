"""Appends to this machine's journal: open, locked, and certainly the file that the path names.

What another program puts into the place of the journal meanwhile (mv, rm, git stash, a sync tool) is opened in its
turn, and written to again: a line in a file that nobody can see is no change.
"""

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from dlread_cli import effects
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr

_TRIES = 5


class Appender:
    """Holds the file and its lock until it is closed. Raises DlreadError where the journal cannot be written."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path = path
        self._say = say
        self._held = ExitStack()
        self._was_replaced = False
        """Then the file's name may not be on the disk yet."""
        try:
            self._open()
        except OSError as error:
            raise _failed(path, error) from error

    def close(self) -> None:
        self._held.close()

    def append(self, data: bytes) -> int:
        """Whole lines, in one write, on the disk afterwards; after any error the file is as it was, or that is said.

        Returns the byte at which they begin.
        """
        effects.begin()
        for number in range(_TRIES):
            try:
                if number:
                    self._open()
                start = self._write(data)
            except OSError as error:
                self.close()
                raise (_in_doubt if number else _failed)(self._path, error) from error
            if self._stands_at(start, data):
                return start
            self._was_replaced = True
        raise _in_doubt(self._path, OSError(tr("another program keeps replacing it")))

    def _open(self) -> None:
        """While one waits for the lock, another file may take the name: then that one is opened."""
        for _ in range(_TRIES):
            self._held.close()
            is_new = not os.path.lexists(self._path)
            self._descriptor = files.writable(self._path)
            self._held.callback(os.close, self._descriptor)
            self._held.enter_context(files.locked(self._descriptor, self._waiting))
            if is_new:
                self._held.callback(self._remove_if_empty)
            if files.is_named(self._descriptor, self._path):
                return
            self._was_replaced = True

    def _remove_if_empty(self) -> None:
        """Without a change there is no journal. Whoever waits for its lock then opens another."""
        with suppress(OSError):  # Windows keeps a file that is open
            if not os.fstat(self._descriptor).st_size and files.is_named(self._descriptor, self._path):
                self._path.unlink()

    def _waiting(self) -> None:
        self._say(tr("waiting for another dlread, which is writing"))

    def _write(self, data: bytes) -> int:
        """Returns where the data begin."""
        end = os.fstat(self._descriptor).st_size
        if not end or self._was_replaced:  # whoever made the file may have been stopped before its name was on the disk
            files.sync_directory(self._path.parent)
        is_torn = end and self._last_byte(end) != b"\n"
        written = b"\n" + data if is_torn else data
        try:
            if (length := os.write(self._descriptor, written)) < len(written):
                raise OSError(
                    tr("only {length} of {number} bytes could be written", length=length, number=len(written))
                )
            files.sync(self._descriptor)
        except BaseException as error:
            self._cut_back(end, error)
            raise
        return end + bool(is_torn)

    def _last_byte(self, end: int) -> bytes:
        os.lseek(self._descriptor, end - 1, os.SEEK_SET)
        return os.read(self._descriptor, 1)

    def _cut_back(self, end: int, why: BaseException) -> None:
        try:
            os.ftruncate(self._descriptor, end)
        except OSError:
            raise _in_doubt(self._path, why) from why

    def _stands_at(self, start: int, data: bytes) -> bool:
        """By the file's number, or, where a file system gives one file two of them, by what is read from the path."""
        if files.is_named(self._descriptor, self._path):
            return True
        try:
            with files.readable(self._path) as file:
                file.seek(start)
                return file.read(len(data)) == data
        except OSError:
            return False


def _failed(path: Path, error: OSError) -> DlreadError:
    return DlreadError(
        tr("cannot write to {path}: {error_text}; nothing was changed", path=path, error_text=_error_text(error))
    )


def _in_doubt(path: Path, error: BaseException) -> DlreadError:
    return DlreadError(
        tr(
            "cannot write to {path}: {error_text}; the change may have been recorded anyway; see dlread history",
            path=path,
            error_text=_error_text(error),
        )
    )


def _error_text(error: BaseException) -> str:
    return reason(error) or tr("interrupted")
