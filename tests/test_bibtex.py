"""BibTeX as others write it, read strictly; and as we write it: one entry, whatever stands in its fields."""

import re

import pytest
from conftest import Dlread
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain import names
from dlread_cli.formats import bibtex, tex


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Laurens van der Maaten", "Laurens van der Maaten"),
        ("Schroeder de Witt, Christian", "{Schroeder de Witt}, Christian"),
        ("OpenAI, Inc.", "{OpenAI, Inc.}"),
        ("a, b, c, d", "{a, b, c, d}"),
        ("Black AND White", "{White}, {Black AND}"),
        ("Black\tand\tWhite", "{White}, {Black and}"),
        ("given=Hans", "given{=}Hans"),
        ("x ,AND y", "{x}, {AND y}"),
    ],
)
def test_a_name_stays_one_name_in_bibtex(name: str, written: str) -> None:
    assert bibtex.people([names.parsed(name)]) == written


@pytest.mark.parametrize(
    "asked",
    [
        "@article{a, title={x}}\n@article{evil, title={y}}",
        "@article{a, title={x}",
        "no entry",
        "@a{b}}{",
        r"@preamble{\immediate\openout5=evil }",
        "@string{neurips = {EVIL}}",
        "@misc{a, title={x}} % {\n@misc{evil, title={y}}",
        "@misc{a, title={x} % {\n, note={y}}\n@%x\nmisc{evil, title={y}}",
        "@misc{a, title={B} junk @misc-x{evil,title={S}}",
        '@misc{a, title="abc}',
        '@misc{a, title="a" # "b"}',
        "@misc{a, title=neurips}",
        "@misc(a, title={x})",
        "@misc{a, title={x}, title={y}}",
        "@xdata{a, title={x}}",
        "@misc{a, note={no title}}",
        "@misc{a, title={" + "{" * 25 + "}" * 25 + "}}  x",
        "@misc{a, title={" + "x" * 20_000 + "}}",
    ],
)
def test_what_is_not_exactly_one_entry_is_not_read(asked: str) -> None:
    assert bibtex.read(asked) is None


def written(asked: str) -> list[str]:
    record = bibtex.read(asked)
    assert record
    return bibtex.written(record)


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("month = {May 7--9}", "month         = may,"),
        ("month = 5", "month         = may,"),
        ("volume = {E90-A}", "note          = {volume E90-A},"),
        ("volume = {abs/1902.04043}", "eprint        = {1902.04043},"),
        ("date = {2019-05-13}", "year          = {2019},"),
        ("journaltitle = {J}", "journal       = {J},"),
        ("note = {100% of #1 & a_b}", r"note          = {100\% of \#1 \& a\_b},"),
        (r"note = {$x_i^2$ and {\em y} \"o \v{s} \ss}", r"note          = {$x_i^2$ and {\em y} \"o \v{s} \ss},"),
        (r"note = {\input{/etc/passwd}}", r"note          = {\textbackslash{}input{/etc/passwd}},"),
        (r"note = {^^5cinput}", r"note          = {\textasciicircum{}\textasciicircum{}5cinput},"),
        (r"note = {$^^5cinput$}", r"note          = {\$\textasciicircum{}\textasciicircum{}5cinput\$},"),
        (r"note = {$\mathcal{O}(n^2)$, $\frac$}", r"note          = {$\mathcal{O}(n^2)$, \$\textbackslash{}frac\$},"),
        (r"note = {\alpha}", r"note          = {\textbackslash{}alpha},"),
        (r"note = {\emph}", r"note          = {\textbackslash{}emph},"),
        (r"note = {\in@x}", r"note          = {\textbackslash{}in@x},"),
        ("url = {https://x.org/a^^5c b}", "url           = {https://x.org/a%5E%5E5c%20b},"),
        ("author = {a, b, c, d and Eve}", "author        = {{a, b, c, d} and Eve},"),
        (r"author = {Fran\c cois Ann\ Lee}", r"author        = {Fran\c{c}ois Ann Lee},"),
        ("author = {Ann and and Bob,}", "author        = {Ann and Bob},"),
    ],
)
def test_a_value_is_written_as_its_field_may_have_it(asked: str, line: str) -> None:
    assert f"  {line}" in written(f"@article{{a, title = {{T}}, {asked}}}")


@pytest.mark.parametrize(
    "text",
    [
        "Deep Residual Learning with $L_2$ Norm",
        r"Sorting in $\mathcal{O}(n \log n)$ Time",
        r"CO$_2$, $k$-means and $\ell_p$, $x_{i}^2$, ($\frac{a}{b_{c}}$), $[0,1)$, $a < b$, $\alpha\to\infty$",
    ],
)
def test_mathematics_in_our_own_words_stays(text: str) -> None:
    assert tex.with_maths(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "from $5 and $10 to US$20",
        "$5-$10",
        "$5 to US$",
        "$100 (US$)",
        "Ke$ha and A$AP",
        "$ x$",
        "$$x$$",
        r"$x\$",
        r"$\input{x}$",
        r"$\mathcal$",
        r"$\frac{a}$",
        r"$x_\mathcal{A}$",
        "$x_a_b$",
        "$x^^5c$",
        "$x_$",
        "$}{$",
        "$x",
        "$@misc{evil,}$",
        "$é%$",
        "$" + "{" * 30 + "}" * 30 + "$",
    ],
)
def test_any_other_dollar_is_a_dollar(text: str) -> None:
    assert tex.with_maths(text) == tex.escaped(text)


def test_only_fields_that_are_cited_are_written() -> None:
    asked = r"@misc{a, title={T}, execute={\input x}, crossref={b}, options={c}, file={d}, keywords={e}}"
    assert written(asked) == ["@misc{a,", "  title         = {T},", "}"]


PIECES = st.sampled_from(
    [
        *("\\ ", "\\c c", "\\alpha", "$\\alpha$", "\\frac"),
        *("{", "}", "\\{", "\\}", "\\", "$", "%", "% {\n", "#", "&", "_", "^", "^^5c", "~", '"', "@misc{evil,", "@%x"),
        *(
            " and ",
            "\tAND\t",
            ",",
            "=",
            "given=",
            "xdata=x",
            "a",
            "B",
            "é",
            "李",
            "\\'e",
            "\\v{s}",
            "\\emph{x}",
            "\\emph",
        ),
        *(
            "\\url{http://a/%20#b}",
            "\\input ",
            "\\write18{x}",
            "\\in@",
            "$x_1$",
            "\n",
            "\u202e",
            "\0",
            "\\^",
            "\\\\",
            " ",
        ),
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=20))
COMMAND = re.compile(r"\\([A-Za-z]+@?)")


@given(TEXTS)
def test_any_text_is_balanced_and_stays_as_it_was_written(text: str) -> None:
    for made in (tex.escaped(text), tex.with_maths(text), tex.harmless(text)):
        assert tex.is_balanced(made)
        assert tex.harmless(made) == made
        assert not re.search(r"\^\^|(?<!\\)[%#]", made)
        assert not {"input", "write", "in@"} & set(COMMAND.findall(made))


@given(
    st.dictionaries(st.sampled_from(["note", "journal", "volume", "number", "pages"]), TEXTS), st.lists(TEXTS), TEXTS
)
def test_any_fields_are_read_as_they_were_written(values: dict[str, str], authors: list[str], address: str) -> None:
    fields = bibtex.numbered({name: tex.escaped(value) for name, value in values.items()})
    fields |= {"title": "{T}", "author": bibtex.people(map(names.parsed, authors)), "url": tex.verbatim(address)}
    record = bibtex.record_of("article", "key", fields)
    assert bibtex.read("\n".join(bibtex.written(record))) == record


@given(st.lists(st.tuples(st.sampled_from(["author", "editor", "note", "publisher", "month"]), TEXTS), max_size=4))
def test_what_was_read_once_is_read_the_same_again(values: list[tuple[str, str]]) -> None:
    record = bibtex.read("@book{key, title={T}, " + ", ".join(f"{name} = {{{text}}}" for name, text in values) + "}")
    assert record is None or bibtex.read("\n".join(bibtex.written(record))) == record


def test_one_key_stands_for_one_entry(dlread: Dlread) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    asked = "bibtex: '@misc{SMAC, title={Evil}}'"
    (folder / "x.yaml").write_text(f"catalog: x\ntitle: {{en: x}}\nentries:\n- {{key: e, title: {{en: E}}, {asked}}}\n")
    keys = re.findall(r"(?m)^@\w+\{(.*),$", dlread("cite e smac deepfashion2"))
    assert keys == ["e", "samvelyan19smac", "DeepFashion2"]
    assert dlread("cite e").startswith("@misc{SMAC,")
