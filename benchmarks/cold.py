"""A command in a cold process: seconds from its start to its end, and what it hands back. Standard library only.

The process that starts others must stay small: on Linux a child's peak memory is never below that of its parent.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    """One run. `failed` says why there is no answer; `shown` are figures by which a known answer is recognised.

    `cpu`: seconds that processors worked for it, its own processes included; on a busy machine it tells more than `seconds`.
    """

    seconds: float
    load: float
    peak_mb: float = 0.0
    digests: dict[str, str] = field(default_factory=dict)
    failed: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    cpu: float = 0.0


def run(command: list[str], limit: float = 1800, address_bytes: int = 0, **variables: str) -> Run:
    """Run a command that ends with `answers.hand_back`, and say on standard error how it went.

    `limit` in seconds; `address_bytes` bounds its address space; `variables` are added to its environment.
    """
    done = _run(command, limit, address_bytes, variables)
    print(
        f"    {_named(command)}: {done.failed or f'{done.seconds:.2f} s, {done.peak_mb:.0f} MB'}",
        file=sys.stderr,
        flush=True,
    )
    return done


def _run(command: list[str], limit: float, address_bytes: int, variables: dict[str, str]) -> Run:
    paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    settings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "RETENTIONEERING_NO_TRACK": "1",
        **variables,
    }
    bounded = partial(resource.setrlimit, resource.RLIMIT_AS, (address_bytes, address_bytes)) if address_bytes else None
    load = os.getloadavg()[0]
    start, worked = time.perf_counter(), _worked()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env=settings, timeout=limit, check=False, preexec_fn=bounded
        )
    except FileNotFoundError:
        return Run(0, load, failed=f"not installed: there is no {command[0]}")
    except subprocess.TimeoutExpired:
        return Run(limit, load, failed=f"stopped after {limit:.0f} s")
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        return Run(seconds, load, failed=(done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][:200])
    found = json.loads(done.stdout.splitlines()[-1])
    return Run(seconds, load, found["peak_mb"], found["digests"], shown=found.get("shown", {}), cpu=_worked() - worked)


def _worked() -> float:
    """Seconds that processors have worked for the commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _named(command: list[str]) -> str:
    """The module and its arguments, without their folders."""
    return " ".join(Path(word).name for word in command[2 if "-m" in command else 0 :])
