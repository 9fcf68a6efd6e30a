"""A Zotero that runs on this machine, asked by its local API for what it has.

Only 127.0.0.1 is spoken to, and only by GET. No redirect is followed, nothing is kept, and no answer is believed
that does not name the API.
"""

import re
import socket
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import unquote, urlencode

import httpx

from dlread_cli.errors import NetworkError
from dlread_cli.formats import values
from dlread_cli.formats.zotero import CHILDREN, OWN, Record, group_of, with_parents
from dlread_cli.network import decoding
from dlread_cli.network.client import reported
from dlread_cli.network.decoding import Answer
from dlread_cli.network.settings import USER_AGENT, settings
from dlread_cli.network.transport import Backend, Deadline, Transport
from dlread_cli.translation import tr

_HOST = "127.0.0.1"
_CONNECT_SECONDS = 0.5
_PAGE_TIMES, _ALL_TIMES = 6, 60
"""How often the usual deadline, for a page and for everything: Zotero may have to load its library first."""

PAGE = 500
"""Items of a page; for each, Zotero looks through its whole library and sorts it."""
_PAGE_BYTES, _ALL_BYTES = 64 << 20, 500 << 20
_PAGE_PARTS = 2_000_000

_HEADERS = {"User-Agent": USER_AGENT, "Zotero-API-Version": "3", "Accept-Encoding": "identity", "Connection": "close"}


class Zotero:
    """A running one."""

    def __init__(self, port: int, seconds: float) -> None:
        self._port = port
        self._backend = Backend()
        self._transport = Transport(self._backend)  # without httpx's client, which looks at redirects and cookies
        self._page_seconds = _PAGE_TIMES * seconds
        self._all = Deadline(_ALL_TIMES * seconds)
        self._left_bytes = _ALL_BYTES

    def close(self) -> None:
        self._transport.close()

    def check(self) -> None:
        """Raises NetworkError where its API is off, or somebody else answers."""
        self._get("/api/")

    def records(self, library: str = "") -> Iterator[Record]:
        """All items of the user's own library, or of the group with this name.

        Raises NetworkError where it stops answering, and DlreadError for a group that it does not have.
        """
        of = f"groups/{self._group(library)}" if library else "users/0"
        collections = self._collections(of)
        children = _Children()
        kinds = " || ".join(CHILDREN)
        for item in self._pages(f"{of}/items", itemType=kinds):
            children.add(item)
        for item in self._pages(f"{of}/items/top"):
            data = _data(item)
            keys = data.get("collections")
            inside = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
            names = [found for key in inside for found in with_parents(key, collections)]
            yield Record(data, children.of(data.get("key")), names, of if library else OWN)

    def _group(self, library: str) -> int:
        groups = (_data(item) for item in self._pages("users/0/groups"))
        return group_of(library, {str(one.get("name")): one["id"] for one in groups if type(one.get("id")) is int})

    def _collections(self, of: str) -> dict[str, tuple[str, Any]]:
        """By key: the name, and the key of the one that it is in."""
        found = [_data(item) for item in self._pages(f"{of}/collections")]
        return {
            one["key"]: (name, parent if isinstance(parent := one.get("parentCollection"), str) else "")
            for one in found
            if isinstance(one.get("key"), str) and isinstance(name := one.get("name"), str) and not one.get("deleted")
        }

    def _pages(self, path: str, **query: str) -> Iterator[Mapping[str, Any]]:
        """One after the other, in an order that does not change while they are read."""
        start = 0
        while True:
            asked = {"format": "json", "limit": PAGE, "start": start, "sort": "dateAdded", "direction": "asc", **query}
            answer = self._get(f"/api/{path}?{urlencode(asked)}")
            page = decoding.json_of(answer, _PAGE_PARTS)
            if not isinstance(page, list):
                raise NetworkError(tr("Zotero answered with JSON of an unexpected form"))
            yield from (item for item in page if isinstance(item, dict))
            if len(page) < PAGE:
                return
            start += len(page)

    def _get(self, path: str) -> Answer:
        deadline = Deadline(min(self._page_seconds, self._all.left("Zotero")))
        self._backend.local.deadline = deadline
        with reported("Zotero", deadline):
            request = httpx.Request("GET", f"http://{_HOST}:{self._port}{path}", headers=_HEADERS)
            response = self._transport.handle_request(request)
            try:
                headers = {name.lower(): value for name, value in response.headers.items()}
                self._check(response.status_code, headers)
                body = b"".join(decoding.limited(response.iter_raw(), _PAGE_BYTES, "Zotero"))
            finally:
                response.close()
        self._left_bytes -= len(body)
        if self._left_bytes < 0:
            raise NetworkError(
                tr("Zotero answered with more than {all_bytes} MB, which is too much", all_bytes=_ALL_BYTES >> 20)
            )
        return Answer(response.status_code, path, "Zotero", headers, body, True)

    def _check(self, status: int, headers: Mapping[str, str]) -> None:
        if "zotero-api-version" not in headers or headers.get("content-encoding", "identity") != "identity":
            raise NetworkError(tr("port {port} does not answer as Zotero 7 or later does", port=self._port))
        if status == 403:
            raise NetworkError(
                tr(
                    "Zotero does not let other programs read; turn on 'Allow other applications on this "
                    "computer to communicate with Zotero' in its settings, under Advanced"
                )
            )
        if status != 200:
            raise NetworkError(tr("Zotero answered with status {status}; try again later", status=status))


@contextmanager
def running() -> Iterator[Zotero | None]:
    """None where nothing listens. Raises NetworkError as `check` does; then, too, its database can be read."""
    chosen = settings()
    if not _is_listening(chosen.zotero_port):
        yield None
        return
    with closing(Zotero(chosen.zotero_port, chosen.seconds)) as zotero:
        zotero.check()
        yield zotero


def _is_listening(port: int) -> bool:
    try:
        socket.create_connection((_HOST, port), _CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


class _Children:
    """Notes, attachments and annotations, by the items that they belong to; in the order of the database."""

    def __init__(self) -> None:
        self._notes: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._files: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._marks: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, item: Mapping[str, Any]) -> None:
        data = _data(item)
        kinds = {"note": self._notes, "attachment": self._files, "annotation": self._marks}
        kind, parent = data.get("itemType"), data.get("parentItem")
        if isinstance(kind, str) and kind in kinds and isinstance(parent, str) and not data.get("deleted"):
            kept = {name: text[: 4 * values.NOTE] for name in _KEPT if isinstance(text := data.get(name), str)}
            kinds[kind][parent].append(kept | ({"path": place} if (place := _place(item)) else {}))

    def of(self, key: object) -> list[dict[str, Any]]:
        if not isinstance(key, str):
            return []
        files = self._files.get(key, [])
        marks = (mark for file in files for mark in sorted(self._marks.get(file.get("key", ""), []), key=_sort_index))
        return [*self._notes.get(key, []), *files, *marks]


_KEPT = (
    *("itemType", "key", "note", "linkMode", "path", "url", "filename", "title"),
    *("annotationText", "annotationComment", "annotationSortIndex"),
)


def _sort_index(mark: Mapping[str, Any]) -> str:
    return str(mark.get("annotationSortIndex", ""))


def _data(item: Mapping[str, Any]) -> dict[str, Any]:
    """With its date in the form that can be sorted, where Zotero understood it."""
    data, meta = item.get("data"), item.get("meta")
    if not isinstance(data, dict):
        return {}
    date = meta.get("parsedDate") if isinstance(meta, dict) else ""
    return data | {"date": date} if isinstance(date, str) and date else data


def _place(item: Mapping[str, Any]) -> str:
    """Of a file that Zotero keeps."""
    links = item.get("links")
    enclosure = links.get("enclosure") if isinstance(links, dict) else None
    href = enclosure.get("href") if isinstance(enclosure, dict) else ""
    if not isinstance(href, str) or not href.startswith("file:///"):
        return ""
    path = unquote(href.removeprefix("file://"))
    return path[1:] if re.match(r"/[A-Za-z]:/", path) else path
