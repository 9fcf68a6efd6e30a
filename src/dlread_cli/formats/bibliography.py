"""A .bib file as items: what BibTeX, biblatex and the programs that write them say in their fields. Pure.

`bibtex_file` divides the file, `bibtex_fields` says what an entry's fields mean.
"""

import re
from collections.abc import Iterable

from dlread_cli.domain.fields import KEY
from dlread_cli.formats import bibtex_fields, bibtex_file, items
from dlread_cli.formats.bibtex_fields import TYPES
from dlread_cli.formats.bibtex_file import Source
from dlread_cli.formats.items import Item, Items, Unreadable

_HEAD = re.compile(
    rf"^[ \t]*@\s*(?:string|preamble|comment|misc|online|unpublished|software|dataset|{'|'.join(TYPES)})\s*[{{(]",
    re.IGNORECASE | re.MULTILINE,
)


def is_one(head: str) -> bool:
    found = _HEAD.search(head)
    return bool(found) and not re.match(r"\s*[\[{<]|TY  -|---", head) and "```" not in head[: found.start()]


def read(lines: Iterable[str]) -> Items:
    """In the file's order, but entries that another one completes (`crossref`, `xdata`) come last."""
    parents: dict[str, Source] = {}
    children: list[Source] = []
    for source in bibtex_file.entries(lines):
        if isinstance(source, Unreadable):
            yield source
            continue
        if source.type in _PARENTS and len(parents) < _MOST_PARENTS:
            parents.setdefault(source.key.lower(), source)
        if source.fields.keys() & _HEIRS:
            children.append(source)
        elif source.type != "xdata":
            yield _item(source)
    yield from (_item(_completed(child, parents)) for child in children if child.type != "xdata")


_HEIRS = {"crossref", "xdata"}
_PARENTS = {name for name, type in TYPES.items() if type == "book"} | {"xdata", "periodical", "misc"}
_MOST_PARENTS = 20_000
_NOT_INHERITED = frozenset(
    "abstract annotation annote doi file ids keywords note shorttitle subtitle title url urldate".split()
)


def _completed(child: Source, parents: dict[str, Source]) -> Source:
    """With what it lacks from its parents, as biblatex has it: a proceedings' title is the paper's `booktitle`."""
    completed = {name: value for name, value in child.fields.items() if name not in _HEIRS}
    names = [*child.fields.get("xdata", "").split(","), child.fields.get("crossref", "")]
    for _ in range(5):
        found = [parent for name in names if (parent := parents.get(name.strip().lower()))]
        for parent in found:
            for name, value in parent.fields.items():
                if parent.type == "xdata" or name not in _NOT_INHERITED | _HEIRS:
                    completed.setdefault(name, value)
                elif name == "title":
                    completed.setdefault("booktitle", value)
        names = [name for parent in found for name in parent.fields.get("xdata", "").split(",")]
        names += [parent.fields.get("crossref", "") for parent in found]
        names = names[:20]
    return child._replace(fields=completed)


def _item(source: Source) -> Item | Unreadable:
    fields, times = bibtex_fields.understood(source.type, source.fields)
    fields = items.stub(fields)
    if not fields.get("title"):
        return Unreadable(source.line, "this entry has no title")
    return Item(fields, source.key if KEY.fullmatch(source.key) else "", times, source.line)
