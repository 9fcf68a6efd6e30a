"""Asking: one httpx client, with every limit that an answer from anywhere needs. Raises NetworkError, nothing else."""

import email.utils
import os
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http import cookiejar
from types import TracebackType
from typing import Self

import httpcore
import httpx

from dlread_cli.domain.wording import short
from dlread_cli.errors import NetworkError, SilentError
from dlread_cli.network import decoding
from dlread_cli.network.decoding import Answer
from dlread_cli.network.http_cache import HttpCache
from dlread_cli.network.proxies import Proxies
from dlread_cli.network.proxy_transport import ProxyTransport
from dlread_cli.network.rate_limits import ARXIV, GITHUB, RateLimiter
from dlread_cli.network.settings import REDIRECTS, TRIES, USER_AGENT, authorization, settings
from dlread_cli.network.transport import Backend, Deadline
from dlread_cli.translation import tr

_BUSY = {429, 502, 503, 504}
_MOVED = {301: True, 302: False, 303: False, 307: False, 308: True}
"""Status -> is it for good?"""


_PATIENCE = 3
"""So often in a row somebody may be silent."""


class _BrokenError(NetworkError):
    """The connection, in the middle of it; another one may be better."""


class Client:
    """May be used by many threads at once."""

    def __init__(self) -> None:
        self.settings = settings()
        self._backend = Backend()
        self._transport = ProxyTransport(self._backend, Proxies(os.environ))
        self._http = httpx.Client(transport=self._transport, follow_redirects=False, trust_env=False)
        self._http.cookies.jar.set_policy(cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self._answers = HttpCache()
        self._turns = RateLimiter(self.settings.arxiv_pause_seconds)
        self._silence: defaultdict[str, list[SilentError]] = defaultdict(list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        self._answers.prune()

    def deadline(self) -> Deadline:
        """For one thing asked for, in however many requests."""
        return Deadline(self.settings.seconds)

    def get(self, url: str, accept: str, deadline: Deadline) -> Answer:
        """Whatever its status; the body only of a 200. What is busy is asked again while there is time."""
        return self._in_turn(url, accept, deadline, wants_body=True)

    def keep(self, answer: Answer) -> None:
        """For the next time. Only who has understood an answer keeps it: what a login page says is not remembered."""
        self._answers.keep(answer)

    def probe(self, url: str, deadline: Deadline) -> Answer:
        """Without the body: is it there?"""
        return self._in_turn(url, "*/*", deadline, wants_body=False)

    def knows_github(self) -> bool:
        """Can the name of GitHub's interface be looked up from here?"""
        self._backend.local.deadline = self.deadline()
        try:
            url = httpx.URL(self.settings.github)
            return self._transport.is_direct(url) and bool(self._backend.addresses(url.host))
        except (NetworkError, httpx.InvalidURL):
            return False

    def _queue(self, url: str) -> str:
        """Whose rules count: arXiv's interface, GitHub's, or just the host's."""
        for name, base in ((ARXIV, f"{self.settings.arxiv}/api/"), (GITHUB, f"{self.settings.github}/repos/")):
            if url.startswith(base):
                return name
        return host_and_port(url)

    def _in_turn(self, url: str, accept: str, deadline: Deadline, wants_body: bool) -> Answer:
        """Whoever is silent several times in a row is not asked again: offline, a thousand links are soon through."""
        queue = self._queue(url)
        with self._turns.turn(queue, deadline):
            silence = self._silence[queue]
            if len(errors := tuple(silence)) >= _PATIENCE:
                raise errors[-1]
            try:
                answer = self._tried(url, accept, deadline, wants_body)
            except SilentError as error:
                silence.append(error)
                raise
            silence.clear()
            return answer

    def _tried(self, url: str, accept: str, deadline: Deadline, wants_body: bool) -> Answer:
        host = _host(url)
        for number in range(1, TRIES + 1):
            wait_seconds = number / 2
            try:
                answer = self._followed(url, accept, deadline, wants_body)
            except _BrokenError:
                if number == TRIES:
                    raise
            else:
                if answer.status not in _BUSY:
                    return answer
                wait_seconds = waiting_time(answer.headers, datetime.now(UTC)) or wait_seconds
                if number == TRIES or wait_seconds >= deadline.left(host):
                    raise NetworkError(_busy(answer, wait_seconds))
            time.sleep(min(wait_seconds, deadline.left(host)))
        raise AssertionError("the last try returns or raises")

    def _followed(self, url: str, accept: str, deadline: Deadline, wants_body: bool) -> Answer:
        start = url
        is_for_good = True
        for _ in range(REDIRECTS + 1):
            answer = self._get(url, accept, deadline, wants_body)
            target = answer.headers.get("location", "")
            if answer.status not in _MOVED or not target:
                return answer._replace(is_for_good=is_for_good)
            is_for_good &= _MOVED[answer.status]
            url = self._next(url, target, start, deadline)
        raise NetworkError(
            tr(
                "{host} redirects more than {redirects} times, perhaps in a loop",
                host=_host(start),
                redirects=REDIRECTS,
            )
        )

    def _next(self, url: str, target: str, start: str, deadline: Deadline) -> str:
        """Where a redirect leads; raises NetworkError where it may not be followed."""
        try:
            new = httpx.URL(url).join(target)
            new_host = new.host  # a label like xn--a, which encodes nothing, is an IDNAError
        except (httpx.InvalidURL, ValueError) as error:
            raise NetworkError(tr("{host} redirects to something that is not an address", host=_host(url))) from error
        if new.scheme not in ("http", "https") or not new_host:
            raise NetworkError(tr("{host} redirects to something that is not a web address", host=_host(url)))
        if url.startswith("https:") and new.scheme == "http":
            raise NetworkError(
                tr("{host} redirects from https to http, which is not safe; it was not followed", host=_host(url))
            )
        self._backend.local.deadline = deadline
        self._transport.check(httpx.URL(start), new)
        return str(new.copy_with(username=None, password=None, fragment=None))

    def _get(self, url: str, accept: str, deadline: Deadline, wants_body: bool) -> Answer:
        """One request, one answer."""
        host = _host(url)
        self._backend.local.deadline = deadline
        known = self._answers.find(url, accept) if wants_body else None
        headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "gzip"}
        headers |= authorization(url, self.settings.github_token) | _condition(known)
        try:
            with reported(host, deadline):
                response = self._http.send(self._http.build_request("GET", url, headers=headers), stream=True)
                try:
                    got = {name.lower(): value for name, value in response.headers.items()}
                    answer = Answer(response.status_code, url, host, got, b"", True)
                    if answer.status == 304 and known:
                        return known
                    if answer.status == 200 and wants_body:
                        answer = answer._replace(
                            body=decoding.unpacked(response.iter_raw(), got.get("content-encoding", ""), host),
                            accept=accept,
                        )
                    return answer
                finally:
                    response.close()
        except (httpx.InvalidURL, UnicodeError) as error:  # httpx looks at the target of a redirect, too
            if host != short(url):
                raise NetworkError(tr("{host} redirects to something that is not an address", host=host)) from error
            raise NetworkError(tr("'{host}' is not a valid address", host=host)) from error


@contextmanager
def reported(host: str, deadline: Deadline) -> Iterator[None]:
    """What goes wrong with a connection, as a NetworkError."""
    try:
        yield
    except (httpcore.ReadTimeout, httpcore.WriteTimeout, httpcore.ConnectTimeout, httpcore.PoolTimeout) as error:
        deadline.left(host)
        raise SilentError(tr("{host} did not answer in time; try again later", host=host)) from error
    except httpx.RemoteProtocolError as error:  # httpx's own word, for the target of a redirect
        raise NetworkError(tr("{host} redirects to something that is not an address", host=host)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.StreamError) as error:
        raise _BrokenError(tr("{host} closed the connection early; try again later", host=host)) from error


def _condition(known: Answer | None) -> dict[str, str]:
    """What a server called its answer goes back to it as it came, if it is text that a header may have."""
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    validators = {name: known.headers.get(header, "") for name, header in pairs} if known else {}
    return {name: value for name, value in validators.items() if value and value.isascii() and value.isprintable()}


def waiting_time(headers: Mapping[str, str], now: datetime) -> float:
    """Of `Retry-After` in seconds, which is a number or a date (RFC 9110, 10.2.3); 0 for anything else."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value, re.ASCII):
        return float(value)
    try:
        at = email.utils.parsedate_to_datetime(value[:64])
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0


def _busy(answer: Answer, seconds: float) -> str:
    told = {"host": answer.host, "status": answer.status}
    if seconds < 10:
        return tr("{host} is busy (status {status}); try again later", **told)
    if seconds < 120:
        return tr("{host} is busy (status {status}); try again in {time:.0f} seconds", **told, time=seconds)
    if seconds < 120 * 60:
        return tr("{host} is busy (status {status}); try again in {time:.0f} minutes", **told, time=seconds / 60)
    if seconds < 48 * 3600:
        return tr("{host} is busy (status {status}); try again in {time:.0f} hours", **told, time=seconds / 3600)
    return tr("{host} is busy (status {status}); try again another day", **told)


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host or short(url)
    except (httpx.InvalidURL, ValueError):
        return short(url)


def host_and_port(url: str) -> str:
    """Host and port, by which one server is told from another."""
    try:
        return httpx.URL(url).netloc.decode("ascii", "replace").lower()
    except (httpx.InvalidURL, ValueError):
        return url
