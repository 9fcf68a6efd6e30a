"""The program without its start: one process has it loaded and forks for every call, in a quarter of the time.

Each call is `__main__.main` in a process of its own, with its own environment, directory, umask, streams, files, locks
and end, that can be killed by its number; only the loading is shared. tests/test_quick.py compares it with real starts.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, TextIO

LOCALE = "C.UTF-8"
_ACT_AT_THE_START = ("PYTHON", "LD_", "DYLD_", "TYPER_")
_LOADED_LATER = ("opencc", "platformdirs.unix", "rich.console")
"""What commands import only when they need it, and cost most."""


def can_run(env: Mapping[str, str]) -> bool:
    """Not with what acts while Python starts: its settings, and the locale, from which the streams are made."""
    locale = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG")
    return locale == LOCALE and not any(name.startswith(_ACT_AT_THE_START) for name in env)


class Done(NamedTuple):
    out: str
    err: str
    status: int


class Process:
    """A running one, with the words of subprocess.Popen. `wait` for it once."""

    def __init__(self, address: Path, streams: Sequence[int], request: Mapping[str, Any]) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(60)
        self._line.connect(str(address))
        socket.send_fds(self._line, [b"\n"], streams)
        self._line.sendall(json.dumps(request).encode() + b"\n")
        self._answers = self._line.makefile("r")
        self.pid = int(self._answers.readline())

    def send_signal(self, number: int) -> None:
        """Nothing happens to one that has ended: who forked it waits for us before its number is free again."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status; below zero it is the signal that ended it."""
        self._line.sendall(b"wait\n")
        self._line.settimeout(timeout)
        try:
            return int(self._answers.readline())
        except TimeoutError as error:
            self.kill()
            raise subprocess.TimeoutExpired("dlread", timeout or 0) from error
        finally:
            self._answers.close()
            self._line.close()


class Call:
    """A running one that writes into files. `wait` may be asked once."""

    def __init__(self, loaded: "Quick", env: Mapping[str, str], words: Sequence[str], stdin: str, limit: int) -> None:
        self._files: list[IO[str]] = [tempfile.TemporaryFile("w+", encoding="utf-8") for _ in range(3)]  # noqa: SIM115
        self._files[0].write(stdin)
        self._files[0].seek(0)
        self._process = loaded.process(env, words, [file.fileno() for file in self._files], file_bytes=limit)
        self.pid, self.kill = self._process.pid, self._process.kill

    def wait(self) -> Done:
        status = self._process.wait(timeout=60)
        texts = []
        for file in self._files:
            file.seek(0)
            texts.append(file.read())
            file.close()
        assert "Traceback" not in texts[2], texts[2]
        return Done(texts[1], texts[2], status)


class Quick:
    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory()
        self._address = Path(self._directory.name) / "socket"
        self._server = subprocess.Popen(
            [sys.executable, __file__, str(self._address)],
            env={"PATH": os.environ["PATH"], "LANG": LOCALE},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == b"ready\n"

    def process(
        self,
        env: Mapping[str, str],
        words: Sequence[str],
        streams: Sequence[int],
        *,
        on_terminal: bool = False,
        file_bytes: int = -1,
    ) -> Process:
        """`streams` are the file descriptors of stdin, stdout and stderr; `file_bytes` is how long files may become."""
        assert can_run(env), env
        os.umask(umask := os.umask(0o077))
        request = {"words": words, "env": dict(env), "cwd": str(Path.cwd()), "umask": umask}
        return Process(self._address, streams, request | {"on_terminal": on_terminal, "file_bytes": file_bytes})

    def start(self, env: Mapping[str, str], *words: str, stdin: str = "", file_bytes: int = -1) -> Call:
        return Call(self, env, words, stdin, file_bytes)

    def run(self, env: Mapping[str, str], *words: str, stdin: str = "", file_bytes: int = -1) -> Done:
        return self.start(env, *words, stdin=stdin, file_bytes=file_bytes).wait()

    def close(self) -> None:
        self._server.communicate()  # the end of its stdin is the end of it
        self._directory.cleanup()


# --- the process that has it loaded --------------------------------------------------------------------------------


def _serve(address: str) -> None:
    import dlread_cli

    names = (module.name for module in pkgutil.walk_packages(dlread_cli.__path__, "dlread_cli."))
    for name in (*names, *_LOADED_LATER):
        importlib.import_module(name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(100)
    print("ready", flush=True)
    while sys.stdin not in (ready := select.select([listener, sys.stdin], [], [])[0]):
        if ready:
            connection, _ = listener.accept()
            if not os.fork():
                listener.close()
                _answer(connection)
            connection.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    """One that has answered."""


def _answer(connection: socket.socket) -> None:
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    asked = connection.makefile("r")
    request = json.loads(asked.readline())
    program = os.fork()
    if not program:
        asked.close()
        connection.close()
        _become_dlread(streams, **request)
    for stream in streams:
        os.close(stream)
    connection.sendall(b"%d\n" % program)
    asked.readline()  # asked only now, the number cannot have become another process's
    status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    with contextlib.suppress(OSError):
        connection.sendall(b"%d\n" % status)
    os._exit(0)


def _become_dlread(
    streams: list[int],
    words: list[str],
    env: dict[str, str],
    cwd: str,
    umask: int,
    on_terminal: bool,
    file_bytes: int,
) -> None:
    import fcntl
    import resource
    import termios

    from dlread_cli.__main__ import main

    for target, source in enumerate(streams):
        os.dup2(source, target)
        os.close(source)
    if on_terminal:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    sys.stdin, sys.stdout, sys.stderr = map(_stream, (sys.stdin, sys.stdout, sys.stderr), (-1, -1, 1))
    os.chdir(cwd)
    os.umask(umask)
    if file_bytes >= 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = ["dlread", *words]
    try:
        main()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(1)


def _stream(ours: TextIO, buffering: int) -> TextIO:
    """As Python makes it of the same locale: ours has the encoding; a terminal has lines for itself."""
    mode = "r" if ours is sys.stdin else "w"
    number = ours.fileno()
    return open(number, mode, buffering, ours.encoding, ours.errors, newline="\n", closefd=False)


if __name__ == "__main__":
    import gc

    gc.disable()
    _serve(sys.argv[1])
