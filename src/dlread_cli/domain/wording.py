"""Names and values in a sentence. Pure."""

import re
from collections.abc import Iterable, Sequence

from dlread_cli.translation import marked, tr

FEW = 5
LONGEST = 120
"""Characters of a value that a message quotes."""


def shortened(message: str) -> str:
    """With the beginnings of the values that it quotes: no message is as long as what was typed."""
    return re.sub(rf"'([^']{{{LONGEST}}})[^']{{4,}}'", r"'\1...'", message)


def joined(names: Iterable[str]) -> str:
    """`a, b, c`"""
    return tr(", ").join(names)


def listed(names: Sequence[str], most: int = FEW, comma: str = "") -> str:
    """`a, b, c, d, e and 12 more`: a message never grows with what it is about."""
    rest = len(names) - most
    told = comma.join(names[:most]) if comma else joined(names[:most])
    return tr("{names} and {rest:,} more", names=told, rest=rest) if rest > 0 else told


def short(value: str, most: int = LONGEST) -> str:
    """The beginning of a value that a message has without quotes."""
    return value if len(value) <= most else f"{value[:most]}..."


WORDS = (
    *(marked("unread"), marked("reading"), marked("read"), marked("skipped"), marked("paper"), marked("section")),
    *(marked("superseded"), marked("disputed"), marked("corrected"), marked("gone"), marked("moved")),
    *(marked("archived"), marked("delisted")),
)
"""Names of statuses, kinds and events; `tr` makes words for a reader of them."""
