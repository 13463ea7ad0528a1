"""Cards of other personas: named on the grid, and kept apart from the persona whose journey it is."""

from wayline.files.journey import read_map
from wayline.maps.model import Persona
from wayline.render.html import html
from wayline.render.svg import svg
from wayline.views.map_view import map_view
from wayline.views.story import story

MAP = """wayline: 1
map: buying
title: Buying
unit: account
persona: champion
overlays: [economic-buyer, procurement]
stages: [{id: s, title: Choose, steps: [{id: try, title: I try it}, {id: sign, title: We sign}]}]
lanes: [{id: feeling, kind: emotion}, {id: thoughts, kind: thought}]
cards:
  - {lane: feeling, step: try, valence: 2, word: keen}
  - {lane: feeling, step: try, valence: -1, word: wary, persona: economic-buyer}
  - {lane: thoughts, step: sign, text: Who pays?, persona: procurement}
  - {lane: thoughts, step: sign, text: At last, persona: champion}
"""
BUYER = Persona("economic-buyer", name="Ingrid, who signs", quote="What does it replace?")


def view():
    return map_view(read_map(MAP), None, overlays={"economic-buyer": BUYER})


def lane(name):
    return next(lane for side in view()["sides"] for lane in side["lanes"] if lane["id"] == name)


def test_a_card_of_an_overlay_carries_its_name_and_one_of_the_maps_own_persona_none():
    cards = [card for row in lane("thoughts")["rows"] for cell in row for card in cell["cards"]]
    assert [(card["text"], card["persona"]) for card in cards] == [("Who pays?", "Procurement"), ("At last", "")]
    assert (view()["overlays"], [one["name"] for one in view()["other_personas"]]) == (
        ["Ingrid, who signs", "Procurement"], ["Ingrid, who signs"])  # fmt: skip


def test_the_curve_is_that_of_the_maps_own_persona():
    assert [(point["column"], point["valence"]) for point in lane("feeling")["curve"]["assumed"]] == [(0, 2.0)]


def test_the_feeling_of_an_overlay_is_shown_in_words_under_the_curve():
    page, picture = html(view()), svg(view())
    assert 'data-persona="Ingrid, who signs"' in page
    assert "wary (−1)" in page
    assert "wary (−1)" in picture
    assert "keen (+2)" not in page  # drawn as a curve
    assert page.count('class="card ') == 3  # and no empty card where the curve says it all


def test_the_story_is_told_without_the_cards_of_others():
    told = [text for scene in story(view())["scenes"] for line in scene["lines"] for text in line["texts"]]
    assert told == ["keen", "At last"]
