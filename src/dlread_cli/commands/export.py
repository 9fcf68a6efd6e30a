"""dlread export: the list, or a part of it, for other programs and for a rainy day."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from dlread_cli import opening, terminal
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.parsing import parsed
from dlread_cli.errors import DlreadError
from dlread_cli.formats import registry
from dlread_cli.formats.registry import Format
from dlread_cli.storage import exports, unknown_names
from dlread_cli.storage.library import Library
from dlread_cli.translation import plural, tr

_AT_ONCE = 500
"""Entries whose fields are in memory."""


def run(words: list[str] | None, format: str, output: str) -> None:
    chosen = registry.written(format or registry.by_ending(output))
    with opening.open_library() as library:
        query = parsed(" ".join(words or ()))
        entries = library.entries(query)
        if not entries:
            raise DlreadError(unknown_names.problem(library, query) or tr("no entries match; nothing was exported"))
        pieces = chosen.code.written(_records(library, entries, chosen))
        if output in ("", "-"):
            terminal.deliver(pieces)
            return
        exports.save(Path(output).expanduser(), pieces)
    terminal.say(
        plural(
            "exported 1 entry to {output} ({format})",
            "exported {number:,} entries to {output} ({format})",
            len(entries),
            output=output,
            format=tr(chosen.title),
        )
    )


def _records(library: Library, entries: Sequence[Entry], format: Format) -> Iterator[tuple[Any, ...]]:
    """What the format writes of each entry: its details, and in one that loses nothing its history."""
    for some in _batches(entries):
        keys = [entry.key for entry in some]
        if format.has_history:
            told = library.details_and_history_of(keys)
            yield from ((entry, *told[entry.key]) for entry in some)
        else:
            details = library.details_of(keys)
            yield from ((entry, details[entry.key]) for entry in some)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
