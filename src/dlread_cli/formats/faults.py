"""What msgspec finds wrong with a catalog's data, in plain words: the field, its value, and what it must be. Pure."""

import re
from typing import Any

from dlread_cli.formats.yaml import short
from dlread_cli.translation import marked, tr

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


def describe(message: str, raw: Any) -> str:
    """Of msgspec's `Expected ..., got ... - at $.path` about `raw`; whatever else it says stays as it is."""
    what, position = _parted(message)
    steps = re.findall(r"[^.\[\]`$ ]+", position.removeprefix("`key` in "))
    names = [step for step in steps if not step.isdigit()]
    field = _path(names)
    field = tr("a value in {field}", field=field) if "[...]" in position else field
    if position.startswith("`key`"):
        return tr("a name in {field} must be {form}", field=field, form=tr(_NAME))
    if match := re.fullmatch(r"Object missing required field `(.*)`", what):
        if not names:
            return tr("'{name}' is missing", name=match[1])
        return tr("'{name}' is missing in {field}", name=match[1], field=field)
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        name = short(match[1], _LONGEST)
        if not names:
            return tr("there is no field '{name}'", name=name)
        return tr("there is no field '{name}' in {field}", name=name, field=field)
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


def member(message: str) -> str:
    """The member of the whole that a message of msgspec is about, where it is there; or ''."""
    what, position = _parted(message)
    found = re.match(r"(?:`key` in )?`\$\.(\w+)", position) if position else re.fullmatch(_UNKNOWN, what)
    return found[1] if found else ""


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
    """The short text at the end of a path, or ''."""
    for step in steps:
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    return raw if isinstance(raw, str) and len(raw) <= _LONGEST else ""
