"""dlread import: whatever other programs know comes in, once, and what the reader did here stays."""

import json
import os
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from conftest import PROGRAM, Dlread, Screen
from world import World
from zotero_library import ZoteroLibrary

BIB = """\
@inproceedings{vaswani2017attention,
  title = {Attention Is All You Need}, author = {Vaswani, Ashish and Shazeer, Noam}, year = 2017,
  booktitle = {NIPS}, keywords = {nlp, transformers}, readstatus = {read}, ranking = {rank5},
  timestamp = {2024-05-01},
}
@article{lstm, title = {Long Short-Term Memory}, author = {Hochreiter, Sepp and Schmidhuber, J{\\"u}rgen}, year = 1997,
  doi = {10.1162/neco.1997.9.8.1735}, journal = {Neural Computation}, volume = 9}
"""


def write(dlread: Dlread, name: str, text: str) -> str:
    (dlread.home / name).write_text(text, "utf-8")
    return str(dlread.home / name)


def shown(dlread: Dlread, key: str) -> dict[str, object]:
    (entry,) = json.loads(dlread(f"show --json {key}"))
    return {name: value for name, value in entry.items() if value not in (None, [], {}, "")}


def test_times_without_a_zone_are_utc_but_those_of_papis_and_pubs_are_of_this_machine(dlread: Dlread) -> None:
    for folder in ("papis/a", "pubs/bib", "pubs/meta"):
        (dlread.home / folder).mkdir(parents=True)
    write(dlread, "papis/a/info.yaml", "ref: a\ntitle: First\npapis_id: x\ntime-added: 2026-01-02-03:04:05\n")
    write(dlread, "pubs/bib/b.bib", "@misc{b, title = {Second}}\n")
    write(dlread, "pubs/meta/b.yaml", "added: 2026-07-02 03:04:05\n")
    write(dlread, "c.bib", "@misc{c, title = {Third}, timestamp = {2026-01-02}}\n")
    for what in ("papis", "pubs", "c.bib"):
        dlread(f"import {dlread.home / what}", env={"TZ": "CET-1CEST,M3.5.0,M10.5.0/3"})
    entries = json.loads(dlread("export catalog:own"))
    assert {entry["key"]: entry["history"][0]["time"] for entry in entries} == {
        "a": "2026-01-02T02:04:05.000000Z",
        "b": "2026-07-02T01:04:05.000000Z",
        "c": "2026-01-02T00:00:00.000000Z",
    }


def test_a_bib_file_comes_in_with_everything_that_is_personal(dlread: Dlread) -> None:
    result = dlread.run(f"import {write(dlread, 'refs.bib', BIB)}")
    assert result == (
        "vaswani2017attention\tread\tpaper\t2017\tAttention Is All You Need\t\n"
        "lstm\tunread\tpaper\t1997\tLong Short-Term Memory\thttps://doi.org/10.1162/neco.1997.9.8.1735\n",
        "added 2 · dlread undo takes it back\n",
        0,
    )
    assert shown(dlread, "vaswani2017attention") == {
        "key": "vaswani2017attention",
        "catalog": "own",
        "kind": "paper",
        "title": "Attention Is All You Need",
        "authors": ["Ashish Vaswani", "Noam Shazeer"],
        "year": 2017,
        "venue": "NIPS",
        "type": "conference",
        "tags": ["nlp", "transformers"],
        "status": "read",
        "status_since": "2024-05-01T00:00:00.000000Z",
        "added": "2024-05-01T00:00:00.000000Z",
        "rating": 5,
    }
    assert shown(dlread, "lstm")["authors"] == ["Sepp Hochreiter", "Jürgen Schmidhuber"]


def test_again_it_changes_nothing_and_writes_nothing(dlread: Dlread) -> None:
    path = write(dlread, "refs.bib", BIB)
    dlread(f"import {path}")
    before = dlread.journals()
    assert dlread.run(f"import {path}") == ("", "added 0, unchanged 2\n", 0)
    assert dlread.journals() == before


def test_what_the_reader_did_here_since_stays(dlread: Dlread) -> None:
    path = write(dlread, "refs.bib", BIB)
    dlread(f"import {path}")
    dlread("mark-unread vaswani2017attention")
    dlread("tag vaswani2017attention -nlp +mine")
    dlread("rate vaswani2017attention 2")
    dlread("edit vaswani2017attention 'title=Attention is all we need'")
    assert dlread.run(f"import {path}").err == "added 0, unchanged 2\n"
    entry = shown(dlread, "vaswani2017attention")
    assert (entry["status"], entry["rating"], entry["tags"]) == ("unread", 2, ["transformers", "mine"])
    assert entry["title"] == "Attention is all we need"


def test_a_known_paper_is_enriched_not_doubled_nor_overwritten(dlread: Dlread) -> None:
    text = """@misc{other, title={The StarCraft Multi-Agent Challenge (draft)}, eprint={1902.04043v2},
    archivePrefix={arXiv},
    author={Samvelyan, Mikayel}, readstatus={read}, publisher={Somebody}, abstract={Of StarCraft.}}"""
    before = shown(dlread, "smac")
    result = dlread.run(f"import {write(dlread, 'refs.bib', text)}")
    assert result.err == "added 0, merged 1 (1 by arXiv id) · dlread undo takes it back\n"
    after = shown(dlread, "smac")
    assert after["status"] == "read"
    assert {name for name in before if before[name] != after[name]} == {"status"}


def test_two_of_one_file_are_one_entry(dlread: Dlread) -> None:
    twice = BIB + "@article{again, title={Long short-term memory}, author={S. Hochreiter}, year=1997, annote={Read it}}"
    result = dlread.run(f"import {write(dlread, 'refs.bib', twice)}")
    assert result.err == "added 2, merged 1 (1 by title) · dlread undo takes it back\n"
    assert shown(dlread, "lstm")["note"] == "Read it"


def test_an_import_is_one_step_of_undo(dlread: Dlread) -> None:
    dlread(f"import {write(dlread, 'refs.bib', BIB)}")
    dlread("undo")
    assert dlread("list catalog:own --keys") == ""
    assert dlread.run("show lstm").status == 1


def test_a_dry_run_shows_what_would_come_and_changes_nothing(dlread: Dlread) -> None:
    text = BIB + "@misc{x, title={SMAC}, eprint={1902.04043}, archiveprefix={arXiv}, keywords={strategy}}"
    result = dlread.run(f"import --dry-run {write(dlread, 'refs.bib', text)}")
    assert result == (
        "add\tvaswani2017attention\tAttention Is All You Need\t\n"
        "add\tlstm\tLong Short-Term Memory\t\n"
        "merge\tsmac\tSMAC\ttag:strategy\n",
        "added 2, merged 1 (1 by arXiv id); nothing was changed\n",
        0,
    )
    assert dlread.journals() == ""


def test_a_tag_and_a_status_for_all(dlread: Dlread) -> None:
    dlread(f"import --tag thesis -t old --status skipped {write(dlread, 'refs.bib', BIB)}")
    assert dlread("list tag:thesis tag:old status:skipped --keys").split() == ["vaswani2017attention", "lstm"]
    result = dlread.run(f"import --tag 'two words' {dlread.home}/refs.bib")
    assert (result.status, "cannot be a tag" in result.err) == (2, True)


def test_a_key_that_is_taken_gets_a_number_and_a_missing_one_is_made(dlread: Dlread) -> None:
    text = "@misc{smac, title={Another smac}, author={A. Bee}}\n@misc{a:b, title={On keys}, author={C. Dee}, year=2020}"
    dlread(f"import {write(dlread, 'refs.bib', text)}")
    assert sorted(dlread("list catalog:own --keys").split()) == ["dee2020keys", "smac-2"]


def test_many_that_would_have_one_key_are_numbered_past_the_keys_that_are_taken(dlread: Dlread) -> None:
    lines = [f"- [Page number {number}](https://example.org/{number})\n" for number in range(5)]
    dlread(f"import {write(dlread, 'taken.bib', '@misc{page-3, title={Another}}')}")
    dlread(f"import {write(dlread, 'a.md', ''.join(lines[:3]))}")
    dlread(f"import {write(dlread, 'b.md', ''.join(lines))}")
    keys = dlread("list --keys catalog:own").split()
    assert keys == ["page-3", "page", "page-2", "page-4", "page-5", "page-6"]


def test_past_a_bad_record_the_rest_comes_in(dlread: Dlread) -> None:
    text = "@article{bad, title = {No end\n\n" + BIB
    result = dlread.run(f"import {write(dlread, 'refs.bib', text)}")
    assert result.status == 1
    assert result.err.splitlines()[0].startswith(f"dlread: {dlread.home}/refs.bib, line 1: ")
    assert result.err.splitlines()[0].endswith("; skipped")
    assert dlread("list catalog:own --keys").split() == ["vaswani2017attention", "lstm"]


def test_of_many_bad_records_five_are_named(dlread: Dlread) -> None:
    text = "".join(f"@article{{bad{n}, title = {{No end\n" for n in range(50)) + BIB
    told = dlread.run(f"import {write(dlread, 'refs.bib', text)}").err.splitlines()
    assert len(told) == 7
    assert told[5] == "dlread: and 45 more problems"


def test_from_a_pipe(dlread: Dlread) -> None:
    assert "added 2" in dlread.run("import -", stdin=BIB).err


def test_a_folder_and_a_zip_file_with_whatever_is_in_them(dlread: Dlread) -> None:
    folder = dlread.home / "papers"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "refs.bib").write_text(BIB, "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    with zipfile.ZipFile(folder / "pocket.zip", "w") as file:
        file.writestr(
            "part_000000.csv",
            "title,url,time_added,tags,status\nA page,https://example.org/a,1556668800,a|b,archive\n",
        )
    result = dlread.run(f"import {folder}")
    assert (result.status, result.err.split(" · ")[0]) == (0, "added 3")
    (page,) = json.loads(dlread("list --json 'a page'"))
    assert (page["status"], page["tags"], page["url"]) == ("read", ["a", "b"], "https://example.org/a")


def test_when_it_was_done_is_kept(dlread: Dlread) -> None:
    text = "title,url,time_added,tags,status\nA page,https://example.org/a,1556668800,,archive\n"
    dlread(f"import {write(dlread, 'part_000000.csv', text)}")
    (page,) = json.loads(dlread("list --json catalog:own"))
    assert page["status_since"] == "2019-05-01T00:00:00.000000Z"
    assert dlread("history").split("\t")[0] == "2019-05-01T00:00:00.000000Z"
    dlread(f"mark-unread {page['key']}")
    assert dlread(f"list --keys status:read {page['key']}") == ""


def test_its_step_reads_in_the_order_of_the_file_and_has_the_day_of_the_import(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    names = ["delta", "bravo", "echo", "alpha", "charlie"]
    rows = [f"{name},https://example.org/{name},{1556668800 + n},,archive" for n, name in enumerate(names)]
    text = "\n".join(["title,url,time_added,tags,status", *rows, ""])
    dlread(f"import {write(dlread, 'part_000000.csv', text)}")
    added = "added 5 entries: delta, bravo, echo and 2 more"
    assert terminal("history", columns=200).lines[0].endswith(added)
    assert [line.split("\t")[2] for line in dlread("history").splitlines()] == names
    done = dlread.run("undo").err
    assert done.startswith(f"undone: {added} (")
    assert "2019" not in done


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("empty.bib", "", "there is nothing to import in '{}'"),
        (
            "prose.txt",
            "Dear reader,\n\nthis is a letter.\n",
            "cannot tell in which format '{}' is; say it with --format",
        ),
        ("missing.bib", None, "cannot read '{}': no such file or directory"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_way_out(
    dlread: Dlread, name: str, text: str | None, message: str
) -> None:
    path = write(dlread, name, text) if text is not None else str(dlread.home / name)
    result = dlread.run(f"import {path}")
    assert (result.out, result.status, result.err.count("\n")) == ("", 1, 1)
    assert result.err.startswith("dlread: " + message.format(path))


def test_an_unknown_format_is_a_mistake_of_usage(dlread: Dlread) -> None:
    result = dlread.run("import --format docx x.docx")
    assert result.status == 2
    assert result.err.startswith("dlread: 'docx' is not a format; choose one of json, ")


def test_hostile_json_is_one_line(dlread: Dlread) -> None:
    for text in ("[" * 100_000, '[{"key":"a","catalog":"b","kind":' + "9" * 10_000 + "}]", '[{"type":NaN,"title":'):
        result = dlread.run("import - --format json", stdin=text)
        assert (result.out, result.status) == ("", 1)
        assert all(len(line) < 200 for line in result.err.splitlines())


@pytest.mark.full_run
def test_thousands_are_undone_whole(dlread: Dlread) -> None:
    many = "".join(f"@misc{{k{n}, title={{Number {n}}}, author={{A. Bee}}, year=2020}}\n" for n in range(3000))
    assert "added 3,000" in dlread.run(f"import {write(dlread, 'refs.bib', many)}").err
    dlread("mark-read k7")
    dlread("undo")
    assert "undone: added 3,000 entries: k0, k1, k2 and 2,997 more (" in dlread.run("undo").err
    assert dlread("list catalog:own --keys") == ""


@pytest.mark.full_run
def test_ctrl_c_leaves_nothing_half_done(dlread: Dlread) -> None:
    many = "".join(f"@misc{{k{n}, title={{Number {n}}}, author={{A. Bee}}, year=2020}}\n" for n in range(3000))
    path = write(dlread, "refs.bib", many)
    for seconds in (0.2, 0.4, 0.8):
        process = subprocess.Popen([PROGRAM, "import", path], env=dlread.env, stderr=subprocess.PIPE, text=True)
        try:
            _, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        assert "Traceback" not in err
        assert len(dlread("list --keys catalog:own").splitlines()) in (0, 3000)


@pytest.mark.full_run
def test_ctrl_c_after_everything_was_written_says_so(dlread: Dlread) -> None:
    many = "".join(f"@misc{{k{n}, title={{Number {n}}}, author={{A. Bee}}, year=2020}}\n" for n in range(3000))
    command = [PROGRAM, "import", write(dlread, "refs.bib", many)]
    process = subprocess.Popen(command, env=dlread.env, stderr=subprocess.PIPE, text=True)
    copies = dlread.home / ".local/state/dlread"
    while process.poll() is None and not any(file.stat().st_size for file in copies.glob("written-*")):
        time.sleep(0.002)
    time.sleep(0.02)  # what is left to do then takes a second
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert err == "added 3,000 · dlread undo takes it back\n"
    assert len(dlread("list --keys catalog:own").splitlines()) == 3000


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
def test_to_a_person(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    screen = terminal(f"import {write(dlread, 'refs.bib', BIB)}")
    assert screen.status == 0
    assert screen.lines[-1] == "added 2 · dlread undo takes it back"
    assert any("Long Short-Term Memory" in line for line in screen.lines)


# --- Zotero ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def library(dlread: Dlread) -> Iterator[ZoteroLibrary]:
    """Zotero's database in its place; on its port nobody listens."""
    dlread.env["DLREAD_ZOTERO_PORT"] = "9"
    with closing(ZoteroLibrary(dlread.home / "Zotero")) as library:
        one = library.item("conferencePaper", title="Attention Is All You Need", date="2017-06-00 June 2017")
        library.creators(one, ("author", "Ashish", "Vaswani"))
        library.collection("To cite", one)
        library.note(one, "<p>Scales <b>well</b>.</p>")
        library.item("webpage", title="A page", extra="Read_Status: Read\nRead_Status_Date: 2024-03-01T12:00:00.000Z")
        yield library


def test_zotero_comes_in_from_its_database(dlread: Dlread, library: ZoteroLibrary) -> None:
    result = dlread.run("import zotero")
    assert (result.status, result.err) == (0, "added 2 · dlread undo takes it back\n")
    page, paper = json.loads(dlread("list --json catalog:own"))
    assert (paper["title"], paper["tags"], paper["note"]) == ("Attention Is All You Need", ["to-cite"], "Scales well.")
    assert (page["status"], page["status_since"]) == ("read", "2024-03-01T12:00:00.000000Z")


def test_zotero_again_brings_only_what_is_new(dlread: Dlread, library: ZoteroLibrary) -> None:
    dlread("import zotero")
    page, _ = json.loads(dlread("list --json catalog:own"))
    dlread(f"mark-unread {page['key']}")
    dlread(["edit", page["key"], "title=The page, by another name"])
    assert dlread.run("import zotero").err == "added 0, unchanged 2\n"
    library.item("book", title="Deep Learning")
    assert dlread.run(f"import {library.path}").err == "added 1, unchanged 2 · dlread undo takes it back\n"
    assert dlread("list --keys status:read") == ""


def test_a_group_of_zotero_is_chosen_by_its_name(dlread: Dlread, library: ZoteroLibrary) -> None:
    library.group(4711, "The lab")
    library.item("book", library=library.db.execute("SELECT libraryID FROM groups").fetchone()[0], title="Of the lab")
    dlread("import zotero --library 'the LAB'")
    assert [one["title"] for one in json.loads(dlread("list --json catalog:own"))] == ["Of the lab"]
    result = dlread.run("import zotero --library nobody")
    assert result.err == "dlread: no Zotero group is called 'nobody'; there are: The lab\n"


def test_without_zotero_the_way_out_is_said(dlread: Dlread) -> None:
    dlread.env["DLREAD_ZOTERO_PORT"] = "9"
    result = dlread.run("import zotero")
    told = f"dlread: no Zotero library found in {dlread.home}/Zotero; give the path of zotero.sqlite\n"
    assert (result.out, result.err, result.status) == ("", told, 1)


def test_whoever_is_not_zotero_on_its_port_is_told_from_it(
    dlread: Dlread, library: ZoteroLibrary, world: World
) -> None:
    dlread.env["DLREAD_ZOTERO_PORT"] = world.url.rpartition(":")[2]
    told = dlread.run("import zotero").err.splitlines()
    assert told[0].endswith("does not answer as Zotero 7 or later does; reading its database instead")
    assert told[1].startswith("added 2")
