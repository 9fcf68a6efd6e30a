"""dlread doctor: what needs the reader's attention, and the exit status."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Dlread, Screen, wrong_clock

GOOD = '{"at": "2026-01-02T03:04:05.000000Z", "key": "smac", "set": {"status": "read"}}'


def journal(dlread: Dlread, text: str | bytes, name: str = "other", mode: int = 0o600) -> Path:
    dlread.data.mkdir(parents=True, exist_ok=True)
    path = dlread.data / f"journal-{name}.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


def catalog(dlread: Dlread, text: str, name: str = "mine") -> Path:
    path = dlread.data / "catalogs" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_all_is_well_with_a_stranger(dlread: Dlread) -> None:
    assert dlread.run("doctor") == ("", "entries 44, catalogs 2, journals 0, journal lines 0: no problems\n", 0)


def test_all_is_well_after_use(dlread: Dlread) -> None:
    dlread("mark-read smac pyg")
    dlread("tag smac +thesis")
    dlread("undo")
    result = dlread.run("doctor")
    assert result == ("", "entries 44, catalogs 2, journals 1, journal lines 4: no problems\n", 0)


def test_added_lists_are_counted(dlread: Dlread) -> None:
    (dlread.home / "list.yaml").write_text("catalog: x\ntitle: {en: X}\nentries: [{key: a, title: {en: A}}]")
    dlread(f"catalog add {dlread.home}/list.yaml")
    assert dlread.run("doctor").err == "entries 45, catalogs 3, journals 1, journal lines 1: no problems\n"


BAD_LINES = [
    ("not json", "not a line of JSON"),
    ("", "not a line of JSON"),
    ("[]", "not an object"),
    ("{}", "'at' is not a time like 2026-11-22T13:00:00.000123Z"),
    (GOOD.replace("2026-01-02T", "2026-01-02 "), "'at' is not a time like 2026-11-22T13:00:00.000123Z"),
    (GOOD.replace("000000Z", "Z"), "'at' is not a time like 2026-11-22T13:00:00.000123Z"),
    (GOOD.replace("2026", "9999"), "'at' is not a time like 2026-11-22T13:00:00.000123Z"),
    (GOOD.replace("2026-01-02", "2026-02-30"), "'at' is not a time like 2026-11-22T13:00:00.000123Z"),
    (GOOD.replace('"smac"', '"no way"'), "'key' is not a key"),
    (GOOD.replace('"smac"', '"smac\\n"'), "'key' is not a key"),
    (GOOD.replace('{"status": "read"}', "3"), "'set' is not an object"),
    (GOOD.replace('"read"', '"\\ud800"'), "not a line of JSON"),
    ("\0" * 40, "not a line of JSON"),
    ("[" * 100_000, "nested too deeply"),
    ("x" * (1 << 20), "longer than 1048576 bytes"),
]


def test_bad_lines_are_named_skipped_and_kept(dlread: Dlread) -> None:
    text = "".join(f"{line}\n{GOOD}\n" for line, _ in BAD_LINES) + GOOD.replace("smac", "pyg") + "\n"
    path = journal(dlread, text)
    result = dlread.run("doctor")
    assert result.out.splitlines() == [
        f"{path}, line {2 * number + 1}: {problem}; skipped, and kept" for number, (_, problem) in enumerate(BAD_LINES)
    ]
    assert result.err.endswith(": 15 problems\n")
    assert result.status == 1
    assert dlread("list --keys --status read") == "pyg\nsmac\n"
    assert path.read_text() == text


def test_a_last_line_without_an_end_is_torn_and_the_next_change_is_safe(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    with path.open("a") as file:
        file.write(GOOD[:30])
    assert dlread.run("doctor").out == f"{path}, line 2: incomplete: the end is missing; skipped, and kept\n"
    dlread("mark-read pyg")
    assert dlread("list --keys --status read") == "pyg\nsmac\n"
    assert dlread.run("doctor").out == f"{path}, line 2: not a line of JSON; skipped, and kept\n"


def test_fields_of_a_later_version_are_no_problem(dlread: Dlread) -> None:
    journal(dlread, GOOD.replace('"status"', '"shelf": "top", "status"') + "\n")
    assert dlread.run("doctor").status == 0
    assert dlread.status("smac") == "read"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &x 1", "line 1: anchors and aliases are not allowed in a catalog"),
        ("a: 1\nb: !!python/name:os.system x", "line 2: tags like tag:yaml.org,2002:python/name:os.system are not "
         "allowed in a catalog"),
        ("catalog: a\ncatalog: b", "line 2: 'catalog' appears twice in one mapping"),
        ("[" * 50_000, "line 1: nested more than 20 deep"),
        ("just words", "not a catalog: it needs 'catalog', 'title' and 'entries'"),
        ("entries: []", "'catalog' is missing"),
    ],
)  # fmt: skip
def test_a_refused_catalog_is_named(dlread: Dlread, text: str, problem: str) -> None:
    path = catalog(dlread, text)
    result = dlread.run("doctor")
    assert (result.out, result.status) == (f"{path}: {problem}; the whole catalog is left out\n", 1)
    again = dlread.run("doctor")
    assert again.out == result.out
    assert again.err == "entries 44, catalogs 3, journals 0, journal lines 0: 1 problem\n"


HEAD = "catalog: mine\ntitle: {en: Mine}\nentries:\n- {key: first, title: {en: First}}\n"


BAD_ENTRIES = [
    ("{key: 'no way', title: {en: x}}", "entry 'no way': "),
    ("{key: second}", "entry 'second': 'title' is missing"),
    ("{key: First, title: {en: x}}", "entry 'First': an earlier entry has the same key"),
    ("{key: second, title: {en: x}, yaer: 2019}", "entry 'second': "),
    ("{key: second, title: {en: x}, links: {repository: 'javascript:x'}}", "entry 'second': "),
    ("{key: second, title: {en: x}, parent: nope}", "entry 'second': its parent 'nope' does not come before it"),
    ("words", "entry '?': "),
]


def test_bad_entries_are_named_with_their_lines(dlread: Dlread) -> None:
    entries = "".join(f"- {entry}\n" for entry, _ in BAD_ENTRIES)
    path = catalog(dlread, f"{HEAD}{entries}- {{key: third, title: {{en: Third}}}}\n")
    result = dlread.run("doctor")
    lines = result.out.splitlines()
    assert (len(lines), result.status) == (len(BAD_ENTRIES), 1)
    for number, (line, (_, problem)) in enumerate(zip(lines, BAD_ENTRIES, strict=True), 5):
        assert line.startswith(f"{path}: line {number}: {problem}")
        assert line.endswith("; left out")
    assert dlread("list --keys --catalog mine") == "first\nthird\n"


def test_a_key_of_another_catalog_is_named_every_time(dlread: Dlread) -> None:
    path = catalog(dlread, f"{HEAD}- {{key: smac, title: {{en: Again}}}}\n")
    for _ in range(2):
        result = dlread.run("doctor")
        assert (result.out, result.status) == (f"{path}: entry 'smac' is already in another catalog; left out\n", 1)


def test_a_catalog_of_the_same_name_is_named_every_time(dlread: Dlread) -> None:
    catalog(dlread, HEAD, "a")
    path = catalog(dlread, HEAD.replace("first", "second"), "b")
    for _ in range(2):
        result = dlread.run("doctor")
        assert result.out.startswith(f"{path}: there is another catalog called 'mine'")
        assert result.status == 1


def test_a_clock_in_the_future_is_told(dlread: Dlread) -> None:
    path = journal(dlread, GOOD.replace("2026", "2999") + "\n")
    result = dlread.run("doctor")
    told = f"{path}, line 1: dated 2999-01-02, in the future; set the clocks, and give these lines the real time"
    assert result.out.startswith(told)
    assert result.status == 1
    dlread("mark-read pyg")
    assert dlread.status("pyg") == "read"


def test_values_that_are_none_are_told_with_their_lines(dlread: Dlread) -> None:
    values = ('{"status": "done"}', '{"rating": 9}', '{"year": "2019"}', '{"note": 7}', '{"rating": 3, "new": 1}')
    path = journal(dlread, "".join(GOOD.replace('{"status": "read"}', one) + "\n" for one in values))
    assert dlread.run("doctor")[::2] == (
        f"{path}, line 1: 'status' cannot be \"done\"; ignored, and kept\n"
        f"{path}, line 2: 'rating' cannot be 9; ignored, and kept\n"
        f"{path}, line 3: 'year' cannot be \"2019\"; ignored, and kept\n"
        f"{path}, line 4: 'note' cannot be 7; ignored, and kept\n",
        1,
    )


def test_keys_of_no_catalog_are_told(dlread: Dlread) -> None:
    journal(dlread, GOOD.replace("smac", "gone") + "\n")
    assert dlread.run("doctor")[::2] == ("the journal mentions 'gone', which is not in any catalog\n", 1)


def test_a_clock_before_the_first_version_is_told(dlread: Dlread) -> None:
    journal(dlread, GOOD + "\n")
    result = dlread.run("doctor", env=wrong_clock(1970))
    told = r"this machine's clock says that it is 1970-\d\d-\d\d; set it, or your changes get wrong dates\n"
    assert re.fullmatch(told, result.out)
    assert result.status == 1


@pytest.mark.parametrize(("year", "status"), [(2026, 0), (2030, 0), (2025, 1)])
def test_a_clock_may_be_years_from_now_but_not_before_the_first_version(dlread: Dlread, year: int, status: int) -> None:
    assert dlread.run("doctor", env=wrong_clock(year)).status == status


def test_a_change_of_a_clock_that_was_ahead_is_told_once_the_clock_is_right(dlread: Dlread) -> None:
    dlread("mark-read smac", env=wrong_clock(2099))
    assert dlread.run("doctor", env=wrong_clock(2099)).status == 0
    result = dlread.run("doctor")
    assert re.search(r"journal-\w+\.jsonl, line 1: dated 2099-\d\d-\d\d, in the future", result.out)
    assert result.status == 1


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722, 0o1777])
def test_a_directory_that_others_can_write_into_is_told(dlread: Dlread, mode: int) -> None:
    journal(dlread, GOOD + "\n")
    dlread.data.chmod(mode)
    told = f"others can write into {dlread.data}; chmod 700 {dlread.data} would keep them out\n"
    assert dlread.run("doctor")[::2] == (told, 1)
    dlread.data.chmod(0o755)  # the names of journals are no secret, and they are only the owner's
    assert dlread.run("doctor")[::2] == ("", 0)


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_journal_that_others_can_read_is_told(dlread: Dlread, mode: int) -> None:
    journal(dlread, GOOD + "\n", mode=mode)
    dlread.data.chmod(0o755)
    told = f"the journals in {dlread.data} can be read by others; chmod 700 {dlread.data} would keep them private\n"
    assert dlread.run("doctor")[::2] == (told, 1)
    dlread.data.chmod(0o700)  # as git writes them, in a directory that nobody else gets into
    assert dlread.run("doctor")[::2] == ("", 0)


def test_no_chmod_is_advised_where_there_are_no_permissions(dlread: Dlread, tmp_path: Path) -> None:
    """A real NTFS, in a file."""
    if not shutil.which("mkntfs") or not shutil.which("ntfs-3g"):
        pytest.skip("needs ntfs-3g")
    image, disk = tmp_path / "image", tmp_path / "disk"
    image.write_bytes(b"")
    os.truncate(image, 4_000_000)
    disk.mkdir()
    subprocess.run(["mkntfs", "-F", "-Q", image], check=True, capture_output=True)
    if subprocess.run(["ntfs-3g", image, disk], check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount")
    try:
        dlread.env["DLREAD_DATA_DIR"] = str(disk / "dlread")
        dlread("mark-read smac")
        cure = "its file system has no permissions; mount it so that only you can use it"
        assert dlread.run("doctor")[::2] == (
            f"others can write into {disk}/dlread; {cure}\n"
            f"the journals in {disk}/dlread can be read by others; {cure}\n",
            1,
        )
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_directory_that_cannot_be_written_is_told(dlread: Dlread) -> None:
    dlread.as_anybody()
    dlread.data.mkdir(parents=True)
    dlread.data.chmod(0o500)
    assert dlread.run("doctor")[::2] == (f"the data directory {dlread.data} cannot be written\n", 1)


def home_is_read_only(dlread: Dlread) -> list[str]:
    dlread.home.chmod(0o500)
    return [f"the {what} directory {path} cannot be written" for what, path in places(dlread)]


def home_is_gone_under_a_file(dlread: Dlread) -> list[str]:
    dlread.home.rmdir()
    dlread.home.write_text("")
    return [f"the {what} directory {path} cannot be written" for what, path in places(dlread)]


def data_is_a_link_to_nowhere(dlread: Dlread) -> list[str]:
    dlread.data.parent.mkdir(parents=True)
    dlread.data.symlink_to("nowhere")
    return [f"the data directory {dlread.data} cannot be written"]


def own_journal_is_read_only(dlread: Dlread) -> list[str]:
    path = own_journal(dlread)
    path.chmod(0o400)
    return [f"this machine's journal {path} cannot be written"]


def own_journal_is_a_link(dlread: Dlread) -> list[str]:
    path = own_journal(dlread)
    path.rename(dlread.home / "elsewhere")
    path.symlink_to(dlread.home / "elsewhere")
    return [f"this machine's journal {path} cannot be written"]


def machines_name_cannot_be_read(dlread: Dlread) -> list[str]:
    own_journal(dlread)
    (name,) = (dlread.home / ".local/state/dlread").glob("machine-*")
    name.chmod(0)
    return [f"cannot read this machine's name in {name}: permission denied"]


def library_is_a_link_to_nowhere(dlread: Dlread) -> list[str]:
    dlread.cache.mkdir(parents=True)
    library = dlread.cache / "library.db"
    library.symlink_to("nowhere/at/all")
    return [f"the library {library} cannot be written, so every command rebuilds it; delete it"]


def places(dlread: Dlread) -> list[tuple[str, Path]]:
    return [("data", dlread.data), ("cache", dlread.cache), ("state", dlread.home / ".local/state/dlread")]


def own_journal(dlread: Dlread) -> Path:
    dlread("mark-read smac")
    (path,) = dlread.data.glob("journal-*.jsonl")
    return path


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions")
@pytest.mark.parametrize(
    "harm",
    [
        home_is_read_only,
        home_is_gone_under_a_file,
        data_is_a_link_to_nowhere,
        own_journal_is_read_only,
        own_journal_is_a_link,
        machines_name_cannot_be_read,
        library_is_a_link_to_nowhere,
    ],
)
def test_what_cannot_be_written_is_told_before_it_is_missed(
    dlread: Dlread, harm: Callable[[Dlread], list[str]]
) -> None:
    told = harm(dlread)
    dlread.as_anybody()
    result = dlread.run("doctor")
    assert (result.out.splitlines(), result.status) == (told, 1)


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions")
def test_a_library_that_cannot_be_read_is_made_anew(dlread: Dlread) -> None:
    dlread("mark-read smac")
    library = dlread.cache / "library.db"
    library.chmod(0)
    dlread.as_anybody()
    result = dlread.run("doctor")
    assert (result.out, result.status) == ("", 0)
    assert os.access(library, os.R_OK)
    assert library.stat().st_mode & 0o777 == 0o600


def test_what_is_no_file_is_told_and_does_not_hold_it_up(dlread: Dlread) -> None:
    dlread.data.mkdir(parents=True)
    pipe, folder = dlread.data / "journal-a.jsonl", dlread.data / "journal-b.jsonl"
    os.mkfifo(pipe, 0o600)
    folder.mkdir(0o700)
    result = dlread.run("doctor")
    assert result.status == 1
    assert f"{pipe}: not a file\n" in result.out
    assert f"{folder}: not a file\n" in result.out
    assert dlread("list").count("\n") == 44


def test_a_link_to_nowhere_is_told_and_does_not_hold_it_up(dlread: Dlread) -> None:
    journal(dlread, "x\n", name="b")
    (dlread.data / "journal-a.jsonl").symlink_to("nowhere")
    result = dlread.run("doctor")
    assert result.status == 1
    assert f"{dlread.data}/journal-a.jsonl: no such file or directory\n" in result.out
    assert f"{dlread.data}/journal-b.jsonl, line 1: not a line of JSON; skipped, and kept\n" in result.out
    assert dlread("list").count("\n") == 44


def test_a_terminal_gets_problems_broken_between_words(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    journal(dlread, "".join(GOOD.replace("smac", f"entry-that-is-in-no-catalog-{n}") + "\n" for n in range(2)))
    assert terminal("doctor", columns=50).lines[:4] == [
        "the journal mentions",
        "'entry-that-is-in-no-catalog-0', which is not in",
        "any catalog",
        "the journal mentions",
    ]


def test_hostile_text_does_nothing_to_a_terminal(dlread: Dlread) -> None:
    journal(dlread, "x\n", name="a\x1b]0;owned\x07")
    catalog(dlread, HEAD + '- {key: "a\\e[31m", title: {en: x}}\n')
    result = dlread.run("doctor")
    assert result.status == 1
    assert result.out.replace("\n", "").isprintable()
    assert result.err.replace("\n", "").isprintable()


def test_a_damaged_library_is_no_matter(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (dlread.cache / "library.db").write_bytes(b"rubbish" * 1000)
    assert dlread.run("doctor").status == 0
    assert json.loads(dlread("show --json smac"))[0]["status"] == "read"
