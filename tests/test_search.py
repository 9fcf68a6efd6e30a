"""dlread search, to a pipe and to a terminal."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread, Screen
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain.parsing import parsed
from dlread_cli.domain.queries import EVERYTHING
from dlread_cli.errors import QueryError
from dlread_cli.render import snippets
from dlread_cli.storage import corrected_search, schema, searching
from dlread_cli.storage.library import Library


def test_what_is_found_looks_like_a_list(dlread: Dlread) -> None:
    assert dlread("search starcraft") == (
        "smac\tunread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"
    )
    assert dlread("search starcraft --lang zh").split("\t")[4] == "星际争霸多智能体挑战"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("smac", "smac"),
        ("SMAC", "smac"),
        ("amsbound", "adabound"),
        ("1902.04043", "smac"),
        ("mask scoring", "ms-rcnn"),
        ("scoring mask", "ms-rcnn"),
        ("MASK ＳＣＯＲＩＮＧ", "ms-rcnn"),
        ("starcr", "smac"),
        ("whiteson", "smac"),
        ("josé hanson", "sdr"),
        ("jose hanson", "sdr"),
        ("multi-agent", "smac"),
        ("starcraft.multi.agent", "smac"),
        ("星际", "smac"),
        ("争霸", "smac"),
        ("星际争霸", "smac"),
        ("优化 学习率", "lee-adaptive-learning-rate"),
        ("oxwhirl", "smac"),
        ("momentum", "lee-momentum"),
    ],
)
def test_words_of_any_field_in_any_order_and_either_language(library: Library, words: str, first: str) -> None:
    assert search(library, words)[0] == first


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("深度学习 概论", "lee-intro"),
        ("強化學習", "lee-reinforcement-learning"),
        ("星際 SMAC", "smac"),
        ("李宏毅 dropout", "lee-dropout"),
        ("arXiv:1902.04043v3", "smac"),
        ("https://arxiv.org/pdf/1902.04043", "smac"),
        ("https://github.com/oxwhirl/smac/", "smac"),
        ("mask scorings", "ms-rcnn"),
        ('"mask scoring"', "ms-rcnn"),
        ("title:starcraft", "smac"),
        ("author:whiteson year:2019", "smac"),
        ("标题 OR starcraft", "smac"),
        ("(starcraft OR dropout) -dropout", "smac"),
        ("TITLE:StarCraft", "smac"),
        ("title：starcraft", "smac"),
        ("venue:aamas", "smac"),
    ],
)
def test_the_query_language_finds(library: Library, words: str, first: str) -> None:
    assert search(library, words)[0] == first


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "'", "%", "*", "\0", "zzzzzzz*", "title:zzzzzzz", "NOT starcraft zzzzzzz", "-", "tag:nosuch"),
        *("starcraft dropout", "争星", "星霸", "^", "-qqqqqq smac zzzzzzz", "{key}:smac qqqqqqq", "title:whiteson"),
        *('"challenge starcraft"', "starcraft -smac", "starcraft year:..2018", "kind:section starcraft"),
    ],
)
def test_words_that_stand_nowhere_find_nothing(library: Library, words: str) -> None:
    assert search(library, words) == []


@pytest.mark.parametrize("words", ["starcraft dropout", "title:zzzzzzz", " "])
def test_nothing_found_is_exit_status_1_and_a_remark(dlread: Dlread, words: str) -> None:
    result = dlread.run(["search", words])
    assert (result.out, result.status) == ("", 1)
    assert result.err == f"no results for '{words}'; see dlread list\n"


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("adabuond", "adabound", "adabound"),
        ("deepfashon", "deepfashion", "deepfashion2"),
        ("tarcraft", "starcraft", "smac"),
        ("starcraftt challange", "starcraft challenge", "smac"),
        ("Reinforcment-lerning", "reinforcement-learning", "lee-reinforcement-learning"),
        ("title:starcarft", "title:starcraft", "smac"),
        ("author:whitesn -dropout", "author:whiteson -dropout", "smac"),
        ("强化学习 leaning", "强化学习 learning", "lee-reinforcement-learning"),
    ],
)
def test_a_typing_error_is_corrected_and_that_is_said(dlread: Dlread, typed: str, meant: str, first: str) -> None:
    result = dlread.run(["search", typed])
    assert result.out.split("\t")[0] == first
    assert (result.err, result.status) == (f"no results for '{typed}'; showing '{meant}'\n", 0)
    listed = dlread.run(["list", typed])
    assert (set(listed.out.splitlines()), listed.err) == (set(result.out.splitlines()), result.err)


@pytest.mark.parametrize(
    "command", ["list --keys", "list --json", "search --keys", "search --json", "search --why --keys"]
)
def test_what_programs_read_is_not_corrected(dlread: Dlread, command: str) -> None:
    meant = "dlread: no results for 'adabuond'; did you mean 'adabound'?\n"
    assert dlread.run(f"{command} adabuond") == ("", meant, 1)


def test_a_word_that_is_only_a_typing_error_of_others_gives_way(dlread: Dlread) -> None:
    dlread("note smac 'a netwrok of agents'")
    line = '{"at": "2026-01-01T00:00:00.000000Z", "key": "paper%d", "set": {"title": "Network %d"}}\n'
    dlread.data.joinpath("journal-other.jsonl").write_text("".join(line % (number, number) for number in range(50)))
    result = dlread.run("search netwrok")
    assert result.err == "few results for 'netwrok'; showing 'network'\n"
    assert len(result.out.splitlines()) > 50
    assert dlread.run("search netwrok --keys") == ("smac\n", "", 0)
    assert dlread.run("search smac --keys") == ("smac\n", "", 0), "what is called so is never a mistake"


@pytest.mark.parametrize(
    ("query", "message", "place"),
    [
        ("year:2019 tag:", "a tag is missing after 'tag:'", 14),
        ("author: lee", "an author is missing after 'author:'", 7),
        ("year:19", "'19' is not a year or a range of years; write 2019, 2018..2019, 2018.. or ..2018", 5),
        ("smac year:2019..2018", "'2019..2018' ends before it begins; write 2018..2019", 10),
        ("status:done", "'done' is not a status; choose one of unread, reading, read, skipped", 7),
        ("kind:book", "'book' is not a kind; choose one of paper, section", 5),
        ("titel:smac", "unknown field 'titel:'; did you mean 'title:'?", 0),
        ("a (b", "this '(' has no matching ')'", 2),
        ("a) b", "this ')' has no matching '('", 1),
        ("a ()", "these parentheses are empty", 2),
        ("OR a", "'OR' needs something on both sides", 0),
        ("a OR", "'OR' needs something on both sides", 2),
        ("(a OR) b", "'OR' needs something on both sides", 3),
        ('a "b c', "this quotation mark has no matching one", 2),
        ("强化 学习 tag:", "a tag is missing after 'tag:'", 10),
        ("(" * 40 + "a" + ")" * 40, "parentheses are nested more than 30 deep", 30),
        ("a " * 400, "the query is longer than 300 words", 600),
    ],
)
def test_a_mistake_is_shown_where_it_is(dlread: Dlread, query: str, message: str, place: int) -> None:
    for command in ("search", "list"):
        result = dlread.run([command, "--", query])
        assert (result.out, result.status) == ("", 2)
        first, line, caret = result.err.splitlines()
        assert first == f"dlread: {message}"
        until = line[: line.index(query[place : place + 1] or "$")] if len(query) < 20 and query[place:] else None
        wide = sum(ord(char) > 0x4E00 for char in query[:place])
        assert caret == " " * (4 + min(place, 41) + wide) + "^"
        assert until is None or len(until) <= len(caret)


def test_a_mistake_after_a_word_to_do_without_shows_what_was_typed(dlread: Dlread) -> None:
    assert dlread.run("list -dropout -tag:rl year:") == (
        "",
        "dlread: a year is missing after 'year:'\n    -dropout -tag:rl year:\n                          ^\n",
        2,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_mistake_that_cannot_be_shown_is_one_all_the_same(dlread: Dlread) -> None:
    for command in ("list 'year:'", "search 'a OR'", "list --limit x", "show"):
        done = subprocess.run(["sh", "-c", f'"$0" {command} 2>/dev/full', PROGRAM], env=dlread.env, check=False)
        assert done.returncode == 2, command


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ("-- -dropout smac", "smac"),
        ("smac -- -n5", "smac"),
        ("-n5 --author whiteson -dropout", "smac"),
        ("-n 5 --author whiteson -dropout", "smac"),
        ("-t rl -k paper -stochastic", "smac"),
        ("-tag:dropout -k paper -t slam -", "gcnv2"),
        ("'-two words' -2019 smac -2018", ""),
        ("-强化 --author whiteson", ""),
        ("'\u2212starcraft' -tag:nosuch -k paper -s unread --author samvelyan", "smac"),  # a minus sign is no dash
    ],
)
def test_options_and_words_with_a_dash_are_told_apart(dlread: Dlread, line: str, keys: str) -> None:
    assert dlread(f"list --keys {line}").split() == keys.split()


def test_one_letter_with_a_dash_is_an_option_that_may_not_exist(dlread: Dlread) -> None:
    result = dlread.run("list -x")
    assert (result.err, result.status) == ("dlread: no such option: -x; see dlread list --help\n", 2)


def test_the_example_of_a_phrase_is_one(dlread: Dlread) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    import reference

    (example,) = [one for one in reference.EXAMPLES["search"] if "gradient" in one]
    dlread("note smac the gradient of a descent")
    dlread("note pyg gradient descent")
    found = dlread(example.removeprefix("dlread ") + " --keys").split()
    assert "pyg" in found
    assert "smac" not in found


def test_a_word_to_do_without_needs_no_quotes(dlread: Dlread) -> None:
    everything = set(dlread("search --keys dropout").split())
    less = set(dlread("search --keys dropout -stochastic").split())
    assert everything - less == {"sdr"}
    assert set(dlread("list -tag:rl --keys -n 100").split()) == set(dlread("list --keys").split()) - set(
        dlread("list --tag rl --keys").split()
    )
    assert dlread("list -n2 --keys").split() == dlread("list --keys").split()[:2]


def test_why_names_the_fields(dlread: Dlread) -> None:
    dlread("note gcnv2 'compare with StarCraft'")
    rows = [line.split("\t") for line in dlread("search starcraft --why").splitlines()]
    assert [(row[0], row[6]) for row in rows] == [("smac", "key,title,summary"), ("gcnv2", "note")]
    found = json.loads(dlread("search starcraft --why --json"))
    assert [entry["matched"] for entry in found] == [["key", "title", "summary"], ["note"]]


def test_a_terminal_marks_the_words_and_says_why(terminal: Callable[..., Screen]) -> None:
    screen = terminal("search starcraft --why")
    assert screen.lines[0].startswith("○ smac  The StarCraft Multi-Agent Challenge")
    assert [line.split()[0] for line in screen.lines[1:]] == ["key", "title", "summary"]
    assert screen.lines[2].split()[1:3] == ["The", "StarCraft"]
    assert "\x1b[1mStarCraft\x1b[0m" in screen.raw


def test_in_chinese_a_terminal_names_the_fields_in_chinese(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    dlread("note smac starcraft")
    lines = terminal("search starcraft --why", env={"LANG": "zh_CN.UTF-8"}).lines
    assert [line[4:8] for line in lines[1:]] == ["键名  ", "标题  ", "摘要  ", "笔记  "]


def test_a_terminal_marks_chinese_in_the_other_script_too(terminal: Callable[..., Screen]) -> None:
    chinese = terminal("search 星際 --lang zh")
    assert "\x1b[1m星际\x1b[0m" in chinese.raw


def test_a_terminal_gets_the_first_screen_and_a_pipe_everything(
    dlread: Dlread, terminal: Callable[..., Screen]
) -> None:
    assert len(dlread("search year:2016").splitlines()) > 20
    screen = terminal("search year:2016")
    assert len(screen.lines) == 21
    assert re.fullmatch(r"… \d+ more · use --limit to show more.*", screen.lines[20])
    assert "more" not in terminal("search year:2016 --limit 100").lines[-1]


def test_every_column_of_the_index_has_its_weight_and_its_name_in_other_languages() -> None:
    assert tuple(searching.WEIGHTS) == schema.WORDS == snippets.LABELS


def test_json_and_keys(dlread: Dlread) -> None:
    (entry,) = json.loads(dlread("search --json starcraft"))
    assert (entry["key"], entry["status"], entry["title_zh"]) == ("smac", "unread", "星际争霸多智能体挑战")
    assert dlread.run("search --json xyzzy").out == "[]\n"
    assert dlread.run("search --keys xyzzy").out == ""


def test_limit_keeps_the_best(dlread: Dlread) -> None:
    everything = dlread("search --keys dropout").split()
    assert everything[:2] == ["lee-dropout", "sdr"]
    assert dlread("search --keys --limit 1 dropout").split() == everything[:1]
    assert dlread("search --keys --limit 2 dropout").split() == everything[:2]


def test_the_readers_own_words_are_found(dlread: Dlread) -> None:
    dlread("note gcnv2 'compare with Grünwald, 第二章'")
    dlread("tag sdr +Wichtig")
    assert dlread("search --keys grunwald").split() == ["gcnv2"]
    assert dlread("search --keys 二章").split() == ["gcnv2"]
    assert dlread("search --keys wichtig").split() == ["sdr"]
    dlread("undo")
    assert dlread.run("search --keys wichtig").status == 1


@pytest.mark.parametrize(
    ("field", "value", "words", "column"),
    [
        ("series", "Lecture Notes in Zoology", "zoology", "venue"),
        ("publisher", "Quokka Press", "quokka", "venue"),
        ("editor", "Numbat, Nora", "nora numbat", "author"),
        ("isbn", "978-0-306-40615-7", "978-0-306-40615-7", "address"),
    ],
)
def test_whatever_a_citation_names_is_found(dlread: Dlread, field: str, value: str, words: str, column: str) -> None:
    dlread(f"edit smac '{field}={value}'")
    (line,) = dlread(f"search --why {words}").splitlines()
    assert (line.split("\t")[0], line.split("\t")[-1]) == ("smac", column)


def test_synonyms_of_tags_are_found(dlread: Dlread) -> None:
    assert "smac" in dlread("search --keys reinforcement learning").split()
    assert "smac" in dlread("search --keys 强化学习").split()


def test_bytes_that_are_no_text_find_nothing(dlread: Dlread) -> None:
    result = dlread.run(["search", "caf\udce9"])
    assert (result.out, result.status) == ("", 1)


def test_a_terminal_gets_a_table(terminal: Callable[..., Screen]) -> None:
    screen = terminal("search starcraft")
    assert screen.lines == ["○ smac  The StarCraft Multi-Agent Challenge ↷±                        AAMAS 2019"]
    assert screen.status == 0
    nothing = terminal("search xyzzyxyzzy")
    assert (nothing.lines, nothing.status) == (["no results for 'xyzzyxyzzy'; see dlread list"], 1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLREAD_DATA_DIR", str(home / "data"))
        patch.setenv("DLREAD_CACHE_DIR", str(home / "cache"))
        with Library() as opened:
            yield opened


def search(library: Library, words: str) -> list[str]:
    """The keys found, without any correction."""
    query = parsed(words)
    ranked = library.ranked(query)[0] if query != EVERYTHING else []
    return list(dict.fromkeys(entry.key for entry in (*library.called(words), *ranked)))


ANY = st.text() | st.text(st.sampled_from('ab "()-:OR*^{}“”（） year:tag:smac'), max_size=40)


@given(text=ANY)
def test_no_text_is_search_syntax(library: Library, text: str) -> None:
    with suppress(QueryError):
        assert len(corrected_search.search(library, text, EVERYTHING, None, 3).entries) <= 3


@pytest.mark.parametrize("text", ["a" * 10_000, "a b" * 3333, '"' * 9_999, "(" * 10_000, "*" * 10_000, "强" * 10_000])
def test_ten_thousand_characters_are_an_answer_or_one_mistake(dlread: Dlread, text: str) -> None:
    assert dlread.run(["search", text]).status in (0, 1, 2)


@given(data=st.data())
def test_an_entry_is_found_by_any_two_words_of_its_title(library: Library, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(library.entries()))
    words = data.draw(st.lists(st.sampled_from(re.findall(r"\w+", entry.title.en)), min_size=2, max_size=2))
    assert entry.key in search(library, " ".join(words).title())


@given(data=st.data())
def test_an_entry_is_found_by_any_piece_of_its_chinese_title(library: Library, data: st.DataObject) -> None:
    runs = [
        (entry.key, run) for entry in library.entries() for run in re.findall(r"[\u4e00-\u9fff]{2,}", entry.title.zh)
    ]
    key, run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    assert key in search(library, run[start:end])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("早停", "lee-early-stopping"),
        ("准确率", "lee-diagnosis"),
        ("梯度下降法", "lee-step3-gradient-descent"),
        ("神经网络的变体", "lee-variants"),
        ("一天搞懂", "lee-intro"),
        ("神經網路", "lee-intro"),
        ("卷積神經網路", "lee-cnn"),
        ("機器學習", "lee-intro"),
        ("資料", "lee-diagnosis-train"),
        ("影像", "lee-cnn"),
        ("最佳化", "lee-step3-gradient-descent"),
        ("遞迴神經網路", "lee-rnn"),
        ("過度擬合", "lee-fit-test"),
        ("訓練資料 -測試資料", "lee-diagnosis-train"),
        ('"批次"', "lee-mini-batch"),
    ],
)
def test_words_of_chinese_readers_in_both_scripts(library: Library, text: str, key: str) -> None:
    assert key in search(library, text)


def test_search_words_of_a_catalog_are_searched_and_never_shown(dlread: Dlread) -> None:
    (dlread.data / "catalogs").mkdir(parents=True)
    mine = dlread.data / "catalogs" / "mine.yaml"
    mine.write_text(
        "catalog: mine\ntitle: {en: Mine}\ntags: {gold: {en: gold, aliases: [aurum]}}\n"
        "entries:\n- {key: nugget, title: {en: A stone}, tags: [gold], search_words: [chalcopyrite]}\n"
    )
    assert dlread("search chalcopyrite --keys") == "nugget\n"
    assert dlread("search aurum --keys") == "nugget\n"
    assert "chalcopyrite" not in dlread("show nugget") + dlread("show nugget --json")
    mine.write_text(mine.read_text().replace("aurum", "oro").replace("chalcopyrite", "quartz"))
    assert dlread("search oro quartz --keys") == "nugget\n"
    assert dlread.run("search aurum").status == 1
    assert dlread.run("search chalcopyrite").status == 1


def test_links_of_the_defaults_and_of_the_entry_are_joined(dlread: Dlread) -> None:
    (dlread.data / "catalogs").mkdir(parents=True)
    (dlread.data / "catalogs" / "mine.yaml").write_text(
        "catalog: mine\ntitle: {en: Mine}\ndefaults: {links: {slides: 'https://x.org/1', video: 'https://x.org/2'}}\n"
        "entries:\n- {key: nugget, title: {en: A stone}, links: {video: 'https://x.org/3'}}\n"
    )
    assert dlread("open --print nugget --slides") == "https://x.org/1\n"
    assert dlread("open --print nugget --video") == "https://x.org/3\n"


@pytest.mark.parametrize("command", ["search", "list --tag", "list --catalog"])
def test_what_finds_nothing_is_not_repeated_at_length(dlread: Dlread, command: str) -> None:
    error = dlread.run([*command.split(), "x" * 10_000]).err
    assert "x" * 100 in error
    assert len(error) < 300


def test_a_tag_or_catalog_that_there_is_not_is_named(dlread: Dlread) -> None:
    said = {line: dlread.run(f"search {line}") for line in ("tag:drpout", "tag:rl catalog:x")}
    assert said["tag:drpout"] == (
        "",
        "no entry has the tag 'drpout'; did you mean 'dropout'? dlread tags lists them all\n",
        1,
    )
    assert said["tag:rl catalog:x"].err.startswith("no catalog is called 'x'; there are dl-research-2019, ")
