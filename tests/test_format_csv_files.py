"""CSV of reading lists, whoever wrote it, becomes items; what we write comes back, and no spreadsheet calculates it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from exported import ANY_FIELDS, AT, HOSTILE, WORDS, exported
from hypothesis import example, given
from hypothesis import strategies as st

from dlread_cli.formats import checked, csv_files
from dlread_cli.formats.items import Item, Unreadable


def read(text: str) -> list[Item | Unreadable]:
    """As a file that is opened without translating its line ends."""
    return list(csv_files.read(io.StringIO(text, newline="")))


def test_zotero() -> None:
    text = (
        '\ufeff"Key","Item Type","Publication Year","Author","Title","Publication Title","ISSN","DOI","Url",'
        '"Abstract Note","Date","Date Added","Pages","Issue","Journal Abbreviation","Extra","Notes","Manual Tags",'
        '"Automatic Tags","Editor"\n'
        '"ABCD2345","journalArticle","2015","LeCun, Yann; Bengio, Yoshua","Deep <i>learning</i>","Nature","0028-0836",'
        '"10.1038/nature14539","https://www.nature.com/articles/nature14539","Allows models.","2015-05-28",'
        '"2019-06-01 12:00:00","436-444","7553","Nat.","Citation Key: lecun2015\nRead_Status: In Progress\n'
        'Read_Status_Date: 2026-03-01T12:00:00.000Z\narXiv: 1512.03385 [cs]\nPMID: 1",'
        '"<p>Good &amp; <b>short</b></p><p>Two</p>","Computer Science, Learning; NLP","Statistics","Doe, Jane"\n'
        '"EFGH2345","webpage","","","A page","","","","https://x.org/a","","","2020-01-01 00:00:00"\n'
    )
    assert read(text) == [
        Item(
            {
                "title": "Deep learning",
                "authors": ["Yann LeCun", "Yoshua Bengio"],
                "editor": ["Jane Doe"],
                "year": 2015,
                "month": 5,
                "venue": "Nat.",
                "venue:name": "Nature",
                "type": "journal",
                "number": "7553",
                "pages": "436-444",
                "arxiv": "1512.03385",
                "doi": "10.1038/nature14539",
                "link:paper": "https://www.nature.com/articles/nature14539",
                "link:pdf": "https://arxiv.org/pdf/1512.03385",
                "summary": "Allows models.",
                "note": "Good & short\n\nTwo",
                "status": "reading",
                "tag:computer-science-learning": True,
                "tag:nlp": True,
                "tag:statistics": True,
                "extra:key": "ABCD2345",
                "extra:issn": "0028-0836",
                "extra:extra": "PMID: 1",
            },
            key="lecun2015",
            times={"kind": "2019-06-01T12:00:00.000000Z", "status": "2026-03-01T12:00:00.000000Z"},
            line=2,
        ),
        Item(
            {
                "title": "A page",
                "link:page": "https://x.org/a",
                "extra:key": "EFGH2345",
                "extra:item-type": "webpage",
            },
            times={"kind": "2020-01-01T00:00:00.000000Z"},
            line=7,
        ),
    ]


def test_pocket() -> None:
    text = (
        "title,url,time_added,tags,status\n"
        "https://x.org/a,https://x.org/a,1466459879,,unread\n"
        "Attention,https://arxiv.org/abs/1706.03762,1466459880,deep learning|nlp,archive\n"
    )
    assert read(text) == [
        Item(
            {"title": "x.org/a", "link:page": "https://x.org/a", "status": "unread"},
            times={"kind": "2016-06-20T21:57:59.000000Z"},
            line=2,
        ),
        Item(
            {
                "title": "Attention",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "status": "read",
                "tag:deep-learning": True,
                "tag:nlp": True,
            },
            times={"kind": "2016-06-20T21:58:00.000000Z"},
            line=3,
        ),
    ]


def test_readwise_reader() -> None:
    text = (
        "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
        'A,https://x.org/a,01a,"[\'deep learning\', ""it\'s""]",2023-02-21 19:25:24+00:00,0.5,later,True\n'
        "B,https://x.org/b,01b,,2023-02-21 20:25:24+01:00,0,shortlist,False\n"
        "C,https://x.org/c,01c,,,0.2,archive,True\n"
        "D,https://x.org/d,01d,,,1,new,True\n"
    )
    assert read(text) == [
        Item(
            {
                "title": "A",
                "link:page": "https://x.org/a",
                "status": "reading",
                "tag:deep-learning": True,
                "tag:it-s": True,
                "extra:id": "01a",
                "extra:seen": "True",
            },
            times={"kind": "2023-02-21T19:25:24.000000Z"},
            line=2,
        ),
        Item(
            {
                "title": "B",
                "link:page": "https://x.org/b",
                "tag:shortlist": True,
                "extra:id": "01b",
                "extra:seen": "False",
            },
            times={"kind": "2023-02-21T19:25:24.000000Z"},
            line=3,
        ),
        Item(
            {
                "title": "C",
                "link:page": "https://x.org/c",
                "status": "read",
                "extra:id": "01c",
                "extra:seen": "True",
            },
            line=4,
        ),
        Item(
            {
                "title": "D",
                "link:page": "https://x.org/d",
                "status": "read",
                "extra:id": "01d",
                "extra:seen": "True",
            },
            line=5,
        ),
    ]


def test_instapaper() -> None:
    text = (
        "URL,Title,Selection,Folder,Timestamp,Tags\n"
        'https://x.org/a,A,"two\nlines",Archive,1466459879,"[""deep learning"", ""\\u5b66\\u4e60""]"\n'
        "https://x.org/b,B,,Starred,1466459879,[]\n"
        "https://x.org/c,C,,Unread,1466459879,[\n"
    )
    times = {"kind": "2016-06-20T21:57:59.000000Z"}
    assert read(text) == [
        Item(
            {
                "title": "A",
                "link:page": "https://x.org/a",
                "status": "read",
                "note": "two\nlines",
                "tag:deep-learning": True,
                "tag:学习": True,
            },
            times=times,
            line=2,
        ),
        Item({"title": "B", "link:page": "https://x.org/b", "tag:starred": True}, times=times, line=4),
        Item({"title": "C", "link:page": "https://x.org/c", "status": "unread"}, times=times, line=5),
    ]


def test_raindrop() -> None:
    text = (
        "\ufeffid,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\r\n"
        '1,A,mine,About it.,https://github.com/a/b,AI / Papers,"a, b",2023-01-02T03:04:05.678Z,,"Highlight: x\r\ny",'
        "true\r\n"
        "2,B,,,https://x.org/b,Unsorted,,,,,false\r\n"
    )
    assert read(text) == [
        Item(
            {
                "title": "A",
                "link:repository": "https://github.com/a/b",
                "summary": "About it.",
                "note": "mine\n\nHighlight: x\ny",
                "tag:a": True,
                "tag:b": True,
                "tag:ai/papers": True,
                "tag:favorite": True,
                "extra:id": "1",
            },
            times={"kind": "2023-01-02T03:04:05.678000Z"},
            line=2,
        ),
        Item({"title": "B", "link:page": "https://x.org/b", "extra:id": "2"}, line=4),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_spreadsheet_of_ones_own(delimiter: str, end: str) -> None:
    rows = ["", "My rating,Title,DOI,Read status", "4,Deep learning,10.1038/nature14539,Finished", "", ",,,x,", "5"]
    assert read(end.join(rows).replace(",", delimiter)) == [
        Item(
            {
                "title": "Deep learning",
                "doi": "10.1038/nature14539",
                "link:paper": "https://doi.org/10.1038/nature14539",
                "status": "read",
                "extra:my-rating": "4",
            },
            line=3,
        ),
        Unreadable(5, "this row has no title and no address"),
        Unreadable(6, "this row has no title and no address"),
    ]


LONG = "x" * 200_000


@pytest.mark.full_run
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (f"A,{LONG}\nB,\n", [(2, "this row is too long"), (3, "B")]),
        (f'A,"{LONG[:120_000]}\n{LONG[:20_000]}\n"\nB,\n', [(2, "this row is too long"), (5, "B")]),
        (f"A,{LONG * 6}\nB,\n", [(2, "this row is too long"), (3, "B")]),
        ('"A,\nB,\n"C",\n', [(2, "the quotes of this row do not match"), (3, "B"), (4, "C")]),
        ('A,"\nB,\n', [(2, "the quotes of this row do not match"), (3, "B")]),
        ('"A"x,\nB,\n', [(2, "the quotes of this row do not match"), (3, "B")]),
        ('5" disk,\nB,\n', [(2, '5" disk'), (3, "B")]),
        ('A,"' + "\n" * 2_000_000, [(2, "the quotes of this row do not match")]),
        ("A," + "," * 500_000 + "\nB,\n", [(2, "A"), (3, "B")]),
        ("A," + "," * 1_500_000 + "\nB,\n", [(2, "this row is too long"), (3, "B")]),
        ("A\0\ud800,\nB,\n", [(2, "A ?"), (3, "B")]),
        (",javascript:alert(1)\nB,\n", [(2, "this row has no title and no address"), (3, "B")]),
    ],
)
def test_rows_that_are_damaged_hide_no_others(rows: str, found: list[tuple[int, str]]) -> None:
    assert [(one.line, _what(one)) for one in read("title,url\n" + rows)] == found


def _what(one: Item | Unreadable) -> str:
    return one.why if isinstance(one, Unreadable) else one.fields["title"]


@pytest.mark.full_run
def test_a_file_full_of_damage_is_read_to_its_end() -> None:
    assert read("title,url\n" + 'A,"\n' * 100_000 + "B,\n")[-1][0] == {"title": "B"}


def test_a_file_without_known_columns_is_reported_at_its_header() -> None:
    assert read("\n\nname of it,where\nA,https://x.org\n") == [Unreadable(3, "no column is named title, url or doi")]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_cell_is_read(text: str) -> None:
    header = "author,title,date,tags,manual tags,folder,extra,note,url,doi,time_added,rating,reading progress,isbn,x"
    row = ",".join([text.replace(",", "")] * 15)
    for one in (text, f"{header}\n{row}\n", f"{header}\n{text}\n"):
        for _ in csv_files.read([one, "\n", "B\n"]):
            pass


@given(st.lists(st.sampled_from(['"', ",", "a", "\n", "\r", '""', ";", "title,url\n", "\0"])))
def test_any_pieces_are_read(pieces: list[str]) -> None:
    read("title,url\n" + "".join(pieces))
    read("".join(pieces))


def test_lines_are_taken_as_they_are_needed() -> None:
    def endless() -> Iterator[str]:
        yield "title,url\n"
        while True:
            yield "A,https://x.org\n"

    found = csv_files.read(endless())
    assert [next(found).line for _ in range(3)] == [2, 3, 4]


ONE = {
    "title": '=HYPERLINK("x"), twice',
    "authors": ["Ashish Vaswani", "Noam Shazeer"],
    "year": 2017,
    "venue": "NIPS",
    "arxiv": "1706.03762",
    "link:repository": "https://github.com/a/b",
    "status": "read",
    "rating": 4,
    "tag:nlp": True,
    "tag:thesis": True,
    "note": "- first\nsecond",
}


def test_entries() -> None:
    text = "".join(csv_files.written([exported("vaswani2017", ONE), exported("b", {"title": "B"})]))
    assert text == (
        "\ufeffkey,title,authors,year,venue,doi,arxiv,url,status,status_date,rating,tags,note,added\n"
        'vaswani2017,"\'=HYPERLINK(""x""), twice",Ashish Vaswani; Noam Shazeer,2017,NIPS,,1706.03762,'
        f'https://github.com/a/b,read,{AT},4,"nlp, thesis","\'- first\nsecond",\n'
        "b,B,,,,,,,,,,,,\n"
    )
    assert csv_files.is_one(text)


COLUMNS = ("title", "authors", "year", "venue", "doi", "arxiv", "status", "rating", "note")


def in_columns(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in COLUMNS or name.startswith("tag:")}


@given(st.lists(ANY_FIELDS, min_size=1, max_size=3))
def test_what_is_written_is_read_again(library: list[dict[str, Any]]) -> None:
    text = "".join(csv_files.written(exported(f"key{number}", one) for number, one in enumerate(library)))
    found = [item for item in read(text) if isinstance(item, Item)]
    assert [(item.key, in_columns(item.fields), item.times) for item in found] == [
        (f"key{number}", in_columns(one), {"status": AT} if "status" in one else {})
        for number, one in enumerate(library)
    ]
    main = [exported("a", one)[0].url for one in library]
    assert [url for url, item in zip(main, found, strict=True) if url and url not in item.fields.values()] == [
        url for url in main if url == "https://arxiv.org/abs/1706.03762v2"
    ]


@given(WORDS, st.sampled_from(list("=+-@\t\r\n'＝＋－＠")))
@example("=x", "'")
def test_no_cell_is_a_formula(word: str, first: str) -> None:
    fields = {"title": first + word, "note": first + word, "venue": first + word, "authors": [first + word]}
    text = "".join(csv_files.written([exported("a", fields)]))
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))] == []


@pytest.mark.parametrize(
    ("cell", "title"),
    [("'=x", "=x"), ("''=x", "'=x"), ("'-1", "-1"), ("'tis", "'tis"), ("''", "''"), ("a'=", "a'="), ("=x", "=x")],
)
def test_a_formula_that_was_defused_is_read_as_it_was(cell: str, title: str) -> None:
    assert read(f"title,url\n{cell},\n") == [Item({"title": title}, line=2)]


@pytest.mark.parametrize(
    ("head", "is_csv"),
    [
        ("title,url,time_added,tags,status\n", True),
        ("\ufeffkey;title;authors\r\n", True),
        ("\n\nTitle\tDOI\n", True),
        ("url\nhttps://x.org\n", True),
        ("title\nA\n", False),
        ("author,year\nA,2017\n", False),
        ("TY  - JOUR\nTI  - A\n", False),
        ("@article{a, title={A}, url={x}}\n", False),
        ('[{"title": "A", "url": "https://x.org"}]', False),
        ("title: A\nurl: https://x.org\n", False),
        ("# Papers\n\n- [title](https://x.org), url\n", False),
        ("https://x.org,title\n", False),
        ("https://x.org\nhttps://y.org\n", False),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n", False),
        ("", False),
    ],
)
def test_a_file_is_recognised(head: str, is_csv: bool) -> None:
    assert csv_files.is_one(head) is is_csv


def test_links_of_an_id_are_added() -> None:
    assert checked.linked({"doi": "10.1000/x", "arxiv": "1706.03762"}) == {
        "doi": "10.1000/x",
        "arxiv": "1706.03762",
        "link:paper": "https://arxiv.org/abs/1706.03762",
        "link:pdf": "https://arxiv.org/pdf/1706.03762",
    }
