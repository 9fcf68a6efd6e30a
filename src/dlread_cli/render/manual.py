"""The man page as text, for where `man` cannot find it or is missing. Pure.

It knows the requests that tools/reference.py writes, and no others.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator

from dlread_cli.domain import folding

WIDEST = 100
"""Columns of a line; longer ones are hard to read."""

_ESCAPES = {"\\-": "-", "\\e": "\\", "\\&": "", "\\fB": "", "\\fR": ""} | {
    f"\\({name}": char for name, char in (("ga", "`"), ("ha", "^"), ("ti", "~"), ("aq", "'"))
}
_ESCAPE = re.compile(r"\\(?:\(..|f.|.)")


def lines(source: Iterable[str], width: int) -> Iterator[tuple[str, bool]]:
    """Each with whether it is a heading, or the name of what is explained below it."""
    indent = _TEXT
    is_name = is_fixed = False
    is_top = True
    waiting: list[str] = []
    for line in source:
        request, _, rest = line.partition(" ")
        if is_fixed and request != ".EE":
            yield f"{'': <{_TEXT}}{_unescaped(line)}", False
        elif not line.startswith("."):
            if is_name:
                yield f"{'': <{_TEXT}}{_unescaped(line)}", True
            else:
                waiting.append(_unescaped(line))
            is_name = is_top = False
        else:
            yield from _filled(waiting, indent, width)
            waiting.clear()
            is_name, is_fixed = request == ".TP", request == ".EX"
            indent = _EXPLANATION if is_name else _TEXT
            if request in (*_HEADINGS, ".PP", ".TP"):
                if not is_top:
                    yield "", False
                is_top = request in _HEADINGS
            if request in _HEADINGS:
                yield f"{'': <{_HEADINGS[request]}}{_unescaped(rest)}", True
    yield from _filled(waiting, indent, width)


_HEADINGS = {".SH": 0, ".SS": 3}
_TEXT, _EXPLANATION = 7, 14
"""Columns to the left, as `man` has them."""


def _filled(texts: list[str], indent: int, width: int) -> Iterator[tuple[str, bool]]:
    columns = max(min(width, WIDEST) - indent, 20)
    for line in _wrapped(" ".join(texts), columns):
        yield f"{'': <{indent}}{line}", False


def _wrapped(text: str, columns: int) -> list[str]:
    if folding.has_chinese(text):
        from dlread_cli.render import lines

        return lines.broken(text, columns)
    return textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPES[match[0]], text)
