"""When two entries are one: the one idea of it, for everything that adds. Pure.

The same arXiv id in any version, the same DOI, the same repository, or the same title by the same first author; or a
title alone, of four words or more, where one of them has nothing else.
So a preprint and its published version are one; two papers with different arXiv ids never are.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from dlread_cli.domain import folding, identity, names
from dlread_cli.domain.fields import KEY, OF_VENUE, Fields, links
from dlread_cli.translation import marked


class Identifiers(NamedTuple):
    """What an entry is known by; `addresses` are those of its code and of pages about it alone."""

    arxiv: str
    doi: str
    addresses: frozenset[str]
    titles: frozenset[str]
    """As `folded_title` has them."""
    author: str


_OTHERS = {"docs", "dataset", "package", "related", "successor", "successor-paper", "blog"}
"""Kinds of links that several papers may share."""


@lru_cache(maxsize=1_000)
def _is_its_own(kind: str) -> bool:
    """`related-2` is a second such link."""
    return re.sub(r"-\d+$", "", kind) not in _OTHERS


def identifiers(fields: Fields) -> Identifiers:
    ids = [fields.get(field) or "" for field in ("arxiv", "doi")]
    titles = [fields.get(field) or "" for field in ("title", "title:zh")]
    author = next(iter(fields.get("authors") or ()), "")
    return _identifiers(*ids, *titles, author, tuple(links(fields).items()), identity.own_names(fields))


@lru_cache(maxsize=20_000)  # an import asks twice: for what it found, and for what the library has
def _identifiers(
    arxiv: str, doi: str, en: str, zh: str, author: str, links: Iterable[tuple[str, str]], own: frozenset[str]
) -> Identifiers:
    named = {kind: identity.name(url) for kind, url in links if _is_its_own(kind)}
    ids = [identity.name(arxiv), identity.name(doi), *(named[kind] for kind in ("paper", "pdf") if kind in named)]
    return Identifiers(
        next(filter(identity.is_arxiv, ids), ""),
        next(filter(identity.is_doi, ids), ""),
        own | {one for one in named.values() if not identity.is_arxiv(one) and not identity.is_doi(one)},
        frozenset(filter(None, map(folded_title, (en, zh)))),
        names.folded_family(author),
    )


def folded_title(title: str) -> str:
    """Its words, folded, with a space between them."""
    return " ".join(folding.words(title))


def is_same(one: Identifiers, other: Identifiers) -> bool:
    return bool(same_by(one, other))


def same_by(one: Identifiers, other: Identifiers) -> str:
    """What shows that they are the same: `DOI`, `arXiv id`, `title`, `address`; '' if they are not."""
    if one.doi and one.doi == other.doi:
        return marked("DOI")
    if one.arxiv and other.arxiv:
        return marked("arXiv id") if one.arxiv == other.arxiv else ""
    by_same = one.author == other.author
    is_likely = by_same or not one.author or not other.author
    if one.titles & other.titles and ((one.author and by_same) or (is_likely and not _are_named_apart(one, other))):
        return marked("title")
    return marked("address") if one.addresses & other.addresses and is_likely else ""


def _are_named_apart(one: Identifiers, other: Identifiers) -> bool:
    """Both have names; or one has, and the title is one that many things have."""
    has_name = [bool(each.doi or each.arxiv or each.addresses or each.author) for each in (one, other)]
    shared = one.titles & other.titles
    return all(has_name) or (any(has_name) and all(len(title.split()) < _TELLING for title in shared))


_TELLING = 4
"""Words of a title that is enough where nothing else is known."""


class Known:
    """Entries to compare new ones with, which finds the same one without a look at all of them."""

    def __init__(self) -> None:
        self.fields: dict[str, Fields] = {}
        self._keys: dict[Hashable, list[str]] = {}
        self._identifiers: dict[str, Identifiers] = {}

    def add(self, key: str, fields: Fields, known: Identifiers | None = None) -> None:
        """Also when more of an entry is known than before. `known` are its identifiers, if they have been found."""
        self.fields[key] = fields
        self._identifiers[key] = found = known or identifiers(fields)
        for trait in _traits(found):
            keys = self._keys.setdefault(trait, [])
            if key not in keys and len(keys) < _SHARED:
                keys.append(key)

    def find(self, wanted: Identifiers, called: str = "") -> tuple[str, str]:
        """The key of the entry that is the same, and what shows it, as `same_by`; two empty texts if there is none.

        `called` is a key that it may have: then a title that is much alike is enough, as that of an edited entry.
        """
        there = self._identifiers.get(called)
        if there and wanted.author == there.author and _are_alike(wanted.titles, there.titles):
            return called, "key"
        for key in dict.fromkeys(key for trait in _traits(wanted) for key in self._keys.get(trait, ())):
            if why := same_by(wanted, self._identifiers[key]):
                return key, why
        return "", ""


_SHARED = 50
"""Entries of one trait to compare."""

_ALIKE = 0.5
"""Of the words of two titles, those that they have in common."""


def _are_alike(some: Iterable[str], others: Iterable[str]) -> bool:
    pairs = ((set(one.split()), set(other.split())) for one in some for other in others)
    return any(len(one & other) >= _ALIKE * len(one | other) for one, other in pairs)


def _traits(found: Identifiers) -> list[Hashable]:
    """What entries that are the same have at least one of in common."""
    return [*filter(None, (found.arxiv, found.doi)), *sorted(found.addresses), *sorted(found.titles)]


def lookup_names(found: Identifiers) -> set[str]:
    """What to ask a library for, to find all that may be the same by more than its title."""
    return {found.arxiv, found.doi, *found.addresses} - {""}


_SMALL = {
    *("a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "if", "in", "into"),
    *("is", "it", "its", "of", "on", "or", "that", "the", "their", "this", "to", "toward", "towards", "via", "we"),
    *("what", "when", "where", "which", "why", "with", "without", "you", "your"),
}


def new_key(fields: Fields) -> str:
    """`vaswani2017attention`: family name, year, first word of weight; of a repository alone, its name."""
    if fields.get("title") and not fields.get("link:repository") and fields["title"] == placeholder(fields):
        return re.sub(r"[^a-z0-9._+-]+", "-", fields["title"].lower())[:64].strip("._+-") or "entry"
    author = next((_plain(names.short(one)) for one in fields.get("authors") or ()), "")
    words = (_plain(found[0]) for found in re.finditer(r"[\w'’-]+", fields.get("title") or ""))
    word = next((one for one in words if one and one not in _SMALL), "")
    repository = identity.github(fields.get("link:repository") or "")
    if repository and not author:
        word = re.sub(r"[^A-Za-z0-9._+-]", "", repository.split("/")[1]).lower().lstrip("._+-")
        return word[:64] or "repository"
    year = str(fields.get("year") or "")
    made = f"{author}{year}{word}"[:64]
    return made if KEY.fullmatch(made) and (author or word) else f"entry{year}"


def _plain(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folding.plain(word))


def missing(found: Fields, known: Mapping[str, Any]) -> Fields:
    """What was found and is not known yet; nothing that somebody has already is taken away, and no tag is added.

    Volume, publisher and the like are those of the venue that was found, and a month is that of the year: with others
    they would be wrong.
    """
    there = {identity.name(url) for url in links(dict(known)).values()}
    is_elsewhere = known.get("venue") and known["venue"] not in (found.get("venue"), found.get("venue:name"))
    is_stub = known.get("title") not in (None, "", found.get("title")) and known["title"] == placeholder(found)
    return {
        field: value
        for field, value in found.items()
        if not field.startswith("tag:")
        and (not known.get(field) or (field == "title" and is_stub))
        and not (field.startswith("link:") and identity.name(value) in there)
        and not (field == "month" and known.get("year") not in (None, "", found.get("year")))
        and not (field == "venue:name" and known.get("venue"))
        and not (field in OF_VENUE and field != "pages" and is_elsewhere)
    }


def placeholder(fields: Fields) -> str:
    """The title of an entry of which nothing but its name is known."""
    if arxiv := fields.get("arxiv"):
        return f"arXiv:{arxiv}"
    if doi := fields.get("doi"):
        return f"doi:{doi}"
    return identity.github(fields.get("link:repository") or "") or re.sub(
        r"^https?://(www\.)?|/$", "", next(iter(links(fields).values()), "")
    )


def unused_key(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The key, or with the first number that makes it one of its own: `smith2020deep-2`."""
    return next(one for one in numbered(wanted) if not is_taken(one))


def numbered(wanted: str) -> Iterator[str]:
    """The key, then with 2, 3 and so on. Who asks for thousands of one name goes on where the last one was found."""
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(2))
