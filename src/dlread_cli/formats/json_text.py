"""JSON that another program wrote, read as a whole. Pure."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.translation import tr


def read(lines: Iterable[str]) -> Any:
    """What it says, or that it cannot be read; NaN and infinity are None."""
    try:
        return json.loads("".join(lines).removeprefix("\ufeff"), parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        return Unreadable(getattr(error, "lineno", 0), tr("not valid JSON"))


def items(lines: Iterable[str], item: Callable[[dict[str, Any]], Item | None]) -> Items:
    """Of an array of objects, or of one object; what `item` finds no title in cannot be read."""
    found = read(lines)
    if isinstance(found, Unreadable):
        yield found
        return
    for number, one in enumerate(found if isinstance(found, list) else [found], 1):
        made = item(one) if isinstance(one, dict) else None
        if made and made.fields.get("title"):
            yield made
        else:
            yield Unreadable(0, tr("item {number} has no title, DOI or address", number=number))
