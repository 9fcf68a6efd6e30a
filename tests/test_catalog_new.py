"""dlread catalog new: a template that is a list already."""

from pathlib import Path

import pytest
from conftest import Dlread


@pytest.fixture(autouse=True)
def here(dlread: Dlread, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(dlread.home)
    return dlread.home


def test_check_accepts_the_template(dlread: Dlread) -> None:
    result = dlread.run("catalog new seminar")
    assert result == ("seminar.yaml\n", "edit it, then run dlread catalog check seminar.yaml\n", 0)
    assert dlread.run("catalog check seminar.yaml") == ("", "seminar.yaml: 2 entries, no problems\n", 0)
    dlread("catalog add seminar.yaml")
    assert dlread("path bert --keys") == "seminar/attention\nseminar/bert\n"


def test_no_file_is_replaced(dlread: Dlread, here: Path) -> None:
    (here / "seminar.yaml").write_text("mine")
    result = dlread.run("catalog new seminar")
    assert (result.err, result.status) == ("dlread: seminar.yaml is already there; it was not changed\n", 1)
    assert (here / "seminar.yaml").read_text() == "mine"


@pytest.mark.parametrize("name", ["../x", "a/b", "-x", ".x", "a b", ""])
def test_a_name_is_no_path(dlread: Dlread, here: Path, name: str) -> None:
    result = dlread.run(["catalog", "new", "--", name])
    assert result.status == 2
    assert "cannot be the name of a catalog" in result.err
    assert list(here.glob("**/*.yaml")) == []
