"""dlread rate: how good it was, from one to five stars."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.errors import UsageError


def run(words: list[str], language: str) -> None:
    """`words` are keys, and at the end the stars; 0 takes the rating away."""
    *names, last = words
    if not names:
        raise UsageError("give entries and 1 to 5 STARS, like dlread rate smac 4")
    if last not in ("0", "1", "2", "3", "4", "5"):
        raise UsageError(f"'{last}' is not a rating; give 1 to 5 stars, or 0 for none")
    stars = int(last)
    with common.open_library() as library:
        entries = common.resolve_entries(library, names)
        changes = {entry.key: {"rating": stars or None} for entry in entries if entry.rating != stars}
        signs = terminal.symbols()
        given = signs.star * stars + signs.no_star * (5 - stars) if stars else "rating removed"
        common.change(
            library, changes, given, f"{common.named(entries)} {'unchanged' if stars else 'not rated'}", language
        )
