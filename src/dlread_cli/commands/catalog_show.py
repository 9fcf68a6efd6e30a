"""dlread catalog show: one catalog, with where it comes from, its version and what is wrong with it."""

import json

from dlread_cli import opening, output, terminal
from dlread_cli.domain.entries import Text
from dlread_cli.domain.subscriptions import Subscription
from dlread_cli.output import Form
from dlread_cli.storage.summary import CatalogProgress
from dlread_cli.translation import in_english, marked, tr


def run(name: str, as_json: bool, lang: str | None) -> None:
    form, language = output.form(as_json), terminal.language(lang)
    with opening.open_library() as library:
        called = opening.catalog_called(library, name)
        catalog = next(one for one in library.catalog_progress() if one.name == called)
        added = next((one for one in library.subscriptions() if one.name == catalog.name), None)
        problems = [problem for path, problem in library.problems_of_catalogs() if path == catalog.path]
    header = json.loads(catalog.header)
    if form is Form.JSON:
        output.show_json(header | {"catalog": catalog.name} | _object(catalog, added, problems))
    elif not terminal.is_pretty():
        with in_english():
            rows = _rows(catalog, added, problems)
        terminal.write_rows([("Name", catalog.name), ("Title", catalog.title.into(language)), *rows])
    else:
        from dlread_cli.render import page

        about = Text(**header.get("about", {"en": ""})).into(language)
        title, options = catalog.title.into(language), output.display_options(language)
        rows = _rows(catalog, added, problems)
        terminal.draw(*page.catalog(catalog.name, title, about, rows, header, options))


def _rows(catalog: CatalogProgress, added: Subscription | None, problems: list[str]) -> list[tuple[str, str]]:
    rows = [(marked("Source"), added.source)] if added else []
    if added and added.version:
        version = added.version.get("id") or added.version.get("sha256", "")[:12]
        rows.append(
            (marked("Version"), tr("{version}, fetched {day}", version=version, day=added.version.get("at", "")))
        )
    rows.append((marked("Progress"), tr("{read} of {total}", read=catalog.progress.read, total=catalog.progress.of)))
    rows += [(marked("File"), catalog.path)] if catalog.path else []
    return rows + [(marked("Problem"), problem) for problem in problems]


def _object(catalog: CatalogProgress, added: Subscription | None, problems: list[str]) -> dict[str, object]:
    return {
        "source_address": added.source if added else None,
        "version": dict(added.version) if added else None,
        "path": catalog.path,
        "progress": catalog.progress._asdict(),
        "problems": problems,
    }
