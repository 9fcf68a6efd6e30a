"""Servers on loopback that break every rule. Each is a function that has a connection and does its worst with it."""

import datetime
import gzip
import json
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import trustme

Deed = Callable[[socket.socket, str], None]
"""Given a connection, whose request has been read, and the server's own address."""

CSL = "application/vnd.citationstyles.csl+json"
PATIENCE_SECONDS = 15
"""Longer than anybody should wait for them."""


class Server:
    """Does the same with every connection, at once."""

    def __init__(self, deed: Deed, context: ssl.SSLContext | None = None, reads: bool = True) -> None:
        self._deed, self._context, self._reads = deed, context, reads
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{port}"
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError), plain:
            plain.settimeout(PATIENCE_SECONDS)
            with self._context.wrap_socket(plain, server_side=True) if self._context else plain as line:
                if self._reads:
                    line.recv(65536)
                self._deed(line, self.url)
                with suppress(OSError):
                    line.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._listener.close()


def answer(body: bytes, type: str = CSL, status: str = "200 OK", length: int | None = None, **more: str) -> bytes:
    headers = {"Content-Type": type, "Content-Length": str(len(body) if length is None else length), "ETag": '"1"'}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def says(data: bytes) -> Deed:
    return lambda line, _: line.sendall(data)


def drips(start: bytes, piece: bytes) -> Deed:
    """A piece every tenth of a second: never silent, never done."""

    def deed(line: socket.socket, _: str) -> None:
        line.sendall(start)
        for _ in range(10 * PATIENCE_SECONDS):
            line.sendall(piece)
            time.sleep(0.1)

    return deed


def endless(start: bytes, piece: bytes) -> Deed:
    def deed(line: socket.socket, _: str) -> None:
        line.sendall(start)
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            line.sendall(piece)

    return deed


def silent(line: socket.socket, _: str) -> None:
    line.settimeout(None)
    time.sleep(PATIENCE_SECONDS)


def resets(line: socket.socket, _: str) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def redirects(to: str, status: str = "302 Found") -> Deed:
    """`{here}` in `to` is the server's own address."""

    def deed(line: socket.socket, here: str) -> None:
        line.sendall(answer(b"", status=status, Location=to.replace("{here}", here)))

    return deed


def bomb(layers: int, megabytes: int) -> bytes:
    """Of zeros: a packed megabyte again and again, which takes a moment to make and not seconds."""
    zeros = bytes(1 << 20)
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = pack.compress(zeros) + pack.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(megabytes):
        checksum = zlib.crc32(zeros, checksum)
    end = pack.flush() + struct.pack("<II", checksum, megabytes << 20)
    body = gzip.compress(b"")[:10] + piece * megabytes + end
    for _ in range(layers - 1):
        body = gzip.compress(body, 9)
    return body


GOOD = json.dumps({"title": "x"}).encode()
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: " + CSL.encode() + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: " + CSL.encode() + b"\r\nConnection: close\r\n\r\n"
BUSY = "503 Service Unavailable"

SLOW: dict[str, Deed] = {
    "says nothing": silent,
    "headers, a byte at a time": drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "one header, a byte at a time": drips(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "a body, a byte at a time": drips(OPEN, b" "),
    "chunks, one at a time": drips(CHUNKED, b"1\r\n \r\n"),
    "continues for ever": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "gzip, a byte at a time": drips(OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"), b"\x1f"),
}
"""Those that only the deadline ends."""

QUICK: dict[str, Deed] = {
    "an endless body": endless(OPEN, b"x" * 65536),
    "endless chunks": endless(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "endless headers": endless(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 60_000 + b"\r\n"),
    "a length of gigabytes": endless(answer(b"", length=1 << 40), b"x" * 65536),
    "a bomb of gzip": says(answer(bomb(1, 400), Content_Encoding="gzip")),
    "a bomb of gzip in gzip": says(answer(bomb(2, 400), Content_Encoding="gzip, gzip")),
    "deflate, which nobody asked for": says(answer(zlib.compress(GOOD), Content_Encoding="deflate")),
    "br, which nobody asked for": says(answer(GOOD, Content_Encoding="br")),
    "gzip that is none": says(answer(GOOD, Content_Encoding="gzip")),
    "half of a gzip": says(answer(gzip.compress(bytes(1000))[:20], Content_Encoding="gzip")),
    "a circle": redirects("{here}/again"),
    "a longer and longer circle": redirects("{here}/" + "x" * 4000),
    "to a file": redirects("file:///etc/passwd"),
    "to a script": redirects("javascript:alert(1)"),
    "to no address": redirects("http://[::1"),
    "to a private address": redirects("http://10.0.0.1/"),
    "to a cloud's own address": redirects("http://169.254.169.254/latest/meta-data/"),
    "to another loopback address": redirects("http://127.0.0.2/"),
    "to a private address in disguise": redirects("http://[::ffff:10.0.0.1]/"),
    "to a private address as a number": redirects("http://167772161/"),
    "closes at once": lambda line, _: None,
    "resets": resets,
    "closes within the headers": says(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "closes within the body": says(answer(GOOD, length=1000)),
    "closes within a chunk": says(CHUNKED + b"ff\r\n{"),
    "another protocol": says(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "two lengths": says(answer(GOOD, Content_length="3")),
    "a web page": says(answer(b"<html>log in", "text/html")),
    "no type": says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "a strange charset": says(answer(b"{}x", f"{CSL}; charset=zlib_codec")),
    "bytes that are no UTF-8": says(answer(b'{"title": "\xff"}')),
    "UTF-16": says(answer('{"title": "x"}'.encode("utf-16"))),
    "NaN": says(answer(b'{"title": NaN}')),
    "a name twice": says(answer(b'{"title": "x", "title": "y"}')),
    "deep JSON": says(answer(b"[" * 90_000)),
    "JSON of very many parts": says(answer(b"{" + b'"a":[],' * 600_000 + b'"b":1}')),
    "a number of very many digits": says(answer(b'{"title": ' + b"9" * 100_000 + b"}")),
    "a list": says(answer(b"[]")),
    "an empty object": says(answer(b"{}")),
    "nothing": says(answer(b"")),
    "an error": says(answer(b"", status="500 Internal Server Error")),
    "304 to who has nothing": says(answer(b"", status="304 Not Modified")),
    "206": says(answer(GOOD, status="206 Partial Content")),
    "wait for an hour": says(answer(b"", status="429 Too Many Requests", Retry_After="3600")),
    "wait until a date": says(answer(b"", status=BUSY, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")),
    "wait for ever": says(answer(b"", status=BUSY, Retry_After="9" * 5000)),
    "wait for less than nothing": says(answer(b"", status=BUSY, Retry_After="-5")),
    "wait for words": says(answer(b"", status="429 Too Many Requests", Retry_After="soon\u00e9")),
}

ATOM: dict[str, Deed] = {
    "a billion laughs": says(
        answer(b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><feed>&b;</feed>', "application/atom+xml")
    ),
    "an outer entity": says(
        answer(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed>&a;</feed>', "application/atom+xml")
    ),
    "deep XML": says(answer(b"<a>" * 90_000, "application/atom+xml")),
    "XML of very many elements": says(answer(b"<feed>" + b"<a/>" * 1_000_000 + b"</feed>", "application/atom+xml")),
    "no feed": says(answer(b"<html/>", "application/atom+xml")),
    "XML in UTF-16": says(answer("<feed/>".encode("utf-16"), "application/atom+xml")),
}


class Authority:
    """Certificates of our own; `SSL_CERT_FILE` makes the program trust them."""

    def __init__(self, directory: Path) -> None:
        self._ca = trustme.CA()
        self.file = directory / "authority.pem"
        self._ca.cert_pem.write_to_path(str(self.file))

    def context(self, name: str = "127.0.0.1", days: int = 1) -> ssl.SSLContext:
        until = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(days=days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(name, not_before=until - datetime.timedelta(days=30), not_after=until).configure_cert(
            context
        )
        return context
