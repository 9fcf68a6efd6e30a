"""dlread edit: in an editor of our own, from standard input, field by field, and back again."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, Screen
from hypothesis import given
from hypothesis import strategies as some

from dlread_cli.formats import draft


def entry(dlread: Dlread, key: str) -> dict[str, Any]:
    (found,) = json.loads(dlread(f"show --json {key}"))
    return dict(found)


def with_editor(dlread: Dlread, script: str) -> dict[str, str]:
    """`$1` is the draft."""
    (dlread.home / "drafts").mkdir(exist_ok=True)
    program = dlread.home / "ed"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"EDITOR": str(program), "TMPDIR": str(dlread.home / "drafts")}


def drafts_left(dlread: Dlread) -> list[str]:
    return [path.read_text() for path in (dlread.home / "drafts").iterdir()]


# --- aliases ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def aliased(dlread: Dlread) -> Dlread:
    """A catalog whose entry has an alias of its own."""
    (dlread.data / "catalogs").mkdir(parents=True, mode=0o700)
    text = "catalog: a\ntitle: {en: A}\nentries:\n- {key: first, title: {en: First}, aliases: [uno]}\n"
    (dlread.data / "catalogs/a.yaml").write_text(text)
    return dlread


@pytest.mark.parametrize("words", ["aliases=one", "aliases=one,UNO", "aliases=uno,one"])
def test_aliases_are_added_to_those_of_the_catalog(aliased: Dlread, words: str) -> None:
    aliased(f"edit first {words}")
    for name in ("uno", "one", "first"):
        assert entry(aliased, name)["key"] == "first"
    aliased("edit first aliases=")
    assert entry(aliased, "uno")["key"] == "first"
    assert aliased.run("show one").status == 1
    assert aliased.run("edit first aliases=").err == "first is unchanged\n"


def test_aliases_that_an_older_version_put_in_place_of_the_catalogs_are_added_too(aliased: Dlread) -> None:
    line = {"at": "2026-01-01T00:00:00.000000Z", "key": "first", "set": {"aliases": ["one"]}}
    (aliased.data / "journal-other.jsonl").write_text(json.dumps(line) + "\n")
    assert entry(aliased, "uno")["aliases"] == ["uno", "one"]


@pytest.mark.parametrize(("alias", "owner"), [("pyg", "pyg"), ("PyG", "pyg"), ("uno", "first"), ("1902.04043", "smac")])
def test_an_alias_that_names_another_entry_is_refused(aliased: Dlread, alias: str, owner: str) -> None:
    assert aliased.run(f"edit sdr aliases={alias}") == (
        "",
        f"dlread: '{alias}' is already a name of {owner}; choose another alias\n",
        1,
    )
    assert aliased.journals() == ""


def test_an_alias_that_two_machines_gave_to_two_entries_means_neither(dlread: Dlread) -> None:
    dlread("edit sdr aliases=mine")
    line = {"at": "2026-01-01T00:00:00.000000Z", "key": "pyg", "set": {"aliases": ["Mine"]}}
    other = dlread.data / "journal-other.jsonl"
    other.write_text(json.dumps(line) + "\n")
    other.chmod(0o600)
    assert dlread.run("show mine") == ("", "dlread: 'mine' is an alias of pyg and sdr; give the key\n", 1)
    assert dlread.run("doctor").out == "'Mine' is a name of both pyg and sdr; remove it with dlread edit sdr\n"
    dlread("edit sdr aliases=")
    assert entry(dlread, "mine")["key"] == "pyg"
    assert dlread.run("doctor").status == 0


# --- field by field ---------------------------------------------------------------------------------------------------


def test_a_correction_lies_over_the_catalog_and_is_taken_away(dlread: Dlread) -> None:
    was = entry(dlread, "smac")
    result = dlread.run("edit smac year=2020 title=StarCraft, again link:pdf=https://example.org/smac.pdf")
    assert result == (
        "smac\tunread\tpaper\t2020\tStarCraft, again\thttps://github.com/oxwhirl/smac\n",
        "edited smac · dlread undo takes it back\n",
        0,
    )
    assert entry(dlread, "smac")["links"]["pdf"] == "https://example.org/smac.pdf"
    dlread("note smac --replace kept")
    dlread("tag smac +kept")
    assert dlread.run("edit smac --reset").err == "reset smac · dlread undo takes it back\n"
    now = entry(dlread, "smac")
    assert (now["title"], now["links"], now["year"]) == (was["title"], was["links"], was["year"])
    assert (now["note"], "kept" in now["tags"]) == ("kept", True)
    assert dlread.run("edit smac --reset").err == "smac has no edits to reset\n"


def test_a_value_is_taken_away_and_comes_back(dlread: Dlread) -> None:
    before = entry(dlread, "smac")
    dlread("edit smac links.pdf= venue= venue_name= tags=")
    after = entry(dlread, "smac")
    assert ("pdf" in after["links"], after["venue"], after["tags"]) == (False, None, [])
    dlread("undo")
    assert entry(dlread, "smac") == before


def test_a_year_is_cleared_and_comes_back(dlread: Dlread) -> None:
    dlread("edit smac year=")
    assert entry(dlread, "smac")["year"] is None
    assert "smac" not in dlread("list --keys --year 2019").split()
    assert dlread.run("search --keys year:2019 starcraft").out == ""
    assert "None" not in dlread("show smac") + dlread("list") + dlread("cite smac")
    assert "year:\n" in dlread("edit smac")
    assert dlread.run("doctor").status == 0
    dlread("edit smac --reset")
    assert entry(dlread, "smac")["year"] == 2019


def test_a_title_is_never_cleared_so_that_nobody_sees_another_language(dlread: Dlread) -> None:
    for words in ("title=", "title= title_zh="):
        result = dlread.run(f"edit smac {words}")
        assert (result.status, result.err) == (1, "dlread: 'title' cannot be cleared, only replaced\n")
    dlread("edit smac title_zh=")
    assert dlread("list --tag rl --kind paper --lang zh").split("\t")[4] == "The StarCraft Multi-Agent Challenge"


def test_what_has_one_title_only_keeps_it(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762 --key mine")
    dlread("edit mine -", stdin="title: x\n")
    assert dlread.run("edit mine -", stdin="year: 2017\n").err == "dlread: 'title' cannot be cleared, only replaced\n"


def test_saying_what_the_catalog_says_is_no_correction(dlread: Dlread) -> None:
    dlread("edit smac year=2020")
    dlread("edit smac year=2019")
    assert json.loads(dlread.journals().splitlines()[-1])["set"] == {"year": None}
    assert dlread.run("edit smac year=2019").err == "smac is unchanged\n"


@pytest.mark.parametrize(
    "names",
    [
        *("Ann Bee; Cé Dee", "Ann Bee, Cé Dee", "Ann Bee and Cé Dee"),
        *("Bee, Ann and Dee, Cé", "Ann Bee and Dee, Cé"),
    ],
)
def test_authors_are_a_list(dlread: Dlread, names: str) -> None:
    dlread(["edit", "smac", f"authors={names}"])  # type: ignore[arg-type]
    assert entry(dlread, "smac")["authors"] == ["Ann Bee", "Cé Dee"]


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Vaswani, Ashish and others", ["Ashish Vaswani", "et al."]),
        ("Bee, Ann and {Barnes and Noble}", ["Ann Bee", "Barnes and Noble"]),
        ("Barnes and Noble;", ["Barnes and Noble"]),
        ("Bee, Ann and OpenAI", ["Ann Bee", "OpenAI"]),
    ],
)
def test_authors_can_be_written_as_in_bibtex(dlread: Dlread, names: str, authors: list[str]) -> None:
    dlread(["edit", "smac", f"authors={names}"])
    assert entry(dlread, "smac")["authors"] == authors


def test_authors_that_can_be_read_in_two_ways_are_refused(dlread: Dlread) -> None:
    result = dlread.run(["edit", "smac", "authors=Ann Bee, Cé Dee and Bo Eff"])
    assert result.err == "dlread: 'Ann Bee, Cé Dee and Bo Eff' can be read in two ways; put ; between the names\n"
    assert result.status == 1


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("type", "book", "book"),
        ("volume", "31", "31"),
        ("number", "LNCS 7", "LNCS 7"),
        ("series", "Lecture Notes", "Lecture Notes"),
        ("editor", "Ann Bee; Cé Dee", ["Ann Bee", "Cé Dee"]),
        ("publisher", "MIT Press", "MIT Press"),
        ("month", "5", 5),
        ("month", "sept", 9),
        ("isbn", "978-0-262-03561-3", "978-0-262-03561-3"),
        ("isbn", "0 262 03561 8", "0 262 03561 8"),
    ],
)
def test_what_a_publication_has_besides(dlread: Dlread, field: str, value: str, kept: object) -> None:
    assert dlread.run(["edit", "smac", f"{field}={value}"]).status == 0
    assert entry(dlread, "smac")[field] == kept
    assert dlread.run("edit smac -", stdin=dlread("edit smac")).err == "smac is unchanged\n"
    dlread(["edit", "smac", f"{field}="])
    assert not entry(dlread, "smac")[field]


def test_what_belongs_to_a_venue_goes_with_it(dlread: Dlread) -> None:
    dlread("edit gcnv2 publisher=IEEE series=RAL month=7")
    dlread("edit gcnv2 venue=ICRA")
    found = entry(dlread, "gcnv2")
    assert [found[field] for field in ("venue", "volume", "number", "publisher", "series", "pages", "month")] == [
        *("ICRA", None, None, None, None, None),
        7,
    ]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("month=maybe", "'maybe' is not a month; write it like 5 or May"),
        ("month=13", "'13' is not a month"),
        ("isbn=978-0-262-03561-4", "'978-0-262-03561-4' is not an ISBN; write it like 978-0-262-03561-3"),
        ("type=jurnal", "'jurnal' is not a type; write it like journal, conference or book"),
        ("links=x", "'links' needs the kind of link; write links.pdf=https://..."),
        pytest.param("year=" + "1" * 5000, "is not a year", id="year-of-5000-digits"),
        ("year=soon", "'soon' is not a year"),
        ("year=12345", "'12345' is not a year"),
        ("titel=x", "no field 'titel'; did you mean 'title'?"),
        ("status=read", "no field 'status'"),
        ("doi=x", "'x' is not a DOI"),
        ("arxiv=x", "'x' is not an arXiv id"),
        ("link:pdf=javascript:alert(1)", "not an address for 'pdf'"),
        ("link:a b=https://a.org", "is not FIELD=VALUE"),
        ("tags=a b", "'a b' cannot be a tag"),
        ("aliases=-x", "'-x' cannot be an alias"),
        ("nonsense", "is not FIELD=VALUE"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(dlread: Dlread, word: str, said: str) -> None:
    result = dlread.run(["edit", "smac", word])
    assert (result.out, result.err.count("\n")) == ("", 1)
    assert result.status in (1, 2)
    assert said in result.err
    assert not dlread.data.exists()


# --- as YAML ----------------------------------------------------------------------------------------------------------


def test_into_a_pipe_it_is_yaml_and_from_one_it_is_taken(dlread: Dlread) -> None:
    text = dlread("edit smac")
    assert text.startswith("# smac, from the catalog dl-research-2019, whose file stays unchanged.")
    assert "\ntitle: The StarCraft Multi-Agent Challenge\n" in text
    assert dlread.run("edit smac -", stdin=text).err == "smac is unchanged\n"
    dlread("edit smac -", stdin=text.replace("year: 2019", "year: 2021").replace("- benchmark\n", "- mine\n"))
    found = entry(dlread, "smac")
    assert (found["year"], found["tags"]) == (2021, ["rl", "multi-agent", "mine"])


def test_every_bundled_entry_survives_its_own_draft(dlread: Dlread) -> None:
    for key in ("pyg", "smac", "lingvo", "lee-cnn", "adabound"):
        assert dlread.run(f"edit {key} -", stdin=dlread(f"edit {key}")).err == f"{key} is unchanged\n"
    assert dlread.journals() == ""


TEXT = some.text(some.characters(exclude_categories=("Cs",)), max_size=200).map(str.strip)


@given(TEXT, some.lists(TEXT.filter(bool), max_size=4), some.text("ab #:-'\"\n{[", max_size=40).map(str.strip))
def test_any_text_survives_its_draft(title: str, authors: list[str], summary: str) -> None:
    fields = {"title": title, "authors": authors, "summary": summary}
    text = "\n".join(draft.written(fields, "head"))
    assert draft.read(text) == {name: value for name, value in fields.items() if value}


def test_the_editor_opens_on_a_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    env = with_editor(dlread, 'sed -i "s/^year: .*/year: 2022/" "$1"')
    assert terminal("edit smac", env=env).lines[-1] == "edited smac · dlread undo takes it back"
    assert entry(dlread, "smac")["year"] == 2022
    assert drafts_left(dlread) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('grep -q soon "$1" || echo "year: soon" >> "$1"', "'year' appears twice in one mapping"),
        ('sed -i "s/^year: .*/year: soon/" "$1"', "'soon' is not a year"),
        ('echo "title: [" > "$1"', "cannot read this: line"),
        ('echo "just words" > "$1"', "an entry consists of lines like"),
        ('echo "x: 1" > "$1"; exit 3', "failed; nothing was changed"),
    ],
)
def test_the_reader_s_text_is_never_lost(
    dlread: Dlread, terminal: Callable[..., Screen], script: str, said: str
) -> None:
    screen = terminal("edit smac", columns=300, env=with_editor(dlread, script))
    assert screen.status == 1
    assert said in " ".join(screen.lines)
    (left,) = drafts_left(dlread)
    assert left
    assert not dlread.journals()


def test_the_editor_opens_again_with_the_mistake_above_the_text(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    env = with_editor(
        dlread,
        """
        cp "$1" "$HOME/saw$(ls "$HOME" | grep -c saw)"
        wanted=soon; grep -q "not a year" "$1" && wanted=2023
        sed -i "s/^year: .*/year: $wanted/" "$1" """,
    )
    assert terminal("edit smac", env=env).lines[-1] == "edited smac · dlread undo takes it back"
    assert entry(dlread, "smac")["year"] == 2023
    first, second = ((dlread.home / f"saw{number}").read_text() for number in (0, 1))
    mistake = "# dlread: 'soon' is not a year; write it like 2019\n"
    assert second == mistake + first.replace("year: 2019", "year: soon")
    assert drafts_left(dlread) == []


def test_every_mistake_is_told_once_and_not_kept(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    script = """
        cp "$1" "$HOME/saw"
        case $(head -1 "$1") in
        *"not a year"*) echo "title: [" > "$1" ;;
        *"cannot read"*) sed 1d "$HOME/saw" | grep "#" > "$1"; echo "title: New" >> "$1" ;;
        *) sed -i "s/^year: .*/year: soon/" "$1" ;;
        esac"""
    assert terminal("edit smac", env=with_editor(dlread, script)).status == 0
    assert entry(dlread, "smac")["title"] == "New"
    assert (dlread.home / "saw").read_text().count("# dlread: ") == 1


def test_an_editor_that_makes_mistakes_for_ever_comes_to_an_end(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    env = with_editor(dlread, 'echo "year: soon" >> "$1"; echo x >> "$HOME/opened"')
    screen = terminal("edit smac", columns=300, env=env)
    assert screen.status == 1
    assert (dlread.home / "opened").read_text().count("x") == 21
    (left,) = drafts_left(dlread)
    assert left.count("year: soon") == 21
    assert not dlread.journals()


def test_emptied_after_a_mistake_it_changes_nothing(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    script = 'if grep -q "not a year" "$1"; then : > "$1"; else sed -i "s/^year: .*/year: soon/" "$1"; fi'
    assert terminal("edit smac", env=with_editor(dlread, script)).lines == ["smac is unchanged"]
    assert drafts_left(dlread) == []


def test_an_editor_that_fails_the_second_time_loses_nothing(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    script = 'if grep -q "not a year" "$1"; then exit 3; else sed -i "s/^year: .*/year: soon/" "$1"; fi'
    screen = terminal("edit smac", columns=300, env=with_editor(dlread, script))
    assert screen.status == 1
    assert " ".join(screen.lines).count("your text is in") == 1
    (left,) = drafts_left(dlread)
    assert "year: soon" in left


def test_what_was_mended_is_taken(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    terminal("edit smac", env=with_editor(dlread, 'sed -i "s/^year: .*/year: soon/" "$1"'))
    (text,) = drafts_left(dlread)
    dlread("edit smac -", stdin=text.replace("soon", "2023"))
    assert entry(dlread, "smac")["year"] == 2023


def test_an_emptied_draft_changes_nothing(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    assert terminal("edit smac", env=with_editor(dlread, ': > "$1"')).lines == ["smac is unchanged"]
    assert drafts_left(dlread) == []


@pytest.mark.parametrize("text", [b"a: &x [*x]", b"[" * 50_000, b"\xff\xfe", b"? [a]\n: b", b"!!python/object:x {}"])
def test_hostile_yaml_is_refused(dlread: Dlread, text: bytes) -> None:
    done = subprocess.run([PROGRAM, "edit", "smac", "-"], input=text, env=dlread.env, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)


# --- entries of one's own ---------------------------------------------------------------------------------------------


def test_an_own_entry_is_edited_and_not_reset(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762 --key mine")
    dlread("edit mine year=2017 title='Attention Is All You Need' authors=Vaswani")
    dlread("edit mine year=")
    assert entry(dlread, "mine")["year"] is None
    result = dlread.run("edit mine --reset")
    assert (result.status, result.err.split(",")[0]) == (1, "dlread: mine is your own entry")
    assert "changed title" in dlread("history mine")


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("status=read", "dlread mark-read KEY"),
        ("rating=4", "dlread rate KEY STARS"),
        ("note=x", "dlread note KEY TEXT"),
        ("tag=x", "dlread tag KEY +TAG"),
    ],
)
def test_what_has_a_command_of_its_own_is_told_which(dlread: Dlread, word: str, command: str) -> None:
    name = word.partition("=")[0]
    assert dlread.run(f"edit smac {word}") == ("", f"dlread: edit has no field '{name}'; use {command}\n", 1)
    assert not dlread.data.exists()
