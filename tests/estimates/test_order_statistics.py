"""Medians and quantiles of durations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.estimates.order_statistics import interval_rank, median


def test_median_interpolates_as_numpy_does():
    plain = median(np.array([174_600, 86_400]), extra={"censored": 1, "survival_median": 174_600.0}).plain()
    assert (plain["value"], plain["n"], plain["count"], plain["unit"]) == (130_500.0, 2, 2, "seconds")
    assert (plain["q25"], plain["q75"], plain["p90"]) == (108_450.0, 152_550.0, 165_780.0)
    assert (plain["low"], plain["high"], plain["show"]) == (None, None, "hidden")
    assert (plain["censored"], plain["survival_median"], plain["method"]) == (1, 174_600.0, "order statistics")


def test_no_durations_is_a_refusal_with_the_same_keys():
    plain = median(np.array([]), extra={"censored": 4}).plain()
    assert (plain["value"], plain["refused"], plain["n"]) == (None, "no subjects", 0)
    assert (plain["q25"], plain["q75"], plain["p90"], plain["censored"]) == (None, None, None, 4)


@pytest.mark.parametrize(
    ("n", "rank"), [(1, 0), (5, 0), (6, 1), (8, 1), (9, 2), (10, 2), (15, 4), (20, 6), (50, 18), (100, 40)]
)
def test_rank_is_the_tabulated_one(n, rank):
    """The ranks of the two-sided sign test at 5 %, as printed in tables such as Conover's."""
    assert interval_rank(n) == rank


def test_interval_is_taken_from_the_values():
    plain = median(np.arange(10.0)).plain()
    assert (plain["low"], plain["high"]) == (1.0, 8.0)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_of_values_does_not_matter_and_quantiles_rise(values, random):
    plain = median(np.array(values)).plain()
    random.shuffle(values)
    assert median(np.array(values)).plain() == plain
    assert plain["q25"] <= plain["value"] <= plain["q75"] <= plain["p90"]
    assert plain["low"] is None or plain["low"] <= plain["value"] <= plain["high"]


@pytest.mark.parametrize(("n", "expected"), [(6, 0.969), (20, 0.959), (75, 0.964)])
def test_interval_covers_the_true_median(n, expected):
    """Distribution-free and at least 95 %: the exact coverage for continuous values is known."""
    samples = np.sort(np.random.default_rng(7).exponential(size=(20_000, n)), axis=1)
    rank = interval_rank(n)
    covered = np.mean((samples[:, rank - 1] <= np.log(2)) & (np.log(2) <= samples[:, -rank]))
    assert covered == pytest.approx(expected, abs=0.006)
    assert covered > 0.95 - 0.004
