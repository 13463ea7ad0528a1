"""Cox's regression and Harrell's c against lifelines, and what has no estimate."""

import lifelines
import numpy as np
import pandas as pd
import pytest

from wayline.estimates.concordance import concordance
from wayline.estimates.cox import cox

NAMES = ("a", "b", "c")


def planted(n=300, seed=1):
    draw = np.random.default_rng(seed)
    columns = np.column_stack([draw.normal(size=n), draw.integers(0, 2, n), draw.exponential(5, n)])
    came = draw.exponential(np.exp(-columns @ np.array([0.7, -0.5, 0.05])) * 20)
    seen = draw.uniform(5, 40, n)
    return columns, np.ceil(np.minimum(came, seen)), came <= seen


@pytest.mark.parametrize("penalty", [0.0, 0.01, 0.5])
def test_agrees_with_lifelines_where_many_times_are_equal(penalty):
    columns, durations, observed = planted()
    table = pd.DataFrame(columns, columns=list(NAMES)).assign(t=durations, e=observed)
    oracle = lifelines.CoxPHFitter(penalizer=penalty).fit(table, "t", "e")
    found = cox(NAMES, columns, durations, observed, penalty=penalty)
    assert [term.coefficient for term in found.terms] == pytest.approx(oracle.params_.tolist(), abs=1e-5)
    assert [term.se for term in found.terms] == pytest.approx(oracle.standard_errors_.tolist(), abs=1e-5)
    assert found.log_likelihood == pytest.approx(oracle.log_likelihood_, abs=1e-4)
    assert found.c_index == pytest.approx(oracle.concordance_index_)
    assert (found.n, found.events) == (300, int(observed.sum()))


def test_a_hazard_ratio_lies_within_its_interval_and_the_unit_of_a_column_matters_to_nothing_else():
    columns, durations, observed = planted()
    by_day = cox(NAMES, columns, durations, observed)
    by_week = cox(NAMES, columns * [1, 1, 1 / 7], durations, observed)
    assert all(term.low < term.hazard_ratio < term.high for term in by_day.terms)
    assert by_week.terms[2].coefficient == pytest.approx(7 * by_day.terms[2].coefficient)
    assert by_week.terms[0].coefficient == pytest.approx(by_day.terms[0].coefficient)


@pytest.mark.parametrize(
    ("columns", "observed", "says"),
    [
        ([[0], [1], [0], [1]], [False] * 4, "the event never came"),
        ([[1], [1], [1], [1]], [True] * 4, "nothing differs in a"),
        ([[0, 0], [1, 1], [0, 0], [1, 1]], [True] * 4, "some columns are sums of others, or split the events"),
        ([[0], [0], [1], [1]], [True, True, False, False], "a column splits the events"),
    ],
)
def test_what_has_no_estimate_is_refused_with_its_reason(columns, observed, says):
    found = cox(NAMES[: len(columns[0])], np.array(columns), np.array([1, 2, 3, 4]), np.array(observed))
    assert found.terms == ()
    assert says in found.refused


def test_pairs_of_which_nobody_knows_who_was_first_do_not_count():
    """1 before 2 is known; of the open path of 1 and the event at 2 nothing is; equal risks are half right."""
    durations, observed = np.array([1, 1, 2]), np.array([True, False, True])
    assert concordance(durations, observed, np.array([3.0, 2.0, 1.0])) == 1.0
    assert concordance(durations, observed, np.array([1.0, 2.0, 1.0])) == 0.25
    assert concordance(np.array([1, 1]), np.array([False, False]), np.array([1.0, 2.0])) is None
