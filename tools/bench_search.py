"""Search and the library with 50 and with 100,000 entries, made of real papers: papers as JSON Lines (`.jsonl.gz`).

    python tools/bench_search.py PAPERS.jsonl.gz [speed] [build] [quality]

Each paper needs `id`, `title`, `authors`, `year`, `venue`, `abstract`, `url`. Beyond the papers there are, copies with
new keys and shuffled words make up the number.
"""

import gzip
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import PROGRAM, piped, report

MANY = 100_000
FEW = 50


def main() -> None:
    path, *parts = sys.argv[1:]
    with gzip.open(path, "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    for part in parts or PARTS:
        PARTS[part](papers)


def multiplied(papers: list[dict[str, Any]], number: int) -> Iterator[dict[str, Any]]:
    """The papers, then copies whose titles and abstracts have their words in another order."""
    chance = random.Random(2026)
    for count, paper in zip(range(number), itertools.cycle(papers), strict=False):
        if count < len(papers):
            yield paper
            continue
        title, abstract = paper["title"].split(), paper["abstract"].split()
        chance.shuffle(title)
        chance.shuffle(abstract)
        changed = {"id": f"{paper['id']}-{count // len(papers)}", "title": " ".join(title)}
        yield paper | changed | {"abstract": " ".join(abstract)}


def home_with(papers: list[dict[str, Any]], number: int, home: str) -> dict[str, str]:
    """A journal of so many added papers in a home; returns the environment of its programs."""
    data = Path(home) / ".local/share/dlread"
    data.mkdir(parents=True)
    with (data / "journal-bench.jsonl").open("w", encoding="utf-8") as journal:
        for count, paper in enumerate(multiplied(papers, number)):
            fields = {name: paper[name] for name in ("title", "authors", "year", "venue")}
            fields |= {"summary": paper["abstract"], "link:paper": paper["url"], f"tag:tag{count % 40}": True}
            at = (
                f"2026-01-{1 + count // 86400:02}T{count // 3600 % 24:02}:{count // 60 % 60:02}:{count % 60:02}.000000Z"
            )
            line = {"at": at, "key": _key(paper), "set": fields}
            journal.write(json.dumps(line, ensure_ascii=False) + "\n")
    return {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def build(papers: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        env = home_with(papers, MANY, home)
        start = time.perf_counter()
        process = subprocess.Popen([PROGRAM, "list", "--limit", "1"], env=env, stdout=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        size = (Path(home) / ".cache/dlread/library.db").stat().st_size
        print(f"cold build of {MANY:,}: {took:.1f} s, {used.ru_maxrss / 1024:.0f} MB, a file of {size / 1e6:.0f} MB")


CALLS = {  # at most so many times the same with few entries
    "list --limit 20": 1.5,
    "list --tag tag7 --limit 20": 1.5,
    "show {key}": 1.5,
    "mark-read {key}": 1.5,
    "mark-unread {key}": 1.5,
    "search {rare}": 1.5,
    "search --limit 20 {common}": 2.0,
}


def speed(papers: list[dict[str, Any]]) -> None:
    """The same commands with few and with many entries, in turn."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        small, large = home_with(papers, FEW, few), home_with(papers, MANY, many)
        words = {"key": _key(papers[3]), "rare": "zzyzx", "common": "learning"}
        for env in (small, large):
            piped([PROGRAM, "note", words["key"], words["rare"]], env)
        for line, mark in CALLS.items():
            command = f"dlread {line.format(**words)}"
            base = f"{command} ({FEW:,})"
            report({base: (call(command, small), None), f"{command} ({MANY:,})": (call(command, large), mark)}, base)
        right, wrong = (
            "dlread search --limit 20 " + two for two in ("adversarial robustness", "adversarail robustnes")
        )
        report({right: (call(right, large), None), wrong: (call(wrong, large), 3.0)}, right)
        plain = "dlread list --limit 20"
        report({plain: (call(plain, large), None), "one more entry": (lambda: one_more(large), 1.3)}, plain)


def call(command: str, env: dict[str, str]) -> Callable[[], None]:
    return lambda: piped([PROGRAM, *command.split()[1:]], env)


added = itertools.count()


def one_more(env: dict[str, str]) -> None:
    """A line of another machine's journal arrives, then entries are listed."""
    with (Path(env["HOME"]) / ".local/share/dlread/journal-other.jsonl").open("a") as journal:
        line = {"at": "2026-02-01T00:00:00.000000Z", "key": f"added{next(added)}", "set": {"title": "One more"}}
        journal.write(json.dumps(line) + "\n")
    piped([PROGRAM, *["list", "--limit", "20"]], env)


def quality(papers: list[dict[str, Any]]) -> None:
    """Mean reciprocal rank within the first ten, of papers searched for by what a reader may remember of them."""
    with tempfile.TemporaryDirectory() as home:
        env = home_with(papers, len(papers), home)
        titles = piped_text([PROGRAM, "list", "--lang", "zh"], env)
        chinese = [line.split("\t") for line in titles.splitlines() if not line.isascii()]
        chance = random.Random(2026)
        asked = [
            query
            for paper in chance.sample(
                [one for one in papers if len(_words(one["title"])) >= 3 and one["abstract"]], 100
            )
            for query in _known_items(paper, chance)
        ]
        asked += [query for row in chinese for query in _in_chinese(row[0], row[4], chance) if query]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            ranks = list(pool.map(lambda query: _rank(query[1], query[2], env), asked))
    for kind in dict.fromkeys(kind for kind, _, _ in asked):
        found = [rank for (one, _, _), rank in zip(asked, ranks, strict=True) if one == kind]
        missed = [text for (one, _, text), rank in zip(asked, ranks, strict=True) if one == kind and not rank][:3]
        score = sum(1 / rank for rank in found if rank) / len(found)
        print(f"{kind:32} {len(found):4} queries  MRR@10 {score:.3f}  first {found.count(1):4}  {missed}")


def _known_items(paper: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """(kind, key, query)"""
    key = _key(paper)
    three = chance.sample(_words(paper["title"]), 3)
    yield "three words of the title", key, " ".join(three)
    long = max(three, key=len)
    yield "one letter wrong", key, " ".join(_wrong(one, chance) if one == long else one for one in three)
    yield (
        "two letters wrong",
        key,
        " ".join(_wrong(_wrong(one, chance), chance) if one == long else one for one in three),
    )
    yield (
        "a letter wrong in two words",
        key,
        " ".join(one if one == min(three, key=len) else _wrong(one, chance) for one in three),
    )
    yield "author and year", key, f"{paper['authors'][0].split()[-1]} {paper['year']}"
    yield "author, year, a word", key, f"{paper['authors'][0].split()[-1]} {paper['year']} {long}"
    words = _words(paper["abstract"])
    yield "five words of the abstract", key, " ".join(chance.sample(words, min(5, len(words))))


def _in_chinese(key: str, title: str, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    from opencc import OpenCC

    run = max(re.findall("[\u4e00-\u9fff]+", title), key=len, default="")
    if len(run) >= 4:
        start = chance.randrange(len(run) - 3)
        yield "four characters in Chinese", key, run[start : start + 4]
        yield "the same in traditional script", key, OpenCC("s2t").convert(run[start : start + 4])


def _words(text: str) -> list[str]:
    return sorted({word.lower() for word in re.findall(r"[A-Za-z]{4,}", text)})


def _wrong(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, replaced, or swapped with the next."""
    place = chance.randrange(len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return before + chance.choice([after, letter * 2 + after, other + after, after[0] + letter + after[1:]])


def _rank(key: str, query: str, env: dict[str, str]) -> int:
    """From 1 on; 0 if it is not among the first ten."""
    found = piped_text([PROGRAM, "search", "--keys", "--limit", "10", query], env).split()
    return found.index(key) + 1 if key in found else 0


def piped_text(command: list[str], env: dict[str, str]) -> str:
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False).stdout


def _key(paper: dict[str, Any]) -> str:
    return re.sub(r"[^\w-]|[^\x00-\x7f]", "", paper["id"]).lower()


PARTS = {"build": build, "speed": speed, "quality": quality}

if __name__ == "__main__":
    main()
