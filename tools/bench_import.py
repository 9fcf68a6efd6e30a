"""How long whole imports and exports take: `.venv/bin/python tools/bench_import.py papers.jsonl.gz`.

A line of the file is an object with `id`, `title`, `authors`, `year`, `venue`, `abstract`, `doi`, `arxiv` and `url`, as
far as they are known. The files that are imported are made by `dlread export`, but BibTeX can be given: `papers.bib`.
Seconds and memory of one call each.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from zotero_library import ZoteroLibrary

PROGRAM = str(Path(sys.executable).with_name("dlread"))
EXPORTED = {"json": 3, "yaml": 3, "bibtex": 3, "csl-json": 3, "ris": 3, "csv": 3, "markdown": 3}
IMPORTED = {"json": None, "bibtex": 5, "csl-json": 4, "ris": None, "csv": None, "markdown": None, "zotero": 5}
AGAIN = 3
MEASURING = """
import os, resource, sys
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
print(usage.ru_maxrss // 1024, usage.ru_utime + usage.ru_stime)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def main(papers: str, *bibtex: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DLREAD_ZOTERO_PORT": "9"}
        env["HOME"] = str(work / "full")
        with gzip.open(papers, "rt", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        (work / "first.json").write_text(json.dumps([*map(as_csl, lines)]), "utf-8")
        print(f"{len(lines):,} papers; python -c pass takes {least(env) * 1000:.0f} ms")
        call(env, "import", "--format", "csl-json", str(work / "first.json"))
        files = {name: work / f"papers.{name}" for name in EXPORTED}
        for name, path in files.items():
            report(f"export {name}", call(env, "export", "-f", name, "-o", str(path), "catalog:own"), EXPORTED[name])
        files["bibtex"] = Path(bibtex[0]) if bibtex else files["bibtex"]
        files["zotero"] = work / "zotero.sqlite"
        fill(work, lines)
        for name, most in IMPORTED.items():
            env["HOME"] = str(work / "empty")
            shutil.rmtree(work / "empty", ignore_errors=True)
            call(env, "list")
            words = [str(files[name])] if name == "zotero" else ["--format", name, str(files[name])]
            report(f"import {name}", call(env, "import", *words), most)
            report(f"import {name} again", call(env, "import", *words), AGAIN)


def as_csl(paper: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "paper-conference",
        "id": paper["id"],
        "title": paper["title"],
        "author": [{"literal": name} for name in paper["authors"]],
        "issued": {"date-parts": [[paper.get("year")]]},
        "container-title": paper.get("venue"),
        "abstract": paper.get("abstract"),
        "DOI": paper.get("doi"),
        "URL": paper.get("url") or (f"https://arxiv.org/abs/{paper['arxiv']}" if paper.get("arxiv") else None),
    }


def fill(directory: Path, papers: list[dict[str, Any]]) -> None:
    """A database of Zotero's, in which every third paper is read."""
    with closing(ZoteroLibrary(directory)) as library:
        library.db.execute("BEGIN")
        for number, paper in enumerate(papers):
            known = {"title": paper["title"], "date": str(paper.get("year", "")), "DOI": paper.get("doi")}
            known |= {"abstractNote": paper.get("abstract"), "url": paper.get("url")}
            known["extra"] = "" if number % 3 else "Read_Status: Read"
            item = library.item("conferencePaper", **{name: value for name, value in known.items() if value})
            library.creators(item, *(("author", *divided(name)) for name in paper["authors"][:50]))
        library.db.execute("COMMIT")


def divided(name: str) -> tuple[str, str]:
    given, _, family = name.rpartition(" ")
    return given, family


def call(env: dict[str, str], *words: str) -> tuple[float, float, int]:
    """Seconds, seconds of the processor, megabytes."""
    Path(env["HOME"]).mkdir(exist_ok=True)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-S", "-c", MEASURING, PROGRAM, *words], env=env, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - began
    megabytes, processor = done.stdout.split()[-2:]
    return seconds, float(processor), int(megabytes)


def least(env: dict[str, str]) -> float:
    return min(seconds for seconds in starts(env))


def starts(env: dict[str, str]) -> Iterator[float]:
    for _ in range(10):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], env=env, check=True)
        yield time.perf_counter() - began


def report(name: str, took: tuple[float, float, int], most: float | None) -> None:
    seconds, processor, megabytes = took
    goal = f"goal {most} s{'' if seconds <= most else '  MISSED'}" if most else ""
    print(f"{name:24} {seconds:6.1f} s  {processor:6.1f} s of the processor  {megabytes:5} MB  {goal}")


if __name__ == "__main__":
    main(*sys.argv[1:])
