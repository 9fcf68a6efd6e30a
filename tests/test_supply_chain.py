"""What the program is made of: nothing that runs what it reads, and few packages beside our own."""

import ast
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from source import FILES, nodes

try:
    from packaging.requirements import Requirement
except ImportError:  # a plain virtual environment has it inside pip only
    from pip._vendor.packaging.requirements import Requirement

REPOSITORY = Path(__file__).parents[1]

# --- the source ------------------------------------------------------------------------------------------------------

RUN_WHAT_THEY_READ = {
    *("pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle", "dbm"),
    *(
        "code",
        "codeop",
        "imp",
        "runpy",
        "ctypes",
        "cffi",
        "webbrowser",
        "pty",
        "commands",
        "popen2",
        "xml",
        "telnetlib",
    ),
}
BUILTINS = {"eval", "exec", "compile", "__import__", "breakpoint", "execfile", "input"}
ATTRIBUTES = {
    *("system", "popen", "popen2", "popen3", "popen4", "startfile", "getoutput", "getstatusoutput", "exec_module"),
    *(
        "load_module",
        "load_source",
        "unsafe_load",
        "full_load",
        "safe_load",
        "load_all",
        "unsafe_load_all",
        "safe_load_all",
    ),
    *("create_subprocess_shell", "enable_load_extension", "load_extension", "extractall", "unpack_archive", "mktemp"),
}
STARTS = ("spawn", "exec", "posix_spawn")
"""Of `os`: what starts a program in other ways than `subprocess`."""


def dangers(code: str) -> set[str]:
    """What in the code could run what the program reads; also under another name."""
    return {found for node in nodes(code) for found in _dangers(node)}


def _dangers(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names:
            yield from {(module or alias.name).split(".")[0]} & RUN_WHAT_THEY_READ
            yield from {alias.name} & (ATTRIBUTES if module else set())
            yield from _starts(module, alias.name)
            if module == "yaml":
                yield f"yaml.{alias.name}"  # only by its full name, so that the test below sees every use
    elif isinstance(node, ast.Name):
        yield from {node.id} & BUILTINS
    elif isinstance(node, ast.Attribute):
        owner = ast.unparse(node.value)
        yield from {node.attr} & ATTRIBUTES
        yield from _starts(owner, node.attr)
        if owner == "builtins" or (owner, node.attr) == ("importlib", "import_module"):
            yield f"{owner}.{node.attr}"
    elif isinstance(node, ast.keyword) and node.arg in ("shell", "preexec_fn", "executable"):
        yield node.arg
    elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("subprocess."):
        yield from ("subprocess with **" for word in node.keywords if word.arg is None)


def _starts(owner: str, name: str) -> Iterator[str]:
    if owner in ("os", "posix") and name.startswith(STARTS):
        yield f"os.{name}"


def yaml_uses(code: str) -> set[str]:
    """Everything of PyYAML that the code touches."""
    attributes = (node for node in nodes(code) if isinstance(node, ast.Attribute))
    return {node.attr for node in attributes if ast.unparse(node.value) == "yaml"}


@pytest.mark.parametrize("name", FILES)
def test_nothing_runs_what_it_reads(name: str, counted: Callable[[str, int], None]) -> None:
    assert dangers(FILES[name]) == ({"xml"} if name == "network/arxiv.py" else set())
    used = (
        {"written"} if name in ("formats/own_yaml.py", "formats/catalog_file.py") else set()
    )  # of our own room, which is called so
    assert name == "formats/yaml.py" or yaml_uses(FILES[name]) == used
    counted("files of source looked at", 1)


def test_yaml_is_read_in_one_place_by_its_events_alone() -> None:
    """No loader of PyYAML makes anything of them."""
    calls = [node for node in nodes(FILES["formats/yaml.py"]) if isinstance(node, ast.Call)]
    readers = [node for node in calls if ast.unparse(node.func) in ("yaml.load", "yaml.parse")]
    assert [ast.unparse(node) for node in readers] == ["yaml.parse(text, Loader=_Strings)"]
    allowed = {"parse", "BaseLoader", "YAMLError", "MarkedYAMLError", "serialize", "SafeDumper"}
    allowed |= {"Node", "ScalarNode", "SequenceNode", "MappingNode"}
    assert {name for name in yaml_uses(FILES["formats/yaml.py"]) if not name.endswith("Event")} == allowed
    assert '_Strings = getattr(yaml, "CBaseLoader", yaml.BaseLoader)' in FILES["formats/yaml.py"]


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("import pickle", {"pickle"}),
        ("from marshal import loads", {"marshal"}),
        ("def f():\n    import shelve as s", {"shelve"}),
        ("eval('1')", {"eval"}),
        ("run = exec", {"exec"}),
        ("builtins.eval('1')", {"builtins.eval"}),
        ("importlib.import_module(x)", {"importlib.import_module"}),
        ("subprocess.run(x, shell=True)", {"shell"}),
        ("subprocess.run(x, shell=wanted)", {"shell"}),
        ("subprocess.run(x, **options)", {"subprocess with **"}),
        ("os.system(x)", {"system"}),
        ("from os import popen as p", {"popen"}),
        ("import os as o\no.system(x)", {"system"}),
        ("os.execvp(x, y)", {"os.execvp"}),
        ("from os import spawnlp", {"os.spawnlp"}),
        ("yaml.safe_load(x)", {"safe_load"}),
        ("from yaml import load", {"yaml.load"}),
        ("asyncio.create_subprocess_shell(x)", {"create_subprocess_shell"}),
        ("db.enable_load_extension(True)", {"enable_load_extension"}),
        ("re.compile(x)\njson.loads(x)\ndb.execute(x)\nos._exit(1)\nsubprocess.run([x], check=False)", set()),
    ],
)
def test_the_eye_sees_dangers(code: str, seen: set[str]) -> None:
    assert dangers(code) == seen


# --- the packages ----------------------------------------------------------------------------------------------------

MOST = 19
"""Packages that a plain installation has: typer, rich, httpx, pyyaml and platformdirs bring 16 by themselves."""


def name_of(requirement: Any) -> str:
    return str(requirement.name).lower().replace("_", "-").replace(".", "-")


def needed(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """The run-time requirements of an installed package, as its metadata says, with theirs."""
    found: set[str] = set()
    waiting = [(name, extras)]
    seen = set()
    for one, its in waiting:  # grows meanwhile
        if (one, its) in seen:
            continue
        seen.add((one, its))
        found.add(one)
        for text in metadata.requires(one) or ():
            requirement = Requirement(text)
            if any(applies(requirement, extra) for extra in its | {""}):
                waiting.append((name_of(requirement), frozenset(requirement.extras)))
    return found


def applies(requirement: Any, extra: str) -> bool:
    return requirement.marker is None or bool(requirement.marker.evaluate({"extra": extra}))


CHOSEN = {
    "dlread-cli": (),
    "typer": ("annotated-doc", "rich", "shellingham"),
    "rich": ("markdown-it-py", "mdurl", "pygments"),
    "httpx": ("anyio", "certifi", "h11", "httpcore", "idna", "typing-extensions"),
    "msgspec": (),
    "opencc": (),
    "platformdirs": (),
    "pyyaml": (),
}
"""What we require, and what each brings with it; a platform or a Python may need a few less."""


def test_no_package_is_there_that_nobody_chose(counted: Callable[[str, int], None]) -> None:
    packages = needed("dlread-cli")
    assert CHOSEN.keys() <= packages
    elsewhere = {"colorama", "exceptiongroup", "tzdata"}  # on Windows, on an older Python
    assert packages - CHOSEN.keys() - {name for names in CHOSEN.values() for name in names} <= elsewhere
    counted("packages of a plain installation", len(packages))


def test_a_plain_installation_is_small() -> None:
    assert len(needed("dlread-cli")) <= MOST


def test_extras_are_counted_only_where_they_are_asked_for() -> None:
    assert "pytest" in needed("dlread-cli", frozenset({"test"}))


def test_the_extra_for_pdfs_brings_one_package() -> None:
    assert needed("dlread-cli", frozenset({"pdf"})) - needed("dlread-cli") == {"pypdf"}


def test_every_requirement_has_an_upper_bound_and_is_used() -> None:
    requirements = [Requirement(text) for text in metadata.requires("dlread-cli") or ()]
    plain = [one for one in requirements if applies(one, "")]
    assert [str(one) for one in plain if not any(bound.operator == "<" for bound in one.specifier)] == []
    assert [str(one) for one in requirements if one.url] == []
