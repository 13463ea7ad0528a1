"""`wayline draft`: a file that lints and measures as the draft says."""

import json

import pytest

from command_line import write

ROWS = [
    (f"p{n}", event)
    for n in range(90)
    for event in ("signup", "import", *(["import"] if n % 3 == 0 else []), *(["cancel"] if n % 5 == 0 else ["report"]))
]


def log(rows, name="events.csv"):
    lines = [
        f"{who},2026-01-{1 + n // 1440:02d}T{n // 60 % 24:02d}:{n % 60:02d}:00Z,{json.dumps(what)}"
        for n, (who, what) in enumerate(rows)
    ]
    return "\n".join(["customer,when,what", *lines]) + "\n"


@pytest.fixture
def loaded(wayline, workspace):
    wayline.load("events.csv", log(ROWS))
    return workspace


def test_the_draft_is_a_map_that_lints_and_measures_as_it_says(wayline, loaded):
    said = wayline.done("draft", "-o", "maps/first.journey.yaml", "--json").json
    assert said["file"] == "maps/first.journey.yaml"
    assert [step["id"] for step in said["steps"]] == ["signup", "import", "report"]
    assert [leave["events"] for leave in said["leaves"]] == [["cancel"]]
    assert said["unit"] == "person"
    assert wayline("lint", "maps/first.journey.yaml").status == 0
    found = wayline.measured("first")["coverage"]
    explains = said["explains"]
    for name in ("paths_so_far", "paths"):
        counts = [part[name]["count"] for part in (explains["in_time"], explains["out_of_time"])]
        assert found[name]["count"] == sum(counts)
    for name in ("events", "transitions"):
        assert found[name]["count"] == sum(
            part[name]["count"] for part in (explains["in_time"], explains["out_of_time"])
        )
        assert found[name]["n"] == sum(part[name]["n"] for part in (explains["in_time"], explains["out_of_time"]))
    assert found["paths_later"]["count"] == explains["out_of_time"]["paths"]["count"]


def test_without_a_file_the_map_goes_to_standard_output(wayline, loaded):
    text = wayline.done("draft").out
    assert text.startswith("# A first draft for people to correct")
    write("maps/out.journey.yaml", text)
    assert wayline.measured("out")["subjects"] == 90


def test_events_and_steps_can_be_narrowed(wayline, loaded):
    said = wayline.done("draft", "--events", "sign*", "import", "--steps", "1", "--json").json
    assert [step["events"] for step in said["steps"]] == [["import"]] or [step["events"] for step in said["steps"]] == [
        ["signup"]
    ]
    assert said["file"] is None
    assert "map: draft" in said["text"]


def test_what_cannot_be_drafted_is_said(wayline, workspace):
    assert "no events" in wayline.refused("draft")
    wayline.load("events.csv", log(ROWS))
    assert "sinup" in wayline.refused("draft", "--events", "sinup")
    assert "person" in wayline.refused("draft", "--unit", "session:x")
    assert "person" in wayline.refused("draft", "--unit", "object:order")
    assert "whole number" in wayline.refused("draft", "--steps", "many")
    assert "1 to 40" in wayline.refused("draft", "--steps", "0")
    write("there.journey.yaml", "mine")
    assert "there already" in wayline.refused("draft", "-o", "there.journey.yaml")


HOSTILE = (
    "a: b", "#x", "*", "[x]", "a\tb", "- y", "null", "👩‍🚀 go", "it's", "{a}", "x" * 300, "\u202egnp", "&a *b", "!tag", "%d", "~", "\x1b[31m",
)  # fmt: skip


def test_hostile_names_are_quoted(wayline, workspace):
    wayline.load("events.csv", log([(f"p{n}", event) for n in range(40) for event in HOSTILE]))
    said = wayline.done("draft", "--steps", "40", "-o", "maps/odd.journey.yaml", "--json").json
    assert len(said["steps"]) == len(HOSTILE)
    assert "\x1b" not in said["text"]
    assert wayline("lint", "odd").status == 0
    found = wayline.measured("odd")["coverage"]
    assert (found["events"]["count"], found["events"]["n"]) == (40 * len(HOSTILE), 40 * len(HOSTILE))
    assert found["paths"]["count"] == 40


def test_sessions_that_begin_alike_are_the_unit(wayline, workspace):
    lines = ["customer,session,when,what"]
    for person in range(30):
        for visit in range(3):
            lines += [
                f"p{person},s{person}-{visit},2026-01-{1 + visit:02d}T{person % 24:02d}:{minute:02d}:00Z,{what}"
                for minute, what in enumerate(("home", "look", "buy"))
            ]
    wayline.load("visits.csv", "\n".join(lines) + "\n")
    said = wayline.done("draft", "--json").json
    assert said["unit"] == "session"
    assert "path of its own" in said["unit_why"]
    assert wayline.done("draft", "--unit", "person", "--json").json["unit"] == "person"
