"""arXiv, doi.org, GitHub and the rest of the web as one server on loopback, which answers in their true forms."""

import json
import re
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

ANSWERS = Path(__file__).parent / "answers"
FEED = (ANSWERS / "arxiv.xml").read_text("utf-8")
SEARCH = (ANSWERS / "arxiv-search.xml").read_text("utf-8")


class Reply(NamedTuple):
    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = {}


class Asked(NamedTuple):
    path: str
    headers: Mapping[str, str]
    at: float


class World:
    """`replies` has what each path answers, with its query; what is not there is a 404."""

    def __init__(self, wait_seconds: float = 0) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._now = 0
        self._wait_seconds = wait_seconds
        self._counting = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        names = ("ARXIV", "DOI", "GITHUB", "ACL", "OPENREVIEW", "PMLR")
        self.env = {f"DLREAD_{name}_URL": f"{self.url}/{name.lower()}" for name in names}
        self.env |= {"DLREAD_ARXIV_PAUSE_SECONDS": "0", "DLREAD_NETWORK_SECONDS": "5"}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def has(self, path: str, name: str, type: str = "text/html", **headers: str) -> None:
        """A file of `answers`."""
        self.replies[path] = Reply((ANSWERS / name).read_bytes(), type, 200, headers)

    def has_doi(self, doi: str, name: str) -> None:
        self.has(f"/doi/{doi}", name, "application/vnd.citationstyles.csl+json")

    def has_repository(self, name: str, status: int = 200, **told: Any) -> None:
        """Under its lower-case or any other name; `told` is laid over the form."""
        form = json.loads((ANSWERS / "repository.json").read_text("utf-8"))
        form |= {"name": name.split("/")[1], "full_name": name, "description": f"{name} itself", "topics": [], **told}
        self.replies[f"/github/repos/{name}"] = Reply(json.dumps(form).encode(), "application/json", status)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def reply(self, path: str, headers: Mapping[str, str]) -> Reply:
        with self._counting:
            self.asked.append(Asked(path, headers, time.monotonic()))
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(self._wait_seconds)
        with self._counting:
            self._now -= 1
        if path in self.replies:
            return self.replies[path]
        if path.startswith("/arxiv/api/query?"):
            feed = _results(path) if "search_query=" in path else _feed(path)
            return Reply(feed.encode(), "application/atom+xml; charset=utf-8")
        return Reply(b"not here", "text/plain", 404)


def _feed(path: str) -> str:
    """The feed with the entries of the ids that were asked for, and an error for what is not there."""
    ids = re.search(r"id_list=([^&]*)", path)
    wanted = ids[1].split(",") if ids else []
    head, *entries = FEED.removesuffix("</feed>\n").split("  <entry>")
    error = entries.pop()
    found = [entry for entry in entries for id_ in wanted if f"/abs/{id_}v" in entry]
    return "  <entry>".join([head, *found, *([] if len(found) == len(wanted) else [error])]) + "</feed>\n"


def _results(path: str) -> str:
    """The feed with the papers whose titles have all words of `ti:"a b" OR (ti:a AND ti:b)`; a phrase has them, too."""
    asked = parse_qs(urlsplit(path).query, strict_parsing=True)
    (query,), (most,) = asked["search_query"], asked["max_results"]
    parts = re.fullmatch(r"""ti:"([\w' ]+)" OR \((ti:[\w']+(?: AND ti:[\w']+)*)\)""", query)
    assert parts
    words = parts[2].replace("ti:", "").split(" AND ")
    assert words == parts[1].split()
    head, *entries = SEARCH.removesuffix("</feed>\n").split("  <entry>")
    titles = [re.findall(r"[\w']+", re.split("</?title>", entry)[1].lower()) for entry in entries]
    found = [entry for entry, title in zip(entries, titles, strict=True) if set(words) <= set(title)]
    return "  <entry>".join([head, *found[: int(most)]]) + "</feed>\n"


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16

        def do_GET(self) -> None:
            reply = world.reply(self.path, dict(self.headers))
            etag = reply.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                reply = Reply(b"", reply.type, 304, {"ETag": etag})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", reply.type)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: Any) -> None:
            """In silence."""

    return Handler
