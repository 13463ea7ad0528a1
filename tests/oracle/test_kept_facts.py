"""Facts of a log that grew, by what was kept and by SQL over everything: the same, whatever came and in whatever order."""

import os
from random import Random

import engine
import pyarrow as pa
import pytest
from fact_tables import TABLES, rows
from worlds import BEGIN, DAY, any_world

from wayline.errors import InputError, NotFoundError
from wayline.events.log import EventLog
from wayline.events.stage import EVENTS
from wayline.paths.facts import Question
from wayline.paths.fold import kept
from wayline.paths.fold.compiled import Entered
from wayline.paths.ready import is_ready
from wayline.workspace.measuring import opened

pytest.importorskip("numba")
# without kernels they run as plain Python: nobody waits for the compiler, and the numbers are the same
Entered.is_plain = not is_ready()

# WAYLINE_GROWN=500 runs more than the few that every test run has time for, from WAYLINE_FIRST_GROWN on
GROWN = int(os.environ.get("WAYLINE_GROWN", "10"))
FIRST = int(os.environ.get("WAYLINE_FIRST_GROWN", "0"))
ORDERS = ("arrival", "arrival", "arrival", "strict", "reversed")


@pytest.mark.parametrize("seed", range(FIRST, FIRST + GROWN))
def test_a_log_that_grew_has_the_facts_of_one_that_is_read_at_once(seed, tmp_path, monkeypatch):
    draw = Random(seed)  # noqa: S311 - a repeatable draw, no secret
    monkeypatch.setattr(kept, "MOST_CHANGED", draw.choice([0, 5]))
    monkeypatch.setattr(kept, "ANEW", draw.choice([1, 50]))
    world = any_world(seed)
    other_map = any_world(seed + 1_000_000).journey
    log = EventLog.open(tmp_path / "log")
    journey = world.journey
    for number, change in enumerate(growth(draw, world)):
        change(log, number)
        if draw.random() < 0.15:
            journey = other_map if journey is world.journey else world.journey
        question = asked(draw, world)
        assert facts(log, journey, question, "fold", monkeypatch) == facts(log, journey, question, "sql", monkeypatch)


def facts(log, journey, question, name, monkeypatch):
    monkeypatch.setenv("WAYLINE_ENGINE", name)
    monkeypatch.setenv("WAYLINE_KEEP", "1")
    with opened(journey, log.snapshot()) as at:
        try:
            found = at.facts(question)
        except (NotFoundError, InputError) as error:
            return str(error)
        return {"unassigned": found.unassigned} | {table: rows(found, table) for table in TABLES}


def asked(draw, world):
    options = {name: value for name, value in world.options.items() if name != "known_at" and draw.random() < 0.5}
    return Question(**{**options, "segment": options.get("segment") or "", "order": draw.choice(ORDERS)})


def growth(draw, world):
    """Loads and other changes of the log, in turn."""
    events = sorted(world.events, key=lambda event: event["occurred_at"])
    for place, event in enumerate(events):
        event["event_id"] = f"e{place}"
    late = draw.choice([0, 0, 0.1, 1])
    if late == 1:
        draw.shuffle(events)
    held = [event for event in events if draw.random() < late] if late < 1 else []
    on_time = [event for event in events if event not in held]
    cuts = sorted(draw.sample(range(len(on_time) + 1), min(len(on_time) + 1, draw.choice([1, 2, 4]))))
    pieces = [on_time[low:high] for low, high in zip([0, *cuts], [*cuts, len(on_time)], strict=True)]
    changes = [loading(piece, world) for piece in pieces if piece]
    others = [loading(held, world)] if held else []
    others += [people(world)] if world.traits or world.members or world.aliases else []
    if draw.random() < 0.3:
        others.append(joining(draw))
    if draw.random() < 0.3 and events:
        others.append(loading([corrected(draw, event) for event in draw.sample(events, min(2, len(events)))], world))
    if draw.random() < 0.2:
        others.append(erasing(draw))
    if draw.random() < 0.15 and events:
        others.append(removing(draw.choice(events)["source"]))
    for other in others:
        changes.insert(draw.randrange(len(changes) + 1), other)
    return changes


def loading(events, world):
    def change(log, number):
        for source in sorted({event["source"] for event in events}):
            rows_ = [
                {**engine._stage_row(place + 1, f"{number}-{source}", event), "event_id": event["event_id"]}
                for place, event in enumerate(event for event in events if event["source"] == source)
            ]
            chunk = engine.Rows({"events": pa.Table.from_pylist(rows_, schema=EVENTS)})
            incoming = engine._incoming(source, "events", f"{number}-{source}", chunk, world.sources[source])
            log.load([incoming], received_at=number)

    return change


def corrected(draw, event):
    names = ("a", "b", "c", "f.x", "help", "cancel")
    return {**event, "event": draw.choice(names), "occurred_at": event["occurred_at"] + draw.choice([0, 0, -DAY, DAY])}


def people(world):
    return lambda log, number: log.load(
        engine._people(world.traits, world.members, world.aliases), received_at=BEGIN + number
    )


def joining(draw):
    one, other = draw.sample(range(12), 2)
    aliases = {f"p{one}": f"p{other}"}

    def change(log, number):
        (incoming,) = engine._people((), (), aliases)
        log.load([engine._incoming("ids", "people", f"ids-{number}", incoming.chunks[0], {})], received_at=number)

    return change


def erasing(draw):
    def change(log, _):
        try:
            log.erase(f"p{draw.randrange(12)}")
        except NotFoundError:
            return

    return change


def removing(source):
    def change(log, _):
        try:
            log.remove_source(source)
        except NotFoundError:
            return

    return change
