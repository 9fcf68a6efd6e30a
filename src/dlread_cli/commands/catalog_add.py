"""dlread catalog add: subscribes to a list that somebody else keeps."""

from collections.abc import Sequence
from pathlib import Path

from dlread_cli import clock, lists, opening, recording, terminal
from dlread_cli.domain import sources, subscriptions
from dlread_cli.domain.changes import Change
from dlread_cli.domain.fields import KEY
from dlread_cli.domain.sources import Source
from dlread_cli.domain.subscriptions import Subscription
from dlread_cli.domain.wording import FEW
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.formats.catalog import Catalog


def run(what: str, name: str) -> None:
    source = sources.source(what)
    if name and not KEY.fullmatch(name):
        raise UsageError(f"'{name}' cannot be the name of a catalog; use letters, digits and . _ + -")
    fetched = lists.fetch(source)
    catalog = lists.read(source, fetched)
    called = (name or catalog.name or sources.name(source)).lower()
    if not KEY.fullmatch(called):
        raise UsageError("this list does not say what it is called; give it a name with --as NAME")
    new = Subscription(called, _absolute(source).text, fetched.version(clock.today()))
    with opening.open_library() as library:
        change = decide(new, catalog, library.subscriptions(), library.catalog_names())
        fetched.keep(called)
        recording.apply(library, change, terminal.language(None))


def _absolute(source: Source) -> Source:
    """A file by the same name wherever one is, and on other machines as far as possible."""
    if source.kind != "file":
        return source
    path = Path(source.address).expanduser().absolute()
    try:
        return source._replace(address=f"~/{path.relative_to(Path('~').expanduser()).as_posix()}")
    except (ValueError, RuntimeError):
        return source._replace(address=str(path))


def decide(new: Subscription, catalog: Catalog, known: Sequence[Subscription], names: Sequence[str]) -> Change:
    """`names` are those of all catalogs. Raises DlreadError."""
    if there := next((one for one in known if one.name == new.name), None):
        if there.source == new.source:
            raise DlreadError(f"{new.name} is already added; dlread catalog update {new.name} fetches it again")
        raise DlreadError(f"there is already a catalog called {new.name}; choose another name with --as")
    if new.name in (*map(str.lower, names), *subscriptions.RESERVED):
        raise DlreadError(f"there is already a catalog called {new.name}; choose another name with --as")
    rest = len(catalog.problems) - FEW
    problems = [f"{problem}; left out" for problem in catalog.problems[:FEW]]
    problems += [f"and {rest} more problems; dlread catalog check lists them"] if rest > 0 else []
    count = sum(fields["kind"] != "section" for _, fields in catalog.entries) or len(catalog.entries)
    entries = "1 entry" if count == 1 else f"{count:,} entries"
    return Change(
        {subscriptions.key_of(new.name): {"subscription": new.source, "version": dict(new.version)}},
        f"added {new.name} with {entries}",
        notices=problems,
        remark=f"dlread list --catalog {new.name} lists them",
    )
