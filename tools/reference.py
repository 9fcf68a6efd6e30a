"""docs/commands.md and man/dlread.1, from cli.py and the examples below. `tools/renew.py` writes them."""

import re
from collections.abc import Iterator
from pathlib import Path

import translations
from declaration import Command, program
from dlread_cli import __version__
from dlread_cli.translation import marked, tr

ROOT = Path(__file__).parents[1]
COMMANDS = ROOT / "docs" / "commands.md"
MANUAL = ROOT / "man" / "dlread.1"
LANGUAGES = {"en": ("", ""), "zh": (".zh-CN", "zh_CN"), "zh_Hant": ("", "zh_TW")}
"""What the names of their pages have: of Markdown, which has none in the Traditional script, and of `man`."""

EXAMPLES = {
    "": ("dlread", "dlread --lang zh list"),
    "list": ("dlread list --tag rl --status unread", "dlread list --tag cnn --keys | dlread mark-reading -"),
    "search": (
        "dlread search dropout",
        "dlread search '\"gradient descent\"'",
        "dlread search author:lee year:2018.. -tag:rl",
    ),
    "show": ("dlread show adabound", "dlread show smac sdr --json"),
    "open": ("dlread open adabound", "dlread open smac --pdf --print"),
    "next": ("dlread next", "dlread next --why --limit 3", "dlread next --catalog dl-research-2019"),
    "path": ("dlread path smac --unread", "dlread path lee-cnn --from"),
    "course": ("dlread course", "dlread course lee-deep-learning-in-a-day"),
    "import": (
        "dlread import zotero",
        "dlread import refs.bib --tag thesis",
        "dlread import pocket.zip --dry-run",
    ),
    "export": (
        "dlread export -o backup.json",
        "dlread export tag:thesis -o refs.bib",
        "dlread export --format catalog tag:seminar -o seminar.yaml",
    ),
    "cite": ("dlread cite adabound >> refs.bib", "dlread cite smac --style text"),
    "tags": ("dlread tags",),
    "mark-read": ("dlread mark-read smac lee-rnn", "dlread list --tag rl --keys | dlread mark-read -"),
    "mark-reading": ("dlread mark-reading smac",),
    "mark-unread": ("dlread mark-unread smac",),
    "mark-skipped": ("dlread mark-skipped lee-next-wave",),
    "note": ("dlread note smac try on the new maps", "dlread note smac --edit"),
    "tag": ("dlread tag smac +thesis -later",),
    "plan": ("dlread plan smac sdr", "dlread plan lee-rnn --before smac", "dlread plan", "dlread plan smac --remove"),
    "rate": ("dlread rate adabound 4",),
    "undo": ("dlread undo", "dlread undo --dry-run", "dlread undo 3"),
    "redo": ("dlread redo", "dlread redo 3"),
    "add": ("dlread add 1706.03762", "dlread add --tag thesis https://github.com/karpathy/nanoGPT 10.1109/5.771073"),
    "edit": (
        "dlread edit smac",
        "dlread edit smac year=2019 venue=AAMAS",
        "dlread edit smac --reset",
        "dlread edit vaswani2017attention key=transformer",
    ),
    "remove": ("dlread remove vaswani2017attention",),
    "refresh": ("dlread refresh", "dlread refresh tag:rl --write"),
    "history": ("dlread history", "dlread history smac"),
    "stats": ("dlread stats", "dlread stats --since 2026-01-01"),
    "catalog": ("dlread catalog",),
    "catalog list": ("dlread catalog list --json",),
    "catalog add": (
        "dlread catalog add seminar.yaml",
        "dlread catalog add https://example.org/reading.yaml --as group",
        "dlread catalog add https://github.com/someone/awesome-graphs",
        "dlread catalog add git@example.org:lab/papers.git#lists/reading.yaml",
        "dlread catalog add /srv/papers.git#seminar.yaml",
    ),
    "catalog show": ("dlread catalog show group",),
    "catalog check": ("dlread catalog check seminar.yaml",),
    "catalog new": ("dlread catalog new seminar",),
    "catalog update": ("dlread catalog update", "dlread catalog update group --dry-run"),
    "catalog remove": ("dlread catalog remove group",),
    "paths": ("dlread paths",),
    "config": ("dlread config", "dlread config --edit"),
    "completion": ("dlread completion zsh --install", "dlread completion bash"),
    "doctor": ("dlread doctor",),
    "man": ("dlread man",),
    "help": ("dlread help search",),
}
"""Of every command; tests call them."""

STATUSES = (
    ("0", marked("success, even if the list is empty")),
    ("1", marked("error, problems found by dlread doctor, or a search without results")),
    ("2", marked("incorrect usage")),
    ("3", marked("network error")),
    ("130", marked("interrupted")),
)
VARIABLES = (
    ("DLREAD_DATA_DIR, DLREAD_CACHE_DIR", marked("directories of your data (journals, catalogs) and of the cache")),
    ("DLREAD_STATE_DIR", marked("directory of this machine's name and the backup of its journal")),
    ("DLREAD_CONFIG_DIR", marked("directory of your settings, config.toml")),
    ("DLREAD_LANG", marked("language, en or zh (default: from config.toml, LANGUAGE, LC_ALL, LC_MESSAGES or LANG)")),
    ("VISUAL, EDITOR, BROWSER", marked("the editor for notes and entries, and the browser for links")),
    ("GITHUB_TOKEN", marked("token for GitHub, which then allows 5,000 requests an hour instead of 60")),
    ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY", marked("proxy for https, for http, or for both, such as http://host:port")),
    ("NO_PROXY", marked("hosts to connect to without a proxy, separated by commas; * for all")),
    ("SSL_CERT_FILE, SSL_CERT_DIR", marked("certificates to trust instead of the bundled ones")),
    (
        "DLREAD_PAGER, PAGER",
        marked("the pager for what does not fit the screen (default: less -FRX); cat or nothing for none"),
    ),
    ("NO_COLOR", marked("disables colours")),
    ("FORCE_COLOR, CLICOLOR_FORCE", marked("tables and colours in a pipe, too")),
    ("COLUMNS", marked("width of the terminal")),
)


def paragraphs(command: Command) -> Iterator[tuple[str, bool]]:
    """Of the help, each with whether its lines are to be left as they are."""
    for text in command.text.split("\n\n"):
        is_fixed = text.startswith("\b\n")
        yield (text.removeprefix("\b\n") if is_fixed else " ".join(text.split())), is_fixed


def option_names(names: tuple[str, ...], metavar: str) -> str:
    return ", ".join(reversed(names)) + (f" {metavar}" if metavar else "")


# --- Markdown ------------------------------------------------------------------------------------------------------


def commands() -> str:
    lines = [f"# {tr('Commands')}", "", tr("Generated from the program's help by `tools/reference.py`."), ""]
    section = ""
    for command in program():
        if command.section != section:
            section = command.section
            lines += [f"## {tr(section)}", ""]
        lines += _markdown(command)
    for title, table in ((tr("Exit status"), STATUSES), (tr("Environment"), VARIABLES)):
        lines += [f"## {title}", "", *(_explained(f"`{name}`", tr(meaning)) for name, meaning in table), ""]
    return "\n".join(lines)


def _markdown(command: Command) -> Iterator[str]:
    if command.name:
        yield from (f"### dlread {command.name}", "")
    yield from (f"    {command.usage}", "")
    for text, is_fixed in paragraphs(command):
        yield from (*(f"    {line}" for line in text.split("\n")), "") if is_fixed else (_escaped(text), "")
    rows = [(one.metavar, one.help) for one in command.arguments]
    rows += [(option_names(one.names, one.metavar), one.help) for one in command.options]
    yield from (_explained(f"`{name}`", _escaped(text)) for name, text in rows)
    yield from ("", "```sh", *EXAMPLES.get(command.name, ()), "```", "")


def _explained(name: str, text: str) -> str:
    return "- " + tr("{subject}: {text}", subject=name, text=text)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)


# --- man page ------------------------------------------------------------------------------------------------------


def manual() -> str:
    group, *rest = program()
    lines = [
        '.\\" Made from cli.py by tools/reference.py: change that.',
        f'.TH DLREAD 1 "" "dlread {__version__}" "{tr("User Commands")}"',
        f".SH {tr('NAME')}",
        f"dlread \\- {tr('a reading list for the terminal: papers with code, and courses')}",
        f".SH {tr('SYNOPSIS')}",
        f"\\fB{_roff(group.usage)}\\fR",
        f".SH {tr('DESCRIPTION')}",
        *_texts(group),
        *_options(group),
    ]
    section = ""
    for command in rest:
        if command.section != section:
            section = command.section
            lines.append(f".SH {_roff(tr(section).upper())}")
        lines += [f".SS {_roff(command.usage)}", *_texts(command), *_options(command)]
        lines += [".PP", ".EX", *(f"    {_roff(one)}" for one in EXAMPLES.get(command.name, ())), ".EE"]
    for title, rows in ((tr("EXIT STATUS"), STATUSES), (tr("ENVIRONMENT"), VARIABLES)):
        lines += [f".SH {title}", *(line for name, text in rows for line in _item(name, tr(text)))]
    files = tr("Run {command} to list them.", command="\n\\fBdlread paths\\fR\n")
    lines += [f".SH {tr('FILES')}", *(line.strip() for line in files.split("\n"))]
    return "\n".join(lines) + "\n"


def _texts(command: Command) -> Iterator[str]:
    for text, is_fixed in paragraphs(command):
        if is_fixed:
            yield from (".PP", ".EX", *(f"    {_roff(line)}" for line in text.split("\n")), ".EE")
        else:
            yield from (".PP", _roff(text))


def _options(command: Command) -> Iterator[str]:
    for argument in command.arguments:
        yield from _item(argument.metavar, argument.help)
    for option in command.options:
        yield from _item(option_names(option.names, option.metavar), option.help)


def _item(name: str, text: str) -> tuple[str, ...]:
    return (".TP", f"\\fB{_roff(name)}\\fR", _roff(text))


def _roff(text: str) -> str:
    """What is typed stays ASCII, and no line begins with what roff takes for a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("^", "\\(ha")
    text = text.replace("~", "\\(ti").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith(".") else text


def files() -> dict[Path, str]:
    made = {}
    for language, (of_markdown, of_manual) in LANGUAGES.items():
        with translations.speaking(language):
            if of_markdown or language == "en":
                made[COMMANDS.with_name(f"commands{of_markdown}.md")] = commands()
            made[MANUAL.parent / of_manual / MANUAL.name] = manual()
    return made
