"""How closely paths follow a map, and how much of what it allows is done: `wayline measure --fitness`."""

import pytest
from small_logs import BEGIN, DAY, Row, random_rows, stored

import wayline

# signup → load → report → share; each step leads to the next
LINE = ("signup", "load", "report", "share")
LOOP = """wayline: 1
map: small
title: Small
unit: person
stages:
  - id: only
    title: Only
    steps:
      - {id: a, title: A, bind: {event: signup}}
      - {id: b, title: B, bind: {event: load}}
connections: [{from: a, to: b}, {from: b, to: a}]
"""


def paths(*walked):
    """One person a path; events a day apart."""
    return [
        Row(f"p{number:03}", BEGIN + number * 60_000_000 + k * DAY, event)
        for number, events in enumerate(walked)
        for k, event in enumerate(events)
    ]


def coverage(workspace, **asked):
    return wayline.measure(workspace, "small", wayline.Asked(**asked), with_fitness=True).plain()["coverage"]


def test_a_path_on_the_map_fits_and_a_missing_step_costs_one_of_what_is_worst(tmp_path):
    # whole: cost 0. Without report: 1 step put in, of 3 touches and the way of 4 steps: 1 - 1/7. Repeated load: 1 touch passed over, of 5 + 4
    found = coverage(
        stored(tmp_path, paths(LINE, ("signup", "load", "share"), ("signup", "load", "load", "report", "share")))
    )
    assert found["fitness"]["value"] == pytest.approx((1 + 6 / 7 + 8 / 9) / 3)
    assert found["fitness"]["log"] == pytest.approx(1 - 2 / (8 + 7 + 9))
    assert (found["fitness"]["count"], found["fitness"]["n"]) == (1, 3)
    assert found["fitness"]["count"] == found["paths"]["count"]


def test_what_has_not_come_yet_costs_a_path_that_still_runs_nothing_so_far(tmp_path):
    rows = paths(("signup", "load"), ("signup", "load"))
    rows.append(Row("p001", BEGIN + 9 * DAY, "cancel"))
    found = coverage(stored(tmp_path, rows))["fitness"]
    assert found["value"] == pytest.approx(1 - 2 / 6)
    assert found["so_far"] == pytest.approx((1 + 1 - 2 / 6) / 2)  # who left has not finished


def test_precision_is_what_is_used_of_what_the_map_allows(tmp_path):
    journey = LOOP.replace("connections:", "connections: [{from: a, to: a}, {from: a, to: b}]\n#")
    found = coverage(stored(tmp_path, paths(("signup", "load"), ("signup", "load")), journey=journey))["precision"]
    # to begin: 1 of 1, twice. After signup: a and b allowed, b taken, twice
    assert (found["value"], found["count"], found["n"]) == (pytest.approx(4 / 6), 4, 6)


def test_a_map_that_goes_in_circles_has_no_fitness(tmp_path):
    found = coverage(stored(tmp_path, paths(("signup", "load")), journey=LOOP))
    assert (found["fitness"]["value"], found["fitness"]["refused"]) == (
        None,
        "the map leads from its first step to no end",
    )
    assert found["precision"]["value"] == 1.0


def test_an_event_of_two_steps_arrives_at_the_first_and_goes_on_from_the_last(tmp_path):
    journey = LOOP.replace("event: load", "event: [signup, load]").partition("connections:")[0]
    assert coverage(stored(tmp_path, paths(("signup",)), journey=journey))["fitness"]["value"] == 1.0


def test_nobody_on_the_map_is_refused(tmp_path):
    found = coverage(stored(tmp_path, paths(("help",))))
    assert found["fitness"]["refused"] == found["precision"]["refused"] == "no subjects"


def test_levels_are_counted_each_for_itself_and_engines_agree(tmp_path, monkeypatch):
    workspace = stored(tmp_path, random_rows(5))
    by_engine = []
    for engine in ("sql", "fold"):
        monkeypatch.setenv("WAYLINE_ENGINE", engine)
        found = wayline.measure(workspace, "small", wayline.Asked(segment="level"), with_fitness=True).plain()
        by_engine.append({level: part["coverage"] for level, part in {"": found, **found["segments"]}.items()})
    assert by_engine[0] == by_engine[1]
    whole = by_engine[0].pop("")
    assert (
        sum(part["fitness"]["count"] for part in by_engine[0].values())
        == whole["fitness"]["count"]
        == whole["paths"]["count"]
    )
    mean = (
        sum(part["fitness"]["value"] * part["fitness"]["n"] for part in by_engine[0].values()) / whole["fitness"]["n"]
    )
    assert mean == pytest.approx(whole["fitness"]["value"])


def test_a_measurement_says_nothing_of_fitness_unless_asked(tmp_path):
    found = wayline.measure(stored(tmp_path, paths(LINE)), "small").plain()["coverage"]
    assert "fitness" not in found
    assert "precision" not in found
