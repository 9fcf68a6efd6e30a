"""One module a command. Its `run` takes the values of the command line by the names that cli.py declares."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from dlread_cli import terminal

PAGED = frozenset(
    (
        *(
            "dashboard",
            "list",
            "search",
            "show",
            "next",
            "path",
            "course",
            "cite",
            "tags",
            "export",
            "history",
            "stats",
        ),
        *("catalog", "paths", "completion", "doctor", "man"),
    )
)
"""They show what there is, and change and ask nothing."""


def call(name: str, values: Mapping[str, Any]) -> int:
    """Runs a command, '' for the dashboard or the version; returns the exit status. Each `mark-STATUS` is of `mark`."""
    verb, _, status = name.partition("-")
    its = dict(values)
    if not name:
        verb = "version" if its.pop("version") else "dashboard"
    if verb in PAGED:
        terminal.page()
    if status:
        from dlread_cli.domain.entries import Status

        its["status"] = Status(status)
    return import_module(f"dlread_cli.commands.{verb}").run(**its) or 0
