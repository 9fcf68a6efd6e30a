"""Items of a Zotero library, in the shape of its API, as items of ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.fields import is_understood
from dlread_cli.errors import DlreadError
from dlread_cli.formats import markup, zotero
from dlread_cli.formats.items import Item, Unreadable
from dlread_cli.formats.zotero import Record

PAPER = {
    "key": "ABCD2345",
    "version": 12,
    "itemType": "conferencePaper",
    "title": "Attention Is <i>All</i> You Need",
    "creators": [
        {"creatorType": "author", "firstName": "Ashish", "lastName": "Vaswani"},
        {"creatorType": "author", "name": "Google Brain"},
        {"creatorType": "editor", "firstName": "Isabelle", "lastName": "Guyon"},
        {"creatorType": "translator", "firstName": "宏毅", "lastName": "李"},
    ],
    "abstractNote": "The dominant sequence transduction models\nare based on ...",
    "date": "2017-06-00 June 2017",
    "proceedingsTitle": "Advances in Neural Information Processing Systems",
    "conferenceName": "NeurIPS 2017",
    "place": "Long Beach, CA",
    "publisher": "Curran Associates, Inc.",
    "volume": "30",
    "pages": "5998-6008",
    "series": "",
    "language": "en",
    "DOI": "10.5555/3295222.3295349",
    "ISBN": "978-0-306-40615-7",
    "url": "https://papers.nips.cc/paper/7181",
    "extra": "Read_Status: In Progress\nRead_Status_Date: 2026-03-01T12:00:00.000Z\n"
    "arXiv: 1706.03762 [cs]\nCitation Key: vaswani2017attention\nRating: 4\nPMID: 5\nread with Anna",
    "tags": [{"tag": "Deep Learning"}, {"tag": "Computer Science - Machine Learning", "type": 1}],
    "collections": ["WXYZ6789"],
    "relations": {},
    "dateAdded": "2019-06-01T12:30:00Z",
    "dateModified": "2020-01-01T00:00:00Z",
}

NOTE = {"itemType": "note", "note": '<div data-schema-version="9"><p>Scales <b>well</b>.</p>\n<p>Why?</p></div>'}
HIGHLIGHT = {"itemType": "annotation", "annotationText": "based solely on attention", "annotationComment": "the idea"}
FILE = {"itemType": "attachment", "linkMode": "imported_file", "path": "/data/Zotero/storage/QQQQ2222/Attention.pdf"}


def read(data: dict[str, Any], *children: dict[str, Any], **more: Any) -> Item:
    (item,) = zotero.read([Record(data, children, **more)])
    assert isinstance(item, Item)
    return item


def fields(**data: Any) -> dict[str, Any]:
    """Of an item with a title, without the title."""
    found = dict(read({"itemType": "journalArticle", "title": "T"} | data).fields)
    assert (found.pop("title"), found.pop("type", "journal")) == ("T", "journal")
    return found


def test_an_item_with_everything_loses_nothing() -> None:
    assert read(PAPER, NOTE, HIGHLIGHT, FILE, collections=["Transformers", "Thesis"]) == Item(
        {
            "title": "Attention Is All You Need",
            "authors": ["Ashish Vaswani", "Google Brain"],
            "editor": ["Isabelle Guyon"],
            "extra:translator": "宏毅 李",
            "year": 2017,
            "month": 6,
            "venue": "Advances in Neural Information Processing Systems",
            "type": "conference",
            "volume": "30",
            "pages": "5998-6008",
            "publisher": "Curran Associates, Inc.",
            "isbn": "978-0-306-40615-7",
            "language": "en",
            "arxiv": "1706.03762",
            "doi": "10.5555/3295222.3295349",
            "link:paper": "https://doi.org/10.5555/3295222.3295349",
            "link:pdf": "https://arxiv.org/pdf/1706.03762",
            "link:page": "https://papers.nips.cc/paper/7181",
            "summary": "The dominant sequence transduction models are based on ...",
            "tag:deep-learning": True,
            "tag:computer-science-machine-learning": True,
            "tag:transformers": True,
            "tag:thesis": True,
            "status": "reading",
            "rating": 4,
            "note": "Scales well.\n\nWhy?\n\n> based solely on attention\nthe idea",
            "extra:conferencename": "NeurIPS 2017",
            "extra:place": "Long Beach, CA",
            "extra:files": "/data/Zotero/storage/QQQQ2222/Attention.pdf",
            "extra:zotero": "PMID: 5\nread with Anna",
            "extra:zotero-key": "library/items/ABCD2345",
        },
        "vaswani2017attention",
        {"kind": "2019-06-01T12:30:00.000000Z", "status": "2026-03-01T12:00:00.000000Z"},
    )


@pytest.mark.parametrize("kind", ["note", "attachment", "annotation"])
def test_notes_and_attachments_are_no_entries(kind: str) -> None:
    assert list(zotero.read([Record({"itemType": kind, "title": "Full Text PDF", "note": "<p>x</p>"})])) == []


@pytest.mark.parametrize("more", [{"deleted": 1}, {"deleted": True}, {"parentItem": "ABCD2345"}])
def test_what_is_in_the_trash_or_belongs_to_another_is_no_entry(more: dict[str, Any]) -> None:
    assert list(zotero.read([Record({"itemType": "book", "title": "T"} | more)])) == []


def test_an_item_without_a_title_is_called_by_its_address_or_reported() -> None:
    assert list(
        zotero.read(
            [
                Record({"itemType": "webpage", "url": "https://example.org/a"}),
                Record({"itemType": "book", "title": " ", "date": "2019"}),
                Record({"itemType": "book", "title": "T"}),
            ]
        )
    ) == [
        Item({"title": "example.org/a", "link:page": "https://example.org/a", "extra:itemtype": "webpage"}),
        Unreadable(0, "this item has no title and no address"),
        Item({"title": "T", "type": "book"}),
    ]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("New", {"status": "unread"}),
        ("To Read", {"status": "unread"}),
        ("In Progress", {"status": "reading"}),
        ("Read", {"status": "read"}),
        ("Not Reading", {"status": "skipped"}),
        ("read", {"status": "read"}),
        ("Discuss with Anna", {"tag:discuss-with-anna": True}),
    ],
)
def test_the_status_of_the_reading_list_plugin(said: str, status: dict[str, Any]) -> None:
    assert fields(extra=f"Read_Status: {said}") == status


def test_a_date_without_a_status_we_know_is_left_out() -> None:
    item = read({"title": "T", "extra": "Read_Status: Later\nRead_Status_Date: 2026-03-01T12:00:00.000Z"})
    assert item == Item({"title": "T", "tag:later": True})


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ("2019-06-12 12 June 2019", {"year": 2019, "month": 6}),
        ("2019-00-00 2019", {"year": 2019}),
        ("2019-06", {"year": 2019, "month": 6}),
        ("2019", {"year": 2019}),
        ("2019/06/12", {"year": 2019, "month": 6}),
        ("June 2019", {"year": 2019, "month": 6}),
        ("Jun 12, 2019", {"year": 2019, "month": 6}),
        ("6/2019", {"year": 2019, "month": 6}),
        ("0000-00-00 forthcoming", {"extra:date": "0000-00-00 forthcoming"}),
        ("in press", {"extra:date": "in press"}),
        ("9" * 5000, {"extra:date": "9" * 5000}),
    ],
)
def test_dates_as_sorted_and_as_typed(date: str, found: dict[str, Any]) -> None:
    assert fields(date=date) == found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"DOI": "https://doi.org/10.1000/X"}, {"doi": "10.1000/x", "link:paper": "https://doi.org/10.1000/x"}),
        ({"extra": "DOI: 10.1000/x"}, {"doi": "10.1000/x", "link:paper": "https://doi.org/10.1000/x"}),
        ({"DOI": "doi: 10.1000/x"}, {"doi": "10.1000/x", "link:paper": "https://doi.org/10.1000/x"}),
        ({"DOI": "ask Anna"}, {"extra:doi": "ask Anna"}),
        ({"DOI": "10.48550/arXiv.1706.03762"}, "arxiv"),
        ({"archiveID": "arXiv:1706.03762v5"}, "arxiv"),
        ({"extra": "arXiv:1706.03762 [cs]"}, "arxiv"),
        ({"url": "http://arxiv.org/abs/1706.03762"}, "arxiv"),
        ({"extra": "arXiv: soon"}, {"extra:zotero": "arXiv: soon"}),
        ({"archiveID": "box 7"}, {"extra:archiveid": "box 7"}),
        ({"url": "https://github.com/a/b"}, {"link:repository": "https://github.com/a/b"}),
        ({"url": "javascript:alert(1)"}, {"extra:url": "javascript:alert(1)"}),
        ({"url": "https://a:b@example.org/"}, {"extra:url": "https://a:b@example.org/"}),
        ({"url": "https://example.org/?a=1&copy=2"}, {"link:page": "https://example.org/?a=1&copy=2"}),
    ],
)
def test_what_identifies_an_item(data: dict[str, str], found: dict[str, Any] | str) -> None:
    of_arxiv = {
        "arxiv": "1706.03762",
        "link:paper": "https://arxiv.org/abs/1706.03762",
        "link:pdf": "https://arxiv.org/pdf/1706.03762",
    }
    assert fields(**data) == (of_arxiv if found == "arxiv" else found)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            {"publicationTitle": "Journal of Machine Learning Research", "journalAbbreviation": "JMLR"},
            {"venue": "JMLR", "venue:name": "Journal of Machine Learning Research"},
        ),
        ({"publicationTitle": "Nature", "journalAbbreviation": "Nature"}, {"venue": "Nature"}),
        ({"issue": "3", "ISSN": "1234-5678"}, {"number": "3", "extra:issn": "1234-5678"}),
        ({"series": "LNCS", "seriesTitle": "Lectures"}, {"series": "LNCS", "extra:seriestitle": "Lectures"}),
        ({"itemType": "thesis", "university": "MIT"}, {"type": "thesis", "publisher": "MIT"}),
        ({"itemType": "bookSection", "bookTitle": "B"}, {"type": "chapter", "venue": "B"}),
        ({"itemType": "blogPost", "blogTitle": "distill"}, {"venue": "distill", "extra:itemtype": "blogPost"}),
        ({"ISBN": "0-306-40615-2 978-0-306-40615-7"}, {"isbn": "0-306-40615-2", "extra:isbn": "978-0-306-40615-7"}),
        ({"ISBN": "12345"}, {"extra:isbn": "12345"}),
    ],
)
def test_where_it_appeared(data: dict[str, Any], found: dict[str, Any]) -> None:
    got = read({"itemType": "journalArticle", "title": "T"} | data).fields
    assert got == {"title": "T", **({} if "itemType" in data else {"type": "journal"}), **found}


def test_the_people_whose_work_it_is_are_its_authors_whatever_their_type() -> None:
    speaker = {"creatorType": "presenter", "firstName": "Hung-yi", "lastName": "Lee"}
    assert fields(creators=[speaker])["authors"] == ["Hung-yi Lee"]


@pytest.mark.parametrize("key", ["DBLP:conf/nips/1", "a b", "-x", "", "x" * 200])
def test_a_citation_key_that_cannot_be_a_key_is_kept_as_text(key: str) -> None:
    item = read({"title": "T", "extra": f"Citation Key: {key}"})
    assert (item.key, item.fields["extra:zotero"]) == ("", f"Citation Key: {key}".strip())
    assert read({"title": "T", "citationKey": "smith2020"}).key == "smith2020"


def test_a_groups_item_is_known_by_the_group() -> None:
    item = read({"title": "T", "key": "ABCD2345"}, library="groups/7")
    assert item.fields["extra:zotero-key"] == "groups/7/items/ABCD2345"


def test_a_group_is_chosen_by_its_name() -> None:
    groups = {f"Lab {number}": number for number in range(1, 9)}
    assert zotero.group_of("lab 3", groups) == 3
    with pytest.raises(DlreadError) as error:
        zotero.group_of("Lab", groups)
    assert (
        str(error.value) == "no Zotero group is called 'Lab'; there are: Lab 1, Lab 2, Lab 3, Lab 4, Lab 5 and 3 more"
    )
    with pytest.raises(DlreadError, match="no Zotero group is called 'Lab'; there are no groups"):
        zotero.group_of("Lab", {})


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a &lt;b&gt; &amp; c<br>d</p>", "a <b> & c\nd"),
        ("<h1>T</h1><ul><li><p>x</p></li><li>y</li></ul><p>z</p>", "T\n\n- x\n- y\n\nz"),
        ("<pre>def f():\n    return 1</pre>", "def f():\n    return 1"),
        ("<script>alert('x')</script><style>p {}</style>a", "a"),
        ("<script>alert('x')", ""),
        ("a<!-- hidden -->b", "ab"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<p>公式 &alpha;&#x1F600;</p>", "公式 α😀"),
        ("&#xD800;&#0;&#99999999999;", "\ufffd\ufffd\ufffd"),
        ("&#" + "9" * 5_000 + ";", "\ufffd"),
        ("a\ud800b", "a?b"),
        ("<p>" * 50_000 + "x", "x"),
        ("x" * 500_000, "x" * 100_000),
    ],
)
def test_notes_become_text(html: str, text: str) -> None:
    assert markup.text_of(html, 100_000) == text


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<!--", "<!x", "<?", "</", "<![CDATA[", '<a x="<a x=""', "&", "&#", "<pre>"]
)
def test_broken_html_takes_no_longer_than_its_length(piece: str) -> None:
    """html.parser takes up to 32 seconds for these; the test would not end in time."""
    assert len(markup.text_of(piece * (400_000 // len(piece)), 100_000)) <= 100_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\0\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = [*PAPER, "linkMode", "path", "note", "annotationText", "annotationComment", "citationKey", "archiveID"]
DATA = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=9), JSON, max_size=12)
CHILD = DATA | st.builds(lambda data, kind: data | {"itemType": kind}, DATA, st.sampled_from(zotero.CHILDREN))


@given(DATA, st.lists(CHILD, max_size=3), st.text(max_size=300).map(lambda text: f"Read_Status: {text}\nDOI: {text}"))
def test_whatever_a_server_calls_an_item_makes_fields_that_a_journal_takes(
    data: dict[str, Any], children: list[dict[str, Any]], extra: str
) -> None:
    for found in zotero.read([Record({"title": "T", "extra": extra} | data, children)]):
        if isinstance(found, Item):
            assert {name: value for name, value in found.fields.items() if not is_understood(name, value)} == {}
            assert all(found.fields.values())
            repr(found).encode()
