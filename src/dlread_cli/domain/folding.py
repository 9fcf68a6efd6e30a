"""Text made comparable for search: case, width, accents and Chinese scripts folded, Chinese as pairs. Pure."""

import re
from collections.abc import Callable, Iterator, Set
from functools import cache

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


@cache
def _runs() -> re.Pattern[str]:
    """Of Chinese; compiled when some is met, which takes 1.5 ms."""
    return re.compile(f"[{HAN}]+")


def plain(text: str) -> str:
    """Without case, accents, compatibility forms and traditional characters.

    `Schölkopf` and `ＳＣＨÖＬＫＯＰＦ` are `scholkopf`, `深度學習` is `深度学习`.
    """
    if text.isascii():
        return text.lower()
    import unicodedata

    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return text.translate(_simplified()) if _runs().search(text) else text


def mainland(text: str) -> str:
    """Taiwan's terms as the mainland's, phrase by phrase: `影像辨識` is `图像辨识`.

    For queries only. In a longer text the same characters may become others: `程式` is `程序`, `程式碼` is `代码`.
    """
    return _mainland()(text) if not text.isascii() and _runs().search(text) else text


def words(text: str) -> list[str]:
    """Folded; a run of Chinese is one."""
    folded = plain(text)
    return _WORD.findall(folded) if folded.isascii() else [word for _, word in _pieces(folded)]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The words of a text, and where each begins."""
    for word in _WORD.finditer(text):
        if word[0].isascii():
            yield word.start(), word[0]
            continue
        place = word.start()
        for piece in re.split(f"({_runs().pattern})", word[0]):
            if piece:
                yield place, piece
            place += len(piece)


def is_chinese(word: str) -> bool:
    return not word.isascii() and _runs().match(word) is not None


def has_chinese(text: str) -> bool:
    return not text.isascii() and _runs().search(text) is not None


def pairs(run: str) -> list[str]:
    """Overlapping pairs of characters."""
    return [run[i : i + 2] for i in range(len(run) - 1)]


def indexed(text: str) -> str:
    """What the full-text index holds: a run of Chinese as its overlapping pairs and its last character."""
    folded = plain(text)
    if folded.isascii():
        return folded
    return _runs().sub(lambda run: f" {' '.join((*pairs(run[0]), run[0][-1]))} ", folded)


def spans(text: str, found: Set[str]) -> list[tuple[int, int]]:
    """(start, end) of the folded words, or pairs of Chinese, in a text as it is written."""
    places = []
    for start, word in _pieces(text):
        folded = plain(word)
        if folded in found:
            places.append((start, start + len(word)))
        elif is_chinese(folded) and len(folded) == len(word):
            starts = [start + place for place, pair in enumerate(pairs(folded)) if pair in found]
            places += [(first, first + 2) for first in starts]
    return places


_ENDINGS = re.compile("(?<=...)(?:(?<=s)es|(?<![su])s)$")


def stem(word: str) -> str:
    """The beginning that a word has in common with its other forms: `optimizer` of `optimizers`."""
    return _ENDINGS.sub("", word)


class _Simplified(dict[int, str]):
    """Traditional characters to simplified ones, each looked up when it is first met.

    One by one: a dictionary of phrases would fold a character differently in a query than in a longer text.
    """

    def __init__(self) -> None:
        self._convert = _opencc("t2s")

    def __missing__(self, code: int) -> str:
        self[code] = self._convert(chr(code))
        return self[code]


@cache
def _simplified() -> _Simplified:
    return _Simplified()


@cache
def _mainland() -> Callable[[str], str]:
    return _opencc("tw2sp")


def _opencc(configuration: str) -> Callable[[str], str]:
    """For Chinese only: loading takes 25 ms. Its native part makes an ImportError of a Ctrl-C meanwhile."""
    try:
        from opencc import OpenCC
    except ImportError as error:
        reason: BaseException | None = error
        while reason := reason and (reason.__cause__ or reason.__context__):
            if isinstance(reason, KeyboardInterrupt):
                raise reason from None
        raise
    convert: Callable[[str], str] = OpenCC(configuration).convert
    return convert
