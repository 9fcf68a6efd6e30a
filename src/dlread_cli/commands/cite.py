"""dlread cite: entries as BibTeX, as a plain line, or as CSL-JSON."""

from dlread_cli import opening, output, terminal
from dlread_cli.domain.queries import Style


def run(keys: list[str], style: Style, as_json: bool) -> None:
    from dlread_cli.formats import citation, csl, plain_text

    with opening.open_library() as library:
        found = opening.resolve_entries(library, keys)
        all_details = library.details_of([entry.key for entry in found])
        entries = [(entry, all_details[entry.key]) for entry in found]
    if as_json:
        keys_cited = citation.keys(entries)
        output.show_json([csl.written(*one, key) for one, key in zip(entries, keys_cited, strict=True)])
    elif style is Style.TEXT:
        terminal.write(plain_text.written(entry, details) for entry, details in entries)
    else:
        for number, lines in enumerate(citation.as_bibtex(entries)):
            terminal.write([*([""] if number else []), *lines])
