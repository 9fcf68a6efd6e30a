"""dlread undo: takes back the last thing done on this machine; again, the one before."""

from typing import NamedTuple

from dlread_cli import opening, output, terminal
from dlread_cli.domain import diary, history
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.history import Assignment
from dlread_cli.errors import DlreadError
from dlread_cli.output import Form
from dlread_cli.storage.library import Library


def run(lang: str | None) -> None:
    language = terminal.language(lang)
    from dlread_cli.storage import journal, machine

    with opening.open_library() as library:
        writer = machine.known()
        _last_step(library, writer)  # with nothing to undo there is nothing to write, not even an empty journal
        with journal.writing(library, terminal.say) as write:
            step = _last_step(library, writer)
            write(step.changes, undoes=step.at)
        output.show(library, [library.find(key) for key in step.changes if library.has(key)], Form.AUTO, language)
        terminal.say(f"undone: {history.describe_step(step.back)} ({diary.in_words(step.back[0].time)})")
        if step.left:
            terminal.say(f"not undone, because it was changed since: {history.some(step.left)}")


class Step(NamedTuple):
    at: str
    changes: dict[str, Fields]
    back: list[Assignment]
    """What the step assigned, as far as it is taken back."""
    left: list[str]
    """What was changed since, of this step and of later ones of which nothing is left to take back."""


def _last_step(library: Library, writer: str) -> Step:
    """The last one that is not wholly overruled by later changes, such as another machine's. Raises DlreadError."""
    left: list[str] = []
    for at in library.standing_steps(writer) if writer else ():
        lines = library.lines_of_step(at, writer)
        changes = history.taken_back(lines, at, writer)
        step = [line for line in lines if line.order == (at, writer)]
        back = [_only(line, changes[line.key]) for line in step if changes.get(line.key)]
        left += [name for line in step if (name := _left(line, changes.get(line.key, {})))]
        if back:
            return Step(at, changes, back, left)
    if left:
        raise DlreadError("nothing to undo: everything done on this machine was changed since; see dlread history")
    raise DlreadError("nothing to undo on this machine; see dlread history")


def _left(line: Assignment, fields: Fields) -> str:
    """`smac`, or `smac (status)` where only that was changed since."""
    left = line.values.keys() - fields
    return f"{line.key} ({', '.join(sorted(left))})" if left and fields else line.key if not fields else ""


def _only(line: Assignment, fields: Fields) -> Assignment:
    return line._replace(values={field: value for field, value in line.values.items() if field in fields})
