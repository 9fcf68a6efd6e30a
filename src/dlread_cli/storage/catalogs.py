"""Files of catalogs: what they say, or why they cannot be read. Loaded only when a catalog has changed."""

import functools
from pathlib import Path

from dlread_cli.formats import catalog
from dlread_cli.formats.catalog import Catalog, CatalogError
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr

__all__ = ["Catalog", "CatalogError", "parsed", "read"]

FILE_BYTES = 16 << 20


def read(path: Path) -> Catalog:
    """Raises CatalogError, and nothing else, where there is no catalog to be had from the file."""
    try:
        found = parsed(content(path), path.suffix)
    except OSError as error:
        raise CatalogError(reason(error)) from error
    if found.fatal:
        raise found.fatal[0]
    return found


@functools.lru_cache(maxsize=8)
def parsed(content: bytes, ending: str) -> Catalog:
    """Who adds a list reads it to see whether it is one, and the library does so again. Raises CatalogError."""
    if len(content) > FILE_BYTES:
        raise CatalogError(tr("larger than {file_bytes} MB", file_bytes=FILE_BYTES >> 20))
    if ending != MARKDOWN:
        return catalog.read(content)
    from dlread_cli.formats import awesome

    return awesome.read(content)


MARKDOWN = ".md"
"""The ending of a file that is read as an awesome list."""


def content(path: Path) -> bytes:
    """As UTF-8; not as text, which takes four times as much memory as soon as one character is an emoji."""
    with files.readable(path) as file:
        return file.read(FILE_BYTES + 1) or b""
