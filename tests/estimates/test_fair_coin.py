"""Heads of a fair coin."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.estimates.fair_coin import at_most


@pytest.mark.parametrize(("k", "n", "expected"), [(-1, 4, 0), (0, 4, 1 / 16), (1, 4, 5 / 16), (4, 4, 1), (5, 4, 1)])
def test_small_numbers_are_exact(k, n, expected):
    assert at_most(k, n) == expected


@given(st.integers(0, 600), st.integers(1, 600))
@settings(max_examples=100, deadline=None)
def test_it_is_the_sum_of_binomial_coefficients(k, n):
    exact = Fraction(sum(math.comb(n, i) for i in range(min(k, n) + 1)), 2**n)
    assert at_most(k, n) == pytest.approx(float(exact), rel=1e-11)


@pytest.mark.parametrize(
    ("k", "n", "expected"), [(499_020, 1_000_000, 0.025056366266400), (4_996_900, 10_000_000, 0.024980603516283)]
)
def test_large_numbers_are_those_of_scipy(k, n, expected):
    assert at_most(k, n) == pytest.approx(expected, rel=1e-11)
