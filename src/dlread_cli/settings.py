"""What the reader set: in the environment, or else in config.toml. Without that file, a call pays one stat for it."""

import functools
import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from dlread_cli import paths
from dlread_cli.domain.queries import Sort
from dlread_cli.domain.wording import joined, short
from dlread_cli.errors import DlreadError
from dlread_cli.translation import marked, reason, tr

COLUMNS = ("status", "key", "title", "venue", "year", "tags", "rating", "kind", "catalog", "url")


class Setting(TypedDict, total=False):
    """A dict, because the class of a tuple would take a hundredth of a plain call to make."""

    what: str
    """In the file that `dlread config --edit` begins with."""
    usual: Any
    """A list where the setting is one."""
    choices: tuple[str, ...]
    form: str
    """Of a text without choices, as a regular expression."""
    variables: Mapping[str, str]
    """Of the environment, the first that is set wins: its own value where it is '', or what it stands for."""
    example: Any
    """Where the usual value is none."""


SETTINGS: dict[str, Setting] = {
    "language": {
        "what": marked("Language of messages, titles and texts (default: from your locale)"),
        "usual": "",
        "choices": ("en", "zh"),
        "variables": {"DLREAD_LANG": ""},
        "example": "zh",
    },
    "open_first": {"what": marked("What dlread open opens"), "usual": "code", "choices": ("code", "paper")},
    "week_starts_on": {
        "what": marked("First day of a week in dlread stats"),
        "usual": "monday",
        "choices": ("monday", "saturday", "sunday"),
    },
    "pager": {
        "what": marked("Program that shows what does not fit on the screen"),
        "usual": "",
        "form": ".{0,1000}",
        "variables": {"DLREAD_PAGER": ""},
        "example": "less -FRX",
    },
    "color": {
        "what": marked("When to use colours"),
        "usual": "auto",
        "choices": ("auto", "always", "never"),
        "variables": {"NO_COLOR": "never", "FORCE_COLOR": "always", "CLICOLOR_FORCE": "always"},
    },
    "github_token_variable": {
        "what": marked("Environment variable that has your GitHub token"),
        "usual": "GITHUB_TOKEN",
        "form": "[A-Za-z_][A-Za-z0-9_]{0,99}",
    },
    "list.sort": {"what": marked("Sort order of dlread list"), "usual": Sort.CATALOG.value, "choices": tuple(Sort)},
    "list.columns": {
        "what": marked("Columns of dlread list on a terminal (default: what fits)"),
        "usual": [],
        "choices": COLUMNS,
        "example": ["status", "key", "title", "year"],
    },
}
"""By name; what stands before a dot is a table of the file."""


def value(name: str) -> Any:
    """A text or, of `list.columns`, a list of them. Raises DlreadError where the file is wrong."""
    return chosen(name)[0]


def chosen(name: str) -> tuple[Any, str]:
    """The value, and the variable or the file that says so; '' for the default."""
    setting = SETTINGS[name]
    for variable, meaning in setting.get("variables", {}).items():
        given = os.environ.get(variable)
        if given and not (meaning and given in ("0", "false")):
            return meaning or given, variable
    in_file = _in_file()
    return (in_file[name], str(paths.config_file())) if name in in_file else (setting["usual"], "")


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
            raise DlreadError(
                tr(
                    "{path} has more than {longest} KB, which is too much for settings",
                    path=path,
                    longest=_LONGEST >> 10,
                )
            )
        return content.decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DlreadError(
            tr("{path}, line {line}: this is not UTF-8; correct it in your editor", path=path, line=line)
        ) from error
    except OSError as error:
        raise DlreadError(tr("cannot read {path}: {problem}", path=path, problem=reason(error))) from error


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
        message = _MISTAKES[bool(error.line), error.problem.endswith(("?", "？"))]
        raise DlreadError(tr(message, path=path, line=error.line, problem=error.problem)) from error


_MISTAKES = {
    (True, True): marked("{path}, line {line}: {problem} dlread config --edit opens the file"),
    (True, False): marked("{path}, line {line}: {problem}; dlread config --edit opens the file"),
    (False, True): marked("{path}: {problem} dlread config --edit opens the file"),
    (False, False): marked("{path}: {problem}; dlread config --edit opens the file"),
}
"""By whether the line is known, and whether the problem is a question."""


class MistakeError(DlreadError):
    """Of a file of settings; `line` is 0 where it is not known."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(tr("line {line}: {problem}", line=line, problem=problem) if line else problem)
        self.problem = problem
        self.line = line


def parsed(content: str) -> dict[str, Any]:
    """The settings of a file by name. Raises MistakeError for the first that is wrong."""
    from dlread_cli.formats import toml

    try:
        told = dict(_flat(toml.read(content)))
    except ValueError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else content.count("\n") + 1
        raise MistakeError(tr('this is not TOML; write it like name = "value"'), line) from None
    for name, given in told.items():
        if fault := _fault(name, given):
            line = toml.line_of(content, name)
            raise MistakeError(fault, line)
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
        return _unknown(name)
    setting = SETTINGS[name]
    choices = setting.get("choices", ())
    listed = joined(choices)
    if not isinstance(setting["usual"], list):
        if _is_right(given, setting):
            return ""
        told = short(str(given), 60)
        if not choices:
            return tr("'{name}' cannot be '{value}'", name=name, value=told)
        return tr("'{name}' cannot be '{value}'; choose from {choices}", name=name, value=told, choices=listed)
    if not isinstance(given, list) or not given:
        message = marked('\'{name}\' must be a list, like ["{one}", "{other}"]; choose from {choices}')
        return tr(message, name=name, one=choices[0], other=choices[1], choices=listed)
    for one in given:
        if not _is_right(one, setting):
            told = short(str(one), 60)
            return tr("'{name}' cannot have '{value}'; choose from {choices}", name=name, value=told, choices=listed)
        if given.count(one) > 1:
            return tr("'{name}' has '{one}' twice", name=name, one=one)
    return ""


def _unknown(name: str) -> str:
    from dlread_cli.domain.spelling import near

    last = name.rpartition(".")[2]
    meant = [one for one in SETTINGS if last == one.rpartition(".")[2]] or [one for _, one in near(name, SETTINGS)]
    called = short(name, 60)
    if meant:
        return tr("there is no setting '{name}'; did you mean '{meant}'?", name=called, meant=meant[0])
    return tr("there is no setting '{name}'; there are {settings}", name=called, settings=joined(SETTINGS))


def _is_right(given: Any, setting: Setting) -> bool:
    if not isinstance(given, str) or not given.isprintable():
        return False
    return given in setting["choices"] if "choices" in setting else bool(re.fullmatch(setting["form"], given))
