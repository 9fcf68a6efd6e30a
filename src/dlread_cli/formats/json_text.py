"""JSON that another program wrote, read as a whole. Pure."""

import json
from collections.abc import Iterable
from typing import Any

from dlread_cli.formats.items import Unreadable
from dlread_cli.translation import tr


def read(lines: Iterable[str]) -> Any:
    """What it says, or that it cannot be read; NaN and infinity are None."""
    try:
        return json.loads("".join(lines).removeprefix("\ufeff"), parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        return Unreadable(getattr(error, "lineno", 0), tr("not valid JSON"))
