"""What a DOI stands for: content negotiation at doi.org. Form: citation.crosscite.org/docs.html, CSL-JSON.

Crossref, DataCite and, through DataCite, arXiv (10.48550/arXiv.*) answer so.
"""

import re
from typing import Any
from urllib.parse import quote

from dlread_cli.domain import identity
from dlread_cli.domain.fields import Fields
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.network import decoding, text
from dlread_cli.network.client import Client
from dlread_cli.network.transport import Deadline

CSL = "application/vnd.citationstyles.csl+json"


def work(client: Client, doi: str, deadline: Deadline) -> Fields:
    """Raises DlreadError for a DOI that nobody has."""
    answer = client.get(f"{client.settings.doi}/{quote(doi, safe='/:;()')}", CSL, deadline)
    if answer.status in (404, 410):
        raise DlreadError(f"doi.org does not know '{doi}'; is it complete?")
    if answer.status in (204, 406):
        raise DlreadError(f"doi.org has no metadata for '{doi}'; add the address of its page instead")
    if answer.status != 200:
        raise NetworkError(f"{answer.host} answered with status {answer.status}; try again later")
    found = _fields(decoding.as_json(answer), doi)
    if not found.get("title"):
        raise NetworkError(f"{answer.host} has no title for '{doi}'; dlread add --no-fetch adds it anyway")
    client.keep(answer)
    return found


def _fields(csl: dict[str, Any], doi: str) -> Fields:
    authors = csl.get("author")
    arxiv = identity.name(doi)
    is_preprint = identity.is_arxiv(arxiv)
    summary = re.sub(r"^abstract\W*\s", "", text.bare(csl.get("abstract")), flags=re.IGNORECASE)
    fields: Fields = {
        "title": text.bare(csl.get("title")),
        "authors": [name for one in authors[:10_000] if (name := _name(one))] if isinstance(authors, list) else [],
        "year": _year(csl),
        "arxiv": arxiv if is_preprint else _preprint(csl),
        "doi": "" if is_preprint else doi,
        "summary": summary,
        "link:paper": f"https://arxiv.org/abs/{arxiv}" if is_preprint else f"https://doi.org/{doi}",
        "link:pdf": f"https://arxiv.org/pdf/{arxiv}" if is_preprint else "",
    }
    if not is_preprint:
        short, name = text.bare(csl.get("container-title-short"), 300), text.bare(csl.get("container-title"), 300)
        event = csl.get("event")
        name = name or text.bare(event.get("name") if isinstance(event, dict) else event, 300)
        fields |= {"venue": short or name, "venue:name": name if short else ""}
        fields["pages"] = text.line(csl.get("page"), 40)
    return {name: value for name, value in fields.items() if value}


def _name(author: Any) -> str:
    if not isinstance(author, dict):
        return ""
    parts = (text.bare(author.get(part), 200) for part in ("given", "non-dropping-particle", "family"))
    whole = " ".join(part for part in parts if part) or text.bare(author.get("literal") or author.get("name"), 200)
    return re.sub(r"^([^,]+), ([^,]+)$", r"\2 \1", whole)


def _year(csl: dict[str, Any]) -> int | None:
    for field in ("issued", "published", "published-print", "published-online"):
        date = csl.get(field)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return text.year(str(parts[0][0])[:10])
        if isinstance(date, dict) and (found := text.year(date.get("raw") or date.get("literal"))):
            return found
    return None


def _preprint(csl: dict[str, Any]) -> str:
    """The arXiv id that Crossref relates a published version to (`relation`, as in its REST interface)."""
    relations = csl.get("relation")
    for kind in ("has-preprint", "is-same-as", "is-version-of"):
        items = relations.get(kind) if isinstance(relations, dict) else None
        for item in items[:100] if isinstance(items, list) else ():
            named = identity.name(text.line(item.get("id"), 300)) if isinstance(item, dict) else ""
            if identity.is_arxiv(named):
                return named
    return ""
