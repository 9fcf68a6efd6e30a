"""How it is with many addresses: which are gone, moved or archived. Tells `gone` from `nobody could be asked`."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from itertools import zip_longest
from typing import NamedTuple

from dlread_cli.domain import identity
from dlread_cli.domain.wording import short
from dlread_cli.errors import NetworkError, SilentError, UnreachableError
from dlread_cli.network import github
from dlread_cli.network.client import Client, host_and_port
from dlread_cli.network.github import LimitError
from dlread_cli.network.workers import workers
from dlread_cli.translation import tr

_WORKERS = 24


class Checked(NamedTuple):
    """How it is with an address, as far as it could be asked.

    `state` is `alive`, `archived`, `moved`, `gone`, `unreachable` where nobody knows the host, or '' where `problem`
    came between; `url` is where it is now, `page` the other page, if any, that answered in the end.
    """

    state: str
    url: str
    pushed: str = ""
    problem: NetworkError | None = None
    page: str = ""


def checked(client: Client, urls: Iterable[str], done: Callable[[], None]) -> dict[str, Checked]:
    """All at once, but to each host a few at a time. `done` is called as each is there."""
    found: dict[str, Checked] = {}
    spent = threading.Event()
    with workers(_WORKERS) as pool:
        jobs = {pool.submit(_tried, client, url, spent): url for url in _in_turns(dict.fromkeys(urls))}
        for job in as_completed(jobs):
            found[jobs[job]] = job.result()
            done()
        if _names_are_found(client, found):
            found = {url: Checked("unreachable", url) if _is_unknown(one) else one for url, one in found.items()}
    return _without_portals(found)


def is_worth_asking(url: str) -> bool:
    """Not what arXiv and doi.org keep for ever: they ask programs to leave their pages alone."""
    named = identity.name(url)
    return identity.is_address(url) and not identity.is_arxiv(named) and not identity.is_doi(named)


def _in_turns(urls: Iterable[str]) -> Iterator[str]:
    """One of each host, then the next of each, so that no host with many keeps the others waiting."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host_and_port(url)].append(url)
    for some in zip_longest(*by_host.values()):
        yield from (url for url in some if url)


def _is_unknown(one: Checked) -> bool:
    return isinstance(one.problem, UnreachableError) and one.problem.is_unknown


def _names_are_found(client: Client, found: Mapping[str, Checked]) -> bool:
    """Does looking up names work here, so that an unknown host says something about the host?

    Not where nobody answered, where most hosts are unknown, or GitHub's own: then we are offline, or a company's server
    of names answers.
    """
    if all(isinstance(one.problem, SilentError) for one in found.values()):
        return False
    hosts = {host_and_port(url) for url in found}
    unknown = {host_and_port(url) for url, one in found.items() if _is_unknown(one)}
    return 2 * len(unknown) <= len(hosts) and (not unknown or client.knows_github())


def _without_portals(found: Mapping[str, Checked]) -> dict[str, Checked]:
    """Where links of several hosts lead to one page, it asks for a login, as in a train: they have not moved there.

    Only where somebody on the way could have answered in their place: not over https.
    """
    hosts: dict[str, set[str]] = defaultdict(set)
    for url, one in found.items():
        if one.page and not url.lower().startswith("https:"):
            hosts[one.page].add(host_and_port(url))
    portals = {page: len(some) for page, some in hosts.items() if len(some) > 1}
    return {url: _asks_for_a_login(url, one, portals) for url, one in found.items()}


def _asks_for_a_login(url: str, one: Checked, portals: Mapping[str, int]) -> Checked:
    if one.page not in portals:
        return one
    message = tr(
        "links of {portals} hosts lead to {page}; is that a login page?",
        portals=portals[one.page],
        page=short(one.page),
    )
    return Checked("", url, problem=NetworkError(message))


def _tried(client: Client, url: str, spent: threading.Event) -> Checked:
    try:
        repository = _repository(url)
        if repository and spent.is_set():
            raise LimitError(tr("GitHub's hourly limit is reached"))
        return _of_github(client, url, repository) if repository else _of_a_page(client, url)
    except NetworkError as error:
        if isinstance(error, LimitError):
            spent.set()
        return Checked("", url, problem=error)


def _repository(url: str) -> str:
    """owner/name where the address is of the repository itself, and not of something within it."""
    repository = identity.github(url)
    return repository if identity.name(url) == f"github.com/{repository.lower()}" else ""


def _of_github(client: Client, url: str, name: str) -> Checked:
    now = github.repository(client, name, client.deadline())
    if now.state == "gone":
        return Checked("gone", url)
    is_there = identity.name(now.url) == identity.name(url)
    state = "moved" if now.state == "alive" and not is_there else now.state
    return Checked(state, url if is_there else now.url, now.pushed)


def _of_a_page(client: Client, url: str) -> Checked:
    answer = client.probe(url, client.deadline())
    if answer.status in (404, 410):
        return Checked("gone", url)
    if not 200 <= answer.status < 400:
        raise NetworkError(tr("{host} answered with status {status}", host=answer.host, status=answer.status))
    is_there = identity.name(answer.url) == identity.name(url)
    has_moved = answer.is_for_good and not is_there and identity.is_address(answer.url)
    page = "" if is_there else answer.url.split("?")[0]
    return Checked("moved", answer.url, page=page) if has_moved else Checked("alive", url, page=page)
