"""Records what a command has decided, and shows it: the one way from a `Change` to the journal and to the reader."""

from collections.abc import Callable

from dlread_cli import output, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.output import Form
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr


def record(library: Library, decide: Callable[[], Change]) -> Change:
    """Lets the command decide while nobody else writes; what it decides is one step of undo."""
    from dlread_cli.storage import steps

    recorded = False
    try:
        with steps.writing(library, terminal.say) as write:
            change = _with_journal_keys(library, decide())
            if change.assignments or change.dated:
                write(change.assignments, change.undoes, change.dated)
                recorded = True
    except KeyboardInterrupt:  # the library follows, which takes seconds after a large import
        if recorded:
            _say_done(change)
        raise
    return change


def _with_journal_keys(library: Library, change: Change) -> Change:
    """Journals go on with the old keys of entries that were renamed."""
    known = library.journal_keys(list({*change.assignments, *(line.key for line in change.dated)}))
    if not known:
        return change
    return change._replace(
        assignments={known.get(key.lower(), key): values for key, values in change.assignments.items()},
        dated=[line._replace(key=known.get(line.key.lower(), line.key)) for line in change.dated],
    )


def apply(library: Library, change: Change, language: str) -> None:
    """Records and shows it. Without assignments nothing is written, not even an empty journal."""
    if change.assignments:
        known = _with_journal_keys(library, change)  # an entry may be renamed before it is our turn to write
        change = record(library, lambda: known)
    show(library, change, language)


def show(library: Library, change: Change, language: str) -> None:
    """The entries go to stdout, what was done and how to undo it to stderr."""
    for notice in change.notices:
        terminal.say(notice)
    keys = change.shown or change.assignments
    if not keys and not change.dated:
        terminal.say(change.unchanged)
        return
    try:
        entries = change.removed or [library.find(key) for key in keys if library.has(key)]
        if entries:
            output.show(library, entries, Form.AUTO, language)
    finally:  # even when nobody can see the entries any more, it is done
        if change.assignments or change.dated:
            _say_done(change)


def preview(library: Library, change: Change, language: str) -> None:
    """Shows the entries as they are, and says what would be done."""
    output.show(library, [library.find(key) for key in change.assignments if library.has(key)], Form.AUTO, language)
    terminal.say(tr("would be {done}; nothing was changed", done=change.done))
    if change.remark:
        terminal.say(change.remark)


def _say_done(change: Change) -> None:
    terminal.say(f"{change.done} {terminal.symbols().dot} {tr(change.way_back)}")
    if change.remark:
        terminal.say(change.remark)
