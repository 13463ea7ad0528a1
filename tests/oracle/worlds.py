"""Small random worlds: a log, a map and a question, to be measured twice. The same seed gives the same world."""

import json
from dataclasses import dataclass, field
from random import Random

from contract_oracle import measure
from hypothesis import strategies as st

from wayline.maps.model import Connection, Datum, Handoff, JourneyMap, Milestone, Stage, Step, Window
from wayline.maps.selector import Column, Condition, Selector, Within

BEGIN = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
NAMES = ("a", "b", "c", "f.x", "f.y")
STRAY = ("help", "visit")
LEAVES = ("cancel", "close")
TRAIT_VALUES = ("pro", "free", "")


@dataclass
class Load:
    """One file as it was loaded: its rows are events in the order of arrival."""

    source: str
    clock: str
    traits: tuple
    received_at: int
    events: list = field(default_factory=list)

    def stage_rows(self):
        """The rows in the columns of the stage table `events`, for `pa.Table.from_pylist(rows, schema=EVENTS)`."""
        plain = ("occurred_at", "person_id", "account_id", "session_id", "object_type", "object_id", "event", "channel")
        return [
            {
                "row": place + 1,
                "k_in_row": 0,
                **{name: event.get(name) for name in (*plain, "direction")},
                "referrer": None,
                "campaign": None,
                "currency": None,
                "amount": None,
                "event_id": None,
                "row_hash": f"{self.source}-{self.received_at}-{place}",
                "source_zone": "UTC",
                "properties": json.dumps(event["properties"]),
                "received_at": self.received_at,
            }
            for place, event in enumerate(self.events)
        ]


@dataclass
class World:
    """All that `measure` needs. `options` are its keywords since, until, as_of, known_at, where and segment."""

    seed: int
    loads: list
    journey: JourneyMap
    traits: list
    members: list
    aliases: dict
    options: dict

    @property
    def events(self):
        return [event for load in self.loads for event in load.events]

    @property
    def sources(self):
        """{name: clock and declared traits} of each source."""
        return {load.source: {"clock": load.clock, "traits": load.traits} for load in self.loads}

    def expected(self):
        """The measurement by the oracle."""
        return measure(
            self.events,
            self.journey,
            sources=self.sources,
            traits=self.traits,
            members=self.members,
            aliases=self.aliases,
            **self.options,
        )


def worlds():
    """A hypothesis strategy of worlds."""
    return st.builds(world, st.integers(0, 2**32 - 1))


def world(seed):
    """The world of a seed; one with more equal times than the oracle can reorder is drawn anew."""
    draw = Random(seed)  # noqa: S311 - a repeatable draw, no secret
    while True:
        made = _world(draw, seed)
        try:
            made.expected()
        except ValueError as error:
            if "too many equal times" not in str(error):
                raise
        else:
            return made


def any_world(seed):
    """The world of a seed, though the oracle may not be able to measure it."""
    return _world(Random(seed), seed)  # noqa: S311 - a repeatable draw, no secret


def _world(draw, seed):
    unit = draw.choice(["person"] * 5 + ["account", "account", "object:order", "session", "session"])
    clock = "position" if unit == "person" and draw.random() < 0.08 else "time"
    loads = _loads(draw, unit, clock)
    journey = _journey(draw, unit, [load.source for load in loads])
    persons = [f"p{number}" for number in range(12)]
    traits = _traits(draw, persons) if draw.random() < 0.3 else []
    members = _members(draw, persons) if unit == "account" else []
    aliases = {"p11": "p0", "p10": "p1"} if draw.random() < 0.2 else {}
    options = _options(draw, [event for load in loads for event in load.events])
    return World(seed, loads, journey, traits, members, aliases, options)


# ---- the log


@dataclass(frozen=True)
class _Scene:
    draw: Random
    unit: str
    clock: str
    step: int


def _loads(draw, unit, clock):
    names = (
        ["shop"] if clock == "position" else draw.choice([["shop"], ["shop"], ["shop", "crm"], ["shop", "crm", "app"]])
    )
    loads = []
    for number in range(len(names) + (draw.random() < 0.3)):
        source = names[number] if number < len(names) else names[0]
        # every load of a source declares the same traits, as one roles file would
        traits = ("plan",) if source == "shop" else ()
        loads.append(Load(source, clock, traits, BEGIN + 400 * DAY + number * DAY))
    step = (
        draw.choice([20 * MINUTE, 30 * MINUTE])
        if unit == "session"
        else draw.choice([60 * MINUTE, DAY // 2, DAY, 5 * DAY])
    )
    scene = _Scene(draw, unit, clock, step)
    for number in range(draw.choice([0, 1, 3, 6, 12, 12, 20])):
        _path(scene, loads, f"p{number % 12}")
    for load in loads:
        if draw.random() < 0.5:
            draw.shuffle(load.events)
    for arrival, event in enumerate(event for load in loads for event in load.events):
        event["arrival"] = arrival
    return loads


def _path(scene, loads, person):
    draw, step = scene.draw, scene.step
    time = BEGIN + draw.randrange(6) * step
    order = f"o{draw.randrange(15)}"
    for place in range(draw.choice([1, 2, 3, 4, 5, 7])):
        if draw.random() < 0.8:
            time += draw.choice([1, 1, 2, 3, 4, 9]) * step
        if scene.clock == "position":
            time = (place + (draw.random() < 0.9)) * 1_000_000
        load = draw.choice(loads)
        event = _event(scene, load, time, person, order)
        load.events.append(event)
        if draw.random() < 0.05:
            load.events.append(dict(event))


def _event(scene, load, time, person, order):
    draw, unit = scene.draw, scene.unit
    properties = {
        "plan": draw.choice(TRAIT_VALUES),
        "size": str(draw.randrange(6)),
        "limit": str(draw.randrange(6)),
        "goals": draw.choice(["known", ""]),
    }
    return {
        "occurred_at": time,
        "person_id": None if draw.random() < 0.08 else person,
        "account_id": f"k{draw.randrange(4)}" if unit == "account" and draw.random() < 0.4 else None,
        "object_type": draw.choice(["order", "order", "ticket"]) if unit.startswith("object") else None,
        "object_id": order if unit.startswith("object") and draw.random() < 0.9 else None,
        "session_id": f"s{person}{draw.randrange(3)}" if unit == "session" and draw.random() < 0.3 else None,
        "event": draw.choice(NAMES * 2 + STRAY + LEAVES),
        "channel": draw.choice([None, "web", "phone"]),
        "direction": draw.choice([None, "inbound", "outbound"]),
        "source": load.source,
        "properties": {name: value for name, value in properties.items() if value != ""},
        "received_at": load.received_at,
    }


def _traits(draw, persons):
    """Rows of a table of people; `tier` is dated for some, and always holds for others."""
    rows = []
    for person in persons:
        for place in range(draw.choice([0, 1, 1, 2])):
            start = None if place == 0 else BEGIN + draw.randrange(20) * DAY + 17
            rows.append({
                "kind": "person", "id": person, "trait": "tier", "value": draw.choice(["gold", "iron"]),
                "valid_from": start, "received_at": BEGIN + 390 * DAY,
            })  # fmt: skip
    return rows


def _members(draw, persons):
    rows = []
    for person in persons:
        for place in range(draw.choice([0, 1, 1, 2])):
            start = None if place == 0 else BEGIN + draw.randrange(20) * DAY + 17
            rows.append({
                "person_id": person, "account_id": f"k{draw.randrange(4)}", "valid_from": start,
                "received_at": BEGIN + 390 * DAY,
            })  # fmt: skip
    return rows


# ---- the map


def _journey(draw, unit, sources):
    stages, ids = [], []
    for number in range(draw.choice([1, 2, 2, 3])):
        steps = []
        for _ in range(draw.choice([1, 1, 2, 3])):
            steps.append(_step(draw, f"step-{len(ids)}", ids, sources))
            ids.append(steps[-1].id)
        stages.append(Stage(id=f"stage-{number}", steps=tuple(steps), target=draw.choice(["", "3d"])))
    stages[0] = _with_contacts(draw, stages[0], ids)
    leaves = tuple(Selector(event=(name,)) for name in LEAVES[: draw.choice([0, 1, 2])])
    return JourneyMap(id="random", unit=unit, leaves=leaves, stages=tuple(stages), connections=_connections(draw, ids))


def _step(draw, step_id, earlier, sources):
    bind = (
        ()
        if draw.random() < 0.06
        else tuple(_selector(draw, earlier, sources) for _ in range(draw.choice([1, 1, 1, 2])))
    )
    return Step(
        id=step_id,
        bind=bind,
        milestone=Milestone() if draw.random() < 0.3 else None,
        times=(draw.choice(earlier),) if earlier and draw.random() < 0.2 else (),
        target=draw.choice(["", "", "48h", "12d"]),
    )


def _selector(draw, earlier, sources):
    event = draw.choice([(draw.choice(NAMES),)] * 4 + [("f.*",), (draw.choice(NAMES), draw.choice(NAMES))])
    choice = draw.random()
    if choice < 0.55:
        return Selector(event=event)
    if choice < 0.62:
        return Selector(event=event, nth=draw.choice([1, 2]))
    if choice < 0.70 and earlier:
        return Selector(event=event, within=Within(draw.choice(earlier), draw.choice([0, 3600, 86400, 10 * 86400])))
    if choice < 0.80:
        return Selector(event=event, where=_where(draw))
    if choice < 0.86:
        return Selector(event=event, segment={draw.choice(["plan", "tier"]): Condition(any_of=("pro", "gold"))})
    if choice < 0.92:
        return Selector(event=event, channel=("web",), direction=draw.choice([(), ("in*",)]))
    return Selector(event=event, source=(draw.choice(sources),), nth=draw.choice([None, 1]))


def _where(draw):
    return draw.choice([
        {"plan": Condition(any_of=("pro",))},
        {"plan": Condition(matches="fr*")},
        {"plan": Condition(absent=True)},
        {"size": Condition(bounds=(("gte", 2), ("lt", 5)))},
        {"size": Condition(bounds=(("gt", Column("limit")),))},
        {"size": Condition(any_of=(1, 3))},
        {"plan": Condition(any_of=("pro", "free")), "size": Condition(bounds=(("lte", 3),))},
    ])  # fmt: skip


def _with_contacts(draw, stage, ids):
    windows, handoffs = (), ()
    if draw.random() < 0.4:
        bind = (Selector(event=(draw.choice([*NAMES, "help"]),)),) if draw.random() < 0.9 else ()
        opens, closes = draw.choice([("0d", "2d"), ("1d", "3d"), ("12h", "12h"), ("5d", "20d")])
        windows = (Window(id="call", after=draw.choice(ids), opens=opens, closes=closes, bind=bind),)
    if draw.random() < 0.4:
        bind = (Selector(event=(draw.choice([*NAMES, "visit"]),)),) if draw.random() < 0.9 else ()
        data = (Datum("goals", "goals"),) if draw.random() < 0.5 else ()
        within = draw.choice(["", "1d", "4d", "0d"])
        handoffs = (Handoff("pass-on", "sales", "care", after=draw.choice(ids), within=within, bind=bind, data=data),)
    return Stage(id=stage.id, steps=stage.steps, target=stage.target, windows=windows, handoffs=handoffs)


def _connections(draw, ids):
    if draw.random() < 0.6:
        return None
    return tuple(
        Connection(origin, target)
        for origin in ids
        for target in ids
        if draw.random() < (0.1 if origin == target else 0.35)
    )


# ---- the question


def _options(draw, events):
    times = sorted({event["occurred_at"] for event in events}) or [BEGIN]
    options = {}
    if draw.random() < 0.2:
        options["since"] = draw.choice(times)
    if draw.random() < 0.2:
        options["until"] = draw.choice(times)
    if draw.random() < 0.3:
        options["as_of"] = draw.choice(times) + draw.choice([0, 0, -1_000_000, 3 * DAY])
    if draw.random() < 0.1:
        options["known_at"] = draw.choice([event["received_at"] for event in events] or [BEGIN])
    if draw.random() < 0.15:
        options["where"] = draw.choice([
            Selector(event=(draw.choice(NAMES),)), Selector(where=_where(draw)), Selector(channel=("web",)),
        ])  # fmt: skip
    if draw.random() < 0.3:
        options["segment"] = draw.choice(["plan", "tier"])
    return options
