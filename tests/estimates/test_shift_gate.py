"""Whether two groups of paths differ: the gate finds what changed, names it, and is quiet where nothing did."""

import numpy as np
import pytest

from wayline.estimates.shift_gate import shift_gate


def groups(seed, *, shifted):
    """Two groups of 200 paths over five transitions; of the second every fourth path takes transition 3 once more."""
    draw = np.random.default_rng(seed)
    first, second = draw.poisson(0.4, (200, 5)), draw.poisson(0.4, (200, 5))
    if shifted:
        second[::4, 3] += 1
    return first, second


def test_a_change_is_found_and_named():
    gate = shift_gate(*groups(1, shifted=True))
    assert gate.p <= 0.05
    assert (gate.largest, gate.changed) == (3, (3,))


def test_the_same_seed_gives_the_same_answer_and_another_order_of_paths_too():
    first, second = groups(2, shifted=True)
    assert shift_gate(first, second, random=7) == shift_gate(first, second, random=7)
    assert shift_gate(first[::-1], second[::-1]).largest == shift_gate(first, second).largest


def test_where_nothing_changed_it_alarms_as_often_as_it_says():
    found = [shift_gate(*groups(seed, shifted=False)).p <= 0.05 for seed in range(200)]
    assert np.mean(found) <= 0.09  # 0.05 and three standard errors of 200 draws


def test_equal_groups_are_never_different():
    same = np.ones((40, 2))
    assert shift_gate(same, same).p == 1.0
    first, _ = groups(3, shifted=False)
    assert shift_gate(first, first).changed == ()


@pytest.mark.parametrize("shape", [((0, 3), (10, 3)), ((10, 3), (0, 3)), ((10, 0), (10, 0))])
def test_without_paths_or_transitions_nothing_is_claimed(shape):
    gate = shift_gate(np.ones(shape[0]), np.ones(shape[1]))
    assert (gate.p, gate.largest, gate.changed) == (1.0, None, ())


def test_a_transition_that_hardly_anybody_takes_is_not_tested():
    first, second = np.zeros((500, 1)), np.zeros((500, 1))
    second[:5] = 1  # 5 of 1,000 paths
    assert shift_gate(first, second).largest is None
