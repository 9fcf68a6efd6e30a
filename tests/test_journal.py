"""storage/journal.py: nothing that was recorded is ever lost, whoever writes and whatever stands in the files."""

import contextlib
import json
import os
import re
import signal
import stat
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, effort
from hypothesis import example, given
from hypothesis import strategies as st

from dlread_cli.domain.history import Assignment
from dlread_cli.errors import DlreadError
from dlread_cli.storage import journal, steps
from dlread_cli.storage.library import Library

pytestmark = pytest.mark.full_run

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

BEFORE = "2026-01-01T00:00:00.000000Z"


def own_journal(dlread: Dlread) -> Path:
    (path,) = dlread.data.glob("journal-*.jsonl")
    return path


def statuses(dlread: Dlread, keys: str) -> list[str]:
    status = dict(row.split("\t")[:2] for row in dlread("list").splitlines())
    return [status[key] for key in keys.split()]


def add_journal(dlread: Dlread, name: str, *lines: str | bytes, end: bytes = b"\n") -> Path:
    dlread.data.mkdir(parents=True, exist_ok=True)
    path = dlread.data / name
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    path.write_bytes(b"\n".join(raw) + end)
    return path


def line(key: str, at: str = BEFORE, **values: Any) -> str:
    return json.dumps({"at": at, "key": key, "set": values}, ensure_ascii=False)


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in path.read_text().splitlines()]


# --- stamps ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("newest", "at"),
    [
        ("", "2026-11-22T12:00:00.000000Z"),
        ("2026-11-22T11:59:59.999999Z", "2026-11-22T12:00:00.000000Z"),
        ("2026-11-22T11:59:59.999998Z", "2026-11-22T12:00:00.000000Z"),
        ("2026-11-22T12:00:00.000000Z", "2026-11-22T12:00:00.000001Z"),
        ("2026-11-22T13:00:00.000000Z", "2026-11-22T13:00:00.000001Z"),
        ("2031-12-31T23:59:59.999999Z", "2032-01-01T00:00:00.000000Z"),
        ("0001-01-01T00:00:00.000000Z", "2026-11-22T12:00:00.000000Z"),
    ],
)
def test_a_stamp_is_the_later_of_now_and_just_after_the_newest(newest: str, at: str) -> None:
    assert journal.stamp(newest, NOON) == at


def test_a_stamp_is_written_at_its_full_length_whatever_the_year() -> None:
    assert journal.stamp("", datetime(7, 1, 2, 3, tzinfo=UTC)) == "0007-01-02T03:00:00.000000Z"


def test_no_stamp_comes_after_the_last_one() -> None:
    with pytest.raises(DlreadError, match=r"which none can follow; see dlread doctor"):
        journal.stamp("8999-12-31T23:59:59.999999Z", NOON)


def test_a_change_comes_after_everything_that_its_author_could_see(dlread: Dlread) -> None:
    add_journal(dlread, "journal-fast.jsonl", line("smac", "2099-01-01T00:00:00.000000Z", status="skipped"))
    dlread("mark-read smac sdr")
    dlread("rate smac 4")
    (own,) = (path for path in dlread.data.glob("journal-*.jsonl") if path.name != "journal-fast.jsonl")
    assert [(one["at"], one["key"], one["set"]) for one in written(own)] == [
        ("2099-01-01T00:00:00.000001Z", "smac", {"status": "read"}),
        ("2099-01-01T00:00:00.000001Z", "sdr", {"status": "read"}),
        ("2099-01-01T00:00:00.000002Z", "smac", {"rating": 4}),
    ]
    assert dlread.status("smac") == "read"


def test_the_stamp_of_a_line_about_an_unknown_entry_or_field_counts_too(dlread: Dlread) -> None:
    add_journal(dlread, "journal-a.jsonl", line("nobody", "2098-01-01T00:00:00.000000Z", status="read"))
    add_journal(dlread, "journal-b.jsonl", line("smac", "2099-01-01T00:00:00.000000Z", mood="good"))
    dlread("mark-read smac")
    assert '"2099-01-01T00:00:00.000001Z"' in dlread.journals()


def test_when_no_time_is_left_nothing_is_changed(dlread: Dlread) -> None:
    add_journal(dlread, "journal-end.jsonl", line("smac", "8999-12-31T23:59:59.999999Z", rating=1))
    assert dlread.run("mark-read smac") == (
        "",
        "dlread: a journal has the timestamp 8999-12-31T23:59:59.999999Z, which none can follow; see dlread doctor\n",
        1,
    )
    assert dlread.status("smac") == "unread"


# --- appending -------------------------------------------------------------------------------------------------


def test_a_command_is_one_stamp_and_a_line_an_entry(dlread: Dlread) -> None:
    dlread("mark-read smac sdr")
    lines = written(own_journal(dlread))
    assert [(one["key"], one["set"]) for one in lines] == [("smac", {"status": "read"}), ("sdr", {"status": "read"})]
    assert lines[0]["at"] == lines[1]["at"]
    assert own_journal(dlread).read_bytes().endswith(b"}}\n")
    assert {frozenset(one) for one in lines} == {frozenset({"at", "key", "set"})}


def test_nothing_that_was_there_is_touched(dlread: Dlread) -> None:
    dlread("mark-read smac")
    before = own_journal(dlread).read_bytes()
    dlread("note sdr '注记 \"quoted\"'")
    dlread("undo")
    after = own_journal(dlread).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == 3
    assert "注记".encode() in after
    _, noted, undone = written(own_journal(dlread))
    assert (undone["undoes"], undone["set"]) == (noted["at"], dict.fromkeys(noted["set"]))


@pytest.mark.parametrize("torn", [b'{"at": "2026-', b"\0\0\0\0", b"x" * 2000, b"\xff"])
def test_a_torn_tail_is_ended_before_the_next_line(dlread: Dlread, torn: bytes) -> None:
    dlread("mark-read smac")
    path = own_journal(dlread)
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    dlread("mark-read sdr")
    assert path.read_bytes().startswith(whole + torn + b"\n{")
    assert path.read_bytes().count(b"\n") == 3
    assert statuses(dlread, "smac sdr") == ["read", "read"]


def test_a_last_line_that_only_lacks_its_newline_still_counts(dlread: Dlread) -> None:
    dlread("mark-read smac")
    path = own_journal(dlread)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert dlread.status("smac") == "read"
    dlread("mark-read sdr")
    assert [one["key"] for one in written(path)] == ["smac", "sdr"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({f"tag:x{number}-{'y' * 20}": True for number in range(60_000)}, "the change of smac takes 2,"),
        ({"authors": ["Ada Lovelace" * 20] * 6_000}, "the change of smac takes 1,"),
        (dict.fromkeys(("note", "summary", "title", "bibtex"), "注" * 100_000), "the change of smac takes 1,"),
        ({"authors": ["A"] * 10_001}, "'authors' of smac is too long"),
        ({"bibtex": "x" * 100_001}, "'bibtex' of smac is too long"),
    ],
    ids=["tags", "authors", "texts", "number of authors", "text"],
)
def test_what_would_not_be_read_again_is_not_written(
    dlread: Dlread, monkeypatch: pytest.MonkeyPatch, values: dict[str, Any], why: str
) -> None:
    dlread("mark-read smac")
    before = dlread.journals()
    for variable, path in (
        ("DATA", dlread.data),
        ("CACHE", dlread.cache),
        ("STATE", dlread.home / ".local/state/dlread"),
    ):
        monkeypatch.setenv(f"DLREAD_{variable}_DIR", str(path))
    with Library() as library, steps.writing(library, print) as write:
        with pytest.raises(DlreadError, match=r"; nothing was changed$") as error:
            write({"sdr": {"rating": 3}, "smac": values})
        assert str(error.value).startswith(why)
    assert dlread.journals() == before
    assert dlread.run("doctor").status == 0


def test_a_command_with_sixty_thousand_tags_says_that_it_is_too_much(dlread: Dlread) -> None:
    result = dlread.run(["tag", "smac", *(f"+t{number}-{'y' * 10}" for number in range(60_000))])
    assert (result.out, result.status) == ("", 1)
    assert re.fullmatch(
        r"dlread: the change of smac takes [\d,]{9} bytes; a journal line has at most 1,048,576; nothing was changed\n",
        result.err,
    )
    assert list(dlread.data.iterdir()) == []
    dlread("tag smac +thesis")
    assert dlread.run("doctor").status == 0


def test_a_symlink_is_not_written_through(dlread: Dlread) -> None:
    dlread("mark-read smac")
    path = own_journal(dlread)
    elsewhere = dlread.home / "precious"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    result = dlread.run("mark-read sdr")
    assert (result.status, result.out) == (1, "")
    assert result.err == f"dlread: cannot write to {path}: too many levels of symbolic links; nothing was changed\n"
    assert elsewhere.read_bytes() == before
    path.unlink()
    path.symlink_to(dlread.home / "nowhere")
    assert dlread.run("mark-read sdr").status == 1
    assert not (dlread.home / "nowhere").exists()


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_only_the_owner_can_read_what_is_personal(dlread: Dlread, umask: int) -> None:
    before = os.umask(umask)
    try:
        dlread("mark-read smac")
    finally:
        os.umask(before)
    assert stat.S_IMODE(own_journal(dlread).stat().st_mode) == 0o600
    assert stat.S_IMODE(dlread.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(dlread.cache.stat().st_mode) == 0o700
    assert stat.S_IMODE((dlread.cache / "library.db").stat().st_mode) == 0o600


def test_no_directory_on_the_way_is_open_to_everybody(dlread: Dlread) -> None:
    before = os.umask(0)
    try:
        dlread("mark-read smac")
    finally:
        os.umask(before)
    made = [path for path in dlread.home.rglob("*") if not path.is_symlink()]
    assert [str(path.relative_to(dlread.home)) for path in made if path.stat().st_mode & 0o002] == []


def with_file_limit(dlread: Dlread, line_: str, limit_bytes: int) -> subprocess.CompletedProcess[str]:
    resource = pytest.importorskip("resource", reason="needs a limit on the size of files, which Windows lacks")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    return subprocess.run(
        [PROGRAM, *line_.split()],
        env=dlread.env,
        preexec_fn=limit,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("room", "is_torn", "why"),
    [
        (40, False, r"only 40 of \d+ bytes could be written"),
        (1, True, r"only 1 of \d+ bytes could be written"),
        (0, False, "file too large"),
    ],
)
def test_a_write_that_falls_short_is_taken_back(dlread: Dlread, room: int, is_torn: bool, why: str) -> None:
    dlread("mark-read smac")
    path = own_journal(dlread)
    long = b"x" * 3_000_000 + b"\n"  # more than the library's own files need
    path.write_bytes(path.read_bytes() + long + (b'{"at' if is_torn else b""))
    before = path.read_bytes()
    done = with_file_limit(dlread, "mark-read sdr pyg", len(before) + room)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"dlread: cannot write to {re.escape(str(path))}: {why}; nothing was changed\n", done.stderr)
    assert path.read_bytes() == before
    assert statuses(dlread, "smac sdr pyg") == ["read", "unread", "unread"]
    dlread("mark-read sdr")
    assert dlread.status("sdr") == "read"


# --- reading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "assignment"),
    [
        (
            b'{"at": "2026-11-22T13:00:00.000123Z", "key": "smac", "set": {"status": "read"}}\n',
            Assignment("2026-11-22T13:00:00.000123Z", "ada", "smac", {"status": "read"}),
        ),
        (
            b'{"set":{"tag:thesis":true,"rating":4},"key":"SMAC","at":"2026-11-22T13:05:12.104220Z"}',
            Assignment("2026-11-22T13:05:12.104220Z", "ada", "smac", {"tag:thesis": True, "rating": 4}),
        ),
        (
            b'{"at": "2026-11-22T13:00:00.000123Z", "key": "smac", "set": {"mood": 1, "rating": 9, "note": "x"}}\r\n',
            Assignment("2026-11-22T13:00:00.000123Z", "ada", "smac", {"note": "x"}),
        ),
        (
            b'{"at": "2026-11-22T13:00:00.000123Z", "key": "smac", "set": {}, "undoes": "then", "by": {"who": 1}}',
            Assignment("2026-11-22T13:00:00.000123Z", "ada", "smac", {}, "then"),
        ),
        (
            b'{"at": "2026-11-22T13:00:00.000123Z", "key": "smac", "set": {"note": "\\ud83d\\ude00"}, "undoes": 7}',
            Assignment("2026-11-22T13:00:00.000123Z", "ada", "smac", {"note": "\U0001f600"}),
        ),
    ],
    ids=["as in the design", "in another order", "fields of the future", "more members", "a pair of surrogates"],
)
def test_a_line_that_is_understood(raw: bytes, assignment: Assignment) -> None:
    assert journal.parse(raw, "ada") == assignment


GOOD = {"at": BEFORE, "key": "smac", "set": {"status": "read"}}


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not a line of JSON"),
        (b"\n", "not a line of JSON"),
        (b"\0\0\0\0", "not a line of JSON"),
        (json.dumps(GOOD).encode() + b"\0\0\0", "not a line of JSON"),
        (json.dumps(GOOD).encode() * 2, "not a line of JSON"),
        (json.dumps(GOOD).encode()[:-1], "not a line of JSON"),
        (b"\xff" + json.dumps(GOOD).encode(), "not a line of JSON"),
        (json.dumps(GOOD | {"x": "Q"}).encode().replace(b"Q", b"\xff"), "not a line of JSON"),
        (json.dumps(GOOD | {"set": {"note": "\ud800"}}).encode(), "not a line of JSON"),
        (json.dumps(GOOD | {"set": {"note": "Q"}}).encode().replace(b"Q", b"\xed\xa0\x80"), "not a line of JSON"),
        (json.dumps(GOOD | {"set": {"note": "\ud800"}}).encode("utf-16-be"), "not a line of JSON"),
        (json.dumps(GOOD | {"x": 1}).replace("1", "1" * 5000).encode(), "not a line of JSON"),
        (b'{"at": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"at":' * 50_000, "nested too deeply"),
        (b"[]", "not an object"),
        (b"7", "not an object"),
        (b"NaN", "not an object"),
        (b"null", "not an object"),
        (json.dumps(GOOD | {"key": "a b"}).encode(), "'key' is not a key"),
        (json.dumps(GOOD | {"key": "smac\n"}).encode(), "'key' is not a key"),
        (json.dumps(GOOD | {"key": "../smac"}).encode(), "'key' is not a key"),
        (json.dumps(GOOD | {"key": "x" * 129}).encode(), "'key' is not a key"),
        (json.dumps(GOOD | {"key": 7}).encode(), "'key' is not a key"),
        (json.dumps(GOOD | {"set": []}).encode(), "'set' is not an object"),
        (json.dumps({"at": BEFORE, "key": "smac"}).encode(), "'set' is not an object"),
    ],
)
def test_a_line_that_is_not_says_why(raw: bytes, why: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011
        journal.parse(raw, "ada")
    assert str(error.value) == why


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-22T13:00:00Z",
        "2026-11-22T13:00:00.000123",
        "2026-11-22T13:00:00.000123+00:00",
        "2026-11-22T14:00:00.000123+01:00",
        "2026-11-22 13:00:00.000123Z",
        "20261122T130000.000123Z",
        "2026-02-30T13:00:00.000123Z",
        "2026-11-22T13:00:60.000123Z",
        "2026-11-22T13:00:00.000123Z\n",
        "２０２６-11-22T13:00:00.000123Z",
        "9000-01-01T00:00:00.000000Z",
        "9999-12-31T23:59:59.999999Z",
        "99999",
        "",
        "\ud800",
        7,
        None,
        ["2026-11-22T13:00:00.000123Z"],
    ],
)
def test_a_stamp_has_one_form_so_that_it_sorts_as_text(at: object) -> None:
    with pytest.raises(
        ValueError, match=r"^('at' is not a time like 2026-11-22T13:00:00\.000123Z|not a line of JSON)$"
    ):
        journal.parse(json.dumps(GOOD | {"at": at}).encode(), "ada")


members = st.sampled_from(["at", "key", "set", "undoes", "status", "tag:x", "note", BEFORE, "smac", "read", 1, True])
texts = st.text(st.characters(exclude_categories=()))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | members,
    lambda inner: st.lists(inner) | st.dictionaries(texts | members.map(str), inner),
    max_leaves=12,
)
almost_lines = st.fixed_dictionaries(
    {"at": st.just(BEFORE) | json_values, "key": st.just("Smac") | json_values},
    optional={
        "set": st.dictionaries(st.sampled_from(["status", "note", "authors", "tag:x", "link:pdf"]), json_values)
        | json_values,
        "undoes": json_values,
    },
)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])


def encoded(value: Any, encoding: str, is_ascii: bool) -> bytes:
    return json.dumps(value, ensure_ascii=is_ascii).encode(encoding, "surrogatepass")


@given(st.binary() | st.text().map(str.encode) | st.builds(encoded, almost_lines, encodings, st.booleans()))
@example(encoded(GOOD | {"set": {"note": "\ud800"}}, "utf-8", True))
@example(encoded(GOOD | {"set": {"note": "\ud800"}}, "utf-8", False))
@example(encoded(GOOD | {"undoes": "\ud800"}, "utf-16-be", True))
@example(b"{" * 10_000)
@example(b"1" * 5000)
def test_any_bytes_are_an_assignment_or_a_value_error(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        one = journal.parse(raw, "ada")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", one.at)
        assert re.fullmatch(r"[a-z0-9][a-z0-9._+-]*", one.key)
        assert fits_a_database(one.undoes + json.dumps(one.values, ensure_ascii=False))


def fits_a_database(text: str) -> bool:
    """A lone surrogate does not, and could not be printed either."""
    return text.encode("utf-8", "replace").decode() == text


@given(st.lists(st.binary(max_size=30) | st.just(line("smac").encode()) | st.just(b"\n"), max_size=8))
def test_lines_cover_every_byte_of_the_file_once(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "journal-ada.jsonl"
        path.write_bytes(raw)
        lines = list(journal.lines(path))
        assert [one.offset for one in lines] == [sum(one.length for one in lines[:n]) for n in range(len(lines))]
        assert sum(one.length for one in lines) == len(raw)
        assert all((one.assignment is None) == bool(one.problem) for one in lines)
        whole = [one for one in lines if one.assignment]
        places = [journal.At(one.offset, one.length, BEFORE, "smac") for one in whole]
        assert journal.lines_at(path, places) == [one.assignment for one in whole]
        for one in lines:
            assert list(journal.lines(path, one.offset)) == [later for later in lines if later.offset >= one.offset]


@pytest.mark.parametrize(("extra", "is_read"), [(0, True), (1, False), (5_000_000, False)])
def test_a_line_may_be_a_megabyte_long_and_no_longer(tmp_path: Path, extra: int, is_read: bool) -> None:
    start = json.dumps(GOOD).encode()[:-1] + b', "x": "'
    padding = b"x" * (journal.LINE_BYTES - len(start) - 3 + extra)
    path = tmp_path / "journal-ada.jsonl"
    path.write_bytes(start + padding + b'"}\n' + json.dumps(GOOD).encode() + b"\n")
    long, short = journal.lines(path)
    assert (long.assignment is not None) == is_read
    assert long.problem == ("" if is_read else "longer than 1048576 bytes")
    assert (short.offset, short.problem) == (long.length, "") == (journal.LINE_BYTES + extra, "")


def test_what_cannot_be_understood_is_skipped_and_told_and_kept(dlread: Dlread) -> None:
    path = add_journal(
        dlread,
        "journal-other.jsonl",
        line("smac", status="read"),
        "<<<<<<< HEAD",
        b"\0" * 300,
        '{"at": "2026-01-01", "key": "smac", "set": {}}',
        b"[" * 50_000,
        b'{"at": "2026-01-01T00:00:00.000000Z", "key": "sdr", "set": {"note": "\xed\xa0\x80"}}',
        line("sdr", status="reading", mood="good"),
        b"x" * 1_100_000,
        line("pyg", status="skipped"),
        '{"at": "2026',
        end=b"",
    )
    path.chmod(0o600)
    before = path.read_bytes()
    assert statuses(dlread, "smac sdr pyg") == ["read", "reading", "skipped"]
    result = dlread.run("doctor")
    assert result.status == 1
    told = [text for text in (result.out + result.err).splitlines() if str(path) in text]
    assert [text.split(", line ")[1] for text in told] == [
        "2: not a line of JSON; skipped, and kept",
        "3: not a line of JSON; skipped, and kept",
        "4: 'at' is not a time like 2026-11-22T13:00:00.000123Z; skipped, and kept",
        "5: nested too deeply; skipped, and kept",
        "6: not a line of JSON; skipped, and kept",
        "8: longer than 1048576 bytes; skipped, and kept",
        "10: incomplete: the end is missing; skipped, and kept",
    ]
    dlread("mark-read pyg")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "machine"),
    [
        ("journal-j3adxrprkgcx.jsonl", "j3adxrprkgcx"),
        ("journal-j3adxrprkgcx.sync-conflict-20261122-130000-ABCDEF1.jsonl", "j3adxrprkgcx"),
        ("journal-j3adxrprkgcx (Ada's conflicted copy 2026-11-22).jsonl", "j3adxrprkgcx"),
        ("journal-j3adxrprkgcx (1).jsonl", "j3adxrprkgcx"),
        ("journal-j3adxrprkgcx_conflict-20261122-130000.jsonl", "j3adxrprkgcx"),
    ],
)
def test_whose_journal_it_is(name: str, machine: str) -> None:
    assert journal.machine_of(Path("data") / name) == machine


@pytest.mark.parametrize(
    "remark", [".sync-conflict-20261122-130000-ABCDEF1", " (Ada's conflicted copy 2026-11-22)", " (1)"]
)
def test_a_conflict_copy_is_read_and_changes_nothing(dlread: Dlread, remark: str) -> None:
    dlread("mark-reading smac")
    dlread("mark-read smac")
    own = own_journal(dlread)
    copy = own.with_name(own.name.replace(".jsonl", f"{remark}.jsonl"))
    copy.write_bytes(line("sdr", status="skipped").encode() + b"\n" + own.read_bytes())
    assert statuses(dlread, "smac sdr") == ["read", "skipped"]
    dlread("undo")
    assert statuses(dlread, "smac sdr") == ["reading", "skipped"]
    assert copy.read_bytes().count(b"\n") == 3


def test_a_conflict_copy_does_not_tell_everything_twice(dlread: Dlread) -> None:
    dlread("mark-reading smac")
    dlread("mark-read smac")
    own = own_journal(dlread)
    own.with_name(own.name.replace(".jsonl", ".sync-conflict-20261122-130000-ABCDEF1.jsonl")).write_bytes(
        own.read_bytes()
    )
    assert [row.split("\t")[3] for row in dlread("history").splitlines()] == ["marked read", "marked reading"]


# --- many at once ----------------------------------------------------------------------------------------------

KEYS = ("smac", "sdr", "pyg", "ms-rcnn", "adabound", "alipy", "lingvo", "gcnv2")


def test_of_eight_processes_at_once_nothing_is_lost(dlread: Dlread) -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=12)).replace(microsecond=0)
    fast = add_journal(dlread, "journal-fast.jsonl", line("nobody", f"{ahead:%Y-%m-%dT%H:%M:%S}.000000Z"))
    ratings = range(1, effort(2, 5))
    calls = "".join(f"'{PROGRAM}' rate \"$1\" {stars} && " for stars in ratings)
    script = f"{calls} '{PROGRAM}' mark-read \"$1\""
    shells = [
        subprocess.Popen(
            ["sh", "-c", script, "sh", key], env=dlread.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for key in KEYS
    ]
    for shell in shells:
        _, err = shell.communicate(timeout=60)
        assert shell.returncode == 0, err
    fast.unlink()
    lines = written(own_journal(dlread))
    stamps = [one["at"] for one in lines]
    changes = len(KEYS) * (len(ratings) + 1)
    assert stamps == [f"{ahead:%Y-%m-%dT%H:%M:%S}.{number:06}Z" for number in range(1, changes + 1)]
    for key in KEYS:
        assert [one["set"] for one in lines if one["key"] == key] == [
            *({"rating": stars} for stars in ratings),
            {"status": "read"},
        ]
    assert set(statuses(dlread, " ".join(KEYS))) == {"read"}
