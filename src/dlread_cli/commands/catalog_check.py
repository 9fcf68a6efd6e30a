"""dlread catalog check: what is wrong with lists, for who keeps them and for their CI."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from dlread_cli import lists, opening, terminal
from dlread_cli.domain import subscriptions
from dlread_cli.domain.curation import mistakes
from dlread_cli.domain.sources import Source
from dlread_cli.storage.catalogs import CatalogError
from dlread_cli.storage.library import Library
from dlread_cli.translation import plural, tr


def run(files: list[str]) -> int:
    """Returns the exit status: 1 if anything is wrong."""
    found = 0
    with opening.open_library() as library:
        for name in files:
            fetched = lists.fetch(Source("file", name))
            try:
                catalog = fetched.catalog
            except CatalogError as error:
                problems, entries = [(error.line, error.why)], 0
            else:
                problems = [(problem.line, problem.why) for problem in (*catalog.fatal, *catalog.problems)]
                problems += [(0, told)] if (told := subscriptions.why_not(catalog.name)) else []
                problems += sorted(mistakes(catalog.entries, lambda key: _is_known(library, key)))
                entries = subscriptions.size(catalog.entries)
            terminal.write(_placed(Path(name), problems))
            found += len(problems)
            size = plural("{count:,} entry", "{count:,} entries", entries, count=entries)
            count = plural("{count:,} problem", "{count:,} problems", len(problems), count=len(problems))
            wrong = count if problems else tr("no problems")
            terminal.say(tr("{file}: {entries}, {problems}", file=name, entries=size, problems=wrong))
    return 1 if found else 0


def _is_known(library: Library, key: str) -> bool:
    return library.is_taken(key)


def _placed(path: Path, problems: Iterable[tuple[int, str]]) -> Iterator[str]:
    """`seminar.yaml:7: ...`, as compilers say it and editors read it."""
    for line, why in problems:
        yield f"{path}:{line}: {why}" if line else f"{path}: {why}"
