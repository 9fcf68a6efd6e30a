"""Folders that papis and pubs keep, read: a folder a paper, or `bib` and `meta`.

Links inside are not followed. A file that cannot be read is reported by its name, and the others are read.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from dlread_cli.domain.text import clean
from dlread_cli.formats import papis, pubs
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr

FILE_BYTES = 4 << 20
DEEPEST = 20
"""Folders in folders; papis makes one or two."""


def is_pubs(folder: Path) -> bool:
    return (folder / "bib").is_dir() and (folder / "meta").is_dir()


def is_papis(folder: Path) -> bool:
    """Looks no further than it must: everywhere, if there is no document."""
    return next(_documents(folder), None) is not None


def read_papis(folder: Path) -> Items:
    for path in _documents(folder):
        for one in _named(folder, path, papis.read(_lines(path))):
            name = one.fields.get("extra:notes", "") if isinstance(one, Item) else ""
            yield papis.noted(one, _text_of(path.parent, name)) if isinstance(one, Item) and name else one


def read_pubs(folder: Path, read_bibtex: pubs.ReadBibtex) -> Items:
    notes = {path.stem: path.name for path in _files(folder / "notes")}
    for path in _files(folder / "bib"):
        if path.suffix == ".bib":
            meta = _text_of(folder / "meta", f"{path.stem}.yaml").encode("utf-8", "surrogateescape")
            note = _text_of(folder / "notes", notes.get(path.stem, ""))
            yield from _named(folder, path, pubs.read(_lines(path), meta, read_bibtex, path.stem, note))


def _named(folder: Path, path: Path, found: Items) -> Items:
    """What cannot be read says in which file it stands."""
    name = clean(path.relative_to(folder).as_posix())[-100:]
    try:
        for one in found:
            yield one if isinstance(one, Item) else one._replace(why=f"{name}: {one.why}")
    except OSError as error:
        yield Unreadable(0, f"{name}: {reason(error)}")


def _documents(folder: Path) -> Iterator[Path]:
    """Every `info.yaml`, in the order of the folders' names."""
    for at, folders, names in os.walk(folder):
        depth = len(Path(at).relative_to(folder).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if depth < DEEPEST else []
        if "info.yaml" in names:
            yield Path(at, "info.yaml")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _lines(path: Path) -> Iterator[str]:
    """Raises OSError. What is no UTF-8 becomes lone surrogates, which whoever reads the text reports."""
    with files.readable(path, links=False) as file:
        content = file.read(FILE_BYTES + 1)
    if len(content) > FILE_BYTES:
        raise OSError(tr("larger than {file_bytes} MB", file_bytes=FILE_BYTES >> 20))
    yield from content.decode("utf-8-sig", "surrogateescape").splitlines(keepends=True)


def _text_of(folder: Path, name: str) -> str:
    """Of a file right in the folder; '' where there is none that can be read."""
    try:
        return "".join(_lines(folder / name)) if name and Path(name).name == name else ""
    except (OSError, ValueError):
        return ""
