"""Rewrites every generated file; with --check, names the stale ones and exits 1.

.venv/bin/python tools/renew.py [--check]
"""

import sys
from pathlib import Path

import command_table
import completions
import picture
import reference
import schema
import translations

ROOT = Path(__file__).parents[1]
MAKERS = (translations, command_table, schema, completions, reference, picture)


def files() -> dict[Path, bytes]:
    """Each generated file with the content that it should have."""
    made: dict[Path, str | bytes] = {}
    for maker in MAKERS:
        made |= maker.files()
    return {path: content.encode() if isinstance(content, str) else content for path, content in made.items()}


def stale(made: dict[Path, bytes]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path, content in made.items() if _content(path) != content]


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def main() -> None:
    if "--check" not in sys.argv[1:]:  # the others are made with these
        for path, content in translations.files().items():
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    made = files()
    names = stale(made)
    if "--check" in sys.argv[1:]:
        for name in names:
            print(f"{name} is stale; run: .venv/bin/python tools/renew.py")
        for one in translations.complaints():
            print(one)
        sys.exit(bool(names or translations.complaints()))
    for path, content in made.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    print(f"{len(made)} generated files, {len(names)} changed" + "".join(f"\n{name}" for name in names))


if __name__ == "__main__":
    main()
