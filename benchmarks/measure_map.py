"""Seconds and memory of `measure` against pandas, Polars and retentioneering, each a cold process, taking turns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.cold import Run, run


@dataclass(frozen=True)
class Tool:
    """A tool, the Python that has it, and the module that answers with it. `reads`: what it starts from."""

    name: str
    python: str
    module: str
    reads: str


def tools(python: str, peer_python: str) -> list[Tool]:
    """The tools that are compared. Wayline comes first: the others are told as a ratio to it."""
    return [
        Tool("Wayline", python, "benchmarks.answer_wayline", "ws"),
        Tool("pandas", python, "benchmarks.answer_pandas", "events.parquet"),
        Tool("Polars", python, "benchmarks.answer_polars", "events.parquet"),
        Tool("retentioneering", peer_python, "benchmarks.answer_retentioneering", "events.parquet"),
    ]


def measure_map(folder: Path, chosen: list[Tool], runs: int) -> dict[str, list[Run]]:
    """Tool → its runs. A tool that failed once is not run again."""
    found: dict[str, list[Run]] = {tool.name: [] for tool in chosen}
    for _ in range(runs):
        for tool in chosen:
            earlier = found[tool.name]
            if not (earlier and earlier[-1].failed):
                earlier.append(run([tool.python, "-m", tool.module, str(folder / tool.reads)]))
    return found
