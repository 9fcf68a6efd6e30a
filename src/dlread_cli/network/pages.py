"""What a web page says of the paper that it is about.

By the tags that Google Scholar asks for (scholar.google.com/intl/en/scholar/inclusion.html, "Indexing"), which
OpenReview, the ACL Anthology and PMLR have, as most publishers; else by Open Graph (ogp.me) or its title.
"""

import html
import re

from dlread_cli.domain import identity, names
from dlread_cli.domain.fields import Fields
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.formats import values
from dlread_cli.network import decoding
from dlread_cli.network.client import Client
from dlread_cli.network.settings import Settings
from dlread_cli.network.transport import Deadline
from dlread_cli.translation import tr

HEAD = 1 << 18
"""Characters in which the head of a page ends."""


def described(client: Client, address: str, deadline: Deadline) -> Fields:
    """Raises DlreadError for a page that is not there."""
    answer = client.get(_overridden(address, client.settings), "text/html,application/xhtml+xml", deadline)
    if answer.status in (404, 410, 451):
        raise DlreadError(tr("nothing found at '{address}'; dlread add --no-fetch adds it anyway", address=address))
    if answer.status in (401, 403):
        raise NetworkError(
            tr("{host} shows its pages to browsers only; dlread add --no-fetch adds the address", host=answer.host)
        )
    if answer.status != 200:
        raise NetworkError(
            tr("{host} answered with status {status}; try again later", host=answer.host, status=answer.status)
        )
    if answer.type == "application/pdf":
        raise DlreadError(
            tr("'{address}' is a PDF without metadata; give the paper's page, or add --no-fetch", address=address)
        )
    fields = fields_of(decoding.as_page(answer)[:HEAD], address)
    if not fields.get("title"):
        raise DlreadError(
            tr("the page '{address}' has no title; dlread add --no-fetch adds it anyway", address=address)
        )
    client.keep(answer)
    return fields


def _overridden(address: str, settings: Settings) -> str:
    """At the base addresses of the settings."""
    for usual, chosen in (
        ("https://aclanthology.org", settings.acl),
        ("https://openreview.net", settings.openreview),
        ("https://proceedings.mlr.press", settings.pmlr),
    ):
        if address.startswith(f"{usual}/"):
            return chosen + address.removeprefix(usual)
    return address


_VENUES = {
    "citation_conference_title": "conference",
    "citation_journal_title": "journal",
    "citation_inbook_title": "chapter",
}
_TAGS = {"volume": "citation_volume", "number": "citation_issue", "publisher": "citation_publisher"}


def fields_of(page: str, address: str) -> Fields:
    tags = _tags(page)

    def first(*names: str) -> str:
        return next((value for name in names for value in tags.get(name, ()) if value), "")

    title = re.search(r"<title[^<>]*>([^<]*)", page, re.IGNORECASE)
    declared_title = first("citation_title", "og:title", "dc.title") or values.bare(title[1] if title else "", 1000)
    authors = tags.get("citation_author") or first("citation_authors").split(";")
    ids = [identity.name(first(name)) for name in ("citation_doi", "citation_arxiv_id")]
    named = [identity.name(address), *ids]
    is_paper = "citation_title" in tags
    dates = ("citation_publication_date", "citation_date", "citation_year", "citation_online_date")
    fields: Fields = {
        "title": declared_title,
        "authors": [name for one in authors if (name := names.given_first(one.strip()))],
        "year": values.year(first(*dates)),
        "venue": first(*_VENUES)[:300],
        "type": next((type for name, type in _VENUES.items() if first(name)), ""),
        **{field: first(name)[:300] for field, name in _TAGS.items()},
        "pages": "-".join(filter(None, (first("citation_firstpage"), first("citation_lastpage"))))[:40],
        "isbn": next(filter(identity.is_isbn, tags.get("citation_isbn", ())), ""),
        "arxiv": next(filter(identity.is_arxiv, named), ""),
        "doi": next(filter(identity.is_doi, named), ""),
        "summary": first("citation_abstract", "og:description", "description", "dc.description"),
        "link:paper" if is_paper else "link:page": address,
        "link:pdf": _address(first("citation_pdf_url")),
    }
    return {name: value for name, value in fields.items() if value}


def _tags(page: str) -> dict[str, list[str]]:
    """Name in lower case -> what the page's <meta> say under it. Linear in the page: no tag has a `<` in it."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<meta\s([^<>]*)>", page, re.IGNORECASE)[:2000]:
        pairs = re.findall(r"([a-z:-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", tag, re.IGNORECASE)
        attributes = {name.lower(): html.unescape(one or other or third) for name, one, other, third in pairs}
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        if name and (value := values.line(attributes.get("content"))):
            found.setdefault(name, []).append(value)
    return found


def _address(text: str) -> str:
    return text if identity.is_address(text) else ""
