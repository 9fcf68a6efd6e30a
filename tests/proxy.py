"""A proxy on loopback as real ones are: it forwards http, and makes tunnels. Every name leads to loopback."""

import base64
import re
import socket
import threading
from contextlib import suppress

from hostile_servers import Deed, Server, answer

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Proxy:
    """What it does with a connection, for `hostile_servers.Server`; `heads` has every request as it came."""

    def __init__(self, login: str = "") -> None:
        self._login = login
        self.heads: list[str] = []

    def __call__(self, line: socket.socket, _: str) -> None:
        head = _head(line)
        self.heads.append(head)
        if self._login and _login(head) != self._login:
            line.sendall(answer(b"", status="407 Proxy Authentication Required", Proxy_Authenticate="Basic"))
            return
        method, target = head.split(" ")[:2]
        if method == "CONNECT":
            with _connected(target) as other:
                line.sendall(ESTABLISHED)
                _pump_both(line, other)
        else:
            _, _, host, path = target.split("/", 3)
            with _connected(host) as other:
                own = re.sub(r"(?im)^proxy-[^\n]*\n", "", head.split("\r\n", 1)[1])
                other.sendall(f"{method} /{path} HTTP/1.1\r\nConnection: close\r\n{own}".encode())
                _pump(other, line)

    @property
    def lines(self) -> list[str]:
        """The first line of each request."""
        return [head.split("\r\n")[0] for head in self.heads]


def keeping(heads: list[str], deed: Deed) -> Deed:
    """For a server that reads nothing itself: what it does, once it has kept the request."""

    def its_deed(line: socket.socket, here: str) -> None:
        heads.append(_head(line))
        deed(line, here)

    return its_deed


def in_tunnel(deed: Deed) -> Deed:
    """Says that there is a tunnel, and does its worst in it."""

    def its_deed(line: socket.socket, here: str) -> None:
        line.sendall(ESTABLISHED)
        deed(line, here)

    return its_deed


def named(server: Server, name: str = "doi.example") -> str:
    """The address of a server under a name that nobody knows but the proxy."""
    return server.url.replace("127.0.0.1", name)


def _head(line: socket.socket) -> str:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = line.recv(1)
        if not piece:
            break
        head += piece
    return head.decode("latin-1")


def _login(head: str) -> str:
    found = re.search(r"(?im)^proxy-authorization: Basic (\S+)", head)
    return base64.b64decode(found[1]).decode() if found else ""


def _connected(target: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2])), 5)


def _pump_both(one: socket.socket, other: socket.socket) -> None:
    back = threading.Thread(target=_pump, args=(other, one), daemon=True)
    back.start()
    _pump(one, other)
    back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
