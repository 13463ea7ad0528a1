"""Faces and filters give a map view again, and say what they left out."""

import pytest
from jsonschema import Draft202012Validator

from study_term import measurement, share, study_term, working_parent
from wayline.errors import NotFoundError
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.views.channels import icon
from wayline.views.faces import FACES, face
from wayline.views.filters import Filter, filtered
from wayline.views.map_view import map_view
from wayline.views.schema import map_view_schema
from wayline.views.story import story


@pytest.fixture(scope="module")
def view():
    return map_view(study_term(), measurement(), persona=working_parent())


def lanes(view):
    return [lane["title"] for side in view["sides"] for lane in side["lanes"]]


@pytest.mark.parametrize("name", list(FACES))
def test_every_face_keeps_the_schema_and_covers_all_columns(view, name):
    shown = face(view, name)
    assert [fault.message for fault in Draft202012Validator(map_view_schema()).iter_errors(shown)] == []
    rows = [row for side in shown["sides"] for lane in side["lanes"] for row in lane["rows"]]
    assert {sum(cell["span"] for cell in row) for row in rows} == {shown["columns"]}


def test_a_blueprint_has_no_feelings_but_all_that_stands_behind(view):
    shown = face(view, "blueprint")
    assert lanes(shown) == ["Doing", "Tutor and staff", "Faculty office", "Systems", "Support processes"]
    assert [side["line"] for side in shown["sides"]] == [
        "",
        "Line of interaction",
        "Line of visibility",
        "Line of internal interaction",
    ]
    assert shown["filters"] == ["service blueprint: without feelings, thoughts and needs"]


def test_a_strip_holds_the_milestones_only(view):
    shown = face(view, "milestones")
    assert [step["id"] for step in shown["steps"]] == ["first-assignment", "quiz", "passed"]
    assert [(stage["title"], stage["column"], stage["span"]) for stage in shown["stages"]] == [
        ("Settle in", 0, 1),
        ("Work through", 1, 1),
        ("Finish", 2, 1),
    ]
    assert [
        point["column"] for side in shown["sides"] for lane in side["lanes"] for point in lane["curve"]["assumed"]
    ] == [0, 1, 2]


def test_a_day_is_ordered_by_the_clock():
    steps = (
        Step("lunch", "12:30 I eat at my desk"),
        Step("up", "I get up at 6am"),
        Step("some", "Some time"),
        Step("bus", "7.45 I catch the bus"),
    )
    journey = JourneyMap("d", stages=(Stage("s", steps=steps),), lanes=(Lane("doing", "action"), Lane("office", "backstage", side="backstage")),
                         cards=(Card("doing", "lunch", text="eats"), Card("office", "up", text="cleans")))  # fmt: skip
    shown = face(map_view(journey, None), "day")
    assert [step["id"] for step in shown["steps"]] == ["up", "bus", "lunch", "some"]
    assert [stage["title"] for stage in shown["stages"]] == ["Morning", "Midday", "No time given"]
    assert lanes(shown) == ["Doing"]


def test_an_unknown_face_or_lane_names_what_there_is(view):
    with pytest.raises(NotFoundError, match="no face 'blueprnt'"):
        face(view, "blueprnt")
    with pytest.raises(NotFoundError, match="no lane 'pian'"):
        filtered(view, Filter(lanes=("pian",)))


def test_lanes_and_stages_can_be_left_out(view):
    less = filtered(view, Filter(lanes=("pains", "doing"), stages=("work", "finish"), contacts=False))
    assert (less["columns"], lanes(less)) == (5, ["Doing", "Pains"])
    assert {flow["origin_column"] for flow in less["flows"]} <= {None, *range(5)}
    assert less["filters"] == ["only the stages “Work through” and “Finish”", "only the lanes Pains and Doing"]
    assert view["columns"] == 9


def test_one_level_shows_its_own_numbers_and_no_others():
    told = measurement() | {
        "segments": {
            name: {"subjects": n, "elements": {"register": {"reached": share(n - 5, n)}}}
            for name, n in (("new", 40), ("old", 90))
        }
    }
    less = filtered(map_view(study_term(), told), Filter(segment="old"))
    assert less["steps"][0]["figures"]["reached"]["text"] == "94 %"
    assert (less["steps"][1]["figures"], less["flows"], less["coverage"]) == ({}, [], None)
    assert less["provenance"]["subjects"] == "90 people"


def test_a_story_tells_belief_and_measurement_apart(view):
    scene = story(view)["scenes"][3]
    assert (scene["title"], scene["stage"]) == ("I hand in my first assignment", "Settle in")
    assert scene["truth"] == "Moment of truth: first proof that it works"
    told = {line["label"]: (line["texts"], line["assumed"]) for line in scene["lines"]}
    assert told["Feels"] == (["anxious"], True)
    assert told["Says"] == (["“I did not know it was due.”"], False)
    assert scene["measured"][0] == "Of 1,276 people on the map, 1,021 came here (80 %, likely 78 to 82 %)."


def test_channels_have_a_drawing_whatever_they_are_called():
    names = ("Website", "E-mail", "call centre", "In store", "exam_centre", "Forum", "Rückruf", "")
    assert [icon(name) for name in names] == ["website", "mail", "phone", "store", "site", "chat", "other", "other"]
