"""How well changed paths are noticed: power and false alarms of the gate, the unaltered logs in eighths, and watches where nothing changes.

`python -m benchmarks.stale_maps --data ../shared/data [--runs 200] [--worlds 200]`. The paths are those of the reference maps that bind every event.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import wayline
from benchmarks.quiet_watches import QUIET, SHIFTED, quarters
from wayline.estimates.difference import share_difference
from wayline.estimates.shift_gate import shift_gate
from wayline.measures.stale.path_table import path_table
from wayline.measures.stale.settings import StaleSettings
from wayline.measures.stale.stale import stale
from wayline.paths.facts import PathFacts
from wayline.workspace.measuring import opened

REFERENCE = Path(__file__).resolve().parents[1] / "tests" / "reference"
LOGS = {
    "olist": ("olist", ("orders.csv.gz", "order_reviews.csv.gz")),
    "oulad": ("oulad_churn", ("events.csv.gz", "student_info.csv.gz")),
    "clickstream": ("clickstream_ecom_synthetic", ("events.csv.gz",)),
}
Matrix = NDArray[np.float64]
Path_ = list[str]


def walks(facts: PathFacts) -> list[Path_]:
    """Paths as names of steps, in order of start."""
    rows = facts.rows(
        "SELECT list(p.arrives ORDER BY p.k) FROM path_events p JOIN subject_facts s ON s.subject = p.subject "
        "GROUP BY s.place_of_all ORDER BY s.place_of_all"
    )
    names = [step.id for step in facts.journey.steps]
    return [[names[step] for step in row[0]] for row in rows]  # type: ignore[attr-defined]


def matrix(paths: list[Path_], columns: dict[tuple[str, str], int]) -> Matrix:
    """Paths × transitions, START and END included; new transitions get new columns."""
    pairs = [[*zip(["START", *path], [*path, "END"], strict=True)] for path in paths]
    places = [(row, columns.setdefault(pair, len(columns))) for row, one in enumerate(pairs) for pair in one]
    counts = np.zeros((len(paths), len(columns)))
    np.add.at(counts, tuple(np.array(places).T), 1)
    return counts


def altered(path: Path_, kind: str) -> Path_:
    """The path with its second and third event swapped, or its second repeated."""
    if kind == "swap":
        return [path[0], path[2], path[1], *path[3:]] if len(path) >= 3 else path
    return [path[0], path[1], *path[1:]] if len(path) >= 2 else path


def power(paths: list[Path_], window: int, share: float, kind: str, runs: int) -> tuple[float, float, float]:
    """Rates of detection, of detection with 5 points of coverage lost, and of detections that name a touched transition."""
    draw = np.random.default_rng(5)
    columns: dict[tuple[str, str], int] = {}
    whole = matrix(paths, columns)
    used = (whole > 0).sum(axis=0)
    names = list(columns)
    top = {names[n] for n in sorted(range(len(names)), key=lambda n: (-used[n], names[n]))[:10]}
    seen = material = touched = 0
    for _ in range(runs):
        chosen = draw.choice(len(paths), 2 * window, replace=False)
        change = draw.random(window) < share
        second = [altered(paths[n], kind) if one else paths[n] for n, one in zip(chosen[window:], change, strict=True)]
        local = dict(columns)
        after = matrix(second, local)
        before = np.pad(whole[chosen[:window]], ((0, 0), (0, len(local) - whole.shape[1])))
        gate = shift_gate(before, after, random=draw)
        if gate.p > 0.05:
            continue
        seen += 1
        off = [n for pair, n in local.items() if pair not in top]
        lost = (before[:, off].sum(axis=1) == 0).mean() - (after[:, off].sum(axis=1) == 0).mean()
        material += lost >= 0.05
        now = matrix([paths[n] for n in chosen[window:]], local)
        now = np.pad(now, ((0, 0), (0, len(local) - now.shape[1])))
        touched += bool((now[:, gate.largest] != after[:, gate.largest]).any()) if share else 0
    return seen / runs, material / runs, touched / max(seen, 1)


def eighths(paths: list[Path_], m: int) -> tuple[int, int, int]:
    """Of the seven pairs of neighbouring eighths: p ≤ 0.05; and 5 points lost on the top m of earlier paths; and that beyond chance."""
    columns: dict[tuple[str, str], int] = {}
    counts = matrix(paths, columns)
    names = list(columns)
    parts = np.array_split(np.arange(len(paths)), 8)
    gated = lost = surely = 0
    for first, second in pairwise(parts):
        if shift_gate(counts[first], counts[second]).p > 0.05:
            continue
        gated += 1
        early = counts[: second[0]]
        used = (early > 0).sum(axis=0)
        on_map = sorted(range(len(names)), key=lambda n: (-used[n], names[n]))[:m]
        off = np.setdiff1d(np.arange(len(names)), on_map)
        sides = [(int((rows[:, off].sum(axis=1) == 0).sum()), len(rows)) for rows in (early, counts[second])]
        found = share_difference(*sides)
        lost += found.value <= -0.05
        surely += found.value <= -0.05 and (found.high or 0) < 0
    return gated, lost, surely


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--worlds", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for log, (data, files) in LOGS.items():
            workspace = wayline.init(Path(folder) / log)
            wayline.import_files(
                workspace, [asked.data / data / file for file in files], roles=REFERENCE / "roles" / f"{log}.roles.yaml"
            )
            with opened(
                wayline.load_map(REFERENCE / "maps" / f"{log}-every.journey.yaml"), workspace.log.snapshot()
            ) as at:
                facts = at.facts(wayline.Asked().question("UTC"))
                paths = walks(facts)
                for m in {"olist": (8, 10), "oulad": (10, 15), "clickstream": (60,)}[log]:
                    print(
                        f"{log}, {m} transitions: p alone {{}} of 7, with 5 points lost {{}}, beyond chance {{}}".format(
                            *eighths(paths, m)
                        )
                    )
                found = stale(facts, StaleSettings(within="all"))
                print(
                    f"{log}, wayline stale: {len(found.alarms)} alarms of {len(found.changes)}; paths {len(path_table(facts, None))}"
                )
            if log == "olist":
                for window, share in ((100, 0.1), (250, 0.05), (250, 0.1)):
                    for kind in ("swap", "repeat"):
                        print(
                            window,
                            share,
                            kind,
                            *(f"{rate:.3f}" for rate in power(paths, window, share, kind, asked.runs)),
                            flush=True,
                        )
                    print(
                        window,
                        "no change",
                        *(f"{rate:.3f}" for rate in power(paths, window, 0.0, "swap", asked.runs)),
                        flush=True,
                    )
    for world in QUIET + SHIFTED:
        print(world, quarters(world, asked.worlds), flush=True)


if __name__ == "__main__":
    main()
