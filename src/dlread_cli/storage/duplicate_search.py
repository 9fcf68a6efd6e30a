"""Which entry of the library is the same as something that was found elsewhere. `domain.duplicates` has the rule."""

from dlread_cli.domain import duplicates, folding
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.queries import Words
from dlread_cli.storage.snapshot import Snapshot

_TITLED = 50
"""Entries of one title to look at."""


def find_duplicate(library: Snapshot, fields: Fields) -> str:
    """Its key, or ''; by its arXiv id, DOI or repository before its title."""
    keys = [entry.key for name in duplicates.lookup_names(fields) for entry in library.called(name)]
    for title in (fields.get("title"), fields.get("title:zh")):
        if title and folding.words(title):
            keys += [entry.key for entry in library.entries(Words(title, "title", is_phrase=True), limit=_TITLED)]
    wanted = duplicates.identifiers(fields)
    known = library.fields_of(list(dict.fromkeys(keys)))
    return next(
        (key for key in dict.fromkeys(keys) if duplicates.is_same(wanted, duplicates.identifiers(known[key]))), ""
    )
