"""Several machines of one reader, and a sync tool that works as they do: late, in pieces, out of order, with conflicts.

What must come out of it is told by a model that shares nothing with the program: it reads the files itself, and it
remembers which change was made by somebody who could see which other.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import EFFORT, Dlread, effort, seal, wrong_clock
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from dlread_cli.commands import redo, undo
from dlread_cli.domain import notes
from dlread_cli.domain.changes import Change as Decision
from dlread_cli.domain.fields import is_of_note
from dlread_cli.errors import DlreadError
from dlread_cli.storage import machine, steps
from dlread_cli.storage.library import Library

pytestmark = pytest.mark.full_run

KEYS = ("smac", "sdr", "pyg")
NOTHING = {"status": "unread", "rating": 0, "note": "", "tag:thesis": False}
REMARKS = (
    ".sync-conflict-20260101-12000{}-ABCDEFG",  # Syncthing's
    " (conflicted copy 2026-01-0{})",  # Dropbox's
    " (Bob's conflicted copy 2026-01-0{})",
)
YEARS = timedelta(days=365)

Field = tuple[str, str]
"""A key and the name of one of its fields."""


# --- the model ----------------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """One field of one line; equal for the copies of a line."""

    at: str
    machine: str
    undoes: str
    field: Field
    value: Any

    @property
    def step(self) -> tuple[str, str]:
        return self.at, self.machine


def changes_in(data: Path) -> set[Change]:
    """Of all journals of a directory, as far as their lines are whole."""
    return {change for path in data.glob("journal-*.jsonl") for change in read(path)}


def read(path: Path) -> Iterator[Change]:
    (name,) = re.findall(r"^journal-([a-z0-9]+)", path.name)
    for text in path.read_bytes().split(b"\n"):
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if "set" not in line:
            continue
        for field, value in (line["set"] or (UNDONE_IN_VAIN if "undoes" in line else {})).items():
            yield Change(line["at"], name, line.get("undoes", ""), (line["key"], field), shown(field, value))


def shown(field: str, value: Any) -> Any:
    """What a reader sees of a value."""
    return NOTHING.get(field, "") if value is None else value


UNDONE_IN_VAIN: dict[str, Any] = {"": ""}
"""What a line has that undoes a step of which everything was changed since: it still is no step any more."""


def newest(changes: Iterable[Change], field: Field) -> set[Any]:
    """The values that a field may have: one, unless one machine used a stamp twice."""
    of_field = [change for change in changes if change.field == field]
    if not of_field:
        return {shown(field[1], None)}
    last = max(change.step for change in of_field)
    return {change.value for change in of_field if change.step == last}


def taken_back(changes: set[Change], step: tuple[str, str]) -> dict[Field, set[Any]]:
    """What the fields become of which a step can still be undone; those that were changed since are left out.

    Empty, too, where nothing would be seen of it.
    """
    standing = standing_of(changes)
    others = {change for change in standing if change.step != step}
    return seen_to_change(
        {
            change.field: newest(others, change.field)
            for change in standing - others
            if max(other.step for other in standing if other.field == change.field) == step
            and change.value in newest(standing, change.field)
            and newest(changes, change.field) == {change.value}
        },
        changes,
    )


def brought_back(changes: set[Change], step: tuple[str, str]) -> dict[Field, set[Any]]:
    """What the fields become when a step that undid another is undone."""
    undoing = {change for change in changes if change.step == step}
    redone = {(change.undoes, change.machine) for change in undoing}
    standing = standing_of(changes - undoing)
    return seen_to_change(
        {
            change.field: newest(standing, change.field)
            for change in undoing
            if {max((other.step for other in standing if other.field == change.field), default="")} == redone
            and newest(changes, change.field) == {change.value}
        },
        changes,
    )


def seen_to_change(fields: dict[Field, set[Any]], changes: set[Change]) -> dict[Field, set[Any]]:
    return {field: values for field, values in fields.items() if values != newest(changes, field)} and fields


def standing_of(changes: set[Change]) -> set[Change]:
    """Those that are not undone, and undo nothing themselves."""
    gone = undone_in(changes)
    return {change for change in changes if not change.undoes and change.step not in gone}


def mixed_in(changes: set[Change]) -> bool:
    """Did a clone do something in the instant in which another undid something? Then both go, and both come back."""
    undone: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        undone.setdefault(change.step, set()).add(change.undoes)
    return any(len(steps_) > 1 for steps_ in undone.values())


def redone_in(changes: set[Change]) -> dict[tuple[str, str], tuple[str, str]]:
    """By step that was undone and brought back, the last step that did so."""
    gone = undone_in(changes)
    undoing = {change.step: (change.undoes, change.machine) for change in changes if change.undoes}
    return {undoing[undone]: step for step, undone in sorted(undoing.items()) if undone in undoing and step not in gone}


def undone_in(changes: set[Change]) -> set[tuple[str, str]]:
    """Steps that were taken back; one that took back another and was taken back itself took back nothing."""
    gone: set[tuple[str, str]] = set()
    for step, undone in sorted({(one.step, (one.undoes, one.machine)) for one in changes if one.undoes}, reverse=True):
        gone |= {undone} - ({undone} if step in gone else set())
    return gone


# --- the machines -------------------------------------------------------------------------------------------------


class Machine:
    def __init__(self, home: Path, library: Path, patch: pytest.MonkeyPatch) -> None:
        self.data, self.cache = home / "data", home / "cache"
        self.ahead = timedelta()
        """How far its clock is ahead of the right one; below zero, how far behind."""
        self.done: list[tuple[str, str]] = []
        """The steps that did or redid something here, in their order."""
        self.undid: list[tuple[str, str]] = []
        """Those that undid something."""
        self.said: list[str] = []
        self.versions: list[bytes] = []
        self.made: set[str] = set()
        """The journals that other machines get from here."""
        self.template = library
        self._patch = patch
        self.data.mkdir(parents=True)
        self.cache.mkdir()
        self._take_template()
        with self.working():
            self.name = machine.name()
        self.own = f"journal-{self.name}.jsonl"
        self.made.add(self.own)

    def is_now(self, other: "Machine") -> None:
        """A clone: the same name."""
        (file,) = self.cache.glob("machine-*")
        file.write_text(other.name)
        self.name, self.own, self.made = other.name, other.own, {other.own}

    @contextmanager
    def working(self) -> Iterator[None]:
        self._patch.setenv("DLREAD_DATA_DIR", str(self.data))
        for variable in ("DLREAD_CACHE_DIR", "DLREAD_STATE_DIR"):
            self._patch.setenv(variable, str(self.cache))
        yield

    def record(self, changes: dict[str, dict[str, Any]]) -> None:
        before = changes_in(self.data)
        with self.working(), Library() as library, steps.writing(library, self.said.append, self.clock) as write:
            write(changes)
        self.done += {change.step for change in changes_in(self.data) - before}
        self.undid.clear()  # what is new ends redo

    def undo(self) -> bool:
        return self._go(lambda library: undo.decide(library.steps_to_undo(self.name)), self.undid)

    def redo(self) -> bool:
        def decided(library: Library) -> Decision:
            return redo.decide(library.steps_to_redo(self.name), library.has_undos(self.name))

        return self._go(decided, self.done)

    def _go(self, decide: Callable[[Library], Decision], steps_: list[tuple[str, str]]) -> bool:
        before = changes_in(self.data)
        with self.working(), Library() as library:
            try:
                change = decide(library)
            except DlreadError:
                return False
            with steps.writing(library, self.said.append, self.clock) as write:
                write(change.assignments, change.undoes)
        steps_ += {change.step for change in changes_in(self.data) - before}
        return True

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def sees(self) -> dict[Field, Any]:
        seen: dict[Field, Any] = {}
        with self.working(), Library() as library:
            for key in KEYS:
                entry = library.find(key)
                seen |= {(key, "status"): entry.status, (key, "rating"): entry.rating}
                seen |= {(key, "tag:thesis"): "thesis" in entry.tags} | self._note(key, library.details(key).note)
        return seen

    def _note(self, key: str, text: str) -> dict[Field, Any]:
        """The text that is a whole, and the lines, by their fields."""
        known = {change.field: change.value for change in changes_in(self.data) if change.value}
        lines = {field: line for field, line in known.items() if field[0] == key and field[1].startswith("note:")}
        seen = text.split("\n")
        assert [line for line in seen if line in lines.values()] == [
            line for _, line in sorted(lines.items()) if line in seen
        ]
        whole = "\n".join(line for line in seen if line not in lines.values())
        return {(key, "note"): whole} | {field: line if line in seen else "" for field, line in lines.items()}

    def note_of(self, key: str) -> dict[str, Any]:
        """What it consists of, as `dlread note` takes it."""
        with self.working(), Library() as library:
            _, own = library.base_and_overrides([key])[key]
        return {name: value for name, (value, _) in own.items() if value is not None and is_of_note(name)}

    def knows(self) -> tuple[set[Change], list[Any]]:
        """Every line, and everything that a list shows."""
        with self.working(), Library() as library:
            lines = [line for step in library.steps() for line in step.lines]
            entries = [library.entries(), [library.details(key) for key in KEYS], library.newest_stamp()]
        changes = {
            Change(line.at, line.machine, line.undoes, (line.key, field), shown(field, value))
            for line in lines
            for field, value in (line.values or (UNDONE_IN_VAIN if line.undoes else {})).items()
        }
        return changes, entries

    def forget(self) -> None:
        """Everything but the catalogs, which take long to read."""
        for path in self.cache.glob("library.db*"):
            path.unlink()
        self._take_template()

    def _take_template(self) -> None:
        for path in (self.template, self.template.with_name("library.seal")):
            shutil.copyfile(path, self.cache / path.name)
        seal(self.cache / "library.db")


clocks = st.sampled_from(
    [timedelta(), timedelta(seconds=1), timedelta(hours=1), 10 * YEARS, timedelta(hours=-1), -10 * YEARS]
)
some_keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True)
who = st.integers(0, 59)  # any of up to five, each as likely
tails = st.sampled_from([b'{"at": "2026-', b"\0" * 70, b"\xff", b"{}", b'\n{"at"', b"\0\n\0"])


class Machines(RuleBasedStateMachine):
    size = 2
    steps = 0
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.home = Path(tempfile.mkdtemp())
        self.ticks = 1_700_000_000
        self.seen_by: dict[Change, set[Change]] = {}
        """By change, what its author could see, and what they could see, and so on."""

    def teardown(self) -> None:
        if hasattr(self, "machines"):
            self.everybody_meets()
        self.patch.undo()
        shutil.rmtree(self.home)

    @initialize(is_cloned=st.booleans(), ahead=clocks)
    def begin(self, is_cloned: bool, ahead: timedelta) -> None:
        self.machines = [Machine(self.home / str(n), self.template, self.patch) for n in range(self.size)]
        self.machines[-1].ahead = ahead
        if is_cloned:
            self.machines[1].is_now(self.machines[0])

    # --- what readers do ---

    @rule(who=who, keys=some_keys, status=st.sampled_from(["read", "reading", "unread", "skipped"]))
    def mark(self, who: int, keys: list[str], status: str) -> None:
        self._change(who, keys, "status", status)

    @rule(who=who, keys=some_keys, is_worn=st.booleans())
    def tag(self, who: int, keys: list[str], is_worn: bool) -> None:
        self._change(who, keys, "tag:thesis", is_worn)

    @rule(who=who, keys=some_keys, stars=st.sampled_from([1, 3, 5, None]))
    def rate(self, who: int, keys: list[str], stars: int | None) -> None:
        self._change(who, keys, "rating", stars)

    @rule(who=who, keys=some_keys, text=st.sampled_from(["first words", "注记", None]))
    def note(self, who: int, keys: list[str], text: str | None) -> None:
        self._change(who, keys, "note", text)

    @rule(who=who, key=st.sampled_from(KEYS))
    def add_to_note(self, who: int, key: str) -> None:
        one = self._at(who)
        line = f"line {type(self).steps}"
        self._record(one, {key: notes.appended(one.note_of(key), line, one.clock())})

    @rule(who=who, key=st.sampled_from(KEYS), position=who, is_replaced=st.booleans())
    def edit_a_line(self, who: int, key: str, position: int, is_replaced: bool) -> None:
        one = self._at(who)
        own = one.note_of(key)
        lines = [own[name] for name in sorted(own)]
        if lines and "note" not in own:
            lines[position % len(lines)] = f"line {type(self).steps}" if is_replaced else None
            text = "\n".join(line for line in lines if line)
            self._record(one, {key: notes.changed(own, text, one.clock())})

    @rule(who=who)
    def undo(self, who: int) -> None:
        self._go(who, Machine.undo, self._undoable)

    @rule(who=who)
    def redo(self, who: int) -> None:
        self._go(who, Machine.redo, self._redoable)

    def _go(
        self,
        who: int,
        go: Callable[[Machine], bool],
        possible_for: Callable[[Machine, set[Change]], list[dict[Field, set[Any]]]],
    ) -> None:
        one = self._at(who)
        before = changes_in(one.data)
        possible = possible_for(one, before)
        is_done = go(one)
        self._was_recorded(one, before)
        seen = self._check(one)
        is_a_clone = sum(other.name == one.name for other in self.machines) > 1
        if mixed_in(before) or (go is Machine.redo and is_a_clone and not is_done):  # what a clone does ends it, too
            return
        if all(len(values) == 1 for back in possible for values in back.values()):
            assert is_done == bool(possible)
        assert not possible or any(all(seen[field] in values for field, values in back.items()) for back in possible), (
            possible
        )

    def _undoable(self, one: Machine, changes: set[Change]) -> list[dict[Field, set[Any]]]:
        """What becomes of the last step that can be undone: one answer, or two where two clones have one name."""
        redone = redone_in(changes)
        done = {redone.get(change.step, change.step): change.step for change in standing_of(changes)}
        return self._last_possible(one, lambda step: taken_back(changes, done[step]) if step in done else {}, "done")

    def _redoable(self, one: Machine, changes: set[Change]) -> list[dict[Field, set[Any]]]:
        """What becomes of the last one that was undone."""
        undoing = {change.step: (change.undoes, change.machine) for change in changes if change.undoes}
        standing = {step for step, undone in undoing.items() if undone not in undoing} - undone_in(changes)
        return self._last_possible(one, lambda step: brought_back(changes, step) if step in standing else {}, "undid")

    def _last_possible(
        self, one: Machine, back: Callable[[tuple[str, str]], dict[Field, set[Any]]], steps_: str
    ) -> list[dict[Field, set[Any]]]:
        authors = [other for other in self.machines if other.name == one.name]
        all_ = [[found for step in reversed(getattr(author, steps_)) if (found := back(step))] for author in authors]
        return [found[0] for found in all_ if found]

    @rule(who=who, ahead=clocks)
    def set_clock(self, who: int, ahead: timedelta) -> None:
        self._at(who).ahead = ahead

    # --- what sync tools do ---

    @rule(source=who, receiver=who, file=who, share=st.floats(0, 1), is_whole=st.booleans(), in_place=st.booleans())
    def deliver(self, source: int, receiver: int, file: int, share: float, is_whole: bool, in_place: bool) -> None:
        """One file, or the beginning of one: also an older one than was there."""
        sender, to = self._at(source), self._at(receiver)
        names = sorted(path.name for path in sender.data.glob("journal-*.jsonl"))
        if not names or sender is to:
            return
        name = names[file % len(names)]
        content = (sender.data / name).read_bytes()
        self._give(to, name, content if is_whole else content[: int(share * len(content))], in_place)

    @rule(source=who, receiver=who, version=who)
    def deliver_late(self, source: int, receiver: int, version: int) -> None:
        sender, to = self._at(source), self._at(receiver)
        if sender.versions and sender is not to:
            self._give(to, sender.own, sender.versions[version % len(sender.versions)], False)

    @rule(who=who, version=who, remark=st.integers(0, 2))
    @precondition(lambda self: sum(len(one.made) for one in self.machines) < self.size + 4)
    def lose_a_conflict(self, who: int, version: int, remark: int) -> None:
        """The tool puts an older version into the place of one's own journal, which becomes a conflict copy."""
        one = self._at(who)
        if one.versions:
            copy = self._conflict_copy(one.own, REMARKS[remark], len(one.made) + 5 * (who % self.size) + 1)
            (one.data / one.own).rename(one.data / copy)
            one.made.add(copy)
            self._put(one, one.own, one.versions[version % len(one.versions)])
            self._check(one)

    @rule()
    def everybody_meets(self) -> None:
        """The tool finishes its work; where two machines have one name, it makes conflict copies."""
        made = [(name, one, (one.data / name)) for one in self.machines for name in sorted(one.made)]
        sent = [(name, one, path.read_bytes()) for name, one, path in made if path.exists()]
        for number, receiver in enumerate(self.machines):
            for name, sender, content in sent[number % 2 :] + sent[: number % 2]:
                if sender is not receiver:
                    is_taken = any(other is not sender and other_name == name for other_name, other, _ in sent)
                    twin = self.machines.index(sender)
                    self._put(receiver, self._conflict_copy(name, REMARKS[0], twin) if is_taken else name, content)
            if (stale := self._stale(receiver)) is not None:
                stale.unlink()
        known = [one.knows() for one in self.machines]
        for one, (changes, entries) in zip(self.machines, known, strict=True):
            assert self.seen_by.keys() <= changes, "nothing that was acknowledged is lost"
            assert entries == known[0][1], "all have the same library"
            self._check(one)

    # --- what goes wrong ---

    @rule(who=who, tail=tails)
    def tear(self, who: int, tail: bytes) -> None:
        """A crash in the middle of a write, before anything was acknowledged."""
        one = self._at(who)
        if (one.data / one.own).exists():
            with (one.data / one.own).open("ab") as file:
                file.write(tail)
            self._check(one)

    @rule(who=who, file=who, share=st.floats(0, 1), tail=tails | st.just(b""))
    def damage_a_copy(self, who: int, file: int, share: float, tail: bytes) -> None:
        one = self._at(who)
        copies = sorted(path for path in one.data.glob("journal-*.jsonl") if path.name not in one.made)
        if copies:
            path = copies[file % len(copies)]
            content = path.read_bytes()
            self._put(one, path.name, content[: int(share * len(content))] + tail)
            self._check(one)

    @rule(who=who)
    def rebuild(self, who: int) -> None:
        one = self._at(who)
        before = one.knows()
        one.forget()
        assert one.knows() == before

    # --- the rest ---

    def _at(self, who: int) -> Machine:
        type(self).steps += 1
        return self.machines[who % self.size]

    def _change(self, who: int, keys: list[str], field: str, value: Any) -> None:
        self._record(self._at(who), {key: {field: value} for key in keys})

    def _record(self, one: Machine, changes: dict[str, dict[str, Any]]) -> None:
        before = changes_in(one.data)
        one.record(changes)
        self._was_recorded(one, before)
        seen = self._check(one)
        for key, values in changes.items():
            for field, value in values.items():
                assert seen[key, field] == shown(field, value), "one sees one's own newest change"

    def _was_recorded(self, one: Machine, before: set[Change]) -> None:
        """Whatever is new in the directory was acknowledged, and written by somebody who saw the rest."""
        seen = before.union(*(self.seen_by.get(change, ()) for change in before))
        self.seen_by |= dict.fromkeys(changes_in(one.data) - before, seen)
        own = one.data / one.own
        if own.exists():
            one.versions.append(own.read_bytes())

    def _check(self, one: Machine) -> dict[Field, Any]:
        changes = changes_in(one.data)
        overruled = {old for new in changes for old in self.seen_by[new] if old.field == new.field}
        seen = one.sees()
        for field, value in seen.items():
            assert value in newest(changes, field), field
            standing = {change.value for change in changes - overruled if change.field == field}
            assert value in standing or not standing, f"{field} was overruled by somebody who had seen it"
        return seen

    def _give(self, receiver: Machine, name: str, content: bytes, in_place: bool) -> None:
        """Never into the place of what the receiver itself writes: what differs from that is a conflict copy."""
        if name in receiver.made:
            mine = (receiver.data / name).read_bytes() if (receiver.data / name).exists() else b""
            if mine.startswith(content):
                return
            name = self._conflict_copy(name, REMARKS[1], 0)
        self._put(receiver, name, content, in_place)
        self._check(receiver)

    def _put(self, one: Machine, name: str, content: bytes, in_place: bool = False) -> None:
        """Each time with a time of its own, as it is where hours pass in between."""
        path = one.data / name
        if in_place:
            path.write_bytes(content)
        else:
            draft = one.data / ".draft"
            draft.write_bytes(content)
            draft.replace(path)
        self.ticks += 1
        os.utime(path, (self.ticks, self.ticks))

    def _conflict_copy(self, name: str, remark: str, number: int) -> str:
        return name.replace(".jsonl", remark.format(number) + ".jsonl")

    def _stale(self, one: Machine) -> Path | None:
        """A piece of a clone's journal that was put aside on the way; the whole of it is there by now."""
        path = one.data / self._conflict_copy(one.own, REMARKS[1], 0)
        return path if path.exists() else None


@pytest.fixture(scope="module")
def library_of_the_bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLREAD_DATA_DIR", str(home / "data"))
        patch.setenv("DLREAD_CACHE_DIR", str(home))
        with Library():
            pass
    return home / "library.db"


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_whatever_happens_between_machines(
    size: int, library_of_the_bundled: Path, counted: Callable[[str, int], None]
) -> None:
    kind = type(f"Machines{size}", (Machines,), {"size": size, "template": library_of_the_bundled})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=effort(3, 10),
            stateful_step_count=effort(40, 50),
            deadline=None,
            phases=[Phase.generate] + [Phase.shrink] * (EFFORT == 2),  # which takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    counted("steps of several machines", kind.steps)


def test_clones_that_wrote_at_one_instant_agree_whatever_the_conflict_copies_are_called(
    library_of_the_bundled: Path, tmp_path: Path
) -> None:
    """A copied container: one name, one stamp, two values; each has its own journal under the plain name."""
    with pytest.MonkeyPatch.context() as patch:
        one, other = (Machine(tmp_path / name, library_of_the_bundled, patch) for name in ("one", "other"))
        other.is_now(one)
        for clone, status in ((one, "read"), (other, "skipped")):
            ahead = {"at": "2099-01-01T00:00:00.000000Z", "key": "smac", "set": {}}
            (clone.data / "journal-ahead.jsonl").write_text(json.dumps(ahead) + "\n")
            clone.record({"smac": {"status": status}})
        for remark, clone, sender in ((REMARKS[0], one, other), (REMARKS[1], other, one)):
            copy = clone.own.replace(".jsonl", remark.format(1) + ".jsonl")
            shutil.copy(sender.data / sender.own, clone.data / copy)
        assert len({change.at for change in changes_in(one.data)}) == 1
        assert one.sees() == other.sees()


# --- the real program and a real sync tool -------------------------------------------------------------------------


def git(dlread: Dlread, *words: str) -> None:
    who = ["-c", "user.name=reader", "-c", "user.email=reader@example.org"]
    env = dlread.env | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "-C", str(dlread.data), *who, *words], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def exchange(dlread: Dlread) -> None:
    git(dlread, "add", "--all")
    git(dlread, "commit", "--quiet", "--allow-empty", "--message", "what I read")
    git(dlread, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
    git(dlread, "push", "--quiet", "origin", "HEAD:main")


def test_two_homes_are_kept_alike_by_git_without_a_word_of_configuration(
    tmp_path: Path, counted: Callable[[str, int], None]
) -> None:
    """One of the two has a clock that is ten years ahead."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    env = dict(os.environ) | {"GIT_CONFIG_GLOBAL": os.devnull}
    shared = tmp_path / "shared.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(shared)], env=env, check=True)
    homes = [Dlread(tmp_path / name) for name in ("ada", "bob")]
    homes[1].env |= wrong_clock(datetime.now(UTC).year + 10)
    for home in homes:
        home.data.mkdir(parents=True)
        git(home, "init", "--quiet", "-b", "main")
        git(home, "remote", "add", "origin", str(shared))
    git(homes[0], "commit", "--quiet", "--allow-empty", "--message", "the beginning")
    git(homes[0], "push", "--quiet", "origin", "HEAD:main")
    git(homes[1], "pull", "--quiet", "origin", "main")
    rounds = effort(5, 50)
    for number in range(rounds):
        for home, deed in zip(homes, ("mark-read", "mark-skipped"), strict=True):
            said = home(f"{deed} {KEYS[number % 3]}")
            assert said.split("\t")[1:2] in ([deed.removeprefix("mark-")], [])
            home(f"rate sdr {number % 5 + 1}" if number % 4 else "undo")
            exchange(home)
        exchange(homes[0])
        if number % 5 == 4:
            assert homes[0]("list --sort changed") == homes[1]("list --sort changed")
    counted("rounds of git between two homes", rounds)
    assert len(list(homes[0].data.glob("journal-*.jsonl"))) == 2
    assert sum(len(path.read_bytes().splitlines()) for path in homes[0].data.glob("journal-*.jsonl")) > rounds
