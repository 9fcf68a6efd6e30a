"""dlread catalog remove: unsubscribes from lists. What the reader did waits in the journal for their return."""

from collections.abc import Sequence

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import subscriptions
from dlread_cli.domain.changes import Change
from dlread_cli.domain.fields import Fields, is_personal
from dlread_cli.domain.subscriptions import Subscription
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError
from dlread_cli.storage.merging import LeftBehind
from dlread_cli.translation import tr


def run(names: list[str]) -> None:
    with opening.open_library() as library:
        wanted = list(dict.fromkeys(name.lower() for name in opening.words_from_stdin(names)))
        change = decide(wanted, library.subscriptions(), library.catalog_names(), library.left_behind(wanted))
        recording.apply(library, change, terminal.language(None))


def decide(
    names: Sequence[str],
    known: Sequence[Subscription],
    catalogs: Sequence[str],
    left_behind: Sequence[LeftBehind],
) -> Change:
    """What is left behind keeps what the reader did with it in the lists that go. Raises DlreadError."""
    there = [one.name for one in known]
    for name in names:
        if name not in there and name in map(str.lower, catalogs):
            raise DlreadError(tr("{name} was not added with dlread catalog add, so it cannot be removed", name=name))
        if name not in there:
            if not there:
                raise DlreadError(tr("no list is called '{name}'; you have not added any", name=name))
            raise DlreadError(tr("no list is called '{name}'; you have added {names}", name=name, names=listed(there)))
    changes: dict[str, Fields] = {one.key: carried for one in left_behind if (carried := _carried(one))}
    changes |= {subscriptions.key_of(name): {"subscription": None, "version": None} for name in names}
    return Change(
        changes,
        tr("removed {names}", names=listed(names)),
        remark=tr("your status, ratings, notes and tags come back if you add it again") if len(names) == 1 else "",
        shown=[subscriptions.key_of(name) for name in names],
    )


def _carried(one: LeftBehind) -> Fields:
    return {
        name: value
        for name, (value, _) in one.all.items()
        if is_personal(name) and value is not None and one.own.get(name, (None, ""))[0] != value
    }
