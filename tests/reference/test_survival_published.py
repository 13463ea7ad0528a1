"""Survival curves against published and independently recomputed numbers."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from wayline.estimates.survival import kaplan_meier

# Freireich et al., Blood 21 (1963) 699-716: weeks in remission under 6-MP and under placebo.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
TREATED_OPEN = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

TELCO = next(
    (
        found
        for parent in Path(__file__).resolve().parents
        for folder in (parent / "shared", parent.parent / "shared")
        for found in sorted((folder / "data" / "telco_churn").glob("*.csv.gz"))
    ),
    None,
)


@pytest.fixture(scope="module")
def freireich():
    durations = np.array(TREATED + TREATED_OPEN)
    return kaplan_meier(durations, np.arange(len(durations)) < len(TREATED))


@pytest.mark.parametrize(
    ("week", "survival"),
    [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)],
)
def test_freireich_curve(freireich, week, survival):
    assert freireich.at(week).survival == pytest.approx(survival, abs=5e-5)


def test_freireich_limits_and_median(freireich):
    first, last = freireich.at(6), freireich.at(23)
    assert (first.low, first.high) == pytest.approx((0.6197, 0.9516), abs=5e-5)
    assert (last.low, last.high) == pytest.approx((0.1881, 0.6801), abs=5e-5)
    assert freireich.median == 23
    assert (freireich.median_low, freireich.median_high) == (13, None)  # as R's survfit with conf.type = "log-log"
    assert kaplan_meier(np.array(PLACEBO), np.ones(21, dtype=bool)).median == 8


@pytest.fixture(scope="module")
def telco():
    if TELCO is None:
        pytest.skip("shared/data/telco_churn is absent")
    with gzip.open(TELCO, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def curve(rows):
    return kaplan_meier(np.array([int(r["tenure"]) for r in rows]), np.array([r["Churn"] == "Yes" for r in rows]))


def test_telco_all_customers(telco):
    found = curve(telco)
    for month, survival in ((12, 0.8432), (24, 0.7887), (48, 0.7088), (72, 0.5928)):
        assert found.at(month).survival == pytest.approx(survival, abs=5e-5)
    assert (found.at(12).low, found.at(12).high) == pytest.approx((0.8342, 0.8518), abs=5e-5)
    assert (found.at(72).low, found.at(72).high) == pytest.approx((0.5731, 0.6119), abs=5e-5)


def test_telco_month_to_month(telco):
    monthly = [row for row in telco if row["Contract"] == "Month-to-month"]
    assert curve(monthly).median == 35
    online = curve([row for row in monthly if row["InternetService"] != "No"])
    for month, survival in ((6, 0.7803), (12, 0.6950), (24, 0.5753), (48, 0.3872), (60, 0.2890)):
        assert online.at(month).survival == pytest.approx(survival, abs=5e-5)
    assert (online.median, online.median_low, online.median_high) == (34, 31, 37)
