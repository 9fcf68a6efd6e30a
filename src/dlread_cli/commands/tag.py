"""dlread tag: the reader's own tags on entries."""

from collections.abc import Mapping, Sequence

from dlread_cli import opening, recording, terminal
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import TAG
from dlread_cli.domain.wording import listed
from dlread_cli.errors import UsageError
from dlread_cli.translation import plural, tr

_HALF_WIDTH = str.maketrans("＋－", "+-")
"""What Chinese and Japanese keyboards give for the signs."""


def run(words: list[str], lang: str | None) -> None:
    """`words` are keys, and tags with a `+` or a `-` before them, in any order."""
    language = terminal.language(lang)
    words = [word[:1].translate(_HALF_WIDTH) + word[1:] for word in words]
    signed = [word for word in words if _is_signed(word)]
    names = [word for word in words if not _is_signed(word)]
    if not names or not signed:
        raise UsageError(tr("give an entry and at least one tag, like dlread tag smac +thesis -later"))
    if wrong := [word for word in signed if not TAG.fullmatch(word[1:])]:
        raise UsageError(
            tr("'{wrong}' cannot be a tag; use letters, digits and - _ . / +, no spaces", wrong=wrong[0][1:])
        )
    with opening.open_library() as library:
        values = {f"tag:{library.tag_called(word[1:])}": word[0] == "+" for word in signed}
        entries = opening.resolve_entries(library, names)
        recording.apply(library, decide(entries, values), language)


def decide(entries: Sequence[Entry], values: Mapping[str, bool]) -> Change:
    """`values` are the fields of tags, with whether the entries shall have them."""
    changes = {entry.key: new for entry in entries if (new := _not_so(values, entry))}
    made = dict.fromkeys(("+" if worn else "-") + field[4:] for new in changes.values() for field, worn in new.items())
    keys = [entry.key for entry in entries]
    unchanged = plural("{names} is unchanged", "{names} are unchanged", len(keys), names=listed(keys))
    return Change(changes, tr("tagged {tags}", tags=listed(list(made), comma=" ")), unchanged)


def _is_signed(word: str) -> bool:
    return word[:1] in "+-" and len(word) > 1


def _not_so(values: Mapping[str, bool], entry: Entry) -> dict[str, bool]:
    return {field: worn for field, worn in values.items() if (field[4:] in entry.tags) != worn}
