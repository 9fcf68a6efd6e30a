"""Names that several entries have, of which none may be taken for the other."""

from collections.abc import Callable, Iterable, Sequence

from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError
from dlread_cli.storage.schema import BARE
from dlread_cli.translation import tr

ALIAS = 1
"""The rank of a name that is an alias; that of a key is lower."""


def check(name: str, ranks: Sequence[tuple[str, int]], shown: Callable[[Iterable[str]], list[str]]) -> None:
    """`ranks` are the keys that have the name, with its rank there, the lowest first; `shown` as in `Snapshot`.

    Raises DlreadError, naming the entries, where no one of them is meant.
    """
    lowest = ranks[0][1]
    keys = shown(key for key, rank in ranks if rank == lowest)
    if lowest == ALIAS and len(keys) > 1:
        raise DlreadError(
            tr("'{name}' is an alias of {one} and {other}; give the key", name=name, one=keys[0], other=keys[1])
        )
    if lowest == BARE and len(keys) > 1:
        raise DlreadError(tr("'{name}' could be {keys}; give the name of the list, too", name=name, keys=listed(keys)))
    of_lists = shown(key for key, rank in ranks if rank == BARE and key.lower().endswith(f"/{name.lower()}"))
    if lowest == ALIAS and of_lists and of_lists != keys:
        raise DlreadError(
            tr(
                "'{name}' is an alias of {alias} and the key of {keys}; give the whole key",
                name=name,
                alias=keys[0],
                keys=listed(of_lists),
            )
        )
