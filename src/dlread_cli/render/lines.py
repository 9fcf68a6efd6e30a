"""Lines of styled text, their wrapping, and columns of them. Pure; loaded only for a terminal.

rich's Text, Table and Console do this too, but take longer to import than the rest of a call (docs/performance.md).
Of rich, this uses the widths of characters.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Self

from rich.cells import cell_len, chop_cells

from dlread_cli.domain.folding import HAN

_CODES = {"bold": "1", "dim": "2", "green": "32", "yellow": "33", "cyan": "36"}

GAP = 2
"""Columns of the terminal between two columns of a grid."""


class Line:
    """Pieces of text, each with a style: names of `_CODES`, separated by spaces."""

    def __init__(self, text: str = "", style: str = "", no_wrap: bool = False) -> None:
        """What is too long for the screen is cut if it is `no_wrap`, and goes on in the next line otherwise."""
        self._pieces = [(text, style)] if text else []
        self.no_wrap = no_wrap

    @classmethod
    def assemble(cls, *parts: "Line | str | tuple[str, str]", no_wrap: bool = False) -> Self:
        """Of lines, of texts, and of texts with a style."""
        line = cls(no_wrap=no_wrap)
        for part in parts:
            if isinstance(part, Line):
                line.append_text(part)
            else:
                line.append(*((part,) if isinstance(part, str) else part))
        return line

    @property
    def plain(self) -> str:
        return "".join(text for text, _ in self._pieces)

    def __len__(self) -> int:
        """In characters, not in columns."""
        return sum(len(text) for text, _ in self._pieces)

    def append(self, text: str, style: str = "") -> Self:
        if text:
            self._pieces.append((text, style))
        return self

    def append_text(self, line: "Line") -> Self:
        self._pieces += line._pieces
        return self

    def stylize(self, style: str, start: int, end: int) -> None:
        """Adds the style to these characters."""
        inside = [(text, f"{old} {style}".strip()) for text, old in self[start:end]._pieces]
        self._pieces = self[:start]._pieces + inside + self[end:]._pieces

    def rstrip(self) -> Self:
        self._pieces = self[: len(self.plain.rstrip())]._pieces
        return self

    def __getitem__(self, characters: slice) -> "Line":
        start, end, _ = characters.indices(len(self))
        line = Line(no_wrap=self.no_wrap)
        for text, style in self._pieces:
            line.append(text[max(0, start) : max(0, end)], style)
            start, end = start - len(text), end - len(text)
        return line

    def as_ansi(self) -> str:
        """With the escape sequences of a terminal."""
        return "".join(_as_ansi(text, style) for text, style in self._pieces)


def _as_ansi(text: str, style: str) -> str:
    codes = ";".join(sorted((_CODES[name] for name in set(style.split())), key=int))
    return f"\x1b[{codes}m{text}\x1b[0m" if codes else text


def on_screen(line: Line, cells: int) -> list[Line]:
    """What a screen of so many columns shows of it: one line cut, or as many as it takes."""
    if line.no_wrap:
        return [line[: len(chop_cells(line.plain, cells)[0])] if len(line) else line]
    return wrap(line, cells)


def wrap(line: Line, cells: int) -> list[Line]:
    """Lines of at most so many columns, broken where the language allows it; at least one."""
    if cell_len(line.plain) <= cells and "\n" not in line.plain:
        return [line]
    return [line[start:end].rstrip() for start, end in _broken(line.plain, cells)]


_WIDE = f"{HAN}\u3000-\u303f\uff01-\uff65\u2014\u2018-\u201d\u2026"
_NEVER_FIRST = "，。、；：！？）》」』】”’…—,.;:!?)]"
_NEVER_LAST = "（《「『【“‘(["


def _broken(text: str, cells: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line. Chinese breaks by the rules for its punctuation (JIS X 4051), else at spaces.

    A word that is longer than a line breaks anywhere.
    """
    line: list[str] = []
    start = room = 0

    def ended(rest: Sequence[str] = ()) -> tuple[int, int]:
        nonlocal start, line, room
        begin, start = start, start + len("".join(line))
        line, room = list(rest), cells - sum(map(cell_len, rest))
        return begin, start

    room = cells
    for token in _tokens(text, cells):
        if token == "\n":
            yield ended()
            start += 1
            continue
        width = cell_len(token)
        if line and width > room:
            rest = _moved(line, token, cells - width)
            yield ended(rest)
            if token.isspace() and not rest:
                start += len(token)
                continue
        line.append(token)
        room -= width
    yield ended()


def _moved(line: list[str], token: str, free: int) -> list[str]:
    """What leaves the line together with the token after it, if there are so many columns for it."""
    rest: list[str] = []
    while len(line) > 1 and (line[-1] in _NEVER_LAST or (token[0] in _NEVER_FIRST and not rest)):
        free -= cell_len(line[-1])
        if free < 0:
            break
        rest.insert(0, line.pop())
    return rest


def _tokens(text: str, cells: int) -> Iterator[str]:
    opening = 0  # columns of the sign before the token, which stays with it
    for token in _token().findall(text):
        room = cells - opening if cells - opening > 1 else cells
        if cell_len(token) > room:
            yield from chop_cells(token, room)
        else:
            yield token
        opening = cell_len(token) if token in _NEVER_LAST else 0


@cache
def _token() -> re.Pattern[str]:
    return re.compile(f"\n|[{_WIDE}]|[^\\s{_WIDE}]+|[^\\S\n]+")


def broken(text: str, cells: int) -> list[str]:
    """Plain lines of at most so many columns."""
    return [line.plain for line in wrap(Line(text), cells)]


def width(text: str) -> int:
    """In columns of a terminal; a Chinese character takes two."""
    return cell_len(text)


def grid(rows: Sequence[Sequence[Line]], cells: int) -> list[Line]:
    """Cells side by side, wrapped in their columns. Where there is no room, the widest give way, but not the first."""
    needed = [[max(map(cell_len, cell.plain.split("\n"))) for cell in row] for row in rows]
    widths = _narrowed([max(column) for column in zip(*needed, strict=True)], cells)
    return [line for row in rows for line in _side_by_side(row, widths)]


def _narrowed(widths: list[int], cells: int) -> list[int]:
    cells -= GAP * (len(widths) - 1)
    while sum(widths) > cells and max(widths[1:], default=1) > 1:
        widest = max(range(1, len(widths)), key=lambda column: widths[column])
        widths[widest] -= 1
    return widths


def _side_by_side(row: Sequence[Line], widths: Sequence[int]) -> Iterator[Line]:
    columns = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, columns))):
        line = Line()
        for column, width in zip(columns, widths, strict=True):
            cell = column[number] if number < len(column) else Line()
            line.append_text(cell).append(" " * (width - cell_len(cell.plain) + GAP))
        yield line.rstrip()
