"""Text that came from elsewhere, made safe to show; and the signs that stand for status. Pure."""

from typing import NamedTuple

from dlread_cli.domain.entries import Entry, Progress, Status


def clean(text: str) -> str:
    """On one line, without control, format, surrogate or bidirectional characters: no terminal acts on the result.

    What separates words stays a space, what draws nothing is dropped, the rest becomes U+FFFD.
    """
    if text.isprintable():  # no Cc, Cf, Zl, Zp, Cs: 0.1 µs for a title
        return text
    import unicodedata

    signs = {"Cc": "\ufffd", "Cs": "\ufffd", "Cf": "", "Zl": " ", "Zp": " "}
    spaces = {"\t": " ", "\n": " ", "\r": " ", "\v": " ", "\f": " ", "\x85": " "}
    return "".join(spaces.get(char) or signs.get(unicodedata.category(char), char) for char in text)


class Signs(NamedTuple):
    """What status, events and bars look like; each can be told from the others without colour."""

    unread: str
    reading: str
    read: str
    skipped: str
    superseded: str
    disputed: str
    corrected: str
    full: str
    empty: str
    star: str
    no_star: str
    dot: str
    more: str

    def of(self, status: Status) -> str:
        return str(getattr(self, status.value))

    def of_events(self, entry: Entry) -> str:
        """Of what a reader must not miss in a list; moves and dormancy are told by `show`."""
        return "".join(str(getattr(self, event)) for event in WARNINGS if event in entry.events)

    def bar(self, progress: Progress, width: int) -> str:
        done = round(width * progress.read / progress.of) if progress.of else 0
        done = min(max(done, progress.read > 0), width - (progress.read < progress.of))
        return self.full * done + self.empty * (width - done)


WARNINGS = ("superseded", "disputed", "corrected")

UNICODE = Signs("○", "◐", "●", "–", "↷", "≠", "±", "█", "░", "★", "☆", "·", "…")
ASCII = Signs(".", "~", "x", "-", ">", "?", "*", "#", ".", "*", ".", "|", "...")
