"""Who may import what, and what nobody may call: read from the source."""

import ast
import functools
import graphlib
from collections.abc import Iterator

import pytest
from source import FILES as ROOMS
from source import nodes, tree

OURS = "dlread_cli"


def imports(code: str) -> Iterator[str]:
    """Every module that the code imports, also inside functions; `from a import b` is both a and a.b."""
    for node in nodes(code):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@functools.cache
def packages(code: str) -> set[str]:
    return {name.split(".")[0] for name in imports(code)}


@functools.cache
def own_rooms(code: str) -> set[str]:
    """Our own rooms that the code imports: `domain`, `storage`, `errors`, `terminal`, ..."""
    names = [name.split(".") for name in imports(code)]
    return {name[1] for name in names if name[0] == OURS and len(name) > 1}


@functools.cache
def calls(code: str) -> list[tuple[str, set[str]]]:
    """(dotted name, names of the keyword arguments that are not False) of every call."""
    return [
        (
            ast.unparse(node.func),
            {
                str(word.arg)
                for word in node.keywords
                if not (isinstance(word.value, ast.Constant) and word.value.value is False)
            },
        )
        for node in nodes(code)
        if isinstance(node, ast.Call)
    ]


def test_there_is_something_to_look_at() -> None:
    assert {"cli.py", "terminal.py", "domain/entries.py", "storage/journal.py", "commands/list.py"} <= ROOMS.keys()


ONLY = {
    "typer": ("app.py", "cli.py"),
    "click": (),
    "httpx": ("network/",),
    "httpcore": ("network/",),
    "xml": ("network/arxiv.py",),
    "socket": ("network/",),
    "ssl": ("network/",),
    "urllib": ("network/", "domain/"),
    "http": ("network/",),
    "gettext": ("translation.py",),
    "opencc": ("domain/folding.py",),
    "rich": (
        "render/tables.py",
        "render/columns.py",
        "render/lines.py",
        "render/trees.py",
        "terminal.py",
    ),
    "yaml": ("formats/yaml.py",),
    "msgspec": ("formats/catalog.py",),
    "sqlite3": ("storage/",),
    "platformdirs": ("paths.py",),
    "tomllib": ("formats/toml.py",),
    "tempfile": ("editor.py", "storage/", "network/git.py"),
    "subprocess": ("browser.py", "editor.py", "pager.py", "zsh.py", "network/git.py"),
    "pickle": (),
    "marshal": (),
    "shelve": (),
    "webbrowser": (),
    "pypdf": ("storage/pdf_files.py",),
    "logging": ("storage/pdf_files.py",),  # to silence pypdf
}


@pytest.mark.parametrize(("package", "allowed"), ONLY.items())
def test_a_package_is_known_in_its_own_rooms_only(package: str, allowed: tuple[str, ...]) -> None:
    assert [name for name, code in ROOMS.items() if package in packages(code) and not name.startswith(allowed)] == []


EVERYBODY = {"translation"}
MAY_USE = {
    "translation.py": set(),
    "domain": {"domain", "errors"},
    "render": {"domain", "formats", "render"},
    "formats": {"domain", "formats", "errors"},
    "storage": {"domain", "formats", "storage", "errors", "paths", "effects"},
    "network": {"domain", "formats", "network", "errors", "paths", "settings", "__version__"},
    "errors.py": set(),
    "paths.py": {"errors"},
    "browser.py": {"errors"},
    "effects.py": set(),
    "editor.py": {"domain", "errors", "effects"},
    "clock.py": {"domain"},
    "lists.py": {"domain", "formats", "network", "storage", "errors"},
    "opening.py": {"domain", "storage", "errors", "stdin", "terminal"},
    "output.py": {"domain", "formats", "render", "storage", "errors", "terminal"},
    "recording.py": {"domain", "storage", "output", "terminal"},
    "settings.py": {"domain", "formats", "storage", "errors", "paths"},
    "pager.py": {"domain"},
    "zsh.py": set(),
    "global_options.py": {"errors", "terminal"},
    "stdin.py": {"errors", "terminal"},
    "terminal.py": {"domain", "render", "errors", "effects", "pager", "settings"},
}


@pytest.mark.parametrize(("room", "others"), MAY_USE.items())
def test_imports_point_inwards(room: str, others: set[str]) -> None:
    found = {name: own_rooms(code) - others - EVERYBODY for name, code in ROOMS.items() if name.split("/")[0] == room}
    assert {name: rooms for name, rooms in found.items() if rooms} == {}


def modules_needed(code: str) -> set[str]:
    """Those of ours that the code imports when it runs, in functions too; what is for the type checker is not."""
    for_types = {
        ast.dump(node)
        for branch in nodes(code)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in branch.body
    }
    kept = [node for node in nodes(code) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = imports("\n".join(ast.unparse(node) for node in kept if ast.dump(node) not in for_types))
    return {room for name in names for room in (module_of(name), module_of(name.rpartition(".")[0])) if room}


def module_of(name: str) -> str:
    """Of `dlread_cli.domain.text`, domain/text.py; empty if there is none."""
    path = name.replace(".", "/").removeprefix(f"{OURS}/") + ".py"
    return path if path in ROOMS else ""


def test_imports_make_no_circle() -> None:
    needed = {name: modules_needed(code) for name, code in ROOMS.items()}
    assert "storage/snapshot.py" in needed["storage/library.py"]
    assert len(list(graphlib.TopologicalSorter(needed).static_order())) == len(ROOMS)


def test_nobody_imports_the_command_line_but_the_runner() -> None:
    assert [name for name, code in ROOMS.items() if "cli" in own_rooms(code)] == ["run.py"]


def test_commands_are_run_by_the_command_line_only() -> None:
    assert {name.split("/")[0] for name, code in ROOMS.items() if "commands" in own_rooms(code)} <= {
        "app.py",
        "cli.py",
        "run.py",
        "commands",
    }


def test_a_command_knows_no_other_command() -> None:
    found = {name: modules_needed(code) for name, code in ROOMS.items() if name.startswith("commands/")}
    assert {name for name, needed in found.items() if any(one.startswith("commands/") for one in needed)} == set()


CHANGING = (
    *("add", "edit", "import", "mark", "note", "plan", "rate", "redo", "refresh", "remove", "tag", "undo"),
    *("catalog_add", "catalog_remove", "catalog_update"),
)
OUTSIDE = {
    "terminal",
    "stdin",
    "opening",
    "output",
    "recording",
    "journal",
    "machine",
    "browser",
    "editor",
    "clock",
    "paths",
}
"""What a decision may not use: all that reads, writes, shows or asks the time."""


def deciding(code: str) -> dict[str, set[str]]:
    """The names that each `decide` of a command uses, also in the functions of its module that it calls."""
    functions = {node.name: node for node in tree(code).body if isinstance(node, ast.FunctionDef)}

    def names(function: str, seen: frozenset[str]) -> set[str]:
        used = {node.id for node in ast.walk(functions[function]) if isinstance(node, ast.Name)}
        return used.union(*(names(one, seen | {one}) for one in used & functions.keys() - seen))

    return {name: names(name, frozenset((name,))) for name in functions if name.startswith("decide")}


def test_commands_that_change_something_are_known() -> None:
    recording = {name for name, code in ROOMS.items() if "recording" in own_rooms(code)}
    assert recording == {f"commands/{command}.py" for command in CHANGING}


@pytest.mark.parametrize("command", CHANGING)
def test_a_command_decides_apart_from_recording_and_showing(command: str) -> None:
    found = deciding(ROOMS[f"commands/{command}.py"])
    assert "decide" in found
    assert {name: used & OUTSIDE for name, used in found.items() if used & OUTSIDE} == {}


def test_the_journal_is_a_file_format_that_knows_no_library() -> None:
    needed = modules_needed(ROOMS["storage/journal.py"])
    assert "domain/history.py" in needed
    assert {name for name in needed if name.startswith("storage/")} == {"storage/files.py"}


def test_changes_are_recorded_in_one_place() -> None:
    writers = {name for name, code in ROOMS.items() if "steps.writing" in {called for called, _ in calls(code)}}
    assert writers == {"recording.py"}


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("def decide(keys):\n    return keys", set()),
        ("def decide(keys):\n    terminal.say('x')", {"terminal"}),
        ("def decide(keys):\n    _tell()\ndef _tell():\n    output.show()", {"output"}),
        ("def decide():\n    _one()\ndef _one():\n    _two()\ndef _two():\n    _one()\n    clock.today()", {"clock"}),
        ("def run():\n    terminal.say('x')\ndef decide():\n    return 1", set()),
    ],
)
def test_the_eye_sees_what_a_decision_uses(code: str, seen: set[str]) -> None:
    assert deciding(code)["decide"] & OUTSIDE == seen


PURE_MAY_NOT_IMPORT = {
    *("os", "io", "sys", "pathlib", "time", "random", "secrets", "shutil", "tempfile", "subprocess", "socket"),
    *("platform", "locale", "glob", "logging", "threading", "asyncio", "fcntl", "getpass", "uuid"),
}
PURE_MAY_NOT_CALL = {
    *("open", "print", "input", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("datetime.datetime.now", "datetime.date.today", "datetime.datetime.utcnow"),
}


def impurities(code: str) -> set[str]:
    return (packages(code) & PURE_MAY_NOT_IMPORT) | ({name for name, _ in calls(code)} & PURE_MAY_NOT_CALL)


@pytest.mark.parametrize("room", [name for name in ROOMS if name.startswith(("domain/", "formats/", "render/"))])
def test_domain_formats_and_render_open_print_and_ask_nothing(room: str) -> None:
    assert impurities(ROOMS[room]) == set()


def forbidden(name: str, code: str) -> set[str]:
    """What is called and may not be, in a file of that name."""
    found = set()
    for called, keywords in calls(code):
        if called in ("eval", "exec", "compile", "__import__", "os.system", "os.popen", "breakpoint", "input"):
            found.add(called)
        if "shell" in keywords:
            found.add("shell")
        if called == "print" and name != "terminal.py":
            found.add(called)
        if called.startswith("yaml.") and "load" in called and name != "formats/yaml.py":
            found.add(called)
        if called.startswith(("sys.stdout.", "sys.stderr.")) and name != "terminal.py":
            found.add(called)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_what_nobody_may_call(room: str) -> None:
    assert forbidden(room, ROOMS[room]) == set()


def test_yaml_is_loaded_by_nobody() -> None:
    """formats/yaml.py reads the events of its parser."""
    calls = [call for code in ROOMS.values() for call in nodes(code) if isinstance(call, ast.Call)]
    assert [call for call in calls if ast.unparse(call.func) in ("yaml.load", "yaml.load_all")] == []
    assert '_Strings = getattr(yaml, "CBaseLoader", yaml.BaseLoader)' in ROOMS["formats/yaml.py"]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_it_is(room: str) -> None:
    docstring = ast.get_docstring(tree(ROOMS[room]))
    assert docstring
    assert len(docstring.splitlines()[0]) > 10


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("def f():\n    import httpx", {"httpx"}),
        ("from rich.table import Table", {"rich"}),
        ("from dlread_cli.storage import journal", {"dlread_cli"}),
        ("import os.path, yaml as y", {"os", "yaml"}),
        ("try:\n    import click\nexcept ImportError: pass", {"click"}),
    ],
)
def test_the_eye_sees_imports(code: str, seen: set[str]) -> None:
    assert packages(code) == seen


def test_the_eye_sees_rooms() -> None:
    code = "from dlread_cli import terminal, paths\nimport dlread_cli.commands\nfrom dlread_cli.domain.fields import X"
    assert own_rooms(code) == {"terminal", "paths", "commands", "domain"}


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("subprocess.run('x', shell=True)", {"shell"}),
        ("subprocess.run('x', shell=wanted)", {"shell"}),
        ("subprocess.run('x', shell=False)", set()),
        ("eval('1')", {"eval"}),
        ("print('x')", {"print"}),
        ("yaml.safe_load(x)", {"yaml.safe_load"}),
        ("sys.stdout.write('x')", {"sys.stdout.write"}),
        ("re.compile('x')", set()),
    ],
)
def test_the_eye_sees_calls(code: str, seen: set[str]) -> None:
    assert forbidden("commands/list.py", code) == seen


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("from datetime import datetime\ndatetime.now()", {"datetime.now"}),
        ("import datetime\ndatetime.date.today()", {"datetime.date.today"}),
        ("from pathlib import Path", {"pathlib"}),
        ("open('x')", {"open"}),
        ("from datetime import datetime\ndatetime.fromisoformat('x')", set()),
    ],
)
def test_the_eye_sees_impurities(code: str, seen: set[str]) -> None:
    assert impurities(code) == seen
