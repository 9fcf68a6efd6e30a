"""dlread path: what to read before an entry, in order, and why; or what it opens."""

from contextlib import nullcontext

from dlread_cli import opening, output, terminal
from dlread_cli.domain.entries import Entry, Status
from dlread_cli.domain.graph import CycleError, Step, dependents, reading_order
from dlread_cli.domain.queries import EVERYTHING
from dlread_cli.errors import DlreadError
from dlread_cli.output import Form
from dlread_cli.render.reasons import describe_cycle
from dlread_cli.storage.library import Library
from dlread_cli.translation import in_english, tr

DONE = (Status.READ, Status.SKIPPED)


def run(key: str, from_: bool, unread: bool, as_json: bool, keys: bool, lang: str | None) -> None:
    form, language = output.form(as_json, keys), terminal.language(lang)
    with opening.open_library() as library:
        goal = library.find(key)
        steps = _opened(library, goal.key) if from_ else _needed(library, goal.key)
        entries = library.passing((step.key for step in steps), EVERYTHING)
        if unread:
            steps = [step for step in steps if step.key not in entries or entries[step.key].status not in DONE]
        with nullcontext() if form is Form.AUTO and terminal.is_pretty() else in_english():
            _show(steps, goal.key, entries, form, language)
    left = sum(entries[step.key].status not in DONE for step in steps if step.key in entries)
    if form is Form.AUTO:
        read = len(entries) - left if not unread else 0
        told = tr("opens up: {number}", number=len(steps) - 1) if from_ else tr("to read: {number}", number=left)
        already = [tr("{number} done", number=read)] if read else []
        terminal.say(f" {terminal.symbols().dot} ".join([told, *already]))


def _needed(library: Library, goal: str) -> list[Step]:
    try:
        return reading_order(library.graph(), goal)
    except CycleError as error:
        raise DlreadError(describe_cycle(error, library.where)) from error


def _opened(library: Library, start: str) -> list[Step]:
    """What cannot be read well without it, in the catalogs' order; sections are there by their leaves."""
    graph = library.graph()
    turned = graph.turned()
    inside = graph.leaves(start)
    found = {key: Step(key, need) for leaf in inside for key, need in dependents(turned, leaf)}
    rest = [step for key, step in found.items() if not graph.parts.get(key) and key not in inside]
    return [Step(start, None), *sorted(rest, key=lambda step: (graph.position.get(step.key, -1), step.key))]


def _show(steps: list[Step], goal: str, entries: dict[str, Entry], form: Form, language: str) -> None:
    rows = [
        (step.key, entries[step.key].status if step.key in entries else None, _why(step, entries, language))
        for step in steps
    ]
    if form is Form.KEYS:
        terminal.write(key for key, _, _ in rows)
    elif form is Form.JSON:
        output.show_json(
            [
                {"key": key, "status": status, "why": why, "for": (step.need.entry if step.need else None)}
                for step, (key, status, why) in zip(steps, rows, strict=True)
            ]
        )
    elif terminal.is_pretty():
        from dlread_cli.render import trees

        terminal.draw(*trees.chain(rows, goal, output.display_options(language)))
    else:
        terminal.write_rows((key, status or "unknown", why) for key, status, why in rows)


def _why(step: Step, entries: dict[str, Entry], language: str) -> str:
    """Why it is on the path; of the goal, its title."""
    if step.key not in entries:
        return tr("not in your catalogs")
    title = entries[step.key].title.into(language)
    return (step.need.why.into(language) or title) if step.need else title
