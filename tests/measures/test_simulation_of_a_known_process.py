"""Many small logs of one known process, each a level of a segment: do the estimates hold what they promise?

Everybody has a step A and waits there for one of two ends that compete in continuous time: going on to B, or leaving.
Some do neither, some leave and come back to go on. From B everybody goes on to C, sooner or later. All shares and
times are known, so every interval can be asked whether it holds the truth. Each log is measured twice: when all has
happened, and as it was known at a time in the midst of it.

WAYLINE_SIMULATED_LOGS=2000 runs the full number; the test suite a part of it.
"""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import norm
from small_logs import BEGIN, DAY, Row, measured, stored

LOGS = int(os.environ.get("WAYLINE_SIMULATED_LOGS", "80"))
AT_ONCE = 100  # logs in one measuring
CUT = BEGIN + 90 * DAY  # every log is cut here; its paths begin in the 90 days before
ENTERS_AT_A = 0.85  # the others begin at B
ON, AWAY, BACK = 0.45, 0.25, 0.10  # go on; leave for good; leave, and go on later. The rest stays
DAYS_AT_A, SPREAD_AT_A = 6.0, 0.8  # log-normal: median in days, sigma
DAYS_AT_B, SPREAD_AT_B = 30.0, 0.7
TRUE = {
    ("a", "reached"): ENTERS_AT_A,
    ("b", "reached"): 1 - ENTERS_AT_A + ENTERS_AT_A * (ON + BACK),
    ("a", "converted"): ON + BACK,
    ("a", "left"): AWAY,
    ("a", "open"): 1 - ON - AWAY - BACK,
    ("a", "repeats"): 0.2,
}
ON_WITHIN_A_WEEK = ON * norm.cdf(np.log(7 / DAYS_AT_A) / SPREAD_AT_A)
TRUE_MEDIAN = DAYS_AT_B * 86_400

MAP = """wayline: 1
map: small
title: A known process
unit: person
leaves: [{event: cancel}]
stages:
  - id: first
    title: First
    steps: [{id: a, title: A, bind: {event: a}}, {id: b, title: B, bind: {event: b}}]
  - id: second
    title: Second
    steps: [{id: c, title: C, bind: {event: c}}]
"""


@dataclass(frozen=True)
class Simulated:
    """One log: its measurement when all has happened, the one at the cut, and how many had left before the cut."""

    whole: dict[str, Any]
    cut: dict[str, Any]
    leaves_before_cut: int


@cache
def simulated() -> list[Simulated]:
    """All logs, measured."""
    return [one for first in range(0, LOGS, AT_ONCE) for one in batch(first, min(first + AT_ONCE, LOGS))]


def batch(first: int, stop: int) -> list[Simulated]:
    """Some logs, drawn, loaded and measured together."""
    logs = {f"log-{number}": draw_log(number) for number in range(first, stop)}
    with tempfile.TemporaryDirectory() as folder:
        workspace = stored(Path(folder), [row for rows in logs.values() for row in rows], journey=MAP)
        whole = measured(workspace, segment="level", as_of="2040-01-01")["segments"]
        cut = measured(workspace, segment="level", as_of="2026-04-01")["segments"]
    return [Simulated(whole[name], cut[name], gone(rows)) for name, rows in logs.items()]


def gone(rows: list[Row]) -> int:
    """Subjects with a leave up to the cut."""
    return len({row.person for row in rows if row.event == "cancel" and row.at <= CUT})


def draw_log(number: int) -> list[Row]:
    """The events of 40 to 160 people."""
    draw = np.random.default_rng([number, 7])
    people = int(draw.integers(40, 161))
    rows: list[Row] = []
    for person in range(people):
        start = CUT - draw.uniform(0, 90) * DAY
        path = draw_path(draw)
        rows += [Row(f"{number}-{person}", round(start + days * DAY), event, f"log-{number}") for days, event in path]
    return rows


def draw_path(draw: np.random.Generator) -> list[tuple[float, str]]:
    """Days since the start, and event."""
    if draw.random() > ENTERS_AT_A:
        return [(0.0, "b"), (draw_days(draw, DAYS_AT_B, SPREAD_AT_B), "c")]
    fate = draw.random()
    end = draw_days(draw, DAYS_AT_A, SPREAD_AT_A)
    path = [(0.0, "a")]
    if draw.random() < TRUE["a", "repeats"]:
        path.append((end / 2, "a"))
    if fate >= ON + AWAY + BACK:
        return path
    if fate >= ON:
        path.append((end, "cancel"))
    if fate >= ON + BACK:
        return path
    if fate >= ON:
        end += draw_days(draw, DAYS_AT_A, SPREAD_AT_A)
    return [*path, (end, "b"), (end + draw_days(draw, DAYS_AT_B, SPREAD_AT_B), "c")]


def draw_days(draw: np.random.Generator, median: float, sigma: float) -> float:
    return float(draw.lognormal(np.log(median), sigma))


def coverage(truth: float, numbers: list[dict[str, Any]]) -> float:
    """The share of these numbers whose interval holds the truth."""
    held = [number["low"] <= truth <= number["high"] for number in numbers if number["low"] is not None]
    return sum(held) / len(held)


def elements(which: str, element: str, measure: str) -> list[dict[str, Any]]:
    return [getattr(log, which)["elements"][element][measure] for log in simulated()]


def shares() -> dict[tuple[str, str], float]:
    """Coverage of the Wilson intervals of at least 30 subjects."""
    return {
        name: coverage(truth, [number for number in elements("whole", *name) if number["n"] >= 30])
        for name, truth in TRUE.items()
    }


def test_intervals_of_shares_hold_the_truth_as_often_as_they_say():
    found = shares()
    assert np.mean(list(found.values())) >= 0.93
    assert min(found.values()) >= (0.93 if LOGS >= 1000 else 0.88)


def test_intervals_of_medians_hold_the_truth_as_often_as_they_say():
    assert coverage(TRUE_MEDIAN, elements("whole", "b", "time_to_next")) >= 0.93


def within_a_week() -> list[dict[str, Any]]:
    found = [number["at"]["7d"] for number in elements("cut", "a", "converted_over_time")]
    return [point for point in found if "show" not in point]


def test_intervals_of_competing_ends_hold_the_truth_where_paths_are_cut():
    assert coverage(ON_WITHIN_A_WEEK, within_a_week()) >= (0.93 if LOGS >= 1000 else 0.90)


def test_the_share_within_a_week_is_right_on_average_where_paths_are_cut():
    assert abs(np.mean([point["value"] for point in within_a_week()]) - ON_WITHIN_A_WEEK) < 0.02


def test_no_more_have_left_than_left_before_the_cut():
    for log in simulated():
        assert 0 < log.cut["elements"]["a"]["left"]["count"] <= log.leaves_before_cut
        assert log.cut["elements"]["first"]["left"]["count"] <= log.leaves_before_cut


def test_those_who_reached_a_step_converted_left_or_are_open():
    for log in simulated():
        for part in (log.whole, log.cut):
            for element in ("a", "b", "first"):
                ends = [part["elements"][element][name] for name in ("converted", "left", "open")]
                assert sum(end["count"] for end in ends) == part["elements"][element]["reached"]["count"]
                assert abs(sum(end["value"] for end in ends) - 1) < 1e-12


def medians() -> tuple[np.ndarray, np.ndarray]:
    """Of the logs as they were at the cut, over the truth: the survival median, and the median of the converted alone."""
    found = [number for number in elements("cut", "b", "time_to_next") if number["n"] >= 10]
    survival = [np.inf if number["survival_median"] is None else number["survival_median"] for number in found]
    return np.array(survival) / TRUE_MEDIAN, np.array([number["value"] for number in found]) / TRUE_MEDIAN


def test_the_survival_median_is_right_where_paths_are_cut_and_the_median_of_the_converted_is_not():
    survival, converted = medians()
    assert 0.95 < np.median(survival) < 1.06
    assert 0.4 < np.mean(survival > 1) < 0.6
    assert np.median(converted) < 0.8
    assert np.mean(converted > 1) < 0.1


if __name__ == "__main__":
    for (step, name), held in shares().items():
        print(f"{step} {name}: {held:.4f}")
    print(f"median of b: {coverage(TRUE_MEDIAN, elements('whole', 'b', 'time_to_next')):.4f}")
    week = within_a_week()
    print(
        f"within a week: {coverage(ON_WITHIN_A_WEEK, week):.4f} of {len(week)}, mean {np.mean([p['value'] for p in week]):.4f}, true {ON_WITHIN_A_WEEK:.4f}"
    )
    for label, ratios in zip(("survival median", "median of the converted"), medians(), strict=True):
        print(
            f"{label} over the truth: median {np.median(ratios):.3f}, above 1 in {np.mean(ratios > 1):.3f} of {len(ratios)}"
        )
