"""completions/, from cli.py and the templates beside this file. `tools/renew.py` writes them."""

import re
from collections.abc import Iterable
from pathlib import Path

import translations
from declaration import FIELD_OFFERS, Command, program
from dlread_cli.run import GLOBAL_OPTIONS

COMPLETIONS = Path(__file__).parents[1] / "completions"
TEMPLATES = Path(__file__).parent / "templates"


def files() -> dict[Path, str]:
    commands = _with_global_options(program())
    with translations.speaking("zh"):
        chinese = _with_global_options(program())
    made = {"dlread.bash": bash, "_dlread": zsh, "dlread.fish": fish, "dlread.ps1": powershell}
    return {
        COMPLETIONS / name: _filled((TEMPLATES / name).read_text("utf-8"), _in_both(parts(commands), parts(chinese)))
        for name, parts in made.items()
    }


def _in_both(english: dict[str, str], chinese: dict[str, str]) -> dict[str, str]:
    """What is for a person, as CHINESE... too."""
    return english | {f"CHINESE{name}": text for name, text in chinese.items()}


def _with_global_options(commands: list[Command]) -> list[Command]:
    """Each command also takes those that are declared for none."""
    group, *rest = commands
    options = tuple(option for option in group.options if set(option.names) & set(GLOBAL_OPTIONS))
    return [
        group,
        *(command._replace(options=(*command.options[:-1], *options, *command.options[-1:])) for command in rest),
    ]


def _filled(template: str, parts: dict[str, str]) -> str:
    return re.sub("@([A-Z]+)@", lambda match: parts[match[1]], template)


def _values(commands: Iterable[Command]) -> list[tuple[list[str], str]]:
    """(each `command:option`, what Tab offers for its value); a field of a query counts as one of `field`."""
    options = [
        ([f"{command.name}:{name}" for name in option.names], option.offer)
        for command in commands
        for option in command.options
        if option.offer
    ]
    return options + [([f"field:{name}"], offer) for name, offer in FIELD_OFFERS.items()]


def _arguments(commands: Iterable[Command]) -> list[tuple[list[str], str]]:
    """(`command:number`, what Tab offers there)"""
    return [
        ([f"{command.name}:{place}"], offer)
        for command in commands
        for place, offer in sorted(command.places, key=lambda one: one[0] == "*")
        if place == "*" or ("*", offer) not in command.places
    ]


def _fields() -> str:
    return " ".join(f"{name}:" for name in FIELD_OFFERS)


def _described(command: Command) -> list[tuple[str, str]]:
    """The options, each name with its help, the long names first."""
    return [(name, option.help) for option in command.options for name in option.names]


def _summaries(commands: Iterable[Command]) -> list[tuple[str, str]]:
    return [(command.name, command.summary) for command in commands if command.name]


# --- shells that have `case` ---------------------------------------------------------------------------------------


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _cases(rows: Iterable[tuple[list[str], str]]) -> str:
    """Branches of a `case` of bash or zsh."""
    return "\n".join(f"    {'|'.join(patterns)}) found={_single(text)} ;;" for patterns, text in _merged(rows))


def _merged(rows: Iterable[tuple[list[str], str]]) -> list[tuple[list[str], str]]:
    """Those that do the same are one, and those that take what is left are last."""
    merged: dict[tuple[bool, str], list[str]] = {}
    for patterns, text in rows:
        merged.setdefault((patterns[0].endswith("*"), text), []).extend(patterns)
    return [(patterns, text) for (_, text), patterns in sorted(merged.items(), key=lambda row: row[0][0])]


def bash(commands: list[Command]) -> dict[str, str]:
    names = [([command.name or "''"], " ".join(name for name, _ in _described(command))) for command in commands]
    return {
        "OPTIONS": _cases(names),
        "VALUES": _cases(_values(commands)),
        "ARGUMENTS": _cases(_arguments(commands)),
        "FIELDS": _fields(),
        "COMMANDS": " ".join(name for name, _ in _summaries(commands)),
    }


def zsh(commands: list[Command]) -> dict[str, str]:
    return {
        "OPTIONS": "\n".join(
            f"    {command.name or _single('')})\n{_arrays(_described(command))}\n        ;;" for command in commands
        ),
        "COMMANDS": _arrays(_summaries(commands)),
        "VALUES": _cases(_values(commands)),
        "ARGUMENTS": _cases(_arguments(commands)),
        "FIELDS": _fields(),
    }


def _arrays(rows: list[tuple[str, str]]) -> str:
    names, texts = " ".join(name for name, _ in rows), " ".join(_single(text) for _, text in rows)
    return f"        names=({names})\n        texts=({texts})"


# --- fish and PowerShell -------------------------------------------------------------------------------------------


def fish(commands: list[Command]) -> dict[str, str]:
    listed = [(command.name or "''", _described(command)) for command in commands]
    return {
        "OPTIONS": "\n".join(f"        case {name}\n{_echoes(rows)}" for name, rows in listed),
        "COMMANDS": _echoes(_summaries(commands), 4),
        "VALUES": _switch(_values(commands)),
        "ARGUMENTS": _switch(_arguments(commands)),
        "FIELDS": "{" + _fields().replace(" ", ",") + "}",
    }


def _echoes(rows: list[tuple[str, str]], indent: int = 12) -> str:
    return "\n".join(f"{'': <{indent}}printf '%s\\t%s\\n' {name} {_fish_quoted(text)}" for name, text in rows)


def _switch(rows: Iterable[tuple[list[str], str]]) -> str:
    lines = []
    for patterns, text in _merged(rows):
        lines.append(f"        case {' '.join(map(_fish_quoted, patterns))}")
        lines.append(f"            string split ' ' {_fish_quoted(text)}")
    return "\n".join(lines)


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def powershell(commands: list[Command]) -> dict[str, str]:
    listed = [(command.name, _described(command)) for command in commands]
    return {
        "OPTIONS": "\n".join(f"        {_doubled(name)} = @(\n{_pairs(rows)}\n        )" for name, rows in listed),
        "COMMANDS": _pairs(_summaries(commands)),
        "VALUES": _table(_values(commands)),
        "ARGUMENTS": _table(_arguments(commands)),
        "FIELDS": ", ".join(_doubled(f"{name}:") for name in FIELD_OFFERS),
    }


def _pairs(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"            , @({_doubled(name)}, {_doubled(text)})" for name, text in rows)


def _table(rows: Iterable[tuple[list[str], str]]) -> str:
    return "\n".join(f"        {_doubled(one)} = {_doubled(offer)}" for names, offer in rows for one in names)


def _doubled(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
