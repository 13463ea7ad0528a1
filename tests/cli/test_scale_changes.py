"""A survey whose scale changed: one file of roles can say so for each part, and what it does not say never becomes a score."""

import pytest

from command_line import write

SURVEY = """wayline: 1
map: s
title: A survey
unit: person
stages: [{id: only, title: Only, steps: [{id: a, title: A, bind: {event: visit}}]}]
voice: [{kind: rating}]
"""
ROLES = """wayline: 1
source: survey
tables:
  - {table: voice, file: "2025*", columns: {person_id: who, occurred_at: at}, questions: {Q: {kind: rating, min: 1, max: 5}}}
  - {table: voice, file: "2026*", columns: {person_id: who, occurred_at: at}, questions: {Q: {kind: rating, min: 1, max: %s%s}}}
"""


def asked(wayline, second, *, top=5, more=""):
    write("maps/s.journey.yaml", SURVEY)
    write("r.yaml", ROLES % (top, more))
    for year, scores in (("2025", [1, 2, 4, 5]), ("2026", second)):
        rows = "".join(f"p{year}{n},{year}-01-0{n + 1}T00:00:00Z,{score}\n" for n, score in enumerate(scores))
        write(f"{year}.csv", f"who,at,Q\n{rows}")
    report = wayline.done("import", "2025.csv", "2026.csv", "--roles", "r.yaml", "--json").json
    return report["files"], wayline.measured("maps/s.journey.yaml")["whole"]["rating"]


def test_a_scale_that_turned_is_turned_back_for_its_own_files(wayline, workspace):
    _, found = asked(wayline, [5, 4, 2, 1], more=", reversed: true")
    assert (found["n"], found["value"]) == (8, 3.0)


def test_a_scale_that_grew_is_refused_with_what_to_do(wayline, workspace):
    _, found = asked(wayline, [1, 7, 7, 6], top=7)
    assert found["value"] is None
    assert found["refused"] == "answers on different scales: 1 to 5, 1 to 7; choose one question in the selector"


@pytest.mark.parametrize("code", [0, 6, 99, -1])
def test_codes_of_a_scale_that_grew_unsaid_are_told_and_no_scores(wayline, workspace, code):
    files, found = asked(wayline, [5, code, code, 1])
    assert (found["n"], found["value"]) == (6, 3.0)
    [told] = [finding for finding in files[1]["findings"] if finding["rule"] == "off-scale"]
    assert (told["count"], told["examples"]) == (2, [str(code)])
