"""When two entries are one, what an entry is called, and what people may type to name one."""

from itertools import islice
from typing import Any

import pytest

from dlread_cli.domain import duplicates, identity, names
from dlread_cli.domain.duplicates import Known, identifiers
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.identity import Reference, reference
from dlread_cli.errors import UsageError

PREPRINT = {
    "title": "BERT: Pre-training of Deep Bidirectional Transformers",
    "authors": ["Jacob Devlin", "Ming-Wei Chang"],
    "arxiv": "1810.04805",
    "link:repository": "https://github.com/google-research/bert",
}
PUBLISHED = {
    "title": "BERT : Pre–training of Deep Bidirectional  TRANSFORMERS",
    "authors": ["Devlin, Jacob"],
    "doi": "10.18653/v1/N19-1423",
}


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    found = duplicates.is_same(duplicates.identifiers(one), duplicates.identifiers(other))
    assert found == duplicates.is_same(duplicates.identifiers(other), duplicates.identifiers(one))
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PREPRINT, PUBLISHED),
        (PREPRINT, {"title": "x", "arxiv": "arXiv:1810.04805v2"}),
        (PREPRINT, {"title": PREPRINT["title"]}),
        ({"title": "x"}, {"title": "x"}),
        ({"title": "x", "extra:zotero-key": "users/0/items/A"}, {"title": "y", "extra:zotero-key": "users/0/items/A"}),
        (PREPRINT, {"title": "x", "doi": "10.48550/arXiv.1810.04805"}),
        (PREPRINT, {"title": "x", "link:pdf": "https://arxiv.org/pdf/1810.04805v1.pdf"}),
        (PUBLISHED, {"title": "x", "doi": "10.18653/V1/n19-1423"}),
        (PUBLISHED, {"title": "x", "link:paper": "https://doi.org/10.18653/v1/N19-1423"}),
        (PREPRINT, {"title": "bert", "link:repository": "http://www.github.com/Google-Research/BERT.git/"}),
        (PREPRINT, PREPRINT | {"arxiv": "", "title": "BERT, retold", "doi": "10.1/x"}),
        ({"title:zh": "深度學習", "authors": ["李宏毅"]}, {"title": "深度学习", "authors": ["李宏毅"]}),
        ({"title": "a", "link:page": "https://a.org/x/"}, {"title": "b", "link:project": "http://www.a.org/x"}),
        ({"title": "Über Löwen", "authors": ["J. Müller Jr."]}, {"title": "Uber Lowen", "authors": ["Muller, J."]}),
    ],
)
def test_what_is_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PREPRINT, PREPRINT | {"arxiv": "1909.11942"}),
        (PREPRINT, {"title": PREPRINT["title"], "authors": ["Somebody Else"]}),
        (PREPRINT, {"title": "ALBERT", "authors": ["Zhenzhong Lan"], "link:repository": PREPRINT["link:repository"]}),
        (PUBLISHED, PUBLISHED | {"title": "Something else", "doi": "10.18653/v1/N19-1424"}),
        ({"title": "x", "link:docs": "https://d.org"}, {"title": "y", "link:docs": "https://d.org"}),
        ({"title": "x", "link:related": "https://d.org"}, {"title": "y", "link:related-2": "https://d.org"}),
        ({"title": "x"}, {"title": "x", "link:page": "https://x.org"}),
        ({}, {}),
    ],
)
def test_what_is_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not is_same(one, other)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"title": "Attention Is All You Need", "authors": ["Ashish Vaswani"], "year": 2017}, "vaswani2017attention"),
        (
            {"title": "On the Élan of Ideas", "authors": ["Müller-Lüdenscheidt, J."], "year": 1999},
            "mullerludenscheidt1999elan",
        ),
        ({"title": "Gemini: a family", "authors": ["Gemini Team"], "year": 2023}, "gemini2023gemini"),
        ({"title": "Of the", "authors": ["A. Bee"], "year": 2020}, "bee2020"),
        ({"title": "深度学习", "authors": ["李宏毅"], "year": 2016}, "entry2016"),
        ({"title": "bert", "link:repository": "https://github.com/google-research/bert"}, "bert"),
        ({"title": "x", "link:repository": "https://github.com/a/.dot_file"}, "dot_file"),
        ({"title": "arXiv:2001.00001", "arxiv": "2001.00001"}, "arxiv-2001.00001"),
        ({"title": "a.org/some page", "link:page": "https://a.org/some page"}, "a.org-some-page"),
        ({"title": "x" * 200, "authors": ["Y" * 200], "year": 2020}, "y" * 64),
    ],
)
def test_what_an_entry_is_called(fields: dict[str, Any], key: str) -> None:
    assert duplicates.new_key(fields) == key


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vaswani, Ashish", "Ashish Vaswani"),
        ("van der Maaten, Laurens", "Laurens van der Maaten"),
        ("Ashish Vaswani", "Ashish Vaswani"),
        ("Google, Inc.", "Google, Inc."),
        ("Smith, John, PhD", "Smith, John, PhD"),
        ("", ""),
    ],
)
def test_a_name_of_elsewhere_is_put_in_our_order(text: str, name: str) -> None:
    assert names.given_first(text) == name


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert duplicates.unused_key("bee2020", {"bee2020", "bee2020-2"}.__contains__) == "bee2020-3"
    keys = duplicates.numbered("bee2020")
    assert [*islice(keys, 2), *islice(keys, 2)] == ["bee2020", "bee2020-2", "bee2020-3", "bee2020-4"]


JOURNAL = {"venue": "J", "venue:name": "The Journal", "volume": "3", "publisher": "P", "year": 2020, "month": 5}


@pytest.mark.parametrize(
    ("known", "gained"),
    [
        ({}, {"venue", "venue:name", "volume", "publisher", "year", "month"}),
        ({"year": 2020}, {"venue", "venue:name", "volume", "publisher", "month"}),
        ({"venue": "J", "year": 2020}, {"volume", "publisher", "month"}),
        ({"venue": "The Journal", "volume": "4"}, {"publisher", "year", "month"}),
        ({"venue": "CoRR"}, {"year", "month"}),
        ({"year": 2019}, {"venue", "venue:name", "volume", "publisher"}),
    ],
)
def test_what_is_of_another_venue_or_year_is_not_gained(known: dict[str, Any], gained: set[str]) -> None:
    assert set(duplicates.missing(JOURNAL, known)) == gained


ARXIV = Reference("arxiv", "1706.03762")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(
            (text, ARXIV)
            for text in (
                *("1706.03762", "1706.03762v5", "arXiv:1706.03762", "arXiv: 1706.03762v1", "ARXIV:1706.03762V2"),
                *("https://arxiv.org/abs/1706.03762", "http://arxiv.org/abs/1706.03762v7", "arxiv.org/abs/1706.03762"),
                *("https://arxiv.org/pdf/1706.03762.pdf", "https://arxiv.org/pdf/1706.03762v5.pdf"),
                *("https://www.arxiv.org/html/1706.03762v7#S3", "https://export.arxiv.org/format/1706.03762"),
                *("https://arxiv.org/abs/1706.03762?context=cs.LG", "https://ar5iv.labs.arxiv.org/html/1706.03762"),
                *("https://huggingface.co/papers/1706.03762", "https://www.alphaxiv.org/abs/1706.03762"),
                *("10.48550/arXiv.1706.03762", "https://doi.org/10.48550/arXiv.1706.03762", " 1706.03762\n"),
            )
        ),
        ("hep-ex/0307015v1", Reference("arxiv", "hep-ex/0307015")),
        ("https://arxiv.org/abs/math.GT/0309136", Reference("arxiv", "math/0309136")),
        ("10.18653/v1/N19-1423", Reference("doi", "10.18653/v1/n19-1423")),
        ("https://doi.org/10.1140/epjc/s2003-01326-x", Reference("doi", "10.1140/epjc/s2003-01326-x")),
        ("doi:10.1/x", None),
        ("https://dx.doi.org/10.1038/nature14539", Reference("doi", "10.1038/nature14539")),
        ("https://github.com/google-research/bert", Reference("github", "google-research/bert")),
        ("github.com/google-research/bert/tree/master/x?y#z", Reference("github", "google-research/bert")),
        ("git@github.com:google-research/bert.git", Reference("github", "google-research/bert")),
        ("https://github.com/topics/nlp", Reference("page", "https://github.com/topics/nlp")),
        ("https://aclanthology.org/N19-1423.pdf", Reference("page", "https://aclanthology.org/N19-1423/")),
        ("https://www.aclweb.org/anthology/N19-1423/", Reference("page", "https://aclanthology.org/N19-1423/")),
        ("https://openreview.net/pdf?id=AbC_1-x", Reference("page", "https://openreview.net/forum?id=AbC_1-x")),
        (
            "http://proceedings.mlr.press/v97/kornblith19a/kornblith19a.pdf",
            Reference("page", "https://proceedings.mlr.press/v97/kornblith19a.html"),
        ),
        ("https://example.org/a#part", Reference("page", "https://example.org/a")),
        ("example.org/a", Reference("page", "https://example.org/a")),
        *((text, None) for text in ("", "smac", "attention is all you need", "ftp://a.org/x", "javascript:alert(1)")),
        *((text, None) for text in ("https://", "https://-flag/", "https://u:p@a.org/", "https://a.org/\x1b[31m")),
        *((text, None) for text in ("file:///etc/passwd", "https://a.org/a b", f"https://a.org/{'x' * 2000}", "--x")),
    ],
)
def test_what_people_type(text: str, meant: Reference | None) -> None:
    if meant:
        assert reference(text) == meant
    else:
        with pytest.raises(UsageError):
            reference(text)


@pytest.mark.parametrize("text", ["smac", "Lee-CNN", "a" * 100_000, "/" * 100_000, "arxiv.org/abs/" * 10_000])
def test_anything_has_a_name(text: str) -> None:
    assert isinstance(identity.name(text), str)


def known_as(**entries: Fields) -> Known:
    known = Known()
    for key, fields in entries.items():
        known.add(key, fields)
    return known


@pytest.mark.parametrize(
    ("called", "title", "author", "answer"),
    [
        ("bee", "On Things", "Ann Bee", ("bee", "key")),
        ("bee", "On all things", "Ann Bee", ("bee", "key")),
        ("bee", "A study of wasps", "Ann Bee", ("", "")),
        ("bee", "On all things", "Cy Dee", ("", "")),
        ("wasp", "On things", "Ann Bee", ("bee", "title")),
        ("wasp", "On all things", "Ann Bee", ("", "")),
    ],
)
def test_an_entry_of_the_same_key_may_have_been_edited(
    called: str, title: str, author: str, answer: tuple[str, str]
) -> None:
    known = known_as(bee={"title": "On things", "authors": ["Ann Bee"]}, wasp={"title": "Wasps", "authors": ["W. Asp"]})
    assert known.find(identifiers({"title": title, "authors": [author]}), called) == answer
