"""The page of results and its pictures, from what is kept.

python -m benchmarks.page
"""

from __future__ import annotations

from benchmarks import results
from benchmarks.cold import ROOT
from benchmarks.picture import bars, lines
from benchmarks.report import report
from benchmarks.results import Result

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"


def write(found: list[Result]) -> None:
    """Write docs/reference/benchmarks.md, and the pictures for which there are results."""
    PAGE.write_text(report(found), encoding="utf-8")
    jobs, growth = ([one for one in found if one.part == part] for part in ("jobs", "growth"))
    if jobs:
        (PAGE.parent / "benchmarks-jobs.svg").write_text(bars(jobs[-1]), encoding="utf-8")
    if growth:
        (PAGE.parent / "benchmarks-growth.svg").write_text(lines(growth), encoding="utf-8")


if __name__ == "__main__":
    write(results.read())
