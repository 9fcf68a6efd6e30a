"""What stands in one line of Markdown: its links, its words, and words of ours so that they are nothing else. Pure.

As in CommonMark and GitHub's additions to it, as far as lists need it. Every pass is linear in the text.
"""

import html
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dlread_cli.domain.text import clean

_SPECIAL = re.compile(
    r"""(?P<sign>[\\`*_\[\]{}\#|~$^@=&] | :(?=\S|$)
        | (?<!\w)[-+] | [-+](?!\w) | (?<=www)\. | %(?=%) | (?<=\d)[.)](?!\S))
        | (?P<coded>[<>★☆] | [–—](?=\s*$) | ^[ ] | [ ]$)""",
    re.VERBOSE | re.IGNORECASE,
)

_PUNCTUATION = r"!-/:-@\[-`{-~"
_LITERAL = rf"\\(?P<sign>[{_PUNCTUATION}])|(?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]\w{{1,31}});)"
_ESCAPE = re.compile(_LITERAL)
_TAGS = "a b br code del em font i img kbd p s small span strong sub sup u"
_MARKUP = re.compile(
    rf"""{_LITERAL}
        | `+ | ~~ | (?<!\s)\*+ | \*+(?!\s) | (?<!\w)_+(?=\S) | (?<=\S)_+(?!\w)
        | </?(?:{"|".join(_TAGS.split())})(?:\s[^<>]{{0,500}})?/?>""",
    re.VERBOSE | re.IGNORECASE,
)

_MAY_BE_MARKUP = re.compile(r"[\\&`~*_<]")
"""What `_MARKUP` begins with. Most texts, as names of authors, have nothing of it."""

_TOKEN = re.compile(
    rf"""\\[{_PUNCTUATION}] | !?\[ | \]
        | <(?P<auto>https?://[^\s<>]+)> | (?<![\w/])(?P<bare>https?://[^\s<>\[\]]+)""",
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = r"(?:\\[^\s]|[^\\\s()]){0,3000}+"
_ADDRESS = re.compile(
    rf"""\(\s{{0,9}}(?:<(?P<angled>[^<>]{{0,3000}})>|(?P<plain>{_PLAIN}(?:\({_PLAIN}\){_PLAIN}){{0,9}}+))
        (?:\s{{1,9}}(?:"[^"]{{0,3000}}"|'[^']{{0,3000}}'|\([^()]{{0,3000}}\)))?\s{{0,9}}\)""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
_DEEPEST = 32
"""Brackets in brackets."""


class Link(NamedTuple):
    """From `start` to `end` in the text; `text` is Markdown. `address` is empty where a reference leads nowhere."""

    start: int
    end: int
    text: str
    address: str
    is_image: bool = False


def escaped(text: str) -> str:
    """One line of ours, as Markdown that says just this."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}" if found["sign"] else f"&#{ord(found[0])};", clean(text))


def escaped_address(url: str) -> str:
    """For the parentheses of a link."""
    return re.sub(r"[()\[\]`$]|&(?=#?\w+;)", r"\\\g<0>", url).replace("<", "&lt;").replace(">", "&gt;")


def literal(markdown: str) -> str:
    """Without backslashes and entities."""
    return _ESCAPE.sub(_meant, markdown)


def visible(markdown: str) -> str:
    """The words, without emphasis, code marks and tags. Links must have been taken out."""
    text = _MARKUP.sub(_meant, markdown) if _MAY_BE_MARKUP.search(markdown) else markdown
    return " ".join(text.split())


def _meant(found: re.Match[str]) -> str:
    if entity := found["entity"]:
        return html.unescape(entity)
    return found["sign"] or ""


def label(text: str) -> str:
    """References are compared so."""
    return " ".join(text.split()).casefold()


def links(markdown: str, addresses: Mapping[str, str]) -> list[Link]:
    """The outermost, in their order; `addresses` by label are those of references."""
    if "[" not in markdown and "://" not in markdown:
        return []
    found: list[Link] = []
    opened: deque[tuple[int, bool]] = deque(maxlen=_DEEPEST)
    place = 0
    while token := _TOKEN.search(markdown, place):
        place = token.end()
        if address := token["auto"] or token["bare"]:
            end = token.start() + len(_trimmed(address)) if token["bare"] else place
            place = end
            found.append(Link(token.start(), end, "", literal(_trimmed(address))))
        elif token[0] in ("[", "!["):
            opened.append((token.start(), token[0] == "!["))
        elif token[0] == "]" and opened:
            start, is_image = opened.pop()
            text = markdown[start + 1 + is_image : token.start()]
            if (link := _closed(markdown, text, place, addresses)) is not None:
                address, place = link
                while found and found[-1].start > start:
                    found.pop()
                found.append(Link(start, place, text, address, is_image))
                if not is_image:  # no link is part of another
                    opened.clear()
    return found


def _trimmed(address: str) -> str:
    """As GitHub ends an address: not with what ends a sentence, nor with a bracket that was opened before it."""
    address = address.rstrip("?!.,:*_~'\"")
    for opening, closing in ("()", "[]"):
        if address.endswith(closing) and address.count(closing) > address.count(opening):
            address = address[: address.index(closing)] if opening == "[" else address.rstrip(closing)
    return address


def _closed(markdown: str, text: str, place: int, addresses: Mapping[str, str]) -> tuple[str, int] | None:
    """The address of the link with this text, and where it ends; None where the brackets are only brackets."""
    if to := _ADDRESS.match(markdown, place):
        angled = to["angled"]
        return literal(to["plain"] if angled is None else angled), to.end()
    if named := _LABEL.match(markdown, place):
        return addresses.get(label(named[1] or text[:999]), ""), named.end()
    if len(text) < 1000 and (address := addresses.get(label(text))):
        return address, place
    return None


def words(markdown: str) -> str:
    """The visible words, with the texts of links and without images."""
    found = links(markdown, {})
    return visible(
        replaced(markdown, found, ["" if link.is_image else link.text and words(link.text) for link in found])
    )


def replaced(markdown: str, links: Sequence[Link], texts: Iterable[str]) -> str:
    """With a text in the place of each link."""
    parts: list[str] = []
    place = 0
    for link, text in zip(links, texts, strict=True):
        parts += (markdown[place : link.start], text)
        place = link.end
    return "".join((*parts, markdown[place:]))
