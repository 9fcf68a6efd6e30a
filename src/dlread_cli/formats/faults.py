"""What msgspec finds wrong with a catalog's data, in plain words: the field, its value, and what it must be. Pure."""

import re
from typing import Any

from dlread_cli.formats.yaml import short

_NAME = "letters, digits and . _ + -, the first a letter or digit"
_ADDRESS = "an address that begins with https:// or http://"
_FORMS = {
    "arxiv": "an arXiv id like 1706.03762",
    "doi": "a DOI like 10.1109/5.771073",
    "isbn": "an ISBN like 978-0-262-03561-3",
    "date": "a date like 2019, 2019-05 or 2019-05-31",
    "kind": "paper or section",
    "strength": "related or context",
    "url": _ADDRESS,
    "links": _ADDRESS,
}
"""By the field's name; all others that have a form are names."""

_LONGEST = 60
"""Characters of a value or name that are repeated."""

_TYPES = {"str": "text", "int": "a whole number", "array": "a list", "object": "a mapping", "null": "empty"}
_UNITS = {"str": "characters", "array": "items", "object": "names"}


def describe(message: str, raw: Any) -> str:
    """Of msgspec's `Expected ..., got ... - at $.path` about `raw`; whatever else it says stays as it is."""
    what, _, position = message.partition(" - at ")
    steps = re.findall(r"[^.\[\]`$ ]+", position.removeprefix("`key` in "))
    names = [step for step in steps if not step.isdigit()]
    field = " in ".join(f"'{name}'" for name in reversed(names)) or "it"
    field = f"a value in {field}" if "[...]" in position else field
    within = f" in {field}" if names else ""
    if position.startswith("`key`"):
        return f"a name in {field} must be {_NAME}"
    if match := re.fullmatch(r"Object missing required field `(.*)`", what):
        return f"'{match[1]}' is missing{within}"
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return f"there is no field '{short(match[1], _LONGEST)}'{within}"
    if match := re.fullmatch(r"Expected `(\w+)` of length <= (\d+)", what):
        return f"{field} has more than {match[2]} {_UNITS.get(match[1], 'parts')}"
    if match := re.fullmatch(r"Expected `int` ([<>])= (\d+)", what):
        return f"{field} must be at {'most' if match[1] == '<' else 'least'} {match[2]}"
    value = _value(raw, steps)
    is_value = f"{field} is '{value}', and " if value else f"{field} "
    if what.startswith("Expected `str` matching regex"):
        return f"{is_value}must be {_FORMS.get(names[-1] if names else '', _NAME)}"
    if match := re.fullmatch(r"Expected `([^`]+)`, got `(\w+)`", what):
        kind = match[1].split(" ")[0]
        got = "" if value else f", not {_TYPES.get(match[2], match[2])}"
        return f"{is_value}must be {_TYPES.get(kind, kind)}{got}"
    return what[:1].lower() + what[1:] + within


def _value(raw: Any, steps: list[str]) -> str:
    """The short text at the end of a path, or ''."""
    for step in steps:
        if isinstance(raw, list) and step.isdigit() and int(step) < len(raw):
            raw = raw[int(step)]
        else:
            raw = raw.get(step) if isinstance(raw, dict) else None
    return raw if isinstance(raw, str) and len(raw) <= _LONGEST else ""
