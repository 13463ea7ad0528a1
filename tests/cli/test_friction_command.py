"""`wayline friction`: its answer in words and as JSON, and what it refuses."""

import pytest

from command_line import write

ROWS = "person,at,event\n" + "".join(
    f"p{n},2026-01-{day:02},{event}\n"
    for n in range(120)
    for day, event in (
        (1, "signup"),
        *(((2, "refused"),) if n < 40 else ()),
        (3, "pay"),
        (20, "stays" if 10 <= n < 15 or n >= 50 else "goes"),
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
      - {id: pay, title: Pay, bind: {event: pay}}
"""
ASKED = ("friction", "shop", "--outcome", "{event: stays}", "--landmark", "7d", "--errors", "refused=pay")


@pytest.fixture
def shop(wayline, workspace):
    write("maps/shop.journey.yaml", MAP)
    wayline.load("rows.csv", ROWS, "--roles", write("rows.roles.yaml", ROLES))
    return workspace


def test_friction_says_what_goes_with_less_success(wayline, shop):
    """5 of 40 with the error stay, and 70 of the other 80: (5.5 · 10.5)/(35.5 · 70.5) = 0.023."""
    said = wayline.done(*ASKED).out
    assert "120 people compared, 75 with the outcome" in said
    assert "1 candidate: 1 discovery at 5 %" in said
    assert "refused at pay goes with less success" in said
    assert ": odds ratio 0.023 [" in said
    assert "too few: needs 30 more exposed" in said


def test_friction_as_json(wayline, shop):
    found = wayline.done(*ASKED, "--json").json
    assert (found["map"], found["landmark_days"], found["family"], found["discoveries"]) == ("shop", 7, 1, 1)
    assert found["candidates"][0]["odds_ratio"]["value"] == pytest.approx(5.5 * 10.5 / (35.5 * 70.5))


def test_a_declared_consequence_is_no_friction(wayline, shop):
    said = wayline.done(*ASKED, "--consequence", "error:refused").out
    assert "consequence" in said
    assert "goes with less success" not in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--errors", "refused"), "EVENT=STEP"),
        (("--errors", "refuse=pay"), "refused"),
        (("--errors", "refused=pays"), "pay"),
        (("--errors", "refused=pay", "refused=sign-up"), "twice"),
        (("--landmark", "soon"), "7d"),
        (("--outcome", "{event: stay}"), "stays"),
        (("--outcome", "{evnt: stays}"), "event"),
        (("--clock", "day"), "day"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_there_is(wayline, shop, words, says):
    assert says in wayline.refused("friction", "shop", *words)
