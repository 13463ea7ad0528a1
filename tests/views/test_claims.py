"""What a step's kept claim may be told as: never surer than the half of the subjects that did not choose it."""

import pytest

from wayline.maps.model import JourneyMap, Stage, Step
from wayline.views.claims import claim
from wayline.views.suppress import Reader

STEP = Step(id="import", title="I import")
JOURNEY = JourneyMap(id="m", title="M", stages=(Stage(id="all", title="All", steps=(STEP,)),))


def kept(rung, low, high):
    half = {
        "reached": 60, "others": 80, "ppv": 0.6, "success_of_others": 0.5,
        "risk_difference": {"value": 0.1, "low": low, "high": high},
        "held_risk_difference": {"value": 0.05, "low": low, "high": high},
    }  # fmt: skip
    found = {"step": "import", "rung": rung, "sign": "more", "within_days": 7, "reading": "goes with", "held_out": half}
    return {"asked": {"outcome": "leave"}, "kept_at": "2026-01-01", "version": 3, "found": {"landmark_days": 7, "steps": [found], "combinations": 9}}  # fmt: skip


@pytest.mark.parametrize(
    ("rung", "low", "high", "verb"),
    [
        (1, 0.02, 0.2, "goes with more success"),
        (1, -0.02, 0.2, "goes with more success, which held-out people do not confirm"),
        (2, -0.02, 0.2, "goes with more success, also among equally active people, which held-out people do not confirm"),
        (2, 0.02, 0.2, "goes with more success, also among equally active people"),
        (3, 0.02, 0.2, "predicts more success"),
    ],
)  # fmt: skip
def test_the_verb_is_no_surer_than_the_held_out_half(rung, low, high, verb):
    told = claim(STEP, JOURNEY, [kept(rung, low, high)], Reader("person", "people"))
    assert told["verb"] == verb
    assert verb in told["sentence"]


def test_a_half_of_fewer_than_ten_is_not_told():
    record = kept(3, 0.02, 0.2)
    record["found"]["steps"][0]["held_out"]["reached"] = 9
    assert claim(STEP, JOURNEY, [record], Reader("person", "people")) is None
