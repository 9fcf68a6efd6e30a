"""Which entries of the library may be the same as what was found elsewhere. `domain.duplicates` has the rule."""

from collections.abc import Iterable, Iterator, Sequence, Set

from dlread_cli.domain import duplicates, folding
from dlread_cli.domain.duplicates import Identifiers, Known
from dlread_cli.domain.fields import overlay
from dlread_cli.domain.history import Overrides
from dlread_cli.domain.queries import Words
from dlread_cli.storage.snapshot import Snapshot

_TITLED = 50
"""Entries of one title to look at."""

_FEW = 20
"""Titles that are searched for, at 1 ms each; for more, all titles are compared, at 10 µs each."""


def candidates(
    library: Snapshot, found: Sequence[Identifiers], keys: Iterable[str] = ()
) -> tuple[Known, dict[str, Overrides]]:
    """All entries that may be the same as one of these, or have one of the keys, and what the reader said of each."""
    names = set(keys).union(*map(duplicates.lookup_names, found))
    titles = {words for one in found for words in one.titles}
    likely = dict.fromkeys([*library.keys_called(sorted(names)), *_titled(library, titles)])
    known = Known()
    layers = library.base_and_overrides(list(likely))
    for key, (base, own) in layers.items():
        known.add(key, overlay(base, own))
    return known, {key: own for key, (_, own) in layers.items()}


def _titled(library: Snapshot, titles: Set[tuple[str, ...]]) -> Iterator[str]:
    """Keys; of titles as folded words."""
    if len(titles) <= _FEW:
        for words in sorted(titles):
            query = Words(" ".join(words), "title", is_phrase=True)
            yield from (entry.key for entry in library.entries(query, limit=_TITLED))
        return
    for key, *names in library.titles():
        if any(tuple(folding.words(name)) in titles for name in names if name):
            yield key
