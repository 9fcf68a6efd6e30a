"""Bytes that some program or other wrote, as lines of text: whatever the encoding, streaming, in bounded memory."""

import codecs
import io
from collections.abc import Callable, Iterator
from itertools import count
from typing import BinaryIO, NamedTuple

LINE = 16 << 20
"""Characters of a line; what is behind them is left out."""

SAMPLE_BYTES = 4096
_PIECE = 1 << 16

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_IN_TEXT = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1b"))


class Encoding(NamedTuple):
    name: str
    is_broken: bool = False
    """It is UTF-8 for the most part, and some bytes are not."""


def encoding_of(file: BinaryIO) -> Encoding | None:
    """Of a whole file, which is rewound then; None of what is no text. Raises OSError."""
    sample = file.read(SAMPLE_BYTES)
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), "") or _utf_16(sample)
    file.seek(0)
    if marked:
        return Encoding(marked)
    if sample.startswith(b"%PDF-") or 20 * (len(sample) - len(sample.translate(None, _NOT_IN_TEXT))) > len(sample):
        return None
    is_utf_8 = _is_utf_8(file)
    file.seek(0)
    found = Encoding("utf-8-sig") if is_utf_8 else _broken_utf_8_or_older(file)
    file.seek(0)
    return found


def _utf_16(sample: bytes) -> str:
    """Without a mark, by where the upper halves of ASCII characters are: a quarter of them are enough."""
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if 8 * max(first, second) < len(sample) or 10 * min(first, second) > max(first, second):
        return ""
    return "utf-16-le" if second > first else "utf-16-be" if first else ""


def _is_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _broken_utf_8_or_older(file: BinaryIO) -> Encoding:
    """Windows-1252 has hardly a character that UTF-8 could be: one bad byte does not make a Chinese text such."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = bad = 0
    piece = b"."
    while piece:
        piece = file.read(_PIECE)
        text = decoder.decode(piece, final=not piece)
        if not text.isascii():
            valid = text.encode("utf-8", "ignore")
            bad += len(text) - len(valid.decode())
            good += len(valid.decode()) - len(valid.decode().encode("ascii", "ignore"))
    return Encoding("utf-8-sig", is_broken=True) if good > bad else Encoding("windows-1252")


def lines(file: BinaryIO, encoding: str, cut_off: Callable[[int], None]) -> Iterator[str]:
    r"""With `\n` at their ends, whatever the file has; `cut_off` is told the number of a line that is too long.

    Raises OSError. What cannot be decoded is U+FFFD.
    """
    with io.TextIOWrapper(file, encoding, errors="replace") as text:  # closes the file, too
        for number in count(1):
            line = text.readline(LINE)
            if len(line) == LINE and not line.endswith("\n"):
                rest = text.readline(_PIECE)
                if rest not in ("", "\n"):
                    cut_off(number)
                while rest and not rest.endswith("\n"):
                    rest = text.readline(_PIECE)
                line += rest[-1:]
            if not line:
                return
            yield line
