"""Every line that the README gives to be pasted, pasted into bash, zsh and fish in a real terminal."""

import re
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread, effort
from shells import Shell
from world import World
from zotero_library import ZoteroLibrary

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]

PYTHON = f"""
[ "$2" = venv ] || exec '{sys.executable}' "$@"
mkdir -p "$3/bin"
for name in pip python dlread; do ln -sf "$(command -v said)" "$3/bin/$name"; done
"""
"""Instead of an installation, which `.ci/run` tries: programs that say how they were called."""


def fake(directory: Path, name: str, script: str) -> None:
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (directory / name).chmod(0o755)


def test_there_is_something_to_paste_and_no_comment_in_it() -> None:
    """An interactive zsh takes `# comment` for words of the command."""
    assert len(LINES) > 30
    assert [line for line in LINES if "#" in line] == []


def something_to_import(home: Path, directory: Path) -> None:
    (home / "Zotero").mkdir()
    with closing(ZoteroLibrary(home / "Zotero")) as zotero:
        zotero.item("journalArticle", title="From Zotero", extra="Read_Status: Read")
    (directory / "papers.bib").write_text("@misc{from-bibtex, title={From BibTeX}}", "utf-8")
    with zipfile.ZipFile(directory / "pocket.zip", "w") as file:
        file.writestr("part_000000.csv", "title,url,time_added,tags,status\nFrom Pocket,https://x.org,1,,archive\n")


@pytest.mark.full_run
@pytest.mark.parametrize("name", ["bash", "zsh", "fish"][: effort(1, 3)])
def test_every_line_can_be_pasted(dlread: Dlread, world: World, tmp_path: Path, name: str) -> None:
    world.has_doi("10.18653/v1/n19-1423", "crossref.json")
    world.has_repository("google-research/bert")
    world.has("/openreview/forum?id=YicbFdNTTy", "openreview.html")
    programs = tmp_path / "programs"
    fake(programs, "said", 'echo "called: $0 $*"')
    fake(programs, "python3", PYTHON)
    fake(programs, "browser", 'echo "$1" >> "$HOME/browsed"')
    fake(programs, "editor", 'echo "$1" >> "$HOME/edited"')
    dlread.env["PATH"] = f"{programs}:{PROGRAM.parent}:{dlread.env['PATH']}"
    dlread.env |= {"BROWSER": "browser", "EDITOR": "editor", "DISPLAY": ":0"}
    dlread.env["DLREAD_ZOTERO_PORT"] = "9"  # where nobody listens
    something_to_import(dlread.home, tmp_path)
    shell = Shell(name, dlread.env, tmp_path)
    try:
        for line in LINES:
            said, status = shell.paste(line)
            assert status == 0, f"{line}\n{said}"
    finally:
        shell.close()
    assert (dlread.home / "browsed").read_text() == "https://github.com/Luolc/AdaBound\n"
    assert (dlread.home / "edited").read_text().count("smac") == 1
    assert "adabound" in (tmp_path / "refs.bib").read_text("utf-8").lower()
    assert dlread("list --keys --status reading").split().count("bert") == 1
    assert "thesis" in dlread("show smac")
    assert dlread("list --keys title:zotero status:read") != ""
    assert dlread("list --keys title:bibtex") == "from-bibtex\n"
    assert dlread("list --keys title:pocket") == ""
    assert "smac" in (tmp_path / "thesis.bib").read_text("utf-8")
    assert (tmp_path / "backup.json").exists()
