"""All formats that can be imported or exported, and which one a text is in. Pure.

A module that reads has `is_one(head)`, which judges by the first characters of a text, and `read(lines)`; one that
writes has `written(entries)`.
"""

from importlib import import_module
from typing import Any, NamedTuple

from dlread_cli.domain.wording import joined
from dlread_cli.errors import UsageError
from dlread_cli.translation import marked, tr


class Format(NamedTuple):
    name: str
    """What --format calls it."""
    title: str
    module: str
    is_read: bool = True
    endings: tuple[str, ...] = ()
    """Of the names of files that are written; a format without any is read only."""
    has_history: bool = False
    """Its `written` takes the history of each entry, too."""

    @property
    def code(self) -> Any:
        """The module, which takes a while to import."""
        return import_module(f"dlread_cli.formats.{self.module}")


FORMATS = (
    Format("json", marked("dlread's JSON"), "own_json", endings=(".json",), has_history=True),
    Format("yaml", "YAML", "own_yaml", False, (".yaml", ".yml")),
    Format("omnivore", "Omnivore", "omnivore"),
    Format("paperpile", "Paperpile", "paperpile"),
    Format("mendeley", "Mendeley", "mendeley"),
    Format("csl-json", "CSL-JSON", "csl_file", endings=(".csljson", ".csl.json")),
    Format("bibtex", "BibTeX", "bibliography", endings=(".bib",)),
    Format("ris", "RIS", "ris", endings=(".ris",)),
    Format("bookmarks", marked("bookmarks"), "bookmarks"),
    Format("csv", "CSV", "csv_files", endings=(".csv",)),
    Format("cobib", "cobib", "cobib"),
    Format("papis", "papis", "papis"),
    Format("buku", "buku", "buku"),
    Format("markdown", "Markdown", "markdown", endings=(".md", ".markdown")),
    Format("addresses", marked("addresses"), "addresses"),
)
"""In the order in which a text is tried: what is strict comes before what takes almost anything."""

READ = tuple(one.name for one in FORMATS if one.is_read)
WRITTEN = tuple(one.name for one in FORMATS if one.endings)


def read(name: str) -> Format:
    """Raises UsageError."""
    return _called(name, READ)


def written(name: str) -> Format:
    """Raises UsageError."""
    return _called(name, WRITTEN)


def _called(name: str, names: tuple[str, ...]) -> Format:
    for one in FORMATS:
        if one.name == name and name in names:
            return one
    raise UsageError(tr("'{name}' is not a format; choose one of {names}", name=name, names=joined(names)))


def by_ending(file: str) -> str:
    """The format that a file of this name is written in: dlread's JSON if its ending says nothing."""
    endings = [(len(ending), one.name) for one in FORMATS for ending in one.endings if file.lower().endswith(ending)]
    return max(endings, default=(0, "json"))[1]


def recognised(head: str) -> Format | None:
    return next((one for one in FORMATS if one.is_read and one.code.is_one(head)), None)
