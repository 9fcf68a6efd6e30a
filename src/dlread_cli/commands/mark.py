"""dlread mark-read and its sisters: where the reader stands with entries."""

from dlread_cli import opening, recording, terminal
from dlread_cli.domain.entries import Status
from dlread_cli.domain.wording import are


def run(keys: list[str], lang: str | None, status: Status) -> None:
    language = terminal.language(lang)
    with opening.open_library() as library:
        entries = opening.resolve_entries(library, keys)
        leaves = {leaf.key: leaf for entry in entries for leaf in library.leaves(entry.key)}
        changes = {key: {"status": status} for key, leaf in leaves.items() if leaf.status is not status}
        already = f"{are([entry.key for entry in entries])} already {status}"
        recording.change(library, changes, f"{len(changes)} marked {status}", already, language)
