"""dlread rate: how good it was, from one to five stars."""

from dlread_cli import opening, recording, terminal
from dlread_cli.domain.wording import are
from dlread_cli.errors import UsageError


def run(words: list[str], lang: str | None) -> None:
    """`words` are keys, and at the end the stars; 0 takes the rating away."""
    language = terminal.language(lang)
    *names, last = words
    if not names:
        raise UsageError("give entries and 1 to 5 STARS, like dlread rate smac 4")
    if last not in ("0", "1", "2", "3", "4", "5"):
        raise UsageError(f"'{last}' is not a rating; give 1 to 5 stars, or 0 for none")
    stars = int(last)
    with opening.open_library() as library:
        entries = opening.resolve_entries(library, names)
        changes = {entry.key: {"rating": stars or None} for entry in entries if entry.rating != stars}
        signs = terminal.symbols()
        given = signs.star * stars + signs.no_star * (5 - stars) if stars else "rating removed"
        unchanged = f"{are([entry.key for entry in entries])} {'unchanged' if stars else 'not rated'}"
        recording.change(library, changes, given, unchanged, language)
