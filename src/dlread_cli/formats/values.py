"""What came from elsewhere, as a field may have it: on one line, bounded, without markup. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from dlread_cli.domain import names

LONGEST = 20_000
"""Characters; an abstract has 2,000."""


def line(value: Any, longest: int = LONGEST) -> str:
    """The words of a text, `''` of anything else; a lone surrogate becomes `?`."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return ""
    text = " ".join(value[: 4 * longest].split())[:longest]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


NOTE = 100_000
"""Characters; a note may have several lines, and longer ones."""


def lines(value: Any, longest: int = NOTE) -> str:
    """A text as it stands, `''` of anything else; a lone surrogate becomes `?`."""
    return value.encode("utf-8", "replace").decode().strip()[:longest] if isinstance(value, str) else ""


def joined(*notes: Any) -> str:
    """One note of several, with an empty line between them."""
    return "\n\n".join(filter(None, map(lines, notes)))[:NOTE]


_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def bare(value: Any, longest: int = LONGEST) -> str:
    """Also without tags and entities, as titles of Crossref's and abstracts in JATS have them."""
    text = line(value, longest)
    return line(unescaped(_TAG.sub(" ", text)), longest) if "<" in text or "&" in text else text


def unescaped(text: str) -> str:
    """With what entities stand for; `html.unescape` alone raises ValueError at a number of 5,000 digits."""
    import html  # with all entities, 2 ms

    return html.unescape(_NO_CHARACTER.sub("\ufffd", text))


_NO_CHARACTER = re.compile(r"&#(?:\d{10,}|[xX][0-9a-fA-F]{10,});?", re.ASCII)


def year(value: Any) -> int | None:
    """The first number of four digits."""
    found = re.search(r"(?<!\d)[12]\d{3}(?!\d)", line(str(value), 100), re.ASCII)
    return int(found[0]) if found else None


MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


_MONTH = rf"(?<![a-z])(?:{'|'.join(name[:3] for name in MONTHS)})"


def month(value: Any) -> int | None:
    """5 of `May`, `5` or `May 7--9`; None of what names no month."""
    text = line(str(value), 100).lower()
    if text.isascii() and text.isdigit():
        return number if 1 <= (number := int(text[:3])) <= 12 else None
    found = re.search(_MONTH, text)
    return next(number for number, name in enumerate(MONTHS, 1) if name[:3] == found[0]) if found else None


PEOPLE = 10_000


def people(value: Any, parts: Sequence[str], whole: Sequence[str]) -> list[str]:
    """`Given Family` of each in a list of mappings that have a name in `parts`, in this order, or as a `whole`."""
    found = (_person(one, parts, whole) for one in (value[:PEOPLE] if isinstance(value, list) else ()))
    return [name for name in found if name]


def _person(value: Any, parts: Sequence[str], whole: Sequence[str]) -> str:
    if not isinstance(value, dict):
        return ""
    name = " ".join(_named(value, parts))
    return names.given_first(name or next(_named(value, whole), ""))


def _named(value: dict[str, Any], parts: Sequence[str]) -> Iterator[str]:
    return (part for one in parts if (given := value.get(one)) and (part := bare(given, 200)))
