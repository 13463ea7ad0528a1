"""Small logs through the whole product: rows in a CSV file, loaded into a workspace, measured."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import wayline

BEGIN = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z in microseconds
SECOND = 1_000_000
DAY = 86_400 * SECOND

ROLES = """wayline: 1
table: events
columns: {person_id: person, occurred_at: {column: at, unit: us}, event: event}
traits: [level]
"""

MAP = """wayline: 1
map: small
title: Small
unit: person
leaves: [{event: cancel}]
stages:
  - id: first
    title: First
    steps:
      - {id: sign-up, title: Sign up, bind: {event: signup}}
      - {id: load, title: Load, bind: {event: load}, times: [{to: report}]}
    windows: [{id: call, title: A call, after: sign-up, opens: 1d, closes: 5d, bind: {event: call}}]
    handoffs: [{id: greet, title: A greeting, from: sales, to: care, after: load, within: 3d, bind: {event: greet}}]
  - id: second
    title: Second
    steps:
      - {id: report, title: Report, milestone: {}, bind: {event: report}}
      - {id: recommend, title: Recommend, bind: {event: share}}
"""

EVENTS = ("signup", "load", "report", "share", "call", "greet", "cancel", "help")


@dataclass(frozen=True)
class Row:
    """One event; `at` in microseconds since the epoch."""

    person: str
    at: int
    event: str
    level: str = ""


def draw_of(seed: int) -> Random:
    """The same draws for the same seed."""
    return Random(seed)  # noqa: S311 - a repeatable draw, no secret


def random_rows(seed: int, people: int = 30) -> list[Row]:
    """A log of whole seconds in which no two events have the same time."""
    draw = draw_of(seed)
    times = draw.sample(range(40 * 86_400), people * 7)
    rows = []
    for number in range(people):
        level = draw.choice(("pro", "free", ""))
        for _ in range(draw.randint(1, 7)):
            event = draw.choices(EVENTS, (6, 5, 4, 3, 1, 1, 1, 2))[0]
            rows.append(Row(f"p{number}", BEGIN + times.pop() * SECOND, event, level))
    return rows


def shifted(rows: list[Row], by: int) -> list[Row]:
    """The same rows at other times, `by` microseconds later."""
    return [replace(row, at=row.at + by) for row in rows]


def stored(folder: Path, *files: list[Row], journey: str = MAP) -> wayline.Workspace:
    """A new workspace with the map, and each list of rows loaded as a file of one source, one after the other."""
    workspace = wayline.init(folder)
    (folder / "maps" / "small.journey.yaml").write_text(journey, encoding="utf-8")
    roles = folder / "roles" / "log.roles.yaml"
    roles.write_text(ROLES, encoding="utf-8")
    for number, rows in enumerate(files):
        path = folder / f"log-{number}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            written = csv.writer(file)
            written.writerow(("person", "at", "event", "level"))
            written.writerows((row.person, row.at, row.event, row.level) for row in rows)
        wayline.import_files(workspace, [path], roles=roles, source="log")
    return workspace


def measured(workspace: wayline.Workspace, **asked: str) -> dict[str, Any]:
    """The measurement as plain data, without where it comes from."""
    found = wayline.measure(workspace, "small", wayline.Asked(**asked)).plain()
    del found["provenance"]
    return found
