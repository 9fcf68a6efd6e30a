"""The generated files are what tools/renew.py makes; it names the stale ones, and writes them anew."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tools and what they make."""
    for name in ("tools", "catalog", "completions", "docs", "man"):
        shutil.copytree(ROOT / name, tmp_path / name)
    source = Path("src/dlread_cli")
    shutil.copytree(ROOT / source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def renew(copy: Path, *options: str) -> tuple[str, int]:
    command = [sys.executable, copy / "tools/renew.py", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    return done.stdout, done.returncode


@pytest.mark.full_run
@pytest.mark.skipif(sys.platform == "win32", reason="the picture needs a pseudo-terminal")
def test_stale_files_are_named_with_the_command_and_written_anew(copy: Path) -> None:
    (copy / "catalog/schema.json").unlink()
    with (copy / "man/dlread.1").open("a") as file:
        file.write("more\n")
    assert renew(copy, "--check") == (
        "catalog/schema.json is stale; run: .venv/bin/python tools/renew.py\n"
        "man/dlread.1 is stale; run: .venv/bin/python tools/renew.py\n",
        1,
    )
    assert renew(copy) == ("16 generated files, 2 changed\ncatalog/schema.json\nman/dlread.1\n", 0)
    for name in ("catalog/schema.json", "man/dlread.1", "docs/commands.md", "docs/dlread.svg"):
        assert (copy / name).read_bytes() == (ROOT / name).read_bytes()
