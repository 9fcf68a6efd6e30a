"""The guard against hostile YAML says the same, whichever parser PyYAML has and whatever that one says itself."""

import tracemalloc

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.formats import yaml as formats_yaml

WRITABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\uffff\ufffe")
"""What YAML can have in a text."""


class ImpatientLoader(yaml.BaseLoader):
    """A parser of a later version: it gives up, in other words, as soon as it has read 30 open brackets."""

    def fetch_flow_collection_start(self, token_class: type[yaml.Token]) -> None:
        if self.flow_level >= 30:
            raise yaml.scanner.ScannerError(None, None, "no, thank you", self.get_mark())
        super().fetch_flow_collection_start(token_class)


@pytest.fixture(params=["CBaseLoader", "BaseLoader", "ImpatientLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The parsers that there are: with libyaml, without, and one that no version of PyYAML has yet."""
    loader = ImpatientLoader if request.param == "ImpatientLoader" else getattr(yaml, request.param, None)
    if loader is None:
        pytest.skip("needs PyYAML with libyaml")
    monkeypatch.setattr(formats_yaml, "_Strings", loader)
    return request.param


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 2_000, "line 1: nested more than 20 deep"),
        ("a: x\nb: " + "[" * 2_000 + "]" * 2_000, "line 2: nested more than 20 deep"),
        ("a: x\nb: é" + "\nc: " + "{d: " * 2_000, "line 3: nested more than 20 deep"),
        ("- " * 2_000, "line 1: nested more than 20 deep"),
        ("[\n" * 20 + "[" * 2_000, "line 21: nested more than 20 deep"),
        ("a: &b x\nc: " + "[" * 2_000, "line 1: anchors and aliases are not allowed in a catalog"),
        ("&a " + "[" * 2_000, "line 1: anchors and aliases are not allowed in a catalog"),
        ("a: [*b]", "line 1: anchors and aliases are not allowed in a catalog"),
        ("a: !b " + "[" * 2_000, "line 1: tags like !b are not allowed in a catalog"),
        ("a: b\na: " + "[" * 2_000, "line 2: 'a' appears twice in one mapping"),
        ("? " * 2_000, "line 1: a key must be a word"),
        ("{" * 2_000, "line 1: a key must be a word"),
        ("a: b\n---\na: b\n", "line 2: a second document is not allowed in a catalog"),
        ("a: [" + "x," * 1_000 + "]", "more than 500 nodes"),
        ("a: b\0", "line 1: control characters are not allowed"),
        ("a: b\r\nc: d\re: \x1b[31m", "line 3: control characters are not allowed"),
        ("a: b\u2028c: \x9b31m", "line 2: control characters are not allowed"),
        ("a: b\nc: \ufeff", "line 2: control characters are not allowed"),
    ],
)
def test_what_breaks_a_rule_is_told_in_our_words(text: str, told: str) -> None:
    with pytest.raises(formats_yaml.YamlError) as error:
        formats_yaml.read_yaml(text.encode(), "a catalog", nodes=500)
    assert str(error.value) == told


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [", 1),
        ("a: [\n", 2),
        ("a: b\r\nc: [d\r\n", 3),
        ("a: b\rc: ]", 2),
        ("a: 'b\n\n", 3),
        ("a: b\n\t- c\n", 2),
        ("é: b\n%: c\n", 2),
        ('\ufeffa: "é"\nb: "\\q"', 2),
        ('a: "\\ud800"', 1),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(formats_yaml.YamlError) as error:
        formats_yaml.read_yaml(text.encode(), "a catalog")
    assert str(error.value).startswith(f"line {line}: not valid YAML: ")


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "value", "lines"),
    [
        ("\ufeffa: [1902.10, no, 2019-01-01, 0x1F, ~]", {"a": ["1902.10", "no", "2019-01-01", "0x1F", "~"]}, []),
        ("# x\r\nentries:\r\n- a\r\n\r\n- {b: c}\r\n", {"entries": ["a", {"b": "c"}]}, [3, 5]),
        ("entries: [é, 強]\n", {"entries": ["é", "強"]}, [1, 1]),
        ("a: " + "[" * 19 + "]" * 19, None, []),
        ("", None, []),
    ],
)
def test_what_is_allowed_is_read_as_strings_with_the_lines_of_its_entries(
    text: str, value: object, lines: list[int]
) -> None:
    read, found = formats_yaml.read_yaml(text.encode(), "a catalog")
    assert found == lines
    assert value is None or read == value


def documents(text: str) -> list[tuple[int, object]]:
    """With an error as its words."""
    found = formats_yaml.read_documents(text.splitlines(keepends=True), "a store", tags=("tag:yaml.org,2002:set",))
    return [(line, str(said) if isinstance(said, formats_yaml.YamlError) else said) for line, said in found]


@pytest.mark.usefixtures("loader")
def test_documents_are_read_one_by_one_with_the_lines_at_which_they_begin() -> None:
    text = "\ufeffa: 1\n---\nb: 2\n...\n---\n# nothing\n\n--- {c: 3}\n"
    text += "---\r\nd: |\r\n  ----\r\n  --- x\r\n---\n- e\n...\nf: 4"
    assert documents(text) == [
        (1, {"a": "1"}),
        (3, {"b": "2"}),
        (8, {"c": "3"}),
        (10, {"d": "----\n--- x\n"}),
        (14, ["e"]),
        (16, {"f": "4"}),
    ]


@pytest.mark.usefixtures("loader")
def test_a_bad_document_is_told_with_its_line_and_hides_no_other() -> None:
    text = "%YAML 1.1\n---\na: 1\n---\nb: 2\nc: [\n---\n'd\n---\ne: *f\n"
    text += "---\n\x07\n---\ng: !!set {h}\n---\ni: !j k\n---\na: 5\n"
    told = documents(text)
    assert [(line, said) for line, said in told if not isinstance(said, str)] == [
        (3, {"a": "1"}),
        (14, {"g": {"h": ""}}),
        (18, {"a": "5"}),
    ]
    assert [(line, said) for line, said in told if isinstance(said, str) and "not valid" not in said] == [
        (10, "line 10: anchors and aliases are not allowed in a store"),
        (12, "line 12: control characters are not allowed"),
        (16, "line 16: tags like !j are not allowed in a store"),
    ]
    assert [said.split(":")[0] for _, said in told if isinstance(said, str) and "not valid" in said] == [
        "line 7",
        "line 9",
    ]


def test_of_a_document_without_end_no_more_is_kept_than_shows_that() -> None:
    told = "line 1: more than 1048576 characters"
    assert documents(f"{'a' * 2_000_000}\n---\nc: d\n") == [(1, told), (3, {"c": "d"})]
    endless = (f"a: {number}{'.' * 1_000}\n" for number in range(20_000))
    tracemalloc.start()
    try:
        ((line, error),) = formats_yaml.read_documents(endless, "a store")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (line, str(error)) == (1, told)
    assert most < 5_000_000


def test_documents_break_where_a_lone_carriage_return_breaks_a_line() -> None:
    assert list(formats_yaml.read_documents(["a: 1\r---\rb: 2\r"], "a store")) == [(1, {"a": "1"}), (3, {"b": "2"})]


def test_a_line_that_is_comment_upon_comment_takes_no_time() -> None:
    assert documents(" #" * 200_000 + "\na: 1\n") == [(1, {"a": "1"})]
    assert documents("%#" * 200_000 + "\n" + " #" * 200_000) == []


@given(st.lists(st.dictionaries(st.text(WRITABLE), st.text(WRITABLE), min_size=1, max_size=3), max_size=4))
def test_what_pyyaml_writes_is_read_as_it_was(written: list[dict[str, str]]) -> None:
    text = yaml.safe_dump_all(written, allow_unicode=True, explicit_start=True)
    assert [said for _, said in documents(text)] == written
