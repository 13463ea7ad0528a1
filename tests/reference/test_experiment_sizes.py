"""methods.md section 6: the smallest visible change of a 10 % churn rate, in points."""

import pytest

from wayline.estimates.visible import smallest_visible


@pytest.mark.parametrize(("per_arm", "points"), [(200, 8.4), (500, 5.3), (1_000, 3.8), (5_000, 1.7)])
def test_the_smallest_visible_change_of_a_churn_rate(per_arm, points):
    assert round(100 * smallest_visible(0.1, per_arm), 1) == points


def test_the_printed_factor():
    assert smallest_visible(0.5, 2) == pytest.approx(2.8016 * 0.5, abs=1e-4)
