"""Everything about what somebody named: who is asked, in which order, and how the answers come together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from typing import NamedTuple

from dlread_cli.domain import identity
from dlread_cli.domain.fields import OF_VENUE, Fields
from dlread_cli.domain.identity import Reference
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.network import arxiv, doi, github, pages
from dlread_cli.network.client import Client
from dlread_cli.network.transport import Deadline
from dlread_cli.network.workers import workers
from dlread_cli.translation import tr

_WORKERS = 8


class Fetched(NamedTuple):
    """What is known of a thing now, and why no more is, or nothing."""

    fields: Fields
    problem: DlreadError | None


def fetch(
    client: Client, wanted: Sequence[Reference], preprints: Mapping[str, Fields], done: Callable[[Reference], None]
) -> list[Fetched]:
    """Each, in the order asked for; all papers of arXiv in one request, but for the `preprints`, which are known by id.

    `done` is called as each is there.
    """
    answers: dict[Reference, Fetched] = {}
    ids = [one.id for one in dict.fromkeys(wanted) if one.kind == "arxiv" and one.id not in preprints]
    with workers(_WORKERS) as pool:
        jobs: dict[Future[Fetched], Reference] = {
            pool.submit(_tried, _other, client, one): one for one in dict.fromkeys(wanted) if one.kind != "arxiv"
        }
        jobs |= {
            pool.submit(_tried, _published, client, preprint, None): Reference("arxiv", id_)
            for id_, preprint in preprints.items()
        }
        for start in range(0, len(ids), arxiv.AT_ONCE):
            some = ids[start : start + arxiv.AT_ONCE]
            deadline = client.deadline()
            answered = _preprints(client, some, deadline)
            one_each = deadline if len(some) == 1 else None
            jobs |= {
                pool.submit(_tried, _published, client, preprint, one_each): Reference("arxiv", id_)
                for id_, preprint in zip(some, answered, strict=True)
            }
        for job in as_completed(jobs):
            answers[jobs[job]] = job.result()
            done(jobs[job])
    return [answers[one] for one in wanted]


def _tried(look_up: Callable[..., Fetched], *arguments: object) -> Fetched:
    try:
        return look_up(*arguments)
    except DlreadError as error:
        return Fetched({}, error)


def _with_more(fields: Fields, look_up: Callable[[], Fields]) -> Fetched:
    """What another source makes of the fields; without it they stay, and it is reported if that one does not answer."""
    try:
        return Fetched(look_up(), None)
    except NetworkError as error:
        return Fetched(fields, error)
    except DlreadError:  # it knows nothing of it
        return Fetched(fields, None)


def _preprints(client: Client, ids: Sequence[str], deadline: Deadline) -> Iterator[Fields | DlreadError]:
    try:
        papers = arxiv.papers(client, ids, deadline)
    except NetworkError as error:
        return iter([error] * len(ids))
    return iter(
        [papers.get(id_) or DlreadError(tr("arXiv has no paper '{id}'; is it complete?", id=id_)) for id_ in ids]
    )


def _published(client: Client, preprint: Fields | DlreadError, deadline: Deadline | None) -> Fetched:
    """With what doi.org says where the paper was published."""
    if isinstance(preprint, DlreadError):
        raise preprint
    if not preprint.get("doi"):
        return Fetched(preprint, None)
    return _with_more(preprint, lambda: preprint | _places(client, preprint["doi"], deadline or client.deadline()))


def _places(client: Client, id_: str, deadline: Deadline) -> Fields:
    published = doi.work(client, id_, deadline)
    return {field: published[field] for field in ("year", "month", "venue", *OF_VENUE) if field in published}


def _other(client: Client, wanted: Reference) -> Fetched:
    deadline = client.deadline()
    match wanted.kind:
        case "doi":
            work = doi.work(client, wanted.id, deadline)
            return _with_more(work, lambda: _with_preprint(client, work, deadline))
        case "github":
            code, paper_id = github.described(client, wanted.id, deadline)
            found = _with_more(code, lambda: _with_paper(client, code, paper_id, deadline))
            return Fetched({}, found.problem) if found.problem else found  # the paper's title is to be the entry's
        case _:
            return Fetched(pages.described(client, wanted.id, deadline), None)


def _with_preprint(client: Client, work: Fields, deadline: Deadline) -> Fields:
    if arxiv_id := work.get("arxiv"):
        return arxiv.papers(client, [arxiv_id], deadline).get(arxiv_id, {}) | work
    return work


def _with_paper(client: Client, code: Fields, paper_id: str, deadline: Deadline) -> Fields:
    """The paper's own words before those of its code's repository."""
    if identity.is_arxiv(paper_id):
        paper = arxiv.papers(client, [paper_id], deadline).get(paper_id, {})
    elif paper_id:
        paper = _with_preprint(client, doi.work(client, paper_id, deadline), deadline)
    else:
        paper = {}
    return code | paper | {"link:repository": code["link:repository"]}
