"""Awesome lists: headings become sections, links entries, and keys are made of addresses."""

import pytest
from conftest import Dlread
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.formats import awesome
from dlread_cli.formats.catalog import CatalogError

LIST = """\
# Awesome Graphs [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> A curated list.

## Contents

- [Libraries](#libraries)
  - [Python](#python)
- [Papers](#papers)

## Libraries

### Python

- [PyG](https://github.com/pyg-team/pytorch_geometric) - Graph learning. ![stars](https://img.shields.io/x.svg)
- [DGL](https://github.com/dmlc/dgl) - Deep graph library.

## 论文

1. **[GCN](https://arxiv.org/abs/1609.02907)** - Kipf. [[code](https://github.com/tkipf/gcn)]
- [x] [Attention](https://arxiv.org/abs/1706.03762) - great
- Group
  - [A page](http://example.org/?a=1&b=2) – a page
- [PyG again](https://github.com/pyg-team/pytorch_geometric)
"""


def entries(text: str) -> dict[str, dict[str, object]]:
    return dict(awesome.read(text.encode()).entries)


def test_headings_become_sections_and_links_entries() -> None:
    catalog = awesome.read(LIST.encode())
    assert catalog.header == {"title": {"en": "Awesome Graphs"}}
    assert catalog.problems == []
    course = {"course": "Awesome Graphs"}
    assert dict(catalog.entries) == {
        "section-libraries": {"kind": "section", "title": "Libraries", "line": 15} | course,
        "section-libraries.python": {"kind": "section", "title": "Python", "parent": "section-libraries", "line": 15}
        | course,
        "pyg-team-pytorch_geometric": {
            "kind": "paper",
            "title": "PyG",
            "link:repository": "https://github.com/pyg-team/pytorch_geometric",
            "summary": "Graph learning.",
            "parent": "section-libraries.python",
            "line": 15,
        },
        "dmlc-dgl": {
            "kind": "paper",
            "title": "DGL",
            "link:repository": "https://github.com/dmlc/dgl",
            "summary": "Deep graph library.",
            "parent": "section-libraries.python",
            "line": 16,
        },
        "section-916a0b17": {"kind": "section", "title": "论文", "line": 20} | course,
        "1609.02907": {
            "kind": "paper",
            "title": "GCN",
            "arxiv": "1609.02907",
            "link:paper": "https://arxiv.org/abs/1609.02907",
            "link:pdf": "https://arxiv.org/pdf/1609.02907",
            "link:repository": "https://github.com/tkipf/gcn",
            "summary": "Kipf.",
            "parent": "section-916a0b17",
            "line": 20,
        },
        "1706.03762": {
            "kind": "paper",
            "title": "Attention",
            "arxiv": "1706.03762",
            "link:paper": "https://arxiv.org/abs/1706.03762",
            "link:pdf": "https://arxiv.org/pdf/1706.03762",
            "summary": "great",
            "parent": "section-916a0b17",
            "line": 21,
        },
        "example.org-a-1-b-2-4d02db81": {
            "kind": "paper",
            "title": "A page",
            "link:page": "http://example.org/?a=1&b=2",
            "summary": "a page",
            "parent": "section-916a0b17",
            "line": 23,
        },
    }


def test_a_new_title_or_place_leaves_the_key() -> None:
    other = "# X\n- [Another title](https://github.com/dmlc/dgl)\n- [New](https://new.org)\n"
    assert list(entries(other)) == ["dmlc-dgl", "new.org"]


def test_two_addresses_with_the_same_letters_have_two_keys() -> None:
    first, second = entries("- [A](https://a.org/b-c)\n- [B](https://a.org/b/c)\n")
    assert first == "a.org-b-c"
    assert second.startswith("a.org-b-c-")


def test_what_is_personal_stays_with_the_curator() -> None:
    (fields,) = entries("- [x] [A](https://a.org) ★★★ #tag\n  > my note\n").values()
    assert fields.keys() & {"status", "rating", "note"} == set()
    assert fields["tag:tag"] is True


@pytest.mark.parametrize("text", ["", "# Only a title", "- no link\n", "- [local](#x)\n", "\0", "a: b"])
def test_no_list(text: str) -> None:
    with pytest.raises(CatalogError, match="it has no links in lists"):
        awesome.read(text.encode())


def test_more_than_anybody_reads_is_refused() -> None:
    with pytest.raises(CatalogError, match="at most 20,000 entries"):
        entries("".join(f"- [a](http://a.org/{number})\n" for number in range(20_001)))
    with pytest.raises(CatalogError, match="larger than 4 MB"):
        awesome.read(b" " * (4 << 20) + b" ")


@given(st.text(alphabet="#-*[]()!ahttps:/. \n\r\t|x`<>\0é\u202e0", max_size=200))
def test_any_text_is_a_list_or_none(text: str) -> None:
    try:
        catalog = awesome.read(text.encode("utf-8", "replace"))
    except CatalogError:
        return
    assert catalog.entries
    for number, (_, fields) in enumerate(catalog.entries):
        assert fields["title"]
        assert fields.get("parent", "") in ("", *dict(catalog.entries[:number]))


def test_a_list_in_markdown_is_added_and_browsed_by_section(dlread: Dlread) -> None:
    path = dlread.home / "awesome-graphs.md"
    path.write_text(LIST, "utf-8")
    result = dlread.run(f"catalog add {path}")
    assert result.err.startswith("added awesome-graphs with 5 entries")
    assert dlread("list --catalog awesome-graphs --keys").splitlines() == [
        f"awesome-graphs/{key}" for key in entries(LIST)
    ]
    dlread("mark-read awesome-graphs/section-libraries")
    assert dlread.status("awesome-graphs/dmlc-dgl") == "read"
    assert dlread.status("awesome-graphs/section-libraries") == "read"
