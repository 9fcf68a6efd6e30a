"""What is wrong with a list as a whole, for who keeps it: what no look at a single entry shows. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dlread_cli.domain.duplicates import Known, identifiers
from dlread_cli.domain.entries import Text
from dlread_cli.domain.fields import Fields
from dlread_cli.domain.graph import CycleError, Graph, Need, check
from dlread_cli.domain.wording import listed
from dlread_cli.translation import tr


def mistakes(entries: Sequence[tuple[str, Fields]], is_known: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong); `is_known` tells of a key that is not in the list whether another catalog has it."""
    by_key = dict(entries)
    known = Known()
    for key, fields in entries:
        for other, _, *_ in fields.get("relations", ()):
            if other not in by_key and not is_known(other):
                yield (
                    fields["line"],
                    tr("entry '{key}': '{other}' is not the key of an entry of this list", key=key, other=other),
                )
        if fields["kind"] == "section":
            continue
        same, why = known.find(identifiers(fields))
        if same:
            line = by_key[same]["line"]
            yield (
                fields["line"],
                tr(
                    "entry '{key}' is the same as '{same}' (line {line}): they have the same {why}",
                    key=key,
                    same=same,
                    line=line,
                    why=tr(why),
                ),
            )
        else:
            known.add(key, fields)
    yield from _circle(by_key)


def _circle(by_key: Mapping[str, Fields]) -> Iterator[tuple[int, str]]:
    needs: dict[str, list[Need]] = {}
    parts: dict[str, list[str]] = {}
    for key, fields in by_key.items():
        needs[key] = [
            Need(key, before, Text("")) for before, strength, *_ in fields.get("relations", ()) if strength == "first"
        ]
        parts.setdefault(fields.get("parent", ""), []).append(key)
    parts.pop("", None)
    try:
        check(Graph(needs, parts, {key: number for number, key in enumerate(by_key)}))
    except CycleError as error:
        keys = error.keys[:-1]
        line = min(by_key[key]["line"] for key in keys if key in by_key)
        yield line, tr("{keys} require each other; take one out of 'read_first'", keys=listed(keys))
