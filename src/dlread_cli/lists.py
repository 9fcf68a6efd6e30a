"""Lists of others, fetched from where they are kept and read: for the commands that add and update them."""

import hashlib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dlread_cli.domain import sources
from dlread_cli.domain.sources import IN_REPOSITORY, Source
from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.storage import catalogs, copies
from dlread_cli.storage.catalogs import Catalog, CatalogError
from dlread_cli.translation import plural, reason, tr


class Fetched(NamedTuple):
    content: bytes
    ending: str
    """`.yaml` or `.md`: how it is read."""
    id: str
    """The commit or ETag; '' of a file."""

    def version(self, today: date) -> dict[str, str]:
        """As journals keep it."""
        told = {"id": self.id, "sha256": self.sha256, "at": today.isoformat()}
        return {name: text for name, text in told.items() if text}

    def keep(self, name: str) -> None:
        """As the copy that the library reads. Raises DlreadError."""
        try:
            copies.keep_copy(name, self.content, self.sha256, self.ending)
        except OSError as error:
            why = reason(error)
            raise DlreadError(tr("cannot keep a copy of {name}: {why}", name=name, why=why)) from error

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def catalog(self) -> Catalog:
        """Raises CatalogError."""
        return catalogs.parsed(self.content, self.ending)


def located(text: str) -> Source:
    """Where a list is; the path of a file may lead to a git repository: `/srv/papers.git#a.yaml`. Raises UsageError."""
    source = sources.source(text)
    with suppress(OSError, RuntimeError):  # `fetch` tells why it cannot be read
        if source.kind == "file" and not Path(source.address).expanduser().is_file():
            address, _, path = source.address.partition("#")
            directory = Path(address).expanduser().absolute()
            if _is_repository(directory):
                return Source("clone", str(directory), sources.path_within(path))
    return source


def _is_repository(directory: Path) -> bool:
    """With files beside it, or bare."""
    return (directory / ".git").exists() or ((directory / "HEAD").is_file() and (directory / "objects").is_dir())


def fetch(source: Source) -> Fetched:
    """Of a source as `located` gives it. Raises DlreadError, NetworkError."""
    ways = {"file": _read, "web": _download, "git": _from_repository, "clone": _from_repository}
    return ways[source.kind](source)


def _read(source: Source) -> Fetched:
    try:
        path = Path(source.address).expanduser()
        content = catalogs.content(path)
    except (OSError, RuntimeError) as error:  # without a home, there is no ~
        why = reason(error)
        raise DlreadError(tr("cannot read '{path}': {why}", path=short(source.address), why=why)) from error
    return Fetched(content, _ending(path.name, content), "")


def _download(source: Source) -> Fetched:
    from dlread_cli.network.client import Client

    with Client() as client:
        answer = client.get(source.address, "text/plain, */*", client.deadline())
        if answer.status != 200:
            raise NetworkError(
                tr("{host} answered with status {status}; check the address", host=answer.host, status=answer.status)
            )
        if answer.type == "text/html":
            raise DlreadError(tr("{host} answered with a web page; give the address of the raw file", host=answer.host))
        fetched = Fetched(
            answer.body, _ending(source.address.split("?")[0], answer.body), answer.headers.get("etag", "")[:200]
        )
        with suppress(CatalogError):
            if not fetched.catalog.fatal:
                client.keep(answer)
    return fetched


def _from_repository(source: Source) -> Fetched:
    from dlread_cli.network import git

    found = git.read(source.address, [source.path] if source.path else IN_REPOSITORY)
    return Fetched(found.content, _ending(found.path, found.content), found.commit)


def _ending(name: str, content: bytes) -> str:
    """By the name of the file, or else by what it begins with."""
    if name.lower().endswith((".md", ".markdown")):
        return catalogs.MARKDOWN
    if name.lower().endswith((".yaml", ".yml")):
        return ".yaml"
    from dlread_cli.formats import markdown

    return catalogs.MARKDOWN if markdown.is_one(content[:8000].decode("utf-8", "replace")) else ".yaml"


def read(source: Source, fetched: Fetched) -> Catalog:
    """Raises DlreadError, which says where the first mistake is."""
    try:
        catalog = fetched.catalog
    except CatalogError as error:
        raise DlreadError(tr("{subject}: {text}", subject=short(source.text), text=error)) from error
    if catalog.fatal:
        first, *rest = [*catalog.fatal, *catalog.problems]
        raise DlreadError(tr("{subject}: {text}", subject=short(source.text), text=_with_more(first, len(rest))))
    if not catalog.entries:
        why = tr("{subject}: {text}", subject="", text=catalog.problems[0]) if catalog.problems else ""
        raise DlreadError(tr("{source} has no entries that can be read{why}", source=short(source.text), why=why))
    return catalog


def _with_more(first: CatalogError, rest: int) -> str:
    if not rest:
        return str(first)
    return plural(
        "{first}; and 1 more problem, which dlread catalog check shows",
        "{first}; and {rest:,} more problems, which dlread catalog check shows",
        rest,
        first=first,
        rest=rest,
    )
