"""What several commands do alike: open the library, take keys, record a change, show entries in the form asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from dlread_cli import terminal
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.queries import EVERYTHING, Query, Sort, all_of
from dlread_cli.domain.wording import FEW, listed
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.storage.library import Library

if TYPE_CHECKING:
    from dlread_cli.domain.graph import CycleError
    from dlread_cli.render.tables import DisplayOptions


class Form(Enum):
    """AUTO is a table for a person and tab-separated lines for a pipe."""

    AUTO = "auto"
    JSON = "json"
    KEYS = "keys"


def form(as_json: bool, keys: bool = False) -> Form:
    if as_json and keys:
        raise UsageError("choose one of --json and --keys")
    return Form.JSON if as_json else Form.KEYS if keys else Form.AUTO


@contextmanager
def open_library() -> Iterator[Library]:
    with Library(terminal.progress("reading your journals"), _waiting) as library:
        for problem in library.problems[:FEW]:
            terminal.say(f"dlread: {problem}")
        if (rest := len(library.problems) - FEW) > 0:
            terminal.say(f"dlread: {rest:,} more problems; see dlread doctor")
        yield library


def _waiting() -> None:
    terminal.say("waiting for another dlread, which is reading the journals")


def resolve_entries(library: Library, names: Sequence[str], may_be_none: bool = False) -> list[Entry]:
    """The entries meant, each once; `-` stands for the names on stdin, the first word of each line."""
    if "-" in names:
        lines = [line.split() for line in terminal.read().splitlines()]
        names = [name for name in names if name != "-"] + [words[0] for words in lines if words]
        if not names and not may_be_none:
            raise DlreadError("there were no keys on standard input")
    entries = [library.find(name) for name in names]
    return list({entry.key: entry for entry in entries}.values())


class SearchResult(NamedTuple):
    """`total` counts what no limit would have left out; `text` is `query` as it was typed, or corrected."""

    entries: list[Entry]
    total: int
    query: Query
    text: str


def search(library: Library, text: str, conditions: Query, sort: Sort | None, limit: int) -> SearchResult:
    """What a reader typed and the options of the command together ask for.

    Without `sort`, best first: what is called so, then what the words stand in. Where the words are nowhere, the
    nearest ones that the library has are taken, and that is said.
    """
    if not text and sort:
        return _search_once(library, "", conditions, sort, limit)
    from dlread_cli.domain.parsing import parsed

    called = library.called(text) if not sort else []
    found = _search_once(library, text, all_of(parsed(text), conditions), sort, limit)
    if called:
        others = [entry for entry in found.entries if entry not in called]
        entries = [*called, *others][: limit if limit >= 0 else None]
        return found._replace(entries=entries, total=max(found.total, len(entries)))
    if found.total > _LITTLE:
        return found
    for corrected in library.corrections(text, found.query):
        other = _search_once(library, corrected, all_of(parsed(corrected), conditions), sort, limit)
        if other.total > _MUCH * found.total:
            terminal.say(f"{'few' if found.total else 'no'} results for '{text}'; showing '{corrected}'")
            return other
    return found


_LITTLE, _MUCH = 2, 20
"""So few entries may be those of a typing error, if what was meant has so many times more."""


def _search_once(library: Library, text: str, query: Query, sort: Sort | None, limit: int) -> SearchResult:
    if sort:
        entries = library.entries(query, sort, limit)
        return SearchResult(entries, library.count(query) if len(entries) == limit else len(entries), query, text)
    if query == EVERYTHING:
        return SearchResult([], 0, query, text)
    entries, total = library.ranked(query, limit)
    return SearchResult(entries, total, query, text)


def record(library: Library, changes: Mapping[str, Mapping[str, Any]]) -> list[Entry]:
    """Writes the changes as one step of undo; returns the entries as they are then."""
    from dlread_cli.storage import journal

    with journal.writing(library, terminal.say) as write:
        write(changes)
    return [library.find(key) for key in changes]


def change(library: Library, changes: Mapping[str, Mapping[str, Any]], done: str, already: str, language: str) -> None:
    """Records it; what changed goes to stdout, what was done and how to undo it to stderr.

    Without any change nothing is written, and `already` is said.
    """
    if not changes:
        terminal.say(already)
        return
    changed = record(library, changes)
    try:
        show(library, changed, Form.AUTO, language)
    finally:  # even when nobody can see the entries any more, it is done
        terminal.say(f"{done} {terminal.symbols().dot} dlread undo takes it back")


def show(library: Library, entries: Sequence[Entry], form: Form, language: str) -> None:
    """In the form asked for; `list` and `search` have more to say to a person."""
    from dlread_cli.render import plain

    if form is Form.KEYS:
        terminal.write(entry.key for entry in entries)
    elif form is Form.JSON:
        details = library.details_of([entry.key for entry in entries])
        show_json([plain.as_object(entry, details[entry.key]) for entry in entries])
    elif terminal.is_interactive():
        from dlread_cli.render import tables

        terminal.draw(*tables.listing(entries, display_options(language)))
    else:
        terminal.write_rows(plain.columns(entry, language) for entry in entries)


def show_json(value: Any) -> None:
    from dlread_cli.render import plain

    terminal.write(plain.as_json(value, only_ascii=not terminal.speaks_unicode()).split("\n"))


def show_rows(rows: Iterable[Sequence[str]]) -> None:
    """For a person in columns that line up, else separated by tabs."""
    if not terminal.is_interactive():
        terminal.write_rows(rows)
        return
    from dlread_cli.render import tables

    terminal.draw(tables.columns(rows, display_options("en")))


def today() -> date:
    """In the system's time zone."""
    from dlread_cli.domain.diary import local_day

    return local_day(datetime.now(UTC).isoformat())


def named(entries: Sequence[Entry]) -> str:
    """`smac is`, `smac, sdr are`."""
    return listed([entry.key for entry in entries]) + (" is" if len(entries) == 1 else " are")


def display_options(language: str) -> "DisplayOptions":
    from dlread_cli.render.tables import DisplayOptions

    return DisplayOptions(terminal.width(), language, terminal.symbols())


def address(library: Library, entry: Entry, kind: str) -> str:
    """What `open` opens, by kind of link; without a kind, the code of a paper or the slides of a section."""
    from dlread_cli import browser
    from dlread_cli.domain.entries import main_link

    links = library.details(entry.key).links
    kinds = ("lecture-video", "video") if kind == "video" else (kind,)
    url = next((links[one] for one in kinds if one in links), "") if kind else main_link(links)
    if not url:
        wanted = f"no {kind} link" if kind else "no address"
        others = f"; it has {listed(list(links))}" if links else ""
        raise DlreadError(f"'{entry.key}' has {wanted}{others}")
    browser.check(url, entry.key)
    return url


def describe_cycle(library: Library, error: "CycleError") -> str:
    """The members, and where in which catalog they stand; of a large circle the first ones."""
    *members, _ = reversed(error.keys)
    shown = members[:FEW]
    positions = listed(list(dict.fromkeys(library.where(key) for key in shown)))
    rest = f"{len(members) - FEW:,} more need " if len(members) > FEW else ""
    chain = " needs ".join([*shown, rest + members[0]])
    return f"{chain}: these require each other; remove one read_first ({positions})"
