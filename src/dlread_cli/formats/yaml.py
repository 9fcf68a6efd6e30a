"""YAML that somebody else may have written, to strings, lists and mappings. Nothing else reads YAML.

PyYAML's loaders can be made to hang, to crash and to guess types. So every text first passes a guard that looks at
its events alone: size, depth, aliases, tags, keys that stand twice. Only then it is read, as strings.

What breaks one of these rules is reported in the same words with every version of PyYAML, with libyaml or without.
Where the YAML itself is wrong, PyYAML's words follow ours.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import yaml

from dlread_cli.translation import tr

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
DOCUMENT = 1 << 20
"""Characters of one document of many; the largest records, with all their references, have 200,000."""


class YamlError(ValueError):
    """The text cannot be read: why, and in which line (0 where that is not known)."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(short(tr("line {line}: {why}", line=line, why=why) if line else why))
        self.why = short(why)
        self.line = line


def written(value: Any) -> str:
    """Of dictionaries, lists, texts, whole numbers, truth values and None alone."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.serialize(_node(value), Dumper=dumper, allow_unicode=True, width=120))


def _node(value: Any) -> yaml.Node:
    """As `yaml.dump` makes it, in a third of the time, because it need not look for what stands twice."""
    match value:
        case str():
            return yaml.ScalarNode("tag:yaml.org,2002:str", str(value))
        case dict():
            pairs = [(_node(name), _node(one)) for name, one in value.items()]
            return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)
        case list() | tuple():
            return yaml.SequenceNode("tag:yaml.org,2002:seq", [*map(_node, value)], flow_style=False)
        case None:
            return yaml.ScalarNode("tag:yaml.org,2002:null", "null")
        case bool():
            return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    return yaml.ScalarNode("tag:yaml.org,2002:int", str(int(value)))


def read_yaml(content: bytes, what: str, nodes: int = NODES, tags: Container[str] = ()) -> tuple[Any, list[int]]:
    """What it says, and the lines of the items of its top-level 'entries'; `what` it is, for messages.

    Those `tags` are allowed, and change nothing. Raises YamlError, and nothing else.
    """
    _text(content)
    content = content.removeprefix(BOM_UTF8)
    try:
        # not of the text, which takes four times as much memory with one emoji
        lines = _guard(content, what, nodes, tags)
        return yaml.load(content, Loader=_Strings), lines
    except yaml.MarkedYAMLError as error:
        text = _text(content)
        end = error.problem_mark.index if error.problem_mark else len(text)
        with suppress(yaml.YAMLError):
            # parsers look ahead, and have limits of their own: our rules come first
            _guard(text[:end], what, nodes, tags)
        raise YamlError(tr("not valid YAML: {problem}", problem=error.problem), _line(text, end)) from error
    except YamlError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError(tr("not valid YAML")) from error


def read_documents(lines: Iterable[str], what: str, tags: Container[str] = ()) -> Iterator[tuple[int, Any]]:
    """The first line of each document and what it says, or the YamlError of one that cannot be read.

    Takes one document at a time into memory. Its rules are those of `read_yaml`.
    """
    for line, text in _divided(lines):
        if len(text) > DOCUMENT:
            yield line, YamlError(tr("more than {document} characters", document=DOCUMENT), line)
            continue
        try:
            yield line, read_yaml(text.encode("utf-8", "surrogatepass"), what, tags=tags)[0]
        except YamlError as error:
            yield line, YamlError(error.why, line + max(error.line, 1) - 1)


_MARK = re.compile(r"(?:---|(?P<end>\.\.\.))(?=\s|$)")
"""At the beginning of a line it ends a document in any context (YAML 1.2.2, 9.1.2), be it a scalar in quotes."""
_NOTHING = re.compile(r"(?:\s|[%#].*+)*+")


def _divided(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The documents, each with its first line. Of one that is too large, enough to see that."""
    first, size = 1, 0
    parts: list[str] = []
    for number, line in enumerate(_broken(lines), 1):
        if mark := _MARK.match(line):
            yield from _unless_empty(first, "".join(parts))
            line = "" if mark["end"] or not line[3:].strip() else line[3:]
            first, size, parts = number if line else number + 1, 0, []
        if size <= DOCUMENT:
            parts.append(line)
        size += len(line)
    yield from _unless_empty(first, "".join(parts))


def _unless_empty(first: int, text: str) -> Iterator[tuple[int, str]]:
    if not _NOTHING.fullmatch(text):
        yield first, text


def _broken(lines: Iterable[str]) -> Iterator[str]:
    """Where YAML breaks lines: at a carriage return too."""
    for line in lines:
        yield from line.splitlines(keepends=True) if len(line) <= DOCUMENT else (line,)


def _text(content: bytes) -> str:
    """Raises YamlError where it is none, or has control characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlError(tr("not UTF-8 at byte {start}", start=error.start)) from error
    if found := _CONTROL.search(text):
        raise YamlError(tr("control characters are not allowed"), _line(text, found.start()))
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


def _guard(text: str | bytes, what: str, nodes: int, allowed: Container[str]) -> list[int]:
    """Looks at the events alone; returns the lines of the items of the top-level 'entries'.

    Raises YamlError with the line at the first thing that may not be there.
    """
    lines: list[int] = []
    inside: list[_Open] = []
    key: str | None = None  # the key whose value comes next, in the innermost mapping
    for count, event in enumerate(yaml.parse(text, Loader=_Strings)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if count > nodes:
            raise YamlError(tr("more than {nodes} nodes", nodes=nodes))
        if isinstance(event, yaml.DocumentStartEvent) and count > 1:
            raise YamlError(tr("a second document is not allowed in {what}", what=tr(what)), line)
        if isinstance(event, yaml.CollectionEndEvent):
            inside.pop()
            key = None
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlError(tr("anchors and aliases are not allowed in {what}", what=tr(what)), line)
        if _SURROGATE.search(getattr(event, "value", "")):
            raise YamlError(tr("not valid YAML: half a surrogate pair"), line)
        if (tag := getattr(event, "tag", None)) and tag not in allowed:
            raise YamlError(tr("tags like {tag} are not allowed in {what}", tag=tag, what=tr(what)), line)
        if inside and inside[-1].is_entries:
            lines.append(line)
        if inside and inside[-1].keys is not None and key is None:
            key = _new_key(event, inside[-1].keys, line)
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            if len(inside) >= DEPTH:
                raise YamlError(tr("nested more than {depth} deep", depth=DEPTH), line)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            is_entries = len(inside) == 1 and key == "entries" and not is_mapping
            inside.append(_Open(set() if is_mapping else None, is_entries))
        key = None
    return lines


def _new_key(event: yaml.NodeEvent, keys: set[str], line: int) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise YamlError(tr("a key must be a word"), line)
    value: str = event.value
    if value in keys:
        raise YamlError(tr("'{value}' appears twice in one mapping", value=value), line)
    keys.add(value)
    return value
