"""What the reader set: in the environment, or else in config.toml. Without that file, a call pays one stat for it."""

import functools
import os
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dlread_cli import paths
from dlread_cli.domain.queries import Sort
from dlread_cli.domain.wording import short
from dlread_cli.errors import DlreadError

COLUMNS = ("status", "key", "title", "venue", "year", "tags", "rating", "kind", "catalog", "url")


class Setting(NamedTuple):
    what: str
    """In the file that `dlread config --edit` begins with."""
    usual: Any = ""
    """A list where the setting is one."""
    choices: tuple[str, ...] = ()
    """None where any text will do."""
    variables: Mapping[str, str] = MappingProxyType({})
    """Of the environment, the first that is set wins: its own value where it is '', or what it stands for."""
    example: Any = ""
    """Where there is no usual value."""
    form: str = r".{0,1000}"
    """Of a text, as a regular expression."""


SETTINGS = {
    "language": Setting(
        "Language of titles and texts (default: from your locale)", "", ("en", "zh"), {"DLREAD_LANG": ""}, "zh"
    ),
    "open_first": Setting("What dlread open opens", "code", ("code", "paper")),
    "week_starts_on": Setting("First day of a week in dlread stats", "monday", ("monday", "saturday", "sunday")),
    "pager": Setting("Program that shows what does not fit on the screen", "", (), {"DLREAD_PAGER": ""}, "less -FRX"),
    "color": Setting(
        "When to use colours",
        "auto",
        ("auto", "always", "never"),
        {"NO_COLOR": "never", "FORCE_COLOR": "always", "CLICOLOR_FORCE": "always"},
    ),
    "github_token_variable": Setting(
        "Environment variable that has your GitHub token", "GITHUB_TOKEN", form="[A-Za-z_][A-Za-z0-9_]{0,99}"
    ),
    "list.sort": Setting("Sort order of dlread list", Sort.CATALOG.value, tuple(Sort)),
    "list.columns": Setting(
        "Columns of dlread list on a terminal (default: what fits)",
        [],
        COLUMNS,
        example=["status", "key", "title", "year"],
    ),
}
"""By name; what stands before a dot is a table of the file."""


class Chosen(NamedTuple):
    value: Any
    source: str
    """The variable or the file that says so; '' for the default."""


def value(name: str) -> Any:
    """A text or, of `list.columns`, a list of them. Raises DlreadError where the file is wrong."""
    return chosen(name).value


def chosen(name: str) -> Chosen:
    setting = SETTINGS[name]
    for variable, meaning in setting.variables.items():
        given = os.environ.get(variable)
        if given and not (meaning and given == "0"):
            return Chosen(meaning or given, variable)
    in_file = _in_file()
    return Chosen(in_file[name], str(paths.config_file())) if name in in_file else Chosen(setting.usual, "")


def problem() -> str:
    """What is wrong with the file; '' if nothing is."""
    try:
        _in_file()
    except DlreadError as error:
        return str(error)
    return ""


def text() -> str | None:
    """The file's; None without one. Raises DlreadError."""
    from dlread_cli.storage import files

    path = paths.config_file()
    try:
        with files.readable(path) as file:
            content = file.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise DlreadError(f"{path} has more than {_LONGEST >> 10} KB, which is too much for settings")
        return content.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DlreadError(f"{path}, line {line}: this is not UTF-8; correct it in your editor") from error
    except OSError as error:
        raise DlreadError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error


_LONGEST = 1 << 16
"""Bytes."""


@functools.cache
def _in_file() -> dict[str, Any]:
    try:
        path = paths.config_file()
        path.stat()
    except (DlreadError, FileNotFoundError, NotADirectoryError):  # without a home, there are no settings
        return {}
    except OSError:
        """What is wrong is said when it is read."""
    try:
        return parsed(text() or "")
    except MistakeError as error:
        where = ", " if str(error).startswith("line ") else ": "
        end = "" if str(error).endswith("?") else ";"
        raise DlreadError(f"{path}{where}{error}{end} dlread config --edit opens the file") from error


class MistakeError(DlreadError):
    """Of a file of settings, by line."""


def parsed(content: str) -> dict[str, Any]:
    """The settings of a file by name. Raises MistakeError for the first that is wrong."""
    from dlread_cli.formats import toml

    try:
        told = dict(_flat(toml.read(content)))
    except ValueError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else content.count("\n") + 1
        raise MistakeError(f'line {line}: this is not TOML; write it like name = "value"') from None
    for name, given in told.items():
        if fault := _fault(name, given):
            line = toml.line_of(content, name)
            raise MistakeError(f"line {line}: {fault}" if line else fault)
    return told


def _flat(told: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Tables that no setting is in stay as they are."""
    for name, given in told.items():
        if isinstance(given, dict) and not before and any(one.startswith(f"{name}.") for one in SETTINGS):
            yield from _flat(given, f"{name}.")
        else:
            yield before + name, given


def _fault(name: str, given: Any) -> str:
    if name not in SETTINGS:
        return f"there is no setting '{short(name, 60)}'; {_hint(name)}"
    setting = SETTINGS[name]
    ways = f"; choose from {', '.join(setting.choices)}" if setting.choices else ""
    if not isinstance(setting.usual, list):
        return "" if _is_right(given, setting) else f"'{name}' cannot be '{short(str(given), 60)}'{ways}"
    if not isinstance(given, list) or not given:
        return f'\'{name}\' must be a list, like ["{setting.choices[0]}", "{setting.choices[1]}"]{ways}'
    wrong = [one for one in given if not _is_right(one, setting)]
    if wrong:
        return f"'{name}' cannot have '{short(str(wrong[0]), 60)}'{ways}"
    twice = [one for one in given if given.count(one) > 1]
    return f"'{name}' has '{twice[0]}' twice" if twice else ""


def _hint(name: str) -> str:
    from dlread_cli.domain.spelling import near

    last = name.rpartition(".")[2]
    meant = [one for one in SETTINGS if last == one.rpartition(".")[2]] or [one for _, one in near(name, SETTINGS)]
    return f"did you mean '{meant[0]}'?" if meant else f"there are {', '.join(SETTINGS)}"


def _is_right(given: Any, setting: Setting) -> bool:
    if not isinstance(given, str) or not given.isprintable():
        return False
    return given in setting.choices if setting.choices else bool(re.fullmatch(setting.form, given))
