"""`wayline leaving` and `wayline score`: who left when, who may be next, and what is refused."""

from datetime import date, timedelta

import numpy as np
import pytest

from command_line import write

MAP = """wayline: 1
map: gym
title: Gym
unit: person
leaves: [{event: quit}]
stages:
  - id: all
    title: All
    steps:
      - {id: join, title: I join, bind: {event: join}}
      - {id: train, title: I train, bind: {event: visit}}
"""
ROLES = "wayline: 1\ntable: events\ncolumns: {person_id: person, occurred_at: at, event: event}\ntraits: [plan, shoe]\n"
FIRST = date(2024, 1, 1)


def members(*, drawn: int = 7, months: int = 20, joins: int = 40, rates=(0.03, 0.35)) -> str:
    """Members who train weekly or rest in each month, and quit in the next with chance `rates` after training, after rest."""
    draw = np.random.default_rng(drawn)
    rows = ["person,at,event,plan,shoe"]
    for person in range(joins * months):
        own = f"{'flat' if person % 3 else 'day'},{person % 5}"
        start = person // joins
        keen = draw.uniform(0.2, 0.95)
        trained = True
        for month in range(start, months):
            day = FIRST + timedelta(days=30 * month)
            rows += [f"p{person},{day},join,{own}"] if month == start else []
            if month > start and draw.random() < rates[0 if trained else 1]:
                rows.append(f"p{person},{day + timedelta(days=int(draw.integers(1, 29)))},quit,{own}")
                break
            trained = draw.random() < keen
            rows += [f"p{person},{day + timedelta(days=7 * week)},visit,{own}" for week in range(1, 4) if trained]
    return "\n".join(rows) + "\n"


@pytest.fixture
def gym(wayline, workspace):
    return load(wayline, workspace, members())


def load(wayline, workspace, rows, text=MAP):
    write("maps/gym.journey.yaml", text)
    wayline.load("rows.csv", rows, "--roles", write("rows.roles.yaml", ROLES))
    return workspace


def test_a_score_that_holds_is_switched_on_and_names_those_at_risk(wayline, gym):
    found = wayline.done("score", "gym", "--horizon", "30d", "--json").json
    assert (found["basis"], found["horizon_days"], found["active_days"]) == ("prediction", 30, 90)
    assert (found["switched_on"], found["refused"], found["experiment"]) == (True, None, "no experiment yet")
    test = found["back_test"]
    assert test["quality"]["auc_low"] > 0.6
    assert test["quality"]["ece"] <= test["quality"]["ece_limit"]
    assert sum(one["came"]["count"] for one in test["quality"]["bins"]) == test["quality"]["count"]
    assert 0 < test["lead_days"] < 30
    scored = found["subjects"]
    assert [one["chance"] for one in scored] == sorted((one["chance"] for one in scored), reverse=True)
    assert all(len(one["goes_with"]) == 3 for one in scored)
    assert scored[0]["chance"] > 3 * scored[-1]["chance"]


def test_a_score_in_words_is_a_prediction_and_never_an_effect(wayline, gym):
    said = wayline.done("score", "gym", "--horizon", "30d", "--traits", "plan").out
    for part in ("(prediction)", "Switched on", "Back-test: on", "recency alone", "foretold", "no experiment yet"):
        assert part in said
    for causal in ("changes", "causes", "because", "leads to", "prevent"):
        assert causal not in said


def test_what_comes_after_the_day_of_a_score_does_not_move_it(wayline, workspace):
    """The same list from all the events with --as-of, and from the events up to then alone."""
    asked = ("score", "gym", "--horizon", "30d", "--as-of", "2025-06-01", "--json")
    rows = members()
    load(wayline, workspace, rows)
    whole = wayline.done(*asked).json
    wayline.done("sources", "remove", "rows")
    head, *lines = rows.splitlines()
    load(wayline, workspace, "\n".join([head, *(line for line in lines if line.split(",")[1] <= "2025-06-01")]) + "\n")
    assert wayline.done(*asked).json == whole


def test_where_nothing_foretells_nobody_is_named(wayline, workspace):
    load(wayline, workspace, members(rates=(0.1, 0.1)))
    found = wayline.done("score", "gym", "--horizon", "30d", "--json").json
    assert (found["switched_on"], found["subjects"]) == (False, [])
    assert found["refused"]


def test_a_rate_that_doubles_is_not_calibrated(wayline, workspace):
    """Learned while few quit; then many do: the chances do not come true."""
    early, late = members(months=12), members(months=20, rates=(0.2, 0.8))
    turn = (FIRST + timedelta(days=360)).isoformat()
    kept = [line for line in early.splitlines()[1:] if line.split(",")[1] < turn]
    more = [f"n{line}" for line in late.splitlines()[1:] if line.split(",")[1] >= "2024-11-01"]
    load(wayline, workspace, "\n".join([early.splitlines()[0], *kept, *more]) + "\n")
    found = wayline.done("score", "gym", "--horizon", "30d", "--json").json
    assert found["switched_on"] is False
    assert "do not come true" in found["refused"]


@pytest.mark.parametrize(
    ("rows", "words", "says"),
    [
        (members(months=2), ["--horizon", "40d"], "more than two horizons of 40 days"),
        (members(months=6, joins=4), ["--horizon", "30d"], "too few to"),
        (members(months=6, rates=(0.0, 0.0)), ["--horizon", "30d"], "fared alike"),
    ],
)
def test_too_little_is_refused_with_its_reason(wayline, workspace, rows, words, says):
    load(wayline, workspace, rows)
    found = wayline.done("score", "gym", *words, "--json").json
    assert (found["switched_on"], found["back_test"], found["subjects"]) == (False, None, [])
    assert says in found["refused"]
    assert "Not switched on" in wayline.done("score", "gym", *words).out


def test_a_trait_that_gives_the_outcome_away_is_refused(wayline, gym):
    """Why they quit is known only of those who did, and has no date."""
    quit_by = [line.split(",")[0] for line in members().splitlines() if ",quit," in line]
    people = "person,why\n" + "".join(f"{person},too dear\n" for person in quit_by)
    roles = "wayline: 1\ntable: people\ncolumns: {person_id: person}\ntraits: [why]\n"
    (gym / "people.csv").write_text(people, encoding="utf-8")
    (gym / "people.roles.yaml").write_text(roles, encoding="utf-8")
    wayline.done("import", "people.csv", "--roles", "people.roles.yaml")
    found = wayline.done("score", "gym", "--horizon", "30d", "--traits", "why", "--json").json
    assert "the trait why is the outcome in disguise" in found["refused"]
    assert "without a date" in found["notes"][0]
    assert found["subjects"] == []


def test_a_level_that_was_never_seen_is_not_scored(wayline, workspace):
    new = "\n".join(f"new{n},2025-08-0{1 + n % 9},join,trial,0" for n in range(15))
    load(wayline, workspace, members() + new + "\n")
    found = wayline.done("score", "gym", "--horizon", "30d", "--traits", "plan", "--json").json
    assert {"subjects": 15, "why": "have a level of plan that was never seen before"} in found["left_out"]
    assert not any(one["subject"].startswith("new") for one in found["subjects"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["score", "gym"], "a score needs a horizon"),
        (["score", "gym", "--horizon", "soon"], "horizon: 'soon' is not a span of time"),
        (["score", "gym", "--horizon", "0d"], "a horizon of 0 days is none"),
        (["score", "gym", "--horizon", "30d", "--traits", "plam"], "there is no trait 'plam'. Did you mean"),
        (["score", "gym", "--horizon", "30d", "--outcome", "{event: pay}"], "no event is named 'pay'"),
        (["score", "gym", "--horizon", "30d", "--outcome", "{segment: {plan: day}}"], "has no time"),
        (["score", "gym", "--horizon", "30d", "--where", "{event: visit}"], "would know what comes"),
        (["leaving", "gym", "--period", "long"], "period: 'long' is not a span of time"),
        (["leaving", "gym", "--by", "plam"], "there is no trait 'plam'"),
    ],
)
def test_what_cannot_be_asked(wayline, workspace, words, says):
    load(wayline, workspace, members(months=3, joins=12))
    assert says in wayline.refused(*words)


def test_leaving_by_period_and_level(wayline, gym):
    found = wayline.done("leaving", "gym", "--by", "plan", "shoe", "--json").json
    assert (found["basis"], found["subjects"], found["refused"]) == ("association", 800, None)
    assert found["periods"][0]["n"] == 760  # of the 40 who joined last the first period is not over
    assert sum(one["count"] for one in found["periods"]) <= found["left"]
    assert [one["trait"] for one in found["traits"]] == ["plan", "shoe"]
    assert sum(one["left"] for one in found["traits"][0]["levels"]) == found["left"]
    assert found["against"] == {"plan": "flat", "shoe": "0"}
    assert [one["name"] for one in found["model"]["terms"]] == ["plan: day", "shoe: 1", "shoe: 2", "shoe: 3", "shoe: 4"]
    said = wayline.done("leaving", "gym", "--by", "plan").out
    assert "no visible difference" in said
    assert "Hazard ratios against plan flat" in said


def test_a_period_that_is_not_over_counts_for_nobody(wayline, workspace):
    """60 join on the first day and 12 of them quit on the sixth; 20 join on the sixteenth and are seen for five days."""
    rows = [f"a{n},2024-01-01,join,,\n" for n in range(60)] + [f"b{n},2024-01-16,join,,\n" for n in range(20)]
    rows += [f"a{n},2024-01-06,quit,,\n" for n in range(12)] + ["a59,2024-01-21,visit,,\n"]
    load(wayline, workspace, "person,at,event,plan,shoe\n" + "".join(rows))
    found = wayline.done("leaving", "gym", "--period", "10d", "--json").json
    assert (found["subjects"], found["left"]) == (80, 12)
    assert [(one["period"], one["count"], one["n"]) for one in found["periods"]] == [(1, 12, 60), (2, 0, 48)]


def test_leaving_needs_leaves_and_enough_of_them(wayline, workspace):
    load(wayline, workspace, members(months=2, joins=12))
    assert "Cannot tell: 24 on the map" in wayline.done("leaving", "gym").out
    load(wayline, workspace, members(months=3, joins=12), MAP.replace("leaves: [{event: quit}]\n", ""))
    assert "does not say what leaving is" in wayline.refused("leaving", "gym")
