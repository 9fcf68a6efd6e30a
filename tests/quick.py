"""The program without its start: one process has it loaded and forks for every call, in a quarter of the time.

Each call is `cli.main` in a process of its own, with its own files, locks and end, that can be killed by its number;
only the loading is shared. For tests that need many calls more than they need the first 80 ms of each.
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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_REQUEST_BYTES = 1 << 16


class Done(NamedTuple):
    out: str
    err: str
    status: int


class Call:
    """A running one. `wait` may be asked once; a status below zero is the signal that ended it."""

    def __init__(self, address: Path, words: Sequence[str], env: Mapping[str, str], limit: int) -> None:
        self._files = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        self._line = socket.socket(socket.AF_UNIX)
        self._line.settimeout(120)
        self._line.connect(str(address))
        request = json.dumps([list(words), dict(env), limit]).encode()
        socket.send_fds(self._line, [request], [file.fileno() for file in self._files])
        self._answers = self._line.makefile("r")
        self.pid = int(self._answers.readline())

    def kill(self) -> None:
        """Nothing happens to one that has ended: who forked it waits for us before its number is free again."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> Done:
        self._line.sendall(b"wait\n")
        status = int(self._answers.readline())
        self._answers.close()
        self._line.close()
        texts = []
        for file in self._files:
            file.seek(0)
            texts.append(file.read().decode())
            file.close()
        assert "Traceback" not in texts[1], texts[1]
        return Done(texts[0], texts[1], status)


class Quick:
    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory()
        self._address = Path(self._directory.name) / "socket"
        command = [sys.executable, __file__, str(self._address)]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == b"ready\n"

    def start(self, env: Mapping[str, str], *words: str, file_bytes: int = -1) -> Call:
        """`file_bytes` is how long the program's files may become."""
        return Call(self._address, words, env, file_bytes)

    def run(self, env: Mapping[str, str], *words: str, file_bytes: int = -1) -> Done:
        return self.start(env, *words, file_bytes=file_bytes).wait()

    def close(self) -> None:
        self._server.communicate()  # the end of its stdin is the end of it
        self._directory.cleanup()


# --- the process that has it loaded --------------------------------------------------------------------------------


def _serve(address: str) -> None:
    import dlread_cli

    for module in pkgutil.walk_packages(dlread_cli.__path__, "dlread_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(100)
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that answer the calls
    while sys.stdin not in (ready := select.select([listener, sys.stdin], [], [])[0]):
        if ready:
            connection, _ = listener.accept()
            if not os.fork():
                _answer(connection)
            connection.close()


def _answer(connection: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    request, files, _, _ = socket.recv_fds(connection, _REQUEST_BYTES, 2)
    words, env, file_bytes = json.loads(request)
    program = os.fork()
    if not program:
        connection.close()
        _become_dlread(words, env, files, file_bytes)
    connection.sendall(b"%d\n" % program)
    connection.recv(10)  # asked only now, the number cannot have become another process's
    status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    with contextlib.suppress(OSError):
        connection.sendall(b"%d\n" % status)
    os._exit(0)


def _become_dlread(words: list[str], env: dict[str, str], files: list[int], file_bytes: int) -> None:
    import resource

    from dlread_cli import cli

    if file_bytes >= 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    for target, source in zip((0, 1, 2), (os.open(os.devnull, os.O_RDONLY), *files), strict=True):
        os.dup2(source, target)
        os.close(source)
    sys.stdin, sys.stdout, sys.stderr = (open(number, "w" if number else "r", 1) for number in (0, 1, 2))  # noqa: PTH123, SIM115
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["dlread", *words]
    try:
        cli.main()
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    import gc

    gc.disable()
    _serve(sys.argv[1])
