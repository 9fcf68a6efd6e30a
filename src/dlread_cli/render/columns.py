"""Entries in the columns that the reader chose, as lines of a list. Pure; loaded only for a terminal."""

from collections.abc import Sequence

from rich.cells import cell_len

from dlread_cli.domain.entries import Entry, Status
from dlread_cli.domain.text import clean
from dlread_cli.render.lines import Line
from dlread_cli.render.tables import ACCENT, DIM, DisplayOptions, fitted, marks, status_symbol

_MOST = {"key": 28, "venue": 24, "catalog": 24}
"""Columns of the terminal; what is not here is as wide as it needs to be."""

_ELASTIC = ("url", "tags", "venue", "catalog", "title", "key")
"""What gives way where there is little room, in this order."""


def lines(names: Sequence[str], entries: Sequence[Entry], options: DisplayOptions, is_tree: bool) -> list[Line]:
    """One for each entry; titles are indented by their depth in a tree."""
    table = [[_cell(name, entry, options, is_tree) for name in names] for entry in entries]
    widths = _fitting(names, [max(map(cell_len, cells)) for cells in zip(*table, strict=True)], options.width)
    return [_line(names, cells, widths, entry, options) for cells, entry in zip(table, entries, strict=True)]


def _cell(name: str, entry: Entry, options: DisplayOptions, is_tree: bool) -> str:
    match name:
        case "status":
            return options.symbols.of(entry.status)
        case "title":
            title = "  " * entry.depth * is_tree + clean(entry.title.into(options.language))
            return title + "".join(text for text, _ in marks(entry, options.symbols))
        case "tags":
            return clean(", ".join(entry.tags))
        case _:
            return clean(str(getattr(entry, name) or ""))


def _fitting(names: Sequence[str], needed: Sequence[int], width: int) -> dict[str, int]:
    """The width of each, all of which fit the terminal if it is not very narrow."""
    widths = {name: min(cells, _MOST.get(name, cells)) for name, cells in zip(names, needed, strict=True)}
    over = sum(widths.values()) + 2 * (len(names) - 1) - width
    for least in (16, 6):
        for name in filter(widths.get, _ELASTIC):
            given = max(0, min(over, widths[name] - least))
            widths[name] -= given
            over -= given
    return widths


def _line(
    names: Sequence[str], cells: Sequence[str], widths: dict[str, int], entry: Entry, options: DisplayOptions
) -> Line:
    line = Line(no_wrap=True)
    for name, cell in zip(names, cells, strict=True):
        if name == "status":
            line.append_text(status_symbol(entry.status, options.symbols))
        else:
            style = ACCENT if name == "key" else "" if name == "title" and entry.status is not Status.SKIPPED else DIM
            line.append(fitted(cell, widths[name], options.symbols), style)
        line.append("  ")
    line.rstrip()
    return line
