"""Moments of truth on a log typed here: who is compared, what is tried, what is rejected, and the verdict on the team's votes."""

import numpy as np
import pytest
from small_logs import BEGIN, DAY, MAP, Row, stored

import wayline
from wayline.errors import InputError, NotFoundError

SHARED = "{event: share}"
ASKED = {"landmark": "10d", "horizon": "20d"}
VOTED = MAP.replace("milestone: {}", "milestone: {truth: true, kind: value}")
PEOPLE = 1_600


def person(number, draw):
    """Half report on day 2, and 7 in 10 of them share on day 20, of the others 4 in 10. Half load on day 1, for nothing."""
    reports, loads = draw.random(2) < 0.5
    calls = draw.random() < 0.3
    events = [(0, "signup")]
    events += [(1, "load")] if loads else []
    events += [(2, "report")] if reports else []
    events += [(3, "call")] if calls else []
    events += [(4, "help")] * int(draw.poisson(1))
    events += [(20, "share")] if draw.random() < (0.7 if reports else 0.4) - 0.2 * calls else []
    events += [(5, "greet")] if events[-1][1] == "share" else []  # known on day 5 what comes on day 20
    return [Row(f"p{number}", BEGIN + day * DAY + number + place, event) for place, (day, event) in enumerate(events)]


# none of these can be compared: shared by day 10, gone by day 10, and not seen for the 20 days after
DECIDED = [
    Row("fast", BEGIN, "signup"), Row("fast", BEGIN + 5 * DAY, "share"),
    Row("gone", BEGIN, "signup"), Row("gone", BEGIN + 5 * DAY, "cancel"),
    Row("late", BEGIN + 8 * DAY, "signup"), Row("late", BEGIN + 35 * DAY, "signup"),
]  # fmt: skip


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    draw = np.random.default_rng(7)
    rows = [row for number in range(PEOPLE) for row in person(number, draw)]
    return stored(tmp_path_factory.mktemp("moments"), rows + DECIDED, journey=VOTED)


@pytest.fixture(scope="module")
def found(log):
    return wayline.moments(log, "small", SHARED, **ASKED, bad=("call",), good=("report",)).plain()


def of(rows, key, name):
    return next(one for one in rows if one[key] == name)


def test_those_for_whom_all_was_decided_at_the_landmark_are_not_compared(found):
    assert found["subjects"] == PEOPLE
    assert found["chosen_on"] == found["held_out"] == PEOPLE // 2


def test_a_milestone_that_matters_predicts_and_its_held_out_effect_is_shown(found):
    report = of(found["moments"], "what", "report")
    assert (report["rung"], report["verb"], report["sign"], report["within_days"]) == (3, "predicts", "more", 3)
    held_out = report["held_out"]
    assert held_out["reached"] + held_out["others"] == PEOPLE // 2
    assert held_out["ppv"] == held_out["succeeded_reached"] / held_out["reached"]
    assert held_out["held_risk_difference"]["low"] < 0.3 < held_out["held_risk_difference"]["high"]


def test_what_hinders_predicts_less(found):
    call = of(found["moments"], "what", "call")
    assert (call["rung"], call["sign"]) == (3, "less")


def test_what_does_nothing_has_no_rung(found):
    assert of(found["moments"], "what", "load")["rung"] == 0
    assert of(found["moments"], "what", "help")["rung"] == 0


def test_the_outcome_in_disguise_is_rejected(found):
    """Everyone greeted on day 5 shares on day 20, and nobody else."""
    rejected = of(found["rejected"], "what", "greet")
    assert "disguise" in rejected["why"]
    assert "greet" not in [one["what"] for one in found["moments"]]


def test_a_disguise_can_be_declared(log):
    found = wayline.moments(log, "small", SHARED, **ASKED, disguises=("rep*",)).plain()
    assert of(found["rejected"], "what", "report")["why"].startswith("declared")
    assert "report" not in [one["what"] for one in found["moments"]]


def test_votes_are_set_beside_what_is_measured(found):
    verdicts = {one["step"]: (one["voted"], one["verdict"]) for one in found["steps"]}
    assert verdicts["report"] == (True, "agreed")
    assert verdicts["load"] in ((False, "cannot tell"), (False, "not necessary"))
    assert found["steps"][0]["step"] == "report"


def test_what_makes_no_visible_difference_is_listed_where_the_interval_is_tight(log):
    wide = wayline.moments(log, "small", SHARED, **ASKED, smallest=0.15).plain()
    assert {"load", "help"} <= {one["what"] for one in wide["removable"]}
    assert of(wide["steps"], "step", "load")["verdict"] == "not necessary"
    assert "report" not in {one["what"] for one in wide["removable"]}
    narrow = wayline.moments(log, "small", SHARED, **ASKED, smallest=0.001).plain()
    assert narrow["removable"] == []


def test_an_over_rated_vote_is_called_so(tmp_path, log):
    voted = VOTED.replace("title: Load,", "title: Load, milestone: {truth: true},")
    path = tmp_path / "voted.journey.yaml"
    path.write_text(voted, encoding="utf-8")
    found = wayline.moments(log, str(path), SHARED, **ASKED, smallest=0.15).plain()
    assert of(found["steps"], "step", "load")["verdict"] == "over-rated"


def test_time_to_value_counts_those_still_waiting(found):
    """About half report, two days after they began; the curve of all stays above or comes to one half there."""
    (value,) = found["time_to_value"]
    assert (value["step"], value["kind"], value["n"]) == ("report", "value", PEOPLE + 3)
    assert value["reached"] + value["left"] + value["waiting"]["count"] == value["n"]
    assert value["waiting"]["value"] == pytest.approx(0.5, abs=0.05)


def test_the_balance_of_good_and_bad_is_set_against_what_came_after(found):
    groups = {one["balance"]: one["success"]["value"] for one in found["balance"]["groups"]}
    assert groups["more bad"] < groups["neither"] < groups["more good"]
    assert found["balance"]["more_good_less_more_bad"]["low"] > 0
    assert found["balance"]["exposed"]["value"] == pytest.approx(0.3, abs=0.04)
    bad = found["balance"]["at_least_one_bad"]
    assert (bad["rung"], bad["sign"]) == (3, "less")
    assert bad["held_out"]["held_risk_difference"]["high"] < 0


def test_without_names_the_maps_cards_say_what_is_bad(tmp_path, log):
    cards = "cards:\n  - {lane: pains, step: load, text: Slow, severity: 2}\n  - {lane: feeling, step: report, valence: 2}\n"
    path = tmp_path / "felt.journey.yaml"
    path.write_text(VOTED + cards, encoding="utf-8")
    balance = wayline.moments(log, str(path), SHARED, **ASKED).plain()["balance"]
    assert (balance["good"], balance["bad"], balance["basis"]) == (["report"], ["load"], "by the map's own cards")


def test_the_same_question_has_the_same_answer(log, found):
    assert wayline.moments(log, "small", SHARED, **ASKED, bad=("call",), good=("report",)).plain() == found


@pytest.mark.parametrize(
    ("outcome", "asked", "kind", "says"),
    [
        (SHARED, {"landmark": ""}, InputError, "landmark"),
        (SHARED, {"windows": ("11d",)}, InputError, "overlap"),
        (SHARED, {"thresholds": (0,)}, InputError, "0 times"),
        (SHARED, {"smallest": 1.5}, InputError, "between 0 and 1"),
        ("{event: shares}", {}, NotFoundError, "share"),
        (SHARED, {"bad": ("calls",)}, NotFoundError, "call"),
        (SHARED, {"bad": ("call",), "good": ("c*",)}, InputError, "good and bad"),
        ("{segment: {level: pro}}", {}, InputError, "horizon"),
    ],
)
def test_what_would_mislead_is_refused(log, outcome, asked, kind, says):
    with pytest.raises(kind, match=says):
        wayline.moments(log, "small", outcome, **{**ASKED, **asked})


def test_too_few_are_told_how_many_more(tmp_path):
    draw = np.random.default_rng(1)
    few = stored(tmp_path, [row for number in range(40) for row in person(number, draw)], journey=VOTED)
    found = wayline.moments(few, "small", SHARED, landmark="10d").plain()
    report = of(found["moments"], "what", "report")
    assert (report["reading"], report["rung"], report["show"]) == ("too few", 0, "grey")
    assert "more who reach it" in report["needs"]
