"""Everything that can be said about the code without running it: `python -m tools.check`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
# (what it keeps, command); each is run, whatever the others say
CHECKS = (
    ("style", ("ruff", "check", "--quiet")),
    ("layout", ("ruff", "format", "--check", "--quiet")),
    ("types", ("mypy", "--no-error-summary")),
    ("layers", ("lint-imports", "--no-cache")),
)


def main() -> int:
    """Run all checks; 1 if one of them found something."""
    found = [name for name, command in CHECKS if not passes(name, command)]
    if found:
        print(f"check: found something in {', '.join(found)}")
    return 1 if found else 0


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one check, and show what it said if it found something."""
    began = time.monotonic()
    # the tools of this environment, wherever the shell looks first
    program = str(Path(sys.executable).parent / command[0])
    result = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    clean = result.returncode == 0
    print(f"check: {name:<7} {'ok' if clean else 'found'} ({time.monotonic() - began:.1f} s)", flush=True)
    if not clean:
        print(result.stdout + result.stderr, flush=True)
    return clean


if __name__ == "__main__":
    sys.exit(main())
