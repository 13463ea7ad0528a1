"""The published schemas say what the readers accept."""

import json
from pathlib import Path

import jsonschema
import pytest

from wayline.documents import read_documents
from wayline.errors import MapError
from wayline.files.journey import read_map
from wayline.files.persona import read_persona
from wayline.files.reference_page import journey_page, persona_page, plan_page
from wayline.files.schema import journey_schema, persona_schema, plan_schema, schema_text

MAPS = Path(__file__).parent / "maps"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
STEP = "wayline: 1\nmap: m\nstages: [{id: s, steps: [{id: a, %s}]}]"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("journey.schema.json", schema_text(journey_schema())),
        ("persona.schema.json", schema_text(persona_schema())),
        ("plan.schema.json", schema_text(plan_schema())),
        ("journey-file.md", journey_page()),
        ("persona-file.md", persona_page()),
        ("plan-file.md", plan_page()),
    ],
)
def test_the_published_reference_is_current(name, text):
    """Mend with `python -m tools.file_reference`."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("schema", [journey_schema(), persona_schema(), plan_schema()])
def test_the_schema_is_valid_itself(schema):
    jsonschema.Draft202012Validator.check_schema(schema)


def accepts_as_schema(text, schema):
    (document,) = read_documents(text)
    return jsonschema.Draft202012Validator(schema).is_valid(json.loads(json.dumps(document.data)))


def accepts_as_reader(text, read):
    try:
        read(text)
    except MapError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ((MAPS / "trial.journey.yaml").read_text(), True),
        ((MAPS / "first-term.journey.yaml").read_text(), True),
        ("wayline: 1\nmap: m", True),
        ("wayline: 1\nmap: 12\ntitle: 2024\npersona: 007\nstate:\nreview: {last: 2026-01-31}", True),
        (STEP % "milestone: {}, times: [{to: a}], voice: {kind: nps}", True),
        (STEP % "bind: [{event: [a, b], nth: 1}, {where: {x: null, y: {gte: 5, lt: {column: z}}, w: [1, two]}}]", True),
        (STEP % "bind: {event: b, within: {of: a, at_most: 7d}}, touchpoint: [{kind: direct}], target: 3d", False),
        (STEP % "expect: {converted: {at_least: 0.5, within: 7d}, time_to_next: {at_most: 3d}}", True),
        ("wayline: 1\nmap: m\nlanes: [{id: doing}, {id: x, kind: text}]", True),
        ("map: m", False),
        ("wayline: 2\nmap: m", False),
        ("wayline: 1\nmap: START", False),
        ("wayline: 1\nmap: has space", False),
        ("wayline: 1\nmap: m\ntitel: x", False),
        ("wayline: 1\nmap: m\nunit: user", False),
        ("wayline: 1\nmap: m\npersona: [a, b]", False),
        ("wayline: 1\nmap: m\nlanes: [{id: x}]", False),
        ("wayline: 1\nmap: m\ncards: [{lane: doing}]", False),
        ("wayline: 1\nmap: m\nreview: {last: soon}", False),
        ("wayline: 1\nmap: m\nleaves: {}", False),
        ("- a", False),
        (STEP % "milestone: yes", False),
        (STEP % "milestone:", False),
        (STEP % "bind: {event: }", False),
        (STEP % "bind: {event: []}", False),
        (STEP % "bind: {nth: 0}", False),
        (STEP % "bind: {where: {}}", False),
        (STEP % "bind: {where: {a: {equals: 1}}}", False),
        (STEP % "expect: {convertd: {at_least: 0.5}}", False),
        (STEP % "expect: {converted: {within: 7d}}", False),
        (STEP % "target: 3 weeks", False),
    ],
)
def test_schema_and_reader_accept_and_refuse_the_same_maps(text, accepted):
    assert accepts_as_reader(text, read_map) == accepted
    beyond_a_schema = "within: {of: a" in text  # a step that waits for itself
    assert accepts_as_schema(text, journey_schema()) == (accepted or beyond_a_schema)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("wayline: 1\npersona: p\nneeds: early dates\ndemographics: {age: 34}\nbind: {segment: {plan: pro}}", True),
        ("wayline: 1", False),
        ("wayline: 1\npersona: p\nfear: x", False),
        ("wayline: 1\npersona: p\nbasis: guess", False),
        ("wayline: 1\npersona: p\ndemographics: [x]", False),
    ],
)
def test_schema_and_reader_accept_and_refuse_the_same_personas(text, accepted):
    assert accepts_as_reader(text, read_persona) == accepted
    assert accepts_as_schema(text, persona_schema()) == accepted
