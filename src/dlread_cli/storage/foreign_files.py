"""Files, folders and zip files of other programs, as decoded texts for the readers in `formats`. Never written to."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError
from dlread_cli.storage import files, text_decoding, zip_members
from dlread_cli.storage.zip_members import Archive
from dlread_cli.translation import reason, tr

FILES = 100_000
"""In a folder, with all that are below it."""
HEAD = 8_000
"""Characters, by which a format is recognised."""
INPUT_BYTES = 1 << 30
"""Of standard input."""
_ZIP_IN_ZIP_BYTES = 64 << 20
"""Such a one is unpacked in memory."""
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")


class Fault(NamedTuple):
    """What could not be read, and why, in a few words; `line` is 0 of a whole file."""

    name: str
    line: int
    why: str


Report = Callable[[Fault], None]


class Text(NamedTuple):
    """`lines` end with `\\n`, and can be read once, until the next text is asked for. They raise nothing."""

    name: str
    """The path, with `: ` and the name of the member behind that of a zip file."""
    encoding: str
    """As Python calls it: `utf-8-sig`, `utf-16`, `utf-16-le`, `windows-1252`, ..."""
    head: str
    lines: Iterator[str]


def texts(path: Path, report: Report) -> Iterator[Text]:
    """All that a file, a folder or a zip file holds, by name. Raises DlreadError if the path itself cannot be read."""
    with _explained(str(path)):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _in_folder(path, report)
        elif stat.S_ISREG(mode):
            with files.readable(path) as file:
                yield from _of_file(file, str(path), report)
        else:
            raise OSError(tr("neither a file nor a folder; use - to read from a pipe"))


def texts_of_stream(stream: BinaryIO, name: str, report: Report) -> Iterator[Text]:
    """The same of standard input, of which a copy is made: what it is shows only at its end. Raises DlreadError."""
    with _explained(name), tempfile.SpooledTemporaryFile(text_decoding.LINE) as copy:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            copy.write(piece)
            if copy.tell() > INPUT_BYTES:
                raise OSError(tr("larger than {input_bytes} GB", input_bytes=INPUT_BYTES >> 30))
        copy.seek(0)
        yield from _of_file(cast(BinaryIO, copy), name, report)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DlreadError(tr("cannot read '{name}': {why}", name=short(name), why=reason(error))) from error


def _in_folder(folder: Path, report: Report) -> Iterator[Text]:
    """What is no text is passed over: a folder of papers has PDFs."""
    paths = _walked(folder, report)
    first = next(paths, None)
    if not first:
        raise DlreadError(tr("there are no files in '{folder}'", folder=short(str(folder))))
    for path in islice(chain((first,), paths), FILES):
        try:
            with files.readable(path, links=False) as file:
                yield from _of_file(file, str(path), report, is_asked_for=False)
        except OSError as error:
            report(Fault(str(path), 0, reason(error)))
    if next(paths, None):
        report(Fault(str(folder), 0, tr("more than {files:,} files; the others were not read", files=FILES)))


def _walked(folder: Path, report: Report) -> Iterator[Path]:
    """Files by name, folder by folder. Links are not followed, and what is hidden is passed over."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            mode = path.lstat().st_mode if path != folder else stat.S_IFDIR
            if stat.S_ISREG(mode):
                yield path
            elif stat.S_ISDIR(mode):
                shown = islice((one for one in path.iterdir() if not one.name.startswith(".")), FILES + 1)
                waiting += sorted(shown, reverse=True)
        except OSError as error:
            report(Fault(str(path), 0, reason(error)))


def _of_file(file: BinaryIO, name: str, report: Report, is_asked_for: bool = True) -> Iterator[Text]:
    """Raises OSError. Office documents are zip files too, and only meant if they are asked for."""
    is_zip = file.read(4) in _ZIPS
    file.seek(0)
    if is_zip and (is_asked_for or name.lower().endswith(".zip")):
        allowed = zip_members.allowed_bytes(file.seek(0, os.SEEK_END))
        yield from _in_zip(Archive(file, allowed), name, report)
    elif text := _text(file, name, report):
        yield text
    elif is_asked_for:
        raise OSError(tr("not a text file"))


def _in_zip(archive: Archive, zip_name: str, report: Report, is_inner: bool = False) -> Iterator[Text]:
    members = archive.members()
    if not members:
        report(Fault(zip_name, 0, tr("there are no files in it")))
    for member in members:
        name = f"{zip_name}: {member.filename}"
        try:
            with archive.open(member) as file:
                if not member.filename.lower().endswith(".zip"):
                    yield from _some(_text(file, name, report))
                elif is_inner:
                    raise OSError(tr("a zip file in a zip file in a zip file; unpack it first"))
                else:
                    inner = Archive(_unpacked(file), archive.left_bytes)
                    yield from _in_zip(inner, name, report, is_inner=True)
                    archive.left_bytes = inner.left_bytes
        except OSError as error:
            report(Fault(name, 0, reason(error)))
        if archive.left_bytes < 0:
            return


def _unpacked(file: BinaryIO) -> BytesIO:
    content = file.read(_ZIP_IN_ZIP_BYTES + 1)
    if len(content) > _ZIP_IN_ZIP_BYTES:
        raise OSError(
            tr(
                "a zip file of more than {zip_in_zip_bytes} MB in a zip file; unpack it first",
                zip_in_zip_bytes=_ZIP_IN_ZIP_BYTES >> 20,
            )
        )
    return BytesIO(content)


def _some(text: Text | None) -> Iterable[Text]:
    return (text,) if text else ()


def _text(file: BinaryIO, name: str, report: Report) -> Text | None:
    """None of what is no text. Raises OSError."""
    encoding = text_decoding.encoding_of(file)
    if not encoding:
        return None
    if encoding.is_broken:
        report(Fault(name, 0, tr("some bytes are not valid UTF-8 and were replaced")))
    lines = _reported(file, encoding.name, name, report)
    first: list[str] = []
    size = 0
    for line in lines:
        first.append(line)
        size += len(line)
        if size >= HEAD:
            break
    return Text(name, encoding.name, "".join(first)[:HEAD], chain(first, lines))


def _reported(file: BinaryIO, encoding: str, name: str, report: Report) -> Iterator[str]:
    def cut_off(line: int) -> None:
        report(
            Fault(
                name,
                line,
                tr("longer than {line} MB; the rest of the line was left out", line=text_decoding.LINE >> 20),
            )
        )

    try:
        yield from text_decoding.lines(file, encoding, cut_off)
    except OSError as error:
        report(Fault(name, 0, tr("not read to its end: {why}", why=reason(error))))
