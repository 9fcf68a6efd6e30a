"""dlread rate: how good it was, from one to five stars."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dlread_cli import opening, recording, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.wording import listed
from dlread_cli.errors import UsageError
from dlread_cli.translation import plural, tr

if TYPE_CHECKING:
    from dlread_cli.render.symbols import Symbols


def run(words: list[str], lang: str | None) -> None:
    """`words` are keys, and at the end the stars; 0 takes the rating away."""
    language = terminal.language(lang)
    *names, last = words
    if not names:
        raise UsageError(tr("give entries and 1 to 5 STARS, like dlread rate smac 4"))
    if last not in ("0", "1", "2", "3", "4", "5"):
        raise UsageError(tr("'{last}' is not a rating; give 1 to 5 stars, or 0 for none", last=last))
    with opening.open_library() as library:
        entries = opening.resolve_entries(library, names)
        recording.apply(library, decide(entries, int(last), terminal.symbols()), language)


def decide(entries: Sequence[Entry], stars: int, symbols: "Symbols") -> Change:
    changes = {entry.key: {"rating": stars or None} for entry in entries if entry.rating != stars}
    given = symbols.star * stars + symbols.no_star * (5 - stars) if stars else tr("rating removed")
    keys = [entry.key for entry in entries]
    if stars:
        unchanged = plural("{names} is unchanged", "{names} are unchanged", len(keys), names=listed(keys))
    else:
        unchanged = plural("{names} is not rated", "{names} are not rated", len(keys), names=listed(keys))
    return Change(changes, given, unchanged)
