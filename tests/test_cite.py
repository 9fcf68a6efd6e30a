"""dlread cite: nothing in a field can end its entry or begin another, and biber accepts all that we print."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Dlread
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain import names
from dlread_cli.domain.details import details
from dlread_cli.domain.entries import Entry, Status, Text
from dlread_cli.domain.fields import VENUES
from dlread_cli.domain.names import Name
from dlread_cli.formats import bibtex, citation, tex
from dlread_cli.formats.csl import read as read_csl


def test_bibtex_is_what_the_authors_ask_for(dlread: Dlread) -> None:
    assert dlread("cite alipy").splitlines()[0] == "@techreport{TLHalipy,"
    assert dlread("cite smac adabound").count("\n@") == 1


def test_a_plain_line(dlread: Dlread) -> None:
    assert dlread("cite adabound --style text") == (
        "Liangchen Luo, Yuanhao Xiong, Yan Liu, Xu Sun (2019). Adaptive Gradient Methods with Dynamic Bound of Learning"
        " Rate. 7th International Conference on Learning Representations (ICLR 2019), New Orleans."
        " https://arxiv.org/abs/1902.09843\n"
    )


def csl(dlread: Dlread, key: str) -> dict[str, object]:
    (item,) = json.loads(dlread(f"cite {key} --json"))
    return dict(item)


def test_csl_json_of_a_journal(dlread: Dlread) -> None:
    item = csl(dlread, "gcnv2")
    assert item["type"] == "article-journal"
    assert (item["volume"], item["issue"], item["page"]) == ("4", "4", "3505-3512")
    assert item["issued"] == {"date-parts": [[2019]]}
    assert item["DOI"] == "10.1109/LRA.2019.2927954"


def test_a_section_is_cited_as_a_part_of_its_course(dlread: Dlread) -> None:
    item = csl(dlread, "lee-dropout")
    assert (item["type"], item["container-title"]) == ("chapter", "Deep learning in a day")
    assert r"howpublished  = {In \emph{Deep learning in a day}}," in dlread("cite lee-dropout")
    assert ". In Deep learning in a day. " in dlread("cite lee-dropout --style text")


def test_mathematics_of_a_title_is_cited_as_it_is_written(dlread: Dlread, tmp_path: Path) -> None:
    title = r"Sorting in $\mathcal{O}(n \log n)$ Time for $5 and an $L_2$ Norm"
    dlread.run("import --format bibtex -", stdin=f"@misc{{a, title={{{title}}}}}")
    line = r"  title         = {{Sorting in $\mathcal{O}(n \log n)$ Time for \$5 and an $L_2$ Norm}}," + "\n"
    assert line in dlread("cite a")
    exported = dlread("export --format bibtex catalog:own")
    assert line in exported
    assert dlread("cite a --style text") == f"{title}.\n"
    there = Dlread(tmp_path)
    there.run("import --format bibtex -", stdin=exported)
    (entry,) = json.loads(there("show a --json"))
    assert entry["title"] == title


CALLED = """
@article{LeCun1998, title={Gradient}, author={Yann LeCun}, journal={J}, year={1998}}
@article{muller:2020, title={On Mills}, author={Ann Muller}, journal={J}, year={2020}}
@article{李2020, title={Waves}, author={Li Lee}, journal={J}, year={2020}}
@article{plain2020, title={Plain}, author={Bo Plain}, journal={J}, year={2020}}
@article{Plain2020, title={Another}, author={Cé Plain}, journal={J}, year={2020}}
"""


def test_an_entry_is_cited_by_the_key_that_it_was_imported_with(dlread: Dlread, tmp_path: Path) -> None:
    dlread.run("import --format bibtex -", stdin=CALLED)
    names = ["LeCun1998", "muller:2020", "李2020", "plain2020", "plain2020-2"]
    made = dlread(["cite", *names])
    assert re.findall(r"(?m)^@article\{(.*),$", made) == names
    assert [item["id"] for item in json.loads(dlread(["cite", "--json", *names]))] == names
    assert re.findall(r"(?m)^@article\{(.*),$", dlread("cite plain2020-2")) == ["Plain2020"]
    for format, key in (("bibtex", r"(?m)^@article\{(.*),$"), ("csl-json", r'"id": "([^"]*)"')):
        exported = dlread(f"export --format {format} catalog:own")
        assert sorted(re.findall(key, exported)) == sorted(names)
        there = Dlread(tmp_path / format)
        there.home.mkdir()
        there.run("import -", stdin=exported)
        assert there(["cite", *names]) == made
        assert there.run("import -", stdin=exported).err == "added 0, unchanged 5\n"


def test_an_entry_is_found_by_the_key_that_it_was_imported_with(dlread: Dlread) -> None:
    dlread.run("import --format bibtex -", stdin=CALLED)
    for name, title in (("LeCun1998", "Gradient"), ("muller:2020", "On Mills"), ("李2020", "Waves")):
        assert f"Title\t{title}\n" in dlread(["show", name])
    assert dlread("search muller:2020").startswith("muller2020mills\t")
    dlread("edit muller:2020 key=mills")
    assert dlread("cite muller:2020").startswith("@article{mills,")


def test_the_key_of_papis_is_cited(dlread: Dlread) -> None:
    info = "title: Attention\nref: Vaswani_2017\ntype: misc\npapis_id: x\n"
    dlread.run("import --format papis -", stdin=info)
    assert dlread("cite vaswani_2017").startswith("@misc{Vaswani_2017,")


def test_the_reader_s_file_says_by_what_an_entry_of_a_catalog_is_cited(dlread: Dlread) -> None:
    title = "The StarCraft Multi-Agent Challenge"
    dlread.run("import --format bibtex -", stdin=f"@misc{{Smac19, title={{{title}}}, author={{Samvelyan, Mikayel}}}}")
    assert dlread("cite smac").startswith("@article{Smac19,")


MANY = """
@article{a, title={Gradient}, author={LeCun, Yann and others}, journal={J}, year={1998}}
@article{b, title={Health}, author={{World Health Organization} and Ann Bee}, journal={J}, year={2020}}
"""


def test_authors_that_a_list_leaves_out_are_cited_as_such(dlread: Dlread, tmp_path: Path) -> None:
    dlread.run("import --format bibtex -", stdin=MANY)
    assert "  author        = {Yann LeCun and others},\n" in dlread("cite a")
    assert dlread("cite a --style text") == "Yann LeCun et al. (1998). Gradient. J.\n"
    assert csl(dlread, "a")["author"] == [{"family": "LeCun", "given": "Yann"}, {"literal": "et al."}]
    exported = dlread("export --format bibtex catalog:own")
    there = Dlread(tmp_path)
    there.run("import --format bibtex -", stdin=exported)
    assert there("cite a") == dlread("cite a")
    dlread("edit a 'authors=Yann LeCun; Ann Bee'")
    assert "  author        = {Yann LeCun and Ann Bee},\n" in dlread("cite a")


def test_a_group_in_braces_stays_one_name(dlread: Dlread, tmp_path: Path) -> None:
    dlread.run("import --format bibtex -", stdin=MANY)
    line = "  author        = {{World Health Organization} and Ann Bee},\n"
    assert line in dlread("cite b")
    assert csl(dlread, "b")["author"] == [{"literal": "World Health Organization"}, {"family": "Bee", "given": "Ann"}]
    assert "Group" not in dlread("show b")
    exported = dlread("export --format bibtex catalog:own")
    assert (line in exported, "group" in exported) == (True, False)
    there = Dlread(tmp_path)
    there.run("import --format bibtex -", stdin=exported)
    assert there("cite b --json") == dlread("cite b --json")


def test_what_an_import_kept_is_cited_where_bibtex_has_a_field_for_it(dlread: Dlread) -> None:
    book = "@inbook{a, title={T}, author={A B}, booktitle={B}, chapter={3}, edition={2}, address={Wien}, year={1999}}"
    draft = "@unpublished{b, title={U}, author={A B}, note={Draft of $x_1$, 5\\% of it}, year={2020}}"
    dlread.run("import --format bibtex -", stdin=f"{book}\n{draft}")
    made = dlread("cite a")
    assert made.startswith("@inbook{a,\n")
    for line in ("chapter       = {3},", "edition       = {2},", "address       = {Wien},"):
        assert f"  {line}\n" in made
    assert dlread("cite b") == (
        "@unpublished{b,\n"
        "  title         = {{U}},\n"
        "  author        = {A B},\n"
        "  year          = {2020},\n"
        "  note          = {Draft of $x_1$, 5\\% of it},\n"
        "}\n"
    )


def test_a_name_is_divided_as_its_owner_s_bibtex_says(dlread: Dlread) -> None:
    authors = csl(dlread, "smac")["author"]
    assert isinstance(authors, list)
    assert {"family": "Schroeder de Witt", "given": "Christian"} in authors


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tim G. J. Rudner", Name("Rudner", "Tim G. J.")),
        ("Laurens van der Maaten", Name("van der Maaten", "Laurens")),
        ("van der Maaten, Laurens", Name("van der Maaten", "Laurens")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", "Jr.")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", "Jr.")),
        ("Google, Inc.", Name("Google, Inc.")),
        ("Christian {Schroeder de Witt}", Name("Schroeder de Witt", "Christian")),
        ("a, b, c, d", Name("a, b, c, d")),
        ("李宏毅", Name("李宏毅")),
        ("OpenAI", Name("OpenAI")),
        ("The ATLAS Collaboration", Name("The ATLAS Collaboration")),
        ("Gemini Team", Name("Gemini Team")),
        ("The Vinh Nguyen", Name("Nguyen", "The Vinh")),
        ("et al.", Name("et al.")),
        ("", Name("")),
    ],
)
def test_names(text: str, name: Name) -> None:
    assert names.parsed(text) == name


# --- one truth --------------------------------------------------------------------------------------------------------


def test_what_the_reader_corrected_is_what_is_cited_everywhere(dlread: Dlread) -> None:
    dlread("edit smac year=2021 venue=NeurIPS")
    assert " (2021). The StarCraft Multi-Agent Challenge. NeurIPS. " in dlread("cite smac --style text")
    assert csl(dlread, "smac")["container-title"] == "NeurIPS"
    assert csl(dlread, "smac")["issued"] == {"date-parts": [[2021]]}
    made = dlread("cite smac")
    assert made.startswith("@inproceedings{samvelyan19smac,\n")
    assert "booktitle     = {NeurIPS}," in made
    assert "year          = {2021}," in made
    assert "CoRR" not in made
    assert "Venue\tNeurIPS\n" in dlread("show smac")
    (entry,) = json.loads(dlread("show smac --json"))
    assert (entry["venue"], entry["year"]) == ("NeurIPS", 2021)
    assert entry["bibtex"] == made.strip()
    dlread("edit smac --reset")
    assert "journal       = {CoRR}," in dlread("cite smac")


def test_bibtex_of_one_s_own_holds_over_older_corrections(dlread: Dlread) -> None:
    dlread("edit smac year=2021")
    dlread("edit smac 'bibtex=@article{mine, title={Mine}, author={A B}, journal={J}, year={1999}}'")
    assert "year          = {1999}," in dlread("cite smac")


def test_a_book_is_cited_with_its_publisher_editors_and_isbn(dlread: Dlread) -> None:
    dlread("edit smac bibtex= type=book publisher='MIT Press' venue= venue_name= arxiv= authors='Ian Goodfellow'")
    dlread("edit smac 'editor=Ann Bee; Laurens van der Maaten' volume=2 series='Adaptive Computation' month=nov")
    dlread("edit smac isbn=978-0-262-03561-3")
    assert dlread("cite smac") == (
        "@book{smac,\n"
        "  title         = {{The StarCraft Multi-Agent Challenge}},\n"
        "  author        = {Ian Goodfellow},\n"
        "  editor        = {Ann Bee and Laurens van der Maaten},\n"
        "  volume        = {2},\n"
        "  series        = {Adaptive Computation},\n"
        "  publisher     = {MIT Press},\n"
        "  isbn          = {978-0-262-03561-3},\n"
        "  year          = {2019},\n"
        "  month         = nov,\n"
        "  url           = {https://arxiv.org/abs/1902.04043},\n"
        "}\n"
    )
    assert csl(dlread, "smac") == {
        "id": "smac",
        "type": "book",
        "title": "The StarCraft Multi-Agent Challenge",
        "author": [{"family": "Goodfellow", "given": "Ian"}],
        "editor": [{"family": "Bee", "given": "Ann"}, {"family": "van der Maaten", "given": "Laurens"}],
        "issued": {"date-parts": [[2019, 11]]},
        "publisher": "MIT Press",
        "collection-title": "Adaptive Computation",
        "volume": "2",
        "ISBN": "978-0-262-03561-3",
        "URL": "https://arxiv.org/abs/1902.04043",
    }


def test_a_citation_has_only_what_its_type_has_place_for(dlread: Dlread) -> None:
    dlread("edit gcnv2 bibtex= publisher=IEEE isbn=978-0-262-03561-3 editor='Ann Bee'")
    made = dlread("cite gcnv2")
    assert made.startswith("@article{")
    assert not re.search("publisher|isbn|editor", made)
    assert ("volume        = {4}," in made, "number        = {4}," in made) == (True, True)


def test_every_type_of_venue_has_a_form_of_citation() -> None:
    assert citation.TYPES.keys() == set(VENUES)


@pytest.mark.full_run
def test_biber_has_no_complaint_of_any_type_with_all_its_fields(dlread: Dlread) -> None:
    keys = dlread("list --keys --kind paper").split()[: len(VENUES)]
    for key, type in zip(keys, VENUES, strict=True):
        words = "publisher=P series=S volume=2 number=LN3 month=5 isbn=978-0-262-03561-3 'editor=Ann Bee; Cé Dee'"
        dlread(f"edit {key} bibtex= type={type} {words} pages=1-9")
    assert in_tools(dlread, dlread(f"cite {' '.join(keys)}")).count("@") == len(VENUES)


def test_what_we_write_of_a_book_in_csl_json_is_read_again(dlread: Dlread) -> None:
    dlread("edit smac type=book publisher='MIT Press' venue= venue_name= 'editor=Ann Bee' month=5 number=3")
    dlread("edit smac volume=2 series='Adaptive Computation' isbn=978-0-262-03561-3")
    fields = read_csl(csl(dlread, "smac"), "10.1000/x")
    (shown,) = json.loads(dlread("show --json smac"))
    names = ("authors", "year", "month", "type", "volume", "number", "series", "editor", "publisher", "isbn")
    assert {name: fields[name] for name in names} == {name: shown[name] for name in names}


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ({"type": "journal-article", "issue": 4}, {"type": "journal"}),
        ({"type": "proceedings-article", "event": {"name": "ICRA"}}, {"type": "conference", "venue": "ICRA"}),
        ({"type": "posted-content"}, {"type": "preprint"}),
        ({"type": "motion_picture", "volume": "<i>2</i>", "publisher": ["P"]}, {"volume": "2", "publisher": "P"}),
        ({"ISBN": ["9780262035614", "9780262035613"]}, {"isbn": "9780262035613"}),
        ({"ISBN": {"a": "b"}, "editor": "Ann", "type": ["book"], "issued": {"date-parts": [[]]}}, {"type": "book"}),
        ({"editor": [{"family": "Bee", "given": "Ann"}, {"literal": "Lee, Bo"}, 7]}, {"editor": ["Ann Bee", "Bo Lee"]}),
        ({"issued": {"date-parts": [["2019", "11"]]}}, {"year": 2019, "month": 11}),
        ({"issued": {"date-parts": [[2019, 13, "x"]]}}, {"year": 2019}),
    ],
)
def test_csl_json_of_elsewhere_is_read_with_care(item: dict[str, object], fields: dict[str, object]) -> None:
    assert read_csl(item, "10.1000/x") == fields | {"doi": "10.1000/x", "link:paper": "https://doi.org/10.1000/x"}


# --- what others wrote ------------------------------------------------------------------------------------------------

HOSTILE = {
    "preamble": r"@preamble{\newwrite\f\immediate\openout\f=evil.txt} @article{a, title={x}}",
    "string": "@string{neurips = {EVIL}}@article{a, title={x}}",
    "two entries": "@article{a, title={x}}\n@article{evil, title={y}}",
    "comment for biber": "@article{a, title={x} % {\n}\n@%x\narticle{evil, title={y}}",
    "junk for bibtex": "@article{a, title={B} junk @misc-x{evil,title={S}}",
    "unbalanced quote": '@article{a, title="abc}',
    "unbalanced quote, closed": '@article{a, title="abc}, year={2019}}',
    "no end": "@article{a, title={x}",
    "too many ends": "@article{a, title={x}}}",
    "no entry": "no entry",
    "crossref": "@article{a, title={x}, crossref={evil}, xdata={evil}, ids={evil,smac}}",
    "macro": "@article{a, title=neurips, year={2019}}",
    "joined": '@article{a, title={x} # "y", year={2019}}',
    "commands": r"@article{a, title={\input{/etc/passwd} \write18{id} \csname x\endcsname \catcode`\%=12}}",
    "active": r"@article{a, title={x ^^5cinput{y} \begin{verbatim}}}",
    "at for a letter": r"@article{a, title={\in@put{y}}}",
    "dangling": r"@article{a, title={x\}, year={2019}}",
    "names": "@article{a, title={x}, author={a, b, c, d and e AND f\tand\tg and others and , and}}",
    "name of fields": "@article{a, title={x}, author={given=Evil, family=X}}",
    "key": "@article{a}evil, title={x}}",
    "deep": "@article{a, title={" + "{" * 5000 + "}" * 5000 + "}}",
    "long": "@article{a, title={" + "x" * 19_900 + "}}",
    "doubled": "@article{a, title={x}, title={y}}",
    "type": "@xdata{a, title={x}}",
}


@pytest.fixture
def hostile(dlread: Dlread) -> Dlread:
    """A catalog in which each entry has one of them."""
    entries = [
        {"key": f"x{number}", "title": {"en": name}, "authors": ["A B", "c, d, e, f", "x AND y"], "bibtex": text}
        for number, (name, text) in enumerate(HOSTILE.items())
    ]
    path = dlread.data / "catalogs/hostile.yaml"
    path.parent.mkdir(parents=True)
    text = json.dumps({"catalog": "hostile", "title": {"en": "Hostile"}, "entries": entries})
    path.write_text(text.replace("\\t", " \\t"))
    return dlread


def in_tools(dlread: Dlread, made: str) -> str:
    """What biber makes of it; it may complain of nothing."""
    if not shutil.which("biber"):
        pytest.skip("needs biber")
    file = dlread.home / "all.bib"
    file.write_text(made, encoding="utf-8")
    done = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--quiet", "all.bib"],
        cwd=dlread.home,
        env=dlread.env | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return (dlread.home / "all_bibertool.bib").read_text("utf-8")


@pytest.mark.full_run
def test_biber_has_no_complaint_of_what_is_bundled(dlread: Dlread) -> None:
    made = dlread(["cite", *dlread("list --keys").split()])  # type: ignore[arg-type]
    assert in_tools(dlread, made).count("\n@") == made.count("\n@")


@pytest.mark.full_run
def test_biber_sees_one_harmless_entry_for_each(hostile: Dlread) -> None:
    made = hostile("cite " + " ".join(f"x{number}" for number in range(len(HOSTILE))))
    seen = in_tools(hostile, made)
    assert len(re.findall(r"^@", seen, re.M)) == len(HOSTILE)
    assert "evil" not in "\n".join(line for line in seen.splitlines() if line.startswith("@")).lower()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_others_wrote_is_read_strictly_and_written_anew(name: str) -> None:
    (made,) = citation.as_bibtex([(entry("A title"), details({"title": "A title", "bibtex": HOSTILE[name]}, ()))])
    text = "\n".join(made)
    assert text.count("@") == 1 or name == "at for a letter"
    assert tex.is_balanced(text)
    assert not re.search(r"(?<!textbackslash\{\})\\(input|write|openout|csname|catcode|begin|in@)", text)
    assert len(text) <= bibtex.LONGEST * 2  # a bound, however deep it is nested


@pytest.mark.parametrize(
    "text",
    [
        r"G{\"o}del, Erd\H{o}s and \c{C}elik",
        r"{StarCraft} in {\LaTeX} with $\alpha_{i}^2$",
        r"100\% of R\&D -- \emph{now}",
        "学习率",
    ],
)
def test_tex_that_prints_stays_as_it_is(text: str) -> None:
    assert tex.harmless(text) == text


def entry(title: str) -> Entry:
    return Entry("mine", "paper", "own", "", 0, Text(title), 2020, "", "", (), "", (), Status.UNREAD, "", 0, None)


ANY = st.text(max_size=40) | st.text(st.sampled_from('{}\\%$#&_^~@",= \n\tandAND-x1é中'), max_size=40)


@given(ANY, st.lists(ANY, max_size=3), ANY, ANY, ANY)
def test_any_fields_make_one_entry_that_reads_back_as_it_is(
    title: str, authors: list[str], venue: str, volume: str, doi: str
) -> None:
    fields = {"title": title or "x", "authors": authors, "venue": venue, "volume": volume, "doi": doi}
    (made,) = citation.as_bibtex([(entry(title or "x"), details(fields, ()))])
    read = bibtex.read("\n".join(made))
    if read is None:  # of a title in which nothing is printed
        assert not any(line.startswith("  title") for line in made)
        return
    assert read.key == "mine"
    assert bibtex.written(read) == made


@given(ANY)
def test_what_is_read_is_written_and_read_again_as_it_is(text: str) -> None:
    first = bibtex.read(f"@article{{a, title={{x}}, note={{{text}}}, author={{{text}}}}}")
    if first:
        again = bibtex.read("\n".join(bibtex.written(first)))
        assert again == first


def test_addresses_stand_as_they_are_but_cannot_end_the_field() -> None:
    fields = {"title": "A title", "link:paper": "https://x.org/a_b%20c}, evil={d}", "doi": "10.1000/a_b"}
    (lines,) = citation.as_bibtex([(entry("A title"), details(fields, ()))])
    made = "\n".join(lines)
    assert "https://x.org/a_b%20c%7D,%20evil=%7Bd%7D}" in made
    assert "{10.1000/a_b}" in made
    assert bibtex.read(made)


def test_plain_bibtex_and_tex_do_nothing_either(hostile: Dlread, tmp_path: Path) -> None:
    if not shutil.which("bibtex"):
        pytest.skip("needs bibtex")
    keys = [f"x{number}" for number in range(len(HOSTILE))]
    (tmp_path / "all.bib").write_text(hostile("cite " + " ".join(keys)), encoding="utf-8")
    cited = hostile("cite " + " ".join(keys))
    names = re.findall(r"^@\w+\{([^,]*),", cited, re.M)
    (tmp_path / "a.aux").write_text(
        "".join(f"\\citation{{{name}}}\n" for name in names) + "\\bibdata{all}\n\\bibstyle{plain}\n"
    )
    done = subprocess.run(["bibtex", "a"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "error" not in done.stdout.lower(), done.stdout
    assert (tmp_path / "a.bbl").read_text("utf-8").count(r"\bibitem") == len(HOSTILE)
