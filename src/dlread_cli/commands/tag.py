"""dlread tag: the reader's own tags on entries."""

from dlread_cli.commands import common
from dlread_cli.domain.fields import TAG
from dlread_cli.errors import UsageError


def run(words: list[str], language: str) -> None:
    """`words` are keys, and tags with a `+` or a `-` before them, in any order."""
    signed = [word for word in words if word[:1] in "+-" and len(word) > 1]
    names = [word for word in words if word not in signed]
    if not names or not signed:
        raise UsageError("give an entry and at least one tag, like dlread tag smac +thesis -later")
    if wrong := [word for word in signed if not TAG.fullmatch(word[1:])]:
        raise UsageError(f"'{wrong[0][1:]}' cannot be a tag; use letters, digits and - _ . / +, no spaces")
    with common.opened() as library:
        values = {f"tag:{library.tag_called(word[1:])}": word[0] == "+" for word in signed}
        entries = common.found(library, names)
        changed = common.record(library, {entry.key: values for entry in entries})
        common.show_change(library, changed, f"tagged {' '.join(signed)}", language)
