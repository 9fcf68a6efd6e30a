"""dlread remove: what the reader added, out of the list again."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form
from dlread_cli.errors import DlreadError


def run(names: list[str], language: str) -> None:
    from dlread_cli.storage import journal

    with common.open_library() as library:
        entries = common.resolve_entries(library, names)
        layers = library.base_and_overrides([entry.key for entry in entries])
        for entry in entries:
            if layers[entry.key][0]:
                way_out = f"dlread mark-skipped {entry.key} skips it instead"
                raise DlreadError(f"{entry.key} is from the catalog {entry.catalog} and cannot be removed; {way_out}")
        common.show(library, entries, Form.AUTO, language)
        with journal.writing(library, terminal.say) as write:
            write(
                {
                    key: {field: None for field, (value, _) in own.items() if value is not None}
                    for key, (_, own) in layers.items()
                }
            )
        terminal.say(f"removed {len(entries)} {terminal.symbols().dot} dlread undo takes it back")
