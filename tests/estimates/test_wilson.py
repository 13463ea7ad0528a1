"""Shares and plain counts."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.estimates.counts import count_of
from wayline.estimates.estimate import Estimate, refuse, show_for
from wayline.estimates.wilson import share, wilson_interval

KEYS = ["value", "count", "n", "low", "high", "level", "method", "unit", "basis", "missing", "tied", "show", "refused"]


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (2, 4, 0.1500, 0.8500),
        (
            0,
            20,
            0.0,
            0.1611,
        ),  # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3; the next ones too
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_interval_is_the_published_one(count, n, low, high):
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=5e-5)


def test_share_says_what_it_rests_on():
    plain = share(2, 4, missing=1, tied=2, extra={"late": np.int64(3)}).plain()
    assert list(plain) == [*KEYS, "late"]
    assert plain["low"] == pytest.approx(0.1500390, abs=5e-7)
    assert plain == {
        "value": 0.5, "count": 2, "n": 4, "low": plain["low"], "high": plain["high"], "level": 0.95, "method": "wilson",
        "unit": "share", "basis": "measured", "missing": 1, "tied": 2, "show": "hidden", "refused": None, "late": 3,
    }  # fmt: skip


def test_share_of_nobody_is_refused():
    plain = share(0, 0).plain()
    assert (plain["value"], plain["low"], plain["high"]) == (None, None, None)
    assert (plain["refused"], plain["n"], plain["show"]) == ("no subjects", 0, "hidden")


def test_refusal_keeps_reason_and_counts():
    plain = refuse("last step", unit="share", n=40, count=3).plain()
    assert (plain["value"], plain["refused"], plain["n"], plain["count"], plain["unit"]) == (
        None, "last step", 40, 3, "share",
    )  # fmt: skip


def test_count_has_no_interval():
    plain = count_of(np.int64(3), n=12).plain()
    assert (plain["value"], plain["count"], plain["n"], plain["low"], plain["high"]) == (3, 3, 12, None, None)
    assert (plain["method"], plain["show"]) == ("count", "grey")


@pytest.mark.parametrize(("n", "shown"), [(0, "hidden"), (9, "hidden"), (10, "grey"), (29, "grey"), (30, "normal")])
def test_small_samples_are_grey_or_hidden(n, shown):
    assert show_for(n) == shown


def test_plain_has_neither_numpy_nor_nan():
    extra = {"nan": float("nan"), "many": np.array([1.0, np.inf]), "inner": {"n": np.int32(1), "flag": np.bool_(True)}}
    plain = Estimate(value=np.float64(0.5), count=1, unit="share", n=2, extra=extra).plain()
    assert plain["nan"] is None
    assert plain["many"] == [1.0, None]
    assert plain["inner"] == {"n": 1, "flag": True}
    assert type(plain["value"]) is float
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=100, deadline=None)
def test_interval_encloses_the_share_and_mirrors(pair):
    count, n = pair
    low, high = wilson_interval(count, n)
    assert 0 <= low <= count / n <= high <= 1
    assert wilson_interval(n - count, n) == pytest.approx((1 - high, 1 - low))


def test_interval_covers_at_its_level():
    """Mean coverage over shares drawn evenly is 95 %, where the textbook interval falls short."""
    draws = np.random.default_rng(3)
    for n in (12, 40, 150):
        shares = draws.random(20_000)
        counts = draws.binomial(n, shares)
        limits = np.array([wilson_interval(count, n) for count in range(n + 1)])[counts]
        covered = np.mean((limits[:, 0] <= shares) & (shares <= limits[:, 1]))
        assert covered == pytest.approx(0.952, abs=0.008)
