"""dlread undo: takes back the last thing done on this machine; again, the one before; or a step of the history."""

import re
from collections.abc import Iterable

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import undoing
from dlread_cli.domain.changes import Change
from dlread_cli.domain.undoing import Step
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr


def run(step: str, dry_run: bool, lang: str | None) -> None:
    language = terminal.language(lang)
    if step and not re.fullmatch(r"[1-9]\d{0,8}", step, re.ASCII):
        raise UsageError(tr("'{step}' is not the number of a step; dlread history numbers them", step=step))
    from dlread_cli.storage import machine

    with opening.open_library() as library:
        writer = machine.known()
        at = _chosen(library, int(step), writer) if step else ""

        def decided() -> Change:
            if at:
                return decide_step(library.step(at, writer), tr("step {step}", step=step))
            return decide(library.steps_to_undo(writer))

        change = decided()  # raises before an empty journal is made, where nothing is to undo
        if dry_run:
            recording.preview(library, change, language)
            return
        recording.show(library, recording.record(library, decided), language)
        if following := undoing.upcoming(library.steps_to_undo(writer)):
            terminal.say(tr("the next undo takes back: {following}", following=following))


def _chosen(library: Library, number: int, writer: str) -> str:
    """The stamp of the step with that number. Raises DlreadError unless this machine can undo it."""
    step = library.numbered_step(number)
    if not step:
        raise DlreadError(tr("there is no step {number}; dlread history lists them", number=number))
    if step.machine != writer:
        raise DlreadError(
            tr(
                "step {number} was made on another machine, {machine}; undo it there",
                number=number,
                machine=step.machine,
            )
        )
    return undoing.root(step)


def decide(steps: Iterable[Step]) -> Change:
    """`steps` are those of this machine that stand, the last one first. Raises DlreadError."""
    return undoing.first(steps, undoing.UNDO)


def decide_step(step: Step, name: str) -> Change:
    """Raises DlreadError."""
    return undoing.chosen(step, name)
