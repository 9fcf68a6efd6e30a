"""Paperpile: its export to JSON. Made by hand, from what public scripts read of real exports."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.fields import is_understood
from dlread_cli.formats import paperpile
from dlread_cli.formats.items import Item, Unreadable

EXPORT = """\
[
  {
    "_id": "d3b07384-d113-4ec2-a5d6-b5f3c1f0c0de",
    "citekey": "Vaswani2017-ab",
    "pubtype": "INPROCEEDINGS",
    "title": "Attention Is All You Need: 100% & more",
    "author": [
      {"first": "Ashish", "last": "Vaswani", "formatted": "Vaswani A"},
      {"collective": "The Google Brain Team"}
    ],
    "published": {"year": "2017", "month": 12, "day": "4"},
    "booktitle": "NIPS",
    "pages": "5998-6008",
    "url": ["https://arxiv.org/abs/1706.03762"],
    "abstract": "Sequences.",
    "keywords": "transformers;attention",
    "note": "read twice",
    "labelsNamed": ["To Read"],
    "foldersNamed": ["Deep Learning", "NLP"],
    "created": 1500000000.5,
    "attachments": [{"filename": "All Papers/V/a.pdf", "article_pdf": 1}]
  },
  {"title": "Plain", "labelsNamed": "one", "published": "no", "author": "x", "created": "soon"}
]
"""


def read(text: str) -> list[Item | Unreadable]:
    return list(paperpile.read(text.splitlines(keepends=True)))


def test_each_reference_becomes_an_item_with_labels_and_folders_as_tags() -> None:
    assert read(EXPORT) == [
        Item(
            {
                "title": "Attention Is All You Need: 100% & more",
                "authors": ["Ashish Vaswani", "The Google Brain Team"],
                "summary": "Sequences.",
                "year": 2017,
                "month": 12,
                "venue": "NIPS",
                "type": "conference",
                "pages": "5998-6008",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "tag:transformers": True,
                "tag:attention": True,
                "tag:to-read": True,
                "tag:deep-learning": True,
                "tag:nlp": True,
                "note": "read twice",
                "extra:citationkey": "Vaswani2017-ab",
            },
            "Vaswani2017-ab",
            {"kind": "2017-07-14T02:40:00.500000Z"},
        ),
        Item({"title": "Plain", "tag:one": True}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, Unreadable(0, "not valid JSON")),
        ('[{"title": "x"},\n', Unreadable(2, "not valid JSON")),
        ("9" * 5_000, Unreadable(0, "not valid JSON")),
        ("[NaN]", Unreadable(0, "item 1 has no title, DOI or address")),
        ('{"labelsNamed": []}', Unreadable(0, "item 1 has no title, DOI or address")),
        ('{"title": "\\ud800 \\u0000"}', Item({"title": "? \0"})),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: Item | Unreadable) -> None:
    assert read(text) == [told]


@pytest.mark.parametrize(
    "other", ["", "[]", '[{"title": "x", "type": "book"}]', "@book{a, title={labelsNamed}}", "a: 1"]
)
def test_other_formats_are_not_taken_for_paperpile(other: str) -> None:
    assert not paperpile.is_one(other)
    assert paperpile.is_one(EXPORT)


TEXTS = st.text(max_size=50)
SIMPLE = TEXTS | st.integers() | st.floats() | st.none() | st.booleans()
VALUES = SIMPLE | st.lists(SIMPLE | st.dictionaries(TEXTS, SIMPLE, max_size=3), max_size=3)
PARTS = st.dictionaries(st.sampled_from(["first", "last", "formatted", "collective"]), SIMPLE)
RECORDS = st.dictionaries(st.sampled_from(["title", "url", "labelsNamed", "published", "created", "citekey"]), VALUES)


@given(RECORDS, st.lists(PARTS, max_size=3), st.dictionaries(st.sampled_from(["year", "month"]), SIMPLE))
def test_whatever_a_reference_says_a_journal_may_assign_it(
    record: dict[str, object], authors: list[dict[str, object]], published: dict[str, object]
) -> None:
    for one in read(json.dumps([record, {"title": "T", "author": authors, "published": published}])):
        assert isinstance(one, Unreadable) or all(is_understood(*field) for field in one.fields.items())
