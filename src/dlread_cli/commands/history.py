"""dlread history: what was done, the newest first."""

from dlread_cli import opening, output, terminal
from dlread_cli.domain import diary, history


def run(key: str, limit: int, as_json: bool) -> None:
    with opening.open_library() as library:
        steps = library.steps(library.find(key).key if key else "", limit)
    if as_json:
        output.show_json(
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
    elif terminal.is_pretty():
        is_shared = len({step[0].machine for step in steps}) > 1
        output.show_rows(
            (diary.in_words(step[0].time), *([step[0].machine] if is_shared else []), history.describe_step(step))
            for step in steps
        )
    else:
        terminal.write_rows(
            (line.time, line.machine, line.key, history.describe_step([line], with_keys=False))
            for step in steps
            for line in step
        )
