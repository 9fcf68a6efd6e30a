"""What journals and the library need of the file system: locks, and data that are really on the disk."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from dlread_cli.translation import tr

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)

SHORT_WAIT_SECONDS = 3
LONGEST_WAIT_SECONDS = 60
"""Nobody has a lock for longer who is still at work: a cold build of 100,000 entries takes a third of it."""


def fingerprint(path: Path) -> str:
    """Changes when the file does: inode, mode, size in bytes, time of change. Raises OSError."""
    status = path.stat()
    return f"{status.st_ino} {status.st_mode:o} {status.st_size} {status.st_mtime_ns}"


def size(mark: str) -> int:
    """In bytes, of a file with that fingerprint."""
    return int(mark.split()[2])


def changed_at(mark: str) -> int:
    """In nanoseconds, of a file with that fingerprint."""
    return int(mark.split()[3])


def only_grew(before: str, after: str) -> bool:
    """By their fingerprints: the same file, and longer."""
    (*same, size, _), (*still_same, new_size, _) = before.split(), after.split()
    return same == still_same and int(size) < int(new_size)


@contextmanager
def readable(path: Path, links: bool = True) -> Iterator[BinaryIO]:
    """Never waits for a pipe, never reads a directory or a device: those are an OSError, as is a link if told so."""
    flags = getattr(os, "O_CLOEXEC", 0) if links else NO_FOLLOW
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(tr("not a file"))
    with os.fdopen(descriptor, "rb") as file:
        yield file


def writable(path: Path) -> int:
    """A descriptor to append to, of a file that only its owner may read. A pipe or a device is an OSError."""
    make_directory(path.parent)
    flags = os.O_RDWR | os.O_APPEND | NO_FOLLOW
    is_new = False
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        descriptor = os.open(path, flags | os.O_CREAT, 0o600)
        is_new = True
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(tr("not a file"))
        if is_new:
            keep_private(descriptor)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def keep_private(descriptor: int) -> None:
    """For its owner alone, whatever the umask. Some FUSE, CIFS and WSL mounts refuse: they keep no permissions."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.fchmod(descriptor, 0o600)


def let_the_owner_in() -> None:
    """The owner may read and write what is made from now on, whatever the umask; it decides for all others."""
    os.umask(os.umask(0o077) & 0o077)


def is_named(descriptor: int, path: Path) -> bool:
    """Is the open file the one that has this name now? Links are not followed."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except OSError:
        return False


def put(path: Path, lines: Iterable[bytes]) -> None:
    """In one step: others read the old file or the new one."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
        keep_private(file.fileno())
        file.writelines(lines)
    draft.replace(path)


def is_on_a_network(directory: Path) -> bool:
    """On Linux, by its mount; elsewhere that is not known here, and taken to be local."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace")
    except OSError:
        return False
    device = directory.stat().st_dev
    return file_system(mounts, f"{os.major(device)}:{os.minor(device)}").startswith(_NETWORKS)


def file_system(mounts: str, device: str) -> str:
    """Its kind, as in proc_pid_mountinfo(5), or ''."""
    for line in mounts.splitlines():
        mount, _, system = line.partition(" - ")
        if mount.split(" ")[2] == device:
            return system.split(" ")[0]
    return ""


_NETWORKS = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "fuse.",
    "afs",
    "ceph",
    "lustre",
    "gpfs",
    "glusterfs",
    "beegfs",
    "ocfs2",
    "gfs2",
)
"""`fuse.` are sshfs, rclone and their like; a local NTFS is `fuseblk`."""


def make_directory(path: Path) -> None:
    """With its parents, for its owner alone, whatever the umask."""
    if path.is_dir():
        return
    make_directory(path.parent)
    with suppress(FileExistsError):
        path.mkdir(0o700)
        with suppress(OSError):  # as in `keep_private`
            path.chmod(0o700)
        sync_directory(path.parent)


Waiting = Callable[[], None]


def no_word() -> None:
    """For those who wait in silence."""


@contextmanager
def locked(descriptor: int, waiting: Waiting = no_word) -> Iterator[None]:
    """Until the block ends. Calls `waiting` once when it takes a while; raises TimeoutError when it takes too long."""
    start = time.monotonic()
    while not _taken(descriptor):
        waited_seconds = time.monotonic() - start
        if waited_seconds > LONGEST_WAIT_SECONDS:
            raise TimeoutError(
                tr(
                    "another dlread has been writing for {longest_wait_seconds} seconds",
                    longest_wait_seconds=LONGEST_WAIT_SECONDS,
                )
            )
        if waited_seconds > SHORT_WAIT_SECONDS:
            waiting()
            waiting = no_word
        time.sleep(0.005)
    try:
        yield
    finally:
        with suppress(OSError):  # closing the file frees it in any case
            _free(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _taken(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _free(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def sync(descriptor: int) -> None:
        os.fsync(descriptor)

    def sync_directory(path: Path) -> None:
        """Windows writes a directory through by itself."""
else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        """`flock`: `lockf` falls as soon as any other descriptor of the file is closed."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _free(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def sync(descriptor: int) -> None:
        if sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # there, fsync stops at the disk's own cache
        else:
            os.fdatasync(descriptor)

    def sync_directory(path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
