"""Goal 7 of methods.md section 12: fitness and precision of maps of the most frequent transitions, to 1e-3 of pm4py 2.7.23.11.

The expected values came from `benchmarks/peer_alignments.py`, which builds the same map as a Petri net: alignments for fitness, token replay for ETC precision.
"""

from contextlib import ExitStack

import numpy as np
import pytest
from path_tables import walk
from reference_data import map_file

import wayline
from wayline.estimates.alignment import Allowed, align, escaping
from wayline.measures.coverage.fitness import ways


@pytest.fixture(scope="module")
def walked(request):
    """Path facts of a log on the map that binds every event name."""
    kept = {}
    with ExitStack() as opened:

        def facts(log):
            if log not in kept:
                kept[log] = opened.enter_context(request.getfixturevalue(log).facts(f"{log}-every"))
                walk(kept[log])
            return kept[log]

        yield facts


def most_frequent(facts, m):
    """The map of the m most frequent transitions, START and END included."""
    steps = len(facts.journey.steps)
    begins, ends, follows = np.zeros(steps, bool), np.zeros(steps, bool), np.zeros((steps, steps), bool)
    for a, b in facts.rows(
        f"SELECT a.step, b.step FROM ranked r JOIN spelt a ON a.name = r.a JOIN spelt b ON b.name = r.b WHERE rank <= {m}"
    ):
        if a < 0:
            begins[b] = True
        elif b < 0:
            ends[a] = True
        else:
            follows[a, b] = True
    return Allowed(begins, follows, ends)


# mean and log fitness by alignments, share of paths that fit, ETC precision
@pytest.mark.parametrize(
    ("log", "m", "expected"),
    [
        ("olist", 8, (0.98831, 0.98877, 0.91600, 1.00000)),
        ("olist", 10, (0.99561, 0.99562, 0.98025, 0.99956)),
        ("oulad", 10, (0.93773, 0.95215, 0.63433, 0.95597)),
        ("oulad", 15, (0.97533, 0.98835, 0.89661, 0.82700)),
        ("clickstream", 30, (0.74697, 0.71737, 0.24411, 0.82644)),
        ("clickstream", 60, (0.85070, 0.81911, 0.36283, 0.68120)),
    ],
)
def test_fitness_and_precision_are_those_of_the_oracle(walked, log, m, expected):
    facts = walked(log)
    model, gone = most_frequent(facts, m), ways(facts)
    counts, _ = gone.of(None)
    found = align(model, gone.variants)
    paths = counts.sum()
    mean = (found.fitness * counts).sum() / paths
    in_log = 1 - (found.cost * counts).sum() / (found.worst * counts).sum()
    fitting = counts[found.cost == 0].sum() / paths
    precision = escaping(model, gone.variants, counts).precision
    assert (mean, in_log, fitting, precision) == pytest.approx(expected, abs=1e-3)


def test_what_fits_without_cost_is_on_the_map(olist):
    """Olist's map of six transitions, as `wayline measure --fitness` tells it: as many fit as `paths` counts."""
    found = wayline.measure(olist.workspace, map_file("olist-order"), with_fitness=True).plain()["coverage"]
    assert found["fitness"]["count"] == found["paths"]["count"]
