"""What the commands ask of the library, answered from one snapshot of it.

`past` answers what is about journals, `summary` what is about all entries together.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dlread_cli.domain.entries import Entry, Progress, Status, Text
from dlread_cli.domain.queries import EVERYTHING, Match, Query, Sort, only_catalog
from dlread_cli.domain.wording import joined
from dlread_cli.errors import DlreadError
from dlread_cli.storage.past import AT_ONCE
from dlread_cli.storage.schema import BARE, NO_TWIN, PLANNED, columns, placeholders
from dlread_cli.storage.summary import Summary
from dlread_cli.translation import tr

if TYPE_CHECKING:
    from dlread_cli.domain.details import Details
    from dlread_cli.domain.fields import Fields
    from dlread_cli.domain.history import Assignment, Done, Overrides
    from dlread_cli.domain.suggestions import EntryState, Suggestion

_ENTRY = ", ".join(f"entries.{name}" for name in columns("entries") if name not in ("id", "base", "position", "plan"))
"""What `_entry` makes an Entry of."""

_ORDER = {
    Sort.CATALOG: "position, entries.key",
    Sort.KEY: "entries.key",
    Sort.TITLE: "entries.title COLLATE NOCASE, position",
    Sort.YEAR: "year DESC, position",
    Sort.STATUS: "CASE status WHEN 'reading' THEN 0 WHEN 'unread' THEN 1 WHEN 'read' THEN 2 ELSE 3 END, position",
    Sort.RATING: "rating DESC, position",
    Sort.CHANGED: "status_at DESC, position",
}


class Snapshot(Summary):
    """All entries as they stood at one moment."""

    def entries(self, query: Query = EVERYTHING, sort: Sort = Sort.CATALOG, limit: int = -1) -> list[Entry]:
        where, values = self._condition(query)
        sql = f"SELECT {_ENTRY} FROM entries WHERE {where} ORDER BY {_ORDER[sort]} LIMIT ?"
        return [_entry(row) for row in self._db.execute(sql, (*values, limit))]

    def count(self, query: Query) -> int:
        where, values = self._condition(query)
        (number,) = self._db.execute(f"SELECT count(*) FROM entries WHERE {where}", values).fetchone()
        return int(number)

    def ranked(self, query: Query, limit: int = -1) -> tuple[list[Entry], int]:
        """Best first, and the number of all there are; in the catalogs' order if no words are asked for."""
        from dlread_cli.storage import searching

        found = searching.ranked(self._db, query, limit, self.tag_called, self._condition(EVERYTHING))
        if found is None:
            return self.entries(query, limit=limit), self.count(query)
        ids, total = found
        by_id: dict[int, Entry] = {}
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            rows = self._db.execute(f"SELECT id, {_ENTRY} FROM entries WHERE id IN ({placeholders(some)})", some)
            by_id |= {row[0]: _entry(row[1:]) for row in rows}
        return [by_id[identity] for identity in ids], total

    def called(self, text: str) -> list[Entry]:
        """Those with exactly this key, alias, arXiv id, DOI or address."""
        from dlread_cli.domain import identity

        sql = "SELECT key FROM names WHERE name = ? ORDER BY rank"
        keys = self._shown(key for (key,) in self._db.execute(sql, (identity.name(text),)))
        found = self.passing(keys, EVERYTHING)
        return [found[key] for key in keys if key in found]

    def keys_called(self, names: Sequence[str]) -> list[str]:
        """Of entries with one of these keys, aliases, arXiv ids, DOIs and addresses, each as `identity.name` has it."""
        found = []
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            sql = f"SELECT DISTINCT key FROM names WHERE name IN ({placeholders(some)}) ORDER BY rank"
            found += [key for (key,) in self._db.execute(sql, some)]
        return found

    def titles(self) -> Iterator[tuple[str, str, str]]:
        """Key, English and Chinese title of all entries."""
        return self._db.execute("SELECT key, title, title_zh FROM entries ORDER BY position")

    def matches(self, query: Query, keys: Sequence[str]) -> Mapping[str, Match]:
        """Where the words of a query stand in entries, by key."""
        from dlread_cli.storage import searching

        sql = f"SELECT id, key FROM entries WHERE key IN ({placeholders(keys)})"
        ids = dict(self._db.execute(sql, tuple(keys)).fetchall())
        return {ids[one]: match for one, match in searching.matches(self._db, query, list(ids)).items()}

    def corrections(self, text: str, query: Query) -> Iterable[str]:
        """What a reader may have meant to type, the likeliest first."""
        from dlread_cli.storage import searching

        return searching.corrections(self._db, text, query)

    def find(self, name: str) -> Entry:
        """By key, alias or unique prefix, without regard to case, or by arXiv id or DOI.

        Raises DlreadError, naming the nearest keys, where no one entry is meant.
        """
        from dlread_cli.domain import identity

        sql = "SELECT key, rank FROM names WHERE name = ? ORDER BY rank"
        ranks = self._db.execute(sql, (identity.name(name),)).fetchall()
        keys = self._shown(key for key, _ in ranks)
        if len(keys) > 1:
            from dlread_cli.storage import ambiguity

            ambiguity.check(name, ranks, self._shown)
        if not keys and name and name.isprintable():
            beginning = "SELECT DISTINCT key FROM names WHERE name >= ? AND name < ? AND rank = ? LIMIT 6"
            for rank in (0, 1, BARE):  # of a key, before that of an alias, or of a key without the name of its list
                rows = self._db.execute(beginning, (name, name + "\U0010ffff", rank)).fetchall()
                keys = keys or self._shown(key for (key,) in rows)
            if len(keys) > 1:
                others = joined(keys[:5]) + (tr(", ...") if len(keys) > 5 else "")
                raise DlreadError(tr("'{name}' could be {others}; give more of the key", name=name, others=others))
        if not keys:
            raise DlreadError(self._unknown(name))
        row = self._db.execute(f"SELECT {_ENTRY} FROM entries WHERE key = ?", (keys[0],)).fetchone()
        return _entry(row)

    def _shown(self, keys: Iterable[str]) -> list[str]:
        """Each once, and of twins the one that is shown."""
        keys = list(keys)
        if not self._has_twins():
            return list(dict.fromkeys(keys))
        from dlread_cli.storage import twins

        shown = twins.shown_for(self._db, keys)
        return list(dict.fromkeys(shown.get(key.lower(), key) for key in keys))

    def _has_twins(self) -> bool:
        return self._db.execute("SELECT 1 FROM twins LIMIT 1").fetchone() is not None

    def details(self, key: str) -> "Details":
        return self.details_of([key])[key]

    def details_of(self, keys: Sequence[str]) -> "dict[str, Details]":
        """By key."""
        return {key: details for key, (details, _) in self._details_and_history(keys, has_history=False).items()}

    def details_and_history_of(self, keys: Sequence[str]) -> "dict[str, tuple[Details, list[Done]]]":
        """By key; the history is all that the reader did to the entry and is not undone."""
        return self._details_and_history(keys, has_history=True)

    def _details_and_history(self, keys: Sequence[str], has_history: bool) -> "dict[str, tuple[Details, list[Done]]]":
        from dlread_cli.domain.details import details
        from dlread_cli.domain.fields import later, overlay
        from dlread_cli.domain.history import fold, replayed

        found = {}
        also_in = self._also_in(keys)
        for key, base, lines in self._layers(keys):
            own = fold(lines)
            fields = self.with_present_keys(overlay(base, own))
            all_ = details(fields, own.keys() - base.keys(), later(own, "bibtex"))
            all_ = all_._replace(also_in=also_in.get(key, ()))
            done = replayed(lines) if has_history else []
            found[key] = all_, [one._replace(values=self.with_present_keys(one.values)) for one in done]
        return found

    def _also_in(self, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        if not self._has_twins():
            return {}
        from dlread_cli.storage import twins

        names = self.journal_keys(keys)
        called = {key: names.get(key.lower(), key).lower() for key in keys}
        groups = twins.groups(self._db, [*called.values()])
        return {key: tuple(other for other in groups.get(one, ()) if other != one) for key, one in called.items()}

    def base_and_overrides(self, keys: Sequence[str]) -> "dict[str, tuple[Fields, Overrides]]":
        """By key: what the catalog says, and what the reader laid over it."""
        from dlread_cli.domain.history import fold

        return {key: (base, fold(lines)) for key, base, lines in self._layers(keys)}

    def _layers(self, keys: Sequence[str]) -> "Iterator[tuple[str, Fields, list[Assignment]]]":
        """Key, what the catalog says, and all lines of the journals."""
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            journal_keys = self.journal_keys(some)
            lines = self._lines_of([journal_keys.get(key.lower(), key) for key in some])
            for key, base in self._bases(some):
                yield key, base, lines[journal_keys.get(key.lower(), key).lower()]

    def fields_of(self, keys: Sequence[str]) -> "dict[str, Fields]":
        """By key: everything that is known, the catalog's and the reader's."""
        from dlread_cli.domain.fields import overlay

        return {key: overlay(base, own) for key, (base, own) in self.base_and_overrides(keys).items()}

    def is_taken(self, key: str) -> bool:
        return bool(self.taken([key]))

    def taken(self, keys: Sequence[str]) -> set[str]:
        """In lower case, those that an entry or an alias has, or of which journals know while their catalog is gone."""
        from dlread_cli.domain.history import fold

        found: set[str] = set()
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            named = f"SELECT name FROM names WHERE name IN ({placeholders(some)}) AND rank < 2"
            found |= {name.lower() for (name,) in self._db.execute(named, some)}
            logged = f"SELECT DISTINCT key FROM log WHERE key IN ({placeholders(some)})"
            waiting = [key for (key,) in self._db.execute(logged, some) if key.lower() not in found]
            lines = self._lines_of(waiting) if waiting else {}
            found |= {key for key, said in lines.items() if any(value is not None for value, _ in fold(said).values())}
        return found

    def statuses(self, keys: Iterable[str]) -> dict[str, Status]:
        """Of those keys that are in the library."""
        wanted = tuple(keys)
        sql = f"SELECT key, status FROM entries WHERE key IN ({placeholders(wanted)})"
        return {key: Status(status) for key, status in self._db.execute(sql, wanted)}

    def leaves(self, key: str) -> list[Entry]:
        """The sub-sections, at any depth, that have none themselves; of an entry without any, itself."""
        sql = f"""WITH RECURSIVE under (key) AS (
                      SELECT ? UNION SELECT below.key FROM entries below JOIN under ON below.parent = under.key
                          AND below.parent != '')
                  SELECT {_ENTRY} FROM entries JOIN under USING (key) WHERE leaves IS NULL ORDER BY position"""
        return [_entry(row) for row in self._db.execute(sql, (key,))]

    def children(self, key: str) -> list[Entry]:
        """The sub-sections directly below, in order."""
        sql = f"SELECT {_ENTRY} FROM entries WHERE parent = ? AND parent != '' ORDER BY position"
        return [_entry(row) for row in self._db.execute(sql, (key,))]

    def parts(self) -> list[Entry]:
        """The top sections that have sub-sections, of all courses."""
        sql = f"SELECT {_ENTRY} FROM entries WHERE leaves IS NOT NULL AND depth = 0 ORDER BY position"
        return [_entry(row) for row in self._db.execute(sql)]

    def where(self, key: str) -> str:
        """The catalog's file and the line of the entry in it, or how the reader's own order is changed."""
        if self._db.execute("SELECT 1 FROM needs WHERE entry = ? AND named != ''", (key,)).fetchone():
            return f"dlread edit {key}"
        row = self._db.execute(
            """SELECT path, json_extract(base, '$.line') FROM entries JOIN catalogs ON name = entries.catalog
               WHERE key = ?""",
            (key,),
        ).fetchone()
        return tr("{path}, line {line}", path=os.fsdecode(row[0]), line=row[1]) if row else ""

    def has(self, key: str) -> bool:
        """Also by the old key of an entry that the reader renamed."""
        sql = "SELECT 1 FROM entries WHERE key = ?1 UNION SELECT 1 FROM renamed WHERE journal_key = ?1"
        return self._db.execute(sql, (key,)).fetchone() is not None

    def plan(self) -> list[Entry]:
        """The reader's plan, but for what is read or skipped, in its order."""
        sql = f"SELECT {_ENTRY} FROM entries WHERE {PLANNED} AND {NO_TWIN} ORDER BY plan, key"
        return [_entry(row) for row in self._db.execute(sql)]

    def oldest_unread(self) -> Entry | None:
        """The unread entry that appeared first."""
        sql = f"""SELECT {_ENTRY} FROM entries WHERE status = 'unread' AND leaves IS NULL AND year IS NOT NULL
                  AND {NO_TWIN} ORDER BY year, position LIMIT 1"""
        row = self._db.execute(sql).fetchone()
        return _entry(row) if row else None

    def suggestions(self, query: Query, limit: int) -> "list[tuple[Entry, Suggestion]]":
        """What to read next of these, the best first."""
        from dlread_cli.domain.suggestions import next_up, top_suggestions

        ranked = next_up(self.entry_states(query, limit), self.graph())
        entries = self.passing((one.key for one in ranked), query)
        best = top_suggestions([one for one in ranked if one.key in entries], limit)
        return [(entries[one.key], one) for one in best]

    def entry_states(self, query: Query, limit: int) -> "list[EntryState]":
        """Whatever a suggestion could be or rest on.

        What is being read, planned, rated or noted; what has or is a prerequisite; and of the query, the first unread
        entries of each set of tags of something rated or noted, with the empty set: those of one set are liked equally.
        """
        from dlread_cli.storage import learning

        return learning.entry_states(self._db, *self._condition(query, of_paper=True), limit)

    def passing(self, keys: Iterable[str], query: Query) -> dict[str, Entry]:
        """Those of the entries that the query asks for, by key."""
        wanted = list(keys)
        where, values = self._condition(query, of_paper=True)
        found: dict[str, Entry] = {}
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            sql = f"SELECT {_ENTRY} FROM entries WHERE key IN ({placeholders(some)}) AND {where}"
            found |= {row[0]: _entry(row) for row in self._db.execute(sql, (*some, *values))}
        return found

    # --- how it is asked ---------------------------------------------------------------------------------------

    def _condition(self, query: Query, of_paper: bool = False) -> tuple[str, list[Any]]:
        """Of twins, the one that is shown; of a single catalog that is asked for, its own, unless `of_paper`."""
        if not self._has_twins():
            hidden, values = "1", []
        elif catalog := "" if of_paper else only_catalog(query):
            hidden, values = "entries.catalog = ? COLLATE NOCASE", [catalog]
        else:
            hidden, values = NO_TWIN, []
        if query == EVERYTHING:
            return hidden, values
        from dlread_cli.storage import searching

        where, more = searching.condition(query, self.tag_called)
        return f"({where}) AND {hidden}", [*more, *values]

    def _unknown(self, name: str) -> str:
        if meant := self.suggestion(name):
            return tr("no entry is called '{name}'; did you mean {meant}?", name=name, meant=meant)
        return tr("no entry is called '{name}'; see dlread list", name=name)

    def suggestion(self, name: str) -> str:
        """The keys and aliases nearest to a mistyped one, of those that begin like it where there are many; or ''."""
        from dlread_cli.domain.spelling import near

        name = name.lower()
        sql = f"SELECT name, key FROM names WHERE rank IN (0, 1, {BARE}) AND name >= ? AND name < ? LIMIT 2000"
        keys = dict(self._db.execute(sql, ("", "\U0010ffff")))
        if len(keys) == 2000:
            keys = dict(self._db.execute(sql, (name[:2], name[:2] + "\U0010ffff")))
        found = near(name, keys, most=max(1, min(len(name) // 3, 5)))
        names = list({keys[one]: one for _, one in reversed(found[:3])}.values())[::-1]
        return tr(" or ").join(f"'{one}'" for one in names)


def _entry(row: tuple[Any, ...]) -> Entry:
    key, catalog, depth, kind, parent, en, zh, year, venue, lecture, tags, url, events, status, at, rating, *rest = row
    has_note, added, read, of = rest
    progress = None if of is None else Progress(read, of)
    title, tags, events = Text(en, zh), tuple(tags.split()), tuple(events.split())
    stands = Status(status), at, rating, progress, bool(has_note), added
    return Entry(key, kind, catalog, parent, depth, title, year, venue, lecture, tags, url, events, *stands)
