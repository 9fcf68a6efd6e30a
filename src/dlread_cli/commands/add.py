"""dlread add: papers and repositories into the list, with everything that is known of them."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dlread_cli import opening, recording, stdin, terminal
from dlread_cli.domain import duplicates, identity
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.fields import KEY, TAG, Fields
from dlread_cli.domain.identity import Reference
from dlread_cli.domain.wording import FEW, joined, listed, short, shortened
from dlread_cli.errors import DlreadError, NetworkError, UnreachableError, UsageError
from dlread_cli.formats import items
from dlread_cli.storage import duplicate_search
from dlread_cli.storage.snapshot import Snapshot
from dlread_cli.translation import marked, tr

if TYPE_CHECKING:
    from dlread_cli.network.client import Client
    from dlread_cli.network.sources import Fetched

_CHOICES = 3
"""Papers to choose from when a title was typed."""


def run(
    references: list[str],
    key: str,
    tag: list[str] | None,
    status: Status | None,
    first: bool,
    no_fetch: bool,
    lang: str | None,
) -> int:
    """Returns the exit status: what could be added is, and each failure is a line."""
    wanted = list(dict.fromkeys(_wanted(references)))
    language, tags = terminal.language(lang), tag or []
    _check(wanted, key, tags)
    if no_fetch:
        answers: Sequence[tuple[Fields, DlreadError | None]] = [
            (items.stub(items.of_reference(one)), None) for one in wanted
        ]
    else:
        _check_can_choose(wanted, first)
        answers = _fetched(wanted, first)
    if found := [fields for fields, _ in answers if fields]:
        with opening.open_library() as library:
            personal: Fields = {f"tag:{library.tag_called(tag)}": True for tag in tags}
            personal |= {"status": status} if status else {}
            change = recording.record(library, lambda: decide(library, found, key, personal))
            recording.show(library, change, language)
    failed = {one: problem for one, (_, problem) in zip(wanted, answers, strict=True) if problem}
    _say_failures(failed, is_only_one=len(wanted) == 1)
    return max((problem.exit_status for problem in failed.values()), default=0)


def _wanted(words: Sequence[str]) -> list[Reference]:
    """One for each word and each line of stdin; or the title that the words make, where none of them names anything."""
    texts = [word for word in words if word != "-"]
    typed = list(map(_named, texts))
    lines = [_named_first(line) for line in stdin.read().splitlines() if line.strip()] if "-" in words else []
    if len(typed) > 1 and not lines and all(isinstance(one, UsageError) for one in typed):
        typed = [_named(" ".join(texts))]
    for one in (found := typed + lines):
        if isinstance(one, UsageError):
            raise one
    return [one for one in found if isinstance(one, Reference)]


def _named(text: str) -> Reference | UsageError:
    try:
        return _of_file(text) if _is_pdf_file(text) else identity.typed(text)
    except UsageError as error:
        is_missing = text.lower().endswith(".pdf") and not _is_pdf_file(text)
        return UsageError(tr("there is no file '{path}'", path=text)) if is_missing else error


def _is_pdf_file(text: str) -> bool:
    with suppress(OSError, RuntimeError, ValueError):  # no name that a file could have
        return text.lower().endswith(".pdf") and Path(text).expanduser().is_file()
    return False


def _of_file(path: str) -> Reference:
    """By the file's name, or else by what it says. Raises UsageError."""
    if found := identity.of_pdf(Path(path).name):
        return found
    from dlread_cli.storage import pdf_files

    try:
        return pdf_files.paper(Path(path).expanduser())
    except ImportError:
        message = tr(
            "'{path}' is a file without an arXiv id in its name; give the paper's arXiv id, DOI or title, or install "
            "dlread-cli[pdf], which looks into the file",
            path=path,
        )
        raise UsageError(message) from None


def _named_first(line: str) -> Reference | UsageError:
    """By a line's first word, or by all of it, as a title; what follows a # is a comment."""
    first = _named(line.split()[0])
    return first if isinstance(first, Reference) else _named(re.split(r"\s#", line)[0])


def _say_failures(failed: Mapping[Reference, DlreadError], is_only_one: bool) -> None:
    """A line for each reason, with what it is the reason for."""
    reasons: dict[str, list[str]] = {}
    for one, problem in failed.items():
        reasons.setdefault(_error_text(problem), []).append(one.id)
    for reason, names in list(reasons.items())[:FEW]:
        if not is_only_one and names[0] not in reason:
            reason = tr("{names}: {reason}", names=listed([short(name, 60) for name in names]), reason=reason)
        terminal.say(f"dlread: {reason}")
    if more := sum(map(len, list(reasons.values())[FEW:])):
        terminal.say(tr("dlread: and {more} more could not be added", more=more))


def _error_text(problem: DlreadError) -> str:
    message = shortened(str(problem))
    return tr("{message}, or add --no-fetch", message=message) if isinstance(problem, UnreachableError) else message


def _check(wanted: Sequence[Reference], key: str, tags: Sequence[str]) -> None:
    if not wanted:
        raise UsageError(tr("there was nothing to add on standard input"))
    if key and len(wanted) > 1:
        raise UsageError(tr("--key is for one entry at a time"))
    if key and not KEY.fullmatch(key):
        raise UsageError(
            tr("'{key}' cannot be a key; use letters, digits and . _ + -, and begin with a letter or digit", key=key)
        )
    if wrong := [tag for tag in tags if not TAG.fullmatch(tag)]:
        raise UsageError(tr("'{wrong}' cannot be a tag; use letters, digits and - _ . / +, no spaces", wrong=wrong[0]))


def _check_can_choose(wanted: Sequence[Reference], is_first: bool) -> None:
    titles = [one.id for one in wanted if one.kind == "title"]
    if titles and not is_first and not (stdin.has_keyboard() and terminal.is_interactive()):
        raise UsageError(
            tr("'{titles}' is a title; add --first to take the best match, or choose on a terminal", titles=titles[0])
        )


def _fetched(wanted: Sequence[Reference], is_first: bool) -> "list[Fetched]":
    from dlread_cli.network import sources
    from dlread_cli.network.client import Client

    with Client() as client:
        titled = {one: _titled(client, one.id, is_first) for one in wanted if one.kind == "title"}
        preprints = {fields["arxiv"]: fields for fields, _ in titled.values() if fields}
        meant = {one: Reference("arxiv", fields["arxiv"]) for one, (fields, _) in titled.items() if fields}
        named = list(dict.fromkeys(meant.get(one, one) for one in wanted if one in meant or one.kind != "title"))
        show = terminal.progress(marked("fetching"))
        done: list[Reference] = []

        def one_more(one: Reference) -> None:
            done.append(one)
            show(len(done), len(named), one.id)

        answers = titled | dict(zip(named, sources.fetch(client, named, preprints, one_more), strict=True))
    return [answers[meant.get(one, one)] for one in wanted]


def _titled(client: "Client", title: str, is_first: bool) -> "Fetched":
    """The paper of arXiv that has this title, by the reader's choice unless the first is to be taken."""
    from dlread_cli.network import arxiv
    from dlread_cli.network.sources import Fetched

    try:
        found = arxiv.titled(client, title, client.deadline())
    except NetworkError as error:
        return Fetched({}, error)
    if not found:
        message = tr(
            "arXiv has no title with all the words of '{title}'; check the spelling, or give an id or an address",
            title=title,
        )
        return Fetched({}, DlreadError(message))
    if is_first:
        return Fetched(found[0], None)
    chosen = _chosen(found[:_CHOICES], title)
    return Fetched(chosen, None if chosen else DlreadError(tr("nothing was added for '{title}'", title=title)))


def _chosen(papers: Sequence[Fields], title: str) -> Fields:
    """{} for none of them."""
    terminal.say(tr("arXiv has for '{title}':", title=short(title)))
    dot = f" {terminal.symbols().dot} "
    for number, paper in enumerate(papers, 1):
        facts = [listed(paper.get("authors", []), most=3), str(paper.get("year", "")), paper["arxiv"]]
        terminal.say(f"{number}  {paper['title']}")
        terminal.say(f"   {dot.join(filter(None, facts))}")
    numbers = "1" if len(papers) == 1 else f"1-{len(papers)}"
    answer = stdin.answer_to(tr("which one? [{numbers}, or Enter for none]", numbers=numbers))
    return papers[int(answer) - 1] if answer in [str(number + 1) for number in range(len(papers))] else {}


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
        changes[at] = changes.get(at, {}) | more | _changed(personal, known)
        same.add(at, {**known, **more})
        if at not in new:
            notices.append(_describe_known(at, more))
        if key and not any(entry.key == at for entry in library.called(key)):
            notices.append(
                tr(
                    "the key '{key}' was not used; dlread edit {at} aliases={key} adds it as another name",
                    key=key,
                    at=at,
                )
            )
    changed = {one: values for one, values in changes.items() if values}
    done = tr("added {number}", number=len(new)) if new else tr("filled in")
    return Change(changed, done, notices=notices, shown=list(changes))


def _key_for(library: Snapshot, fields: Fields, key: str, others: Sequence[str]) -> str:
    if not key:
        made = duplicates.new_key(fields)
        return duplicates.unused_key(made, lambda one: one in others or library.is_taken(one))
    if library.is_taken(key):
        if not library.has(key):
            raise DlreadError(tr("the key '{key}' is taken; choose another", key=key))
        title = library.find(key).title.into("en")
        raise DlreadError(tr("the key '{key}' is taken, which is '{title}'; choose another", key=key, title=title))
    return key


def _changed(personal: Fields, known: Fields) -> Fields:
    return {field: value for field, value in personal.items() if known.get(field) != value}


def _describe_known(key: str, more: Fields) -> str:
    if not more:
        return tr("{key} is already in the list", key=key)
    gained = joined(field.removeprefix("link:") for field in more)
    return tr("{key} is already in the list; added {gained}", key=key, gained=gained)
