"""Text that came over the network, as a field may have it: on one line, bounded, without markup. Pure."""

import html
import re
from typing import Any

LONGEST = 20_000
"""Characters; an abstract has 2,000."""


def line(value: Any, longest: int = LONGEST) -> str:
    """The words of a text, `''` of anything else; a lone surrogate becomes `?`."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return ""
    text = " ".join(value[: 4 * longest].split())[:longest]
    return text.encode("utf-8", "replace").decode()


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def bare(value: Any, longest: int = LONGEST) -> str:
    """Also without tags and entities, as titles of Crossref's and abstracts in JATS have them."""
    return line(html.unescape(_TAG.sub(" ", line(value, longest))), longest)


def year(value: Any) -> int | None:
    """The first number of four digits."""
    found = re.search(r"(?<!\d)[12]\d{3}(?!\d)", line(str(value), 100), re.ASCII)
    return int(found[0]) if found else None
