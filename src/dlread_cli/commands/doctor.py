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
from dlread_cli.errors import DlreadError
from dlread_cli.render.reasons import describe_cycle
from dlread_cli.storage import database, files, journal, machine, spare, steps
from dlread_cli.storage.library import Library

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
        problems += [f"{path}: {problem}" for path, problem in library.problems_of_catalogs()]
        problems += [*_journal_problems(), *_lost_lines(), *_directory_problems()]
        problems += _unknown(library.unknown_keys())
        problems += [
            f"'{alias}' is a name of both {' and '.join(keys[:2])}; remove it with dlread edit {keys[-1]}"
            for alias, keys in library.shared_aliases()[:_MOST]
        ]
        problems += _circles(library)
        entries, lines = library.size()
    if terminal.is_pretty():
        terminal.draw(*map(clean, problems))
    else:
        terminal.write(problems)
    found = f"{len(problems) or 'no'} problem{'s' * (len(problems) != 1)}"
    terminal.say(
        f"entries {entries}, catalogs {len(paths.catalog_files())}, journals {len(paths.journal_files())}, "
        f"journal lines {lines}: {found}"
    )
    return 1 if problems else 0


def _unknown(keys: list[str]) -> list[str]:
    told = [f"the journal mentions '{key}', which is not in any catalog" for key in keys[:_MOST]]
    return told + ([f"and {len(keys) - _MOST} more such keys"] if len(keys) > _MOST else [])


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
            problems += [f"{path}{problem}" for problem in _line_problems(path, now)]
        except OSError as error:
            problems.append(f"{path}: {error.strerror or error}")
    return problems


def _lost_lines() -> list[str]:
    """Lines that this machine wrote, and that none of its journals has any more: a sync tool put an old one there."""
    with suppress(OSError, DlreadError):
        writer = machine.known()
        own = journal.own_file(writer)
        copy = spare.file(own)
        journals = [path for path in paths.journal_files() if journal.machine_of(path) == writer]
        if lost := len(_steps(copy) - set().union(*map(_steps, journals))):
            what = f"{lost} lines" if lost > 1 else "a line"
            cure = shlex.join(["cp", str(copy), str(own.with_suffix(".restored.jsonl"))])
            return [f"{own} has lost {what}; restore with: {cure}"]
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
            problems += [f", line {number}: {problem}"] if bad <= _MOST else []
        elif line.assignment and steps.is_in_the_future(line.assignment.time, now):
            future[number] = line.assignment.time
    if bad > _MOST:
        problems.append(f": and {bad - _MOST} more lines; skipped, and kept")
    return problems + ([_of_the_future(future, now)] if future else [])


def _line_problem(line: journal.Line) -> str:
    if not line.assignment:
        return f"{line.problem}; skipped, and kept"
    if journal.is_last(line.assignment.at):
        return f"no timestamp can follow {line.assignment.at}, so {line.assignment.key} cannot be changed; delete it"
    return f"{line.remark}; ignored, and kept" if line.remark else ""


def _of_the_future(times: dict[int, str], now: datetime) -> str:
    numbers = list(map(str, times))
    named = ", ".join(numbers[:_FEW]) + (f" and {len(numbers) - _FEW} more" if len(numbers) > _FEW else "")
    return (
        f", {'lines' if len(numbers) > 1 else 'line'} {named}: dated {max(times.values())[:10]}, in the future; "
        f'set the clocks, and give these lines the real time, as in "time": "{journal.written(now)}"'
    )


def _directory_problems() -> list[str]:
    places = {paths.state_dir(): "state", paths.cache_dir(): "cache", paths.data_dir(): "data"}
    problems = []
    for path, what in reversed(places.items()):
        place = _nearest(path)
        if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
            problems.append(f"the {what} directory {path} cannot be written")
        elif shutil.disk_usage(place).free < ROOM_BYTES:
            problems.append(f"the disk of the {what} directory {path} is full")
    problems += [*_own_file_problems(), *_privacy_problems(paths.data_dir())]
    problems += [f"{path}: no such file" for path in paths.catalog_files() if not path.exists()]
    return problems


def _nearest(path: Path) -> Path:
    """The path, or the directory in which it would be made."""
    return next(place for place in (path, *path.parents) if os.path.lexists(place))


def _own_file_problems() -> list[str]:
    """Files that are there and of no use; one that is not there is made when it is needed."""
    problems = []
    library = paths.library_file()
    if os.path.lexists(library) and not (library.is_file() and os.access(library, os.R_OK | os.W_OK)):
        problems.append(f"the library {library} cannot be written, so every command rebuilds it; delete it")
    else:
        with suppress(OSError):
            problems += [f"every command rebuilds the library: {why}"] if (why := database.distrust()) else []
    try:
        own = journal.own_file(machine.known() or "?")
    except DlreadError as error:
        return [*problems, str(error)]
    if os.path.lexists(own) and (own.is_symlink() or not os.access(own, os.W_OK)):
        problems.append(f"this machine's journal {own} cannot be written")
    return problems


def _privacy_problems(data: Path) -> list[str]:
    if os.name != "posix" or not data.is_dir():
        return []
    open_to_others = data.stat().st_mode & 0o077
    found = []
    if open_to_others & 0o022:
        found.append((f"others can write into {data}", "keep them out"))
    if open_to_others and any(path.is_file() and path.stat().st_mode & 0o077 for path in paths.journal_files()):
        # git and sync tools write files as they please; what counts is a journal that others get at
        found.append((f"the journals in {data} can be read by others", "keep them private"))
    if found and not _keeps_permissions(data):
        return [
            f"{problem}; its file system has no permissions; mount it so that only you can use it"
            for problem, _ in found
        ]
    return [f"{problem}; chmod 700 {data} would {cure}" for problem, cure in found]


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
