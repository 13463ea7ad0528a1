"""`wayline drivers`, `wayline types` and `wayline next` on data typed or drawn here."""

import numpy as np

from command_line import write

MAP = """wayline: 1
map: stay
title: A stay
stages:
  - id: in
    title: In
    steps: [{id: desk, title: Desk, voice: [{question: DESK}]}, {id: room, title: Room, voice: [{question: ROOM}]}]
voice: [{question: ALL}]
"""
ROLES = """wayline: 1
table: voice
source: survey
columns: {person_id: who, occurred_at: when}
questions:
  ALL: {kind: rating, min: 1, max: 10}
  DESK: {kind: rating, min: 1, max: 10}
  ROOM: {kind: rating, min: 1, max: 10}
"""


def answers(n):
    """The room counts three times as much as the desk."""
    random = np.random.default_rng(4)
    desk, room = random.integers(1, 11, n), random.integers(1, 11, n)
    whole = np.clip(np.round((desk + 3 * room) / 4 + random.normal(0, 0.8, n)), 1, 10).astype(int)
    rows = [f"p{k},2026-01-{1 + k % 28:02d},{whole[k]},{desk[k]},{room[k]}" for k in range(n)]
    return "\n".join(["who,when,ALL,DESK,ROOM", *rows]) + "\n"


def load(wayline, n):
    write("maps/stay.journey.yaml", MAP)
    write("survey.roles.yaml", ROLES)
    write("survey.csv", answers(n))
    wayline.done("import", "survey.csv", "--roles", "survey.roles.yaml")


def test_a_driver_that_leads_stands_alone(wayline, workspace):
    load(wayline, 400)
    found = wayline.done("drivers", "stay", "--json").json
    assert [(one["name"], one["group"]) for one in found["drivers"]] == [("room", 0), ("desk", 1)]
    assert (found["n"], found["answered"], found["outcome"], found["refused"]) == (400, 400, "rating", None)
    assert "“Room” goes most with the overall rating" in wayline.done("drivers", "stay").out


def test_below_a_hundred_answers_all_are_one_group(wayline, workspace):
    load(wayline, 60)
    assert "cannot be told from 60 answers: all are one group" in wayline.done("drivers", "stay").out


def test_too_few_answers_say_how_many_more(wayline, workspace):
    load(wayline, 8)
    assert "Cannot be told: 8 complete answers; needs 2 more." in wayline.done("drivers", "stay").out


def test_the_page_of_answers_has_scores_and_drivers(wayline, workspace):
    load(wayline, 400)
    wayline.done("render", "stay", "-o", "stay.svg")
    drawn = (workspace / "stay.svg").read_text(encoding="utf-8")
    assert "What goes with the overall rating" in drawn
    assert "No event is bound to this map" in drawn


def walked(paths):
    rows = [
        f"{who},2026-01-{1 + k:02d}T0{k}:00:00Z,{what}"
        for who, steps in enumerate(paths)
        for k, what in enumerate(steps)
    ]
    return "\n".join(["customer,when,what", *rows]) + "\n"


def test_two_kinds_of_paths_and_what_comes_next(wayline, workspace):
    wayline.load("events.csv", walked([["look", "buy", "use"], ["ask", "wait", "ask", "leave"]] * 60))
    found = wayline.done("types", "--unit", "person", "--json").json
    assert sorted((one["paths"], one["way"][0]) for one in found["types"]) == [(60, "ask"), (60, "look")]
    assert "Type 2: 50 % of paths" in wayline.done("types", "--unit", "person").out
    said = wayline.done("next", "--unit", "person", "--after", "look", "buy", "--json").json
    assert (said["after"], said["order"], said["right"]) == ("use", 2, 1.0)
    assert "After look → buy: “use”." in wayline.done("next", "--unit", "person", "--after", "look", "buy").out


def test_what_cannot_be_asked_says_so(wayline, workspace):
    wayline.load("events.csv", walked([["look", "buy"]] * 20))
    assert "20 paths; needs 30 more" in wayline.done("types", "--unit", "person").out
    assert "20 paths; needs 70 more" in wayline.done("next", "--unit", "person").out
    assert "no event is called bye. Did you mean 'buy'?" in wayline.refused(
        "next", "--unit", "person", "--after", "bye"
    )
    assert "expected a number from 2 to 8" in wayline.refused("types", "--most", "9")


def test_who_answers_is_told_where_paths_and_answers_join(wayline, workspace):
    write("maps/stay.journey.yaml", MAP.replace("title: Desk,", "title: Desk, bind: {event: desk},"))
    write("survey.roles.yaml", ROLES)
    write("survey.csv", answers(40))
    wayline.done("import", "survey.csv", "--roles", "survey.roles.yaml")
    rows = [f"p{who},2026-01-01T00:00:00Z,desk" for who in range(100)]
    wayline.load("events.csv", "\n".join(["customer,when,what", *rows]) + "\n")
    found = wayline.done("silence", "stay", "--json").json
    assert (found["response"]["count"], found["response"]["n"], found["refused"]) == (40, 100, None)
    assert wayline.done("silence", "stay").out.startswith("stay: of 100 people 40 % (likely 31 to 50 %) answered.")
