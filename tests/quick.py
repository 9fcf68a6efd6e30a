"""The program without its start: one process has it loaded and forks for every call, in a quarter of the time.

Each call is `__main__.main` in a process of its own, with its own environment, directory, umask, streams, files, locks
and end, that can be killed by its number; only the loading is shared. tests/test_quick.py compares it with real starts.
"""

import contextlib
import gc
import importlib
import inspect
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
import typing
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, TextIO

LOCALE = "C.UTF-8"
_ACT_AT_THE_START = ("PYTHON", "LD_", "DYLD_", "TYPER_")
_LOADED_LATER = (
    *("opencc", "platformdirs.unix", "pypdf", "rich.cells"),
    *("fcntl", "resource", "termios", "tomllib", "encodings.ascii", "encodings.utf_8_sig"),
)
"""What commands and we import only when we need it, and costs most."""


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
        told = json.dumps(request).encode() + b"\n"
        self._line.sendall(told[socket.send_fds(self._line, [told], streams) :])
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

    gc.disable()
    names = (module.name for module in pkgutil.walk_packages(dlread_cli.__path__, "dlread_cli."))
    for name in (*names, *_LOADED_LATER):
        importlib.import_module(name)
    _warm()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(100)
    ended, end = os.pipe()
    os.set_blocking(end, False)
    signal.set_wakeup_fd(end, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    print("ready", flush=True)
    programs: dict[socket.socket, int] = {}
    """By the connection of who called it. Only who asks for its end gets it: until then its number is its own."""
    asked: set[socket.socket] = set()
    while sys.stdin not in (ready := select.select([listener, sys.stdin, ended, *programs.keys() - asked], [], [])[0]):
        if listener in ready:
            connection, _ = listener.accept()
            programs[connection] = _started(connection, (listener.fileno(), ended, end, *map(_number, programs)))
        if ended in ready:
            os.read(ended, 1000)
        for connection in programs.keys() & ready:
            connection.recv(100)
            asked.add(connection)
        for connection in [one for one in asked if _has_ended(one, programs[one])]:
            asked.remove(connection)
            del programs[connection]
            connection.close()


def _warm() -> None:
    """What is the same in every call is found out once: patterns, widths, the bundled catalogs, what Typer is told."""
    import dlread_cli
    from dlread_cli import cli
    from dlread_cli.domain import folding, identity
    from dlread_cli.storage import catalogs

    folding.plain("漢字")
    for address in ("https://github.com/a/b.git", "https://arxiv.org/abs/math/0309136", "10.1234/x"):
        identity.name(address)
    importlib.import_module("rich.cells").cell_len("漢字")
    for path in Path(dlread_cli.__file__).parents[2].glob("catalog/*.yaml"):
        catalogs.read(path)
    for command in cli.app.registered_commands:
        function = inspect.unwrap(command.callback)
        function.__annotations__.update(typing.get_type_hints(function, include_extras=True))


def _number(connection: socket.socket) -> int:
    return connection.fileno()


def _has_ended(connection: socket.socket, program: int) -> bool:
    """And if so, tells its exit status."""
    number, status = os.waitpid(program, os.WNOHANG)
    if number:
        with contextlib.suppress(OSError):
            connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    return number != 0


def _started(connection: socket.socket, others: Iterable[int]) -> int:
    """The number of the program that is asked for; `others` are the files that it must not have."""
    request, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    while not request.endswith(b"\n"):
        request += connection.recv(1 << 20)
    program = os.fork()
    if not program:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number in (*others, connection.fileno()):
            os.close(number)
        _become_dlread(streams, **json.loads(request))
    for stream in streams:
        os.close(stream)
    connection.sendall(b"%d\n" % program)
    return program


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
    _serve(sys.argv[1])
