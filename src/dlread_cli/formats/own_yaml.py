"""Our own JSON as YAML, for people who want to read it: the same names, without what is empty. Pure."""

from collections.abc import Iterable, Iterator

from dlread_cli.domain.details import Details
from dlread_cli.domain.entries import Entry
from dlread_cli.formats import own_json, yaml


def written(entries: Iterable[tuple[Entry, Details]]) -> Iterator[str]:
    for entry, details in entries:
        known = {name: value for name, value in own_json.as_object(entry, details).items() if value}
        yield yaml.written([known])
