"""The net promoter score: methods.md section 1 and goal 1. Rocks 2016, The American Statistician 70(4), arXiv 1601.07235."""

import math
from itertools import product

import numpy as np
import pytest

from wayline.estimates.nps import (
    Camps,
    answers_for_change,
    answers_for_interval,
    nps,
    nps_difference,
    nps_interval,
    silence_bound,
    silence_to_turn,
)

# promoters and detractors of five populations, the rest being passive
POPULATIONS = [(0.50, 0.20), (0.75, 0.05), (0.91, 0.01), (0.25, 0.25), (0.25, 0.45)]
SIZES = (10, 30, 100)
# coverage of the 95 % interval at these sizes, from methods.md: (Wald, adjusted Wald)
COVERAGE = {
    (0.50, 0.20): ((0.896, 0.935, 0.948), (0.962, 0.948, 0.954)),
    (0.75, 0.05): ((0.775, 0.927, 0.941), (0.942, 0.955, 0.957)),
    (0.91, 0.01): ((0.612, 0.777, 0.925), (0.948, 0.954, 0.960)),
    (0.25, 0.25): ((0.905, 0.941, 0.946), (0.974, 0.956, 0.951)),
    (0.25, 0.45): ((0.910, 0.931, 0.948), (0.935, 0.948, 0.949)),
}


@pytest.mark.parametrize(
    ("camps", "score", "low", "high"),
    [
        ((50, 20, 100), 30.00, 14.05, 44.20),
        ((18, 4, 30), 46.67, 17.53, 67.31),
        ((25, 1, 30), 80.00, 53.90, 91.55),
        ((1_436, 342, 2_746), 39.84, 37.18, 42.41),  # San Francisco airport, 2017
    ],
)
def test_the_worked_examples(camps, score, low, high):
    found = nps(Camps(*camps))
    assert (found.value, found.low, found.high) == pytest.approx((score, low, high), abs=0.01)
    assert (found.count, found.n, found.unit, found.method) == (camps[0], camps[2], "points", "adjusted wald")
    assert found.extra["passives"] == camps[2] - camps[0] - camps[1]


def test_nobody_and_few():
    assert (nps(Camps(0, 0, 0)).refused, nps(Camps(0, 0, 0)).value) == ("no answers", None)
    assert [nps(Camps(1, 0, n)).show for n in (9, 10, 29, 30)] == ["hidden", "grey", "grey", "normal"]
    assert nps(Camps(40, 0, 40), respondents=8).show == "hidden"


def test_all_promoters_leave_an_interval_within_the_scale():
    found = nps(Camps(10, 0, 10))
    assert (found.value, found.high) == (100.0, 100.0)
    assert 40 < found.low < 60


def wald(camps):
    half = 100 * 1.959964 * math.sqrt(max(camps.variance, 0) / camps.n)
    return camps.score - half, camps.score + half


def outcomes(n):
    """Every number of promoters and detractors among n answers."""
    return [Camps(p, d, n) for p in range(n + 1) for d in range(n + 1 - p)]


def chances(n, population):
    """How likely each of them is."""
    p, d = population
    rest = max(1 - p - d, 1e-300)
    return np.array([
        math.exp(math.lgamma(n + 1) - math.lgamma(P + 1) - math.lgamma(D + 1) - math.lgamma(n - P - D + 1)
                 + P * math.log(p) + D * math.log(d) + (n - P - D) * math.log(rest))
        for P, D, _ in outcomes(n)
    ])  # fmt: skip


@pytest.mark.parametrize("n", SIZES)
def test_the_interval_covers_and_the_usual_one_does_not(n):
    """Goal 1, by counting every outcome in place of drawing some. Wald's 0.612 stays as negative control."""
    limits = [np.array([interval(camps) for camps in outcomes(n)]) for interval in (wald, nps_interval)]
    for population in POPULATIONS:
        truth, likely = 100 * (population[0] - population[1]), chances(n, population)
        found = [
            likely[(low <= truth + 1e-9) & (truth - 1e-9 <= high)].sum() for low, high in (each.T for each in limits)
        ]
        assert found == pytest.approx([kind[SIZES.index(n)] for kind in COVERAGE[population]], abs=0.006)
        assert found[1] >= 0.93


def lowest_coverage(sizes, limits):
    """Over all 25 pairs of populations, every outcome counted."""
    low, high = limits
    found = []
    for a, b in product(POPULATIONS, POPULATIONS):
        truth = 100 * (b[0] - b[1] - a[0] + a[1])
        likely = np.outer(chances(sizes[0], a), chances(sizes[1], b)).ravel()
        found.append(likely[(low <= truth + 1e-9) & (truth - 1e-9 <= high)].sum())
    return min(found)


def test_the_interval_of_a_difference_covers():
    found = [nps_difference(a, b) for a, b in product(outcomes(10), outcomes(10))]
    assert lowest_coverage((10, 10), np.array([(each.low, each.high) for each in found]).T) >= 0.925


def test_the_usual_interval_of_a_difference_does_not():
    """The negative control: 0.618 where ten answers meet a hundred."""
    (a, v), (b, w) = (np.array([(camps.score, camps.variance / n) for camps in outcomes(n)]).T for n in (10, 100))
    middle = (b[None, :] - a[:, None]).ravel()
    half = 100 * 1.959964 * np.sqrt(np.maximum(v[:, None] + w[None, :], 0)).ravel()
    assert lowest_coverage((10, 100), (middle - half, middle + half)) == pytest.approx(0.618, abs=0.01)


@pytest.mark.parametrize(
    ("population", "needed"),
    [
        ((0.50, 0.20), (235, 938, 958, 3_831)),
        ((0.25, 0.25), (193, 769, 785, 3_140)),
        ((0.75, 0.05), (120, 477, 487, 1_947)),
    ],
)
def test_sample_sizes(population, needed):
    variance = Camps(*population, 1).variance
    found = [answers_for_interval(variance, h) for h in (10, 5)] + [answers_for_change(variance, c) for c in (10, 5)]
    assert found == list(needed)


def test_what_silence_could_hide():
    assert silence_bound(50, 0.2) == pytest.approx((-70, 90))
    assert silence_to_turn(50, 0.5) == pytest.approx(-50)
    assert silence_to_turn(50, 0.9) is None
    assert silence_to_turn(50, 1) is None
