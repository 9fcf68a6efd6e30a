"""Which paper a PDF is, by its metadata or its first page. Never written to."""

import logging
import threading
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from dlread_cli.domain import identity
from dlread_cli.domain.identity import Reference
from dlread_cli.domain.wording import short
from dlread_cli.errors import UsageError
from dlread_cli.storage import files
from dlread_cli.translation import reason, tr

if TYPE_CHECKING:
    from pypdf import PdfReader

BYTES = 50 << 20
SECONDS = 5
"""A small file can ask for more work than anybody waits for."""


def paper(path: Path) -> Reference:
    """Raises UsageError where the file does not say, and ImportError without pypdf, which not everybody has."""
    import pypdf  # noqa: F401  before the thread, which is for the file's faults only

    name, found = short(str(path)), _found_in_time(_content(path))
    if isinstance(found, Reference):
        return found
    problem = {
        "slow": tr("'{name}' takes too long to read", name=name),
        "encrypted": tr("'{name}' is encrypted", name=name),
        "broken": tr("'{name}' cannot be read as a PDF", name=name),
        "silent": tr("'{name}' has no arXiv id or DOI in its name, its metadata or on its first page", name=name),
    }[found]
    raise UsageError(tr("{problem}; give the paper's arXiv id, DOI or title", problem=problem))


def _content(path: Path) -> bytes:
    try:
        with files.readable(path) as file:
            content = file.read(BYTES + 1)
    except OSError as error:
        why = reason(error)
        raise UsageError(tr("cannot read '{name}': {why}", name=short(str(path)), why=why)) from error
    if len(content) > BYTES:
        problem = tr("'{name}' is larger than {most} MB", name=short(str(path)), most=BYTES >> 20)
        raise UsageError(tr("{problem}; give the paper's arXiv id, DOI or title", problem=problem))
    return content


def _found_in_time(content: bytes) -> Reference | str:
    """In a thread of its own, which ends with the program: pypdf knows no deadline."""
    found: list[Reference | str] = ["slow"]

    def look() -> None:
        found.append(_found(content))

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # each fault that it mends would be a line on stderr
    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(SECONDS)
    return found[-1]


def _found(content: bytes) -> Reference | str:
    """The paper, or a word for why there is none."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(BytesIO(content))
        found = identity.of_pdf_metadata(_metadata(reader))
        return found or identity.of_pdf_page(reader.pages[0].extract_text()) or "silent"
    except (DependencyError, FileNotDecryptedError):
        return "encrypted"
    except Exception:  # the parser fails in many ways on a broken file
        return "broken"


def _metadata(reader: "PdfReader") -> str:
    """A line for each fact: those of the document information, then the XML."""
    facts = [f"{name.lstrip('/')}: {value}" for name, value in (reader.metadata or {}).items()]
    stream = reader.root_object.get("/Metadata")
    xml = stream.get_object().get_data().decode("utf-8", "replace") if stream else ""
    return "\n".join([*facts, xml])
