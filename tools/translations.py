"""src/dlread_cli/locale: zh.po with every message that the source has, and the .mo files. `tools/renew.py` writes them.

Whoever translates fills in the empty texts of zh.po. The Traditional script is made from it.
"""

import ast
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from dlread_cli import app, translation

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dlread_cli"
LOCALE = SOURCE / "locale"
ORIGINALS = ("zh",)
"""Languages that people write; a third one is another name here and in `translation`."""
KEYWORDS = {"tr": 1, "marked": 1, "plural": 2}
"""How many texts each takes."""
HEADER = """\
# Messages of dlread. tools/renew.py adds new ones, without a text, and removes old ones.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
"""A file is the same whenever it is made."""


def messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """(file, English text, or those of one and of many)"""
    for path in [*sorted(SOURCE.rglob("*.py")), ROOT / "tools" / "reference.py"]:
        tree = ast.parse(path.read_text("utf-8"))
        helps = _helps(tree) if path.name == "cli.py" else ()
        for _, message in sorted([*_calls(tree), *helps], key=lambda one: one[0]):
            yield path.relative_to(ROOT).as_posix(), message


def _calls(tree: ast.Module) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    """(line, message) of each `tr("...")`, also within f-strings, in which Babel finds none before Python 3.12."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            told = node.args[: KEYWORDS[node.func.id]]
            texts = tuple(one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str))
            if len(texts) == len(told):
                yield node.lineno, texts if len(texts) > 1 else texts[0]


def _helps(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """`help="..."` and the paragraphs of docstrings, which `app` translates."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, str(node.value.value)
        elif isinstance(node, ast.FunctionDef) and node.decorator_list:
            yield from ((node.lineno, one) for one in app.paragraphs(ast.get_docstring(node) or ""))


def catalog(language: str) -> Catalog:
    """The texts that there are of the messages of today; those of a new one are empty."""
    made = Catalog(language, fuzzy=False, revision_date=ALWAYS, creation_date=ALWAYS)
    path = LOCALE / f"{language}.po"
    known = read_po(io.BytesIO(path.read_bytes()), language) if path.exists() else Catalog(language)
    for file, message in messages():
        old = known.get(message)
        made.add(message, old.string if old else None, locations=[(file, 0)])
    return made


def complaints() -> list[str]:
    """About messages without a text."""
    return [
        f"{one.locations[0][0]}: {one.id!r} has no {Locale(language).english_name} text; run tools/renew.py, "
        f"then write it in src/dlread_cli/locale/{language}.po and run tools/renew.py again"
        for language in ORIGINALS
        for one in catalog(language)
        if one.id and not all(texts(one))
    ]


def texts(message: Message) -> tuple[str, ...]:
    """One, or one for each form of the plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def traditional(simplified: Catalog) -> Catalog:
    """In the script of Taiwan, with its words where they differ."""
    from opencc import OpenCC

    into = OpenCC("s2twp").convert
    made = Catalog("zh_Hant", fuzzy=False, revision_date=ALWAYS, creation_date=ALWAYS)
    for one in simplified:
        if one.id:
            converted = tuple(map(into, texts(one)))
            made.add(one.id, converted[0] if isinstance(one.id, str) else converted)
    return made


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What the program says, with the texts in its .mo file."""
    translation.choose(lambda: language)
    try:
        yield
    finally:
        translation.choose(lambda: "en")


def files() -> dict[Path, str | bytes]:
    made: dict[Path, str | bytes] = {}
    for language in ORIGINALS:
        its = catalog(language)
        made[LOCALE / f"{language}.po"] = _po(its)
        made[LOCALE / f"{language}.mo"] = _mo(its)
        if language == "zh":
            made[LOCALE / "zh_Hant.mo"] = _mo(traditional(its))
    return made


def _po(its: Catalog) -> str:
    file = io.BytesIO()
    write_po(file, its, width=120, omit_header=True, sort_by_file=True, include_lineno=False)
    head = HEADER.replace("{language}", str(its.locale)).replace("{plurals}", its.plural_forms)
    return head + file.getvalue().decode()


def _mo(its: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, its)
    return file.getvalue()


def main() -> None:
    told = complaints()
    print("".join(f"{one}\n" for one in told), end="")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()
