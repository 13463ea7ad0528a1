"""Markdown and CSV of a map: readable, safe to open, without numbers that may not be seen, and readable again."""

import csv

import pytest

from map_outline import cards, outline
from study_term import measurement, study_term, working_parent
from wayline.files.foreign import formats, table_long
from wayline.files.journey import read_map
from wayline.files.persona import read_persona
from wayline.files.write import write
from wayline.render.grid_csv import grid_csv
from wayline.render.markdown_text import escaped, markdown
from wayline.render.mermaid_text import mermaid
from wayline.render.persona_text import persona_text
from wayline.views.map_view import map_view

SOURCE = """
wayline: 1
map: moving
title: "=Moving <b>in</b>"
description: "Two lines,\\nand *stars*"
persona: ann
scenario: {name: A new flat, from: search, until: sleep}
owner: {team: care}
stages:
  - id: before
    title: Before
    goal: Know what I get
    team: sales
    steps:
      - {id: search, title: "- I search", touchpoint: [{name: Portal, channel: web}, {channel: phone}], milestone: {truth: true, why: First look}}
      - {id: sign, title: I sign, milestone: {}}
  - {id: after, title: After, steps: [{id: move, title: I move}]}
  - {id: later, title: Later}
lanes: [{id: feeling, kind: emotion}, {id: own, kind: text, title: My own lane}]
cards:
  - {lane: feeling, step: search, word: hopeful, valence: 1}
  - {lane: feeling, step: move, word: "", valence: -1.5}
  - {lane: pains, step: sign, text: "=HYPERLINK(\\"x\\")", severity: 2}
  - {lane: pains, step: sign, text: "1. `code` & [link](javascript:x) <img src=x>"}
  - {lane: own, step: move, text: "@first"}
"""
FORMS = {
    "md": lambda journey: markdown(map_view(journey, None)),
    "csv": lambda journey: grid_csv(map_view(journey, None)),
    "long.csv": table_long.write,
}


def again(text, name):
    _, found = formats.read(text.encode(), name)
    return read_map(write(found.document))


@pytest.mark.parametrize("form", FORMS)
def test_stages_steps_and_cards_come_back_from_every_text_form(form):
    journey = read_map(SOURCE)
    found = again(FORMS[form](journey)[0], f"moving.{form}")
    assert outline(found) == outline(journey)
    assert cards(found) == cards(journey)


def test_the_face_of_a_map_comes_back_from_markdown():
    journey = read_map(SOURCE)
    found = again(FORMS["md"](journey)[0], "moving.md")
    assert (found.title, found.description, found.persona, found.owner) == (
        journey.title,
        journey.description,
        journey.persona,
        journey.owner,
    )
    assert (found.scenario, found.stages[0].goal, found.stages[0].team) == (
        journey.scenario,
        "Know what I get",
        "sales",
    )
    assert [(step.touchpoints, step.milestone) for step in found.steps][1:] == [
        (step.touchpoints, step.milestone) for step in journey.steps
    ][1:]
    assert found.steps[0].milestone == journey.steps[0].milestone
    assert [card.severity for card in found.cards if card.lane == "pains"] == [2, None]


@pytest.mark.parametrize("form", ["csv", "long.csv"])
def test_no_cell_begins_what_a_spreadsheet_would_run(form):
    text, _ = FORMS[form](read_map(SOURCE))
    cells = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    risky = [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    assert risky == (["-1.5"] if form == "long.csv" else [])


def test_hostile_text_stays_text_in_markdown():
    text, _ = markdown(map_view(read_map(SOURCE), None))
    before_diagram = text.partition("```mermaid")[0]
    assert "<" not in before_diagram
    assert r"\](javascript" in before_diagram
    assert before_diagram.count("](") == 1
    assert escaped("1. *a*\n# b") == "1\\. \\*a\\* \\# b"


def test_writing_twice_gives_the_same_bytes():
    journey = read_map(SOURCE)
    assert all(form(journey) == form(journey) for form in FORMS.values())


def test_numbers_carry_their_n_and_date_and_hidden_ones_are_not_there():
    view = map_view(study_term(), measurement(), persona=working_parent())
    hidden = [figure for step in view["steps"] for figure in step["figures"].values() if figure["show"] == "withheld"]
    assert hidden
    for text, notes in (markdown(view), grid_csv(view)):
        assert view["provenance"]["as_of"] in text.replace("\\", "")
        assert " of " in text
        assert "hidden" in text
        assert notes
    assert mermaid(view)[0].startswith("journey\n")


def test_a_measured_map_can_be_read_again_and_its_numbers_are_said_to_be_lost():
    view = map_view(study_term(), measurement(), persona=working_parent())
    for text, name in ((markdown(view)[0], "x.md"), (grid_csv(view)[0], "x.csv")):
        _, found = formats.read(text.encode(), name)
        steps = [step for _, held in outline(read_map(write(found.document))) for step in held]
        assert steps == [step.title for step in study_term().steps]
        assert any(note.rule == "lost" for note in found.notes)


def test_a_persona_comes_back_from_markdown():
    persona = working_parent()
    text, notes = persona_text(persona)
    _, found = formats.read(text.encode(), "p.md")
    held = read_persona(write(found.document))
    assert (held.name, held.job, held.quote, held.goals, held.needs) == (
        persona.name,
        persona.job,
        persona.quote,
        persona.goals,
        persona.needs,
    )
    assert notes
