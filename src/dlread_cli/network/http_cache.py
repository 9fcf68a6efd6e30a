"""Answers kept on the disk with their ETags, so that what has not changed is not sent again. A cache: lose it at will.

A file is an answer's JSON line and its body. It gets its name only when it is complete, and a damaged one is none.
"""

import hashlib
import json
import os
import threading
from contextlib import suppress
from pathlib import Path

from dlread_cli import paths
from dlread_cli.errors import DlreadError
from dlread_cli.network.decoding import Answer

MANY = 2_000
"""Files; the oldest go first. An answer of GitHub's about a repository has some 7 KB."""


class HttpCache:
    def __init__(self) -> None:
        try:
            self._directory: Path | None = paths.cache_dir_of_ours() / "answers"
        except (DlreadError, OSError):  # without a home, or where others can write, nothing is remembered or believed
            self._directory = None

    def find(self, url: str, accept: str) -> Answer | None:
        try:
            path = self._path(url, accept)
            if paths.distrusted(path.lstat()):  # a pipe would be waited for
                return None
            head, body = path.read_bytes().split(b"\n", 1)
            known = json.loads(head)
            if known["url"] != url or known["sha256"] != hashlib.sha256(body).hexdigest():
                return None
            headers = {str(name): str(value) for name, value in known["headers"].items()}
            return Answer(200, url, str(known["host"]), headers, body, True)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, answer: Answer) -> None:
        """Without a word where that cannot be done; not what came from here."""
        headers = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        if not answer.accept or not headers.keys() & {"etag", "last-modified"}:
            return
        head = {"url": answer.url, "host": answer.host, "headers": headers}
        head["sha256"] = hashlib.sha256(answer.body).hexdigest()
        with suppress(OSError, UnicodeError):
            path = self._path(answer.url, answer.accept)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
            try:
                draft.touch(0o600)
                draft.write_bytes(json.dumps(head).encode() + b"\n" + answer.body)
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    def prune(self) -> None:
        with suppress(OSError):
            if self._directory and len(found := list(self._directory.iterdir())) > MANY:
                for path in sorted(found, key=lambda one: one.stat().st_mtime)[: len(found) - MANY * 3 // 4]:
                    path.unlink(missing_ok=True)

    def _path(self, url: str, accept: str) -> Path:
        if not self._directory:
            raise OSError("there is no cache here")
        return self._directory / hashlib.sha256(f"{accept}\n{url}".encode()).hexdigest()[:40]


_KEPT = ("content-type", "etag", "last-modified")
