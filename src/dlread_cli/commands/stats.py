"""dlread stats: how far the reader is, by catalog and by part of a course."""

from collections.abc import Iterator

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form
from dlread_cli.domain.entries import Progress
from dlread_cli.storage.library import Library


def run(form: Form, language: str) -> None:
    with common.opened() as library:
        rows = list(_rows(library, language))
    if form is Form.JSON:
        common.show_json([{"name": name, "read": done.read, "of": done.of} for name, _, done, _ in rows])
    elif terminal.is_interactive():
        from dlread_cli.render import tables

        terminal.draw(*tables.bars([(label, done, depth) for _, label, done, depth in rows], common.look(language)))
    else:
        terminal.write_rows((name, str(done.read), str(done.of)) for name, _, done, _ in rows)


def _rows(library: Library, language: str) -> Iterator[tuple[str, str, Progress, int]]:
    """(name, label, progress, depth): each catalog, and below it the parts of a course."""
    parts = library.parts()
    for shelf in library.shelves():
        yield shelf.name, shelf.title.into(language), shelf.progress, 0
        for part in parts:
            if part.catalog == shelf.name and part.progress:
                yield part.key, part.title.into(language), part.progress, 1
