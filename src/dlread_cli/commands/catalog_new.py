"""dlread catalog new: a commented template of a list, in a file of the current directory."""

from pathlib import Path

from dlread_cli import terminal
from dlread_cli.domain import subscriptions
from dlread_cli.domain.fields import KEY
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.formats import template
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr


def run(name: str) -> None:
    if not KEY.fullmatch(name):
        raise UsageError(tr("'{name}' cannot be the name of a catalog; use letters, digits and . _ + -", name=name))
    if told := subscriptions.why_not(name):
        raise UsageError(told)
    path = Path(f"{name}.yaml")
    files.let_the_owner_in()
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template.text(name))
    except FileExistsError:
        raise DlreadError(tr("{path} is already there; it was not changed", path=path)) from None
    except OSError as error:
        why = reason(error)
        raise DlreadError(tr("cannot write '{path}': {why}", path=path, why=why)) from error
    terminal.write([str(path)])
    terminal.say(tr("edit it, then run dlread catalog check {path}", path=path))
