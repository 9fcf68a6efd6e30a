"""What arXiv knows of a paper: its Atom interface. Form: info.arxiv.org/help/api/user-manual.html.

Section 3.3 has the answer, 5.1 the query of a search.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote_plus
from xml.etree import ElementTree

from dlread_cli.domain import folding, identity
from dlread_cli.domain.fields import Fields
from dlread_cli.errors import NetworkError
from dlread_cli.formats import values
from dlread_cli.network import decoding
from dlread_cli.network.client import Client
from dlread_cli.network.decoding import Answer
from dlread_cli.network.transport import Deadline
from dlread_cli.translation import tr

AT_ONCE = 50
ELEMENTS = 50_000
"""Of 50 papers with 100 authors each a tenth."""

_ATOM, _OWN = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"


def papers(client: Client, ids: Sequence[str], deadline: Deadline) -> dict[str, Fields]:
    """Those that arXiv has, by id."""
    found = _found(client, f"id_list={','.join(ids)}&max_results={len(ids)}", deadline)
    return {paper["arxiv"]: paper for paper in found}


def titled(client: Client, title: str, deadline: Deadline) -> list[Fields]:
    """Papers whose titles have all these words, the closest title first; of equal ones, arXiv's order."""
    words = [word.lower() for word in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", title)]  # AND would be an operator
    phrase = " ".join(words).replace("\u2019", "'")
    each = " AND ".join(f"ti:{word}" for word in phrase.split())
    query = quote_plus(f'ti:"{phrase}" OR ({each})', safe=":")
    found = _found(client, f"search_query={query}&max_results={_SEARCHED}", deadline)
    return sorted(found, key=lambda paper: _closeness(title, paper["title"]), reverse=True)


_SEARCHED = 25
"""Papers that a search asks for: arXiv's own order is not that of the closest titles."""


def _closeness(typed: str, title: str) -> tuple[bool, bool, float]:
    """Are they the same? Does the title begin so, as before a colon? And what part of their words do they share?"""
    ours, its = folding.words(typed), folding.words(title)
    return ours == its, ours == its[: len(ours)], len({*ours} & {*its}) / max(len({*ours} | {*its}), 1)


def _found(client: Client, query: str, deadline: Deadline) -> list[Fields]:
    answer = client.get(f"{client.settings.arxiv}/api/query?{query}", "application/atom+xml", deadline)
    if answer.status == 400:  # a malformed id, which arXiv answers so
        return []
    if answer.status != 200:
        raise NetworkError(
            tr("{host} answered with status {status}; try again later", host=answer.host, status=answer.status)
        )
    papers_ = [paper for entry in _feed(answer).iter(f"{_ATOM}entry") if (paper := _paper(entry))]
    client.keep(answer)
    return papers_


def _feed(answer: Answer) -> ElementTree.Element:
    """Without any declaration, and so without entities: those of XML unfold to gigabytes."""
    if answer.type not in ("application/atom+xml", "application/xml", "text/xml"):
        got = answer.type[:60] or tr("something without a type")
        raise NetworkError(
            tr(
                "{host} answered with {got} where Atom was asked for; are you behind a login page?",
                host=answer.host,
                got=got,
            )
        )
    text = decoding.as_text(answer)
    if re.search(r"<!(?!--|\[CDATA\[)", text):
        raise NetworkError(tr("{host} answered with a document type, which Atom does not allow", host=answer.host))
    if text.count("<") > ELEMENTS * 2:
        raise NetworkError(
            tr("{host} answered with more than {elements} elements", host=answer.host, elements=ELEMENTS)
        )
    try:
        feed = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise NetworkError(tr("{host} answered with something other than Atom", host=answer.host)) from error
    if feed.tag != f"{_ATOM}feed":
        raise NetworkError(tr("{host} answered with something other than Atom", host=answer.host))
    return feed


def _paper(entry: ElementTree.Element) -> Fields:
    """{} for what is none, as an error's entry."""
    id_ = identity.name(_text(entry, f"{_ATOM}id"))
    title = values.line(_text(entry, f"{_ATOM}title"))
    if not identity.is_arxiv(id_) or not title:
        return {}
    summary = values.line(_text(entry, f"{_ATOM}summary"))
    comment = values.line(_text(entry, f"{_OWN}comment"))
    doi = identity.name(values.line(_text(entry, f"{_OWN}doi"), 300))
    authors = [values.line(_text(author, f"{_ATOM}name"), 200) for author in entry.iter(f"{_ATOM}author")]
    fields: Fields = {
        "title": title,
        "authors": [author for author in authors if author],
        "year": values.year(_text(entry, f"{_ATOM}published")[:4]),
        "venue": values.line(_text(entry, f"{_OWN}journal_ref"), 300),
        "arxiv": id_,
        "doi": doi if identity.is_doi(doi) else "",
        "summary": summary,
        "link:repository": only_repository(comment) or only_repository(summary),
        "link:paper": f"https://arxiv.org/abs/{id_}",
        "link:pdf": f"https://arxiv.org/pdf/{id_}",
    }
    return {name: value for name, value in fields.items() if value}


def only_repository(text: str) -> str:
    """The address of the repository that a text names, if it names one."""
    urls = re.findall(r"(?:https?://)?github\.com/[^\s)}\]]+", text)
    found = {identity.github(url.rstrip(".,;:")) for url in urls} - {""}
    return f"https://github.com/{found.pop()}" if len(found) == 1 else ""


def _text(element: ElementTree.Element, name: str) -> str:
    child = element.find(name)
    return (child.text or "") if child is not None else ""
