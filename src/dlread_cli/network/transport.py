"""Connections with a deadline for everything that they do, and none to a private address that nobody asked for.

httpx counts its timeouts anew for each read, so that a server which sends a byte a second never ends. Here every
read, write, connection, handshake and name look-up gets what is left of the thread's deadline.
"""

import functools
import ipaddress
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from dlread_cli.domain.wording import short
from dlread_cli.errors import NetworkError, SilentError, UnreachableError
from dlread_cli.translation import plural, tr

CONNECTIONS = 64
_ONE_ADDRESS_SECONDS = 3
"""For each address of a host but the last, where some of them lead nowhere."""


class Deadline:
    """When the thing that was asked for must be there."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, host: str) -> float:
        """In seconds, more than none; raises SilentError when it has passed."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed(host)
        return left

    def passed(self, host: str) -> SilentError:
        return SilentError(
            plural(
                "{host} did not answer within {seconds:g} second; try again later",
                "{host} did not answer within {seconds:g} seconds; try again later",
                1 if self.seconds == 1 else 2,
                host=short(host),
                seconds=self.seconds,
            )
        )

    def extend(self, seconds: float) -> None:
        """By the time that we were made to wait by our own rules."""
        self._end += seconds


class Backend(httpcore.SyncBackend):
    """httpcore's sockets, bound to the deadline that the thread has set. Names are looked up once.

    `name` is for messages, if it connects to a single host that has one; it says nothing about the hosts behind that.
    """

    def __init__(self, local: threading.local | None = None, name: str = "") -> None:
        self.local = local or threading.local()
        self._name = name
        self._known: dict[str, list[str]] = {}

    def addresses(self, host: str) -> list[str]:
        """Raises UnreachableError for a host that is not known; never takes longer than the deadline."""
        if host not in self._known:
            self._known[host] = _looked_up(host, self.local.deadline, self._name)
        return self._known[host]

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> "Stream":
        name = self._name or host
        found = self.addresses(host)
        problem: Exception | None = None
        for number, address in enumerate(found, 1):
            left = self.local.deadline.left(name)
            seconds = left if number == len(found) else min(left, _ONE_ADDRESS_SECONDS)
            try:
                return Stream(super().connect_tcp(address, port, seconds), self.local, name)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        self.local.deadline.left(name)
        why = tr("it does not answer") if isinstance(problem, httpcore.ConnectTimeout) else _error_text(problem)
        raise UnreachableError(
            tr("cannot connect to {name}: {why}; are you offline? try again later", name=name, why=why)
        )


class Stream(httpcore.NetworkStream):
    """`host` is who speaks, for messages."""

    def __init__(self, stream: httpcore.NetworkStream, local: threading.local, host: str) -> None:
        self._stream = stream
        self._local = local
        self._host = host

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._local.deadline.left(self._host))
        except httpcore.ReadTimeout:
            self._local.deadline.left(self._host)
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._local.deadline.left(self._host))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Stream":
        try:
            left = self._local.deadline.left(self._host)
            stream = self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore.ConnectTimeout:
            self._local.deadline.left(self._host)
            raise
        except (httpcore.ConnectError, ssl.SSLError, OSError) as error:
            raise NetworkError(
                tr(
                    "no secure connection to {host}: {error_text}; nothing was sent",
                    host=self._host,
                    error_text=_error_text(error),
                )
            ) from error
        return Stream(stream, self._local, self._host)

    def of(self, host: str) -> "Stream":
        """The same, once another host speaks through it."""
        return Stream(self._stream, self._local, host)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """What httpx's own transport does, with a backend of our own."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._pools: dict[Hashable, httpcore.ConnectionPool] = {}
        self._making = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
        )
        answer = self._pool(url).handle_request(asked)
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        return self._made(url.scheme, lambda: self._pool_of(self._backend, url.scheme == "https"))

    def _made(self, kind: Hashable, make: Callable[[], httpcore.ConnectionPool]) -> httpcore.ConnectionPool:
        """One of each kind."""
        with self._making:
            if kind not in self._pools:
                self._pools[kind] = make()
            return self._pools[kind]

    def _pool_of(self, backend: httpcore.NetworkBackend, is_secure: bool) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            ssl_context=self._authorities if is_secure else None,
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS // 2,
            network_backend=backend,
        )

    @functools.cached_property
    def _authorities(self) -> ssl.SSLContext:
        """Their certificates take 40 ms to read, and so come with the first secure connection."""
        return _authorities()

    def close(self) -> None:
        for pool in self._pools.values():
            pool.close()


def _authorities() -> ssl.SSLContext:
    """Who may vouch for a host: those of certifi, or of the file or directory that the environment names."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # one of them is ssl.SSLError
        named = next(filter(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")), "")
        where = tr("'{path}', which {name} names", path=short(os.environ[named]), name=named) if named else "certifi"
        raise NetworkError(
            tr("cannot read the certificates in {where}: {error_text}", where=where, error_text=_error_text(error))
        ) from error


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        self._stream.close()  # type: ignore[attr-defined]


def is_private(address: str) -> bool:
    """Not of the public internet: this machine, its network, a cloud's own addresses, in all their disguises."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if not inside and ip in ipaddress.ip_network("64:ff9b::/96"):
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside:
            return is_private(str(inside))
    return not ip.is_global or ip.is_multicast


def _looked_up(host: str, deadline: Deadline, name: str) -> list[str]:
    """In a thread of its own: the system's look-up knows no deadline."""
    found: list[Any] = []
    done = threading.Event()

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)
        done.set()

    threading.Thread(target=look_up, daemon=True).start()
    if not done.wait(deadline.left(name or host)):
        raise deadline.passed(name or host)
    if isinstance(found[0], Exception):
        is_unknown = getattr(found[0], "errno", None) in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        what = name or short(host)
        raise UnreachableError(
            tr("cannot find {what}; are you offline? try again later", what=what), is_unknown and not name
        )
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _error_text(error: BaseException | None) -> str:
    """The system's words, or TLS's: `connection refused`, `certificate has expired`."""
    while error and (inner := error.__cause__ or error.__context__):
        error = inner
    if isinstance(error, ssl.SSLCertVerificationError):
        return str(error.verify_message).lower()
    reason = getattr(error, "reason", None) or tr(getattr(error, "strerror", None) or str(error))
    return str(reason).replace("_", " ").lower() or tr("it closed the connection")
