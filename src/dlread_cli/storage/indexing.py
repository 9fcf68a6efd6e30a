"""Brings the library up to date with the catalogs and journals it is made of. Two steps, for one new line or for all:

1. read what is new in the sources: catalogs into `entries.base`, journal lines into `log`;
2. fold each entry that this touched anew, from its base and all its lines.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from dlread_cli.domain import entries, fields, history
from dlread_cli.domain.entries import Status
from dlread_cli.domain.fields import Fields
from dlread_cli.storage import files, journal

OWN_CATALOG = "own"
"""The catalog of what the reader added."""

_CATALOG_STEP = 10**9  # entries a catalog, at most: more would not pass the size limit of its file
_ENDING_BYTES = 64


def update(db: sqlite3.Connection, catalogs: Mapping[Path, str], journals: Mapping[Path, str]) -> list[str]:
    """Within the caller's transaction. Sources come with their fingerprints; returns what is wrong in catalogs."""
    known = {
        (kind, Path(path)): print_ for kind, path, print_ in db.execute("SELECT kind, path, fingerprint FROM sources")
    }
    touched: set[str] = set()
    rebased: set[str] = set()
    problems: list[str] = []
    if catalogs != {path: mark for (kind, path), mark in known.items() if kind == "catalog"}:
        problems, rebased = _read_catalogs(db, catalogs)
    for path in {path for kind, path in known if kind == "journal"} - journals.keys():
        touched |= _forget_journal(db, path)
    for path, mark in journals.items():
        if known.get(("journal", path)) != mark:
            try:
                _read_journal(db, path, mark, touched)
            except OSError as error:
                touched |= _forget_journal(db, path)
                problem = str(error.strerror or error)
                _new_source(db, path, "journal", "", [problem])  # which is tried again every time
                problems.append(f"{path}: {problem}; left out")
    _fold(db, touched | rebased, rebased)
    return problems


def _read_catalogs(db: sqlite3.Connection, catalogs: Mapping[Path, str]) -> tuple[list[str], set[str]]:
    """All of them anew: they are few, and an entry may have moved from one to another. The first of a key wins."""
    from dlread_cli.storage.catalogs import CatalogError, read

    touched = {key for (key,) in db.execute("SELECT key FROM entries WHERE base IS NOT NULL")}
    terms = _terms(db)
    db.execute("UPDATE entries SET base = NULL, leaves_read = NULL, leaves = NULL")
    for table in ("catalogs", "terms"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM sources WHERE kind = 'catalog'")
    all_problems: list[str] = []
    for number, (path, mark) in enumerate(catalogs.items(), 1):
        try:
            catalog = read(path)
            left_out = [*catalog.problems, *_take_in(db, catalog, number, path, touched)]
            problems = [f"{problem}; left out" for problem in left_out]
        except CatalogError as error:
            problems = [f"{error}; the whole catalog is left out"]
        _new_source(db, path, "catalog", mark, problems)
        all_problems += [f"{path}: {problem}" for problem in problems]
    renamed = {tag for tag, _, _ in terms ^ _terms(db)}  # entries that the reader added may have such a tag
    for tag in renamed:
        rows = db.execute("SELECT key FROM entries JOIN tags ON tags.entry = id WHERE tag = ?", (tag,))
        touched |= {key for (key,) in rows}
    return all_problems, touched


def _terms(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    return set(db.execute("SELECT tag, en, zh FROM terms"))


def _take_in(db: sqlite3.Connection, catalog: Any, number: int, path: Path, touched: set[str]) -> list[str]:
    title = catalog.header["title"]
    taken = db.execute(
        "INSERT OR IGNORE INTO catalogs VALUES (?, ?, ?, ?, ?, ?)",
        (catalog.name, number, str(path), *_both(title), json.dumps(catalog.header, ensure_ascii=False)),
    ).rowcount
    if not taken:
        return [f"there is another catalog called '{catalog.name}'"]
    for tag, term in catalog.header.get("tags", {}).items():
        for name in {tag.lower(), *term.get("aliases", ()), *_both(term)} - {""}:
            db.execute("INSERT OR IGNORE INTO terms VALUES (?, ?, ?, ?)", (name, tag.lower(), *_both(term)))
    problems = []
    depths = {"": -1}
    for index, (key, values) in enumerate(catalog.entries):
        depths[key] = depths[values.get("parent", "")] + 1
        row = (key, json.dumps(values, ensure_ascii=False), number * _CATALOG_STEP + index, catalog.name, depths[key])
        if not db.execute(_NEW_BASE, row).rowcount:
            problems.append(f"entry '{key}' stands in another catalog already")
        touched.add(key)
    return problems


_NEW_BASE = """
INSERT INTO entries (key, base, own, place, catalog, depth, kind, parent, title, title_zh, authors, venue, lecture,
                     tags, url, events, status, status_at, rating, has_note)
VALUES (?1, ?2, '{}', ?3, ?4, ?5, '', '', '', '', '', '', '', '', '', '', '', '', 0, 0)
ON CONFLICT (key) DO UPDATE SET base = ?2, place = ?3, catalog = ?4, depth = ?5 WHERE base IS NULL
"""


def _both(words: Mapping[str, str]) -> tuple[str, str]:
    return words.get("en", ""), words.get("zh", "")


def _forget_journal(db: sqlite3.Connection, path: Path) -> set[str]:
    found = db.execute("SELECT id FROM sources WHERE path = ?", (str(path),)).fetchone()
    touched = {key for (key,) in db.execute("SELECT key FROM log WHERE source = ?", found)}
    db.execute("DELETE FROM log WHERE source = ?", found)
    db.execute("DELETE FROM sources WHERE id = ?", found)
    return touched


def _read_journal(db: sqlite3.Connection, path: Path, mark: str, touched: set[str]) -> None:
    """Only what is new, if the journal only grew; else all of it. Adds to `touched`, even when it raises OSError."""
    known = db.execute("SELECT id, offset, ending, fingerprint FROM sources WHERE path = ?", (str(path),)).fetchone()
    if known and not (known[3] and files.only_grew(known[3], mark) and known[2] == _ending(path, known[1])):
        touched |= _forget_journal(db, path)
        known = None
    source, offset = known[:2] if known else (_new_source(db, path, "journal", mark), 0)
    torn = db.execute("DELETE FROM log WHERE source = ? AND offset >= ? RETURNING key", (source, offset))
    touched |= {key for (key,) in torn.fetchall()}
    for line in journal.lines(path, offset):
        if line.assignment:
            at, machine, key, _, undoes = line.assignment
            row = (source, line.offset, line.length, at, machine, key, undoes)
            db.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            touched.add(key)
        if line.is_whole:
            offset = line.offset + line.length
    db.execute(
        "UPDATE sources SET fingerprint = ?, offset = ?, ending = ? WHERE id = ?",
        (mark, offset, _ending(path, offset), source),
    )


def _new_source(db: sqlite3.Connection, path: Path, kind: str, mark: str, problems: Iterable[str] = ()) -> int:
    sql = """INSERT INTO sources (path, kind, fingerprint, offset, ending, problems)
             VALUES (?, ?, ?, 0, x'', ?) RETURNING id"""
    return int(db.execute(sql, (str(path), kind, mark, "\n".join(problems))).fetchone()[0])


def _ending(path: Path, offset: int) -> bytes:
    with files.readable(path) as file:
        start = max(0, offset - _ENDING_BYTES)
        file.seek(start)
        return file.read(offset - start)


def _fold(db: sqlite3.Connection, keys: Iterable[str], rebased: Collection[str]) -> None:
    """`rebased` are those whose catalog has changed, too."""
    sections: set[str] = set()
    for key in sorted(keys):
        lines = assignments(db, "key = ?", (key,))
        own = history.fold(lines)
        row = db.execute("SELECT id, base, own FROM entries WHERE key = ?", (key,)).fetchone()
        base: Fields = json.loads(row[1]) if row and row[1] else {}
        values = fields.overlay(base, own)
        if "title" not in values and "title:zh" not in values:
            _remove(db, key, row)  # of a catalog that is gone: its lines wait in the log
            continue
        if base:
            sections |= {key, values.get("parent", "")}
        else:
            place = int("".join(char for char in min(line.at for line in lines)[:23] if char.isdigit()))
            db.execute(_NEW_BASE, (key, None, place, OWN_CATALOG, 0))
        if row and key not in rebased and _differing(json.loads(row[2]), own) <= _STANDING.keys():
            _write_standing(db, key, own)
            continue
        _write_entry(db, key, values, is_new=row is None)
        _write_standing(db, key, own)
    _sum_up(db, sections - {""})


_STANDING = {"status": Status.UNREAD, "rating": 0}
"""What changes every day, and nothing else depends on: column -> value where nothing is assigned."""


def _differing(old: Mapping[str, Sequence[Any]], new: history.Own) -> set[str]:
    return {field for field in old.keys() | new.keys() if list(old.get(field, ())) != list(new.get(field, ()))}


def _write_standing(db: sqlite3.Connection, key: str, own: history.Own) -> None:
    status, rating = ((own.get(field) or (None,))[0] or default for field, default in _STANDING.items())
    at = own["status"][1] if "status" in own else ""
    db.execute(
        "UPDATE entries SET own = ?, status = ?, status_at = ?, rating = ? WHERE key = ?",
        (json.dumps(own, ensure_ascii=False), status, at, rating, key),
    )


def assignments(db: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[history.Assignment]:
    """The journal lines that the log has for a condition, read from their files."""
    sql = f"""SELECT path, log.offset, length FROM log JOIN sources ON id = source
              WHERE {where} ORDER BY source, log.offset"""
    by_path = groupby(db.execute(sql, values).fetchall(), key=itemgetter(0))
    lines = [line for path, rows in by_path for line in journal.lines_at(Path(path), [row[1:] for row in rows])]
    return history.distinct(lines)


def _remove(db: sqlite3.Connection, key: str, row: tuple[Any, ...] | None) -> None:
    if row:
        for statement in (
            "DELETE FROM entries WHERE id = ?",
            "DELETE FROM tags WHERE entry = ?",
            "DELETE FROM words WHERE rowid = ?",
        ):
            db.execute(statement, row[:1])
        for table, column in (("names", "key"), ("needs", "entry")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))


def _write_entry(db: sqlite3.Connection, key: str, values: Fields, is_new: bool) -> None:
    """A new one has nothing that would have to go first, which is half of the work of a cold build."""
    from dlread_cli.domain import folding

    tags = fields.tags(values)
    links = fields.links(values)
    (identity,) = db.execute("SELECT id FROM entries WHERE key = ?", (key,)).fetchone()
    db.execute(
        """UPDATE entries SET kind = ?, parent = ?, title = ?, title_zh = ?, authors = ?, year = ?, venue = ?,
           lecture = ?, tags = ?, url = ?, events = ?, has_note = ? WHERE id = ?""",
        (
            values.get("kind", entries.Kind.PAPER),
            values.get("parent", ""),
            *fields.text(values, "title"),
            folding.plain(", ".join(values.get("authors", ()))),
            values.get("year"),
            values.get("venue", ""),
            values.get("lecture", ""),
            " ".join(tags),
            entries.main_link(links),
            " ".join(dict.fromkeys(event[0] for event in values.get("since", ()))),
            bool(values.get("note")),
            identity,
        ),
    )
    if not is_new:
        db.execute("DELETE FROM tags WHERE entry = ?", (identity,))
        db.execute("DELETE FROM names WHERE key = ?", (key,))
        db.execute("DELETE FROM needs WHERE entry = ?", (key,))
    db.executemany("INSERT INTO tags VALUES (?, ?)", [(tag, identity) for tag in tags])
    ids = [values[name] for name in ("arxiv", "doi") if values.get(name)]
    names = {(key, 0), *((alias, 1) for alias in values.get("aliases", ())), *((name, 2) for name in ids)}
    db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [(*name, key) for name in names])
    first = [(before, en, zh) for before, strength, en, zh in values.get("relations", ()) if strength == "first"]
    db.executemany(
        "INSERT INTO needs VALUES (?, ?, ?, ?, ?)", [(key, number, *need) for number, need in enumerate(first)]
    )
    _write_words(db, identity, _texts(db, key, values, tags, [*ids, *links.values()]), is_new)


def _texts(
    db: sqlite3.Connection, key: str, values: Fields, tags: Sequence[str], ids: Sequence[str]
) -> tuple[str, ...]:
    """What can be searched for: key, title, authors, tags, ids, summary, note, in both languages."""
    marks = ",".join("?" * len(tags))
    terms = db.execute(f"SELECT DISTINCT en, zh FROM terms WHERE tag IN ({marks})", tags).fetchall() if tags else []
    return (
        " ".join((key, *values.get("aliases", ()))),
        " ".join(fields.text(values, "title")),
        ", ".join(values.get("authors", ())),
        " ".join((*tags, *(word for term in terms for word in term))),
        " ".join((*ids, values.get("venue", ""), values.get("venue:name", ""), str(values.get("year", "")))),
        " ".join(fields.text(values, "summary")),
        values.get("note", ""),
    )


def _write_words(db: sqlite3.Connection, identity: int, texts: Sequence[str], is_new: bool) -> None:
    from dlread_cli.domain import folding

    words = tuple(folding.indexed(text) for text in texts)
    columns = "key, title, authors, tags, ids, summary, note"
    if not is_new:
        if words == db.execute(f"SELECT {columns} FROM words WHERE rowid = ?", (identity,)).fetchone():
            return
        db.execute("DELETE FROM words WHERE rowid = ?", (identity,))
    db.execute(f"INSERT INTO words (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (identity, *words))


_LEAVES = """
WITH RECURSIVE under (key) AS (
    SELECT key FROM entries WHERE parent = ? AND parent != ''
    UNION SELECT below.key FROM entries below JOIN under ON below.parent = under.key AND below.parent != ''
)
SELECT status FROM entries JOIN under USING (key)
WHERE NOT EXISTS (SELECT 1 FROM entries below WHERE below.parent = entries.key AND below.parent != '')
"""


def _sum_up(db: sqlite3.Connection, sections: set[str]) -> None:
    """A section with sub-sections has the sum of their statuses, and so have those that it is in."""
    for key in sorted(sections):
        leaves = [Status(status) for (status,) in db.execute(_LEAVES, (key,))]
        if not leaves:
            continue
        status, progress = entries.sum_of(leaves)
        (above,) = db.execute(
            "UPDATE entries SET status = ?, status_at = '', leaves_read = ?, leaves = ? WHERE key = ? RETURNING parent",
            (status, *progress, key),
        ).fetchone() or ("",)
        _sum_up(db, {above} - {""})
