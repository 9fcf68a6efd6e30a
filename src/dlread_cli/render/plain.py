"""Entries for programs: tab-separated lines, whose columns never change. Pure."""

from dlread_cli.domain.entries import Entry


def columns(entry: Entry, language: str) -> tuple[str, ...]:
    """key, status, kind, year, title, address."""
    return entry.key, entry.status, entry.kind, str(entry.year or ""), entry.title.into(language), entry.url
