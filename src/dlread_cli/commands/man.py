"""dlread man: the man page, wherever the program is installed."""

from dlread_cli import paths, terminal, translation
from dlread_cli.render import manual


def run() -> None:
    source = paths.man_page(translation.language()).read_text("utf-8").splitlines()
    lines = manual.lines(source, terminal.width())
    if terminal.is_pretty():
        from dlread_cli.render import tables

        terminal.draw(*(tables.head(text) if is_head else text for text, is_head in lines))
    else:
        terminal.write(text for text, _ in lines)
