"""Zotero's database as records: only tables that Zotero itself makes are read, and nothing in the file is executed."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.formats import values
from dlread_cli.formats.zotero import CHILDREN, OWN, Record, group_of, with_parents
from dlread_cli.storage import foreign_database
from dlread_cli.translation import tr

_TABLES = {
    "items": "itemID itemTypeID dateAdded libraryID key",
    "itemTypes": "itemTypeID typeName",
    "itemData": "itemID fieldID valueID",
    "itemDataValues": "valueID value",
    "fields": "fieldID fieldName",
    "itemCreators": "itemID creatorID creatorTypeID orderIndex",
    "creators": "creatorID firstName lastName fieldMode",
    "creatorTypes": "creatorTypeID creatorType",
    "itemTags": "itemID tagID",
    "tags": "tagID name",
    "collections": "collectionID collectionName parentCollectionID",
    "collectionItems": "collectionID itemID",
    "itemNotes": "itemID parentItemID note",
    "itemAttachments": "itemID parentItemID linkMode path",
    "deletedItems": "itemID",
    "libraries": "libraryID type",
    "groups": "groupID libraryID name",
}
_NEWER = {
    "itemTypesCombined": "itemTypeID typeName",
    "fieldsCombined": "fieldID fieldName",
    "itemAnnotations": "itemID parentItemID text comment sortIndex",
    "deletedCollections": "collectionID",
}
"""Tables that older databases lack."""

_LINK_MODES = dict(enumerate(("imported_file", "imported_url", "linked_file", "linked_url", "embedded_image")))

BATCH = 100
"""Items that are in memory at once."""
_BATCH_CHARACTERS = 1 << 26
_VALUE = 4 * values.LONGEST
_NAMES = 100_000
"""Of types, fields, collections and groups, which are in memory all the time."""


@contextmanager
def records(path: Path, library: str = "") -> Iterator[Iterator[Record]]:
    """All items of the user's own library, or of the group with this name, to be read while the block lasts.

    Raises DlreadError for what is no database of Zotero's, and for a group that it does not have.
    """
    with foreign_database.opened(path) as db:
        yield _records(db, path, library)


def _records(db: sqlite3.Connection, path: Path, library: str) -> Iterator[Record]:
    try:
        yield from _Library(db, path, library).records()
    except sqlite3.Error as error:
        raise DlreadError(
            tr("cannot read '{path}' as a Zotero library: {error}", path=path, error=short(str(error)))
        ) from error


class _Library:
    """One of the libraries of a database, with the names that all of its items need."""

    def __init__(self, db: sqlite3.Connection, path: Path, library: str) -> None:
        self._db, self._path = db, path
        self._newer = {name for name, columns in _NEWER.items() if _has(db, name, columns)}
        if missing := next((name for name, columns in _TABLES.items() if not _has(db, name, columns)), ""):
            raise DlreadError(
                tr("'{path}' is not a Zotero library: it lacks Zotero's table '{missing}'", path=path, missing=missing)
            )
        self._id, self._name = self._chosen(library)
        self._types = self._pairs("itemTypesCombined" if "itemTypesCombined" in self._newer else "itemTypes")
        self._fields = self._pairs("fieldsCombined" if "fieldsCombined" in self._newer else "fields")
        self._creator_types = self._pairs("creatorTypes")
        self._collections = self._all_collections()
        self._characters = 0

    def records(self) -> Iterator[Record]:
        last: Any = -1
        while items := self._batch(last):
            last = items[-1][0]
            yield from self._described(items)

    # --- what there is -----------------------------------------------------------------------------------------------

    def _chosen(self, library: str) -> tuple[Any, str]:
        """The number of the library in this database, and its name in links."""
        if not library:
            own = self._db.execute("SELECT libraryID FROM libraries WHERE type = 'user'").fetchone()
            return own[0] if own else 1, OWN
        rows = self._db.execute('SELECT name, groupID, libraryID FROM "groups" ORDER BY name LIMIT ?', (_NAMES,))
        groups = {str(name): (number, id_) for name, number, id_ in rows}
        number = group_of(library, {name: number for name, (number, _) in groups.items()})
        return next(id_ for group, id_ in groups.values() if group == number), f"groups/{number}"

    def _pairs(self, table: str) -> dict[Any, str]:
        """Number and name, of one of our own list of tables."""
        rows = self._db.execute(f"SELECT {_columns(table)} FROM {table} LIMIT ?", (_NAMES,))
        return {number: name for number, name in rows if isinstance(name, str)}

    def _all_collections(self) -> dict[Any, tuple[str, Any]]:
        sql = "SELECT collectionID, collectionName, parentCollectionID FROM collections"
        if "deletedCollections" in self._newer:
            sql += " WHERE collectionID NOT IN (SELECT collectionID FROM deletedCollections)"
        return {id_: (str(name), parent) for id_, name, parent in self._db.execute(f"{sql} LIMIT ?", (_NAMES,))}

    def _batch(self, last: Any) -> list[tuple[Any, ...]]:
        """The `+` keeps SQLite from sorting the whole library for every batch."""
        self._characters = 0
        passed_over = [number for number, name in self._types.items() if name in CHILDREN]
        marks = ", ".join("?" * len(passed_over))
        sql = f"""
            SELECT itemID, itemTypeID, key, dateAdded FROM items
            WHERE +libraryID = ? AND itemID > ? AND itemTypeID NOT IN ({marks})
                AND itemID NOT IN (SELECT itemID FROM deletedItems)
            ORDER BY itemID LIMIT ?
        """
        return self._db.execute(sql, (self._id, last, *passed_over, BATCH)).fetchall()

    # --- what belongs to some items ----------------------------------------------------------------------------------

    def _described(self, items: Sequence[tuple[Any, ...]]) -> Iterator[Record]:
        ids = [item[0] for item in items]
        fields, creators, tags = self._values(ids), self._creators(ids), self._tags(ids)
        collections, children = self._collections_of(ids), self._children(ids)
        for id_, kind, key, added in items:
            own = {"itemType": self._types.get(kind, ""), "key": key, "dateAdded": added}
            data = fields[id_] | own | {"creators": creators[id_], "tags": tags[id_]}
            yield Record(data, children[id_], collections[id_], self._name)

    def _values(self, ids: Sequence[Any]) -> defaultdict[Any, dict[str, Any]]:
        found: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
        sql = f"""
            SELECT itemID, fieldID, substr(value, 1, {_VALUE})
            FROM itemData JOIN itemDataValues USING (valueID) WHERE itemID IN
        """
        for id_, field, value in self._rows(sql, ids):
            found[id_][self._fields.get(field, "")] = value
        return found

    def _creators(self, ids: Sequence[Any]) -> defaultdict[Any, list[dict[str, Any]]]:
        sql = """
            SELECT itemID, creatorTypeID, substr(firstName, 1, 200), substr(lastName, 1, 200), fieldMode
            FROM itemCreators JOIN creators USING (creatorID) WHERE itemID IN
        """
        found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
        for id_, kind, first, last, is_one in self._rows(sql, ids, "ORDER BY itemID, orderIndex"):
            name = {"name": last} if is_one == 1 else {"firstName": first, "lastName": last}
            found[id_].append({"creatorType": self._creator_types.get(kind, ""), **name})
        return found

    def _tags(self, ids: Sequence[Any]) -> defaultdict[Any, list[dict[str, Any]]]:
        found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
        sql = "SELECT itemID, substr(name, 1, 200) FROM itemTags JOIN tags USING (tagID) WHERE itemID IN"
        for id_, name in self._rows(sql, ids, "ORDER BY itemID, tagID"):
            found[id_].append({"tag": name})
        return found

    def _collections_of(self, ids: Sequence[Any]) -> defaultdict[Any, list[str]]:
        """With those that they are in."""
        found: defaultdict[Any, list[str]] = defaultdict(list)
        for id_, collection in self._rows("SELECT itemID, collectionID FROM collectionItems WHERE itemID IN", ids):
            found[id_] += with_parents(collection, self._collections)
        return found

    def _children(self, ids: Sequence[Any]) -> defaultdict[Any, list[dict[str, Any]]]:
        found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
        sql = (
            f"SELECT parentItemID, substr(note, 1, {4 * values.NOTE}) FROM itemNotes WHERE {_KEPT} AND parentItemID IN"
        )
        for parent, note in self._rows(sql, ids, "ORDER BY itemID"):
            found[parent].append({"itemType": "note", "note": note})
        parents = self._attachments(ids, found)
        if "itemAnnotations" in self._newer:
            sql = f"SELECT parentItemID, substr(text, 1, {_VALUE}), substr(comment, 1, {_VALUE}) FROM itemAnnotations"
            rows = self._rows(
                f"{sql} WHERE {_KEPT} AND parentItemID IN", [*parents], "ORDER BY parentItemID, sortIndex"
            )
            for attachment, text, comment in rows:
                child = {"itemType": "annotation", "annotationText": text, "annotationComment": comment}
                found[parents[attachment]].append(child)
        return found

    def _attachments(self, ids: Sequence[Any], found: defaultdict[Any, list[dict[str, Any]]]) -> dict[Any, Any]:
        """Adds them to what is found; the answer is the item of each."""
        sql = f"""
            SELECT itemID, parentItemID, key, linkMode, substr(path, 1, 4000)
            FROM itemAttachments JOIN items USING (itemID) WHERE {_KEPT} AND parentItemID IN
        """
        rows = [*self._rows(sql, ids, "ORDER BY itemID")]
        told = self._values([row[0] for row in rows])
        for id_, parent, key, mode, path in rows:
            child = told[id_] | {"itemType": "attachment", "path": self._place(str(key), path)}
            found[parent].append(child | {"linkMode": _LINK_MODES.get(mode, "")})
        return {row[0]: row[1] for row in rows}

    def _place(self, key: str, path: object) -> str:
        """Of a file; one that Zotero keeps itself is in a directory of its own."""
        text = path if isinstance(path, str) else ""
        if text.startswith("storage:"):
            return str(self._path.absolute().parent / "storage" / key / text.removeprefix("storage:"))
        return text.removeprefix("attachments:")  # below a directory that only Zotero knows

    def _rows(self, sql: str, ids: Sequence[Any], order: str = "") -> Iterator[tuple[Any, ...]]:
        """`sql` ends where the ids come. Raises DlreadError where a batch has more text than any library's."""
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            for row in self._db.execute(f"{sql} ({', '.join('?' * len(some))}) {order}", some):
                self._characters += 100 + sum([len(value) for value in row if isinstance(value, _MEASURED)])
                if self._characters > _BATCH_CHARACTERS:
                    raise DlreadError(
                        tr("'{path}' has more text in {batch} items than can be read", path=self._path, batch=BATCH)
                    )
                yield row


_MEASURED = (str, bytes)
_KEPT = "itemID NOT IN (SELECT itemID FROM deletedItems)"


def _columns(table: str) -> str:
    return ", ".join((_TABLES | _NEWER)[table].split())


def _has(db: sqlite3.Connection, table: str, columns: str) -> bool:
    """A table with these columns: no view, no virtual table, and nothing that is computed when it is read."""
    is_stored = db.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND lower(name) = lower(?)", (table,)
    ).fetchone()
    there = {row[1]: row[6] for row in db.execute(f'PRAGMA table_xinfo("{table}")')}
    return bool(is_stored) and not any(there.get(name, True) for name in columns.split())
