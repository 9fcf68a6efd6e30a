"""dlread completion, the scripts, and real Tabs in real shells."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread, Screen

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
from shells import Answer, Shell  # noqa: E402

import declaration  # noqa: E402
import reference  # noqa: E402

pytestmark = pytest.mark.full_run

SHELLS = ("bash", "zsh", "fish")
SCRIPTS = {"bash": "dlread.bash", "zsh": "_dlread", "fish": "dlread.fish", "powershell": "dlread.ps1"}
WITH_TITLES = ("zsh", "fish")

# --- one declaration -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", declaration.program(), ids=lambda command: command.name or "dlread")
def test_every_command_and_option_is_documented_with_an_example(command: declaration.Command) -> None:
    assert reference.EXAMPLES.get(command.name), "give it an example in tools/reference.py"
    page, manual = reference.COMMANDS.read_text("utf-8"), reference.MANUAL.read_text("utf-8")
    assert command.summary.rstrip(".") in page
    for option in command.options:
        assert option.help
        assert f"`{reference.option_names(option.names, option.metavar)}`" in page
        assert reference._roff(option.names[0]) in manual


def test_no_metavar_is_one_that_only_the_library_behind_typer_made_up() -> None:
    shown = [option.metavar for command in declaration.program() for option in command.options]
    assert [one for one in shown if "<" in one] == []


ELSEWHERE = (
    *("", "open", "note", "completion", "add", "edit", "remove", "refresh", "import", "redo"),
    *("catalog add", "catalog check", "catalog remove", "catalog show", "catalog update"),
)
"""Their examples open something, ask the network, or need a file or a step before."""


@pytest.mark.parametrize("name", [name for name in reference.EXAMPLES if name not in ELSEWHERE])
def test_the_examples_work(dlread: Dlread, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dlread.home)
    dlread("mark-read lee-next-wave")
    dlread("rate smac 4")
    dlread("undo")
    example = reference.EXAMPLES[name][0].split(" >>")[0]
    assert dlread.run(example.removeprefix("dlread").lstrip()).status == 0


def test_the_man_page_is_one() -> None:
    if program := shutil.which("groff"):
        command = [program, "-man", "-Tutf8", "-ww", "-z", str(reference.MANUAL)]
        assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_printed(dlread: Dlread, shell: str) -> None:
    assert dlread(f"completion {shell}") == (ROOT / "completions" / SCRIPTS[shell]).read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "env", "error"),
    [
        ("completion tcsh", {}, "dlread: 'tcsh' is not a supported shell; choose one of bash, zsh,"),
        ("completion", {}, "dlread: cannot tell your shell from $SHELL; name one of bash, zsh, fish, powershell\n"),
        (
            "completion",
            {"SHELL": "/bin/tcsh"},
            "dlread: cannot tell your shell from $SHELL; name one of bash, zsh, fish, powershell\n",
        ),
    ],
)
def test_for_another_shell_it_says_which_there_are(dlread: Dlread, line: str, env: dict[str, str], error: str) -> None:
    result = dlread.run(line, env=env)
    assert (result.out, result.status) == ("", 2)
    assert result.err.startswith(error)


def test_the_shell_that_one_has_is_the_usual_one(dlread: Dlread) -> None:
    assert dlread("completion", env={"SHELL": "/usr/bin/fish"}).startswith("# Completion of dlread for fish")


@pytest.mark.first_calls
@pytest.mark.parametrize(
    ("shell", "place", "remark"),
    [
        ("bash", ".local/share/bash-completion/completions/dlread", "~/.bashrc: source "),
        ("zsh", ".local/share/zsh/site-functions/_dlread", "\n  autoload -Uz compinit && compinit\n"),
        ("fish", ".config/fish/completions/dlread.fish", "automatically"),
        ("powershell", ".config/powershell/dlread.ps1", "$PROFILE names: . "),
    ],
)
def test_it_is_put_where_the_shell_looks_and_nothing_else_is_touched(
    dlread: Dlread, shell: str, place: str, remark: str
) -> None:
    for _ in range(2):
        result = dlread.run(f"completion {shell} --install")
        assert (result.out, result.status) == (f"{dlread.home / place}\n", 0)
        assert remark in result.err
        assert f"to uninstall it: rm {dlread.home / place}\n" in result.err
    assert [path for path in dlread.home.rglob("*") if path.is_file()] == [dlread.home / place]
    assert (dlread.home / place).read_text("utf-8") == dlread(f"completion {shell}")


def test_somebody_else_s_file_is_left_alone(dlread: Dlread) -> None:
    file = dlread.home / ".config/fish/completions/dlread.fish"
    file.parent.mkdir(parents=True)
    file.write_text("my own\n")
    assert dlread.run("completion fish --install") == (
        "",
        f"dlread: {file} was not made by dlread; remove it first\n",
        1,
    )
    assert file.read_text() == "my own\n"


def test_a_shell_finds_what_was_installed(dlread: Dlread) -> None:
    found = {
        "bash": "source ~/.local/share/bash-completion/completions/dlread; complete -p dlread",
        "zsh": "fpath=(~/.local/share/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D;"
        " print $_comps[dlread]",
        "fish": "complete -C 'dlread sho' | string split \\t",
    }
    said = {"bash": "complete -F _dlread dlread\n", "zsh": "_dlread\n", "fish": "show\nShow everything about"}
    for shell, line in found.items():
        if shutil.which(shell):
            dlread(f"completion {shell} --install")
            env = env_with(dlread, PROGRAM.parent)
            done = subprocess.run([shell, "-c", line], env=env, capture_output=True, text=True, check=False)
            assert done.stdout.startswith(said[shell]), shell


# --- a reader's own zsh ----------------------------------------------------------------------------------------------

FPATH = "  fpath=({home}/.local/share/zsh/site-functions $fpath)\n"
COMPINIT = "  autoload -Uz compinit && compinit\n"
AGAIN = "then open a new terminal, and check with: dlread completion zsh --install\n"
ALL_LINES = "add these lines to ~/.zshrc, or only the first, before compinit, if it is there:\n"


@pytest.fixture
def installed(dlread: Dlread) -> Callable[..., str]:
    """What `completion zsh --install` says to somebody with this .zshrc, without how to uninstall it."""
    if not shutil.which("zsh"):
        pytest.skip("needs zsh")

    def said(start_up: str, file: str = ".zshrc", env: Mapping[str, str] | None = None) -> str:
        (dlread.home / file).write_text(start_up)
        result = dlread.run("completion zsh --install", env=env)
        assert (result.out, result.status) == (f"{dlread.home}/.local/share/zsh/site-functions/_dlread\n", 0)
        *lines, last = result.err.replace(str(dlread.home), "{home}").splitlines(keepends=True)
        assert last == "to uninstall it: rm {home}/.local/share/zsh/site-functions/_dlread\n"
        return "".join(lines)

    return said


def test_a_zsh_without_compinit_is_told_all_lines_and_then_works(dlread: Dlread, installed: Callable[..., str]) -> None:
    first, *lines, last = installed("echo hello\n").splitlines(keepends=True)
    assert (first, last) == ("add these lines to {home}/.zshrc:\n", AGAIN)
    assert lines == [FPATH, COMPINIT]
    pasted = "".join(lines).replace("{home}", str(dlread.home))
    assert installed(f"echo hello\n{pasted}") == "zsh completes dlread now; open a new terminal to use it\n"


@pytest.mark.parametrize(
    ("start_up", "said"),
    [
        ("autoload -Uz compinit; compinit", "add this line to {home}/.zshrc, before compinit:\n" + FPATH + AGAIN),
        ("exit 3", ALL_LINES + FPATH + COMPINIT + AGAIN),
        ("exec false", ALL_LINES + FPATH + COMPINIT + AGAIN),
        ("echo 'dlread completion:1:1:_dlread'", ALL_LINES + FPATH + COMPINIT + AGAIN),
        ("setopt ksh_arrays no_unset", "add these lines to {home}/.zshrc:\n" + FPATH + COMPINIT + AGAIN),
    ],
)
def test_another_zsh_is_told_what_it_lacks(installed: Callable[..., str], start_up: str, said: str) -> None:
    assert installed(start_up) == said


def test_the_start_up_file_may_be_elsewhere(dlread: Dlread, installed: Callable[..., str]) -> None:
    (dlread.home / "dots").mkdir()
    env = {"ZDOTDIR": str(dlread.home / "dots")}
    assert installed("", "dots/.zshrc", env).startswith("add these lines to {home}/dots/.zshrc:\n")


def test_a_compinit_that_has_cached_what_there_was_is_made_to_look_again(
    dlread: Dlread, installed: Callable[..., str]
) -> None:
    start_up = f"fpath=({dlread.home}/.local/share/zsh/site-functions $fpath); autoload -Uz compinit; compinit -C"
    dlread("completion zsh --install")
    (dlread.home / ".local/share/zsh/site-functions/_dlread").unlink()
    (dlread.home / ".zshrc").write_text(start_up)
    subprocess.run(["zsh", "-ic", "true"], env=dlread.env, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert installed(start_up) == (
        "zsh does not look for new completions, because compinit has cached the old ones; run:\n"
        "  rm -f {home}/.zcompdump*\n" + AGAIN
    )
    for file in dlread.home.glob(".zcompdump*"):
        file.unlink()
    assert installed(start_up) == "zsh completes dlread now; open a new terminal to use it\n"


def test_a_zsh_that_installs_it_at_every_start_does_not_go_round_in_a_circle(
    dlread: Dlread, installed: Callable[..., str]
) -> None:
    start_up = f"{PROGRAM} completion zsh --install >>~/said 2>&1; echo . >>~/starts\n"
    assert installed(start_up) == "add these lines to {home}/.zshrc:\n" + FPATH + COMPINIT + AGAIN
    assert (dlread.home / "starts").read_text() == ".\n"


def test_without_zsh_it_is_told_all_lines(dlread: Dlread) -> None:
    result = dlread.run("completion zsh --install", env={"PATH": str(dlread.home)})
    lines = (ALL_LINES + FPATH + COMPINIT + AGAIN).replace("{home}", str(dlread.home))
    assert result.err.startswith(lines)


def test_lines_to_paste_stay_whole_on_a_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    raw = terminal("completion zsh --install", columns=40).raw
    assert f"\r\n  fpath=({dlread.home}/.local/share/zsh/site-functions $fpath)\r\n" in raw


# --- real Tabs -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=SHELLS)
def used(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A shell of somebody who has read something; `dlread` there leaves a trace when it is called."""
    dlread = Dlread(tmp_path_factory.mktemp("home"))
    dlread("mark-read smac")
    dlread("mark-reading sdr")
    dlread("tag smac +thesis +own/part +学习")
    dlread("add --no-fetch --key zero-shot --status reading 1706.03762")
    shell = Shell(request.param, env_with(dlread, fake_program(dlread.home)), dlread.home)
    yield shell
    assert not (dlread.home / "called").exists(), "a Tab started the program"
    shell.close()


def fake_program(home: Path) -> Path:
    directory = home / "bin"
    directory.mkdir()
    for name in ("dlread", "python", "python3"):
        (directory / name).write_text(f"#!/bin/sh\necho {name} $* >>'{home}/called'\n")
        (directory / name).chmod(0o755)
    (home / "smurf").touch()
    return directory


def env_with(dlread: Dlread, directory: Path, **more: str) -> dict[str, str]:
    return dlread.env | {"PATH": f"{directory}{os.pathsep}{os.environ['PATH']}"} | more


ONE = {
    "dlread sho": "dlread show ",
    "dlread --lang zh sho": "dlread --lang zh show ",
    "dlread --la": "dlread --lang ",
    "dlread --lang z": "dlread --lang zh ",
    "dlread show sm": "dlread show smac ",
    "dlread show SM": "dlread show smac ",
    "dlread show smac sd": "dlread show smac sdr ",
    "dlread show --json sd": "dlread show --json sdr ",
    "dlread show -- sd": "dlread show -- sdr ",
    "dlread show DROPO": "dlread show lee-dropout ",
    "dlread show s3g": "dlread show s3gan ",
    "dlread mark-read sd": "dlread mark-read sdr ",
    "dlread mark-unread s": "dlread mark-unread s",
    "dlread mark-unread sm": "dlread mark-unread smac ",
    "dlread mark-unread py": "dlread mark-unread py",
    "dlread mark-read sma": "dlread mark-read sma",
    "dlread show zero": "dlread show zero-shot ",
    "dlread mark-read zero": "dlread mark-read zero-shot ",
    "dlread mark-reading zero": "dlread mark-reading zero",
    "dlread remove zero": "dlread remove zero-shot ",
    "dlread remove sm": "dlread remove sm",
    "dlread note sm": "dlread note smac ",
    "dlread note smac sd": "dlread note smac sd",
    "dlread path smac sd": "dlread path smac sd",
    "dlread rate smac sd": "dlread rate smac sdr ",
    "dlread tag smac +thes": "dlread tag smac +thesis ",
    "dlread tag smac -thes": "dlread tag smac -thesis ",
    "dlread tag smac -- -thes": "dlread tag smac -- -thesis ",
    "dlread tag smac --la": "dlread tag smac --lang ",
    "dlread tag smac +own/": "dlread tag smac +own/part ",
    "dlread tag sd": "dlread tag sdr ",
    "dlread list --stat": "dlread list --status ",
    "dlread list --status unr": "dlread list --status unread ",
    "dlread list --status=unr": "dlread list --status=unread ",
    "dlread list -s unr": "dlread list -s unread ",
    "dlread list --kind pap": "dlread list --kind paper ",
    "dlread list --sort ch": "dlread list --sort changed ",
    "dlread list --tag thes": "dlread list --tag thesis ",
    "dlread list --tag=thes": "dlread list --tag=thesis ",
    "dlread list --catalog dl": "dlread list --catalog dl-research-2019 ",
    "dlread list --year ": "dlread list --year ",
    "dlread list tag:thes": "dlread list tag:thesis ",
    "dlread list -tag:thes": "dlread list -tag:thesis ",
    "dlread search x status:skip": "dlread search x status:skipped ",
    "dlread search ven": "dlread search venue:",
    "dlread search x has:no": "dlread search x has:note ",
    "dlread list -is:sup": "dlread list -is:superseded ",
    "dlread open smac --link repo": "dlread open smac --link repository ",
    "dlread cite --style bib": "dlread cite --style bibtex ",
    "dlread completion po": "dlread completion powershell ",
    "dlread history sm": "dlread history smac ",
    "dlread zzz": "dlread zzz",
    "dlread show zzz": "dlread show zzz",
    "dlread show smu": "dlread show smu",  # a file is called so
    "dlread import smu": "dlread import smurf ",
    "dlread import x smu": "dlread import x smurf ",
    "dlread add smu": "dlread add smurf ",
    "dlread catalog add smu": "dlread catalog add smurf ",
    "dlread nonsense sm": "dlread nonsense sm",
    "dlread undo sm": "dlread undo sm",
    "dlread cat": "dlread catalog ",
    "dlread catalog rem": "dlread catalog remove ",
    "dlread catalog update lee": "dlread catalog update lee-deep-learning-in-a-day ",
    "dlread catalog show dl": "dlread catalog show dl-research-2019 ",
    "dlread catalog update --dr": "dlread catalog update --dry-run ",
    "dlread next --catalog dl": "dlread next --catalog dl-research-2019 ",
    "dlread course lee": "dlread course lee-deep-learning-in-a-day ",
    "dlread help cat": "dlread help catalog ",
    "dlread show 'sm": "dlread show 'smac' ",
}


def test_one_that_is_meant_is_put_in(used: Shell, counted: Callable[[str, int], None]) -> None:
    assert {text: used.tab(text).line for text in ONE} == ONE
    counted("real Tabs", len(ONE))


SEVERAL = {
    "dlread mark-": ["mark-read", "mark-reading", "mark-unread", "mark-skipped"],
    "dlread show s": ["s3gan", "sdr", "smac"],
    "dlread mark-read s": ["s3gan", "sdr"],
    "dlread mark-unread s": ["sdr", "smac"],
    "dlread show optimi": [],
    "dlread show step": ["lee-step1-network", "lee-step2-loss", "lee-step3-gradient-descent", "lee-three-steps"],
    "dlread list --s": ["--status", "--sort"],
    "dlread list --tag rep": ["representation-learning"],
    "dlread list ": ["author:", "title:", "venue:", "status:", "kind:", "tag:", "catalog:", "year:"],
    "dlread search ": ["note:", "rating:", "read:", "added:", "has:", "is:"],
    "dlread list is:": [
        "superseded",
        "disputed",
        "corrected",
        "gone",
        "moved",
        "archived",
        "planned",
        "unread",
        "read",
    ],
    "dlread export rating:": ["1", "2", "3", "4", "5"],
    "dlread catalog ": ["list", "add", "show", "check", "new", "update", "remove"],
    "dlread rate smac ": ["1", "2", "3", "4", "5", "adabound", "smac"],
}


def test_several_are_shown(used: Shell) -> None:
    for text, offered in SEVERAL.items():
        shown = set(re.findall(r"[\w.-]+:?", used.tab(text).text))
        assert set(offered) <= shown, (text, shown)
    assert "smac" not in used.tab("dlread mark-read s").text
    assert "lee-" not in used.tab("dlread mark-unread ").text


def test_what_was_typed_is_never_lost(used: Shell) -> None:
    """Several that only have it in them."""
    for text in ("dlread show step", "dlread show o", "dlread show c"):
        assert used.tab(text).line == text


def test_titles_stand_beside_the_keys(used: Shell) -> None:
    if used.name in WITH_TITLES:
        assert "The StarCraft Multi-Agent Challenge" in used.tab("dlread show s").text
        assert "Show everything about one or more entries." in used.tab("dlread s").text
        used.run("export DLREAD_LANG=zh" if used.name != "fish" else "set -gx DLREAD_LANG zh")
        answer = used.tab("dlread show s").text
        used.run("export DLREAD_LANG=" if used.name != "fish" else "set -e DLREAD_LANG")
        assert "星际争霸多智能体挑战" in answer


def test_chinese_tags_are_offered_where_the_shell_quotes_by_itself(used: Shell) -> None:
    line = used.tab("dlread list --tag 学").line
    assert line == "dlread list --tag 学" + ("习 " if used.name != "bash" else "")


@pytest.mark.parametrize("text", ["dlread tag smac -", "dlread tag smac +", "dlread tag smac -- -"])
def test_a_sign_alone_offers_tags(used: Shell, text: str) -> None:
    answer = used.tab(text)
    assert answer.line == text
    assert {"thesis", "own/part", "gan"} <= set(re.findall(r"[\w/]+", answer.text))
    assert "lang" not in answer.text


def test_one_dash_before_a_command_and_its_keys_offers_options(used: Shell) -> None:
    assert "--lang" in used.tab("dlread -").text
    assert "--json" in used.tab("dlread show smac -").text


def test_help_offers_the_commands(used: Shell) -> None:
    assert used.tab("dlread help sea").line == "dlread help search "


def test_the_locale_of_the_shell_is_as_it_was(used: Shell) -> None:
    used.tab("dlread show sm")
    assert used.tab("echo 学习").line == "echo 学习"


# --- hostile ---------------------------------------------------------------------------------------------------------

NAMES = [
    *("$(touch PWNED)", "`touch PWNED`", ";touch PWNED;", "|touch PWNED", "&touch PWNED&", ">PWNED", "<(touch PWNED)"),
    *("${y:=$(touch PWNED)}", "$((a[$(touch PWNED)]))", "a[$(touch PWNED)]", "\\$(touch PWNED)", "'$(touch PWNED)'"),
    *('"$(touch PWNED)"', "(touch PWNED)", "{touch,PWNED}", "*", "?", "[a-z]", "~root", "~/x", "!!", "!touch", "#x"),
    *("%x", "^x", "=x", "=(touch PWNED)", "-rf", "--help", "a b", "a:b", "a=b", "$IFS", "$'\\x41'", "é$(touch PWNED)"),
    *(
        "x\x1b[31mred",
        "x\x1b]0;owned\x07",
        "x\x07",
        "x\x08y",
        "x\x9b31m",
        "x\u202ey",
        "x\x00y",
        "x\ry",
        "(e)touch PWNED",
    ),
    *("*(e:'touch PWNED':)", "@(touch)", "%(touch PWNED)", "(touch PWNED)", "$[touch PWNED]", "<!--", "&&touch PWNED"),
]
TITLES = [
    *NAMES,
    *(
        "\x1b[2J\x1b[H",
        "\x1b]52;c;cm0=\x07",
        "\x1bP0;q\x1b\\",
        "\x85next",
        "a\u2028b",
        "%F{red}%n%d",
        "%{\x1b[5m%}",
        "-- x",
    ),
    *(
        "a\tb\tc",
        "one\ntwo\tu\tthree\t",
        "\u200f\u061c",
        "[/etc]",
        ":x: {a,b}",
        "%B%(e.x.y)",
        "\\e[31m",
        "\\033]0;x\\a",
    ),
]
SAFE = re.compile(r"dlread [\w .+/:=-]*")
BAD = re.compile(
    "[\x00-\x06\x0b\x0c\x0e\x0f\x10-\x1a\x1c-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\u061c]|\x07|\x1b\\]|\x1bP|\x1b\\[5m|\x1b\\[31mred"
)


def harmless(answer: Answer, allowed: str = "\x08") -> bool:
    return not BAD.search(answer.screen) and bool(SAFE.fullmatch(answer.line))


def hostile_journal(dlread: Dlread) -> None:
    """What another machine's journal could bring: keys, titles, tags, links."""
    lines = []
    for number, title in enumerate(TITLES):
        name = NAMES[number % len(NAMES)]
        fields = {"title": title, "title:zh": title, f"tag:{name}": True, f"tag:t{number}{name}": True, "link:x": name}
        lines += [(f"h{number}", fields), (name, fields), (f"h{name}", fields)]
    dlread.data.mkdir(parents=True, exist_ok=True)
    with (dlread.data / "journal-evil.jsonl").open("w", encoding="utf-8") as journal:
        for number, (key, fields) in enumerate(lines):
            at = f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000000Z"
            journal.write(json.dumps({"at": at, "key": key, "set": fields}) + "\n")


def hostile_catalogs(dlread: Dlread) -> None:
    directory = dlread.data / "catalogs"
    directory.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        text, key = json.dumps(name, ensure_ascii=True), json.dumps(f"c{number}")
        (directory / f"{number}.yaml").write_text(
            f"catalog: {json.dumps(f'cat{number}')}\ntitle: {{en: {text}}}\ntags: {{t: {{en: {text}, zh: {text}}}}}\n"
            f"entries:\n- {{key: {key}, title: {{en: {text}}}, tags: [t]}}\n- {{key: {text}, title: {{en: x}}}}\n"
        )


@pytest.fixture(params=SHELLS)
def shell_in(request: pytest.FixtureRequest, dlread: Dlread) -> Iterator[Callable[..., Shell]]:
    """Starts one with the real program on its PATH."""
    started: list[Shell] = []

    def start(env: Mapping[str, str] | None = None, without: str = "") -> Shell:
        merged = env_with(dlread, PROGRAM.parent, **dict(env or {}))
        merged.pop(without, None)
        started.append(Shell(request.param, merged, dlread.home))
        return started[-1]

    yield start
    for shell in started:
        shell.close()


def test_hostile_catalogs_and_journals_do_nothing(
    dlread: Dlread, shell_in: Callable[..., Shell], counted: Callable[[str, int], None]
) -> None:
    hostile_catalogs(dlread)
    hostile_journal(dlread)
    dlread.run("list")
    shell = shell_in()
    lines = [
        "dlread show ",
        "dlread show h",
        "dlread show c",
        "dlread list --tag ",
        "dlread list tag:",
        "dlread tag h1 +",
    ]
    lines += [
        "dlread list --catalog ",
        "dlread list catalog:c",
        *(f"dlread show h{number}" for number in range(len(TITLES))),
    ]
    lines += [f"dlread show c{number}" for number in range(10, len(NAMES))]
    for line in lines:
        answer = shell.tab(line)
        assert harmless(answer), (line, answer)
    assert shell.tab("dlread show h51").line == "dlread show h51 "
    assert not list(dlread.home.rglob("*PWNED*"))
    counted("real Tabs over hostile entries", len(lines))


def test_hostile_candidate_files_and_words_do_nothing(
    dlread: Dlread, shell_in: Callable[..., Shell], counted: Callable[[str, int], None]
) -> None:
    """Nothing of ours writes such files: the second wall. And what was typed is no pattern and no command."""
    dlread("list")
    directory = dlread.cache / "candidates"
    for name in ("keys", "tags", "catalogs"):
        lines = [
            f"{head}{one}\tu\t{title}\t\n" for one, title in zip(NAMES, TITLES, strict=False) for head in ("", "q")
        ]
        (directory / name).write_text("".join(lines) + "quiet\tu\tQuiet\t\n", "utf-8")
    shell = shell_in()
    asked = ["dlread show q", "dlread show ", "dlread list --tag q", "dlread tag quiet +q", "dlread list --catalog q"]
    for line in asked:
        answer = shell.tab(line)
        assert harmless(answer), (line, answer)
    typed = [name for name in NAMES if name.isprintable() and name.isascii()]
    if shell.name == "zsh":
        shell.run("bindkey '^I' complete-word")  # its usual Tab runs a $(...) that somebody has typed
    for name in typed:
        shell.child.send("\x15")
        assert not BAD.search(shell.tab(f"dlread show {name}").screen), name
        shell.child.send("\x15")
    assert not list(dlread.home.rglob("*PWNED*"))
    assert shell.tab("dlread show qui").line == "dlread show quiet "
    counted("real Tabs over hostile candidate files", len(asked) + len(typed))


@pytest.mark.parametrize("harm", ["missing", "empty", "noise", "unreadable", "directory", "pipe", "no home"])
def test_whatever_is_wrong_with_the_files_a_tab_is_silent(
    dlread: Dlread, shell_in: Callable[..., Shell], harm: str, tmp_path: Path
) -> None:
    dlread("list")
    (dlread.home / "smurf").touch()
    file = dlread.cache / "candidates/keys"
    file.unlink()
    if harm == "empty":
        file.touch()
    elif harm == "noise":
        file.write_bytes(bytes(range(256)) * 100)
    elif harm == "unreadable":
        file.touch(0o000)
    elif harm == "directory":
        file.mkdir()
    elif harm == "pipe":
        os.mkfifo(file)
    shell = shell_in({"PATH": os.environ["PATH"]} if harm == "no home" else {}, "HOME" if harm == "no home" else "")
    for line in ("dlread show smu", "dlread show qqq"):
        answer = shell.tab(line)
        assert answer.line == line
        assert harmless(answer)
        assert not re.search(r"(?i)error|cannot|denied|no such|not found|unknown|bad ", answer.text), answer


def test_a_cache_with_any_name_is_found_and_what_is_missing_is_made(
    dlread: Dlread, shell_in: Callable[..., Shell]
) -> None:
    cache = dlread.home / "a b'c\"d $(touch PWNED) * -x"
    shell = shell_in({"DLREAD_CACHE_DIR": str(cache)})
    assert shell.tab("dlread show sm").line == "dlread show smac "
    assert (cache / "candidates/keys").is_file()
    assert not (dlread.home / "PWNED").exists()
    assert not dlread.cache.exists()


def test_hostile_names_of_the_cache_are_names(
    dlread: Dlread, shell_in: Callable[..., Shell], counted: Callable[[str, int], None]
) -> None:
    dlread("list")
    shell = shell_in()
    names = [name for name in dict.fromkeys(NAMES) if name.isprintable() and name.isascii() and "/" not in name]
    for number, name in enumerate(names):
        shutil.copytree(dlread.cache / "candidates", dlread.home / "caches" / name / "candidates")
        with (dlread.home / "caches" / name / "candidates/recent").open("a") as recent:
            recent.write(f"only{number}\tu\tOnly here\t\n")
        for base in (str(dlread.home / "caches") + "/", "caches/" if number % 2 else ""):
            shell.run(assignment(shell.name, "DLREAD_CACHE_DIR", base + name) if base else "cd .")
            assert shell.tab("dlread show only").line == f"dlread show only{number} ", name
    assert not list(dlread.home.glob("PWNED"))
    counted("real Tabs with a hostile name of the cache", 2 * len(names))


def assignment(shell: str, name: str, value: str) -> str:
    if shell == "fish":
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"set -gx {name} '{escaped}'"
    return f" export {name}={shlex.quote(value)}"


@pytest.mark.parametrize("value", ["relative", ""])
def test_the_cache_is_where_the_program_has_it(dlread: Dlread, shell_in: Callable[..., Shell], value: str) -> None:
    (dlread.home / "xdg").mkdir()
    for env in ({"XDG_CACHE_HOME": value}, {"XDG_CACHE_HOME": str(dlread.home / "xdg")}):
        assert shell_in(env).tab("dlread show sm").line == "dlread show smac "
    assert dlread.cache.is_dir()
    assert (dlread.home / "xdg/dlread/candidates").is_dir()


def test_without_the_program_a_tab_is_silent(dlread: Dlread, shell_in: Callable[..., Shell]) -> None:
    answer = shell_in({"PATH": os.environ["PATH"]}).tab("dlread show sm")
    assert (answer.line, harmless(answer)) == ("dlread show sm", True)
    assert "ound" not in answer.text


def test_at_most_two_hundred_are_offered(dlread: Dlread, shell_in: Callable[..., Shell]) -> None:
    dlread("list")
    keys = [f"many{number:04}" for number in range(1000)]
    (dlread.cache / "candidates/keys").write_text("".join(f"{key}\tu\t{key}\t\n" for key in keys))
    assert len(set(re.findall(r"many\d{4}", shell_in().tab("dlread show many0").text))) == 200


# --- PowerShell ------------------------------------------------------------------------------------------------------


def test_the_powershell_script_has_its_brackets_in_order() -> None:
    text = (ROOT / "completions/dlread.ps1").read_text("utf-8")
    code = re.sub(r"'(?:[^']|'')*'|\"(?:[^\"`]|`.|\"\")*\"|#[^\n]*", "", text)
    opened = []
    for sign in re.findall(r"[\[\](){}]", code):
        if sign in "([{":
            opened.append(sign)
        else:
            assert opened.pop() + sign in ("()", "[]", "{}")
    assert opened == []
    assert "Invoke-Expression" not in code


def test_powershell_itself_where_there_is_one(dlread: Dlread) -> None:
    if program := shutil.which("pwsh"):
        dlread("list")
        line = ". '{}'; (TabExpansion2 'dlread show sm' 14).CompletionMatches.CompletionText"
        command = [program, "-NoProfile", "-Command", line.format(ROOT / "completions/dlread.ps1")]
        done = subprocess.run(command, env=dlread.env, capture_output=True, text=True, check=False)
        assert done.stdout.split() == ["smac"]
