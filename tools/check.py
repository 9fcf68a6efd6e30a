"""Runs all checks: lint, format, types and generated files side by side, then the tests. Exits 1 if any failed.

.venv/bin/python tools/check.py [--no-tests]
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHECKS = {
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy"],
    "generated files": ["tools/renew.py", "--check"],
}


def main() -> None:
    with ThreadPoolExecutor() as threads:
        done = dict(zip(CHECKS, threads.map(run, CHECKS.values()), strict=True))
    for name, check in done.items():
        print(f"== {name}\n{check.stdout}", end="", flush=True)
    failed = [name for name, check in done.items() if check.returncode]
    if "--no-tests" not in sys.argv[1:]:
        print("== tests", flush=True)
        if subprocess.run([sys.executable, "-m", "pytest"], cwd=ROOT, check=False).returncode:
            failed.append("tests")
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    sys.exit(bool(failed))


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Its output is kept: errors among the rest, as they came."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


if __name__ == "__main__":
    main()
