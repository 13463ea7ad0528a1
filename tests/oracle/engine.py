"""The product's own way from a world to a measurement: the event log on disk, SQL on DuckDB, estimates."""

import pyarrow as pa

from wayline.events.log import EventLog
from wayline.events.stage import ALIASES, EVENTS, MEMBERS, REJECTED, TRAITS
from wayline.events.staging import Incoming
from wayline.measures.measurement import measurement
from wayline.paths.facts import Question
from wayline.workspace.measuring import opened


class Rows:
    """A chunk of ready stage rows."""

    def __init__(self, tables):
        self.rows = max(table.num_rows for table in tables.values())
        self.tables = tables
        self.rejected = REJECTED.empty_table()
        self.findings = ()


def store(world, folder):
    """Write a world into an event log."""
    log = EventLog.open(folder)
    people = {}
    if world.traits:
        people["traits"] = pa.Table.from_pylist(
            [
                {
                    "row": n,
                    "kind": t["kind"],
                    "id": t["id"],
                    "object_type": None,
                    "trait": t["trait"],
                    "value": t["value"],
                    "valid_from": t["valid_from"],
                }
                for n, t in enumerate(world.traits)
            ],
            schema=TRAITS,
        )
    if world.members:
        people["members"] = pa.Table.from_pylist(
            [
                {"row": n, "person_id": m["person_id"], "account_id": m["account_id"], "valid_from": m["valid_from"]}
                for n, m in enumerate(world.members)
            ],
            schema=MEMBERS,
        )
    if world.aliases:
        people["aliases"] = pa.Table.from_pylist(
            [
                {"row": n, "person_id": canonical, "other_id": other}
                for n, (other, canonical) in enumerate(world.aliases.items())
            ],
            schema=ALIASES,
        )
    for number, load in enumerate(world.loads):
        rows = load.stage_rows()
        if rows:
            table = pa.Table.from_pylist(rows, schema=EVENTS)
            log.load(
                [
                    Incoming(
                        load.source,
                        "events",
                        f"{number}.csv",
                        str(number),
                        load.clock,
                        "UTC",
                        load.traits,
                        "",
                        [Rows({"events": table})],
                    )
                ],
                received_at=load.received_at,
            )
    if people:
        log.load(
            [Incoming("people", "people", "people.csv", "people", "time", "UTC", (), "", [Rows(people)])], received_at=0
        )
    return log


def measured(world, folder):
    """The measurement of a world by the product, as plain data."""
    options = world.options
    with opened(world.journey, store(world, folder).snapshot(), options.get("known_at")) as at:
        question = Question(
            since=options.get("since"),
            until=options.get("until"),
            as_of=options.get("as_of"),
            where=options.get("where"),
            segment=options.get("segment") or "",
        )
        return measurement(at.facts(question), {}).plain()
