"""dlread undo: takes back the last thing done on this machine; again, the one before."""

from collections.abc import Iterable, Iterator

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import diary, history
from dlread_cli.domain.changes import Change
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.history import Assignment
from dlread_cli.errors import DlreadError
from dlread_cli.storage.library import Library


def run(lang: str | None) -> None:
    language = terminal.language(lang)
    from dlread_cli.storage import machine

    with opening.open_library() as library:
        writer = machine.known()
        decide(steps(library, writer), writer)  # raises before an empty journal is made, where nothing is to undo
        change = recording.record(library, lambda: decide(steps(library, writer), writer))
        recording.show(library, change, language)


def steps(library: Library, writer: str) -> Iterator[tuple[str, list[Assignment]]]:
    """As `decide` takes them."""
    for at in library.standing_steps(writer) if writer else ():
        yield at, library.lines_of_step(at, writer)


def decide(steps: Iterable[tuple[str, list[Assignment]]], writer: str) -> Change:
    """Takes back the last step that is not wholly overruled by later changes, such as another machine's.

    `steps` are those of the machine `writer`, the last one first: stamp, and all lines of the entries that it touched.
    Raises DlreadError.
    """
    left: list[str] = []
    for at, lines in steps:
        changes = history.taken_back(lines, at, writer)
        step = [line for line in lines if line.order == (at, writer)]
        back = [_only(line, changes[line.key]) for line in step if changes.get(line.key)]
        left += [name for line in step if (name := _left(line, changes.get(line.key, {})))]
        if back:
            done = f"undone: {history.describe_step(back)} ({diary.in_words(back[0].time)})"
            remark = f"not undone, because it was changed since: {history.some(left)}" if left else ""
            return Change(changes, done, remark=remark, undoes=at)
    if left:
        raise DlreadError("nothing to undo: everything done on this machine was changed since; see dlread history")
    raise DlreadError("nothing to undo on this machine; see dlread history")


def _left(line: Assignment, fields: Fields) -> str:
    """`smac`, or `smac (status)` where only that was changed since."""
    left = line.values.keys() - fields
    return f"{line.key} ({', '.join(sorted(left))})" if left and fields else line.key if not fields else ""


def _only(line: Assignment, fields: Fields) -> Assignment:
    return line._replace(values={field: value for field, value in line.values.items() if field in fields})
