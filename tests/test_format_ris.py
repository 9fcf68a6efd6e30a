"""RIS as Zotero, Mendeley and EndNote write it becomes items; what we write comes back, and nothing breaks out."""

from typing import Any

import pytest
from exported import ANY_FIELDS, AT, HOSTILE, WORDS, exported
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.formats import checked, ris
from dlread_cli.formats.items import Item, Unreadable


def read(text: str) -> list[Item | Unreadable]:
    """As a file that is opened without translating its line ends."""
    return list(ris.read(line + "\n" for line in text.split("\n")))


ZOTERO = """\
TY  - CONF
TI  - Attention is <i>All</i> You Need
AU  - Vaswani, Ashish
AU  - Shazeer, Noam
T2  - Advances in Neural Information Processing Systems
AB  - The dominant sequence transduction models
are based on networks.
DA  - 2017/06/12/
PY  - 2017
DO  - 10.5555/3295222
SP  - 5998
EP  - 6008
C1  - Long Beach
PB  - Curran
SN  - 978-0-262-03561-3
UR  - https://papers.nips.cc/paper/7181
Y2  - 2019/06/01/12:00:00
L1  - https://papers.nips.cc/paper/7181.pdf
L1  - files/12/Vaswani.pdf
KW  - Machine Learning
KW  - NLP
N1  - <p>First note</p>
N1  - Second note
M2  - Read_Status: In Progress
M2  - Read_Status_Date: 2026-03-01T12:00:00.000Z
ER  - 

"""


def test_zotero() -> None:
    assert read(ZOTERO) == [
        Item(
            {
                "title": "Attention is All You Need",
                "authors": ["Ashish Vaswani", "Noam Shazeer"],
                "year": 2017,
                "month": 6,
                "venue": "Advances in Neural Information Processing Systems",
                "type": "conference",
                "pages": "5998-6008",
                "publisher": "Curran",
                "isbn": "978-0-262-03561-3",
                "doi": "10.5555/3295222",
                "link:paper": "https://papers.nips.cc/paper/7181",
                "link:pdf": "https://papers.nips.cc/paper/7181.pdf",
                "summary": "The dominant sequence transduction models are based on networks.",
                "tag:machine-learning": True,
                "tag:nlp": True,
                "note": "First note\n\nSecond note",
                "status": "reading",
                "extra:c1": "Long Beach",
                "extra:y2": "2019/06/01/12:00:00",
                "extra:l1": "files/12/Vaswani.pdf",
            },
            times={"status": "2026-03-01T12:00:00.000000Z"},
            line=1,
        )
    ]


MENDELEY = """\
TY  - JOUR
T1  - Deep learning
A1  - LeCun, Yann
A1  - Bengio, Yoshua
JF  - Nature
Y1  - 2015/05//
VL  - 521
IS  - 7553
SP  - 436
EP  - 444
SN  - 0028-0836
N2  - Deep learning allows models.
UR  - https://www.nature.com/articles/nature14539
M3  - 10.1038/nature14539
ER  -
"""


def test_mendeley() -> None:
    assert read(MENDELEY) == [
        Item(
            {
                "title": "Deep learning",
                "authors": ["Yann LeCun", "Yoshua Bengio"],
                "year": 2015,
                "month": 5,
                "venue": "Nature",
                "type": "journal",
                "volume": "521",
                "number": "7553",
                "pages": "436-444",
                "doi": "10.1038/nature14539",
                "link:paper": "https://www.nature.com/articles/nature14539",
                "summary": "Deep learning allows models.",
                "extra:sn": "0028-0836",
            },
            line=1,
        )
    ]


ENDNOTE = """\
TY  - BOOK
AU  - Goodfellow, Ian
AU  - King, Martin, Jr.
PY  - 2016
ID  - 12
KW  - deep learning
neural networks
LA  - en
PB  - MIT Press
CY  - Cambridge, MA
T2  - Adaptive Computation
ED  - Dietterich, Tom
TI  - Deep Learning
UR  - https://www.deeplearningbook.org
https://github.com/janishar/mit-deep-learning-book-pdf
ER  - 


TY  - GEN
ID  - he2016deep
JO  - CVPR
J2  - Proc. CVPR
T2  - Computer Vision and Pattern Recognition
TI  - Deep Residual Learning
N1  - Line one

Line three
UR  - https://arxiv.org/abs/1512.03385v1
ER  - 


"""


def test_endnote() -> None:
    assert read(ENDNOTE) == [
        Item(
            {
                "title": "Deep Learning",
                "authors": ["Ian Goodfellow", "Martin King, Jr."],
                "editor": ["Tom Dietterich"],
                "year": 2016,
                "type": "book",
                "series": "Adaptive Computation",
                "publisher": "MIT Press",
                "language": "en",
                "link:paper": "https://www.deeplearningbook.org",
                "link:repository": "https://github.com/janishar/mit-deep-learning-book-pdf",
                "tag:deep-learning": True,
                "tag:neural-networks": True,
                "extra:cy": "Cambridge, MA",
            },
            line=1,
        ),
        Item(
            {
                "title": "Deep Residual Learning",
                "venue": "Proc. CVPR",
                "venue:name": "Computer Vision and Pattern Recognition",
                "arxiv": "1512.03385",
                "link:paper": "https://arxiv.org/abs/1512.03385",
                "link:pdf": "https://arxiv.org/pdf/1512.03385",
                "note": "Line one\n\nLine three",
                "extra:jo": "CVPR",
            },
            key="he2016deep",
            line=19,
        ),
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("TY  - JOUR\nTI  - A\n", [Unreadable(1, "this record has no end")]),
        (
            "TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n",
            [Unreadable(1, "this record has no end"), Item({"title": "B", "type": "journal"}, line=3)],
        ),
        ("\nTI  - A\nAU  - B\nER  - \n", [Unreadable(2, "this line belongs to no record")]),
        ("Provider: x\nContent: text/plain\n\nTY  - GEN\nTI  - A\nER  - \n", [Item({"title": "A"}, line=4)]),
        ("TY  - JOUR\nAU  - A\nER  - \n", [Unreadable(1, "this record has no title")]),
        (
            "TY  - GEN\nDO  - 10.1000/x\nER  - \n",
            [Item({"title": "doi:10.1000/x", "doi": "10.1000/x", "link:paper": "https://doi.org/10.1000/x"}, line=1)],
        ),
        ("\ufeffTY  - GEN\r\nTI  - A\r\nER  - \r\n", [Item({"title": "A"}, line=1)]),
        (
            "TY  - GEN\rTI  - A\rER  - \r\rTY  - GEN\rTI  - B\rER  - \r",
            [Item({"title": "A"}, line=1), Item({"title": "B"}, line=5)],
        ),
        (
            "TY  - GEN\nTI  - A\nPY  - soon\nDO  - none\nL1  - javascript:alert(1)\nER  - \n",
            [Item({"title": "A", "extra:py": "soon", "extra:do": "none", "extra:l1": "javascript:alert(1)"}, line=1)],
        ),
        (
            f"TY  - GEN\nTI  - A\nPY  - {'9' * 5_000}\nER  - \n",
            [Item({"title": "A", "extra:py": "9" * 5_000}, line=1)],
        ),
        (
            "TY  - GEN\nTI  - A\nTI  - B\nZZ  - C\nER  - \n",
            [Item({"title": "A", "extra:ti": "B", "extra:zz": "C"}, line=1)],
        ),
        (
            "TY  - UNPB\nTI  - A\nDO  - 10.48550/arXiv.1706.03762\nER  - \n",
            [
                Item(
                    {
                        "title": "A",
                        "type": "preprint",
                        "arxiv": "1706.03762",
                        "link:paper": "https://arxiv.org/abs/1706.03762",
                        "link:pdf": "https://arxiv.org/pdf/1706.03762",
                    },
                    line=1,
                )
            ],
        ),
        ("TY  - DATA\nTI  - A\nER  - \n", [Item({"title": "A", "extra:ty": "DATA"}, line=1)]),
        ("TY  - GEN\nTI  - A\0\ud800B\nER  - \n", [Item({"title": "A ?B"}, line=1)]),
        (
            "TY  - GEN\nTI  - A\nM2  - Read_Status: Someday\nM2  - rating: 9\nER  - \n",
            [Item({"title": "A", "extra:m2": "Read_Status: Someday\nrating: 9"}, line=1)],
        ),
        (
            f"TY  - GEN\nTI  - A\nN1  - {'x' * 2_100_000}\nER  - \nTY  - GEN\nTI  - B\nER  - \n",
            [Unreadable(1, "this record is too long"), Item({"title": "B"}, line=5)],
        ),
    ],
)
def test_records_that_are_damaged_hide_no_others(text: str, items: list[Item | Unreadable]) -> None:
    assert read(text) == items


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("tag", ["TI", "AU", "KW", "UR", "M2", "N1", "PY", "SP", "J2", "XX"])
def test_any_value_is_read(tag: str, text: str) -> None:
    found = list(
        ris.read(["TY  - GEN\n", "TI  - A\n", f"{tag}  - {text}", "\nER  - \n", "TY  - GEN\n", "TI  - B\n", "ER  - \n"])
    )
    assert found[-1][0] == {"title": "B"}


@given(
    st.lists(st.sampled_from(["TY  - GEN", "ER  - ", "TI  - A", "AU  - ,", "x", "", "\r", "\n", " ER  - ", "KW  - ;"]))
)
def test_any_lines_are_read(lines: list[str]) -> None:
    list(ris.read(lines))


def test_of_many_keywords_a_thousand_fields_are_kept() -> None:
    item = read("TY  - GEN\nTI  - A\n" + "".join(f"KW  - k{number}\n" for number in range(50_000)) + "ER  - \n")[0]
    assert isinstance(item, Item)
    assert len(item.fields) == 1_000


def test_an_entry() -> None:
    one = {
        "title": "Attention is all you need",
        "title:zh": "注意力",
        "authors": ["Ashish Vaswani", "OpenAI"],
        "year": 2017,
        "month": 6,
        "venue": "NIPS",
        "venue:name": "Advances",
        "type": "workshop",
        "pages": "5998-6008",
        "arxiv": "1706.03762",
        "link:paper": "https://arxiv.org/abs/1706.03762",
        "link:repository": "https://github.com/a/b",
        "note": "first\n\nER  - \nlast",
        "status": "reading",
        "rating": 4,
        "tag:nlp": True,
        "extra:cy": "Long Beach",
    }
    text = "".join(ris.written([exported("vaswani2017attention", one), exported("b", {"title": "B"})]))
    assert text.replace("\n ", "\n.").replace(" \n", ".\n") == """\
TY  - CONF
ID  - vaswani2017attention
TI  - Attention is all you need
AU  - Vaswani, Ashish
AU  - OpenAI
T2  - Advances
J2  - NIPS
PY  - 2017
DA  - 2017/06//
SP  - 5998
EP  - 6008
N1  - first
.
.ER  -.
last
M3  - workshop
KW  - nlp
UR  - https://arxiv.org/abs/1706.03762
CY  - Long Beach
M2  - Read_Status: In Progress
M2  - Read_Status_Date: 2026-11-22T13:00:00.000123Z
M2  - title:zh: 注意力
M2  - link:repository: https://github.com/a/b
M2  - rating: 4
ER  -.

TY  - GEN
ID  - b
TI  - B
ER  -.

"""  # fmt: skip
    assert ris.is_one(text)


@given(st.lists(ANY_FIELDS, min_size=1, max_size=3))
def test_what_is_written_is_read_again(library: list[dict[str, Any]]) -> None:
    text = "".join(ris.written(exported(f"key{number}", one) for number, one in enumerate(library)))
    assert [item[:3] for item in read(text)] == [
        (checked.linked(one), f"key{number}", {"status": AT} if one.get("status", "unread") != "unread" else {})
        for number, one in enumerate(library)
    ]


@given(
    WORDS,
    st.sampled_from(["\n", "\r", "\x85", "\u2028", "\v"]),
    st.sampled_from(["title", "venue", "note", "extra:x", "license"]),
)
def test_nothing_breaks_out_of_its_value(word: str, end: str, field: str) -> None:
    evil = f"a{end}ER  - {end}TY  - JOUR{end}TI  - {word}"
    text = "".join(ris.written([exported("a", {"title": "T", field: evil})]))
    assert len(read(text)) == 1
    assert len(list(ris.read(text.splitlines(keepends=True)))) == 1


def test_a_line_of_a_value_is_no_status() -> None:
    one = {"title": "T", "extra:howpublished": "Online\nRead_Status: Not Reading"}
    assert [item[0] for item in read("".join(ris.written([exported("a", one)])))] == [one]


@pytest.mark.parametrize(
    ("head", "is_ris"),
    [
        (ZOTERO, True),
        (MENDELEY.replace("\n", "\r"), True),
        ("\ufeff\n" + ENDNOTE, True),
        ("Provider: x\n\nTY  - JOUR\n", True),
        ("@article{a,\n title={TY  - x}}\n", False),
        ("title,url\nTY  - JOUR,x\n", False),
        ('[{"title": "TY  - JOUR"}]', False),
        ("- [x] [TY](https://x.org)\n", False),
        ("https://x.org\n", False),
        ("", False),
    ],
)
def test_a_file_is_recognised(head: str, is_ris: bool) -> None:
    assert ris.is_one(head) is is_ris
