"""Messages in Chinese: every one has a text, and a Chinese reader meets no English that is ours."""

import ast
import functools
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from conftest import Dlread, Screen
from shells import Shell
from source import FILES, SOURCE, nodes
from world import World

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import declaration  # noqa: E402
import reference  # noqa: E402
import translations  # noqa: E402

CHINESE = {"DLREAD_LANG": "zh"}


# --- the catalogs ----------------------------------------------------------------------------------------------------


@functools.cache
def texts() -> list[tuple[str, str]]:
    """(English, Chinese)"""
    return [
        (message.id if isinstance(message.id, str) else message.id[1], text)
        for message in translations.catalog("zh")
        if message.id
        for text in translations.texts(message)
    ]


def places(text: str) -> set[str]:
    return {f"{name}!{conversion}" for _, name, _, conversion in Formatter().parse(text) if name is not None}


def test_every_message_has_a_chinese_text() -> None:
    assert translations.complaints() == []


def test_a_message_without_a_text_is_named_with_the_cure(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "tools", copy / "tools")
    shutil.copytree(SOURCE, copy / "src" / "dlread_cli")
    with (copy / "src/dlread_cli/clock.py").open("a") as file:
        file.write('\nfrom dlread_cli.translation import tr\n\nprint(tr("the moon is full"))\n')
    done = subprocess.run([sys.executable, copy / "tools/translations.py"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == (
        "src/dlread_cli/clock.py: 'the moon is full' has no Chinese text; run tools/renew.py, "
        "then write it in src/dlread_cli/locale/zh.po and run tools/renew.py again\n",
        1,
    )


def test_a_text_has_the_places_of_its_message() -> None:
    plain = {english: chinese for english, chinese in texts() if "{" not in english + chinese}
    assert len(plain) > 300
    wrong = [
        english
        for english, chinese in texts()
        if english not in plain and not places(chinese) <= places(english) | {"number!None"}
    ]
    assert wrong == []


def test_chinese_has_its_own_punctuation() -> None:
    """Half-width signs stand within what is typed, and not after Chinese; Latin words have a space on each side."""
    half = re.compile(r"[\u4e00-\u9fff][,;:?!(]|[,;?!)][\u4e00-\u9fff]")
    assert [chinese for _, chinese in texts() if half.search(re.sub(r"'[^']*'|\b\w+:(?=、| |$)", "", chinese))] == []
    tight = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
    assert [chinese for _, chinese in texts() if tight.search(re.sub(r"\{\w+\}|\d+月", "", chinese))] == []


SAYING = {"say", "agrees", "answer_to", "progress", "mistake", "Unreadable", "plural", "listed"}


def raw_messages(code: str) -> list[str]:
    """Sentences that are said or raised as they stand, without `tr`."""
    return [
        ast.unparse(argument)
        for node in nodes(code)
        if isinstance(node, ast.Call)
        for name in [node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")]
        if name in SAYING - {"plural", "listed"} or (name.endswith("Error") and name not in OURSELVES)
        for argument in node.args[:2]
        if re.search(r"[A-Za-z]{2,} [a-z]{2,}", _constant(argument))
    ]


OURSELVES = {"AssertionError", "NotImplementedError", "ValueError", "OSError", "TypeError", "DatabaseError"}
"""What they say, a reader sees only where it is made a message."""


def _constant(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_can_be_translated(name: str) -> None:
    assert [f"{message}: wrap it in tr()" for message in raw_messages(FILES[name])] == []


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ('terminal.say("nothing to do")', ["'nothing to do'"]),
        ('raise DlreadError(f"no entry {key} is there")', ["f'no entry {key} is there'"]),
        ('raise DlreadError(tr("no entry is there"))', []),
        ('terminal.say(f"dlread: {problem}")', []),
    ],
)
def test_the_eye_sees_what_is_not(code: str, seen: list[str]) -> None:
    assert raw_messages(code) == seen


def test_nothing_is_translated_before_the_language_is_known() -> None:
    """While modules load: a message in a constant is `marked`, and translated where it is shown."""
    for name, code in FILES.items():
        inside = {
            id(node)
            for function in nodes(code)
            if isinstance(function, ast.FunctionDef | ast.Lambda)
            for node in ast.walk(function)
        }
        early = [
            ast.unparse(node)
            for node in nodes(code)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tr", "plural") and id(node) not in inside
        ]
        assert early == [], name


# --- the choice ------------------------------------------------------------------------------------------------------

ENGLISH_WORDS, CHINESE_WORDS, TRADITIONAL_WORDS = (
    "dlread: no entry is called 'xyz'; see dlread list\n",
    "dlread: 没有名为 'xyz' 的条目；参见 dlread list\n",
    "dlread: 沒有名為 'xyz' 的條目；參見 dlread list\n",
)


@pytest.mark.parametrize(
    ("line", "env", "said"),
    [
        ("show xyz", {}, ENGLISH_WORDS),
        ("show xyz", {"DLREAD_LANG": "zh"}, CHINESE_WORDS),
        ("show xyz --lang zh", {}, CHINESE_WORDS),
        ("show xyz --lang=zh", {}, CHINESE_WORDS),
        ("--lang zh show xyz", {}, CHINESE_WORDS),
        ("show xyz --lang en", {"DLREAD_LANG": "zh"}, ENGLISH_WORDS),
        ("show xyz", {"LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}, CHINESE_WORDS),
        ("show xyz", {"LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}, CHINESE_WORDS),
        ("show xyz", {"LANG": "zh_TW.UTF-8", "PYTHONUTF8": "1"}, TRADITIONAL_WORDS),
        ("show xyz", {"LANG": "zh_HK.UTF-8", "PYTHONUTF8": "1"}, TRADITIONAL_WORDS),
        ("show xyz", {"LANG": "zh_Hant", "PYTHONUTF8": "1"}, TRADITIONAL_WORDS),
        ("show xyz", {"DLREAD_LANG": "zh-TW"}, TRADITIONAL_WORDS),
        ("show xyz --lang zh", {"LANG": "zh_TW.UTF-8", "PYTHONUTF8": "1"}, TRADITIONAL_WORDS),
        ("show xyz", {"LANG": "en_US.UTF-8", "LANGUAGE": "zh:en", "PYTHONUTF8": "1"}, CHINESE_WORDS),
        ("show xyz", {"LANG": "en_US.UTF-8", "LANGUAGE": "de:zh_TW", "PYTHONUTF8": "1"}, TRADITIONAL_WORDS),
        ("show xyz", {"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh", "PYTHONUTF8": "1"}, ENGLISH_WORDS),
        ("show xyz", {"LANGUAGE": "zh:en"}, ENGLISH_WORDS),  # the locale C has no other language, as for gettext
        ("show xyz", {"LANG": "de_DE.UTF-8", "PYTHONUTF8": "1"}, ENGLISH_WORDS),
        ("show xyz", {"LANG": "zh_CN", "PYTHONIOENCODING": "ascii"}, ENGLISH_WORDS),
        ("show xyz", {"DLREAD_LANG": "zh", "PYTHONIOENCODING": "latin-1"}, ENGLISH_WORDS),
    ],
)
def test_the_language(dlread: Dlread, line: str, env: dict[str, str], said: str) -> None:
    assert dlread.run(line, env=env).err == said


def test_a_reader_s_settings_choose_it_too(dlread: Dlread) -> None:
    path = dlread.home / ".config/dlread/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('language = "zh"\n')
    assert dlread.run("show xyz").err == CHINESE_WORDS
    path.write_text("language = zh\n")
    assert dlread.run("show xyz", env={"LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}).err == (
        f'dlread: {path}，第 1 行：不是 TOML；请写成 name = "value" 的形式；用 dlread config --edit 打开该文件\n'
    )


@pytest.mark.parametrize("language", ["fr", "zh-TW", "", "-", "../../etc/passwd", "\udcff"])
def test_another_language_is_refused_in_that_of_the_locale(dlread: Dlread, language: str) -> None:
    result = dlread.run(["list", f"--lang={language}"], env=CHINESE)
    assert result.err == f"dlread: 不支持 '{language if language.isprintable() else '�'}'；请选择 en 或 zh\n"


# --- what can be wrong with a catalog --------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy, whose catalogs can be damaged."""
    copy = tmp_path / "source" / "src" / "dlread_cli"
    shutil.copytree(SOURCE, copy)
    shutil.copytree(ROOT / "catalog", tmp_path / "source" / "catalog")
    return copy


def said_by(program: Path, dlread: Dlread) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "dlread_cli", "show", "xyz"],
        env=dlread.env | CHINESE | {"PYTHONPATH": str(program.parent)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


WHOLE = (SOURCE / "locale" / "zh.mo").read_bytes()


def test_a_copy_of_the_program_speaks_chinese(program: Path, dlread: Dlread) -> None:
    """Else the cases below would say nothing."""
    assert said_by(program, dlread) == CHINESE_WORDS


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\xde\x12\x04\x95",
        b"not one",
        WHOLE[:1000],
        WHOLE[:-5000],
        b"\xff" * 1000,
        WHOLE.replace(b"nplurals=1; plural=0", b"nplurals=1; plural=("),
        WHOLE.replace("没有名为 '{name}' 的".encode(), "没有名为 '{nume}' 的".encode()),
        WHOLE.replace("没有名为 '{name}' 的".encode(), "没有名为 '{name} 的的".encode()),
    ],
    ids=range(10),
)
def test_without_a_whole_catalog_it_is_english(program: Path, dlread: Dlread, content: bytes | None) -> None:
    file = program / "locale" / "zh.mo"
    file.unlink() if content is None else file.write_bytes(content)
    assert said_by(program, dlread) == ENGLISH_WORDS


def test_a_message_of_nothing_is_nothing(dlread: Dlread) -> None:
    """gettext has what it knows of a catalog as the text of ''."""
    assert "Content-Type" not in dlread("doctor", env=CHINESE) + dlread("help show", env=CHINESE)
    code = "from dlread_cli import translation as t; t.choose(lambda: 'zh'); print(t.tr('unread'), repr(t.tr('')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "未读 ''\n"


def test_it_is_read_only_for_a_message_in_chinese(dlread: Dlread) -> None:
    def loads_gettext(*words: str) -> bool:
        done = subprocess.run(
            [sys.executable, "-v", "-m", "dlread_cli", *words],
            env=dlread.env,
            capture_output=True,
            text=True,
            check=False,
        )
        return "import 'gettext'" in done.stderr

    assert not loads_gettext("show", "xyz")
    assert not loads_gettext("list", "--lang", "zh")
    assert loads_gettext("show", "xyz", "--lang", "zh")


# --- what programs read ----------------------------------------------------------------------------------------------


def begin(dlread: Dlread) -> None:
    dlread("note smac try")
    dlread("mark-read lee-intro")
    dlread("mark-reading smac")
    dlread("add --no-fetch 1706.03762 --key vaswani2017attention")
    dlread("history")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Dlread:
    """One who has begun."""
    dlread = Dlread(tmp_path_factory.mktemp("reader"))
    begin(dlread)
    return dlread


@pytest.mark.parametrize(
    "line",
    [
        *("list --json", "list --keys", "next --json", "next --keys", "stats --json", "stats", ""),
        *("history", "history --json", "config --json", "paths", "paths --json", "catalog --json", "tags --json"),
        *("cite smac", "cite smac --json", "export", "export -f bibtex", "show smac --json", "completion bash"),
    ],
)
def test_programs_read_the_same_in_every_language(dlread: Dlread, reader: Dlread, line: str) -> None:
    dlread.take(reader)
    english, chinese = dlread.run(line), dlread.run(line, env={"LANG": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"})
    mask = re.compile(r'"title": .*|^language.*|"value": "(zh|en)"', re.MULTILINE)
    assert mask.sub("", chinese.out) == mask.sub("", english.out)


def test_tabs_separate_the_same_columns(dlread: Dlread) -> None:
    dlread("mark-reading smac")
    row = dlread("next --limit 1", env=CHINESE).split("\t")
    assert row[:2] == ["smac", "reading"]
    assert row[3].startswith("you have been reading it since")
    labels = [line.split("\t")[0] for line in dlread("show smac", env=CHINESE).splitlines()]
    assert labels == [line.split("\t")[0] for line in dlread("show smac").splitlines()]
    assert "Status\treading" in dlread("show smac", env=CHINESE)


# --- what a person sees ----------------------------------------------------------------------------------------------


def chinese_words() -> set[str]:
    """The Latin words of Chinese messages: names, commands, options, ..."""
    return {word for _, chinese in texts() for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"\{[^}]*\}", "", chinese))}


def typed_words() -> set[str]:
    """What stands in command lines: commands, options, metavars and their values, and the examples themselves."""
    lines = [line for lines in reference.EXAMPLES.values() for line in lines]
    for command in declaration.program():
        lines += [command.usage, *(f"{' '.join(one.names)} {one.metavar}" for one in command.options)]
    return {word for line in lines for word in re.findall(r"[A-Za-z]{2,}", line)}


def told_by_catalogs(value: Any) -> Iterator[str]:
    """Every text of an entry's JSON that has no Chinese one."""
    if isinstance(value, dict):
        both = value.get("en") and value.get("zh")
        yield from value.keys()
        for name, one in value.items():
            if not (both and name == "en") and not (name == "summary" and value.get("summary_zh")):
                yield from told_by_catalogs(one)
    elif isinstance(value, list):
        for one in value:
            yield from told_by_catalogs(one)
    elif isinstance(value, str):
        yield value


@pytest.fixture(scope="module")
def known() -> re.Pattern[str]:
    """All that a Chinese reader may find in English, wherever a line was broken in it."""
    home = tempfile.TemporaryDirectory()
    dlread = Dlread(Path(home.name))
    entries = json.loads(dlread("list --json")) + json.loads(dlread("catalog --json"))
    own = json.loads(dlread("config --json")) + json.loads(dlread("paths --json"))
    told = {text for one in (*entries, *own) for text in told_by_catalogs(one)} | typed_words() | chinese_words()
    told |= {tag["tag"] for tag in json.loads(dlread("tags --json"))}
    home.cleanup()
    told |= {word for text in told if re.search("[\u4e00-\u9fff]", text) for word in re.findall("[A-Za-z]{2,}", text)}
    told |= {"nanogpt", "own", "zotero.sqlite", "autoload -Uz", "fpath"}
    latin = sorted((text for text in told if re.search("[A-Za-z]{2}", text)), key=len, reverse=True)
    forms = (r"\s*".join(map(re.escape, re.sub(r"\s", "", text))) for text in latin)
    names = r"[A-Z]{2,}|[\w-]+(?:\.[\w-]+)+|https?://\S+|~?(?:/[\w.~-]+)+|[\w.-]+…"
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(forms)}|{names})(?![A-Za-z])")


RAW = ("cite", "completion", "export", "man", "help", "paths", "--json")
"""What programs read, pages that have tests of their own, and paths, which break anywhere."""
EXAMPLES = [
    line.split(" >>")[0].split(" | ")
    for name, lines in reference.EXAMPLES.items()
    if name != "catalog add"  # where the world is asked, and git says in English why it cannot
    for line in (lines if name != "refresh" else ("dlread refresh vaswani2017attention",))  # the others ask the world
]


@pytest.mark.parametrize("lines", EXAMPLES, ids=" | ".join)
def test_a_chinese_reader_meets_no_english_of_ours(
    dlread: Dlread,
    reader: Dlread,
    world: World,
    terminal: Callable[..., Screen],
    known: re.Pattern[str],
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
) -> None:
    monkeypatch.chdir(dlread.home)  # where an example writes a file
    if re.search("undo|redo", lines[0]):  # which name the machine whose home was copied
        begin(dlread)
    else:
        dlread.take(reader)
    world.has_repository("karpathy/nanoGPT")
    keys = dlread(lines[0].removeprefix("dlread")) if len(lines) > 1 else None
    words = shlex.split(lines[-1])[1:]
    env = CHINESE | {"EDITOR": "true", "BROWSER": "true", "DLREAD_PAGER": "cat", "DLREAD_ZOTERO_PORT": "9"}
    result = dlread.run(words, stdin=keys, env=env)
    is_raw = bool({*words} & {*RAW})
    home = re.compile(r"\s*".join(map(re.escape, f"{dlread.home}/Zotero")))
    assert left(home.sub("", result.err), known) == set()
    if keys is None:
        screen = terminal(shlex.join(words), env=env)
        assert is_raw or left(home.sub("", "\n".join(screen.lines)), known) == set()
        assert is_raw or [line for line in printed(screen.raw) if columns(line) > 80] == []


def left(text: str, known: re.Pattern[str]) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", known.sub(" ", text)))


def printed(raw: str) -> list[str]:
    """The lines that the program sends, before a terminal breaks any."""
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", raw).replace("\r", "").split("\n")


def columns(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in line)


def test_help_is_broken_as_chinese_is(terminal: Callable[..., Screen]) -> None:
    lines = terminal("next --help", env=CHINESE).lines
    assert lines == [
        "用法：dlread next [OPTIONS]",
        "",
        "  建议接下来读什么，并说明理由。",
        "",
        "选项：",
        "  -t, --tag TAG               只限带有该标签的条目（可重复：须全部具备）。",
        "  -k, --kind <paper|section>  只限论文，或只限课程章节。",
        "  --catalog CATALOG           只限此书目；dlread catalog 可列出所有书目。",
        "  -n, --limit N               结果的最大数量。  [默认值：5; x>=1]",
        "  --why                       显示每个得分的构成。",
        "  --open                      在浏览器中打开第一项建议。",
        "  --json                      输出 JSON：由对象组成的数组，包含所有字段。",
        "  --keys                      只输出键名，每行一个。",
        "  --lang en|zh                界面、标题和正文的语言（默认：按区域设置）。",
        "  -h, --help                  显示此帮助并退出。",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("lst", "没有命令 'lst'；是不是想输入 'list'？"),
        ("show", "缺少参数 'KEY...'；参见 dlread show --help"),
        ("list --statsu x", "没有选项 --statsu（可能是：--status, --tag）；参见 dlread list --help"),
        ("list --limit x", "'--limit' / '-n' 的值无效：'x' 不是整数；参见 dlread list --help"),
        ("list --limit -1", "'--limit' / '-n' 的值无效：-1 太小，最小为 0；参见 dlread list --help"),
        ("list --keys=1", "选项 '--keys' 不接受值"),
        ("list --sort", "选项 '--sort' 需要一个值"),
        ("paths x y", "多余的参数（x y）；参见 dlread paths --help"),
        ("stats --since x", "'--since' 的值无效：'x' 不是日期；请写成 2026-01-31 的形式；参见 dlread stats --help"),
        ("search year:2019 tag:", "'tag:' 之后缺少内容\n    year:2019 tag:\n                  ^"),
    ],
)
def test_mistakes_are_worded_in_chinese(dlread: Dlread, line: str, said: str) -> None:
    assert dlread.run(line, env=CHINESE) == ("", f"dlread: {said}\n", 2)


def test_the_dashboard(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("mark-read lee-intro")
    dlread("mark-reading smac")
    assert terminal("", env=CHINESE).lines == [
        "2019 年的深度学习研究  ░░░░░░░░░░░░░░░░░░░░    0/10",
        "一天搞懂深度学习       ████░░░░░░░░░░░░░░░░    5/25",
        "",
        "在读     ◐ smac                星际争霸多智能体挑战",
        "                               从今天开始",
        "接下来   ○ lee-diagnosis-test  只在测试数据上效果不好",
        "                               已完成前置内容 lee-step2-loss、",
        "                               lee-step3-gradient-descent",
        "         ○ lee-activation      新的激活函数",
        "                               已完成前置内容 lee-step1-network、",
        "                               lee-step3-gradient-descent",
        "         ○ lee-rnn             循环神经网络",
        "                               已完成前置内容 lee-step1-network、",
        "                               lee-step3-gradient-descent",
        "",
        "本周已读 5 项 · 连续 1 天     dlread next · dlread list · dlread --help",
    ]


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_tab_describes_in_chinese(dlread: Dlread, tmp_path: Path, name: str) -> None:
    dlread("list")
    shell = Shell(name, dlread.env | CHINESE, tmp_path)
    try:
        assert "将条目标记为在读" in shell.tab("dlread mark-").text
        assert "打开 PDF" in shell.tab("dlread open smac --p").text
    finally:
        shell.close()


def test_a_text_in_the_traditional_script_is_made_of_the_other(dlread: Dlread) -> None:
    taiwan = {"LANG": "zh_TW.UTF-8", "PYTHONUTF8": "1"}
    assert dlread("man", env=taiwan).startswith("名稱\n       dlread - 終端中的閱讀清單：帶程式碼的論文和課程\n")
    assert dlread("next --help", env=taiwan).startswith(
        "用法：dlread next [OPTIONS]\n\n  建議接下來讀什麼，並說明理由。\n"
    )
    assert dlread.run("mark-read smac", env=taiwan).err == "已將 1 項標記為“已讀” · 用 dlread undo 撤銷\n"
