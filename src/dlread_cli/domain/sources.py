"""Where a list comes from: a file, an address of the web, or a file in a git repository, here or elsewhere. Pure.

Nothing that git, ssh or the network could take for an option or a command passes.
"""

import re
from typing import NamedTuple

from dlread_cli.domain import identity
from dlread_cli.errors import UsageError
from dlread_cli.translation import tr


class Source(NamedTuple):
    kind: str
    """`file`, `web`, `git` or `clone`: a git repository in a directory of this machine."""
    address: str
    """Of the file, the page, the repository or its directory."""
    path: str = ""
    """In the repository; '' for the first of `IN_REPOSITORY`."""

    @property
    def text(self) -> str:
        """As journals keep it, and `source` reads it."""
        prefix = "git+" if self.kind == "git" and not _SCP.fullmatch(self.address) else ""
        return prefix + self.address + (f"#{self.path}" if self.path else "")


IN_REPOSITORY = ("catalog.yaml", "catalog.yml", "README.md", "readme.md", "Readme.md")
"""What a repository is read for if no path is given."""

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?"
_SSH = re.compile(rf"ssh://(?:[A-Za-z0-9_][\w.-]*@)?{_HOST}/[\w.~+/@%-]+", re.ASCII)
_SCP = re.compile(rf"[A-Za-z0-9_][\w.-]*@{_HOST}:(?!-)[\w.~+/@%-]+", re.ASCII)
_FORGE = re.compile(r"https://(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org)/[\w.-]+/[\w.-]+/?", re.ASCII)
_BLOB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/blob/([^#?]+)", re.ASCII)
_LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:/|$)")
"""Of this machine, where nobody listens on the way."""


def source(text: str) -> Source:
    """Raises UsageError for what can be no list's address."""
    wanted = text.strip()
    if not wanted or not wanted.isprintable() or len(wanted) > identity.ADDRESS:
        raise UsageError(tr("'{text}' is not a file or an address", text=text))
    scheme, has_scheme, _ = wanted.partition("://")
    bare, has_path, path = wanted.partition("#")
    if _SCP.fullmatch(bare):
        return Source("git", bare, path_within(path))
    if not has_scheme and "::" not in wanted:
        return Source("file", wanted)
    if scheme.lower() == "file":
        raise UsageError(tr("'{text}' cannot be added; write only the path: {path}", text=text, path=wanted[7:]))
    is_git = scheme.lower().startswith("git+") or scheme.lower() == "ssh" or bool(has_path)
    address = re.sub("^git[+]", "", bare, flags=re.IGNORECASE)
    if address.lower().startswith("http://") and not _LOCAL.match(address):
        raise UsageError(tr("'{text}' is not safe: anybody on the way can change it; give an https address", text=text))
    is_web = address.startswith(("https://", "http://")) and identity.is_address(address)
    if not is_web and not _SSH.fullmatch(address):
        raise UsageError(
            tr("'{text}' is not an address that can be added; give a file, or an https or git address", text=text)
        )
    if is_git or address.endswith(".git") or _FORGE.fullmatch(address):
        return Source("git", address.rstrip("/"), path_within(path))
    return Source("web", _BLOB.sub(r"https://raw.githubusercontent.com/\1/\2", address))


def path_within(text: str) -> str:
    """A path in a repository. Raises UsageError."""
    parts = text.split("/")
    if text and (text.startswith(("/", "-", ":")) or "\\" in text or {"..", ".", ""} & set(parts)):
        raise UsageError(tr("'{text}' is not a path in a repository; write it like lists/reading.yaml", text=text))
    return text


def is_local(address: str) -> bool:
    return _LOCAL.match(address) is not None


def name(source: Source) -> str:
    """What a list from there can be called, if it does not say so itself; '' of nothing."""
    path = f"{source.address.split('?')[0].rstrip('/')}/{source.path}".rstrip("/")
    parts = [part for part in re.split(r"[/\\:]", path) if part]
    raw = re.match(r"https://raw\.githubusercontent\.com/[^/]+/([^/]+)/", source.address)
    last = raw[1] if raw else re.sub(r"(?i)\.(git|ya?ml|md|markdown)$", "", parts[-1]) if parts else ""
    if last.lower() == "readme" and len(parts) > 1:
        last = re.sub(r"(?i)\.git$", "", parts[-2])
    return re.sub(r"[^a-z0-9._+-]+", "-", last.lower()).strip("-._+")[:40]
