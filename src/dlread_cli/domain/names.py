"""Names of people: divided into their parts, put in order, compared. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dlread_cli.domain import folding
from dlread_cli.domain.text import clean

_PARTICLES = {"da", "de", "del", "den", "der", "di", "du", "la", "le", "ten", "ter", "van", "von", "zu"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_GROUP = re.compile(r"(?i)\b(?:the|collaboration|consortium|group|team)\b")
_IS_GROUP = re.compile(r"(?i).+ (?:collaboration|consortium|group|team)")
OTHERS = "et al."
"""As an author: those that a list leaves out."""

_COMPANIES = {"co", "corp", "gmbh", "inc", "llc", "ltd"}
_NO_GIVEN_NAMES = _SUFFIXES | _COMPANIES
_EAST_ASIAN = ("\u3040\u30ff", "\u3400\u9fff", "\uac00\ud7af", "\uf900\ufaff", "\U00020000\U0003134f")
"""The first and the last character of each range; as a regular expression, they would take 3 ms to compile."""


class Name(NamedTuple):
    """A name that is not divided (OpenAI, 李宏毅, The ATLAS Collaboration) is all `family`."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def whole(self) -> str:
        return f"{self.given} {self.family}".strip() + (f", {self.suffix}" if self.suffix else "")


def parsed(text: str) -> Name:
    """Of `Given Family`, `Family, Given` or `Family, Jr., Given`. What stands in braces is one word, as in BibTeX.

    Without a comma the family name is the last word, with the particles before it.
    """
    text = " ".join(clean(text).split())
    if text == OTHERS or (_IS_GROUP.fullmatch(text) and "," not in text):
        return Name(_bare(text))
    if "," not in text:
        return _in_words(text)
    parts = [part for part in divided(text, ",") if _bare(part)]
    last = parts[-1].lower().rstrip(".") if parts else ""
    if len(parts) == 1:
        return _in_words(parts[0])
    if len(parts) == 2 and last in _SUFFIXES and (name := _in_words(parts[0])).given:
        return name._replace(suffix=_bare(parts[1]))
    if len(parts) == 2 and last not in _NO_GIVEN_NAMES:
        return Name(_bare(parts[0]), _bare(parts[1]))
    if len(parts) == 3 and last not in _COMPANIES:
        return Name(_bare(parts[0]), _bare(parts[2]), _bare(parts[1]))
    return Name(_bare(text))


def _in_words(text: str) -> Name:
    words = text.split() if _is_plain(text) else [word for word in divided(text, " ") if _bare(word)]
    if len(words) < 2 or (not text.isascii() and any(ends[0] <= text[0] <= ends[1] for ends in _EAST_ASIAN)):
        return Name(_bare(text))
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(_bare(" ".join(words[start:])), _bare(" ".join(words[:start])))


def _is_plain(text: str) -> bool:
    return "{" not in text and "}" not in text


def _bare(text: str) -> str:
    """Of words with single spaces between them."""
    return text if _is_plain(text) else " ".join(text.replace("{", "").replace("}", "").split())


def divided(text: str, separator: str) -> Iterator[str]:
    """Between separators that stand outside of braces."""
    if _is_plain(text):
        parts = text.split(separator) if len(separator) == 1 else re.split(separator, text, flags=re.IGNORECASE)
        yield from map(str.strip, parts)
        return
    depth = start = 0
    for found in re.finditer(rf"[{{}}]|{separator}", text, re.IGNORECASE):
        if found[0] in ("{", "}"):
            depth += 1 if found[0] == "{" else -1
        elif depth <= 0:
            yield text[start : found.start()].strip()
            start = found.end()
    yield text[start:].strip()


def given_first(text: str) -> str:
    """`Ashish Vaswani` of `Vaswani, Ashish`; any other text stays as it is."""
    return parsed(text).whole if text.count(",") == 1 else text


def folded_family(author: str) -> str:
    """The last word of the family name, folded: `vaswani` of `Ashish Vaswani` and of `Vaswani, Ashish`."""
    before, _, _ = author.partition(",")
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", folding.plain(before if before.strip() else author))
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return re.sub(r"['’-]", "", str(words[-1])) if words else ""


def short(author: str) -> str:
    """`h1` of `H1 Collaboration`, `gemini` of `Gemini Team`; else the folded family name."""
    group = _GROUP.sub("", author).strip()
    return group.split()[0] if group and group != author else folded_family(author)
