"""What another version of the program left: a newer one's journal and library, and what becomes of them here."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Dlread, effort, seal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlread_cli.domain.fields import BY_NAME
from dlread_cli.storage import journal, schema

pytestmark = pytest.mark.first_calls

AT = "2026-01-02T03:04:05.{:06}Z"


def line(number: int, key: str = "smac", **more: Any) -> dict[str, Any]:
    """As a later version might write it."""
    return {"at": AT.format(number), "key": key, "set": {}} | more


LATER = [
    line(1, set={"status": "read", "shelf": "top", "due": {"on": "2027-01-01"}}),
    line(2, set={"status": "devoured"}),
    line(3, set={"rating": 4.5}),
    line(4, set={"rating": 4}, by="phone", seq=17, why=None),
    line(5, set={"tag:thesis": True, "tag:!!": True, "tag:heat": 0.7, "link:pdf": ["https://x.org/a", "https://x.org/b"]}),
    line(6, key="sdr", set={"highlight:3": {"page": 7, "text": "注"}}),
    line(7, key="pyg", set={"status": {"en": "read"}}, op="merge"),
    line(8, key="adabound", set={"note": "plain", "note:zh": "注记"}, undoes=None),
    {"at": AT.format(9), "op": "rename", "from": "smac", "to": "smacv2"},
    {"v": 2, "stamp": [2026, 1, 2], "items": []},
    line(10, key="key/with/slashes", set={"status": "read"}),
    ["a", "line", "of", "another", "kind"],
]  # fmt: skip


def journal_of_a_later_version(dlread: Dlread, lines: list[Any] = LATER) -> Path:
    dlread.data.mkdir(parents=True, exist_ok=True)
    path = dlread.data / "journal-later.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines), "utf-8")
    path.chmod(0o600)
    return path


def test_a_later_version_s_journal_is_read_as_far_as_it_is_understood_and_kept(dlread: Dlread) -> None:
    path = journal_of_a_later_version(dlread)
    before = path.read_bytes()
    (smac,) = json.loads(dlread("show smac --json"))
    assert (smac["status"], smac["rating"], "thesis" in smac["tags"]) == ("read", 4, True)
    assert dlread("list --keys --status read") == "smac\n"
    assert dlread("note adabound") == "plain\n"
    for change in ("mark-skipped smac", "rate smac 2", "undo", "undo", "tag smac -thesis", "note smac ours"):
        dlread(change)
    assert dlread.status("smac") == "read"
    assert path.read_bytes() == before
    (own,) = set(dlread.data.glob("journal-*.jsonl")) - {path}
    assert "shelf" not in own.read_text()


def test_doctor_names_the_lines_but_not_the_fields_that_it_does_not_understand(dlread: Dlread) -> None:
    path = journal_of_a_later_version(dlread)
    told = dlread.run("doctor").out.splitlines()
    named = [text.split(", line ")[1] for text in told if str(path) in text]
    assert [text.split(":")[0] for text in named] == ["2", "3", "7", "9", "10", "11", "12"]
    assert named[:3] == [
        "2: 'status' cannot be \"devoured\"; ignored, and kept",
        "3: 'rating' cannot be 4.5; ignored, and kept",
        "7: 'status' cannot be an object; ignored, and kept",
    ]
    journal_of_a_later_version(dlread, [LATER[0], *LATER[3:6], LATER[7]])
    assert dlread.run("doctor").status == 0


def test_undo_on_the_later_version_s_own_machine_leaves_its_fields_alone(dlread: Dlread) -> None:
    """The program was set back: its own journal has lines of the version before."""
    dlread("mark-read sdr")
    (own,) = dlread.data.glob("journal-*.jsonl")
    at = json.loads(own.read_text())["at"].replace("2026", "2027")
    with own.open("a") as file:
        file.write(json.dumps({"at": at, "key": "smac", "set": {"shelf": "top", "status": "read"}}) + "\n")
    before = own.read_bytes()
    dlread("undo")
    assert dlread.status("smac") == "unread"
    assert own.read_bytes().startswith(before)
    *_, last = own.read_text().splitlines()
    assert json.loads(last)["set"] == {"status": None}
    dlread("undo")
    assert dlread.status("sdr") == "unread"


def another_version(path: Path, number: int) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA user_version = {number}")
    db.close()
    seal(path)


@pytest.mark.parametrize("number", [schema.VERSION + 1, schema.VERSION - 1, 999, -1])
def test_a_library_of_another_version_is_built_anew(dlread: Dlread, number: int) -> None:
    """So that an update which understands more reads it from the journals, which have it."""
    journal_of_a_later_version(dlread)
    seen = dlread("list --json")
    library = dlread.cache / "library.db"
    with closing(sqlite3.connect(library)) as db, db:  # what another version may have understood otherwise
        db.execute("UPDATE entries SET status = 'skipped', rating = 1")
    db.close()
    seal(library)
    assert dlread("list --json") != seen
    another_version(library, number)
    assert dlread.run("list --json") == (seen, "", 0)
    with closing(sqlite3.connect(library)) as db, db:
        assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    db.close()


def test_two_versions_may_take_turns(dlread: Dlread) -> None:
    for stars in range(1, effort(3, 6)):
        dlread(f"rate smac {stars}")
        another_version(dlread.cache / "library.db", 999)
        assert json.loads(dlread("show smac --json"))[0]["rating"] == stars
    assert len(dlread.journals().splitlines()) == effort(3, 6) - 1


# --- any later version ----------------------------------------------------------------------------------------------

scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=9)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner), max_leaves=6
)
names = st.text(st.characters(exclude_categories=("Cs",)), max_size=9)
unknown = names.filter(lambda name: name not in BY_NAME and not name.startswith(("tag:", "link:")))
understood = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["read", "skipped", None]),
        "rating": st.integers(1, 5),
        "note": st.text(max_size=9),
        "tag:thesis": st.booleans(),
    },
)
members = names.filter(lambda name: name not in ("at", "key", "set", "undoes"))


@pytest.mark.full_run
@settings(max_examples=effort(30, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=understood, new=st.dictionaries(unknown, anything), more=st.dictionaries(members, anything))
def test_what_is_understood_counts_whatever_stands_around_it(
    counted: Callable[[str, int], None], known: dict[str, Any], new: dict[str, Any], more: dict[str, Any]
) -> None:
    plain = journal.parse(json.dumps(line(1, set=known)).encode(), "ada")
    later = journal.parse(json.dumps(more | line(1, set=new | known)).encode(), "ada")
    assert later == plain
    assert later.values == known
    counted("lines of later versions", 1)
