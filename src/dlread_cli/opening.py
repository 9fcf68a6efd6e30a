"""Opens the library for a command, reports problems of the journals, and finds the entries that the reader names."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from dlread_cli import terminal
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.wording import FEW, listed
from dlread_cli.errors import DlreadError
from dlread_cli.storage.library import Library
from dlread_cli.translation import marked, tr


@contextmanager
def open_library(fetches: Callable[[str], bool] = lambda name: False) -> Iterator[Library]:
    """`fetches` says whether the command is about to fetch a list, so that it need not be said that it is missing."""
    with Library(terminal.progress(marked("reading your journals")), say_waiting) as library:
        problems = library.problems + [
            tr("{name} is not on this machine yet; dlread catalog update fetches it", name=name)
            for name in library.missing
            if not fetches(name)
        ]
        for problem in problems[:FEW]:
            terminal.say(f"dlread: {problem}")
        if (rest := len(problems) - FEW) > 0:
            terminal.say(tr("dlread: {rest:,} more problems; see dlread doctor", rest=rest))
        yield library


def say_waiting() -> None:
    terminal.say(tr("waiting for another dlread, which is reading the journals"), at_once=True)


def resolve_entries(library: Library, names: Sequence[str], may_be_none: bool = False) -> list[Entry]:
    """The entries meant, each once; `-` stands for the names on stdin, the first word of each line."""
    names = words_from_stdin(names)
    if not names and not may_be_none:
        raise DlreadError(tr("there were no keys on standard input"))
    entries = [library.find(name) for name in names]
    return list({entry.key: entry for entry in entries}.values())


def catalog_called(library: Library, name: str) -> str:
    """The catalog's name as it is written. Raises DlreadError if there is none of it."""
    catalogs = [catalog.name for catalog in library.catalog_progress()]
    if found := next((one for one in catalogs if one.lower() == name.lower()), ""):
        return found
    if name.lower() in (one.name for one in library.subscriptions()):
        raise DlreadError(tr("{name} is not on this machine yet; dlread catalog update {name} fetches it", name=name))
    raise DlreadError(tr("no catalog is called '{name}'; there are {catalogs}", name=name, catalogs=listed(catalogs)))


def words_from_stdin(words: Sequence[str]) -> list[str]:
    """The words; for `-` among them, the first word of each line on stdin, after the others."""
    if "-" not in words:
        return list(words)
    from dlread_cli import stdin

    lines = [line.split() for line in stdin.read().splitlines()]
    return [word for word in words if word != "-"] + [line[0] for line in lines if line]
