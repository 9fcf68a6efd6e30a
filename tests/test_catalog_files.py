"""The bundled catalogs keep their own rules, and formats/catalog.py lets nothing hostile or broken through."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Dlread, Screen

from dlread_cli.domain.fields import KEY, TAG
from dlread_cli.storage import catalogs

FOLDER = Path(__file__).parents[1] / "catalog"
FILES = sorted(FOLDER.glob("*.yaml"))
RAW: list[dict[str, Any]] = [yaml.load(file.read_text("utf-8"), yaml.BaseLoader) for file in FILES]
ENTRIES: dict[str, dict[str, Any]] = {
    entry["key"]: raw["defaults"] | entry | {"links": raw["defaults"].get("links", {}) | entry.get("links", {})}
    for raw in RAW
    for entry in raw["entries"]
}
PAPERS = [key for key, entry in ENTRIES.items() if entry["kind"] == "paper"]
SECTIONS = [key for key, entry in ENTRIES.items() if entry["kind"] == "section"]
NAMES = {name: key for key, entry in ENTRIES.items() for name in (key, *entry.get("aliases", ()))}
RELATIONS = [
    (key, relation)
    for key, entry in ENTRIES.items()
    for relation in entry.get("read_first", []) + entry.get("related", [])
]

every_entry = pytest.mark.parametrize("key", ENTRIES)
every_paper = pytest.mark.parametrize("key", PAPERS)


def in_two_languages(words: Any) -> bool:
    """Both there, and the Chinese is Chinese."""
    return bool(words["en"].strip() and re.search("[\u4e00-\u9fff]", words["zh"]))


# --- what ships ------------------------------------------------------------------------------------------------


def test_ten_papers_and_thirty_four_sections() -> None:
    assert [file.name for file in FILES] == ["dl-research-2019.yaml", "lee-deep-learning-in-a-day.yaml"]
    assert (len(PAPERS), len(SECTIONS)) == (10, 34)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_bundled_catalog_is_read_without_a_problem(file: Path) -> None:
    catalog = catalogs.read(file)
    assert catalog.problems == []
    assert catalog.name == file.stem
    assert [key for key, _ in catalog.entries] == [
        entry["key"] for raw in RAW for entry in raw["entries"] if raw["catalog"] == file.stem
    ]


def test_keys_and_aliases_are_unique_without_regard_to_case() -> None:
    names = [name.lower() for entry in ENTRIES.values() for name in (entry["key"], *entry.get("aliases", ()))]
    assert sorted(names) == sorted(set(names))
    assert sum(len(raw["entries"]) for raw in RAW) == len(ENTRIES)
    assert [name for name in NAMES if not KEY.fullmatch(name) or name != name.lower()] == []


@every_entry
def test_a_parent_stands_above_its_parts_in_the_same_catalog(key: str) -> None:
    (keys,) = [[one["key"] for one in raw["entries"]] for raw in RAW if key in [one["key"] for one in raw["entries"]]]
    parent = ENTRIES[key].get("parent")
    assert parent is None or parent in keys[: keys.index(key)]
    assert parent is None or (ENTRIES[key]["kind"], ENTRIES[parent]["kind"]) == ("section", "section")


def test_every_relation_leads_to_another_entry_by_its_key() -> None:
    assert [(key, relation["key"]) for key, relation in RELATIONS if relation["key"] not in ENTRIES] == []
    assert [key for key, relation in RELATIONS if relation["key"] == key] == []
    pairs = [(key, relation["key"]) for key, relation in RELATIONS]
    assert sorted(pairs) == sorted(set(pairs))


def test_every_relation_has_its_reason_in_both_languages() -> None:
    assert len(RELATIONS) > 60
    assert [(key, relation["key"]) for key, relation in RELATIONS if not in_two_languages(relation)] == []


def above(key: str) -> Iterator[str]:
    """The entry itself and the sections that it is in."""
    yield key
    if parent := ENTRIES[key].get("parent"):
        yield from above(parent)


def leaves(key: str) -> list[str]:
    below = [one for one, entry in ENTRIES.items() if entry.get("parent") == key]
    return list(chain.from_iterable(map(leaves, below))) or [key]


def test_prerequisites_go_round_in_no_circle() -> None:
    """A section with parts is read when all its leaves are: to require it is to require each of them."""
    graph: dict[str, set[str]] = {}
    for key in ENTRIES:
        for leaf in leaves(key):
            required = (before["key"] for before in ENTRIES[key].get("read_first", ()))
            graph.setdefault(leaf, set()).update(chain.from_iterable(map(leaves, required)))
    assert len(list(TopologicalSorter(graph).static_order())) == len({leaf for key in ENTRIES for leaf in leaves(key)})


@every_entry
def test_nothing_requires_a_section_that_it_is_in(key: str) -> None:
    assert not {before["key"] for before in ENTRIES[key].get("read_first", ())} & set(above(key))


@every_entry
def test_an_entry_has_title_summary_and_tags_in_both_languages(key: str) -> None:
    entry = ENTRIES[key]
    assert in_two_languages(entry["title"])
    assert in_two_languages(entry["summary"])
    assert len(entry["summary"]["en"]) > 60
    assert entry["authors"]
    assert all(name == " ".join(name.split()) for name in entry["authors"])
    assert len(set(entry["authors"])) == len(entry["authors"])
    assert re.fullmatch(r"20\d\d", entry["year"])
    assert 1 <= len(entry["tags"]) <= 6
    texts = [*entry.get("since", ()), *entry.get("corrections", ()), *(one["what"] for one in entry.get("figures", ()))]
    texts += [entry[name] for name in ("note", "license_note") if name in entry]
    assert [text for text in texts if not in_two_languages(text)] == []


@every_paper
def test_a_paper_has_its_addresses_and_a_venue(key: str) -> None:
    entry = ENTRIES[key]
    assert entry["links"].keys() >= {"repository", "paper", "pdf"}
    assert re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+(/tree/[\w./-]+)?", entry["links"]["repository"])
    assert entry["venue"].keys() >= {"name", "short", "type"}
    assert entry["venue"]["short"].endswith(entry["year"])


@every_paper
def test_identifiers_have_their_form_and_agree_with_the_addresses(key: str) -> None:
    entry = ENTRIES[key]
    assert re.fullmatch(r"\d{4}\.\d{4,5}", entry["arxiv"])
    assert re.fullmatch(r"10\.\d{4,9}/[^\s,]+", entry.get("doi", "10.1000/x"))
    for kind, address in entry["links"].items():
        if kind in ("paper", "pdf") and "arxiv.org" in address:
            assert re.fullmatch(rf"https://arxiv\.org/(abs|pdf)/{re.escape(entry['arxiv'])}(v\d+)?(\.pdf)?", address)


def test_every_author_of_lingvo_is_there() -> None:
    authors = ENTRIES["lingvo"]["authors"]
    assert len(authors) == 91
    assert (authors[0], authors[-1]) == ("Jonathan Shen", "Pat Rondon")


def test_every_address_is_a_plain_web_address() -> None:
    addresses = [
        url
        for entry in ENTRIES.values()
        for url in (*entry["links"].values(), *(event["url"] for event in entry.get("since", ()) if "url" in event))
    ] + [
        one["url"]
        for raw in RAW
        for one in (raw["source"], raw.get("translation", raw["source"]), *raw.get("further", ()))
    ]
    assert len(addresses) > 100
    assert [url for url in addresses if not re.fullmatch(r"https?://[a-z0-9.-]+(/[!-~]*)?", url)] == []


def test_every_section_without_parts_has_a_lecture_except_four_that_no_two_sources_name() -> None:
    parts = set(SECTIONS) - {ENTRIES[key].get("parent") for key in SECTIONS}
    without = {key for key in parts if not {"lecture-slides", "lecture-video"} & ENTRIES[key]["links"].keys()}
    assert without == {"lee-network-structure", "lee-ultra-deep", "lee-deep-style", "lee-audio"}
    assert [key for key in parts - without if "2016/17" not in ENTRIES[key]["note"]["en"]] == ["lee-attention"]


@every_entry
def test_search_words_are_not_in_the_texts_already(key: str) -> None:
    entry = ENTRIES[key]
    words = entry.get("search_words", [])
    assert len(set(words)) == len(words)
    assert not {word for word in words if word in str(entry["title"])}


@every_entry
def test_an_event_has_a_source_and_a_known_name(key: str) -> None:
    for event in ENTRIES[key].get("since", ()):
        assert event["what"] in ("superseded", "disputed", "corrected", "moved", "dormant", "published", "renamed")
        assert event.get("url") or event.get("source")
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", event.get("date", "2019"))


# --- the glossaries --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", RAW, ids=[raw["catalog"] for raw in RAW])
def test_a_glossary_explains_every_tag_and_no_other(raw: Mapping[str, Any]) -> None:
    used = {tag for entry in raw["entries"] for tag in entry["tags"]}
    assert list(raw["tags"]) == sorted(used)
    assert [tag for tag in used if not TAG.fullmatch(tag) or tag != tag.lower()] == []
    assert [tag for tag, term in raw["tags"].items() if not in_two_languages(term)] == []


def test_no_word_stands_for_two_tags() -> None:
    means: dict[str, set[str]] = {}
    for raw in RAW:
        for tag, term in raw["tags"].items():
            for word in (tag, term["en"], term["zh"], *term.get("aliases", ())):
                means.setdefault(word.lower(), set()).add(tag)
    assert {word: tags for word, tags in means.items() if len(tags) > 1} == {}


# --- BibTeX ----------------------------------------------------------------------------------------------------


@every_paper
def test_a_paper_has_one_bibtex_entry_whose_braces_balance(key: str) -> None:
    bibtex = ENTRIES[key]["bibtex"]
    assert re.match(r"@[a-z]+\{[A-Za-z][\w-]*,\n", bibtex)
    depth = 0
    depths = [depth := depth + (char == "{") - (char == "}") for char in re.sub(r"\\.", "", bibtex)]
    assert min(depths) == depths[-1] == 0
    assert depths.index(0, bibtex.index("{")) == len(re.sub(r"\\.", "", bibtex).rstrip()) - 1
    assert len(re.findall(r"^@", bibtex, re.M)) == 1
    fields = re.findall(r"^\s+(\w+)\s*=", bibtex, re.M)
    assert {"title", "author", "year"} <= set(fields)
    assert len(fields) == len(set(fields))
    assert re.search(rf"year\s*= [{{\"]?{ENTRIES[key]['year']}", bibtex)


def test_citation_keys_are_unique() -> None:
    keys = [re.match(r"@\w+\{([^,]+),", ENTRIES[key]["bibtex"])[1] for key in PAPERS]  # type: ignore[index]
    assert len(set(keys)) == 10


# --- what somebody else may have written -------------------------------------------------------------------------

NAME = "letters, digits and . _ + -, the first a letter or digit"
HEAD = "catalog: mine\ntitle: {en: Mine}\n"
GOOD = "- {key: good, title: {en: A good one}}\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], catalogs.Catalog]:
    def read_(content: str | bytes) -> catalogs.Catalog:
        file = tmp_path / "mine.yaml"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return catalogs.read(file)

    return read_


Read = Callable[[str | bytes], catalogs.Catalog]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            HEAD + "entries:\n- &a {key: a, title: {en: A}}\n",
            "line 4: anchors and aliases are not allowed in a catalog",
        ),
        (HEAD + "about: &b {en: B}\nentries: []\n", "line 3: anchors and aliases are not allowed in a catalog"),
        (HEAD + "entries: [*a]\n", "line 3: anchors and aliases are not allowed in a catalog"),
        (HEAD + "entries:\n- <<: *a\n", "line 4: anchors and aliases are not allowed in a catalog"),
        (HEAD + "&k entries: []\n", "line 3: anchors and aliases are not allowed in a catalog"),
        (
            "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n",
            "line 1: anchors and aliases are not allowed in a catalog",
        ),
        (
            HEAD + "entries: !!python/object/apply:os.system [id]\n",
            "line 3: tags like tag:yaml.org,2002:python/object/apply:os.system are not allowed in a catalog",
        ),
        (HEAD + "entries:\n- !x {}\n", "line 4: tags like !x are not allowed in a catalog"),
        (
            HEAD + "about: !!str x\nentries: []\n",
            "line 3: tags like tag:yaml.org,2002:str are not allowed in a catalog",
        ),
        (HEAD + "!!str entries: []\n", "line 3: tags like tag:yaml.org,2002:str are not allowed in a catalog"),
        (HEAD + "catalog: other\nentries: []\n", "line 3: 'catalog' appears twice in one mapping"),
        (HEAD + "entries:\n" + GOOD + "- {key: a,\n   key: b}\n", "line 6: 'key' appears twice in one mapping"),
        (HEAD + "entries:\n" + GOOD + "entries: []\n", "line 5: 'entries' appears twice in one mapping"),
        (HEAD + "? [a, b]\n: c\nentries: []\n", "line 3: a key must be a word"),
        (HEAD + "? {a: b}\n: c\nentries: []\n", "line 3: a key must be a word"),
        (HEAD + "entries:\n- " + "[" * 25 + "]" * 25 + "\n", "line 4: nested more than 20 deep"),
        (HEAD + "entries: " + "[" * 50_000, "line 3: nested more than 20 deep"),
        (HEAD + "entries: " + "{a: " * 50_000, "line 3: nested more than 20 deep"),
        (HEAD + "entries: [\n", "line 4: not valid YAML: "),
        (HEAD + "entries:\n" + GOOD + "\t- x\n", "line 5: not valid YAML: "),
        (HEAD + "entries: []\n---\nentries: []\n", "line 4: a second document is not allowed in a catalog"),
        (HEAD + 'about: {en: "\\ud800"}\nentries: []\n', "line 3: not valid YAML: "),
        ("", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        ("# nothing\n", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        ("just words\n", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        ("- a\n- b\n", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        (HEAD, "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        (HEAD + "entries: none\n", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        (HEAD + "entries: {a: b}\n", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        ("title: {en: X}\nentries: []\n", "'catalog' is missing"),
        ("catalog: x\nentries: []\n", "'title' is missing"),
        ("catalog: ../x\ntitle: {en: X}\nentries: []\n", "'catalog' is '../x', and must be letters"),
        ('catalog: "x\\n"\ntitle: {en: X}\nentries: []\n', "'catalog' is 'x ', and must be letters"),
        ("catalog: x\ntitle: X\nentries: []\n", "'title' is 'X', and must be a mapping"),
        (HEAD + "entires: []\nentries: []\n", "there is no field 'entires'"),
        (
            HEAD + "source: {title: X, url: 'javascript:alert(1)'}\nentries: []\n",
            "'url' in 'source' is 'javascript:alert(1)', and must be an address",
        ),
        (HEAD + "defaults: [a]\nentries: []\n", "'defaults' is not a mapping"),
        (b"\xff\xfe" + (HEAD + "entries: []\n").encode("utf-16-le"), "not UTF-8 at byte 0"),
        ((HEAD + "entries: []\n").encode("utf-16-le"), "line 1: control characters are not allowed"),
        (HEAD.encode() + b"entries: []\n# \xe9t\xe9\n", "not UTF-8 at byte 46"),
        (HEAD + "about: {en: a\0b}\nentries: []\n", "line 3: control characters are not allowed"),
        (HEAD + "about: {en: a\x1b[2Jb}\nentries: []\n", "line 3: control characters are not allowed"),
    ],
)
def test_a_file_that_is_no_catalog_is_refused_with_its_line(read: Read, content: str | bytes, why: str) -> None:
    with pytest.raises(catalogs.CatalogError) as error:
        read(content)
    assert why in str(error.value)
    assert "\n" not in str(error.value)


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def as_large_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(17 << 20)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (Path.mkdir, "not a file"),
        (as_pipe, "not a file"),
        (as_large_file, "larger than 16 MB"),
        (lambda path: path.symlink_to("/dev/zero"), "not a file"),
        (lambda path: path.symlink_to("nowhere"), "no such file or directory"),
    ],
    ids=["directory", "pipe", "large", "device", "dangling"],
)
def test_what_is_not_a_file_is_not_read(tmp_path: Path, make: Callable[[Path], object], why: str) -> None:
    path = tmp_path / "mine.yaml"
    make(path)
    with pytest.raises(catalogs.CatalogError, match=f"^{why}$"):
        catalogs.read(path)


def without_lines(catalog: catalogs.Catalog) -> list[tuple[str, dict[str, Any]]]:
    return [(key, {name: value for name, value in fields.items() if name != "line"}) for key, fields in catalog.entries]


def test_an_entry_knows_its_line(read: Read) -> None:
    catalog = read(HEAD + "\nentries:\n" + GOOD + "- just words\n\n- key: last\n  title: {en: The last}\n")
    assert {key: fields["line"] for key, fields in catalog.entries} == {"good": 5, "last": 8}


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "entries:\n" + GOOD,
        b"\xef\xbb\xbf" + (HEAD + "entries:\n" + GOOD).encode(),
        (HEAD + "entries:\n" + GOOD).replace("\n", "\r\n"),
        "---\n" + HEAD + "entries:\n" + GOOD + "...\n",
        "%YAML 1.1\n---\n" + HEAD + "entries:\n" + GOOD,
        '{"catalog": "mine", "title": {"en": "Mine"}, "entries": [{"key": "good", "title": {"en": "A good one"}}]}',
        HEAD + "entries: [{key: good, title: {en: A good one}}]",
    ],
    ids=["plain", "byte order mark", "CRLF", "document marks", "directive", "JSON", "no last newline"],
)
def test_all_forms_of_a_catalog_are_read(read: Read, content: str | bytes) -> None:
    assert without_lines(read(content)) == [("good", {"kind": "paper", "title": "A good one"})]
    assert read(content).problems == []


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{key: bad}", "entry 'bad': 'title' is missing"),
        ("{title: {en: No key}}", "entry '?': 'key' is missing"),
        ("{key: bad, title: {}}", "entry 'bad': it has no title"),
        ("{key: bad, title: Bad}", "entry 'bad': 'title' is 'Bad', and must be a mapping"),
        ("{key: bad, title: {fr: Mal}}", "entry 'bad': there is no field 'fr' in 'title'"),
        ("{key: bad, title: {en: Bad}, mood: good}", "entry 'bad': there is no field 'mood'"),
        ("{key: bad, title: {en: Bad}, <<: {year: 1}}", "entry 'bad': there is no field '<<'"),
        ("{key: bad, title: {en: Bad}, year: soon}", "entry 'bad': 'year' is 'soon', and must be a whole number"),
        ("{key: bad, title: {en: Bad}, year: 1e400}", "number out of range in 'year'"),
        (f"{{key: bad, title: {{en: Bad}}, year: {'9' * 6000}}}", "integer value out of range in 'year'"),
        ("{key: bad, title: {en: Bad}, authors: Ada}", "entry 'bad': 'authors' is 'Ada', and must be a list"),
        ("{key: bad, title: {en: Bad}, authors: [[Ada]]}", "'authors' must be text, not a list"),
        ("{key: bad, title: {en: Bad}, kind: book}", "'kind' is 'book', and must be paper or section"),
        (
            "{key: bad, title: {en: Bad}, links: {pdf: 'file:///etc/passwd'}}",
            "'pdf' in 'links' is 'file:///etc/passwd', and must be an address that begins with https:// or http://",
        ),
        (
            "{key: bad, title: {en: Bad}, links: {pdf: '-x'}}",
            "'pdf' in 'links' is '-x', and must be an address that begins with https:// or http://",
        ),
        (
            "{key: bad, title: {en: Bad}, links: {'a b': 'https://x.org'}}",
            "a name in 'links' is 'a b', and must be letters, digits and . _ + -",
        ),
        (
            "{key: bad, title: {en: Bad}, arxiv: '1902.1'}",
            "'arxiv' is '1902.1', and must be an arXiv id like 1706.03762",
        ),
        ("{key: bad, title: {en: Bad}, doi: '11.1/x'}", "'doi' is '11.1/x', and must be a DOI like 10.1109/5.771073"),
        ("{key: bad, title: {en: Bad}, month: 13}", "'month' must be at most 12"),
        (
            "{key: bad, title: {en: Bad}, venue: {isbn: x}}",
            "'isbn' in 'venue' is 'x', and must be an ISBN like 978",
        ),
        ("{key: bad, title: {en: Bad}, venue: {isbn: 9780262035614}}", "'9780262035614' is not an ISBN"),
        ("{key: bad, title: {en: Bad}, venue: {editor: Ann}}", "'editor' in 'venue' is 'Ann', and must be a list"),
        (
            "{key: bad, title: {en: Bad}, remarks: [{label: Survey, en: x}]}",
            "'label' in 'remarks' is 'Survey'",
        ),
        ("{key: bad, title: {en: Bad}, tags: ['a b']}", "entry 'bad': 'a b' cannot be a tag"),
        (r'{key: bad, title: {en: Bad}, tags: ["a\n"]}', r"entry 'bad': 'a\n' cannot be a tag"),
        ("{key: bad, title: {en: Bad}, parent: nowhere}", "entry 'bad': its parent 'nowhere' does not come before it"),
        ("{key: bad, title: {en: Bad}, parent: bad}", "entry 'bad': its parent 'bad' does not come before it"),
        ("{key: bad, title: {en: Bad}, parent: last}", "entry 'bad': its parent 'last' does not come before it"),
        ("{key: GOOD, title: {en: Bad}}", "entry 'GOOD': an earlier entry has the same key"),
        (
            "{key: ../bad, title: {en: Bad}}",
            "entry '../bad': 'key' is '../bad', and must be letters, digits and . _ + -, the first a letter or digit",
        ),
        ("{key: a/b, title: {en: Bad}}", "entry 'a/b': 'key' is 'a/b', and must be letters"),
        ("{key: -bad, title: {en: Bad}}", "entry '-bad': 'key' is '-bad', and must be letters"),
        ("{key: 'a b', title: {en: Bad}}", "entry 'a b': 'key' is 'a b', and must be letters"),
        ("{key: 坏, title: {en: Bad}}", "entry '坏': 'key' is '坏', and must be letters"),
        ("{key: '', title: {en: Bad}}", "entry '': 'key' must be letters"),
        (f"{{key: {'x' * 129}, title: {{en: Bad}}}}", "'key' has more than 128 characters"),
        (r'{key: "bad\n", title: {en: Bad}}', "entry 'bad': 'key' is 'bad ', and must be letters"),
        (r'{key: "bad\e[2J", title: {en: Bad}}', "and must be letters, digits"),
        (r'{key: bad, aliases: ["x\n"], title: {en: Bad}}', "entry 'bad': "),
        (r'{key: bad, links: {"pdf\n": "https://x.org"}, title: {en: Bad}}', "entry 'bad': "),
        (r'{key: bad, arxiv: "1902.09843\n", title: {en: Bad}}', "entry 'bad': "),
        (r'{key: bad, read_first: [{key: "x\n"}], title: {en: Bad}}', "entry 'bad': "),
        ("{key: [a], title: {en: Bad}}", "'key' must be text, not a list"),
        ("{key: {a: b}, title: {en: Bad}}", "'key' must be text, not a mapping"),
        ("just words", "entry '?': it is 'just words', and must be a mapping"),
        ("[key, bad]", "entry '?': it must be a mapping, not a list"),
        ("", "entry '?': it must be a mapping, not text"),
    ],
)
def test_a_bad_entry_is_left_out_with_its_line_and_hides_no_other(read: Read, bad: str, why: str) -> None:
    catalog = read(f"{HEAD}entries:\n{GOOD}\n- {bad}\n- {{key: last, title: {{en: The last}}}}\n")
    assert [key for key, _ in catalog.entries] == ["good", "last"]
    (problem,) = map(str, catalog.problems)
    assert problem.startswith("line 6: entry '")
    assert why in problem


def test_words_that_yaml_would_take_for_something_else_stay_words(read: Read) -> None:
    catalog = read(
        HEAD + "entries:\n- {key: no, title: {en: 1:59:59}, language: on, framework: 0x10, license: 1902.10,"
        " venue: {short: 2019-01-01, pages: 0704.0010}, tags: [null, 3d], year: 2019}\n"
    )
    assert catalog.problems == []
    assert without_lines(catalog) == [
        (
            "no",
            {
                "kind": "paper",
                "title": "1:59:59",
                "year": 2019,
                "venue": "2019-01-01",
                "pages": "0704.0010",
                "license": "1902.10",
                "language": "on",
                "framework": "0x10",
                "tag:null": True,
                "tag:3d": True,
            },
        )
    ]


def test_everything_that_a_venue_has(read: Read) -> None:
    venue = "{name: The Press, type: book, volume: 2, number: 3, pages: 1-9, series: S, editor: [Ann Bee], publisher: P"
    catalog = read(
        f"{HEAD}entries:\n- {{key: a, title: {{en: A}}, month: 5, venue: {venue}, isbn: 978-0-262-03561-3}}}}\n"
    )
    assert catalog.problems == []
    (entry,) = dict(without_lines(catalog)).values()
    assert entry == {
        "kind": "paper",
        "title": "A",
        "month": 5,
        "venue": "The Press",
        "venue:name": "The Press",
        "type": "book",
        "volume": "2",
        "number": "3",
        "pages": "1-9",
        "series": "S",
        "editor": ["Ann Bee"],
        "publisher": "P",
        "isbn": "978-0-262-03561-3",
    }


def test_a_catalog_says_more_under_labels_of_its_own(dlread: Dlread) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    remarks = "[{label: {en: Review, zh: 评论}, en: Read it twice., zh: 读两遍。}, {label: {}, en: No label.}]"
    (folder / "mine.yaml").write_text(HEAD + f"entries:\n- {{key: a, title: {{en: A}}, remarks: {remarks}}}\n", "utf-8")
    assert dlread("show a").splitlines()[-2:] == ["Review\tRead it twice.", "Remark\tNo label."]
    assert dlread("show a --lang zh").splitlines()[-2] == "评论\t读两遍。"
    assert json.loads(dlread("show --json a"))[0]["remarks"] == [
        {"label": {"en": "Review", "zh": "评论"}, "text": {"en": "Read it twice.", "zh": "读两遍。"}},
        {"label": {"en": "", "zh": ""}, "text": {"en": "No label.", "zh": ""}},
    ]
    assert dlread("show lee-audio").splitlines()[-1] == "Survey\tThe survey leaves this section out."


@pytest.mark.parametrize("label", ["State", "Summary", "Since then", "[red]x[/nope]"])
def test_no_label_of_a_catalog_breaks_a_page(dlread: Dlread, terminal: Callable[..., Screen], label: str) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    text = f"entries:\n- {{key: a, title: {{en: A}}, remarks: [{{label: {{en: '{label}'}}, en: Twice}}]}}\n"
    (folder / "mine.yaml").write_text(HEAD + text, "utf-8")
    screen = terminal("show a")
    assert screen.status == 0
    assert f"{label}  Twice" in screen.lines


def test_a_reader_s_own_catalogs_good_and_bad_side_by_side(dlread: Dlread) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    (folder / "a-bomb.yaml").write_text("a: &a [x,x]\nb: &b [*a,*a]\n")
    (folder / "b-brackets.yaml").write_text(HEAD + "entries: " + "[" * 50_000)
    (folder / "c-directory.yaml").mkdir()
    os.mkfifo(folder / "d-pipe.yaml")
    (folder / "e-mine.yaml").write_text(
        HEAD + "entries:\n" + GOOD + '- {key: "bad\\e[31m", title: {en: Bad}}\n- {key: smac, title: {en: Taken}}\n'
        '- {key: last, title: {en: "The \\e[31mlast", zh: 末}, year: 2020}\n'
    )
    (folder / "f-again.yaml").write_text(HEAD + "entries: []\n")
    (folder / "notes.txt").write_text("not a catalog")
    result = dlread.run("list --catalog mine")
    assert result.out == "good\tunread\tpaper\t\tA good one\t\nlast\tunread\tpaper\t2020\tThe \ufffd[31mlast\t\n"
    assert result.status == 0
    *told, rest = result.err.replace(f"dlread: {folder}{os.sep}", "").splitlines()
    assert rest == "dlread: 2 more problems; see dlread doctor"
    every = dlread.run("doctor").out.replace(f"{folder}{os.sep}", "").splitlines()
    assert told == every[:5]
    assert every == [
        "a-bomb.yaml: line 1: anchors and aliases are not allowed in a catalog; the whole catalog is left out",
        "b-brackets.yaml: line 3: nested more than 20 deep; the whole catalog is left out",
        "c-directory.yaml: not a file; the whole catalog is left out",
        "d-pipe.yaml: not a file; the whole catalog is left out",
        "e-mine.yaml: line 5: entry 'bad\ufffd[31m': 'key' is 'bad\ufffd[31m', and must be " + NAME + "; left out",
        "e-mine.yaml: entry 'smac' is already in another catalog; left out",
        "f-again.yaml: there is another catalog called 'mine'; left out",
    ]
    assert dlread("list").count("\n") == 46
    assert dlread("list --tag rl --kind paper").split("\t")[4] == "The StarCraft Multi-Agent Challenge"
    dlread("mark-read last")
    assert dlread.status("last") == "read"


def test_with_a_byte_order_mark_and_crlf_a_catalog_is_as_good_as_any(dlread: Dlread) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_bytes(b"\xef\xbb\xbf" + (HEAD + "entries:\n" + GOOD).replace("\n", "\r\n").encode())
    assert dlread.run("list --catalog mine") == ("good\tunread\tpaper\t\tA good one\t\n", "", 0)


def test_what_is_wrong_with_a_catalog_is_said_once_and_then_by_doctor(dlread: Dlread) -> None:
    folder = dlread.data / "catalogs"
    folder.mkdir(parents=True)
    mine, other = folder / "mine.yaml", folder / "other.yaml"
    mine.write_text(HEAD + "entries:\n" + GOOD + "- {key: bad}\n")
    wrong = f"{mine}: line 5: entry 'bad': 'title' is missing; left out\n"
    assert dlread.run("list --keys --limit 1").err == f"dlread: {wrong}"
    assert dlread.run("list --keys --limit 1").err == ""
    other.write_text("catalog: other\ntitle: {en: Other}\nentries: []\n")
    assert dlread.run("list --keys --limit 1").err == "", "the other one is as it was"
    other.write_text("catalog: mine\ntitle: {en: Other}\nentries: []\n")
    assert (
        dlread.run("list --keys --limit 1").err
        == f"dlread: {other}: there is another catalog called 'mine'; left out\n"
    )
    mine.write_text(mine.read_text() + "# still so\n")
    assert dlread.run("list --keys --limit 1").err == f"dlread: {wrong}", "somebody works on it"
    assert dlread.run("doctor").out == wrong + f"{other}: there is another catalog called 'mine'; left out\n"
