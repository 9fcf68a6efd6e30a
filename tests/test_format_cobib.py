"""cobib: its file of many YAML documents, as cobib 6.0.3 wrote it."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_yaml import WRITABLE

from dlread_cli.domain.fields import is_understood
from dlread_cli.formats import cobib
from dlread_cli.formats.items import Item, Unreadable

FILE = """\
---
vaswani2017attention:
  ENTRYTYPE: inproceedings
  abstract: 'The dominant sequence transduction models: 100\\% recurrent, "complex"
    \\& more.'
  archiveprefix: arXiv
  author:
  - first: Ashish
    last: Vaswani
  - first: Laurens
    last: Maaten
    particle: van der
  - first: Sammy
    last: Davis
    suffix: Jr.
  - '{The Google Brain Team}'
  booktitle: Advances in Neural Information Processing Systems
  eprint: '1706.03762'
  file:
  - ~/papers/a.pdf
  month: dec
  note: read twice
  notes: ~/notes/vaswani2017attention.txt
  pages: 5998--6008
  tags:
  - new
  - high
  title: Attention Is All You Need
  url:
  - https://arxiv.org/abs/1706.03762
  - https://example.org/a
  - https://example.org/b
  year: 2017
...
---
silver2016mastering:
  ENTRYTYPE: article
  author: Silver, David and Huang, Aja
  date: 2016-01-28
  doi: 10.1038/nature16961
  issn: 0028-0836
  journal: Nature
  number: 7587
  title: Mastering the game of {Go} with deep neural networks
  volume: 529
...
"""


def read(text: str) -> list[Item | Unreadable]:
    return list(cobib.read(text.splitlines(keepends=True)))


def test_each_document_becomes_an_item() -> None:
    assert read(FILE) == [
        Item(
            {
                "title": "Attention Is All You Need",
                "authors": ["Ashish Vaswani", "Laurens van der Maaten", "Sammy Davis, Jr.", "The Google Brain Team"],
                "year": 2017,
                "month": 12,
                "venue": "Advances in Neural Information Processing Systems",
                "type": "conference",
                "summary": 'The dominant sequence transduction models: 100% recurrent, "complex" & more.',
                "pages": "5998-6008",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "tag:new": True,
                "tag:high": True,
                "extra:note": "read twice",
                "extra:file": "~/papers/a.pdf",
                "extra:notes": "~/notes/vaswani2017attention.txt",
                "extra:urls": "https://example.org/a; https://example.org/b",
            },
            "vaswani2017attention",
            {},
            2,
        ),
        Item(
            {
                "title": "Mastering the game of Go with deep neural networks",
                "authors": ["David Silver", "Aja Huang"],
                "year": 2016,
                "month": 1,
                "venue": "Nature",
                "type": "journal",
                "volume": "529",
                "number": "7587",
                "doi": "10.1038/nature16961",
                "link:paper": "https://doi.org/10.1038/nature16961",
                "extra:issn": "0028-0836",
            },
            "silver2016mastering",
            {},
            36,
        ),
    ]


def test_tex_in_values_is_read() -> None:
    assert read(
        '---\nk:\n  ENTRYTYPE: book\n  title: G{\\"o}del\n  author:\n  - first: Kurt\n    last: G{\\"o}del\n'
    ) == [Item({"title": "Gödel", "authors": ["Kurt Gödel"], "type": "book"}, "k", {}, 2)]


@pytest.mark.parametrize(
    ("people", "authors"),
    [
        ("[{last: 'A } B'}, {last: C, first: 'D, {E'}]", ["A B", "D, E C"]),
        ("[{last: 'A { B'}, {last: C}, 'X {', 'Y']", ["A B", "C", "X", "Y"]),
        ("[{last: Black and White}, 'X and Y', {}, 3]", ["Black and White", "X", "Y", "3"]),
        ("Ada Lovelace and others", ["Ada Lovelace", "et al."]),
    ],
)
def test_a_name_stays_one_name(people: str, authors: list[str]) -> None:
    (item,) = read(f"---\nk:\n  title: T\n  author: {people}\n")
    assert isinstance(item, Item)
    assert item.fields["authors"] == authors


def test_what_is_no_entry_is_told_with_its_line_and_hides_no_other() -> None:
    hostile = ("a: b", "- a", "a: &b {c: *b}", "a: " + "{a: " * 5_000, "a: {b: 1, b: 2}", "a: \x1b", "a: [b")
    text = "".join(f"---\n{one}\n" for one in hostile)
    *told, last = read(f"{text}---\na b: {{title: Last}}\n")
    assert [one.line for one in told if isinstance(one, Unreadable)] == [2, 4, 6, 8, 10, 12, 15]
    assert [one.why for one in told if isinstance(one, Unreadable)][:6] == [
        "this entry has no fields",
        "not an entry under its label",
        "anchors and aliases are not allowed in a cobib file",
        "nested more than 20 deep",
        "'b' appears twice in one mapping",
        "control characters are not allowed",
    ]
    assert last == Item({"title": "Last", "extra:citationkey": "a b"}, "", {}, 16)


@pytest.mark.parametrize(
    "other",
    ["", "title: x\n", "ENTRYTYPE: book\n", "@book{a,\n ENTRYTYPE = {b}}", "papis_id: 1\n", '[\n  "ENTRYTYPE": "x"\n]'],
)
def test_other_formats_are_not_taken_for_cobib(other: str) -> None:
    assert not cobib.is_one(other)
    assert cobib.is_one(FILE)
    assert cobib.is_one(FILE.replace("\n", "\r\n"))


TEXTS = st.text(WRITABLE, max_size=50)
VALUES = TEXTS | st.lists(TEXTS | st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=3)
NAMES = st.sampled_from(["ENTRYTYPE", "title", "author", "year", "date", "tags", "url", "doi", "isbn", "note", "file"])


@given(st.dictionaries(TEXTS, st.dictionaries(NAMES | TEXTS, VALUES, max_size=8), max_size=2))
def test_whatever_an_entry_says_a_journal_may_assign_it(document: dict[str, Any]) -> None:
    for one in read(yaml.safe_dump(document, allow_unicode=True)):
        assert isinstance(one, Unreadable) or all(is_understood(*field) for field in one.fields.items())


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_makes_it_fail(text: str) -> None:
    read(text)
