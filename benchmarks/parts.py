"""The parts of a run: each takes a folder with a log, and gives what was run with its runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.cold import Run, run
from benchmarks.compare_jobs import compare_jobs
from benchmarks.import_files import import_files, imported
from benchmarks.increments import increments
from benchmarks.measure_map import measure_map, tools
from benchmarks.milestones import SIXTY_ID

LONG = 4 * 3600
GIB = 1 << 30


@dataclass(frozen=True)
class Given:
    """How a part is to run: Pythons, how often, which jobs' tools alone, GiB of address space for `memory`."""

    python: str
    peer_python: str
    runs: int
    only: list[str] = field(default_factory=list)
    gib: float = 4.0
    as_csv: bool = False


Rows = dict[str, list[Run]]


def jobs(folder: Path, given: Given) -> Rows:
    _workspace(folder, given)
    return compare_jobs(folder, given.python, given.peer_python, given.runs, given.only)


def measure(folder: Path, given: Given) -> Rows:
    _workspace(folder, given)
    return measure_map(folder, tools(given.python, given.peer_python), given.runs)


def importing(folder: Path, given: Given) -> Rows:
    return import_files(given.python, folder, ["parquet", *(["csv"] if given.as_csv else [])], given.runs)


def adding(folder: Path, given: Given) -> Rows:
    _workspace(folder, given)
    return increments(folder, given.python, given.runs)


def segments(folder: Path, given: Given) -> Rows:
    _workspace(folder, given)
    asked = {"12 steps": (), "60 steps": (SIXTY_ID,), "60 steps, 20 segments": (SIXTY_ID, "region")}
    return _turns({name: [*_measure(folder, given), *more] for name, more in asked.items()}, given.runs)


def memory(folder: Path, given: Given) -> Rows:
    _workspace(folder, given)
    command = _measure(folder, given)
    bound = int(given.gib * GIB)
    return {
        "without a limit": [run(command, limit=LONG)],
        f"with {given.gib:g} GiB of address space": [
            run(command, limit=LONG, address_bytes=bound) for _ in range(given.runs)
        ],
    }


def growth(folder: Path, given: Given) -> Rows:
    """An import, measuring, and Polars once as the witness of equal numbers."""
    return {
        "`import` of Parquet": [_workspace(folder, given, anew=True)],
        **_turns({"`measure`": _measure(folder, given)}, given.runs),
        "Polars": [run([given.python, "-m", "benchmarks.answer_polars", str(folder / "events.parquet")], limit=LONG)],
    }


# part → the shape of its log (`generate.shaped`) and what it runs
PARTS: dict[str, tuple[str, Callable[[Path, Given], Rows]]] = {
    "jobs": ("log", jobs),
    "measure": ("log", measure),
    "import": ("log", importing),
    "increments": ("log", adding),
    "segments": ("log", segments),
    "memory": ("log", memory),
    "growth": ("log", growth),
    "giant": ("giant", growth),
    "singles": ("singles", growth),
}


def _workspace(folder: Path, given: Given, *, anew: bool = False) -> Run:
    """See to a workspace with the log and the customers' segments."""
    if anew:
        shutil.rmtree(folder / "ws", ignore_errors=True)
    elif (folder / "ws").exists():
        return Run(0, 0)
    done = imported(given.python, folder / "ws", folder / "events.parquet")
    added = run(
        [given.python, "-m", "benchmarks.import_files", str(folder / "ws"), "", str(folder / "customers.parquet")],
        limit=LONG,
    )
    return done if not added.failed else added


def _measure(folder: Path, given: Given) -> list[str]:
    return [given.python, "-m", "benchmarks.answer_wayline", str(folder / "ws")]


def _turns(commands: dict[str, list[str]], runs: int) -> Rows:
    found: Rows = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(run(command, limit=LONG))
    return found
