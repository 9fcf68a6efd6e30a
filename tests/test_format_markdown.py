"""Lists in Markdown: what is read of other people's, what is written, and that nothing breaks out of its place."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import effort
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dlread_cli.domain import details, fields
from dlread_cli.domain.entries import Entry, Status, main_link
from dlread_cli.domain.text import clean
from dlread_cli.formats import items, markdown
from dlread_cli.formats.items import Item, Unreadable
from dlread_cli.formats.markdown_text import escaped, words

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def read(text: str) -> list[Item | Unreadable]:
    return list(markdown.read(text.splitlines(keepends=True)))


def only(text: str) -> dict[str, Any]:
    """The fields of the one item."""
    (item,) = read(text)
    assert isinstance(item, Item), item
    return item.fields


# --- awesome lists ----------------------------------------------------------------------------------------------

AWESOME = """\
---
title: A list
tags: x
---
# Awesome Reinforcement Learning [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> A curated list. See the [wiki](https://en.wikipedia.org).

[![build](https://ci.example.org/x.svg)](https://ci.example.org)

## Contents

- [Papers](#papers)
- [Guide](docs/guide.md) and [license](LICENSE)

## Papers

### Multi-agent

- [SMAC](https://arxiv.org/abs/1902.04043) - The StarCraft challenge. [[code]](https://github.com/oxwhirl/smac)
* **[Attention](https://arxiv.org/abs/1706.03762v5)** - by [Google](https://google.com)
- Playing Atari. [[paper]](https://arxiv.org/abs/1312.5602), [[code]](https://github.com/deepmind/dqn)
- [![badge](https://img.shields.io/x.svg)](https://github.com/x/y)
- Just prose.
- [Deep Learning][DL] by Goodfellow
- [Lost][nowhere]

## [Books & more](#top) 📚

1. https://distill.pub/2017/momentum/
2. <https://arxiv.org/abs/1412.6980> Adam
3. Dropout: https://jmlr.org/papers/v15/srivastava14a.html

```md
- [Not](https://example.org/not)
```
<!-- - [Hidden](https://example.org/hidden)
- [Too](https://example.org/too) --> <!-- x -->

[dl]: https://www.deeplearningbook.org "Book"
[^1]: https://example.org/footnote
"""
MULTI_AGENT = {"tag:papers": True, "tag:multi-agent": True}
BOOKS = {"tag:books-more": True}


def test_an_awesome_list_is_read() -> None:
    assert read(AWESOME) == [
        Item(
            MULTI_AGENT
            | {
                "title": "SMAC",
                "arxiv": "1902.04043",
                "link:paper": "https://arxiv.org/abs/1902.04043",
                "link:pdf": "https://arxiv.org/pdf/1902.04043",
                "link:repository": "https://github.com/oxwhirl/smac",
                "summary": "The StarCraft challenge.",
            },
            line=20,
        ),
        Item(
            MULTI_AGENT
            | {
                "title": "Attention",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "link:related": "https://google.com",
                "summary": "by Google",
            },
            line=21,
        ),
        Item(
            MULTI_AGENT
            | {
                "title": "Playing Atari.",
                "arxiv": "1312.5602",
                "link:paper": "https://arxiv.org/abs/1312.5602",
                "link:repository": "https://github.com/deepmind/dqn",
            },
            line=22,
        ),
        Item(
            MULTI_AGENT
            | {"title": "Deep Learning", "link:page": "https://www.deeplearningbook.org", "summary": "by Goodfellow"},
            line=25,
        ),
        Unreadable(26, "its link has no address"),
        Item(
            BOOKS | {"title": "distill.pub/2017/momentum", "link:page": "https://distill.pub/2017/momentum/"},
            line=30,
        ),
        Item(
            BOOKS
            | {
                "title": "Adam",
                "arxiv": "1412.6980",
                "link:paper": "https://arxiv.org/abs/1412.6980",
                "link:pdf": "https://arxiv.org/pdf/1412.6980",
            },
            line=31,
        ),
        Item(
            BOOKS | {"title": "Dropout", "link:page": "https://jmlr.org/papers/v15/srivastava14a.html"},
            line=32,
        ),
    ]


TO_DO = """\
Reading
=======

- [x] Read *this* one & that
  - [ ] [Nested](https://example.org/n "with a title")
- [X] [Going](<https://example.org/g(1)>) ★★★☆☆ #nlp #Deep_Learning
  my remark
  goes on

  > quoted
  >
  >   note
- [/] half #1
+ [-] other half
- [~] not this
- [ ]
- [ ] [see below](#below)
- [?] what
- [buku](https://example.org/buku) <!-- TAGS: one,two words -->
"""


def test_a_to_do_list_is_read() -> None:
    assert read(TO_DO) == [
        Item({"title": "Read this one & that", "status": "read"}, line=4),
        Item({"title": "Nested", "status": "unread", "link:page": "https://example.org/n"}, line=5),
        Item(
            {
                "title": "Going",
                "status": "read",
                "link:page": "https://example.org/g(1)",
                "rating": 3,
                "tag:nlp": True,
                "tag:deep_learning": True,
                "note": "my remark goes on\nquoted\n\n  note",
            },
            line=6,
        ),
        Item({"title": "half", "status": "reading", "tag:1": True}, line=13),
        Item({"title": "other half", "status": "reading"}, line=14),
        Item({"title": "not this", "status": "skipped"}, line=15),
        Item(
            {"title": "buku", "link:page": "https://example.org/buku", "tag:one": True, "tag:two-words": True},
            line=19,
        ),
    ]


TABLE = """\
# Papers

| Paper | Authors | Year | Venue | Code | Framework |
|-------|:-------:|-----:|-------|------|-----------|
| [RL](http://incompleteideas.net/RLbook2020.pdf) | R. Sutton, A. Barto |2018| MIT |[link](https://github.com/s/rl) | |
| Another \\| one | A B | 2019 | | [code](https://github.com/a/b) | PyTorch |
| No link | x | 1999 | | | |

| [Alone](https://example.org/alone) | with words |

# More
"""


def test_tables_with_a_link_in_each_row_are_read() -> None:
    assert read(TABLE) == [
        Item(
            {
                "tag:papers": True,
                "title": "RL",
                "link:pdf": "http://incompleteideas.net/RLbook2020.pdf",
                "link:repository": "https://github.com/s/rl",
                "authors": ["R. Sutton", "A. Barto"],
                "year": 2018,
                "venue": "MIT",
            },
            line=5,
        ),
        Item(
            {
                "tag:papers": True,
                "title": "Another | one",
                "link:repository": "https://github.com/a/b",
                "authors": ["A B"],
                "year": 2019,
                "summary": "framework: PyTorch",
            },
            line=6,
        ),
        Item(
            {
                "tag:papers": True,
                "title": "Alone",
                "link:page": "https://example.org/alone",
                "summary": "with words",
            },
            line=9,
        ),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [A](https://a.org) ([pdf](https://a.org/a.pdf), [PyTorch](https://github.com/a/b))", "pdf repository page"),
        ("- [A](https://github.com/a/b) builds on [DQN](https://arxiv.org/abs/1312.5602)", "repository related"),
        ("- [A](https://a.org): [x](https://x.org) [y](https://y.org)", "page related related-2"),
        ("- [A](https://a.org) [A again](https://a.org)", "page"),
        ("- [A](https://a.org) ([project](https://a.org))", "project"),
        ("- [A](https://a.org) [code](https://a.org/1) [code](https://a.org/2)", "page repository repository-2"),
        ("- [A](https://a.org/paper.PDF)", "pdf"),
        ("- [A](https://a.org) ![shot](https://a.org/a.png) [rel](rel.md) [mail](mailto:a@b.org)", "page"),
        ("- A ([video](https://a.org), [slides](https://b.org))", "video slides"),
        ("- [A [b] c](https://a.org)", "page"),
        ("- [x [A](https://a.org) y](https://b.org)", "page related"),
    ],
)
def test_further_links_are_named_by_what_they_are(line: str, expected: str) -> None:
    found = only(line)
    assert found["title"].startswith("A")
    assert {name[5:] for name in found if name.startswith("link:")} == set(expected.split())


def test_what_a_sentence_mentions_is_not_what_the_item_is() -> None:
    found = only("- [A](https://github.com/a/b) builds on [DQN](https://arxiv.org/abs/1312.5602)")
    assert "arxiv" not in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words\n\n[A](https://a.org)\n",
        "- [A](javascript:alert(1))\n",
        "- [A](file:///etc/passwd)\n- [B](//b.org)\n- [C](https://user:password@c.org)\n",
        "- ![A](https://a.org/a.png)\n",
        "~~~\n- [A](https://a.org)\n```\n- [B](https://b.org)\n",
        "<!--\n- [A](https://a.org)\n",
        r"- \[A](https://a.org\)" + "\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "- - -\n* * *\n---\n",
    ],
)
def test_what_is_no_entry(text: str) -> None:
    assert [item for item in read(text) if not (isinstance(item, Item) and "\\" in text)] == []


# --- recognising ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        AWESOME,
        TO_DO,
        TABLE,
        "- [ ] x",
        "<p align='center'>\n\n* [A](https://a.org) x\n",
        "1. [A][a]\n\n[a]: https://a.org",
    ],
)
def test_a_list_is_recognised(head: str) -> None:
    assert markdown.is_one(head[:8_000])


@pytest.mark.parametrize(
    "head",
    [
        "",
        "# Only words\n\nand [a link](https://a.org)\n",
        "https://example.org/a\nhttps://example.org/b\n",
        "title,url,time_added,tags,status\n- [ ] a,https://example.org,1,,unread\n",
        "@misc{a, note={\n- [x] [A](https://a.org)\n}}\n",
        "Created by hand\n\n@misc{a, note={\n- [x] [A](https://a.org)\n}}\n",
        "TY  - JOUR\nN1  - \n- [x] [A](https://a.org)\nER  - \n",
        '[{"id": "a", "note": "\n- [x] [A](https://a.org)"}]\n',
        '{"note": "\n- [x] a"}',
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n- [x] a\n",
        "ref: a\nnotes: |\n  - [x] [A](https://a.org)\n",
        "files:\n- a.pdf\n- https://example.org/b\ntags: [a]\n",
        "---\nkey:\n  note: '- [x] [A](https://a.org)'\n...\n",
    ],
)
def test_other_files_are_no_list_in_markdown(head: str) -> None:
    assert not markdown.is_one(head)


# --- bad input --------------------------------------------------------------------------------------------------

N = effort(10_000, 100_000)
HOSTILE = {
    "brackets": "- [ ] " + "[" * N,
    "closed brackets": "- " + "[" * N + "]" * N + "(https://a.org)",
    "closing": "- " + "](" * N,
    "links": "- " + "[a](https://a.org)" * (N // 10),
    "different links": "- " + "".join(f"[{n}](https://a.org/{n}) " for n in range(N // 3)),
    "different tags": "- [x] a" + "".join(f" #{n}" for n in range(N)),
    "links in links": "- " + "[a " * N + "](https://a.org)" * N,
    "images in images": "- " + "![" * N + "](https://a.org)" * N,
    "angles": "- " + "](<" * N,
    "quotes": "- " + '](a "' * N,
    "parentheses": "- [a](" + "(" * N,
    "pairs": "- [a](" + "()" * N,
    "nested pairs": "- " + "[a](x()" * N,
    "stars": "- [x] " + "*" * N + "a" + "*" * N,
    "stars apart": "- [x] " + "* " * N,
    "underscores": "- [x] " + "_" * N + " _a" * N,
    "backticks": "- [x] " + "`" * N + " `" * N,
    "tags": "- [x] a" + " #a" * N,
    "tag": "- [x] a #" + "a" * N + "!",
    "stars at the end": "- [x] a" + " ★" * N,
    "entities": "- [x] " + "&#0;&amp&#xD800;&#9999999;" * N,
    "spaces": "- [x] a" + " " * N + "b",
    "tabs": "\t" * N + "- [x] a",
    "comments": "<!---->" * N,
    "comments that begin": "<!--" * N,
    "rule": "| [a](https://a.org) |\n" + "|-" * N + "x",
    "dashes": "| [a](https://a.org) |\n" + "-" * N + "x",
    "cells": "| [a](https://a.org) " * (N // 10),
    "heading": "#" * N + "\n# " + "#" * N + " " * N + "x",
    "headings": "# a\n" * N + "- [x] a",
    "fences": "```\n" * (N + 1) + "- [x] a",
    "references": "".join(f"[{n}]: https://a.org/{n}\n" for n in range(N)) + "- [a][1]",
    "tags of HTML": "- [x] " + "<a " * N + "<b" * N,
    "cite": "- [a](https://a.org) - _" + "a, " * N,
    "cited": "- [a](https://a.org) - _" + r"\_, " * N + "_, 2019",
    "escapes": "- [a](https://a.org) " + "\\" * N,
    "quotation": "- [x] a\n" + "  > " + "b" * N + "\n" + "  > b\n" * N,
    "goes on": "- [x] a\n" + "  b\n" * N,
    "one line": "- [x] " + "a" * 2_000_000,
    "surrogates": "- [x] \ud800\n  > \udfff\n",
    "nul": "- [x] a\0b [c](https://a.org/\0) \0 (\0, \0)",
    "carriage returns": "- [x] a\r- [x] b\r",
    "bare addresses": "- " + "https://a.org(" * N,
    "closed addresses": "- https://a.org/" + ")" * N,
    "a table's head": "title" + "," * N,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lists_are_read_in_bounded_time(text: str) -> None:
    for item in read(f"{text}\n\n- [x] the last\n"):
        assert isinstance(item, Unreadable) or all(fields.is_understood(*pair) for pair in item.fields.items())
    markdown.is_one(text[:8_000])


def test_a_line_that_is_too_long_is_reported_and_the_next_is_read() -> None:
    assert read(HOSTILE["one line"] + "\n- [x] b\n") == [
        Unreadable(1, "this line is too long"),
        Item({"title": "b", "status": "read"}, line=2),
    ]


def test_references_are_found_behind_many_items() -> None:
    many = "- [a][there]\n" * 1_000 + "\n[there]: https://a.org\n"
    assert {str(item.fields) for item in read(many) if isinstance(item, Item)} == {
        "{'link:page': 'https://a.org', 'title': 'a'}"
    }


def test_items_come_before_the_end_of_an_endless_list() -> None:
    def lines() -> Iterator[str]:
        while True:
            yield "- [x] a\n"

    assert next(markdown.read(lines())) == Item({"title": "a", "status": "read"}, line=1)


PIECES = [*"-*[]()!<>`|#\\_~:&;x1 \t\n\ud800★", "https://a.org", "- [", "- [x] ", "](", "<!--", "\n  > "]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read(text: str) -> None:
    for item in read(text):
        assert isinstance(item, Unreadable) or item.fields["title"]
    markdown.is_one(text)


# --- writing ----------------------------------------------------------------------------------------------------


def entry(**given: Any) -> tuple[Entry, details.Details]:
    """`link_pdf` is `link:pdf`."""
    has = {re.sub("^(link|tag)_", r"\1:", name): value for name, value in given.items()}
    return of_fields(has)


def of_fields(has: dict[str, Any]) -> tuple[Entry, details.Details]:
    links = fields.links(has)
    return Entry(
        key="key",
        kind="paper",
        catalog="",
        parent="",
        depth=0,
        title=fields.text(has, "title"),
        year=has.get("year"),
        venue=has.get("venue", ""),
        lecture="",
        tags=fields.tags(has),
        url=main_link(links),
        events=(),
        status=Status(has.get("status", "unread")),
        status_at="",
        rating=has.get("rating", 0),
        progress=None,
    ), details.details(has, ())


def test_entries_are_written_as_a_list() -> None:
    entries = [
        entry(
            title="Attention Is All You Need",
            authors=["Ashish Vaswani", "OpenAI, Inc."],
            year=2017,
            venue="NeurIPS",
            arxiv="1706.03762",
            link_paper="https://arxiv.org/abs/1706.03762",
            link_pdf="https://arxiv.org/pdf/1706.03762",
            link_video="https://example.org/v(1).pdf",
            status="read",
            rating=5,
            tag_nlp=True,
            tag_to_do=True,
            note="first\n\n# second",
        ),
        entry(title="C++: <b>a</b> [x](y) *z*", status="reading", year=1998),
        entry(doi="10.1000/x", status="skipped"),
        entry(title="Deep", link_page="https://deep.org"),
    ]
    assert "".join(markdown.written(entries)) == (
        "# Reading list\n"
        "\n"
        "- [x] [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - "
        r"_Ashish Vaswani, OpenAI\, Inc._, 2017, *NeurIPS* "
        r"([video](https://example.org/v\(1\).pdf)) ★★★★★ #nlp #to\_do"
        "\n"
        "  > first\n"
        "  >\n"
        "  > \\# second\n"
        r"- [/] C\+\+: &#60;b&#62;a&#60;/b&#62; \[x\](y) \*z\* - 1998"
        "\n"
        "- [~] key ([doi](https://doi.org/10.1000/x))\n"
        "- [ ] [Deep](https://deep.org)\n"
    )


EVIL = st.sampled_from(
    [
        *(
            "[x](https://evil.org)",
            "![x](https://evil.org)",
            "<script>",
            "<!--",
            "-->",
            "](https://evil.org)",
            "\\",
            "`",
        ),
        *("https://evil.org", "www.evil.org", "a@evil.org", "- x", "1. x", "# x", "> x", "| x |", "---", "===", "```"),
        *(
            "★★",
            "#tag",
            " - ",
            " - _x_, 2017",
            "*x*",
            "_x_",
            "&lt;b&gt;",
            "&amp;",
            "$x$",
            ":x:",
            "[ ]",
            "[x][y]",
            "    x",
        ),
        *(
            "=cmd()",
            "强化学习",
            "a, b",
            '"',
            "'",
            "\n",
            "\r",
            "\t",
            "\u2028",
            "\u202e",
            "\ud800",
            "[^1]: x",
            "[a]: b",
            "x_y",
        ),
    ]
)
WORDS = st.lists(EVIL | st.sampled_from(["a", "Deep", " ", "Z."]) | ANY_TEXT, min_size=1, max_size=6).map("".join)
URLS = st.sampled_from(
    [
        *("https://a.org", "https://a.org/x_(y)_*z*", "https://a.org/?a=1&amp;b=[2]&lt;", "https://a.org/`<b>`$x$|"),
        *("https://github.com/a/b", "https://github.com/a/b/tree/main", "https://arxiv.org/abs/1902.04043v2"),
        *("https://doi.org/10.1000/x", "http://b.org/a.pdf", "https://b.org/#x", "https://b.org/!\"',;:@"),
    ]
)
KINDS = ("paper", "pdf", "repository", "project", "page", "slides", "lecture-video", "docs", "blog")
ENTRIES = st.fixed_dictionaries(
    {"title": WORDS, "status": st.sampled_from([*map(str, Status)])},
    optional={
        "authors": st.lists(WORDS, max_size=3),
        "year": st.integers(1, 9999),
        "venue": WORDS,
        "rating": st.integers(1, 5),
        "note": WORDS,
        "arxiv": st.just("1706.03762"),
        "doi": st.just("10.1145/3292500.3330701"),
        "tag:nlp": st.just(True),
        "tag:a_b-c.d/e+f__": st.just(True),
        "tag:2019": st.just(True),
        "tag:强化学习": st.just(True),
        **{f"link:{kind}": URLS for kind in KINDS},
    },
)


def line(text: str) -> str:
    return " ".join(clean(text).split())


def kept(has: dict[str, Any]) -> dict[str, Any]:
    """What a list in Markdown says of an entry."""
    said = dict(has) | {"title": line(has["title"]) or "key"}
    said["authors"] = [name for name in map(line, has.get("authors", [])) if name]
    said["venue"] = line(has.get("venue", ""))
    note = "\n".join(map(clean, has.get("note", "").split("\n")))
    said["note"] = note if note.strip() else ""
    tags = items.tags(name[4:] for name in has if name.startswith("tag:"))
    return {name: value for name, value in said.items() if value and not name.startswith("tag:")} | tags


@given(st.lists(ENTRIES, max_size=4))
@example(
    [
        {
            "title": "x",
            "status": "unread",
            "link:slides": "https://github.com/a/b",
            "link:lecture-video": "https://github.com/a/b/tree/main",
        }
    ]
)
@example([{"title": "a (", "status": "unread"}, {"title": "(", "status": "unread"}])
@example([{"title": "a - _b_, 2017 ★★★ #c", "status": "read", "note": "  > a\n\n  b  \n"}])
def test_what_is_written_is_read_back(entries: list[dict[str, Any]]) -> None:
    text = "".join(markdown.written(map(of_fields, entries)))
    found = [item.fields for item in read(text) if isinstance(item, Item)]
    assert len(found) == len(entries)
    for has, fields_read in zip(map(kept, entries), found, strict=True):
        links = {name: value for name, value in has.items() if name.startswith("link:")}
        others = {name: value for name, value in has.items() if name not in links}
        names_it_has = {name for name in fields_read if name in others or not name.startswith("link:")}
        assert {name: fields_read[name] for name in names_it_has - {"arxiv", "doi"}} == {
            name: value for name, value in others.items() if name not in ("arxiv", "doi")
        }
        assert set(links.values()) <= {value for name, value in fields_read.items() if name.startswith("link:")}
        assert not others.keys() - fields_read.keys()


MAY_STAND = {
    *("heading_open", "heading_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("paragraph_open", "paragraph_close", "blockquote_open", "blockquote_close", "inline", "text", "softbreak"),
    *("text_special", "em_open", "em_close", "link_open", "link_close"),
}


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        yield token
        yield from token.children or ()


@given(st.lists(ENTRIES, max_size=4))
@example(
    [{"title": "a", "status": "read", "note": "1. x\n2) y\n- z\n+ z\n* z\n# h\n> q\n    c\n\tc\n===\n---\n```\n| a |"}]
)
def test_nothing_breaks_out_of_its_place(entries: list[dict[str, Any]]) -> None:
    text = "".join(markdown.written(map(of_fields, entries)))
    found = list(tokens(text))
    assert {token.type for token in found} <= MAY_STAND
    count = [token.type for token in found].count
    assert count("list_item_open") == len(entries)
    assert count("bullet_list_open") == bool(entries)
    assert count("heading_open") == 1
    assert "evil.org" not in "".join(str(token.attrs) for token in found)
    assert not re.search(r"(?<!\]\()https?://", text)


@given(WORDS)
def test_words_are_escaped_so_that_a_reader_sees_them(text: str) -> None:
    (paragraph,) = [token for token in MarkdownIt("commonmark").parse(f"x{escaped(text)}") if token.type == "inline"]
    shown = "".join(child.content for child in paragraph.children or ())
    assert line(shown.removeprefix("x")) == line(text) == line(words(escaped(text)))
