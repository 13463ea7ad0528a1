"""Means of ratings, weights, several answers of one person."""

import numpy as np
import pytest

from wayline.estimates.clusters import independent_part, mean_of_each
from wayline.estimates.mean import Spread, mean, mean_difference, mean_interval, spread_of
from wayline.estimates.weighted import effective_n, usable, weighted_mean, weighted_nps, weighted_share


def test_the_mean_carries_the_t_interval():
    """x̄ 3.5, s 1.2910, t(3) 3.1824: 3.5 ± 2.054."""
    found = mean(np.array([2.0, 3.0, 4.0, 5.0]))
    assert (found.value, found.count, found.n, found.unit, found.method) == (3.5, 4, 4, "score", "t")
    assert (found.low, found.high) == pytest.approx((1.4457, 5.5543), abs=1e-4)


@pytest.mark.parametrize("values", [[4.0], [5.0, 5.0, 5.0]])
def test_what_has_no_spread_has_no_interval(values):
    found = mean(np.array(values))
    assert (found.value, found.low, found.high, found.refused) == (values[0], None, None, None)


def test_no_answers_are_refused():
    assert (mean(np.array([])).value, mean(np.array([])).refused) == (None, "no answers")


def test_the_interval_of_a_mean_covers():
    random = np.random.default_rng(5)
    samples = np.clip(np.round(random.normal(3.6, 1.1, (4_000, 12))), 1, 5)
    truth = np.clip(np.round(random.normal(3.6, 1.1, 1_000_000)), 1, 5).mean()
    limits = [mean_interval(spread_of(sample)) for sample in samples]
    assert np.mean([low is None or low <= truth <= high for low, high in limits]) == pytest.approx(0.95, abs=0.012)


def test_the_difference_of_means_is_that_of_welch():
    """Worked by hand: 1 ± t(17.9999)·√(1/10 + 1/10)."""
    found = mean_difference(Spread(3.0, 1.0, 10), Spread(4.0, 1.0, 10))
    assert (found.value, found.low, found.high) == pytest.approx((1.0, 0.06044, 1.93956), abs=1e-4)
    assert mean_difference(Spread(3.0, None, 1), Spread(4.0, 1.0, 10)).low is None


def test_weights_count_for_value_and_interval():
    weights = np.array([1.0, 1.0, 2.0])
    assert effective_n(weights) == pytest.approx(16 / 6)
    assert weighted_mean(np.array([1.0, 2.0, 4.0]), weights).value == pytest.approx(11 / 4)
    assert weighted_share(np.array([True, False, True]), weights).value == pytest.approx(3 / 4)
    assert weighted_nps(np.array([1.0, 0.0, -1.0]), weights).value == pytest.approx(-25)


def test_equal_weights_change_nothing():
    values = np.array([2.0, 3.0, 4.0, 5.0])
    found, plain = weighted_mean(values, np.full(4, 7.0)), mean(values)
    assert (found.value, found.low, found.high, found.n_eff) == pytest.approx((plain.value, plain.low, plain.high, 4))


def test_weights_that_are_none():
    assert usable(np.array([0.0, -1.0, np.nan, np.inf, 2.0])).tolist() == [True, False, False, False, True]
    assert weighted_mean(np.array([1.0, 2.0]), np.zeros(2)).plain() == {
        "value": None,
        "low": None,
        "high": None,
        "n_eff": 0.0,
    }
    one = weighted_mean(np.array([1.0, 2.0]), np.array([0.0, 3.0]))
    assert (one.value, one.low, one.n_eff) == (2.0, None, 1.0)


def test_several_answers_of_one_person_say_less():
    values = np.array([1.0, 1.0, 5.0, 5.0, 3.0, 3.0])
    assert independent_part(values, np.arange(6)) == 1.0
    twice = independent_part(values, np.array([1, 1, 2, 2, 3, 3]))
    assert twice == pytest.approx(0.4)  # s² of six answers 3.2/6 against s² of three people 4/3
    assert independent_part(values, np.zeros(6)) == pytest.approx(1 / 6)
    assert independent_part(np.ones(4), np.array([1, 1, 2, 2])) == 0.5
    assert mean_of_each(values, np.array([3, 3, 1, 1, 2, 2])).tolist() == [5.0, 3.0, 1.0]


def test_intervals_of_clustered_answers_cover():
    """Three answers each of forty people who differ; taken as independent they would promise too much."""
    random = np.random.default_rng(6)
    covered, naive = 0, 0
    who = np.repeat(np.arange(40), 3)
    for _ in range(1_000):
        values = np.repeat(random.normal(0, 1, 40), 3) + random.normal(0, 0.7, 120)
        found = mean(values, n_eff=120 * independent_part(values, who))
        covered += found.low <= 0 <= found.high
        plain = mean(values)
        naive += plain.low <= 0 <= plain.high
    assert covered / 1_000 == pytest.approx(0.95, abs=0.02)
    assert naive / 1_000 < 0.85
