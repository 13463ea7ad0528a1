"""What `explain` prints for the demo map, run in bare DuckDB from the workspace's folder, equals what was measured."""

import json
import os
import subprocess
import sys

import pytest

import wayline
from wayline.measures.explain import define

# WAYLINE_EXPLAIN_ALL=1 asks every measure of every element instead of a share of them
EVERY = 1 if os.environ.get("WAYLINE_EXPLAIN_ALL") else 9

RUN = """
import duckdb, json, sys
for line in sys.stdin:
    with duckdb.connect() as con:
        print(json.dumps(con.execute(json.loads(line)).fetchall()), flush=True)
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    wayline.demo(folder)
    return wayline.open_workspace(folder)


def test_explained_counts_equal_measured_ones(workspace):
    found = wayline.measure(workspace, "first-term").plain()
    asked = [(element, name) for element, names in define(workspace.map("first-term")).items() for name in names][
        ::EVERY
    ]
    statements = [wayline.explain(workspace, "first-term", element, name).sql for element, name in asked]
    answered = subprocess.run(
        [sys.executable, "-c", RUN],
        input="\n".join(json.dumps(sql) for sql in statements),
        cwd=workspace.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in answered.stdout.splitlines()]
    differences = {
        place: (row, measured(found, *place))
        for place, row in zip(asked, rows, strict=True)
        if row != [list(measured(found, *place))]
    }
    assert differences == {}
    assert len(asked) >= (180 if EVERY == 1 else 20)


def measured(found, element, name):
    if element == "whole":
        number = found["whole"][name]
    elif element == "coverage":
        number = found["coverage"].get(name) or found["coverage"]["deviations"][name]
    else:
        measure, _, target = name.partition(":")
        number = found["elements"][element][measure]
        if measure == "time_to":
            number = number[target] if target else next(iter(number.values()))
    return (number["count"], number["n"])
