"""Seconds for a day of events that comes after the others, against a pass over everything.

python -m benchmarks.increments EVENTS.parquet BEFORE.parquet DAY.parquet

splits a log at the beginning of its last day. The numbers after the day must equal those of one import of everything.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.cold import ROOT, Run, run
from benchmarks.import_files import imported

ALL, DAY = "everything", "the day"


def increments(folder: Path, python: str, runs: int) -> dict[str, list[Run]]:
    """Import and measure of everything, and of a day that is added to the rest. `ws` holds everything already."""
    before, day, grown = folder / "before.parquet", folder / "day.parquet", folder / "ws-grown"
    split = [python, "-m", "benchmarks.increments", str(folder / "events.parquet"), str(before), str(day)]
    subprocess.run(split, check=True, cwd=ROOT)
    start = folder / "ws-before"
    imported(python, start, before)
    measured = [python, "-m", "benchmarks.answer_wayline"]
    run([*measured, str(start)], limit=4 * 3600)
    found: dict[str, list[Run]] = {
        name: [] for name in (f"`measure`, {ALL}", f"`import`, {DAY}", f"`measure`, after {DAY}")
    }
    for _ in range(runs):
        shutil.rmtree(grown, ignore_errors=True)
        shutil.copytree(start, grown)
        found[f"`measure`, {ALL}"].append(run([*measured, str(folder / "ws")], limit=4 * 3600))
        found[f"`import`, {DAY}"].append(imported(python, grown, day))
        found[f"`measure`, after {DAY}"].append(run([*measured, str(grown)], limit=4 * 3600))
    return found


def main(events: str, before: str, day: str) -> None:
    import duckdb  # noqa: PLC0415 - the process that starts others must stay small

    con = duckdb.connect()
    cut = f"(SELECT date_trunc('day', max(ts)) FROM read_parquet('{events}'))"
    for file, side in ((before, "<"), (day, ">=")):
        rows = f"SELECT * FROM read_parquet('{events}') WHERE ts {side} {cut} ORDER BY ts"
        con.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    main(*sys.argv[1:])
