"""dlread cite: entries as BibTeX, as a plain line, or as CSL-JSON."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.domain.filters import Style


def run(names: list[str], style: Style, as_json: bool) -> None:
    from dlread_cli.render import citing

    with common.opened() as library:
        entries = [(entry, library.details(entry.key)) for entry in common.found(library, names)]
    if as_json:
        common.show_json([citing.csl(entry, details) for entry, details in entries])
    elif style is Style.TEXT:
        terminal.write(citing.line(entry, details) for entry, details in entries)
    else:
        for number, (entry, details) in enumerate(entries):
            terminal.write([*([""] if number else []), *citing.bibtex(entry, details)])
