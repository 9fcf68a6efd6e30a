"""pubs: `bib/KEY.bib` and `meta/KEY.yaml`, as pubs 0.9 writes them: github.com/pubs/pubs. Pure.

The BibTeX is read by whoever reads BibTeX; this adds what stands beside it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from dlread_cli.domain.fields import KEY, Fields
from dlread_cli.formats import items, values
from dlread_cli.formats.items import Item, Items, Unreadable
from dlread_cli.formats.yaml import YamlError, read_yaml, short
from dlread_cli.translation import marked

ReadBibtex = Callable[[Iterable[str]], Items]

_SET = "tag:yaml.org,2002:set"
"""`tags: !!set {nlp: null}`: a mapping whose keys are the tags."""


def read(bib: Iterable[str], meta: bytes, read_bibtex: ReadBibtex, key: str = "", note: str = "") -> Items:
    """The entry of a .bib with what its .yaml and its file in `notes` say; without the .yaml if that is no YAML."""
    try:
        said, _ = read_yaml(meta, marked("metadata of pubs"), tags=(_SET,))
    except YamlError as error:
        said = None
        yield Unreadable(error.line, f"meta: {short(error.why, 100)}")
    for one in read_bibtex(bib):
        yield combined(one, said, key, note) if isinstance(one, Item) else one


def combined(one: Item, meta: Any, key: str = "", note: str = "") -> Item:
    meta = meta if isinstance(meta, dict) else {}
    tags = meta.get("tags")
    fields: Fields = {**one.fields, **items.tags(tags if isinstance(tags, dict | list) else ())}
    if (file := values.line(meta.get("docfile"), 2_000)) and file not in ("null", "~"):
        fields["extra:docfile"] = file
    if note := values.joined(fields.get("note"), note):
        fields["note"] = note
    added = items.time(meta.get("added"), is_local=True)
    times = {**one.times, "kind": added} if added else one.times
    return one._replace(fields=fields, key=key if KEY.fullmatch(key) else one.key, times=times)
