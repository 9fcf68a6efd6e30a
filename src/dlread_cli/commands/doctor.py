"""dlread doctor: reads everything anew and says what needs the reader's attention."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dlread_cli import paths, terminal
from dlread_cli.commands.path import told_cycle
from dlread_cli.domain.graph import CycleError, check
from dlread_cli.errors import DlreadError
from dlread_cli.storage import machine
from dlread_cli.storage.library import Library

_MOST = 100
"""Lines told of one journal, and of keys that no catalog has: a damaged file can have millions."""

MADE = 2026
"""The year of the first version: no clock can be right that is before it."""

ROOM_BYTES = 1 << 20
"""The library of the bundled catalogs takes half of it."""


def run() -> int:
    """Returns the exit status: 1 when something needs the reader."""
    with Library() as library:
        problems = [f"{path}: {problem}" for path, problem in library.problems_of_catalogs()]
        problems += [*_journal_problems(), *_directory_problems()]
        problems += _unknown(library.unknown_keys())
        problems += _circles(library)
        entries, lines = library.size()
    for problem in problems:
        terminal.write([problem])
    terminal.say(
        f"entries {entries}, catalogs {len(paths.catalog_files())}, journals {len(paths.journal_files())}, "
        f"journal lines {lines}: {f'{len(problems)} to look at' if problems else 'all is well'}"
    )
    return 1 if problems else 0


def _unknown(keys: list[str]) -> list[str]:
    told = [f"the journal speaks of '{key}', which is in no catalog" for key in keys[:_MOST]]
    return told + ([f"and of {len(keys) - _MOST} more"] if len(keys) > _MOST else [])


def _circles(library: Library) -> list[str]:
    try:
        check(library.graph())
    except CycleError as error:
        return [told_cycle(library, error)]
    return []


def _journal_problems() -> list[str]:
    from dlread_cli.storage import journal

    problems = []
    newest = ""
    for path in paths.journal_files():
        bad = 0
        try:
            for number, line in enumerate(journal.lines(path), 1):
                bad += bool(line.problem)
                if line.problem and bad <= _MOST:
                    problems.append(f"{path}, line {number}: {line.problem}; skipped, and kept")
                elif line.assignment:
                    newest = max(newest, line.assignment.at)
        except OSError as error:
            problems.append(f"{path}: {error.strerror or error}")
        if bad > _MOST:
            problems.append(f"{path}: and {bad - _MOST} more lines; skipped, and kept")
    return problems + _clock_problems(newest, datetime.now(UTC))


def _clock_problems(newest: str, now: datetime) -> list[str]:
    if now.year < MADE:
        return [f"this machine's clock says that it is {now:%Y-%m-%d}: it is off, and so will be what is recorded"]
    if newest and datetime.fromisoformat(newest) > now + timedelta(days=1):
        return [
            f"the newest change has the time {newest}, in the future: a machine's clock is off, this one's or another's"
        ]
    return []


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
        problems.append(f"the library {library} cannot be written, so every call builds it anew; delete it")
    try:
        journal = paths.data_dir() / f"journal-{machine.known() or '?'}.jsonl"
    except DlreadError as error:
        return [*problems, str(error)]
    if os.path.lexists(journal) and (journal.is_symlink() or not os.access(journal, os.W_OK)):
        problems.append(f"this machine's journal {journal} cannot be written")
    return problems


def _privacy_problems(data: Path) -> list[str]:
    if os.name != "posix" or not data.is_dir():
        return []
    open_to_others = data.stat().st_mode & 0o077
    problems = []
    if open_to_others & 0o022:
        problems.append(f"others can write into {data}; chmod 700 {data} would keep them out")
    if open_to_others and any(path.is_file() and path.stat().st_mode & 0o077 for path in paths.journal_files()):
        # git and sync tools write files as they please; what counts is a journal that others get at
        problems.append(f"the journals in {data} can be read by others; chmod 700 {data} would keep them private")
    return problems
