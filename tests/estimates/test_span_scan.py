"""When a change began and ended."""

import numpy as np
import pytest

from wayline.estimates.span_scan import strongest_days, strongest_stretch


@pytest.mark.parametrize(
    ("start", "stop", "n"), [(40, 70, 100), (30, 100, 100), (4_321, 5_678, 20_000), (12_345, 20_000, 20_000)]
)
def test_a_clean_change_is_dated_to_the_path(start, stop, n):
    values = np.zeros(n)
    values[start:stop] = 1
    found = strongest_stretch(values)
    assert (found.start, found.stop, found.inside, found.outside) == (start, stop, 1.0, 0.0)


def test_a_noisy_change_is_dated_closely():
    draw = np.random.default_rng(4)
    share = np.full(2_000, 0.8)
    share[900:1_300] = 0.4
    found = strongest_stretch(draw.random(2_000) < share)
    assert abs(found.start - 900) <= 20
    assert abs(found.stop - 1_300) <= 20


def test_it_is_as_good_as_looking_at_every_stretch():
    draw = np.random.default_rng(5)
    for _ in range(20):
        values = (draw.random(60) < 0.5).astype(float)
        found = strongest_stretch(values)

        def strength(a, b, values=values):
            rest = np.concatenate((values[:a], values[b:]))
            return abs(values[a:b].mean() - rest.mean()) / np.sqrt(1 / (b - a) + 1 / len(rest))

        best = max(strength(a, b) for a in range(10, 60) for b in range(a + 10, 61) if 60 - b + a >= 10)
        assert strength(found.start, found.stop) == pytest.approx(best)


def test_too_few_values_date_nothing():
    assert strongest_stretch(np.ones(19)) is None


def test_between_days_it_begins_and_ends_with_a_day():
    """Days of 20: 2 of 20 counted before and after, 12 of 20 on the third to fifth day."""
    n, k = np.full(8, 20), np.array([2, 2, 12, 12, 12, 2, 2, 2])
    found = strongest_days(n, k)
    assert (found.start, found.stop, found.inside, found.outside) == (2, 5, 0.6, 0.1)
    assert strongest_days(np.array([20]), np.array([2])) is None
