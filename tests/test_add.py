"""dlread add, against a server on loopback that answers in the true forms of arXiv, doi.org, GitHub and others."""

import json
import os
import re
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from conftest import PROGRAM, Dlread, Screen
from world import Reply, World

ATTENTION = "vaswani2017attention\tunread\tpaper\t2017\tAttention Is All You Need\thttps://arxiv.org/abs/1706.03762\n"
CSL = "application/vnd.citationstyles.csl+json"


def entry(dlread: Dlread, key: str) -> dict[str, Any]:
    (found,) = json.loads(dlread(f"show --json {key}"))
    return dict(found)


def own(dlread: Dlread) -> list[str]:
    return dlread("list --catalog own --keys").split()


# --- arXiv ------------------------------------------------------------------------------------------------------------


def test_a_paper_of_arxiv_comes_with_title_authors_and_abstract(dlread: Dlread, world: World) -> None:
    assert dlread.run("add 1706.03762") == (ATTENTION, "added 1 · dlread undo takes it back\n", 0)
    assert world.paths() == ["/arxiv/api/query?id_list=1706.03762&max_results=1"]
    found = entry(dlread, "vaswani2017attention")
    assert found["authors"] == ["Ashish Vaswani", "Noam Shazeer"]
    assert found["summary"].startswith(
        "The dominant sequence transduction models are based on complex recurrent or conv"
    )
    assert found["links"] == {
        "paper": "https://arxiv.org/abs/1706.03762",
        "pdf": "https://arxiv.org/pdf/1706.03762",
    }
    assert (found["arxiv"], found["catalog"], found["tags"]) == ("1706.03762", "own", [])


def test_its_published_version_and_its_code_come_too(dlread: Dlread, world: World) -> None:
    world.has_doi("10.18653/v1/n19-1423", "crossref.json")
    dlread("add https://arxiv.org/pdf/1810.04805v2.pdf")
    found = entry(dlread, "devlin2019bert")
    assert found["title"] == "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
    assert (found["year"], found["venue"]) == (2019, "Proceedings of the 2019 Conference of the North")
    assert (found["doi"], found["pages"]) == ("10.18653/v1/n19-1423", "4171-4186")
    assert found["links"]["repository"] == "https://github.com/google-research/bert"


def test_a_doi_that_nobody_has_takes_nothing_from_a_preprint(dlread: Dlread, world: World) -> None:
    result = dlread.run("add 1810.04805")
    assert (own(dlread), result.err) == (["devlin2018bert"], "added 1 · dlread undo takes it back\n")
    assert (result.status, entry(dlread, "devlin2018bert")["doi"]) == (0, "10.18653/v1/n19-1423")


def test_a_preprint_is_added_while_doi_org_does_not_answer_and_filled_in_later(dlread: Dlread, world: World) -> None:
    result = dlread.run("add 1810.04805", env={"DLREAD_DOI_URL": "http://127.0.0.1:9"})
    assert result.err.splitlines() == [
        "added 1 · dlread undo takes it back",
        "dlread: cannot connect to 127.0.0.1: connection refused; are you offline? try again later, or add --no-fetch",
    ]
    assert result.status == 3
    world.has_doi("10.18653/v1/n19-1423", "crossref.json")
    told = dlread.run("add 1810.04805").err.splitlines()[0]
    assert told == "devlin2018bert is already in the list; added venue, type, pages, publisher"


def test_a_repository_that_names_a_paper_which_nobody_has(dlread: Dlread, world: World) -> None:
    world.has_repository("a/b")
    world.replies["/github/repos/a/b/contents/CITATION.cff"] = Reply(b"doi: 10.1234/nothing\n")
    assert dlread.run("add https://github.com/a/b").status == 0
    assert own(dlread) == ["b"]


def test_offline_one_line_is_enough_for_many(dlread: Dlread, world: World) -> None:
    world.close()
    result = dlread.run("add 1706.03762 1810.04805 hep-ex/0307015 10.1234/a 10.1234/b https://github.com/a/b")
    told = "cannot connect to 127.0.0.1: connection refused; are you offline? try again later, or add --no-fetch"
    names = "1706.03762, 1810.04805, hep-ex/0307015, 10.1234/a, 10.1234/b and 1 more"
    assert result == ("", f"dlread: {names}: {told}\n", 3)


def test_each_failure_is_told_with_what_failed(dlread: Dlread, world: World) -> None:
    world.replies["/doi/10.1234/busy"] = Reply(status=500)
    result = dlread.run("add 1706.03762 10.1234/busy 9999.99999")
    assert own(dlread) == ["vaswani2017attention"]
    assert result.err.splitlines() == [
        "added 1 · dlread undo takes it back",
        "dlread: 10.1234/busy: 127.0.0.1 answered with status 500; try again later",
        "dlread: arXiv has no paper '9999.99999'; is it complete?",
    ]
    assert result.status == 3


def test_a_terminal_shows_what_has_been_fetched_so_far(terminal: Callable[..., Screen]) -> None:
    world = World(wait_seconds=0.6)  # a bar is for those who have waited half a second
    screen = terminal("add 10.1234/a 10.1234/b", env=world.env)
    world.close()
    assert re.search(r"\rfetching  \S+  50 %  10\.1234/[ab]\x1b", screen.raw)
    assert not any("fetching" in line for line in screen.lines)


def test_who_stops_it_gets_a_clear_line(dlread: Dlread) -> None:
    world = World(wait_seconds=0.6)
    ours, its = os.openpty()
    process = dlread.start(["add", *(f"10.1234/{number}" for number in range(20))], world.env, [its] * 3)
    os.close(its)
    shown = b""
    while b" %" not in shown:
        shown += os.read(ours, 1 << 16)
    process.send_signal(signal.SIGINT)
    with suppress(OSError):  # which is how Linux says that nobody is there
        while more := os.read(ours, 1 << 16):
            shown += more
    assert process.wait(60) == 130, shown
    assert shown.endswith(b"\r\x1b[K")
    world.close()


def test_no_more_than_five_failures_are_told_one_by_one(dlread: Dlread, world: World) -> None:
    lines = dlread.run(["add", *(f"10.1234/{number}" for number in range(12))]).err.splitlines()
    assert lines[0] == "dlread: doi.org does not know '10.1234/0'; is it complete?"
    assert (len(lines), lines[-1]) == (6, "dlread: and 7 more could not be added")


def test_we_say_who_we_are_and_what_we_take(dlread: Dlread, world: World) -> None:
    dlread("add 1706.03762")
    (asked,) = world.asked
    assert asked.headers["User-Agent"].startswith("dlread/")
    assert (asked.headers["Accept"], asked.headers["Accept-Encoding"]) == ("application/atom+xml", "gzip")
    assert "Cookie" not in asked.headers


def test_what_arxiv_has_not_is_said(dlread: Dlread, world: World) -> None:
    assert dlread.run("add 9999.99999") == ("", "dlread: arXiv has no paper '9999.99999'; is it complete?\n", 1)
    assert not dlread.data.exists()


def test_several_papers_are_one_request_and_one_step(dlread: Dlread, world: World) -> None:
    result = dlread.run("add 1706.03762 hep-ex/0307015 9999.99999 https://arxiv.org/abs/1706.03762v1")
    assert own(dlread) == ["h12003multielectron", "vaswani2017attention"]
    assert result.err.splitlines() == [
        "added 2 · dlread undo takes it back",
        "dlread: arXiv has no paper '9999.99999'; is it complete?",
    ]
    assert result.status == 1
    assert len(world.asked) == 1
    assert entry(dlread, "h12003multielectron")["venue"] == "Eur.Phys.J. C31 (2003) 17-29"
    assert dlread("history").count("added") == 2
    dlread("undo")
    assert own(dlread) == []


def test_arxiv_is_left_in_peace_for_a_while_also_by_the_next_command(dlread: Dlread, world: World) -> None:
    pause = {"DLREAD_ARXIV_PAUSE_SECONDS": "1"}
    dlread.run("add 1706.03762", env=pause)
    dlread.run("add hep-ex/0307015", env=pause)
    first, second = world.asked
    assert second.at - first.at > 0.95


# --- DOIs -------------------------------------------------------------------------------------------------------------


def test_a_doi_is_described_by_crossref_and_its_preprint(dlread: Dlread, world: World) -> None:
    world.has_doi("10.1140/epjc/s2003-01326-x", "crossref-preprint.json")
    dlread("add https://doi.org/10.1140/EPJC/s2003-01326-x")
    assert world.asked[0].headers["Accept"] == CSL
    found = entry(dlread, "h12003multielectron")
    assert (found["doi"], found["arxiv"]) == ("10.1140/epjc/s2003-01326-x", "hep-ex/0307015")
    assert (found["venue"], found["pages"]) == ("The European Physical Journal C", "17-29")
    assert (found["type"], found["volume"], found["number"], found["month"]) == ("journal", "31", "1", 9)
    assert found["publisher"] == "Springer Science and Business Media LLC"
    assert found["summary"] == "Multi-electron production is studied & measured."
    assert found["links"]["pdf"] == "https://arxiv.org/pdf/hep-ex/0307015"


def test_a_redirect_to_the_agency_is_followed_with_the_same_question(dlread: Dlread, world: World) -> None:
    target = f"{world.url}/agency/10.1140"
    world.replies["/doi/10.1140/epjc/s2003-01326-x"] = Reply(status=302, headers={"Location": target})
    world.has("/agency/10.1140", "crossref-preprint.json", CSL)
    dlread("add 10.1140/epjc/s2003-01326-x")
    assert [one.headers["Accept"] for one in world.asked[:2]] == [CSL, CSL]


def test_a_doi_that_nobody_has(dlread: Dlread, world: World) -> None:
    assert dlread.run("add 10.1234/nothing") == (
        "",
        "dlread: doi.org does not know '10.1234/nothing'; is it complete?\n",
        1,
    )


# --- GitHub -----------------------------------------------------------------------------------------------------------


def test_a_repository_alone(dlread: Dlread, world: World) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json; charset=utf-8")
    dlread("add github.com/google-research/bert/blob/master/README.md")
    found = entry(dlread, "bert")
    assert (found["title"], found["summary"]) == ("bert", "TensorFlow code and pre-trained models for BERT")
    assert found["tags"] == ["google", "natural-language-processing", "nlp", "tensorflow"]
    assert (found["license"], found["language"], found["year"]) == ("Apache-2.0", "Python", 2018)


def test_a_repository_whose_readme_names_its_paper(dlread: Dlread, world: World) -> None:
    world.has_repository("a/b")
    world.replies["/github/repos/a/b/readme"] = Reply(b"# b\nCode of [us](https://arxiv.org/abs/1706.03762v5).")
    dlread("add https://github.com/a/b")
    found = entry(dlread, "vaswani2017attention")
    assert found["links"]["repository"] == "https://github.com/a/b"
    assert found["summary"].startswith("The dominant")


def test_a_readme_that_names_many_papers_names_none(dlread: Dlread, world: World) -> None:
    world.has_repository("a/b")
    text = b"# b\nSee arxiv.org/abs/1706.03762, arXiv:1810.04805"
    world.replies["/github/repos/a/b/readme"] = Reply(text)
    dlread("add https://github.com/a/b")
    assert own(dlread) == ["b"]


def test_a_citation_file_says_what_to_cite(dlread: Dlread, world: World) -> None:
    world.has_repository("pyg-team/pytorch_geometric")
    world.has("/github/repos/pyg-team/pytorch_geometric/contents/CITATION.cff", "CITATION.cff", "text/plain")
    result = dlread.run("add https://github.com/pyg-team/pytorch_geometric --tag mine")
    assert result.err.startswith("pyg is already in the list\n")
    assert own(dlread) == []


@pytest.mark.parametrize(
    "text", [b"a: &a [*a]", b"[" * 50_000, b"\xff", b"x: 1\nx: 2", b"- 1", b"authors: {a: b}", b""]
)
def test_a_citation_file_of_any_kind_does_no_harm(dlread: Dlread, world: World, text: bytes) -> None:
    world.has_repository("a/b")
    world.replies["/github/repos/a/b/contents/CITATION.cff"] = Reply(text)
    dlread("add https://github.com/a/b")
    assert own(dlread) == ["b"]


def test_a_token_goes_to_nobody_but_github_itself(dlread: Dlread, world: World) -> None:
    world.has_repository("a/b")
    dlread.run("add https://github.com/a/b", env={"GITHUB_TOKEN": "secret"})
    assert not any("secret" in str(one.headers) for one in world.asked)


@pytest.mark.parametrize(
    ("url", "token", "goes"),
    [
        ("https://api.github.com/repos/a/b", "t", True),
        ("https://api.github.com.evil.org/", "t", False),
        ("http://api.github.com/repos/a/b", "t", False),
        ("https://github.com/a/b", "t", False),
        ("https://api.github.com:8443/", "t", False),
        ("https://api.github.com/repos/a/b", "", False),
        ("https://api.github.com/repos/a/b", "t\nX: y", False),
    ],
)
def test_where_the_token_goes(url: str, token: str, goes: bool) -> None:
    from dlread_cli.network.settings import authorization

    assert authorization(url, token) == ({"Authorization": f"Bearer {token}"} if goes else {})


def test_a_spent_limit_of_github_s_is_told_with_the_way_out(dlread: Dlread, world: World) -> None:
    world.replies["/github/repos/a/b"] = Reply(status=403, headers={"X-RateLimit-Remaining": "0"})
    result = dlread.run("add https://github.com/a/b")
    assert result.status == 3
    assert "or set GITHUB_TOKEN to raise the limit to 5,000" in result.err


@pytest.mark.parametrize("what", ["google-research/bert", "Google-Research/BERT.git"])
def test_owner_and_name_are_a_repository(dlread: Dlread, world: World, what: str) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json")
    world.has("/github/repos/Google-Research/BERT", "repository.json", "application/json")
    dlread(f"add {what}")
    assert own(dlread) == ["bert"]


# --- titles -----------------------------------------------------------------------------------------------------------


def test_the_best_match_of_a_title_comes_without_a_question(dlread: Dlread, world: World) -> None:
    assert dlread.run("add --first 'attention is all you need'") == (
        ATTENTION,
        "added 1 · dlread undo takes it back\n",
        0,
    )
    assert world.paths() == [
        "/arxiv/api/query?search_query=ti:%22attention+is+all+you+need%22"
        "+OR+%28ti:attention+AND+ti:is+AND+ti:all+AND+ti:you+AND+ti:need%29&max_results=25"
    ]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("attention is not all you need", "dong2021attention"),
        ("Not all attention -- is ALL you need?", "wu2021not"),
        ("speech separation", "subakan2020attention"),
        ("you need attention", "vaswani2017attention"),
        ("BERT: pre-training", "devlin2018bert"),
    ],
)
def test_the_closest_title_is_the_best(dlread: Dlread, world: World, title: str, key: str) -> None:
    dlread(f"add --first '{title}'")
    assert own(dlread) == [key]


def test_words_without_quotes_are_a_title_too(dlread: Dlread, world: World) -> None:
    dlread("add attention is all you need --first --tag nlp")
    assert own(dlread) == ["vaswani2017attention"]


def test_what_was_published_of_a_title_comes_too(dlread: Dlread, world: World) -> None:
    world.has_doi("10.18653/v1/n19-1423", "crossref.json")
    dlread("add --first 'bert pre-training of deep bidirectional transformers' 1810.04805 1706.03762")
    assert own(dlread) == ["devlin2019bert", "vaswani2017attention"]
    assert len([path for path in world.paths() if path.startswith("/doi/")]) == 1


def test_a_pipe_cannot_choose(dlread: Dlread, world: World) -> None:
    assert dlread.run("add 'attention is all you need' 1706.03762") == (
        "",
        "dlread: 'attention is all you need' is a title; add --first to take the best match, or choose on a terminal\n",
        2,
    )
    assert world.asked == []


def test_a_title_that_nothing_has(dlread: Dlread, world: World) -> None:
    assert dlread.run("add --first 'attention is no need'") == (
        "",
        "dlread: arXiv has no title with all the words of 'attention is no need'; "
        "check the spelling, or give an id or an address\n",
        1,
    )


def test_offline_a_title_can_be_added_without_fetching_and_is_filled_in_later(dlread: Dlread, world: World) -> None:
    result = dlread.run("add --first 'attention is all you need'", env={"DLREAD_ARXIV_URL": "http://127.0.0.1:9"})
    assert (result.out, result.status) == ("", 3)
    assert result.err.endswith("are you offline? try again later, or add --no-fetch\n")
    dlread("add --no-fetch --key need 'attention is all you need'")
    assert world.asked == []
    told = dlread.run("add 1706.03762").err
    assert told.startswith("need is already in the list; added authors, year, arxiv, summary, paper, pdf\n")


def test_titles_from_standard_input(dlread: Dlread, world: World) -> None:
    lines = "1706.03762 # Vaswani\nattention in speech separation # for later\nBERT pre-training\n"
    dlread("add - --first", stdin=lines)
    assert own(dlread) == ["devlin2018bert", "subakan2020attention", "vaswani2017attention"]


CHOICES = """\
arXiv has for 'all attention you need':
1  Attention Is All You Need
   Ashish Vaswani, Noam Shazeer · 2017 · 1706.03762
2  Not All Attention Is All You Need
   Hongqiu Wu, Hai Zhao, Min Zhang · 2021 · 2104.04692
3  Attention is All You Need in Speech Separation
   Cem Subakan, Mirco Ravanelli, Samuele Cornell and 2 more · 2020 · 2010.13154
which one? [1-3, or Enter for none] """


@pytest.mark.parametrize(("said", "keys"), [("2", ["wu2021not"]), ("", []), ("4", []), ("0", []), ("no", [])])
def test_a_person_chooses_one_of_three(dlread: Dlread, world: World, said: str, keys: list[str]) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which has no pseudo-terminal here")
    child = pexpect.spawn(
        *(str(PROGRAM), ["add", "all attention you need"]), env=dlread.env, encoding="utf-8", timeout=60
    )
    child.expect_exact(CHOICES.replace("\n", "\r\n"))
    child.sendline(said)
    child.expect(pexpect.EOF)
    child.close()
    assert (own(dlread), child.exitstatus) == (keys, 0 if keys else 1)
    assert ("nothing was added for 'all attention you need'" in child.before) == (not keys)


# --- PDFs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["1706.03762.pdf", "1706.03762v7.pdf", "1706.03762v7 (1).PDF"])
def test_a_pdf_is_the_paper_whose_id_its_name_has(dlread: Dlread, world: World, name: str) -> None:
    file = dlread.home / "papers" / name
    file.parent.mkdir()
    file.touch()
    dlread(f"add '{file}'")
    assert own(dlread) == ["vaswani2017attention"]


def pdf(page: str = "", info: str = "", more: str = "", trailer: str = "") -> bytes:
    """A small one, as the standard writes it: the text on one page, and what the document information says."""
    drawn = f"BT /F1 12 Tf 40 700 Td ({page}) Tj ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>",
        *([more] if more else []),
    ]
    text, places = "%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        places.append(f"{len(text):010} 00000 n \n")
        text += f"{number} 0 obj\n{part}\nendobj\n"
    size = len(parts) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{''.join(places)}"
    end = f"trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R {trailer} >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}{table}{end}".encode()


def add_pdf(dlread: Dlread, content: bytes) -> tuple[int, str]:
    """The exit status and the line of the error, for a PDF whose name says nothing."""
    pytest.importorskip("pypdf", reason="needs pypdf, which is an extra")
    file = dlread.home / "paper.pdf"
    file.write_bytes(content)
    result = dlread.run(["add", str(file)])
    assert "Traceback" not in result.err
    return result.status, result.err.replace(str(file), "paper.pdf")


@pytest.mark.parametrize(
    ("page", "info"),
    [
        ("arXiv:1706.03762v7  [cs.CL]  2 Aug 2023", ""),
        ("arXiv:1706.03762v7 [cs.CL] 2 Aug 2023, see arXiv:1412.6980 and doi:10.1162/neco.1997.9.8.1735", ""),
        ("https://doi.org/10.48550/arXiv.1706.03762.", ""),
        ("", "/arXivID (https://arxiv.org/abs/1706.03762v7)"),
        ("", "/Subject (preprint, arXiv:1706.03762)"),
        ("see https://doi.org/10.1162/neco.1997.9.8.1735", "/DOI (https://doi.org/10.48550/arXiv.1706.03762)"),
    ],
)
def test_a_pdf_is_the_paper_that_it_says_it_is(dlread: Dlread, world: World, page: str, info: str) -> None:
    assert add_pdf(dlread, pdf(page, info))[0] == 0
    assert own(dlread) == ["vaswani2017attention"]


@pytest.mark.parametrize("where", ["page", "metadata"])
def test_a_pdf_is_found_by_its_doi(dlread: Dlread, world: World, where: str) -> None:
    doi = "doi:10.1162/neco.1997.9.8.1735"
    add_pdf(dlread, pdf(doi if where == "page" else "", f"/Subject (Neural Computation {doi})" * (where != "page")))
    assert world.asked[0].path.endswith("/10.1162/neco.1997.9.8.1735")


SILENT = "'paper.pdf' has no arXiv id or DOI in its name, its metadata or on its first page"
BROKEN = "'paper.pdf' cannot be read as a PDF"
LOOP = pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
ENCRYPTED = pdf(
    "arXiv:1706.03762v7 [cs.CL]",
    more=f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'1f' * 32}> /U <{'2e' * 32}> >>",
    trailer="/Encrypt 7 0 R /ID [<00> <00>]",
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (pdf("Attention Is All You Need"), SILENT),
        (pdf("arXiv preprint arXiv:1412.6980, 2014"), SILENT),
        (pdf("doi:10.1145/3292500.3330701 and doi:10.1162/neco.1997.9.8.1735"), SILENT),
        (b"", BROKEN),
        (b"%PDF-1.5\n", BROKEN),
        (b"\x00" * 1000, BROKEN),
        (pdf("arXiv:1706.03762v7 [cs.CL]")[:60], BROKEN),
        (LOOP, BROKEN),
        (pdf().replace(b"/Length 31", b"/Length 4 0 R"), BROKEN),
        (pdf(info="/Subject 6 0 R"), SILENT),
        (ENCRYPTED, "'paper.pdf' is encrypted"),
        (pdf() + b" " * (50 << 20), "'paper.pdf' is larger than 50 MB"),
    ],
)
def test_a_pdf_that_does_not_say_is_asked_about(dlread: Dlread, world: World, content: bytes, problem: str) -> None:
    assert add_pdf(dlread, content) == (2, f"dlread: {problem}; give the paper's arXiv id, DOI or title\n")
    assert world.asked == []


@pytest.mark.full_run
def test_a_pdf_cannot_keep_the_reader_waiting(dlread: Dlread, world: World) -> None:
    """The page draws a form of 5,000 instructions 20,000 times."""
    form, page = f"BT /F1 9 Tf {'(a) Tj T* ' * 5_000} ET", b"/X Do " * 20_000
    what = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>"
    small = pdf(more=f"<< {what} /Length {len(form)} >>\nstream\n{form}\nendstream")
    start, rest = small.replace(b"/Resources <<", b"/Resources << /XObject << /X 7 0 R >>", 1).split(
        b"<< /Length 31 >>\n"
    )
    content = b"%s<< /Length %d >>\nstream\n%s%s" % (start, len(page), page, rest[rest.index(b"\nendstream") :])
    problem = "'paper.pdf' takes too long to read; give the paper's arXiv id, DOI or title"
    assert add_pdf(dlread, content) == (2, f"dlread: {problem}\n")


def test_without_pypdf_the_reader_is_told_what_to_install(dlread: Dlread, world: World) -> None:
    """A package that cannot be imported is as one that is not there."""
    (dlread.home / "pypdf.py").write_text("raise ImportError")
    file = dlread.home / "attention.pdf"
    file.write_bytes(pdf("arXiv:1706.03762v7 [cs.CL]"))
    result = dlread.run(["add", str(file)], env={"PYTHONPATH": str(dlread.home)})
    assert result.err == (
        f"dlread: '{file}' is a file without an arXiv id in its name; give the paper's arXiv id, DOI or title, "
        "or install dlread-cli[pdf], which looks into the file\n"
    )
    assert (result.status, world.asked) == (2, [])


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "path", "name", "key", "authors"),
    [
        (
            *("https://aclanthology.org/2020.acl-main.1.pdf", "/acl/2020.acl-main.1/", "acl.html"),
            *("doe2020sequence", ["Jane Q. Doe", "Jörg Müller"]),
        ),
        (
            *("https://openreview.net/pdf?id=AbC_123-x", "/openreview/forum?id=AbC_123-x", "openreview.html"),
            *("li2021learning", ["Wei Li", "Zoë Ångström"]),
        ),
        (
            *("https://proceedings.mlr.press/v97/kornblith19a/kornblith19a.pdf", "/pmlr/v97/kornblith19a.html"),
            *("pmlr.html", "kornblith2019similarity", ["Simon Kornblith", "Mohammad Norouzi"]),
        ),
    ],
)
def test_the_pages_of_papers(
    dlread: Dlread, world: World, what: str, path: str, name: str, key: str, authors: list[str]
) -> None:
    world.has(path, name)
    dlread(f"add {what}")
    found = entry(dlread, key)
    assert found["authors"] == authors
    assert found["links"]["pdf"].startswith("https://")
    assert "127.0.0.1" not in json.dumps(found)


def test_the_page_of_a_journal_says_where_the_paper_stands(dlread: Dlread, world: World) -> None:
    tags = {"title": "Deep", "author": "Bee, Ann", "journal_title": "Neural Networks", "volume": "12", "issue": "3"}
    tags |= {"publisher": "Elsevier", "isbn": "978-0-262-03561-4", "publication_date": "2019/07"}
    page = "".join(f'<meta name="citation_{name}" content="{value}">' for name, value in tags.items())
    world.replies["/deep"] = Reply(page.encode(), "text/html")
    dlread(f"add {world.url}/deep")
    found = entry(dlread, "bee2019deep")
    names = ("venue", "type", "volume", "number", "publisher", "isbn")
    assert [found[name] for name in names] == ["Neural Networks", "journal", "12", "3", "Elsevier", None]


def test_any_page_has_a_title(dlread: Dlread, world: World) -> None:
    page = '<html><head><title>Über &amp; unter</title><meta name="description" content="Ein Text."></head>'
    world.replies["/blog/post"] = Reply(page.encode("latin-1"), "text/html; charset=ISO-8859-1")
    dlread(f"add {world.url}/blog/post#part")
    found = entry(dlread, own(dlread)[0])
    assert (found["title"], found["summary"], found["url"]) == ("Über & unter", "Ein Text.", f"{world.url}/blog/post")


@pytest.mark.parametrize(
    ("reply", "status", "said"),
    [
        (Reply(status=404), 1, "nothing found at"),
        (Reply(status=403), 3, "shows its pages to browsers only; dlread add --no-fetch adds the address"),
        (Reply(b"%PDF-1.4", "application/pdf"), 1, "is a PDF without metadata"),
        (Reply(b"<p>nothing"), 1, "has no title; dlread add --no-fetch adds it anyway"),
        (Reply(b"\0\1", "application/octet-stream"), 3, "application/octet-stream where a page was asked for"),
    ],
)
def test_a_page_that_says_nothing(dlread: Dlread, world: World, reply: Reply, status: int, said: str) -> None:
    world.replies["/x"] = reply
    result = dlread.run(f"add {world.url}/x")
    assert (result.out, result.status, result.err.count("\n")) == ("", status, 1)
    assert said in result.err
    assert not dlread.data.exists()


# --- what the list has already ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["1706.03762", "arXiv:1706.03762v2", "https://arxiv.org/pdf/1706.03762v3.pdf"])
def test_what_is_there_is_said_and_nothing_written(dlread: Dlread, world: World, what: str) -> None:
    dlread("add 1706.03762")
    before = dlread.journals()
    assert dlread.run(f"add {what}") == (ATTENTION, "vaswani2017attention is already in the list\n", 0)
    assert dlread.journals() == before


def test_a_key_for_what_is_there_already_is_not_dropped_in_silence(dlread: Dlread, world: World) -> None:
    dlread("add 1706.03762")
    assert dlread.run("add --key bert 1706.03762").err.splitlines() == [
        "vaswani2017attention is already in the list",
        "the key 'bert' was not used; dlread edit vaswani2017attention aliases=bert adds it as another name",
    ]
    dlread("edit vaswani2017attention aliases=bert")
    assert dlread.run("add --key bert 1706.03762").err == "vaswani2017attention is already in the list\n"


def test_a_preprint_and_its_published_version_are_one(dlread: Dlread, world: World) -> None:
    world.has_doi("10.1140/epjc/s2003-01326-x", "crossref-preprint.json")
    dlread("add hep-ex/0307015")
    result = dlread.run("add 10.1140/epjc/s2003-01326-x")
    assert result.err.splitlines()[0] == "h12003multielectron is already in the list; added month, doi, pages"
    assert own(dlread) == ["h12003multielectron"]
    found = entry(dlread, "h12003multielectron")
    assert found["title"].startswith("Multi-Electron Production at High")
    assert (found["venue"], found["doi"]) == ("Eur.Phys.J. C31 (2003) 17-29", "10.1140/epjc/s2003-01326-x")


def test_what_the_reader_has_is_never_overwritten(dlread: Dlread, world: World) -> None:
    dlread("add 1706.03762 --no-fetch --key mine")
    dlread("edit mine year=1999 authors=Me")
    result = dlread.run("add 1706.03762")
    assert result.err.splitlines()[0] == "mine is already in the list; added title, summary"
    found = entry(dlread, "mine")
    assert (found["year"], found["authors"], found["title"]) == (1999, ["Me"], "Attention Is All You Need")


def test_a_bundled_paper_is_known_and_tagged(dlread: Dlread, world: World) -> None:
    result = dlread.run("add --no-fetch https://github.com/oxwhirl/smac 1902.04043 --tag mine --status reading")
    assert result.out.count("\n") == 1
    assert result.err.splitlines()[0] == "smac is already in the list"
    assert dlread.status("smac") == "reading"
    assert dlread("list --tag mine --keys") == "smac\n"
    assert world.asked == []


def test_two_forms_of_one_paper_in_one_command(dlread: Dlread, world: World) -> None:
    world.has_doi("10.1140/epjc/s2003-01326-x", "crossref-preprint.json")
    dlread("add 10.1140/epjc/s2003-01326-x hep-ex/0307015")
    assert len(own(dlread)) == 1


# --- options ----------------------------------------------------------------------------------------------------------


def test_key_tag_and_status(dlread: Dlread, world: World) -> None:
    dlread("add 1706.03762 --key Transformer --tag nlp --tag RL --status read")
    assert dlread("list --catalog own") == ATTENTION.replace("vaswani2017attention\tunread", "transformer\tread")
    assert entry(dlread, "transformer")["tags"] == ["nlp", "rl"]


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("add 1706.03762 --key smac", 1, "the key 'smac' is taken, which is 'The StarCraft Multi-Agent Challenge'"),
        ("add 1706.03762 --key 'a b'", 2, "'a b' cannot be a key"),
        ("add 1706.03762 1810.04805 --key x", 2, "--key is for one entry at a time"),
        ("add 1706.03762 --tag 'a b'", 2, "'a b' cannot be a tag"),
        ("add attention", 2, "cannot add 'attention'"),
        ("add 1706.03762 attention", 2, "cannot add 'attention'"),
        ("add papers/attention.pdf", 2, "there is no file 'papers/attention.pdf'"),
        ("add topics/nlp", 2, "cannot add 'topics/nlp'"),
        ("add '17 18'", 2, "cannot add '17 18'"),
        ("add 'https://a b'", 2, "cannot add 'https://a b'"),
        ("add http://:80/", 2, "cannot add 'http://:80/'"),
        ("add", 2, "missing argument 'WHAT...'"),
        ("add -", 2, "there was nothing to add"),
    ],
)
def test_what_cannot_be_added(dlread: Dlread, world: World, line: str, status: int, said: str) -> None:
    result = dlread.run(line, stdin="")
    assert (result.out, result.status, result.err.count("\n")) == ("", status, 1)
    assert said in result.err
    assert dlread.journals() == ""


@pytest.mark.parametrize(
    "words",
    [
        ["x" * 10_000],
        ["x " * 10_000],
        ["word " * 59, "1706.03762"],
        ["a/" + "x" * 10_000],
        ["https://a.org/" + "x" * 10_000],
        ["10.1234/" + "x" * 10_000],
        ["1706.03762", "--key", "/" * 10_000],
        ["1706.03762", "--tag", " " * 10_000],
        ["https://" + "a." * 900],
    ],
)
def test_no_message_is_as_long_as_what_it_is_about(dlread: Dlread, world: World, words: list[str]) -> None:
    result = dlread.run(["add", *words])
    assert (result.out, result.status in (2, 3), result.err.count("\n")) == ("", True, 1)
    assert len(result.err) < 300


def test_without_the_network_a_name_is_enough_and_is_filled_in_later(dlread: Dlread, world: World) -> None:
    dlread("add --no-fetch 1706.03762 10.1234/abc https://github.com/a/b https://example.org/post")
    assert world.asked == []
    assert own(dlread) == ["arxiv-1706.03762", "b", "doi-10.1234-abc", "example.org-post"]
    dlread("add 1706.03762")
    assert entry(dlread, "arxiv-1706.03762")["title"] == "Attention Is All You Need"
    assert len(own(dlread)) == 4


def test_from_standard_input(dlread: Dlread, world: World) -> None:
    dlread("add -", stdin="1706.03762 # Vaswani\n\nhep-ex/0307015\n")
    assert len(own(dlread)) == 2


def test_a_key_that_is_taken_gets_a_number(dlread: Dlread, world: World) -> None:
    dlread("add --no-fetch https://github.com/a/smac")
    assert own(dlread) == ["smac-2"]


# --- the cache --------------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(dlread: Dlread, world: World) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json", ETag='W/"1"')
    dlread("add https://github.com/google-research/bert")
    dlread("undo")
    dlread("add https://github.com/google-research/bert")
    first, second = [one for one in world.asked if one.path.endswith("/bert")]
    assert "If-None-Match" not in first.headers
    assert second.headers["If-None-Match"] == 'W/"1"'
    assert own(dlread) == ["bert"]


def test_a_name_of_an_answer_that_is_no_header_is_not_sent_back(dlread: Dlread, world: World) -> None:
    world.replies["/x"] = Reply(b"<title>x", headers={"ETag": '"\xe9"'})
    dlread(f"add {world.url}/x")
    dlread("undo")
    dlread(f"add {world.url}/x")
    assert "If-None-Match" not in world.asked[1].headers


@pytest.mark.skipif(os.name != "posix", reason="permissions as Linux and macOS have them")
def test_answers_that_others_could_have_put_there_are_not_believed(dlread: Dlread, world: World) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json", ETag='"1"')
    dlread("add https://github.com/google-research/bert")
    dlread("undo")
    dlread.cache.chmod(0o777)
    dlread("add https://github.com/google-research/bert")
    asked = [one for one in world.asked if one.path.endswith("/bert")]
    assert ["If-None-Match" in one.headers for one in asked] == [False, False]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff", b"[" * 10_000, b'{"url": 1, "sha256": 2}\n{}'])
def test_a_damaged_cache_is_none(dlread: Dlread, world: World, damage: bytes) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json", ETag='"1"')
    dlread("add https://github.com/google-research/bert")
    for path in (dlread.cache / "answers").iterdir():
        path.write_bytes(damage)
    dlread("undo")
    dlread("add https://github.com/google-research/bert")
    assert own(dlread) == ["bert"]


def test_a_cache_that_cannot_be_written_is_done_without(dlread: Dlread, world: World) -> None:
    world.has("/github/repos/google-research/bert", "repository.json", "application/json", ETag='"1"')
    dlread("list")
    shutil.rmtree(dlread.cache)
    dlread.cache.parent.joinpath("dlread").touch()
    dlread("add https://github.com/google-research/bert")


# --- text from elsewhere ----------------------------------------------------------------------------------------------


def test_nothing_that_a_server_says_acts_on_the_terminal(dlread: Dlread, terminal: Callable[..., Screen]) -> None:
    world = World()
    csl = {"title": "A\x1b]0;x\x07 [red]\u202e\ud800", "author": [{"family": "\x1b[31mB"}, 3, None], "page": {"a": 1}}
    world.replies["/doi/10.1234/x"] = Reply(json.dumps(csl).encode(), CSL)
    screen = terminal("add 10.1234/x", env=world.env)
    world.close()
    assert "\x1b]0;" not in screen.raw
    assert "[red]" in screen.lines[0]
    assert entry(dlread, own(dlread)[0])["year"] is None


@pytest.mark.parametrize(
    "csl",
    [
        {"title": ["A list", "of titles"], "author": {"family": "x"}, "issued": []},
        {"title": "x", "author": [[]], "issued": {"date-parts": [[None]]}, "relation": {"has-preprint": 3}},
        {"title": "x", "issued": {"date-parts": [["99999999999999999999"]]}, "relation": [], "event": {"name": ["n"]}},
        {"title": "x", "container-title": [], "abstract": 5, "page": None, "author": [{"literal": {"a": "b"}}]},
    ],
)
def test_a_description_of_odd_types_is_read_as_far_as_it_goes(dlread: Dlread, world: World, csl: Any) -> None:
    world.replies["/doi/10.1234/x"] = Reply(json.dumps(csl).encode(), CSL)
    dlread("add 10.1234/x --key odd")
    assert dlread.run("doctor").status == 0
    assert entry(dlread, "odd")["title"] in ("x", "A list")
