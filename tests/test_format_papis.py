"""papis: what its `info.yaml` files say, as papis 0.16.1 wrote them, and folders of them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import of_this_machine
from hypothesis import given
from hypothesis import strategies as st
from test_yaml import WRITABLE

from dlread_cli.domain.fields import is_understood
from dlread_cli.formats import papis
from dlread_cli.formats.items import Item, Unreadable
from dlread_cli.storage import paper_folders

PAPER = """\
abstract: 'The dominant sequence transduction models: 100% recurrent, "complex" &
  more.'
archivePrefix: arXiv
author: Vaswani, Ashish and Shazeer, Noam and The Google Brain Team
author_list:
- family: Vaswani
  given: Ashish
- family: Shazeer
  given: Noam
- family: The Google Brain Team
  given: ''
booktitle: Advances in Neural Information Processing Systems
eprint: '1706.03762'
keywords: transformers, attention
month: 12
note: read twice
pages: 5998--6008
papis_id: 58c471df6ee09ccae607f984e43eebbd
publisher: Curran Associates
ref: vaswani2017attention
tags:
- nlp
title: Attention Is All You Need
type: inproceedings
url: https://arxiv.org/abs/1706.03762
year: '2017'
"""
THESIS = """\
annote: hm
author: van der Doe Jr., Jane and others
author_list:
- family: van der Doe Jr.
  given: Jane
- family: others
  given: ''
date: '2011-05-03'
doc_url: https://example.org/doe.pdf
editor: Smith, John
editor_list:
- family: Smith
  given: John
file: :x.pdf:PDF
files:
- a.pdf
- b.pdf
keywords: a, b
language: german
notes: notes.tex
ranking: rank4
readstatus: read
ref: On_Things_10_van_de_2011
school: MIT
time-added: 2026-11-27-03:02:59
title: 'On "Things": 100% of {LaTeX}'
type: phdthesis
year: '2011'
"""
ATTENTION = Item(
    {
        "title": "Attention Is All You Need",
        "authors": ["Ashish Vaswani", "Noam Shazeer", "The Google Brain Team"],
        "year": 2017,
        "month": 12,
        "venue": "Advances in Neural Information Processing Systems",
        "type": "conference",
        "publisher": "Curran Associates",
        "summary": 'The dominant sequence transduction models: 100% recurrent, "complex" & more.',
        "pages": "5998-6008",
        "arxiv": "1706.03762",
        "link:paper": "https://arxiv.org/abs/1706.03762",
        "link:pdf": "https://arxiv.org/pdf/1706.03762",
        "tag:transformers": True,
        "tag:attention": True,
        "tag:nlp": True,
        "extra:note": "read twice",
        "extra:papis_id": "58c471df6ee09ccae607f984e43eebbd",
    },
    "vaswani2017attention",
    {},
    1,
)
DOE = Item(
    {
        "title": 'On "Things": 100% of LaTeX',
        "authors": ["Jane van der Doe Jr.", "et al."],
        "editor": ["John Smith"],
        "year": 2011,
        "month": 5,
        "venue": "MIT",
        "type": "thesis",
        "extra:language": "german",
        "link:pdf": "https://example.org/doe.pdf",
        "tag:a": True,
        "tag:b": True,
        "note": "hm",
        "status": "read",
        "rating": 4,
        "extra:file": ":x.pdf:PDF",
        "extra:files": "a.pdf; b.pdf",
        "extra:notes": "notes.tex",
        "extra:citationkey": "On_Things_10_van_de_2011",
    },
    "On_Things_10_van_de_2011",
    {"kind": of_this_machine("2026-11-27T03:02:59")},
    1,
)


def read(text: str) -> list[Item | Unreadable]:
    return list(papis.read(text.splitlines(keepends=True)))


def test_a_document_becomes_an_item() -> None:
    assert read(PAPER) == [ATTENTION]
    assert read(THESIS) == [DOE]


def test_an_export_of_many_documents_is_read_as_the_documents_are() -> None:
    exported = f"---\n_papis_local_folder: /srv/papers/a\n{PAPER}---\n{THESIS}"
    assert papis.is_one(exported)
    assert read(exported) == [ATTENTION._replace(line=2), DOE._replace(line=PAPER.count("\n") + 4)]


@pytest.mark.parametrize(
    ("document", "fields"),
    [
        ("tags: to-read deep,nlp", {"tag:to-read": True, "tag:deep": True, "tag:nlp": True}),
        ("doi: https://doi.org/10.1000/XY", {"doi": "10.1000/xy", "link:paper": "https://doi.org/10.1000/xy"}),
        ("doi: no\nyear: soon\nisbn: '1'", {"extra:doi": "no", "extra:isbn": "1", "extra:year": "soon"}),
        ("eprint: 11/22\neprinttype: jstor", {"extra:eprint": "11/22", "extra:eprinttype": "jstor"}),
        ("date: 2016-11", {"year": 2016, "month": 11}),
        ("type: dataset\njournal: X", {"venue": "X", "extra:entrytype": "dataset"}),
        ("type: article\njournal: arXiv:1902.10", {"type": "journal", "venue": "arXiv:1902.10"}),
        (
            "author: B, A and {C and D} and others",
            {"authors": ["A B", "C and D", "et al."], "extra:group-authors": "C and D"},
        ),
        ("author_list: 3\nauthor: A B", {"authors": ["A B"]}),
        ("a b/ç: x\nCAP: y\n'': z", {"extra:a-b": "x", "extra:cap": "y"}),
        ("url: javascript:alert(1)", {"extra:url": "javascript:alert(1)"}),
        ("citations: [{title: x}]\nempty:\nnone: null", {}),
        ("readstatus: skimmed\nranking: rank9", {"status": "reading", "extra:ranking": "rank9"}),
        ("ref: ../x y", {"extra:citationkey": "../x y"}),
    ],
)
def test_each_field_has_its_place_and_what_is_wrong_is_kept_as_it_is(document: str, fields: dict[str, Any]) -> None:
    wanted = {"title": "T", **fields}
    assert read(f"title: T\n{document}") == [Item({name: value for name, value in wanted.items() if value}, line=1)]


def test_a_document_without_a_title_is_named_by_what_it_has() -> None:
    assert read("doi: 10.1000/xy") == [
        Item({"title": "doi:10.1000/xy", "doi": "10.1000/xy", "link:paper": "https://doi.org/10.1000/xy"}, line=1)
    ]


def test_what_cannot_be_read_is_told_with_its_line_and_hides_no_other() -> None:
    hostile = ("a: &b [*b]", "[" * 5_000, "a: \0", "a: !!python/object x", "- x", "a: \ud800", "9" * 5_000)
    text = "".join(f"---\n{one}\n" for one in hostile)
    assert read(f"{text}---\ntitle: Last\n") == [
        Unreadable(2, "anchors and aliases are not allowed in a papis document"),
        Unreadable(4, "nested more than 20 deep"),
        Unreadable(6, "control characters are not allowed"),
        Unreadable(8, "tags like tag:yaml.org,2002:python/object are not allowed in a papis document"),
        Unreadable(10, "not a mapping of fields"),
        Unreadable(12, "not UTF-8 at byte 3"),
        Unreadable(14, "not a mapping of fields"),
        Item({"title": "Last"}, line=16),
    ]


@pytest.mark.parametrize(
    "other",
    ["", "title: x\n", "---\nkey:\n  ENTRYTYPE: book\n", "@book{a, author_list={x}}", "tags: !!set {}", '{"ref": "a"}'],
)
def test_other_formats_are_not_taken_for_papis(other: str) -> None:
    assert not papis.is_one(other)
    assert papis.is_one(PAPER)


TEXTS = st.text(WRITABLE, max_size=50)
VALUES = TEXTS | st.lists(TEXTS | st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=3)
NAMES = st.sampled_from(["title", "author", "author_list", "year", "tags", "url", "doi", "eprint", "note", "type", "x"])


@given(st.dictionaries(NAMES | TEXTS, VALUES, max_size=8))
def test_whatever_a_document_says_a_journal_may_assign_it(document: dict[str, Any]) -> None:
    for one in read(yaml.safe_dump(document, allow_unicode=True)):
        assert isinstance(one, Unreadable) or all(is_understood(*field) for field in one.fields.items())


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_makes_it_fail(text: str) -> None:
    read(text)


def folder(top: Path, documents: dict[str, str]) -> Path:
    for name, text in documents.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text, "utf-8")
    return top


def test_a_library_is_read_folder_by_folder_with_its_notes(tmp_path: Path) -> None:
    library = folder(
        tmp_path,
        {
            "b/info.yaml": PAPER,
            "a/deep/info.yaml": THESIS,
            "a/deep/notes.tex": "Chapter 1:\ndone\n",
            ".git/info.yaml": "title: hidden",
            "c/other.yaml": "title: other",
            "d/info.yaml": "title: [",
            "e/info.yaml": "title: E\nnotes: ../d/info.yaml",
        },
    )
    assert paper_folders.is_papis(library)
    with_note = DOE._replace(fields={**DOE.fields, "note": "hm\n\nChapter 1:\ndone"})
    *read, wrong, last = paper_folders.read_papis(library)
    assert read == [with_note, ATTENTION]
    assert last == Item({"title": "E", "extra:notes": "../d/info.yaml"}, line=1)
    assert isinstance(wrong, Unreadable)
    assert wrong.why.startswith("d/info.yaml: not valid YAML")


def test_a_folder_that_holds_traps_is_read_past_them(tmp_path: Path) -> None:
    library = folder(tmp_path / "library", {"a/info.yaml": "title: A", "large/info.yaml": "#" * ((4 << 20) + 1)})
    secret = folder(tmp_path / "elsewhere", {"info.yaml": "title: secret"})
    (library / "folder").symlink_to(secret)
    (library / "link").mkdir()
    (library / "link/info.yaml").symlink_to(secret / "info.yaml")
    (library / "latin").mkdir()
    (library / "latin/info.yaml").write_bytes(b"title: M\xfcller")
    deep = library.joinpath(*["z"] * 30)
    deep.mkdir(parents=True)
    (deep / "info.yaml").write_text("title: deep")
    found = list(paper_folders.read_papis(library))
    assert found[0] == Item({"title": "A"}, line=1)
    assert found[1:3] == [
        Unreadable(0, "large/info.yaml: larger than 4 MB"),
        Unreadable(1, "latin/info.yaml: not UTF-8 at byte 8"),
    ]
    assert [str(getattr(one, "why", one)).split(":")[0] for one in found[3:]] == ["link/info.yaml"]


def test_a_folder_without_documents_is_none_of_papis(tmp_path: Path) -> None:
    assert not paper_folders.is_papis(folder(tmp_path, {"a/b.yaml": "x"}))
