"""dlread catalog new: a commented template of a list, in a file of the current directory."""

from pathlib import Path

from dlread_cli import terminal
from dlread_cli.domain.fields import KEY
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.formats import template


def run(name: str) -> None:
    if not KEY.fullmatch(name):
        raise UsageError(f"'{name}' cannot be the name of a catalog; use letters, digits and . _ + -")
    path = Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template.text(name))
    except FileExistsError:
        raise DlreadError(f"{path} is already there; it was not changed") from None
    except OSError as error:
        raise DlreadError(f"cannot write '{path}': {(error.strerror or str(error)).lower()}") from error
    terminal.write([str(path)])
    terminal.say(f"edit it, then run dlread catalog check {path}")
