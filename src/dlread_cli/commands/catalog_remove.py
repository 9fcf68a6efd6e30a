"""dlread catalog remove: unsubscribes from lists. What the reader did waits in the journal for their return."""

from collections.abc import Sequence

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import subscriptions
from dlread_cli.domain.changes import Change
from dlread_cli.domain.subscriptions import Subscription
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError


def run(names: list[str]) -> None:
    with opening.open_library() as library:
        change = decide(opening.words_from_stdin(names), library.subscriptions(), library.catalog_names())
        recording.apply(library, change, terminal.language(None))


def decide(names: Sequence[str], known: Sequence[Subscription], catalogs: Sequence[str]) -> Change:
    """Raises DlreadError."""
    there = [one.name for one in known]
    wanted = list(dict.fromkeys(name.lower() for name in names))
    for name in wanted:
        if name not in there and name in map(str.lower, catalogs):
            raise DlreadError(f"{name} was not added with dlread catalog add, so it cannot be removed")
        if name not in there:
            ways = f"you have added {listed(there)}" if there else "you have not added any"
            raise DlreadError(f"no list is called '{name}'; {ways}")
    return Change(
        {subscriptions.key_of(name): {"subscription": None, "version": None} for name in wanted},
        f"removed {listed(wanted)}",
        remark="your status, ratings, notes and tags come back if you add it again" if len(wanted) == 1 else "",
    )
