"""The log-rank test and hazards by period: against lifelines, and by hand."""

import numpy as np
import pytest
from lifelines.statistics import multivariate_logrank_test

from wayline.estimates.log_rank import log_rank


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_agrees_with_lifelines(groups):
    draw = np.random.default_rng(groups)
    place = draw.integers(0, groups, 200)
    durations, observed = np.ceil(draw.exponential(5 + place)), draw.random(200) < 0.7
    oracle = multivariate_logrank_test(durations, place, observed)
    found = log_rank(durations, observed, place)
    assert found.chi_square == pytest.approx(oracle.test_statistic)
    assert found.p == pytest.approx(oracle.p_value)
    assert found.freedom == groups - 1
    assert sum(found.expected) == pytest.approx(sum(found.observed))


def test_one_group_and_no_event_are_refused():
    times = np.array([1, 2, 3])
    assert log_rank(times, np.array([True] * 3), np.zeros(3, dtype=int)).refused == "one group"
    assert log_rank(times, np.array([False] * 3), np.array([0, 1, 0])).refused == "the event never came"
