"""dlread import: what other programs know of papers, into the list, with everything that is personal in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dlread_cli import opening, output, recording, stdin, terminal
from dlread_cli.domain import duplicates
from dlread_cli.domain.changes import Change, Dated
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.fields import TAG, Fields, is_of_note, is_personal
from dlread_cli.domain.history import Overrides
from dlread_cli.domain.wording import FEW, joined, listed, short
from dlread_cli.errors import DlreadError, NetworkError, UsageError
from dlread_cli.formats.items import Item
from dlread_cli.storage import duplicate_search
from dlread_cli.storage.imports import Imports
from dlread_cli.storage.snapshot import Snapshot
from dlread_cli.translation import marked, tr

_SHOWN = 20
"""Entries that are listed when they are imported; of more, only the number is reported."""


class Merged(NamedTuple):
    """What became of an item: `why` names what shows that an entry is the same, and is empty of a new one."""

    key: str
    title: str
    why: str
    lines: Sequence[Dated]


def run(
    what: list[str],
    format: str,
    tag: list[str] | None,
    status: Status | None,
    library: str,
    dry_run: bool,
    lang: str | None,
) -> int:
    """Returns the exit status: 1 if a part could not be read; what could be is imported."""
    language = terminal.language(lang)
    tags = tag or []
    if wrong := [one for one in tags if not TAG.fullmatch(one)]:
        raise UsageError(tr("'{wrong}' cannot be a tag; use letters, digits and - _ . / +, no spaces", wrong=wrong[0]))
    found = _read(what, format, library)
    for problem in found.problems[:FEW]:
        terminal.say(f"dlread: {problem}")
    if (more := found.number_of_problems - FEW) > 0:
        terminal.say(tr("dlread: and {more:,} more problems", more=more))
    if not found.items:
        raise DlreadError(tr("there is nothing to import in {names}", names=listed([repr(one) for one in what])))
    with opening.open_library() as shelf:
        for_all: Fields = {f"tag:{shelf.tag_called(one)}": True for one in tags}
        for_all |= {"status": status} if status else {}
        if dry_run:
            _show_plan(merge(shelf, found.items, for_all))
        else:
            change = recording.record(shelf, lambda: decide(shelf, found.items, for_all))
            recording.show(shelf, change, language)
    return 1 if found.problems else 0


def _read(what: Sequence[str], format: str, library: str) -> Imports:
    found = Imports(format)
    for one in what:
        path = Path(one).expanduser()
        if one == "-":
            found.read_stream(stdin.as_bytes())
        elif one == "zotero" and not path.exists():
            _read_zotero(found, library)
        else:
            found.read(path, terminal.progress(tr("reading {one}", one=short(one, 40))), library)
    return found


def _read_zotero(found: Imports, library: str) -> None:
    """The running program, which knows what its database may not have yet, or else the database."""
    from dlread_cli.formats import zotero as items_of_zotero
    from dlread_cli.network import zotero

    try:
        with zotero.running() as program:
            if program:
                found.take("Zotero", "Zotero", items_of_zotero.read(program.records(library)))
                return
    except NetworkError as error:
        terminal.say(tr("dlread: {error}; reading its database instead", error=error))
    found.read_zotero(None, library)


def _show_plan(merged: Sequence[Merged]) -> None:
    rows = []
    for one in merged:
        if one.lines:
            gained = listed([name for line in one.lines for name in line.values]) if one.why else ""
            rows.append((output.word(marked("merge") if one.why else marked("add")), one.key, one.title, gained))
    output.show_rows(rows)
    terminal.say(tr("{summary}; nothing was changed", summary=_summary(merged)))


def decide(library: Snapshot, found: Sequence[Item], for_all: Fields) -> Change:
    """What the library, which is only read, gains from these items; `for_all` of them are tags and a status."""
    merged = merge(library, found, for_all)
    dated = [line for one in merged for line in one.lines]
    keys = list(dict.fromkeys(line.key for line in dated))
    return Change(
        {}, _summary(merged), unchanged=_summary(merged), dated=dated, shown=keys if len(keys) <= _SHOWN else ()
    )


def _summary(merged: Sequence[Merged]) -> str:
    """`added 12, merged 3 (2 by DOI, 1 by title), unchanged 1`"""
    added = sum(not one.why for one in merged)
    filled = Counter(one.why for one in merged if one.why and one.lines)
    same = sum(bool(one.why) and not one.lines for one in merged)
    parts = [tr("added {number:,}", number=added)]
    if filled:
        by = joined(tr("{number:,} by {why}", number=number, why=tr(why)) for why, number in filled.most_common())
        parts.append(tr("merged {number:,} ({by})", number=filled.total(), by=by))
    if same:
        parts.append(tr("unchanged {number:,}", number=same))
    return joined(parts)


NOTHING: tuple[Fields, Overrides] = ({}, {})


def merge(library: Snapshot, found: Sequence[Item], for_all: Fields) -> list[Merged]:
    """What to record of each item, in their order."""
    wanted = [duplicates.identifiers(item.fields) for item in found]
    same, layers = duplicate_search.candidates(library, wanted, (item.key for item in found if item.key))
    keys = [item.key.rpartition("/")[2] or duplicates.new_key(item.fields) for item in found]
    taken = library.taken(keys)

    def is_taken(key: str) -> bool:
        return key.lower() in taken or (key not in keys_ and library.is_taken(key))

    keys_ = set(keys)
    numbered: dict[str, Iterator[str]] = {}
    merged = []
    claimed: set[str] = set()
    for item, its, called in zip(found, wanted, keys, strict=True):
        base, _ = layers.get(item.key, NOTHING)
        key, why = (item.key, marked("key")) if item.is_of_catalog and base else same.find(its, item.key)
        if item.is_of_export and key in claimed:
            key, why = "", ""  # in an export no two are the same, however alike they look
        if key:
            lines = _filled_in(item, key, same.fields[key], layers.get(key, NOTHING)[1], for_all)
        else:
            names = numbered.setdefault(called, duplicates.numbered(called))
            key = next(name for name in names if not is_taken(name))
            taken.add(key.lower())
            lines = _new(item, key, for_all)
        if lines:
            more = {name: value for line in lines for name, value in line.values.items()}
            same.add(key, {**same.fields.get(key, {}), **more})
        claimed |= {key} if item.is_of_export else set()
        merged.append(Merged(key, str(item.fields.get("title") or item.fields.get("title:zh", "")), why, lines))
    return merged


def _new(item: Item, key: str, for_all: Fields) -> list[Dated]:
    done = [Dated(key, one.values, one.time) for one in item.history]
    if any("kind" in one.values for one in done):  # it was the reader's own there, too, from its first line
        lines = done
    else:
        base: Fields = {"kind": Kind.PAPER, **item.fields}
        if base.get("status") == Status.UNREAD:
            del base["status"]
        for name in {"note" if is_of_note(name) else name for one in done for name in one.values}:
            base.pop(name, None)
        lines = [*_dated(key, base, item), *done]
    return [*lines, *([Dated(key, for_all, "")] if for_all else [])]


def _filled_in(item: Item, key: str, known: Fields, own: Overrides, for_all: Fields) -> list[Dated]:
    """What the entry lacks. What the reader did here since, or took away, stays."""
    chosen = {name: value for name, value in for_all.items() if known.get(name) != value}
    rest = [Dated(key, chosen, "")] if chosen else []
    if item.history and not own and not any("kind" in one.values for one in item.history):
        return [*(Dated(key, one.values, one.time) for one in item.history), *rest]
    if item.fields.items() <= {"status": Status.UNREAD, **known}.items():  # as of a file that is imported again
        return rest
    more = duplicates.missing({name: value for name, value in item.fields.items() if not is_personal(name)}, known)
    personal = {
        name: value
        for name, value in item.fields.items()
        if is_personal(name) and name not in own and not known.get(name) and (name, value) != ("status", Status.UNREAD)
    }
    return [*([Dated(key, more, "")] if more else []), *_dated(key, personal, item), *rest]


def _dated(key: str, values: Fields, item: Item) -> Iterator[Dated]:
    """The assignments by time; what has none was done when the item was added there, or else now."""
    if values and not item.times:
        yield Dated(key, values, "")
        return
    by_time: dict[str, Fields] = {}
    for name, value in values.items():
        by_time.setdefault(item.times.get(name) or item.times.get("kind", ""), {})[name] = value
    for time in sorted(by_time):
        yield Dated(key, by_time[time], time)
