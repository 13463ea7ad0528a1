"""What rests on fewer than ten is not in the view at all, and the view says so."""

import json

import pytest

from study_term import flow, measurement, plain_count, share, study_term
from wayline.views.map_view import map_view
from wayline.views.suppress import Reader

OUTSIDE, INSIDE = Reader("person", "people"), Reader("person", "people", inside=True)


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (share(20, 40), "normal"),
        (share(10, 20), "grey"),
        (share(5, 9), "withheld"),
        ({"value": 0.5, "count": 5, "n": 9}, "withheld"),
        ({"value": 0.5, "count": 15, "n": 29}, "grey"),
        (plain_count(0), "normal"),
        (plain_count(9), "withheld"),
        (plain_count(10), "normal"),
        (share(5, 9) | {"value": None, "refused": "no subjects"}, "refused"),
    ],
)
def test_a_number_is_judged_by_what_stands_behind_it(number, outcome):
    assert OUTSIDE.permit(number)[0] == outcome


def test_inside_the_workspace_every_count_is_seen_and_marked():
    assert INSIDE.permit(share(5, 9)) == ("inside", "")
    figure = map_view(study_term(), measurement(), inside=True)["steps"][0]["figures"]["skips"]
    assert (figure["show"], figure["count"], figure["n"]) == ("inside", 0, 1)


def test_a_single_small_part_takes_the_next_larger_one_with_it():
    assert OUTSIDE.parts({"left": 104, "open": 8, "finished": 0}) == {"left": None, "open": None, "finished": 0}
    assert OUTSIDE.parts({"left": 50, "open": 30, "finished": 4}) == {"left": 50, "open": None, "finished": None}
    assert OUTSIDE.parts({"left": 4, "open": 8}) == {"left": None, "open": None}
    assert OUTSIDE.parts({"left": 50, "open": 3, "finished": 4}) == {"left": None, "open": None, "finished": None}
    assert OUTSIDE.parts({"left": 40, "open": 80}) == {"left": 40, "open": 80}


def test_hidden_numbers_are_nowhere_in_the_view():
    secret = {
        "value": 0.4440001,
        "count": 7,
        "n": 9,
        "low": 0.1110001,
        "high": 0.7770001,
        "show": "hidden",
        "unit": "share",
        "refused": None,
    }
    told = measurement() | {
        "elements": measurement()["elements"] | {"quiz": dict.fromkeys(("reached", "left", "time_to_next"), secret)}
    }
    text = json.dumps(map_view(study_term(), told))
    assert not [trace for trace in ("0.4440001", "0.1110001", "0.7770001") if trace in text]


def test_a_rare_path_that_nobody_planned_is_gone_and_counted_as_hidden():
    view = map_view(study_term(), measurement())
    assert [one for one in view["flows"] if (one["origin"], one["target"]) == ("first-visit", "exam")] == []
    assert view["flows_withheld"] == 1


def test_a_rare_path_of_the_plan_stands_without_its_count():
    told = measurement() | {"flows": [flow("exam", "passed", 4, 40, 21)]}
    view = map_view(study_term(), told)
    rare = next(one for one in view["flows"] if one["target"] == "passed")
    assert (rare["count"], rare["share"], rare["text"]) == (None, None, "hidden")
    assert rare["sentence"] == "From “I sit the exam” to “I get my result”: hidden, fewer than 10 people."


def test_a_rare_ghost_is_not_named():
    covered = map_view(study_term(), measurement())["coverage"]
    assert [ghost["event"] for ghost in covered["ghosts"]] == [
        "download_past_exam",
        "extension_request",
        "fee_reminder",
    ]
    assert covered["ghosts_withheld"] == 1


def test_the_parts_of_a_hidden_window_are_hidden_too():
    nudge = next(
        one
        for side in map_view(study_term(), measurement())["sides"]
        for one in side["contacts"]
        if one["id"] == "nudge"
    )
    assert (nudge["figure"]["text"], nudge["figure"]["reason"], nudge["parts"]) == (
        "hidden",
        "fewer than 10 people",
        [],
    )


def test_a_handful_of_subjects_is_not_counted_out():
    assert map_view(study_term(), {"subjects": 5, "elements": {}})["provenance"]["subjects"] == "fewer than 10 people"


def test_the_end_of_a_path_hides_small_parts():
    told = measurement() | {"flows": [flow("quiz", "END", 40, 100, left=35, open=5, finished=0)]}
    view = map_view(study_term(), told)
    end = next(one for one in view["flows"] if one["target"] == "END")
    assert [(part["label"], part["text"]) for part in end["parts"]] == [("left", "hidden"), ("still open", "hidden")]
    assert end["sentence"].endswith(": how many left or still open is hidden.")


def test_points_in_time_with_few_at_risk_end_the_curve():
    at = {
        "7d": {"value": 0.4, "low": 0.3, "high": 0.5, "at_risk": 80},
        "30d": {"value": 0.6, "low": 0.5, "high": 0.7, "at_risk": 9, "show": "hidden"},
    }
    told = {"subjects": 100, "elements": {"quiz": {"converted_over_time": {"at": at, "n": 100, "refused": None}}}}
    step = next(step for step in map_view(study_term(), told)["steps"] if step["id"] == "quiz")
    figure = step["figures"]["converted_over_time"]
    assert figure["over_time"] == [{"after": "7 days", "text": "40 %", "interval": "30 to 50 %"}]


def test_what_is_not_shown_is_listed_with_its_reason():
    gaps = {(gap["kind"], gap["reason"]): gap["where"] for gap in map_view(study_term(), measurement())["gaps"]}
    assert "I sit the exam: here now" in gaps["withheld", "fewer than 10 people"]
    assert gaps["refused", "last step"] == [
        "I get my result: moved on",
        "I get my result: left",
        "I get my result: still open",
    ]


def test_coverage_names_together_what_it_does_not_say():
    told = {
        "subjects": 5,
        "coverage": {
            "paths": share(1, 5),
            "paths_so_far": share(2, 5) | {"show": "hidden"},
            "events": {"value": 0.5, "count": 20, "n": 40},
        },
    }
    assert map_view(study_term(), told)["coverage"]["sentences"] == [
        (
            "Hidden, fewer than 10 people: paths that follow the plan so far; paths that follow the plan to its end; "
            "events that the map explains."
        ),
    ]
