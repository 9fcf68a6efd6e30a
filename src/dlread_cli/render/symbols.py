"""What status, events and progress look like on a terminal. Pure."""

from typing import NamedTuple

from dlread_cli.domain.entries import FOUND_OUT, WARNINGS, Entry, Progress, Status


class Symbols(NamedTuple):
    """What status, events and bars look like; each can be told from the others without colour."""

    unread: str
    reading: str
    read: str
    skipped: str
    superseded: str
    disputed: str
    corrected: str
    gone: str
    moved: str
    archived: str
    note: str
    full: str
    empty: str
    star: str
    no_star: str
    dot: str
    more: str
    branch: str
    trunk: str
    last: str
    here: str
    heights: str
    """Of a column, from nothing to full."""

    def of(self, status: Status) -> str:
        return str(getattr(self, status.value))

    def of_events(self, entry: Entry) -> str:
        """Of what a reader must not miss in a list; `show` tells the rest."""
        return "".join(str(getattr(self, event)) for event in WARNINGS if event in warnings(entry))

    def bar(self, progress: Progress, width: int) -> str:
        done = round(width * progress.read / progress.of) if progress.of else 0
        done = min(max(done, progress.read > 0), width - (progress.read < progress.of))
        return self.full * done + self.empty * (width - done)


def warnings(entry: Entry) -> dict[str, str]:
    """Event -> the day on which refresh found it out; '' for what a catalog tells."""
    found = {event: "" for event in entry.events if event in WARNINGS and event not in FOUND_OUT}
    return found | dict(event.split(":", 1) for event in entry.events if ":" in event)


UNICODE = Symbols._make([*"○◐●–↷≠±†→◇✎█░★☆·…├│└←", " ▁▂▃▄▅▆▇█"])
ASCII = Symbols._make([*".~x->?*!^=@#.*.|", "...", *"||`<", " .:-=+*#"])
