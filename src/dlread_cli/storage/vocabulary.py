"""The words that the library has, to find the nearest ones to a word that it has not."""

import re
import sqlite3
from collections.abc import Iterable, Sequence

from dlread_cli.domain.folding import is_chinese
from dlread_cli.domain.spelling import near, tolerance
from dlread_cli.storage.schema import insert

_WORD = re.compile(r"[^\W_]{4,40}")
INCREMENTAL_TEXTS = 100
"""Texts of which Python finds the words, at 0.1 ms each; beyond, all words of the full-text index are taken over."""

_LIKELY = 20_000
"""Spellings to compare with, at most; some 5,000 of 200,000 begin or end like a given word."""


def learn(db: sqlite3.Connection, texts: Sequence[tuple[str, ...]]) -> None:
    """The words of `rows.words` that are in the index by now."""
    if len(texts) <= INCREMENTAL_TEXTS:
        words = sorted({word for text in texts for word in _WORD.findall(" ".join(text))})
    else:
        sql = "SELECT term FROM vocabulary WHERE length(term) BETWEEN 4 AND 40"
        words = [word for (word,) in db.execute(sql)]
    new = [(word, word[::-1]) for word in words if not word.isdigit() and not is_chinese(word)]
    db.executemany(insert("spellings"), new)


def nearest(db: sqlite3.Connection, word: str, column: str) -> list[tuple[int, str]]:
    """(distance, spelling) in a column of the index or, if that is empty, in any; the nearest and most used first.

    Of a word with one wrong letter, one half is right; with two, a third: the first or the last by index, else the
    middle by a scan.
    """
    if not tolerance(word):
        return []
    size = len(word) // (tolerance(word) + 1)
    ends = near(word, {*_beginning(db, "word", word[:size]), *_beginning(db, "reversed", word[: -size - 1 : -1])})
    found = ends or near(word, _within(db, word[size:-size]))
    closest = [one for one in found if one[0] == found[0][0]][:50]
    ranked = sorted((step, -documents(db, spelling, column), spelling) for step, spelling in closest)
    return [(step, spelling) for step, number, spelling in ranked if number]


def documents(db: sqlite3.Connection, word: str, column: str = "", ending: str = "") -> int:
    """In how many entries a folded word stands; `ending` is `*` to take it as a beginning."""
    where = f'{column} : "{word}"{ending}' if column else f'"{word}"{ending}'
    (number,) = db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (where,)).fetchone()
    return int(number)


def _beginning(db: sqlite3.Connection, column: str, letters: str) -> Iterable[str]:
    sql = f"SELECT word FROM spellings WHERE {column} >= ? AND {column} < ? LIMIT ?"
    return (word for (word,) in db.execute(sql, (letters, letters + "\U0010ffff", _LIKELY)))


def _within(db: sqlite3.Connection, letters: str) -> Iterable[str]:
    sql = "SELECT word FROM spellings WHERE instr(word, ?) LIMIT ?"
    return (word for (word,) in db.execute(sql, (letters, _LIKELY)))
