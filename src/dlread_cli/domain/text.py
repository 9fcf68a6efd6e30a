"""Text that came from elsewhere, made safe to show. Pure."""

import re

_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
HEAPED = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
"""Marks on one letter beyond any that is written: they would be drawn over the lines around it."""


def clean(text: str) -> str:
    """On one line, without control, format, surrogate or bidirectional characters: no terminal acts on the result.

    What separates words stays a space, what draws nothing is dropped, the rest becomes U+FFFD. A letter keeps eight
    marks.
    """
    if text.isprintable():  # no Cc, Cf, Zl, Zp, Cs: 0.1 µs for a title
        return text if text.isascii() else HEAPED.sub(r"\1", text)
    import unicodedata

    signs = {"Cc": "\ufffd", "Cs": "\ufffd", "Cf": "", "Zl": " ", "Zp": " "}
    spaces = {"\t": " ", "\n": " ", "\r": " ", "\v": " ", "\f": " ", "\x85": " "}
    cleaned = "".join(spaces.get(char) or signs.get(unicodedata.category(char), char) for char in text)
    return HEAPED.sub(r"\1", cleaned)
