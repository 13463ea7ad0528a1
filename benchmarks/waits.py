"""What a user waits for: every command that is typed often, on the demo workspaces, each a cold process.

python -m benchmarks.waits --runs 5             # prints the table and writes docs/reference/waits.md
python -m benchmarks.waits --only measure,lint  # some of them, printed only
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.cold import ROOT

PAGE = ROOT / "docs" / "reference" / "waits.md"
TITLE = """# What you wait for

Written by `python -m benchmarks.waits`. Every run is a cold process, from its start to its end, imports included, on the workspaces that `wayline demo` makes;
files that Python compiles once are compiled already. **CPU** is user and system seconds of the process and all its threads: it hardly depends on what else the
machine does. **Elapsed** is what you wait, on a machine as busy as the load average says."""
HEAD = "| you type | goal, s | CPU s: min / median | elapsed s: min / median | peak MB |\n|---|---|---|---|---|"
WAYLINE = ("-m", "wayline.cli.main")
DEMOS = ("first-term", "airport", "shop")
FORMATS = ("html", "svg", "pdf", "png", "pptx", "xlsx", "md", "mmd", "csv")
ACCEPTED = (0, 1)  # `check` and `lint` say with 1 that they found something


@dataclass(frozen=True)
class Wait:
    """A command, and how long it may take where a page promises that. `words` may name `{folder}`."""

    says: str
    words: tuple[str, ...]
    goal: str = ""


@dataclass(frozen=True)
class Spent:
    """One run."""

    cpu: float
    elapsed: float
    peak_mb: float
    load: float


def waits() -> list[Wait]:
    """Every wait on the list."""
    at, first = ("--workspace", "{folder}/first-term"), "first-term"
    own = "{folder}/first-term/maps/first-term.journey.yaml"
    return [
        Wait("--help", ("--help",), "0.15"),
        Wait("--version", ("--version",)),
        Wait("measure --help", ("measure", "--help")),
        Wait("lint MAP", ("lint", first, *at)),
        Wait("templates", ("templates",)),
        Wait("new NAME", ("new", "begun-{run}", *at)),
        Wait("diff FILE FILE", ("diff", own, "{folder}/first-term/maps/changed.journey.yaml")),
        Wait("sources", ("sources", *at)),
        Wait("doctor", ("doctor", *at)),
        Wait("explain MAP STEP MEASURE", ("explain", first, "whole", "finished", *at)),
        Wait("subjects MAP STEP", ("subjects", first, "register", *at)),
        *(Wait(f"measure MAP ({name})", ("measure", name, "--workspace", f"{{folder}}/{name}"), "1") for name in DEMOS),
        Wait("check MAP (shop)", ("check", "shop", "--workspace", "{folder}/shop")),
        *(Wait(f"render MAP ({one})", ("render", first, "-o", f"{{folder}}/drawn.{one}", *at)) for one in FORMATS),
        *(Wait(f"demo ({name})", ("demo", f"{{folder}}/{name}-{{run}}", "--map", name, "--no-open")) for name in DEMOS),
    ]


def prepared(python: str, folder: Path) -> None:
    """The demo workspaces, and a second version of one map."""
    for name in DEMOS:
        _spent([python, *WAYLINE, "demo", str(folder / name), "--map", name, "--no-open"])
    maps = folder / "first-term" / "maps"
    text = (maps / "first-term.journey.yaml").read_text(encoding="utf-8")
    (maps / "changed.journey.yaml").write_text(text.replace("title: ", "title: Changed ", 1), encoding="utf-8")


def waited(python: str, folder: Path, wait: Wait, run: int) -> Spent:
    """One run of a command. Raises RuntimeError where it fails: a command that ends early is no fast one."""
    words = [word.format(folder=folder, run=run) for word in wait.words]
    return _spent([python, *WAYLINE, *words])


def _spent(command: list[str]) -> Spent:
    paths = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    load, start = os.getloadavg()[0], time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={**os.environ, "PYTHONPATH": paths})
        _, status, used = os.wait4(process.pid, 0)  # of this child alone, and its peak memory too
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ACCEPTED:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode(errors='replace')[-500:]}")
    return Spent(used.ru_utime + used.ru_stime, elapsed, used.ru_maxrss / 1024, load)


def page(found: dict[str, list[Spent]], goals: dict[str, str], day: str) -> str:
    """The table as a page."""
    loads = [one.load for runs in found.values() for one in runs]
    about = (
        f"{day}; {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{max(len(runs) for runs in found.values())} runs each.\nLoad average before a run: {min(loads):.1f} to {max(loads):.1f}."
    )
    rows = [row(name, goals[name], runs) for name, runs in found.items()]
    return "\n\n".join([TITLE, about, "\n".join([HEAD, *rows])]) + "\n"


def row(name: str, goal: str, runs: list[Spent]) -> str:
    cpu, elapsed = [one.cpu for one in runs], [one.elapsed for one in runs]
    return (
        f"| `wayline {name}` | {goal} | {min(cpu):.2f} / {median(cpu):.2f} | {min(elapsed):.2f} / {median(elapsed):.2f} "
        f"| {max(one.peak_mb for one in runs):,.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="how long every command makes its user wait")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--only", default="", help="commands that begin with one of these words, printed and not written"
    )
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--page", type=Path, default=PAGE)
    given = parser.parse_args()
    wanted = tuple(filter(None, given.only.split(",")))
    chosen = [one for one in waits() if not wanted or one.says.startswith(wanted)]
    found: dict[str, list[Spent]] = {one.says: [] for one in chosen}
    with tempfile.TemporaryDirectory(prefix="wayline-waits-") as folder:
        prepared(given.python, Path(folder))
        for run in range(given.runs):
            for one in chosen:
                found[one.says].append(waited(given.python, Path(folder), one, run))
    text = page(found, {one.says: one.goal for one in chosen}, datetime.now(UTC).date().isoformat())
    print(text)
    if not wanted:
        given.page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
