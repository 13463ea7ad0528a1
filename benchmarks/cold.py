"""A command in a cold process: seconds from its start to its end, and what it hands back. Standard library only.

The process that starts others must stay small: on Linux a child's peak memory is never below that of its parent.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """One run. `failed` says why there is no answer."""

    seconds: float
    load: float
    peak_mb: float = 0.0
    digests: dict[str, str] = field(default_factory=dict)
    failed: str = ""


def run(command: list[str], limit: float = 1800) -> Run:
    """Run a command that ends with `answers.hand_back`. `limit` in seconds."""
    paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "RETENTIONEERING_NO_TRACK": "1"}
    load = os.getloadavg()[0]
    start = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=limit, check=False)
    except FileNotFoundError:
        return Run(0, load, failed=f"not installed: there is no {command[0]}")
    except subprocess.TimeoutExpired:
        return Run(limit, load, failed=f"stopped after {limit:.0f} s")
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        return Run(seconds, load, failed=(done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][:200])
    found = json.loads(done.stdout)
    return Run(seconds, load, found["peak_mb"], found["digests"])
