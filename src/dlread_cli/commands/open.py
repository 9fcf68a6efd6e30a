"""dlread open: the code of a paper, or another of its addresses, in the browser."""

from dlread_cli import browser, opening, settings, terminal
from dlread_cli.domain.details import address
from dlread_cli.errors import UsageError
from dlread_cli.translation import tr


def run(keys: list[str], link: str, print_: bool, **kinds: bool) -> None:
    """`kinds` are `paper`, `pdf` and so on; none is for the repository of a paper, or the lecture of a section."""
    chosen = [kind for kind in (*filter(kinds.get, kinds), link) if kind]
    if len(chosen) > 1:
        raise UsageError(tr("choose one of --{chosen}", chosen=" and --".join(chosen)))
    kind = "".join(chosen).lower().replace(" ", "-")
    kind = {"code": "repository", "formerly": "former-repository"}.get(kind, kind)  # as `show` calls them
    is_paper_first = settings.value("open_first") == "paper"
    with opening.open_library() as library:
        keys = [entry.key for entry in opening.resolve_entries(library, keys)]
        found = library.details_of(keys)
        urls = [browser.checked(address(found[key], key, kind, is_paper_first), key) for key in keys]
    for url in urls:
        if print_ or not browser.opened(url):
            terminal.write([url])
        else:
            terminal.say(tr("opening {url}", url=url))
