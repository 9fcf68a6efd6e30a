"""dlread undo: takes back the last thing done on this machine; again, the one before; or a step of the history."""

from collections.abc import Iterable

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import undoing
from dlread_cli.domain.changes import Change
from dlread_cli.domain.undoing import Step
from dlread_cli.translation import tr


def run(step: str, dry_run: bool, lang: str | None) -> None:
    language = terminal.language(lang)
    number = undoing.numbered(step) if step else 0
    from dlread_cli.storage import machine

    with opening.open_library() as library:
        writer = machine.known()
        at = undoing.own(library.numbered_step(number), number, writer, undoing.UNDO).at if number else ""

        def decided() -> Change:
            if at:
                return decide_step(library.step(at, writer), number)
            return decide(library.steps_to_undo(writer))

        change = decided()  # raises before an empty journal is made, where nothing is to undo
        if dry_run:
            recording.preview(library, change, language)
            return
        recording.show(library, recording.record(library, decided), language)
        if following := undoing.upcoming(library.steps_to_undo(writer)):
            terminal.say(tr("the next undo takes back: {following}", following=following))


def decide(steps: Iterable[Step]) -> Change:
    """`steps` are those of this machine that stand, the last one first. Raises DlreadError."""
    return undoing.first(steps, undoing.UNDO)


def decide_step(step: Step, number: int) -> Change:
    """Raises DlreadError."""
    return undoing.chosen(step, number, undoing.UNDO)
