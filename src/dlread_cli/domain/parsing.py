"""The query language of `list` and `search`: what a reader typed as a `Query`. Pure.

graph attention         both words, anywhere, in any order
"graph attention"       one after the other
author:lee  title:deep  venue:iclr  note:maps        in that field
tag:rl  status:unread  kind:paper  catalog:own  year:2018..2020
rating:4..  read:2026-11  added:2026..2027-01-31  has:note  is:gone  is:planned
-word  -tag:rl  NOT word         without it
a OR b   a | b   (a OR b) c      either; parentheses group; AND may stand between words
"""

import re
from typing import NamedTuple

from dlread_cli.domain import folding
from dlread_cli.domain.entries import WARNINGS, Kind, Status
from dlread_cli.domain.queries import EVERYTHING, Is, Not, Query, Range, Words, all_of, any_of
from dlread_cli.domain.spelling import distance
from dlread_cli.domain.wording import joined
from dlread_cli.errors import QueryError, UsageError
from dlread_cli.translation import marked, tr

TEXT_FIELDS = ("author", "title", "venue", "note")
CHOICES = {
    "status": tuple(map(str, Status)),
    "kind": tuple(map(str, Kind)),
    "has": ("note", "rating"),
    "is": (*WARNINGS, "planned", *map(str, Status)),
}
_RANGES = ("year", "rating", "read", "added")
FIELDS = (*TEXT_FIELDS, *CHOICES, "tag", "catalog", *_RANGES)

_NOUNS = {"has": "value", "is": "value", "read": "day", "added": "day"}
"""What is missing or wrong after such a field; after others, what they are called."""

_NAMES = ("arxiv", "doi", "isbn", "urn")
"""Not fields: what stands before a name of a paper."""

_DEPTH = 30
"""Parentheses in parentheses. FTS5 takes 256 levels, SQLite 1000."""

_TERMS = 300
"""A pasted abstract has some 200 words."""


class _Token(NamedTuple):
    kind: str
    """A group of `_TOKENS`."""
    text: str
    start: int


_PLAIN = r'[^\s()（）"“”|｜]+'
_TOKENS = re.compile(
    rf"""\s+
      | (?P<opening>[(（]) | (?P<closing>[)）])
      | (?P<not>(?<![^\s(（|｜])-(?=[^\s)）]))
      | (?P<or>\|\|?|｜)
      | (?P<field>[A-Za-z]+)[:：]
      | ["“”](?P<phrase>[^"“”]*)["“”]
      | (?P<quote>["“”])
      | (?P<words>{_PLAIN})""",
    re.VERBOSE,
)
_OPERATORS = {"AND": "", "OR": "or", "NOT": "not"}


def parsed(text: str) -> Query:
    """Raises QueryError."""
    tokens = _tokens(text)
    if len(tokens) > _TERMS:
        raise QueryError(tr("the query is longer than {terms} words", terms=_TERMS), text, tokens[_TERMS].start)
    parser = _Parser(text, tokens)
    query = parser.alternatives()
    if parser.token:
        raise parser.mistake(tr("this ')' has no matching '('"))
    return query


def operator_in_lower_case(text: str) -> str:
    """`OR`, `AND` or `NOT`, if the text has one as a word to search for; else ''."""
    found = re.search(r"(?<!\S)(or|and|not)(?!\S)", text)
    return found[0].upper() if found else ""


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while match := _TOKENS.match(text, position):
        group = match.lastgroup or ""
        if group == "field" and not _is_field(match):
            group, match = "words", re.compile(f"(?P<words>{_PLAIN})").match(text, position) or match
        kind = group
        if group == "words":
            _check_sign(match)
        if group == "words" and text[position - 1 : position] not in (":", "："):  # title:AND is about the word
            kind = _OPERATORS.get(match[group], group)
        if kind:
            tokens.append(_Token(kind, match[group], match.start(group)))
        position = match.end()
    return tokens


def _check_sign(match: re.Match[str]) -> None:
    """`status=read`, as other programs have it, is a mistake where it could be a field; a field's value can be that."""
    name, sign, value = match[0].partition("=")
    follows_field = match.string[: match.start()].endswith((":", "："))
    if sign and value and name.lower() in FIELDS and not follows_field:
        message = tr("'{text}' is not a field; write {name}:{value}", text=match[0], name=name.lower(), value=value)
        raise QueryError(message, match.string, match.start())


def _is_field(match: re.Match[str]) -> bool:
    """`title:` is one, `http:` is text; `titel:x` and `stars:4` are mistakes, better told than searched for."""
    name, following = match["field"].lower(), match.string[match.end() : match.end() + 1]
    if name in FIELDS:
        return True
    nearest = next((other for other in FIELDS if len(other) > 2 and distance(name, other, 1) == 1), "")
    if nearest and following.isalnum():
        message = tr("unknown field '{name}:'; did you mean '{nearest}:'?", name=name, nearest=nearest)
        raise QueryError(message, match.string, match.start())
    is_narrow = match[0].endswith(":")  # Chinese titles have a wide colon, and no space after it
    if is_narrow and name not in _NAMES and re.match("[A-Za-z0-9.<>=]", following):
        message = tr(
            "unknown field '{name}:'; put quotes around it to search for the text, or see dlread search --help",
            name=name,
        )
        raise QueryError(message, match.string, match.start())
    return False


class _Parser:
    """Takes one token after the other; `token` is the next one, None at the end."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text = text
        self.rest = iter(tokens)
        self.depth = 0
        self.token = next(self.rest, None)

    def take(self) -> _Token:
        token = self.token
        assert token
        self.token = next(self.rest, None)
        return token

    def is_at(self, *kinds: str) -> bool:
        return self.token is not None and self.token.kind in kinds

    def mistake(self, message: str, position: int | None = None) -> QueryError:
        if position is None:
            position = self.token.start if self.token else len(self.text)
        return QueryError(message, self.text, position)

    def alternatives(self) -> Query:
        parts = [self.conjunction()]
        while self.is_at("or"):
            operator = self.take()
            parts.append(self.conjunction())
            if None in parts:
                message = tr("'{operator}' needs something on both sides", operator=operator.text)
                raise self.mistake(message, operator.start)
        found = [part for part in parts if part and part != EVERYTHING]
        return any_of(*found) if found else EVERYTHING

    def conjunction(self) -> Query | None:
        """None where nothing stands."""
        parts = []
        while self.token and not self.is_at("or", "closing"):
            parts.append(self.part())
        return all_of(*parts) if parts else None

    def part(self) -> Query:
        token = self.take()
        match token.kind:
            case "not":
                if not self.token or self.is_at("or", "closing"):
                    raise self.mistake(tr("'{operator}' needs something after it", operator=token.text), token.start)
                return _without(self.part())
            case "opening":
                return self.group(token)
            case "field":
                return self.field(token)
            case "quote":
                raise self.mistake(tr("this quotation mark has no matching one"), token.start)
            case _:
                return _words(token)

    def group(self, opening: _Token) -> Query:
        self.depth += 1
        if self.depth > _DEPTH:
            raise self.mistake(tr("parentheses are nested more than {depth} deep", depth=_DEPTH), opening.start)
        if self.is_at("closing"):
            raise self.mistake(tr("these parentheses are empty"), opening.start)
        query = self.alternatives()
        if not self.is_at("closing"):
            raise self.mistake(tr("this '(' has no matching ')'"), opening.start)
        self.take()
        self.depth -= 1
        return query

    def field(self, token: _Token) -> Query:
        name = token.text.lower()
        position = token.start + len(name) + 1
        if (
            not self.is_at("words", "phrase")
            or not self.token
            or self.token.start > position + (self.token.kind == "phrase")
        ):
            noun = _NOUNS.get(name, name)
            an, a = marked("an {noun} is missing after '{name}:'"), marked("a {noun} is missing after '{name}:'")
            raise self.mistake(tr(an if noun[0] in "aeiou" else a, noun=noun, name=name), position)
        value = self.take()
        if name in TEXT_FIELDS:
            return _words(value, name)
        if name in _RANGES:
            return self.range(name, value)
        return self.choice(name, value)

    def range(self, name: str, value: _Token) -> Query:
        from dlread_cli.domain import ranges

        try:
            return Range(name, *ranges.OF_FIELDS[name](value.text))
        except UsageError as error:
            raise self.mistake(str(error), value.start) from None

    def choice(self, name: str, value: _Token) -> Query:
        """`is:read` is another word for `status:read`."""
        choices, text = CHOICES.get(name, ()), value.text.lower()
        if choices and text not in choices:
            of_field = marked("'{value}' is not a value of '{name}:'; choose one of {choices}")
            message = of_field if name in _NOUNS else marked("'{value}' is not a {name}; choose one of {choices}")
            raise self.mistake(tr(message, value=value.text, name=name, choices=joined(choices)), value.start)
        return Is("status" if name == "is" and text in CHOICES["status"] else name, text)


def _without(query: Query) -> Query:
    if query == EVERYTHING:
        return query
    return query.part if isinstance(query, Not) else Not(query)


def _words(token: _Token, field: str = "") -> Query:
    """Without a letter or figure in it, it asks for nothing."""
    words = Words(token.text, field, token.kind == "phrase", token.start)
    return words if folding.words(token.text) else EVERYTHING
