"""dlread rate: how good it was, from one to five stars."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.errors import UsageError


def run(words: list[str], language: str) -> None:
    """`words` are keys, and at the end the stars; 0 takes the rating away."""
    *names, last = words
    if not names or last not in "012345" or len(last) != 1:
        raise UsageError(f"STARS are missing, 0 to 5, after the entries: dlread rate {words[0]} 4")
    stars = int(last)
    with common.opened() as library:
        entries = common.found(library, names)
        changes = {entry.key: {"rating": stars or None} for entry in entries if entry.rating != stars}
        signs = terminal.signs()
        given = signs.star * stars + signs.no_star * (5 - stars) if stars else "rating removed"
        common.change(library, changes, given, f"{common.named(entries)} rated so already", language)
