"""What the library says of all entries together, answered from one snapshot: progress, tags, numbers, what is wrong."""

import os
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dlread_cli.domain.entries import Progress, Text
from dlread_cli.storage.past import AT_ONCE, Past
from dlread_cli.storage.schema import NO_TWIN
from dlread_cli.translation import tr

if TYPE_CHECKING:
    from dlread_cli.domain.fields import Fields
    from dlread_cli.domain.graph import Graph
    from dlread_cli.domain.subscriptions import Subscription
    from dlread_cli.storage.merging import LeftBehind


class CatalogProgress(NamedTuple):
    """A catalog and how far the reader is with it; `header` is JSON, as in the file."""

    name: str
    title: Text
    progress: Progress
    path: str
    header: str


class Summary(Past):
    """A part of `Snapshot`."""

    def catalog_progress(self) -> list[CatalogProgress]:
        """All catalogs with how far the reader is, in order; what the reader added comes last, under `own`."""
        rows = self._db.execute(
            """SELECT entries.catalog, catalogs.title, catalogs.title_zh, catalogs.path, catalogs.header,
                      count(*) FILTER (WHERE status = 'read'), count(*) FILTER (WHERE status != 'skipped')
               FROM entries LEFT JOIN catalogs ON catalogs.name = entries.catalog
               WHERE leaves IS NULL GROUP BY entries.catalog ORDER BY min(entries.position)"""
        )
        return [
            CatalogProgress(
                name,
                Text(en or "Your own papers", zh or ("" if en else "自己添加的论文")),
                Progress(read, of),
                os.fsdecode(path or b""),
                header or "{}",
            )
            for name, en, zh, path, header, read, of in rows
        ]

    def catalog_names(self) -> list[str]:
        return [name for (name,) in self._db.execute("SELECT name FROM catalogs ORDER BY position")]

    def subscriptions(self) -> "list[Subscription]":
        """The lists that the reader added, the first added first."""
        import json

        from dlread_cli.domain.subscriptions import Subscription

        rows = self._db.execute("SELECT name, source, version FROM subscriptions ORDER BY number")
        return [Subscription(name, source, json.loads(version)) for name, source, version in rows]

    def missing_lists(self) -> list[str]:
        """The names of those that the reader added, and of which there is no copy here that can be read."""
        rows = self._db.execute("SELECT name FROM subscriptions EXCEPT SELECT name FROM catalogs")
        return [name for (name,) in rows]

    def bases_of(self, name: str) -> "dict[str, Fields]":
        """What a list that the reader added says of each entry, by key."""
        import json

        sql = (
            "SELECT key, base FROM entries WHERE catalog = ? AND base IS NOT NULL AND instr(key, '/') ORDER BY position"
        )
        return {key: json.loads(base) for key, base in self._db.execute(sql, (name,))}

    def left_behind(self, names: Collection[str]) -> "list[LeftBehind]":
        """Entries that stay, in other catalogs, when these lists go."""
        from dlread_cli.storage import merging

        return self._read(lambda: merging.left_behind(self._db, names))

    def tag_progress(self) -> list[tuple[str, Progress]]:
        rows = self._db.execute(
            """SELECT tag, count(*) FILTER (WHERE status = 'read'), count(*) FILTER (WHERE status != 'skipped')
               FROM tags JOIN entries ON entries.id = entry WHERE leaves IS NULL AND """
            f"{NO_TWIN} GROUP BY tag ORDER BY tag"
        )
        return [(tag, Progress(read, of)) for tag, read, of in rows]

    def read_at(self) -> list[str]:
        """When each entry that is read was marked so, as a stamp."""
        where = f"status = 'read' AND leaves IS NULL AND status_at != '' AND {NO_TWIN}"
        sql = f"SELECT status_at FROM entries WHERE {where}"
        return [at for (at,) in self._db.execute(sql)]

    def tags(self) -> list[tuple[str, int, Text]]:
        """Each with the number of its entries and what it stands for, the most used first."""
        rows = self._db.execute(
            f"""SELECT tags.tag, count(*), terms.en, terms.zh FROM tags JOIN entries ON entries.id = entry
               LEFT JOIN terms ON terms.name = tags.tag WHERE {NO_TWIN}
               GROUP BY tags.tag ORDER BY count(*) DESC, tags.tag"""
        )
        return [(tag, count, Text(en or "", zh or "")) for tag, count, en, zh in rows]

    def tag_called(self, name: str) -> str:
        """The tag of that name or synonym, in either language and Chinese script; else the name itself."""
        row = self._db.execute("SELECT tag FROM terms WHERE name = ?", (name,)).fetchone()
        if row or name.isascii():
            return row[0] if row else name.lower()
        from dlread_cli.domain import folding

        names = self._db.execute("SELECT name, tag FROM terms UNION ALL SELECT DISTINCT tag, tag FROM tags")
        tags = {name.lower(): tag for name, tag in names}
        folded = {folding.plain(one): tag for one, tag in reversed(tags.items())}
        return tags.get(name.lower()) or folded.get(folding.plain(name)) or name.lower()

    def size(self) -> tuple[int, int]:
        """The numbers of entries and of journal lines."""
        row = self._db.execute(
            f"SELECT (SELECT count(*) FROM entries WHERE {NO_TWIN}), (SELECT count(*) FROM log)"
        ).fetchone()
        return int(row[0]), int(row[1])

    def problems_of_catalogs(self) -> list[tuple[str, str]]:
        """(file, what is wrong with it or with an entry in it), as found when it was read last."""
        rows = self._db.execute(
            "SELECT path, problems FROM sources WHERE kind != 'journal' AND problems != '' ORDER BY id"
        )
        return [(os.fsdecode(path), problem) for path, problems in rows for problem in problems.splitlines()]

    def shared_aliases(self) -> list[tuple[str, list[str]]]:
        """Those that are the key or an alias of another entry, too, with the keys of all that are called so."""
        rows = self._db.execute(
            """SELECT name, group_concat(key, ' ') FROM (SELECT name, key FROM names WHERE rank < 2 ORDER BY rank, key)
               GROUP BY name HAVING count(DISTINCT key) > 1 ORDER BY name"""
        )
        return [(name, keys.split()) for name, keys in rows]

    def unknown_keys(self) -> list[str]:
        """Those that journals have something to say of and no catalog has; not what was removed."""
        from dlread_cli.domain.history import fold

        sql = """SELECT DISTINCT key FROM log WHERE key NOT LIKE '%/%'
                 EXCEPT SELECT key FROM entries EXCEPT SELECT journal_key FROM renamed"""
        unknown = [key for (key,) in self._db.execute(sql)]  # a list that was removed may come back
        found = []
        for start in range(0, len(unknown), AT_ONCE):
            lines = self._lines_of(some := unknown[start : start + AT_ONCE])
            own = {key: fold(lines[key.lower()]).values() for key in some}
            found += [key for key in some if not own[key] or any(value is not None for value, _ in own[key])]
        return found

    # --- what comes before what ----------------------------------------------------------------------------------

    def graph(self) -> "Graph":
        """All prerequisites and sections. Where the orders of twins contradict, that of what is shown counts."""
        from dlread_cli.storage import learning

        return learning.graph(self._db)

    def opened_by(self, key: str) -> list[str]:
        """What this entry is a prerequisite of."""
        from dlread_cli.storage import learning

        return learning.opened_by(self._db, key)

    def check_order(self, key: str, before: Sequence[str]) -> None:
        """May these be read before the entry, too? Raises DlreadError, naming the circle, where they need it."""
        from dlread_cli.domain.graph import CycleError, Need, check_new
        from dlread_cli.errors import DlreadError

        if key in before:
            raise DlreadError(tr("{key} cannot be read before itself; nothing was changed", key=key))
        try:
            check_new(self.graph(), [Need(key, one, Text("")) for one in before])
        except CycleError as error:
            raise DlreadError(
                tr("{in_words}: these would require each other; nothing was changed", in_words=error.in_words())
            ) from None

    def relations_for_journals(self, key: str, changes: "Mapping[str, Any]") -> "Fields":
        """`changes` of an entry, with what journals call the others."""
        from dlread_cli.domain import relations

        names = relations.named(changes)
        if not names:
            return dict(changes)
        (lines,) = self._lines_of([self.journal_keys([key]).get(key.lower(), key.lower())]).values() or [[]]
        own = {name: value for line in lines for name, value in line.values.items()}
        return relations.assigned(changes, own, self.present_keys(relations.named(own)), self.journal_keys(names))
