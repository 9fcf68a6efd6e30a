"""What to assign so that a note says something else, line by line: machines change it without a conflict. Pure.

    {"note:202611270930051234565-8d1f4a02": "2026-11-27 run it first"}

A line never changes: another text is another line in its place. The digits are the place, which gives the order; at the
end of a note they say when. The checksum keeps what two machines write to one place apart.
"""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from dlread_cli.domain.fields import NOTE_LINE, Fields, note_lines

_CLOCK = 20
"""Digits of a time, to the microsecond; a place at the end of a note has one more."""


def appended(own: Fields, text: str, now: datetime) -> Fields:
    """`own` are the fields of the note that have a value; `now` is in UTC."""
    return _added(text.split("\n"), _place(next(reversed(note_lines(own)), "")), "", now)


def changed(own: Fields, text: str, now: datetime) -> Fields:
    """Only lines that differ are assigned, so that those of another machine stay."""
    old = note_lines(own)
    if not text:
        return dict.fromkeys(["note", *old])
    new = text.split("\n")
    whole = old.pop("note", "").strip()
    first = whole.split("\n") if whole else []
    if new[: len(first)] == first:
        return _differences(old, new[len(first) :], now)
    begun = {_name(f"1{number:06}5", line): line for number, line in enumerate(first)}  # on all machines the same
    return {"note": None, **begun, **_differences({**begun, **old}, new, now)}


def _differences(old: Mapping[str, str], new: Sequence[str], now: datetime) -> Fields:
    from difflib import SequenceMatcher  # 1 ms that a line more does without

    names = list(old)
    changes: Fields = {}
    for how, start, end, new_start, new_end in SequenceMatcher(None, list(old.values()), new, False).get_opcodes():
        if how != "equal":
            kept = [_place(name) for name in names[start:end]][: new_end - new_start]
            some = new[new_start:new_end]
            low = kept[-1] if kept else _place(names[start - 1]) if start else ""
            high = _place(names[end]) if end < len(names) else ""
            changes |= dict.fromkeys(names[start:end])
            changes |= {_name(place, line): line for place, line in zip(kept, some, strict=False)}
            changes |= _added(some[len(kept) :], low, high, now)
    if list(note_lines({**old, **changes}).values()) == list(new) and all(map(_is_good, changes)):
        return changes
    return dict.fromkeys(names) | _added(new, _place(names[-1]) if names else "", "", now)  # no room between two lines


def _added(lines: Sequence[str], low: str, high: str, now: datetime) -> Fields:
    """In places between two others; without a `high`, at the end."""
    stem = _between(low, high) if high else _next(low, now)
    if len(lines) == 1 and high:
        return {_name(stem, lines[0]): lines[0]}
    width = len(str(len(lines))) if len(lines) > 1 else 0
    return {_name(f"{stem}{str(number)[:width].zfill(width)}5", line): line for number, line in enumerate(lines)}


def _next(low: str, now: datetime) -> str:
    """Now, or after a place that is later, from a machine whose clock is ahead."""
    after = int(low[:_CLOCK].ljust(_CLOCK, "0")) + 1
    return max(f"{now.year:04}{now:%m%d%H%M%S%f}", f"{after:0{_CLOCK}}") if after < 10**_CLOCK else _between(low, "")


def _between(low: str, high: str) -> str:
    """Digits after `low` and before `high` ('' for no end), with any behind them, too. Neither ends in 0.

    They are fractions. Not a digit if there are none between.
    """
    digits = ""
    while not high or low < high:
        one, other = int(low[:1] or 0), int(high[:1] or 10)
        low, high = low[1:], high[1:] if one == other else ""
        if other - one > 1:
            return f"{digits}{(one + other) // 2}"
        digits += str(one)
    return "-"


def _name(place: str, line: str) -> str:
    return f"note:{place}-{zlib.crc32(line.encode('utf-8', 'surrogatepass')):08x}"


def _place(name: str) -> str:
    return name.partition(":")[2].partition("-")[0]


def _is_good(name: str) -> bool:
    return NOTE_LINE.fullmatch(name[5:]) is not None
