"""dlread remove: what the reader added, out of the list again."""

from dlread_cli import opening, output, terminal
from dlread_cli.errors import DlreadError
from dlread_cli.output import Form


def run(keys: list[str], lang: str | None) -> None:
    language = terminal.language(lang)
    from dlread_cli.storage import journal

    with opening.open_library() as library:
        entries = opening.resolve_entries(library, keys)
        layers = library.base_and_overrides([entry.key for entry in entries])
        for entry in entries:
            if layers[entry.key][0]:
                way_out = f"dlread mark-skipped {entry.key} skips it instead"
                raise DlreadError(f"{entry.key} is from the catalog {entry.catalog} and cannot be removed; {way_out}")
        output.show(library, entries, Form.AUTO, language)
        with journal.writing(library, terminal.say) as write:
            write(
                {
                    key: {field: None for field, (value, _) in own.items() if value is not None}
                    for key, (_, own) in layers.items()
                }
            )
        terminal.say(f"removed {len(entries)} {terminal.symbols().dot} dlread undo takes it back")
