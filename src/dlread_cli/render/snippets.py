"""Where the words of a search stand in an entry. Pure."""

import re
from collections.abc import Set

from dlread_cli.domain import fields, folding
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.queries import Match
from dlread_cli.domain.text import clean
from dlread_cli.render.lines import Line, width
from dlread_cli.render.tables import DIM, DisplayOptions, fitted, mark
from dlread_cli.translation import marked, tr

LABELS = (
    *(marked("key"), marked("title"), marked("author"), marked("venue"), marked("tag"), marked("address")),
    *(marked("summary"), marked("note")),
)
"""The columns of the full-text index."""


def of_entry(entry: Entry, details: Details, match: Match, options: DisplayOptions) -> list[Line]:
    """A line for each field in which a word stands, cut around the first one."""
    shown = {name: value for name, value in details.fields.items() if fields.is_editable(name) or name == "note"}
    by_column = fields.texts_by_column(shown, [", ".join(entry.tags)], details.links)
    by_column["key"].insert(0, entry.key)
    widest = max(map(width, map(tr, LABELS)))
    lines = []
    for column in match.columns:
        texts = [clean(text) for text in (*by_column[column], "")]
        text = next((text for text in texts if folding.spans(text, match.words)), texts[0])  # else by a synonym
        label = tr(column)
        line = Line(f"    {label}{' ' * (widest - width(label))}  ", DIM, no_wrap=True)
        start, room = len(line), options.width - widest - 6
        around = _around(text, match.words, room, options.symbols.more)
        line.append(fitted(around, room, options.symbols).rstrip(), DIM)
        mark(line, match.words, start)
        lines.append(line)
    return lines


def _around(text: str, words: Set[str], room: int, more: str) -> str:
    """Its piece that begins a third of a line before the first of the words."""
    (first, _), *_ = folding.spans(text, words) or [(0, 0)]
    if first < room * 2 // 3:
        return text
    start = first - room // 3
    return more + re.sub(r"^\S{0,20}\s", "", text[start:])
