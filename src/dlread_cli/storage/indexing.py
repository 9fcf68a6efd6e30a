"""Brings the library up to date with the catalogs and journals it is made of. Two steps, for one new line or for all:

1. read what is new in the sources: catalogs into `entries.base`, journal lines into `log`, and then the lists that
   these lines say the reader added (`subscribed`);
2. lay each entry that this touched anew, from its base and all its lines (`overrides`).

What can be searched for with typing errors (`vocabulary`), and what Tab offers (`candidates`), follows.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from dlread_cli.domain import subscriptions
from dlread_cli.storage import candidates, files, journal, journal_lines, overrides, rows
from dlread_cli.storage.journal_lines import Read
from dlread_cli.storage.schema import insert
from dlread_cli.translation import reason, tr

_ENDING_BYTES = 64

_HAS_NAMES = "SELECT 1 FROM renamed UNION ALL SELECT 1 FROM needs WHERE named != '' LIMIT 1"
"""Has the reader renamed anything, or named what is to be read first?"""


class Found(NamedTuple):
    """What is newly wrong."""

    problems: list[str]
    missing: list[str]
    """Names of lists that the reader added, and of which there is no copy here that can be read."""


class _News:
    """What has changed, while it is found out."""

    def __init__(self) -> None:
        self.anew: set[str] = set()
        """Keys of entries that are to be laid anew, from all their lines."""
        self.changed: set[str] = set()
        """Keys of which journals say more than a new standing."""
        self.touched: set[str] = set()
        """Keys that are laid already; of many, some."""
        self.texts: list[tuple[str, ...]] = []
        self.found = Found([], [])
        self.has_catalogs = False
        self.has_subscriptions = False
        self.has_lists = False
        """Entries of lists that the reader added, or of catalogs, have changed."""

    def lay(
        self, db: sqlite3.Connection, keys: Set[str], read: Read | None = None, daily: Set[str] = frozenset()
    ) -> None:
        """Lays these entries anew; see `overrides`."""
        if texts := overrides.apply_overrides(db, keys, read or {}, daily):
            from dlread_cli.storage import vocabulary  # a new status, every day's change, does without it

            self.texts += texts[: vocabulary.INCREMENTAL_TEXTS + 1 - len(self.texts)]
        self.touched |= keys if len(self.touched) <= candidates.PATCH_LIMIT else set()


_Known = Mapping[tuple[str, Path], str]
"""The fingerprints of the sources that the library was made of, by kind and path."""


def update(
    db: sqlite3.Connection,
    sources: Mapping[str, Mapping[Path, str]],
    progress: Callable[[int, int], None],
) -> Found:
    """Within the caller's transaction. Sources come by kind, with their fingerprints.

    `progress` is told how many bytes of journals are read, and of how many.
    """
    known = {
        (kind, Path(os.fsdecode(path))): print_
        for kind, path, print_ in db.execute("SELECT kind, path, fingerprint FROM sources")
    }
    news = _News()
    catalogs = sources["catalog"]
    if catalogs != {path: mark for (kind, path), mark in known.items() if kind == "catalog"}:
        problems, news.anew = _read_catalogs(db, catalogs)
        news.found.problems.extend(problems)
        news.has_catalogs = news.has_lists = True
    _read_journals(db, sources["journal"], known, news, progress)
    _read_lists(db, sources["copy"], known, news)
    news.lay(db, journal_lines.with_twins(db, news.anew))
    is_daily = not (news.anew or news.changed)
    if not is_daily:
        _settle_names(db, news)
    news.lay(db, _find_twins(db, None if news.has_lists else news.changed | news.anew))
    _resolve_names(db, news, is_daily)
    if news.texts:
        from dlread_cli.storage import vocabulary

        vocabulary.learn(db, news.texts)
    candidates.renew(db, news.touched, is_new=not known)
    return news.found


def _settle_names(db: sqlite3.Connection, news: _News) -> None:
    if db.execute(_HAS_NAMES).fetchone():
        from dlread_cli.storage import renaming

        moved, names = renaming.settle(db)
        news.lay(db, moved)
        news.touched |= names


def _resolve_names(db: sqlite3.Connection, news: _News, is_daily: bool) -> None:
    if db.execute(_HAS_NAMES).fetchone():
        from dlread_cli.storage import renaming

        if not is_daily:
            renaming.resolve(db)
        news.touched |= renaming.keys_of(db, news.touched)


def _find_twins(db: sqlite3.Connection, changed: Set[str] | None) -> set[str]:
    """The keys of entries that have become or ceased to be some; there are none without lists."""
    if not db.execute("SELECT 1 FROM subscriptions UNION ALL SELECT 1 FROM twins LIMIT 1").fetchone():
        return set()
    from dlread_cli.storage import merging

    return merging.renew(db, changed)


def _read_journals(
    db: sqlite3.Connection,
    journals: Mapping[Path, str],
    known: _Known,
    news: _News,
    progress: Callable[[int, int], None],
) -> None:
    for (kind, path), mark in known.items():
        if kind == "journal" and journals.get(path) != mark:
            news.anew |= _forget(db, path, _still_there(db, path, journals.get(path, "")))
    news.has_subscriptions = any(map(subscriptions.name_of, news.anew))
    new = {path: mark for path, mark in journals.items() if known.get(("journal", path)) != mark}
    if not new:
        return
    done, of = 0, sum(files.size(mark) - _offset(db, path) for path, mark in new.items())
    progress(done, of)
    for path, mark in new.items():
        try:
            for read, size in _read_journal(db, path, mark):
                _lay(db, read, news)
                progress(done := done + size, of)
        except OSError as error:
            news.anew |= _forget(db, path)
            problem = reason(error)
            _new_source(db, path, "journal", "", [problem])  # which is tried again every time
            news.found.problems.append(tr("{path}: {problem}; left out", path=path, problem=problem))
    progress(of, of)


def _offset(db: sqlite3.Connection, path: Path) -> int:
    """Up to which byte a journal has been read."""
    row = db.execute("SELECT offset FROM sources WHERE path = ?", (os.fsencode(path),)).fetchone()
    return int(row[0]) if row else 0


def _lay(db: sqlite3.Connection, read: Read, news: _News) -> None:
    """The entries that some new lines are about."""
    keys = {line.key for line in read.values()}
    daily = _daily(read) - news.anew
    news.has_subscriptions |= any(map(subscriptions.name_of, keys))
    news.changed |= keys - daily
    together = journal_lines.with_twins(db, keys)
    news.lay(db, together, read, daily | (together - keys))
    news.anew -= keys


def _read_lists(db: sqlite3.Connection, copies: Mapping[Path, str], known: _Known, news: _News) -> None:
    """What the reader has added. Without that, nothing."""
    before = {path: mark for (kind, path), mark in known.items() if kind == "copy"}
    if not (copies or before or news.has_subscriptions):
        return
    from dlread_cli.storage import subscribed

    found = subscribed.Copies(copies, before)
    problems, touched = subscribed.update(db, found, news.has_subscriptions, news.has_catalogs)
    news.anew |= touched
    news.has_lists |= bool(touched)
    news.found.problems.extend(_note_copies(db, copies, problems))
    if news.has_subscriptions:
        missing = db.execute("SELECT name FROM subscriptions EXCEPT SELECT name FROM catalogs")
        news.found.missing.extend(name for (name,) in missing)


def _note_copies(db: sqlite3.Connection, copies: Mapping[Path, str], found: Mapping[Path, list[str]]) -> list[str]:
    """Returns the problems that were found, as `update` does."""
    told = {Path(os.fsdecode(path)): text for path, text in db.execute(_COPIES)}
    db.execute("DELETE FROM sources WHERE kind = 'copy'")
    for path, mark in copies.items():
        _new_source(db, path, "copy", mark, found.get(path, told.get(path, "").splitlines()))
    return [f"{path}: {problem}" for path, some in found.items() for problem in some]


_COPIES = "SELECT path, problems FROM sources WHERE kind = 'copy'"


def _daily(read: Read) -> set[str]:
    """The keys with nothing but a new standing."""
    heavy = {line.key for line in read.values() if not line.values.keys() <= set(rows.PERSONAL_STATE)}
    return {line.key for line in read.values()} - heavy


def _read_catalogs(db: sqlite3.Connection, catalogs: Mapping[Path, str]) -> tuple[list[str], set[str]]:
    """All of them anew: they are few, and an entry may have moved from one to another. The first of a key wins."""
    from dlread_cli.storage import renaming
    from dlread_cli.storage.catalogs import CatalogError, read

    touched = {key for (key,) in db.execute(f"SELECT key FROM entries WHERE base IS NOT NULL AND {_OF_NO_LIST}")}
    touched |= renaming.revert(db)
    terms = _terms(db)
    db.execute(f"UPDATE entries SET base = NULL, leaves_read = NULL, leaves = NULL WHERE {_OF_NO_LIST}")
    for table in ("catalogs", "terms"):
        db.execute(f"DELETE FROM {table}")
    told = _told(db, catalogs)
    db.execute("DELETE FROM sources WHERE kind = 'catalog'")
    all_problems: list[str] = []
    for number, (path, mark) in enumerate(catalogs.items(), 1):
        try:
            catalog = read(path)
            left_out = [*catalog.problems, *_take_in(db, catalog, number, path, touched)]
            problems = [tr("{problem}; left out", problem=problem) for problem in left_out]
        except CatalogError as error:
            problems = [tr("{error}; the whole catalog is left out", error=error)]
        _new_source(db, path, "catalog", mark, problems)
        all_problems += [line for problem in problems if (line := f"{path}: {problem}") not in told]
    renamed = {tag for tag, *_ in terms ^ _terms(db)}  # entries that the reader added may have such a tag
    for tag in renamed:
        rows = db.execute("SELECT key FROM entries JOIN tags ON tags.entry = id WHERE tag = ?", (tag,))
        touched |= {key for (key,) in rows}
    return all_problems, {key.lower() for key in touched}


_OF_NO_LIST = "instr(key, '/') = 0"


def _told(db: sqlite3.Connection, catalogs: Mapping[Path, str]) -> set[str]:
    """What is wrong with catalogs that did not change, and was said when they were read before."""
    sources = db.execute("SELECT path, fingerprint, problems FROM sources WHERE kind = 'catalog'").fetchall()
    return {
        f"{path}: {problem}"
        for name, mark, problems in sources
        if catalogs.get(path := Path(os.fsdecode(name))) == mark
        for problem in problems.splitlines()
    }


def _terms(db: sqlite3.Connection) -> set[tuple[str, str, str, str]]:
    return set(db.execute("SELECT tag, name, en, zh FROM terms"))


def _take_in(db: sqlite3.Connection, catalog: Any, number: int, path: Path, touched: set[str]) -> list[str]:
    title = catalog.header["title"]
    taken = db.execute(
        insert("catalogs"),
        (catalog.name, number, os.fsencode(path), *_both(title), json.dumps(catalog.header, ensure_ascii=False)),
    ).rowcount
    if not taken:
        return [tr("there is another catalog called '{name}'", name=catalog.name)]
    for tag, term in catalog.header.get("tags", {}).items():
        for name in {tag.lower(), *term.get("aliases", ()), *_both(term)} - {""}:
            db.execute(insert("terms"), (name, tag.lower(), *_both(term)))
    problems = []
    depths = {"": -1}
    for index, (key, values) in enumerate(catalog.entries):
        depths[key] = depths[values.get("parent", "")] + 1
        place = number * overrides.PLACES + index
        row = (key, json.dumps(values, ensure_ascii=False), place, catalog.name, depths[key])
        if not db.execute(_NEW_BASE, row).rowcount:
            problems.append(tr("entry '{key}' is already in another catalog", key=key))
        touched.add(key)
    return problems


_NEW_BASE = """
INSERT INTO entries (key, base, position, catalog, depth) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (key) DO UPDATE SET base = ?2, position = ?3, catalog = ?4, depth = ?5 WHERE base IS NULL
"""


def _both(words: Mapping[str, str]) -> tuple[str, str]:
    return words.get("en", ""), words.get("zh", "")


def _forget(db: sqlite3.Connection, path: Path, offset: int = 0) -> set[str]:
    """What the log has of a journal from there on, such as a torn last line; returns its keys."""
    found = db.execute("SELECT id FROM sources WHERE path = ?", (os.fsencode(path),)).fetchone()
    forgotten = db.execute("DELETE FROM log WHERE source = ? AND offset >= ? RETURNING key", (*found, offset))
    keys = {key for (key,) in forgotten.fetchall()}
    if not offset:
        db.execute("DELETE FROM sources WHERE id = ?", found)
    return keys


def _still_there(db: sqlite3.Connection, path: Path, mark: str) -> int:
    """Up to which byte a journal that changed is what it was: to its old end if it only grew, else 0."""
    sql = "SELECT offset, ending, fingerprint FROM sources WHERE path = ?"
    offset, ending, old = db.execute(sql, (os.fsencode(path),)).fetchone()
    try:
        grew = bool(mark and old) and files.only_grew(old, mark) and ending == _ending(path, offset)
    except OSError:
        grew = False
    return int(offset) if grew else 0


def _read_journal(db: sqlite3.Connection, path: Path, mark: str) -> Iterator[tuple[Read, int]]:
    """The assignments that the log does not have yet, some at a time, and the bytes that they came from."""
    known = db.execute("SELECT id, offset FROM sources WHERE path = ?", (os.fsencode(path),)).fetchone()
    source, offset = known or (_new_source(db, path, "journal", mark), 0)
    lines = journal.lines(path, offset)
    while some := list(islice(lines, overrides.AT_ONCE)):
        read = {(source, line.offset): line.assignment for line in some if line.assignment}
        db.executemany(
            insert("log"),
            [
                (source, line.offset, line.length, one.at, one.machine, one.key, one.undoes, one.time)
                for line in some
                if (one := line.assignment)
            ],
        )
        offset = max((line.offset + line.length for line in some if line.is_whole), default=offset)
        yield read, sum(line.length for line in some)
    db.execute(
        "UPDATE sources SET fingerprint = ?, offset = ?, ending = ? WHERE id = ?",
        (mark, offset, _ending(path, offset), source),
    )


def _new_source(db: sqlite3.Connection, path: Path, kind: str, mark: str, problems: Iterable[str] = ()) -> int:
    sql = insert("sources", ("path", "kind", "fingerprint", "offset", "ending", "problems")) + " RETURNING id"
    return int(db.execute(sql, (os.fsencode(path), kind, mark, 0, b"", "\n".join(problems))).fetchone()[0])


def _ending(path: Path, offset: int) -> bytes:
    with files.readable(path) as file:
        start = max(0, offset - _ENDING_BYTES)
        file.seek(start)
        return file.read(offset - start)
