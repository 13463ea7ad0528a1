"""Norms for a wait: recovered with half of the cases censored, where plain quantiles fail."""

import numpy as np

from wayline.estimates.kaplan_meier import kaplan_meier
from wayline.estimates.norms import norm


def test_with_half_of_the_cases_censored_the_norms_are_recovered():
    """Exponential waits of mean 10, looked at for times of mean 10: 75 % are over by 13.86, 90 % by 23.03."""
    covered, plain = [], []
    for seed in range(40):
        draw = np.random.default_rng(seed)
        waits, looked = draw.exponential(10, 2_000), draw.exponential(10, 2_000)
        curve = kaplan_meier(np.minimum(waits, looked), waits <= looked)
        for share, truth in ((0.75, 13.863), (0.90, 23.026)):
            found = norm(curve, share)
            # without an upper limit nothing is claimed above
            covered.append(found.low <= truth <= (found.high or np.inf))
            plain.append(np.quantile(waits[waits <= looked], share) >= 0.9 * truth)
    assert np.mean(covered) >= 0.88
    assert not any(plain)


def test_where_the_curve_does_not_get_so_far_there_is_no_norm():
    curve = kaplan_meier(np.arange(1, 101), np.arange(1, 101) <= 50)
    assert norm(curve, 0.9).value is None
    assert norm(curve, 0.4).value == 40
