"""What other programs left in files, as items: every format, recognised by what stands in it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.formats import registry
from dlread_cli.formats.items import Item, Items
from dlread_cli.storage import foreign_files
from dlread_cli.storage.foreign_files import Fault, Text

_PROBLEMS = 1_000
"""What is reported of them is much less."""


class Imported(NamedTuple):
    items: list[Item]
    formats: dict[str, int]
    """Titles of the formats that were found, and how many items came of each."""
    problems: list[str]
    number_of_problems: int
    left_out: int
    """Files in folders and archives that are in no format that we know."""
