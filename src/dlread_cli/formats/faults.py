"""What msgspec finds wrong with a catalog's data, in plain words: the field, its value, and what it must be. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from dlread_cli.domain import spelling
from dlread_cli.domain.wording import FEW, short
from dlread_cli.translation import marked, plural, tr

_NAME = marked("letters, digits and . _ + -, the first a letter or digit")
_ADDRESS = marked("an address that begins with https:// or http://")
_FORMS = {
    "arxiv": marked("an arXiv id like 1706.03762"),
    "doi": marked("a DOI like 10.1109/5.771073"),
    "isbn": marked("an ISBN like 978-0-262-03561-3"),
    "date": marked("a date like 2019, 2019-05 or 2019-05-31"),
    "kind": marked("paper or section"),
    "strength": marked("related or context"),
    "url": _ADDRESS,
    "links": _ADDRESS,
}
"""By the field's name; all others that have a form are names."""

_LONGEST = 60
"""Characters of a value or name that are repeated."""

_TYPES = {
    "str": marked("text"),
    "int": marked("a whole number"),
    "array": marked("a list"),
    "object": marked("a mapping"),
    "null": marked("empty"),
}
_UNKNOWN = r"Object contains unknown field `(.{1,100})`"
_MISSING = r"Object missing required field `(.*)`"

_MEMBERS = {
    **dict.fromkeys(("title", "about", "summary", "note"), "en"),
    **dict.fromkeys(("read_first", "related"), "key"),
    "venue": "short",
}
"""By a field that holds mappings: the member that a plain text was meant for."""

_TOO_LONG = {
    "str": marked("{field} has more than {number} characters"),
    "array": marked("{field} has more than {number} items"),
    "object": marked("{field} has more than {number} names"),
}
_LIMITS = {"<": marked("{field} must be at most {number}"), ">": marked("{field} must be at least {number}")}


def within(value: Any, place: tuple[str | None, ...], error: Callable[[Any], str]) -> Iterator[tuple[str, Any]]:
    """All that is wrong with a value, since msgspec stops at the first mistake: its message, and what that is about.

    `error` is what msgspec says of a whole. `place` has the names that lead to the value, and None for an item.
    """
    whole = _placed(value, place)
    message = error(whole)
    is_lone = place[1:] and place[-1] is not None
    if not message or (is_lone and re.match(_MISSING, message)):  # the other members of its mapping are there
        return
    parts = _parts(value)
    if parts and not re.match(f"$|{_MISSING}", error(_placed(type(value)(), place))):  # it is not for its parts
        parts = ()
    found = [fault for step, part in parts for fault in within(part, (*place, step), error)]
    yield from found or [(message, whole)]


def of_members(
    given: dict[str, Any], least: Collection[str], error: Callable[[Any], str]
) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
    """The members of a mapping that nothing is wrong with, and what is wrong; `least` are those that it must have."""
    wrong = {name: list(within(value, (name,), error)) for name, value in given.items()}
    missing: list[tuple[str, Any]] = [
        (f"Object missing required field `{name}`", given) for name in least if name not in given
    ]
    found = [fault for its in wrong.values() for fault in its]
    return {name: value for name, value in given.items() if not wrong[name]}, found + missing


def _parts(value: Any) -> Collection[tuple[str | None, Any]]:
    if isinstance(value, dict):
        return value.items()
    return [(None, one) for one in value] if isinstance(value, list) else ()


def of_entry(key: str, found: Iterator[str]) -> list[str]:
    """A few of its mistakes, and how many more there are."""
    some = list(islice(found, FEW))
    if rest := sum(1 for _ in found):
        some.append(plural("and 1 more mistake", "and {rest:,} more mistakes", rest, rest=rest))
    return [tr("entry '{key}': {fault}", key=key, fault=fault) for fault in some]


def _placed(value: Any, place: tuple[str | None, ...]) -> Any:
    for step in reversed(place):
        value = [value] if step is None else {step: value}
    return value


def describe(message: str, raw: Any, known: Mapping[str, Collection[str]] | None = None) -> str:
    """Of msgspec's `Expected ..., got ... - at $.path` about `raw`; whatever else it says stays as it is.

    `known` has the names that there are, by the field that they are in, or ''.
    """
    what, position = _parted(message)
    steps = re.findall(r"[^.\[\]`$ ]+", position.removeprefix("`key` in "))
    names = [step for step in steps if not step.isdigit()]
    field = _path(names)
    if position.startswith("`key`"):
        return _must_be(tr("a name in {field}", field=field), _only_name(raw, steps), _NAME)
    if "[...]" in position:
        label = _only_name(raw, steps) if position.endswith("[...]`") else ""
        field = _path([*names, label]) if label else tr("a value in {field}", field=field)
        steps.append(label)
    if match := re.fullmatch(_MISSING, what):
        if not names:
            return tr("'{name}' is missing", name=match[1])
        return tr("'{name}' is missing in {field}", name=match[1], field=field)
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        name = short(match[1], _LONGEST)
        told = tr("there is no field '{name}' in {field}", name=name, field=field)
        if not names:
            told = tr("there is no field '{name}'", name=name)
        meant = spelling.near(name, (known or {}).get(names[-1] if names else "", ()))
        return tr("{problem}; did you mean '{meant}'?", problem=told, meant=meant[0][1]) if meant else told
    if match := re.fullmatch(r"Expected `(\w+)` of length <= (\d+)", what):
        return tr(_TOO_LONG[match[1]], field=field, number=match[2])
    if match := re.fullmatch(r"Expected `int` ([<>])= (\d+)", what):
        return tr(_LIMITS[match[1]], field=field, number=match[2])
    value = _value(raw, steps)
    if what.startswith("Expected `str` matching regex"):
        return _must_be(field, value, _FORMS.get(names[-1] if names else "", _NAME))
    if match := re.fullmatch(r"Expected `([^`]+)`, got `(\w+)`", what):
        kind = match[1].split(" ")[0]
        form = _example(kind, names[-1] if names else "", value) or _TYPES.get(kind, kind)
        return _must_be(field, value, form, _TYPES.get(match[2], match[2]))
    told = what[:1].lower() + what[1:]
    return tr("{problem} in {field}", problem=told, field=field) if names else told


def line_of(message: str, content: bytes) -> int:
    """Of the member of the whole catalog that a message of msgspec is about; 0 if it does not begin a line."""
    what, position = _parted(message)
    member = re.match(r"(?:`key` in )?`\$\.(\w+)", position) if position else re.fullmatch(_UNKNOWN, what)
    if not member:
        return 0
    begins = rb"^(?:\xef\xbb\xbf)?([\"']?)" + re.escape(member[1].encode("utf-8", "surrogatepass")) + rb"\1[ \t]*:"
    found = re.search(begins, content, re.MULTILINE)
    return content.count(b"\n", 0, found.start()) + 1 if found else 0


_PLACE = re.compile(r"(?:`key` in )?`\$(?:\.\w+|\[(?:\d+|\.\.\.)\]){0,20}`")


def _parted(message: str) -> tuple[str, str]:
    """What is wrong, and where, if that is no part of a name that somebody made up."""
    what, _, position = message.rpartition(" - at ")
    return (what, position) if _PLACE.fullmatch(position) else (message, "")


def _example(kind: str, name: str, value: str) -> str:
    """What holds the text that stands where a list or mapping must be, if it needs no quotes there; or ''."""
    if not re.fullmatch(r"[\w-][\w -]*", value):
        return ""
    if kind == "array":
        return tr("a list like {example}", example=f"[{value}]")
    if kind == "object" and name in _MEMBERS:
        return tr("a mapping like {example}", example=f"{{{_MEMBERS[name]}: {value}}}")
    return ""


def _path(names: list[str]) -> str:
    """`'url' in 'source'` of source.url"""
    if not names:
        return tr("it")
    *outer, last = names
    return tr("'{name}' in {field}", name=last, field=_path(outer)) if outer else f"'{last}'"


def _must_be(field: str, value: str, form: str, got: str = "") -> str:
    if value:
        return tr("{field} is '{value}', and must be {form}", field=field, value=value, form=tr(form))
    if got:
        return tr("{field} must be {form}, not {got}", field=field, form=tr(form), got=tr(got))
    return tr("{field} must be {form}", field=field, form=tr(form))


def _value(raw: Any, steps: list[str]) -> str:
    """The beginning of the text at the end of a path, or ''."""
    found = _at(raw, steps)
    return short(found, _LONGEST) if isinstance(found, str) else ""


def _only_name(raw: Any, steps: list[str]) -> str:
    """Of the mapping at the end of a path, of which msgspec does not say which name it means; '' of several."""
    found = _at(raw, steps)
    return short(next(iter(found)), _LONGEST) if isinstance(found, dict) and len(found) == 1 else ""


def _at(raw: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    return raw
