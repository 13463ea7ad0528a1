"""Two views on one grid of shared columns."""

import json
from dataclasses import replace

from jsonschema import Draft202012Validator

from study_term import measurement, share, study_term
from wayline.maps.model import Card, JourneyMap, Lane, Stage, Step
from wayline.views.map_view import map_view
from wayline.views.schema import paired_grid_schema
from wayline.views.side_by_side import side_by_side

NAMES = ("today", "next year")


def simple(*steps, **more):
    return JourneyMap("m", "A map", stages=(Stage("s", "Stage", steps=steps),), **more)


def measured(journey, **reached):
    numbers = {step: {"reached": share(*pair)} for step, pair in reached.items()}
    return map_view(journey, {"subjects": 100, "elements": numbers})


def paired(left, right, **more):
    return side_by_side(left, right, names=NAMES, **more)


def rows(grid, title):
    """Whose row it is → the texts of its cells."""
    found = {}
    for row in grid["rows"]:
        if row["title"] == title and row["kind"] == "cells":
            found[row["which"]] = [[_said(one) for one in cell["blocks"]] for cell in row["cells"]]
    return found


def _said(one):
    if one["kind"] == "absent":
        return "absent"
    return (one["figure"]["text"] or one["figure"]["reason"]) if one["figure"] else one["text"]


def test_steps_share_columns_and_say_where_they_are_missing():
    left = simple(Step("a", "One"), Step("gone", "Two"), Step("c", "Three"))
    right = simple(Step("a", "One"), Step("c", "Third"), Step("new", "Four"))
    grid = paired(map_view(left, None), map_view(right, None))
    assert [(one["id"], one["number"], one["presence"], one["told"]) for one in grid["steps"]] == [
        ("a", "1", "both", []),
        ("gone", "", "left", ["only in A"]),
        ("c", "2", "both", ["in A: “Three”"]),
        ("new", "3", "right", ["only in B"]),
    ]


def test_a_step_in_another_stage_says_where_it_was():
    left = JourneyMap(
        "m", stages=(Stage("s", "Buy", steps=(Step("a"), Step("b"))), Stage("t", "Use", steps=(Step("c"),)))
    )
    right = JourneyMap(
        "m", stages=(Stage("s", "Buy", steps=(Step("a"),)), Stage("t", "Use", steps=(Step("b"), Step("c"))))
    )
    grid = paired(map_view(left, None), map_view(right, None))
    assert [one["told"] for one in grid["steps"]] == [[], ["in A in stage “Buy”"], []]


def test_both_numbers_stand_over_each_other_with_the_difference_below():
    journey = simple(Step("a", "One"), Step("b", "Two"))
    grid = paired(measured(journey, a=(60, 100), b=(50, 100)), measured(journey, a=(60, 100), b=(30, 100)))
    assert rows(grid, "Reached") == {
        "left": [["60 %"], ["50 %"]],
        "right": [["60 %"], ["30 %"]],
        "difference": [["the same"], ["20 points fewer reach “Two”"]],
    }
    assert grid["sentences"][-1] == "20 points fewer reach “Two”."
    assert "no difference of shares is judged" in grid["cautions"][0]


def test_a_row_that_is_the_same_on_both_sides_stands_once():
    view = measured(simple(Step("a", "One")), a=(60, 100))
    assert rows(paired(view, view), "Reached") == {"both": [["60 %"]]}
    assert paired(view, view)["sentences"] == ["The two show no difference."]


def test_a_number_that_is_hidden_on_one_side_is_hidden_on_both():
    journey = simple(Step("a", "One"))
    grid = paired(measured(journey, a=(3, 7)), measured(journey, a=(56, 70)), separate=True)
    assert rows(grid, "Reached") == {
        "left": [["hidden"]],
        "right": [["hidden"]],
        "difference": [["hidden: fewer than 10 people"]],
    }
    assert "56" not in json.dumps(grid)
    assert "0.8" not in json.dumps(grid)


def test_the_same_customers_counted_twice_do_not_give_a_few_away():
    journey = simple(Step("a", "One"))
    grid = paired(measured(journey, a=(60, 100)), measured(journey, a=(57, 100)))
    assert rows(grid, "Reached")["right"] == [["hidden"]]
    assert rows(grid, "Reached")["difference"] == [["hidden: differs from the other side by fewer than 10 people"]]
    assert "57" not in json.dumps(grid)


def test_a_measured_feeling_that_is_hidden_is_not_drawn_either():
    journey = simple(Step("a", "One"), lanes=(Lane("feeling", "emotion", "Feeling"),))

    def view(value, n, show):
        number = {"value": value, "low": value - 0.2, "high": value + 0.2, "n": n, "unit": "valence", "show": show,
                  "method": "mean", "refused": None}  # fmt: skip
        return map_view(journey, {"subjects": 100, "elements": {"a": {"emotion": number}}})

    grid = paired(view(1.25, 60, "normal"), view(-1.5, 6, "hidden"), separate=True)
    assert "1.25" not in json.dumps(grid)
    assert "1.5" not in json.dumps(grid)


def test_lanes_stand_once_where_both_say_the_same_and_else_twice():
    cards = (Card("doing", "a", text="Look"), Card("pains", "a", text="Slow"))
    left = simple(Step("a"), Step("b"), cards=cards)
    right = simple(Step("a"), Step("b"), cards=(cards[0], Card("pains", "a", text="Still slow")))
    grid = paired(map_view(left, None), map_view(right, None))
    assert rows(grid, "Doing") == {"both": [["Look"], []]}
    assert rows(grid, "Pains") == {"left": [["Slow"], []], "right": [["Still slow"], []]}
    marks = [one["mark"] for row in grid["rows"] for cell in row["cells"] for one in cell["blocks"]]
    assert marks == ["", "differs", "differs"]


def test_a_card_over_a_step_of_the_other_side_stays_whole():
    card = Card("doing", stage="s", text="All along")
    left, right = simple(Step("a"), Step("c"), cards=(card,)), simple(Step("a"), Step("b"), Step("c"), cards=(card,))
    grid = paired(map_view(left, None), map_view(right, None))
    assert rows(grid, "Doing") == {"both": [["All along"]]}


def test_maps_with_nothing_in_common_say_so():
    grid = paired(
        map_view(simple(Step("a")), None), map_view(JourneyMap("n", stages=(Stage("t", steps=(Step("z"),)),)), None)
    )
    assert grid["sentences"][0] == "The two have no step in common; steps are matched by their ids."
    assert [one["presence"] for one in grid["steps"]] == ["left", "right"]


def test_maps_of_different_units_say_what_they_count():
    other = replace(simple(Step("a")), unit="account")
    grid = paired(map_view(simple(Step("a")), None), map_view(other, None))
    assert grid["cautions"] == ["A follows people and B follows accounts: their numbers do not count the same."]


def test_it_keeps_its_schema():
    left = map_view(study_term(), measurement())
    right = map_view(replace(study_term(), stages=study_term().stages[:2]), None)
    schema = Draft202012Validator(paired_grid_schema())
    for grid in (paired(left, right), paired(map_view(JourneyMap("e"), None), map_view(JourneyMap("e"), None))):
        assert [error.message for error in schema.iter_errors(grid)] == []
