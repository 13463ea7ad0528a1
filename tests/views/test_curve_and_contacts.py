"""Points of the curve stand out only where the data allow it; contacts show how they fell without giving a few away."""

from study_term import measurement, share, study_term
from wayline.views.curve import signed
from wayline.views.map_view import map_view


def felt(**values):
    """Step → (value, low, high, n)."""
    points = {
        step.replace("_", "-"): {
            "emotion": share(1, 40) | {"value": value, "low": low, "high": high, "n": n, "unit": "points"}
        }
        for step, (value, low, high, n) in values.items()
    }
    return map_view(study_term(), {"subjects": 90, "elements": points})


def curve(view):
    return next(lane["curve"] for side in view["sides"] for lane in side["lanes"] if lane["curve"])


def test_the_low_point_is_marked_only_where_no_other_reaches_it():
    clear = curve(felt(register=(1, 0.8, 1.2, 50), quiz=(-1, -1.2, -0.8, 50), passed=(0, -0.2, 0.2, 50)))
    assert [point["mark"] for point in clear["measured"]] == ["peak", "low", "end"]
    unclear = curve(felt(register=(0.2, -0.8, 1.2, 50), quiz=(-0.2, -1.2, 0.8, 50), passed=(0, -0.2, 0.2, 50)))
    assert [point["mark"] for point in unclear["measured"]] == ["", "", "end"]


def test_assumed_points_are_never_marked():
    assert {point["mark"] for point in curve(map_view(study_term(), None))["assumed"]} == {""}


def test_where_belief_and_measurement_part_is_said_widest_first():
    found = curve(felt(register=(-1.2, -1.5, -0.9, 50), quiz=(-1.1, -1.3, -0.9, 50), exam=(1.5, 1.2, 1.8, 50)))
    assert found["gaps"] == [
        "8 “I sit the exam”: you think −1, they say +1.5, likely 1.2 to 1.8.",
        "1 “I register”: you think +1, they say −1.2, likely −1.5 to −0.9.",
    ]


def test_values_are_signed_and_nothing_is_minus_nothing():
    assert [signed(value) for value in (1, -0.5, 0, -0.04, 0.04)] == ["+1", "−0.5", "0", "0", "0"]


def contact(told):
    view = map_view(study_term(), {"subjects": 900, "elements": {"welcome-call": {"hit": told}}})
    return next(one for side in view["sides"] for one in side["contacts"] if one["id"] == "welcome-call")


def test_a_window_opens_and_closes_in_seconds_and_in_words():
    one = contact(share(402, 1180, early=61, late=311, missed=406, pending=52))
    assert (one["opens"], one["closes"], one["axis"]) == (
        3 * 86400,
        7 * 86400,
        ["opens after 3 days", "closes after 7 days"],
    )
    assert [(part["kind"], part["text"]) for part in one["shares"]] == [
        ("hit", "34 %"),
        ("early", "5 %"),
        ("late", "26 %"),
        ("missed", "34 %"),
    ]


def test_a_hidden_part_cannot_be_found_by_subtraction():
    """Hit and n are printed, so early + late + missed is known: with early hidden, one of the other two must go, and pending does not help."""
    one = contact(share(50, 100, early=4, late=26, missed=20, pending=12))
    assert [(part["label"], part["text"]) for part in one["parts"]] == [
        ("too early", "hidden"),
        ("too late", "26"),
        ("never", "hidden"),
        ("window still open", "12"),
    ]
    assert [part["text"] for part in one["shares"]] == ["50 %", "hidden", "26 %", "hidden"]


def test_a_ghost_stands_where_the_measurement_says_and_only_for_enough():
    places = [("called", "register", "first-visit", 30), ("rare", "register", "first-visit", 4),
              ("advert", "START", "register", 40), ("praised", "passed", "END", 40), ("asked", "quiz", "quiz", 40)]  # fmt: skip
    found = with_ghosts(places)
    assert [(one["after"], one["before"]) for one in found] == [(0, 1), (None, None), (None, 0), (8, None), (5, 5)]
    assert [one["place"] for one in found] == [
        "mostly after “I register” and before “I look around the course site”",
        "",
        "mostly at the very start, before “I register”",
        "mostly at the very end, after “I get my result”",
        "mostly between two times of “I take the mid-term quiz”",
    ]
    assert (found[0]["share"], found[0]["share_text"]) == (0.04, "4 % of people")
    assert (found[1]["share"], found[1]["share_text"]) == (None, "")


def with_ghosts(places):
    """The ghosts of a view of 1,000 people, each of them had by 40."""
    ghosts = [{"event": name, "subjects": 40, "events": 50} for name, *_ in places]
    placed = [
        {"event": name, "after": after, "before": before, "subjects": many, "of": 40}
        for name, after, before, many in places
    ]
    covered = measurement()["coverage"] | {"ghosts": ghosts, "ghost_places": placed}
    return map_view(study_term(), measurement() | {"subjects": 1000, "coverage": covered})["coverage"]["ghosts"]
