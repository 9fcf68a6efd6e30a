"""Which entries of the library may be the same as what was found elsewhere. `domain.duplicates` has the rule."""

from collections.abc import Iterator, Sequence

from dlread_cli.domain import duplicates, folding
from dlread_cli.domain.duplicates import Known
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.queries import Words
from dlread_cli.storage.snapshot import Snapshot

_TITLED = 50
"""Entries of one title to look at."""

_FEW = 20
"""Titles that are searched for, at 1 ms each; for more, all titles are compared, at 10 µs each."""


def candidates(library: Snapshot, found: Sequence[Fields]) -> Known:
    """All entries that may be the same as one of these, those with the same arXiv id, DOI or address first."""
    names = {name for fields in found for name in duplicates.lookup_names(fields)}
    titles = [title for fields in found for title in (fields.get("title"), fields.get("title:zh")) if title]
    keys = [*library.keys_called(sorted(names)), *_titled(library, [one for one in titles if folding.words(one)])]
    known = Known()
    for key, fields in library.fields_of(list(dict.fromkeys(keys))).items():
        known.add(key, fields)
    return known


def _titled(library: Snapshot, titles: Sequence[str]) -> Iterator[str]:
    if len(titles) <= _FEW:
        for title in titles:
            words = Words(title, "title", is_phrase=True)
            yield from (entry.key for entry in library.entries(words, limit=_TITLED))
        return
    wanted = {tuple(folding.words(title)) for title in titles}
    for key, *names in library.titles():
        if any(tuple(folding.words(name)) in wanted for name in names if name):
            yield key
