"""Where the paths of a drafted map may begin."""

import numpy as np

from wayline.measures.draft.beginnings import with_beginnings
from wayline.measures.draft.plan import Plan, explains, told
from wayline.measures.draft.walk import Walk


def log_of(*paths):
    """Paths of steps 0, 1, 2; each as often as it is given."""
    path = np.repeat(np.arange(len(paths)), [len(one) for one in paths])
    act = np.array([step for one in paths for step in one])
    return told(Walk(path, act, np.arange(len(act)), 3, len(paths)), np.arange(3), 3)


PLAN = Plan((1, 5), 3, is_line=True)  # 0 → 1 → 2


def test_half_of_the_paths_begin_at_the_second_step():
    log = log_of(*[(0, 1, 2)] * 10, *[(1, 2)] * 10)
    found = with_beginnings(log, PLAN)
    assert (found.begins, found.is_line) == ((0, 1), False)
    assert (explains(log, PLAN).so_far, explains(log, found).so_far) == (10, 20)
    assert explains(log, found).planned == explains(log, found).transitions


def test_a_beginning_of_few_paths_is_not_worth_a_step():
    assert with_beginnings(log_of(*[(0, 1, 2)] * 98, *[(1, 2)] * 2), PLAN) is PLAN


def test_who_began_elsewhere_and_comes_to_a_beginning_later_comes_from_beside_the_map():
    """The first touch of any beginning is also one of the step before them, to which nothing leads."""
    log = log_of(*[(0, 1, 2)] * 10, *[(1, 2)] * 10, (2, 1))
    drawn = Plan((1, 5, 7), 3, is_line=False)  # and 2 → 1
    one, several = explains(log, drawn), explains(log, with_beginnings(log, drawn))
    assert one.planned == several.planned - 10 + 1  # ten begin on the map now, and 2 → 1 is planned no more
