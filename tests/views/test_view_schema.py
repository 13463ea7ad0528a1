"""The schema in the reference is the one the code has, and every view keeps it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from study_term import measurement, study_term, working_parent
from wayline.maps.model import JourneyMap
from wayline.views.map_view import map_view
from wayline.views.schema import (
    map_view_schema,
    paired_grid_schema,
    stale_schema,
    waiting_schema,
    watch_schema,
    watched_map_schema,
)

PRINTED = Path(__file__).parents[2] / "docs" / "reference"
SCHEMAS = {
    "map-view.schema.json": map_view_schema,
    "paired-grid.schema.json": paired_grid_schema,
    "stale.schema.json": stale_schema,
    "waiting.schema.json": waiting_schema,
    "watch.schema.json": watch_schema,
    "watched-map.schema.json": watched_map_schema,
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_printed_schema_is_current(name):
    assert json.loads((PRINTED / name).read_text("utf-8")) == SCHEMAS[name]()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name):
    Draft202012Validator.check_schema(SCHEMAS[name]())


@pytest.mark.parametrize(
    "view",
    [
        map_view(study_term(), measurement(), persona=working_parent(), changes=["Something moved."]),
        map_view(study_term(), None),
        map_view(JourneyMap("empty"), {"subjects": 0}),
    ],
    ids=["measured", "drawn", "empty"],
)
def test_views_keep_the_schema(view):
    assert [error.message for error in Draft202012Validator(map_view_schema()).iter_errors(view)] == []
