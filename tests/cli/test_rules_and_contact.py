"""`wayline rules` and `wayline contact`: their answers in words and as JSON, and what they refuse."""

import pytest

from command_line import write

ROWS = "person,day,event\n" + "".join(
    f"p{n},{1_000 + n // 6 + day},{event}\n"
    for n in range(720)
    for day, event in (
        (0, "signup"),
        *(((1, "import"),) if n % 3 else ()),
        *(((9, "subscribe"),) if n % 3 and n % 50 else ()),
        *(((2 + n % 2, "cancel"),) if n % 9 == 0 else ()),
    )
)
ROLES = """wayline: 1
table: events
columns: {person_id: person, occurred_at: {column: day, unit: day, from: 2026-01-01}, event: event}
"""
MAP = """wayline: 1
map: trial
title: Trial
unit: person
leaves: [{event: cancel}]
stages:
  - id: all
    title: All
    steps:
      - {id: sign-up, title: Sign up, bind: {event: signup}}
      - {id: import, title: Import, milestone: {}, bind: {event: import}}
"""
ASKED = ("rules", "trial", "--outcome", "{event: subscribe}", "--ends", "20d")


@pytest.fixture
def trial(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    wayline.load("rows.csv", ROWS, "--roles", write("rows.roles.yaml", ROLES))
    return workspace


def test_rules_are_told_as_sentences_with_what_later_paths_made_of_them(wayline, trial):
    said = wayline.done(*ASKED).out
    assert "after sign-up, no effort (so far: no milestone), 3 days without a step → lost" in said
    assert "they keep what they promise" in said
    assert "after import, 1 touch of effort (so far: import) → success" in said
    assert "past a point of no return and still under way" in said
    assert "note: no --segment was given" in said
    for causal in ("because", "causes", "leads to", "prevents"):
        assert causal not in said


def test_rules_as_json(wayline, trial):
    found = wayline.done(*ASKED, "--threshold", "0.8", "--json").json
    assert (found["map"], found["threshold"], found["lost"]["verdict"]) == ("trial", 0.8, "kept")
    assert found["now"]
    assert found["rules"][found["now"][0]["rule"]]["calls"] == "lost"


def test_a_window_is_proposed_with_what_it_does_not_promise(wayline, trial):
    said = wayline.done("contact", "trial", "sign-up", "--period", "1d", "--reaction", "12h").out
    assert "window: opens 24 h after it, closes 3 days after it" in said
    assert "windows:\n  - {id: sign-up-contact, after: sign-up, opens: 1d, closes: 3d, why:" in said
    assert "no experiment yet. A window says when, not that contact helps" in said
    assert "10.0 % of those contacted" in said
    assert "without --ends every path counts as at risk" in said


def test_no_window_is_said_with_its_reason_and_the_caution(wayline, trial):
    said = wayline.done("contact", "trial", "import", "--period", "1d", "--outcome", "{event: cancel}").out
    assert "no window: in no period" in said
    assert "no experiment yet" in said
    found = wayline.done("contact", "trial", "import", "--period", "1d", "--json").json
    assert (found["opens_seconds"], found["yaml"], found["experiment"]) == (None, None, "no experiment yet")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (ASKED[:-2], "--ends"),
        ((*ASKED, "--threshold", "2"), "threshold"),
        ((*ASKED, "--effort", "imports"), "Did you mean 'import'?"),
        (("rules", "trial", "--ends", "no-such"), "no trait 'no-such'"),
        (("contact", "trial", "sign-in"), "no step 'sign-in'"),
        (("contact", "trial", "sign-up", "--reaction", "quick"), "--reaction"),
        (("contact", "trial", "sign-up", "--outcome", "{segment: {plan: pro}}"), "has no time"),
    ],
)
def test_what_would_mislead_is_refused(wayline, trial, asked, says):
    assert says in wayline.refused(*asked)
