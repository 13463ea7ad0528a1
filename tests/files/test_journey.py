"""Journey files."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wayline.errors import MapError
from wayline.files.journey import load_map, read_map, read_source
from wayline.maps.model import Connection, Datum, Expectation, Milestone, Owner, Scenario, Touchpoint, Window
from wayline.maps.selector import Condition, Selector, VoiceSelector, Within

MAPS = Path(__file__).parent / "maps"
TRIAL = (MAPS / "trial.journey.yaml").read_text()
TERM = (MAPS / "first-term.journey.yaml").read_text()


def small(rest: str = "", step: str = "", stage: str = "") -> str:
    """A map of two steps, with more keys for the map, for its first step, or for its stage."""
    return f"""wayline: 1
map: m
stages:
  - id: one
    {stage}
    steps:
      - id: a
        bind: {{event: a}}
        {step}
      - {{id: b, bind: {{event: b}}}}
{rest}"""


def problems(text: str) -> list[str]:
    with pytest.raises(MapError) as caught:
        read_map(text, "m")
    return [f"{found.line}:{found.column} {found.rule}: {found.message}" for found in caught.value.findings]


def test_the_map_of_the_contract_loads():
    journey = load_map(MAPS / "trial.journey.yaml")
    assert [step.id for step in journey.steps] == ["sign-up", "first-import", "first-report"]
    assert (journey.id, journey.unit, journey.leaves) == ("trial", "person", (Selector(event=("cancel",)),))
    assert journey.steps[1].bind == (Selector(event=("import",)),)
    assert journey.steps[1].expect == (Expectation("converted", at_least=0.6, within="7d"),)
    assert journey.steps[2].milestone == Milestone()
    assert journey.voice == (VoiceSelector(kind=("nps",)),)
    assert journey.connections is None


def test_the_sketch_of_the_design_loads():
    journey = load_map(MAPS / "first-term.journey.yaml")
    assert journey.scenario == Scenario("Studies beside a job", "registration", "final result")
    assert journey.owner == Owner("student-support", "ana@example.org")
    assert journey.steps[0].touchpoints == (Touchpoint("web", "direct"),)
    assert journey.steps[1].milestone == Milestone(truth=True, why="first proof that it works")
    assert journey.windows == (
        Window("welcome-call", "register", "7d", "3d", team="student-support", channel="phone",
               bind=(Selector(event=("call",), where={"direction": Condition(any_of=("outbound",))}),)),
    )  # fmt: skip
    (handoff,) = journey.handoffs
    assert (handoff.giver, handoff.receiver, handoff.within) == ("admissions", "tutor", "2d")
    assert handoff.data == (
        Datum("goals", "goals"),
        Datum("prior study", "prior study"),
        Datum("constraints", "constraints"),
    )
    assert [(lane.id, lane.kind, lane.side) for lane in journey.lanes_in_use()] == [
        ("doing", "action", "customer"), ("feeling", "emotion", "customer"), ("backstage", "action", "backstage"), ("pains", "pain", "customer"),
    ]  # fmt: skip
    assert (journey.cards[0].valence, journey.cards[0].basis, journey.cards[1].evidence) == (
        1,
        "assumed",
        ("ticket:8812",),
    )


@pytest.mark.parametrize(
    ("text", "get", "value"),
    [
        (small(step="touchpoint: [{channel: web}, {channel: app, kind: indirect}]"), lambda m: m.steps[0].touchpoints,
         (Touchpoint("web"), Touchpoint("app", "indirect"))),
        (small(step="times: [{to: b}]"), lambda m: m.steps[0].times, ("b",)),
        (small(step="voice: {kind: [nps, csat], question: Q1}"), lambda m: m.steps[0].voice, (VoiceSelector(("nps", "csat"), ("Q1",)),)),
        (small(step="expect: {time_to_next: {at_most: 3d}}"), lambda m: m.steps[0].expect, (Expectation("time_to_next", at_most=259200.0),)),
        (small(stage="expect: {converted: {at_least: 0.5}}"), lambda m: m.stages[0].expect, (Expectation("converted", at_least=0.5),)),
        (small("connections: [{from: a, to: b}, {from: b, to: a}]"), lambda m: m.connections, (Connection("a", "b"), Connection("b", "a"))),
        (small("connections: []"), lambda m: m.connections, ()),
        (small(stage="handoffs: [{id: h, from: x, to: y, after: a, data: {goals: goal_text}}]"), lambda m: m.handoffs[0].data, (Datum("goals", "goal_text"),)),
        (small("title: 2024\nlanguage: no\npersona: 007"), lambda m: (m.title, m.language, m.persona), ("2024", "no", "007")),
        (small("review: {last: 2013-02-01}"), lambda m: m.review.last, "2013-02-01"),
        (small("unit: object:order"), lambda m: m.unit, "object:order"),
        (small("title:\nstate:\nowner:\ncards:\n"), lambda m: (m.title, m.state, m.owner, m.cards), ("", "current", Owner(), ())),
        (small("lanes: [{id: saying}, {id: wait, kind: text, side: support}]"), lambda m: [(lane.kind, lane.side) for lane in m.lanes],
         [("quote", "customer"), ("text", "support")]),
        (small("cards: [{lane: doing, stage: one, text: x}, {lane: doing, step: a, until: b}]"), lambda m: [(c.stage, c.step, c.until) for c in m.cards],
         [("one", "", ""), ("", "a", "b")]),
        ("x-y: &b {event: a}\n", None, "unknown key 'x-y'"),
        ("wayline: 1\nmap: m\nstages:\n- {id: s, steps: [{id: a, bind: &b {event: a}}, {id: b, bind: *b}]}", lambda m: m.steps[1].bind, (Selector(event=("a",)),)),
        ("wayline: 1\nmap: m\n", lambda m: (m.stages, m.steps), ((), ())),
        ("wayline: 1\nmap: m\nstages: [{id: s}]", lambda m: (m.stages[0].id, m.steps), ("s", ())),
        (small(step="").replace("bind: {event: a}", "bind: []"), lambda m: m.steps[0].bind, ()),
    ],
)  # fmt: skip
def test_forms_that_a_map_may_take(text, get, value):
    if get is None:
        assert any(value in problem for problem in problems(text))
    else:
        assert get(read_map(text)) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is empty"),
        ("wayline: 1\nmap: m\n---\nmap: n", "the file holds 2 YAML documents"),
        ("- a", "1:1 wrong-type: expected a map (a mapping), not a list"),
        ("just text", "1:1 wrong-type: expected a map (a mapping), not 'just text'"),
        ("map: m", "1:1 missing-key: the map has no 'wayline'"),
        ("wayline: 1", "1:1 missing-key: the map has no 'map'"),
        ("wayline: 2\nmap: m", "1:10 wrong-value: must be 1, not '2'"),
        ("wayline: true\nmap: m", "1:10 wrong-value: must be 1, not 'True'"),
        ("wayline: 1\nmap: m\ntitel: x", "3:1 unknown-key: unknown key 'titel' in a map. Did you mean 'title'?"),
        ("wayline: 1\nmap: has space", "2:6 wrong-value: 'has space' is not an id"),
        ("wayline: 1\nmap: -x", "2:6 wrong-value: '-x' is not an id"),
        ("wayline: 1\nmap: START", "2:6 wrong-value: 'START' is not an id"),
        ("wayline: 1\nmap: m\nunit: user", "3:7 wrong-value: 'user' is not a unit; allowed: person, account, session, object:TYPE"),
        ("wayline: 1\nmap: m\nunit: 'object:'", "3:7 wrong-value"),
        ("wayline: 1\nmap: m\nstate: futur", "'futur' is not allowed here; allowed: current, future. Did you mean 'future'?"),
        ("wayline: 1\nmap: m\npersona: [a, b]", "3:10 wrong-type: expected text, not a list; a map has exactly one persona"),
        ("wayline: 1\nmap: m\nreview: {last: 2026-02-31}", "3:16 wrong-value: '2026-02-31' is not a date"),
        ("wayline: 1\nmap: m\nstages: {id: s}", "3:9 wrong-type: expected a list, not a mapping"),
        ("wayline: 1\nmap: m\nstages: [s]", "3:10 wrong-type: expected a stage (a mapping), not 's'"),
        (small(step="titel: x"), "9:9 unknown-key: unknown key 'titel' in a step. Did you mean 'title'?"),
        (small(step="milestone:"), "expected a milestone (a mapping), not nothing"),
        (small(step="milestone: yes"), "expected a milestone (a mapping), not 'yes'"),
        (small(step="milestone: {truth: yes}"), "expected true or false, not 'yes'"),
        (small(step="target: 3 weeks"), "'3 weeks' is not a span of time; expected a number and a unit: 30m, 48h, 7d or 2w"),
        (small(step="times: [{to: c}]"), "9:22 dangling-reference: there is no step 'c'. Steps: a, b"),
        (small(step="expect: {convertd: {at_least: 1}}"), "9:18 unknown-key: 'convertd' is not known here; known: reached, converted,"),
        (small(step="expect: {converted: {at_least: 60}}"), "is a share between 0 and 1; write 0.6 for 60 %"),
        (small(step="expect: {converted: {within: 7d}}"), "the expectation has no bound; say at_least or at_most"),
        (small(step="expect: {converted: {at_least: 0.6, at_most: 0.5}}"), "at_least is larger than at_most"),
        (small(step="touchpoint: {kind: owned}"), "'owned' is not allowed here; allowed: direct, indirect."),
        (small("cards: [{lane: pain, step: a}]"), "11:16 dangling-reference: there is no lane 'pain'. Did you mean 'pains'?"),
        (small("cards: [{lane: pains, step: c}]"), "11:29 dangling-reference: there is no step 'c'"),
        (small("cards: [{lane: pains, stage: a}]"), "11:30 dangling-reference: there is no stage 'a'. Stages: one"),
        (small("cards: [{lane: pains}]"), "11:9 missing-key: a card stands at one step or one stage"),
        (small("cards: [{lane: pains, step: a, stage: one}]"), "11:9 wrong-value: a card stands at one step or one stage"),
        (small("cards: [{lane: pains, step: b, until: a}]"), "the card ends at 'a', before it begins at 'b'"),
        (small("cards: [{lane: pains, step: b, basis: guessed}]"), "allowed: assumed, reported, observed, measured."),
        (small("lanes: [{id: mine}]"), "the lane has no 'kind'; allowed: goal, action"),
        (small("lanes: [{id: a, kind: text}]"), "11:14 duplicate-id: the id 'a' is taken by a step on line 7"),
        (small("connections: [{from: a, to: z}]"), "11:29 dangling-reference: there is no step 'z'. Steps: a, b"),
        (small(stage="done_when: c"), "5:16 dangling-reference: there is no step 'c'"),
        (small(stage="windows: [{id: w, after: c, closes: 3d}]"), "5:30 dangling-reference: there is no step 'c'"),
        (small(stage="windows: [{id: w, after: a}]"), "5:15 missing-key: the window has no 'closes'"),
        (small(stage="handoffs: [{id: h, from: x, to: y, after: c}]"), "dangling-reference: there is no step 'c'"),
        (small(stage="handoffs: [{id: h, to: y, after: a}]"), "the handoff has no 'from'"),
        (small("leaves: {event: x, within: {of: zz, at_most: 7d}}"), "11:33 dangling-reference: there is no step 'zz'"),
        (small("leaves: [{event: x}, {event: y, within: {of: zz, at_most: 7d}}]"), "11:46 dangling-reference"),
        (small("voice: [{kind: nps, event: x}]"), "unknown key 'event' in a voice selector"),
        (small().replace("{event: b}", "{event: b, within: {of: b, at_most: 1d}}"), "cycle: `within` goes in a circle: b → b"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text, problem):
    with pytest.raises(MapError) as caught:
        read_map(text, "m")
    told = [f"{found.line}:{found.column} {found.rule}: {found.message}" for found in caught.value.findings] or [
        str(caught.value)
    ]
    assert any(problem in one for one in told), told


def test_steps_that_wait_for_each_other_are_a_circle():
    text = small().replace("bind: {event: a}", "bind: {event: a, within: {of: b, at_most: 1d}}")
    text = text.replace("bind: {event: b}", "bind: [{event: c}, {event: b, within: {of: a, at_most: 1d}}]")
    assert sum("cycle: `within` goes in a circle" in problem for problem in problems(text)) == 2


def test_a_step_may_wait_for_another():
    text = small().replace("{event: b}", "{event: b, within: {of: a, at_most: 1d}}")
    assert read_map(text).steps[1].bind == (Selector(event=("b",), within=Within("a", 86400.0)),)


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    text = small("unit: user\ncards: [{lane: pain, step: c}]", step="titel: x")
    assert [problem.split(":")[0] for problem in problems(text)] == ["9", "11", "12", "12"]
    with pytest.raises(MapError) as caught:
        read_map(text, "my.journey.yaml")
    lines = str(caught.value).splitlines()
    assert lines[0] == "not a valid map: 4 problems"
    assert lines[1].startswith("my.journey.yaml:9:9: unknown key 'titel' in a step.")


def test_a_flood_of_problems_is_cut_short():
    text = small("".join(f"key{n}: 1\n" for n in range(3000)))
    with pytest.raises(MapError) as caught:
        read_map(text)
    assert len(caught.value.findings) == 200
    assert str(caught.value).splitlines()[-1] == "… and 180 more"


def test_three_hundred_steps_load():
    steps = "".join(f"      - {{id: s{n}, bind: {{event: e{n}}}}}\n" for n in range(300))
    journey = read_map(f"wayline: 1\nmap: m\nstages:\n  - id: one\n    steps:\n{steps}")
    assert len(journey.steps) == 300
    assert journey.next_steps("s298") == ("s299",)


@pytest.mark.parametrize(
    "change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: "---\n" + t + "...\n"]
)
def test_byte_order_mark_carriage_returns_and_document_marks_change_nothing(change):
    assert read_map(change(TERM)) == read_map(TERM)


def test_a_file_with_a_byte_order_mark_and_carriage_returns_loads(tmp_path):
    file = tmp_path / "t.journey.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TERM.replace("\n", "\r\n").encode())
    assert load_map(file) == read_map(TERM)


def test_a_missing_file_is_a_map_error(tmp_path):
    with pytest.raises(MapError, match="No such file"):
        load_map(tmp_path / "none.journey.yaml")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", (1, 1)), ("map/owner", (14, 1)), ("map/sponsor", (1, 1)), ("register", (24, 9)), ("register/bind", (27, 9)),
        ("welcome-call/closes", (33, 95)), ("first-assignment/voice", (28, 9)), ("feeling", (38, 5)), ("cards/2/severity", (42, 78)),
        ("map/success/1/target", (12, 5)), ("register/touchpoint/1/channel", (26, 22)), ("nowhere", (1, 1)), ("cards/99/text", (40, 1)),
    ],
)  # fmt: skip
def test_an_address_is_found_in_the_file(address, place):
    assert read_source(TERM).place(address) == place


FRAGMENTS = [
    "{", "}", "[", "]", ":", ": ", "- ", "\n", "\n  ", "#", "&x ", "*x", "!t ", "'", '"', "|", ">", "%", "null", "~", "a", "1e999", "0x1", "\t",
    "7d", "id", "steps", "stages", "bind", "within: {of: register, at_most: 1d}", "{}", "[]", "\x85", "\u2028", "\ufeff", "é", "<<: *x", "true",
]  # fmt: skip


@given(st.data(), st.sampled_from([TRIAL, TERM]))
@settings(max_examples=100, deadline=None)
def test_a_mutated_map_loads_or_is_a_map_error(data, text):
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(st.sampled_from([*FRAGMENTS, ""])) + text[end:]
    with contextlib.suppress(MapError):
        read_map(text)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(FRAGMENTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["wayline", "map", "id", "stages", "steps", "bind", "event", "where", "within", "of", "at_most", "cards", "lane", "step", "expect", "converted",
         "at_least", "connections", "from", "to", "milestone", "voice", "leaves", "windows", "handoffs", "data", "after", "closes", "unit", "lanes", "kind"]
    ), inner, max_size=5),
    max_leaves=30,
)  # fmt: skip


@given(values)
@settings(max_examples=100, deadline=None)
@example({"wayline": 1, "map": "m", "stages": [{"id": "a", "steps": [{"id": "b", "bind": {"within": {"of": "b"}}}]}]})
def test_any_structure_loads_or_is_a_map_error(value):
    import json

    with contextlib.suppress(MapError):
        read_map(json.dumps(value))
    if isinstance(value, dict):
        with contextlib.suppress(MapError):
            read_map(json.dumps({"wayline": 1, "map": "m"} | value))


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_random_text_is_a_map_error(text):
    with pytest.raises(MapError):
        read_map(text)


def test_a_card_belongs_to_a_persona_that_the_map_names():
    head = small("persona: parent\noverlays: [tutor]\n")
    lane = read_map(head).steps[0].id
    card = f"cards: [{{lane: pains, step: {lane}, text: x, persona: NAME}}]\n"
    assert read_map(head + card.replace("NAME", "tutor")).cards[0].persona == "tutor"
    with pytest.raises(MapError, match=r"there is no persona 'tutr'.*[Tt]utor"):
        read_map(head + card.replace("NAME", "tutr"))
