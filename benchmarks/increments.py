"""Seconds for a day of events that comes after the others, against a pass over everything.

python -m benchmarks.increments EVENTS.parquet BEFORE.parquet DAY.parquet

splits a log at the beginning of its last day. The numbers after the day must equal those of one import of everything; what
`measure` keeps of a log is used for one of them, and not for another.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.cold import ROOT, Run, run
from benchmarks.import_files import imported

LONG = 4 * 3600


def increments(folder: Path, python: str, runs: int) -> dict[str, list[Run]]:
    """A pass over everything, over everything to keep what was read, and over a day that is added. `ws` holds everything already."""
    before, day = folder / "before.parquet", folder / "day.parquet"
    split = [python, "-m", "benchmarks.increments", str(folder / "events.parquet"), str(before), str(day)]
    subprocess.run(split, check=True, cwd=ROOT)
    start, grown = folder / "ws-before", folder / "ws-grown"
    imported(python, start, before)
    measured = [python, "-m", "benchmarks.answer_wayline"]
    run([*measured, str(start)], limit=LONG, WAYLINE_KEEP="0")
    found: dict[str, list[Run]] = {}
    for _ in range(runs):
        shutil.rmtree(grown, ignore_errors=True)
        shutil.copytree(start, grown)
        for name, turn in _turns(python, measured, folder, day):
            found.setdefault(name, []).append(turn())
    kept = sum(path.stat().st_size for path in (grown / "event-log" / "kept").glob("*.kept"))
    return {name.replace("kept", f"kept ({kept / 1e6:.0f} MB)", 1): done for name, done in found.items()}


def _turns(python: str, measured: list[str], folder: Path, day: Path) -> list[tuple[str, Callable[[], Run]]]:
    """What is run, in its order."""
    whole, grown = [*measured, str(folder / "ws")], [*measured, str(folder / "ws-grown")]
    return [
        ("`measure`, everything", partial(run, whole, limit=LONG, WAYLINE_KEEP="0")),
        ("`measure`, all but the day: kept", partial(run, grown, limit=LONG)),
        ("`import`, the day", lambda: imported(python, folder / "ws-grown", day)),
        ("`measure`, after the day", partial(run, grown, limit=LONG)),
        ("`measure`, after the day, everything read again", partial(run, grown, limit=LONG, WAYLINE_KEEP="0")),
    ]


def main(events: str, before: str, day: str) -> None:
    import duckdb  # noqa: PLC0415 - the process that starts others must stay small

    con = duckdb.connect()
    cut = f"(SELECT date_trunc('day', max(ts)) FROM read_parquet('{events}'))"
    for file, side in ((before, "<"), (day, ">=")):
        rows = f"SELECT * FROM read_parquet('{events}') WHERE ts {side} {cut} ORDER BY ts"
        con.execute(f"COPY ({rows}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")


if __name__ == "__main__":
    main(*sys.argv[1:])
