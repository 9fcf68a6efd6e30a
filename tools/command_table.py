"""src/dlread_cli/command_table.py, from cli.py: what `fast_path` reads by. `tools/renew.py` writes it."""

from datetime import date
from enum import Enum
from pathlib import Path
from pprint import pformat
from typing import Any, get_args, get_type_hints

import typer

from dlread_cli import cli, run

TABLE = Path(__file__).parents[1] / "src/dlread_cli/command_table.py"
RARE = ("completion", "help", "doctor", "paths", "config", "refresh", "add", "remove", "man")
"""They wait for a disk, the network or a person, or are called once."""
HEAD = '''# fmt: off
"""What fast_path reads by; it says how. Made from cli.py by tools/renew.py; do not edit."""

from typing import Any

COMMANDS: Any = '''


def files() -> dict[Path, str]:
    group: Any = typer.main.get_command(cli.app)
    rows = {"": _row(group, cli.dashboard)}
    for one in cli.app.registered_commands:
        name = str(one.name or getattr(one.callback, "__name__", ""))
        if name not in RARE and " " not in name and (row := _row(group.commands[name], one.callback)):
            rows[name] = row
    return {TABLE: f"{HEAD}{pformat(rows, width=120, sort_dicts=False)}\n"}


def _row(command: Any, function: Any) -> Any:
    """None for a command with a value that fast_path does not convert."""
    types = get_type_hints(function)
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [
        one for one in command.params if one.param_type_name == "option" and not set(one.opts) & set(run.GLOBAL_OPTIONS)
    ]
    kinds = {one.name: _kind(one, types[one.name]) for one in options}
    if not all(kinds.values()):
        return None
    return (
        tuple((one.name, int(one.required), one.nargs == -1) for one in arguments),
        {name: (one.name, kinds[one.name], one.multiple) for one in options for name in one.opts},
        {one.name: _default(one.default) for one in (*arguments, *options) if not one.required},
        command.options.pattern if hasattr(command, "options") else "",
    )


def _kind(option: Any, type_: Any) -> str:
    if enums := [one for one in _parts(type_) if isinstance(one, type) and issubclass(one, Enum)]:
        return _path(enums[0])
    if option.is_flag:
        return "flag"
    if date in _parts(type_):
        return "day"
    return {"StringParamType": "text", "IntRange": str(getattr(option.type, "min", ""))}.get(
        type(option.type).__name__, ""
    )


def _parts(type_: Any) -> list[Any]:
    """`list[Status] | None` is of list[Status], Status and None."""
    return [type_, *(part for one in get_args(type_) for part in _parts(one))]


def _path(enum: type[Enum]) -> str:
    return f"{enum.__module__.removeprefix('dlread_cli.domain.')}.{enum.__name__}"


def _default(value: Any) -> Any:
    return (_path(type(value)), value.value) if isinstance(value, Enum) else value
