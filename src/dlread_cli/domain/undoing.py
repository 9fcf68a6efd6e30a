"""Which step `undo` takes back and `redo` brings back, and what to say of it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dlread_cli.domain import descriptions, diary, history
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Status
from dlread_cli.domain.fields import Fields, overlay
from dlread_cli.domain.history import Assignment
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.translation import marked, tr


class Step(NamedTuple):
    """What one command did, with all that it takes to take it back."""

    at: str
    machine: str
    undoes: str
    """The stamp of the step that it takes back, or ''."""
    lines: Sequence[Assignment]
    """All journal lines of the entries that it touched, in their order."""
    bases: Mapping[str, Fields]
    """What a catalog says of these entries, by key in lower case."""


class Words(NamedTuple):
    """Messages."""

    done: str
    left: str
    """What was not done."""
    nothing: str
    nothing_left: str
    over: str
    """That a step is as it would be."""
    impossible: str
    elsewhere: str
    way_back: str


UNDO = Words(
    marked("undone: {what}"),
    marked("not undone, {reasons}"),
    marked("nothing to undo on this machine; see dlread history"),
    marked("nothing to undo: everything done on this machine was changed since; see dlread history"),
    marked("step {step} is already undone; dlread redo {step} brings it back"),
    marked("step {step} cannot be undone, {reasons}; see dlread history"),
    marked("step {step} was made on another machine, {machine}; undo it there"),
    marked("dlread redo brings it back"),
)
REDO = Words(
    marked("redone: {what}"),
    marked("not redone, {reasons}"),
    marked("nothing to redo on this machine; see dlread history"),
    marked("nothing to redo: everything undone on this machine was changed since; see dlread history"),
    marked("step {step} is not undone; see dlread history"),
    marked("step {step} cannot be redone, {reasons}; see dlread history"),
    marked("step {step} was made on another machine, {machine}; redo it there"),
    marked("dlread undo takes it back"),
)
REDO_TOO_LATE = REDO._replace(
    nothing=marked(
        "nothing to redo: you have changed something since; dlread redo STEP brings back a step of dlread history"
    )
)


class Effect(NamedTuple):
    """What taking a step back does."""

    changes: Mapping[str, Fields]
    back: Sequence[Assignment]
    """Of the step's lines, what is seen to go (or, if it undid something, to come back)."""
    changed: Sequence[str]
    """What stays because it was changed since: `smac`, or `smac (status)` where the rest of the entry goes."""
    same: Sequence[str]
    """Keys of entries that stay as they are, because another change says the same."""
    time: str
    """When the step was done."""


def effect(step: Step) -> Effect:
    changes = history.taken_back(step.lines, step.at, step.machine)
    told = [line for line in step.lines if line.order == (step.undoes or step.at, step.machine)]
    lines: dict[str, list[Assignment]] = {}
    for line in step.lines:
        lines.setdefault(line.key, []).append(line)
    same = [key for key, new in changes.items() if new and _seen(step, lines[key]) == _seen(step, lines[key], new)]
    back = [_only(line, changes[line.key]) for line in told if changes.get(line.key) and line.key not in same]
    changed = [name for line in told if (name := _changed(line, changes.get(line.key, {})))]
    return Effect(changes, back, changed, same, history.time_of(told) if told else "")


def _seen(step: Step, lines: Sequence[Assignment], changes: Mapping[str, Any] | None = None) -> Fields:
    """What a reader sees of an entry, after such changes."""
    own = history.fold(lines) | {name: (value, "~") for name, value in (changes or {}).items()}
    seen = overlay(step.bases.get(lines[0].key, {}), own)
    return {name: value for name, value in seen.items() if value and (name, value) != ("status", Status.UNREAD)}


def _changed(line: Assignment, fields: Fields) -> str:
    left = line.values.keys() - fields
    return f"{line.key} ({', '.join(sorted(left))})" if left and fields else line.key if not fields else ""


def _only(line: Assignment, fields: Fields) -> Assignment:
    return line._replace(values={field: value for field, value in line.values.items() if field in fields})


def first(steps: Iterable[Step], words: Words) -> Change:
    """Takes back the first step of which something is left; those before it are passed over, and not used up.

    Raises DlreadError.
    """
    effects: list[Effect] = []
    for step in steps:
        effects.append(effect(step))
        if effects[-1].back:
            return _change(step, effects, words)
    if any(one.changed or one.same for one in effects):
        raise DlreadError(tr(words.nothing_left))
    raise DlreadError(tr(words.nothing))


def numbered(text: str) -> int:
    """The number of a step that the reader typed. Raises UsageError."""
    if not re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII):
        raise UsageError(tr("'{step}' is not the number of a step; dlread history numbers them", step=text))
    return int(text)


def own(step: Step | None, number: int, machine: str, words: Words) -> Step:
    """The step with that number, if this machine can take it back. Raises DlreadError."""
    if not step:
        raise DlreadError(tr("there is no step {number}; dlread history lists them", number=number))
    if step.machine != machine:
        raise DlreadError(tr(words.elsewhere, step=number, machine=step.machine))
    return step


def chosen(step: Step | None, number: int, words: Words) -> Change:
    """Takes back this one, which is that with the number, or undid that one. Raises DlreadError."""
    if not step or not (its := effect(step)).changes:
        raise DlreadError(tr(words.over, step=number))
    if not its.back:
        raise DlreadError(tr(words.impossible, step=number, reasons=_reasons([its])))
    return _change(step, [its], words)


def _change(step: Step, effects: Sequence[Effect], words: Words) -> Change:
    return Change(
        effects[-1].changes,
        tr(words.done, what=_described(effects[-1])),
        remark=tr(words.left, reasons=left) if (left := _reasons(effects)) else "",
        undoes=step.at,
        way_back=words.way_back,
    )


def _reasons(effects: Sequence[Effect]) -> str:
    """Why some of it stays, or ''."""
    reasons = {
        marked("because it was changed since: {names}"): [name for one in effects for name in one.changed],
        marked("because nothing would change: {names}"): [name for one in effects for name in one.same],
    }
    return tr("; ").join(tr(reason, names=descriptions.some(names)) for reason, names in reasons.items() if names)


def _described(its: Effect) -> str:
    return tr("{step} ({time})", step=descriptions.describe_step(its.back), time=diary.in_words(its.time))


def upcoming(steps: Iterable[Step]) -> str:
    """What `first` would take back of these, in words; '' for nothing."""
    return next((_described(its) for step in steps if (its := effect(step)).back), "")
