"""dlread export: out with everything, in files that other programs read, and back into the same library."""

import csv
import io
import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Dlread, Screen, effort
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NASTY = 'A } title, {with} "quotes"; 50% of $x_1$ & =cmd() \\end{x} 深度学习 <b>@article{evil,'


def filled(dlread: Dlread) -> None:
    """With something of everything personal."""
    dlread("add --no-fetch 10.1000/x --key mine")
    dlread(["edit", "mine", f"title={NASTY}", "authors=Ann Bee; 李宏毅", "year=2020", "venue=JMLR", "type=journal"])
    dlread("mark-read mine smac")
    dlread("rate mine 4")
    dlread("tag mine +thesis +c++/x")
    dlread(["note", "mine", "first line\n=second line"])
    dlread("note smac of a catalog entry")
    dlread("mark-reading adabound")
    dlread("tag smac -rl +games")
    dlread("mark-read lee-intro")


def another(dlread: Dlread, tmp_path: Path) -> Dlread:
    home = tmp_path / "another"
    home.mkdir(exist_ok=True)
    return Dlread(home)


def test_json_gives_the_same_library_back(dlread: Dlread, tmp_path: Path) -> None:
    filled(dlread)
    file = dlread.home / "all.json"
    assert dlread.run(f"export -o {file}") == ("", f"exported 45 entries to {file} (dlread's JSON)\n", 0)
    there = another(dlread, tmp_path)
    assert there.run(f"import {file}").err == "added 1, merged 9 (9 by key), unchanged 35 · dlread undo takes it back\n"
    for line in ("list --json", "stats --json", "list --sort changed", "show mine"):
        assert there(line) == dlread(line)
    assert there.run(f"import {file}").err == "added 0, unchanged 45\n"
    there("undo")
    assert there("list --json") == another(dlread, tmp_path / "home")("list --json")


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["unread", "reading", "read", "skipped", None]),
        "rating": st.sampled_from([1, 5, None]),
        "title": st.sampled_from(["Mine", NASTY, None]),
        "authors": st.sampled_from([["Ann Bee"], [], None]),
        "venue": st.sampled_from(["ICLR", "", None]),
        "volume": st.sampled_from(["7", None]),
        "note": st.sampled_from(["first words", "", None]),
        "note:202601010000000000005-0000000a": st.sampled_from(["a line", "", None]),
        "note:202601010000000000015-0000000b": st.sampled_from(["another", None]),
        "tag:thesis": st.sampled_from([True, False, None]),
        "link:page": st.sampled_from(["https://example.org/a", "", None]),
        "extra:file": st.sampled_from(["a.pdf", None]),
    },
)
LINES = st.lists(st.tuples(st.sampled_from(["smac", "adabound", "lee-hello-keras", "mine"]), FIELDS), max_size=12)


@pytest.mark.full_run
@settings(max_examples=effort(8, 25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_whatever_was_done_json_gives_the_same_library_back(
    dlread: Dlread, tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, dict[str, Any]]]
) -> None:
    homes = [Dlread(tmp_path_factory.mktemp("home")) for _ in range(2)]
    first = '{"at": "2025-12-31T00:00:00.000000Z", "key": "mine", "set": {"kind": "paper", "title": "At first"}}\n'
    journal = homes[0].data / "journal-x.jsonl"
    journal.parent.mkdir(parents=True)
    at = "2026-01-01T00:00:{:02}.000000Z"
    rest = (json.dumps({"at": at.format(n), "key": key, "set": values}) for n, (key, values) in enumerate(lines))
    journal.write_text(first + "".join(line + "\n" for line in rest), "utf-8")
    homes[1].run("import -", stdin=homes[0]("export"))
    for line in ("list --json", "stats --json"):
        assert homes[1](line) == homes[0](line)
    assert homes[1].run("import -", stdin=homes[0]("export")).err.startswith("added 0, unchanged ")


@pytest.mark.parametrize("format", ["bibtex", "csl-json", "ris", "csv", "markdown"])
def test_every_format_brings_back_what_is_personal(dlread: Dlread, tmp_path: Path, format: str) -> None:
    filled(dlread)
    there = another(dlread, tmp_path)
    there.run(f"import --format {format} -", stdin=dlread(f"export --format {format} catalog:own"))
    (before,), (after,) = (json.loads(one("list --json catalog:own")) for one in (dlread, there))
    for name in ("title", "authors", "year", "status", "rating", "tags", "note", "doi"):
        assert (name, after[name]) == (name, before[name])


@pytest.mark.parametrize(("format", "cell"), [("bibtex", "{2019-05-06T07:08:09Z}"), ("csv", "2019-05-06T07:08:09.5")])
def test_two_formats_bring_back_when_something_was_added(
    dlread: Dlread, tmp_path: Path, format: str, cell: str
) -> None:
    dlread.data.mkdir(parents=True)
    line = {"at": "2019-05-06T07:08:09.500000Z", "key": "mine", "set": {"kind": "paper", "title": "Mine"}}
    (dlread.data / "journal-x.jsonl").write_text(json.dumps(line) + "\n")
    written = dlread(f"export --format {format} catalog:own")
    assert cell in written
    there = another(dlread, tmp_path)
    there.run(f"import --format {format} -", stdin=written)
    (entry,) = json.loads(there("list --json added:2019-05"))
    assert (entry["title"], entry["added"][:19]) == ("Mine", "2019-05-06T07:08:09")


def test_bibtex_says_it_as_jabref_does(dlread: Dlread) -> None:
    filled(dlread)
    text = dlread("export -f bibtex mine smac OR mine")
    assert text.count("@") == 2
    for field in ("readstatus    = {read}", "ranking       = {rank4}", "keywords      = {thesis, c++/x}"):
        assert field in text
    assert not re.search(r"(?m)^ *note *=", text)


def test_a_publication_s_note_is_kept_apart_from_the_reader_s(dlread: Dlread, tmp_path: Path) -> None:
    source = "@article{lecun, title={T}, author={Yann LeCun}, journal={J}, year={1998}, note={To appear}}"
    dlread.run("import --format bibtex -", stdin=source)
    dlread("mark-skipped lecun")
    dlread("note lecun mine alone")
    assert "  note          = {To appear},\n" in dlread("cite lecun")
    assert "mine alone" not in dlread("cite lecun")
    assert "Publication note\tTo appear\n" in dlread("show lecun")
    exported = dlread("export -f bibtex catalog:own")
    assert re.findall(r"(?m)^ *note *= .*$", exported) == ["  note          = {To appear},"]
    assert re.search(r"(?m)^  annote        = \{[\d-]{10} mine alone\},$", exported)
    there = another(dlread, tmp_path)
    there.run("import --format bibtex -", stdin=exported)
    assert there("cite lecun") == dlread("cite lecun")
    for line in ("show lecun --json", "export -f csl-json catalog:own"):
        (before,), (after,) = (json.loads(one(line)) for one in (dlread, there))
        assert after | {"added": ""} == before | {"added": ""}


def test_no_cell_of_a_csv_is_a_formula(dlread: Dlread) -> None:
    dlread("add --no-fetch https://example.org/a --key a")
    dlread(["edit", "a", "title==HYPERLINK(1)"])
    dlread(["note", "a", "@SUM(1)"])
    (row,) = csv.DictReader(io.StringIO(dlread("export -f csv catalog:own")))
    assert not [cell for cell in row.values() if cell and cell[0] in "=+-@\t\r"]
    assert row["title"] == "'=HYPERLINK(1)"


def test_markdown_ticks_what_is_read(dlread: Dlread) -> None:
    dlread("mark-read smac")
    lines = dlread("export -f markdown smac OR adabound").splitlines()
    assert [line[:6] for line in lines if line.startswith("- [")] == ["- [x] ", "- [ ] "]


def test_the_format_is_that_of_the_name_of_the_file(dlread: Dlread) -> None:
    for name, title in (("a.bib", "BibTeX"), ("a.csl.json", "CSL-JSON"), ("a.MD", "Markdown"), ("a", "dlread's JSON")):
        assert title in dlread.run(f"export -o {dlread.home / name} smac").err
    assert (dlread.home / "a.bib").read_text("utf-8").startswith("@")
    assert json.loads((dlread.home / "a.csl.json").read_text("utf-8"))[0]["id"] == "smac"


def test_a_file_is_replaced_whole_and_keeps_its_permissions(dlread: Dlread) -> None:
    file = dlread.home / "a.json"
    file.write_text("old")
    file.chmod(0o640)
    (dlread.home / "link.json").symlink_to(file)
    dlread(f"export -o {dlread.home}/link.json smac")
    assert json.loads(file.read_text("utf-8"))[0]["key"] == "smac"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(one.name for one in dlread.home.iterdir() if one.name[0] != ".") == ["a.json", "link.json"]


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on files")
def test_what_cannot_be_written_whole_leaves_the_old_file(dlread: Dlread, quick: Any) -> None:
    file = dlread.home / "a.json"
    file.write_text("old")
    dlread("list")
    done = quick.run(dlread.env, "export", "-o", str(file), file_bytes=8_000)
    assert (done.out, done.status, done.err) == ("", 1, f"dlread: cannot write '{file}': file too large\n")
    assert file.read_text() == "old"
    assert [one.name for one in dlread.home.iterdir() if "a.json" in one.name] == ["a.json"]


@pytest.mark.parametrize(
    ("line", "status", "message"),
    [
        ("export tag:nosuch", 1, "no entry has the tag 'nosuch'; dlread tags lists them all"),
        ("export zzzz", 1, "no entries match; nothing was exported"),
        ("export --format omnivore", 2, "'omnivore' is not a format; choose one of json, yaml, "),
        ("export -o /nowhere/at/all.bib", 1, "cannot write '/nowhere/at/all.bib': no such file or directory"),
        ("export tag:(", 2, ""),
    ],
)
def test_what_cannot_be_done_is_one_line(dlread: Dlread, line: str, status: int, message: str) -> None:
    result = dlread.run(line)
    assert (result.out, result.status) == ("", status)
    assert result.err.startswith(f"dlread: {message}")


def test_yaml_is_for_people(dlread: Dlread) -> None:
    assert dlread("export -f yaml smac").startswith("- key: smac\n  catalog: dl-research-2019\n")
    assert "null" not in dlread("export -f yaml smac")


def test_a_terminal_is_not_acted_on(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("add --no-fetch https://example.org/a --key a")
    dlread(["edit", "a", "title=x\x1b[31my"])
    for format in ("json", "bibtex", "csv", "markdown", "ris", "yaml"):
        raw = terminal(f"export -f {format} catalog:own").raw
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw)
