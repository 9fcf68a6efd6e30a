"""The only writer of stdout and stderr. What it is given is clean; it makes sure once more."""

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, TextIO

from dlread_cli import effects
from dlread_cli.domain.text import clean
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.translation import tr

if TYPE_CHECKING:
    from dlread_cli.pager import Pager
    from dlread_cli.render.lines import Line
    from dlread_cli.render.symbols import Symbols

COLORS = ("always", "never", "auto")
_color = "auto"
_pager: "Pager | None" = None
_may_page = True


def set_color(color: str) -> None:
    """One of COLORS; `auto` leaves it to the environment and to whether stdout is a terminal."""
    global _color
    _color = color


def disable_pager() -> None:
    global _may_page
    _may_page = False


def is_interactive() -> bool:
    """Is stdout a terminal? Else it is a pipe or a file."""
    return sys.stdout is not None and sys.stdout.isatty()


def is_pretty() -> bool:
    """Is it for a person, as tables and trees? Else for a program, as lines with tabs."""
    return color() == "always" or is_interactive()


def color() -> str:
    """One of COLORS: by the option, NO_COLOR or CLICOLOR, FORCE_COLOR or CLICOLOR_FORCE, config.toml, in this order."""
    if _color != "auto":
        return _color
    env = os.environ
    if env.get("NO_COLOR") or env.get("CLICOLOR") == "0":
        return "never"
    forced = (env.get(name, "") not in ("", "0", "false") for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))
    return "always" if any(forced) else _setting("color")


def _setting(name: str) -> str:
    """What is wrong with the file is said by who reads it for more than how things look."""
    from dlread_cli import settings

    try:
        return str(settings.value(name))
    except DlreadError:
        return str(settings.SETTINGS[name]["usual"])


def page() -> None:
    """From now on, stdout goes through a pager if it does not fit the screen, and remarks with it."""
    global _pager
    if _pager or not _may_page or not is_interactive():
        return
    from dlread_cli import pager

    if command := pager.command(_setting("pager")):
        sys.stdout = _pager = pager.Pager(sys.stdout, command, functools.partial(say, at_once=True))


def prepare() -> None:
    """A character that the terminal's encoding lacks becomes `?`, never an exception."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def arguments() -> list[str]:
    """The command line's; bytes in it that are no text become U+FFFD."""
    return [os.fsencode(one).decode("utf-8", "replace") for one in sys.argv[1:]]


def symbols() -> "Symbols":
    from dlread_cli.render.symbols import ASCII, UNICODE

    return UNICODE if _can_show("".join(UNICODE)) else ASCII


def speaks_unicode() -> bool:
    return _can_show("\u4e00\u0100\U0001f600")


def _can_show(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def language(chosen: str | None) -> str:
    """`en` or `zh`: what the command says, else the settings, else the locale. Raises UsageError for another."""
    if chosen not in (None, "en", "zh"):
        raise UsageError(tr("'{chosen}' is not supported; choose en or zh", chosen=chosen))
    from dlread_cli import settings

    wanted = chosen or settings.value("language") or next(_of_locale(), "en")
    return "zh" if wanted.lower().startswith("zh") else "en"


def message_language(chosen: str | None) -> str:
    """`en`, `zh` or `zh_Hant`: the same, in the script of the locale, and English where Chinese cannot be shown."""
    try:
        known = language(chosen if chosen in ("en", "zh") else None)
    except DlreadError:  # of the settings
        known = next(_of_locale(), "en")
    if not known.lower().startswith("zh") or not _can_show("\u4e2d\u6587\uff0c"):
        return "en"
    scripts = filter(None, map(_script, (os.environ.get("DLREAD_LANG", ""), *_of_locale())))
    return next(scripts, "zh")


def _of_locale() -> Iterator[str]:
    """The languages that the environment asks for and we have; as for gettext, the locale C has none but English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next(filter(None, map(os.environ.get, names)), "C")
    is_plain = locale.partition(".")[0] in ("C", "POSIX")
    wanted = [] if is_plain else [*os.environ.get("LANGUAGE", "").split(":"), locale]
    return (one for one in wanted if one.lower().startswith(("en", "zh")))


def _script(locale: str) -> str:
    """`zh_Hant` for `zh_TW.UTF-8` and its like, `zh` for `zh_CN`; '' where the name does not tell."""
    language, _, rest = locale.partition(".")[0].lower().replace("-", "_").partition("_")
    if language != "zh" or not rest:
        return ""
    return "zh_Hant" if {"hant", "tw", "hk", "mo"} & set(rest.split("_")) else "zh"


def width() -> int:
    """In columns; what COLUMNS or the terminal says, but no less than 40."""
    import shutil

    return max(40, shutil.get_terminal_size((_columns_of_a_terminal(), 24)).columns)


def _columns_of_a_terminal() -> int:
    """Of the one that stderr or stdin is, for a pager to which somebody pipes us; else 80."""
    for stream in (sys.__stderr__, sys.__stdin__):
        with suppress(AttributeError, OSError, ValueError):
            return os.get_terminal_size(stream.fileno()).columns  # type: ignore[union-attr]
    return 80


def write(lines: Iterable[str]) -> None:
    """Lines to stdout, which may hold tabs."""
    write_rows(line.split("\t") for line in lines)


def write_rows(rows: Iterable[Sequence[str]]) -> None:
    """To a pipe: cells separated by tabs, never cut or wrapped."""
    out = _stdout()
    waiting: list[str] = []
    for row in rows:
        waiting.append("\t".join(map(clean, row)) + "\n")
        if len(waiting) == _AT_ONCE:
            effects.begin()
            out.write("".join(waiting))
            waiting.clear()
    effects.begin()  # not before: rows may be made, and fail, as late as now
    out.write("".join(waiting))


_AT_ONCE = 1000
"""Lines a write: an unbuffered stdout would make a system call of each."""


def deliver(pieces: Iterable[str]) -> None:
    """A file's content to stdout, as it is; on a terminal without what a terminal could act on."""
    out = _stdout()
    for piece in pieces:
        effects.begin()
        out.write("\n".join(map(clean, piece.split("\n"))) if out.isatty() else piece)


def draw(*lines: "Line | str") -> None:
    """To a person: lines of clean text, as the screen is wide."""
    from dlread_cli.render.lines import Line, on_screen

    out, room, is_styled = _stdout(), width(), _shows_styles()
    effects.begin()
    shown = [one for line in lines for one in on_screen(line if isinstance(line, Line) else Line(line), room)]
    out.write("".join(f"{line.as_ansi() if is_styled else line.plain}\n" for line in shown))


def _shows_styles() -> bool:
    if (chosen := color()) != "auto":
        return chosen == "always"
    if sys.platform == "win32":
        from rich.console import Console

        return not Console().legacy_windows
    return os.environ.get("TERM", "").lower() not in ("dumb", "unknown")


def say(remark: str, at_once: bool = False, wraps: bool = True) -> None:
    """A remark, to stderr: never part of the result, and no matter where it cannot be delivered.

    A terminal gets it broken between words if it `wraps`, and with the result, unless `at_once`, in the pager.
    """
    if sys.stderr is None:
        return
    text = clean(remark)
    if wraps and sys.stderr.isatty() and len(text) + sum(char >= _WIDE for char in text) > width():
        text = _folded(text)
    _remark(text + "\n", at_once)


_WIDE = "\u2e80"
"""From here on, characters take two columns."""


def _folded(text: str) -> str:
    if max(text) >= _WIDE:
        from dlread_cli.render import lines

        return "\n".join(lines.broken(text, width()))
    import textwrap

    return textwrap.fill(text, width(), break_long_words=False, break_on_hyphens=False)


def _remark(text: str, at_once: bool = False) -> None:
    """What cannot be delivered is lost, and what matters, the exit status, stays."""
    _clear_bar()
    if sys.stderr is not None:
        with suppress(OSError):
            (_pager if _pager and not at_once and sys.stderr.isatty() else sys.stderr).write(text)


def asks(question: str) -> bool:
    """Is there anybody to ask? The answer comes from `stdin`."""
    if sys.stderr is None:
        return False
    _clear_bar()
    effects.begin()
    sys.stderr.write(f"{clean(question)} ")
    sys.stderr.flush()
    return True


def point_at(text: str, position: int) -> None:
    """A line of the text around a place, and a caret under it."""
    import unicodedata

    start, end = max(0, position - 40), position + 30
    before = ("…" if start else "") + clean(text[start:position])
    after = clean(text[position:end]) + ("…" if end < len(text) else "")
    columns = sum(
        1 + (unicodedata.east_asian_width(char) in "WF") - bool(unicodedata.combining(char)) for char in before
    )
    _remark(f"    {before}{after}\n    {' ' * columns}^\n")


def progress(label: str) -> Callable[..., None]:
    """A bar for a person who has been waiting for a moment, told what is done of how much; it vanishes in the end.

    They have been waiting since now, or since nothing was done yet.
    The label is a message, which few calls need.
    A third value names what was done last.
    """
    import time

    began = time.monotonic()

    def show(done: int, of: int, what: str = "") -> None:
        global _has_bar
        nonlocal began
        began = began if done else time.monotonic()
        if done == of:
            _clear_bar()
            return
        if sys.stderr is None or not sys.stderr.isatty() or time.monotonic() - began < _PATIENCE_SECONDS:
            return
        from dlread_cli.domain.entries import Progress

        bar = f"{tr(label)}  {symbols().bar(Progress(done, of), 30)}  {done * 100 // max(of, 1)} %"
        bar += f"  {clean(what)}"[: max(0, width() - len(bar) - 1)] if what else ""
        _has_bar = True  # first: Ctrl-C may come at any time
        sys.stderr.write(f"\r{bar}\033[K")
        sys.stderr.flush()

    return show


_PATIENCE_SECONDS = 0.5
_has_bar = False


def _clear_bar() -> None:
    """Before anything else is printed."""
    global _has_bar
    if _has_bar and sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
        _has_bar = False


def flush() -> None:
    """Ends the pager, if there is one. Raises OSError where the result could not be delivered, as on a full disk."""
    _clear_bar()
    if _pager:
        _pager.finish()
    elif sys.stdout is not None:
        sys.stdout.flush()


def abandon() -> None:
    """Nobody reads on, or nothing can be written: stops Python from complaining at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def exit_now(status: int) -> NoReturn:
    """Ends the process at once. Everything is written and closed; taking all modules down would cost 5 ms of 100."""
    try:
        with suppress(OSError, ValueError):
            flush()
    finally:  # even when Ctrl-C comes now
        os._exit(status)


def _stdout() -> TextIO:
    _clear_bar()
    if sys.stdout is None:
        raise OSError(tr("standard output is closed"))
    return sys.stdout
