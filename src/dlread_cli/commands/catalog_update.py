"""dlread catalog update: fetches lists again, and shows what is new, changed and gone."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from dlread_cli import clock, lists, opening, output, recording, terminal
from dlread_cli.domain import subscriptions, updates
from dlread_cli.domain.changes import Change
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.history import Overrides
from dlread_cli.domain.subscriptions import Subscription
from dlread_cli.domain.updates import Difference
from dlread_cli.domain.wording import joined, listed
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.lists import Fetched
from dlread_cli.storage.library import Library
from dlread_cli.translation import in_english, plural, tr

SHOWN = 20
"""Entries of each kind that a terminal gets; a pipe gets all."""


class Update(NamedTuple):
    """A list as it was fetched just now, and what that changes."""

    list: Subscription
    fetched: Fetched
    version: Mapping[str, str]
    difference: Difference
    is_first: bool
    """There was no copy of it here."""


def run(names: list[str] | None, dry_run: bool) -> int:
    """Returns the exit status: not 0 if a list could not be fetched or read."""
    status = 0
    found = []
    wanted = set(map(str.lower, names or []))
    with opening.open_library(fetches=lambda name: not wanted or name in wanted) as library:
        for one in _chosen(library.subscriptions(), names or []):
            try:
                found.append(_fetched(library, one))
            except DlreadError as error:
                terminal.say(_failed(one.name, error, has_copy=one.name not in library.missing_lists()))
                status = max(status, error.exit_status if isinstance(error, NetworkError) else 1)
        own = library.base_and_overrides([key for one in found for key in _concerned(one.difference)])
        layers = {key: overrides for key, (_, overrides) in own.items()}
        _show(found, layers)
        if not dry_run:
            for update in found:
                update.fetched.keep(update.list.name)
            change = decide(found, layers, clock.today().isoformat())
            if change.assignments:
                recording.record(library, lambda: change)
                terminal.say(f"{change.done} {terminal.symbols().dot} {tr(change.way_back)}")
        elif found:
            terminal.say(tr("nothing was changed"))
    return status


def _failed(name: str, error: DlreadError, has_copy: bool) -> str:
    if has_copy:
        return tr("dlread: {name}: {error}; the last copy counts", name=name, error=error)
    return tr("dlread: {name}: {error}; there is no copy on this machine yet", name=name, error=error)


def _chosen(known: Sequence[Subscription], names: Sequence[str]) -> list[Subscription]:
    """Raises DlreadError."""
    by_name = {one.name: one for one in known}
    if not known:
        raise DlreadError(tr("you have not added any lists; dlread catalog add adds one"))
    if unknown := [name for name in names if name.lower() not in by_name]:
        there = listed(list(by_name))
        raise DlreadError(tr("no list is called '{name}'; you have added {names}", name=unknown[0], names=there))
    return [by_name[name] for name in dict.fromkeys(map(str.lower, names))] or list(known)


def _fetched(library: Library, one: Subscription) -> Update:
    """Raises DlreadError."""
    source = lists.located(one.source)
    fetched = lists.fetch(source)
    new = dict(subscriptions.qualified(one.name, lists.read(source, fetched).entries))
    old = library.bases_of(one.name)
    return Update(one, fetched, fetched.version(clock.today()), updates.difference(old, new), not old)


def _concerned(difference: Difference) -> list[str]:
    """Keys of entries of which the journal may have something to say that matters."""
    return [*difference.new, *difference.gone]


def decide(found: Sequence[Update], layers: Mapping[str, Overrides], day: str) -> Change:
    """`layers` are what the reader did with entries that are new or gone."""
    assignments: dict[str, Fields] = {}
    for one in found:
        told = {name: text for name, text in one.version.items() if name != "at"}
        if told != {name: text for name, text in one.list.version.items() if name != "at"}:
            assignments[subscriptions.key_of(one.list.name)] = {"version": dict(one.version)}
        for key, fields in one.difference.gone.items():
            if updates.is_touched(layers.get(key, {})):
                assignments[key] = updates.kept(fields, layers[key], day)
        for key in one.difference.new:
            if back := updates.listed_again(layers.get(key, {})):
                assignments[key] = back
    names = [one.list.name for one in found if subscriptions.key_of(one.list.name) in assignments]
    return Change(assignments, tr("updated {names}", names=listed(names)) if names else "")


def _show(found: Sequence[Update], layers: Mapping[str, Overrides]) -> None:
    for one in found:
        name, difference = one.list.name, one.difference
        if difference.is_nothing:
            terminal.say(tr("{name}: up to date", name=name))
        elif one.is_first:
            count = subscriptions.size(list(difference.new.items()))
            text = plural("{count:,} entry", "{count:,} entries", count, count=count)
            terminal.say(tr("{subject}: {text}", subject=name, text=text))
        else:
            with nullcontext() if terminal.is_pretty() else in_english():
                rows = list(_rows(difference, layers))
            output.show_rows([(_in_words(kind), *rest) for kind, *rest in rows] if terminal.is_pretty() else rows)
            counts = (
                (tr("{count:,} new", count=len(difference.new)), difference.new),
                (tr("{count:,} changed", count=len(difference.changed)), difference.changed),
                (tr("{count:,} gone", count=len(difference.gone)), difference.gone),
            )
            text = joined([told for told, some in counts if some])
            terminal.say(tr("{subject}: {text}", subject=name, text=text))


def _in_words(kind: str) -> str:
    """For a reader; of an entry, which Chinese does not call gone as it does a link."""
    words = {"new": tr("new"), "changed": tr("changed"), "gone": tr("Gone").lower()}
    return words[kind]


def _rows(difference: Difference, layers: Mapping[str, Overrides]) -> Iterator[tuple[str, str, str, str]]:
    """What happened, the key, the title, and more: the fields that changed, or that the entry stays."""
    rows = [("new", key, fields, "") for key, fields in difference.new.items()]
    rows += [("changed", key, fields, ", ".join(names)) for key, (fields, names) in difference.changed.items()]
    stays = tr("kept, because you have a status, note or tag there")
    rows += [
        ("gone", key, fields, stays if updates.is_touched(layers.get(key, {})) else "")
        for key, fields in difference.gone.items()
    ]
    most = SHOWN if terminal.is_pretty() else len(rows)
    for kind in ("new", "changed", "gone"):
        some = [(word, key, _title(fields), more) for word, key, fields, more in rows if word == kind]
        yield from some[:most]
        if len(some) > most:
            yield kind, tr("and {count:,} more", count=len(some) - most), "", ""


def _title(fields: Fields) -> str:
    return str(fields.get("title") or fields.get("title:zh", ""))
