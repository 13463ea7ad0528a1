"""JSON Schema of the map, persona and plan files, for editors and other tools. Made from the description that the readers use."""

from __future__ import annotations

import json

from wayline.files.journey_shape import JOURNEY
from wayline.files.persona import PERSONA
from wayline.files.plan import PLAN
from wayline.files.shape import Record, Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def journey_schema() -> Schema:
    """The schema of `NAME.journey.yaml`. What it cannot say (ids, references, circles) `wayline lint` says."""
    return _schema(JOURNEY, "Wayline journey map", "NAME.journey.yaml")


def persona_schema() -> Schema:
    """The schema of `NAME.persona.yaml`."""
    return _schema(PERSONA, "Wayline persona", "NAME.persona.yaml")


def plan_schema() -> Schema:
    """The schema of `NAME.plan.yaml`. Whether a plan is what was locked `wayline plan --check` says."""
    return _schema(PLAN, "Wayline plan of an experiment", "NAME.plan.yaml")


def schema_text(schema: Schema) -> str:
    """A schema as it is published."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(record: Record, title: str, file: str) -> Schema:
    defs: dict[str, Schema] = {}
    top = record.schema(defs)
    return {"$schema": DIALECT, "title": title, "description": f"One {file} file, version 1.", **top, "$defs": defs}
