"""Lists of addresses, arXiv ids and DOIs: what is read of them, and what is no such list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.formats import addresses
from dlread_cli.formats.items import Item, Unreadable

ANY_TEXT = st.text(st.characters(exclude_categories=()))

LIST = """\
# to read this winter

1902.04043
arXiv: 1706.03762v5\tAttention Is All You Need
https://doi.org/10.1038/nature14539 Deep learning
doi:10.1145/3292500.3330701
https://github.com/oxwhirl/smac   # the code
<https://distill.pub/2017/momentum/> Why Momentum Really Works
example.org/a/page
read this some time
ftp://example.org/file.pdf
javascript:alert(1)
"""


def test_each_line_is_an_item() -> None:
    assert list(addresses.read(LIST.splitlines(keepends=True))) == [
        Item(
            {
                "title": "arXiv:1902.04043",
                "arxiv": "1902.04043",
                "link:paper": "https://arxiv.org/abs/1902.04043",
                "link:pdf": "https://arxiv.org/pdf/1902.04043",
            },
            line=3,
        ),
        Item(
            {
                "title": "Attention Is All You Need",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
            },
            line=4,
        ),
        Item(
            {
                "title": "Deep learning",
                "doi": "10.1038/nature14539",
                "link:paper": "https://doi.org/10.1038/nature14539",
            },
            line=5,
        ),
        Item(
            {
                "title": "doi:10.1145/3292500.3330701",
                "doi": "10.1145/3292500.3330701",
                "link:paper": "https://doi.org/10.1145/3292500.3330701",
            },
            line=6,
        ),
        Item({"title": "oxwhirl/smac", "link:repository": "https://github.com/oxwhirl/smac"}, line=7),
        Item({"title": "Why Momentum Really Works", "link:page": "https://distill.pub/2017/momentum/"}, line=8),
        Item({"title": "example.org/a/page", "link:page": "https://example.org/a/page"}, line=9),
        Unreadable(10, "no address, arXiv id or DOI"),
        Unreadable(11, "no address, arXiv id or DOI"),
        Unreadable(12, "no address, arXiv id or DOI"),
    ]


@pytest.mark.parametrize(
    "head",
    [LIST, "1902.04043", "https://example.org/a\r\nhttps://example.org/b\r\n", "1902.04043\nhttps://exam"],
)
def test_a_list_is_recognised(head: str) -> None:
    assert addresses.is_one(head)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "# nothing yet\n",
        "title,url,time_added,tags,status\nA,https://example.org,1,,unread\n",
        "@misc{a, title={https://example.org}}\n",
        "TY  - JOUR\nUR  - https://example.org\nER  - \n",
        '[{"id": "a", "URL": "https://example.org"}]\n',
        "- [A](https://example.org)\n- https://example.org\n",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n",
        "title: A\nurl: https://example.org\n",
        "https://example.org\nwords\nand\nmore words\n",
    ],
)
def test_other_files_are_no_list_of_addresses(head: str) -> None:
    assert not addresses.is_one(head)


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/" + "x" * 1_000_000,
        "a." * 500_000,
        "arxiv:" + " " * 1_000_000 + "1902.04043",
        "https://user:password@example.org/",
        "https://example.org/\ud800",
        "https://example.org/\0",
        "1902.04043\x1b[2J",
    ],
)
def test_what_is_no_address_is_reported_and_the_rest_is_read(line: str) -> None:
    first, second = addresses.read([line + "\n", "1902.04043\n"])
    assert first == Unreadable(1, "no address, arXiv id or DOI")
    assert isinstance(second, Item)
    assert second.line == 2


@given(st.lists(ANY_TEXT))
def test_any_text_is_read(lines: list[str]) -> None:
    for found in addresses.read(lines):
        assert 1 <= found.line <= len(lines)
        assert isinstance(found, Unreadable) or found.fields["title"]
    addresses.is_one("\n".join(lines))
