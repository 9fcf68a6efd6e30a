"""What GitHub knows of a repository. Form: docs.github.com/en/rest/repos/repos and .../contents, version 2022-11-28."""

import re
from typing import Any, NamedTuple

from dlread_cli.domain import identity
from dlread_cli.domain.fields import TAG, Fields
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.formats import cff, values
from dlread_cli.network import decoding
from dlread_cli.network.client import Client
from dlread_cli.network.decoding import Answer
from dlread_cli.network.transport import Deadline
from dlread_cli.translation import tr

JSON, RAW = "application/vnd.github+json", "application/vnd.github.raw+json"


class LimitError(NetworkError):
    """GitHub answers nothing more for a while."""


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
    full_name = values.line(data.get("full_name"), 200)
    if not identity.github(f"https://github.com/{full_name}"):
        raise NetworkError(tr("{host} answered with JSON of an unexpected form", host=answer.host))
    client.keep(answer)
    pushed = values.line(data.get("pushed_at"), 40)[:10]
    pushed = pushed if re.fullmatch(r"\d{4}-\d\d-\d\d", pushed, re.ASCII) else ""
    return Repository(
        "archived" if data.get("archived") is True else "alive", f"https://github.com/{full_name}", pushed
    )


def described(client: Client, name: str, deadline: Deadline) -> tuple[Fields, str]:
    """A repository's fields, and the DOI or arXiv id of the paper that it is the code of, or ''.

    Raises DlreadError for one that is not there.
    """
    answer = _get(client, f"repos/{name}", JSON, deadline)
    if answer.status in (404, 410, 451):
        raise DlreadError(tr("GitHub has no repository '{name}'; it may be private or misspelled", name=name))
    data = decoding.as_json(answer)
    fields = _fields(data, name)
    client.keep(answer)
    cited, paper = _cited(client, name, deadline)
    return fields | cited, paper or _paper_in_readme(client, name, deadline)


def _fields(data: dict[str, Any], name: str) -> Fields:
    license_ = data.get("license")
    spdx = values.line(license_.get("spdx_id"), 60) if isinstance(license_, dict) else ""
    topics = data.get("topics")
    full_name = values.line(data.get("full_name"), 200)
    if not identity.github(f"https://github.com/{full_name}"):
        full_name = name
    homepage = values.line(data.get("homepage"), identity.ADDRESS)
    fields: Fields = {
        "title": full_name.split("/")[1],
        "summary": values.line(data.get("description")),
        "year": values.year(data.get("created_at")),
        "language": values.line(data.get("language"), 60),
        "license": "" if spdx == "NOASSERTION" else spdx,
        "link:repository": f"https://github.com/{full_name}",
        "link:project": homepage if identity.is_address(homepage) else "",
    }
    tags = [values.line(topic, 64).lower() for topic in (topics if isinstance(topics, list) else ())[:30]]
    return {field: value for field, value in fields.items() if value} | {
        f"tag:{tag}": True for tag in tags if TAG.fullmatch(tag)
    }


def _cited(client: Client, name: str, deadline: Deadline) -> tuple[Fields, str]:
    """What its citation file says; one that cannot be read says nothing."""
    answer = _get(client, f"repos/{name}/contents/CITATION.cff", RAW, deadline)
    if answer.status != 200:
        return {}, ""
    try:
        found = cff.read(answer.body)
    except ValueError:
        return {}, ""
    client.keep(answer)
    return found


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
        raise NetworkError(tr("GitHub rejects the token in GITHUB_TOKEN; unset it or create a new one"))
    if answer.status in (403, 429) and answer.headers.get("x-ratelimit-remaining") == "0":
        if client.settings.github_token:
            raise LimitError(tr("GitHub's hourly limit is reached; try again later"))
        raise LimitError(
            tr("GitHub's hourly limit is reached; try again later, or set GITHUB_TOKEN to raise the limit to 5,000")
        )
    raise NetworkError(
        tr("{host} answered with status {status}; try again later", host=answer.host, status=answer.status)
    )
