"""A Zotero that runs, asked by its local API; and what only answers on its port."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hostile_servers import OPEN, QUICK, SLOW, Deed, Server, answer, drips, endless, redirects, says
from zotero_library import ZoteroLibrary

from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.formats import zotero as items
from dlread_cli.formats.items import Item
from dlread_cli.network import zotero
from dlread_cli.storage import zotero as database

FOR_ALL = [
    {
        "key": "K0000001",
        "meta": {"parsedDate": "2017-06"},
        "data": {
            "key": "K0000001",
            "itemType": "conferencePaper",
            "title": "Attention Is All You Need",
            "date": "June 2017",
            "creators": [{"creatorType": "author", "firstName": "Ashish", "lastName": "Vaswani"}],
            "extra": "Read_Status: In Progress\nRead_Status_Date: 2026-03-01T12:00:00.000Z\narXiv: 1706.03762 [cs]",
            "tags": [{"tag": "Deep Learning", "type": 1}],
            "collections": ["TRANSFOR"],
            "relations": {},
            "dateAdded": "2019-06-01T12:30:00Z",
            "dateModified": "2020-01-01T00:00:00Z",
            "version": 3,
        },
    },
    {"data": {"key": "K0000002", "itemType": "note", "parentItem": "K0000001", "note": "<p>Scales <b>well</b>.</p>"}},
    {
        "links": {"enclosure": {"href": "file:///data/Zotero/storage/K0000003/Attention%20is.pdf", "type": "x/pdf"}},
        "data": {
            "key": "K0000003",
            "itemType": "attachment",
            "linkMode": "imported_file",
            "parentItem": "K0000001",
            "filename": "Attention is.pdf",
        },
    },
    {
        "data": {
            "key": "K0000004",
            "itemType": "annotation",
            "parentItem": "K0000003",
            "annotationText": "second",
            "annotationSortIndex": "00002|000001|00000",
        }
    },
    {
        "data": {
            "key": "K0000005",
            "itemType": "annotation",
            "parentItem": "K0000003",
            "annotationText": "first",
            "annotationComment": "the idea",
            "annotationSortIndex": "00001|000001|00000",
        }
    },
    {"data": {"key": "K0000006", "itemType": "attachment", "linkMode": "linked_file", "path": "/alone.pdf"}},
]

COLLECTIONS = [
    {"data": {"key": "THESIS00", "name": "Thesis", "parentCollection": False}},
    {"data": {"key": "TRANSFOR", "name": "Transformers", "parentCollection": "THESIS00"}},
]


class RunningZotero:
    """Answers as chrome/content/zotero/xpcom/server/server_localAPI.js of Zotero does."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_enabled = True
        self.replies: dict[str, list[dict[str, Any]]] = {
            "/api/users/0/items": FOR_ALL,
            "/api/users/0/collections": COLLECTIONS,
            "/api/users/0/groups": [],
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.port = self._server.server_port

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, address: str, headers: Any) -> tuple[int, bytes]:
        self.asked.append(address)
        if not self.is_enabled:
            return 403, b"Local API is not enabled"
        if headers.get("Zotero-API-Version", "3") != "3":
            return 501, b"API version not implemented"
        url = urlsplit(address)
        if url.path == "/api/":
            return 200, b"Nothing to see here."
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        found = self.replies.get(url.path.removesuffix("/top"))
        if found is None:
            return 404, b"Not found"
        if url.path.endswith("/top"):
            found = [item for item in found if "parentItem" not in item["data"]]
        if kinds := query.get("itemType"):
            found = [item for item in found if item["data"]["itemType"] in kinds.split(" || ")]
        start = int(query.get("start", 0))
        return 200, json.dumps(found[start : start + int(query.get("limit", len(found)))], indent=4).encode()


def _handler(zotero: RunningZotero) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, body = zotero.reply(self.path, self.headers)
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if body[:1] == b"[" else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Zotero-API-Version", "3")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningZotero]:
    with closing(RunningZotero()) as running:
        monkeypatch.setenv("DLREAD_ZOTERO_PORT", str(running.port))
        yield running


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Deed], Server]]:
    """Somebody on Zotero's port, who has three tenths of a second for each answer, and three seconds for all."""
    servers: list[Server] = []

    def serve(deed: Deed) -> Server:
        servers.append(server := Server(deed))
        monkeypatch.setenv("DLREAD_ZOTERO_PORT", server.url.rpartition(":")[2])
        monkeypatch.setenv("DLREAD_NETWORK_SECONDS", "0.05")
        return server

    yield serve
    for server in servers:
        server.close()


def found(library: str = "") -> list[Item]:
    with zotero.running() as running:
        assert running
        return [item for item in items.read(running.records(library)) if isinstance(item, Item)]


def problem(library: str = "") -> str:
    with pytest.raises(DlreadError) as error:
        found(library)
    return str(error.value)


def test_an_item_with_all_that_belongs_to_it(running: RunningZotero) -> None:
    assert found() == [
        Item(
            {
                "title": "Attention Is All You Need",
                "authors": ["Ashish Vaswani"],
                "year": 2017,
                "month": 6,
                "type": "conference",
                "arxiv": "1706.03762",
                "link:paper": "https://arxiv.org/abs/1706.03762",
                "link:pdf": "https://arxiv.org/pdf/1706.03762",
                "tag:deep-learning": True,
                "tag:transformers": True,
                "tag:thesis": True,
                "status": "reading",
                "note": "Scales well.\n\n> first\nthe idea\n\n> second",
                "extra:files": "/data/Zotero/storage/K0000003/Attention is.pdf",
                "extra:zotero-key": "library/items/K0000001",
            },
            "",
            {"kind": "2019-06-01T12:30:00.000000Z", "status": "2026-03-01T12:00:00.000000Z"},
        )
    ]


def test_the_program_and_its_database_say_the_same(running: RunningZotero, tmp_path: Path) -> None:
    """So an import by the one after the other finds nothing new."""
    with closing(ZoteroLibrary(tmp_path)) as library:
        told: dict[str, Any] = dict(FOR_ALL[0]["data"])  # type: ignore[call-overload]
        paper = library.item("conferencePaper", title=told["title"], date="2017-06-00 June 2017", extra=told["extra"])
        library.creators(paper, ("author", "Ashish", "Vaswani"))
        library.tags(paper, "Deep Learning")
        library.collection("Transformers", paper, parent=library.collection("Thesis"))
        library.note(paper, "<p>Scales <b>well</b>.</p>")
        file = library.attachment(paper, "imported_file", "storage:Attention is.pdf")
        library.highlight(file, "second", None, "00002|000001|00000")
        library.highlight(file, "first", "the idea", "00001|000001|00000")
        href = f"file://{tmp_path}/storage/K0000003/Attention%20is.pdf"
        running.replies["/api/users/0/items"] = [
            item | {"links": {"enclosure": {"href": href}}} if "links" in item else item for item in FOR_ALL
        ]
        with database.records(library.path) as records:
            assert list(items.read(records)) == found()


def test_pages_are_asked_for_one_after_the_other(running: RunningZotero) -> None:
    count = 2 * zotero.PAGE
    running.replies["/api/users/0/items"] = [
        {"data": {"key": f"K{number:07}", "itemType": "book", "title": f"Book {number}"}} for number in range(count)
    ]
    assert [item.fields["title"] for item in found()] == [f"Book {number}" for number in range(count)]
    pages = [address for address in running.asked if "/items/top?" in address]
    assert [parse_qs(urlsplit(page).query)["start"] for page in pages] == [["0"], ["500"], ["1000"]]


def test_a_group_is_asked_for_by_its_name(running: RunningZotero) -> None:
    running.replies["/api/users/0/groups"] = [{"id": 4711, "data": {"id": 4711, "name": "Reading Group"}}]
    running.replies["/api/groups/4711/collections"] = []
    running.replies["/api/groups/4711/items"] = [{"data": {"key": "ABCD2345", "itemType": "book", "title": "ours"}}]
    assert [item.fields["extra:zotero-key"] for item in found("reading group")] == ["groups/4711/items/ABCD2345"]
    assert problem("Other") == "no Zotero group is called 'Other'; there are: Reading Group"


def test_without_zotero_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and it does not listen
        monkeypatch.setenv("DLREAD_ZOTERO_PORT", str(bound.getsockname()[1]))
        with zotero.running() as running:
            assert running is None


def test_the_setting_to_turn_on_is_named(running: RunningZotero) -> None:
    running.is_enabled = False
    assert problem() == (
        "Zotero does not let other programs read; turn on 'Allow other applications on this computer to communicate "
        "with Zotero' in its settings, under Advanced"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "1.5", "²"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("DLREAD_ZOTERO_PORT", port)
    assert problem() == f"DLREAD_ZOTERO_PORT is '{port}'; it must be the number of a port, at most 65535"


def line(error: NetworkError) -> bool:
    return str(error).isprintable() and len(str(error)) < 200


@pytest.mark.parametrize("name", QUICK)
def test_whoever_is_not_zotero_is_told_from_it(serving: Callable[[Deed], Server], name: str) -> None:
    serving(QUICK[name])
    with pytest.raises(NetworkError) as error, zotero.running():
        pass
    assert line(error.value)


@pytest.mark.parametrize("name", SLOW)
def test_whoever_is_slow_is_left(serving: Callable[[Deed], Server], name: str) -> None:
    serving(SLOW[name])
    with pytest.raises(NetworkError) as error, zotero.running():
        pass
    assert line(error.value)


def as_zotero(body: bytes, type: str = "application/json", **more: Any) -> Deed:
    return says(answer(body, type, Zotero_API_Version="3", **more))


HEAD = OPEN.replace(b"\r\n\r\n", b"\r\nZotero-API-Version: 3\r\n\r\n")
BROKEN: dict[str, Deed] = {
    "no JSON": as_zotero(b"{"),
    "an object": as_zotero(b"{}"),
    "NaN": as_zotero(b'[{"data": NaN}]'),
    "a name twice": as_zotero(b'[{"data": 1, "data": 2}]'),
    "deep": as_zotero(b"[" * 90_000),
    "very many parts": as_zotero(b"[" + b"[]," * 1_500_000 + b"[]]"),
    "a number of very many digits": as_zotero(b"[" + b"9" * 100_000 + b"]"),
    "bytes that are no UTF-8": as_zotero(b'["\xff"]'),
    "a page": as_zotero(b"<html>", "text/html"),
    "packed": as_zotero(b"[]", Content_Encoding="gzip"),
    "an error": as_zotero(b"", status="500 Internal Server Error"),
    "not found": as_zotero(b"", status="404 Not Found"),
    "a redirect": says(answer(b"", status="302 Found", Zotero_API_Version="3", Location="http://10.0.0.1/")),
    "a length of gigabytes": endless(answer(b"", length=1 << 40, Zotero_API_Version="3"), b" " * 65536),
    "an endless body": endless(HEAD, b" " * 65536),
    "a byte at a time": drips(HEAD, b" "),
    "full pages for ever": as_zotero(json.dumps([{"data": {"itemType": "note", "note": "x"}}] * zotero.PAGE).encode()),
}


@pytest.mark.parametrize("name", BROKEN)
def test_whoever_only_looks_like_zotero_is_left_in_time(serving: Callable[[Deed], Server], name: str) -> None:
    serving(BROKEN[name])
    with pytest.raises(NetworkError) as error:
        found()
    assert line(error.value)


@pytest.mark.parametrize(
    "body",
    [
        [1, None, "x", [], {}, {"data": []}, {"data": {"itemType": []}}, {"data": {"itemType": "note"}}],
        [{"data": {"key": [], "itemType": {}, "title": {}, "collections": [[], {}, 1], "tags": [1, {"tag": 2}]}}],
        [{"data": {"key": "A", "title": "T", "collections": "x", "parentCollection": []}, "meta": [], "links": []}],
        [{"data": {"name": "\ud800", "key": "\ud800", "title": "\ud800"}, "links": {"enclosure": {"href": 1}}}],
    ],
)
def test_items_of_any_form_do_no_harm(serving: Callable[[Deed], Server], body: list[Any]) -> None:
    serving(as_zotero(json.dumps(body).encode()))
    assert [item.fields["title"] for item in found()] in ([], ["T"], ["?"])


def test_no_redirect_is_followed_and_nobody_else_is_asked(serving: Callable[[Deed], Server]) -> None:
    with closing(Server(says(answer(b"[]")))) as other:
        serving(redirects(other.url))
        assert "does not answer as Zotero 7 or later does" in problem()
        assert other.connections == 0
