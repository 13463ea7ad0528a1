"""Seconds and memory of the jobs a to f, each tool a cold process, tools taking turns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.cold import Run, run
from benchmarks.jobs.definitions import TITLES

TOGETHER = "".join(TITLES)
OWN = "Wayline, its log in numpy"  # what the others are compared with


@dataclass(frozen=True)
class Peer:
    """A tool: its module in `benchmarks.jobs`, the jobs it has, whether it is one of the peers' own environment."""

    name: str
    module: str
    jobs: str
    apart: bool = False


PEERS = (
    Peer(OWN, "by_wayline", TOGETHER),
    Peer("Wayline, `measure` of 72 steps", "by_wayline_measure", "a"),
    Peer("retentioneering", "by_retentioneering", "abcf", apart=True),
    Peer("pm4py", "by_pm4py", "acdf", apart=True),
    Peer("pandas", "by_pandas", TOGETHER),
    Peer("DuckDB, windows", "by_duckdb", TOGETHER),
    Peer("DuckDB, by hash", "by_duckdb_hash", "adf"),
    Peer("Polars", "by_polars", TOGETHER),
    Peer("chdb", "by_chdb", TOGETHER, apart=True),
    Peer("lifelines", "by_lifelines", "e"),
)


def compare_jobs(folder: Path, python: str, peer_python: str, runs: int, only: list[str]) -> dict[str, list[Run]]:
    """`JOB TOOL` → its runs, and Wayline's six in one process. A tool that failed at a job once is not asked again."""
    found: dict[str, list[Run]] = {}
    asked = [(job, peer) for job in TITLES for peer in PEERS if job in peer.jobs]
    asked.append((TOGETHER, PEERS[0]))
    for _ in range(runs):
        for job, peer in asked:
            if only and peer.module not in [f"by_{name}" for name in only]:
                continue
            earlier = found.setdefault(f"{job} {peer.name}", [])
            if not (earlier and earlier[-1].failed):
                earlier.append(_answer(folder, peer_python if peer.apart else python, peer.module, job))
    return found


def _answer(folder: Path, python: str, module: str, job: str) -> Run:
    files = ("ws", "ws") if module.startswith("by_wayline") else ("events.parquet", "customers.parquet")
    return run([python, "-m", f"benchmarks.jobs.{module}", job, *(str(folder / file) for file in files)])
