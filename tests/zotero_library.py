"""A Zotero library as Zotero 7 makes it: its tables, indexes and types, in a real SQLite file."""

import sqlite3
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE itemTypesCombined (itemTypeID INT NOT NULL, typeName TEXT NOT NULL, display INT DEFAULT 1 NOT NULL,
    custom INT NOT NULL, PRIMARY KEY (itemTypeID));
CREATE TABLE itemTypes (itemTypeID INTEGER PRIMARY KEY, typeName TEXT, templateItemTypeID INT, display INT DEFAULT 1);
CREATE TABLE fieldsCombined (fieldID INT NOT NULL, fieldName TEXT NOT NULL, label TEXT, fieldFormatID INT,
    custom INT NOT NULL, PRIMARY KEY (fieldID));
CREATE TABLE fields (fieldID INTEGER PRIMARY KEY, fieldName TEXT, fieldFormatID INT);
CREATE TABLE creatorTypes (creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT);
CREATE TABLE libraries (libraryID INTEGER PRIMARY KEY, type TEXT NOT NULL, editable INT NOT NULL,
    filesEditable INT NOT NULL, version INT NOT NULL DEFAULT 0, archived INT NOT NULL DEFAULT 0);
CREATE TABLE groups (groupID INTEGER PRIMARY KEY, libraryID INT NOT NULL UNIQUE, name TEXT NOT NULL,
    description TEXT NOT NULL, version INT NOT NULL,
    FOREIGN KEY (libraryID) REFERENCES libraries(libraryID) ON DELETE CASCADE);
CREATE TABLE items (itemID INTEGER PRIMARY KEY, itemTypeID INT NOT NULL,
    dateAdded TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, dateModified TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    clientDateModified TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, libraryID INT NOT NULL, key TEXT NOT NULL,
    version INT NOT NULL DEFAULT 0, synced INT NOT NULL DEFAULT 0, UNIQUE (libraryID, key));
CREATE TABLE itemDataValues (valueID INTEGER PRIMARY KEY, value UNIQUE);
CREATE TABLE itemData (itemID INT, fieldID INT, valueID, PRIMARY KEY (itemID, fieldID));
CREATE INDEX itemData_fieldID ON itemData(fieldID);
CREATE INDEX itemData_valueID ON itemData(valueID);
CREATE TABLE itemNotes (itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT, title TEXT);
CREATE INDEX itemNotes_parentItemID ON itemNotes(parentItemID);
CREATE TABLE itemAttachments (itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT, contentType TEXT,
    charsetID INT, path TEXT, syncState INT DEFAULT 0, storageModTime INT, storageHash TEXT);
CREATE INDEX itemAttachments_parentItemID ON itemAttachments(parentItemID);
CREATE TABLE itemAnnotations (itemID INTEGER PRIMARY KEY, parentItemID INT NOT NULL, type INTEGER NOT NULL,
    authorName TEXT, text TEXT, comment TEXT, color TEXT, pageLabel TEXT, sortIndex TEXT NOT NULL,
    position TEXT NOT NULL, isExternal INT NOT NULL);
CREATE INDEX itemAnnotations_parentItemID ON itemAnnotations(parentItemID);
CREATE TABLE tags (tagID INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE itemTags (itemID INT NOT NULL, tagID INT NOT NULL, type INT NOT NULL, PRIMARY KEY (itemID, tagID));
CREATE TABLE creators (creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT, fieldMode INT,
    UNIQUE (lastName, firstName, fieldMode));
CREATE TABLE itemCreators (itemID INT NOT NULL, creatorID INT NOT NULL, creatorTypeID INT NOT NULL DEFAULT 1,
    orderIndex INT NOT NULL DEFAULT 0, PRIMARY KEY (itemID, creatorID, creatorTypeID, orderIndex),
    UNIQUE (itemID, orderIndex));
CREATE TABLE collections (collectionID INTEGER PRIMARY KEY, collectionName TEXT NOT NULL,
    parentCollectionID INT DEFAULT NULL, libraryID INT NOT NULL, key TEXT NOT NULL, UNIQUE (libraryID, key));
CREATE TABLE collectionItems (collectionID INT NOT NULL, itemID INT NOT NULL, orderIndex INT NOT NULL DEFAULT 0,
    PRIMARY KEY (collectionID, itemID));
CREATE INDEX collectionItems_itemID ON collectionItems(itemID);
CREATE TABLE deletedItems (itemID INTEGER PRIMARY KEY, dateDeleted DEFAULT CURRENT_TIMESTAMP NOT NULL);
CREATE TABLE deletedCollections (collectionID INTEGER PRIMARY KEY, dateDeleted DEFAULT CURRENT_TIMESTAMP NOT NULL);
CREATE TRIGGER insert_creators BEFORE INSERT ON creators FOR EACH ROW WHEN NEW.firstName = '' AND NEW.lastName = ''
    BEGIN SELECT RAISE (ABORT, 'Creator names cannot be empty'); END;
INSERT INTO libraries VALUES (1, 'user', 1, 1, 0, 0);
"""

TYPES = ("annotation", "attachment", "book", "conferencePaper", "journalArticle", "note", "preprint", "webpage")
FIELDS = (
    *("title", "date", "DOI", "url", "extra", "abstractNote", "publicationTitle", "proceedingsTitle", "volume"),
    *("issue", "pages", "place", "ISBN"),
)
CREATORS = ("author", "editor", "translator")
LINK_MODES = {"imported_file": 0, "imported_url": 1, "linked_file": 2, "linked_url": 3, "embedded_image": 4}


class ZoteroLibrary:
    """Every method adds something, and answers with its number."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.path = directory / "zotero.sqlite"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.executescript(SCHEMA)
        for name in ("itemTypes", "itemTypesCombined"):
            extra = ", 1, 0" if name.endswith("Combined") else ", NULL, 1"
            self.db.executemany(f"INSERT INTO {name} VALUES (?, ?{extra})", enumerate(TYPES, 1))
        self.db.executemany("INSERT INTO fields VALUES (?, ?, NULL)", enumerate(FIELDS, 1))
        self.db.executemany("INSERT INTO fieldsCombined VALUES (?, ?, NULL, NULL, 0)", enumerate(FIELDS, 1))
        self.db.executemany("INSERT INTO creatorTypes VALUES (?, ?)", enumerate(CREATORS, 1))

    def close(self) -> None:
        self.db.close()

    def _one(self, find: str, add: str, values: tuple[Any, ...]) -> int:
        found = self.db.execute(find, values).fetchone()
        return int(found[0]) if found else self._add(add, *values)

    def _add(self, sql: str, *values: Any) -> int:
        return int(self.db.execute(sql, values).lastrowid or 0)

    def item(self, kind: str, library: int = 1, added: str = "2019-06-01 12:30:00", **fields: Any) -> int:
        sql = "INSERT INTO items (itemTypeID, dateAdded, libraryID, key) VALUES (?, ?, ?, ?)"
        count = self.db.execute("SELECT count(*) FROM items").fetchone()[0]
        id_ = self._add(sql, TYPES.index(kind) + 1, added, library, f"K{count + 1:07}")
        for name, value in fields.items():
            number = self._one(
                "SELECT valueID FROM itemDataValues WHERE value = ?",
                "INSERT INTO itemDataValues (value) VALUES (?)",
                (value,),
            )
            self._add("INSERT INTO itemData VALUES (?, ?, ?)", id_, FIELDS.index(name) + 1, number)
        return id_

    def creators(self, item: int, *names: tuple[str, str, str]) -> None:
        """Of type, first and last name; without a first one it is one name."""
        for place, (kind, first, last) in enumerate(names):
            id_ = self._one(
                "SELECT creatorID FROM creators WHERE firstName = ? AND lastName = ? AND fieldMode = ?",
                "INSERT INTO creators (firstName, lastName, fieldMode) VALUES (?, ?, ?)",
                (first, last, 0 if first else 1),
            )
            self._add("INSERT INTO itemCreators VALUES (?, ?, ?, ?)", item, id_, CREATORS.index(kind) + 1, place)

    def tags(self, item: int, *names: str) -> None:
        for name in names:
            find, add = "SELECT tagID FROM tags WHERE name = ?", "INSERT INTO tags (name) VALUES (?)"
            self._add("INSERT INTO itemTags VALUES (?, ?, 1)", item, self._one(find, add, (name,)))

    def collection(self, name: str, *items: int, parent: int | None = None, library: int = 1) -> int:
        sql = "INSERT INTO collections (collectionName, parentCollectionID, libraryID, key) VALUES (?, ?, ?, ?)"
        id_ = self._add(sql, name, parent, library, name[:8])
        self.db.executemany("INSERT INTO collectionItems VALUES (?, ?, 0)", [(id_, item) for item in items])
        return id_

    def note(self, parent: int | None, html: str) -> int:
        id_ = self.item("note")
        self._add("INSERT INTO itemNotes VALUES (?, ?, ?, '')", id_, parent, html)
        return id_

    def attachment(self, parent: int | None, mode: str, path: str | None, **fields: Any) -> int:
        id_ = self.item("attachment", **fields)
        sql = "INSERT INTO itemAttachments (itemID, parentItemID, linkMode, path) VALUES (?, ?, ?, ?)"
        self._add(sql, id_, parent, LINK_MODES[mode], path)
        return id_

    def highlight(self, attachment: int, text: str, comment: str | None, place: str) -> int:
        id_ = self.item("annotation")
        sql = "INSERT INTO itemAnnotations VALUES (?, ?, 1, NULL, ?, ?, '#ffd400', '1', ?, '{}', 0)"
        self._add(sql, id_, attachment, text, comment, place)
        return id_

    def group(self, number: int, name: str) -> int:
        library = self._add("INSERT INTO libraries (type, editable, filesEditable) VALUES ('group', 1, 1)")
        self._add("INSERT INTO groups VALUES (?, ?, ?, '', 0)", number, library, name)
        return library

    def delete(self, item: int) -> None:
        self._add("INSERT INTO deletedItems (itemID) VALUES (?)", item)
