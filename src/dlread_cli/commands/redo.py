"""dlread redo: brings back what the last undo on this machine took back; again, the one before; or an undone step."""

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
        at = undoing.own(library.numbered_step(number), number, writer, undoing.REDO).at if number else ""

        def decided() -> Change:
            if at:
                return decide_step(library.undoing_of(at, writer), number)
            return decide(library.steps_to_redo(writer), library.has_undos(writer))

        change = decided()  # raises before an empty journal is made
        if dry_run:
            recording.preview(library, change, language)
            return
        recording.show(library, recording.record(library, decided), language)
        if following := undoing.upcoming(library.steps_to_redo(writer)):
            terminal.say(tr("the next redo brings back: {following}", following=following))


def decide(steps: Iterable[Step], has_undos: bool) -> Change:
    """`steps` are those of this machine that undid another since its last change and stand, the last one first.

    `has_undos` says whether there are any at all: then, if there are no steps, it is too late. Raises DlreadError.
    """
    return undoing.first(steps, undoing.REDO_TOO_LATE if has_undos else undoing.REDO)


def decide_step(undone_by: Step | None, number: int) -> Change:
    """`undone_by` is the step that took back the one with the number, if it stands. Raises DlreadError."""
    return undoing.chosen(undone_by, number, undoing.REDO)
