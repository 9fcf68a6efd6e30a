"""Citations as lines of plain text. Pure."""

from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.names import OTHERS
from dlread_cli.domain.text import clean
from dlread_cli.formats import citation


def written(entry: Entry, details: Details) -> str:
    """Authors (year). Title. Venue. Address."""
    authors = [name for name in details.authors if name != OTHERS]
    names = ", ".join(authors[:6]) + (f" {OTHERS}" if len(authors[:6]) < len(details.authors) else "")
    who = f"{names} ({entry.year})" if entry.year else names
    parts = [who, entry.title.en or entry.title.zh, _where(entry, details)]
    address = f"https://doi.org/{details.doi}" if details.doi else citation.address_of(entry, details)
    return clean(" ".join(part.removesuffix(".") + "." for part in parts if part.strip()) + f" {address}").strip()


def _where(entry: Entry, details: Details) -> str:
    """`IEEE Robotics and Automation Letters 4(4), 3505-3512`"""
    container = citation.container_of(entry, details)
    if not container:
        return ""
    volume, number = details.fields.get("volume", ""), details.fields.get("number", "")
    issue = " ".join(filter(None, (container, volume + (f"({number})" if number else ""))))
    return ("In " if container == details.course else "") + ", ".join(filter(None, (issue, details.pages)))
