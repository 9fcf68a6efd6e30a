"""What a command has decided to change, before it is recorded or shown. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dlread_cli.domain.entries import Entry
from dlread_cli.translation import marked


class Dated(NamedTuple):
    """Assignments to the fields of one entry, done at another time than now."""

    key: str
    values: Mapping[str, Any]
    time: str
    """Empty where it is not known."""


class Change(NamedTuple):
    """`recording` writes it as one step of undo, and shows it."""

    assignments: Mapping[str, Mapping[str, Any]]
    """Values by field, by key of the entry; empty where nothing has to change."""
    done: str
    """What to say when it is recorded."""
    unchanged: str = ""
    """What to say where nothing has to change."""
    notices: Sequence[str] = ()
    """What to say before the entries are shown."""
    remark: str = ""
    """What to say after everything else."""
    shown: Sequence[str] = ()
    """Keys of the entries to show, if not those of the assignments."""
    removed: Sequence[Entry] = ()
    """Entries to show as they were, because they are gone then."""
    dated: Sequence[Dated] = ()
    """What to record before `assignments`, in this order."""
    undoes: str = ""
    """The stamp of the step that it takes back."""
    way_back: str = marked("dlread undo takes it back")
    """A message of its own, in English."""
