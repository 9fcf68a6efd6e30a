"""The status lines that Zotero's plugin Reading List keeps in Extra, which other formats carry as a note. Pure.

Read_Status: In Progress
Read_Status_Date: 2026-03-01T12:00:00.000Z
"""

import re

from dlread_cli.domain.entries import Entry, Status
from dlread_cli.domain.fields import Fields
from dlread_cli.formats import items

NAMES = {
    Status.UNREAD: "To Read",
    Status.READING: "In Progress",
    Status.READ: "Read",
    Status.SKIPPED: "Not Reading",
}
STATUSES = {"new": Status.UNREAD} | {name.lower(): status for status, name in NAMES.items()}

_LINE = re.compile(r"[ \t]*Read_Status(_Date)?:[ \t]*(.*?)[ \t]*(?:\n|\Z)", re.IGNORECASE)


def read(text: str) -> tuple[Fields, dict[str, str], str]:
    """Status, its time as in `Item.times`, and the text without these lines."""
    fields: Fields = {}
    times: dict[str, str] = {}
    rest = []
    for line in text.splitlines(keepends=True):
        found = _LINE.fullmatch(line)
        if found and not found[1] and (status := STATUSES.get(found[2].lower())):
            fields["status"] = status.value
        elif found and found[1] and (time := items.time(found[2])):
            times["status"] = time
        else:
            rest.append(line)
    return fields, times if fields else {}, "".join(rest).strip()


def written(entry: Entry) -> list[str]:
    """Nothing of an unread entry."""
    if entry.status == Status.UNREAD:
        return []
    date = [f"Read_Status_Date: {entry.status_at}"] if entry.status_at else []
    return [f"Read_Status: {NAMES[entry.status]}", *date]
