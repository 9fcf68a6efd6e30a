"""dlread doctor: reads everything anew and says what needs the reader's attention."""

import os
from datetime import UTC, datetime, timedelta

from dlread_cli import paths, terminal
from dlread_cli.commands.path import told_cycle
from dlread_cli.domain.graph import CycleError, check
from dlread_cli.storage.library import Library

_MOST = 100
"""Lines told of one journal, and of keys that no catalog has: a damaged file can have millions."""


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
    if newest and datetime.fromisoformat(newest) > datetime.now(UTC) + timedelta(days=1):
        problems.append(
            f"the newest change has the time {newest}, in the future: a machine's clock is off, this one's or another's"
        )
    return problems


def _directory_problems() -> list[str]:
    problems = []
    for what, path in (("data", paths.data_dir()), ("cache", paths.cache_dir())):
        if path.exists() and not os.access(path, os.W_OK):
            problems.append(f"the {what} directory {path} cannot be written")
    data = paths.data_dir()
    if os.name == "posix" and data.is_dir() and data.stat().st_mode & 0o077 and _is_open_to_others():
        problems.append(f"the journals in {data} can be read by others; chmod 700 {data} would keep them private")
    problems += [f"{path}: no such file" for path in paths.catalog_files() if not path.exists()]
    return problems


def _is_open_to_others() -> bool:
    """git and sync tools write files as they please; what counts is a journal that others get at."""
    return any(path.is_file() and path.stat().st_mode & 0o077 for path in paths.journal_files())
