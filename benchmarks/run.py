"""Parts of the benchmarks in one command: data generated, tools run, results kept, the page and its pictures written.

    python -m benchmarks.run --sizes 1e6 --runs 3                     # every part
    python -m benchmarks.run jobs measure --sizes 1e7 --runs 5        # two of them
    python -m benchmarks.run jobs --log EVENTS.parquet --customers CUSTOMERS.parquet

Parts: jobs, measure, import, increments, segments, memory, growth, giant, singles (benchmarks/README.md).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import page, results
from benchmarks.cold import ROOT, Run
from benchmarks.compare_jobs import PEERS
from benchmarks.jobs.expected import differences
from benchmarks.parts import PARTS, Given
from benchmarks.results import Result

TEMPORARY = Path(tempfile.gettempdir()) / "wayline-bench"
TOOLS = [peer.module.removeprefix("by_") for peer in PEERS]
PACKAGES = ("duckdb", "numpy", "numba", "pandas", "polars", "lifelines", "retentioneering", "pm4py", "chdb")


def one_size(events: int, chosen: list[str], folder: Path, given: Given) -> list[Result]:
    """The chosen parts at one size; parts of one shape share a log, and its workspace."""
    found = []
    for shape in dict.fromkeys(PARTS[part][0] for part in chosen):
        here = folder / f"{events}-{shape}"
        try:
            log = generated(given.python, events, here, shape, as_csv=given.as_csv and "import" in chosen)
            tell(f"{log['events']:,} events, {shape}, checksum {log['checksum']}, as expected: {log['as_expected']}")
            found += shown_parts([part for part in chosen if PARTS[part][0] == shape], here, given, log)
        finally:
            shutil.rmtree(here, ignore_errors=True)
    return found


def given_log(events: Path, customers: Path, chosen: list[str], folder: Path, given: Given) -> list[Result]:
    """The chosen parts over a log that is there already, from its own files."""
    here = folder / "given"
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir(parents=True)
    (here / "events.parquet").symlink_to(events.resolve())
    (here / "customers.parquet").symlink_to(customers.resolve())
    counts = f"import pyarrow.parquet as pq; print(pq.read_metadata({str(events)!r}).num_rows)"
    rows = int(subprocess.run([given.python, "-c", counts], capture_output=True, text=True, check=True).stdout)
    try:
        return shown_parts(chosen, here, given, {"events": rows, "checksum": "given"})
    finally:
        shutil.rmtree(here, ignore_errors=True)


def shown_parts(chosen: list[str], folder: Path, given: Given, log: dict[str, object]) -> list[Result]:
    """Run parts one after the other; what each found is kept at once, so that a night is not lost with its last part."""
    found = []
    for part in chosen:
        tell(f"{part}:")
        rows = PARTS[part][1](folder, given)
        day = datetime.now(UTC).date().isoformat()
        done = Result(part, int(str(log["events"])), str(log["checksum"]), day, machine(given), rows)
        results.keep([done])
        tell_rows(done)
        found.append(done)
    return found


def generated(python: str, events: int, folder: Path, shape: str, *, as_csv: bool) -> dict[str, object]:
    """Generate the log in a process of its own, which takes its memory with it."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [
        python,
        "-m",
        "benchmarks.generate",
        str(events),
        str(folder),
        "--shape",
        shape,
        *(["--csv"] if as_csv else []),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def machine(given: Given) -> str:
    """Where the runs were, and with which packages."""
    listed = ", ".join(f"{name} {version}" for name, version in versions(given.python, given.peer_python).items())
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}; {listed}"


def versions(*pythons: str) -> dict[str, str]:
    """Package → version in the first Python that has it."""
    asks = (
        "import json; from importlib.metadata import version, PackageNotFoundError\nfound = {}\n"
        f"for name in {PACKAGES!r}:\n try: found[name] = version(name)\n except PackageNotFoundError: pass\nprint(json.dumps(found))"
    )
    found: dict[str, str] = {}
    for python in pythons:
        try:
            done = subprocess.run([python, "-c", asks], capture_output=True, text=True, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            found = {**json.loads(done.stdout), **found}
    return found


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def tell_rows(done: Result) -> None:
    for name, runs in done.rows.items():
        tell(f"  {name}: {', '.join(_told(run, done.events) for run in runs)}")


def _told(run: Run, events: int) -> str:
    wrong = differences(events, run.shown) if run.shown else None
    said = "" if wrong is None else f" NOT AS EXPECTED: {wrong}" if wrong else " as expected"
    return run.failed or f"{run.seconds:.2f} s {run.peak_mb:.0f} MB{said}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="run benchmarks, and write the page of results")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all unless named")
    parser.add_argument("--sizes", nargs="+", type=lambda text: int(float(text)), default=[1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--csv", action="store_true", help="import from CSV too")
    parser.add_argument(
        "--only", nargs="+", default=[], choices=TOOLS, metavar="TOOL", help=f"jobs: these alone of {', '.join(TOOLS)}"
    )
    parser.add_argument("--gib", type=float, default=4.0, help="memory: the address space that measuring may have")
    parser.add_argument("--log", type=Path, help="a Parquet file of events to use in place of generated ones")
    parser.add_argument("--customers", type=Path, help="its customers")
    parser.add_argument("--folder", type=Path, default=TEMPORARY, help="for the data, which is removed at the end")
    parser.add_argument("--python", default=sys.executable, help="a Python with Wayline, pandas, polars and lifelines")
    peers = str(ROOT / "benchmarks" / ".venv" / "bin" / "python")
    parser.add_argument("--peer-python", default=peers, help="a Python with retentioneering, pm4py and chdb")
    given = parser.parse_args()
    unknown = [part for part in given.parts if part not in PARTS]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return given


def main() -> None:
    asked = arguments()
    given = Given(asked.python, asked.peer_python, asked.runs, asked.only, asked.gib, asked.csv)
    chosen = asked.parts or list(PARTS)
    if asked.log:
        given_log(asked.log, asked.customers, chosen, asked.folder, given)
    else:
        for events in asked.sizes:
            one_size(events, chosen, asked.folder, given)
    page.write(results.read())
    tell(f"wrote {page.PAGE}")


if __name__ == "__main__":
    main()
