"""dlread open: the code of a paper, or another of its addresses, in the browser."""

from dlread_cli import browser, terminal
from dlread_cli.commands import common
from dlread_cli.domain.entries import Entry, main_link
from dlread_cli.domain.wording import listed
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.storage.library import Library


def run(keys: list[str], link: str, print_: bool, **kinds: bool) -> None:
    """`kinds` are `paper`, `pdf` and so on; none is for the repository of a paper, or the slides for a section."""
    chosen = [kind for kind in (*filter(kinds.get, kinds), link) if kind]
    if len(chosen) > 1:
        raise UsageError(f"choose one of --{' and --'.join(chosen)}")
    kind = "".join(chosen).lower().replace(" ", "-")
    kind = {"code": "repository", "formerly": "former-repository"}.get(kind, kind)  # as `show` calls them
    with common.open_library() as library:
        urls = [address(library, entry, kind) for entry in common.resolve_entries(library, keys)]
    for url in urls:
        if print_ or not browser.opened(url):
            terminal.write([url])
        else:
            terminal.say(f"opening {url}")


def address(library: Library, entry: Entry, kind: str) -> str:
    links = library.details(entry.key).links
    kinds = ("lecture-video", "video") if kind == "video" else (kind,)
    url = next((links[one] for one in kinds if one in links), "") if kind else main_link(links)
    if not url:
        wanted = f"no {kind} link" if kind else "no address"
        others = f"; it has {listed(list(links))}" if links else ""
        raise DlreadError(f"'{entry.key}' has {wanted}{others}")
    browser.check(url, entry.key)
    return url
