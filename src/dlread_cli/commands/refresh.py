"""dlread refresh: which repositories and links moved, were archived or are gone. Proposes; --write records it."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.domain.fields import Fields, links
from dlread_cli.domain.queries import EVERYTHING, Sort
from dlread_cli.errors import NetworkError

if TYPE_CHECKING:
    from dlread_cli.network.checks import Checked

Row = tuple[str, str, str, str, str]
"""key, kind of link, state, day of the last change, address"""

_PAST = "former-repository"
"""A kind of link that is known to be of the past."""


def run(words: str, writes: bool) -> int:
    """Returns the exit status: 3 where GitHub stopped answering before all was known."""
    from dlread_cli.network.checks import is_worth_asking

    with common.opened() as library:
        keys = [entry.key for entry in common.asked(library, words, EVERYTHING, Sort.CATALOG, -1).entries]
        found = library.fields_of(keys)
    urls = {url for fields in found.values() for kind, url in links(fields).items() if kind != _PAST}
    asked = sorted(filter(is_worth_asking, urls))
    if not asked:
        terminal.say("there is no address to ask for")
        return 0
    answers = _answers(asked)
    today = common.today().isoformat()
    with common.opened() as library:
        changes, rows = _found_out(library.fields_of([key for key in keys if library.has(key)]), answers, today)
        common.show_rows(rows)
        if writes and changes:
            common.record(library, changes)
    _say(answers, changes, writes)
    return _problems(answers)


def _answers(urls: list[str]) -> "dict[str, Checked]":
    """Raises NetworkError when nobody could be asked: then we are offline, and they are not gone."""
    from dlread_cli.network.checks import checked
    from dlread_cli.network.client import Client

    show = terminal.progress("asking")
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        show(done, len(urls))

    with Client() as client:
        answers = checked(client, urls, one_more)
    problems = [answer.problem for answer in answers.values() if answer.problem]
    if len(problems) == len(answers):
        raise NetworkError(f"nothing was found out: {problems[0]}")
    return answers


def _found_out(
    found: Mapping[str, Fields], answers: "Mapping[str, Checked]", today: str
) -> tuple[dict[str, Fields], list[Row]]:
    """What to assign, and what of it a person wants to see: all but that something is still there."""
    changes: dict[str, Fields] = {}
    rows: list[Row] = []
    for key, fields in found.items():
        for kind, url in links(fields).items():
            answer = answers.get(url) if kind != _PAST else None
            if not answer or not answer.state:
                continue
            known = fields.get(f"state:{kind}") or {}
            if new := _assigned(kind, url, answer, known, today):
                changes[key] = changes.get(key, {}) | new
                was = known.get("state", "alive") if known.get("url") == url else "alive"
                is_settled = was == "moved" and answer.state == "alive"  # where it is said to be
                if (answer.state != was and not is_settled) or answer.url != url:
                    rows.append((key, kind, answer.state, answer.pushed, answer.url))
    return changes, rows


def _assigned(kind: str, url: str, answer: "Checked", known: Mapping[str, Any], today: str) -> Fields:
    """A link that is there needs no word, unless something else was known of it; {} where nothing is new."""
    state: dict[str, Any] | None = {"state": answer.state, "at": today, "url": answer.url}
    if answer.pushed and state:
        state["pushed"] = answer.pushed
    elif answer.state == "alive":
        state = None
    if (state or {}) == known:
        return {}
    if state and answer.state == "alive" and state | {"at": ""} == {**known, "at": ""}:
        return {}
    return {f"state:{kind}": state} | ({f"link:{kind}": answer.url} if answer.url != url else {})


def _say(answers: "Mapping[str, Checked]", changes: Mapping[str, Fields], writes: bool) -> None:
    counts = Counter(answer.state for answer in answers.values())
    told = ", ".join(f"{counts[state]} {state}" for state in ("gone", "moved", "archived") if counts[state])
    number = len(answers)
    end = "nothing new"
    if changes:
        recorded = f"recorded {terminal.signs().dot} dlread undo takes it back"
        end = recorded if writes else "dlread refresh --write records it"
    terminal.say(f"asked {number} {'address' if number == 1 else 'addresses'}: {told or 'all there'}; {end}")


def _problems(answers: "Mapping[str, Checked]") -> int:
    from dlread_cli.network.github import LimitError

    problems = [answer.problem for answer in answers.values() if answer.problem]
    limits = [problem for problem in problems if isinstance(problem, LimitError)]
    for told in dict.fromkeys(str(problem) for problem in problems if problem not in limits):
        terminal.say(f"not known: {told}")
    if limits:
        terminal.say(f"not known of {len(limits)} repositories: {max(map(str, limits), key=len)}")
    return 3 if limits else 0
