"""dlread course: courses as a tree, with what is read and what is next."""

from dlread_cli import opening, output, terminal
from dlread_cli.domain.entries import Kind
from dlread_cli.domain.queries import Is
from dlread_cli.output import Form
from dlread_cli.translation import tr


def run(catalog: str, as_json: bool, keys: bool, lang: str | None) -> None:
    form, language = output.form(as_json, keys), terminal.language(lang)
    with opening.open_library() as library:
        wanted = Is("catalog", opening.catalog_called(library, catalog)) if catalog else Is("kind", Kind.SECTION)
        entries = library.entries(wanted)
        if form is not Form.AUTO or not terminal.is_pretty():
            output.show(library, entries, form, language)
            return
        following = {entry.key for entry, _ in library.suggestions(wanted, 1)}
        catalogs = {one.name: (one.title, one.progress) for one in library.catalog_progress()}
    from dlread_cli.render import trees

    in_sections = [entry for entry in entries if entry.kind == Kind.SECTION or entry.parent]
    if not in_sections:
        terminal.say(tr("{name} has no sections; dlread list --catalog {name} lists its entries", name=catalog))
    terminal.draw(*trees.course(in_sections, catalogs, following, output.display_options(language)))
