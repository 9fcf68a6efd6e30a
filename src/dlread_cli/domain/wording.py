"""Many names in one sentence. Pure."""

from collections.abc import Sequence

FEW = 5


def listed(names: Sequence[str], most: int = FEW, comma: str = ", ") -> str:
    """`a, b, c, d, e and 12 more`: a message never grows with what it is about."""
    rest = len(names) - most
    return comma.join(names[:most]) + (f" and {rest:,} more" if rest > 0 else "")
