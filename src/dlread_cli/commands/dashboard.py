"""Bare dlread: how far the reader is, and what they are in the middle of."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.domain.entries import Status
from dlread_cli.domain.filters import Filter, Sort


def run(language: str) -> None:
    with common.opened() as library:
        shelves = library.shelves()
        reading = library.entries(Filter(statuses=(Status.READING,)), Sort.CHANGED, limit=5)
        reading = [entry for entry in reading if not entry.progress]
        is_new = not library.newest_stamp()
    if not terminal.is_interactive():
        terminal.write_rows((shelf.name, str(shelf.progress.read), str(shelf.progress.of)) for shelf in shelves)
        return
    from dlread_cli.render import tables

    look = common.look(language)
    terminal.draw(*tables.bars([(shelf.title.into(language), shelf.progress, 0) for shelf in shelves], look), "")
    if reading:
        terminal.draw(*tables.listing(reading, look), "")
    dot = f" {look.signs.dot} "
    hints = (
        ("dlread list", "dlread show smac", "dlread mark-read smac")
        if is_new
        else ("dlread list", "dlread stats", "dlread --help")
    )
    terminal.draw(tables.dim(dot.join(hints)))
