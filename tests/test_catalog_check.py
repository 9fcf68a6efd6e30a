"""dlread catalog check: every mistake of a list, with its line and the way out."""

from pathlib import Path

import pytest
from conftest import Dlread

WRONG = """\
catalog: seminar
title: {en: Seminar}
entries:
- {key: a, title: {en: A}, read_first: [{key: b}, {key: smac}, {key: zzz}]}
- {key: b, title: {en: B}, read_first: [{key: a}]}
- {key: c, titl: x}
- {key: d, title: {en: D}, arxiv: '1706.03762'}
- {key: e, title: {en: E}, arxiv: '1706.03762'}
"""


@pytest.fixture(autouse=True)
def here(dlread: Dlread, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(dlread.home)
    return dlread.home


def test_every_mistake_is_told_with_its_line(dlread: Dlread, here: Path) -> None:
    (here / "seminar.yaml").write_text(WRONG)
    result = dlread.run("catalog check seminar.yaml")
    assert result.out == (
        "seminar.yaml:6: entry 'c': there is no field 'titl'; did you mean 'title'?\n"
        "seminar.yaml:6: entry 'c': 'title' is missing\n"
        "seminar.yaml:4: a, b require each other; take one out of 'read_first'\n"
        "seminar.yaml:4: entry 'a': 'zzz' is not the key of an entry of this list\n"
        "seminar.yaml:8: entry 'e' is the same as 'd' (line 7): they have the same arXiv id\n"
    )
    assert (result.err, result.status) == ("seminar.yaml: 4 entries, 5 problems\n", 1)


def test_editors_find_the_line_in_chinese_too(dlread: Dlread, here: Path) -> None:
    (here / "seminar.yaml").write_text(WRONG)
    result = dlread.run("catalog check seminar.yaml", env={"DLREAD_LANG": "zh"})
    assert result.out == (
        "seminar.yaml:6: 条目 'c'：没有字段 'titl'；是否指 'title'？\n"
        "seminar.yaml:6: 条目 'c'：缺少 'title'\n"
        "seminar.yaml:4: a、b 互为前置；请从 'read_first' 中去掉一个\n"
        "seminar.yaml:4: 条目 'a'：'zzz' 不是这个书单中条目的键名\n"
        "seminar.yaml:8: 条目 'e' 与 'd'（第 7 行）重复：arXiv 编号相同\n"
    )
    assert result.err == "seminar.yaml：4 个条目，5 个问题\n"


def test_the_line_stands_in_front_in_every_language(dlread: Dlread, here: Path) -> None:
    (here / "seminar.yaml").write_text(WRONG)
    (here / "b.yaml").write_text("catalog: x\n  y: [")
    told = dlread.run("--lang zh catalog check seminar.yaml b.yaml").out.splitlines()
    assert [line.split(": ")[0] for line in told] == [*(f"seminar.yaml:{line}" for line in (6, 6, 4, 4, 8)), "b.yaml:2"]


def test_a_list_without_mistakes(dlread: Dlread, here: Path) -> None:
    (here / "one.yaml").write_text("catalog: x\ntitle: {en: X}\nentries: [{key: a, title: {en: A}}]")
    (here / "two.md").write_text("# List\n- [A](https://example.org/a)\n")
    result = dlread.run("catalog check one.yaml two.md")
    assert result == ("", "one.yaml: 1 entry, no problems\ntwo.md: 1 entry, no problems\n", 0)
    assert not dlread.data.exists()
    assert dlread.run("--lang zh catalog check one.yaml").err == "one.yaml：1 个条目，没有问题\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "catalog: x", "a.yaml: not a catalog: it needs 'catalog', 'title' and 'entries'\n"),
        ("a.yaml", "catalog: x\n  y: [", "a.yaml:2: not valid YAML: "),
        ("a.yaml", "catalog: x\na: &b 1\n", "a.yaml:2: anchors and aliases are not allowed in a catalog\n"),
        ("a.yaml", "title: {en: X}\ncatalog: a b\nentries: []", "a.yaml:2: 'catalog' is 'a b', and must be letters"),
        ("a.yaml", "catalog: x\ntitle: {fr: X}\nentries: []", "a.yaml:2: there is no field 'fr' in 'title'\n"),
        (
            "a.yaml",
            "catalog: x\ntitle: {}\nentries: []\n'entires': []",
            "a.yaml:4: there is no field 'entires'; did you mean",
        ),
        ("a.yaml", "{catalog: a b, title: {}, entries: []}", "a.yaml: 'catalog' is 'a b', and must be letters"),
        ("a.yaml", "catalog: x\nentries: []", "a.yaml: 'title' is missing\n"),
        ("a.md", "# Nothing here\n", "a.md: not a catalog: it has no links in lists, and is not YAML\n"),
        ("a.md", "- [A][b]\n- [C](https://c.org)\n", "a.md:1: its link has no address\n"),
    ],
)
def test_a_file_that_is_no_list(dlread: Dlread, here: Path, name: str, text: str, told: str) -> None:
    (here / name).write_text(text)
    result = dlread.run(f"catalog check {name}")
    assert result.out.startswith(told)
    assert result.status == 1


def test_a_text_where_a_list_or_mapping_must_be_is_put_into_one(dlread: Dlread, here: Path) -> None:
    (here / "a.yaml").write_text(
        "catalog: x\ntitle: {en: X}\nentries:\n"
        "- {key: a, title: On graphs}\n"
        "- {key: b, title: 'BERT: of what?'}\n"
        "- {key: c, title: {en: C}, venue: ICLR 2019}\n"
        "- {key: d, title: {en: D}, read_first: [c]}\n"
        "- {key: e, title: {en: E}, tags: cnn}\n"
    )
    assert dlread.run("catalog check a.yaml").out == (
        "a.yaml:4: entry 'a': 'title' is 'On graphs', and must be a mapping like {en: On graphs}\n"
        "a.yaml:5: entry 'b': 'title' is 'BERT: of what?', and must be a mapping\n"
        "a.yaml:6: entry 'c': 'venue' is 'ICLR 2019', and must be a mapping like {short: ICLR 2019}\n"
        "a.yaml:7: entry 'd': 'read_first' is 'c', and must be a mapping like {key: c}\n"
        "a.yaml:8: entry 'e': 'tags' is 'cnn', and must be a list like [cnn]\n"
    )


def test_an_entry_tells_all_its_mistakes_and_which_link_is_wrong(dlread: Dlread, here: Path) -> None:
    (here / "a.yaml").write_text(
        "catalog: x\ntitle: {en: X}\nentries:\n"
        f"- {{key: a, titel: {{en: A}}, links: {{pdf: 'ftp://{'x' * 80}', page: 'https://a.org', 'my code': 'https://b.org'}}}}\n"
        "- {key: b, title: {fr: B, en: B}, venue: {shrt: x}, read_first: [{key: a b, foo: x}, {en: y}, {key: c}]}\n"
        "- {key: c, title: {}, parent: q, tags: [a b, c d, [e]], venue: {isbn: 9780262035614}}\n"
        "- {title: {en: D}, colours: [red, blue], year: [1, 2]}\n"
    )
    name = "must be letters, digits and . _ + -, the first a letter or digit"
    assert dlread.run("catalog check a.yaml").out == (
        "a.yaml:4: entry 'a': there is no field 'titel'; did you mean 'title'?\n"
        f"a.yaml:4: entry 'a': 'pdf' in 'links' is 'ftp://{'x' * 54}...', and must be an address that begins with"
        " https:// or http://\n"
        f"a.yaml:4: entry 'a': a name in 'links' is 'my code', and {name}\n"
        "a.yaml:4: entry 'a': 'title' is missing\n"
        "a.yaml:5: entry 'b': there is no field 'fr' in 'title'\n"
        "a.yaml:5: entry 'b': there is no field 'shrt' in 'venue'; did you mean 'short'?\n"
        f"a.yaml:5: entry 'b': 'key' in 'read_first' is 'a b', and {name}\n"
        "a.yaml:5: entry 'b': there is no field 'foo' in 'read_first'\n"
        "a.yaml:5: entry 'b': 'key' is missing in 'read_first'\n"
        "a.yaml:6: entry 'c': 'tags' must be text, not a list\n"
        "a.yaml:6: entry 'c': its parent 'q' does not come before it\n"
        "a.yaml:6: entry 'c': it has no title\n"
        "a.yaml:6: entry 'c': '9780262035614' is not an ISBN: its last digit does not fit the others\n"
        "a.yaml:7: entry '?': there is no field 'colours'\n"
        "a.yaml:7: entry '?': 'year' must be a whole number, not a list\n"
        "a.yaml:7: entry '?': 'key' is missing\n"
    )


@pytest.mark.parametrize(("wrong", "rest"), [(5, ""), (6, "and 1 more mistake"), (2_000, "and 1,995 more mistakes")])
def test_of_many_mistakes_five_are_told(dlread: Dlread, here: Path, wrong: int, rest: str) -> None:
    tags = ", ".join(f"[t{n}]" for n in range(wrong))
    (here / "a.yaml").write_text(
        "catalog: x\ntitle: {en: X}\nentries:\n- {key: a, title: {en: A}}\n"
        f"- {{key: b, title: {{en: B}}, tags: [{tags}]}}\n"
    )
    told = ["a.yaml:5: entry 'b': 'tags' must be text, not a list"] * 5
    told += [f"a.yaml:5: entry 'b': {rest}"] if rest else []
    assert dlread.run("catalog check a.yaml").out.splitlines() == told
    added = dlread.run("catalog add a.yaml")
    assert added.err.count("line 5: entry 'b'") == 5
    assert ("\nand 1 more; dlread catalog check lists them all\n" in added.err) == bool(rest)


@pytest.mark.parametrize("name", ["a - at `$", "a - at `$" + ".a" * 2_000, "a" * 2_000 + " - at `$." * 2_000])
def test_a_name_that_looks_like_a_place(dlread: Dlread, here: Path, name: str) -> None:
    (here / "a.yaml").write_text(f'? "{name}"\n: 1\ncatalog: x\ntitle: {{en: X}}\nentries: []\n')
    result = dlread.run("catalog check a.yaml")
    assert (result.out[:8], result.out.count("\n"), result.status) == ("a.yaml: ", 1, 1)
    assert len(result.out) < 400


def test_a_mistake_in_the_head_hides_no_other(dlread: Dlread, here: Path) -> None:
    (here / "a.yaml").write_text(
        "catalog: a b\ntitel: {en: X}\nsource: {title: S, urll: x}\ndefaults: []\nentries:\n"
        "- {key: a, title: {en: A}}\n- {key: b, titel: {en: B}}\n- {key: a, title: {en: C}}\n"
    )
    result = dlread.run("catalog check a.yaml")
    assert result.out == (
        "a.yaml:1: 'catalog' is 'a b', and must be letters, digits and . _ + -, the first a letter or digit\n"
        "a.yaml:2: there is no field 'titel'; did you mean 'title'?\n"
        "a.yaml:3: there is no field 'urll' in 'source'; did you mean 'url'?\n"
        "a.yaml: 'title' is missing\n"
        "a.yaml: 'defaults' is not a mapping\n"
        "a.yaml:7: entry 'b': there is no field 'titel'; did you mean 'title'?\n"
        "a.yaml:7: entry 'b': 'title' is missing\n"
        "a.yaml:8: entry 'a': an earlier entry has the same key\n"
    )
    assert (result.err, result.status) == ("a.yaml: 1 entry, 8 problems\n", 1)
    assert dlread.run("catalog add a.yaml").err == (
        "dlread: a.yaml: line 1: 'catalog' is 'a b', and must be letters, digits and . _ + -,"
        " the first a letter or digit; and 7 more problems, which dlread catalog check shows\n"
    )


def test_a_single_mistake_is_told_in_full_where_the_list_is_added(dlread: Dlread, here: Path) -> None:
    (here / "a.yaml").write_text("catalog: x\ntitle: {en: X, fr: Y}\nentries: []\n")
    told = "line 2: there is no field 'fr' in 'title'"
    assert dlread.run("catalog add a.yaml").err == f"dlread: a.yaml: {told}\n"


@pytest.mark.parametrize("name", ["own", "Catalogs"])
def test_a_name_of_dlread_itself(dlread: Dlread, here: Path, name: str) -> None:
    told = f"dlread itself uses the name '{name}'; choose another"
    (here / "a.yaml").write_text(f"catalog: {name}\ntitle: {{en: X}}\nentries: [{{key: a, title: {{en: A}}}}]\n")
    assert dlread.run("catalog check a.yaml") == (f"a.yaml: {told}\n", "a.yaml: 1 entry, 1 problem\n", 1)
    assert dlread.run(f"catalog new {name}").err == f"dlread: {told}\n"
    assert not (here / f"{name}.yaml").exists()


def test_a_file_that_is_not_there(dlread: Dlread) -> None:
    result = dlread.run("catalog check a.yaml")
    assert (result.err, result.status) == ("dlread: cannot read 'a.yaml': no such file or directory\n", 1)
