"""How often families of friction and of moments claim anything in logs in which nothing matters, through the whole product.

WAYLINE_NULL_WORLDS=200 draws so many logs of each kind; the test suite a part of them.
"""

import os

import pytest
from null_logs import JOURNEY, null_log
from scipy.stats import binom
from small_logs import stored

import wayline
from wayline.estimates.wilson import share

RUNS = min(int(os.environ.get("WAYLINE_NULL_WORLDS", "1")), 1_000)
FIRST = int(os.environ.get("WAYLINE_NULL_FIRST", "40000"))  # a seed that no rule was chosen by
ASKED = {"outcome": "{event: done}", "landmark": "12d"}
FAMILIES = ("repeats and waits", "returns", "contacts", "drop-off", "events", "steps", "at least one bad", "balance")


def claims(folder, kind, seed):
    """Family → the highest rung that anything in it has; a difference that excludes 0 is on rung 1."""
    log = stored(folder, null_log(kind, seed), journey=JOURNEY)
    rubbed = wayline.friction(log, "small", **ASKED, also=("returns", "contacts", "drop-off"), contacts=("help",)).found
    told = wayline.moments(log, "small", **ASKED, horizon="19d", bad=("help",), good=("call",)).found
    lost = rubbed.further.drop_off.steps
    apart = told.balance.difference
    return {
        "repeats and waits": max((one.rung for one in rubbed.candidates), default=0),
        "returns": max((one.rung for one in rubbed.further.returns), default=0),
        "contacts": max((one.rung for one in rubbed.further.contacts), default=0),
        "drop-off": int(any(one.q is not None and one.q < 0.05 for one in lost)),
        "events": max((one.rung for one in told.events.moments), default=0),
        "steps": max((step.moment.rung for step in told.steps), default=0),
        "at least one bad": told.balance.one_bad.rung,
        "balance": int(not apart.low <= 0 <= apart.high),
    }


@pytest.fixture(scope="module", params=["noise", "activity"])
def drawn(request, tmp_path_factory):
    """The kind of logs, and what was found in each."""
    kind = request.param
    return kind, [claims(tmp_path_factory.mktemp(kind) / "log", kind, seed) for seed in range(FIRST, FIRST + RUNS)]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_log_in_which_nothing_matters_has_hardly_ever_a_claim(drawn, family):
    """Any discovery in pure noise; with hidden activity any claim above rung 1. Where nothing can be held, the noise alone is asked."""
    kind, logs = drawn
    if kind == "activity" and family == "balance":
        pytest.skip("the balance is set beside what came after with nothing held, and claims nothing")
    least = 2 if kind == "activity" and family != "drop-off" else 1
    runs = sum(found[family] >= least for found in logs)
    told = share(runs, RUNS)
    print(f"\n{kind}, {family}: any claim in {runs} of {RUNS} runs, {told.low:.3f} to {told.high:.3f}")
    assert runs <= binom.ppf(0.999, RUNS, 0.05)
