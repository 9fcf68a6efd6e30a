"""How it is with an address: what `refresh` found out, and when. Pure.

A journal keeps it as the field `state:<kind of link>`:

    {"state": "moved", "at": "2026-11-22", "url": "https://github.com/new/name", "pushed": "2026-11-01"}

It counts for exactly the address that it names: once the link is another one, nothing is known of it.
"""

import re
from datetime import date
from typing import Any, NamedTuple

from dlread_cli.domain.fields import Fields, links

STATES = ("alive", "archived", "moved", "gone", "unreachable")
"""`unreachable` is a host that nobody knew, `at` the first day of it: on a later day it is gone."""
MARKED = ("gone", "moved", "archived")
"""What a list marks, and a reader should know before following a link."""


class State(NamedTuple):
    """`at` is the day of this knowledge, `pushed` that of a repository's last change, or ''."""

    state: str
    at: str
    url: str
    pushed: str = ""


def is_state(value: object) -> bool:
    """May a journal say this? Strictly: it may come from anybody."""
    return (
        isinstance(value, dict)
        and value.keys() <= {"state", "at", "url", "pushed"}
        and value.get("state") in STATES
        and _is_day(value.get("at"))
        and isinstance(value.get("url"), str)
        and len(value["url"]) <= 2_000
        and ("pushed" not in value or _is_day(value["pushed"]))
    )


def settled(state: str, known: State | None, today: str) -> str:
    """What to believe of an address now: its host is gone when it was unknown on an earlier day, too."""
    if state != "unreachable" or not known:
        return state
    was_unknown = known.state == "unreachable" and known.at < today
    return "gone" if was_unknown or known.state == "gone" else state


def _is_day(text: Any) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except (TypeError, ValueError):
        return False


def states(fields: Fields) -> dict[str, State]:
    """By kind of link; only what is about the address that the link has."""
    told = ((kind, url, fields.get(f"state:{kind}")) for kind, url in links(fields).items())
    return {
        kind: State(value["state"], value["at"], url, value.get("pushed", ""))
        for kind, url, value in told
        if value and value["url"] == url
    }


def events(fields: Fields) -> list[str]:
    """For a list: `gone:2026-11-22`, each once, with the latest day."""
    latest: dict[str, str] = {}
    for kind, state in states(fields).items():
        if state.state in MARKED and kind != "former-repository":
            latest[state.state] = max(state.at, latest.get(state.state, ""))
    return [f"{state}:{latest[state]}" for state in MARKED if state in latest]
