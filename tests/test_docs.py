"""What the documents say is true of the program."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import Dlread
from world import World

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
CALLS = [
    line.split("  #")[0].split(">>")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if line.startswith("dlread")
]


NOT_HERE = re.compile(r"\||\bopen\b|\brefresh\b")
"""A pipe; the browser; what asks the whole internet."""


@pytest.mark.parametrize("call", [call for call in CALLS if not NOT_HERE.search(call)])
def test_what_the_readme_types_works(dlread: Dlread, world: World, call: str) -> None:
    world.has_doi("10.18653/v1/n19-1423", "crossref.json")
    world.has_repository("google-research/bert")
    world.has("/openreview/forum?id=YicbFdNTTy", "openreview.html")
    dlread("add --no-fetch 2010.11929")
    dlread("mark-read pyg")
    result = dlread.run(shlex.split(call)[1:])
    assert result.status == 0, result


def test_the_readme_s_catalog_is_one(dlread: Dlread) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (dlread.data / "catalogs").mkdir(parents=True)
    (dlread.data / "catalogs" / "seminar.yaml").write_text(text, "utf-8")
    assert dlread.run("list --catalog group-seminar --keys") == ("attention\n", "", 0)
    assert "Read first\t○ lee-attention: the idea without the details" in dlread("show attention")


def test_the_picture_shows_the_program() -> None:
    picture = (ROOT / "docs" / "dlread.svg").read_text("utf-8")
    assert "adabound" in picture
    assert "@font-face" not in picture


def test_links_within_the_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_nothing_names_a_machine_s_own_paths() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for name in listed or ["README.md"]:
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".yaml", ".toml"}:
            assert not re.search(r"(?<![\w.~])/(home|root|Users)/\w", path.read_text("utf-8")), name
