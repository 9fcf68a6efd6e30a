"""What a zip file holds, read as data: nothing is extracted, names are only names, and a bomb is an OSError."""

import io
import struct
import zipfile
import zlib
from typing import Any, BinaryIO, cast

from dlread_cli.translation import tr

TOTAL_BYTES = 1 << 30
BOMB_BYTES = 50 << 20
"""So much may come of the smallest file."""
RATIO = 200
"""Text packs ten to twenty times; a bomb a thousand times, or without end."""
MEMBERS = 100_000
_DIRECTORY_BYTES = 8 << 20
"""Of the list of the members, which zipfile reads at once."""
_PIECE = 1 << 16

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError)


class Archive:
    """An open zip file, and how much was unpacked of it. All that is wrong with it is an OSError that says what."""

    def __init__(self, file: BinaryIO, allowed_bytes: int) -> None:
        """`allowed_bytes` of all members together may be read."""
        self.left_bytes = allowed_bytes
        try:
            self._zip = zipfile.ZipFile(cast(BinaryIO, _Bounded(file)))
        except _BROKEN as error:
            raise OSError(tr("not a readable zip file")) from error
        if len(self._zip.infolist()) > MEMBERS:
            raise OSError(tr("more than {members:,} files in a zip file", members=MEMBERS))

    def members(self) -> list[zipfile.ZipInfo]:
        """By name; without directories, and without what systems hide."""
        named = (member for member in self._zip.infolist() if member.filename and not member.is_dir())
        return sorted((one for one in named if not _is_hidden(one.filename)), key=lambda member: member.filename)

    def open(self, member: zipfile.ZipInfo) -> BinaryIO:
        """Can be rewound, which gives back what was counted."""
        if member.flag_bits & 1:
            raise OSError(tr("encrypted; unpack it first"))
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise OSError(tr("compressed in an unusual way; unpack it first"))
        try:
            return io.BufferedReader(_Member(self, self._zip.open(member)), _PIECE)
        except _BROKEN as error:
            raise OSError(tr("damaged in the zip file")) from error


def allowed_bytes(size: int) -> int:
    """What a zip file of this size may hold."""
    return min(TOTAL_BYTES, max(BOMB_BYTES, RATIO * size))


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[-1].startswith(".") or "__MACOSX" in parts


class _Member(io.RawIOBase):
    def __init__(self, archive: Archive, file: Any) -> None:
        self._archive = archive
        self._file = file
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) != (0, 0):
            raise OSError("can only be rewound")
        self._file.seek(0)
        self._archive.left_bytes += self._position
        self._position = 0
        return 0

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(min(len(buffer), _PIECE))
        except _BROKEN as error:
            raise OSError(tr("damaged in the zip file")) from error
        self._position += len(data)
        self._archive.left_bytes -= len(data)
        if self._archive.left_bytes < 0:
            raise OSError(tr("the zip file unpacks to far more than its size; unpack it first"))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Bounded:
    """A file of which zipfile never reads much at once, whatever the file says of itself."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY_BYTES:
            raise zipfile.BadZipFile(tr("a list of members that is too long"))
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True
