"""The search of `list`, `search` and `refresh`: what a reader typed, or what they probably meant."""

from typing import NamedTuple

from dlread_cli.domain.entries import Entry
from dlread_cli.domain.queries import EVERYTHING, Query, Sort, all_of
from dlread_cli.errors import DlreadError, QueryError
from dlread_cli.storage.snapshot import Snapshot
from dlread_cli.translation import marked, tr


class SearchResult(NamedTuple):
    """`total` counts what no limit would have left out; `text` is `query` as it was typed, or corrected."""

    entries: list[Entry]
    total: int
    query: Query
    text: str
    notice: str = ""
    """What to tell the reader where the text was corrected."""


_LITTLE, _MUCH = 2, 20
"""So few entries may be those of a typing error, if what was meant has so many times more."""


def search(
    library: Snapshot, text: str, conditions: Query, sort: Sort | None, limit: int, corrects: bool = True
) -> SearchResult:
    """What a reader typed and the options of the command together ask for.

    Without `sort`, best first: what is called so, then what the words stand in. Words that match nothing are replaced
    by the closest known ones, with a notice. Without `corrects`, for a result that is used before anybody looks at it,
    DlreadError suggests them.
    """
    if not text and sort:
        return _search_once(library, "", conditions, sort, limit)
    from dlread_cli.domain.parsing import parsed

    called = library.called(text) if not sort else []
    most = limit if limit >= 0 else None
    try:
        query = parsed(text)
    except QueryError:
        if not called:
            raise
        return SearchResult(called[:most], len(called), EVERYTHING, text)  # `muller:2020`
    found = _search_once(library, text, all_of(query, conditions), sort, limit)
    if called:
        others = [entry for entry in found.entries if entry not in called]
        entries = [*called, *others][:most]
        return found._replace(entries=entries, total=max(found.total, len(entries)))
    if found.total > (_LITTLE if corrects else 0):
        return found
    for corrected in library.corrections(text, found.query):
        other = _search_once(library, corrected, all_of(parsed(corrected), conditions), sort, limit)
        if other.total <= _MUCH * found.total:
            continue
        if not corrects:
            raise DlreadError(tr("no results for '{text}'; did you mean '{meant}'?", text=text, meant=corrected))
        few = marked("few results for '{text}'; showing '{corrected}'")
        none = marked("no results for '{text}'; showing '{corrected}'")
        return other._replace(notice=tr(few if found.total else none, text=text, corrected=corrected))
    return found


def _search_once(library: Snapshot, text: str, query: Query, sort: Sort | None, limit: int) -> SearchResult:
    if sort:
        entries = library.entries(query, sort, limit)
        return SearchResult(entries, library.count(query) if len(entries) == limit else len(entries), query, text)
    if query == EVERYTHING:
        return SearchResult([], 0, query, text)
    entries, total = library.ranked(query, limit)
    return SearchResult(entries, total, query, text)
