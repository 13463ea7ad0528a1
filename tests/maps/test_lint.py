"""Lint rules, each on a map written as text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from wayline.errors import MapError
from wayline.files.journey import load_source, read_map, read_source
from wayline.files.lint_places import lint_file, lint_map
from wayline.maps.lint.page import lint_page
from wayline.maps.lint.registry import RULES, lint
from wayline.maps.lint.rule import Surroundings

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "tests" / "files" / "maps"
AROUND = Surroundings(today=date(2026, 6, 1))

GOOD = """wayline: 1
map: trial
title: My trial
persona: founder
scenario: {name: Trying it out}
success: [{says: "I know by Friday what to do", measure: reached, milestone: report, target: 0.5}]
leaves: [{event: cancel}]
owner: {team: success}
review: {every: 90d, last: 2026-05-01}
stages:
  - id: start
    title: Start
    goal: See whether it fits
    team: success
    done_when: report
    steps:
      - {id: join, title: I sign up, touchpoint: {channel: web}, bind: {event: signup}, expect: {converted: {at_least: 0.5}}}
      - {id: report, title: I see a report, touchpoint: {channel: web}, bind: {event: report}, milestone: {truth: true, expected: 7d, why: proof, controller: success}}
    windows:
      - {id: call, team: success, after: report, opens: 1d, closes: 3d, why: they may be stuck, bind: {event: call}}
    handoffs:
      - {id: pass, from: sales, to: success, after: join, within: 1d, data: [goals], bind: {event: pass}}
cards:
  - {lane: doing, step: join, text: types}
  - {lane: feeling, step: join, valence: 1, basis: reported, evidence: [interview:1]}
  - {lane: saying, step: join, text: nice, evidence: [interview:2]}
  - {lane: backstage, step: join, text: checks}
  - {lane: pains, step: join, severity: 2, text: slow, image: a.png, alt: a queue}
"""
CONNECTIONS = "connections: [{from: join, to: report}]\n"


def broken(text, around=AROUND):
    return {(finding.rule, finding.where) for finding in lint(read_map(text), around)}


def test_a_complete_map_has_no_finding():
    assert broken(GOOD) == set()
    assert broken(GOOD + CONNECTIONS) == set()


CASES = [
    ("no-owner", "map/owner", GOOD.replace("owner: {team: success}\n", "")),
    ("no-persona", "map/persona", GOOD.replace("persona: founder\n", "")),
    ("several-personas", "map/overlays", GOOD + "overlays: [founder]"),
    ("several-personas", "map/overlays", GOOD + "overlays: [a, b, c, d, e]"),
    ("no-scenario", "map/scenario", GOOD.replace("scenario: {name: Trying it out}\n", "")),
    ("no-leaves", "map/leaves", GOOD.replace("leaves: [{event: cancel}]\n", "")),
    ("no-steps", "map/stages", "wayline: 1\nmap: m"),
    ("empty-stage", "later", GOOD.replace("cards:", "  - {id: later, title: Later, goal: g}\ncards:")),
    ("nothing-bound", "map/stages", GOOD.replace("bind: {event: signup}, ", "").replace("bind: {event: report}, ", "")),
    ("unbound-step", "join", GOOD.replace("bind: {event: signup}, ", "")),
    ("same-binding", "report/bind", GOOD.replace("bind: {event: report}", "bind: [{event: x}, {event: signup}]")),
    ("leave-bound-as-step", "report/bind", GOOD.replace("bind: {event: report}", "bind: {event: cancel}")),
    ("no-title", "map/map", GOOD.replace("title: My trial\n", "")),
    ("no-title", "join", GOOD.replace("title: I sign up, ", "")),
    ("inside-out-title", "join/title", GOOD.replace("I sign up", "Lead qualification")),
    ("inside-out-title", "start/title", GOOD.replace("title: Start", "title: Sales pipeline")),
    ("title-not-in-first-person", "join/title", GOOD.replace("I sign up", "Registration")),
    ("no-customer-goal", "start", GOOD.replace("    goal: See whether it fits\n", "")),
    ("success-not-in-customers-words", "map/success", GOOD.replace('says: "I know by Friday what to do", ', "")),
    ("success-not-in-customers-words", "map/success/1/says", GOOD.replace("I know by Friday what to do", "Retention up by 5 %")),
    ("success-unmeasured", "map/success/1", GOOD.replace(", target: 0.5", "")),
    ("success-unmeasured", "map/success/1/milestone", GOOD.replace("milestone: report,", "milestone: repotr,")),
    ("no-milestone", "map/stages", GOOD.replace(", milestone: {truth: true, expected: 7d, why: proof, controller: success}", "")),
    ("truth-without-why", "report/milestone", GOOD.replace("why: proof, ", "")),
    ("truth-without-controller", "report/milestone", GOOD.replace(", controller: success", "")),
    ("no-backstage", "map/lanes", GOOD.replace("  - {lane: backstage, step: join, text: checks}\n", "")),
    ("process-flow", "map/lanes", GOOD.replace("  - {lane: saying, step: join, text: nice, evidence: [interview:2]}\n", "")),
    ("claim-without-evidence", "cards/2/basis", GOOD.replace(", evidence: [interview:1]", "")),
    ("assumed-never-evidenced", "map/cards", GOOD.replace(", evidence: [interview:1]", "").replace(", evidence: [interview:2]", "")),
    ("measured-emotion-authored", "cards/2/basis", GOOD.replace("basis: reported", "basis: measured")),
    ("measured-without-source", "cards/5/basis", GOOD.replace("text: slow", "text: slow, basis: measured")),
    ("valence-out-of-range", "cards/2/valence", GOOD.replace("valence: 1", "valence: 2.5")),
    ("severity-out-of-range", "cards/5/severity", GOOD.replace("severity: 2", "severity: 0")),
    ("image-without-text", "cards/5/image", GOOD.replace(", alt: a queue", "")),
    ("window-without-team", "call", GOOD.replace("id: call, team: success", "id: call")),
    ("window-unbound", "call", GOOD.replace(", bind: {event: call}", "")),
    ("window-never-open", "call/closes", GOOD.replace("closes: 3d", "closes: 3h")),
    ("handoff-without-data", "pass", GOOD.replace(", data: [goals]", "")),
    ("handoff-unbound", "pass", GOOD.replace(", bind: {event: pass}", "")),
    ("handoff-without-limit", "pass", GOOD.replace(", within: 1d", "")),
    ("unreachable-step", "report", GOOD + "connections: [{from: join, to: join}]"),
    ("done-elsewhere", "later/done_when", GOOD.replace("cards:", "  - {id: later, title: Later, goal: g, done_when: join}\ncards:")),
    ("promise-never-measured", "report/expect/converted", GOOD.replace("milestone: {truth", "expect: {converted: {at_least: 0.1}}, milestone: {truth")),
    ("promise-never-measured", "join/expect/time_to_value", GOOD.replace("{converted: {at_least: 0.5}}", "{time_to_value: {at_most: 3d}}")),
    ("promise-never-measured", "join/expect/nps", GOOD.replace("{converted: {at_least: 0.5}}", "{nps: {at_least: 30}}")),
    ("no-review", "map/review", GOOD.replace("review: {every: 90d, last: 2026-05-01}\n", "")),
    ("review-overdue", "map/review", GOOD.replace("2026-05-01", "2026-01-01")),
    ("future-without-base", "map/state", GOOD + "state: future"),
    ("too-large", "map/stages", GOOD.replace("    windows:", "".join(f"      - {{id: s{n}, title: I go, bind: {{event: e{n}}}}}\n" for n in range(40)) + "    windows:")),
    ("same-title", "report/title", GOOD.replace("I see a report", "I sign up")),
    ("inside-out-goal", "start/goal", GOOD.replace("See whether it fits", "Increase conversion")),
    ("stage-without-exit", "start", GOOD.replace("    done_when: report\n", "")),
    ("stage-without-team", "start", GOOD.replace("    team: success\n", "")),
    ("step-without-touchpoint", "report", GOOD.replace("report, touchpoint: {channel: web}", "report")),
    ("milestone-without-time", "report/milestone", GOOD.replace("expected: 7d, ", "")),
    ("truth-without-window", "report/milestone", GOOD.replace("after: report", "after: join")),
    ("truth-only-assumed", "report/milestone", GOOD.replace("bind: {event: report}, ", "")),
    ("stage-without-backstage", "later", GOOD.replace("cards:", "  - {id: later, title: Later, goal: g, steps: [{id: go, title: I go}]}\ncards:")),
    ("quote-without-evidence", "cards/3", GOOD.replace(", evidence: [interview:2]", "")),
    ("assumed-against-evidence", "cards/6/valence", GOOD + "  - {lane: feeling, step: join, valence: -1}\n"),
    ("feeling-off-the-curve", "cards/2", GOOD.replace("valence: 1", "word: glad")),
    ("pain-without-severity", "cards/5", GOOD.replace("severity: 2, ", "")),
    ("empty-card", "cards/1", GOOD.replace(", text: types", "")),
    ("card-too-long", "cards/1/text", GOOD.replace("types", "x" * 301)),
    ("expectation-without-experience", "cards/6", GOOD + "  - {lane: expectations, step: join, text: quick}\n"),
    ("expectation-without-experience", "cards/6", GOOD + "  - {lane: experience, step: join, text: slow}\n"),
    ("opportunity-without-owner", "cards/6", GOOD + "  - {lane: opportunities, step: join, text: be quick, owner: product}\n"),
    ("window-without-why", "call", GOOD.replace("why: they may be stuck, ", "")),
    ("windows-overlap", "mail/opens", GOOD.replace("    handoffs:", "      - {id: mail, team: other, after: report, opens: 2d, closes: 5d, why: w, bind: {event: mail}}\n    handoffs:")),
    ("handoff-to-itself", "pass/to", GOOD.replace("from: sales", "from: Success")),
    ("never-reviewed", "map/review", GOOD.replace(", last: 2026-05-01", "")),
    ("future-claimed", "cards/2/basis", GOOD + "state: future"),
    ("too-large", "map/lanes", GOOD + "lanes:\n" + "".join(f"  - {{id: l{n}, kind: text}}\n" for n in range(31))),
    ("too-large", "map/cards", GOOD + "  - {lane: doing, step: join, text: t}\n" * 600),
]  # fmt: skip
# what only a workspace can tell: rule, where, text; its personas are founder and nurse, its maps trial and detail
IN_A_WORKSPACE = [
    ("persona-missing", "map/persona", GOOD.replace("persona: founder", "persona: foundr")),
    ("persona-missing", "map/overlays", GOOD + "overlays: [nurse, nobody]"),
    ("base-missing", "map/based_on", GOOD + "state: future\nbased_on: trail"),
    ("link-to-nowhere", "cards/6/link", GOOD + "  - {lane: links, step: join, link: detial}\n"),
]


@pytest.mark.parametrize(("rule", "where", "text"), CASES, ids=[f"{rule}:{where}" for rule, where, _ in CASES])
def test_a_broken_rule_is_found_where_it_is_broken(rule, where, text):
    assert text != GOOD
    assert (rule, where) in broken(text)


@pytest.mark.parametrize(("rule", "where", "text"), IN_A_WORKSPACE, ids=[where for _, where, _ in IN_A_WORKSPACE])
def test_what_a_workspace_lacks_is_found_only_where_there_is_one(rule, where, text):
    around = replace(AROUND, personas=frozenset({"founder", "nurse"}), maps=frozenset({"trial", "detail"}))
    assert (rule, where) in broken(text, around)
    assert (rule, where) not in broken(text)
    assert broken(GOOD, around) == set()
    assert (
        broken(
            GOOD + "  - {lane: links, step: join, link: detail}\n  - {lane: links, step: join, link: a/b.html}\n",
            around,
        )
        == set()
    )


def test_a_rule_is_as_grave_as_the_settings_say_and_off_where_they_say_so():
    text = GOOD.replace("owner: {team: success}\n", "").replace("persona: founder\n", "")
    around = replace(AROUND, severities={"no-owner": "error", "no-persona": "off"})
    assert [(finding.rule, finding.severity) for finding in lint(read_map(text), around)] == [("no-owner", "error")]


def test_a_map_that_binds_nothing_is_told_so_once():
    """Not once for each step, window and handoff."""
    text = (
        GOOD.replace("bind: {event: signup}, ", "")
        .replace("bind: {event: report}, ", "")
        .replace(", bind: {event: call}", "")
    )
    assert {rule for rule, _ in broken(text)} == {"nothing-bound", "truth-only-assumed"}


FIRM = [
    "Customer success check-in",
    "CRM update",
    "Phase 2 go-live",
    "MQL hand-raise",
    "Tier 1 triage",
    "Dunning",
    "ABC-123 release",
    "Upsell",
]
OURS = [
    "Settle in",
    "Get help",
    "The first week",
    "Buy",
    "Decide whether to stay",
    "Look around",
    "A segue",
    "Leading up to it",
    "Salesmanship",
]


@pytest.mark.parametrize("title", FIRM)
def test_words_of_the_firm_are_found_in_titles(title):
    assert ("inside-out-title", "start/title") in broken(GOOD.replace("title: Start", f"title: {title}"))


@pytest.mark.parametrize("title", OURS)
def test_words_of_customers_are_not(title):
    assert broken(GOOD.replace("title: Start", f"title: {title}")) == set()


def test_every_rule_has_a_case_and_a_name_of_its_own():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {rule for rule, _, _ in (*CASES, *IN_A_WORKSPACE)} == set(names)


@pytest.mark.parametrize("name", ["trial", "first-term"])
def test_the_maps_of_the_contract_and_the_design_have_no_error(name):
    findings = lint_map(load_source(MAPS / f"{name}.journey.yaml"), AROUND)
    assert findings
    assert [finding for finding in findings if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("bind: {event: signup}, ", "").replace("basis: reported", "basis: assumed")
        + "state: future\nbased_on: now",
        GOOD.replace("last: 2026-05-01", "last: 2026-03-03"),
        GOOD.replace("I sign up", "I qualify for a campaign"),
        GOOD.replace("I sign up", "Registrierung der Leads") + "language: de",
        GOOD.replace("closes: 3d", "closes: 1d"),
    ],
)
def test_what_is_no_fault_is_not_found(text):
    assert broken(text) == set()


def test_findings_carry_the_line_and_column_and_come_in_the_order_of_the_file():
    text = (
        GOOD.replace("valence: 1", "valence: 3")
        .replace("owner: {team: success}\n", "")
        .replace("closes: 3d", "closes: 3h")
    )
    findings = lint_map(read_source(text), AROUND)
    assert [(finding.rule, finding.line, finding.column) for finding in findings] == [
        ("no-owner", 1, 1),
        ("window-never-open", 19, 61),
        ("valence-out-of-range", 24, 33),
    ]
    assert findings[2].plain() == {
        "rule": "valence-out-of-range",
        "severity": "error",
        "message": "3 is off the scale; valence runs from -2 (very bad) to 2 (very good)",
        "where": "cards/2/valence",
        "line": 24,
        "column": 33,
    }


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("wayline: 1\nmap: m\ntitel: x\nunit: user\n", ["unknown-key", "wrong-value"]),
        ("a: [", ["yaml"]),
        ("", ["one-document"]),
        ("\xff", ["yaml"]),
    ],
)
def test_a_file_that_is_no_map_is_told_as_findings_with_places(tmp_path, text, rules):
    file = tmp_path / "m.journey.yaml"
    file.write_bytes(text.encode("latin-1"))
    findings = lint_file(file)
    assert [finding.rule for finding in findings] == rules
    assert all(finding.severity == "error" and finding.line for finding in findings)


def test_a_missing_file_cannot_be_linted(tmp_path):
    with pytest.raises(MapError, match="cannot be read"):
        lint_file(tmp_path / "none.journey.yaml")


def test_maps_of_no_steps_and_of_three_hundred_can_be_linted():
    assert ("no-steps", "map/stages") in broken("wayline: 1\nmap: m")
    steps = "".join(f"      - {{id: s{n}, title: I go, bind: {{event: e{n}}}}}\n" for n in range(300))
    assert ("too-large", "map/stages") in broken(f"wayline: 1\nmap: m\nstages:\n  - id: one\n    steps:\n{steps}")


def test_the_published_page_of_the_rules_is_current():
    """Mend with `python -m tools.file_reference`."""
    assert (ROOT / "docs" / "reference" / "lint.md").read_text(encoding="utf-8") == lint_page()
