"""dlread add: papers and repositories into the list, with everything that is known of them."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dlread_cli import opening, recording, terminal
from dlread_cli.domain import duplicates
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.fields import KEY, TAG, Fields
from dlread_cli.domain.identity import Reference, reference
from dlread_cli.domain.wording import FEW, shortened
from dlread_cli.errors import DlreadError, UnreachableError, UsageError
from dlread_cli.formats import items
from dlread_cli.storage import duplicate_search
from dlread_cli.storage.snapshot import Snapshot

if TYPE_CHECKING:
    from dlread_cli.network.sources import Fetched


def run(
    references: list[str], key: str, tag: list[str] | None, status: Status | None, no_fetch: bool, lang: str | None
) -> int:
    """Returns the exit status: what could be added is, and each failure is a line."""
    wanted = list(dict.fromkeys(map(reference, opening.words_from_stdin(references))))
    language, tags = terminal.language(lang), tag or []
    _check(wanted, key, tags)
    answers = _fetched(wanted) if not no_fetch else [(items.stub(items.of_reference(one)), None) for one in wanted]
    problems = [problem for _, problem in answers if problem]
    if found := [fields for fields, _ in answers if fields]:
        with opening.open_library() as library:
            personal: Fields = {f"tag:{library.tag_called(tag)}": True for tag in tags}
            personal |= {"status": status} if status else {}
            change = recording.record(library, lambda: decide(library, found, key, personal))
            recording.show(library, change, language)
    messages = Counter(map(_error_text, problems))
    for line, times in list(messages.items())[:FEW]:
        terminal.say(f"dlread: {line}" + (f" ({times} times)" if times > 1 else ""))
    if more := sum(list(messages.values())[FEW:]):
        terminal.say(f"dlread: and {more} more could not be added")
    return max((problem.exit_status for problem in problems), default=0)


def _error_text(problem: DlreadError) -> str:
    message = shortened(str(problem))
    return f"{message}, or add --no-fetch" if isinstance(problem, UnreachableError) else message


def _check(wanted: Sequence[Reference], key: str, tags: Sequence[str]) -> None:
    if not wanted:
        raise UsageError("there was nothing to add on standard input")
    if key and len(wanted) > 1:
        raise UsageError("--key is for one entry at a time")
    if key and not KEY.fullmatch(key):
        raise UsageError(f"'{key}' cannot be a key; use letters, digits and . _ + -, and begin with a letter or digit")
    if wrong := [tag for tag in tags if not TAG.fullmatch(tag)]:
        raise UsageError(f"'{wrong[0]}' cannot be a tag; use letters, digits and - _ . / +, no spaces")


def _fetched(wanted: Sequence[Reference]) -> "list[Fetched]":
    from dlread_cli.network import sources
    from dlread_cli.network.client import Client

    show = terminal.progress("fetching")
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        show(done, len(wanted))

    with Client() as client:
        return sources.fetch(client, wanted, one_more)


def decide(library: Snapshot, found: Sequence[Fields], key: str, personal: Fields) -> Change:
    """What the library, which is only read, lacks of what was found. Raises DlreadError where the key is taken."""
    changes: dict[str, Fields] = {}
    new: list[str] = []
    notices: list[str] = []
    wanted = [duplicates.identifiers(fields) for fields in found]
    same, _ = duplicate_search.candidates(library, wanted)
    for fields, its in zip(found, wanted, strict=True):
        at, _ = same.find(its)
        if not at:
            at = _key_for(library, fields, key, new)
            new.append(at)
            changes[at] = {"kind": Kind.PAPER, **fields, **personal}
            same.add(at, fields)
            continue
        known = changes[at] if at in new else library.fields_of([at])[at] | changes.get(at, {})
        more = duplicates.missing(fields, known)
        changes[at] = changes.get(at, {}) | more | _not_so(personal, known)
        same.add(at, {**known, **more})
        if at not in new:
            notices.append(_describe_known(at, more))
        if key and not any(entry.key == at for entry in library.called(key)):
            notices.append(f"the key '{key}' was not used; dlread edit {at} aliases={key} adds it as another name")
    changed = {one: values for one, values in changes.items() if values}
    return Change(changed, f"added {len(new)}" if new else "filled in", notices=notices, shown=list(changes))


def _key_for(library: Snapshot, fields: Fields, key: str, others: Sequence[str]) -> str:
    if not key:
        made = duplicates.new_key(fields)
        return duplicates.unused_key(made, lambda one: one in others or library.is_taken(one))
    if library.is_taken(key):
        title = f", which is '{library.find(key).title.into('en')}'" if library.has(key) else ""
        raise DlreadError(f"the key '{key}' is taken{title}; choose another")
    return key


def _not_so(personal: Fields, known: Fields) -> Fields:
    return {field: value for field, value in personal.items() if known.get(field) != value}


def _describe_known(key: str, more: Fields) -> str:
    gained = ", ".join(field.removeprefix("link:") for field in more)
    return f"{key} is already in the list" + (f"; added {gained}" if gained else "")
