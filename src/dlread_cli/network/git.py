"""One file of a git repository, by the git that is installed. Nothing is checked out, and nothing in it runs.

git gets an environment of its own, no settings of the user's or of the repository's, and only the protocols that are
allowed here. What it may fetch is limited in time, in memory and on the disk.

A repository of this machine is read in the same way, through `git upload-pack`, which runs nothing that the repository
says. git refuses one of another user, unless the reader's own `safe.directory` allows it.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from dlread_cli.domain.sources import is_local
from dlread_cli.domain.text import clean
from dlread_cli.domain.wording import listed, short
from dlread_cli.errors import DlreadError, NetworkError, SilentError
from dlread_cli.network.settings import settings
from dlread_cli.translation import tr

FILE_BYTES = 32 << 20
"""Of any file that git writes: the pack of a repository without its blobs, or the one file that is read."""
MEMORY_BYTES = 4 << 30
_PATIENCE = 6
"""Times the limit of a web page: a connection to a git server takes several requests."""

_KEPT = (
    *("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT", "TMPDIR"),
    *("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"),
)
_SETTINGS = {
    "protocol.allow": "never",
    "protocol.https.allow": "always",
    "protocol.ssh.allow": "always",
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.bigFileThreshold": "1m",  # what is larger is not held in memory as a whole
    "credential.helper": "",
    "fetch.unpackLimit": "1",  # one pack, whose size is limited, in place of many files
    "http.followRedirects": "initial",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
}


class Found(NamedTuple):
    content: bytes
    path: str
    commit: str


def read(address: str, paths: Sequence[str]) -> Found:
    """The first of these files that the newest commit has. Raises DlreadError, NetworkError."""
    program = shutil.which("git")
    if not program:
        raise DlreadError(tr("git is not installed; install it, or give a file or the address of the file itself"))
    with tempfile.TemporaryDirectory(prefix="dlread-") as directory:
        return _Git(program, address, Path(directory)).read(paths)


class _Git:
    def __init__(self, program: str, address: str, directory: Path) -> None:
        self._program = program
        self._address = address
        self._is_here = Path(address).is_absolute()
        host = re.sub(r"^[a-z]+://(?:[^/@]*@)?|^[^/@:]*@", "", address).partition("/")[0].partition(":")[0]
        self._host = short(address) if self._is_here else host
        self._directory = directory
        self._seconds = settings().seconds * _PATIENCE
        self._end = time.monotonic() + self._seconds
        self._settings = dict(_SETTINGS) | ({"protocol.http.allow": "always"} if is_local(address) else {})
        self._global_settings = Path(os.devnull)
        self._settings |= {"protocol.file.allow": "always"} if self._is_here else {}

    def read(self, paths: Sequence[str]) -> Found:
        options = ["--bare", "--depth=1", "--single-branch", "--no-tags", "--filter=blob:none", "--template=", "-q"]
        if self._is_here:
            self._global_settings = self._directory / "trusted"
            self._global_settings.write_bytes(_trusted(self._program))
            options += ["--no-local", "--upload-pack=git -c uploadpack.allowFilter=true upload-pack"]
        self._run("clone", *options, "--", self._address, "list.git")
        commit = self._run("rev-parse", "--verify", "-q", "HEAD^{commit}", can_fail=True).decode("ascii", "replace")
        if not commit:
            raise DlreadError(tr("the repository at {host} is empty", host=self._host))
        path, blob = self._blob(paths)
        return Found(self._run("cat-file", "blob", blob), path, commit.strip())

    def _blob(self, paths: Sequence[str]) -> tuple[str, str]:
        """Raises DlreadError for what is no file: a link could lead anywhere, a submodule is another repository."""
        listing = self._run("ls-tree", "-z", "--full-tree", "HEAD", "--", *paths).decode("utf-8", "replace")
        found: dict[str, tuple[str, str]] = {}
        for line in filter(None, listing.split("\0")):
            told, _, path = line.partition("\t")
            mode, _, name = told.split(" ")
            found[path] = mode, name
        path = next((one for one in paths if one in found), "")
        if not path:
            told = tr(
                "the repository at {host} has no {paths}; add #PATH to its address",
                host=self._host,
                paths=listed(paths),
            )
            raise DlreadError(told)
        mode, name = found[path]
        if mode not in ("100644", "100755"):
            raise DlreadError(tr("'{path}' in the repository at {host} is not a file", path=path, host=self._host))
        return path, name

    def _run(self, command: str, *arguments: str, can_fail: bool = False) -> bytes:
        """What it prints."""
        options = [word for name, value in self._settings.items() for word in ("-c", f"{name}={value}")]
        if command != "clone":
            options.append("--git-dir=list.git")
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            status = self._wait([self._program, *options, command, *arguments], out, err)
            out.seek(0)
            if not status or can_fail:
                return out.read() if not status else b""
            err.seek(0)
            why = _reason(err.read(1 << 16), status, self._address)
            told = tr("git cannot read {address}: {why}", address=short(self._address), why=why)
            raise DlreadError(told) if self._is_here else NetworkError(told)

    def _wait(self, command: Sequence[str], out: IO[bytes], err: IO[bytes]) -> int:
        with _limits():
            process = subprocess.Popen(
                command,
                cwd=self._directory,
                env=_environment() | {"GIT_CONFIG_GLOBAL": str(self._global_settings)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        try:
            return process.wait(max(0.0, self._end - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise SilentError(
                tr(
                    "{host} did not answer within {seconds:g} seconds; try again later",
                    host=self._host,
                    seconds=self._seconds,
                )
            ) from None
        finally:
            if process.poll() is None:
                _end(process)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    ssh = os.environ.get("GIT_SSH_COMMAND") or "ssh -oBatchMode=yes -oConnectTimeout=10"
    return kept | {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_SSH_COMMAND": ssh,
        "LC_ALL": "C",
    }


def _trusted(program: str) -> bytes:
    """The directories of other users that the reader lets git read, as a file of settings says it."""
    env = {name: os.environ[name] for name in (*_KEPT, "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL") if name in os.environ}
    found = b""
    for where in ("--system", "--global"):
        asked = [program, "config", where, "--includes", "-z", "--get-all", "safe.directory"]
        found += subprocess.run(asked, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False).stdout
    quoted = found.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b"[safe]\n" + b"".join(b'directory = "%b"\n' % one for one in quoted.split(b"\0")[:-1])


@contextmanager
def _limits() -> Iterator[None]:
    """A process that starts meanwhile inherits them; Windows has none."""
    if sys.platform == "win32":
        yield
        return
    import resource

    limits = {resource.RLIMIT_FSIZE: FILE_BYTES, resource.RLIMIT_AS: MEMORY_BYTES, resource.RLIMIT_CORE: 0}
    before = {kind: resource.getrlimit(kind) for kind in limits}
    try:
        for kind, most in limits.items():
            soft, hard = before[kind]
            with suppress(ValueError, OSError):  # macOS knows no limit of memory below what we have ourselves
                resource.setrlimit(kind, (min(most, soft) if soft >= 0 else most, hard))
        yield
    finally:
        for kind, pair in before.items():
            resource.setrlimit(kind, pair)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """With what it started, such as ssh."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _reason(said: bytes, status: int, address: str) -> str:
    """The first thing that git calls fatal; what the server says is not repeated."""
    if b"dubious ownership" in said:
        way_out = f"git config --global --add safe.directory {shlex.quote(_refused(said, address))}"
        return tr("it belongs to another user; if you trust them, run: {command}", command=way_out)
    if status == -getattr(signal, "SIGXFSZ", 0) or b"File too large" in said:
        return tr("it is larger than {size} MB", size=FILE_BYTES >> 20)
    if b"index-pack" in said:  # which died of the same, or of what it was sent
        return tr("it is larger than {size} MB, or damaged", size=FILE_BYTES >> 20)
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines()]
    fatal = [line.partition(": ")[2] for line in lines if line.startswith(("fatal: ", "ssh: "))]
    return short(clean(fatal[0])) if fatal else tr("it ended with status {status}", status=status)


def _refused(said: bytes, address: str) -> str:
    """The directory that git names, which can be the `.git` in the one that was asked for."""
    found = re.search(r"dubious ownership in repository at '(.+)'$", said.decode("utf-8", "replace"), re.MULTILINE)
    return found[1] if found and found[1].startswith(address) and found[1].isprintable() else address
