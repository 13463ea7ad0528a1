"""Alignment of paths with a model of allowed successions, and ETC precision: worked by hand, and as pm4py 2.7.23.11 counts them."""

import json
import os
import subprocess
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest

from wayline.estimates.alignment import LONGEST, Allowed, Variants, align, escaping

ROOT = Path(__file__).resolve().parents[2]
PEERS = os.environ.get("WAYLINE_PEERS", "")


def allowed(steps, begins, follows, ends):
    first, last, inside = np.zeros(steps, bool), np.zeros(steps, bool), np.zeros((steps, steps), bool)
    first[list(begins)], last[list(ends)] = True, True
    for a, b in follows:
        inside[a, b] = True
    return Allowed(first, inside, last)


def variants(*paths):
    touches = np.array([step for path in paths for step in path], dtype=np.int64)
    return Variants(np.concatenate(([0], np.cumsum([len(path) for path in paths]))), touches, touches)


LINE = allowed(3, [0], [(0, 1), (1, 2)], [2])


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ((0, 1, 2), 0),
        ((0, 2), 1),  # 1 put in
        ((0, 1, 1, 2), 1),  # 1 passed over
        ((2, 1, 0), 4),  # one of them fits, two are passed over, two put in
        ((0,), 2),
        ((1, 1, 1), 4),
    ],
)
def test_the_cheapest_alignment_on_a_line(path, cost):
    found = align(LINE, variants(path))
    assert (found.cost.tolist(), found.worst.tolist()) == ([cost], [len(path) + 3])
    assert found.fitness == pytest.approx([1 - cost / (len(path) + 3)])


def test_a_model_without_an_end_aligns_nothing():
    assert align(allowed(2, [0], [(0, 1), (1, 0)], []), variants((0, 1))) is None


def test_a_path_of_very_many_touches_is_left_out():
    found = align(LINE, variants((0, 1, 2), (0,) * (LONGEST + 1)))
    assert found.cost.tolist() == [0, -1]
    assert np.isnan(found.fitness[1])


def test_precision_by_hand():
    model = allowed(3, [0, 1], [(0, 1), (0, 2), (1, 2)], [2])
    # begin: 2 allowed, step 0 taken, 3 paths. After 0: 2 allowed, step 1 taken, 3 paths. After 0 1: 1 allowed, 1 taken, by 2 paths
    found = escaping(model, variants((0, 1), (0, 1, 2)), np.array([1, 2]))
    assert (found.used, found.allowed) == (3 + 3 + 2, 6 + 6 + 2)


def world(seed):
    """A small model and log as the question of `benchmarks/peer_alignments.py`; every third model has no way to its end."""
    draw = Random(seed)  # noqa: S311 - a repeatable draw, no secret
    steps = draw.randint(2, 6)
    walked = [tuple(draw.randrange(steps) for _ in range(draw.randint(1, 7))) for _ in range(40)]
    pairs = [(-1, a) for a in range(steps)] + [(a, -1) for a in range(steps)] + list(product(range(steps), repeat=2))
    drawn = draw.sample(pairs, draw.randint(3, min(len(pairs), 14)))
    return {
        "steps": steps,
        "begins": [b for a, b in drawn if a < 0],
        "ends": [a for a, b in drawn if b < 0],
        "follows": [(a, b) for a, b in drawn if min(a, b) >= 0],
        "variants": sorted((path, walked.count(path)) for path in set(walked)),
    }


def ours(asked):
    """Mean and log fitness, share of paths that fit, precision; None where the model has no way to an end."""
    model = allowed(asked["steps"], asked["begins"], asked["follows"], asked["ends"])
    paths, counts = variants(*(path for path, _ in asked["variants"])), np.array([n for _, n in asked["variants"]])
    found = align(model, paths)
    if found is None:
        return None
    return (
        float((found.fitness * counts).sum() / counts.sum()),
        float(1 - (found.cost * counts).sum() / (found.worst * counts).sum()),
        float(counts[found.cost == 0].sum() / counts.sum()),
        escaping(model, paths, counts).precision,
    )


# seed → mean and log fitness, share of paths that fit, precision
EXPECTED = [
    (3, (0.85179, 0.84785, 0.50000, 0.79427)),
    (4, (0.56726, 0.61872, 0.22500, 0.84536)),
    (5, (0.17804, 0.19208, 0.02500, 1.00000)),
    (7, (0.32123, 0.33331, 0.02500, 0.98095)),
    (8, (0.47881, 0.45943, 0.00000, 1.00000)),
    (9, (0.37095, 0.40884, 0.02500, 0.94118)),
    (11, (0.50717, 0.49201, 0.02500, 0.95495)),
    (13, (0.24185, 0.24214, 0.00000, 1.00000)),
    (14, (1.00000, 0.99990, 1.00000, 0.89820)),
    (15, (0.80926, 0.81530, 0.47500, 0.81388)),
]


@pytest.mark.parametrize(("seed", "expected"), EXPECTED)
def test_small_worlds_as_the_oracle_counted_them(seed, expected):
    assert ours(world(seed)) == pytest.approx(expected, abs=1e-3)


@pytest.mark.skipif(not PEERS, reason="WAYLINE_PEERS names no interpreter that has pm4py")
def test_small_worlds_as_the_oracle_counts_them():
    asked = [one for one in map(world, range(60)) if ours(one)]
    run = subprocess.run(
        [PEERS, str(ROOT / "benchmarks" / "peer_alignments.py")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    told = json.loads(run.stdout.strip().splitlines()[-1])
    for one, found in zip(asked, told, strict=True):
        assert ours(one) == pytest.approx([found[name] for name in ("mean", "log", "fitting", "precision")], abs=1e-3)
