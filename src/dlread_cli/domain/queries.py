"""What a list shows, and in which order. Pure; `parsing` makes it of what a reader types, storage turns it into SQL."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    Query: TypeAlias = "Words | Is | Range | Not | All | Either"
else:  # to name them in quotes takes 1 ms of every call: `typing` compiles what stands there
    date = Query = Any


class Sort(StrEnum):
    CATALOG = "catalog"
    KEY = "key"
    TITLE = "title"
    YEAR = "year"
    STATUS = "status"
    RATING = "rating"
    CHANGED = "changed"


class Style(StrEnum):
    """How `cite` cites."""

    BIBTEX = "bibtex"
    TEXT = "text"


class Words(NamedTuple):
    """One word, or several that follow each other, in a field or (`field` is empty) in any."""

    text: str
    field: str = ""
    is_phrase: bool = False
    start: int = 0
    """Where the text stands in what was typed."""


class Is(NamedTuple):
    """`field` is `tag`, `status`, `kind` or `catalog`; `has`, of a note or a rating; `is`, of a warning or the plan."""

    field: str
    value: str


class Range(NamedTuple):
    """`field` is `year` or `rating`, or `read` or `added` with local days; both ends included."""

    field: str
    first: int | date
    last: int | date


class Not(NamedTuple):
    part: Query


class All(NamedTuple):
    parts: tuple[Query, ...] = ()


class Either(NamedTuple):
    parts: tuple[Query, ...]


EVERYTHING = All()


class Match(NamedTuple):
    """Where an entry matched: the columns of the full-text index, and the folded words, Chinese ones as pairs."""

    columns: tuple[str, ...]
    words: frozenset[str]


def all_of(*parts: Query) -> Query:
    """In its simplest form: one part alone is not wrapped, conjunctions are not nested."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(*parts: Query) -> Query:
    """As `all_of`, for alternatives."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Either) else (part,))]
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def either(field: str, values: Sequence[str]) -> Query:
    """With one of the values; without any, everything."""
    return any_of(*(Is(field, value) for value in values)) if values else EVERYTHING


def with_all(
    tag: Sequence[str] | None = None,
    status: Sequence[str] | None = None,
    kind: Sequence[str] | None = None,
    catalog: str = "",
    year: str = "",
    author: str = "",
) -> Query:
    """What the options of a command ask for: all tags, one of the statuses, one of the kinds. Raises UsageError."""
    return all_of(
        *(Is("tag", one) for one in tag or ()),
        either("status", status or ()),
        either("kind", kind or ()),
        *([Is("catalog", catalog)] if catalog else []),
        *([_in_years(year)] if year else []),
        *(Words(one, "author", start=-1) for one in author.split()),
    )


def _in_years(text: str) -> Query:
    from dlread_cli.domain.ranges import years

    return Range("year", *years(text))


def conjuncts(query: Query) -> tuple[Query, ...]:
    return query.parts if isinstance(query, All) else (query,)


def only_catalog(query: Query) -> str:
    """The catalog that all of what is asked for must be of, or ''."""
    names = [one.value for one in conjuncts(query) if isinstance(one, Is) and one.field == "catalog"]
    return names[0] if names else ""


def wanted(query: Query) -> Iterator[Query]:
    """The words and conditions that what is found may have: all but what stands under a `not`."""
    if isinstance(query, All | Either):
        for part in query.parts:
            yield from wanted(part)
    elif not isinstance(query, Not):
        yield query
