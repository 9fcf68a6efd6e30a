"""dlread history: what was done, the newest first."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form
from dlread_cli.domain import history
from dlread_cli.domain.diary import local_day, local_time


def run(name: str, limit: int, form: Form) -> None:
    with common.open_library() as library:
        key = library.find(name).key if name else ""
        steps = library.steps(key, limit)
    if form is Form.JSON:
        common.show_json(
            [
                {
                    "at": line.at,
                    "time": line.time,
                    "machine": line.machine,
                    "key": line.key,
                    "set": line.values,
                    "undoes": line.undoes or None,
                }
                for step in steps
                for line in step
            ]
        )
    elif not steps and limit:
        terminal.say("no changes yet; start with dlread mark-read KEY")
    elif terminal.is_interactive():
        is_shared = len({step[0].machine for step in steps}) > 1
        common.show_rows(
            (when(step[0].time), *([step[0].machine] if is_shared else []), history.describe_step(step))
            for step in steps
        )
    else:
        terminal.write_rows(
            (line.time, line.machine, line.key, history.describe_step([line], with_keys=False))
            for step in steps
            for line in step
        )


def day(stamp: str) -> str:
    """`Tuesday` within the last week, else `12 Nov 2026`; in the reader's own time."""
    date = local_day(stamp)
    today = common.today()
    if date == today:
        return "today"
    return date.strftime("%A") if 0 < (today - date).days < 7 else f"{date.day} {date:%b} {date.year}"


def when(stamp: str) -> str:
    """In the reader's own time."""
    time = local_time(stamp)
    return f"{time:%a %d %b} {time.year} {time:%H:%M}"
