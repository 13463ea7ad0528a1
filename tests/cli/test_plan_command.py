"""A kept claim is drawn on the map, and one that predicts becomes a plan that is locked before it starts."""

import json
import re

import pytest

from claims_log import ROLES, ROWS
from command_line import write

MAP = """wayline: 1
map: shop
title: Shop
unit: person
leaves: [{event: goes}]
stages:
  - id: all
    title: All
    steps:
      - {id: sign-up, title: Sign up, bind: {event: signup}}
      - {id: import, title: Import, milestone: {truth: true, landmark: 7d}, bind: {event: import}}
      - {id: call, title: Call, milestone: {landmark: 7d}, bind: {event: call}}
"""
ASKED = ("--treatment", "a guide in the first mail", "--start", "2999-01-01")
PLAN = ("plan", "shop", "import", *ASKED, "-o", "import.plan.yaml")


@pytest.fixture
def shop(wayline, workspace):
    write("maps/shop.journey.yaml", MAP)
    wayline.load("rows.csv", ROWS, "--roles", write("rows.roles.yaml", ROLES))
    return workspace


@pytest.fixture
def kept(wayline, shop):
    wayline.done("moments", "shop", "--keep")
    return shop


def test_a_kept_claim_stands_on_page_picture_and_text_with_no_causal_word(wayline, kept):
    for name in ("shop.html", "shop.svg", "shop.md"):
        wayline.done("render", "shop", "-o", name)
    page = (kept / "shop.html").read_text(encoding="utf-8")
    assert "predicts more success: +" in page
    assert (
        "wayline plan shop import --treatment &quot;WHAT IS DONE&quot; --start DATE -o import.plan.yaml"
        in page.replace("&#34;", "&quot;").replace('"WHAT IS DONE"', "&quot;WHAT IS DONE&quot;")
    )
    assert "Rung of evidence" in page
    assert "predicts" in (kept / "shop.svg").read_text(encoding="utf-8")
    text = (kept / "shop.md").read_text(encoding="utf-8")
    assert "**Rung 3 of 5**: Reached within 7 days: predicts more success (staying)." in text
    told = " ".join(re.findall(r"\*\*Rung .*", text))
    for causal in ("changes", "causes", "because", "leads to", "improves"):
        assert causal not in told


def test_the_landmark_of_the_map_is_taken_and_what_was_not_kept_is_not_drawn(wayline, shop):
    assert wayline.done("moments", "shop", "--json").json["landmark_days"] == 7
    wayline.done("render", "shop", "-o", "shop.md")
    assert "Rung" not in (shop / "shop.md").read_text(encoding="utf-8")
    wayline.done("moments", "shop", "--landmark", "9d", "--keep")
    wayline.done("render", "shop", "-o", "shop.md")
    assert "**Rung 3 of 5**: Reached within 9 days" not in (shop / "shop.md").read_text(encoding="utf-8")


def test_several_landmarks_must_be_chosen_from(wayline, shop):
    journey = shop / "maps" / "shop.journey.yaml"
    journey.write_text(MAP.replace("milestone: {landmark: 7d}", "milestone: {landmark: 9d}"), encoding="utf-8")
    assert "7d (import), 9d (call)" in wayline.refused("moments", "shop")


def test_a_plan_is_locked_and_its_hash_breaks_with_any_value(wayline, kept):
    made = wayline.done(*PLAN, "--json").json
    plan = made["plan"]
    assert (plan["map"], plan["step"], plan["claim"]["rung"], plan["window"]) == (
        "shop",
        "import",
        3,
        {"exposure_days": 7.0},
    )
    assert plan["smallest_visible"] <= 0.05
    assert plan["arms"]["treatment"] == "a guide in the first mail"
    assert plan["locked"]["hash"] == made["hash"]
    assert wayline.done("plan", "--check", "import.plan.yaml", "--json").json["holds"] is True
    file = kept / "import.plan.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(f"# a remark changes nothing\n{written}", encoding="utf-8")
    assert "is what was locked" in wayline.done("plan", "--check", "import.plan.yaml").out
    file.write_text(written.replace("per_arm: ", "per_arm: 1"), encoding="utf-8")
    checked = wayline("plan", "--check", "import.plan.yaml")
    assert (checked.status, "was changed after it was locked" in checked.out) == (1, True)


def test_a_plan_says_when_the_map_means_something_else_by_the_step(wayline, kept):
    wayline.done(*PLAN)
    journey = kept / "maps" / "shop.journey.yaml"
    journey.write_text(MAP.replace("bind: {event: import}", "bind: {event: [import, load]}"), encoding="utf-8")
    checked = wayline("plan", "--check", "import.plan.yaml")
    assert (checked.status, "the metric changed since" in checked.out) == (1, True)


def test_the_size_follows_the_difference_or_the_other_way_round(wayline, kept):
    by_size = wayline.done("plan", "shop", "import", *ASKED, "-o", "a.plan.yaml", "--visible", "0.1", "--json").json[
        "plan"
    ]
    by_number = wayline.done("plan", "shop", "import", *ASKED, "-o", "b.plan.yaml", "--per-arm", str(by_size["per_arm"]), "--json").json["plan"]  # fmt: skip
    assert by_size["per_arm"] == by_number["per_arm"]
    assert by_size["smallest_visible"] == by_number["smallest_visible"] <= 0.1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "shop", "imprt", *ASKED, "-o", "x"), "import"),
        (("plan", "shop", "call", *ASKED, "-o", "x"), "rung 0"),
        (("plan", "shop", "import"), "-o FILE"),
        (("plan", "shop", "import", *ASKED[:2], "--start", "2020-01-01", "-o", "x"), "not ahead"),
        (("plan", "shop", "import", *ASKED[:2], "--start", "soon", "-o", "x"), "no day"),
        (("plan", "shop", "import", *ASKED, "-o", "x", "--visible", "5"), "between 0 and 1"),
        (("plan", "shop", "import", *ASKED, "-o", "x", "--visible", "0.1", "--per-arm", "10"), "settle each other"),
        (("plan", "shop", "import", *ASKED, "-o", "x", "--per-arm", "0"), "none"),
        (("plan", "shop", "import", *ASKED, "-o", "rows.csv"), "not written over"),
        (("plan", "--check", "rows.roles.yaml"), "plan"),
        (("plan", "--check", "nothing.plan.yaml"), "nothing.plan.yaml"),
    ],
)
def test_what_cannot_be_planned_says_why(wayline, kept, words, says):
    assert says in wayline.refused(*words)


def test_without_a_kept_claim_there_is_nothing_to_plan_on(wayline, shop):
    assert "--keep" in wayline.refused(*PLAN)


def test_friction_is_drawn_where_it_was_kept_and_what_helps_never_is(wayline, shop):
    wayline.done("friction", "shop", "--landmark", "7d", "--errors", "call=sign-up", "--keep")
    record = shop / "event-log" / "claims" / "shop" / "friction.json"
    kept = json.loads(record.read_text(encoding="utf-8"))
    ratio = {"value": 0.5, "low": 0.3, "high": 0.8, "p": 0.01}
    common = {
        "kind": "repeat",
        "n": 400,
        "exposed": 90,
        "longer_than_seconds": None,
        "odds_ratio": ratio,
        "discovery": True,
        "rung": 2,
    }
    kept["found"]["candidates"] = [
        {**common, "what": ["import"], "reading": "friction"},
        {**common, "what": ["sign-up"], "reading": "helpful"},
        {**common, "what": ["call"], "reading": "consequence"},
    ]
    record.write_text(json.dumps(kept), encoding="utf-8")
    wayline.done("render", "shop", "-o", "shop.md")
    text = (shop / "shop.md").read_text(encoding="utf-8")
    assert (
        "**Friction**: This step again: goes with less success, also among equally active people (staying). Odds ratio 0.5 (0.3 to 0.8), 90 of 400 people."
        in text
    )
    assert text.count("**Friction**") == 1
    assert "**Consequence**: This step again: follows from the outcome itself, and is no friction" in text


def test_what_was_kept_goes_where_it_names_an_erased_person(wayline, kept):
    record = kept / "event-log" / "claims" / "shop" / "moments-7d.json"
    record.write_text(
        record.read_text(encoding="utf-8").replace('"outcome": "leave"', '"outcome": "p3"'), encoding="utf-8"
    )
    wayline.done("erase", "p3")
    assert not record.exists()
