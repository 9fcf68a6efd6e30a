"""dlread list: the entries that fulfil some conditions."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form
from dlread_cli.domain.filters import Filter, Sort
from dlread_cli.storage.library import Library


def run(filter_: Filter, sort: Sort, limit: int, form: Form, language: str) -> None:
    with common.opened() as library:
        entries = library.entries(filter_, sort, limit)
        is_tree = sort is Sort.CATALOG and not filter_.is_narrow
        common.show(library, entries, form, language, is_tree)
        if not limit:
            return
        if not entries:
            terminal.say(_why_nothing(library, filter_))
        elif form is Form.AUTO and terminal.is_interactive():
            from dlread_cli.render.tables import legend

            total = len(entries) if limit < 0 else library.count(filter_)
            more = f" of {total}" if total > len(entries) else ""
            meaning = legend(entries, terminal.signs())
            dot = f" {terminal.signs().dot} "
            terminal.say(
                dot.join(
                    [f"{len(entries)}{more} {'entry' if total == 1 else 'entries'}"]
                    + ([f"{meaning}, see dlread show"] if meaning else [])
                )
            )


def _why_nothing(library: Library, filter_: Filter) -> str:
    used = {tag for tag, _, _ in library.tags()}
    if unknown := [tag for tag in filter_.tags if library.tag_called(tag) not in used]:
        return f"no entry has the tag '{unknown[0]}'; {_nearest(unknown[0], used)}dlread tags lists them all"
    catalogs = [shelf.name for shelf in library.shelves()]
    if filter_.catalog and filter_.catalog.lower() not in catalogs:
        return f"no catalog is called '{filter_.catalog}'; there are {', '.join(catalogs)}"
    return "no entry fulfils all of this"


def _nearest(word: str, words: set[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word.lower(), sorted(words), 1, 0.6)
    return f"did you mean '{near[0]}'? " if near else ""
