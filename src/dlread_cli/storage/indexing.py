"""Brings the library up to date with the catalogs and journals it is made of. Two steps, for one new line or for all:

1. read what is new in the sources: catalogs into `entries.base`, journal lines into `log`;
2. fold each entry that this touched anew, from its base and all its lines.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dlread_cli.domain import entries as domain
from dlread_cli.domain import folding, history
from dlread_cli.domain.entries import Fields, Status
from dlread_cli.storage import journal

OWN_CATALOG = "own"
"""The catalog of what the reader added."""

_CATALOG_STEP = 10**9  # entries a catalog, at most: more would not pass the size limit of its file
_ENDING_BYTES = 64


def update(db: sqlite3.Connection, catalogs: Mapping[Path, str], journals: Mapping[Path, str]) -> list[str]:
    """Within the caller's transaction. Sources come with their fingerprints; returns what is wrong in catalogs."""
    known = {(kind, Path(path)): print_ for kind, path, print_ in db.execute("SELECT kind, path, fingerprint FROM sources")}
    touched: set[str] = set()
    problems: list[str] = []
    if catalogs != {path: mark for (kind, path), mark in known.items() if kind == "catalog"}:
        problems, touched = _read_catalogs(db, catalogs)
    for path in {path for kind, path in known if kind == "journal"} - journals.keys():
        touched |= _forget_journal(db, path)
    for path, mark in journals.items():
        if known.get(("journal", path)) != mark:
            try:
                touched |= _read_journal(db, path, mark)
            except PermissionError:
                problems.append(f"{path}: may not be read")
    _fold(db, touched)
    return problems


def _read_catalogs(db: sqlite3.Connection, catalogs: Mapping[Path, str]) -> tuple[list[str], set[str]]:
    """All of them anew: they are few, and an entry may have moved from one to another. The first of a key wins."""
    from dlread_cli.storage import catalogs as files

    touched = {key for (key,) in db.execute("SELECT key FROM entries WHERE base IS NOT NULL")}
    db.execute("UPDATE entries SET base = NULL")
    for table in ("catalogs", "terms"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM sources WHERE kind = 'catalog'")
    all_problems: list[str] = []
    for number, (path, mark) in enumerate(catalogs.items(), 1):
        try:
            catalog = files.read(path)
            problems = [*catalog.problems, *_take_in(db, catalog, number, path, touched)]
        except files.CatalogError as error:
            problems = [str(error)]
        db.execute(
            "INSERT INTO sources (path, kind, fingerprint, offset, ending, problems) VALUES (?, 'catalog', ?, 0, '', ?)",
            (str(path), mark, "\n".join(problems)),
        )
        all_problems += [f"{path}: {problem}" for problem in problems]
    return all_problems, touched


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
    for index, (key, fields) in enumerate(catalog.entries):
        depths[key] = depths[fields.get("parent", "")] + 1
        row = (key, json.dumps(fields, ensure_ascii=False), number * _CATALOG_STEP + index, catalog.name, depths[key])
        if not db.execute(_NEW_BASE, row).rowcount:
            problems.append(f"entry '{key}' stands in another catalog already")
        touched.add(key)
    return problems


_NEW_BASE = """
INSERT INTO entries (key, base, own, place, catalog, depth, kind, parent, title, title_zh, authors, venue, lecture,
                     tags, url, events, status, status_at, rating)
VALUES (?1, ?2, '{}', ?3, ?4, ?5, '', '', '', '', '', '', '', '', '', '', '', '', 0)
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


def _read_journal(db: sqlite3.Connection, path: Path, mark: str) -> set[str]:
    """Only what is new, if the journal only grew; else all of it."""
    touched: set[str] = set()
    known = db.execute("SELECT id, offset, ending FROM sources WHERE path = ?", (str(path),)).fetchone()
    if known and known[2] != _ending(path, known[1]):
        touched = _forget_journal(db, path)
        known = None
    if not known:
        insert = "INSERT INTO sources (path, kind, fingerprint, offset, ending, problems) VALUES (?, 'journal', '', 0, '', '')"
        known = (db.execute(insert, (str(path),)).lastrowid, 0, b"")
    source, offset, _ = known
    for line in journal.lines(path, offset):
        if line.assignment:
            at, machine, key, _, undoes = line.assignment
            row = (source, line.offset, line.length, at, machine, key, undoes)
            db.execute("INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            touched.add(key)
        if line.is_whole:
            offset = line.offset + line.length
    db.execute(
        "UPDATE sources SET fingerprint = ?, offset = ?, ending = ? WHERE id = ?",
        (mark, offset, _ending(path, offset), source),
    )
    return touched


def _ending(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        start = max(0, offset - _ENDING_BYTES)
        file.seek(start)
        return file.read(offset - start)


def _fold(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    parents: set[str] = set()
    for key in sorted(keys):
        lines = assignments(db, "key = ?", (key,))
        own = history.fold(lines)
        row = db.execute("SELECT id, base FROM entries WHERE key = ?", (key,)).fetchone()
        base: Fields = json.loads(row[1]) if row and row[1] else {}
        fields = domain.overlay(base, own)
        if "title" not in fields and "title:zh" not in fields:
            _remove(db, key, row)  # of a catalog that is gone: its lines wait in the log
            continue
        if not base:
            place = int("".join(char for char in min(line.at for line in lines)[:23] if char.isdigit()))
            db.execute(_NEW_BASE, (key, None, place, OWN_CATALOG, 0))
        parents.add(fields.get("parent", ""))
        _write_entry(db, key, fields, own)
    _sum_up(db, parents - {""})


def assignments(db: sqlite3.Connection, where: str, values: tuple[str, ...]) -> list[history.Assignment]:
    """The journal lines that the log has for a condition, read from their files."""
    rows = db.execute(
        f"SELECT path, log.offset, length FROM log JOIN sources ON id = source WHERE {where}", values
    ).fetchall()
    return [journal.line_at(Path(path), offset, length) for path, offset, length in rows]


def _remove(db: sqlite3.Connection, key: str, row: tuple[Any, ...] | None) -> None:
    if row:
        for statement in ("DELETE FROM entries WHERE id = ?", "DELETE FROM tags WHERE entry = ?", "DELETE FROM words WHERE rowid = ?"):
            db.execute(statement, row[:1])
        db.execute("DELETE FROM names WHERE key = ?", (key,))


def _write_entry(db: sqlite3.Connection, key: str, fields: Fields, own: history.Own) -> None:
    tags = domain.tags(fields)
    links = domain.links(fields)
    status, status_at = own.get("status", (None, ""))
    (identity,) = db.execute(
        """UPDATE entries SET own = ?, kind = ?, parent = ?, title = ?, title_zh = ?, authors = ?, year = ?, venue = ?,
           lecture = ?, tags = ?, url = ?, events = ?, status = ?, status_at = ?, rating = ? WHERE key = ? RETURNING id""",
        (
            json.dumps(own, ensure_ascii=False),
            fields.get("kind", domain.Kind.PAPER),
            fields.get("parent", ""),
            *domain.text(fields, "title"),
            folding.plain(", ".join(fields.get("authors", ()))),
            fields.get("year"),
            fields.get("venue", ""),
            fields.get("lecture", ""),
            " ".join(tags),
            domain.main_link(links),
            " ".join(dict.fromkeys(event[0] for event in fields.get("since", ()))),
            status or Status.UNREAD,
            status_at,
            fields.get("rating", 0),
            key,
        ),
    ).fetchone()
    db.execute("DELETE FROM tags WHERE entry = ?", (identity,))
    db.executemany("INSERT INTO tags VALUES (?, ?)", [(tag, identity) for tag in tags])
    ids = [fields[name] for name in ("arxiv", "doi") if fields.get(name)]
    names = {(key, 0), *((alias, 1) for alias in fields.get("aliases", ())), *((name, 2) for name in ids)}
    db.execute("DELETE FROM names WHERE key = ?", (key,))
    db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [(*name, key) for name in names])
    _write_words(db, identity, key, fields, tags, [*ids, *links.values()])


def _write_words(
    db: sqlite3.Connection, identity: int, key: str, fields: Fields, tags: Iterable[str], ids: Iterable[str]
) -> None:
    tags = list(tags)
    marks = ",".join("?" * len(tags))
    terms = db.execute(f"SELECT DISTINCT en, zh FROM terms WHERE tag IN ({marks})", tags).fetchall()
    texts = (
        " ".join((key, *fields.get("aliases", ()))),
        " ".join(domain.text(fields, "title")),
        ", ".join(fields.get("authors", ())),
        " ".join((*tags, *(word for term in terms for word in term))),
        " ".join((*ids, fields.get("venue", ""), fields.get("venue:name", ""), str(fields.get("year", "")))),
        " ".join(domain.text(fields, "summary")),
        fields.get("note", ""),
    )
    new = tuple(folding.indexed(text) for text in texts)
    old = db.execute("SELECT key, title, authors, tags, ids, summary, note FROM words WHERE rowid = ?", (identity,)).fetchone()
    if new != old:
        db.execute("DELETE FROM words WHERE rowid = ?", (identity,))
        db.execute("INSERT INTO words (rowid, key, title, authors, tags, ids, summary, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (identity, *new))


_LEAVES = """
WITH RECURSIVE under (key) AS (
    SELECT key FROM entries WHERE parent = ? UNION SELECT below.key FROM entries below JOIN under ON below.parent = under.key
)
SELECT status FROM entries JOIN under USING (key)
WHERE NOT EXISTS (SELECT 1 FROM entries below WHERE below.parent = entries.key)
"""


def _sum_up(db: sqlite3.Connection, parents: set[str]) -> None:
    """A section with sub-sections has the sum of their statuses, and so have those that it is in."""
    for parent in sorted(parents):
        status, progress = domain.sum_of(Status(leaf) for (leaf,) in db.execute(_LEAVES, (parent,)))
        above = db.execute(
            "UPDATE entries SET status = ?, status_at = '', leaves_read = ?, leaves = ? WHERE key = ? RETURNING parent",
            (status, *progress, parent),
        ).fetchone()
        _sum_up(db, {above[0]} - {""} if above else set())
