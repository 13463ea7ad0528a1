"""methods.md section 4: the largest odds ratio of the grid in worlds in which nothing matters, and what is left of it on held-out people.

The largest odds ratio has a long tail, so that means of ten runs differ: they have a standard deviation of 0.6 (noise), 3.3 (activity) and
14 (overlap), from 60 runs each; the tolerance is twice that of the difference of two such means, theirs and ours.
"""

import numpy as np
import pytest

from null_worlds import EVENTS, GRID, world
from wayline.estimates.held import held_odds_ratios
from wayline.estimates.odds_ratio import odds_ratio
from wayline.measures.moments.ladder import held_columns

RUNS = 10


def grid(drawn, event):
    """People × combinations of one event."""
    return np.concatenate([drawn.counts[:, event, :] >= least for least in GRID.thresholds], axis=1)


def largest(kind, seed):
    """The largest odds ratio among combinations with 25 exposed; nothing is asked of how many are not."""
    drawn, found = world(kind, seed), []
    for event in range(EVENTS):
        for reached in grid(drawn, event).T:
            if reached.sum() >= 25 and not reached.all():
                found.append(
                    odds_ratio(
                        *[(int(drawn.succeeded[one].sum()), int(one.sum())) for one in (reached, ~reached)]
                    ).value
                )
    return max(found)


@pytest.mark.parametrize(
    ("kind", "printed", "tolerance"), [("noise", 3.95, 1.7), ("activity", 18.4, 9.4), ("overlap", 134, 40)]
)
def test_the_largest_odds_ratio_of_the_grid(kind, printed, tolerance):
    assert np.mean([largest(kind, seed) for seed in range(600, 600 + RUNS)]) == pytest.approx(printed, abs=tolerance)


def winner(seed):
    """The largest odds ratio of rung 2 in pure noise, on one half with 30 exposed, and the same combination on the other half."""
    drawn = world("noise", seed)
    first = np.zeros(len(drawn.succeeded), dtype=bool)
    first[np.random.default_rng(seed).permutation(len(first))[: len(first) // 2]] = True
    best = None
    for event, doings in enumerate(drawn.done):
        reached, held = grid(drawn, event), held_columns(drawn.people, doings)
        reached = reached[:, (reached[first].sum(axis=0) >= 30) & ~reached[first].all(axis=0)]
        if not reached.shape[1]:
            continue
        for place, one in enumerate(held_odds_ratios(drawn.succeeded[first], reached[first], held[first])):
            if one is not None and (best is None or one.value > best[0]):
                best = (one.value, reached[:, place], held)
    value, reached, held = best
    (again,) = held_odds_ratios(drawn.succeeded[~first], reached[~first][:, None], held[~first])
    return value, again.value


def test_the_winner_is_less_on_held_out_people():
    """Printed: 3.39 where it was found, 1.38 held out. One-sided: few who did not reach it make the tail of both."""
    found, again = np.mean([winner(seed) for seed in range(7_000, 7_000 + RUNS)], axis=0)
    print(f"\nwinner: {found:.2f} where found, {again:.2f} held out")
    assert found == pytest.approx(3.39, abs=1.0)
    assert again == pytest.approx(1.38, abs=1.5)
    assert found > again
