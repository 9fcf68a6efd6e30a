"""Mendeley: documents in JSON, in the shape that its API gives them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.fields import is_understood
from dlread_cli.formats import mendeley, registry
from dlread_cli.formats.items import Item, Unreadable

DOCUMENTS = """\
[
  {
    "id": "7fea3cb3-f97d-3f16-8fad-f59caaa71688",
    "profile_id": "8dbf0832-8723-4c48-b532-20c0b7f6e01a",
    "created": "2021-11-02T09:54:28.353Z",
    "last_modified": "2021-11-02T12:26:30.025Z",
    "title": "Attention Is All You Need",
    "type": "conference_proceedings",
    "authors": [{"first_name": "Ashish", "last_name": "Vaswani"}, {"last_name": "Google Brain Team"}],
    "editors": [{"first_name": "Isabelle", "last_name": "Guyon"}],
    "year": 2017,
    "month": 12,
    "source": "NIPS",
    "pages": "5998-6008",
    "identifiers": {"arxiv": "1706.03762", "issn": "1049-5258", "pmid": "PMID: 1"},
    "abstract": "Sequences.",
    "keywords": ["transformers", "attention"],
    "tags": ["To Read"],
    "websites": ["https://example.org/paper", "https://example.org/more"],
    "citation_key": "Vaswani2017",
    "city": "Long Beach",
    "notes": "read twice",
    "read": true,
    "starred": true,
    "authored": false,
    "file_attached": true,
    "folder_uuids": ["8d2f262d-49b3-4dfc-8968-0bb71bcd92ea"]
  },
  {"title": "Plain", "type": "patent", "read": false, "starred": false, "created": "soon", "authors": "x"}
]
"""


def read(text: str) -> list[Item | Unreadable]:
    return list(mendeley.read(text.splitlines(keepends=True)))


def test_each_document_becomes_an_item_with_status_tags_and_date() -> None:
    assert read(DOCUMENTS) == [
        Item(
            {
                "title": "Attention Is All You Need",
                "authors": ["Ashish Vaswani", "Google Brain Team"],
                "editor": ["Isabelle Guyon"],
                "year": 2017,
                "month": 12,
                "venue": "NIPS",
                "type": "conference",
                "pages": "5998-6008",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "link:page": "https://example.org/paper",
                "summary": "Sequences.",
                "tag:transformers": True,
                "tag:attention": True,
                "tag:to-read": True,
                "tag:starred": True,
                "note": "read twice",
                "status": "read",
                "extra:issn": "1049-5258",
                "extra:pmid": "PMID: 1",
                "extra:address": "Long Beach",
                "extra:urls": "https://example.org/more",
                "extra:citationkey": "Vaswani2017",
            },
            "Vaswani2017",
            {"kind": "2021-11-02T09:54:28.353000Z"},
        ),
        Item({"title": "Plain", "extra:entrytype": "patent"}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, Unreadable(0, "not valid JSON")),
        ('[{"title": "x"},\n', Unreadable(2, "not valid JSON")),
        ("9" * 5_000, Unreadable(0, "not valid JSON")),
        ("[NaN]", Unreadable(0, "item 1 has no title, DOI or address")),
        ('{"profile_id": []}', Unreadable(0, "item 1 has no title, DOI or address")),
        ('{"title": "\\ud800 \\u0000", "year": 1e400}', Item({"title": "? \0"})),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: Item | Unreadable) -> None:
    assert read(text) == [told]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        (DOCUMENTS, "mendeley"),
        ('[{"title": "x", "type": "book", "author": [{"family": "x"}]}]', "csl-json"),
        ('[{"key": "x", "catalog": "own", "kind": "paper", "type": null}]', "json"),
        ('[{"title": "x", "type": "book", "labelsNamed": ["last_name"]}]', "paperpile"),
        ("@book{a, title = {last_name}}", "bibtex"),
    ],
)
def test_it_is_told_from_other_formats(text: str, format: str) -> None:
    found = registry.recognised(text)
    assert found
    assert found.name == format


TEXTS = st.text(max_size=50)
SIMPLE = TEXTS | st.integers() | st.floats() | st.none() | st.booleans()
VALUES = SIMPLE | st.lists(SIMPLE | st.dictionaries(TEXTS, SIMPLE, max_size=3), max_size=3)
PARTS = st.dictionaries(st.sampled_from(["first_name", "last_name"]), SIMPLE)
NAMES = st.sampled_from(["title", "type", "year", "month", "websites", "tags", "keywords", "notes", "citation_key"])


@given(
    st.dictionaries(NAMES, VALUES),
    st.lists(PARTS, max_size=3),
    st.dictionaries(st.sampled_from(["arxiv", "doi", "isbn"]), SIMPLE),
)
def test_whatever_a_document_says_a_journal_may_assign_it(
    document: dict[str, object], authors: list[dict[str, object]], identifiers: dict[str, object]
) -> None:
    for one in read(json.dumps([document, {"title": "T", "authors": authors, "identifiers": identifiers}])):
        assert isinstance(one, Unreadable) or all(is_understood(*field) for field in one.fields.items())
