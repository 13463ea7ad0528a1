"""How small a difference an experiment sees."""

import pytest

from wayline.estimates.visible import needed_per_arm, smallest_visible


def test_the_number_that_is_needed_sees_the_difference_and_one_less_does_not():
    n = needed_per_arm(0.4, 0.05)
    assert smallest_visible(0.4, n) <= 0.05 < smallest_visible(0.4, n - 1)


def test_a_difference_that_one_subject_would_show_still_needs_one():
    assert needed_per_arm(0.001, 0.9) == 1


def test_more_power_needs_more_subjects():
    assert needed_per_arm(0.4, 0.05, power=0.9) > needed_per_arm(0.4, 0.05)


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_a_share_and_its_complement_need_as_many(share):
    assert needed_per_arm(share, 0.05) == 566
