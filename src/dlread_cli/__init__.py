"""dlread: a reading list in the terminal."""

__version__ = "0.1.0"
