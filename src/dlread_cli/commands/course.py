"""dlread course: a course as a tree, with what is read and what is next."""

from dlread_cli import opening, output, terminal
from dlread_cli.domain.entries import Kind
from dlread_cli.domain.queries import Is
from dlread_cli.output import Form


def run(as_json: bool, keys: bool, lang: str | None) -> None:
    form, language = output.form(as_json, keys), terminal.language(lang)
    sections = Is("kind", Kind.SECTION)
    with opening.open_library() as library:
        entries = library.entries(sections)
        if form is not Form.AUTO or not terminal.is_pretty():
            output.show(library, entries, form, language)
            return
        following = {entry.key for entry, _ in library.suggestions(sections, 1)}
        catalogs = {catalog.name: (catalog.title, catalog.progress) for catalog in library.catalog_progress()}
    from dlread_cli.render import trees

    terminal.draw(*trees.course(entries, catalogs, following, output.display_options(language)))
