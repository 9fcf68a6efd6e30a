"""Text that came from elsewhere, made safe to show. Pure."""

import re

MAY_HEAP = re.compile(r"[^\w\s\0-\u02ff]{9,}")
"""Nine characters in a row that may be marks: no mark of any script is a word's, a space or before U+0300."""


def clean(text: str) -> str:
    """On one line, without control, format, surrogate or bidirectional characters: no terminal acts on the result.

    What separates words stays a space, what draws nothing is dropped, the rest becomes U+FFFD. A letter keeps eight
    marks.
    """
    if text.isprintable():  # no Cc, Cf, Zl, Zp, Cs: 0.1 µs for a title
        return text if text.isascii() else MAY_HEAP.sub(_unheaped, text)
    import unicodedata

    signs = {"Cc": "\ufffd", "Cs": "\ufffd", "Cf": "", "Zl": " ", "Zp": " "}
    spaces = {"\t": " ", "\n": " ", "\r": " ", "\v": " ", "\f": " ", "\x85": " "}
    cleaned = "".join(spaces.get(char) or signs.get(unicodedata.category(char), char) for char in text)
    return MAY_HEAP.sub(_unheaped, cleaned)


def heaps_marks(text: str) -> bool:
    """More marks on one letter than any script has: they would be drawn over the lines around it."""
    return MAY_HEAP.sub(_unheaped, text) != text


def _unheaped(run: re.Match[str]) -> str:
    import unicodedata

    kept: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks <= 8:
            kept.append(char)
    return "".join(kept)
