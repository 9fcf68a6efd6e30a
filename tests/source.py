"""The program's own source, each file read and parsed once for all tests that look at it."""

import ast
import functools
from pathlib import Path

import dlread_cli

SOURCE = Path(dlread_cli.__file__).parent
FILES = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}


@functools.cache
def tree(code: str) -> ast.Module:
    return ast.parse(code)


@functools.cache
def nodes(code: str) -> list[ast.AST]:
    return list(ast.walk(tree(code)))
