"""dlread refresh: which repositories and links moved, were archived or are gone. Proposes; --write records it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dlread_cli import clock, opening, output, recording, stdin, terminal
from dlread_cli.domain import states
from dlread_cli.domain.changes import Change
from dlread_cli.domain.fields import Fields, links
from dlread_cli.domain.queries import EVERYTHING, Sort
from dlread_cli.domain.wording import joined, listed, shortened
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.storage.corrected_search import search
from dlread_cli.storage.library import Library
from dlread_cli.translation import marked, plural, tr

if TYPE_CHECKING:
    from dlread_cli.network.link_checks import Checked

Row = tuple[str, str, str, str, str]
"""key, kind of link, state, day of the last change, address"""

_PAST = "former-repository"
"""A kind of link that is known to be of the past."""

_UNASKED = 5
"""So many links may be marked as gone at once without a question."""


def run(words: list[str] | None, write: bool, yes: bool) -> int:
    """Returns the exit status: 3 where not everything could be asked."""
    from dlread_cli.network.link_checks import is_worth_asking

    with opening.open_library() as library:
        keys = _keys(library, words or [])
        found = library.fields_of(keys)
    urls = {url for fields in found.values() for kind, url in links(fields).items() if kind != _PAST}
    urls_to_check = sorted(filter(is_worth_asking, urls))
    if not urls_to_check:
        terminal.say(plural("{number} entry has no link to check", "{number} entries have no link to check", len(keys)))
        return 0
    answers = _answers(urls_to_check)
    today = clock.today().isoformat()
    with opening.open_library() as library:
        found = library.fields_of([key for key in keys if library.has(key)])
        answers = _settled(answers, found, today)
        change, rows = decide(found, answers, today)
        shown = ((key, kind, output.word(state), pushed, url) for key, kind, state, pushed, url in rows)
        output.show_rows(_by_address(list(shown)) if terminal.is_pretty() else rows)
        if write and change.assignments:
            _confirm(rows, yes)
            recording.record(library, lambda: change)
    _say(answers, change, write)
    return _problems(answers)


def _keys(library: Library, words: Sequence[str]) -> list[str]:
    """The entries named, if each word names some; else those that the words find."""
    called = [library.called(word) for word in words]
    if called and all(called):
        return list(dict.fromkeys(entry.key for some in called for entry in some))
    result = search(library, " ".join(words), EVERYTHING, Sort.CATALOG, -1, corrects=False)
    if not result.entries:
        raise DlreadError(
            tr("no entries match '{words}'", words=" ".join(words)) if words else tr("there are no entries")
        )
    return [entry.key for entry in result.entries]


def _answers(urls: list[str]) -> "dict[str, Checked]":
    """Raises NetworkError when nobody could be asked: then we are offline, and they are not gone."""
    from dlread_cli.network.client import Client
    from dlread_cli.network.link_checks import checked

    show = terminal.progress(marked("checking"))
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        show(done, len(urls))

    with Client() as client:
        answers = checked(client, urls, one_more)
    problems = [answer.problem for answer in answers.values() if answer.problem]
    if len(problems) == len(answers):
        raise NetworkError(tr("nothing could be checked: {problems}", problems=problems[0]))
    return answers


def _settled(answers: "Mapping[str, Checked]", found: Mapping[str, Fields], today: str) -> "dict[str, Checked]":
    """What to believe, after what was known before."""
    known = {state.url: state for fields in found.values() for state in states.states(fields).values()}
    return {
        url: answer._replace(state=states.settled(answer.state, known.get(url), today))
        for url, answer in answers.items()
    }


def decide(found: Mapping[str, Fields], answers: "Mapping[str, Checked]", today: str) -> tuple[Change, list[Row]]:
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
    return Change(changes, tr("recorded")), rows


def _assigned(kind: str, url: str, answer: "Checked", known: Mapping[str, Any], today: str) -> Fields:
    """A link that is there needs no word, unless something else was known of it; {} where nothing is new."""
    state: dict[str, Any] | None = {"state": answer.state, "at": today, "url": answer.url}
    if answer.pushed and state:
        state["pushed"] = answer.pushed
    elif answer.state == "alive":
        state = None
    if (state or {}) == known:
        return {}
    if state and answer.state in ("alive", "unreachable") and state | {"at": ""} == {**known, "at": ""}:
        return {}
    return {f"state:{kind}": state} | ({f"link:{kind}": answer.url} if answer.url != url else {})


def _by_address(rows: Iterable[Row]) -> list[Row]:
    """For a person: an address that many entries have, such as the slides of a course, once."""
    keys: dict[tuple[str, str, str, str], list[str]] = {}
    for key, kind, state, pushed, url in rows:
        keys.setdefault((kind, state, pushed, url), []).append(key)
    return [(listed(some, most=1), *found) for found, some in keys.items()]


def _confirm(rows: Sequence[Row], yes: bool) -> None:
    """Raises DlreadError where many links would be marked as gone and nobody agrees."""
    gone = len({url for _, _, state, _, url in rows if state == "gone"})
    if gone <= _UNASKED or yes:
        return
    if not stdin.has_keyboard() or not terminal.is_interactive():
        raise DlreadError(
            tr("{gone} links would be marked as gone; add --yes to record that; nothing was changed", gone=gone)
        )
    if not stdin.agrees(tr("mark {gone} links as gone?", gone=gone)):
        raise DlreadError(tr("nothing was changed"))


def _say(answers: "Mapping[str, Checked]", change: Change, writes: bool) -> None:
    counts = Counter(answer.state or "unknown" for answer in answers.values())
    names = ("gone", "moved", "archived", marked("unreachable"), marked("unknown"))
    told = joined(tr("{number} {state}", number=counts[state], state=tr(state)) for state in names if counts[state])
    end = tr("nothing new")
    if change.assignments:
        recorded = f"{change.done} {terminal.symbols().dot} {tr(change.way_back)}"
        end = recorded if writes else tr("dlread refresh --write records it")
    terminal.say(
        plural(
            "checked {number} address: {told}; {end}",
            "checked {number} addresses: {told}; {end}",
            len(answers),
            told=told or tr("all found"),
            end=end,
        )
    )


def _problems(answers: "Mapping[str, Checked]") -> int:
    from dlread_cli.network.github import LimitError

    problems = [answer.problem for answer in answers.values() if answer.problem]
    limits = [problem for problem in problems if isinstance(problem, LimitError)]
    others = list(dict.fromkeys(shortened(str(problem)) for problem in problems if problem not in limits))
    for told in others[:_UNASKED]:
        terminal.say(tr("not checked: {told}", told=told))
    if more := len(others[_UNASKED:]):
        terminal.say(tr("not checked: {more} more", more=more))
    if limits:
        why = max(map(str, limits), key=len)
        terminal.say(tr("{number} repositories not checked: {why}", number=len(limits), why=why))
    return 3 if problems else 0
