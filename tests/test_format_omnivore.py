"""Omnivore's export becomes items, each with its line, however the file is damaged."""

import json

import pytest
from exported import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.formats import omnivore
from dlread_cli.formats.items import Item, Unreadable

EXPORT = """\
[
  {
    "id": "5f1b",
    "slug": "attention-18a",
    "title": "Attention Is All You Need",
    "description": "The dominant models.",
    "author": "Ashish Vaswani, Noam Shazeer",
    "url": "https://arxiv.org/abs/1706.03762",
    "state": "Archived",
    "readingProgress": 40,
    "thumbnail": "https://x.org/a.png",
    "labels": ["Deep Learning", "nlp"],
    "savedAt": "2023-01-02T03:04:05.678Z",
    "updatedAt": "2023-02-02T03:04:05.678Z",
    "publishedAt": "2017-06-12T00:00:00.000Z"
  },
  {
    "title": "A page", "url": "https://x.org/a", "author": "Doe, Jane", "state": "Active", "readingProgress": 12.5,
    "labels": [{"name": "web"}], "savedAt": "2023-01-02T03:04:05Z", "updatedAt": "2023-01-03T03:04:05Z",
    "publishedAt": null
  },
  {"title": "B", "url": "https://x.org/b", "state": "Active", "readingProgress": 0, "updatedAt": "2023-01-03"},
  {"title": "C", "url": "https://x.org/c", "state": "Unknown", "readingProgress": 100}
]
"""


def read(text: str) -> list[Item | Unreadable]:
    return list(omnivore.read(text.splitlines(keepends=True)))


def test_an_export() -> None:
    assert read(EXPORT) == [
        Item(
            {
                "title": "Attention Is All You Need",
                "authors": ["Ashish Vaswani", "Noam Shazeer"],
                "year": 2017,
                "month": 6,
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "summary": "The dominant models.",
                "status": "read",
                "tag:deep-learning": True,
                "tag:nlp": True,
                "extra:id": "5f1b",
                "extra:slug": "attention-18a",
                "extra:thumbnail": "https://x.org/a.png",
            },
            times={"kind": "2023-01-02T03:04:05.678000Z", "status": "2023-02-02T03:04:05.678000Z"},
            line=2,
        ),
        Item(
            {
                "title": "A page",
                "authors": ["Jane Doe"],
                "link:page": "https://x.org/a",
                "status": "reading",
                "tag:web": True,
            },
            times={"kind": "2023-01-02T03:04:05.000000Z", "status": "2023-01-03T03:04:05.000000Z"},
            line=17,
        ),
        Item({"title": "B", "link:page": "https://x.org/b", "status": "unread"}, line=22),
        Item({"title": "C", "link:page": "https://x.org/c", "status": "read"}, line=23),
    ]


def test_one_object() -> None:
    assert read('\ufeff{"url": "https://x.org/a", "state": "Active", "readingProgress": 0}') == [
        Item({"title": "x.org/a", "link:page": "https://x.org/a", "status": "unread"}, line=1)
    ]


GOOD = '{"title": "A", "state": "Archived"}'
ITEM = Item({"title": "A", "status": "read"}, line=1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("[]", []),
        (f"[{GOOD}", [ITEM, Unreadable(1, "this list has no end")]),
        (f"[{GOOD},\n\n{{]", [ITEM, Unreadable(3, "this is not valid JSON")]),
        (f"[{GOOD},\n{'[' * 200_000}", [ITEM, Unreadable(2, "this is nested too deeply")]),
        (f'[{GOOD[:-1]}, "readingProgress": {"9" * 10_000}}}]', [ITEM]),
        (f'[{GOOD[:-1]}, "readingProgress": NaN, "labels": [NaN, 1, {{"name": []}}], "savedAt": 1e999}}]', [ITEM]),
        (f"[3,\nnull,\n{{}},\n{GOOD}]", [
            Unreadable(1, "this is no saved item"),
            Unreadable(2, "this is no saved item"),
            Unreadable(3, "this item has no title and no address"),
            ITEM._replace(line=4),
        ]),
        ('[{"title": "A\\ud800\\u0000\\n", "state": "Archived"}]', [Item({"title": "A?", "status": "read"}, line=1)]),
        ('[{"title": {"a": 1}, "url": "file:///x"}]', [Unreadable(1, "this item has no title and no address")]),
    ],
)  # fmt: skip
def test_damage_hides_nothing_that_can_be_read(text: str, found: list[Item | Unreadable]) -> None:
    assert read(text) == found


def test_a_file_without_end_is_not_kept_in_memory() -> None:
    lines = ("x" * 1_000_000 for _ in range(10_000))
    assert list(omnivore.read(lines)) == [Unreadable(1, "this file is too long")]
    assert sum(1 for _ in lines) > 9_900


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_is_read(text: str) -> None:
    read(text)
    read(f"[{text}]")
    read(json.dumps([dict.fromkeys(("title", "url", "author", "publishedAt", "savedAt", "x"), text)]))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "title"]), inner),
    max_leaves=4,
)
NAMES = st.sampled_from(["title", "url", "author", "labels", "state", "readingProgress", "savedAt", "publishedAt"])


@given(st.lists(st.dictionaries(NAMES, JSON), max_size=3))
def test_any_values_are_read(saved: list[dict[str, object]]) -> None:
    assert len(read(json.dumps(saved))) == len(saved)


@pytest.mark.parametrize(
    ("head", "is_omnivore"),
    [
        (EXPORT, True),
        ('\ufeff{"title": "A", "savedAt": "2023-01-02"}', True),
        ('[{"id": "a", "type": "book", "title": "savedAt", "issued": {}}]', False),
        ('{"catalog": "x", "entries": []}', False),
        ("savedAt: 3\n", False),
        ("title,url,readingProgress\n", False),
        ("", False),
    ],
)
def test_a_file_is_recognised(head: str, is_omnivore: bool) -> None:
    assert omnivore.is_one(head) is is_omnivore
