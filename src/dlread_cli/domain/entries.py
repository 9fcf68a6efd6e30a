"""What there is to read, and how it stands with the reader. Pure values; no disk, clock, network or printing."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    SKIPPED = "skipped"


class Kind(StrEnum):
    PAPER = "paper"
    SECTION = "section"


FOUND_OUT = ("gone", "moved", "archived")
"""What refresh finds out about links, and a reader should know before following them."""

WARNINGS = ("superseded", "disputed", "corrected", *FOUND_OUT)
"""The events that a reader must not miss in a list; what a catalog tells of links is not among them."""


class Text(NamedTuple):
    """The same words in English and Chinese; either may be empty."""

    en: str
    zh: str = ""

    def into(self, language: str) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


class Progress(NamedTuple):
    read: int
    of: int


class Entry(NamedTuple):
    """One line of a list; `status_at` is a journal stamp.

    `events` names what happened since (`superseded`, ...), and what refresh found out (`gone:2026-11-22`).
    """

    key: str
    kind: str
    catalog: str
    parent: str
    depth: int
    title: Text
    year: int | None
    venue: str
    lecture: str
    tags: tuple[str, ...]
    url: str
    events: tuple[str, ...]
    status: Status
    status_at: str
    rating: int
    progress: Progress | None
    """Of its sub-sections; None for an entry that has none."""
    has_note: bool = False
    added: str = ""
    """When the reader added it, as a journal stamp; empty for what only catalogs have."""


MAIN_LINKS = ("repository", "lecture-slides", "lecture-video", "slides", "project", "paper", "pdf")


def main_link(links: Mapping[str, str], is_paper_first: bool = False) -> str:
    """What `open` opens and a list shows: the code, a lecture on the section's topic, or else the nearest thing."""
    has_lecture = "lecture-slides" in links or "lecture-video" in links
    kinds = ("paper", "pdf", *MAIN_LINKS) if is_paper_first and not has_lecture else MAIN_LINKS
    return next((links[kind] for kind in kinds if kind in links), "") or next(iter(links.values()), "")


def sum_of(parts: Iterable[Status]) -> tuple[Status, Progress]:
    """The status and progress of a section from its leaves; skipped ones count for nothing."""
    statuses = list(parts)
    wanted = [status for status in statuses if status is not Status.SKIPPED]
    read = wanted.count(Status.READ)
    progress = Progress(read, len(wanted))
    if statuses and not wanted:
        return Status.SKIPPED, progress
    if wanted and read == len(wanted):
        return Status.READ, progress
    return (Status.READING if read or Status.READING in wanted else Status.UNREAD), progress
