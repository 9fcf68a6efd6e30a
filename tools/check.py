"""Runs all checks: lint, format, types, generated files, tests. Goes on after a failure; exits 1 if any failed.

.venv/bin/python tools/check.py [--no-tests]
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHECKS = {
    "lint": ["-m", "ruff", "check"],
    "format": ["-m", "ruff", "format", "--check"],
    "types": ["-m", "mypy"],
    "generated files": ["tools/renew.py", "--check"],
    "tests": ["-m", "pytest"],
}


def main() -> None:
    left_out = {"tests"} if "--no-tests" in sys.argv[1:] else set()
    failed = [name for name in CHECKS if name not in left_out and not passes(name)]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    sys.exit(bool(failed))


def passes(name: str) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.run([sys.executable, *CHECKS[name]], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    main()
