"""Which proxy the environment names for an address, by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY."""

import base64
import ipaddress
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

import httpx

from dlread_cli.domain.wording import short
from dlread_cli.errors import NetworkError
from dlread_cli.translation import marked, tr

_PORTS = {"http": 80, "https": 443}


class Proxy(NamedTuple):
    """`authorization` is a header's value, or empty. No message may have it, nor the variable's value."""

    variable: str
    scheme: str
    host: str
    port: int
    authorization: str

    @property
    def address(self) -> str:
        return f"{short(f'[{self.host}]' if ':' in self.host else self.host)}:{self.port}"

    @property
    def name(self) -> str:
        """With the variable to look at if something is wrong with it."""
        return tr("the proxy {address} ({variable})", address=self.address, variable=self.variable)

    @property
    def headers(self) -> Mapping[str | bytes, str | bytes]:
        """For the proxy alone."""
        return {"Proxy-Authorization": self.authorization} if self.authorization else {}

    def refusal(self, status: int, host: str) -> NetworkError:
        """Some say 401 in place of 407."""
        if status in (401, 407) and self.authorization:
            return NetworkError(
                tr(
                    "{name} does not accept the user name and password in {variable}",
                    name=self.name,
                    variable=self.variable,
                )
            )
        if status in (401, 407):
            message = tr(
                "{name} asks for a user name and password; set {variable} to {scheme}://user:password@{address}",
                name=self.name,
                variable=self.variable,
                scheme=self.scheme,
                address=self.address,
            )
            return NetworkError(message)
        later = marked("{name} did not connect to {host} (status {status}); try again later")
        direct = marked(
            "{name} did not connect to {host} (status {status}); NO_PROXY lists hosts to connect to directly"
        )
        return NetworkError(tr(later if status >= 500 else direct, name=self.name, host=short(host), status=status))


class Proxies:
    """Those of an environment. What is wrong with one is told when it is needed."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._direct = _Direct(environ.get("no_proxy") or environ.get("NO_PROXY") or "")

    def of(self, url: httpx.URL) -> Proxy | None:
        """None to connect directly. Raises NetworkError for a proxy that cannot be used."""
        if self._direct.has(url.raw_host.decode("ascii"), url.port or _PORTS.get(url.scheme, 0)):
            return None
        variable = next(filter(self._environ.get, self._variables(url.scheme)), "")
        return _proxy(variable, self._environ[variable]) if variable else None

    def _variables(self, scheme: str) -> Iterator[str]:
        """In a CGI program, HTTP_PROXY is what a client sent as the header `Proxy` (httpoxy.org)."""
        yield f"{scheme}_proxy"
        if scheme != "http" or "REQUEST_METHOD" not in self._environ:
            yield f"{scheme.upper()}_PROXY"
        yield from ("all_proxy", "ALL_PROXY")


def _proxy(variable: str, value: str) -> Proxy:
    try:
        url = httpx.URL(value if "://" in value else f"http://{value}")
        host, port = url.raw_host.decode("ascii"), url.port if url.port is not None else _PORTS.get(url.scheme, 0)
    except (httpx.InvalidURL, ValueError):
        host, port, url = "", 0, httpx.URL()
    if url.scheme and url.scheme not in _PORTS:
        kind = short(url.scheme, 20)
        message = tr(
            "{variable} is a {kind}:// proxy, which dlread cannot use; set it to one that begins with http:// or "
            "https://",
            variable=variable,
            kind=kind,
        )
        raise NetworkError(message)
    if not re.fullmatch(r"[\w.:-]+", host, re.ASCII) or not 0 < port < 1 << 16:
        raise NetworkError(
            tr("{variable} is not the address of a proxy; it must be like http://host:port", variable=variable)
        )
    user = f"{url.username}:{url.password}".encode()
    authorization = f"Basic {base64.b64encode(user).decode()}" if url.userinfo else ""
    return Proxy(variable, url.scheme, host, port, authorization)


class _Direct:
    """NO_PROXY: `host` or `.host`, with all below it; `host:port`; addresses; networks as `10.0.0.0/8`; `*` for all."""

    def __init__(self, text: str) -> None:
        self._names: set[tuple[str, int | None]] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for one in filter(None, re.split(r"[\s,]+", text.lower())):
            if "/" in one:
                with suppress(ValueError):
                    self._networks.append(ipaddress.ip_network(one, strict=False))
            else:
                self._names.add(_name_and_port(one))

    def has(self, host: str, port: int) -> bool:
        labels = host.rstrip(".").split(".")
        names = ["*", *(".".join(labels[start:]) for start in range(len(labels)))]
        if any((name, its) in self._names for name in names for its in (port, None)):
            return True
        with suppress(ValueError):
            address = ipaddress.ip_address(host)
            return any(address in network for network in self._networks)
        return False


def _name_and_port(text: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"(?:\[([^]]*)\]|([^:]*))(?::(\d{1,5}))?", text, re.ASCII)
    if not found:
        return text, None  # an IPv6 address without brackets
    name = found[1] or found[2] or ""
    return name.removeprefix("*.").strip(".") or name, int(found[3]) if found[3] else None
