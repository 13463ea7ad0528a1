"""Times to an event where some paths are still open."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from wayline.estimates.survival import aalen_johansen, kaplan_meier

ENDINGS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2)), min_size=1, max_size=40)


def columns(endings):
    return np.array([time for time, _ in endings]), np.array([kind for _, kind in endings])


@pytest.mark.parametrize(
    ("durations", "observed", "median"),
    [
        ([24 * 3600, 174_600, 10 * 86_400, 9 * 86_400], [True, True, False, False], 174_600.0),
        ([1, 2], [True, True], 1.0),  # S(1) is exactly one half
        ([1, 2], [True, False], 1.0),
        ([1, 1], [True, False], 1.0),  # the event precedes the censoring at the same time
        ([1, 2], [False, True], 2.0),
        ([1, 2, 3], [True, False, False], None),
        ([0, 0, 0], [False, False, False], None),
        ([1, 2, 3, 4, 5, 6], [True, True, True, False, False, False], 3.0),
        ([], [], None),
    ],
)
def test_median_is_the_first_time_at_or_below_one_half(durations, observed, median):
    assert kaplan_meier(np.array(durations), np.array(observed, dtype=bool)).median == median


def test_one_half_is_decided_without_rounding():
    """Products such as 6/7 · 5/6 · … end a hair above one half in floating point; they are one half."""
    for n in range(2, 400, 2):
        curve = kaplan_meier(np.arange(1, n + 1), np.arange(1, n + 1) <= n // 2)
        assert curve.median == n // 2


def test_censored_paths_stay_at_risk_until_they_end():
    curve = kaplan_meier(np.array([1, 2, 2, 3]), np.array([True, True, False, True]))
    assert curve.at_risk.tolist() == [4, 3, 1]
    assert curve.survival == pytest.approx([0.75, 0.5, 0.0])
    assert curve.at(2.5).at_risk == 1
    assert (curve.at(0.5).survival, curve.at(0.5).at_risk, curve.at(99).at_risk) == (1.0, 4, 0)


def test_competing_ends_share_what_is_at_risk():
    incidence = aalen_johansen(np.array([1, 2, 3, 4]), np.array([1, 2, 0, 1]))
    assert incidence.share[1] == pytest.approx([0.25, 0.25, 0.25, 0.75])
    assert incidence.share[2] == pytest.approx([0.0, 0.25, 0.25, 0.25])
    assert incidence.at(3, 1).plain()["at_risk"] == 2
    assert incidence.at(3, 1).plain()["show"] == "hidden"
    assert incidence.at(0.5, 1).plain() == {"value": 0.0, "low": None, "high": None, "at_risk": 4, "show": "hidden"}


def test_a_cause_that_never_came_is_nil():
    point = aalen_johansen(np.array([1, 2]), np.array([0, 0]), causes=(1,)).at(2, 1)
    assert (point.value, point.low, point.high) == (0.0, None, None)


def test_nobody_gives_an_empty_curve():
    point = aalen_johansen(np.array([]), np.array([]), causes=(1,)).at(2, 1)
    assert (point.value, point.at_risk) == (0.0, 0)


@given(ENDINGS)
@settings(max_examples=60, deadline=None)
def test_curve_equals_lifelines(endings):
    durations, kinds = columns(endings)
    curve = kaplan_meier(durations, kinds > 0)
    oracle = KaplanMeierFitter().fit(durations, kinds > 0)
    assert curve.survival == pytest.approx(oracle.survival_function_at_times(curve.times).to_numpy())
    inside = (curve.survival > 0) & (curve.survival < 1)
    limits = oracle.confidence_interval_survival_function_.loc[curve.times].to_numpy()
    assert curve.low[inside] == pytest.approx(limits[inside, 0])
    assert curve.high[inside] == pytest.approx(limits[inside, 1])


@given(ENDINGS)
@settings(max_examples=60, deadline=None)
def test_median_equals_exact_fractions(endings):
    durations, kinds = columns(endings)
    left, expected = Fraction(1), None
    for time in sorted(set(durations.tolist())):
        at_risk = int(np.sum(durations >= time))
        left *= Fraction(at_risk - int(np.sum((durations == time) & (kinds > 0))), at_risk)
        if left <= Fraction(1, 2) and expected is None:
            expected = float(time)
    assert kaplan_meier(durations, kinds > 0).median == expected


@given(ENDINGS)
@settings(max_examples=60, deadline=None)
def test_incidence_equals_lifelines(endings):
    """Where two causes tie lifelines moves times at random, so each cause has half-days of its own here."""
    durations, kinds = columns(endings)
    durations = durations + np.where(kinds == 2, 0.5, 0.0)
    incidence = aalen_johansen(durations, kinds, causes=(1,))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = AalenJohansenFitter().fit(durations, kinds, event_of_interest=1)
    expected = oracle.cumulative_density_.loc[incidence.times].to_numpy()[:, 0]
    assert incidence.share[1] == pytest.approx(expected)
    variance = np.asarray(oracle.variance_)[1:]
    known = np.isfinite(variance)
    assert incidence.variance[1][known] == pytest.approx(variance[known], abs=1e-12)


@given(ENDINGS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_parts_sum_to_one_rise_and_ignore_the_order_of_rows(endings, random):
    durations, kinds = columns(endings)
    incidence = aalen_johansen(durations, kinds, causes=(1, 2))
    total = incidence.survival + incidence.share[1] + incidence.share[2]
    assert total == pytest.approx(np.ones(len(total)))
    assert np.all(np.diff(incidence.share[1]) >= 0)
    assert np.all(np.diff(incidence.survival) <= 0)
    for cause in (1, 2):
        inside = ~np.isnan(incidence.low[cause])
        assert np.all(incidence.low[cause][inside] <= incidence.share[cause][inside])
        assert np.all(incidence.high[cause][inside] >= incidence.share[cause][inside])
    random.shuffle(endings)
    again = aalen_johansen(*columns(endings), causes=(1, 2))
    assert np.array_equal(again.share[1], incidence.share[1])
    assert np.array_equal(again.variance[1], incidence.variance[1])


def test_variance_without_competition_is_greenwoods():
    draws = np.random.default_rng(1)
    durations, observed = draws.integers(1, 30, 200), draws.random(200) < 0.6
    curve = kaplan_meier(durations, observed)
    incidence = aalen_johansen(durations, observed.astype(int))
    inside = curve.survival > 0
    greenwood = (curve.survival**2 * curve.greenwood)[inside]
    assert incidence.variance[1][inside] == pytest.approx(greenwood)


def test_incidence_interval_covers_at_its_level():
    """Two competing exponential ends and even censoring; the share of the first by t = 1 is known."""
    truth = 2 / 3 * (1 - np.exp(-1.5))
    draws = np.random.default_rng(11)
    covered = 0
    for _ in range(800):
        end, open_until = draws.exponential(1 / 1.5, 120), draws.uniform(0.2, 3, 120)
        kinds = np.where(end <= open_until, np.where(draws.random(120) < 2 / 3, 1, 2), 0)
        point = aalen_johansen(np.minimum(end, open_until), kinds).at(1.0, 1)
        covered += point.low <= truth <= point.high
    assert covered / 800 == pytest.approx(0.95, abs=0.02)
