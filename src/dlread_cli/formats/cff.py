"""Citation files of repositories (`CITATION.cff`), read: citation-file-format.github.io, schema 1.2.0. Pure."""

from typing import Any

from dlread_cli.domain import identity
from dlread_cli.domain.fields import Fields
from dlread_cli.formats import values
from dlread_cli.formats.yaml import YamlError, read_yaml
from dlread_cli.translation import marked, tr

BYTES, NODES = 1 << 18, 10_000


def read(content: bytes) -> tuple[Fields, str]:
    """The fields of the work to cite, and the DOI or arXiv id that it is known by, or ''. Raises ValueError."""
    if len(content) > BYTES:
        raise YamlError(tr("too large"))
    data, _ = read_yaml(content, marked("a citation file"), NODES)
    if not isinstance(data, dict):
        return {}, ""
    preferred = data.get("preferred-citation")
    work = preferred if isinstance(preferred, dict) else data
    fields: Fields = {
        "title": values.line(work.get("title")),
        "authors": values.people(work.get("authors"), ("given-names", "name-particle", "family-names"), ("name",)),
        "year": values.year(work.get("year") or work.get("date-published") or work.get("date-released")),
        "venue": values.line(work.get("journal") or work.get("collection-title"), 300),
    }
    return {field: value for field, value in fields.items() if value}, _id(work)


def _id(work: dict[str, Any]) -> str:
    """An arXiv id or a DOI that a paper is identified by; the DOI of an archived software is none."""
    items = work.get("identifiers")
    found = [work.get("doi"), work.get("url")]
    found += [item.get("value") for item in items[:50] if isinstance(item, dict)] if isinstance(items, list) else []
    named = [identity.name(values.line(value, 300)) for value in found]
    dois = (one for one in named if identity.is_doi(one) and not one.startswith("10.5281/zenodo."))
    return next(filter(identity.is_arxiv, named), "") or next(dois, "")
