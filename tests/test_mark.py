"""dlread mark-read and its sisters, to a pipe and to a terminal."""

import json
import subprocess
from collections.abc import Callable

import pytest
from conftest import PROGRAM, Dlread, Screen

SMAC_READ = "smac\tread\tpaper\t2019\tThe StarCraft Multi-Agent Challenge\thttps://github.com/oxwhirl/smac\n"


def set_in(journal: str) -> list[tuple[str, dict[str, object]]]:
    return [(line["key"], line["set"]) for line in map(json.loads, journal.splitlines())]


@pytest.mark.parametrize(
    ("command", "status"),
    [("mark-read", "read"), ("mark-reading", "reading"), ("mark-skipped", "skipped")],
)
def test_the_status_is_set_shown_and_kept(dlread: Dlread, command: str, status: str) -> None:
    changed = SMAC_READ.replace("\tread\t", f"\t{status}\t")
    assert dlread.run(f"{command} smac") == (changed, f"1 marked {status} · dlread undo takes it back\n", 0)
    assert dlread(f"list --status {status}") == changed
    assert set_in(dlread.journals()) == [("smac", {"status": status})]


def test_unread_again(dlread: Dlread) -> None:
    dlread("mark-read smac pyg")
    assert dlread.run("mark-unread smac").err == "1 marked unread · dlread undo takes it back\n"
    assert dlread("list --keys --status read") == "pyg\n"


def test_several_keys_in_their_order(dlread: Dlread) -> None:
    result = dlread.run("mark-read smac pyg lee-dropout")
    assert [line.split("\t")[0] for line in result.out.splitlines()] == ["smac", "pyg", "lee-dropout"]
    assert result.err == "3 marked read · dlread undo takes it back\n"
    stamps = {json.loads(line)["at"] for line in dlread.journals().splitlines()}
    assert len(stamps) == 1


def test_the_same_entry_twice_is_one_change(dlread: Dlread) -> None:
    assert dlread.run("mark-read adabound amsbound ADABOUND adabo").err.startswith("1 marked read")
    assert set_in(dlread.journals()) == [("adabound", {"status": "read"})]


@pytest.mark.parametrize("name", ["SMAC", "SmA", "1902.04043", "Dropout"])
def test_names_without_regard_to_case(dlread: Dlread, name: str) -> None:
    assert dlread(f"mark-read {name}").split("\t")[0] in ("smac", "lee-dropout")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "lee-step",
            "'lee-step' could be lee-step1-network, lee-step2-loss, lee-step3-gradient-descent; give more of the key",
        ),
        (
            "lee",
            "'lee' could be lee-activation, lee-adaptive-learning-rate, lee-attention, lee-audio, lee-cnn, ...; "
            "give more of the key",
        ),
        ("ms-rccn", "no entry is called 'ms-rccn'; did you mean 'ms-rcnn'?"),
        ("xyzzy", "no entry is called 'xyzzy'; see dlread list"),
        ("", "no entry is called ''; see dlread list"),
        ("s%", "no entry is called 's%'; see dlread list"),
        ("*", "no entry is called '*'; see dlread list"),
        ("星", "no entry is called '星'; see dlread list"),
    ],
)
def test_what_no_one_entry_is_called(dlread: Dlread, name: str, message: str) -> None:
    assert dlread.run(["mark-read", name]) == ("", f"dlread: {message}\n", 1)
    assert not dlread.data.exists()


def test_a_key_that_is_the_beginning_of_others_means_itself(dlread: Dlread) -> None:
    assert dlread("mark-read lee-diagnosis-train") != ""
    assert dlread.run("mark-read lee-diagnosis").err == "1 marked read · dlread undo takes it back\n"
    assert dlread.status("lee-diagnosis") == "read"


@pytest.mark.parametrize("words", ["smac nope", "lee-step smac"])
def test_an_unknown_key_among_good_ones_writes_nothing_at_all(dlread: Dlread, words: str) -> None:
    assert dlread.run(f"mark-read {words}").status == 1
    assert not dlread.data.exists()
    dlread("mark-read pyg")
    before = dlread.journals()
    assert dlread.run(f"mark-read {words}").out == ""
    assert dlread.journals() == before
    assert dlread.status("smac") == "unread"


def test_already_so_says_so_and_writes_nothing(dlread: Dlread) -> None:
    assert dlread.run("mark-unread smac") == ("", "smac is already unread\n", 0)
    assert not dlread.data.exists()
    dlread("mark-read smac pyg")
    before = dlread.journals()
    assert dlread.run("mark-read smac") == ("", "smac is already read\n", 0)
    assert dlread.run("mark-read smac pyg") == ("", "smac, pyg are already read\n", 0)
    assert dlread.journals() == before


def test_only_what_changes_is_written(dlread: Dlread) -> None:
    dlread("mark-read smac")
    assert dlread.run("mark-read smac pyg").err.startswith("1 marked read")
    assert [key for key, _ in set_in(dlread.journals())] == ["smac", "pyg"]


def test_keys_come_from_stdin(dlread: Dlread) -> None:
    assert dlread.run("mark-read -", stdin="smac\n\n   pyg \tsomething else\r\nsdr").err.startswith("3 marked read")
    assert dlread("list --keys --status read").split() == ["pyg", "smac", "sdr"]


def test_no_keys_on_stdin_is_said(dlread: Dlread) -> None:
    assert dlread.run("mark-read -", stdin="\n") == ("", "dlread: there were no keys on standard input\n", 1)


def test_the_beginning_of_a_key_goes_before_that_of_an_alias(dlread: Dlread) -> None:
    assert dlread("open --print ada") == "https://github.com/Luolc/AdaBound\n"


def test_stdin_and_keys_together(dlread: Dlread) -> None:
    assert dlread.run("mark-read smac -", stdin="pyg\n").err.startswith("2 marked read")


def test_the_output_of_list_is_input(dlread: Dlread) -> None:
    assert dlread.run("mark-read -", stdin=dlread("list --kind paper")).err.startswith("10 marked read")
    assert dlread.run("mark-skipped -", stdin=dlread("list --keys --status unread")).err.startswith("25 marked skipped")
    assert dlread("list --status unread") == ""
    assert dlread("stats").splitlines()[:2] == ["dl-research-2019\t10\t10", "lee-deep-learning-in-a-day\t0\t0"]


def test_a_bad_key_on_stdin_writes_nothing(dlread: Dlread) -> None:
    assert dlread.run("mark-read -", stdin="smac\nnope\n").status == 1
    assert not dlread.data.exists()


@pytest.mark.parametrize("name", ["\0", "smac\0", "\x1b[31m", "caf\udce9", "a" * 100_000])
def test_strange_keys_are_unknown_and_harmless(dlread: Dlread, name: str) -> None:
    typed = dlread.run("mark-read -", stdin=name) if name.isascii() else dlread.run(["mark-read", name])
    assert (typed.out, typed.status) == ("", 1)
    assert typed.err.startswith("dlread: no entry is called '")
    assert typed.err[:-1].isprintable()
    assert not dlread.data.exists()


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape"])
def test_bytes_on_stdin_that_are_no_text_are_an_unknown_key(dlread: Dlread, encoding: str) -> None:
    done = subprocess.run(
        [PROGRAM, "mark-read", "-"],
        input=b"caf\xe9\n",
        env=dlread.env | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == (b"", 1)
    assert done.stderr.startswith(b"dlread: ")
    assert done.stderr.count(b"\n") == 1


def test_nothing_on_stdin_is_no_change(dlread: Dlread) -> None:
    assert dlread.run("mark-read -", stdin="").out == ""
    assert not dlread.data.exists()


def test_without_a_key_it_is_wrong_usage(dlread: Dlread) -> None:
    result = dlread.run("mark-read")
    assert (result.out, result.status) == ("", 2)
    assert result.err.count("\n") == 1


def test_a_section_marks_all_that_is_in_it_in_one_step(dlread: Dlread) -> None:
    result = dlread.run("mark-read lee-next-wave")
    assert [line.split("\t")[0] for line in result.out.splitlines()] == [
        "lee-ultra-deep",
        "lee-attention",
        "lee-reinforcement-learning",
        "lee-deep-style",
        "lee-image-generation",
        "lee-word-meaning",
        "lee-audio",
    ]
    assert result.err == "7 marked read · dlread undo takes it back\n"
    assert dlread.status("lee-next-wave") == "read"
    assert dlread.status("lee-unsupervised") == "read"
    assert "lee-next-wave" not in dlread.journals()
    assert dlread.run("mark-read lee-next-wave").err == "lee-next-wave is already read\n"
    dlread("undo")
    assert dlread("list --keys --status read") == ""
    assert dlread.run("undo").status == 1


def test_a_section_and_what_is_in_it_are_one_change_each(dlread: Dlread) -> None:
    dlread("mark-read lee-cnn")
    assert dlread.run("mark-read lee-rnn lee-variants lee-cnn").err.startswith("1 marked read")


def test_skipped_sections_count_for_nothing(dlread: Dlread) -> None:
    dlread("mark-skipped lee-step1-network")
    dlread("mark-read lee-step2-loss lee-step3-gradient-descent")
    assert dlread.status("lee-three-steps") == "read"
    dlread("mark-unread lee-step2-loss")
    assert dlread.status("lee-three-steps") == "reading"


def test_a_terminal_gets_the_entry_with_its_new_sign(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    assert terminal("mark-read smac lee-hello-keras").lines == [
        "● smac             The StarCraft Multi-Agent Challenge ↷±             AAMAS 2019",
        '● lee-hello-keras  "Hello World" for Deep Learning                    part I',
        "2 marked read · dlread undo takes it back",
    ]
    assert terminal("mark-reading smac").lines[0].startswith("◐ smac  ")
    assert terminal("mark-skipped smac").lines[0].startswith("– smac  ")
    assert terminal("mark-unread smac").lines[0].startswith("○ smac  ")
    assert terminal("mark-unread smac").lines == ["smac is already unread"]


def test_a_journal_that_cannot_be_written_is_said(dlread: Dlread) -> None:
    dlread.data.parent.mkdir(parents=True)
    dlread.data.write_text("in the way")
    result = dlread.run("mark-read smac")
    assert (result.out, result.status) == ("", 1)
    assert result.err.startswith(f"dlread: cannot write to {dlread.data}/journal-")
    assert result.err.endswith("; nothing was changed\n")
    assert dlread.status("smac") == "unread"


def test_a_journal_that_is_a_link_is_not_followed(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (journal,) = dlread.data.glob("journal-*.jsonl")
    elsewhere = dlread.home / "elsewhere"
    journal.rename(elsewhere)
    journal.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert dlread.run("mark-read pyg").status == 1
    assert elsewhere.read_bytes() == before


def test_journals_are_private(dlread: Dlread) -> None:
    dlread("mark-read smac")
    (journal,) = dlread.data.glob("journal-*.jsonl")
    assert oct(journal.stat().st_mode & 0o777) == "0o600"
    assert oct(dlread.data.stat().st_mode & 0o777) == "0o700"
