"""Lists of others, fetched from where they are kept and read: for the commands that add and update them."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from dlread_cli.domain.sources import Source
from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.storage import catalogs
from dlread_cli.storage.catalogs import Catalog, CatalogError


class Fetched(NamedTuple):
    content: bytes
    ending: str
    """`.yaml` or `.md`: how it is read."""
    id: str
    """The commit or ETag; '' of a file."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def catalog(self) -> Catalog:
        """Raises CatalogError."""
        return catalogs.parsed(self.content, self.ending)


def fetch(source: Source) -> Fetched:
    """Raises DlreadError."""
    return _read(source)


def _read(source: Source) -> Fetched:
    path = Path(source.address).expanduser()
    try:
        content = catalogs.content(path)
    except OSError as error:
        raise DlreadError(f"cannot read '{short(source.address)}': {(error.strerror or str(error)).lower()}") from error
    return Fetched(content, _ending(path.name, content), "")


def _ending(name: str, content: bytes) -> str:
    """By the name of the file, or else by what it begins with."""
    if name.lower().endswith((".md", ".markdown")):
        return catalogs.MARKDOWN
    if name.lower().endswith((".yaml", ".yml")):
        return ".yaml"
    from dlread_cli.formats import markdown

    return catalogs.MARKDOWN if markdown.is_one(content[:8000].decode("utf-8", "replace")) else ".yaml"


def read(source: Source, fetched: Fetched) -> Catalog:
    """Raises DlreadError, which says where the mistake is."""
    try:
        catalog = fetched.catalog
    except CatalogError as error:
        raise DlreadError(f"{short(source.text)}: {error}; dlread catalog check explains it") from error
    if not catalog.entries:
        why = f": {catalog.problems[0]}" if catalog.problems else ""
        raise DlreadError(f"{short(source.text)} has no entries that can be read{why}")
    return catalog
