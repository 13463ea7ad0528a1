"""How well changed paths are noticed: power and false alarms of the gate, the unaltered logs in eighths, and watches where nothing changes.

`python -m benchmarks.stale_maps --data ../shared/data [--runs 200] [--worlds 200]`. The paths are those of the reference maps that bind every event.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import wayline
from wayline.estimates.difference import share_difference
from wayline.estimates.shift_gate import shift_gate
from wayline.measures.stale.path_table import path_table
from wayline.measures.stale.settings import StaleSettings
from wayline.measures.stale.stale import stale
from wayline.measures.watch.replay import replay, threshold
from wayline.measures.watch.rule import budget_from_text
from wayline.measures.watch.series import Series
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


def quiet_worlds(worlds: int, per_day: float, share: float, *, overdispersed: float = 0.0) -> tuple[float, float]:
    """Alerts a quarter, and share of quarters with any, of rules that are on where nothing changes but the weekday.

    A rule is replayed on 26 weeks and then left on for a quarter. `overdispersed`: sd of the day's log odds.
    """
    draw = np.random.default_rng(7)
    budget = budget_from_text("2/quarter")
    raised = []
    season = np.array([0.15, 0.05, 0.0, 0.0, 0.0, -0.1, -0.1])
    for _ in range(worlds):
        days = 26 * 7 + 91
        odds = np.log(share / (1 - share)) + season[np.arange(days) % 7] + overdispersed * draw.standard_normal(days)
        n = draw.poisson(per_day, days)
        k = draw.binomial(n, 1 / (1 + np.exp(-odds)))
        past = Series(None, date(2024, 1, 1), n[: 26 * 7], k[: 26 * 7])
        limit = threshold([past], budget)
        alerts = replay([Series(None, date(2024, 1, 1), n, k)], limit)
        raised.append(sum((alert.opened - past.first).days >= 26 * 7 for alert in alerts))
    return float(np.mean(raised)), float(np.mean(np.array(raised) > 0))


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
    for per_day, share, more in ((5, 0.5, 0.0), (40, 0.3, 0.0), (40, 0.05, 0.0), (40, 0.3, 0.3), (5, 0.9, 0.0)):
        alerts, any_ = quiet_worlds(asked.worlds, per_day, share, overdispersed=more)
        print(
            f"watch, {per_day} a day at {share}, overdispersed {more}: {alerts:.3f} alerts a quarter, {any_:.3f} of quarters with any",
            flush=True,
        )


if __name__ == "__main__":
    main()
