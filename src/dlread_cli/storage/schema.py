"""The library's tables. A change here needs a new VERSION: an older file is then built anew."""

import functools
import sqlite3
from collections.abc import Sequence, Sized

VERSION = 18

WORDS = ("key", "title", "author", "venue", "tag", "address", "summary", "note")
"""The columns of the full-text index."""

BARE = 3
"""The rank of a name that is a key without the name of its list, or an alias in such a list."""

SHOWN = """(SELECT twins.key, coalesce(renamed.key, same_as) AS same_as
            FROM twins LEFT JOIN renamed ON renamed.journal_key = same_as)"""
"""The twins, each with the present key of what is shown for it."""

NO_TWIN = "entries.key NOT IN (SELECT key FROM twins)"
"""A condition: what is shown for all that are the same."""

SQL = f"""
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,      -- of os.fsencode: a name need not be text
    kind TEXT NOT NULL,             -- catalog | copy | journal
    fingerprint TEXT NOT NULL,      -- of files.fingerprint; '' where it could not be read
    offset INTEGER NOT NULL,        -- journal: how far it has been read, always the end of a line
    ending BLOB NOT NULL,           -- journal: the bytes before the offset, to see that it only grew
    problems TEXT NOT NULL          -- one a line
);
CREATE TABLE catalogs (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    position INTEGER NOT NULL,
    path BLOB NOT NULL,
    title TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    header TEXT NOT NULL            -- JSON, as in the file
) WITHOUT ROWID;
CREATE TABLE subscriptions (        -- lists that the reader added
    name TEXT PRIMARY KEY COLLATE NOCASE,
    number INTEGER NOT NULL,        -- in the order of the catalogs
    source TEXT NOT NULL,
    version TEXT NOT NULL           -- JSON
) WITHOUT ROWID;
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE COLLATE NOCASE,
    base TEXT,                      -- JSON: the catalog's fields; NULL for an entry that the reader added
    position INTEGER NOT NULL,      -- catalogs in their order, then what the reader added by time
    catalog TEXT NOT NULL,
    depth INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    parent TEXT NOT NULL DEFAULT '' COLLATE NOCASE,
    title TEXT NOT NULL DEFAULT '',
    title_zh TEXT NOT NULL DEFAULT '',
    year INTEGER,
    venue TEXT NOT NULL DEFAULT '',
    lecture TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',  -- separated by spaces
    url TEXT NOT NULL DEFAULT '',
    events TEXT NOT NULL DEFAULT '', -- separated by spaces
    status TEXT NOT NULL DEFAULT '',
    status_at TEXT NOT NULL DEFAULT '',
    rating INTEGER NOT NULL DEFAULT 0,
    has_note INTEGER NOT NULL DEFAULT 0,
    plan TEXT NOT NULL DEFAULT '',  -- the place in the reader's plan; '' where it is not in it
    added TEXT NOT NULL DEFAULT '', -- when the reader added it, as status_at
    leaves_read INTEGER,            -- of a section with sub-sections; else NULL
    leaves INTEGER
);
CREATE INDEX entries_place ON entries (position, key);
CREATE INDEX entries_parent ON entries (parent) WHERE parent != '';
CREATE INDEX entries_status ON entries (status, position) WHERE status != 'unread';
CREATE INDEX entries_taste ON entries (key) WHERE rating OR has_note;
CREATE TABLE twins (                -- entries of added lists that are shown as others, by what journals call those
    key TEXT PRIMARY KEY COLLATE NOCASE,
    same_as TEXT NOT NULL COLLATE NOCASE
) WITHOUT ROWID;
CREATE INDEX twins_same ON twins (same_as);
CREATE INDEX entries_plan ON entries (plan) WHERE plan != '';
CREATE TABLE renamed (              -- entries that the reader renamed
    journal_key TEXT PRIMARY KEY COLLATE NOCASE,
    wanted TEXT NOT NULL COLLATE NOCASE,
    key TEXT NOT NULL UNIQUE COLLATE NOCASE -- the one in all tables but `log`: what is wanted, if it is free
) WITHOUT ROWID;
CREATE TABLE needs (                -- what to read first, in the catalog's order
    entry TEXT NOT NULL COLLATE NOCASE,
    number INTEGER NOT NULL,
    before TEXT NOT NULL COLLATE NOCASE,
    named TEXT NOT NULL,            -- what the reader called `before`; '' where a catalog says it
    why TEXT NOT NULL,
    why_zh TEXT NOT NULL,
    PRIMARY KEY (entry, number)
) WITHOUT ROWID;
CREATE INDEX needs_before ON needs (before);
CREATE INDEX needs_named ON needs (named) WHERE named != '';
CREATE TABLE names (                -- by rank: key, alias, id or address; in added lists, key without list, id
    name TEXT NOT NULL COLLATE NOCASE,
    rank INTEGER NOT NULL,
    key TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (name, rank, key)
) WITHOUT ROWID;
CREATE INDEX names_key ON names (key);
CREATE TABLE tags (
    tag TEXT NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (tag, entry)
) WITHOUT ROWID;
CREATE INDEX tags_entry ON tags (entry);
CREATE TABLE terms (                -- what else tags are called
    name TEXT PRIMARY KEY COLLATE NOCASE,
    tag TEXT NOT NULL,
    en TEXT NOT NULL,
    zh TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE log (                  -- where each line of each journal stands
    source INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    at TEXT NOT NULL,
    machine TEXT NOT NULL,
    key TEXT NOT NULL COLLATE NOCASE,
    undoes TEXT NOT NULL,
    time TEXT NOT NULL,             -- for people; the order is (at, machine)
    PRIMARY KEY (source, offset)
) WITHOUT ROWID;
CREATE INDEX log_key ON log (key);
CREATE INDEX log_at ON log (at, machine);
CREATE INDEX log_time ON log (time, at, machine);
CREATE VIRTUAL TABLE words USING fts5 (
    {", ".join(WORDS)}, tokenize = "unicode61 remove_diacritics 0"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
CREATE TABLE spellings (            -- of words of four letters or more; one that is in use no longer does no harm
    word TEXT PRIMARY KEY,
    reversed TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX spellings_reversed ON spellings (reversed);
"""

PLANNED = "plan != '' AND status NOT IN ('read', 'skipped')"
"""The condition on entries that `dlread plan` lists."""


def placeholders(values: Sized) -> str:
    """The parameters of a statement, one for each value."""
    return ",".join("?" * len(values))


@functools.cache
def columns(table: str) -> tuple[str, ...]:
    """Of one of our tables, in their order."""
    if table == "words":
        return ("rowid", *WORDS)
    _, _, declared = SQL.partition(f"CREATE TABLE {table} (")
    lines = declared.partition("\n)")[0].splitlines()[1:]
    return tuple(line.split()[0] for line in lines if line[4].islower())


def insert(table: str, names: Sequence[str] = ()) -> str:
    """A statement that puts in a row, unless one is there; of some columns, or of all."""
    names = names or columns(table)
    return f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({placeholders(names)})"


def is_right(db: sqlite3.Connection) -> bool:
    """Of this version, and nothing in it that we did not put there: a view could do anything, or never end.

    SQLite keeps the text of what was made; `words` makes tables of its own.
    """
    if db.execute("PRAGMA user_version").fetchone() != (VERSION,):
        return False
    made = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return all(sql in SQL or (type_ == "table" and name.startswith("words_")) for type_, name, sql in made)
