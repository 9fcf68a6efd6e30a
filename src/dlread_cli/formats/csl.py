"""CSL-JSON 1.0; see https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html. Pure."""

from typing import Any

from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.formats import citation
from dlread_cli.formats.names import Name


def item(entry: Entry, details: Details) -> dict[str, Any]:
    type = citation.type_of(entry, details)
    fields = {
        "id": entry.key,
        "type": type.csl,
        "title": entry.title.en or entry.title.zh,
        "author": [_name(name) for name in citation.people(details)],
        "issued": {"date-parts": [[entry.year]]} if entry.year else None,
        type.csl_container: citation.container_of(entry, details),
        "volume": details.volume,
        "issue": details.number,
        "page": details.pages,
        "DOI": details.doi,
        "URL": citation.address_of(entry, details),
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {part: value for part, value in name._asdict().items() if value}
