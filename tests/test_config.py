"""dlread config, and what each setting of config.toml does to the other commands."""

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Dlread, Screen
from hypothesis import example, given
from hypothesis import strategies as st
from test_edit import with_editor
from world import World

from dlread_cli.formats import toml


def set_to(dlread: Dlread, text: str) -> Path:
    path = dlread.home / ".config/dlread/config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


# --- what is set, and where -------------------------------------------------------------------------------------------

DEFAULTS = """\
language\ten\tlocale
open_first\tcode\tdefault
week_starts_on\tmonday\tdefault
pager\tcat\tPAGER
color\tauto\tdefault
github_token_variable\tGITHUB_TOKEN\tdefault
list.sort\tcatalog\tdefault
list.columns\t\tdefault
"""


def test_without_a_file_every_setting_has_its_default(dlread: Dlread) -> None:
    assert dlread.run("config") == (DEFAULTS, "there is no config.toml yet; dlread config --edit creates it\n", 0)
    assert not (dlread.home / ".config").exists()


def test_each_value_is_shown_with_where_it_comes_from(dlread: Dlread) -> None:
    path = set_to(dlread, 'language = "zh"\npager = "most"\n[list]\ncolumns = ["key", "title"]\n')
    result = dlread.run("config", env={"DLREAD_PAGER": "less", "NO_COLOR": "1"})
    assert result.err == ""
    assert result.out.splitlines() == [
        f"language\tzh\t{path}",
        "open_first\tcode\tdefault",
        "week_starts_on\tmonday\tdefault",
        "pager\tless\tDLREAD_PAGER",
        "color\tnever\tNO_COLOR",
        "github_token_variable\tGITHUB_TOKEN\tdefault",
        "list.sort\tcatalog\tdefault",
        f"list.columns\tkey, title\t{path}",
    ]


@pytest.mark.parametrize(
    ("env", "color"),
    [
        ({}, "never"),
        ({"NO_COLOR": ""}, "never"),
        ({"FORCE_COLOR": "1"}, "always"),
        ({"CLICOLOR_FORCE": "1"}, "always"),
        ({"CLICOLOR_FORCE": "0"}, "never"),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "never"),
    ],
)
def test_the_environment_overrides_the_file(dlread: Dlread, env: dict[str, str], color: str) -> None:
    set_to(dlread, f'color = "{"always" if env.get("NO_COLOR") else "never"}"\n')
    found = {one["name"]: one["value"] for one in json.loads(dlread.run("config --json", env=env).out)}
    assert found["color"] == color


def test_json_has_lists_and_the_path_of_the_file(dlread: Dlread) -> None:
    path = set_to(dlread, '[list]\ncolumns = ["key"]\n')
    assert json.loads(dlread("config --json"))[-1] == {"name": "list.columns", "value": ["key"], "source": str(path)}


def test_a_terminal_shows_what_is_usual_and_no_long_paths(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    set_to(dlread, 'open_first = "paper"\n')
    del dlread.env["PAGER"]
    assert terminal("config").lines == [
        "language               en            locale",
        "open_first             paper         config.toml",
        "week_starts_on         monday        default",
        "pager                  less -FRX     default",
        "color                  auto          default",
        "github_token_variable  GITHUB_TOKEN  default",
        "list.sort              catalog       default",
        "list.columns           what fits     default",
    ]


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({"DLREAD_PAGER": "", "PAGER": "most"}, "pager\t\tDLREAD_PAGER"),
        ({"DLREAD_PAGER": "more", "PAGER": "most"}, "pager\tmore\tDLREAD_PAGER"),
        ({"PAGER": "most"}, "pager\tmost\tPAGER"),
    ],
)
def test_the_pager_is_the_one_that_is_used(dlread: Dlread, env: dict[str, str], shown: str) -> None:
    assert shown in dlread("config", env=env).splitlines()


def test_the_directory_can_be_moved(dlread: Dlread, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('language = "zh"\n')
    assert dlread("show smac", env={"DLREAD_CONFIG_DIR": str(tmp_path)}) != dlread("show smac")


def test_without_a_home_there_are_no_settings(dlread: Dlread, tmp_path: Path) -> None:
    env = {"HOME": "relative", "DLREAD_DATA_DIR": str(tmp_path / "d"), "DLREAD_CACHE_DIR": str(tmp_path / "c")}
    assert dlread("list --keys --tag slam", env=env) == "gcnv2\n"


# --- what they do -----------------------------------------------------------------------------------------------------

ENGLISH, CHINESE = "The StarCraft Multi-Agent Challenge", "星际争霸多智能体挑战"


@pytest.mark.parametrize(
    ("line", "env", "title"),
    [
        ("list", {}, CHINESE),
        ("list", {"LC_ALL": "en_US.UTF-8"}, CHINESE),
        ("list", {"DLREAD_LANG": "en"}, ENGLISH),
        ("list --lang en", {}, ENGLISH),
        ("--lang en list", {}, ENGLISH),
    ],
)
def test_the_language(dlread: Dlread, line: str, env: dict[str, str], title: str) -> None:
    set_to(dlread, 'language = "zh"\n')
    assert title in dlread(line, env=env)


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("open --print smac", "https://arxiv.org/abs/1902.04043"),
        ("open --print --code smac", "https://github.com/oxwhirl/smac"),
        ("open --print --pdf smac", "https://arxiv.org/pdf/1902.04043"),
        ("open --print lee-cnn", "https://speech.ee.ntu.edu.tw/~tlkagk/courses/ML_2017/Lecture/CNN.pdf"),
        ("open --print own", "https://github.com/a/own"),
    ],
)
def test_the_paper_before_its_code(dlread: Dlread, line: str, url: str) -> None:
    dlread("add --no-fetch https://github.com/a/own")
    set_to(dlread, 'open_first = "paper"\n')
    assert dlread(line) == f"{url}\n"
    assert "github.com/oxwhirl/smac" in dlread("list")


def test_what_is_suggested_is_opened_so_too(dlread: Dlread) -> None:
    set_to(dlread, 'open_first = "paper"\n')
    dlread("mark-reading smac")
    assert dlread("next --open --limit 1").splitlines()[-1] == "https://arxiv.org/abs/1902.04043"


def test_the_order_of_lists(dlread: Dlread) -> None:
    set_to(dlread, '[list]\nsort = "key"\n')
    keys = dlread("list --keys").split()
    assert keys == sorted(keys)
    assert dlread("list --sort catalog --keys").split() != keys


def test_the_columns_of_lists_on_a_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("rate smac 4")
    pipe = dlread("list --tag rl")
    set_to(dlread, '[list]\ncolumns = ["rating", "key", "title", "year", "kind"]\n')
    assert terminal("list --tag rl", columns=60).lines[:2] == [
        "4  smac                      The StarCraft M…  2019  paper",
        "   lee-reinforcement-learn…  Reinforcement L…  2016  section",
    ]
    assert dlread("list --tag rl") == pipe


def test_chosen_columns_have_the_marks_behind_the_title(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("rate smac 4")
    dlread("note smac x")
    set_to(dlread, '[list]\ncolumns = ["title", "year"]\n')
    assert terminal("list smac").lines[0] == "The StarCraft Multi-Agent Challenge ↷± 4★✎  2019"


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_all_columns_fit_every_terminal(dlread: Dlread, terminal: Callable[..., Screen], columns: int) -> None:
    names = ("status", "key", "title", "venue", "year", "tags", "rating", "kind", "catalog", "url")
    set_to(dlread, f"[list]\ncolumns = {json.dumps(names)}\n")
    lines = terminal("list --lang zh", columns=columns).lines
    assert len([line for line in lines if line.startswith("○")]) == 44
    assert lines[0].startswith("2019 年")


def test_the_first_day_of_a_week(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("list")
    dlread.data.mkdir(parents=True)
    line = '{"at": "2026-03-0%d12:00:00.000000Z", "key": "%s", "set": {"status": "read"}}\n'
    line = line.replace("%d12", "%dT12")
    days = ((7, "sdr"), (8, "smac"), (9, "pyg"))  # Saturday, Sunday, Monday
    (dlread.data / "journal-m.jsonl").write_text("".join(line % day for day in days))

    def per_week() -> str:
        (found,) = [one for one in terminal("stats --until 2026-03-10", columns=120).lines if "per week" in one]
        return found

    assert "1 this week, 2 at most · since 2026-03-02" in per_week()
    set_to(dlread, 'week_starts_on = "sunday"\n')
    assert "2 this week, 2 at most · since 2026-03-01" in per_week()
    set_to(dlread, 'week_starts_on = "saturday"\n')
    assert "3 this week, 3 at most · since 2026-03-07" in per_week()
    weeks = json.loads(dlread("stats --json --until 2026-03-10"))["weeks"]
    assert weeks == [{"monday": "2026-03-02", "read": 2}, {"monday": "2026-03-09", "read": 1}]


def test_colours_and_their_variables(dlread: Dlread) -> None:
    set_to(dlread, 'color = "always"\n')
    assert "\x1b[" in dlread("list --tag rl")
    assert "\x1b[" not in dlread("list --tag rl", env={"NO_COLOR": "1"})
    set_to(dlread, "color = 7\n")
    assert "\x1b" not in dlread.run("list --tag rl").out


def test_the_pager_comes_before_pager_and_after_our_variable(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    for name in ("ours", "theirs", "chosen"):
        script = dlread.home / name
        script.write_text(f"#!/bin/sh\ncat >/dev/null\necho paged by {name}\n")
        script.chmod(0o755)
    set_to(dlread, f'pager = "{dlread.home}/chosen"\n')
    env = {"PAGER": f"{dlread.home}/theirs"}
    assert terminal("list", rows=20, env=env).lines == ["paged by chosen"]
    assert terminal("list", rows=20, env=env | {"DLREAD_PAGER": f"{dlread.home}/ours"}).lines == ["paged by ours"]
    set_to(dlread, "")
    assert terminal("list", rows=20, env=env).lines == ["paged by theirs"]


def test_the_variable_that_has_the_token(dlread: Dlread, world: World) -> None:
    set_to(dlread, 'github_token_variable = "MY_TOKEN"\n')
    code = "from dlread_cli.network.settings import settings; print(settings().github_token)"
    import subprocess

    env = dlread.env | {"GITHUB_TOKEN": "usual", "MY_TOKEN": "mine"}
    assert subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True).stdout == "mine\n"


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\nlangauge = 'zh'", ", line 2: there is no setting 'langauge'; did you mean 'language'?"),
        ("sort = 'key'", ", line 1: there is no setting 'sort'; did you mean 'list.sort'?"),
        ("[list]\n\nsrot = 'key'", ", line 3: there is no setting 'list.srot'; did you mean 'list.sort'?"),
        (
            "[lists]\nsort = 'key'",
            ", line 1: there is no setting 'lists'; there are language, open_first, week_starts_on, pager, color, "
            "github_token_variable, list.sort, list.columns;",
        ),
        ("language = 'fr'", ", line 1: 'language' cannot be 'fr'; choose from en, zh;"),
        ("language = 1", ", line 1: 'language' cannot be '1'; choose from en, zh;"),
        ("color = true", ", line 1: 'color' cannot be 'True'; choose from auto, always, never;"),
        ("github_token_variable = 'a b'", ", line 1: 'github_token_variable' cannot be 'a b';"),
        ("list.columns = 'key'", """, line 1: 'list.columns' must be a list, like ["status", "key"]; choose from"""),
        ("list.columns = []", """, line 1: 'list.columns' must be a list, like ["status", "key"]; choose from"""),
        ('[list]\ncolumns = ["key", "x"]', ", line 2: 'list.columns' cannot have 'x'; choose from status, key, title"),
        ('[list]\ncolumns = ["key", "key"]', ", line 2: 'list.columns' has 'key' twice;"),
        ("list = 3", ", line 1: there is no setting 'list';"),
        ("\n\nlanguage zh", ', line 3: this is not TOML; write it like name = "value";'),
        ("pager = 'a'\npager = 'b'", ", line 2: this is not TOML"),
        ("x = " + "[" * 50_000, ", line 1: this is not TOML"),
        ("x = " + "9" * 5_000, ", line 1: this is not TOML"),
        ("pager = '" + "x" * 5_000 + "'", ", line 1: 'pager' cannot be 'xxx"),
        ("x" * 5_000 + " = 1", ", line 1: there is no setting 'xxx"),
        ("#" * 70_000, " has more than 64 KB, which is too much for settings"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_way_out(dlread: Dlread, text: str, said: str) -> None:
    path = set_to(dlread, text)
    result = dlread.run("list")
    assert (result.out, result.status, result.err.count("\n")) == ("", 1, 1)
    assert result.err.startswith(f"dlread: {path}{said}")
    assert len(result.err) < 400 + len(str(path))
    assert result.err.endswith(" dlread config --edit opens the file\n") == ("64 KB" not in said)
    assert dlread.run("config").err == result.err
    assert dlread.run("doctor").out == result.err.removeprefix("dlread: ")
    assert dlread.run("mark-read smac").status == 1
    assert dlread.journals() == ""


def test_a_file_that_is_not_utf_8(dlread: Dlread) -> None:
    path = set_to(dlread, "")
    path.write_bytes(b"# a\npager = '\xff'\n")
    assert dlread.run("list").err == f"dlread: {path}, line 2: this is not UTF-8; correct it in your editor\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_what_is_no_file_is_not_waited_for(dlread: Dlread) -> None:
    import os

    path = set_to(dlread, "")
    path.unlink()
    os.mkfifo(path)
    assert dlread.run("list").err == f"dlread: cannot read {path}: not a file\n"


def test_nothing_in_a_file_acts_on_the_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    set_to(dlread, r'language = "\u001b]0;x\u0007"')
    assert "\x1b]0;" not in terminal("list").raw


# --- in the editor ----------------------------------------------------------------------------------------------------


def test_the_editor_begins_with_every_setting_as_a_comment(dlread: Dlread) -> None:
    result = dlread.run("config --edit", env=with_editor(dlread, 'cp "$1" "$HOME/seen"'))
    assert (result.err, result.status) == ("the settings are unchanged\n", 0)
    assert not (dlread.home / ".config").exists()
    seen = (dlread.home / "seen").read_text("utf-8")
    assert '# What dlread open opens: code, paper\n# open_first = "code"\n' in seen
    assert tomllib.loads(seen) == {"list": {}}
    used = "\n".join(line[2:] if " = " in line else line for line in seen.splitlines())
    set_to(dlread, used)
    assert "\tdefault\n" not in dlread("config")


def test_what_is_saved_is_used(dlread: Dlread) -> None:
    env = with_editor(dlread, """sed -i 's/^# language = .*/language = "zh"/' "$1" """)
    path = dlread.home / ".config/dlread/config.toml"
    assert dlread.run("config --edit", env=env) == ("", f"saved {path}\n", 0)
    assert CHINESE in dlread("list")
    assert list(path.parent.iterdir()) == [path]
    assert list((dlread.home / "drafts").iterdir()) == []


def test_a_mistake_opens_the_editor_again(dlread: Dlread) -> None:
    script = (
        'if grep -q ^language "$1"; then head -1 "$1" > "$HOME/told"; sed -i s/fr/zh/ "$1"; '
        """else echo 'language = "fr"' > "$1"; fi"""
    )
    dlread("config --edit", env=with_editor(dlread, script))
    assert (dlread.home / "told").read_text() == "# dlread: line 1: 'language' cannot be 'fr'; choose from en, zh\n"
    assert CHINESE in dlread("list")


def test_a_mistake_that_stays_loses_no_text_and_changes_nothing(dlread: Dlread) -> None:
    path = set_to(dlread, 'pager = "most"\n')
    result = dlread.run("config --edit", env=with_editor(dlread, """echo 'language = "fr"' > "$1" """))
    (draft,) = (dlread.home / "drafts").iterdir()
    assert result.err == (f"dlread: line 1: 'language' cannot be 'fr'; choose from en, zh; your text is in {draft}\n")
    assert path.read_text() == 'pager = "most"\n'
    assert draft.read_text() != ""


def test_a_broken_file_can_be_mended(dlread: Dlread) -> None:
    path = set_to(dlread, 'language = "fr"\n')
    dlread("config --edit", env=with_editor(dlread, 'sed -i s/fr/zh/ "$1"'))
    assert path.read_text() == 'language = "zh"\n'


@pytest.mark.skipif(sys.platform == "win32", reason="links and permissions as Linux and macOS have them")
def test_a_link_to_a_file_of_dotfiles_stays_one(dlread: Dlread) -> None:
    path = set_to(dlread, "")
    target = dlread.home / "dotfiles.toml"
    path.rename(target)
    target.chmod(0o640)
    path.symlink_to(target)
    dlread("config --edit", env=with_editor(dlread, """echo 'language = "zh"' > "$1" """))
    assert path.is_symlink()
    assert target.read_text() == 'language = "zh"\n'
    assert target.stat().st_mode & 0o777 == 0o640


# --- what a call pays -------------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *("[list]", "[list] # c", "[a.b]", "[[a]]", "[list", " [ list ]", "#", "# c", "", "a", "= 'x'", "\ta = 'x'"),
        *('x = "', 'x = """', 'x = """a"""', 'x = "a" b', 'x = "a"#', 'x = "a\\n"', 'x = "a\\q"', "x = ''", "x = 1"),
        *('x = ["a" # b, "c"]', 'x = ["a", "b",]', "x = []", "x = [,]", 'x = ["a]b"]', 'x = ["a,b"]', 'x = [["a"]]'),
        *('x = ["a" "b"]', 'x = ["a", 1]', 'x = ["a"', 'x = "\x7f"', 'x = "a"\r', '"x" = "a"', 'x.y = "a"', 'é = "a"'),
    ]
)
NAMES = st.sampled_from(["language", "list", "x", "_", "-", "1"])
WORDS = st.text(st.sampled_from('ab ",]#=\\é\t\x00\u2028'), max_size=4)
PAIRS = st.tuples(NAMES, st.sampled_from(["=", " = ", "  =  "]), WORDS).map(lambda one: f'{one[0]}{one[1]}"{one[2]}"')
LISTS = st.tuples(NAMES, st.lists(WORDS, max_size=3)).map(
    lambda one: f"{one[0]} = [{', '.join(f'{chr(34)}{word}{chr(34)}' for word in one[1])}]"
)


@given(st.lists(LINES | PAIRS | LISTS | st.text(max_size=10), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
@example(['x = ["a" # b, "c"]'], "\n")
@example(["[list"], "\n")
@example(['x = "a"\r'], "\n")
def test_what_is_read_without_tomllib_is_what_tomllib_reads(lines: list[str], end: str) -> None:
    text = end.join(lines)
    if (found := toml.plainly(text)) is not None:
        assert found == tomllib.loads(text)


def test_everyday_files_are_read_without_tomllib() -> None:
    text = '# mine\nlanguage = "zh"  # both\n\n[list]\nsort = "year"\ncolumns = ["key", "title"]\n'
    assert toml.plainly(text) == {"language": "zh", "list": {"sort": "year", "columns": ["key", "title"]}}
