"""Planted shifts are dated in counts, scores and shares, and quiet worlds keep quiet. `benchmarks.stale_maps` runs 200 of each."""

from datetime import date

import numpy as np
import pytest
from benchmarks.quiet_watches import World, quarters

from wayline.measures.watch.alert import Told, difference
from wayline.measures.watch.replay import replay, threshold
from wayline.measures.watch.rule import budget_from_text
from wayline.measures.watch.series import Series


@pytest.mark.parametrize(
    "world",
    [World("count", 20, shift=-0.4), World("share", 40, 0.3, -0.15), World("nps", 10, shift=-0.2)],
    ids=["count", "share", "score"],
)
def test_a_planted_month_is_noticed_and_dated(world):
    found = quarters(world, 4)
    assert found.found >= 0.75
    assert np.median(np.abs(found.off)) <= 4


def test_worlds_that_scatter_stay_within_the_budget():
    found = quarters(World("count", 20, 0.2), 4)
    assert (found.alerts <= 1, found.beyond) == (True, 0)


def test_the_past_of_a_rule_keeps_its_budget():
    """Ten bursts of three days: what chance alone would let pass is too many alerts, so the threshold is raised."""
    days = np.random.default_rng(3).poisson(20, 320).astype(np.float64)
    for start in range(110, 310, 20):
        days[start : start + 3] *= 2.5
    past = Series(None, date(2026, 1, 1), np.ones(320, dtype=np.int64), days, "count")
    raised = {text: replay([past], threshold([past], budget_from_text(text))) for text in ("50/quarter", "1/quarter")}
    assert len(raised["50/quarter"]) >= 6
    assert len(raised["1/quarter"]) <= 2


def test_a_difference_carries_its_interval_whatever_it_is_of():
    shares = difference(Told("share", 30, 100), Told("share", 50, 100))
    assert (shares.value, round(shares.low, 2), round(shares.high, 2)) == (0.2, 0.06, 0.33)
    counts = difference(Told("count", 200, 10), Told("count", 100, 10))
    assert (counts.value, round(counts.high, 2)) == (-10, -6.61)  # 1.96 · √(2 + 1) less
    wide = difference(Told("count", 200, 10, more=4), Told("count", 100, 10, more=4))
    assert wide.high - wide.low == pytest.approx(2 * (counts.high - counts.low))
    scores = difference(Told("score", 40, 10, 170), Told("score", 30, 10, 100))  # sd √(10 / 9) on both sides
    assert (scores.value, round(scores.low, 2)) == (-1, -1.99)
    assert difference(Told("share", 0, 0), Told("share", 1, 2)) is None
