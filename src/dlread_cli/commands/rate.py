"""dlread rate: how good it was, from one to five stars."""

from dlread_cli import terminal
from dlread_cli.commands import common


def run(names: list[str], stars: int, language: str) -> None:
    """No stars take the rating away."""
    with common.opened() as library:
        entries = common.found(library, names)
        changed = common.record(library, {entry.key: {"rating": stars or None} for entry in entries})
        signs = terminal.signs()
        given = signs.star * stars + signs.no_star * (5 - stars) if stars else "rating removed"
        common.show_change(library, changed, given, language)
