"""What to assign so that an entry says what its reader wants. Pure."""

from collections.abc import Mapping
from typing import Any

from dlread_cli.domain.fields import Fields, all_aliases


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
    empty: dict[type, Any] = {bool: False, list: []}
    return empty.get(type(base[field]), "")


def _is_alike(one: Any, other: Any) -> bool:
    """But for the empty lines around a text; nothing, False and '' are one."""
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return bool((one or None) == (other or None))
