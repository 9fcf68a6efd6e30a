"""dlread cite: nothing in a field can end its entry or begin another."""

import json

import pytest
from conftest import Dlread
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.details import details
from dlread_cli.domain.entries import Entry, Progress, Status, Text
from dlread_cli.render import citing


def test_bibtex_is_what_the_authors_ask_for(dlread: Dlread) -> None:
    assert dlread("cite alipy").splitlines()[0] == "@techreport{TLHalipy,"
    assert dlread("cite smac adabound").count("\n@") == 1


def test_a_plain_line(dlread: Dlread) -> None:
    assert dlread("cite adabound --style text") == (
        "Liangchen Luo, Yuanhao Xiong, Yan Liu, Xu Sun (2019). Adaptive Gradient Methods with Dynamic Bound of Learning"
        " Rate. 7th International Conference on Learning Representations (ICLR 2019), New Orleans."
        " https://arxiv.org/abs/1902.09843\n"
    )


def test_csl_json(dlread: Dlread) -> None:
    (item,) = json.loads(dlread("cite gcnv2 --json"))
    assert item["author"][0] == {"family": "Tang", "given": "Jiexiong"}
    assert item["issued"] == {"date-parts": [[2019]]}
    assert item["DOI"] == "10.1109/LRA.2019.2927954"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Tim G. J. Rudner", {"family": "Rudner", "given": "Tim G. J."}),
        ("Laurens van der Maaten", {"family": "van der Maaten", "given": "Laurens"}),
        ("李宏毅", {"literal": "李宏毅"}),
        ("OpenAI", {"literal": "OpenAI"}),
    ],
)
def test_names(name: str, parts: dict[str, str]) -> None:
    assert citing._name(name) == parts


def entry(title: str) -> Entry:
    return Entry(
        "evil", "paper", "own", "", 0, Text(title), 2020, "", "", (), "", (), Status.UNREAD, "", 0, Progress(0, 0)
    )


@given(st.text(max_size=50), st.lists(st.text(max_size=20), max_size=3))
def test_any_title_and_authors_make_one_entry_with_braces_in_balance(title: str, authors: list[str]) -> None:
    made = citing.bibtex(entry(title), details({"title": title, "authors": authors}, ()))
    assert citing._is_one_entry("\n".join(made))
    assert sum(line.startswith("@") for line in made) == 1


def test_addresses_stand_as_they_are_but_cannot_end_the_field() -> None:
    fields = {"title": "A title", "link:paper": "https://x.org/a_b%20c}, evil={d}", "doi": "10.1000/a_b"}
    made = "\n".join(citing.bibtex(entry("A title"), details(fields, ())))
    assert "https://x.org/a_b%20c%7D,%20evil=%7Bd%7D}" in made
    assert "{10.1000/a_b}" in made
    assert citing._is_one_entry(made)


@pytest.mark.parametrize(
    "asked", ["@article{a, title={x}}\n@article{evil, title={y}}", "@article{a, title={x}", "no entry", "@a{b}}{"]
)
def test_what_a_catalog_says_is_taken_only_if_it_is_one_entry(asked: str) -> None:
    made = citing.bibtex(entry("A title"), details({"title": "A title", "bibtex": asked}, ()))
    assert made[0] == "@misc{evil,"
    assert made[-1] == "}"
