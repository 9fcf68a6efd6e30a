"""What can go wrong that the user caused or can cure, and the exit status of each."""

from dlread_cli.translation import marked


class DlreadError(Exception):
    """What is wrong, the value, and the way out, in one lower-case line; caught once, in `run`."""

    exit_status = 1


class UsageError(DlreadError):
    """The command line itself is wrong."""

    exit_status = 2


class QueryError(UsageError):
    """Wrong at a place of a query, counted in characters."""

    def __init__(self, message: str, query: str, position: int) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class LibraryError(DlreadError):
    """What the library says of the journals is not in them: it is damaged, or they change all the time."""


class NetworkError(DlreadError):
    """Somebody out there did not answer, or not as agreed; the line names the host."""

    exit_status = 3


class SilentError(NetworkError):
    """Nobody answered in time."""


class UnreachableError(SilentError):
    """Nobody could be spoken to at all. `is_unknown` if no such host is known, to those who can be asked."""

    def __init__(self, message: str, is_unknown: bool = False) -> None:
        super().__init__(message)
        self.is_unknown = is_unknown


SYSTEM = (
    *(marked("No such file or directory"), marked("File exists"), marked("Is a directory"), marked("Not a directory")),
    *(marked("Permission denied"), marked("Operation not permitted"), marked("Read-only file system")),
    *(marked("No space left on device"), marked("Disk quota exceeded"), marked("File too large")),
    *(marked("File name too long"), marked("Too many levels of symbolic links"), marked("Too many open files")),
    *(marked("Input/output error"), marked("Broken pipe"), marked("Cannot allocate memory")),
    *(marked("Connection refused"), marked("Connection reset by peer"), marked("Network is unreachable")),
    *(marked("No route to host"), marked("Connection timed out")),
)
"""What the system says most often; the rest stays as it is."""
