"""Odds ratios from a table and from a logistic model."""

import numpy as np
import pytest

from wayline.estimates.logistic import adjusted_odds_ratio
from wayline.estimates.odds_ratio import odds_ratio


def test_half_a_subject_stands_in_every_cell():
    """10 of 20 and 15 of 20: ln((10.5 · 5.5)/(10.5 · 15.5)) ± 1.959964 · √(1/10.5 + 1/10.5 + 1/15.5 + 1/5.5)."""
    found = odds_ratio((10, 20), (15, 20))
    assert (found.value, found.low, found.high) == pytest.approx((0.35484, 0.09715, 1.29600), abs=1e-5)
    assert found.p == pytest.approx(0.1170, abs=1e-4)


def test_an_empty_cell_has_an_odds_ratio():
    """(0.5 · 0.5)/(30.5 · 30.5)."""
    assert odds_ratio((0, 30), (30, 30)).value == pytest.approx(1 / 3721)


def filled(*groups):
    """Subjects of `(exposed, held, successes, n)` as columns."""
    rows = [(n < successes, exposed, held) for exposed, held, successes, many in groups for n in range(many)]
    outcome, exposed, held = zip(*rows, strict=True)
    return np.array(outcome), np.array(exposed, dtype=bool), np.array(held, dtype=float)[:, None]


def test_what_the_held_column_explains_is_taken_out():
    """Within both levels the odds ratio is 1 (½ and ½; ¾ and ¾), and across them it is not."""
    outcome, exposed, held = filled((1, 0, 40, 80), (0, 0, 10, 20), (1, 1, 15, 20), (0, 1, 60, 80))
    assert odds_ratio((55, 100), (70, 100)).value == pytest.approx(0.526, abs=2e-3)
    assert adjusted_odds_ratio(outcome, exposed, held).value == pytest.approx(1, abs=1e-3)


def test_with_nothing_held_the_model_gives_the_odds_ratio_of_the_table():
    """(30/70)/(50/50), and Woolf's error of its logarithm √(1/30 + 1/70 + 1/50 + 1/50)."""
    outcome, exposed, held = filled((1, 0, 30, 100), (0, 0, 50, 100))
    found = adjusted_odds_ratio(outcome, exposed, held)
    assert found.value == pytest.approx(3 / 7)
    assert found.low == pytest.approx(3 / 7 * np.exp(-1.959964 * np.sqrt(1 / 30 + 1 / 70 + 1 / 50 + 1 / 50)))


@pytest.mark.parametrize("twice", [1, 3])
def test_a_column_that_others_make_up_changes_nothing(twice):
    outcome, exposed, held = filled((1, 0, 40, 80), (0, 0, 12, 20), (1, 1, 13, 20), (0, 1, 60, 80))
    alone = adjusted_odds_ratio(outcome, exposed, held)
    found = adjusted_odds_ratio(outcome, exposed, np.column_stack([held, twice * held + 1]))
    assert found.value == pytest.approx(alone.value)


def test_a_rare_value_with_one_outcome_only_leaves_an_estimate():
    outcome, exposed, held = filled((1, 0, 40, 80), (0, 0, 60, 80), (0, 1, 3, 3))
    found = adjusted_odds_ratio(outcome, exposed, held)
    assert found.value == pytest.approx(1 / 3, abs=0.01)


@pytest.mark.parametrize(
    "groups",
    [((1, 0, 0, 30), (0, 0, 30, 30)), ((1, 0, 10, 30),)],
    ids=["splits the outcomes", "everyone is exposed"],
)
def test_an_exposure_without_an_estimate_has_none(groups):
    assert adjusted_odds_ratio(*filled(*groups)) is None
