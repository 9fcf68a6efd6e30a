"""pubs: its `bib` and `meta` files, as pubs 0.9.0 wrote them. The BibTeX is read by another reader."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from dlread_cli.formats import pubs
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.storage import paper_folders

META = """\
added: 2026-11-27 03:02:57.212332
docfile: docsdir://goodfellow2016.pdf
tags: !!set
    nlp: null
    to-read: null
"""
EMPTY = "added: 2026-11-27 03:02:57.212361\ndocfile: null\ntags: !!set {}\n"


def read_bibtex(lines: Iterable[str]) -> Items:
    """A stand-in that understands one line."""
    for number, line in enumerate(lines, 1):
        key, _, title = line.strip().partition(": ")
        known = {"title": title, "note": "printed", "extra:keyword": "deep learning, books"}
        yield Item(known, key, {"status": "2020-01-01"}, number) if title else Unreadable(number, "no entry")


def read(bib: str, meta: str, key: str = "", note: str = "") -> list[Item | Unreadable]:
    return list(pubs.read(bib.splitlines(keepends=True), meta.encode("utf-8", "surrogatepass"), read_bibtex, key, note))


def test_an_entry_is_its_bibtex_with_tags_date_and_notes() -> None:
    assert read("good: Deep Learning", META, "goodfellow2016", "my note\n") == [
        Item(
            {
                "title": "Deep Learning",
                "note": "printed\n\nmy note",
                "tag:deep-learning": True,
                "tag:books": True,
                "tag:nlp": True,
                "tag:to-read": True,
                "extra:docfile": "docsdir://goodfellow2016.pdf",
            },
            "goodfellow2016",
            {"status": "2020-01-01", "kind": "2026-11-27T03:02:57.212332Z"},
            1,
        )
    ]


@pytest.mark.parametrize(
    "meta", ["", EMPTY.replace("2026-11-27 03:02:57.212361", "soon"), "- a", "tags: x\nadded: [1]\ndocfile: ~"]
)
def test_metadata_without_anything_leave_the_bibtex_as_it_is(meta: str) -> None:
    fields = {"title": "Deep Learning", "note": "printed", "tag:deep-learning": True, "tag:books": True}
    assert read("good: Deep Learning", meta) == [Item(fields, "good", {"status": "2020-01-01"}, 1)]


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
    told, item = read("good: Deep Learning", meta)
    assert isinstance(told, Unreadable)
    assert (told.line, told.why[: len(why)]) == (line, why)
    assert isinstance(item, Item)
    assert item.fields["title"] == "Deep Learning"


def test_a_repository_is_read_by_its_keys(tmp_path: Path) -> None:
    for name, text in {
        "bib/b.bib": "b: Second",
        "bib/a.bib": "a: First",
        "bib/c.bib": "?",
        "bib/d.txt": "d: none",
        "meta/a.yaml": EMPTY,
        "meta/b.yaml": META,
        "notes/a.md": "# mine",
        "doc/a.pdf": "%PDF",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert paper_folders.is_pubs(tmp_path)
    assert not paper_folders.is_papis(tmp_path)
    first, second, wrong = paper_folders.read_pubs(tmp_path, read_bibtex)
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert (first.key, first.fields["title"], first.fields["note"]) == ("a", "First", "printed\n\n# mine")
    assert (second.key, second.fields["tag:nlp"]) == ("b", True)
    assert wrong == Unreadable(1, "bib/c.bib: no entry")
