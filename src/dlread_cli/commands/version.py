"""dlread --version: which one this is."""

from dlread_cli import __version__, terminal


def run(lang: str | None) -> None:
    terminal.write([f"dlread {__version__}"])
