"""HTML of notes to plain text. Pure.

Not by `html.parser`, which takes up to 32 seconds for 100 KB of broken tags (CPython 3.11; CVE-2025-6069).
"""

import re

from dlread_cli.formats import values

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})[^<>]*>|<!--[^<>]*-->")
_SPACES = re.compile(r"\s+")
_UNSEEN = ("script", "style", "head", "title")
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "header", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
}


def text_of(markup: str, longest: int) -> str:
    """Blocks as lines, items of lists behind a hyphen; at most so many characters, of four times as much HTML."""
    markup = markup[: 4 * longest]
    parts: list[str] = []
    unseen = ""
    is_verbatim = False
    end = 0
    for tag in _TAG.finditer(markup):
        if end < tag.start() and not unseen:
            parts.append(_words(markup[end : tag.start()], is_verbatim))
        end = tag.end()
        name, is_closing = (tag[2] or "").lower(), bool(tag[1])
        if name in _UNSEEN and (not unseen or unseen == name):
            unseen = "" if is_closing else name
        elif name == "pre":
            is_verbatim = not is_closing
        if name in _BLOCKS and not (name == "li" and is_closing):
            parts.append("\n- " if name == "li" else "\n")
    if not unseen:
        parts.append(_words(markup[end:], is_verbatim))
    text = re.sub(r"(?m)^- *\n(?=\S)", "- ", _lines("".join(parts)))
    return values.lines(re.sub(r"(?m)^(- .*\n)\n(?=- )", r"\1", text), longest)


def _words(text: str, is_verbatim: bool) -> str:
    text = values.unescaped(text)
    return text if is_verbatim else _SPACES.sub(" ", text)


def _lines(text: str) -> str:
    """At most one empty line between two others."""
    lines = "\n".join(line if line.startswith("  ") else line.strip() for line in map(str.rstrip, text.splitlines()))
    return re.sub(r"\n{3,}", "\n\n", lines)
