"""pubs: its `bib` and `meta` files, as pubs 0.9.0 wrote them."""

from pathlib import Path

import pytest
from conftest import of_this_machine

from dlread_cli.formats import bibliography, pubs
from dlread_cli.formats.items import Item, Unreadable
from dlread_cli.storage import paper_folders

META = """\
added: 2026-11-27 03:02:57.212332
docfile: docsdir://goodfellow2016.pdf
tags: !!set
    nlp: null
    to-read: null
"""
EMPTY = "added: 2026-11-27 03:02:57.212361\ndocfile: null\ntags: !!set {}\n"


BOOK = """\
@book{goodfellow2016,
 author = {Goodfellow, Ian and {The Team}, },
 title = {Deep Learning},
 note = {printed},
 keyword = {deep learning, books}
}
"""
FIELDS = {
    "title": "Deep Learning",
    "authors": ["Ian Goodfellow", "The Team"],
    "type": "book",
    "extra:note": "printed",
    "tag:deep-learning": True,
    "tag:books": True,
}


def read(bib: str, meta: str, key: str = "", note: str = "") -> list[Item | Unreadable]:
    return list(
        pubs.read(bib.splitlines(keepends=True), meta.encode("utf-8", "surrogatepass"), bibliography.read, key, note)
    )


def test_an_entry_is_its_bibtex_with_tags_date_and_notes() -> None:
    with_meta = {"tag:nlp": True, "tag:to-read": True, "extra:docfile": "docsdir://goodfellow2016.pdf"}
    assert read(BOOK, META, "renamed", "my note\n") == [
        Item(
            {**FIELDS, **with_meta, "note": "my note"},
            "renamed",
            {"kind": of_this_machine("2026-11-27T03:02:57.212332")},
            1,
        )
    ]


@pytest.mark.parametrize(
    "meta", ["", EMPTY.replace("2026-11-27 03:02:57.212361", "soon"), "- a", "tags: x\nadded: [1]\ndocfile: ~"]
)
def test_metadata_without_anything_leave_the_bibtex_as_it_is(meta: str) -> None:
    assert read(BOOK, meta) == [Item(FIELDS, "goodfellow2016", {}, 1)]


@pytest.mark.parametrize(
    ("meta", "line", "why"),
    [
        ("a: b\ntags: [*a]", 2, "meta: anchors and aliases are not allowed in metadata of pubs"),
        (
            "tags: !!python/name:os.system x",
            1,
            "meta: tags like tag:yaml.org,2002:python/name:os.system are not allowed",
        ),
        ("a: \x1b", 1, "meta: control characters are not allowed"),
        ("[" * 5_000, 1, "meta: nested more than 20 deep"),
        ("\ud800", 0, "meta: not UTF-8 at byte 0"),
    ],
)
def test_hostile_metadata_are_told_and_the_entry_is_read(meta: str, line: int, why: str) -> None:
    told, item = read(BOOK, meta)
    assert isinstance(told, Unreadable)
    assert (told.line, told.why[: len(why)]) == (line, why)
    assert item == Item(FIELDS, "goodfellow2016", {}, 1)


def test_a_repository_is_read_by_its_keys(tmp_path: Path) -> None:
    for name, text in {
        "bib/b.bib": "@book{x, title={Second}}",
        "bib/a.bib": "@book{y, title={First}}",
        "bib/c.bib": "@book{z, title={Third}",
        "bib/d.txt": "@book{d, title={None}}",
        "meta/a.yaml": EMPTY,
        "meta/b.yaml": META,
        "notes/a.md": "# mine",
        "doc/a.pdf": "%PDF",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert paper_folders.is_pubs(tmp_path)
    assert not paper_folders.is_papis(tmp_path)
    first, second, wrong = paper_folders.read_pubs(tmp_path, bibliography.read)
    assert first == Item(
        {"title": "First", "type": "book", "note": "# mine"},
        "a",
        {"kind": of_this_machine("2026-11-27T03:02:57.212361")},
        1,
    )
    assert isinstance(second, Item)
    assert (second.key, second.fields["tag:nlp"]) == ("b", True)
    assert isinstance(wrong, Unreadable)
    assert wrong.why.startswith("bib/c.bib: ")
