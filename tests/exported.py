"""Entries as the writers of formats get them, and any fields that an entry may have."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from dlread_cli.domain import details, fields
from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry, Kind, Status, main_link
from dlread_cli.domain.fields import VENUES

AT = "2026-11-22T13:00:00.000123Z"

Exported = tuple[Entry, Details]


def exported(key: str, values: Mapping[str, Any]) -> Exported:
    entry = Entry(
        key=key,
        kind=Kind.PAPER,
        catalog="",
        parent="",
        depth=0,
        title=fields.text(dict(values), "title"),
        year=values.get("year"),
        venue=values.get("venue", ""),
        lecture="",
        tags=fields.tags(dict(values)),
        url=main_link(fields.links(dict(values))),
        events=(),
        status=Status(values.get("status", "unread")),
        status_at=AT if "status" in values else "",
        rating=values.get("rating", 0),
        progress=None,
    )
    return entry, details.details(dict(values), ())


def _is_clean(text: str) -> bool:
    return text == " ".join(text.split()) and text.isprintable()


WORDS = st.one_of(
    st.sampled_from(
        [
            *('=cmd|"/c calc"!A0', "+1", "-1", "@SUM(A1)", "'=x", "''=x", "＝1", 'say "hi", twice', "100% of \\n \\"),
            *("學習率 與 梯度", "TY - JOUR", "ER  - x", "AU  - Evil, Eve", "a, b; c", "<i>E. coli</i> & R&amp;D", "‘’"),
            *("status: read", "Read_Status: Not Reading", "| x | [y](z)", "{T}, url={x}}"),
        ]
    ),
    st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" ;,'\"=+-@\\"), min_size=1, max_size=40),
).filter(_is_clean)
NOTES = st.lists(WORDS | st.sampled_from(["", "ER  - ", " ER  - ", "  TY  - JOUR"]), min_size=1, max_size=5).map(
    lambda lines: "\n".join(lines).strip()
)
NAMES = st.sampled_from(
    [
        *("Ashish Vaswani", "Laurens van der Maaten", "OpenAI", "李宏毅", "Martin King, Jr.", "Google, Inc."),
        *("Smith, MD, PhD", "The ATLAS Collaboration", "Łukasz Kaiser", "A. B. C."),
    ]
)
SAMPLE_LINKS = {
    "link:paper": ["https://x.org/paper", "https://x.org/a?b=c;d"],
    "link:pdf": ["https://x.org/a.pdf"],
    "link:page": ["https://x.org/a?b=c;d", "https://aclanthology.org/N19-1423/"],
    "link:repository": ["https://github.com/a/b"],
    "link:slides": ["https://x.org/slides", "https://x.org/a?b=c;d"],
}
ANY_FIELDS = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        "title:zh": st.just("注意力") | WORDS,
        "authors": st.lists(NAMES, min_size=1, max_size=4),
        "editor": st.lists(NAMES, min_size=1, max_size=2),
        "year": st.integers(1, 9_999),
        "month": st.integers(1, 12),
        "type": st.sampled_from(VENUES),
        "volume": WORDS,
        "number": WORDS,
        "pages": st.sampled_from(["5998-6008", "5998", "12--14", "e1-e9", "1 - 2", "a-b-c"]),
        "series": WORDS,
        "publisher": WORDS,
        "isbn": st.just("978-0-262-03561-3"),
        "arxiv": st.just("1706.03762"),
        "doi": st.sampled_from(["10.18653/v1/N19-1423", "10.1000/x;y"]),
        "license": WORDS,
        "summary": WORDS,
        "language": st.just("zh"),
        "status": st.sampled_from(list(map(str, Status))),
        "rating": st.integers(1, 5),
        "note": NOTES.filter(bool),
        "tag:deep-learning": st.just(True),
        "tag:强化学习": st.just(True),
        "tag:c++/v1.0": st.just(True),
        "extra:cy": WORDS,
        "extra:howpublished": NOTES.filter(bool),
        **{name: st.sampled_from(urls) for name, urls in SAMPLE_LINKS.items()},
    },
).flatmap(lambda found: _with_venue(_as_they_are(found)))


def _as_they_are(found: dict[str, Any]) -> dict[str, Any]:
    """Who has the address of a version on arXiv has the id."""
    versioned = {"link:paper": "https://arxiv.org/abs/1706.03762v2"}
    return {**found, **versioned} if {"arxiv", "link:paper"} <= found.keys() else found


def _with_venue(found: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = WORDS.filter(lambda name: name != "NeurIPS")
    return st.one_of(
        st.just(found),
        WORDS.map(lambda name: {**found, "venue": name}),
        names.map(lambda name: {**found, "venue": "NeurIPS", "venue:name": name}),
    )


HOSTILE = {
    "nothing": "",
    "NUL bytes": "\0" * 1_000,
    "lone surrogates": "\ud800\udfff\n" * 50,
    "only line ends": "\r\n\r\n\n\r\r" * 50,
    "quotes": '"' * 10_001,
    "deep JSON": "[" * 200_000,
    "deep objects": '{"a":' * 100_000,
    "huge integer": "9" * 100_000,
    "one long line": "x" * 3_000_000,
    "commas": "," * 1_500_000,
    "spaces": " " * 200_000 + "x",
    "angle brackets": "<i <" * 50_000,
    "backslashes": "'\\" * 50_000,
}
"""What no reader may stumble over."""
