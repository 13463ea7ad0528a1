"""Models and how good their chances were: against scikit-learn where it is installed, and by hand."""

import sys

import numpy as np
import pytest

from wayline.errors import InputError
from wayline.estimates.foretelling import chances, learn
from wayline.estimates.score_quality import ece, ece_limit, score_quality


def planted(n=500, seed=3):
    draw = np.random.default_rng(seed)
    columns = np.column_stack([draw.normal(size=n), draw.integers(0, 3, n).astype(float)])
    chance = 1 / (1 + np.exp(1 - columns[:, 0] - 0.5 * columns[:, 1]))
    return columns, draw.random(n) < chance, np.round(chance, 2)


def test_logistic_agrees_with_scikit_learn():
    linear_model = pytest.importorskip("sklearn.linear_model")
    columns, came, _ = planted()
    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    oracle = linear_model.LogisticRegression(tol=1e-10, max_iter=1000).fit(scaled, came).predict_proba(scaled)[:, 1]
    assert chances(learn("logistic", columns, came), columns) == pytest.approx(oracle, abs=1e-5)


def test_quality_agrees_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    _, came, chance = planted()
    found = score_quality(came, chance)
    assert found.auc == pytest.approx(metrics.roc_auc_score(came, chance))
    assert found.average_precision == pytest.approx(metrics.average_precision_score(came, chance))
    assert found.brier == pytest.approx(metrics.brier_score_loss(came, chance))
    assert found.auc_low < found.auc < found.auc_high


def test_quality_by_hand():
    """Ten bins of one: a gap of 0.1 or 0.9 each; the top tenth is one of the five for whom it came."""
    chance = np.array([0.1, 0.1001, 0.1002, 0.1003, 0.1004, 0.9, 0.9001, 0.9002, 0.9003, 0.9004])
    found = score_quality(chance > 0.5, chance)
    assert (found.auc, found.lift) == (1.0, 2.0)
    assert found.ece == pytest.approx(0.1, abs=1e-3)
    assert [one.came.n for one in found.bins] == [1] * 10


def test_right_chances_stay_within_the_limit_in_19_of_20_draws():
    draw = np.random.default_rng(5)
    chance = draw.uniform(0.02, 0.4, 1500)
    limit = ece_limit(chance)
    within = np.mean([ece(draw.random(1500) < chance, chance) <= limit for _ in range(400)])
    assert within == pytest.approx(0.95, abs=0.03)
    small = draw.uniform(0.02, 0.4, 200)
    assert 0.05 < ece_limit(small) < 0.12


def test_wrong_chances_are_not_calibrated():
    _, came, chance = planted()
    assert score_quality(came, chance).is_calibrated
    assert not score_quality(came, chance**3).is_calibrated


def test_nearly_everybody_alike_still_settles():
    """3 of 2,000, all of them where one column is high: a full step of Newton's would go too far."""
    columns = np.column_stack([np.linspace(0, 50, 2000), np.arange(2000) % 7])
    came = np.arange(2000) >= 1997
    found = chances(learn("logistic", columns, came), columns)
    assert found.mean() == pytest.approx(3 / 2000, abs=1e-5)


def test_boosting_without_scikit_learn_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    columns, came, _ = planted(60)
    with pytest.raises(InputError, match="boosting needs scikit-learn") as refused:
        learn("boosting", columns, came)
    assert "wayline[scores]" in refused.value.hint
