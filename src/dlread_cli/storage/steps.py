"""Steps: what one command changes, written into this machine's journal while the library is kept up to date.

- A command says that it is done only after its lines are on the disk (fdatasync; for a new file its directory too).
- All lines of one step are one `write` under an exclusive lock: after a crash they are there, or a torn line is, which
  readers skip.
- Stamps are a hybrid logical clock (Kulkarni et al., OPODIS 2014), for the order alone: the later of now, of one
  microsecond after the newest stamp in *all* journals that is at most a day ahead, and of one after the newest of the
  entries that are changed. A change comes after all that its author could see of them; a wrong clock infects no others.
- A line whose stamp runs ahead of the clock has the `time`, too, which is what people see.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from dlread_cli.domain.changes import Dated
from dlread_cli.errors import DlreadError
from dlread_cli.storage import journal, machine, spare
from dlread_cli.storage.appending import Appender
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr

BELIEVED_AHEAD = timedelta(days=1)
"""How far ahead of this machine's clock another one's may be; a wrong time zone makes 14 hours."""

FIRST_YEAR = 2026
"""The year of the first version: no clock can be right that is before it."""

Write = Callable[..., None]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def writing(library: Library, say: Callable[[str], None], clock: Callable[[], datetime] = _now) -> Iterator[Write]:
    """The right to write, to this machine's journal alone; the library is fresh meanwhile.

        with steps.writing(library, terminal.say) as write:
            write({"smac": {"status": "read"}})

    One call of `write` is one stamp, however many entries it changes, and so one step of `undo`.
    """
    writer = machine.name()
    path = journal.own_file(writer)
    appender = Appender(path, say)

    def write(changes: Mapping[str, Mapping[str, Any]], undoes: str = "", dated: Sequence[Dated] = ()) -> None:
        now = clock()
        time = journal.written(now)
        at = _next_stamp(library, writer, list({*changes, *(one.key for one in dated)}), now)
        lines = [one if "" < one.time < time else one._replace(time=time) for one in dated]
        lines += [Dated(key, values, time) for key, values in changes.items()]
        data = b"".join(_as_lines(at, lines, undoes))
        spare.keep(path, appender.append(data), data)
        if problem := clock_problem(library.newest_time(), now):
            say(problem)

    with closing(appender):
        library.refresh()
        yield write
        with suppress(DlreadError):  # what is done is done, even if it can be seen no more
            library.refresh()


def _as_lines(at: str, lines: Sequence[Dated], undoes: str) -> Iterator[bytes]:
    numbers: Counter[str] = Counter()
    for key, values, time in lines:
        line: dict[str, Any] = {"at": at}
        if time < at:
            line["time"] = time
        if number := numbers[key]:
            line["number"] = number
        numbers[key] += 1
        yield journal.written_line(line | {"key": key, "set": values} | ({"undoes": undoes} if undoes else {}))


def _next_stamp(library: Library, writer: str, keys: Sequence[str], now: datetime) -> str:
    """After everything that is believable, and after all that was said of these entries, however far ahead that is."""
    believable = library.newest_stamp(journal.written(now + BELIEVED_AHEAD))
    at = journal.stamp(max(believable, library.newest_stamp_of(keys)), now)
    while library.has_step(at, writer):  # two stamps far ahead may have the same next one
        at = journal.stamp(at, now)
    return at


def clock_problem(newest: str, now: datetime) -> str:
    """What is to be said of this machine's clock, or of the newest time that a change has; else ''."""
    if now.year < FIRST_YEAR:
        return tr(
            "this machine's clock says that it is {now:%Y-%m-%d}; set it, or your changes get wrong dates", now=now
        )
    if is_in_the_future(newest, now):
        return tr(
            "a change is dated {newest}, in the future: this clock or another is wrong; see dlread doctor",
            newest=newest[:10],
        )
    return ""


def is_in_the_future(time: str, now: datetime) -> bool:
    """Of which a clock that is years behind knows nothing."""
    return now.year >= FIRST_YEAR and time > journal.written(now + BELIEVED_AHEAD)
