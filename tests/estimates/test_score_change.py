"""A score changed only where the interval of the difference says so and it matters: methods.md sections 1 and 11."""

import numpy as np
import pytest

from wayline.estimates.change import judge
from wayline.estimates.difference import share_difference
from wayline.estimates.mean import Spread, mean_difference
from wayline.estimates.nps import Camps, nps_difference


def test_a_change_beyond_chance_and_large_enough_is_visible():
    found = judge(nps_difference(Camps(1_000, 600, 2_000), Camps(1_300, 400, 2_000)), smallest=5, n=(2_000, 2_000))
    assert found.is_visible
    assert found.difference.value == pytest.approx(25.0)
    assert found.says == "rose by 25, likely 20 to 30"


def test_a_small_change_is_not_interesting_however_sure():
    found = judge(
        nps_difference(Camps(50_000, 20_000, 100_000), Camps(51_000, 19_000, 100_000)), smallest=5, n=(100_000, 100_000)
    )
    assert found.difference.excludes_none
    assert (found.is_visible, found.says) == (False, "no visible change: up by 2, and less than 5 is not interesting")


def test_no_visible_change_says_what_could_have_been_seen():
    """938 and 958 answers a period: a change of ten points is seen with 80 % power (methods.md, sample sizes)."""
    n = 958
    camps = Camps(n / 2, n / 5, n)
    found = judge(nps_difference(camps, camps), smallest=3, n=(n, n))
    assert found.could_have_seen == pytest.approx(10, abs=0.05)
    assert found.says == "no visible change; could have seen ±10"
    assert found.plain()["visible"] is False


def test_few_answers_and_no_spread_cannot_tell():
    assert (
        judge(nps_difference(Camps(9, 0, 9), Camps(0, 9, 9)), smallest=5, n=(9, 9)).says
        == "cannot tell: fewer than 10 answers"
    )
    flat = mean_difference(Spread(5.0, 0.0, 20), Spread(4.0, 0.0, 20))
    assert judge(flat, smallest=0.1, n=(20, 20)).says == "cannot tell: no spread"


def test_the_difference_of_shares_is_the_published_one():
    """Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10: 56/70 less 48/80 is 0.2 [0.0524, 0.3339]."""
    found = share_difference((48, 80), (56, 70))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_where_nothing_changed_a_change_is_seldom_seen():
    random = np.random.default_rng(7)
    rows = random.multinomial(200, [0.5, 0.2, 0.3], (2_000, 2))[..., :2]
    seen = [judge(nps_difference(Camps(*a, 200), Camps(*b, 200)), smallest=0, n=(200, 200)).is_visible for a, b in rows]
    assert np.mean(seen) == pytest.approx(0.05, abs=0.015)
