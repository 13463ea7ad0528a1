"""Differences of two groups: published intervals, and p-values that say the same as the interval."""

import numpy as np
import pytest
from scipy.stats import binomtest, false_discovery_control

from wayline.estimates.comparison import adjusted, compare_intervals, compare_medians, compare_shares
from wayline.estimates.exact import exact_interval, needed


def test_two_shares_as_newcombe_printed_them():
    """Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10: 56/70 less 48/80 is 0.2 [0.0524, 0.3339]."""
    found = compare_shares((48, 80), (56, 70)).difference
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)


@pytest.mark.parametrize("first", [(0, 12), (5, 40), (30, 60), (59, 60)])
@pytest.mark.parametrize("second", [(0, 30), (11, 50), (40, 40)])
def test_the_p_value_of_shares_says_the_same_as_the_interval(first, second):
    found = compare_shares(first, second)
    assert (found.p <= 0.05) == found.difference.excludes_none
    assert compare_shares(second, first).p == pytest.approx(found.p)


def test_equal_shares_have_p_of_one():
    assert compare_shares((5, 50), (10, 100)).p == 1
    assert compare_shares((0, 50), (0, 100)).p == 1


def test_the_p_value_of_medians_says_the_same_as_the_interval():
    draw = np.random.default_rng(3)
    for _ in range(60):
        first, second = draw.exponential(1, draw.integers(8, 60)), draw.exponential(1.8, draw.integers(8, 60))
        found = compare_medians(first, second)
        assert found.difference.low <= found.difference.value <= found.difference.high
        assert (found.p <= 0.05) == found.difference.excludes_none


def test_medians_of_the_same_process_rarely_differ_and_of_others_do():
    draw = np.random.default_rng(4)
    missed = sum(compare_medians(draw.lognormal(0, 1, 40), draw.lognormal(0, 2, 70)).p <= 0.05 for _ in range(400))
    assert missed <= 20
    found = sum(compare_medians(draw.lognormal(0, 1, 80), draw.lognormal(0.7, 1, 80)).p <= 0.05 for _ in range(200))
    assert found >= 150


def test_against_a_group_without_end_the_interval_is_that_of_one_median():
    """With all values of one group alike, its median is known, and the order-statistics interval of the other remains."""
    found = compare_medians(np.full(500, 10.0), np.arange(1.0, 21.0)).difference
    assert (found.low, found.value, found.high) == (6 - 10, 10.5 - 10, 15 - 10)


def test_medians_of_too_few_values_have_no_interval():
    assert compare_medians(np.arange(5.0), np.arange(50.0)) is None
    assert compare_medians(np.array([]), np.arange(50.0)) is None


def test_two_scores_with_equal_intervals():
    found = compare_intervals((40.0, 37.0, 43.0), (46.0, 42.0, 50.0), unit="points")
    assert (found.difference.value, found.difference.low, found.difference.high) == (6.0, 1.0, 11.0)
    assert found.p == pytest.approx(0.0187, abs=1e-3)


def test_the_family_is_adjusted_as_scipy_does():
    p = np.random.default_rng(5).random(37) ** 3
    assert adjusted(list(p)) == pytest.approx(list(false_discovery_control(p)))
    assert adjusted([]) == []


@pytest.mark.parametrize(("count", "n"), [(0, 10), (3, 10), (10, 10), (41, 365)])
def test_the_exact_interval_is_that_of_scipy(count, n):
    expected = binomtest(count, n).proportion_ci(method="exact")
    assert exact_interval(count, n) == pytest.approx((expected.low, expected.high))


def test_how_many_are_needed_is_the_size_at_which_the_interval_just_leaves_the_bound_out():
    size = needed(0.7, 0.6, 50)
    assert 95 <= size <= 105
    assert exact_interval(0.7 * size, size)[0] >= 0.6
    assert exact_interval(0.7 * (size - 1), size - 1)[0] < 0.6
    assert needed(0.6, 0.6, 50) is None
