"""All formats that can be imported or exported, and which one a text is in. Pure.

A module that reads has `is_one(head)`, which judges by the first characters of a text, and `read(lines)`; one that
writes has `written(entries)`.
"""

from importlib import import_module
from typing import Any, NamedTuple

from dlread_cli.errors import UsageError


class Format(NamedTuple):
    name: str
    """What --format calls it."""
    title: str
    module: str
    is_written: bool = False

    @property
    def code(self) -> Any:
        """The module, which takes a while to import."""
        return import_module(f"dlread_cli.formats.{self.module}")


FORMATS = (
    Format("json", "dlread's JSON", "own_json", True),
    Format("omnivore", "Omnivore", "omnivore"),
    Format("csl-json", "CSL-JSON", "csl_file", True),
    Format("bibtex", "BibTeX", "bibliography", True),
    Format("ris", "RIS", "ris", True),
    Format("csv", "CSV", "csv_files", True),
    Format("cobib", "cobib", "cobib"),
    Format("papis", "papis", "papis"),
    Format("addresses", "addresses", "addresses"),
)
"""In the order in which a text is tried: what is strict comes before what takes almost anything."""

READ = tuple(one.name for one in FORMATS)
WRITTEN = tuple(one.name for one in FORMATS if one.is_written)


def called(name: str) -> Format:
    """Raises UsageError."""
    for one in FORMATS:
        if one.name == name:
            return one
    raise UsageError(f"'{name}' is not a format; choose one of {', '.join(READ)}")


def recognised(head: str) -> Format | None:
    return next((one for one in FORMATS if one.code.is_one(head)), None)
