"""dlread remove: what the reader added, out of the list again."""

from collections.abc import Mapping, Sequence

from dlread_cli import opening, recording, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.history import Overrides
from dlread_cli.errors import DlreadError
from dlread_cli.translation import tr


def run(keys: list[str], lang: str | None) -> None:
    language = terminal.language(lang)
    with opening.open_library() as library:
        entries = opening.resolve_entries(library, keys)
        layers = library.base_and_overrides([entry.key for entry in entries])
        recording.apply(library, decide(entries, layers), language)


def decide(entries: Sequence[Entry], layers: Mapping[str, tuple[Fields, Overrides]]) -> Change:
    """`layers` has what a catalog says of each entry, and what the reader said. Raises DlreadError."""
    for entry in entries:
        if layers[entry.key][0]:
            raise DlreadError(
                tr(
                    "{key} is from the catalog {catalog} and cannot be removed; "
                    "dlread mark-skipped {key} skips it instead",
                    key=entry.key,
                    catalog=entry.catalog,
                )
            )
    changes: dict[str, Fields] = {
        key: {field: None for field, (value, _) in own.items() if value is not None} for key, (_, own) in layers.items()
    }
    return Change(changes, tr("removed {number}", number=len(entries)), removed=entries)
