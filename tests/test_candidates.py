"""What Tab offers, as files beside the library: always what the library has, and never in the way of a command."""

import json
import os
import random
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Dlread, effort
from quick import Quick

from dlread_cli.storage import candidates

pytestmark = [pytest.mark.full_run, pytest.mark.first_calls]

STATUS = dict(zip("ugrs1234", ["unread", "reading", "read", "skipped"] * 2, strict=True))
"""By the sign; a digit is that of an entry which the reader added."""


class Files(NamedTuple):
    directory: Path

    def lines(self, name: str) -> list[list[str]]:
        text = (self.directory / name).read_text("utf-8")
        assert not text or text.endswith("\n")
        return [line.split("\t") for line in text.splitlines()]

    def names(self, name: str) -> list[str]:
        return [line[0] for line in self.lines(name)]

    def entries(self) -> dict[str, tuple[str, str, str]]:
        """Key -> status, title, Chinese title, as a shell reads them. No key may stand there twice."""
        lines = [line for line in self.lines("recent") + self.lines("keys") if line[1] != "x"]
        assert len({line[0].lower() for line in lines}) == len(lines)
        return {key: (STATUS[sign], en, zh or en) for key, sign, en, zh in lines}

    def inode(self, name: str) -> int:
        return (self.directory / name).stat().st_ino


@pytest.fixture
def files(dlread: Dlread) -> Files:
    dlread("list")
    return Files(dlread.cache / "candidates")


def listed(run: Callable[[str], str]) -> dict[str, tuple[str, str, str]]:
    """The same of the library, as a command shows it."""
    rows = {}
    for language in ("en", "zh"):
        for line in run(f"list --lang {language}").splitlines():
            key, status, _, _, title, *_ = line.split("\t")
            rows.setdefault(key, [status]).append(title[:100].strip())
    return {key: (row[0], row[1], row[2]) for key, row in rows.items()}


def assign(dlread: Dlread, machine: str, number: int, key: str, **fields: object) -> None:
    """A line of another machine's journal arrives."""
    dlread.data.mkdir(parents=True, exist_ok=True)
    at = f"2026-03-01T00:{number // 60:02}:{number % 60:02}.000000Z"
    with (dlread.data / f"journal-{machine}.jsonl").open("a", encoding="utf-8") as journal:
        journal.write(
            json.dumps({"at": at, "key": key, "set": {k.replace("__", ":"): v for k, v in fields.items()}}) + "\n"
        )


def test_the_first_command_makes_them(dlread: Dlread, files: Files) -> None:
    assert files.entries() == listed(dlread)
    assert files.lines("keys")[0] == [
        *(
            "adabound",
            "u",
            "Adaptive Gradient Methods with Dynamic Bound of Learning Rate",
            "学习率动态有界的自适应梯度方法",
        )
    ]
    assert files.names("keys") == sorted(files.names("keys"), key=str.lower)
    assert files.names("catalogs") == ["dl-research-2019", "lee-deep-learning-in-a-day"]
    assert ["rl", "u", "reinforcement learning", "强化学习"] in files.lines("tags")
    assert files.names("recent") == []


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_they_are_the_owner_s_alone(files: Files) -> None:
    assert stat.S_IMODE(files.directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.directory.iterdir()} == {0o600}


def test_a_status_overwrites_one_byte(dlread: Dlread, files: Files) -> None:
    before = files.inode("keys")
    dlread("mark-read smac")
    dlread("mark-reading lee-cnn")
    dlread("mark-skipped sdr")
    assert {key: entry[0] for key, entry in files.entries().items() if entry[0] != "unread"} == {
        "smac": "read",
        "sdr": "skipped",
        "lee-cnn": "reading",
        "lee-variants": "reading",  # the section that it is in
    }
    assert (files.inode("keys"), files.names("recent")) == (before, [])
    for _ in range(3):
        dlread("undo")
    assert {entry[0] for entry in files.entries().values()} == {"unread"}


def test_what_is_added_and_renamed_waits_in_a_file_of_its_own(dlread: Dlread, files: Files) -> None:
    before = files.inode("keys")
    assign(dlread, "other", 0, "attention", title="Attention", tag__mine=True)
    assign(dlread, "other", 1, "smac", title="StarCraft")
    dlread("mark-read attention")
    assert files.lines("recent") == [
        ["attention", "3", "Attention", ""],
        ["smac", "u", "StarCraft", "星际争霸多智能体挑战"],
    ]
    assert files.inode("keys") == before
    assert "mine" in files.names("tags")
    assert files.names("catalogs")[-1] == "own"
    assert files.entries() == listed(dlread)


def test_what_is_taken_away_is_offered_no_longer(dlread: Dlread, files: Files) -> None:
    assign(dlread, "other", 0, "attention", title="Attention", tag__mine=True)
    dlread("list")
    (dlread.data / "journal-other.jsonl").unlink()
    dlread("list")
    assert "attention" not in files.entries()
    assert "mine" not in files.names("tags")
    assert files.entries() == listed(dlread)


def test_a_new_library_has_new_ones(dlread: Dlread, files: Files) -> None:
    assign(dlread, "other", 0, "attention", title="Attention")
    dlread("list")
    (dlread.data / "journal-other.jsonl").unlink()
    (dlread.cache / "library.db").unlink()
    dlread("list")
    assert files.entries() == listed(dlread)


def test_many_changes_at_once_write_all_anew(dlread: Dlread, files: Files) -> None:
    before = files.inode("keys")
    for number in range(candidates.PATCH_LIMIT + 1):
        assign(dlread, "other", number, f"paper{number}", title=f"Paper {number}")
    dlread("list")
    assert files.inode("keys") != before
    assert files.names("recent") == []
    assert files.entries() == listed(dlread)


def test_many_changes_one_by_one_write_all_anew(dlread: Dlread, files: Files, quick: Quick) -> None:
    for start in range(0, candidates.PATCH_LIMIT + 100, 100):
        for number in range(start, start + 100):
            assign(dlread, "other", number, f"paper{number}", title=f"Paper {number}")
        quick.run(dlread.env, "list")
        assert len(files.names("recent")) == (start + 100 if start + 100 <= candidates.PATCH_LIMIT else 0)
    assert files.entries() == listed(dlread)


def steps(dlread: Dlread, quick: Quick, chance: random.Random) -> Iterator[int]:
    """Changes of all kinds, here and on another machine, some of them at once."""
    keys = ["smac", "sdr", "lee-cnn", "lee-dropout", "lee-variants", "pyg", *(f"Own-{number}" for number in range(5))]
    for number in range(effort(12, 40)):
        for part in range(chance.choice([1, 1, 3])):
            if chance.random() < 0.6:
                fields = chance.choice(
                    [{"title": f"T{number}"}, {"title": None}, {"status": "read"}, {"title:zh": "题"}]
                )
                assign(
                    dlread,
                    "other",
                    3 * number + part,
                    chance.choice(keys),
                    **{k.replace(":", "__"): v for k, v in fields.items()},
                )
        verb = chance.choice(["mark-read", "mark-reading", "mark-unread", "undo", "list", "list"])
        quick.run(dlread.env, verb, *([chance.choice(keys[:6])] if verb.startswith("mark") else []))
        yield number


def test_they_are_what_the_library_has_after_every_change(
    dlread: Dlread, files: Files, quick: Quick, counted: Callable[[str, int], None]
) -> None:
    for _ in steps(dlread, quick, random.Random(2026)):
        assert files.entries() == listed(lambda line: quick.run(dlread.env, *line.split()).out)
        counted("changes after which the candidates were right", 1)


def test_whoever_is_killed_leaves_nothing_that_the_next_command_does_not_mend(
    dlread: Dlread, files: Files, quick: Quick, counted: Callable[[str, int], None]
) -> None:
    chance = random.Random(2026)
    for number in range(effort(10, 60)):
        assign(dlread, "other", number, f"own{number % 7}", title=f"T{number}", tag__mine=bool(number % 2))
        call = quick.start(dlread.env, "mark-unread" if number % 2 else "mark-read", "smac")
        time.sleep(chance.uniform(0, 0.03))
        call.kill()
        call.wait()
        quick.run(dlread.env, "list", "--limit", "1")
        assert files.entries() == listed(lambda line: quick.run(dlread.env, *line.split()).out)
        counted("kills after which the candidates were right", 1)


@pytest.mark.parametrize("harm", ["missing", "empty", "noise", "directory", "pipe"])
def test_whatever_is_wrong_with_them_no_command_fails_and_all_can_be_made_anew(
    dlread: Dlread, files: Files, harm: str, quick: Quick
) -> None:
    whole = files.entries()
    for name in ("keys", "recent", "tags", "catalogs"):
        path = files.directory / name
        path.unlink()
        if harm == "directory":
            path.mkdir()
        elif harm == "pipe":
            os.mkfifo(path)
        elif harm != "missing":
            path.write_bytes(random.Random(5).randbytes(10_000) if harm == "noise" else b"")
        for verb in ("mark-read", "mark-unread"):
            done = quick.run(dlread.env, verb, "smac")
            assert done.status == 0
            assert "dlread undo takes it back" in done.err
        if harm == "directory":
            path.rmdir()
        assert quick.run(dlread.env, "completion", "--refresh") == ("", "", 0)
        assert files.entries() == whole


def test_a_disk_without_room_costs_only_the_candidates(dlread: Dlread, files: Files) -> None:
    dlread.as_anybody()
    files.directory.chmod(0o500)
    try:
        assign(dlread, "other", 0, "attention", title="Attention")
        assert dlread.status("attention") == "unread"
    finally:
        files.directory.chmod(0o700)
    assign(dlread, "other", 1, "attention", title="Attention again")
    dlread("list")
    assert files.entries() == listed(dlread)


TITLES = {
    "a\x1b]0;owned\x07b": "a ]0;owned b",
    "one\ttwo\nthree": "one two three",
    "a\u202eb\u200bc\ud800d"[:5] + "e": "a b ce",
    "x" * 30_000: "x" * 100,
    "\x00" * 30_000: "",
    "学" * 200: "学" * 100,
    "  much \u3000 room  ": "much room",
    "$(touch PWNED) `id` [link=x]": "$(touch PWNED) `id` [link=x]",
}


@pytest.mark.parametrize(("title", "line"), TITLES.items(), ids=range(len(TITLES)))
def test_titles_are_on_one_line_without_anything_unseen(dlread: Dlread, files: Files, title: str, line: str) -> None:
    assign(dlread, "other", 0, "hostile", title=title)
    dlread("list")
    assert files.lines("recent") == [["hostile", "1", line, ""]]
    assert dlread("completion --refresh") == ""
    assert ["hostile", "1", line, ""] in files.lines("keys")
