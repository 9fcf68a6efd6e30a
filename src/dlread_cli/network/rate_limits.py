"""Whose turn it is: so many requests to a host at once, and a pause between any two to arXiv."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.network.transport import Deadline

ARXIV, GITHUB = "arXiv", "GitHub"

MANY = 8
"""To GitHub at once; it asks for no more than 100 (docs.github.com, "Rate limits for the REST API")."""
CONNECTIONS_PER_HOST = 2
"""To any other host."""


class RateLimiter:
    """arXiv wants one request at a time, and three seconds between any two.

    info.arxiv.org/help/api/tou.html, "Rate limits". The time of the last one is that of a file in the cache
    directory, so that it counts for the next command as well.
    """

    def __init__(self, arxiv_pause_seconds: float) -> None:
        self._pause_seconds = arxiv_pause_seconds
        self._free: defaultdict[str, threading.Semaphore] = defaultdict(
            lambda: threading.Semaphore(CONNECTIONS_PER_HOST)
        )
        self._free |= {ARXIV: threading.Semaphore(1), GITHUB: threading.Semaphore(MANY)}
        self._making = threading.Lock()

    @contextmanager
    def turn(self, queue: str, deadline: Deadline) -> Iterator[None]:
        """Waiting for one's turn does not count for the deadline."""
        began = time.monotonic()
        with self._making:
            free = self._free[queue]
        with free:
            if queue == ARXIV and self._pause_seconds:
                self._pause()
            deadline.extend(time.monotonic() - began)
            yield

    def _pause(self) -> None:
        with suppress(DlreadError, OSError):
            path = paths.cache_dir_of_ours() / "arxiv-asked"
            time.sleep(min(max(0.0, self._pause_seconds - _age_seconds(path)), self._pause_seconds))
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(0o600)
            return
        time.sleep(self._pause_seconds)  # where no time can be kept


def _age_seconds(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")
