"""The guard against hostile YAML says the same, whichever parser PyYAML has and whatever that one says itself."""

import pytest
import yaml

from dlread_cli.formats import yaml as formats_yaml


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
