"""What a body says, read within limits: 5 MB as sent and as unpacked, one coding, the type that was asked for."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dlread_cli.errors import NetworkError
from dlread_cli.network.settings import DECODED_BYTES, RAW_BYTES
from dlread_cli.translation import tr

PARTS = 100_000
"""Of JSON: a body of 5 MB can have millions, and would take a hundred times as much memory as its text."""


class Answer(NamedTuple):
    """`url` is where it came from in the end, `body` is unpacked; `is_for_good` if every redirect on the way was."""

    status: int
    url: str
    host: str
    headers: dict[str, str]
    body: bytes
    is_for_good: bool
    accept: str = ""
    """What was asked for, where it came just now and not from the cache."""

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def unpacked(chunks: Iterable[bytes], coding: str, host: str) -> bytes:
    """All of it; raises NetworkError as soon as it is too much, broken, or packed in another way than we asked for."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return b"".join(limited(chunks, RAW_BYTES, host))
    if coding not in ("gzip", "x-gzip"):
        raise NetworkError(
            tr("{host} answered with the encoding '{coding}', which was not requested", host=host, coding=coding[:40])
        )
    unpack = zlib.decompressobj(31)
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in limited(chunks, RAW_BYTES, host):
            parts.append(unpack.decompress(chunk, DECODED_BYTES + 1 - size))
            size += len(parts[-1])
            if size > DECODED_BYTES:
                raise _too_much(host, DECODED_BYTES)
    except zlib.error as error:
        raise NetworkError(tr("{host} sent something damaged; try again later", host=host)) from error
    if not unpack.eof or unpack.unused_data:
        raise NetworkError(tr("{host} sent something damaged; try again later", host=host))
    return b"".join(parts)


def limited(chunks: Iterable[bytes], most: int, host: str) -> Iterator[bytes]:
    """Raises NetworkError as soon as there are more bytes."""
    left = most
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise _too_much(host, most)
        yield chunk


def _too_much(host: str, most: int) -> NetworkError:
    return NetworkError(tr("{host} answered with more than {most} MB, which is too much", host=host, most=most >> 20))


def as_text(answer: Answer) -> str:
    """Strictly UTF-8."""
    try:
        return answer.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NetworkError(tr("{host} answered with bytes that are not UTF-8", host=answer.host)) from error


def as_json(answer: Answer) -> dict[str, Any]:
    """An object."""
    value = json_of(answer)
    if not isinstance(value, dict):
        raise NetworkError(tr("{host} answered with JSON of an unexpected form", host=answer.host))
    return value


def json_of(answer: Answer, most_parts: int = PARTS) -> Any:
    """Without NaN, without doubled names, not nested too deeply."""
    if not re.fullmatch(r"application/(?:[\w.-]+\+)?json", answer.type):
        raise _other_type(answer, "JSON")
    text = as_text(answer)
    if sum(map(text.count, "[{,")) > most_parts:
        raise NetworkError(
            tr("{host} answered with JSON of more than {most_parts} parts", host=answer.host, most_parts=most_parts)
        )
    try:
        return json.loads(text, parse_constant=_refused, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise NetworkError(tr("{host} answered with something other than JSON", host=answer.host)) from error


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(tr("a name appears twice"))
    return found


_CHARSETS = {
    *("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "iso-8859-15", "windows-1252", "windows-1251"),
    *("gb2312", "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"),
}
"""What pages are written in. Python knows more, and some of them (`zlib_codec`) unpack or fail."""


def as_page(answer: Answer) -> str:
    """HTML in the character set that it says; what is none in it becomes U+FFFD."""
    if answer.type not in ("text/html", "application/xhtml+xml"):
        raise _other_type(answer, tr("a page"))
    declared = re.search(r"charset=[\"']?([\w-]+)", answer.headers.get("content-type", ""), re.ASCII)
    declared_inside = re.search(rb"<meta[^<>]{0,200}charset=[\"']?([\w-]+)", answer.body[:2048], re.IGNORECASE)
    charset = (
        declared[1] if declared else declared_inside[1].decode("ascii", "replace") if declared_inside else "utf-8"
    ).lower()
    return answer.body.decode(charset if charset in _CHARSETS else "utf-8", "replace").removeprefix("\ufeff")


def _other_type(answer: Answer, wanted: str) -> NetworkError:
    got = answer.type[:60] or tr("something without a type")
    return NetworkError(
        tr(
            "{host} answered with {got} where {wanted} was asked for; are you behind a login page?",
            host=answer.host,
            got=got,
            wanted=wanted,
        )
    )
