"""Files, folders and zip files of other programs: every encoding, streaming, in bounded memory, whatever they hold."""

import io
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.errors import DlreadError
from dlread_cli.storage import foreign_files, text_decoding, zip_members
from dlread_cli.storage.foreign_files import Fault

posix = pytest.mark.skipif(os.name != "posix", reason="needs pipes, links and devices")

Found = list[tuple[str, str, str]]
"""Names without the directory of the test, encodings, contents."""


def read(path: Path) -> tuple[Found, list[Fault]]:
    faults: list[Fault] = []
    texts = [(text, "".join(text.lines)) for text in foreign_files.texts(path, faults.append)]
    assert all(content.startswith(text.head) for text, content in texts)
    base = f"{path if path.is_dir() else path.parent}/"
    found = [(text.name.removeprefix(base), text.encoding, content) for text, content in texts]
    return found, [fault._replace(name=fault.name.removeprefix(base)) for fault in faults]


def refused(path: Path) -> str:
    with pytest.raises(DlreadError) as error:
        read(path)
    return str(error.value).replace(f"{path}", "PATH")


# --- encodings --------------------------------------------------------------------------------------------------

WORDS = "title,tags\nPokémon — 强化学习 😀,a\n"


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        (b"", "utf-8-sig", ""),
        (b"plain", "utf-8-sig", "plain"),
        (WORDS.encode(), "utf-8-sig", WORDS),
        (WORDS.encode("utf-8-sig"), "utf-8-sig", WORDS),
        (WORDS.encode("utf-16"), "utf-16", WORDS),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "utf-16", WORDS),
        (WORDS.encode("utf-32"), "utf-32", WORDS),
        (WORDS.encode("utf-16-le"), "utf-16-le", WORDS),
        (WORDS.encode("utf-16-be"), "utf-16-be", WORDS),
        (WORDS.encode("utf-16") + b"x", "utf-16", WORDS + "\ufffd"),
        ("naïve “café” €\n".encode("cp1252"), "windows-1252", "naïve “café” €\n"),
        (b"\xe9" * 9 + b"\x81\n", "windows-1252", "é" * 9 + "\ufffd\n"),
        (b"x" * 100_000 + b"\xe9\n", "windows-1252", "x" * 100_000 + "é\n"),
        (b"one\r\ntwo\rthree\nfour", "utf-8-sig", "one\ntwo\nthree\nfour"),
        (b"a torn end of a file" * 9 + b"\0" * 4, "utf-8-sig", "a torn end of a file" * 9 + "\0" * 4),
        ("é".encode() * 40_000, "utf-8-sig", "é" * 40_000),
    ],
)
def test_any_encoding_is_read(tmp_path: Path, content: bytes, encoding: str, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert read(path) == ([("list.csv", encoding, text)], [])


def test_a_few_bad_bytes_do_not_make_a_chinese_text_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_bytes("- 强化学习\n".encode() + b"- \xff\n")
    assert read(path) == (
        [("list.md", "utf-8-sig", "- 强化学习\n- \ufffd\n")],
        [Fault("list.md", 0, "some bytes are not valid UTF-8 and were replaced")],
    )


@given(st.text(st.characters(exclude_categories=("Cs",))), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_what_unicode_can_write_is_read_back(text: str, encoding: str) -> None:
    content = io.BytesIO(("words " * 100 + text).encode(encoding))
    found = text_decoding.encoding_of(content)
    assert found
    lines = "".join(text_decoding.lines(content, found.name, lambda line: None))
    assert lines == "words " * 100 + text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.binary())
def test_any_bytes_are_read(content: bytes) -> None:
    file = io.BytesIO(content)
    if found := text_decoding.encoding_of(file):
        "".join(text_decoding.lines(file, found.name, lambda line: None)).encode("utf-8")


@pytest.mark.parametrize("rest", ["x", "\n", "x\n", "x\nnext", "x" * 100_000 + "\nnext\n", ""])
def test_a_line_that_is_too_long_is_cut_off(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "list.csv"
    longest = "y" * text_decoding.LINE
    path.write_text(f"first\n{longest}{rest}")
    found, faults = read(path)
    _, end, following = rest.partition("\n")
    is_cut = rest.startswith("x")
    assert found == [("list.csv", "utf-8-sig", f"first\n{longest}{end}{following}")]
    assert faults == ([Fault("list.csv", 2, "longer than 16 MB; the rest of the line was left out")] if is_cut else [])


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", b"SQLite format 3\0\x10\0\1\1\0@  ", b"\0" * 9999],
)
def test_what_is_no_text_is_refused_and_passed_over_in_a_folder(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "paper"
    path.write_bytes(content)
    assert refused(path) == "cannot read 'PATH': not a text file"
    assert read(tmp_path) == ([], [])


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("w") as file:
        file.writelines("é" * 1000 + "\n" for _ in range(10_000))
    tracemalloc.start()
    (size,) = (sum(map(len, text.lines)) for text in foreign_files.texts(path, pytest.fail))
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 10_010_000
    assert most_bytes < 1 << 20


# --- folders ----------------------------------------------------------------------------------------------------


def put(path: Path, content: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def test_a_folder_is_read_by_name_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b/info.yaml", "b/a/info.yaml", "a.bib", "c.bib", ".git/config", ".hidden", "B.bib"):
        put(tmp_path / name, name)
    names = ["B.bib", "a.bib", "b/a/info.yaml", "b/info.yaml", "c.bib"]
    assert read(tmp_path) == ([(name, "utf-8-sig", name) for name in names], [])


@posix
def test_links_pipes_and_circles_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "in/list.md")
    put(tmp_path / "out/list.md")
    (tmp_path / "in/circle").symlink_to(tmp_path)
    (tmp_path / "in/link.md").symlink_to(tmp_path / "out/list.md")
    os.mkfifo(tmp_path / "in/pipe")
    assert read(tmp_path / "in") == ([("list.md", "utf-8-sig", "x")], [])
    assert read(tmp_path / "in/link.md") == ([("link.md", "utf-8-sig", "x")], [])


def test_more_files_than_anybody_has_end_with_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_files, "FILES", 3)
    for name in "abcde":
        put(tmp_path / name)
    found, faults = read(tmp_path)
    assert len(found) == 3
    assert faults == [Fault(f"{tmp_path}", 0, "more than 3 files; the others were not read")]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert refused(tmp_path) == "there are no files in 'PATH'"


@posix
def test_what_is_neither_a_file_nor_a_folder_is_an_error_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "cannot read 'PATH': neither a file nor a folder; use - to read from a pipe"
    assert refused(Path("/dev/zero")) == "cannot read 'PATH': neither a file nor a folder; use - to read from a pipe"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refused(tmp_path / "loop") == "cannot read 'PATH': too many levels of symbolic links"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == "cannot read 'PATH': no such file or directory"
    assert len(refused(tmp_path / ("x" * 10_000))) < 300


# --- zip files --------------------------------------------------------------------------------------------------


def zipped(members: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


def zip_at(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "all.zip"
    path.write_bytes(content)
    return path


def test_members_are_read_by_name_and_nothing_is_extracted(tmp_path: Path) -> None:
    names = ["../../evil", "/etc/passwd", "C:\\evil", "part_000001.csv", "part_000000.csv", "a/", ".DS_Store"]
    path = zip_at(tmp_path, zipped({name: "" if name.endswith("/") else name for name in names}))
    shown = ["../../evil", "/etc/passwd", "C:\\evil", "part_000000.csv", "part_000001.csv"]
    assert read(path) == ([(f"all.zip: {name}", "utf-8-sig", name) for name in shown], [])
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_a_zip_file_is_the_text_that_it_consists_of(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert read(zip_at(tmp_path, content.getvalue())) == ([("all.zip: link", "utf-8-sig", "/etc/passwd")], [])


def test_a_zip_file_in_a_zip_file_is_read_and_no_deeper(tmp_path: Path) -> None:
    deepest = zipped({"c": "c"})
    path = zip_at(tmp_path, zipped({"a.zip": zipped({"b": "b", "deep.zip": deepest}), "z": "z"}))
    assert read(path) == (
        [("all.zip: a.zip: b", "utf-8-sig", "b"), ("all.zip: z", "utf-8-sig", "z")],
        [Fault("all.zip: a.zip: deep.zip", 0, "a zip file in a zip file in a zip file; unpack it first")],
    )


def test_a_zip_file_in_a_folder_is_read_and_an_office_document_is_not(tmp_path: Path) -> None:
    content = zipped({"a": "x" * 9999})
    (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.docx").write_bytes(content)
    (tmp_path / "broken.zip").write_bytes(content[:50])
    found, faults = read(tmp_path)
    assert [name for name, _, _ in found] == ["a.zip: a"]
    assert faults == [Fault("broken.zip", 0, "not a readable zip file")]


def encrypted(content: bytes) -> bytes:
    """Says that its first member is; which is all that is looked at."""
    at = content.index(b"PK\x01\x02") + 8
    return b"PK\x03\x04" + content[4:6] + b"\1\0" + content[8:at] + b"\1\0" + content[at + 2 :]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (encrypted(zipped({"a": "a", "b": "b"})), "encrypted; unpack it first"),
        (
            zipped({"a": "a", "b": "b"}, zipfile.ZIP_STORED).replace(b"aPK", b"!PK"),
            "damaged in the zip file",
        ),
        (zipped({"a": "a" * 99, "b": "b"}).replace(b"\x03\x04\x14\0\0\0\x08", b"\x03\x04\x14\0\0\0\x09", 1), ""),
        (zipped({"a": b"\xffa" * 9, "b": "b"}, zipfile.ZIP_LZMA), "compressed in an unusual way; unpack it first"),
    ],
)
def test_a_member_that_cannot_be_read_is_reported_and_the_next_is_read(
    tmp_path: Path, content: bytes, why: str
) -> None:
    found, faults = read(zip_at(tmp_path, content))
    if "unusual" not in why:
        assert ("all.zip: b", "utf-8-sig", "b") in found
    assert {fault.why for fault in faults} == ({why} if why else set())


@pytest.mark.parametrize("end", [10, 60, -1, -30])
def test_a_broken_zip_file_is_an_error(tmp_path: Path, end: int) -> None:
    path = zip_at(tmp_path, zipped({"a": "a" * 99})[:end])
    assert refused(path) == "cannot read 'PATH': not a readable zip file"


def test_an_empty_zip_file_is_reported(tmp_path: Path) -> None:
    assert read(zip_at(tmp_path, zipped({}))) == ([], [Fault("all.zip", 0, "there are no files in it")])


MB = 1 << 20
FAR_MORE = "the zip file unpacks to far more than its size; unpack it first"


@pytest.mark.full_run
@pytest.mark.parametrize(
    ("bomb", "at"),
    [
        (lambda: zipped({"a": b"x" * 60 * MB, "b": "b"}), "a"),
        (lambda: zipped({f"{n}": b"x" * 6 * MB for n in range(10)}), "8"),
        (lambda: zipped({"a": b"\xff\xfe" + (b"x\0" * 500 + b"\n\0") * 60_000, "b": "b"}), "a"),
        (lambda: zipped({"a.zip": zipped({"b": b"x" * 60 * MB, "c": "c"}), "d": "d"}), "a.zip: b"),
        (lambda: zipped({f"{n}.zip": zipped({"b": b"x" * 6 * MB}) for n in range(10)}), "8.zip: b"),
    ],
)
def test_a_bomb_is_stopped(tmp_path: Path, bomb: Callable[[], bytes], at: str) -> None:
    found, faults = read(zip_at(tmp_path, bomb()))
    assert [(fault.name, fault.why.removeprefix("not read to its end: ")) for fault in faults] == [
        (f"all.zip: {at}", FAR_MORE)
    ]
    assert sum(len(text) for _, _, text in found) <= 50 * MB


def test_much_that_is_packed_as_text_is_no_bomb(tmp_path: Path) -> None:
    found, faults = read(zip_at(tmp_path, zipped({f"{n}": b"x" * 5 * MB for n in range(9)})))
    assert (len(found), faults) == (9, [])


def test_more_members_than_anybody_has_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long_names = zip_at(tmp_path, zipped({f"{n:05000}": "a" for n in range(2_000)}))
    assert refused(long_names) == "cannot read 'PATH': not a readable zip file"
    monkeypatch.setattr(zip_members, "MEMBERS", 3)
    many = zip_at(tmp_path, zipped({f"{n}": "a" for n in range(4)}))
    assert refused(many) == "cannot read 'PATH': more than 3 files in a zip file"


@given(st.data())
def test_a_damaged_zip_file_is_reported_or_read(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bytearray(zipped({"a.csv": "a,b\n" * 99, "b.zip": zipped({"c": "c" * 999}), "d": "d"}))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = zip_at(tmp_path_factory.mktemp("zip"), bytes(content))
    try:
        read(path)
    except DlreadError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both are right


def test_a_member_of_a_zip_file_without_a_name_is_passed_over(tmp_path: Path) -> None:
    found, faults = read(zip_at(tmp_path, zipped({"QQ": "b", "c": "d"}).replace(b"QQ", b"\0Q")))
    assert ([text[-1] for text in found], faults) == (["d"], [])


# --- standard input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a\r\nb", [("standard input", "utf-8-sig", "a\nb")]),
        (zipped({"a.csv": "b"}), [("standard input: a.csv", "utf-8-sig", "b")]),
    ],
)
def test_standard_input_is_read_like_a_file(content: bytes, found: Found) -> None:
    texts = foreign_files.texts_of_stream(io.BytesIO(content), "standard input", pytest.fail)
    assert [(text.name, text.encoding, "".join(text.lines)) for text in texts] == found


def test_standard_input_without_an_end_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_files, "INPUT_BYTES", 5 << 20)
    with Path("/dev/zero").open("rb") as zeros, pytest.raises(DlreadError, match="larger than") as error:
        list(foreign_files.texts_of_stream(zeros, "standard input", pytest.fail))
    assert str(error.value).startswith("cannot read 'standard input': larger than")
