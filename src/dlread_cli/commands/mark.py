"""dlread mark-read and its sisters: where the reader stands with entries."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.domain.entries import Status


def run(names: list[str], status: Status, language: str) -> None:
    with common.opened() as library:
        entries = common.found(library, names)
        leaves = {leaf.key: leaf for entry in entries for leaf in library.leaves(entry.key)}
        changes = {key: {"status": status} for key, leaf in leaves.items() if leaf.status is not status}
        if not changes:
            verb = "is" if len(entries) == 1 else "are"
            terminal.say(f"{', '.join(entry.key for entry in entries)} {verb} {status} already")
            return
        changed = common.record(library, changes)
        common.show_change(library, changed, f"{len(changed)} marked {status}", language)
