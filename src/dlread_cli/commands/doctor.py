"""dlread doctor: reads everything anew and says what needs the reader's attention."""

import os
import shlex
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from dlread_cli import paths, settings, terminal
from dlread_cli.domain.graph import CycleError, check
from dlread_cli.domain.text import clean
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError
from dlread_cli.render.reasons import describe_cycle
from dlread_cli.storage import database, files, journal, machine, spare, steps
from dlread_cli.storage.library import Library
from dlread_cli.translation import marked, plural, reason, tr

_MOST = 100
"""Lines told of one journal, and of keys that no catalog has: a damaged file can have millions."""

_FEW = 5
"""Numbers of lines that are told."""

ROOM_BYTES = 1 << 20
"""The library of the bundled catalogs takes half of it."""


def run() -> int:
    """Returns the exit status: 1 when something needs the reader."""
    with Library() as library:
        problems = list(filter(None, [settings.problem()]))
        problems += _catalog_problems(library)
        problems += [*_journal_problems(), *_lost_lines(), *_directory_problems()]
        problems += [
            tr("the list {name} is not on this machine; dlread catalog update {name} fetches it", name=name)
            for name in library.missing_lists()[:_MOST]
        ]
        problems += _unknown(library.unknown_keys())
        problems += [
            tr(
                "'{alias}' is a name of both {one} and {other}; remove it with dlread edit {last}",
                alias=alias,
                one=keys[0],
                other=keys[1],
                last=keys[-1],
            )
            for alias, keys in library.shared_aliases()[:_MOST]
        ]
        problems += _circles(library)
        entries, lines = library.size()
        catalogs = len(paths.catalog_files()) + len(library.subscriptions())
    if terminal.is_pretty():
        terminal.draw(*map(clean, problems))
    else:
        terminal.write(problems)
    found = plural("{number} problem", "{number} problems", len(problems)) if problems else tr("no problems")
    terminal.say(
        tr(
            "entries {entries}, catalogs {catalogs}, journals {journals}, journal lines {lines}: {found}",
            entries=entries,
            catalogs=catalogs,
            journals=len(paths.journal_files()),
            lines=lines,
            found=found,
        )
    )
    return 1 if problems else 0


def _catalog_problems(library: Library) -> list[str]:
    """Read again, since the library has them in the language of the command that built it."""
    if not library.problems_of_catalogs():
        return []
    with database.bypassed(), Library() as anew:
        return [tr("{where}: {why}", where=path, why=problem) for path, problem in anew.problems_of_catalogs()]


def _unknown(keys: list[str]) -> list[str]:
    told = [tr("the journal mentions '{key}', which is not in any catalog", key=key) for key in keys[:_MOST]]
    return told + ([tr("and {number} more such keys", number=len(keys) - _MOST)] if len(keys) > _MOST else [])


def _circles(library: Library) -> list[str]:
    try:
        check(library.graph())
    except CycleError as error:
        return [describe_cycle(error, library.where)]
    return []


def _journal_problems() -> list[str]:
    now = datetime.now(UTC)
    problems = [problem] if (problem := steps.clock_problem("", now)) else []
    for path in paths.journal_files():
        try:
            problems += _line_problems(path, now)
        except OSError as error:
            problems.append(tr("{where}: {why}", where=path, why=reason(error)))
    return problems


def _lost_lines() -> list[str]:
    """Lines that this machine wrote, and that none of its journals has any more: a sync tool put an old one there."""
    with suppress(OSError, DlreadError):
        writer = machine.known()
        own = journal.own_file(writer)
        copy = spare.file(own)
        journals = [path for path in paths.journal_files() if journal.machine_of(path) == writer]
        if lost := len(_steps(copy) - set().union(*map(_steps, journals))):
            cure = shlex.join(["cp", str(copy), str(own.with_suffix(".restored.jsonl"))])
            one = marked("{file} has lost a line; restore with: {cure}")
            return [plural(one, "{file} has lost {number} lines; restore with: {cure}", lost, file=own, cure=cure)]
    return []


def _steps(path: Path) -> set[tuple[str, str]]:
    return {(line.assignment.at, line.assignment.key) for line in journal.lines(path) if line.assignment}


def _line_problems(path: Path, now: datetime) -> list[str]:
    """The first ones, and how many more there are."""
    problems: list[str] = []
    bad = 0
    future: dict[int, str] = {}
    for number, line in enumerate(journal.lines(path), 1):
        if problem := _line_problem(line):
            bad += 1
            told = tr("{path}, line {line}: {problem}", path=path, line=number, problem=problem)
            problems += [told] if bad <= _MOST else []
        elif line.assignment and steps.is_in_the_future(line.assignment.time, now):
            future[number] = line.assignment.time
    if bad > _MOST:
        problems.append(tr("{path}: and {number} more lines; skipped, and kept", path=path, number=bad - _MOST))
    return problems + ([_of_the_future(path, future, now)] if future else [])


def _line_problem(line: journal.Line) -> str:
    if not line.assignment:
        return tr("{problem}; skipped, and kept", problem=line.problem)
    if journal.is_last(line.assignment.at):
        return tr(
            "no timestamp can follow {at}, so {key} cannot be changed; delete it",
            at=line.assignment.at,
            key=line.assignment.key,
        )
    return tr("{remark}; ignored, and kept", remark=line.remark) if line.remark else ""


def _of_the_future(path: Path, times: dict[int, str], now: datetime) -> str:
    return plural(
        "{path}, line {lines}: dated {day}, in the future; set the clocks, and give these lines the real time, as in "
        '"time": "{now}"',
        "{path}, lines {lines}: dated {day}, in the future; set the clocks, and give these lines the real time, as in "
        '"time": "{now}"',
        len(times),
        path=path,
        lines=listed(list(map(str, times)), _FEW),
        day=max(times.values())[:10],
        now=journal.written(now),
    )


def _directory_problems() -> list[str]:
    places = {
        paths.state_dir(): marked("state"),
        paths.cache_dir(): marked("cache"),
        paths.data_dir(): marked("data"),
    }
    problems = []
    for path, what in reversed(places.items()):
        place = _nearest(path)
        if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
            problems.append(tr("the {what} directory {path} cannot be written", what=tr(what), path=path))
        elif shutil.disk_usage(place).free < ROOM_BYTES:
            problems.append(tr("the disk of the {what} directory {path} is full", what=tr(what), path=path))
    problems += [*_own_file_problems(), *_privacy_problems(paths.data_dir())]
    problems += [tr("{path}: no such file", path=path) for path in paths.catalog_files() if not path.exists()]
    return problems


def _nearest(path: Path) -> Path:
    """The path, or the directory in which it would be made."""
    return next(place for place in (path, *path.parents) if os.path.lexists(place))


def _own_file_problems() -> list[str]:
    """Files that are there and of no use; one that is not there is made when it is needed."""
    problems = []
    library = paths.library_file()
    if os.path.lexists(library) and not (library.is_file() and os.access(library, os.R_OK | os.W_OK)):
        problems.append(
            tr("the library {library} cannot be written, so every command rebuilds it; delete it", library=library)
        )
    else:
        with suppress(OSError):
            problems += (
                [tr("every command rebuilds the library: {why}", why=why)] if (why := database.distrust()) else []
            )
    try:
        own = journal.own_file(machine.known() or "?")
    except DlreadError as error:
        return [*problems, str(error)]
    if os.path.lexists(own) and (own.is_symlink() or not os.access(own, os.W_OK)):
        problems.append(tr("this machine's journal {own} cannot be written", own=own))
    return problems


def _privacy_problems(data: Path) -> list[str]:
    if os.name != "posix" or not data.is_dir():
        return []
    open_to_others = data.stat().st_mode & 0o077
    is_open = open_to_others & 0o022
    # git and sync tools write files as they please; what counts is a journal that others get at
    is_read = open_to_others and any(path.is_file() and path.stat().st_mode & 0o077 for path in paths.journal_files())
    if (is_open or is_read) and not _keeps_permissions(data):
        cures = (
            marked(
                "others can write into {data}; its file system has no permissions; mount it so that only you can use it"
            ),
            marked(
                "the journals in {data} can be read by others; its file system has no permissions; "
                "mount it so that only you can use it"
            ),
        )
    else:
        cures = (
            marked("others can write into {data}; chmod 700 {data} would keep them out"),
            marked("the journals in {data} can be read by others; chmod 700 {data} would keep them private"),
        )
    return [tr(cure, data=data) for cure, is_so in zip(cures, (is_open, is_read), strict=True) if is_so]


def _keeps_permissions(directory: Path) -> bool:
    """Not so on exFAT, NTFS and some network mounts."""
    probe = directory / f".dlread-{os.getpid()}"
    try:
        descriptor = files.writable(probe)
    except OSError:
        return True
    try:
        return not os.fstat(descriptor).st_mode & 0o077
    finally:
        os.close(descriptor)
        probe.unlink(missing_ok=True)
