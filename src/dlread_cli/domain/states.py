"""How it is with an address: what `refresh` found out, and when. Pure.

A journal keeps it as the field `state:<kind of link>`, whose form `fields` checks:

    {"state": "moved", "at": "2026-11-22", "url": "https://github.com/new/name", "pushed": "2026-11-01"}

It counts for exactly the address that it names: once the link is another one, nothing is known of it.
"""

from typing import NamedTuple

from dlread_cli.domain.entries import FOUND_OUT
from dlread_cli.domain.fields import Fields, links


class State(NamedTuple):
    """`at` is the day of this knowledge, `pushed` that of a repository's last change, or ''."""

    state: str
    at: str
    url: str
    pushed: str = ""


def settled(state: str, known: State | None, today: str) -> str:
    """What to believe of an address now: its host is gone when it was unknown on an earlier day, too."""
    if state != "unreachable" or not known:
        return state
    was_unknown = known.state == "unreachable" and known.at < today
    return "gone" if was_unknown or known.state == "gone" else state


def states(fields: Fields) -> dict[str, State]:
    """By kind of link; only what is about the address that the link has."""
    assigned = ((kind, url, fields.get(f"state:{kind}")) for kind, url in links(fields).items())
    return {
        kind: State(value["state"], value["at"], url, value.get("pushed", ""))
        for kind, url, value in assigned
        if value and value["url"] == url
    }


def events(fields: Fields) -> list[str]:
    """For a list: `gone:2026-11-22`, each once, with the latest day."""
    latest: dict[str, str] = {}
    for kind, state in states(fields).items():
        if state.state in FOUND_OUT and kind != "former-repository":
            latest[state.state] = max(state.at, latest.get(state.state, ""))
    return [f"{state}:{latest[state]}" for state in FOUND_OUT if state in latest]
