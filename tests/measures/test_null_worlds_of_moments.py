"""Worlds in which no event matters, one with a milestone planted, and what product analytics would have said of them.

WAYLINE_NULL_WORLDS=200 runs the full number of each; the test suite a part of it.
"""

import os
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from null_worlds import GRID, PLANTED, POINTS, world
from wayline.errors import InputError
from wayline.estimates.comparison import adjusted
from wayline.estimates.odds_ratio import odds_ratio
from wayline.measures.moments.grid import grid_to, milestones
from wayline.measures.moments.ladder import climb

RUNS = int(os.environ.get("WAYLINE_NULL_WORLDS", "3"))
NAIVE_RUNS = 3


@cache
def climbed(kind, people=2_000):
    """One ladder a run."""
    found = []
    for seed in range(RUNS):
        drawn = world(kind, seed, people)
        found.append(climb(drawn.people, drawn.done, GRID))
    return found


@cache
def naive(kind):
    """Rung 1 alone and on everybody, from 25 exposed, as the mean of runs: combinations, share with p < 0.05, share kept by BH, largest OR."""
    runs = []
    for seed in range(NAIVE_RUNS):
        drawn = world(kind, seed)
        ratios = [
            odds_ratio(*pair)
            for doings in drawn.done
            for _, reached in milestones(doings, GRID, 2_000)
            for pair in [[(int(drawn.succeeded[group].sum()), int(group.sum())) for group in (reached, ~reached)]]
            if min(pair[0][1], pair[1][1]) >= 25
        ]
        p = np.array([ratio.p for ratio in ratios])
        kept = np.array(adjusted(list(p))) < 0.05
        runs.append((len(p), (p < 0.05).mean(), kept.mean(), max(ratio.value for ratio in ratios)))
    return np.mean(runs, axis=0)


@pytest.mark.parametrize("kind", ["noise", "activity"])
def test_a_world_in_which_nothing_matters_has_hardly_ever_a_claim_above_rung_1(kind):
    claims = sum(any(moment.rung > 1 for moment in ladder.moments) for ladder in climbed(kind))
    print(f"\n{kind}: any claim above rung 1 in {claims} of {RUNS} runs")
    assert claims <= binom.ppf(0.999, RUNS, 0.05)


def test_no_run_of_a_null_world_has_a_prediction_more_often_than_one_in_fifty():
    kinds = ("noise", "activity")
    predicted = sum(any(moment.rung == 3 for moment in ladder.moments) for kind in kinds for ladder in climbed(kind))
    assert predicted <= binom.ppf(0.999, 2 * RUNS, 0.02)


def test_counting_that_overlaps_the_outcome_is_refused():
    with pytest.raises(InputError, match="overlap"):
        grid_to(14, windows=[30])


def test_a_planted_milestone_is_found():
    """Ten points for two within a week, 4,000 people; it is found where it predicts."""
    found = sum(
        moment.rung == 3
        for ladder in climbed("planted", 4_000)
        for moment in ladder.moments
        if moment.milestone.what == PLANTED
    )
    print(f"\nplanted: found in {found} of {RUNS} runs")
    assert found >= binom.ppf(0.001, RUNS, 0.8)


def test_the_reported_effect_of_the_winner_has_the_truth_in_its_interval():
    """The winner of a run stands first. In the noise the truth is 0; the planted winner may be a neighbour of the planted milestone, with less."""
    held = [ladder.moments[0].held_out.held_difference for ladder in climbed("noise")]
    inside = sum(one.low <= 0 <= one.high for one in held)
    assert inside >= binom.ppf(0.001, RUNS, 0.95)
    exact = [
        moment.held_out.held_difference
        for ladder in climbed("planted", 4_000)
        for moment in ladder.moments
        if moment.milestone.id == f"{PLANTED}:2:7d" and moment.rung == 3
    ]
    caught = sum(one.low <= POINTS <= one.high for one in exact)
    print(f"\nwinner: interval holds the truth in {inside} of {RUNS} (noise) and {caught} of {len(exact)} (planted)")
    assert caught >= binom.ppf(0.001, len(exact), 0.95)


def test_where_it_was_found_the_best_of_the_grid_looks_better_than_it_is():
    found, reported = [], []
    for ladder in climbed("noise"):
        best = max(ladder.moments, key=lambda moment: moment.found.odds.value if moment.found.enough else 0)
        found.append(best.found.odds.value)
        reported.append(best.held_out.odds.value)
    print(
        f"\nwinner's curse in the noise: odds ratio {np.mean(found):.2f} where found, {np.mean(reported):.2f} held out"
    )
    assert np.mean(found) > 1.8
    assert np.mean(reported) < 1.4


@pytest.mark.parametrize(
    ("kind", "combinations", "significant", "kept"),
    [("noise", 673, 0.046, 0.0), ("activity", 786, 0.994, 0.994), ("overlap", 673, 0.695, 0.676)],
)
def test_product_analytics_would_have_claimed(kind, combinations, significant, kept):
    """The negative controls of methods.md: combinations, the share with p < 0.05, the share that survives Benjamini and Hochberg."""
    tried, below, discovered, _ = naive(kind)
    print(f"\n{kind}, naive: {tried:.0f} combinations, {below:.3f} with p < 0.05, {discovered:.3f} survive")
    assert tried == pytest.approx(combinations, rel=0.06)
    assert below == pytest.approx(significant, abs=0.04)
    assert discovered == pytest.approx(kept, abs=0.05)


def test_the_largest_odds_ratio_of_the_overlap_is_absurd():
    assert naive("overlap")[3] > 50
    assert naive("noise")[3] < 6
