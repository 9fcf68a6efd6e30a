"""The query language of `list` and `search`: what a reader typed as a `Query`. Pure.

graph attention         both words, anywhere, in any order
"graph attention"       one after the other
author:lee  title:deep  venue:iclr        in that field
tag:rl  status:unread  kind:paper  catalog:own  year:2018..2020
-word  -tag:rl          without it
a OR b   (a OR b) c     either; parentheses group
"""

import re
from typing import NamedTuple

from dlread_cli.domain import folding
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.queries import EVERYTHING, Either, Is, Not, Query, Words, all_of, years
from dlread_cli.domain.spelling import distance
from dlread_cli.domain.wording import joined
from dlread_cli.errors import QueryError, UsageError
from dlread_cli.translation import tr

TEXT_FIELDS = ("author", "title", "venue")
_CHOICES = {"status": tuple(Status), "kind": tuple(Kind)}
FIELDS = (*TEXT_FIELDS, *_CHOICES, "tag", "catalog", "year")

_DEPTH = 30
"""Parentheses in parentheses. FTS5 takes 256 levels, SQLite 1000."""

_TERMS = 300
"""A pasted abstract has some 200 words."""


class _Token(NamedTuple):
    kind: str
    """A group of `_TOKENS`."""
    text: str
    start: int


_PLAIN = r'[^\s()（）"“”]+'
_TOKENS = re.compile(
    rf"""\s+ | AND(?=[\s(（])
      | (?P<opening>[(（]) | (?P<closing>[)）])
      | (?P<not>(?<![^\s(（])-(?=[^\s)）]))
      | (?P<or>OR)(?=[\s()（）]|$)
      | (?P<field>[A-Za-z]+)[:：]
      | ["“”](?P<phrase>[^"“”]*)["“”]
      | (?P<quote>["“”])
      | (?P<words>{_PLAIN})""",
    re.VERBOSE,
)


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


def _tokens(text: str) -> list[_Token]:
    tokens = []
    position = 0
    while match := _TOKENS.match(text, position):
        kind = match.lastgroup
        if kind == "field" and not _is_field(match):
            kind, match = "words", re.compile(f"(?P<words>{_PLAIN})").match(text, position) or match
        if kind:
            tokens.append(_Token(kind, match[kind], match.start(kind)))
        position = match.end()
    return tokens


def _is_field(match: re.Match[str]) -> bool:
    """`title:` is one, `http:` is text; `titel:x` is a mistake, which is better told than searched for."""
    name = match["field"].lower()
    if name not in FIELDS and match.string[match.end() : match.end() + 1].isalnum():
        for other in FIELDS:
            if distance(name, other, 1) == 1:
                raise QueryError(
                    tr("unknown field '{name}:'; did you mean '{other}:'?", name=name, other=other),
                    match.string,
                    match.start(),
                )
    return name in FIELDS


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
            position = self.take().start
            parts.append(self.conjunction())
            if None in parts:
                raise self.mistake(tr("'OR' needs something on both sides"), position)
        parts = [part for part in parts if part not in (None, EVERYTHING)]
        return Either(tuple(filter(None, parts))) if len(parts) > 1 else parts[0] or EVERYTHING if parts else EVERYTHING

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
                part = self.part()
                return part if part == EVERYTHING else Not(part)
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
            if name[0] in "aeiou":
                raise self.mistake(tr("an {name} is missing after '{name}:'", name=name), position)
            raise self.mistake(tr("a {name} is missing after '{name}:'", name=name), position)
        value = self.take()
        if name in TEXT_FIELDS:
            return _words(value, name)
        if name == "year":
            try:
                return years(value.text)
            except UsageError as error:
                raise self.mistake(str(error), value.start) from None
        if name in _CHOICES and value.text.lower() not in _CHOICES[name]:
            raise self.mistake(
                tr(
                    "'{value}' is not a {name}; choose one of {choices}",
                    value=value.text,
                    name=name,
                    choices=joined(_CHOICES[name]),
                ),
                value.start,
            )
        return Is(name, value.text.lower())


def _words(token: _Token, field: str = "") -> Query:
    """Without a letter or figure in it, it asks for nothing."""
    words = Words(token.text, field, token.kind == "phrase", token.start)
    return words if folding.words(token.text) else EVERYTHING
