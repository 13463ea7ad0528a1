"""`wayline stale`, `watch` and `waiting` as a script uses them: answers, exit codes and refusals."""

import json
from datetime import date, timedelta

import pytest

from command_line import write

FIRST = date(2026, 1, 5)


def log(days, *, broken_from=10**6, per_day=12):
    """`per_day` sign-ups a day, of whom three in four import the same day; from a day on one in six, and the others ask for help first."""
    rows = ["customer,when,what"]
    for day in range(days):
        when = (FIRST + timedelta(days=day)).isoformat()
        for n in range(per_day):
            name = f"c{day}-{n}"
            rows.append(f"{name},{when}T09:00:{n:02}Z,signup")
            if day >= broken_from and n % 6:
                rows.append(f"{name},{when}T09:30:{n:02}Z,help")
            elif n % 4 or day >= broken_from:
                rows.append(f"{name},{when}T10:00:{n:02}Z,import")
    return "\n".join(rows) + "\n"


MAP = """wayline: 1
map: trial
title: My trial
stages:
  - id: start
    title: Start
    steps:
      - {id: sign-up, title: I sign up, bind: {event: signup}}
      - {id: help, title: I ask, bind: {event: help}}
      - {id: load, title: I bring my data, bind: {event: import}}
connections: [{from: sign-up, to: load}]
"""


@pytest.fixture
def quiet(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    wayline.load("events.csv", log(80))
    return workspace


@pytest.fixture
def broken(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    wayline.load("events.csv", log(80, broken_from=60))
    return workspace


def test_a_map_that_holds(wayline, quiet):
    found = wayline.done("stale", "trial", "--json").json
    assert (found["verdict"], len(found["windows"]), [change["alarm"] for change in found["changes"]]) == (
        "valid",
        8,
        [False] * 7,
    )
    assert wayline.done("stale", "trial").out.startswith("trial: Valid up to 2")


def test_a_map_that_holds_no_more(wayline, broken):
    answer = wayline("stale", "trial", "--json")
    assert answer.status == 1
    found = answer.json
    assert found["valid_until"][:10] == "2026-03-06"  # day 60
    [alarm] = [change for change in found["changes"] if change["alarm"]]
    assert set(alarm["carried_by"]) == {"coverage", "metric"}
    assert alarm["until"] is None
    assert "help" in {alarm["transitions"][0]["from"], alarm["transitions"][0]["to"]}


def test_what_changed_before_the_last_review_counts_no_more(wayline, broken):
    write("maps/trial.journey.yaml", MAP + "review: {last: 2026-03-20}\n")
    found = wayline.done("stale", "trial", "--json").json
    assert (found["verdict"], found["reviewed"]) == ("valid", "2026-03-20T00:00:00Z")


def test_the_face_says_until_when_it_holds(wayline, broken):
    wayline.done("render", "trial", "-o", "map.svg", "--stale")
    text = (broken / "map.svg").read_text(encoding="utf-8")
    assert "Valid until" in text
    wayline.done("render", "trial", "-o", "plain.svg")
    assert "Valid until" not in (broken / "plain.svg").read_text(encoding="utf-8")


def test_settings_of_the_workspace(wayline, broken):
    settings = broken / "wayline.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + "\n[stale]\nmetric = 1.0\ncoverage_lost = 1.0\nwindows = 4\n", encoding="utf-8")
    found = wayline.done("stale", "trial", "--json").json
    assert (found["verdict"], len(found["windows"])) == ("valid", 4)
    assert any(change["p"] <= 0.05 for change in found["changes"])  # the gate alone never alarms
    settings.write_text(text + "\n[stale]\nmetrics = 0.2\n", encoding="utf-8")
    assert "[stale] has no setting 'metrics'. Did you mean 'metric'?" in wayline.refused("stale", "trial")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--windows", "1"), "windows is 1; expected a whole number from 2 to 200"),
        (("--every", "soon"), "every is 'soon'; expected a span such as 30d"),
        (("--within", "0d"), "within is '0d'; expected a span such as 30d or all"),
    ],
)
def test_settings_that_are_none(wayline, quiet, words, says):
    assert says in wayline.refused("stale", "trial", *words)


def test_too_few_paths_cannot_tell(wayline, trial):
    answer = wayline("stale", "trial")
    assert answer.status == 3
    assert "too few paths to compare" in answer.out


def test_a_rule_is_replayed_seen_and_switched_on(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    wayline.load("events.csv", log(80, broken_from=75))
    rule = ("watch", "trial", "sign-up", "--budget", "1/week", "--as-of", "2026-03-19")
    seen = wayline.done(*rule, "--json").json["watches"][0]
    assert (seen["alerts"], seen["on_since"]) == ([], None)
    assert "is not the code of this rule's replay" in wayline.refused(
        "watch", "trial", "sign-up", "--on", "000000", "--budget", "1/week"
    )

    found = wayline.done("watch", "trial", "sign-up", "--budget", "1/week", "--json").json["watches"][0]
    [alert] = found["alerts"]
    assert (alert["way"], alert["since"], alert["before"]["n"]) == ("fell", "2026-03-21", 900)  # day 75
    wayline.done("watch", "trial", "sign-up", "--budget", "1/week", "--on", found["code"])
    assert "this rule is on already" in wayline.refused(
        "watch", "trial", "sign-up", "--budget", "1/week", "--on", found["code"]
    )
    assert wayline.done("watch", "--json").json["watches"][0]["alerts"] == []  # what came before it was on is seen


def test_a_rule_that_is_on_raises_what_comes_after(wayline, quiet):
    found = wayline.done("watch", "trial", "sign-up", "--budget", "1/week", "--json").json["watches"][0]
    wayline.done("watch", "trial", "sign-up", "--budget", "1/week", "--on", found["code"])
    assert wayline.done("watch").out.startswith("trial, sign-up, converted: 0 raised")
    wayline.done("sources", "remove", "events")
    wayline.load("later.csv", log(90, broken_from=82))
    answer = wayline("watch", "--json")
    assert answer.status == 1
    [alert] = answer.json["watches"][0]["alerts"]
    assert (alert["since"], alert["closed"]) == ("2026-03-28", None)  # day 82


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("trial", "sign-up"), "a budget of 2/quarter needs 91"),
        (("trial", "sign-up", "--budget", "often"), "'often' is no budget"),
        (("trial", "sign-on", "--budget", "1/week"), "has no step, stage, window or handoff 'sign-on'. Did you mean 'sign-up'?"),
        (("trial", "start", "touches", "--budget", "1/week"), "'touches' of a stage cannot be watched"),
        (("trial", "sign-up", "nps", "--budget", "1/week"), "sign-up asks for no answers"),
        (("trial",), "what shall be watched?"),
    ],
)
def test_rules_that_cannot_be_replayed(wayline, quiet, words, says):
    assert says in wayline.refused("watch", *words)


def test_a_rule_file_that_is_broken_is_named(wayline, quiet):
    (quiet / "watches.toml").write_text("[[watch]]\nmap = 'trial'\nelement = 'sign-up'\n", encoding="utf-8")
    assert "watches.toml: a rule lacks or has a wrong 'threshold'" in wayline.refused("watch")


def test_who_waits_longer_than_the_norm(wayline, quiet):
    found = wayline.done("waiting", "trial", "--at", "sign-up", "--json").json
    [waits] = found["waits"]
    assert (waits["n"], waits["waiting"]) == (960, 240)
    assert waits["behind_after"]["value"] == 3600  # exactly three in four import an hour later
    assert waits["stuck_after"]["value"] is None
    assert json.dumps(waits["subjects"]).count("c0-0") == 1
    assert "Did you mean 'sign-up'?" in wayline.refused("waiting", "trial", "--at", "sign-on")
