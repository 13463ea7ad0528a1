"""The table of results as Markdown: docs/reference/benchmarks.md. Standard library only."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from statistics import median

from benchmarks.cold import Run

TITLE = """# How fast, and how much memory

Written by `python -m benchmarks.run`; the question, the data and what is equal between the tools are in `benchmarks/README.md`.
Every run is a cold process, imports included. Compare ratios of one table, not single seconds: runs of one machine differ by a fifth.
"""
MEASURED = "| tool | runs | seconds: min / median / max | of Wayline's | peak MB | the same answer |\n|---|---|---|---|---|---|"
IMPORTED = "| file | runs | seconds: min / median / max | rows a second | peak MB |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Size:
    """All results for one size of the log."""

    events: int
    checksum: str
    measured: dict[str, list[Run]]
    imported: dict[str, list[Run]]


def report(sizes: list[Size], versions: dict[str, str], day: str) -> str:
    """The whole page."""
    parts = [TITLE, machine(sizes, versions, day)]
    for size in sizes:
        parts.append(f"## {size.events:,} events\n\nChecksum of the log: `{size.checksum}`.")
        parts.append("### `measure` of a map of twelve steps\n\n" + "\n".join([MEASURED, *measured_rows(size)]))
        parts.append("### `import`\n\n" + "\n".join([IMPORTED, *imported_rows(size)]))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def machine(sizes: list[Size], versions: dict[str, str], day: str) -> str:
    """Where and when, and how busy the machine was."""
    loads = [
        r.load for size in sizes for found in (size.measured, size.imported) for runs in found.values() for r in runs
    ]
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"{day}; {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}; {listed}.\n"
        f"Load average before a run: {min(loads):.1f} to {max(loads):.1f}."
    )


def measured_rows(size: Size) -> list[str]:
    """A row a tool, as seconds and as a ratio to the first."""
    own = next(iter(size.measured.values()))
    return [_measured_row(name, runs, own) for name, runs in size.measured.items()]


def _measured_row(name: str, runs: list[Run], own: list[Run]) -> str:
    if runs[-1].failed:
        return f"| {name} | – | {runs[-1].failed} | – | – | – |"
    ratio = "–" if own[-1].failed else f"{median(seconds(runs)) / median(seconds(own)):.2f}"
    return f"| {name} | {len(runs)} | {spread(runs)} | {ratio} | {peak(runs)} | {same(runs, own)} |"


def same(runs: list[Run], own: list[Run]) -> str:
    """Which parts of the answer equal those of the first tool, in every run."""
    known = own[-1].digests
    parts = [name for name in known if name in runs[-1].digests]
    differ = [name for name in parts if any(r.digests[name] != known[name] for r in runs)]
    if differ:
        return f"**no: {', '.join(differ)}**"
    return "all parts" if len(parts) == len(known) else f"{', '.join(parts)} (it has no more)"


def imported_rows(size: Size) -> list[str]:
    """A row a file format."""
    rows = []
    for suffix, runs in size.imported.items():
        if runs[-1].failed:
            rows.append(f"| {suffix} | – | {runs[-1].failed} | – | – |")
        else:
            rate = size.events / median(seconds(runs))
            rows.append(f"| {suffix} | {len(runs)} | {spread(runs)} | {rate:,.0f} | {peak(runs)} |")
    return rows


def seconds(runs: list[Run]) -> list[float]:
    return [r.seconds for r in runs]


def spread(runs: list[Run]) -> str:
    found = seconds(runs)
    return f"{min(found):.2f} / {median(found):.2f} / {max(found):.2f}"


def peak(runs: list[Run]) -> str:
    return f"{max(r.peak_mb for r in runs):,.0f}"
