"""dlread catalog: the catalogs, where they come from, and what to read beyond them."""

import json

from dlread_cli import opening, output, terminal
from dlread_cli.domain.entries import Text
from dlread_cli.output import Form


def run(as_json: bool, lang: str | None) -> None:
    form, language = output.form(as_json), terminal.language(lang)
    with opening.open_library() as library:
        shelves = [(shelf, json.loads(shelf.header)) for shelf in library.catalog_progress()]
    if form is Form.JSON:
        output.show_json(
            [
                header | {"catalog": shelf.name, "path": shelf.path, "progress": shelf.progress._asdict()}
                for shelf, header in shelves
            ]
        )
    elif not terminal.is_interactive():
        terminal.write_rows(
            (shelf.name, str(shelf.progress.of), shelf.title.into(language), shelf.path) for shelf, _ in shelves
        )
    else:
        from dlread_cli.render import page

        for shelf, header in shelves:
            about = Text(**header.get("about", {"en": ""})).into(language)
            terminal.draw(
                *page.catalog(
                    shelf.name, shelf.title.into(language), about, shelf.path, header, output.display_options(language)
                )
            )
