"""The journal, a file format: everything personal, a line of JSON for each entry that a step changes.

`journal-<machine>.jsonl` in the data directory has exactly one writer, its machine (`steps`), and nothing rewrites it.

    {"at": "2026-11-22T13:00:00.000123Z", "key": "smac", "set": {"status": "read", "tag:rl": true}}

- `at` is the stamp of the step, which gives the order. `time` is when it was done, where that is another: the
  stamp ran ahead of the clock, or an import knew the day.
- `number` counts the lines that one step has for an entry, from 0: an import can bring back what was done on many days.
- `undoes` is the stamp of the step, of the same machine, that this one takes back.
- A line that would not be read again is not written.
- A line that cannot be understood is skipped and reported by `dlread doctor`; unknown fields are kept.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from dlread_cli import paths
from dlread_cli.domain.fields import NAMING, QUALIFIED_KEY, is_understood
from dlread_cli.domain.history import Assignment
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files
from dlread_cli.translation import marked, tr

LINE_BYTES = 1 << 20
"""A longer line is neither written nor read; 100,000 added papers with abstracts have none over 20 KB."""

_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
_LAST = "8999-12-31T23:59:59.999999Z"
"""No year beyond 8999: there must always be room for a later stamp, but after this one."""


class Line(NamedTuple):
    """Where a line stands, and what it says, or what is wrong with it."""

    offset: int
    length: int
    assignment: Assignment | None
    problem: str
    is_whole: bool = True
    remark: str = ""
    """What of it is not understood, though it is a field that we know."""


class At(NamedTuple):
    """Where a line stood when the library was made of it, and by what it is known again."""

    offset: int
    length: int
    at: str
    key: str


def machine_of(path: Path) -> str:
    """The letters after `journal-`; what follows them in a conflict copy is a remark of the sync tool's."""
    return "".join(takewhile(str.isalnum, path.name.removeprefix("journal-")))


def lines(path: Path, offset: int = 0) -> Iterator[Line]:
    """The journal's lines from a byte offset, which must be the start of a line.

    A last line without its newline is torn, or still on its way from another machine: it counts once it parses.
    """
    writer = machine_of(path)
    with files.readable(path) as file:
        file.seek(offset)
        while raw := file.readline(LINE_BYTES):
            length = len(raw)
            while not raw.endswith(b"\n") and (rest := file.readline(LINE_BYTES)):
                length, raw = length + len(rest), rest
            yield _line(raw, offset, length, writer)
            offset += length


def lines_at(path: Path, positions: Iterable[At]) -> list[Assignment]:
    """The lines that `lines` found there; raises ValueError where the file has changed since."""
    writer = machine_of(path)
    found = []
    with files.readable(path) as file:
        for position in positions:
            file.seek(position.offset)
            line = parse(file.read(position.length), writer)
            if (line.at, line.key) != (position.at, position.key):
                raise ValueError("another line")
            found.append(line)
    return found


def parse(raw: bytes, writer: str) -> Assignment:
    """Raises ValueError, saying what is wrong."""
    return _parsed(raw, writer)[0]


def _parsed(raw: bytes, writer: str) -> tuple[Assignment, dict[str, Any]]:
    """With all that it sets, understood or not."""
    try:
        line = json.loads(raw.decode())  # given bytes, json would take UTF-16 and lone surrogates, too
        if b"\\u" in raw:
            json.dumps(line, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError(tr("nested too deeply")) from None
    except ValueError:
        raise ValueError(tr("not a line of JSON")) from None
    if not isinstance(line, dict):
        raise ValueError(tr("not an object"))
    at, key, values, undoes = line.get("at"), line.get("key"), line.get("set"), line.get("undoes", "")
    if not isinstance(at, str) or not _is_stamp(at):
        raise ValueError(tr("'at' is not a time like 2026-11-22T13:00:00.000123Z"))
    if not isinstance(key, str) or not QUALIFIED_KEY.fullmatch(key):
        raise ValueError(tr("'key' is not a key"))
    if not isinstance(values, dict):
        raise ValueError(tr("'set' is not an object"))
    known = {_folded(field): value for field, value in values.items() if is_understood(field, value)}
    wall = line.get("time", "")
    undoes = undoes if isinstance(undoes, str) else ""
    wall = wall if isinstance(wall, str) and _is_stamp(wall) else ""
    number = line.get("number", 0)
    number = number if type(number) is int and 0 <= number < LINE_BYTES else 0
    return Assignment(at, writer, key.lower(), known, undoes, wall, number), values


_TOLD = ("status", "rating", "year", "note")


def _remark(values: Mapping[str, Any]) -> str:
    """What else is new may be a later version's, but a status that is none is worth a word."""
    wrong = [name for name in _TOLD if not is_understood(name, values.get(name))]
    if not wrong:
        return ""
    value = values[wrong[0]]
    if isinstance(value, list | dict):
        what = marked("'{field}' cannot be a list")
        return tr(what if isinstance(value, list) else marked("'{field}' cannot be an object"), field=wrong[0])
    text = json.dumps(value, ensure_ascii=False)
    return tr("'{field}' cannot be {value}", field=wrong[0], value=text if len(text) <= 40 else text[:40] + "...")


def own_file(writer: str) -> Path:
    """The journal of the machine of that name."""
    return paths.data_dir() / f"journal-{writer}.jsonl"


def written_line(line: Mapping[str, Any]) -> bytes:
    """Raises DlreadError for one that `parse` would not take as it is."""
    key, values = line["key"], line["set"]
    if lost := [field for field, value in values.items() if not is_understood(field, value)]:
        raise DlreadError(
            tr("'{lost}' of {key} is too long or not a valid value; nothing was changed", lost=lost[0], key=key)
        )
    raw = json.dumps(line, ensure_ascii=False).encode() + b"\n"
    if len(raw) > LINE_BYTES:
        raise DlreadError(
            tr(
                "the change of {key} takes {number:,} bytes; a journal line has at most {line_bytes:,}; "
                "nothing was changed",
                key=key,
                number=len(raw),
                line_bytes=LINE_BYTES,
            )
        )
    return raw


def is_last(at: str) -> bool:
    """Is there no later stamp?"""
    return at >= _LAST


def stamp(newest: str, now: datetime) -> str:
    """The later of now and one microsecond after the newest stamp; `newest` may be empty."""
    at = now
    if newest:
        at = max(at, datetime.fromisoformat(newest) + timedelta(microseconds=1))
    text = written(at)
    if text > _LAST:
        raise DlreadError(
            tr("a journal has the timestamp {newest}, which none can follow; see dlread doctor", newest=newest)
        )
    return text


def _folded(field: str) -> str:
    """Tags and keys are compared without regard to case."""
    return field.lower() if field.startswith(NAMING) else field


_STAMP_FORM = re.compile(r"[0-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def _is_stamp(text: str) -> bool:
    try:
        return _STAMP_FORM.fullmatch(text) is not None and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def written(time: datetime) -> str:
    return time.astimezone(UTC).strftime(_STAMP).zfill(27)


def _line(raw: bytes, offset: int, length: int, writer: str) -> Line:
    is_whole = raw.endswith(b"\n")
    if length > LINE_BYTES:
        return Line(offset, length, None, tr("longer than {line_bytes} bytes", line_bytes=LINE_BYTES), is_whole)
    try:
        assignment, values = _parsed(raw, writer)
        remark = _remark(values) if len(values) > len(assignment.values) else ""
        return Line(offset, length, assignment, "", is_whole, remark)
    except ValueError as error:
        return Line(offset, length, None, str(error) if is_whole else tr("incomplete: the end is missing"), is_whole)
