"""dlread edit KEY key=NEW: what the reader added gets another key, on all machines."""

import json
import re
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, Screen
from world import World

ATTENTION = "1706.03762"
ATTENTION_ROW = "unread\tpaper\t\tarXiv:1706.03762\thttps://arxiv.org/abs/1706.03762\n"


def entry(dlread: Dlread, key: str) -> dict[str, Any]:
    (found,) = json.loads(dlread(f"show --json {key}"))
    return dict(found)


def own_keys(dlread: Dlread) -> str:
    return dlread("list catalog:own --keys").replace("\n", " ").strip()


@pytest.fixture
def added(dlread: Dlread) -> Dlread:
    dlread(f"add {ATTENTION} --no-fetch --key vaswani")
    return dlread


def test_a_new_key_is_shown_and_the_old_one_is_an_alias(added: Dlread) -> None:
    assert added.run("edit vaswani key=Attn") == (
        "Attn\t" + ATTENTION_ROW,
        "renamed vaswani to Attn · dlread undo takes it back\n",
        0,
    )
    assert own_keys(added) == "Attn"
    for name in ("attn", "vaswani", "VASWANI", ATTENTION):
        assert entry(added, name)["key"] == "Attn"
    assert entry(added, "Attn")["aliases"] == ["vaswani"]
    assert added("search --keys attn") == "Attn\n"
    assert added.run("doctor").status == 0


def test_all_that_was_said_of_it_follows_and_all_that_is_said_later(added: Dlread) -> None:
    added("note vaswani first")
    added("mark-reading vaswani")
    added(["edit", "vaswani", "bibtex=@misc{theirs, title = {Attention}, year = 2017}"])
    added("edit vaswani key=attn tags=nlp")
    added("rate attn 5")
    added("tag vaswani +thesis")
    added("note attn second")
    found = entry(added, "attn")
    assert (found["status"], found["rating"], found["tags"]) == ("reading", 5, ["nlp", "thesis"])
    assert [line[11:] for line in found["note"].splitlines()] == ["first", "second"]
    assert added("cite attn").splitlines()[0] == "@misc{attn,"
    assert {line["key"] for line in map(json.loads, added.journals().splitlines())} == {"vaswani"}
    assert {line.split("\t")[2] for line in added("history vaswani").splitlines()} == {"attn"}


def test_undo_takes_it_back_and_redo_brings_it_again(added: Dlread) -> None:
    added("edit vaswani key=attn")
    added("edit attn key=transformer")
    assert entry(added, "attn")["aliases"] == ["vaswani", "attn"]
    assert added.run("undo").err.startswith("undone: renamed attn to transformer (")
    assert own_keys(added) == "attn"
    assert added.run("show transformer").status == 1
    assert added.run("undo").out == "vaswani\t" + ATTENTION_ROW
    assert entry(added, "vaswani")["aliases"] == []
    assert added.run("redo").out == "attn\t" + ATTENTION_ROW
    told = [line.split("\t")[3] for line in added("history attn").splitlines()]
    assert told == [
        "redone, renamed to attn",
        "undone, renamed back",
        "undone, renamed to attn",
        "renamed attn to transformer",
        "renamed vaswani to attn",
        "added",
    ]


def test_it_can_be_renamed_back(added: Dlread) -> None:
    added("edit vaswani key=attn")
    added("edit attn key=vaswani")
    assert (own_keys(added), entry(added, "attn")["aliases"]) == ("vaswani", ["attn"])
    added("edit vaswani key=Vaswani")
    assert (own_keys(added), entry(added, "attn")["aliases"]) == ("Vaswani", ["attn"])
    assert added.run("edit vaswani key=Vaswani").err == "Vaswani is unchanged\n"


def test_without_its_alias_it_is_still_found_by_the_old_key(added: Dlread) -> None:
    added("edit vaswani key=attn")
    added("edit attn aliases=")
    assert entry(added, "vaswani")["aliases"] == []
    added("mark-read vaswani")
    assert added.status("attn") == "read"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("vaswani key=smac", "'smac' is already a name of smac; choose another key"),
        ("vaswani key=attention", "'attention' is already a name of lee-attention; choose another key"),
        ("vaswani key=", "'key' cannot be cleared, only replaced"),
        ("vaswani key=a/b", "'a/b' is not a key; write it like attention"),
        (
            "smac key=starcraft",
            "smac is from the catalog dl-research-2019 and keeps its key; "
            "dlread edit smac aliases=starcraft adds another name",
        ),
        (
            "smac key=attention",
            "smac is from the catalog dl-research-2019 and keeps its key; "
            "'attention' is already a name of lee-attention",
        ),
    ],
)
def test_a_key_that_cannot_be_is_refused(added: Dlread, words: str, message: str) -> None:
    before = added.journals()
    assert added.run(f"edit {words}") == ("", f"dlread: {message}\n", 1)
    assert added.journals() == before


def test_a_key_of_what_was_renamed_is_not_given_again(added: Dlread) -> None:
    added("edit vaswani key=attn")
    for key in ("vaswani", "attn"):
        result = added.run(f"add 1810.04805 --no-fetch --key {key}")
        assert result.err == f"dlread: the key '{key}' is taken, which is 'arXiv:1706.03762'; choose another\n"


def test_it_can_be_removed_and_comes_back_with_its_key(added: Dlread) -> None:
    added("edit vaswani key=attn")
    added("remove attn")
    assert own_keys(added) == ""
    assert added.run("doctor").status == 0
    added("undo")
    assert (own_keys(added), entry(added, "vaswani")["key"]) == ("attn", "attn")


def test_a_draft_has_the_key(added: Dlread) -> None:
    draft = added("edit vaswani")
    assert draft.splitlines()[1] == "key: vaswani"
    added("edit vaswani -", stdin=draft.replace("key: vaswani", "key: attn"))
    assert own_keys(added) == "attn"
    without = "\n".join(line for line in added("edit attn").splitlines() if not line.startswith("key:"))
    assert added.run("edit attn -", stdin=without).err == "attn is unchanged\n"
    assert "\nkey:" not in added("edit smac")


def offered(dlread: Dlread, *keys: str) -> list[str]:
    """Key and sign of those that the files for completion have."""
    texts = [(dlread.cache / "candidates" / name).read_text() for name in ("keys", "recent")]
    parts = [line.split("\t")[:2] for text in texts for line in text.splitlines()]
    return [f"{key} {sign}" for key, sign in parts if key in keys and sign != "x"]


def test_tab_offers_the_new_key(added: Dlread) -> None:
    added("edit vaswani key=attn")
    assert offered(added, "attn") == ["attn 1"]
    added("mark-read attn")
    assert offered(added, "attn", "vaswani") == ["attn 3"]
    added("edit attn key=transformer")
    assert offered(added, "attn", "vaswani", "transformer") == ["transformer 3"]


def test_what_is_renamed_while_its_note_is_written_gets_the_note(
    added: Dlread, terminal: Callable[..., Screen]
) -> None:
    program = added.home / "ed"
    program.write_text(f'#!/bin/sh\n"{PROGRAM}" edit attn key=transformer\necho kept > "$1"\n')
    program.chmod(0o755)
    added("edit vaswani key=attn")
    screen = terminal("note attn --edit", env={"EDITOR": str(program)})
    assert "noted · dlread undo takes it back" in screen.lines
    assert any("transformer" in line for line in screen.lines)
    assert entry(added, "transformer")["note"] == "kept"
    assert added.run("doctor").status == 0


# --- other machines ---------------------------------------------------------------------------------------------------


def there(dlread: Dlread, home: Path) -> Dlread:
    """Another machine, which knows all that this one knows now."""
    other = Dlread(home)
    home.mkdir()
    shutil.copytree(dlread.data, other.data)
    return other


def synced(*machines: Dlread) -> None:
    journals = {path.name: path.read_bytes() for one in machines for path in one.data.glob("journal-*.jsonl")}
    newest = {
        name: max((one.data / name).read_bytes() for one in machines if (one.data / name).exists()) for name in journals
    }
    for one in machines:
        for name, text in newest.items():
            (one.data / name).write_bytes(text)


def test_what_another_machine_says_of_the_old_key_counts(added: Dlread, tmp_path: Path) -> None:
    other = there(added, tmp_path / "there")
    added("edit vaswani key=attn")
    added("tag attn +mine")
    other("mark-read vaswani")
    other("tag vaswani +theirs")
    synced(added, other)
    for machine in (added, other):
        found = entry(machine, "attn")
        assert (found["status"], sorted(found["tags"])) == ("read", ["mine", "theirs"])
    assert added("list --json") == other("list --json")


def test_of_two_new_keys_the_later_one_is_right(added: Dlread, tmp_path: Path) -> None:
    other = there(added, tmp_path / "there")
    added("edit vaswani key=attn")
    other("edit vaswani key=transformer")
    synced(added, other)
    assert own_keys(added) == own_keys(other) == "transformer"
    assert other.run("undo").err.startswith("undone: renamed vaswani to transformer (")
    synced(added, other)
    assert own_keys(added) == own_keys(other) == "attn"


def lines(*steps: tuple[str, dict[str, Any]]) -> list[str]:
    return [
        json.dumps({"at": f"2026-01-0{day}T00:00:00.000000Z", "key": key, "set": values}) + "\n"
        for day, (key, values) in enumerate(steps, 1)
    ]


TITLED = {"kind": "paper", "title": "T"}


@pytest.mark.full_run
@pytest.mark.parametrize(
    ("steps", "keys"),
    [
        # the key is another's from the beginning, whichever came first
        ([("a", TITLED), ("a", {"key": "b"}), ("b", TITLED)], "a b"),
        # two want one key
        ([("a", TITLED), ("b", TITLED), ("b", {"key": "c"}), ("a", {"key": "c"})], "c b"),
        # each wants the other's
        ([("a", TITLED), ("b", TITLED), ("a", {"key": "b"}), ("b", {"key": "a"})], "a b"),
        # the old key of another is not free
        ([("a", TITLED), ("b", TITLED), ("a", {"key": "c"}), ("b", {"key": "a"})], "c b"),
        # what had it is gone
        ([("b", TITLED), ("a", TITLED), ("a", {"key": "b"}), ("b", {"kind": None, "title": None})], "b"),
        # a catalog's key
        ([("a", TITLED), ("a", {"key": "smac"})], "a"),
        # a catalog's entry is not renamed
        ([("a", TITLED), ("smac", {"key": "b"})], "a"),
    ],
)
def test_all_machines_agree_on_keys_in_whatever_order_they_learn(
    dlread: Dlread, steps: list[tuple[str, dict[str, Any]]], keys: str
) -> None:
    dlread.data.mkdir(parents=True, mode=0o700)
    for number, order in enumerate(permutations(lines(*steps))):
        for path in dlread.data.glob("journal-*"):
            path.unlink()
        for name, line in enumerate(order):  # each from another machine, one after the other
            (dlread.data / f"journal-m{number}x{name}.jsonl").write_text(line)
            dlread("list --keys")
        assert own_keys(dlread) == keys
        assert dlread.run("doctor").status == 0
        for key in keys.split():
            assert entry(dlread, key)["key"] == key


def test_a_catalog_that_comes_later_takes_its_key(added: Dlread) -> None:
    added("edit vaswani key=attn")
    (added.data / "catalogs").mkdir(mode=0o700)
    catalog = added.data / "catalogs/a.yaml"
    catalog.write_text("catalog: a\ntitle: {en: A}\nentries:\n- {key: attn, title: {en: Another}}\n")
    assert entry(added, "attn")["title"] == "Another"
    assert own_keys(added) == "vaswani"
    catalog.unlink()
    assert own_keys(added) == "attn"


def test_a_library_that_is_built_anew_is_the_same(added: Dlread) -> None:
    added("add 1810.04805 --no-fetch --key bert")
    added("edit vaswani key=attn")
    added("edit bert key=devlin read_first=vaswani")
    before = added("list --json")
    shutil.rmtree(added.cache)
    assert added("list --json") == before
    assert added("path devlin --keys") == "attn\ndevlin\n"


def test_an_export_brings_all_of_it_to_an_empty_machine(added: Dlread, tmp_path: Path) -> None:
    added("add 1810.04805 --no-fetch --key bert")
    added("edit bert read_first=vaswani related=smac")
    added("edit vaswani key=attn aliases=")
    added("plan bert")
    added("plan attn --before smac")
    added(f"export -o {tmp_path / 'all.json'}")
    other = Dlread(tmp_path / "there")
    other.home.mkdir()
    other(f"import {tmp_path / 'all.json'}")
    assert other("list --json") == added("list --json")
    other(f"export -o {tmp_path / 'again.json'}")
    assert (tmp_path / "again.json").read_text() == (tmp_path / "all.json").read_text()
    assert other("path bert --keys") == "attn\nbert\n"


def test_the_example_of_the_readme(dlread: Dlread, world: World) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    (example,) = re.findall(r"`(edit \S+ key=\S+)`", readme)
    dlread("add 1706.03762")
    assert dlread.run(example).err.startswith("renamed vaswani2017attention to ")
