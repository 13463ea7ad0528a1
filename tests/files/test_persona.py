"""Persona files."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.errors import MapError
from wayline.files.persona import load_persona, read_persona
from wayline.maps.model import Owner, Persona, Review
from wayline.maps.selector import Condition, Selector

PARENT = """\ufeffwayline: 1
persona: working-parent
name: Ines
job: nurse, studies at night
quote: "I have two hours after nine"
goals: [finish the module]
needs: dates early
hopes: [a better shift]
fears: []
demographics: {age: 34, region: Wales}
keeps_awake: the exam in June
makes_smile: a mark that came fast
basis: reported
bind: {segment: {age_band: [35-55, "55<="]}}
evidence: [interview:3, interview:7]
owner: {team: student-support}
review: {every: 180d, on: drift, last: 2026-01-31}
"""


def test_a_persona_loads(tmp_path):
    file = tmp_path / "working-parent.persona.yaml"
    file.write_text(PARENT, encoding="utf-8")
    assert load_persona(file) == Persona(
        id="working-parent",
        name="Ines",
        job="nurse, studies at night",
        quote="I have two hours after nine",
        goals=("finish the module",),
        needs=("dates early",),
        hopes=("a better shift",),
        demographics={"age": "34", "region": "Wales"},
        keeps_awake="the exam in June",
        makes_smile="a mark that came fast",
        basis="reported",
        bind=(Selector(segment={"age_band": Condition(any_of=("35-55", "55<="))}),),
        evidence=("interview:3", "interview:7"),
        owner=Owner("student-support"),
        review=Review("180d", ("drift",), "2026-01-31"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty; expected one persona with the keys wayline, persona, name"),
        ("wayline: 1\nname: x", "p:1:1: the persona has no 'persona'"),
        ("wayline: 1\npersona: p\nfear: [x]", "p:3:1: unknown key 'fear' in a persona. Did you mean 'fears'?"),
        ("wayline: 1\npersona: p\ndemographics: [x]", "p:3:15: expected a mapping (name: value), not a list"),
        ("wayline: 1\npersona: p\nbasis: guess", "p:3:8: 'guess' is not allowed here; allowed: assumed"),
        ("wayline: 1\npersona: p\nbind: {event: x, within: {of: s, at_most: 1d}}", "p:3:26: a persona knows no steps"),
        ("wayline: 1\nmap: m", "unknown key 'map' in a persona"),
    ],
)
def test_a_wrong_persona_says_what_is_wrong_and_where(text, said):
    with pytest.raises(MapError) as caught:
        read_persona(text, "p")
    assert said in str(caught.value)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_mutated_persona_loads_or_is_a_map_error(data):
    start = data.draw(st.integers(0, len(PARENT)))
    end = data.draw(st.integers(start, min(len(PARENT), start + 30)))
    with contextlib.suppress(MapError):
        read_persona(PARENT[:start] + data.draw(st.text(max_size=4)) + PARENT[end:])


def test_a_missing_persona_is_a_map_error():
    with pytest.raises(MapError, match="cannot be read"):
        load_persona(Path("nowhere.persona.yaml"))
