"""Bare dlread: how far the reader is, what they are in the middle of, and what is next."""

from datetime import date

from dlread_cli import clock, opening, output, settings, terminal
from dlread_cli.domain import diary
from dlread_cli.domain.entries import Status
from dlread_cli.domain.queries import Is, Sort
from dlread_cli.translation import tr

READING, NEXT = 3, 3
"""Lines of each: the whole stays under twenty."""


def run(lang: str | None) -> None:
    language = terminal.language(lang)
    with opening.open_library() as library:
        catalogs = library.catalog_progress()
        if not terminal.is_pretty():
            terminal.write_rows(
                (catalog.name, str(catalog.progress.read), str(catalog.progress.of)) for catalog in catalogs
            )
            return
        in_the_middle = library.entries(Is("status", Status.READING), Sort.CHANGED)
        all_reading = [entry for entry in in_the_middle if not entry.progress]
        reading = all_reading[:READING]
        best = library.suggestions(Is("status", Status.UNREAD), NEXT)
        days = [diary.local_day(stamp) for stamp in library.read_at()]
        is_new = not library.newest_stamp()
    from dlread_cli.render import tables, trees
    from dlread_cli.render.reasons import reason

    options = output.display_options(language)
    today = clock.today()
    rows = [
        (tr("Reading"), entry, tr("since {day}", day=diary.day_in_words(entry.status_at, today))) for entry in reading
    ]
    rows += [(tr("Next"), entry, reason(entry, why, today)) for entry, why in best]
    terminal.draw(
        *tables.bars([(catalog.title.into(language), catalog.progress, 0) for catalog in catalogs[:8]], options), ""
    )
    terminal.draw(*trees.agenda(rows, options))
    if more := len(all_reading) - len(reading):
        told = tr("{count:,} more in reading: dlread list --status reading", count=more)
        terminal.draw(tables.dim(f"{options.symbols.more} {told}"))
    terminal.draw("")
    last_line = _news(days, options.symbols.dot)
    if is_new:
        last_line = _first_commands([entry.key for _, entry, _ in rows], options.symbols.dot)
    terminal.draw(tables.dim(last_line))


def _first_commands(keys: list[str], dot: str) -> str:
    """What a stranger can do with an entry on the screen, the one with the shortest key."""
    key = min(keys, key=len, default="")
    lines = [f"dlread show {key}", f"dlread open {key}", f"dlread mark-read {key}"] if key else ["dlread list"]
    return f" {dot} ".join([*lines, "dlread --help"])


def _news(days: list[date], dot: str) -> str:
    from dlread_cli.render.tables import days as named

    today = clock.today()
    ((_, week),) = diary.per_week(days, today, 1, diary.FIRST_DAYS[settings.value("week_starts_on")])
    streak = diary.streak(days, today)
    news = [tr("this week {number} read", number=week)] + ([tr("streak {days}", days=named(streak))] if streak else [])
    return f"{f' {dot} '.join(news)}     dlread next {dot} dlread list {dot} dlread --help"
