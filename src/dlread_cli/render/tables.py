"""Values to what a person reads on a terminal, as lines of clean text. Pure; loaded only for a terminal."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from dlread_cli.domain import folding
from dlread_cli.domain.entries import WARNINGS, Entry, Progress, Status, Text
from dlread_cli.domain.queries import Match
from dlread_cli.domain.text import clean
from dlread_cli.domain.wording import joined
from dlread_cli.render.lines import Line, broken, grid, wrap
from dlread_cli.render.symbols import Symbols, warnings
from dlread_cli.translation import plural, tr

ACCENT = "cyan"
DIM = "dim"
HEAD = "bold"
WARNING = "yellow"
MATCH = "bold"

_STYLES = {Status.UNREAD: DIM, Status.READING: ACCENT, Status.READ: "green", Status.SKIPPED: DIM}

WIDE = 110
"""From here on there is room for the tags."""


class DisplayOptions(NamedTuple):
    """Columns to fill, `en` or `zh`, and the symbols that the terminal can show."""

    width: int
    language: str
    symbols: Symbols


LinesOf = Callable[[Sequence[Entry], DisplayOptions, bool], list[Line]]
"""Lines for entries, indented as a tree if the last one says so."""


def fitted(text: str, cells: int, symbols: Symbols) -> str:
    """Cut or padded to exactly so many columns; a Chinese character takes two."""
    if cell_len(text) > cells:
        return set_cell_size(text, cells - cell_len(symbols.more)) + symbols.more
    return set_cell_size(text, cells)


def dim(text: str) -> Line:
    return Line(clean(text), DIM)


def head(text: str) -> Line:
    return Line(clean(text), HEAD)


def status_symbol(status: Status, symbols: Symbols) -> Line:
    return Line(symbols.of(status), _STYLES[status])


def mark(line: Line, words: Set[str], start: int = 0, end: int | None = None) -> None:
    """The folded words that were searched for, between two characters of the line."""
    for first, last in folding.spans(line.plain[start:end], words):
        line.stylize(MATCH, start + first, start + last)


def listing(
    entries: Sequence[Entry],
    options: DisplayOptions,
    titles: Mapping[str, tuple[Text, Progress]] | None = None,
    matches: Mapping[str, Match] = MappingProxyType({}),
    lines_of: "LinesOf | None" = None,
) -> list[Line]:
    """A line an entry; under its catalog's title and as a tree where `titles` has them, by catalog.

    `lines_of` makes the lines if they are to have other columns.
    """
    lines_of = lines_of or _lines
    if titles is None:
        flat = lines_of(entries, options, False)
        for line, entry in zip(flat, entries, strict=True):
            if entry.key in matches:
                mark(line, matches[entry.key].words)
        return flat
    lines: list[Line] = []
    for catalog, group in groupby(entries, key=lambda entry: entry.catalog):
        title, progress = titles[catalog]
        if lines:
            lines.append(Line())
        lines.append(
            Line.assemble((clean(title.into(options.language)), HEAD), (f"  {describe_progress(progress)}", DIM))
        )
        lines += lines_of(list(group), options, True)
    return lines


def _lines(entries: Sequence[Entry], options: DisplayOptions, is_tree: bool) -> list[Line]:
    keys = min(max((len(entry.key) for entry in entries), default=0), 28)
    most = 24 if options.width >= WIDE else 17
    asides = [_aside(entry, most) for entry in entries]
    aside = min(max((cell_len(text) for text in asides), default=0), most)
    tags = (options.width - 92) if options.width >= WIDE else 0
    title = options.width - 1 - 1 - keys - 2 - 2 - aside - (2 + tags if tags else 0)
    if title < 16:  # a narrow terminal: the title is worth more than what stands beside it
        title, aside, asides = title + aside, 0, [""] * len(entries)
    lines = []
    for entry, right in zip(entries, asides, strict=True):
        indent = "  " * entry.depth if is_tree else ""
        after = marks(entry, options.symbols)
        room = title - sum(cell_len(text) for text, _ in after)
        line = Line(no_wrap=True)
        line.append_text(status_symbol(entry.status, options.symbols))
        line.append(" ")
        line.append(fitted(entry.key, keys, options.symbols) + "  ", ACCENT)
        name = indent + clean(entry.title.into(options.language))
        style = HEAD if is_tree and entry.progress else DIM if entry.status is Status.SKIPPED else ""
        shown = name if cell_len(name) <= room else fitted(name, room, options.symbols)
        line.append(shown, style)
        for text, colour in after:
            line.append(text, colour)
        line.append(" " * (room - cell_len(shown)))
        line.append("  " + fitted(right, aside, options.symbols), DIM)
        if tags:
            line.append("  " + fitted(clean(", ".join(entry.tags)), tags, options.symbols).rstrip(), DIM)
        line.rstrip()
        lines.append(line)
    return lines


def marks(entry: Entry, symbols: Symbols) -> list[tuple[str, str]]:
    """What stands after a title, and its colour: what happened to the entry, and what the reader said of it."""
    rating = f"{entry.rating}{symbols.star}" if entry.rating else ""
    own = rating + (symbols.note if entry.has_note else "")
    return [(f" {text}", colour) for text, colour in ((symbols.of_events(entry), WARNING), (own, ACCENT)) if text]


def _aside(entry: Entry, room: int) -> str:
    """A venue that has to be cut stands behind the year."""
    if entry.progress:
        return describe_progress(entry.progress)
    if entry.lecture:
        return tr("part {number}", number=clean(entry.lecture))
    venue = clean(entry.venue)
    year = str(entry.year or "")
    whole = venue if year in venue else f"{venue} {year}".strip()
    is_cut = cell_len(whole) > room and not venue.startswith(year)
    return f"{year} {venue}" if is_cut else whole


def describe_progress(progress: Progress) -> str:
    return _of(progress.read, progress.of) if progress.of else tr("skipped")


def _of(read: int, total: int) -> str:
    return tr("{read} of {total}", read=read, total=total)


def summary(entries: Sequence[Entry], total: int, options: DisplayOptions) -> str:
    """The last line of a list: how many there are, and what the symbols mean."""
    seen: dict[str, str] = {}
    for entry in entries:
        for event, day in warnings(entry).items():
            seen[event] = max(day, seen.get(event, ""))
    told_of = [event for event in WARNINGS if event in seen]
    meanings = [f"{getattr(options.symbols, event)} {_dated(event, seen[event])}" for event in told_of]
    meanings += [f"{options.symbols.note} {tr('note')}"] if any(entry.has_note for entry in entries) else []
    meaning = joined(meanings)
    parts = [_counted(total, sum(bool(entry.progress) for entry in entries))]
    if left := total - len(entries):
        more = tr("{number:,} more", number=left)
        parts = [f"{options.symbols.more} {more}", tr("use --limit to show more")]
    return f" {options.symbols.dot} ".join(
        parts + ([tr("{meaning}, see dlread show", meaning=meaning)] if meaning else [])
    )


def _dated(event: str, day: str) -> str:
    return tr("{event} (checked {day})", event=tr(event), day=day) if day else tr(event)


def _counted(total: int, headings: int) -> str:
    """Sections with sub-sections are not counted in the progress of a catalog, which counts what is in them."""
    entries = total - headings
    counts = [plural("{number:,} entry", "{number:,} entries", entries)] if entries or not headings else []
    counts += [plural("{number} heading", "{number} headings", headings)] if headings else []
    return joined(counts)


PROSE = 100
"""Columns; longer lines of prose are hard to read."""


def wrapped(text: str, cells: int) -> list[str]:
    """Lines of at most so many columns, broken where the language allows it; at least one."""
    return broken(text, cells)


def page(head: Sequence[Line], rows: Iterable[tuple[str, Line]], options: DisplayOptions) -> list[Line]:
    """A heading, then labelled rows whose text wraps beside its label."""
    cells = [(Line(label, DIM), value) for label, value in rows]
    return [*head, *grid(cells, min(options.width, PROSE))]


def prose(text: str, options: DisplayOptions) -> list[Line]:
    return wrap(Line(clean(text)), min(options.width, PROSE))


def columns(rows: Iterable[Sequence[str]], options: DisplayOptions) -> list[Line]:
    """Cells that line up, the first in the accent colour."""
    cells = [[Line(clean(cell), "" if number else ACCENT) for number, cell in enumerate(row)] for row in rows]
    return grid(cells, options.width)


def weeks(counts: Sequence[tuple[date, int]], streak: int, options: DisplayOptions) -> list[Line]:
    """A column a week, as high as what was read in it."""
    most = max(count for _, count in counts)
    heights = options.symbols.heights
    columns = "".join(heights[-(-count * (len(heights) - 1) // most) if most else 0] for _, count in counts)
    this_week = tr("{number} this week, {most} at most", number=counts[-1][1], most=most)
    line = Line.assemble((tr("Read per week"), HEAD), "  ", (columns, ACCENT), f"  {this_week}")
    since = tr("since {day}", day=counts[0][0].isoformat())
    line.append(f" {options.symbols.dot} {since}", DIM)
    line.append(f" {options.symbols.dot} {tr('streak {days}', days=days(streak))}", DIM)
    return [line]


def days(number: int) -> str:
    return plural("{number} day", "{number} days", number)


def labelled(label: str, entry: Entry, options: DisplayOptions) -> Line:
    line = Line.assemble((label, HEAD), "  ", status_symbol(entry.status, options.symbols), (f" {entry.key}  ", ACCENT))
    room = options.width - cell_len(line.plain) - 6
    return line.append(
        fitted(clean(entry.title.into(options.language)), room, options.symbols).rstrip() + f"  {entry.year}", DIM
    )


_BAR = 20
"""Columns of a bar, if there is room."""


def _right(progress: Progress) -> str:
    """With room for three figures."""
    count = describe_progress(progress)
    return " " * (cell_len(_of(999, progress.of)) - cell_len(count)) + count


def bars(rows: Sequence[tuple[str, Progress, int]], options: DisplayOptions) -> list[Line]:
    """(label, progress, indent) as bars that line up; they give way to the labels where there is little room."""
    longest = max((cell_len(label) + 2 * indent for label, _, indent in rows), default=0)
    counts = [_right(progress) for _, progress, _ in rows]
    both = options.width - max(map(cell_len, counts), default=0) - 4
    bar = min(_BAR, max(_BAR // 4, both - longest))
    room = min(longest, both - bar)
    lines = []
    for (label, progress, indent), count in zip(rows, counts, strict=True):
        line = Line(no_wrap=True)
        line.append(fitted("  " * indent + clean(label), room, options.symbols), "" if indent else HEAD)
        line.append("  " + options.symbols.bar(progress, bar), ACCENT if progress.read else DIM)
        line.append(f"  {count}", DIM)
        lines.append(line)
    return lines
