"""dlread catalog: the catalogs, where they come from, and what to read beyond them."""

import json

from dlread_cli import opening, output, terminal
from dlread_cli.domain.entries import Text
from dlread_cli.domain.wording import listed
from dlread_cli.output import Form
from dlread_cli.translation import marked, tr


def run(as_json: bool, lang: str | None) -> None:
    form, language = output.form(as_json), terminal.language(lang)
    with opening.open_library() as library:
        catalogs = [(catalog, json.loads(catalog.header)) for catalog in library.catalog_progress()]
        missing = library.missing_lists()
    if form is Form.JSON:
        output.show_json(
            [
                header | {"catalog": catalog.name, "path": catalog.path, "progress": catalog.progress._asdict()}
                for catalog, header in catalogs
            ]
        )
    elif not terminal.is_pretty():
        terminal.write_rows(
            (catalog.name, str(catalog.progress.of), catalog.title.into(language), catalog.path)
            for catalog, _ in catalogs
        )
    else:
        from dlread_cli.render import page

        for catalog, header in catalogs:
            about = Text(**header.get("about", {"en": ""})).into(language)
            terminal.draw(
                *page.catalog(
                    catalog.name,
                    catalog.title.into(language),
                    about,
                    [(marked("File"), catalog.path)] if catalog.path else [],
                    header,
                    output.display_options(language),
                )
            )
    if missing:
        terminal.say(tr("not on this machine yet: {names}; dlread catalog update fetches it", names=listed(missing)))
