"""How far days lie from their baseline: weekdays, scatter, the season of a year, and worlds of chance."""

from datetime import date

import numpy as np
import pytest

from wayline.estimates.chance_worlds import Past, chance_limit, drawn_worlds
from wayline.estimates.season import month_of_year, whole_months, without_season
from wayline.estimates.surprise import Days, scatter, surprises

WEEKS = 12


def counts(k):
    k = np.asarray(k, dtype=float)
    return Days("count", np.ones((1, len(k))), k[None, :])


def test_a_weekday_is_no_surprise_and_a_doubled_day_is():
    usual = np.tile([10, 10, 10, 10, 10, 40, 40], WEEKS)
    assert abs(surprises(counts(usual), (1,))[0, 0]) < 0.5
    doubled = usual.copy()
    doubled[-1] = 80
    # signed root of the Poisson deviance of 80 where 38 or so are due: about 5.6
    assert surprises(counts(doubled), (1,))[0, 0] == pytest.approx(5.6, abs=0.4)


def test_counts_that_always_jump_surprise_less():
    draw = np.random.default_rng(1)
    calm, wild = draw.poisson(20, 7 * WEEKS + 28), draw.poisson(draw.gamma(4, 5, 7 * WEEKS + 28))
    assert scatter(counts(calm[: 7 * WEEKS]))[0] == pytest.approx(1, abs=0.35)
    assert scatter(counts(wild[: 7 * WEEKS]))[0] > 3  # variance 20 + 20² / 4
    for days in (calm, wild):
        days[-3:] = 35
    assert surprises(counts(calm), (3,))[0, 0] > 1.5 * surprises(counts(wild), (3,))[0, 0]


def test_scores_of_fewer_than_five_answers_say_nothing():
    n = np.full((1, 7 * WEEKS), 2.0)
    k = n * 4.0
    k[0, ::2] += 1
    squares = n * 16.0 + 9.0
    days = Days("score", n, k, squares, 4.0)
    assert surprises(days, (1,))[0, 0] == 0
    assert surprises(days, (7,))[0, 0] != 0


def test_worlds_scatter_as_the_past_does():
    draw = np.random.default_rng(2)
    past = Past(date(2024, 1, 1), counts(draw.poisson(draw.gamma(4, 5, 26 * 7))))
    drawn = drawn_worlds(past, 200, np.random.default_rng(3))
    assert drawn.k.shape == (200, 182)
    assert drawn.k.mean() == pytest.approx(20, rel=0.1)
    assert drawn.k.var(axis=1).mean() == pytest.approx(float(past.days.k.var()), rel=0.25)
    calm = Past(date(2024, 1, 1), counts(draw.poisson(20, 26 * 7)))
    assert 3 < chance_limit([calm], 28, chance=0.05, worlds=100) < 4.5


def test_the_season_of_a_year_is_told_from_two_cycles():
    """From 12 a day in June to 33 at the turn of the year; without it 20 a day at any time."""
    first, place = date(2022, 1, 1), np.arange(3 * 365)
    days = counts(np.random.default_rng(4).poisson(20 * np.exp(0.5 * np.cos(2 * np.pi * place / 365))))
    assert month_of_year(days, whole_months(first, 23 * 30)) is None
    months = month_of_year(days, whole_months(first, len(days)))
    left = without_season(days, first, months)
    for begins in (0, 180, 335):
        month = slice(2 * 365 + begins, 2 * 365 + begins + 30)
        assert left.k[0, month].sum() / left.n[0, month].sum() == pytest.approx(20, rel=0.1)


def test_where_there_is_no_season_none_is_found():
    days = counts(np.random.default_rng(5).poisson(20, 3 * 365))
    months = month_of_year(days, whole_months(date(2022, 1, 1), len(days)))
    assert np.abs(months - 1).max() < 0.08


def test_whole_months_begin_with_the_first_and_are_over():
    assert whole_months(date(2024, 1, 31), 61) == [(1, 30, 1), (30, 61, 2)]
    assert whole_months(date(2024, 1, 31), 60) == [(1, 30, 1)]
