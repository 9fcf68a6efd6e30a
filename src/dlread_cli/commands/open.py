"""dlread open: the code of a paper, or another of its addresses, in the browser."""

from dlread_cli import browser, terminal
from dlread_cli.commands import common
from dlread_cli.errors import UsageError


def run(keys: list[str], link: str, print_: bool, **kinds: bool) -> None:
    """`kinds` are `paper`, `pdf` and so on; none is for the repository of a paper, or the slides for a section."""
    chosen = [kind for kind in (*filter(kinds.get, kinds), link) if kind]
    if len(chosen) > 1:
        raise UsageError(f"choose one of --{' and --'.join(chosen)}")
    kind = "".join(chosen).lower().replace(" ", "-")
    kind = {"code": "repository", "formerly": "former-repository"}.get(kind, kind)  # as `show` calls them
    with common.open_library() as library:
        urls = [common.address(library, entry, kind) for entry in common.resolve_entries(library, keys)]
    for url in urls:
        if print_ or not browser.opened(url):
            terminal.write([url])
        else:
            terminal.say(f"opening {url}")
