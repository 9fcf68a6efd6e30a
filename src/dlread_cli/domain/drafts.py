"""An entry as its reader may edit it: a mapping of names to texts and lists, checked on its way back. Pure.

The names are a catalog's (`title_zh`, `links`, `tags`); status, rating and note, which have commands, are left out.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from dlread_cli.domain import identity
from dlread_cli.domain.fields import KEY, TAG, Fields, all_aliases, links, tags
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError

TEXTS = {
    "title": "title",
    "title_zh": "title:zh",
    "year": "year",
    "venue": "venue",
    "venue_name": "venue:name",
    "pages": "pages",
    "arxiv": "arxiv",
    "doi": "doi",
    "license": "license",
    "language": "language",
    "framework": "framework",
    "summary": "summary",
    "summary_zh": "summary:zh",
    "bibtex": "bibtex",
}
"""Name in a draft -> field."""
LISTS = ("authors", "aliases", "tags")
NAMES = ("title", "title_zh", "authors", *list(TEXTS)[2:8], "links", "tags", *list(TEXTS)[8:], "aliases")
"""In the order of a draft."""

Draft = dict[str, Any]
LONGEST = 20_000


def draft(fields: Fields) -> Draft:
    """Everything that can be edited, also what is empty."""
    lists = {"authors": fields.get("authors", ()), "aliases": fields.get("aliases", ()), "tags": tags(fields)}
    found: Draft = {name: str(fields.get(field) or "") for name, field in TEXTS.items()}
    found |= {name: list(values) for name, values in lists.items()}
    return {name: found[name] if name in found else links(fields) for name in NAMES}


def checked(told: Any) -> Fields:
    """The fields of a draft. Raises DlreadError, saying what is wrong with which of them."""
    if not isinstance(told, dict):
        raise DlreadError("an entry consists of lines like 'title: Attention Is All You Need'")
    fields: Fields = {}
    for name, value in told.items():
        if name == "links":
            if value not in ("", None) and not isinstance(value, dict):
                raise DlreadError("'links' consists of lines like '  pdf: https://...'")
            fields |= {f"link:{kind}": _link(kind, url) for kind, url in (value or {}).items() if url}
        elif name in LISTS:
            fields |= _listed(name, value)
        else:
            fields |= one(name, value)
    return {field: value for field, value in fields.items() if value}


def one(name: str, value: Any) -> Fields:
    """What `name` and `value` say, as in `edit smac year=2019`; an empty value says that there is none."""
    kind = name.removeprefix("links.").removeprefix("link:")
    if kind != name:
        return {f"link:{kind}": _link(kind, value) if value else ""}
    if name in LISTS:
        return _listed(name, [part.strip() for part in value.split(";" if ";" in value else ",") if part.strip()])
    if name not in TEXTS:
        near = get_close_matches(name, [*NAMES, *TEXTS], 1, 0.6)
        meant = f"did you mean '{near[0]}'?" if near else f"the fields are {listed(NAMES)}"
        raise DlreadError(f"an entry has no field '{name}'; {meant}")
    if not isinstance(value, str):
        raise DlreadError(f"'{name}' must be text")
    return {TEXTS[name]: _text(name, value)}


def _text(name: str, value: str) -> Any:
    value = value.encode("utf-8", "replace").decode().strip()
    if len(value) > LONGEST:
        raise DlreadError(f"'{name}' has {len(value)} characters; the limit is {LONGEST}")
    if not value:
        return None if name == "year" else ""
    if name == "year":
        if not (value.isascii() and value.isdigit() and 0 < int(value[:5]) < 10_000):
            raise DlreadError(f"'{value}' is not a year; write it like 2019")
        return int(value)
    named = identity.name(value)
    if name == "arxiv":
        if not identity.is_arxiv(named):
            raise DlreadError(f"'{value}' is not an arXiv id; write it like 1706.03762")
        return named
    if name == "doi" and not identity.is_doi(named):
        raise DlreadError(f"'{value}' is not a DOI; write it like 10.18653/v1/N19-1423")
    return value if name != "doi" or value.lower() == named else named


def _listed(name: str, value: Any) -> Fields:
    if value in ("", None):
        value = []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or len(value) > 10_000:
        raise DlreadError(f"'{name}' is a list; write one line with '- ' per item")
    values = [item.encode("utf-8", "replace").decode().strip() for item in value]
    values = [item for item in values if item]
    form = {"aliases": KEY, "tags": TAG}.get(name)
    if form and (wrong := [item for item in values if not form.fullmatch(item)]):
        raise DlreadError(f"'{wrong[0]}' cannot be {'a tag' if name == 'tags' else 'an alias'}")
    if long := [item for item in values if len(item) > 1_000]:
        raise DlreadError(f"'{long[0][:40]}...' is too long for '{name}'")
    return {f"tag:{tag.lower()}": True for tag in values} if name == "tags" else {name: values}


def _link(kind: Any, url: Any) -> str:
    if not isinstance(kind, str) or not KEY.fullmatch(kind):
        raise DlreadError(f"'{kind}' cannot be a kind of link; use letters, digits and -")
    if not isinstance(url, str) or not identity.is_address(url.strip()):
        raise DlreadError(f"'{url}' is not an address for '{kind}'; it must begin with https:// or http://")
    return url.strip()


def is_editable(field: str) -> bool:
    return field in TEXTS.values() or field in LISTS or field.startswith(("link:", "tag:"))


def corrections(after: Mapping[str, Any], before: Fields, base: Fields) -> Fields:
    """What to assign so that `before`, which lies over a catalog's `base`, says what `after` says in its fields."""
    aliases = {"aliases": all_aliases(base, after["aliases"] or ())} if "aliases" in after else {}
    return {
        field: _assigned(field, value, base)
        for field, value in {**after, **aliases}.items()
        if not _is_alike(value, before.get(field))
    }


def _assigned(field: str, value: Any, base: Fields) -> Any:
    """None gives back what the catalog says; what it says can only be blanked by saying nothing in its place."""
    if _is_alike(value, base.get(field)):
        return None
    if value:
        return value
    return False if field.startswith("tag:") else [] if field in LISTS else ""


def _is_alike(one: Any, other: Any) -> bool:
    """But for the empty lines around a text; nothing, False and '' are one."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return bool((one or None) == (other or None))
