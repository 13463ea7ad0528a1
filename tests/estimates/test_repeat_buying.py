"""Purchases, spend and renewals on data drawn here with a known truth."""

import numpy as np
import pytest

from wayline.estimates import pareto_nbd, repeat_buying
from wayline.estimates.one_step import OneStep, drawn_weights
from wayline.estimates.pareto_nbd import fit_pareto_nbd
from wayline.estimates.renewal import fit_renewal
from wayline.estimates.repeat_buying import Purchases, fit_repeat_buying
from wayline.estimates.spend import fit_spend

TRUE = np.array([0.5, 5.0, 0.8, 2.5])


def bought(n, end, seed, ahead=0.0):
    """Customers of a BG/NBD watched up to `end`, and how often they bought in the `ahead` after it."""
    random = np.random.default_rng(seed)
    rate, gone = random.gamma(TRUE[0], 1 / TRUE[1], n), random.beta(TRUE[2], TRUE[3], n)
    rows, later = np.zeros((n, 2)), np.zeros(n)
    for who in range(n):
        time = random.exponential(1 / rate[who])
        while time <= end + ahead:
            if time <= end:
                rows[who] = rows[who][0] + 1, time
            else:
                later[who] += 1
            if random.random() < gone[who]:
                break
            time += random.exponential(1 / rate[who])
    return Purchases(rows[:, 0], rows[:, 1], np.full(n, end), np.ones(n)), later


@pytest.fixture(scope="module")
def drawn():
    return bought(3_000, 40.0, 1, ahead=40.0)


@pytest.fixture(scope="module")
def fitted(drawn):
    return fit_repeat_buying(drawn[0])


def test_the_truth_is_found_again_and_what_comes_is_foretold(drawn, fitted):
    assert fitted.parameters == pytest.approx(TRUE, rel=0.35)
    expected = repeat_buying.expected_repeats(fitted.parameters, drawn[0], 40.0)
    assert expected.sum() == pytest.approx(drawn[1].sum(), rel=0.08)


def test_like_customers_may_stand_in_one_row(drawn, fitted):
    days = Purchases(drawn[0].repeats, np.round(drawn[0].last), drawn[0].watched, drawn[0].times)
    together = Purchases.of(days.repeats, days.last, days.watched)
    assert len(together.times) < len(days.times)
    assert fit_repeat_buying(together).log_likelihood == pytest.approx(fit_repeat_buying(days).log_likelihood, abs=1e-3)


def test_a_model_that_does_not_hold_is_less_likely():
    few, _ = bought(300, 40.0, 2)
    assert fit_pareto_nbd(few).log_likelihood < fit_repeat_buying(few).log_likelihood - 5


@pytest.mark.parametrize("s", [1 - 1e-9, 1.0, 1 + 1e-9])
def test_where_s_is_one_nothing_is_divided_by_nothing(s):
    one = Purchases(*(np.array([value]) for value in (2.0, 20.0, 40.0, 1.0)))
    near = pareto_nbd.expected_repeats(np.array([0.5, 10.0, 1.001, 12.0]), one, 40.0)[0]
    assert pareto_nbd.expected_repeats(np.array([0.5, 10.0, s, 12.0]), one, 40.0)[0] == pytest.approx(near, rel=2e-3)


def test_one_step_spreads_as_fits_to_other_customers_do(drawn, fitted):
    """The spread of ln α over whole fits of resampled customers, and by one step."""
    one_step = OneStep.at(lambda p: repeat_buying.log_likelihood(p, drawn[0]), fitted.parameters)
    weights = next(drawn_weights(3_000, 50))
    moved = one_step.moved(weights)[:, 1]
    again = [
        np.log(fit_repeat_buying(Purchases(drawn[0].repeats, drawn[0].last, drawn[0].watched, own)).alpha)
        for own in weights[:8]
    ]
    assert np.corrcoef(again, moved[:8])[0, 1] > 0.95
    assert np.std(moved[:8]) == pytest.approx(np.std(again), rel=0.25)


def test_spend_is_drawn_to_the_mean_of_all():
    random = np.random.default_rng(3)
    q, v, p = 4.0, 15.0, 6.0
    repeats = random.integers(1, 6, 4_000).astype(float)
    means = random.gamma(p * repeats, 1 / (random.gamma(q, 1 / v, 4_000) * repeats))
    found = fit_spend(repeats, means)
    of_all = p * v / (q - 1)
    assert found.expected(np.zeros(1), np.zeros(1))[0] == pytest.approx(of_all, rel=0.05)
    once, often = found.expected(np.array([1.0, 50.0]), np.array([90.0, 90.0]))
    assert of_all < once < often < 90


def test_a_renewal_curve_is_found_again_with_open_contracts():
    random = np.random.default_rng(4)
    ends = random.geometric(random.beta(0.7, 1.5, 5_000))
    seen = random.integers(2, 7, 5_000)  # renewals that have come due for each so far
    lost = np.bincount(ends[ends <= seen], minlength=7)[1:7].astype(float)
    still = np.bincount(seen[ends > seen], minlength=7)[1:7].astype(float)
    found = fit_renewal(lost, still)
    assert (found.alpha, found.beta) == pytest.approx((0.7, 1.5), rel=0.12)
