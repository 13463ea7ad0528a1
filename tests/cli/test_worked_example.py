"""Section 6 of the contract, through the command line, to the last count."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from command_line import EVENTS, MAP, ROLES, write

DAY = 86_400
COUNTS = {
    "sign-up": {"reached": (4, 5), "converted": (2, 4), "left": (1, 4), "open": (1, 4), "repeats": (0, 4), "returns": (0, 4),
                "skips": (1, 3), "skipped_for_good": (1, 3), "now": 1, "touches": 4},
    "first-import": {"reached": (3, 5), "converted": (2, 3), "left": (0, 3), "open": (1, 3), "repeats": (1, 3), "returns": (0, 3),
                     "skips": (1, 2), "skipped_for_good": (0, 2), "now": 1, "touches": 4},
    "first-report": {"reached": (2, 5), "repeats": (1, 2), "returns": (1, 2), "now": 0, "touches": 3},
    "start": {"reached": (5, 5), "converted": (2, 5), "left": (1, 5), "open": (2, 5), "now": 2},
    "value": {"reached": (2, 5), "now": 0},
}  # fmt: skip
FLOWS = {
    ("START", "sign-up"): 4, ("START", "first-import"): 1, ("sign-up", "first-import"): 1, ("sign-up", "first-report"): 1,
    ("sign-up", "END"): 2, ("first-import", "first-import"): 1, ("first-import", "first-report"): 2, ("first-import", "END"): 1,
    ("first-report", "first-import"): 1, ("first-report", "END"): 2,
}  # fmt: skip


def counted(number):
    return number["value"] if number.get("method") == "count" else (number["count"], number["n"])


def counts_of(elements):
    return {name: {one: counted(elements[name][one]) for one in wanted} for name, wanted in COUNTS.items()}


def assert_is_the_example(found):
    assert found["subjects"] == 5
    assert found["unassigned"] == 0
    assert counts_of(found["elements"]) == COUNTS
    elements = found["elements"]
    assert elements["sign-up"]["time_to_next"]["value"] == 130_500
    assert elements["sign-up"]["time_to_next"]["survival_median"] == 174_600
    assert elements["sign-up"]["time_to_next"]["n"] == 2
    assert elements["first-import"]["time_to_next"]["value"] == 216_000
    assert elements["first-import"]["time_to_next"]["survival_median"] == 259_200
    assert elements["start"]["time_in_stage"]["value"] == 173_700
    assert elements["start"]["time_in_stage"]["survival_median"] == 345_600
    for name, reason in (("first-report", "last step"), ("value", "last stage")):
        for measure in ("converted", "left", "open"):
            assert elements[name][measure]["refused"] == reason
            assert elements[name][measure]["value"] is None
    assert {(flow["from"], flow["to"]): flow["count"] for flow in found["flows"]} == FLOWS
    ends = {
        flow["from"]: (flow["left"], flow["open"], flow["finished"]) for flow in found["flows"] if flow["to"] == "END"
    }
    assert ends == {"sign-up": (1, 1, 0), "first-import": (0, 1, 0), "first-report": (0, 0, 2)}
    coverage = found["coverage"]
    wanted = {"events": (11, 14), "transitions": (9, 16), "paths": (0, 5), "paths_so_far": (1, 5)}
    assert {name: counted(coverage[name]) for name in wanted} == wanted
    assert coverage["events"]["value"] == 11 / 14


def test_the_example_without_roles_file(wayline, trial):
    """The proposal is sure, and every number is that of the contract."""
    assert_is_the_example(wayline.measured("trial"))


def test_the_example_with_a_roles_file(wayline, workspace):
    write("maps/trial.journey.yaml", MAP)
    write("shop.roles.yaml", ROLES)
    report = wayline.load("data.csv", EVENTS, "--roles", "shop.roles.yaml")
    assert (report["rows"], report["accepted"], report["rejected"], report["identical"]) == (14, 14, 0, 0)
    assert wayline.done("sources", "--json").json["sources"][0]["source"] == "shop"
    assert_is_the_example(wayline.measured("trial"))


def test_the_document_has_the_form_of_section_five(wayline, trial):
    found = wayline.measured("trial")
    assert list(found) >= ["wayline", "map", "as_of", "window", "subjects", "unassigned", "provenance"]
    assert found["wayline"] == 1
    assert found["map"] == "trial"
    assert found["as_of"] == "2026-01-09T12:00:00Z"
    assert found["window"] == {"since": None, "until": None}
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", found["provenance"]["map"])
    assert found["provenance"]["events"] == "version 1"
    number = found["elements"]["sign-up"]["converted"]
    low, high = number.pop("low"), number.pop("high")
    assert number == {
        "value": 0.5, "count": 2, "n": 4, "level": 0.95, "method": "wilson", "unit": "share", "basis": "measured", "missing": 0, "tied": 0,
        "show": "hidden", "refused": None,
    }  # fmt: skip
    assert (low, high) == (pytest.approx(0.15003899), pytest.approx(0.84996101))
    assert {"value", "low", "high", "at_risk"} <= set(found["elements"]["sign-up"]["converted_over_time"]["at"]["7d"])
    assert found["flows"][0] == {"from": "START", "to": "sign-up", "count": 4, "share": 0.8, "median_seconds": None}
    assert set(found["coverage"]["deviations"]) == {"ad_hoc", "repeats", "order_or_missing"}
    assert found["coverage"]["ghosts"] == [{"event": "help", "subjects": 2, "events": 2}]


def test_segments_stand_beside_the_whole(wayline, trial):
    found = wayline.measured("trial", "--segment", "plan")
    assert_is_the_example({name: part for name, part in found.items() if name != "segments"})
    assert {level: part["subjects"] for level, part in found["segments"].items()} == {"pro": 2, "free": 3}
    for part in found["segments"].values():
        assert set(part) == {"subjects", "whole", "elements", "flows", "coverage"}
    assert counted(found["segments"]["free"]["elements"]["sign-up"]["left"]) == (1, 2)


def renamed_and_moved():
    rows = list(csv.DictReader(io.StringIO(EVENTS)))
    lines = ["customer,when,what,plan"]
    for row in rows:
        when = datetime.fromisoformat(row["when"]) + timedelta(days=1)
        lines.append(f"{row['customer'][::-1]}-☂,{when.isoformat()},{row['what'].upper()} (new),{row['plan']}")
    return "\n".join(lines) + "\n"


def shares(plain):
    """Everything that is a number of the measurement, without names of events and times."""
    if isinstance(plain, dict):
        return {key: shares(value) for key, value in plain.items() if key not in ("provenance", "as_of", "event")}
    return [shares(one) for one in plain] if isinstance(plain, list) else plain


def test_renaming_everything_and_moving_time_changes_no_number(wayline, trial, tmp_path):
    before = wayline.measured("trial", "--segment", "plan")
    wayline.done("init", tmp_path / "other")
    os.chdir(tmp_path / "other")
    text = MAP
    for event in ("signup", "import", "report", "cancel"):
        text = text.replace(f"event: {event}}}", f'event: "{event.upper()} (new)"}}')
    write("maps/trial.journey.yaml", text)
    wayline.load("events.csv", renamed_and_moved())
    after = wayline.measured("trial", "--segment", "plan")
    assert after["as_of"] == "2026-01-10T12:00:00Z"
    assert shares(after) == shares(before)


BARE = """
import duckdb, json, sys
for element, measure, sql in json.load(sys.stdin):
    cursor = duckdb.sql(sql)
    rows = cursor.fetchall()
    columns = [c.lower() for c in cursor.columns]
    print(json.dumps([element, measure, columns, len(rows), rows[0][columns.index("count")], rows[0][columns.index("n")]]))
"""


def numbers_of(found):
    numbers = [(element, one) for element, measures in found["elements"].items() for one in measures]
    numbers = [
        pair
        for pair in numbers
        if pair[0] in ("sign-up", "start") or pair[1] in ("touches", "time_to_value", "returns", "converted")
    ]
    numbers += [("whole", one) for one in found["whole"]]
    return numbers + [("coverage", one) for one in ("events", "transitions", "paths", "paths_so_far", "paths_later")]


def assert_bare_duckdb_agrees(wayline, folder, found, numbers, *options):
    statements = [
        [element, one, wayline.done("explain", found["map"], element, one, "--sql", *options).out]
        for element, one in numbers
    ]
    done = subprocess.run(
        [sys.executable, "-c", BARE],
        cwd=folder,
        input=json.dumps(statements),
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [tuple(answer[:2]) for answer in answers] == numbers
    parts = found["elements"] | {"whole": found["whole"], "coverage": found["coverage"]}
    for element, measure, columns, rows, count, n in answers:
        number = parts[element][measure]
        assert (rows, sorted(columns)) == (1, ["count", "n"])
        assert (element, measure, count, n) == (element, measure, number["count"], number["n"])


def test_explained_sql_gives_the_measured_counts_in_bare_duckdb(wayline, trial):
    found = wayline.measured("trial")
    assert_bare_duckdb_agrees(wayline, trial, found, numbers_of(found))


@pytest.mark.parametrize(
    "options",
    [
        ("--segment", "plan", "--as-of", "2026-01-04"),
        ("--since", "2026-01-02", "--until", "2026-01-09", "--where", "{segment: {plan: pro}}"),
        ("--known-at", "2000-01-01"),
    ],
)
def test_explained_sql_answers_the_question_that_was_asked(wayline, trial, options):
    found = wayline.measured("trial", *options)
    numbers = [
        ("sign-up", "reached"),
        ("sign-up", "left"),
        ("start", "open"),
        ("first-import", "time_to_next"),
        ("coverage", "events"),
        ("coverage", "paths_so_far"),
    ]
    assert_bare_duckdb_agrees(wayline, trial, found, numbers, *options)
