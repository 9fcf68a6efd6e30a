"""dlread plan: the reader's own order: a plan of what to read, and what to read before what."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from dlread_cli import clock, opening, output, recording, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Status
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.output import Form
from dlread_cli.storage.library import Library
from dlread_cli.translation import plural, tr

_END = datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)


def run(
    words: list[str] | None, top: bool, before: str, remove: bool, as_json: bool, keys: bool, lang: str | None
) -> None:
    form, language = output.form(as_json, keys), terminal.language(lang)
    _check(words or [], top, before, remove, form)
    with opening.open_library() as library:
        if not words:
            _list(library, form, language)
            return
        entries = opening.resolve_entries(library, words)
        wanted = [entry.key for entry in entries]
        if before:
            change = _put_before(library, wanted, library.find(before).key, remove)
        else:
            details = library.details_of(wanted)
            places = {key: details[key].fields.get("plan", "") for key in wanted}
            read = [entry.key for entry in entries if entry.status in (Status.READ, Status.SKIPPED)]
            change = decide_removal(places) if remove else decide(places, read, top, clock.now())
        recording.apply(library, change, language)


def _check(words: Sequence[str], top: bool, before: str, remove: bool, form: Form) -> None:
    """Raises UsageError where options do not go together."""
    if top and (before or remove):
        raise UsageError(tr("choose one of --top and {other}", other="--before" if before else "--remove"))
    if not words and (top or before or remove):
        option = "--top" if top else "--remove" if remove else "--before KEY"
        raise UsageError(tr("give the entry too, like dlread plan smac {option}", option=option))
    if words and form is not Form.AUTO:
        raise UsageError(tr("--{option} lists the plan, so it takes no KEY", option=form.value))


def _list(library: Library, form: Form, language: str) -> None:
    planned = library.plan()
    if not planned:
        terminal.say(tr("nothing is planned; dlread plan KEY adds an entry"))
    if planned or form is Form.JSON:
        output.show(library, planned, form, language)


def _put_before(library: Library, keys: Sequence[str], other: str, remove: bool) -> Change:
    details = library.details(other)
    known = {relation.key.lower() for relation in details.relations if relation.strength == "first"}
    if remove:
        change = decide_not_before(keys, other, details.fields, known)
    else:
        change = decide_before(keys, other, known)
        library.check_order(other, [name.removeprefix("first:") for name in change.assignments.get(other, {})])
    changes = {key: library.relations_for_journals(key, values) for key, values in change.assignments.items()}
    return change._replace(assignments=changes)


def decide(places: Mapping[str, str], read: Sequence[str], top: bool, now: datetime) -> Change:
    """Plans these entries in this order; `places` has those in the plan, '' of others. `now` is in UTC.

    `read` are those that are read or skipped already.
    """
    new = [key for key, place in places.items() if top or not place]
    time = (_END - now if top else now - datetime.min.replace(tzinfo=UTC)) // timedelta(microseconds=1)
    changes = {key: {"plan": f"{'0' if top else '1'}{time:020}{number:05}"} for number, key in enumerate(new)}
    already = plural(
        "{names} is already planned; --top moves to the top of the plan",
        "{names} are already planned; --top moves to the top of the plan",
        len(places),
        names=listed(list(places)),
    )
    remark = tr("not listed while read or skipped: {names}", names=listed(read)) if read else ""
    return Change(changes, tr("planned at the top") if top else tr("planned"), already, remark=remark)


def decide_removal(places: Mapping[str, str]) -> Change:
    changes = {key: {"plan": None} for key, place in places.items() if place}
    names = listed(list(places))
    unchanged = plural("{names} is not planned", "{names} are not planned", len(places), names=names)
    return Change(changes, tr("no longer planned"), unchanged)


def decide_before(keys: Sequence[str], other: str, known: set[str]) -> Change:
    """`known` are the keys of what is read first already, in lower case."""
    new = [key for key in keys if key.lower() not in known]
    changes: dict[str, Any] = {other: {f"first:{key.lower()}": True for key in new}} if new else {}
    done = tr("planned {names} before {other}", names=listed(new), other=other)
    unchanged = plural(
        "{names} is before {other} already",
        "{names} are before {other} already",
        len(keys),
        names=listed(keys),
        other=other,
    )
    return Change(changes, done, unchanged, shown=[*new, other] if new else ())


def decide_not_before(keys: Sequence[str], other: str, fields: Mapping[str, Any], known: set[str]) -> Change:
    """`fields` are those of the other entry, with present keys. Raises DlreadError where a catalog says it."""
    own = {name.lower(): name for name in fields if name.startswith("first:")}
    gone = [key for key in keys if f"first:{key.lower()}" in own]
    if others := [key for key in keys if key.lower() in known and key not in gone]:
        raise DlreadError(
            tr(
                "the catalog puts {names} before {other}, and its file is never changed",
                names=listed(others),
                other=other,
            )
        )
    changes: dict[str, Any] = {other: {own[f"first:{key.lower()}"]: None for key in gone}} if gone else {}
    done = tr("{names} no longer planned before {other}", names=listed(gone), other=other)
    unchanged = plural(
        "{names} is not planned before {other}",
        "{names} are not planned before {other}",
        len(keys),
        names=listed(keys),
        other=other,
    )
    return Change(changes, done, unchanged, shown=[*gone, other] if gone else ())
