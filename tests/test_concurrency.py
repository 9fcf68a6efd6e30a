"""Many processes at once, some of them killed: every change that was acknowledged is there, nobody in the way."""

import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import PROGRAM, Dlread, effort
from quick import Call, Done, Quick

pytestmark = [pytest.mark.full_run, pytest.mark.real_starts]

KEYS = ("smac", "sdr", "pyg", "ms-rcnn", "adabound", "alipy", "lingvo", "gcnv2")
WRITERS = 16
ROUNDS = effort(1, 5)
"""So many tests share the work, and run side by side."""

ACKNOWLEDGED = "takes it back"


def tags_of(dlread: Dlread, quick: Quick) -> Counter[str]:
    """Every tag that starts with `try-`, with the number of entries that have it."""
    entries = json.loads(quick.run(dlread.env, "list", "--json").out)
    return Counter(tag for entry in entries for tag in entry["tags"] if tag.startswith("try-"))


def recorded(dlread: Dlread) -> Counter[str]:
    """The same of the journals' lines, all of which must be whole."""
    lines = [json.loads(line) for line in dlread.journals().splitlines()]
    return Counter(
        field.removeprefix("tag:") for line in lines for field in line["set"] if field.startswith("tag:try-")
    )


def called(dlread: Dlread, quick: Quick, is_real: bool, *words: str) -> Done:
    return Done(*dlread.run(words)) if is_real else quick.run(dlread.env, *words)


def at_once(*works: Callable[[], Iterable[str]]) -> list[str]:
    """All of them side by side; what they yield together."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [
            one for future in [pool.submit(lambda work=work: list(work())) for work in works] for one in future.result()
        ]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_of_sixteen_writers_and_many_readers_nothing_is_lost_and_nobody_fails(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], round_: int
) -> None:
    updates = effort(64, 320) // ROUNDS // WRITERS
    reads = effort(8, 80) // ROUNDS // 4
    reading = ("list", "next", "stats", "history --limit 5")

    def writer(number: int) -> Iterable[str]:
        for update in range(updates):
            tag = f"try-{round_}-{number}-{update}"
            done = called(dlread, quick, number % 15 == 0, "tag", KEYS[(number + update) % len(KEYS)], f"+{tag}")
            assert (done.status, ACKNOWLEDGED in done.err) == (0, True), done
            yield tag

    def reader(line: str) -> Iterable[str]:
        for number in range(reads):
            done = called(dlread, quick, number == 0, *line.split())
            assert (done.status, "dlread:" in done.err) == (0, False), done
            yield ""

    writers = [lambda number=number: writer(number) for number in range(WRITERS)]
    readers = [lambda line=line: reader(line) for line in reading]
    expected = Counter(filter(None, at_once(*writers, *readers)))
    assert recorded(dlread) == tags_of(dlread, quick) == expected
    assert len(expected) == updates * WRITERS
    stamps = [json.loads(line)["at"] for line in dlread.journals().splitlines()]
    assert stamps == sorted(set(stamps))
    dlread("doctor")
    counted("updates by 16 processes at once, none lost", len(expected))
    counted("reads meanwhile, none failed", reads * len(reading))


@pytest.mark.parametrize("round_", range(effort(1, 4)))
def test_first_calls_at_once_are_all_recorded(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], round_: int
) -> None:
    for _ in range(effort(2, 5)):
        calls = [quick.start(dlread.env, "mark-read", key) for key in KEYS[:2]]
        assert [call.wait().status for call in calls] == [0, 0]
        assert sorted(quick.run(dlread.env, "list", "--status", "read", "--keys").out.split()) == ["sdr", "smac"]
        assert len(dlread.journals().splitlines()) == 2
        assert len(list(dlread.data.glob("journal-*.jsonl"))) == 1
        subprocess.run(["rm", "-rf", str(dlread.home)], check=True)
        dlread.home.mkdir()
    real = [
        subprocess.Popen([PROGRAM, "mark-read", key], env=dlread.env, stdout=subprocess.DEVNULL) for key in KEYS[:2]
    ]
    assert [one.wait(timeout=60) for one in real] == [0, 0]
    assert len(dlread.journals().splitlines()) == 2
    counted("pairs of first calls at once", effort(2, 5) + 1)


@pytest.mark.parametrize("round_", range(effort(1, 2)))
def test_while_the_library_is_taken_away_and_built_all_go_on(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], round_: int
) -> None:
    updates = effort(4, 30)
    catalog = dlread.data / "catalogs" / "mine.yaml"
    catalog.parent.mkdir(parents=True)
    text = "catalog: mine\ntitle: {en: Mine}\nentries:\n- {key: mine, kind: paper, title: {en: Mine}}\n"
    catalog.write_text(text)
    chance = random.Random(round_)

    def writer(number: int) -> Iterable[str]:
        for update in range(updates):
            done = quick.run(dlread.env, "tag", KEYS[number], f"+try-{number}-{update}")
            assert (done.status, "dlread:" in done.err) == (0, False), done
            yield f"try-{number}-{update}"

    def reader() -> Iterable[str]:
        for _ in range(updates):
            done = quick.run(dlread.env, "list", "--keys")
            assert (done.status, done.err, "mine\n" in done.out) == (0, "", True), done
        yield ""

    def spoiler() -> Iterable[str]:
        for number in range(updates):
            time.sleep(chance.random() / 10)
            if number % 2:
                draft = catalog.with_name(".draft")
                draft.write_text(f"{text}# {number}\n")
                draft.replace(catalog)
            else:
                for path in dlread.cache.glob("library.*"):
                    path.unlink(missing_ok=True)
        yield ""

    writers = [lambda number=number: writer(number) for number in range(3)]
    expected = Counter(filter(None, at_once(*writers, reader, reader, spoiler)))
    assert recorded(dlread) == tags_of(dlread, quick) == expected
    dlread("doctor")
    counted("times the library was taken away or outdated while 5 processes used it", updates)


@pytest.mark.parametrize("round_", range(effort(1, 4)))
def test_killed_at_any_moment_writers_lose_nothing_that_was_acknowledged(
    dlread: Dlread, quick: Quick, counted: Callable[[str, int], None], round_: int
) -> None:
    chance = random.Random(round_)
    kills = effort(20, 200) // effort(1, 4)
    quick.run(dlread.env, "mark-read", "smac")
    acknowledged: Counter[str] = Counter()
    started = killed = 0
    running: list[tuple[Call, str]] = []

    def ended(call: Call, tag: str) -> None:
        nonlocal killed
        done = call.wait()
        killed += done.status == -9
        assert done.status in (0, -9), done
        if done.status == 0 or ACKNOWLEDGED in done.err:
            acknowledged[tag] += 1

    while killed < kills:
        while len(running) < 4:
            tag = f"try-{started}"
            running.append((quick.start(dlread.env, "tag", KEYS[started % len(KEYS)], f"+{tag}"), tag))
            started += 1
        time.sleep(chance.random() / 25)
        call, tag = running.pop(chance.randrange(4))
        call.kill()
        ended(call, tag)
        if chance.random() < 0.5:
            ended(*running.pop(0))
    for call, tag in running:
        ended(call, tag)
    found = recorded(dlread)
    assert found == tags_of(dlread, quick)
    assert set(acknowledged) <= set(found)
    assert set(found.values()) == {1}
    assert dlread.status("smac") == "read"
    dlread("doctor")
    counted("kills at a random moment, of four writers", killed)
    counted("updates acknowledged among them, none lost", len(acknowledged))
