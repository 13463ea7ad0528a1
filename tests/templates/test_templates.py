"""Every template is a map or persona of substance: valid, whole, in the customer's words, and claims nothing that nobody said."""

import re
from collections import Counter
from functools import cache

import pytest

from wayline.files.journey import read_map, read_source
from wayline.files.lint_places import lint_map
from wayline.files.persona import read_persona
from wayline.templates.content import BLANK, TEMPLATES

MAPS = [name for name, template in TEMPLATES.items() if template.kind == "map" and name != BLANK]
PERSONAS = [name for name, template in TEMPLATES.items() if template.kind == "persona" and name != "blank-persona"]
# what a map to begin with cannot know: your events, your evidence, the day on which it was last looked at
JUSTIFIED = {"nothing-bound", "no-leaves", "assumed-never-evidenced", "never-reviewed"}
# the contact that matters in these two happens elsewhere: at lunch, and in public
ALSO_JUSTIFIED = {
    "backcast": {"future-without-base"},
    "day-in-the-life": {"truth-without-window"},
    "first-impression": {"truth-without-window"},
}


@cache
def journey(name):
    return read_map(TEMPLATES[name].text(), name)


def test_there_is_a_template_for_each_kind_of_journey_that_the_mission_names():
    assert set(MAPS) == {
        "customer-success", "saas-onboarding", "renewal", "issue-resolution", "expansion", "retail-purchase", "service-blueprint",
        "day-in-the-life", "b2b-buying-committee", "study-term", "first-impression", "backcast",
    }  # fmt: skip
    assert {"account-admin", "working-parent", "first-time-buyer", "economic-buyer"} <= set(PERSONAS)


@pytest.mark.parametrize("name", [*MAPS, BLANK])
def test_a_map_template_has_no_error_and_few_justified_warnings(name):
    findings = lint_map(read_source(TEMPLATES[name].text(), name))
    assert [finding for finding in findings if finding.severity == "error"] == []
    if name != BLANK:
        assert {finding.rule for finding in findings} <= JUSTIFIED | ALSO_JUSTIFIED.get(name, set())


@pytest.mark.parametrize("name", MAPS)
def test_a_map_template_has_substance(name):
    found = journey(name)
    kinds = {lane.id: lane.kind for lane in found.lanes_in_use()}
    cards = Counter(kinds[card.lane] for card in found.cards)
    assert (found.id, found.state) == (name, "future" if name == "backcast" else "current")
    assert len(found.steps) >= 6
    assert all(step.goal and step.touchpoints for step in found.steps)
    assert all(stage.goal and stage.team and stage.done_when for stage in found.stages)
    assert all(window.team and window.channel and window.why for window in found.windows)
    assert found.windows
    assert all(handoff.data and handoff.within and handoff.why for handoff in found.handoffs)
    assert found.handoffs
    assert all(
        step.milestone.why and step.milestone.controller
        for step in found.steps
        if step.milestone and step.milestone.truth
    )
    assert any(step.milestone and step.milestone.truth for step in found.steps)
    assert {step.id for step in found.steps} <= {
        step for card in found.cards if kinds[card.lane] == "emotion" for step in [card.step]
    }
    for kind in ("action", "emotion", "quote", "pain", "opportunity", "question"):
        assert cards[kind] >= 2, kind
    assert cards["backstage"] + cards["system"] >= 3
    assert found.scenario.starts
    assert found.scenario.ends
    assert found.scenario.expectations
    assert found.success
    assert all(success.says and success.measure and success.target for success in found.success)


@pytest.mark.parametrize("name", MAPS)
def test_a_map_template_claims_nothing_that_nobody_said(name):
    """Feelings are assumed, quotes are questions, nothing is called evidence, and nothing is bound to events of others."""
    found = journey(name)
    kinds = {lane.id: lane.kind for lane in found.lanes_in_use()}
    assert {card.basis for card in found.cards} == {"assumed"}
    assert {card.status for card in found.cards if kinds[card.lane] == "quote"} == {"open"}
    assert not any(card.evidence for card in found.cards)
    assert not any(step.bind for step in found.steps)


@pytest.mark.parametrize("name", [name for name in MAPS if name != "backcast"])
def test_what_a_map_template_suggests_to_bind_can_be_bound(name):
    """Taking the '#' away leaves a valid map, bound at half its steps or more."""
    text = re.sub(r"^(\s*)# (bind|leaves): (?!\[\])", r"\1\2: ", TEMPLATES[name].text(), flags=re.MULTILINE)
    found = read_map(text, name)
    assert sum(bool(step.bind) for step in found.steps) * 2 >= len(found.steps)
    assert all(window.bind for window in found.windows)
    assert all(handoff.bind for handoff in found.handoffs)
    assert [one.severity for one in lint_map(read_source(text, name)) if one.severity == "error"] == []


def test_no_template_is_a_copy_of_another():
    texts = {name: [card.text for card in journey(name).cards if card.text] for name in MAPS}
    shared = Counter(text for words in texts.values() for text in set(words))
    assert [text for text, times in shared.items() if times > 1 and not text.islower()] == []
    titles = Counter(step.title for name in MAPS for step in journey(name).steps)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("name", PERSONAS)
def test_a_persona_template_is_filled_and_assumed(name):
    persona = read_persona(TEMPLATES[name].text(), name)
    assert persona.id == name
    assert all((persona.name, persona.job, persona.hopes, persona.fears, persona.keeps_awake, persona.makes_smile))
    assert persona.basis == "assumed"
    assert (persona.quote, persona.evidence) == ("", ())


def test_every_persona_that_a_map_template_names_is_a_template_too():
    named = {persona for name in MAPS for persona in (journey(name).persona, *journey(name).overlays)}
    assert named <= set(PERSONAS)


def test_the_blank_persona_can_be_read():
    assert read_persona(TEMPLATES["blank-persona"].text()).basis == "assumed"
