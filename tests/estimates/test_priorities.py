"""An order of costs: how likely each is among the largest, what cannot be told apart, and Ulwick's opportunity. methods.md section 7."""

import numpy as np
import pytest

from wayline.estimates.priorities import drawn_together, gain, opportunity, ranked

RUNS, DRAWS, ITEMS = 250, 400, 10


@pytest.mark.parametrize(("spread", "most"), [(0.03, 0.11), (0.06, 0.07), (0.12, 0.07)])
def test_the_stated_chance_to_be_among_the_first_three_holds(spread, most):
    """Ten simulated pain points of 50 to 500 subjects: of those said to be among the first three at p, p are.

    At 1,000 runs the worst fifth is off by 0.061, 0.018 and 0.027: where pain points hardly differ, the order is surer than said.
    """
    random = np.random.default_rng(7)
    stated, true = [], []
    for _ in range(RUNS):
        n = random.integers(50, 501, ITEMS)
        exposed = np.maximum((n * random.uniform(0.2, 0.6, ITEMS)).astype(int), 15)
        base = random.uniform(0.1, 0.3, ITEMS)
        excess = np.clip(random.normal(0.08, spread, ITEMS), -0.09, 0.5)
        costs = exposed * excess
        found = ranked(_drawn(random, n, exposed, base, excess), 3)
        stated += [one.top for one in found]
        true += [costs[one.place] >= np.sort(costs)[-3] for one in found]
    assert _worst_miss(np.array(stated), np.array(true)) <= most


def _drawn(random, n, exposed, base, excess):
    lost = random.binomial(exposed, np.clip(base + excess, 0, 1)) / exposed
    others = random.binomial(n - exposed, base) / (n - exposed)
    again = np.clip(random.binomial(n, exposed / n, (DRAWS, ITEMS)), 1, n - 1)
    effects = random.binomial(again, lost) / again - random.binomial(n - again, others) / (n - again)
    return again * drawn_together(effects)


def _worst_miss(stated, true):
    """How far stated and true lie apart, by fifths of what is stated."""
    fifth = np.minimum((stated * 5).astype(int), 4)
    return max(abs(stated[fifth == one].mean() - true[fifth == one].mean()) for one in range(5))


def test_groups_begin_where_intervals_part():
    random = np.random.default_rng(1)
    found = ranked(random.normal([10.0, 9.5, 3.0, 2.8, 0.0], 0.5, (2_000, 5)), 2)
    assert [(one.place, one.group) for one in found] == [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)]
    assert [round(one.top) for one in found] == [1, 1, 0, 0, 0]
    assert sum(one.top for one in found) == pytest.approx(2)


def test_what_could_change_the_first_choice_is_narrowed_first():
    """E[max(v, best of the others)] less the best: 0 for what can never be first, most for the unsure rival."""
    costs = np.array([[10.0, 14.0, 1.0], [10.0, 4.0, 2.0]])
    assert [gain(costs, place) for place in range(3)] == [0.0, 2.0, 0.0]


def test_fewer_than_four_effects_are_left_alone():
    effects = np.random.default_rng(2).normal(0, 1, (50, 3))
    assert drawn_together(effects) is effects


@pytest.mark.parametrize(
    ("important", "satisfied", "expected"),
    [((80, 100), (30, 100), 13.0), ((80, 100), (90, 100), 8.0), ((0, 50), (0, 50), 0.0)],
)
def test_ulwicks_opportunity(important, satisfied, expected):
    value, drawn = opportunity(important, satisfied, 4_000, 1)
    assert value == pytest.approx(expected)
    assert np.quantile(drawn, 0.001) <= value <= np.quantile(drawn, 0.999) or value == 0
