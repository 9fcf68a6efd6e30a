"""What GitHub knows of a repository. Form: docs.github.com/en/rest/repos/repos and .../contents, version 2022-11-28."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from dlread_cli.domain import identity
from dlread_cli.domain.fields import TAG, Fields
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.network import decoding, text
from dlread_cli.network.client import Client
from dlread_cli.network.decoding import Answer
from dlread_cli.network.transport import Deadline

JSON, RAW = "application/vnd.github+json", "application/vnd.github.raw+json"

ReadYaml = Callable[[bytes], Any]
"""Strings, lists and mappings of a text that anybody may have written; raises ValueError. Storage has it."""


class LimitError(NetworkError):
    """GitHub answers no more for a while."""


class Repository(NamedTuple):
    """`state` is `alive`, `archived` or `gone`; `pushed` a day or ''."""

    state: str
    url: str
    pushed: str


def repository(client: Client, name: str, deadline: Deadline) -> Repository:
    """How it is with owner/name; `url` is where it is now."""
    answer = _get(client, f"repos/{name}", JSON, deadline)
    if answer.status in (404, 410, 451):
        return Repository("gone", "", "")
    data = decoding.as_json(answer)
    full_name = text.line(data.get("full_name"), 200)
    if not identity.github(f"https://github.com/{full_name}"):
        raise NetworkError(f"{answer.host} answered with JSON of an unexpected form")
    client.keep(answer)
    pushed = text.line(data.get("pushed_at"), 40)[:10]
    pushed = pushed if re.fullmatch(r"\d{4}-\d\d-\d\d", pushed, re.ASCII) else ""
    return Repository(
        "archived" if data.get("archived") is True else "alive", f"https://github.com/{full_name}", pushed
    )


def described(client: Client, name: str, deadline: Deadline, read_yaml: ReadYaml) -> tuple[Fields, str]:
    """A repository's fields, and the DOI or arXiv id of the paper that it is the code of, or ''.

    Raises DlreadError for one that is not there.
    """
    answer = _get(client, f"repos/{name}", JSON, deadline)
    if answer.status in (404, 410, 451):
        raise DlreadError(f"GitHub has no repository '{name}'; it may be private or misspelled")
    data = decoding.as_json(answer)
    fields = _fields(data, name)
    client.keep(answer)
    cited, paper = _cited(client, name, deadline, read_yaml)
    return fields | cited, paper or _paper_in_readme(client, name, deadline)


def _fields(data: dict[str, Any], name: str) -> Fields:
    license_ = data.get("license")
    spdx = text.line(license_.get("spdx_id"), 60) if isinstance(license_, dict) else ""
    topics = data.get("topics")
    full_name = text.line(data.get("full_name"), 200)
    if not identity.github(f"https://github.com/{full_name}"):
        full_name = name
    homepage = text.line(data.get("homepage"), identity.ADDRESS)
    fields: Fields = {
        "title": full_name.split("/")[1],
        "summary": text.line(data.get("description")),
        "year": text.year(data.get("created_at")),
        "language": text.line(data.get("language"), 60),
        "license": "" if spdx == "NOASSERTION" else spdx,
        "link:repository": f"https://github.com/{full_name}",
        "link:project": homepage if identity.is_address(homepage) else "",
    }
    tags = [text.line(topic, 64).lower() for topic in (topics if isinstance(topics, list) else ())[:30]]
    return {field: value for field, value in fields.items() if value} | {
        f"tag:{tag}": True for tag in tags if TAG.fullmatch(tag)
    }


def _cited(client: Client, name: str, deadline: Deadline, read_yaml: ReadYaml) -> tuple[Fields, str]:
    """Of `CITATION.cff`: citation-file-format.github.io, schema 1.2.0. One that cannot be read says nothing."""
    answer = _get(client, f"repos/{name}/contents/CITATION.cff", RAW, deadline)
    if answer.status != 200:
        return {}, ""
    try:
        data = read_yaml(answer.body)
        client.keep(answer)
    except ValueError:
        return {}, ""
    if not isinstance(data, dict):
        return {}, ""
    preferred = data.get("preferred-citation")
    paper = preferred if isinstance(preferred, dict) else data
    fields: Fields = {
        "title": text.line(paper.get("title")),
        "authors": _authors(paper.get("authors")),
        "year": text.year(paper.get("year") or paper.get("date-published") or paper.get("date-released")),
        "venue": text.line(paper.get("journal") or paper.get("collection-title"), 300),
    }
    return {field: value for field, value in fields.items() if value}, _id(paper) if paper is preferred else _id(data)


def _authors(data: Any) -> list[str]:
    found = []
    for one in data[:1000] if isinstance(data, list) else ():
        if isinstance(one, dict):
            parts = (text.line(one.get(part), 200) for part in ("given-names", "name-particle", "family-names"))
            found.append(" ".join(part for part in parts if part) or text.line(one.get("name"), 200))
    return [name for name in found if name]


def _id(paper: dict[str, Any]) -> str:
    """An arXiv id or a DOI that a paper is identified by; the DOI of an archived software is none."""
    items = paper.get("identifiers")
    values = [paper.get("doi"), paper.get("url")]
    values += [item.get("value") for item in items[:50] if isinstance(item, dict)] if isinstance(items, list) else []
    named = [identity.name(text.line(value, 300)) for value in values]
    dois = (one for one in named if identity.is_doi(one) and not one.startswith("10.5281/zenodo."))
    return next(filter(identity.is_arxiv, named), "") or next(dois, "")


_EARLY = 3_000
"""Characters of a README in which its own paper is named, where it speaks of several."""


def _paper_in_readme(client: Client, name: str, deadline: Deadline) -> str:
    """The one arXiv id in it, or the one in its beginning; '' if there are more: others' work is cited too."""
    answer = _get(client, f"repos/{name}/readme", RAW, deadline)
    client.keep(answer)
    text = answer.body.decode("utf-8", "replace")
    for part in (text, text[:_EARLY]):
        found = re.findall(r"(?:arxiv\.org/(?:abs|pdf)/|arxiv:\s?)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", part, re.IGNORECASE)
        if len(ids := {identity.name(one) for one in found}) == 1:
            return ids.pop()
    return ""


def _get(client: Client, path: str, accept: str, deadline: Deadline) -> Answer:
    """A 200, 404, 410 or 451."""
    answer = client.get(f"{client.settings.github}/{path}", accept, deadline)
    if answer.status in (200, 404, 410, 451):
        return answer
    if answer.status == 401:
        raise NetworkError("GitHub rejects the token in GITHUB_TOKEN; unset it or create a new one")
    if answer.status in (403, 429) and answer.headers.get("x-ratelimit-remaining") == "0":
        way_out = "" if client.settings.github_token else ", or set GITHUB_TOKEN to raise the limit to 5,000"
        raise LimitError(f"GitHub's hourly limit is reached; try again later{way_out}")
    raise NetworkError(f"{answer.host} answered with status {answer.status}; try again later")
