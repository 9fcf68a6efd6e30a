"""dlread mark-read and its sisters: where the reader stands with entries."""

from collections.abc import Iterable, Sequence

from dlread_cli import opening, recording, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Entry, Status
from dlread_cli.domain.wording import listed
from dlread_cli.translation import plural, tr


def run(keys: list[str], lang: str | None, status: Status) -> None:
    language = terminal.language(lang)
    with opening.open_library() as library:
        entries = opening.resolve_entries(library, keys)
        leaves = [leaf for entry in entries for leaf in library.leaves(entry.key)]
        recording.apply(library, decide(entries, leaves, status), language)


def decide(entries: Sequence[Entry], leaves: Iterable[Entry], status: Status) -> Change:
    """`leaves` are what is read of the entries: of a section, all its parts."""
    changes = {leaf.key: {"status": status} for leaf in leaves if leaf.status is not status}
    keys, word = [entry.key for entry in entries], tr(status)
    unchanged = plural(
        "{names} is already {status}", "{names} are already {status}", len(keys), names=listed(keys), status=word
    )
    return Change(changes, tr("{number} marked {status}", number=len(changes), status=word), unchanged)
