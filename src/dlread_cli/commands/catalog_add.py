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
from dlread_cli.translation import plural, tr


def run(what: str, name: str) -> None:
    source = lists.located(what)
    if name and not KEY.fullmatch(name):
        raise UsageError(tr("'{name}' cannot be the name of a catalog; use letters, digits and . _ + -", name=name))
    fetched = lists.fetch(source)
    catalog = lists.read(source, fetched)
    called = (name or catalog.name or sources.name(source)).lower()
    if not KEY.fullmatch(called):
        raise UsageError(tr("this list does not say what it is called; give it a name with --as NAME"))
    new = Subscription(called, _absolute(source).text, fetched.version(clock.today()))
    with opening.open_library() as library:
        change = decide(new, catalog, library.subscriptions(), library.catalog_names())
        fetched.keep(called)
        recording.apply(library, change, terminal.language(None))


def _absolute(source: Source) -> Source:
    """A file or directory by the same name wherever one is, and on other machines as far as possible."""
    if source.kind not in ("file", "clone"):
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
            told = tr("{name} is already added; dlread catalog update {name} fetches it again", name=new.name)
            raise DlreadError(told)
        raise DlreadError(tr("there is already a catalog called {name}; choose another name with --as", name=new.name))
    if subscriptions.why_not(new.name):
        raise DlreadError(tr("dlread itself uses the name '{name}'; choose another with --as", name=new.name))
    if new.name in map(str.lower, names):
        raise DlreadError(tr("there is already a catalog called {name}; choose another name with --as", name=new.name))
    rest = len(catalog.problems) - FEW
    problems = [tr("{problem}; left out", problem=problem) for problem in catalog.problems[:FEW]]
    problems += [tr("and {rest:,} more; dlread catalog check lists them all", rest=rest)] if rest > 0 else []
    count = subscriptions.size(catalog.entries)
    return Change(
        {subscriptions.key_of(new.name): {"subscription": new.source, "version": dict(new.version)}},
        plural("added {name} with 1 entry", "added {name} with {count:,} entries", count, name=new.name, count=count),
        notices=problems,
        remark=tr("dlread list --catalog {name} lists them", name=new.name),
    )
