"""dlread history: what was done, the newest first, in steps that `undo` takes back by their numbers."""

from dlread_cli import opening, output, terminal
from dlread_cli.domain import descriptions, diary
from dlread_cli.translation import in_english, tr


def run(key: str, limit: int, as_json: bool) -> None:
    with opening.open_library() as library:
        steps = library.steps(library.find(key).key if key else "", limit)
    if as_json:
        output.show_json(
            [
                {
                    "step": step.number,
                    "at": line.at,
                    "time": line.time,
                    "machine": line.machine,
                    "key": line.key,
                    "set": line.values,
                    "undoes": line.undoes or None,
                }
                for step in steps
                for line in step.lines
            ]
        )
    elif not steps and limit:
        terminal.say(tr("no changes yet; start with dlread mark-read KEY"))
    elif terminal.is_pretty():
        from dlread_cli.storage import machine

        machines = {step.lines[0].machine for step in steps}
        width = len(str(max(step.number for step in steps)))
        names = {name: tr("this machine") if name == machine.known() else name for name in machines}
        output.show_rows(
            (
                str(step.number).rjust(width),
                diary.in_words(max(line.time for line in step.lines)),
                *([names[step.lines[0].machine]] if len(names) > 1 else []),
                descriptions.describe_step(step.lines, step.redoes),
            )
            for step in steps
        )
    else:
        with in_english():
            terminal.write_rows(
                (
                    line.time,
                    line.machine,
                    line.key,
                    descriptions.describe_line(line, step.redoes),
                    str(step.number),
                )
                for step in steps
                for line in step.lines
            )
