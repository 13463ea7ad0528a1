"""Promises that are known to be true or false, on simulated paths: how often is the verdict wrong?

Every log is a level of one segment. All begin A; some go on to B after a log-normal wait, some leave, the rest stay. The log is cut in the midst:
many paths are still under way.

WAYLINE_SIMULATED_LOGS=2000 runs the full number; the test suite a part of it.
"""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from scipy.stats import binom, norm
from small_logs import BEGIN, DAY, Row, stored

import wayline

LOGS = int(os.environ.get("WAYLINE_SIMULATED_LOGS", "40"))
AT_ONCE = 150
CUT = BEGIN + 90 * DAY
ON, AWAY = 0.6, 0.2
DAYS, SPREAD = 6.0, 0.8
ON_IN_A_WEEK = float(ON * norm.cdf(np.log(7 / DAYS) / SPREAD))
AWAY_IN_A_WEEK = float(AWAY * norm.cdf(np.log(7 / DAYS) / SPREAD))
MEDIAN = DAYS * 86_400

# (element, measure, bound, within) with the truth itself as the bound: it is kept, but barely
TRUTHS = (
    ("a", "converted", ON_IN_A_WEEK, "7d"),
    ("a", "left", AWAY_IN_A_WEEK, "7d"),
    ("a", "converted", ON, ""),
    ("a", "left", AWAY, ""),
    ("b", "reached", ON, ""),
    ("a", "time_to_next", MEDIAN, ""),
)
CASES = [(*truth, side) for truth in TRUTHS for side in ("at_least", "at_most")]


def a_map(side):
    """One map a measure: a step promises a measure once."""
    return f"""wayline: 1
map: small
title: Promises
leaves: [{{event: cancel}}]
stages:
  - id: first
    title: First
    steps:
      - {{id: a, title: A, bind: {{event: a}}, expect: {{converted: {{{side}: {ON_IN_A_WEEK!r}, within: 7d}}, left: {{{side}: {AWAY_IN_A_WEEK!r}, within: 7d}},
          time_to_next: {{{side}: {MEDIAN!r}}}}}}}
      - {{id: b, title: B, bind: {{event: b}}, expect: {{reached: {{{side}: {ON!r}}}}}}}
  - id: other
    title: Other
    steps: [{{id: c, title: C, bind: {{event: c}}}}]
"""


def at_any_time(side):
    return (
        a_map(side)
        .replace(", within: 7d", "")
        .replace(repr(ON_IN_A_WEEK), repr(ON))
        .replace(repr(AWAY_IN_A_WEEK), repr(AWAY))
    )


@cache
def verdicts():
    """(element, measure, within, side) → how many logs had each verdict."""
    found = {}
    for first in range(0, LOGS, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, LOGS))
        with TemporaryDirectory() as folder:
            workspace = stored(Path(folder), [row for number in numbers for row in draw_log(number)])
            for side in ("at_least", "at_most"):
                for text in (a_map(side), at_any_time(side)):
                    (Path(folder) / "maps" / "small.journey.yaml").write_text(text, encoding="utf-8")
                    asked = wayline.Asked(segment="level", as_of="2026-04-01")
                    for level in wayline.check(workspace, "small", asked).segments.values():
                        for one in level:
                            key = (one.element, one.promise.measure, one.promise.within, side)
                            counted = found.setdefault(key, {"kept": 0, "broken": 0, "cannot tell": 0})
                            counted[one.verdict] += 1
    return found


def draw_log(number):
    """The events of 40 to 160 people whose paths begin in the 90 days before the cut."""
    draw = np.random.default_rng([number, 19])
    rows = []
    for person in range(int(draw.integers(40, 161))):
        start = CUT - draw.uniform(0, 90) * DAY
        fate, wait = draw.random(), draw.lognormal(np.log(DAYS), SPREAD)
        path = [(0.0, "a")]
        if fate < ON + AWAY:
            path.append((wait, "b" if fate < ON else "cancel"))
        rows += [Row(f"{number}-{person}", round(start + days * DAY), event, f"log-{number}") for days, event in path]
    return rows


@pytest.mark.parametrize(("element", "measure", "bound", "within", "side"), CASES)
def test_a_promise_at_the_truth_is_rarely_judged_to_either_side(element, measure, bound, within, side):
    """The bound is the truth: 'broken' is a true promise called broken, 'kept' is what a hair's breadth worse would be called wrongly."""
    counted = verdicts()[element, measure, within, side]
    total = sum(counted.values())
    allowed = binom.ppf(0.999, total, 0.025)
    assert counted["broken"] <= allowed, counted
    assert counted["kept"] <= allowed, counted
