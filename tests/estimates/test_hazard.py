"""Hazards by period, and the run of periods above all that comes later."""

import numpy as np

from wayline.estimates.hazard import AtRisk, Peak, hazards, peak


def counted(came, gone, seen, periods):
    rows = hazards(*(np.array(column, dtype=np.int64) for column in (came, gone, seen)), periods)
    return [(row.events, row.n) for row in rows]


def test_at_risk_is_who_was_seen_for_the_whole_period():
    """One has it in the second period, one leaves in the second, one is seen for a single period, one for all three."""
    assert counted([2, 0, 0, 0], [0, 2, 0, 0], [3, 3, 1, 3], 3) == [(0, 4), (1, 3), (0, 1)]


def test_an_event_in_a_period_that_is_not_over_does_not_count():
    assert counted([2], [0], [1], 2) == [(0, 1), (0, 0)]


def test_what_comes_after_leaving_does_not_count():
    assert counted([3], [1], [3], 3) == [(0, 1), (0, 0), (0, 0)]


def flat(*shares, n=1_000):
    return [AtRisk(period, round(share * n), n) for period, share in enumerate(shares, start=1)]


def test_a_peak_opens_late_and_ends_where_the_hazard_is_as_later_on():
    assert peak(flat(0.02, 0.02, 0.1, 0.08, 0.02, 0.02, 0.02)) == Peak(3, 4, 60, 3_000)


def test_a_hazard_that_stays_the_same_or_rises_has_no_peak():
    assert peak(flat(*[0.05] * 10)) is None
    assert peak(flat(0.01, 0.02, 0.05, 0.1)) is None


def test_periods_with_fewer_than_30_at_risk_are_not_compared():
    assert peak([*flat(0.5, n=29), *flat(0.1)]) is None
    assert peak([]) is None


def test_a_constant_hazard_makes_a_window_in_at_most_one_log_of_twenty():
    draw = np.random.default_rng(9)
    found = 0
    for _ in range(400):
        came, seen = draw.geometric(0.05, 300), draw.integers(1, 41, 300)
        rows = hazards(np.where(came <= seen, came, 0), np.zeros(300, dtype=np.int64), seen, 40)
        found += peak(rows) is not None
    assert found <= 20
