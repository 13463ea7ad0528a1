"""mermaid journeys are read as mermaid reads them, and written so that mermaid reads the same again."""

import json
from pathlib import Path

import pytest

from wayline.errors import InputError
from wayline.files.foreign import mermaid
from wayline.files.journey import read_map
from wayline.files.write import write
from wayline.render.mermaid_text import mermaid as mermaid_text
from wayline.views.map_view import map_view

FOLDER = Path(__file__).parents[2] / "fixtures" / "mermaid"
FILES = sorted(path.stem for path in FOLDER.glob("*.mmd"))
EXPECTED = json.loads((FOLDER / "mermaid_expected.json").read_text(encoding="utf-8"))


def text_of(name):
    return (FOLDER / f"{name}.mmd").read_text(encoding="utf-8")


def structure(diagram):
    """The diagram as the independent parser tells it."""
    sections = [
        {
            "name": section.name,
            "tasks": [{"name": task.name, "score": task.score, "actors": list(task.actors)} for task in section.tasks],
        }
        for section in diagram.sections
    ]
    return {
        "title": diagram.title,
        "acc_title": diagram.acc_title,
        "acc_descr": diagram.acc_descr,
        "sections": sections,
    }


def map_of(text):
    return read_map(write(mermaid.read(text, "diagram.mmd").document))


def test_every_file_has_its_expected_structure_and_there_are_thirteen():
    assert sorted(EXPECTED) == FILES
    assert len(FILES) == 13


@pytest.mark.parametrize("name", FILES)
def test_a_diagram_is_parsed_as_an_independent_parser_parses_it(name):
    found, expected = mermaid.parse(text_of(name), name), EXPECTED[name]
    assert structure(found) == {key: expected[key] for key in ("title", "acc_title", "acc_descr", "sections")}
    assert found.front_matter == expected["frontmatter"]
    assert len(found.problems) == len(expected["problems"])


@pytest.mark.parametrize("name", FILES)
def test_a_map_of_a_diagram_has_its_sections_tasks_and_mean_score(name):
    journey, expected = map_of(text_of(name)), EXPECTED[name]["summary"]
    valences = [card.valence for card in journey.cards if card.lane == "feeling" and card.valence is not None]
    assert (len(journey.stages), len(journey.steps)) == (expected["sections"], expected["tasks"])
    assert (round(sum(valences) / len(valences) + 3, 4) if valences else None) == expected["mean_score"]
    actors = {card.text for card in journey.cards if card.lane == "actors"}
    assert actors == set(expected["actors"])


@pytest.mark.parametrize("name", FILES)
def test_a_diagram_comes_back_from_its_map_as_it_was(name):
    again = mermaid_text(map_view(map_of(text_of(name)), None))[0]
    first, second = (structure(mermaid.parse(text, name)) for text in (text_of(name), again))
    for one in (first, second):
        one["acc_descr"] = (one["acc_descr"] or "").split()  # the indentation of its lines is the drawing's
    assert second == first


def test_a_score_that_is_no_number_is_kept_as_written_and_told_with_its_line():
    found = mermaid.read(text_of("mermaid-retention-config"), "x.mmd")
    [told] = [note for note in found.notes if note.rule == "wrong"]
    assert (told.message, told.line) == ("score not a number (2rem)", 21)
    again = mermaid_text(map_view(read_map(write(found.document)), None))[0]
    assert "size: 2rem\n" in again


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("journey\na: 3: Me: more: still more", [("a", 3, ("Me",))]),
        ("journey\na: 3 # said: 5", [("a", 3, ())]),
        ("journey\na: 3: Me; b: 4", [("a", 3, ("Me",)), ("b", 4, ())]),
        ("JOURNEY\na: 3: , Me,, You ,", [("a", 3, ("Me", "You"))]),
        ("journey\n%% a comment\na: 7", [("a", 7, ())]),
        ("%%{init: {\n'theme': '#fff'}}%%\njourney\na: -1.5", [("a", -1.5, ())]),
        ("journey\na:", [("a", None, ())]),
        ("---\ntitle: x\n---\n\njourney\r\n a: 1: Me\r\n", [("a", 1, ("Me",))]),
    ],
)
def test_the_grammar_in_small(text, tasks):
    found = [(task.name, task.score, task.actors) for section in mermaid.parse(text).sections for task in section.tasks]
    assert found == tasks


def test_scores_outside_one_to_five_are_flagged_and_never_clipped():
    found = mermaid.read("journey\nsection s\na: 9", "x.mmd")
    assert [card["valence"] for card in found.document["cards"]] == [6]
    assert [note.message for note in found.notes if note.rule == "wrong"] == ["score outside 1 to 5 (9)"]


def test_tasks_before_any_section_stay_before_any_section():
    again = mermaid_text(map_view(map_of("journey\ntitle t\na: 4: Me\nsection s\nb: 2: Me"), None))[0]
    assert again == "journey\n    title t\n      a: 4: Me\n    section s\n      b: 2: Me\n"


def test_marks_of_mermaid_in_names_are_replaced_and_told():
    source = 'wayline: 1\nmap: m\ntitle: "A; B #1"\nstages: [{id: s, title: "S: T", steps: [{id: a, title: "title of 1:2"}]}]\n'
    text, notes = mermaid_text(map_view(read_map(source), None))
    [section] = mermaid.parse(text).sections
    assert (section.name, [task.name for task in section.tasks]) == ("S∶ T", ["› title of 1∶2"])
    assert sum(note.count for note in notes if note.rule == "replaced") == 4


def test_what_a_diagram_cannot_hold_is_listed():
    source = """
wayline: 1
map: m
stages:
  - {id: s, title: S, steps: [{id: a, title: A}], windows: [{id: w, after: a, closes: 2d}]}
cards: [{lane: pains, step: a, text: slow}, {lane: feeling, step: a, word: tired, valence: -1}]
"""
    text, notes = mermaid_text(map_view(read_map(source), None))
    assert "A: 2\n" in text
    told = " ".join(note.message for note in notes)
    assert all(word in told for word in ("Pains", "contact windows", "words of feelings"))


def test_a_text_without_a_diagram_is_refused():
    with pytest.raises(InputError, match="no line begins with `journey`"):
        mermaid.read("graph LR\n a --> b", "x.mmd")
