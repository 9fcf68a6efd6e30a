"""What the documents say is true of the program."""

import re
import subprocess
from pathlib import Path

from conftest import Dlread

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_s_catalog_is_one(dlread: Dlread) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (dlread.data / "catalogs").mkdir(parents=True)
    (dlread.data / "catalogs" / "seminar.yaml").write_text(text, "utf-8")
    assert dlread.run("list --catalog group-seminar --keys") == ("attention\n", "", 0)
    assert "Read first\t○ lee-attention: the idea without the details" in dlread("show attention")


def test_the_guide_s_list_is_one(dlread: Dlread) -> None:
    text = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "catalogs.md").read_text("utf-8"), re.DOTALL)[0]
    path = dlread.home / "seminar.yaml"
    path.write_text(text, "utf-8")
    assert dlread.run(f"catalog check {path}") == ("", f"{path}: 2 entries, no problems\n", 0)
    dlread(f"catalog add {path}")
    assert dlread("path bert --keys") == "seminar/attention\nseminar/bert\n"


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


def structure(text: str) -> list[str]:
    """The level of each heading, each block of code, each row's first cell, each item, address and command."""
    blocks = re.findall(r"```.*?```", text, re.DOTALL)
    prose = re.sub(r"```.*?```", "```", text, flags=re.DOTALL).replace("、", ", ")
    lines = re.findall(r"^(#+ |```|- |\|.*?\|)", prose, re.MULTILINE)
    return [*(line if "`" in line else line[:1] for line in lines), *blocks]


def test_the_chinese_readme_is_in_step_with_the_english_one() -> None:
    chinese = (ROOT / "README.zh-CN.md").read_text("utf-8")
    assert structure(chinese) == structure(README)
    assert README.splitlines()[2] == "[中文](README.zh-CN.md)"
    assert chinese.splitlines()[2] == "[English](README.md)"
    for pattern in (r"`[^`\n]+`", r"https?://[\w./-]+"):
        assert sorted({*re.findall(pattern, prose(chinese))} ^ {*re.findall(pattern, prose(README))}) == []


def prose(text: str) -> str:
    """Each paragraph on a line, without blocks of code."""
    return re.sub(r"(?<=\S)\n(?=\S)", " ", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
