"""What the reader says of two entries: that one is read before the other, or is related to it. Pure.

    {"key": "smac", "set": {"first:lee-rnn": true, "related:pymarl": true}}

Each is a field of its own, so that machines add and remove them without a conflict. The other entry is named as
journals name it, or by an alias: the library knows who is called so now.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dlread_cli.domain.fields import RELATIONS


def named(fields: Mapping[str, Any]) -> list[str]:
    """The names of all the other entries."""
    return [name.partition(":")[2] for name in fields if name.startswith(RELATIONS)]


def keys(fields: Mapping[str, Any], prefix: str) -> list[str]:
    """Those that the reader has named with this prefix."""
    return [name.removeprefix(prefix) for name, value in fields.items() if name.startswith(prefix) and value]


def renamed(fields: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The same, with the other entries by the keys that they have now."""
    found = {_renamed(name, keys): value for name, value in fields.items()}
    if "relations" in found:
        found["relations"] = [[keys.get(key, key), *rest] for key, *rest in found["relations"]]
    return found


def _renamed(name: str, keys: Mapping[str, str]) -> str:
    prefix, colon, key = name.partition(":")
    return f"{prefix}:{keys.get(key, key)}" if prefix + colon in RELATIONS else name


def assigned(
    changes: Mapping[str, Any], own: Iterable[str], keys: Mapping[str, str], journal_keys: Mapping[str, str]
) -> dict[str, Any]:
    """`changes`, in which the others have their present keys, as journals are to have it.

    `own` are the fields that journals know, and `keys` has the present keys by the names in them, so that what goes is
    called as it was when it came. `journal_keys` has what journals call others, by their present keys in lower case.
    """
    told: dict[str, Any] = {}
    for name, value in changes.items():
        prefix, colon, key = name.partition(":")
        if prefix + colon not in RELATIONS:
            told[name] = value
        elif value:
            told[f"{prefix}:{journal_keys.get(key.lower(), key.lower())}"] = value
        else:
            told |= dict.fromkeys(one for one in own if _renamed(one, keys).lower() == name.lower())
    return told
