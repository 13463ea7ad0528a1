"""Everything in one command: data generated, all tools run, the table written, the data removed.

python -m benchmarks.run --sizes 1e6 1e7 --runs 3
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.cold import ROOT, Run
from benchmarks.import_files import import_files
from benchmarks.measure_map import Tool, measure_map, tools
from benchmarks.report import Size, report

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
TEMPORARY = Path(tempfile.gettempdir()) / "wayline-bench"
LARGEST_CSV = 2_000_000  # a larger log is imported from Parquet alone: the disk need not hold both
PACKAGES = {"Wayline": ("duckdb", "numpy"), "pandas": ("pandas",), "Polars": ("polars",)}


def one_size(events: int, folder: Path, chosen: list[Tool], runs: int) -> Size:
    """All results for one size."""
    own = chosen[0].python
    suffixes = ["parquet", "csv"] if events <= LARGEST_CSV else ["parquet"]
    log = generated(own, events, folder, as_csv="csv" in suffixes)
    tell(f"{log['events']:,} events, checksum {log['checksum']}, as expected: {log['as_expected']}")
    imported = import_files(own, folder, suffixes, runs if events <= LARGEST_CSV else 1)
    tell_all(imported)
    measured = measure_map(folder, chosen, runs)
    tell_all(measured)
    return Size(int(str(log["events"])), str(log["checksum"]), measured, imported)


def generated(python: str, events: int, folder: Path, *, as_csv: bool) -> dict[str, object]:
    """Generate the log in a process of its own, which takes its memory with it."""
    command = [python, "-m", "benchmarks.generate", str(events), str(folder), *(["--csv"] if as_csv else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def versions(chosen: list[Tool]) -> dict[str, str]:
    """Package → version, as far as each tool's Python has it."""
    found = {}
    for tool in chosen:
        for package in PACKAGES.get(tool.name, (tool.name,)):
            asks = f"from importlib.metadata import version; print(version({package!r}))"
            try:
                done = subprocess.run([tool.python, "-c", asks], capture_output=True, text=True, check=False)
            except OSError:
                continue
            if done.returncode == 0:
                found[package] = done.stdout.strip()
    return found


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def tell_all(found: dict[str, list[Run]]) -> None:
    for name, runs in found.items():
        shown = ", ".join(r.failed or f"{r.seconds:.2f} s {r.peak_mb:.0f} MB" for r in runs)
        tell(f"  {name}: {shown}")


def main() -> None:
    parser = argparse.ArgumentParser(description="run every benchmark and write the table of results")
    parser.add_argument("--sizes", nargs="+", type=lambda text: int(float(text)), default=[1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=TEMPORARY, help="for the data, which is removed at the end")
    parser.add_argument("--python", default=sys.executable, help="a Python with Wayline's needs, pandas and polars")
    parser.add_argument(
        "--peer-python",
        default=str(ROOT / "benchmarks" / ".venv" / "bin" / "python"),
        help="a Python with retentioneering",
    )
    parser.add_argument("--page", type=Path, default=PAGE)
    given = parser.parse_args()
    chosen = tools(given.python, given.peer_python)
    sizes = []
    for events in given.sizes:
        folder = given.folder / str(events)
        try:
            sizes.append(one_size(events, folder, chosen, given.runs))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    given.page.write_text(report(sizes, versions(chosen), datetime.now(UTC).date().isoformat()), encoding="utf-8")
    tell(f"wrote {given.page}")


if __name__ == "__main__":
    main()
