"""A library that was damaged at random gives the right answers, as if nothing had happened. The seeds are fixed."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import PROGRAM, Dlread, effort, restore, seal
from quick import Done, Quick

pytestmark = [pytest.mark.full_run, pytest.mark.first_calls]

TRIALS = effort(3, 200)
"""Of each kind of damage."""

BEHIND_THE_CLOCK = effort(3, 40)
"""Of each kind, as on a disk that decays without a time stamp."""

PARTS = effort(1, 8)
"""So many tests share the trials, and run side by side."""

ASKED = 3
"""Questions after each damage, in any order; the first one heals what can be healed."""

CHANGED = 3
"""One in so many is damaged once more, before a change."""

PAGE_BYTES = 4096

QUESTIONS = (
    "list",
    "list --status reading --json",
    "show smac",
    "show sdr --json",
    "search starcraft --json",
    "search strcraft",
    "next",
    "history",
    "stats --json",
    "tags",
    "catalog --json",
    "doctor",
)
# --- three kinds of damage -----------------------------------------------------------------------------------------


def bytes_overwritten(path: Path, dice: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 5, 50))):
        length = dice.choice((1, 16, 400))
        start = dice.randrange(len(raw) - length)
        raw[start : start + length] = dice.randbytes(length)
    path.write_bytes(raw)


def pages_zeroed_swapped_or_cut_off(path: Path, dice: random.Random) -> None:
    raw = path.read_bytes()
    pages = [raw[start : start + PAGE_BYTES] for start in range(0, len(raw), PAGE_BYTES)]
    how = dice.choice(("zeroed", "swapped", "cut off"))
    one, other = dice.sample(range(len(pages)), 2)
    if how == "zeroed":
        pages[one] = bytes(PAGE_BYTES)
    elif how == "swapped":
        pages[one], pages[other] = pages[other], pages[one]
    else:
        del pages[one:]
        pages.append(bytes(dice.randrange(PAGE_BYTES)))
    path.write_bytes(b"".join(pages))


VALUES = (
    *("CAST(x'ff80' AS TEXT)", "'nonsense'", "'{'", "'zzzz'", "''", "NULL", "x'00ff'", "-1", "9e99"),
    *("1000000000000000000", "COLUMN + 5", "lower(COLUMN)", "upper(COLUMN)", "substr(COLUMN, 2)"),
)


def values_changed(path: Path, dice: random.Random) -> None:
    """A value, a row, or what an index has of a row. Where SQLite refuses the one, another is tried."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("PRAGMA writable_schema = ON")
        while True:
            try:
                db.execute("SAVEPOINT one")
                before = db.total_changes
                _change(db, dice)
                if db.total_changes > before:
                    db.execute("RELEASE one")
                    return
                db.execute("ROLLBACK TO one")
            except sqlite3.Error:
                db.execute("ROLLBACK TO one")


def _change(db: sqlite3.Connection, dice: random.Random) -> None:
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage ORDER BY name"
    table = dice.choice([name for (name,) in db.execute(sql)])
    columns = [row[1] for row in db.execute(f"PRAGMA table_info ({table})")]
    column = dice.choice(columns)
    some = f"random_place % {dice.choice((1, 2, 7, 40))} = 0"
    rows = f"{columns[0]} IN (SELECT {columns[0]} FROM (SELECT *, row_number() OVER () random_place FROM {table}) "
    where = f"{rows} WHERE {some})"
    how = dice.choice(("value", "value", "value", "row", "index"))
    if how == "row":
        db.execute(f"DELETE FROM {table} WHERE {where}")
    elif how == "value":
        value = dice.choice(VALUES).replace("COLUMN", column)
        db.execute(f"UPDATE {table} SET {column} = {value} WHERE {where}")
    else:  # away from its table, but not from its index
        indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        name, sql = dice.choice(db.execute(indexes).fetchall())
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        other = dice.choice(db.execute(indexes).fetchall())[0]
        db.execute("UPDATE sqlite_schema SET rootpage = ? WHERE name = ?", (page, other))


DAMAGES = (bytes_overwritten, pages_zeroed_swapped_or_cut_off, values_changed)


# --- a home, and what it answers -----------------------------------------------------------------------------------


class Home(NamedTuple):
    env: dict[str, str]
    place: Path
    kept: Path
    quick: Quick

    @property
    def library(self) -> Path:
        return self.place / "cache/library.db"

    def restore(self) -> None:
        """As it was in the beginning, with a library that is whole and knows all its sources."""
        restore(self.place, self.kept)

    def ask(self, *lines: str) -> dict[str, Done]:
        return {line: self.quick.run(self.env, *line.split()) for line in lines}

    def change(self) -> list[str]:
        """What it says, and what there is afterwards; it must not be recorded twice."""
        said = self.ask("mark-read adabound", "list --status read")
        assert sum(path.read_text().count('"adabound"') for path in self.place.glob("data/journal-*.jsonl")) == 1
        return [done.out for done in said.values()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, quick: Quick) -> Home:
    place = tmp_path_factory.mktemp("home")
    env = Dlread(place).env | {f"DLREAD_{name.upper()}_DIR": str(place / name) for name in ("data", "cache", "state")}
    for line in ("mark-read smac", "mark-reading sdr", "rate smac 4", "note sdr good", "tag pyg +thesis", "list"):
        assert quick.run(env, *line.split()).status == 0
    kept = tmp_path_factory.mktemp("kept")
    shutil.copytree(place, kept, dirs_exist_ok=True)
    return Home(env, place, kept, quick)


Damage = Callable[[Path, random.Random], None]
each_kind = pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
each_part = pytest.mark.parametrize("part", range(PARTS))


@each_kind
@each_part
def test_a_damaged_library_answers_like_a_whole_one(
    home: Home, damage: Damage, part: int, counted: Callable[[str, int], None]
) -> None:
    home.restore()
    right, changed = home.ask(*QUESTIONS), home.change()
    seeds = range(part, TRIALS, PARTS)
    for seed in seeds:
        dice = random.Random(f"{damage.__name__} {seed}")
        home.restore()
        damage(home.library, dice)
        for line, done in home.ask(*dice.sample(QUESTIONS, ASKED)).items():
            assert done == right[line], (seed, line)
    counted("libraries damaged at random that answered right", len(seeds))
    for seed in seeds[::CHANGED]:
        home.restore()
        damage(home.library, random.Random(f"{damage.__name__} {seed} before a change"))
        assert home.change() == changed, seed
    counted("libraries damaged at random before a change, which was recorded once", len(seeds[::CHANGED]))


@pytest.mark.skipif(os.name != "posix", reason="there ctime is the time when a file was made")
def test_a_change_is_noticed_though_its_time_was_put_back(home: Home) -> None:
    home.restore()
    right = home.ask("list")
    before = home.library.stat()
    raw = home.library.read_bytes()
    assert b"StarCraft" in raw
    with home.library.open("r+b") as file:  # the same inode, mode and size
        file.write(raw.replace(b"StarCraft", b"StarKraft"))
    os.utime(home.library, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert home.ask("list") == right


def with_a_title_that_is_no_text(library: Path, key: str) -> None:
    with closing(sqlite3.connect(library)) as db, db:
        db.execute("UPDATE entries SET title = x'00ff', title_zh = '' WHERE key = ?", (key,))
    seal(library)


def test_a_value_that_is_found_to_be_none_while_rows_are_made_is_no_matter(home: Home) -> None:
    home.restore()
    right = home.ask("list")
    with_a_title_that_is_no_text(home.library, "pyg")
    assert home.ask("list") == right


def test_what_ends_a_command_in_the_middle_of_its_output_ends_no_other(dlread: Dlread) -> None:
    dlread.data.mkdir(parents=True)
    lines = (
        {"at": f"2026-01-01T00:00:00.{number:06}Z", "key": f"added{number}", "set": {"title": "Added"}}
        for number in range(1100)
    )
    (dlread.data / "journal-other.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    right = dlread("list")
    with_a_title_that_is_no_text(dlread.cache / "library.db", "added1099")
    call = [PROGRAM, "list"]
    first = subprocess.run(call, env=dlread.env, capture_output=True, text=True, timeout=60, check=False)
    assert (first.returncode, len(first.stdout.splitlines())) == (1, 1000)
    assert dlread.run("list") == (right, "", 0)


@each_kind
@each_part
def test_damage_that_changes_no_time_crashes_nothing(
    home: Home, damage: Damage, part: int, counted: Callable[[str, int], None]
) -> None:
    home.restore()
    right = home.ask(*QUESTIONS)
    wrong = 0
    seeds = range(part, BEHIND_THE_CLOCK, PARTS)
    for seed in seeds:
        dice = random.Random(f"{damage.__name__} {seed}")
        home.restore()
        damage(home.library, dice)
        seal(home.library)
        answers = home.ask(*dice.sample(QUESTIONS, ASKED))
        assert not any("Traceback" in done.err for done in answers.values()), seed
        wrong += any(done != right[line] for line, done in answers.items())
    counted("libraries damaged behind the clock's back that crashed nothing", len(seeds))
    counted("of these, with an answer that was wrong", wrong)
