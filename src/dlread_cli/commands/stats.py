"""dlread stats: how far the reader is, by catalog, part, tag and week."""

from datetime import date
from typing import Any

from dlread_cli import clock, opening, output, settings, terminal
from dlread_cli.domain import diary
from dlread_cli.domain.entries import Entry, Progress
from dlread_cli.errors import UsageError
from dlread_cli.output import Form
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr

WEEKS = 12
"""On a chart; JSON has as many as there are, up to ten years."""
TAGS = 6


def run(since: date | None, until: date | None, as_json: bool, lang: str | None) -> None:
    if since and until and since > until:
        raise UsageError(tr("--since {since} is after --until {until}", since=since, until=until))
    span, form, language = diary.Span(since, until), output.form(as_json), terminal.language(lang)
    today = span.until or clock.today()
    with opening.open_library() as library:
        rows = _rows(library, language)
        days = [day for stamp in library.read_at() if (day := diary.local_day(stamp)) in span]
        tags = library.tag_progress()
        oldest = library.oldest_unread()
    streak = diary.streak(days, today)
    if form is Form.JSON:
        output.show_json(_object(rows, days, today, streak, tags, oldest))
    elif not terminal.is_pretty():
        terminal.write_rows((name, str(done.read), str(done.of)) for name, _, done, _ in rows)
    else:
        from dlread_cli.render import tables

        options = output.display_options(language)
        terminal.draw(*tables.bars([(label, done, depth) for _, label, done, depth in rows], options))
        best = sorted((row for row in tags if row[1].read), key=lambda row: (-row[1].read, row[0]))[:TAGS]
        if best:
            terminal.draw("", *tables.bars([(tag, done, 0) for tag, done in best], options))
        if days:
            first = diary.FIRST_DAYS[settings.value("week_starts_on")]
            weeks = diary.per_week(days, today, diary.weeks_between(days, today, WEEKS, first), first)
            terminal.draw("", *tables.weeks(weeks, streak, options))
        if oldest:
            terminal.draw("", tables.labelled(tr("Oldest unread"), oldest, options))


def _rows(library: Library, language: str) -> list[tuple[str, str, Progress, int]]:
    """(name, label, progress, depth): each catalog, and below it the parts of a course."""
    parts = library.parts()
    rows = []
    for catalog in library.catalog_progress():
        rows.append((catalog.name, catalog.title.into(language), catalog.progress, 0))
        for part in parts:
            if part.catalog == catalog.name and part.progress:
                rows.append((part.key, part.title.into(language), part.progress, 1))
    return rows


def _object(
    rows: list[tuple[str, str, Progress, int]],
    days: list[date],
    today: date,
    streak: int,
    tags: list[tuple[str, Progress]],
    oldest: Entry | None,
) -> dict[str, Any]:
    weeks = diary.per_week(days, today, diary.weeks_between(days, today, 520))
    return {
        "catalogs": [{"name": name, "read": done.read, "of": done.of} for name, _, done, depth in rows if not depth],
        "parts": [{"key": name, "read": done.read, "of": done.of} for name, _, done, depth in rows if depth],
        "tags": [{"tag": tag, "read": done.read, "of": done.of} for tag, done in tags],
        "weeks": [{"monday": monday.isoformat(), "read": count} for monday, count in weeks],
        "read": len(days),
        "streak_days": streak,
        "oldest_unread": oldest and oldest.key,
    }
