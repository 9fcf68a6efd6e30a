"""dlread undo: takes back the last thing done on this machine; again, the one before."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form
from dlread_cli.commands.history import when
from dlread_cli.domain import history
from dlread_cli.errors import DlreadError


def run(language: str) -> None:
    from dlread_cli.storage import journal, machine

    with common.opened() as library:
        nothing = DlreadError("nothing has been done on this machine that could be undone; see dlread history")
        if not library.newest_stamp():
            raise nothing
        writer = machine.name()
        with journal.writing(library, terminal.say) as write:
            at = library.newest_step(writer)
            if not at:
                raise nothing
            lines = library.lines_of_step(at, writer)
            step = [line for line in lines if line.order == (at, writer)]
            changes = history.taken_back(lines, at, writer)
            write(changes, undoes=at)
        common.show(library, [library.find(key) for key in changes if library.has(key)], Form.AUTO, language)
        terminal.say(f"took back: {history.told(step)} ({when(at)})")
        if left := [key for key, values in changes.items() if not values]:
            terminal.say(f"changed since, and left as it is: {', '.join(left)}")
