"""The difference of two maps drawn on the grid of the later one."""

import json

from jsonschema import Draft202012Validator

from wayline.files.journey import read_source
from wayline.views.drawn_difference import drawn_difference
from wayline.views.schema import paired_grid_schema

BEFORE = """wayline: 1
map: today
title: Today
stages:
  - id: buy
    steps:
      - {id: find, title: Find, bind: {event: look}}
      - {id: ask, title: Ask}
      - {id: checkout, title: Checkout, bind: {event: pay}}
  - id: use
    steps:
      - {id: open, title: Open}
    windows:
      - {id: call, title: Welcome call, team: support, after: find, closes: 3d}
cards:
  - {lane: feeling, step: checkout, valence: -1}
  - {lane: pains, step: ask, text: Nobody answers}
  - {lane: pains, step: find, text: Too many}
"""
AFTER = """wayline: 1
map: better
title: Better
state: future
based_on: today
stages:
  - id: buy
    steps:
      - {id: find, title: Find, bind: {event: look}}
      - {id: verify, title: Verify}
  - id: use
    steps:
      - {id: checkout, title: Checkout, bind: {event: paid}}
      - {id: open, title: Open}
cards:
  - {lane: feeling, step: checkout, valence: 1}
  - {lane: pains, step: verify, text: Too many}
"""


def drawn(before=BEFORE, after=AFTER, *measured):
    sides = [read_source(text, "m") for text in (before, after)]
    return drawn_difference(*[(one.map, one.document.data) for one in sides], *measured)


def blocks(grid, title):
    return [
        (cell["column"], one["text"] or one["title"], one["mark"])
        for row in grid["rows"]
        if row["title"] == title
        for cell in row["cells"]
        for one in cell["blocks"]
    ]


def test_steps_are_marked_and_removed_ones_keep_their_old_place():
    assert [(one["number"], one["id"], one["mark"]) for one in drawn()["steps"]] == [
        ("1", "find", ""),
        ("", "ask", "removed"),
        ("2", "verify", "added"),
        ("3", "checkout", "moved"),
        ("4", "open", ""),
    ]


def test_what_happened_to_a_step_is_said_beside_it():
    checkout = drawn()["steps"][3]
    assert checkout["told"] == [
        "step Checkout moved from stage Buy to stage Use",
        "binding of Checkout changed: event pay → event paid",
    ]


def test_cards_and_windows_are_marked_in_their_cells():
    grid = drawn()
    assert blocks(grid, "Pains") == [(1, "Nobody answers", "removed"), (2, "Too many", "moved")]
    assert blocks(grid, "Contact windows") == [(0, "Welcome call", "removed")]
    assert blocks(grid, "Feeling") == [(3, "(+1)", "changed")]


def test_both_curves_are_drawn_where_the_feeling_changed():
    assert [
        (row["note"], [point["valence"] for point in row["curve"]["assumed"]])
        for row in drawn()["rows"]
        if row["kind"] == "curve"
    ] == [("as it is drawn now", [1]), ("as it was", [-1])]


def reached(**counts):
    return {"elements": {step: {"reached": {"count": count, "refused": None}} for step, count in counts.items()}}


def test_a_changed_binding_says_what_it_does_to_the_number_of_customers():
    told = drawn(BEFORE, AFTER, (reached(checkout=100), reached(checkout=88)))["steps"][3]["told"]
    assert told[1] == "binding of Checkout changed: 12 % fewer customers (100 → 88); event pay → event paid"


def test_a_difference_of_a_few_customers_is_not_drawn():
    grid = drawn(BEFORE, AFTER, (reached(checkout=100), reached(checkout=95)))
    assert "differs by too few to be told" in grid["steps"][3]["told"][1]
    assert "95" not in json.dumps(grid)


def test_the_same_map_shows_no_difference():
    grid = drawn(BEFORE, BEFORE)
    assert grid["sentences"] == ["No difference in meaning."]
    assert {one["mark"] for one in (*grid["stages"], *grid["steps"])} == {""}
    assert {one["mark"] for row in grid["rows"] for cell in row["cells"] for one in cell["blocks"]} == {""}


def test_what_has_no_place_on_the_grid_is_listed():
    assert drawn()["also"] == [
        "id: today → better",
        "title: “Today” → “Better”",
        "state: nothing → future",
        "base: nothing → today",
    ]


def test_maps_with_nothing_in_common_are_all_removed_and_added():
    other = "wayline: 1\nmap: o\nunit: account\nstages: [{id: x, steps: [{id: y, title: Why}]}]\n"
    grid = drawn(BEFORE, other)
    assert [one["mark"] for one in grid["steps"]] == ["removed", "removed", "removed", "removed", "added"]
    assert grid["cautions"] == [
        "The two maps have no step in common; steps are matched by their ids.",
        "A follows people and B follows accounts, so no numbers are compared.",
    ]


def test_it_keeps_its_schema():
    schema = Draft202012Validator(paired_grid_schema())
    assert [error.message for error in schema.iter_errors(drawn())] == []
