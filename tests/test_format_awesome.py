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


@pytest.mark.full_run
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


def usual(sections: int = 10, links: int = 18) -> str:
    """A list of 300 lines as one finds them on GitHub."""
    badge = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"
    build = "[![CI](https://github.com/x/y/actions/workflows/ci.yml/badge.svg)](https://github.com/x/y/actions)"
    lines = [
        f"# Awesome Graph Learning {badge} {build}",
        "",
        "<!-- omit in toc -->",
        "",
        "> A curated list of things.",
        "",
    ]
    lines += ["## Contents", ""]
    for number in range(sections):
        lines += [f"- [Topic {number}](#topic-{number})", f"  - [Papers](#papers-{number})"]
    lines += ["- [Contributing](#contributing)", ""]
    for number in range(sections):
        lines += [f'## 🎓 Topic {number} <a name="topic-{number}"></a>', "", "*Things about it.* [⬆](#contents)", ""]
        for link in range(links):
            place = f"https://github.com/lab{number}/tool-{link}"
            stars = f"![stars](https://img.shields.io/github/stars/lab{number}/tool-{link}?style=social)"
            lines.append(
                f"* [Tool {number}.{link}]({place}) {stars} - Does *{link}* things. ([docs](https://t.org/{number}/{link}))"
            )
            if link == 3:
                lines.append(f"    - [Fork {number}](https://gitlab.com/lab{number}/fork) - nested")
            if link == links // 2:
                lines += ["", "### Papers", ""]
    lines += ["## Contributing", "", "Read the [guidelines](contributing.md) first.", "", "## License", ""]
    lines += [
        "[![CC0](https://licensebuttons.net/p/zero/1.0/88x31.png)](https://creativecommons.org/publicdomain/zero/1.0/)"
    ]
    return "\n".join(lines) + "\n"


def test_a_list_in_the_usual_style_becomes_a_useful_catalog(dlread: Dlread) -> None:
    text = usual()
    assert 290 < text.count("\n") < 330
    path = dlread.home / "awesome-graph-learning.md"
    path.write_text(text, "utf-8")
    assert dlread.run(f"catalog check {path}").err.endswith(": 190 entries, no problems\n")
    result = dlread.run(f"catalog add {path} --as graphs")
    assert result.err.startswith("added graphs with 190 entries · ")
    assert dlread("catalog").splitlines()[2].split("\t")[:3] == ["graphs", "190", "Awesome Graph Learning"]
    rows = [line.split("\t") for line in dlread("list --catalog graphs").splitlines()]
    assert [row[0] for row in rows if row[2] == "section"][:4] == [
        "graphs/section-topic-0",
        "graphs/section-topic-0.papers",
        "graphs/section-topic-1",
        "graphs/section-topic-1.papers",
    ]
    assert rows[1][4:] == ["Tool 0.0", "https://github.com/lab0/tool-0"]
    shown = dict(line.split("\t", 1) for line in dlread("show lab0-tool-0").splitlines())
    assert (shown["Title"], shown["Summary"]) == ("Tool 0.0", "Does 0 things.")
    assert dlread("search nested fork --limit 1 --keys") == "graphs/gitlab.com-lab0-fork\n"
    dlread("mark-read lab0-tool-0")
    path.write_text(text.replace("Tool 0.0", "The new tool"), "utf-8")
    assert dlread("catalog update") == "changed\tgraphs/lab0-tool-0\tThe new tool\ttitle\n"
    assert dlread.status("graphs/lab0-tool-0") == "read"
    assert dlread("next --catalog graphs --limit 1 --keys") == "graphs/lab0-tool-1\n"
