"""YAML that somebody else may have written, to strings, lists and mappings. Nothing else reads YAML.

PyYAML's loaders can be made to hang, to crash and to guess types. So every text first passes a guard that looks at
its events alone: size, depth, aliases, tags, keys that stand twice. Only then it is read, as strings.

What breaks one of these rules is reported in the same words with every version of PyYAML, with libyaml or without.
Where the YAML itself is wrong, PyYAML's words follow ours.
"""

import re
from codecs import BOM_UTF8
from contextlib import suppress
from typing import Any, NamedTuple

import yaml

_Strings = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Every scalar is a string: `1902.10` must not become 1902.1, nor `no` False. The C loader where there is one."""

DEPTH = 20
NODES = 200_000
"""Events of the parser: the worst file of so many costs 1.5 s and 80 MB, once; some 8,000 whole entries."""
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""The parsers refuse these too, each in other words; the one without libyaml lets a byte-order mark inside pass."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Only libyaml refuses an escape like `\\ud800`, which no encoding can write."""
PROBLEM = 500
"""Characters of a message about what is wrong."""


class YamlError(ValueError):
    """The text cannot be read: why, and in which line."""

    def __init__(self, why: str) -> None:
        super().__init__(short(why))


def read_yaml(content: bytes, what: str, nodes: int = NODES) -> tuple[Any, list[int]]:
    """What it says, and the lines of the items of its top-level 'entries'; `what` it is, for messages.

    Raises YamlError, and nothing else.
    """
    _text(content)
    content = content.removeprefix(BOM_UTF8)
    try:
        lines = _guard(content, what, nodes)  # not of the text, which takes four times as much memory with one emoji
        return yaml.load(content, Loader=_Strings), lines
    except yaml.MarkedYAMLError as error:
        text = _text(content)
        end = error.problem_mark.index if error.problem_mark else len(text)
        with suppress(yaml.YAMLError):
            _guard(text[:end], what, nodes)  # parsers look ahead, and have limits of their own: our rules come first
        raise YamlError(f"line {_line(text, end)}: not valid YAML: {error.problem}") from error
    except YamlError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError("not valid YAML") from error


def _text(content: bytes) -> str:
    """Raises YamlError where it is none, or has control characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlError(f"not UTF-8 at byte {error.start}") from error
    if found := _CONTROL.search(text):
        raise YamlError(f"line {_line(text, found.start())}: control characters are not allowed")
    return text


def _line(text: str, index: int) -> int:
    """The number of the line in which the character stands, as YAML counts lines; the parsers differ at the end."""
    return len((text[:index] + ".").splitlines())


def short(text: str, longest: int = PROBLEM) -> str:
    """On one line, as the library keeps it, and not longer than a reader wants to see."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest] + "..."


class _Open(NamedTuple):
    """A collection that the guard is inside of; `keys` is None in a sequence."""

    keys: set[str] | None
    is_entries: bool


def _guard(text: str | bytes, what: str, nodes: int) -> list[int]:
    """Looks at the events alone; returns the lines of the items of the top-level 'entries'.

    Raises YamlError with the line at the first thing that may not be there.
    """
    lines: list[int] = []
    inside: list[_Open] = []
    key: str | None = None  # the key whose value comes next, in the innermost mapping
    for count, event in enumerate(yaml.parse(text, Loader=_Strings)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if count > nodes:
            raise YamlError(f"more than {nodes} nodes")
        if isinstance(event, yaml.DocumentStartEvent) and count > 1:
            raise YamlError(f"line {line}: a second document is not allowed in {what}")
        if isinstance(event, yaml.CollectionEndEvent):
            inside.pop()
            key = None
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlError(f"line {line}: anchors and aliases are not allowed in {what}")
        if _SURROGATE.search(getattr(event, "value", "")):
            raise YamlError(f"line {line}: not valid YAML: half a surrogate pair")
        if tag := getattr(event, "tag", None):
            raise YamlError(f"line {line}: tags like {tag} are not allowed in {what}")
        if inside and inside[-1].is_entries:
            lines.append(line)
        if inside and inside[-1].keys is not None and key is None:
            key = _new_key(event, inside[-1].keys, line)
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            if len(inside) >= DEPTH:
                raise YamlError(f"line {line}: nested more than {DEPTH} deep")
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            is_entries = len(inside) == 1 and key == "entries" and not is_mapping
            inside.append(_Open(set() if is_mapping else None, is_entries))
        key = None
    return lines


def _new_key(event: yaml.NodeEvent, keys: set[str], line: int) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise YamlError(f"line {line}: a key must be a word")
    value: str = event.value
    if value in keys:
        raise YamlError(f"line {line}: '{value}' appears twice in one mapping")
    keys.add(value)
    return value
