"""Drivers of a score: methods.md section 1 and goal 11."""

import numpy as np
import pytest

from wayline.estimates.drivers import drivers, johnson, lmg

NAMES = ("Agriculture", "Examination", "Education", "Catholic", "Infant mortality")
# R's data set swiss: Fertility, then the five drivers; Mosteller and Tukey (1977), Data Analysis and Regression
SWISS = """
80.2 17.0 15 12 9.96 22.2; 83.1 45.1 6 9 84.84 22.2; 92.5 39.7 5 5 93.40 20.2; 85.8 36.5 12 7 33.77 20.3; 76.9 43.5 17 15 5.16 20.6; 76.1 35.3 9 7 90.57 26.6
83.8 70.2 16 7 92.85 23.6; 92.4 67.8 14 8 97.16 24.9; 82.4 53.3 12 7 97.67 21.0; 82.9 45.2 16 13 91.38 24.4; 87.1 64.5 14 6 98.61 24.5; 64.1 62.0 21 12 8.52 16.5
66.9 67.5 14 7 2.27 19.1; 68.9 60.7 19 12 4.43 22.7; 61.7 69.3 22 5 2.82 18.7; 68.3 72.6 18 2 24.20 21.2; 71.7 34.0 17 8 3.30 20.0; 55.7 19.4 26 28 12.11 20.2
54.3 15.2 31 20 2.15 10.8; 65.1 73.0 19 9 2.84 20.0; 65.5 59.8 22 10 5.23 18.0; 65.0 55.1 14 3 4.52 22.4; 56.6 50.9 22 12 15.14 16.7; 57.4 54.1 20 6 4.20 15.3
72.5 71.2 12 1 2.40 21.0; 74.2 58.1 14 8 5.23 23.8; 72.0 63.5 6 3 2.56 18.0; 60.5 60.8 16 10 7.72 16.3; 58.3 26.8 25 19 18.46 20.9; 65.4 49.5 15 8 6.10 22.5
75.5 85.9 3 2 99.71 15.1; 69.3 84.9 7 6 99.68 19.8; 77.3 89.7 5 2 100.00 18.3; 70.5 78.2 12 6 98.96 19.4; 79.4 64.9 7 3 98.22 20.2; 65.0 75.9 9 9 99.06 17.8
92.2 84.6 3 3 99.46 16.3; 79.3 63.1 13 13 96.83 18.1; 70.4 38.4 26 12 5.62 20.3; 65.7 7.7 29 11 13.79 20.5; 72.7 16.7 22 13 11.22 18.9; 64.4 17.6 35 32 16.92 23.0
77.6 37.6 15 7 4.97 20.0; 67.6 18.7 25 7 8.65 19.5; 35.0 1.2 37 53 42.34 18.0; 44.7 46.6 16 29 50.43 18.2; 42.8 27.7 22 29 58.33 19.3
"""
ROWS = np.array([[float(cell) for cell in row.split()] for row in SWISS.replace(";", "\n").split("\n") if row.strip()])


def test_the_table_is_whole():
    assert ROWS.shape == (47, 6)


def test_lmg_on_swiss():
    found = lmg(ROWS[:, 1:], ROWS[:, 0])
    assert found == pytest.approx([0.0571, 0.1712, 0.2601, 0.1056, 0.1128], abs=1e-4)
    assert found.sum() == pytest.approx(0.7067, abs=1e-4)


def test_johnson_on_swiss():
    found = johnson(ROWS[:, 1:], ROWS[:, 0])
    assert found == pytest.approx([0.0484, 0.1547, 0.2720, 0.1147, 0.1170], abs=1e-4)
    assert found.sum() == pytest.approx(0.7067, abs=1e-4)


def test_few_answers_make_one_tie_group():
    found = drivers(NAMES, ROWS[:, 1:], ROWS[:, 0], draws=200)
    assert found.drivers[0].name == "Education"
    assert {one.group for one in found.drivers} == {0}
    assert sum(one.share for one in found.drivers) == pytest.approx(1)
    assert all(one.low <= one.share <= one.high for one in found.drivers)


def made(n, weights, seed=3):
    random = np.random.default_rng(seed)
    ratings = random.normal(0, 1, (n, len(weights)))
    return ratings, ratings @ np.array(weights) + random.normal(0, 0.5, n)


def test_an_order_is_claimed_from_enough_answers_on():
    """Strong, two alike, none: three groups from 300 answers, the top alone from 100, and below that none."""
    for n, groups in ((600, [0, 1, 1, 2]), (150, [0, 1, 1, 1]), (90, [0, 0, 0, 0])):
        found = drivers("abcd", *made(n, [1.0, 0.5, 0.5, 0.0]), draws=200)
        assert [one.group for one in found.drivers] == groups, n
        assert found.drivers[0].name == "a"


def test_answers_that_lack_a_rating_are_left_out():
    ratings, score = made(120, [1.0, 0.5])
    ratings[:20, 1] = np.nan
    assert drivers("ab", ratings, score, draws=50).n == 100


@pytest.mark.parametrize(
    ("ratings", "score", "reason"),
    [
        (np.ones((50, 1)), np.arange(50.0), "needs two drivers or more"),
        (np.arange(6.0).reshape(3, 2), np.arange(3.0), "3 complete answers; needs 7 more"),
        (np.column_stack([np.ones(50), np.arange(50.0)]), np.arange(50.0), "all gave the same answer to a"),
        (np.random.default_rng(1).normal(size=(50, 2)), np.full(50, 4.0), "all gave the same overall score"),
        (np.full((50, 2), np.nan), np.arange(50.0), "0 complete answers; needs 10 more"),
    ],
)
def test_what_has_no_drivers_says_why(ratings, score, reason):
    found = drivers("ab", ratings, score)
    assert (found.drivers, found.refused) == ((), reason)


def test_too_many_for_lmg():
    found = drivers([f"q{n}" for n in range(15)], *made(100, [1.0] * 15), method="lmg")
    assert found.refused == "15 drivers are too many for LMG, which takes up to 14; use Johnson's weights"


def test_two_ratings_that_say_the_same_share_what_they_explain():
    ratings, score = made(200, [1.0, 0.0])
    ratings[:, 1] = ratings[:, 0]
    for weigh in (johnson, lmg):
        found = weigh(ratings, score)
        assert found[0] == pytest.approx(found[1])
        assert found.sum() == pytest.approx(np.corrcoef(ratings[:, 0], score)[0, 1] ** 2)
