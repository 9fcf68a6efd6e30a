"""An entry as YAML for its reader's editor. Pure; `storage.yaml_guard` reads it back, every scalar as a string."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

_COLUMNS = 96


def lines(draft: Mapping[str, Any], head: str) -> Iterator[str]:
    """`head` becomes comments."""
    for line in textwrap.wrap(head, _COLUMNS):
        yield f"# {line}"
    for name, value in draft.items():
        if isinstance(value, dict):
            yield f"{name}:" + ("" if value else " {}")
            for kind, url in value.items():
                yield from _scalar(f"  {kind}:", url, "    ")
        elif isinstance(value, list):
            yield f"{name}:" + ("" if value else " []")
            for item in value:
                yield from _scalar("-", item, "  ")
        else:
            yield from _scalar(f"{name}:", value, "  ")


def _scalar(head: str, text: str, indent: str) -> Iterator[str]:
    """As a person would write it where that says the same, else in quotes."""
    if not text:
        yield head
    elif _is_plain(text) and len(text) < _COLUMNS:
        yield f"{head} {text}"
    elif text.isprintable() and " ".join(text.split(" ")) == text and not re.search(r"^\s|\s$|\s\s", text):
        yield f"{head} >-"
        for line in textwrap.wrap(text, _COLUMNS, break_long_words=False, break_on_hyphens=False):
            yield indent + line
    elif not re.match(r"\s", text) and text == text.strip() and all(row.isprintable() for row in text.split("\n")):
        yield f"{head} |-"
        for row in text.split("\n"):
            yield indent + row if row else ""
    else:
        yield f"{head} {_quoted(text)}"


def _is_plain(text: str) -> bool:
    is_word = text[0].isalnum() and text.isprintable() and text == text.strip()
    return is_word and not re.search(r":(?:\s|$)|\s#|\s\s", text)


def _quoted(text: str) -> str:
    return "".join(
        char if char.isprintable() or char in '\\"' else f"\\U{ord(char):08x}"
        for char in json.dumps(text, ensure_ascii=False)
    )
