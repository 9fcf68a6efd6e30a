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
        reading = [entry for entry in in_the_middle if not entry.progress][:READING]
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
    terminal.draw(*trees.agenda(rows, options), "")
    terminal.draw(tables.dim(_last_line(days, is_new, options.symbols.dot)))


def _last_line(days: list[date], is_new: bool, dot: str) -> str:
    """A stranger is told the three commands that matter; others how their week went."""
    if is_new:
        return f"dlread show smac {dot} dlread open smac {dot} dlread mark-read smac {dot} dlread --help"
    from dlread_cli.render.tables import days as named

    today = clock.today()
    ((_, week),) = diary.per_week(days, today, 1, diary.FIRST_DAYS[settings.value("week_starts_on")])
    streak = diary.streak(days, today)
    news = [tr("this week {number} read", number=week)] + ([tr("streak {days}", days=named(streak))] if streak else [])
    return f"{f' {dot} '.join(news)}     dlread next {dot} dlread list {dot} dlread --help"
