"""What a newer version of a list changes here: what is new, changed and gone, and what of that is to be kept. Pure.

An entry that went from its list stays if the reader did anything with it: what the list said of it goes into the
journal then, with the day (`delisted`). When the list has it again, the journal's copy is taken back.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dlread_cli.domain.entries import Status
from dlread_cli.domain.fields import Fields, is_personal, is_understood
from dlread_cli.domain.history import Overrides


class Difference(NamedTuple):
    """By key, as the library has them: what the list says now, or said last of what is gone."""

    new: Mapping[str, Fields]
    changed: Mapping[str, tuple[Fields, list[str]]]
    """With the names of the fields that are new or other than before."""
    gone: Mapping[str, Fields]

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)


def difference(old: Mapping[str, Fields], new: Mapping[str, Fields]) -> Difference:
    changed = {key: (fields, list(_changed(old[key], fields))) for key, fields in new.items() if key in old}
    return Difference(
        {key: fields for key, fields in new.items() if key not in old},
        {key: told for key, told in changed.items() if told[1]},
        {key: fields for key, fields in old.items() if key not in new},
    )


def _changed(old: Fields, new: Fields) -> Iterator[str]:
    """An entry that only stands on another line has not changed."""
    yield from (name for name in {**old, **new} if name != "line" and old.get(name) != new.get(name))


def is_touched(own: Overrides) -> bool:
    """Has the reader a status, a rating, a note or a tag there?"""
    values = [value for name, (value, _) in own.items() if is_personal(name)]
    return any(value not in (None, Status.UNREAD) for value in values)


def kept(fields: Fields, own: Overrides, day: str) -> Fields:
    """What to assign to an entry that is gone, so that it stays as it was."""
    told = {name: value for name, value in fields.items() if is_understood(name, value) and name not in own}
    return told | {"delisted": day}


def listed_again(own: Overrides) -> Fields:
    """What to assign to an entry that its list has again: nothing to one that was never gone."""
    day, at = own.get("delisted", (None, ""))
    return {name: None for name, (value, time) in own.items() if time == at and value is not None} if day else {}
