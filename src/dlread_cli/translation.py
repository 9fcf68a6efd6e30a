"""Messages in the reader's language. Every room may use it, and nothing else here has a language.

`tr` is called `_` elsewhere; here, that is the name of a value that nobody needs.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import GNUTranslations

_chosen: Callable[[], str] | str = "en"
_catalog: "GNUTranslations | None" = None


def choose(language: Callable[[], str]) -> None:
    """`en`, `zh` or `zh_Hant`, which is asked for at the first message: many a call has none."""
    global _chosen, _catalog
    _chosen, _catalog = language, None


def tr(message: str, /, **places: Any) -> str:
    """The message, a whole sentence, in the reader's language, with its `{places}` filled in; '' of ''.

    What is no message, such as an unusual error of the system, stays as it is.
    """
    catalog = _decided()
    return _filled(catalog.gettext(message) if catalog and message else message, message, places)


def reason(error: BaseException) -> str:
    """What the system says is wrong, to end a sentence with: `permission denied`, `CD-ROM not found`."""
    text = tr(getattr(error, "strerror", None) or str(error))
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def plural(one: str, many: str, number: int, /, **places: Any) -> str:
    """By the language's rule for the number, which may be a place of its own: `{number:,} entries`."""
    catalog = _decided()
    english = one if number == 1 else many
    return _filled(catalog.ngettext(one, many, number) if catalog else english, english, {"number": number} | places)


def language() -> str:
    """Of the messages: `en`, `zh` or `zh_Hant`."""
    _decided()
    return str(_chosen)


def marked(message: str) -> str:
    """A constant that is a message: `tr` gets it where it is shown."""
    return message


@contextmanager
def in_english() -> Iterator[None]:
    """For what programs read."""
    global _chosen, _catalog
    before = _decided()
    _catalog = None
    try:
        yield
    finally:
        _catalog = before


def _decided() -> "GNUTranslations | None":
    global _chosen, _catalog
    if not isinstance(_chosen, str):
        ask, _chosen = _chosen, "en"  # in which is said what is wrong with the settings that are read for this
        _chosen = ask()
        _catalog = _loaded(_chosen) if _chosen != "en" else None
    return _catalog


def _loaded(language: str) -> "GNUTranslations | None":
    """None without a whole catalog: English is better than a traceback."""
    from gettext import GNUTranslations

    try:
        with open(file(language), "rb") as content:  # noqa: PTH123 - pathlib is not loaded in every call
            return GNUTranslations(content)
    except Exception:  # gettext raises whatever a damaged file makes of its numbers
        return None


def file(language: str) -> str:
    return os.path.join(os.path.dirname(__file__), "locale", f"{language}.mo")  # noqa: PTH118, PTH120


def _filled(text: str, english: str, places: dict[str, Any]) -> str:
    """A damaged catalog may have other places."""
    if not places:
        return text
    try:
        return text.format_map(places)
    except (LookupError, ValueError, AttributeError, TypeError):
        return english.format_map(places)
