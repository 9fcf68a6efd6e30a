"""What other programs left in files and folders, as items: every format, recognised by what stands in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dlread_cli.domain.wording import joined, short
from dlread_cli.errors import DlreadError
from dlread_cli.formats import registry
from dlread_cli.formats.items import Item, Items
from dlread_cli.storage import buku, foreign_files, zotero_profile
from dlread_cli.storage.foreign_files import Fault, Text
from dlread_cli.translation import tr

Progress = Callable[[int, int], None]
"""Told how many characters were read, and of how many bytes."""

_KEPT = 1_000
"""Problems; of more only the number is known."""

_STEP = 1_000
"""Lines between two words about the progress."""


class Imports:
    """Gathers `items` from one source after the other, and what is to be said of them."""

    def __init__(self, format: str = "") -> None:
        self.items: list[Item] = []
        self.formats: Counter[str] = Counter()
        """Titles of the formats, and how many items came of each."""
        self.problems: list[str] = []
        self.number_of_problems = 0
        self.left_out = 0
        """Files of folders and zip files that are in no format that we know."""
        self._wanted = registry.read(format) if format else None

    def read(self, path: Path, progress: Progress, library: str = "") -> None:
        """A file, a folder or a zip file; `library` is the group of a Zotero database.

        Raises DlreadError if the path itself cannot be read.
        """
        if zotero_profile.is_one(path):
            self.read_zotero(path, library)
        elif buku.is_one(path):
            self.take("buku", str(path), buku.read(path))
        elif not (path.is_dir() and self._read_paper_folders(path)):
            size = path.stat().st_size if path.is_file() else 0
            self._read_texts(foreign_files.texts(path, self._report), _counter(progress, size), path.is_dir())

    def _read_paper_folders(self, path: Path) -> bool:
        """Are they those of pubs or papis?"""
        from dlread_cli.storage import paper_folders  # with YAML, which takes 40 ms

        if paper_folders.is_pubs(path):
            bibtex = registry.read("bibtex").code
            self.take("pubs", str(path), paper_folders.read_pubs(path, bibtex.read))
            return True
        if paper_folders.is_papis(path):
            self.take("papis", str(path), paper_folders.read_papis(path))
            return True
        return False

    def read_stream(self, stream: BinaryIO) -> None:
        """Standard input."""
        name = tr("standard input")
        self._read_texts(foreign_files.texts_of_stream(stream, name, self._report), lambda lines: lines, False)

    def read_zotero(self, path: Path | None, library: str) -> None:
        """Its database, or else the one that Zotero keeps on this machine. Raises DlreadError."""
        from dlread_cli.formats import zotero
        from dlread_cli.storage import zotero as zotero_database

        file = zotero_profile.database(path)
        with zotero_database.records(file, library) as records:
            self.take("Zotero", str(file), zotero.read(records))

    def take(self, title: str, name: str, found: Items) -> None:
        """What is read by a reader of its own."""
        for one in found:
            if isinstance(one, Item):
                self.items.append(one)
                self.formats[title] += 1
            else:
                self._report(Fault(name, one.line, tr("{why}; skipped", why=one.why)))

    def _read_texts(self, texts: Iterator[Text], counted: "_Counted", may_be_others: bool) -> None:
        for text in texts:
            format = self._wanted or registry.recognised(text.head)
            if format:
                self.take(format.title, text.name, format.code.read(counted(text.lines)))
            elif may_be_others or ": " in text.name:
                self.left_out += 1
            elif text.head.strip():
                names = joined(registry.READ)
                raise DlreadError(
                    tr(
                        "cannot tell in which format '{name}' is; say it with --format (one of {names})",
                        name=short(text.name),
                        names=names,
                    )
                )

    def _report(self, fault: Fault) -> None:
        self.number_of_problems += 1
        if len(self.problems) < _KEPT:
            name, line = short(fault.name), fault.line
            where = tr("{name}, line {line:,}", name=name, line=line) if line else name
            self.problems.append(tr("{where}: {why}", where=where, why=fault.why))


_Counted = Callable[[Iterable[str]], Iterable[str]]


def _counter(progress: Progress, size: int) -> _Counted:
    def counted(lines: Iterable[str]) -> Iterator[str]:
        done = 0
        for number, line in enumerate(lines, 1):
            done += len(line)
            if not number % _STEP:
                progress(min(done, size), size)
            yield line
        progress(size, size)

    return counted
