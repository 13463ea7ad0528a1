"""`wayline moments`: its answer in words and as JSON, and what it refuses."""

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
      - {id: import, title: Import, milestone: {truth: true, kind: value}, bind: {event: import}}
"""
ASKED = ("moments", "shop", "--landmark", "7d")


@pytest.fixture
def shop(wayline, workspace):
    write("maps/shop.journey.yaml", MAP)
    wayline.load("rows.csv", ROWS, "--roles", write("rows.roles.yaml", ROLES))
    return workspace


def test_moments_say_what_predicts_and_no_more(wayline, shop):
    said = wayline.done(*ASKED, "--bad", "call").out
    assert "400 people compared 7 days after their start" in said
    assert "import within 24 h predicts more success: of held-out people" in said
    assert "* import" in said
    assert "agreed" in said
    assert "import: half within 24 h" in said
    assert "at least one bad: 40 % of 400 people" in said
    assert "note: without a horizon" in said
    for causal in ("changes", "causes", "because", "leads to", "improves"):
        assert causal not in said


def test_moments_as_json(wayline, shop):
    found = wayline.done(*ASKED, "--horizon", "17d", "--json").json
    assert (found["map"], found["landmark_days"], found["horizon_days"]) == ("shop", 7, 17)
    assert (found["chosen_on"], found["held_out"], found["notes"]) == (200, 200, [])
    assert found["moments"][0]["what"] == "import"
    assert found["steps"][0]["verdict"] == "agreed"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("moments", "shop"), "--landmark"),
        ((*ASKED, "--windows", "30d"), "overlap"),
        ((*ASKED, "--disguise", "imports"), "import"),
        ((*ASKED, "--horizon", "soon"), "horizon"),
    ],
)
def test_what_would_mislead_is_refused(wayline, shop, asked, says):
    assert says in wayline.refused(*asked)
