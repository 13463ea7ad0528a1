"""How often families of friction and of moments claim anything where nothing matters.

WAYLINE_NULL_WORLDS=200 draws so many worlds of each kind; the test suite a part of them.
"""

import os

import pytest
from null_walks import LANDMARK, walks
from scipy.stats import binom

from wayline.estimates.wilson import share
from wayline.measures.friction.candidates import judged
from wayline.measures.moments.balance import Experiences, balance
from wayline.measures.moments.grid import Grid
from wayline.measures.moments.ladder import climb

RUNS = int(os.environ.get("WAYLINE_NULL_WORLDS", "5"))
FIRST = 40_000  # seeds that no rule was chosen by
ASKED = Experiences(("call",), ("help",), "as asked")


def rungs(world):
    """Family → the highest rung that anything in it has; a difference that excludes 0 is on rung 1."""
    people = world.people
    friction = {
        name: max(one.rung for one in judged(family, people, consequences=(), holds=True))
        for name, family in (("returns", world.returns), ("contacts", world.contacts))
    }
    moments = climb(people, world.steps, Grid((LANDMARK,), (1,))).moments
    weighed = balance(people, world.experiences, ASKED, LANDMARK)
    apart = weighed.difference
    return friction | {
        "steps": max(moment.rung for moment in moments),
        "at least one bad": weighed.one_bad.rung,
        "balance": int(not apart.low <= 0 <= apart.high),
    }


@pytest.fixture(scope="module", params=["noise", "activity"])
def drawn(request):
    return request.param, [rungs(walks(request.param, seed)) for seed in range(FIRST, FIRST + RUNS)]


@pytest.mark.parametrize("family", ["returns", "contacts", "steps", "at least one bad", "balance"])
def test_a_world_in_which_nothing_matters_has_hardly_ever_a_claim(drawn, family):
    """Above rung 1, whatever drives people. The balance holds nothing and claims nothing: its interval is asked in pure noise alone."""
    kind, found = drawn
    if family == "balance" and kind == "activity":
        pytest.skip("what is set beside each other with nothing held says nothing here")
    least = 1 if family == "balance" else 2
    told, low = (sum(one[family] >= rung for one in found) for rung in (least, 1))
    interval = share(told, RUNS)
    print(
        f"\n{kind}, {family}: claims in {told} of {RUNS} runs ({interval.low:.3f} to {interval.high:.3f}); on rung 1 or above {low}"
    )
    assert told <= binom.ppf(0.999, RUNS, 0.05)
