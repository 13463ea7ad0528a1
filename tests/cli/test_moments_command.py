"""`wayline moments`: its answer in words and as JSON, and what it refuses."""

import pytest

ROWS = "person,at,event\n" + "".join(
    f"p{n},2026-01-{day:02},{event}\n"
    for n in range(400)
    for day, event in (
        (1, "signup"),
        *(((2, "import"),) if n % 2 == 0 else ()),
        *(((3, "call"),) if n % 5 < 2 else ()),
        (25, "stays" if (n * 7) % 10 < (7 if n % 2 == 0 else 3) else "goes"),
    )
)
ROLES = "wayline: 1\ntable: events\ncolumns: {person_id: person, occurred_at: at, event: event}\n"
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
    (workspace / "maps" / "shop.journey.yaml").write_text(MAP, encoding="utf-8")
    (workspace / "rows.csv").write_text(ROWS, encoding="utf-8")
    (workspace / "rows.roles.yaml").write_text(ROLES, encoding="utf-8")
    wayline.done("import", "rows.csv", "--roles", "rows.roles.yaml")
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
