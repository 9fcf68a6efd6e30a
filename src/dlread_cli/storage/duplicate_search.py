"""Which entries of the library may be the same as what was found elsewhere. `domain.duplicates` has the rule."""

from collections.abc import Iterable, Iterator, Sequence, Set

from dlread_cli.domain import duplicates
from dlread_cli.domain.duplicates import Identifiers, Known
from dlread_cli.domain.fields import Fields, overlay
from dlread_cli.domain.history import Overrides
from dlread_cli.domain.queries import Words
from dlread_cli.storage.snapshot import Snapshot

Layers = dict[str, tuple[Fields, Overrides]]
"""By key: what a catalog says of an entry, and what the reader said."""

_TITLED = 50
"""Entries of one title to look at."""

_FEW = 20
"""Titles that are searched for, at 1 ms each; for more, all titles are compared, at 10 µs each."""


def candidates(library: Snapshot, found: Sequence[Identifiers], keys: Iterable[str] = ()) -> tuple[Known, Layers]:
    """All entries that may be the same as one of these, or have one of the keys, and their layers."""
    names = set(keys).union(*map(duplicates.lookup_names, found))
    titles = {title for one in found for title in one.titles}
    likely = dict.fromkeys([*library.keys_called(sorted(names)), *_titled(library, titles)])
    known = Known()
    layers = library.base_and_overrides(list(likely))
    for key, (base, own) in layers.items():
        known.add(key, overlay(base, own))
    return known, layers


def _titled(library: Snapshot, titles: Set[str]) -> Iterator[str]:
    """Keys; of folded titles."""
    if len(titles) <= _FEW:
        for title in sorted(titles):
            query = Words(title, "title", is_phrase=True)
            yield from (entry.key for entry in library.entries(query, limit=_TITLED))
        return
    for key, *names in library.titles():
        if any(duplicates.folded_title(name) in titles for name in names if name):
            yield key
