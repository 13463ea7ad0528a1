"""Single counting rules, each on a log of a few events with the answer worked out by hand: of the oracle and of the engine."""

import contract_oracle
import engine
import pytest

from wayline.maps.model import Connection, Datum, Handoff, JourneyMap, Milestone, Stage, Step, Window
from wayline.maps.selector import Condition, Selector, Within

HOUR = 3_600_000_000
DAY = 24 * HOUR


@pytest.fixture(params=[contract_oracle.measure, engine.measure], ids=["oracle", "engine"])
def measure(request):
    """Both ways to measure must give the same answer."""
    return request.param


SOURCES = {"shop": {"clock": "time", "traits": ("plan",)}}


def on(*names, **more):
    return (Selector(event=names, **more),)


def journey(*steps, unit="person", windows=(), handoffs=(), connections=None):
    stages = tuple(Stage(f"stage-{step.id}", steps=(step,)) for step in steps)
    stages = (Stage(stages[0].id, steps=stages[0].steps, windows=windows, handoffs=handoffs), *stages[1:])
    return JourneyMap("m", unit=unit, leaves=on("leave"), stages=stages, connections=connections)


def rows(text, **more):
    """`who name@hours` separated by commas, in the order of arrival."""
    found = []
    for arrival, part in enumerate(text.split(",")):
        who, what = part.split()
        name, hours = what.split("@")
        found.append({
            "arrival": arrival, "occurred_at": round(float(hours) * HOUR), "person_id": who, "event": name,
            "source": "shop", "properties": {}, "received_at": arrival, **more,
        })  # fmt: skip
    return found


def counted(measured, element, name):
    found = measured["elements"][element][name]
    return (found["count"], found["n"], found["tied"])


A, B, C = Step("a", bind=on("a")), Step("b", bind=on("b")), Step("c", bind=on("c"))


def test_an_event_never_converts_itself_and_makes_no_transition(measure):
    both = journey(Step("a", bind=on("a", "ab")), Step("b", bind=on("b", "ab")), C)
    measured = measure(rows("x ab@0,x c@2,y ab@0"), both, sources=SOURCES)
    assert counted(measured, "a", "converted") == (0, 2, 0)
    assert counted(measured, "b", "converted") == (1, 2, 0)
    assert [(row["from"], row["to"], row["count"]) for row in measured["flows"]] == [
        ("START", "a", 2), ("b", "c", 1), ("b", "END", 1), ("c", "END", 1),
    ]  # fmt: skip
    assert measured["coverage"]["ambiguous"] == 2


@pytest.mark.parametrize(
    ("selector", "touches"),
    [
        ({"nth": 2}, 2),  # the second b of x, the second b of y
        ({"within": Within("a", 3600)}, 2),  # b@1 of x; b@0 of y arrived after a
        ({"within": Within("a", 3600), "nth": 1}, 2),
        ({"within": Within("a", 3600), "nth": 2}, 0),
        ({"where": {"plan": Condition(absent=True)}}, 4),
    ],
)
def test_nth_and_within(measure, selector, touches):
    log = rows("x a@0,x b@1,x b@2,y b@0,y a@0,y b@0")
    log[3]["occurred_at"] = -HOUR
    measured = measure(log, journey(A, Step("b", bind=on("b", **selector))), sources=SOURCES)
    assert measured["elements"]["b"]["touches"]["count"] == touches


def test_equal_times_are_counted_as_tied(measure):
    """x: a and b at once; y: a certain b later; z: the only leave at the time of a."""
    measured = measure(rows("x a@0,x b@0,y a@0,y b@0,y b@5,z a@0,z leave@0"), journey(A, B), sources=SOURCES)
    assert counted(measured, "a", "converted") == (2, 3, 1)
    assert counted(measured, "a", "left") == (1, 3, 1)
    assert counted(measured, "a", "open") == (0, 3, 2)
    assert counted(measured, "a", "time_to_next") == (2, 2, 2)
    assert counted(measured, "a", "reached") == (3, 3, 0)


def test_a_leave_before_a_conversion_does_not_undo_it(measure):
    measured = measure(rows("x a@0,x leave@12,x b@36,y a@0,y leave@40"), journey(A, B), sources=SOURCES)
    assert (counted(measured, "a", "converted"), counted(measured, "a", "left")) == ((1, 2, 0), (1, 2, 0))
    found = measured["elements"]["a"]["time_to_next"]
    assert (found["value"], found["censored"], found["survival_median"]) == (36 * 3600, 0, 36 * 3600)
    # over time the first of leave and conversion counts
    assert measured["elements"]["a"]["converted_over_time"]["at"]["7d"]["value"] == 0


def test_converted_over_time_with_open_paths(measure):
    measured = measure(rows("x a@0,x b@6,y a@0,y b@48,z a@0,z leave@12,w a@60"), journey(A, B), sources=SOURCES)
    at = measured["elements"]["a"]["converted_over_time"]["at"]
    # w is censored at once, so three are at risk at 6 h
    assert at["1d"]["value"] == pytest.approx(1 / 3)
    assert at["7d"]["value"] == pytest.approx(2 / 3)
    assert (at["1d"]["at_risk"], at["1d"]["show"]) == (1, "hidden")


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ("x call@24", "hit"),  # both edges of the window belong to it
        ("x call@48", "hit"),
        ("x call@23", "early"),
        ("x call@23,x call@30", "hit"),
        ("x call@49", "late"),
        ("x call@-1", "missed"),
        ("y a@50", "missed"),
    ],
)
def test_a_closed_window_has_one_of_four_ends(measure, calls, expected):
    window = Window("w", after="a", opens="1d", closes="2d", bind=on("call"))
    measured = measure(rows(f"x a@0,{calls}"), journey(A, windows=(window,)), sources=SOURCES, as_of=60 * HOUR)
    found = measured["elements"]["w"]["hit"]
    ends = {name: found[name] for name in ("early", "late", "missed")} | {"hit": found["count"]}
    assert {name for name, number in ends.items() if number} == {expected}
    assert (found["n"], found["pending"]) == (1, 1 if "y a" in calls else 0)


def test_a_window_that_is_open_waits(measure):
    window = Window("w", after="a", opens="1d", closes="2d", bind=on("call"))
    made = journey(A, windows=(window,))
    found = measure(rows("x a@0,x call@2"), made, sources=SOURCES, as_of=47 * HOUR)["elements"]["w"]["hit"]
    assert (found["refused"], found["pending"], found["early"]) == ("no subjects", 1, 0)
    found = measure(rows("x a@0,x call@2"), made, sources=SOURCES, as_of=48 * HOUR)["elements"]["w"]["hit"]
    assert (found["n"], found["pending"], found["early"]) == (1, 0, 1)


def test_handoffs_are_due(measure):
    handoff = Handoff("h", "sales", "care", after="a", within="1d", bind=on("take"), data=(Datum("goals", "g"),))
    log = rows("v a@0,v take@24,w a@0,w take@25,x a@0,y a@30")
    log[1]["properties"] = {"g": "grow"}
    measured = measure(log, journey(A, handoffs=(handoff,)), sources=SOURCES)
    found = measured["elements"]["h"]["on_time"]
    assert (found["count"], found["n"], found["late"], found["missing"], found["pending"]) == (1, 3, 1, 1, 1)
    assert (found["data"]["goals"]["count"], found["data"]["goals"]["n"]) == (1, 2)


def test_accounts_own_what_their_people_did_then(measure):
    log = rows("x a@0,x b@10,y a@5,z a@1")
    log[2]["account_id"] = "given"
    members = [
        {"person_id": "x", "account_id": "old", "valid_from": None},
        {"person_id": "x", "account_id": "new", "valid_from": 10 * HOUR},
        {"person_id": "z", "account_id": "late", "valid_from": 2 * HOUR},
    ]
    measured = measure(log, journey(A, B, unit="account"), sources=SOURCES, members=members)
    assert (measured["subjects"], measured["unassigned"]) == (3, 1)
    assert counted(measured, "a", "converted") == (0, 2, 0)  # x converted, but in another account


def test_sessions_are_given_or_cut_at_sixty_minutes(measure):
    log = rows("x a@0,x b@0.9,x a@2,x b@2.5,x a@2.6")
    log[4]["session_id"] = "s"
    measured = measure(log, journey(A, B, unit="session"), sources=SOURCES)
    assert (measured["subjects"], counted(measured, "a", "converted")) == (3, (2, 3, 0))


def test_a_gap_of_exactly_sixty_minutes_stays_inside_a_session(measure):
    measured = measure(rows("x a@0,x b@1,x a@2.01"), journey(A, B, unit="session"), sources=SOURCES)
    assert (measured["subjects"], counted(measured, "a", "converted")) == (2, (1, 2, 0))


def test_objects_are_subjects_of_their_type(measure):
    log = rows("x a@0,x b@1,x a@2", object_type="order", object_id="o1")
    log[2]["object_type"] = "ticket"
    measured = measure(log, journey(A, B, unit="object:order"), sources=SOURCES)
    assert (measured["subjects"], measured["unassigned"], counted(measured, "a", "touches")) == (1, 1, (1, 1, 0))


def test_a_path_belongs_to_the_window_by_its_first_touch_ever(measure):
    log = rows("x a@0,x a@30,y a@24,y b@60,z a@48,f help@0")
    measured = measure(log, journey(A, B), sources=SOURCES, since=24 * HOUR, until=48 * HOUR)
    assert (measured["subjects"], counted(measured, "a", "converted")) == (1, (1, 1, 0))
    assert measured["coverage"]["events"] == {"value": 2 / 3, "count": 2, "n": 3}  # f is off the map, so it counts


def test_as_of_and_known_at_forget(measure):
    log = rows("x a@0,x b@10,y a@1")
    assert counted(measure(log, journey(A, B), sources=SOURCES, as_of=9 * HOUR), "a", "converted") == (0, 2, 0)
    assert counted(measure(log, journey(A, B), sources=SOURCES, as_of=10 * HOUR), "a", "converted") == (1, 2, 0)
    assert counted(measure(log, journey(A, B), sources=SOURCES, known_at=0), "a", "converted") == (0, 1, 0)


def test_as_of_comes_from_the_sources_of_the_map(measure):
    log = rows("x a@0,x help@3,x news@9")
    log[2]["source"] = "mail"
    measured = measure(log, journey(A, B), sources={**SOURCES, "mail": {}})
    assert measured["as_of"] == "1970-01-01T03:00:00Z"
    assert measured["coverage"]["ghosts"] == [{"event": "help", "subjects": 1, "events": 1}]


def test_order_without_times_refuses_durations(measure):
    sources = {"shop": {"clock": "position"}}
    window = Window("w", after="a", closes="2d", bind=on("b"))
    measured = measure(rows("x a@1,x b@2"), journey(A, B, windows=(window,)), sources=sources)
    found = measured["elements"]
    assert counted(measured, "a", "converted") == (1, 1, 0)
    refused = [found["a"]["time_to_next"], found["a"]["converted_over_time"], found["w"]["hit"]]
    assert {one["refused"] for one in refused} == {"the source has an order but no times"}
    assert {row["median_seconds"] for row in measured["flows"]} == {None}


def test_where_keeps_subjects_with_a_matching_event_or_trait(measure):
    log = rows("x a@0,y a@0,z a@0,z help@1")
    log[0]["properties"] = {"plan": "pro"}
    traits = [{"kind": "person", "id": "y", "trait": "plan", "value": "pro", "valid_from": None}]
    pro = Selector(where={"plan": Condition(any_of=("pro",))})
    assert measure(log, journey(A), sources=SOURCES, traits=traits, where=pro)["subjects"] == 2
    assert measure(log, journey(A), sources=SOURCES, where=Selector(event=("help",)))["subjects"] == 1


def test_the_level_is_that_of_the_first_touch(measure):
    log = rows("x help@0,x a@1,x b@2,y a@0,z a@0")
    for place, plan in enumerate(["free", "", "pro", "pro", ""]):
        log[place]["properties"] = {"plan": plan}
    measured = measure(log, journey(A, B), sources=SOURCES, segment="plan")
    assert {level: part["subjects"] for level, part in measured["segments"].items()} == {
        "free": 1,
        "pro": 1,
        "(none)": 1,
    }


def test_authored_connections_decide_what_is_next_and_last(measure):
    plan = (Connection("a", "c"), Connection("b", "b"))
    measured = measure(rows("x a@0,x b@1,y a@0,y c@1"), journey(A, B, C, connections=plan), sources=SOURCES)
    assert counted(measured, "a", "converted") == (1, 2, 0)
    assert counted(measured, "b", "open") == (1, 1, 0)
    assert measured["elements"]["c"]["converted"]["refused"] == "last step"
    assert measured["whole"]["finished"]["count"] == 1
    assert measured["coverage"]["transitions"] == {"value": 4 / 6, "count": 4, "n": 6}


def test_time_to_value_is_nil_where_the_first_touch_is_the_milestone(measure):
    made = journey(A, Step("b", bind=on("b"), milestone=Milestone()))
    found = measure(rows("x b@0,y a@0,y b@2,z a@0,w a@0,w leave@1"), made, sources=SOURCES)
    value = found["elements"]["b"]["time_to_value"]
    assert (value["n"], value["value"], value["censored"]) == (2, 3600.0, 1)


def test_returns_and_skips(measure):
    measured = measure(rows("x a@0,x b@1,x a@2,y b@0,y a@1,z c@0"), journey(A, B, C), sources=SOURCES)
    assert counted(measured, "a", "returns") == (1, 2, 0)
    assert counted(measured, "a", "skips") == (2, 3, 0)
    assert counted(measured, "a", "skipped_for_good") == (1, 3, 0)
    assert counted(measured, "b", "skips") == (1, 1, 0)


def test_a_source_is_of_the_map_once_it_has_a_bound_event(measure):
    """As of five hours nothing of the second source is bound yet, so its earlier events are not the map's either."""
    log = rows("x a@0,x help@1,y help@0.5,y b@10")
    for row in log[2:]:
        row["source"] = "crm"
    sources = SOURCES | {"crm": {"clock": "time", "traits": ()}}
    seen = {}
    for as_of in (5 * HOUR, 10 * HOUR):
        found = measure(log, journey(A, B), sources=sources, as_of=as_of)["coverage"]["events"]
        seen[as_of // HOUR] = (found["count"], found["n"])
    assert seen == {5: (1, 2), 10: (2, 4)}
