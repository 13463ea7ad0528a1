"""A map and its measurement become what a reader sees."""

import json
from dataclasses import replace

from study_term import measurement, share, study_term, wait, working_parent
from wayline.maps.model import Card, Connection, JourneyMap, Lane, Stage, Step, Window
from wayline.maps.selector import Selector
from wayline.views.map_view import map_view


def step_of(view, name):
    return next(step for step in view["steps"] if step["id"] == name)


def test_the_view_is_json_as_it_stands():
    view = map_view(study_term(), measurement(), persona=working_parent())
    assert json.loads(json.dumps(view, allow_nan=False)) == view
    assert view["view"] == 1


def test_the_sentences_on_top_name_the_longest_wait_the_most_lost_and_what_is_unknown():
    wait_, leave, unknown = map_view(study_term(), measurement())["sayings"]
    assert wait_["text"] == (
        "After “I hand in my second assignment”: half of the 521 people who went on needed more than 38 days "
        "(likely 36 to 39 days)."
    )
    assert leave["text"] == (
        "After “I hand in my first assignment”: 171 of 1,021 people left without moving on (17 %, likely 15 to 19 %)."
    )
    assert unknown["text"] == (
        "Nothing is known about 1 of 9 steps (“I hear from my tutor”): no event is bound to it; "
        "100 people at “I hand in my second assignment” may still move on or leave; "
        "6 numbers are hidden, too few people stand behind them."
    )


def test_a_single_hidden_number_and_a_single_unbound_step_are_told_as_one():
    few = {**measurement(), "elements": {"register": {"reached": share(3, 9)}}, "flows": [], "coverage": None}
    text = map_view(study_term(), few)["sayings"][2]["text"]
    assert "no event is bound to it" in text
    assert text.endswith("1 number is hidden, too few people stand behind it.")


def test_without_leaves_nobody_is_said_to_be_lost():
    view = map_view(replace(study_term(), leaves=()), measurement())
    assert view["sayings"][1]["text"] == "The map does not say how a customer is lost, so nobody is counted as lost."


def test_each_measure_says_its_own_sentence():
    figures = step_of(map_view(study_term(), measurement()), "first-assignment")["figures"]
    said = {
        name: figures[name]["sentence"] for name in ("reached", "converted", "left", "open", "repeats", "skips", "now")
    }
    assert said == {
        "reached": "Of 1,276 people on the map, 1,021 came here (80 %, likely 78 to 82 %).",
        "converted": "Of 1,021 people who came here, 764 moved on (75 %, likely 72 to 77 %).",
        "left": "Of 1,021 people who came here, 171 left without moving on (17 %, likely 15 to 19 %).",
        "open": "Of 1,021 people who came here, 86 have neither moved on nor left yet (8 %, likely 7 to 10 %).",
        "repeats": "Of 1,021 people who came here, 58 did it more than once (6 %, likely 4 to 7 %).",
        "skips": "Of 801 people who got further, 22 had not been here before (3 %, likely 2 to 4 %).",
        "now": "70 people are here now: this was the last thing they did, and they have not left.",
    }
    assert figures["time_to_next"]["sentence"] == (
        "Half of the 764 people who moved on did so within 23 days, likely 22 to 25 days; the middle half took 14 to 34 days, "
        "one in ten longer than 48 days. 86 people are still open; with them counted, half take 27 days."
    )


def test_a_curve_that_stays_above_half_says_so():
    told = {
        "elements": {"a": {"time_to_next": wait(40, 2, (1, 3), (1, 4, 6), censored=30, survival=None)}},
        "subjects": 70,
    }
    figure = map_view(two_steps(), told)["steps"][0]["figures"]["time_to_next"]
    assert figure["sentence"].endswith("30 people are still open; with them counted, half have not got there yet.")


def test_a_time_to_another_step_is_a_figure_of_its_own():
    told = {"subjects": 70, "elements": {"a": {"time_to": {"b": wait(40, 2, (1, 3), (1, 4, 6))}}}}
    figure = map_view(two_steps(), told)["steps"][0]["figures"]["time_to:b"]
    assert figure["label"] == "Wait to “B”"
    assert figure["sentence"].startswith(
        "Wait to “B”: half of the 40 people took at most 2 days, likely 24 h to 3 days;"
    )


def test_a_refused_number_stands_with_its_reason():
    figure = step_of(map_view(study_term(), measurement()), "passed")["figures"]["converted"]
    assert (figure["show"], figure["value"], figure["reason"]) == ("refused", None, "last step")


def test_success_is_judged_on_the_interval():
    def verdict(count):
        told = {"subjects": 100, "elements": {"b": {"reached": share(count, 100)}}}
        journey = replace(two_steps(), success=(replace(study_term().success[0], milestone="b"),))
        return map_view(journey, told)["success"][0]["verdict"]

    assert [verdict(40), verdict(60), verdict(80)] == ["missed", "cannot tell", "met"]


def test_success_that_nobody_measured_is_no_verdict():
    success = map_view(study_term(), None)["success"][0]
    assert (success["verdict"], success["sentence"]) == ("not measured", "target 60 %; not measured yet")


def test_a_map_without_numbers_says_that_it_is_not_measured():
    view = map_view(study_term(), None)
    assert view["measured"] is False
    assert [saying["title"] for saying in view["sayings"]] == ["Not measured yet"]
    assert view["sayings"][0]["text"].endswith("8 of 9 steps are bound to events and can be measured.")
    assert {flow["text"] for flow in view["flows"]} == {"not measured"}


def test_flows_are_planned_or_beside_the_plan_by_kind():
    flows = {(flow["origin"], flow["target"]): flow for flow in map_view(study_term(), measurement())["flows"]}
    kinds = {pair: (flow["kind"], flow["planned"]) for pair, flow in flows.items()}
    assert kinds["START", "register"] == ("start", True)
    assert kinds["START", "first-visit"] == ("start", False)
    assert kinds["register", "first-visit"] == ("planned", True)
    assert kinds["first-visit", "first-assignment"] == ("skip", False)
    assert kinds["quiz", "forum"] == ("return", False)
    assert kinds["quiz", "quiz"] == ("repeat", False)
    assert kinds["quiz", "END"] == ("end", False)
    assert kinds["passed", "END"] == ("end", True)


def test_a_planned_flow_that_nobody_took_is_none_and_one_from_an_unbound_step_is_unknown():
    told = measurement() | {"flows": [row for row in measurement()["flows"] if row["to"] != "passed"]}
    flows = {(flow["origin"], flow["target"]): flow for flow in map_view(study_term(), told)["flows"]}
    assert flows["exam", "passed"]["count"] == 0
    assert flows["first-visit", "welcome"]["count"] is None
    assert flows["first-visit", "welcome"]["text"] == "not measured"


def test_what_ends_somewhere_says_who_left_and_who_is_open():
    flows = {(flow["origin"], flow["target"]): flow for flow in map_view(study_term(), measurement())["flows"]}
    assert flows["quiz", "END"]["sentence"] == (
        "110 did nothing further after “I take the mid-term quiz” (8 % of all that came next): 66 left and 44 still open."
    )


def test_the_face_of_the_map_is_how_many_paths_it_explains_so_far():
    covered = map_view(study_term(), measurement())["coverage"]
    assert covered["face"] == "The plan explains 29 % (likely 27 to 32 %) of paths so far."
    assert covered["ghosts"][0] == {
        "event": "download_past_exam",
        "text": "640 people, 2,210 times",
        "share": None,
        "share_text": "",
        "after": None,
        "before": None,
        "place": "",
    }


def test_windows_and_handoffs_stand_at_the_step_they_follow():
    contacts = {one["id"]: one for side in map_view(study_term(), measurement())["sides"] for one in side["contacts"]}
    call, tutor = contacts["welcome-call"], contacts["to-tutor"]
    assert (call["column"], call["who"], call["when"]) == (
        0,
        "student support by phone",
        "from 3 days to 7 days after “I register”",
    )
    assert call["figure"]["text"] == "34 %"
    assert [(part["text"], part["label"]) for part in call["parts"]] == [
        ("61", "too early"), ("311", "too late"), ("406", "never"), ("52", "window still open"),
    ]  # fmt: skip
    assert [(datum["text"], datum["label"]) for datum in tutor["data"]] == [
        ("60 %", "with goals"), ("96 %", "with prior study"), ("17 %", "with constraints"),
    ]  # fmt: skip


def test_lanes_stand_under_the_line_of_their_side():
    sides = map_view(study_term(), None)["sides"]
    assert [(side["side"], side["line"]) for side in sides] == [
        ("customer", ""), ("onstage", "Line of interaction"), ("backstage", "Line of visibility"),
        ("support", "Line of internal interaction"),
    ]  # fmt: skip


def test_cells_cover_every_column_once_however_cards_overlap():
    cards = (
        Card("doing", "a", until="c", text="wide"), Card("doing", "b", text="narrow"), Card("doing", "b", until="c", text="half"),
        Card("doing", stage="two", text="stage"), Card("doing", text="whole"),
    )  # fmt: skip
    steps = tuple(Step(name, name) for name in "abc")
    journey = JourneyMap(
        "m", stages=(Stage("one", steps=steps), Stage("two")), lanes=(Lane("doing", "action"),), cards=cards
    )
    rows = map_view(journey, None)["sides"][0]["lanes"][0]["rows"]
    for row in rows:
        assert [cell["column"] for cell in row] == [
            sum(one["span"] for one in row[:index]) for index in range(len(row))
        ]
        assert sum(cell["span"] for cell in row) == 4
    texts = [card["text"] for row in rows for cell in row for card in cell["cards"]]
    assert sorted(texts) == ["half", "narrow", "stage", "whole", "wide"]


def test_a_measured_feeling_stands_beside_the_assumed_one():
    told = {
        "elements": {
            "register": {"emotion": share(3, 40) | {"value": -1.2, "low": -1.5, "high": -0.9, "unit": "points"}}
        },
        "subjects": 40,
    }
    lanes = [lane for side in map_view(study_term(), told)["sides"] for lane in side["lanes"] if lane["curve"]]
    assert lanes[0]["curve"]["assumed"][0]["text"] == "hopeful +1 (assumed)"
    assert lanes[0]["curve"]["measured"] == [
        {
            "column": 0,
            "valence": -1.2,
            "low": -1.5,
            "high": -0.9,
            "word": "−1.2",
            "text": "−1.2, likely −1.5 to −0.9 (measured)",
            "basis": "measured",
            "n": 40,
            "mark": "",
        }
    ]


def test_a_map_of_nothing_has_a_view():
    view = map_view(JourneyMap("empty"), None)
    assert (view["columns"], view["steps"], view["sides"]) == (0, [], [])


def test_a_stage_without_steps_keeps_a_column():
    view = map_view(JourneyMap("m", stages=(Stage("one"), Stage("two", steps=(Step("a"),)))), None)
    assert [(stage["column"], stage["span"]) for stage in view["stages"]] == [(0, 1), (1, 1)]


def test_an_account_is_called_an_account():
    told = {"subjects": 40, "elements": {"a": {"reached": share(20, 40)}}}
    view = map_view(replace(two_steps(), unit="object:delivery"), told)
    assert view["steps"][0]["figures"]["reached"]["sentence"].startswith("Of 40 deliveries on the map, 20 came here")
    assert view["provenance"]["subjects"] == "40 deliveries"


def test_what_changed_comes_in_as_sentences():
    assert map_view(two_steps(), None, changes=["Reached: up."])["changes"] == ["Reached: up."]


def test_a_window_of_a_lane_kind_that_is_drawn_empty_is_not_drawn_twice():
    stage = Stage("one", steps=(Step("a"),), windows=(Window("call", after="a", closes="2d"),))
    journey = JourneyMap("m", stages=(stage,), lanes=(Lane("windows", "window", side="onstage"),))
    side = map_view(journey, None)["sides"][0]
    assert (side["lanes"], [one["title"] for one in side["contacts"]]) == ([], ["Call"])


def test_connections_that_skip_a_column_are_planned():
    journey = replace(two_steps(), connections=(Connection("a", "b"), Connection("b", "a")))
    kinds = {(flow["origin"], flow["target"]): flow["kind"] for flow in map_view(journey, None)["flows"]}
    assert kinds == {("a", "b"): "planned", ("b", "a"): "planned"}


def two_steps():
    bind = (Selector(event=("x",)),)
    return JourneyMap(
        "m", title="M", stages=(Stage("one", steps=(Step("a", "A", bind=bind), Step("b", "B", bind=bind))),)
    )
