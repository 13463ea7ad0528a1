"""The emotion curve: steps seen together, and texts with a few labels. methods.md section 8 and goal 11."""

import numpy as np
import pytest

from wayline.estimates.pooling import extremes, pooled, within_variance
from wayline.estimates.prediction_powered import prediction_powered

RUNS = 600


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((3, 9), {"right": 0.44, "raw": 0.458, "seen": 0.361, "plain": 0.855, "half": 0.708}),
        ((5, 39), {"right": 0.61, "raw": 0.263, "seen": 0.232, "plain": 0.922, "half": 0.441}),
        ((30, 199), {"right": 0.80, "raw": 0.114, "seen": 0.110, "plain": 0.946, "half": 0.207}),
    ],
)
def test_ten_steps_seen_together(answers, expected):
    """How often the lowest drawn is the lowest; RMSE raw and seen together; coverage of plain empirical Bayes; half-width."""
    random = np.random.default_rng(8)
    found = {name: [] for name in ("right", "raw", "seen", "covered", "plain", "half")}
    for _ in range(RUNS):
        truth, n = random.normal(0, 0.5, 10), random.integers(answers[0], answers[1] + 1, 10)
        variances = 1.1**2 / n
        means = random.normal(truth, np.sqrt(variances))
        together = pooled(means, variances)
        found["right"].append(means.argmin() == truth.argmin())
        found["raw"].append((means - truth) ** 2)
        found["seen"].append((together.value - truth) ** 2)
        found["covered"].append((together.low <= truth) & (truth <= together.high))
        found["half"].append((together.high - together.low) / 2)
        found["plain"].append(plainly_covered(means, variances, truth))
    assert np.mean(found["covered"]) >= 0.93
    rmse = {name: np.sqrt(np.mean(found[name])) for name in ("raw", "seen")}
    shown = {name: np.mean(found[name]) for name in ("right", "plain", "half")} | rmse
    assert shown == pytest.approx(expected, abs=0.04)


def plainly_covered(means, variances, truth):
    """The negative control: empirical Bayes with the spread between steps taken as known."""
    weights = 1 / variances
    middle = np.average(means, weights=weights)
    excess = np.sum(weights * (means - middle) ** 2) - 9
    spread = max(0.0, excess / (weights.sum() - np.sum(weights**2) / weights.sum()))
    total = variances + spread
    middle, shrink = np.average(means, weights=1 / total), variances / total
    value = middle + (1 - shrink) * (means - middle)
    half = 1.959964 * np.sqrt(variances * (1 - shrink) + shrink**2 / np.sum(1 / total))
    return (value - half <= truth) & (truth <= value + half)


def test_chances_to_be_lowest_sum_to_one():
    found = pooled(np.array([-1.0, 0.0, 0.1, 1.0]), np.array([0.04, 0.04, 0.04, 0.04]))
    lowest, highest = extremes(found)
    assert (lowest.sum(), highest.sum()) == pytest.approx((1.0, 1.0))
    assert lowest[0] > 0.95
    assert highest[3] > 0.95


def test_the_variance_within_steps_is_weighted_by_their_answers():
    assert within_variance(np.array([1.0, 2.0]), np.array([11.0, 31.0])) == pytest.approx((10 + 120) / 40)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ((500, 50, 0.8), (0.947, 0.185, 0.297)),
        ((2_000, 50, 0.8), (0.933, 0.172, 0.295)),
        ((2_000, 50, 0.6), (0.949, 0.230, 0.296)),
        ((2_000, 100, 0.8), (0.951, 0.126, 0.210)),
    ],
)
def test_a_few_labels_make_a_model_honest(made, expected):
    """Texts, labels, likeness of the model; coverage, half-width, half-width of the labels only."""
    (texts, labelled, likeness), (coverage, half, labels_only) = made, expected
    random = np.random.default_rng(9)
    truth = np.clip(np.round(random.normal(-0.3, 1.1, 1_000_000)), -2, 2).mean()
    covered, halves, alone = [], [], []
    for _ in range(RUNS):
        says = np.clip(np.round(random.normal(-0.3, 1.1, texts)), -2, 2)
        model = likeness * says + random.normal(0.25, np.sqrt(1 - likeness**2), texts)
        found = prediction_powered(says[:labelled], model[:labelled], model[labelled:])
        covered.append(found.low <= truth <= found.high)
        halves.append((found.high - found.low) / 2)
        mean, error = model.mean(), 1.959964 * model.std(ddof=1) / np.sqrt(texts)
        alone.append(abs(mean - truth) <= error)
    assert np.mean(covered) == pytest.approx(coverage, abs=0.025)
    assert np.mean(halves) == pytest.approx(half, abs=0.02)
    assert np.mean(halves) < labels_only
    assert np.mean(alone) < 0.01


def test_too_few_labels_are_refused():
    found = prediction_powered(np.ones(3), np.ones(3), np.ones(100))
    assert (found.value, found.refused) == (None, "3 labelled texts; needs 2 more")


def test_a_model_that_says_nothing_is_not_followed():
    found = prediction_powered(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.ones(5), np.array([7.0, 9.0]))
    assert found.value == pytest.approx(3.0)
