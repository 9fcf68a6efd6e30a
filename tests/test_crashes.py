"""Killed at any system call that touches the home, nothing is lost, and a change is there wholly or not at all."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import EFFORT, Dlread, effort
from quick import Quick
from traced import Home, Point, need_strace, points, spread, tampered

pytestmark = pytest.mark.full_run

PARTS = effort(1, 4)
"""A command's crash points are shared out among so many tests, which run side by side."""

PAST = ("mark-read smac", "note pyg first words", "tag smac +thesis", "rate pyg 5", "list")
"""After the last, the library knows it all."""
BULK = "mark-read lee-intro lee-rnn lee-cnn lee-variants sdr alipy lingvo"

COMMANDS = {
    "the first ever": ((), "mark-read smac sdr"),
    "mark-read": (PAST, "mark-read sdr"),
    "a bulk": (PAST, BULK),
    "undo": (PAST, "undo"),
    "note": (PAST, "note sdr second words"),
    "a cold library": (PAST, "list"),
}


class Scene:
    """A home with a past, and a command that will be killed in it."""

    def __init__(self, dlread: Dlread, quick: Quick, name: str) -> None:
        need_strace()
        past, line = COMMANDS[name]
        self.dlread, self.quick, self.words = dlread, quick, line.split()
        self.is_cold = name == "a cold library"
        self.home = Home(dlread)
        for step in past:
            self.quietly(*step.split())
        self.home.keep()
        self.before = self.answers()
        self.old = self.home.journal()
        self.quietly(*self.words)
        self.after = self.answers()

    def begin(self) -> None:
        """As it was, with a library that knows it, or one that must be made."""
        self.home.restore()
        if self.is_cold:
            for path in self.dlread.cache.rglob("*"):
                if path.is_file():
                    path.unlink()

    def quietly(self, *words: str) -> str:
        """What a call prints, which must succeed without alarm."""
        done = self.quick.run(self.dlread.env, *words)
        assert done.status == 0, (words, done)
        assert "dlread:" not in done.err, (words, done)
        return done.out

    def answers(self) -> tuple[Any, Any]:
        """All entries with all that is personal, and what was done, without the times."""
        entries = json.loads(re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", self.quietly("list", "--json")))
        told = self.quietly("history", "--json", "--limit", "100")
        steps = json.loads(re.sub(r"note:\d+", "note:TIME", told))
        return entries, [(step["key"], step["set"], bool(step["undoes"])) for step in steps]


def chosen(found: list[Point]) -> list[Point]:
    """In a short run a few; in a full one all but SQLite's many alike, its pages and locks; in a long one all."""
    pages = [point for point in found if point.is_of_the_cache and point.call in ("pwrite64", "fcntl")]
    others = [point for point in found if point not in pages]
    own = [point for point in others if not point.is_of_the_cache]
    if EFFORT == 0:
        return spread(own[-4:] or others, 2)
    return [*spread(pages, effort(0, 6)), *others]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_anywhere_a_command_loses_nothing(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], name: str, part: int
) -> None:
    scene = Scene(dlread, quick, name)
    scene.begin()
    found = points(dlread, scene.words)
    assert {point.call for point in found} >= {"openat", "pwrite64", "flock", "fdatasync"}
    killed = 0
    for number, point in enumerate(chosen(found)[part::PARTS]):
        scene.begin()
        done = tampered(dlread, scene.words, **{point.call: f"signal=SIGKILL:when={point.number}"})
        killed += done.returncode == -9
        writes_at_once = number % 2 == 1
        check(scene, point, "takes it back" in done.stderr or done.returncode == 0, writes_at_once)
    assert killed > 0
    counted("crash points, the program killed at each", killed)


def check(scene: Scene, point: Point, is_acknowledged: bool, writes_at_once: bool) -> None:
    journal = scene.home.journal()
    assert journal.startswith(scene.old), point
    is_done = journal != scene.old
    assert is_done or not is_acknowledged, point
    if writes_at_once:  # the next command meets what the killed one left, before any reader has seen it
        scene.quietly("rate", "adabound", "4")
        scene.quietly("undo")
        entries, steps = scene.answers()
        assert [step[0] for step in steps[:2]] == ["adabound", "adabound"], point
        seen = entries, steps[2:]
    else:
        seen = scene.answers()
    assert seen == (scene.after if is_done else scene.before), point
    scene.quietly("doctor")
    assert scene.quietly("mark-reading", "ms-rcnn").startswith("ms-rcnn\treading\t")
    assert scene.home.journal().startswith(journal), point
