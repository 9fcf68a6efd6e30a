"""Text made comparable for search: case, width and accents folded, Chinese as character pairs. Pure."""

import re
import unicodedata

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(f"[{HAN}]+|(?:(?![{HAN}])\\w)+")


def plain(text: str) -> str:
    """Without case, accents and compatibility forms: `Schölkopf` and `ＳＣＨÖＬＫＯＰＦ` are `scholkopf`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def indexed(text: str) -> str:
    """What the full-text index holds: a run of Chinese as its overlapping pairs and its last character."""
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} {run[0][-1]} ", plain(text))


def phrases(query: str) -> list[str]:
    """The query as FTS5 phrases, one a word, quoted so that no character of it is FTS5 syntax."""
    return [_phrase(word) for word in _WORD.findall(plain(query).replace("\0", " "))]


def _phrase(word: str) -> str:
    if _RUN.fullmatch(word):
        return f'"{" ".join(_pairs(word))}"' if len(word) > 1 else f'"{word}"*'
    return f'"{word}"*' if len(word) > 2 else f'"{word}"'


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
