"""Names and values in a sentence. Pure."""

import re
from collections.abc import Sequence

FEW = 5
LONGEST = 120
"""Characters of a value that a message quotes."""


def shortened(message: str) -> str:
    """With the beginnings of the values that it quotes: no message is as long as what was typed."""
    return re.sub(rf"'([^']{{{LONGEST}}})[^']{{4,}}'", r"'\1...'", message)


def listed(names: Sequence[str], most: int = FEW, comma: str = ", ") -> str:
    """`a, b, c, d, e and 12 more`: a message never grows with what it is about."""
    rest = len(names) - most
    return comma.join(names[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def are(names: Sequence[str]) -> str:
    """`smac is`, `smac, sdr are`."""
    return listed(names) + (" is" if len(names) == 1 else " are")


def short(value: str, most: int = LONGEST) -> str:
    """The beginning of a value that a message has without quotes."""
    return value if len(value) <= most else f"{value[:most]}..."
