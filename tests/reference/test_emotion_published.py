"""The emotion curve as methods.md section 8, Verify, has it: 2,000 runs of texts with a few labels, and of ten steps seen together."""

import numpy as np
import pytest
from scipy.stats import norm

from wayline.estimates.mean import mean
from wayline.estimates.pooling import pooled, within_variance
from wayline.estimates.prediction_powered import prediction_powered

RUNS = 2_000


@pytest.mark.parametrize(
    ("made", "labels_only", "powered"),
    [
        ((500, 50, 0.8), (0.944, 0.297), (0.947, 0.185)),
        ((2_000, 50, 0.8), (0.938, 0.295), (0.933, 0.172)),
        ((2_000, 50, 0.6), (0.940, 0.296), (0.949, 0.230)),
        ((2_000, 100, 0.8), (0.947, 0.210), (0.951, 0.126)),
    ],
)
def test_texts_with_a_few_labels(made, labels_only, powered):
    """Texts, labels, likeness of the model; coverage and half-width. Goal 11: ≥ 0.93 at ≤ 0.65 of labels only, at likeness 0.8."""
    texts, labelled, likeness = made
    random = np.random.default_rng(11)
    truth = np.clip(np.round(random.normal(-0.3, 1.1, 2_000_000)), -2, 2).mean()
    found = {"model": [], "labels": [], "powered": []}
    for _ in range(RUNS):
        says = np.clip(np.round(random.normal(-0.3, 1.1, texts)), -2, 2)
        model = likeness * says + random.normal(0, np.sqrt(1 - likeness**2), texts) + 0.25
        found["model"].append(_limits(mean(model, unit="points")))
        found["labels"].append(_limits(mean(says[:labelled], unit="points")))
        found["powered"].append(_limits(prediction_powered(says[:labelled], model[:labelled], model[labelled:])))
    covered, half = {}, {}
    for name, limits in found.items():
        low, high = np.array(limits).T
        covered[name], half[name] = ((low <= truth) & (truth <= high)).mean(), (high - low).mean() / 2
    assert covered["model"] == pytest.approx(0.0, abs=0.001)
    assert (covered["labels"], covered["powered"]) == pytest.approx((labels_only[0], powered[0]), abs=0.02)
    assert (half["labels"], half["powered"]) == pytest.approx((labels_only[1], powered[1]), abs=0.012)
    assert covered["powered"] >= 0.93 - 0.01
    if likeness == 0.8:
        assert half["powered"] <= 0.65 * half["labels"]


def _limits(estimate):
    return estimate.low, estimate.high


@pytest.mark.parametrize(
    ("answers", "lowest", "rmse", "covered", "half"),
    [
        ((3, 9), 0.44, (0.458, 0.361), (0.945, 0.855, 0.947), (0.879, 0.708)),
        ((5, 39), 0.61, (0.263, 0.232), (0.948, 0.922, 0.948), (0.490, 0.441)),
        ((30, 199), 0.80, (0.114, 0.110), (0.949, 0.946, 0.950), (0.212, 0.207)),
    ],
)
def test_ten_steps_seen_together(answers, lowest, rmse, covered, half):
    """How often the lowest drawn is the lowest; then raw and pooled, with plain empirical Bayes as control between the coverages."""
    truth, means, variances = _steps(answers)
    seen = [pooled(*each) for each in zip(means, variances, strict=True)]
    value, low, high = (np.array([getattr(one, name) for one in seen]) for name in ("value", "low", "high"))
    plain = np.array([_plain(*each) for each in zip(means, variances, strict=True)])
    raw = 1.959964 * np.sqrt(variances)
    assert (means.argmin(axis=1) == truth.argmin(axis=1)).mean() == pytest.approx(lowest, abs=0.03)
    errors = [np.sqrt(((one - truth) ** 2).mean()) for one in (means, value)]
    assert errors == pytest.approx(rmse, abs=0.01)
    shares = [
        (np.abs(means - truth) <= raw).mean(),
        ((plain[:, 0] <= truth) & (truth <= plain[:, 1])).mean(),
        ((low <= truth) & (truth <= high)).mean(),
    ]
    assert shares == pytest.approx(covered, abs=0.01)
    assert [raw.mean(), (high - low).mean() / 2] == pytest.approx(half, abs=0.01)
    assert shares[2] >= 0.93


def _steps(answers):
    """Runs × ten steps: what is true, and the means of rounded answers from -2 to +2 with their variances."""
    random = np.random.default_rng(12)
    middles = random.normal(0, 0.5, (RUNS, 10))
    below = norm.cdf((np.array([-1.5, -0.5, 0.5, 1.5]) - middles[..., None]) / 1.1)
    truth = 2 - below.sum(axis=2)  # the mean of 2 less one for every edge that an answer lies below
    n = random.integers(answers[0], answers[1] + 1, (RUNS, 10))
    means, variances = np.zeros((RUNS, 10)), np.zeros((RUNS, 10))
    for run in range(RUNS):
        drawn = [np.clip(np.round(random.normal(m, 1.1, k)), -2, 2) for m, k in zip(middles[run], n[run], strict=True)]
        means[run] = [own.mean() for own in drawn]
        variances[run] = within_variance(np.array([own.std(ddof=1) for own in drawn]), n[run].astype(float)) / n[run]
    return truth, means, variances


def _plain(means, variances):
    """Limits of empirical Bayes with the spread between steps taken as known."""
    weights = 1 / variances
    excess = np.sum(weights * (means - np.average(means, weights=weights)) ** 2) - 9
    spread = max(0.0, excess / (weights.sum() - np.sum(weights**2) / weights.sum()))
    total = variances + spread
    middle, shrink = np.average(means, weights=1 / total), variances / total
    value = middle + (1 - shrink) * (means - middle)
    half = 1.959964 * np.sqrt(variances * (1 - shrink) + shrink**2 / np.sum(1 / total))
    return value - half, value + half
