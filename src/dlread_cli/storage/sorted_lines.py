"""Lines `name TAB sign TAB ...`, sorted by name, in a file: one is found by halves, and its sign corrected in place."""

import os
from typing import BinaryIO, NamedTuple

LINE_BYTES = 2000
"""More than any line has: a key, and twice a title of characters of four bytes."""

GONE = b"x"
"""The sign of a line that counts no longer."""


def correct(keys: BinaryIO, key: bytes, line: bytes) -> bool:
    """Corrects the entry's line in its place, if that needs its sign only; else takes it out, and says False."""
    found = _find(keys, key)
    if not found:
        return False
    is_same = _without_sign(found.line) == _without_sign(line)
    sign = _sign(line) if is_same else GONE
    if sign != _sign(found.line):
        keys.seek(found.offset + len(key) + 1)
        keys.write(sign)
    return is_same


class _Found(NamedTuple):
    offset: int
    line: bytes


def _find(keys: BinaryIO, key: bytes) -> _Found | None:
    """By halves: a line that begins in `low` .. `high`."""
    low, high = 0, keys.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        start = max(middle - 1, 0)
        keys.seek(start)
        piece = keys.read(2 * LINE_BYTES)
        skipped = piece.find(b"\n") + 1 if middle else 0
        offset = start + skipped
        line = piece[skipped : piece.find(b"\n", skipped) + 1]
        if (middle and not skipped) or offset >= high or not line:
            high = middle
        elif (found := name(line)) == key:
            return _Found(offset, line)
        elif found < key:
            low = offset + len(line)
        else:
            high = middle
    return None


def name(line: bytes) -> bytes:
    return line.partition(b"\t")[0].lower()


def _sign(line: bytes) -> bytes:
    return line.split(b"\t", 2)[1]


def _without_sign(line: bytes) -> list[bytes]:
    name, _, *titles = line.split(b"\t") if line else (b"", b"")
    return [name, *titles]
