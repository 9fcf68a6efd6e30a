"""Rows of a CSV file that anybody may have written, one after another, however it is damaged. Pure.

A row that cannot be read is one fault, in bounded memory, and the rows after it are read.
"""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dlread_cli.formats import checked
from dlread_cli.translation import tr

DELIMITERS = ",;\t"
_LONGEST = 1_000_000
"""Characters of a row, and as many are read to find the end of one that is too long."""
_SECOND_TRIES = 20
"""How often the lines of a damaged row are read again, which bounds the time that a hostile file can take."""


class Row(NamedTuple):
    line: int
    """Its first."""
    cells: list[str]


class Fault(NamedTuple):
    line: int
    why: str


class _TooLongError(Exception):
    pass


class _Lines:
    """Feeds `csv.reader`, and remembers the lines of the row that it is reading, so that they can be read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._coming = checked.numbered(lines)
        self._again: list[tuple[int, str]] = []
        """The next one last."""
        self._row: list[tuple[int, str]] = []
        self._size = 0
        self._tries = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        number, line = self._again.pop() if self._again else next(self._coming)
        self._row.append((number, line))
        self._size += len(line)
        if self._size > _LONGEST:
            raise _TooLongError
        return line

    def start(self) -> None:
        self._row, self._size = [], 0

    @property
    def first(self) -> int:
        return self._row[0][0] if self._row else 0

    def skip(self) -> bool:
        """To the end of the quoted cell that the row so far ends in; False if it has none."""
        quotes = sum(line.count('"') for _, line in self._row)
        while quotes % 2:
            try:
                quotes += next(self).count('"')
            except (StopIteration, _TooLongError):
                return False
        return True

    def retry(self) -> None:
        """Goes on after the first line of the row, as long as that has not been done too often."""
        if self._tries < _SECOND_TRIES:
            self._again += reversed(self._row[1:])
            self._tries += 1


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row | Fault]:
    """Those that have anything in them."""
    feed = _Lines(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.start()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            yield _fault(feed, is_long=isinstance(error, _TooLongError) or "limit" in str(error))
        else:
            if any(cells):
                yield Row(feed.first, cells)


def _fault(feed: _Lines, is_long: bool) -> Fault:
    first = feed.first
    if is_long and feed.skip():
        return Fault(first, tr("this row is too long"))
    feed.retry()
    return Fault(first, tr("the quotes of this row do not match"))


def names(head: str, delimiter: str) -> list[str]:
    """Of the columns, in lower case; none if the line is no header."""
    try:
        cells = next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [" ".join(cell.split()).lower() for cell in cells]


class _Echo:
    def write(self, text: str) -> str:
        return text


def written(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """With `,`, and `\n` at the ends of lines, each row as it comes."""
    writer = csv.writer(_Echo(), lineterminator="\n")
    return (writer.writerow(list(row)) for row in rows)
