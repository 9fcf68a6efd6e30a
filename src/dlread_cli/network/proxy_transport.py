"""Connections through the proxy that the environment names, with the same deadlines. It looks up names itself."""

import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import httpcore
import httpx

from dlread_cli.errors import NetworkError, SilentError
from dlread_cli.network.proxies import Proxies, Proxy
from dlread_cli.network.settings import USER_AGENT
from dlread_cli.network.transport import CONNECTIONS, Backend, Stream, Transport, is_private
from dlread_cli.translation import tr

T = TypeVar("T")

_PRIVATE_DOMAINS = {"localhost", "localdomain", "local", "internal"}
_PATIENCE = 3
"""So often in a row a proxy may be out of reach, for which each host would else wait anew."""


class ProxyTransport(Transport):
    """Direct where there is none."""

    def __init__(self, backend: Backend, proxies: Proxies) -> None:
        super().__init__(backend)
        self._proxies = proxies

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        proxy = self._proxies.of(request.url)
        if proxy and request.url.scheme == "http" and answer.status_code == 407:
            answer.close()
            raise proxy.refusal(407, request.url.host)
        return answer

    def check(self, start: httpx.URL, url: httpx.URL) -> None:
        """May a redirect lead from one to another? Raises NetworkError if not."""
        inside = self._private(url)
        if inside and inside - self._private(start):
            raise NetworkError(
                tr(
                    "{host} leads to '{host2}', which is a private address; it was not followed",
                    host=start.host,
                    host2=url.host,
                )
            )

    def is_direct(self, url: httpx.URL) -> bool:
        return self._proxies.of(url) is None

    def _private(self, url: httpx.URL) -> set[str]:
        """Its private addresses, as far as they can be known here."""
        if self._proxies.of(url):
            return {url.host} if is_named_private(url) else set()
        return set(filter(is_private, self._backend.addresses(url.host)))

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        proxy = self._proxies.of(url)
        if not proxy:
            return super()._pool(url)
        if is_named_private(url):
            raise NetworkError(
                tr("'{host}' is a private address, and not for a proxy; add it to NO_PROXY", host=url.host)
            )
        return self._made((url.scheme, proxy), lambda: self._through(proxy, url.scheme))

    def _through(self, proxy: Proxy, scheme: str) -> httpcore.ConnectionPool:
        to_proxy = _ProxyBackend(self._backend.local, proxy.name)
        its_context = self._authorities if proxy.scheme == "https" else None
        if scheme == "https":
            return self._pool_of(_Tunnels(proxy, to_proxy, its_context), is_secure=True)
        return httpcore.HTTPProxy(
            _at(proxy, "/"),
            proxy_headers=proxy.headers,
            proxy_ssl_context=its_context,
            max_connections=CONNECTIONS,
            network_backend=to_proxy,
        )


class _ProxyBackend(Backend):
    """To a single proxy; soon to none, if it is out of reach."""

    def __init__(self, local: threading.local, name: str) -> None:
        super().__init__(local, name)
        self._failures: list[SilentError] = []

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> Stream:
        if len(failures := tuple(self._failures)) >= _PATIENCE:
            raise failures[-1]
        try:
            stream = super().connect_tcp(host, port)
        except SilentError as error:
            self._failures.append(error)
            raise
        self._failures.clear()
        return stream


class _Tunnels(httpcore.NetworkBackend):
    """Connections to any host, for TLS, which a proxy makes (RFC 9110, 9.3.6).

    httpcore has a pool for them, but its connections stay in it for ever if TLS fails.
    """

    def __init__(self, proxy: Proxy, to_proxy: Backend, context: ssl.SSLContext | None) -> None:
        self._proxy = proxy
        self._to_proxy = to_proxy
        self._context = context

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        headers = {**self._proxy.headers, "Host": target, "User-Agent": USER_AGENT}
        url = _at(self._proxy, target)
        stream = self._to_proxy.connect_tcp(self._proxy.host, self._proxy.port)
        if self._context:
            stream = stream.start_tls(self._context, self._proxy.host)
        connection = httpcore.HTTP11Connection(url.origin, stream)
        try:
            answer = connection.handle_request(httpcore.Request("CONNECT", url, headers=headers))
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise NetworkError(tr("{name} does not answer as a proxy does", name=self._proxy.name)) from error
        if not 200 <= answer.status < 300:
            connection.close()
            raise self._proxy.refusal(answer.status, host)
        tunnel = stream.of(host)
        return Stream(_TLSInTLS(tunnel), self._to_proxy.local, host) if self._context else tunnel


class _TLSInTLS(httpcore.NetworkStream):
    """In a secure stream; httpcore has this, too, but without our deadline for each read of the outer one."""

    def __init__(self, outer: httpcore.NetworkStream) -> None:
        self._outer = outer
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._inner = ssl_context.wrap_bio(self._incoming, self._outgoing, server_hostname=server_hostname)
        try:
            self._exchange(self._inner.do_handshake)
        except BaseException:
            self.close()
            raise
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._exchange(lambda: self._inner.read(max_bytes))
        except ssl.SSLError as error:
            raise httpcore.ReadError from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._exchange(lambda: self._inner.write(buffer))  # all of it: there is always room in memory

    def close(self) -> None:
        self._outer.close()

    def get_extra_info(self, info: str) -> Any:
        return self._inner if info == "ssl_object" else self._outer.get_extra_info(info)

    def _exchange(self, act: Callable[[], T]) -> T:
        """What it returns, after as many reads of the outer stream as it needs."""
        while True:
            try:
                result = act()
            except ssl.SSLWantReadError:
                self._send()
                if data := self._outer.read(1 << 16):
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            else:
                self._send()
                return result

    def _send(self) -> None:
        if data := self._outgoing.read():
            self._outer.write(data)


def _at(proxy: Proxy, target: str) -> httpcore.URL:
    return httpcore.URL(scheme=proxy.scheme, host=proxy.host, port=proxy.port, target=target)


def is_named_private(url: httpx.URL) -> bool:
    """Without a look-up: an address in any of its disguises, or a name that only this machine or its network knows."""
    bare = url.raw_host.decode("ascii").partition("%")[0].rstrip(".")
    if bare.rpartition(".")[2] in _PRIVATE_DOMAINS:
        return True
    try:
        found = socket.getaddrinfo(bare, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return any(is_private(str(one[4][0])) for one in found)
