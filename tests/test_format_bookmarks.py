"""Bookmarks in HTML, of browsers and of Pocket: what is read of them, and that nothing takes long or raises."""

import pytest
from conftest import effort
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain import fields
from dlread_cli.formats import bookmarks, values
from dlread_cli.formats.items import Item, Unreadable


def read(text: str) -> list[Item | Unreadable]:
    return list(bookmarks.read(text.splitlines(keepends=True)))


NETSCAPE = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     <DT><A HREF="https://example.org/not">Not this</A> -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1546300800" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://arxiv.org/abs/1902.04043" ADD_DATE="1551398400" ICON="data:image/png;base64,AA=="
            >[1902.04043] The StarCraft Multi-Agent Challenge</A>
        <DT><H3>Deep Learning</H3>
        <DL><p>
            <DT><A HREF="https://github.com/oxwhirl/smac" TAGS="code,to read">SMAC &amp; more &lt;b&gt;</A>
            <DD>First line
second &quot;line&quot;

            <DT><A HREF="https://distill.pub/2017/momentum/?a=1&amp;b=2" TOREAD="1"></A>
        </DL><p>
        <DT><A
            HREF='https://example.org/a>b'
            ADD_DATE=1551398401>Over lines</A>
    </DL><p>
    <DT><A HREF="javascript:alert(1)">Bookmarklet</A>
    <DT><A HREF="place:sort=8">Recent</A>
    <DT><A HREF="https://example.org/last">The last
</DL><p>
"""


def test_bookmarks_of_a_browser_are_read() -> None:
    assert read(NETSCAPE) == [
        Item(
            {
                "title": "The StarCraft Multi-Agent Challenge",
                "arxiv": "1902.04043",
                "link:paper": "https://arxiv.org/abs/1902.04043",
                "link:pdf": "https://arxiv.org/pdf/1902.04043",
            },
            times={"kind": "2019-03-01T00:00:00.000000Z"},
            line=10,
        ),
        Item(
            {
                "title": "SMAC & more <b>",
                "link:repository": "https://github.com/oxwhirl/smac",
                "tag:deep-learning": True,
                "tag:code": True,
                "tag:to-read": True,
                "note": 'First line\nsecond "line"',
            },
            line=14,
        ),
        Item(
            {
                "title": "distill.pub/2017/momentum/?a=1&b=2",
                "link:page": "https://distill.pub/2017/momentum/?a=1&b=2",
                "tag:deep-learning": True,
                "status": "unread",
            },
            line=18,
        ),
        Item(
            {"title": "Over lines", "link:page": "https://example.org/a>b"},
            times={"kind": "2019-03-01T00:00:01.000000Z"},
            line=20,
        ),
        Unreadable(24, "no address of the web"),
        Unreadable(25, "no address of the web"),
        Item({"title": "The last", "link:page": "https://example.org/last"}, line=26),
    ]


POCKET = """\
<!DOCTYPE html>
<html>
\t<!--So long and thanks for all the fish-->
\t<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><title>Pocket Export</title></head>
\t<body>
\t\t<h1>Unread</h1>
\t\t<ul>
\t\t\t<li><a href="https://example.org/a" time_added="1371423411" tags="rl,deep learning">A</a></li>
\t\t\t<li><a href="https://example.org/b" time_added="x" tags="">https://example.org/b</a></li>
\t\t</ul>
\t\t<h1>Read Archive</h1>
\t\t<ul>
\t\t\t<li><a href="https://arxiv.org/abs/1706.03762" time_added="1371423412" tags="">Attention</a></li>
\t\t</ul>
\t</body>
</html>
"""


def test_lists_of_pocket_are_read_with_their_status() -> None:
    assert read(POCKET) == [
        Item(
            {
                "title": "A",
                "link:page": "https://example.org/a",
                "tag:rl": True,
                "tag:deep-learning": True,
                "status": "unread",
            },
            times={"kind": "2013-06-16T22:56:51.000000Z"},
            line=8,
        ),
        Item({"title": "https://example.org/b", "link:page": "https://example.org/b", "status": "unread"}, line=9),
        Item(
            {
                "title": "Attention",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "status": "read",
            },
            times={"kind": "2013-06-16T22:56:52.000000Z"},
            line=13,
        ),
    ]


INSTAPAPER = """\
<!DOCTYPE html>
<html><head><title>Instapaper: Export</title></head><body>
<h1>Archive</h1><ol><li><a href="https://example.org/a">A</a></ol>
<h1>For later</h1><ol><li><a href="https://example.org/b">B</a></ol>
"""


def test_folders_of_instapaper_are_a_status_or_a_tag() -> None:
    assert read(INSTAPAPER) == [
        Item({"title": "A", "link:page": "https://example.org/a", "status": "read"}, line=3),
        Item({"title": "B", "link:page": "https://example.org/b", "tag:for-later": True}, line=4),
    ]


BUKU = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>

<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>

<DL><p>
    <DT><H3 ADD_DATE="1795750620" LAST_MODIFIED="1795750620" PERSONAL_TOOLBAR_FOLDER="true">buku bookmarks</H3>
    <DL><p>
        <DT><A HREF="https://example.org/" ADD_DATE="1795750620" TAGS="a b,rl">Vector<T> & <b></A>
        <DD>my note
    </DL><p>
</DL><p>"""


def test_an_export_of_buku_is_read_which_escapes_nothing() -> None:
    """Made by buku 5.1."""
    assert read(BUKU) == [
        Item(
            {
                "title": "Vector<T> & <b>",
                "link:page": "https://example.org/",
                "tag:a-b": True,
                "tag:rl": True,
                "note": "my note",
            },
            times={"kind": "2026-11-27T03:37:00.000000Z"},
            line=10,
        )
    ]


def test_each_bookmark_has_the_line_in_which_its_tag_begins() -> None:
    link = 'HREF="https://example.org">A</A>'
    assert [item.line for item in read(f"<A\n{link}<A {link}\n<A {link}") if isinstance(item, Item)] == [1, 2, 3]


@pytest.mark.parametrize("head", [BUKU, NETSCAPE, POCKET, INSTAPAPER, '<DL><p>\n<DT><A ADD_DATE="1" HREF="x">'])
def test_bookmarks_are_recognised(head: str) -> None:
    assert bookmarks.is_one(head[:8_000])


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<!DOCTYPE html><html><body><a href='https://example.org'>A</a></body></html>",
        "# List\n\n- [A](https://example.org)\n",
        "<p align='center'>\n- [A](https://example.org)\n",
        '@misc{a, note={<DT><A HREF="x">}}',
        '{"note": "<DT><A HREF=x>"}',
        "title,url\n<DT><A HREF=x>,y\n",
        "https://example.org\n",
        "TY  - JOUR\n",
    ],
)
def test_other_files_are_no_bookmarks(head: str) -> None:
    assert not bookmarks.is_one(head)


MB = min(effort(1 << 16, 1 << 20), 1 << 20)
LAST = '\n--></script>">\'>\n</DL><DT><A HREF="https://example.org/last">The last</A>\n'
HOSTILE = {
    "tags that never end": "<a " * (3 * MB),
    "one tag that never ends": "<a " + "x" * (10 * MB),
    "a tag over many lines": "<a\n" + "x=y\n" * (MB // 8),
    "tags on lines of their own": "<a\n" * (MB // 8),
    "quotes": "<a x=\"' " * MB,
    "quotes that never end": '<a "' + "<a '" * MB,
    "comments": "<!---->" * MB,
    "comments that never end": "<!--" * MB,
    "comments on lines of their own": "<!--\n" * (MB // 8),
    "declarations": "<![CDATA[" * MB + "<!x <?y " * MB,
    "folders in folders": "<DL><DT><H3>a</H3>" * (MB // 64) + '<DT><A HREF="https://example.org">A</A>' * (MB // 64),
    "ends of folders": "</DL>" * (MB // 8),
    "attributes": "<a " + "a" * (5 * MB) + " b" * (2 * MB) + ">",
    "attributes without a value": "<a " + "a=" * (5 * MB) + ">",
    "a title": '<a href="https://example.org/a">' + "b" * (10 * MB) + "</a>",
    "a title of pieces": '<a href="https://example.org/a">' + "<b>b" * (MB // 8) + "</a>",
    "a note": '<a href="https://example.org/a">A</a><dd>' + "b\n" * (MB // 4),
    "a title that never ends": '<a href="https://example.org/a">' + "\n" * (MB // 8),
    "entities": '<a href="https://example.org/a">' + "&#" + "9" * 9999 + ";&#x" + "f" * 9999 + ";&#xD800;&" * MB,
    "an address": '<a href="https://example.org/' + "x" * (10 * MB) + '">A</a>',
    "characters that are none": '<a href="https://example.org/a">\0\ud800</a><dd>\0\ud800\n',
    "angles": "<" * (10 * MB),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_megabytes_of_hostile_bookmarks_are_read_in_bounded_time(text: str) -> None:
    found = read(text + LAST)
    for item in found:
        assert isinstance(item, Unreadable) or all(fields.is_understood(*pair) for pair in item.fields.items())
    assert isinstance(found[-1], Item)
    assert (found[-1].fields["title"], found[-1].line) == ("The last", text.count("\n") + 3)
    bookmarks.is_one(text[:8_000])


PIECES = [
    *"<>/!\"'=& \n\0\ud800-",
    "<a href=",
    "<DL>",
    "</DL>",
    "<DD>",
    "<H3>",
    "<!--",
    "-->",
    "https://a.org",
    "</a>",
    "&#",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read(text: str) -> None:
    for item in read(text):
        assert isinstance(item, Unreadable) or item.fields["title"]
    bookmarks.is_one(text)


@pytest.mark.parametrize("number", ["9" * 5_000, "x" + "f" * 5_000, "9" * 10])
def test_a_character_with_a_huge_number_is_none(number: str) -> None:
    assert values.bare(f"a &#{number}; b") == "a \ufffd b"
