"""Queries as SQL and as FTS5, and what they find. Nothing that a reader types is syntax of either."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from typing import Any

from dlread_cli.domain import folding
from dlread_cli.domain.entries import FOUND_OUT, Status
from dlread_cli.domain.queries import All, Either, Is, Match, Not, Query, Range, Words, all_of, conjuncts, wanted
from dlread_cli.storage import vocabulary
from dlread_cli.storage.schema import PLANNED, SHOWN, placeholders

WEIGHTS = {"key": 8, "title": 8, "author": 4, "venue": 2, "tag": 3, "address": 1, "summary": 1, "note": 2}
"""bm25's weights of the columns, in the order of `rows.WORDS`; docs/performance.md has what others gave."""

_SCORE = f"bm25(words, {', '.join(map(str, WEIGHTS.values()))})"

_ALTERNATIVES = 6
"""Spellings to try for a word."""
_TRIALS = 30
"""Corrected queries to try."""

_HAS = {"note": "has_note", "rating": "rating"}

_DAYS = {
    "read": "status = 'read' AND status != 'unread' AND status_at >= ? AND status_at < ?",  # as the index says it
    "added": "added >= ? AND added < ?",
}

Condition = tuple[str, list[Any]]
"""A condition on the table `entries`, and its values."""


def condition(query: Query, tag_called: Callable[[str], str]) -> Condition:
    """`tag_called` gives the tag of a synonym."""
    if text := expression(query):
        return "entries.id IN (SELECT rowid FROM words WHERE words MATCH ?)", [text]
    match query:
        case Is("tag", value):
            return "entries.id IN (SELECT entry FROM tags WHERE tag = ?)", [tag_called(value)]
        case Is("status", value):
            is_indexed = "" if value == Status.UNREAD else " AND status != 'unread'"  # as the index says it
            return f"status = ?{is_indexed}", [value]
        case Is("catalog", value):
            twins = (
                f"SELECT same_as FROM {SHOWN} JOIN entries theirs USING (key) WHERE theirs.catalog = ? COLLATE NOCASE"
            )
            return f"(entries.catalog = ? COLLATE NOCASE OR entries.key IN ({twins}))", [value, value]
        case Is("has", value):
            return _HAS[value], []
        case Is("is", "planned"):
            return PLANNED, []
        case Is("is", value):
            return "instr(' ' || events || ' ', ?)", [f" {value}{':' if value in FOUND_OUT else ' '}"]
        case Is(field, value):
            return f"entries.{field} = ? COLLATE NOCASE", [value]
        case Range(field, date() as first, date() as last):
            return _DAYS[field], _stamps(first, last)
        case Range(field, first, last):
            return f"{field} BETWEEN ? AND ?", [first, last]
        case Not(part):
            sql, values = condition(part, tag_called)
            return f"({sql}) IS NOT TRUE", values  # a year may be NULL
        case All(parts) | Either(parts):
            conditions = [condition(part, tag_called) for part in parts]
            word = " AND " if isinstance(query, All) else " OR "
            return word.join(f"({sql})" for sql, _ in conditions) or "1", [
                one for _, some in conditions for one in some
            ]
    return "0", []


def _stamps(first: date, last: date) -> list[str]:
    """The first is of the range; the second comes after it."""
    from dlread_cli.domain.diary import beginning

    return [beginning(first), beginning(last + timedelta(days=1)) if last < date.max else "~"]


def expression(query: Query) -> str:
    """As FTS5, if the query is about text alone; else ''."""
    match query:
        case Words(text, field, is_phrase):
            either = map(_phrase if is_phrase else _all_words, (text, folding.mainland(text)))
            found = " OR ".join(dict.fromkeys(either))
            return f"{field} : ({found})" if field else f"({found})"
        case All(parts) | Either(parts):
            texts = [expression(part) for part in parts]
            word = " AND " if isinstance(query, All) else " OR "
            return f"({word.join(texts)})" if texts and all(texts) else ""
    return ""


def _all_words(text: str) -> str:
    return " AND ".join(map(_word, folding.words(text))) or '""'  # nothing to look for is nowhere


def _word(word: str) -> str:
    """A beginning, from three letters on, but better itself; of Chinese, a beginning of one character."""
    if folding.is_chinese(word):
        return f'"{" ".join(folding.pairs(word))}"' if len(word) > 1 else f'"{word}"*'
    return f'("{word}" OR "{folding.stem(word)}"*)' if len(word) > 2 else f'"{word}"'


def _phrase(text: str) -> str:
    """As it stands in the index; there a run of Chinese ends with its last character once more."""
    found = folding.words(text)
    last = found[-1]
    *before, end = folding.indexed(" ".join(found)).split()
    if folding.is_chinese(last) and len(last) > 1:
        return f'"{" ".join(before)}"'
    return f'"{" ".join([*before, end])}"' + ("*" if folding.is_chinese(last) else "")


def ranked(
    db: sqlite3.Connection, query: Query, limit: int, tag_called: Callable[[str], str], also: Condition
) -> tuple[list[int], int] | None:
    """The ids of the entries, best first, and the number of all; None where there are no words to rank by.

    `also` is a condition that holds for all of them.
    """
    texts = [part for part in conjuncts(query) if expression(part)]
    if not texts:
        return None
    text = expression(all_of(*texts))
    rest = [part for part in conjuncts(query) if not expression(part)]
    where, values = "words MATCH ?", [text]
    if rest or also != ("1", []):
        sql, more = condition(all_of(*rest), tag_called) if rest else ("1", [])
        sql, more = f"({sql}) AND {also[0]}", [*more, *also[1]]
        where, values = f"{where} AND rowid IN (SELECT id FROM entries WHERE {sql})", [*values, *more]
    (total,) = db.execute(f"SELECT count(*) FROM words WHERE {where}", values).fetchone()
    order = f"SELECT rowid FROM words WHERE {where} ORDER BY {_SCORE}, rowid LIMIT ?"
    return [identity for (identity,) in db.execute(order, [*values, limit])], total


def matches(db: sqlite3.Connection, query: Query, ids: Sequence[int]) -> dict[int, Match]:
    """By id."""
    text = " OR ".join(filter(None, map(expression, (part for part in wanted(query) if isinstance(part, Words)))))
    if not text:
        return {}
    columns = ", ".join(f"highlight(words, {number}, char(1), char(2))" for number in range(len(WEIGHTS)))
    sql = f"SELECT rowid, {columns} FROM words WHERE words MATCH ? AND rowid IN ({placeholders(ids)})"
    found = {}
    for identity, *texts in db.execute(sql, (text, *ids)):
        spans = [re.findall("\1([^\2]*)\2", text) for text in texts]
        names = tuple(column for column, some in zip(WEIGHTS, spans, strict=True) if some)
        found[identity] = Match(names, frozenset(word for some in spans for span in some for word in span.split()))
    return found


def corrections(db: sqlite3.Connection, text: str, query: Query) -> Iterable[str]:
    """The text with other spellings of its words, the likeliest first."""
    typed = [
        (part, word)
        for part in wanted(query)
        if isinstance(part, Words) and not part.is_phrase and part.start >= 0
        for word in folding.words(part.text)
        if not folding.is_chinese(word)
    ]
    choices = []
    for part, word in typed:
        others = vocabulary.nearest(db, word, part.field)[:_ALTERNATIVES]
        is_known = vocabulary.documents(db, folding.stem(word), part.field, "*")
        choices.append([(0, word)] * bool(is_known) + others)
    trials = sorted(islice(product(*choices), 1000), key=lambda trial: sum(step for step, _ in trial))
    for trial in trials[: _TRIALS + 1]:
        changed: dict[Words, dict[str, str]] = {}
        for (part, word), (step, new) in zip(typed, trial, strict=True):
            if step:
                changed.setdefault(part, {})[word] = new
        if changed:
            yield _replaced(text, changed)


def _replaced(text: str, words: Mapping[Words, Mapping[str, str]]) -> str:
    """From the last to the first, so that the places stay true."""
    for part, new in sorted(words.items(), key=lambda one: -one[0].start):
        end = part.start + len(part.text)
        spelled = re.sub(
            f"[^\\W_{folding.HAN}]+",
            lambda found, new=new: new.get(folding.plain(found[0]), found[0]),  # type: ignore[misc]
            text[part.start : end],
        )
        text = text[: part.start] + spelled + text[end:]
    return text
