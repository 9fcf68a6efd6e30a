"""What a list in Markdown consists of, line by line: its items and rows, and the headings above them. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dlread_cli.formats import items
from dlread_cli.formats.items import Unreadable
from dlread_cli.formats.markdown_text import label, literal, words
from dlread_cli.translation import tr

_LONGEST = 1_000_000
"""Characters of a line; a note of ours on one line, with everything escaped, has fewer."""
_REFERENCES = 100_000

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX/~-])\](?:[ \t]+|$))?(.*)", re.DOTALL)
_REFERENCE = re.compile(r" {0,3}\[([^\^\[\]][^\[\]]{0,998})\]:\s{0,9}<?([^\s<>]{1,3000})>?")
_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_CELL_END = re.compile(r"(?<!\\)\|")
_CELLS = 100
_FRONT = re.compile(r"[\w-]+:|\s|-\s+[^\[]|$")
_HEADING = 1_000
_BUKU_TAGS = re.compile(r"\s*TAGS:([^<>]{0,2000})")


@dataclass(slots=True)
class Block:
    """An item of a list, or a row of a table: then it has cells. All text is Markdown."""

    line: int
    headings: tuple[tuple[int, str], ...]
    """(level, text), from the outermost."""
    text: str = ""
    box: str = ""
    """What stands in the brackets of `[x]`; empty where there are none."""
    indent: int = 0
    more: list[str] = field(default_factory=list)
    """Further lines of the item."""
    note: list[str] = field(default_factory=list)
    """Lines of a quotation below."""
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    size: int = 0


@dataclass(slots=True)
class Document:
    """What is known of the whole so far."""

    addresses: dict[str, str] = field(default_factory=dict)
    """Of references, by label."""
    begins_at: int = 0
    """The level of the first heading."""
    of_level_1: int = 0

    def note_heading(self, level: int) -> None:
        self.begins_at = self.begins_at or level
        self.of_level_1 += level == 1

    def note_reference(self, name: str, address: str) -> None:
        if len(self.addresses) < _REFERENCES:
            self.addresses.setdefault(label(name), literal(address))

    def above(self, block: Block) -> list[str]:
        """The headings of a block, without the title of the document."""
        has_title = self.begins_at == 1 == self.of_level_1
        return [text for level, text in block.headings if not (has_title and level == 1)]


def blocks(lines: Iterable[str], document: Document) -> Iterator[Block | Unreadable]:
    """Tells the document what belongs to it as it goes."""
    headings: tuple[tuple[int, str], ...] = ()
    block: Block | None = None
    above = ""
    for number, line in _shown(lines):
        if len(line) > _LONGEST:
            yield Unreadable(number, tr("this line is too long"))
            continue
        if block and _goes_on(block, line):
            continue
        if block and block.line:
            yield block
        block = _block(number, line, headings, block)
        if heading := None if block else _heading(line.strip(), above):
            headings = (*(one for one in headings if one[0] < heading[0]), heading)
            document.note_heading(heading[0])
        elif not block and (reference := _REFERENCE.match(line)):
            document.note_reference(reference[1], reference[2])
        above = "" if block or heading else line.strip()
    if block and block.line:
        yield block


def _shown(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Numbered, without what YAML stands before the text, blocks of code, and comments."""
    fence = ""
    is_comment = is_front = False
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n").replace("\0", "\ufffd")
        stripped = line.strip()
        is_front = (number == 1 and stripped == "---") or (is_front and _FRONT.match(line) is not None)
        if is_front:
            continue
        if fence:
            fence = "" if stripped.startswith(fence) and not stripped.strip(fence[0]) else fence
        elif not is_comment and (opening := _FENCE.match(stripped)):
            fence = opening[1] or opening[2]
        else:
            line, is_comment = _uncommented(line, is_comment)
            yield number, line


def _uncommented(line: str, is_comment: bool) -> tuple[str, bool]:
    """Tags that buku has in a comment become words like `#tag`."""
    kept: list[str] = []
    place = 0
    while is_comment or (start := line.find("<!--", place)) >= 0:
        if not is_comment:
            kept.append(line[place:start])
            place = start + 4
            tags = _BUKU_TAGS.match(line, place)
            kept += [f" #{tag.removeprefix('tag:')}" for tag in items.tags(tags[1].split(","))] if tags else []
        end = line.find("-->", place)
        if end < 0:
            return "".join(kept), True
        place, is_comment = end + 3, False
    return "".join((*kept, line[place:])), False


def _goes_on(block: Block, line: str) -> bool:
    """Is the line a part of the block that was begun?"""
    stripped = line.strip()
    if block.cells or block.header:
        is_rule = bool(block.cells and not block.header and _RULE.fullmatch(stripped))
        if is_rule:  # what stood above it is the header
            block.header, block.cells, block.line = block.cells, (), 0
        return is_rule
    if not stripped:
        return True
    if _indent(line) <= block.indent or _ITEM.match(line):
        return False
    block.size += len(line)
    if block.size <= _LONGEST:
        is_quoted = stripped.startswith(">")
        (block.note if is_quoted else block.more).append(stripped[1:].removeprefix(" ") if is_quoted else stripped)
    return True


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def _block(number: int, line: str, headings: tuple[tuple[int, str], ...], above: Block | None) -> Block | None:
    if item := _ITEM.fullmatch(line):
        box, text = item.groups()
        return Block(number, headings, text, box or "", _indent(line), size=len(line))
    stripped = line.strip()
    header = above.header if above else ()
    if not stripped.startswith("|") and not (header and "|" in stripped):
        return None
    cells = _CELL_END.split(stripped.removeprefix("|").removesuffix("|"), _CELLS)
    return Block(number, headings, cells=tuple(cell.strip() for cell in cells), header=header, size=len(line))


def _heading(stripped: str, above: str) -> tuple[int, str] | None:
    """Its level and its words: `## Words`, or `Words` above a line of `=` or `-`."""
    if marked := re.match(r"(#{1,6})(?:\s+|$)", stripped):
        return len(marked[1]), words(stripped[marked.end() :][:_HEADING].rstrip("# \t"))
    is_rule = len(stripped) > 1 and stripped[0] in "=-" and not stripped.strip(stripped[0])
    return (1 if stripped[0] == "=" else 2, words(above[:_HEADING])) if above and is_rule else None
