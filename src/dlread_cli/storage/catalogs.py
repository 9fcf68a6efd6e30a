"""Files of catalogs: what they say, or why they cannot be read. Loaded only when a catalog has changed."""

from pathlib import Path

from dlread_cli.formats import catalog
from dlread_cli.formats.catalog import Catalog, CatalogError
from dlread_cli.storage import files
from dlread_cli.translation import tr

__all__ = ["Catalog", "CatalogError", "read"]

FILE_BYTES = 16 << 20


def read(path: Path) -> Catalog:
    """Raises CatalogError, and nothing else, where there is no catalog to be had from the file."""
    try:
        return catalog.read(_content(path))
    except OSError as error:
        raise CatalogError(tr(error.strerror or str(error))) from error


def _content(path: Path) -> bytes:
    """As UTF-8; not as text, which takes four times as much memory as soon as one character is an emoji."""
    with files.readable(path) as file:
        content = file.read(FILE_BYTES + 1) or b""
    if len(content) > FILE_BYTES:
        raise CatalogError(tr("larger than {file_bytes} MB", file_bytes=FILE_BYTES >> 20))
    return content
