"""dlread redo: brings back what the last undo on this machine took back; again, what the one before did."""

from collections.abc import Iterable

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import undoing
from dlread_cli.domain.changes import Change
from dlread_cli.domain.undoing import Step
from dlread_cli.translation import tr


def run(dry_run: bool, lang: str | None) -> None:
    language = terminal.language(lang)
    from dlread_cli.storage import machine

    with opening.open_library() as library:
        writer = machine.known()
        change = decide(library.steps_to_redo(writer))  # raises before an empty journal is made
        if dry_run:
            recording.preview(library, change, language)
            return
        recording.show(library, recording.record(library, lambda: decide(library.steps_to_redo(writer))), language)
        if following := undoing.upcoming(library.steps_to_redo(writer)):
            terminal.say(tr("the next redo brings back: {following}", following=following))


def decide(steps: Iterable[Step]) -> Change:
    """`steps` are those of this machine that undid another and stand, the last one first. Raises DlreadError."""
    return undoing.first(steps, undoing.REDO)
