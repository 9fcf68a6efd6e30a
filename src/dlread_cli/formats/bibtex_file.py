r"""A whole .bib file as its entries, in bounded time and memory. Pure; `bibliography` says what they mean.

An entry ends with its closing brace. One that is broken costs nothing but itself: an `@` at the start of a line always
begins the next. More is read than BibTeX allows (a missing comma, any key), because nobody else mends the file.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dlread_cli.formats import checked
from dlread_cli.formats.items import Unreadable
from dlread_cli.formats.values import MONTHS
from dlread_cli.translation import tr

LONGEST = 1_000_000
"""Characters of an entry, with what its @strings stand for; a note has 100,000."""

_MOST_FIELDS = 1_000
_LONGEST_STRING, _ALL_STRINGS = 2_000, 2_000_000
"""Each @string can name the one before it twice: thirty of them would be 10**9 characters."""


class Source(NamedTuple):
    """An entry as it is written. Values are TeX, without their delimiters; types and names are in lower case."""

    type: str
    key: str
    fields: dict[str, str]
    line: int


_HEAD = re.compile(r"@\s*+([^\s{}(),=@#\"%]++)\s*+([{(])")
_KEY = re.compile(r"\s*+([^,={}\"]*+)(?=[,}])|\s*+([^,={}\")]*+)(?=\))")
_SEPARATOR = re.compile(r"(?:[\s,]|%[^\n]*+\n)*+")
_FIELD = re.compile(r"([^\s=,{}\"#()%]++)\s*+=\s*+")
_PLAIN = re.compile(r'\{([^{}]*+)\}|"([^{}"]*+)"|([^\s,{}"#=()]++)')
_JOINED = re.compile(r"\s*+#\s*+")


def entries(lines: Iterable[str]) -> Iterator[Source | Unreadable]:
    strings = _Strings()
    for text, line in _chunks(lines):
        if len(text) > LONGEST and text.count("\n") > 1:
            yield Unreadable(line, tr("this entry is too long"))
        else:
            yield from _in_chunk(text, line, strings)


def _chunks(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Lines that belong together, the first of which has an `@`, and its number."""
    chunk: list[str] = []
    start = depth = size = 0
    is_round = False
    for number, line in checked.numbered(lines):
        if chunk and line.startswith("@") and _HEAD.match(line):
            yield "".join(chunk), start
            chunk = []
        if not chunk:
            head = _HEAD.search(line) if "@" in line and not line.lstrip().startswith("%") else None
            if not head:
                continue
            start, depth, size, is_round = number, 0, 0, head[2] == "("
        if size <= LONGEST:
            chunk.append(line)
        size += len(line)
        depth += line.count("{") - line.count("}")
        if depth <= 0 and not (is_round and not line.rstrip().endswith(")")):
            yield "".join(chunk), start
            chunk = []
    if chunk:
        yield "".join(chunk), start


class _BrokenError(Exception):
    """In a few words, why."""


def _in_chunk(text: str, line: int, strings: "_Strings") -> Iterator[Source | Unreadable]:
    place = counted = 0
    while head := _HEAD.search(text, place):
        line += text.count("\n", counted, head.start())
        counted = head.start()
        try:
            found, place = _entry(text, head, line, strings)
            if found:
                yield found
        except _BrokenError as why:
            yield Unreadable(line, str(why))
            place = _closed(text, head.end() - 1) if head[2] == "{" else 0
        if not place:
            return


def _entry(text: str, head: re.Match[str], line: int, strings: "_Strings") -> tuple[Source | None, int]:
    """And where it ends; 0 for what has no end."""
    type, place = head[1].lower(), head.end()
    if type in ("comment", "preamble"):
        return None, _closed(text, place - 1) if head[2] == "{" else 0
    if type == "string":
        fields, place = _fields(text, place, strings)
        strings.define(fields)
        return None, place
    key = _KEY.match(text, place)
    fields, place = _fields(text, key.end() if key else place, strings)
    return Source(type, " ".join((key[1] or key[2] or "").split()) if key else "", fields, line), place


def _fields(text: str, place: int, strings: "_Strings") -> tuple[dict[str, str], int]:
    """Up to the closing brace. The first of two fields of one name stands, as in BibTeX; the other is `name-2`."""
    fields: dict[str, str] = {}
    size = 0
    while True:
        place = _SEPARATOR.match(text, place).end()  # type: ignore[union-attr]
        if text[place : place + 1] in ("}", ")"):
            return fields, place + 1
        field = _FIELD.match(text, place)
        if not field:
            raise _BrokenError(
                tr("this entry has no end") if place == len(text) else tr("a field of this entry cannot be read")
            )
        value, place = _value(text, field.end(), strings)
        size += len(value)
        if size > LONGEST or len(fields) == _MOST_FIELDS:
            raise _BrokenError(tr("this entry is too long"))
        name = field[1].lower()
        fields.setdefault(f"{name}-2" if fields.get(name, value) != value else name, value)


def _value(text: str, place: int, strings: "_Strings") -> tuple[str, int]:
    """Its parts, between which there are `#`, joined."""
    value = ""
    while True:
        if plain := _PLAIN.match(text, place):
            part = plain[plain.lastindex or 1]
            value += strings.meaning(part) if plain.lastindex == 3 else part
            place = plain.end()
        elif end := _closed(text, place):
            value += text[place + 1 : end - 1]
            place = end
        else:
            has_begun = text[place : place + 1] in ("", "{", '"')
            raise _BrokenError(tr("this entry has no end") if has_begun else tr("a field of this entry cannot be read"))
        joined = _JOINED.match(text, place)
        if not joined:
            return value, place
        if len(value) > LONGEST:
            raise _BrokenError(tr("this entry is too long"))
        place = joined.end()


def _closed(text: str, place: int) -> int:
    """Behind the value that begins there with a brace or quote; 0 where it has no end. Braces count behind `\\` too."""
    opening = text[place : place + 1]
    if opening not in ("{", '"') or not opening:
        return 0
    depth = 0
    for found in re.compile(r'[{}"]' if opening == '"' else "[{}]").finditer(text, place + 1):
        if not depth and found[0] == ("}" if opening == "{" else '"'):
            return found.end()
        depth += {"{": 1, "}": -1, '"': 0}[found[0]]
        if depth < 0:
            return 0
    return 0


class _Strings:
    """What @string has defined so far. An unknown name stands for itself."""

    def __init__(self) -> None:
        self.known = {name[:3]: name.title() for name in MONTHS}
        self.left = _ALL_STRINGS

    def define(self, fields: dict[str, str]) -> None:
        for name, value in fields.items():
            if len(name) + len(value) > min(_LONGEST_STRING, self.left):
                raise _BrokenError(tr("this @string is too long"))
            self.left -= len(name) + len(value)
            self.known[name] = value

    def meaning(self, name: str) -> str:
        return self.known.get(name.lower(), name)
