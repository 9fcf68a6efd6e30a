"""The `defaults` of a catalog: fields, and kinds of link, that every entry has unless it says otherwise. Pure."""

from typing import Any

from dlread_cli.translation import tr

LONGEST = 2_000
"""Characters: every entry gets them anew, so that a megabyte of them would be a gigabyte in the library."""


def wrong(defaults: Any) -> str:
    """What is wrong with them, or ''."""
    if not isinstance(defaults, dict):
        return tr("'defaults' is not a mapping")
    is_long = len(repr(defaults)) > LONGEST
    return tr("'defaults' is longer than {defaults} characters", defaults=LONGEST) if is_long else ""


def given(item: Any, defaults: dict[str, Any]) -> Any:
    """An entry with them."""
    if not isinstance(item, dict):
        return item
    theirs, own = defaults.get("links"), item.get("links")
    links = {"links": {**theirs, **own}} if isinstance(theirs, dict) and isinstance(own, dict) else {}
    return {**defaults, **item, **links}
