"""Published maps and personas of other tools become maps and personas of ours, with a note of what was lost."""

from collections import Counter
from pathlib import Path

import pytest

from map_outline import outline, xlsx
from wayline.errors import InputError
from wayline.files.foreign import formats
from wayline.files.foreign.feeling import feelings
from wayline.files.journey import read_map
from wayline.files.persona import read_persona
from wayline.files.write import write


def shared(folder, name):
    for parent in Path(__file__).resolve().parents:
        path = parent / "shared" / "data" / "journey_maps_personas" / folder / name
        if path.is_file():
            return path.read_bytes()
    pytest.skip(f"../shared/data/journey_maps_personas/{folder} is absent")


def converted(text, path):
    """(format, the map, notes by rule)."""
    name, found = formats.read(text.encode() if isinstance(text, str) else text, path)
    notes = {
        rule: [one.message for one in found.notes if one.rule == rule] for rule in {one.rule for one in found.notes}
    }
    return name, read_map(write(found.document)), notes


@pytest.mark.parametrize(
    ("name", "phases", "actions", "touchpoints", "mean"),
    [("sample.yaml", 5, 6, 13, -0.3333), ("enterprise-ai-reach-value.yaml", 5, 7, 14, 0.2857)],
)
def test_enablement_maps_have_their_published_facts(name, phases, actions, touchpoints, mean):
    kind, journey, notes = converted(shared("cjm_yaml", name), name)
    feeling = [card.valence for card in journey.cards if card.lane == "feeling"]
    points = {point.name for step in journey.steps for point in step.touchpoints}
    assert (kind, len(journey.stages), len(journey.steps), len(points)) == ("enablement", phases, actions, touchpoints)
    assert round(sum(feeling) / len(feeling), 4) == mean
    assert any("connections between tasks" in message for message in notes["lost"])


@pytest.mark.parametrize(
    ("name", "stages", "pains", "opportunities"),
    [
        ("01-developer-onboarding.md", 5, 27, 33),
        ("02-deploying-first-app.md", 6, 35, 36),
        ("03-debugging-production-issue.md", 6, 33, 35),
    ],
)
def test_markdown_maps_have_their_published_facts(name, stages, pains, opportunities):
    kind, journey, _ = converted(shared("markdown_maps", name), name)
    lanes = Counter(card.lane for card in journey.cards)
    assert (kind, len(journey.stages), lanes["pains"], lanes["opportunities"]) == (
        "markdown-map",
        stages,
        pains,
        opportunities,
    )


@pytest.mark.parametrize(
    ("name", "screens"),
    [
        ("existing-customer-buys-chocolates.md", 8),
        ("new-customer-buys-chocolates.md", 10),
        ("new-customer-buys-flowers.md", 10),
        ("new-customer-subscribes-to-chocolates.md", 10),
    ],
)
def test_screen_flows_have_a_step_a_screen(name, screens):
    kind, journey, _ = converted(shared("screen_flows", name), name)
    assert (kind, len(journey.steps), journey.steps[0].title) == ("screen-flow", screens, "Landing page")


@pytest.mark.parametrize(
    ("folder", "name", "persona", "job"),
    [
        ("personas_accessibility", "ashleigh.md", "Ashleigh", "severely sight impaired screenreader user"),
        ("personas_accessibility", "chris.md", "Chris", "user with rheumatoid arthritis"),
        ("personas_accessibility", "claudia.md", "Claudia", "sight impaired screen magnifier user"),
        ("personas_accessibility", "pawel.md", "Pawel", "an autistic user"),
        ("personas_markdown", "application-developer.md", "Maria Rodriguez", "Application Developer"),
        ("personas_markdown", "platform-developer.md", "Alex Chen", "Senior Platform Engineer"),
        (
            "personas_and_stories",
            "character-alan.md",
            "Alan",
            'the experienced "GC\'d language" developer, new to Rust',
        ),
        ("personas_and_stories", "character-grace.md", "Grace", "the systems programming expert, new to Rust"),
    ],
)
def test_personas_have_their_name_and_job(folder, name, persona, job):
    kind, found = formats.read(shared(folder, name), name)
    held = read_persona(write(found.document))
    assert (kind, held.name, held.job, held.basis) == ("persona", persona, job, "assumed")


@pytest.mark.parametrize(
    ("name", "persona", "steps", "pains"),
    [
        ("alan_builds_a_cache.md", "alan", 3, 6),
        ("alan_picks_web_server.md", "alan", 7, 3),
        ("grace_deploys_her_service.md", "grace", 1, 4),
        ("grace_tries_new_libraries.md", "grace", 1, 1),
    ],
)
def test_stories_are_maps_of_their_character_with_pains(name, persona, steps, pains):
    kind, journey, _ = converted(shared("personas_and_stories", name), name)
    count = sum(card.lane == "pains" for card in journey.cards)
    assert (kind, journey.persona, len(journey.steps), count) == ("story", persona, steps, pains)


def test_the_word_of_a_feeling_tells_its_valence_and_the_intensity_only_how_strong_it_is():
    points = feelings("Overwhelmed 😟 (Intensity: 4/5)")
    assert [(one.word, one.valence, one.arousal, one.source) for one in points] == [("Overwhelmed", -2, 0.8, "word")]


def test_an_arrow_makes_two_feelings_and_what_nothing_tells_has_no_valence():
    assert [(one.word, one.valence) for one in feelings("Stressed → Relieved 😟 → 😊")] == [
        ("Stressed", -1),
        ("Relieved", 1),
    ]
    assert [(one.word, one.valence) for one in feelings("blorbed")] == [("blorbed", None)]
    assert [(one.word, one.valence) for one in feelings("tense (−0.5)")] == [("tense", -0.5)]


def test_a_feeling_that_changes_stands_at_both_ends_of_its_stage():
    _, journey, _ = converted(
        "# Journey\n### Stage 1: Go (2 days)\n**Actions**:\n1. I ask\n2. I wait\n**Emotions**: Nervous → Happy\n",
        "m.md",
    )
    assert [(card.step, card.word, card.valence) for card in journey.cards] == [
        ("i-ask", "Nervous", -1),
        ("i-wait", "Happy", 1),
    ]
    assert journey.stages[0].description == "2 days"


def test_a_quote_is_one_only_where_a_source_is_named():
    text = '### Stage 1: Go\n**Thoughts**\n- "Where am I?"\n\n## Quotes\n\n> "I was lost." - Customer, 2 months\n'
    _, journey, _ = converted(text, "m.md")
    assert [(card.lane, card.text, card.basis, card.evidence) for card in journey.cards] == [
        ("thinking", "Where am I?", "assumed", ()),
        ("saying", "I was lost.", "reported", ("Customer, 2 months",)),
    ]


CJML = """<?xml version="1.0"?>
<CJML version="2.0" xmlns="http://www.cjml.no">
 <plannedJourney>
  <journeyID>J1</journeyID><journeyTitle>Buy &amp; collect</journeyTitle>
  <actors><endUser actorID="U"><actorName>Ann</actorName></endUser><serviceProvider actorID="S"><companyName>Shop</companyName></serviceProvider></actors>
  <journeyPhases><journeyPhase phaseID="P1"><phaseName>Order</phaseName></journeyPhase></journeyPhases>
  <touchpoints>
   <plannedCommunicationPoint><touchpointID>T1</touchpointID><belongsTo phaseIDref="P1"/>
    <initiator><refersTo actorIDref="U"/><initiatorLabel>I order</initiatorLabel></initiator>
    <receiver><refersTo actorIDref="S"/><receiverLabel>Takes the order</receiverLabel></receiver>
    <channel><channelName>web</channelName></channel></plannedCommunicationPoint>
   <plannedAction><touchpointID>T2</touchpointID><belongsTo phaseIDref="P9"/>
    <initiator><refersTo actorIDref="X"/><initiatorLabel>I wait</initiatorLabel></initiator>
    <touchpointExperience><experienceRating>2</experienceRating></touchpointExperience></plannedAction>
  </touchpoints>
 </plannedJourney>
 <actualJourney><journeyID>J2</journeyID></actualJourney>
</CJML>"""


def test_cjml_points_are_steps_with_their_channel_and_broken_references_are_told():
    kind, journey, notes = converted(CJML, "x.xml")
    assert (kind, journey.title, journey.persona) == ("cjml", "Buy & collect", "ann")
    assert outline(journey) == [("Order", ["I order"]), ("Without a phase", ["I wait"])]
    assert journey.steps[0].touchpoints[0].channel == "web"
    assert [(card.lane, card.text, card.valence) for card in journey.cards] == [
        ("onstage", "Shop: Takes the order", None),
        ("feeling", "", -1),
    ]
    assert len(notes["wrong"]) == 2
    assert notes["lost"] == ["1 more journeys; a map holds one: J2"]


LANESCAPE = """{"type": "service-journey-mapper", "version": 1, "journeys": [{"title": "Move in",
 "stages": [{"title": "Before", "subStages": [{"title": "Search"}, {"title": "Sign"}]}, {"title": "After"}],
 "subJourneys": [{"rows": [
  {"rowType": "row-operator", "cells": [{"html": "<ul><li>look <b>around</b></li><li>ask</li></ul>", "colspan": 2}, {"html": "unpack"}]},
  {"rowType": "row-divider", "laneLabel": "Line of visibility", "cells": [{"colspan": 3}]},
  {"rowType": "row-bs-human", "laneLabel": "Agent", "cells": [{"html": "<script>alert(1)</script>checks"}, {"tags": [{"text": "lawyer"}]}]},
  {"rowType": "row-emotion", "cells": [{"html": "excited"}, {}, {}, {"html": "too far"}]}]}]}]}"""


def test_lanescape_cells_are_cards_without_their_html_and_widths_are_checked():
    kind, journey, notes = converted(LANESCAPE, "x.json")
    assert (kind, outline(journey)) == ("lanescape", [("Before", ["Search", "Sign"]), ("After", ["After"])])
    assert [(card.lane, card.step, card.until, card.text, card.word) for card in journey.cards] == [
        ("doing", "search", "sign", "look around", ""),
        ("doing", "search", "sign", "ask", ""),
        ("doing", "after-2", "", "unpack", ""),
        ("agent", "search", "", "checks", ""),
        ("agent", "sign", "", "lawyer", ""),
        ("feeling", "search", "", "", "excited"),
    ]
    assert len(notes["wrong"]) == 2


def test_a_grid_with_merged_headings_has_stages_over_steps():
    rows = [
        ["", "Before", "", "After"],
        ["", "Search", "Sign", "Move"],
        ["Pain points", "slow\nloud", "", "cold"],
        ["Mood", "ok 😐", "sad", "great"],
    ]
    kind, journey, _ = converted(xlsx({"Map": rows, "Old": rows}, merged=["B1:C1"], hidden=["Old"]), "x.xlsx")
    assert (kind, outline(journey)) == ("grid", [("Before", ["Search", "Sign"]), ("After", ["Move"])])
    assert [(card.lane, card.step, card.text or card.valence) for card in journey.cards] == [
        ("pains", "search", "slow"),
        ("pains", "search", "loud"),
        ("pains", "move", "cold"),
        ("feeling", "search", 0),
        ("feeling", "sign", -1),
        ("feeling", "move", 2),
    ]


def test_a_hidden_sheet_is_named_and_not_read():
    _, found = formats.read(xlsx({"A": [["", "S"], ["Pains", "x"]], "B": [["secret"]]}, hidden=["B"]), "x.xlsx")
    assert "the hidden sheet 'B'" in [one.message for one in found.notes]


def test_cards_in_long_form_keep_lane_span_and_valence():
    text = "stage;step;lane;text;valence;until;severity\nGo;Ask;Pains;slow;;Wait;2\nGo;Wait;Feeling;;-1,5;;\nGo;;My lane;=1+1;;;\n"
    kind, journey, _ = converted(text, "x.csv")
    assert (kind, outline(journey)) == ("long", [("Go", ["Ask", "Wait"])])
    assert [
        (card.lane, card.step, card.stage, card.until, card.text, card.valence, card.severity) for card in journey.cards
    ] == [
        ("pains", "ask", "", "wait", "slow", None, 2),
        ("feeling", "wait", "", "", "", -1.5, None),
        ("my-lane", "", "go", "", "=1+1", None, None),
    ]


def test_notes_of_a_whiteboard_are_put_into_columns_by_their_place():
    text = "text,x,y,color,tags\nb,10,90,yellow,\na,12,10,yellow,pain points\nc,900,5,blue,\n"
    kind, journey, notes = converted(text, "board.csv")
    assert (kind, [stage.title for stage in journey.stages]) == ("sticky-notes", ["Column 1", "Column 2"])
    assert [(card.lane, card.step, card.text) for card in journey.cards] == [
        ("pains", "column-1-2", "a"),
        ("yellow-notes", "column-1-2", "b"),
        ("blue-notes", "column-2-2", "c"),
    ]
    assert any("gaps between the notes" in message for message in notes["assumed"])


def test_a_note_a_line_waits_in_a_tray():
    kind, journey, _ = converted("- pain: too slow\n\nsomething else\n", "notes.txt")
    assert (kind, outline(journey)) == ("sticky-notes", [("Tray: notes to be sorted", ["Unsorted notes"])])
    assert [(card.lane, card.text) for card in journey.cards] == [("pains", "too slow"), ("notes", "something else")]


def test_words_of_any_script_make_ids_and_tell_the_language():
    _, journey, _ = converted("journey\ntitle 旅\nsection 始める\n始める: 4: 客\n!?: 3\n", "x.mmd")
    assert (journey.language, [step.id for step in journey.steps]) == ("ja", ["始める-2", "step"])


HOSTILE = {
    "nothing.mmd": b"",
    "binary.md": b"\x00\x01\x02" * 50,
    "latin.md": b"# Journ\xe9e\n",
    "entity.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CJML version="2.0">&a;</CJML>',
    "laughs.xml": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><CJML version="2.0">&b;</CJML>',
    "broken.xml": b'<CJML version="2.0"><a>',
    "dialect.xml": b"<cjml></cjml>",
    "version.xml": b'<CJML version="9"></CJML>',
    "bomb.yaml": b"kind: cjm\na: &a [x, x]\n"
    + b"".join(b"k%d: &k%d [*%s, *%s]\n" % (n, n, p, p) for n in range(30) for p in [b"k%d" % (n - 1) if n else b"a"]),
    "cycle.yaml": b"kind: cjm\nversion: '1.0'\nphases: &a [*a]\n",
    "kind.yaml": b"kind: other\nversion: '1.0'\n",
    "version.yaml": b"kind: cjm\nversion: '7'\n",
    "strange.yaml": b"a: 1\n",
    "deep.json": b"[" * 100_000,
    "other.json": b'{"type": "x"}',
    "version.json": b'{"type": "service-journey-mapper", "version": 99, "journeys": []}',
    "zip.xlsx": b"PK\x03\x04 this is no workbook",
    "text.xlsx": b"this is no workbook",
    "strange.docx": b"hello",
    "empty.csv": b",,,\n,,\n",
    "quote.csv": b'"' + b"x" * 200_000,
    "plain.md": b"# Hello\n\nworld\n",
    "huge.csv": b"a,b\n" * 2_600_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_clear_message(name):
    with pytest.raises(InputError) as told:
        formats.read(HOSTILE[name], name)
    assert name in str(told.value)


def test_an_unknown_format_is_answered_with_the_known_ones():
    with pytest.raises(InputError, match=r"mermaid journey.*CJML.*Lanescape.*sticky notes"):
        formats.read(b"hello", "x.docx")


def test_a_workbook_that_would_unpack_too_far_is_refused():
    bomb = xlsx({"A": [["x" * 1000] * 26] * 2500})
    with pytest.raises(InputError, match="unpacked"):
        formats.read(bomb, "x.xlsx")


@pytest.mark.parametrize("cell", ["XFD1048576", "A999999999999", "B0", "7", "ZZZZZZ1"])
def test_a_workbook_that_would_need_all_memory_is_refused_before_it_is_read(cell):
    with pytest.raises(InputError, match="cell"):
        formats.read(xlsx({"A": [["", "S"], ["Pains", "x"]]}, far=cell), "x.xlsx")


def test_unknown_keys_of_an_enablement_map_are_named_and_references_that_lead_nowhere_too():
    text = """kind: cjm
version: '1.0'
id: cjm:x
colour: red
persona: {name: P}
phases: [{id: a, name: A}]
actions: [{id: b, name: B, phase: nowhere, emotion_score: 1, mood: x}]
---
kind: sbp
version: '1.0'
lanes: [{id: l, name: L, kind: team}]
tasks: [{id: t, name: T, lane: l, source_id: nothing}]
"""
    _, journey, notes = converted(text, "x.yaml")
    assert outline(journey) == [("A", []), ("Without a phase", ["B"])]
    assert notes["lost"] == ["the key 'colour' of the journey map", "the key 'mood' of an action"]
    assert len(notes["wrong"]) == 2


@pytest.mark.parametrize("text", ["# Our personas\n\n- Ann\n", "# Persona: Ann\n"])
def test_a_page_that_only_speaks_of_personas_is_none(text):
    with pytest.raises(InputError):
        formats.read(text.encode(), "x.md")
