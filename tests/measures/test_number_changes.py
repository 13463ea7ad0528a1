"""What changed between two measurings: intervals of differences, the smallest interesting change, one family a level."""

import pytest

from wayline.estimates.nps import Camps, nps
from wayline.estimates.wilson import share
from wayline.measures.changes import number_changes


def measured(*, promoters=(1_000, 600), converted=(48, 80)):
    return {
        "whole": {"nps": nps(Camps(*promoters, 2_000)).plain(), "finished": {"value": 3, "low": None, "high": None}},
        "elements": {"pay": {"converted": share(*converted).plain(), "time_to": {}}},
        "coverage": {},
    }


def by_key(found):
    return {(one.level, one.element, one.measure): one for one in found}


def test_a_score_and_a_share_that_changed():
    """The share is Newcombe's published pair, 48 of 80 and 56 of 70: 0.2 [0.0524, 0.3339]."""
    found = by_key(number_changes(measured(), measured(promoters=(1_300, 400), converted=(56, 70)), {}))
    assert found["", "whole", "nps"].says == "rose by 25, likely 20 to 30"
    difference = found["", "pay", "converted"].plain()["difference"]
    assert [difference[key] for key in ("value", "low", "high")] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert difference["visible"] is True
    assert len(found) == 2


def test_what_did_not_change_says_what_could_have_been_seen():
    found = by_key(number_changes(measured(), measured(), {}))
    score = found["", "whole", "nps"]
    assert (score.has_moved, score.q, score.says) == (False, 1.0, "no visible change; could have seen ±8")


@pytest.mark.parametrize(
    ("declared", "says"),
    [({"nps": 25}, "rose by 25, likely 20 to 30"), ({"nps": 26}, "no visible change: up by 25, and less than 26 is not interesting")],
)  # fmt: skip
def test_the_smallest_interesting_change_is_declared(declared, says):
    found = by_key(number_changes(measured(), measured(promoters=(1_300, 400)), declared))
    assert found["", "whole", "nps"].says == says


def test_levels_are_judged_each_for_itself():
    was = measured() | {"segments": {"pro": measured(), "gone": measured()}}
    now = measured() | {"segments": {"pro": measured(promoters=(1_300, 400)), "new": measured()}}
    found = by_key(number_changes(was, now, {}))
    assert {level for level, _, _ in found} == {"", "pro"}
    assert found["pro", "whole", "nps"].has_moved
    assert not found["", "whole", "nps"].has_moved


def test_a_change_that_many_comparisons_show_by_chance_is_not_told():
    """One share in fifty at p = 0.02: q is 1, although its own interval leaves out none."""
    elements = {f"s{n}": {"converted": share(500, 1_000).plain()} for n in range(50)}
    later = elements | {"s7": {"converted": share(552, 1_000).plain()}}
    found = by_key(number_changes({"elements": elements}, {"elements": later}, {}))
    one = found["", "s7", "converted"]
    assert (round(one.p, 3), one.q) == (0.020, pytest.approx(1.0, abs=0.01))
    assert one.says.startswith("cannot tell from chance among so many: rose by 5.2 percentage points")
    assert not one.has_moved


def test_waits_are_judged_as_a_share_of_what_they_were():
    def wait(value, half):
        return {"value": value, "low": value - half, "high": value + half, "n": 400, "unit": "seconds", "method": "order statistics"}  # fmt: skip

    def of(number):
        return {"elements": {"pay": {"time_to_next": number}}}

    was, now = wait(86_400 * 10, 3_600), wait(86_400 * 8, 3_600)
    (found,) = number_changes(of(was), of(now), {})
    assert found.judged.smallest == pytest.approx(86_400)
    assert found.says == "fell by 2 days, likely 47 h to 2.1 days"
    (found,) = number_changes(of(was), of(now), {"wait": 0.25})
    assert found.says == "no visible change: down by 2 days, and less than 2.5 days is not interesting"
