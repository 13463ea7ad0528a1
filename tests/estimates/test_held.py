"""Effects with other columns held: many odds ratios at once, and the standardised difference of risks."""

import numpy as np
import pytest

from wayline.estimates.held import held_difference, held_odds_ratios
from wayline.estimates.logistic import adjusted_odds_ratio


def drawn(n=2_000, seed=1, effect=0.8):
    draw = np.random.default_rng(seed)
    active = draw.normal(size=n)
    exposures = draw.random((n, 4)) < 1 / (1 + np.exp(-active))[:, None]
    chance = 1 / (1 + np.exp(-(active - 0.5 + effect * exposures[:, 0])))
    return draw.random(n) < chance, exposures, np.column_stack([active, active**2])


def test_many_at_once_are_each_as_one_alone():
    outcome, exposures, held = drawn()
    together = held_odds_ratios(outcome, exposures, held)
    for place, ratio in enumerate(together):
        alone = adjusted_odds_ratio(outcome, exposures[:, place], held)
        assert (ratio.value, ratio.low, ratio.high, ratio.p) == pytest.approx(
            (alone.value, alone.low, alone.high, alone.p)
        )


def test_an_exposure_that_is_constant_or_splits_the_outcome_has_none():
    outcome, exposures, held = drawn()
    exposures[:, 1], exposures[:, 2] = True, outcome
    found = held_odds_ratios(outcome, exposures, held)
    assert found[1] is None
    assert found[2] is None
    assert found[0] is not None
    assert held_difference(outcome, exposures[:, 1], held) is None


def test_without_anything_held_the_difference_is_that_of_the_shares():
    """30 of 60 against 20 of 80: 0.25."""
    exposed = np.arange(140) < 60
    outcome = np.concatenate([np.arange(60) < 30, np.arange(80) < 20])
    found = held_difference(outcome, exposed, np.zeros((140, 0)))
    assert found.value == pytest.approx(0.25)
    spread = np.sqrt(0.25 / 60 + 0.25 * 0.75 / 80)
    assert (found.low, found.high) == pytest.approx((0.25 - 1.96 * spread, 0.25 + 1.96 * spread), abs=1e-3)


def test_the_difference_of_a_large_sample_is_the_true_one():
    """Exposed and others of one activity differ by what the model was drawn with, not by their activity."""
    outcome, exposures, held = drawn(100_000)
    active = held[:, 0]
    with_it, without = (1 / (1 + np.exp(-(active - 0.5 + 0.8 * one))) for one in (1, 0))
    found = held_difference(outcome, exposures[:, 0], held)
    assert found.low < (with_it - without).mean() < found.high
    assert found.high - found.low < 0.02
    crude = outcome[exposures[:, 0]].mean() - outcome[~exposures[:, 0]].mean()
    assert crude > found.high + 0.1
