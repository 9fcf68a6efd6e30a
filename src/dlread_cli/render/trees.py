"""Paths, suggestions and courses for a person. Pure; loaded only for a terminal."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from rich.cells import cell_len

from dlread_cli.domain.entries import Entry, Progress, Status, Text
from dlread_cli.domain.text import clean
from dlread_cli.render.lines import Line
from dlread_cli.render.tables import (
    ACCENT,
    DIM,
    HEAD,
    DisplayOptions,
    bars,
    describe_progress,
    fitted,
    status_symbol,
    wrapped,
)


def chain(rows: Sequence[tuple[str, Status | None, str]], goal: str, options: DisplayOptions) -> list[Line]:
    """(key, status, why) one below the other; the goal stands out."""
    keys = min(max((len(key) for key, _, _ in rows), default=0), 28)
    lines = []
    for number, (key, status, why) in enumerate(rows):
        is_goal, is_last = key == goal, number == len(rows) - 1
        line = Line(no_wrap=True)
        line.append(options.symbols.last if is_last else options.symbols.branch, DIM)
        line.append(" ")
        line.append_text(status_symbol(status, options.symbols) if status else Line("?", DIM))
        line.append(" ").append(fitted(key, keys, options.symbols) + "  ", ACCENT)
        first, *rest = wrapped(clean(why), options.width - keys - 6)
        line.append(first, HEAD if is_goal else "")
        lines.append(line)
        margin = (" " if is_last else options.symbols.trunk) + " " * (keys + 5)
        lines += [Line.assemble((margin, DIM), (more, HEAD if is_goal else "")) for more in rest]
    return lines


def suggestions(rows: Iterable[tuple[Entry, Sequence[str]]], options: DisplayOptions) -> list[Line]:
    """An entry and its reasons, each reason on a line of its own below the title."""
    rows = list(rows)
    keys = min(max((len(entry.key) for entry, _ in rows), default=0), 28)
    room = options.width - keys - 4
    lines = []
    for entry, reasons in rows:
        line = Line(no_wrap=True)
        line.append_text(status_symbol(entry.status, options.symbols))
        line.append(" ").append(fitted(entry.key, keys, options.symbols) + "  ", ACCENT)
        line.append(fitted(clean(entry.title.into(options.language)), room, options.symbols).rstrip())
        lines.append(line)
        for text in reasons:
            lines += _beneath(text, keys + 4, options)
    return lines


def agenda(rows: Sequence[tuple[str, Entry, str]], options: DisplayOptions) -> list[Line]:
    """(heading, entry, remark): each heading once, the remarks beside the titles, or all below if one has no room."""
    keys = min(max((len(entry.key) for _, entry, _ in rows), default=0), 28)
    room = options.width - keys - 13
    texts = [(clean(entry.title.into(options.language)), clean(remark)) for _, entry, remark in rows]
    is_beside = all(cell_len(title) + cell_len(remark) + 2 <= room for title, remark in texts)
    lines = []
    last = ""
    for (heading, entry, _), (title, remark) in zip(rows, texts, strict=True):
        line = Line.assemble((fitted(heading if heading != last else "", 9, options.symbols), HEAD), no_wrap=True)
        line.append_text(status_symbol(entry.status, options.symbols))
        line.append(" ").append(fitted(entry.key, keys, options.symbols) + "  ", ACCENT)
        if is_beside:
            lines.append(line.append(title + "  ").append(remark, DIM))
        else:
            lines.append(line.append(fitted(title, room, options.symbols).rstrip()))
            lines += _beneath(remark, keys + 13, options)
        last = heading
    return lines


def _beneath(text: str, indent: int, options: DisplayOptions) -> list[Line]:
    """A remark on as many lines as it takes, below the title; where there is hardly room, below the key."""
    indent = indent if options.width - indent >= 16 else 4
    return [Line.assemble(" " * indent, (line, DIM)) for line in wrapped(clean(text), options.width - indent)]


def course(
    entries: Sequence[Entry],
    catalogs: Mapping[str, tuple[Text, Progress]],
    following: Collection[str],
    options: DisplayOptions,
) -> list[Line]:
    """Each part with its progress, and below it what it consists of, side by side; `following` is what comes next."""
    below: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        below.setdefault((entry.catalog, entry.parent), []).append(entry)
    lines: list[Line] = []
    for catalog, (title, progress) in catalogs.items():
        tops = below.get((catalog, ""), [])
        rows = [(title.into(options.language), progress, 0)] if tops else []
        rows += [(part.title.into(options.language), part.progress or Progress(0, 0), 1) for part in tops]
        for part, bar in zip([None, *tops], bars(rows, options), strict=False):
            lines.append(bar)
            if part:
                lines += _inside(part, below, following, options, 4)
    return lines


def _inside(
    part: Entry,
    below: Mapping[tuple[str, str], Sequence[Entry]],
    following: Collection[str],
    options: DisplayOptions,
    indent: int,
) -> list[Line]:
    """Leaves side by side; a section within the section on lines of its own, under its title."""
    lines = [Line(" " * indent)]
    for entry in below.get((part.catalog, part.key), ()):
        if entry.progress:
            count = f"  {describe_progress(entry.progress)}"
            room = max(8, min(40, options.width - indent - len(entry.key) - 2 - len(count)))
            title = fitted(clean(entry.title.into(options.language)), room, options.symbols).rstrip()
            head = Line.assemble((" " * indent + title, DIM), (f"  {entry.key}", ACCENT), (count, DIM))
            lines += [head, *_inside(entry, below, following, options, indent + 2), Line(" " * indent)]
            continue
        is_next = entry.key in following
        room = options.width - cell_len(lines[-1].plain) - len(entry.key) - 4
        if room < 0:
            lines.append(Line(" " * indent))
        lines[-1].append_text(status_symbol(entry.status, options.symbols))
        lines[-1].append(
            f" {entry.key}", f"{HEAD} {ACCENT}" if is_next else ACCENT if entry.status is Status.READING else ""
        )
        lines[-1].append(f" {options.symbols.here}  " if is_next else "  ", ACCENT)
    return [line for line in lines if line.plain.strip()]
