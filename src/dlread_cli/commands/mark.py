"""dlread mark-read and its sisters: where the reader stands with entries."""

from dlread_cli.commands import common
from dlread_cli.domain.entries import Status


def run(names: list[str], status: Status, language: str) -> None:
    with common.open_library() as library:
        entries = common.resolve_entries(library, names)
        leaves = {leaf.key: leaf for entry in entries for leaf in library.leaves(entry.key)}
        changes = {key: {"status": status} for key, leaf in leaves.items() if leaf.status is not status}
        already = f"{common.named(entries)} already {status}"
        common.change(library, changes, f"{len(changes)} marked {status}", already, language)
