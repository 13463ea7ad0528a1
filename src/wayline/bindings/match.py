"""Events matched to the elements of a map: the queries up to `touch_rows`. Described here, run by `paths`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wayline.bindings.conditions import event_codes, residual
from wayline.bindings.log import MICROSECONDS, Stored
from wayline.bindings.sql_text import Plan, one_of, table_of
from wayline.bindings.traits import is_known, trait_queries
from wayline.maps.model import JourneyMap
from wayline.maps.selector import Selector

LEAVE = -1
FIRST_WINDOW = 10_000
FIRST_HANDOFF = 20_000
COLUMNS = "subject, occurred_at, arrival, event, element"


@dataclass(frozen=True, slots=True)
class Bound:
    """One selector of one element. `element`: a step's position in map order, LEAVE, or a window's or handoff's number."""

    number: int
    element: int
    selector: Selector


def bound_selectors(journey: JourneyMap) -> tuple[Bound, ...]:
    """Every selector of the map that makes touches, leaves or contacts, in map order."""
    return tuple(Bound(number, element, selector) for number, (element, selector) in enumerate(_pairs(journey)))


def _pairs(journey: JourneyMap) -> Iterator[tuple[int, Selector]]:
    for position, step in enumerate(journey.steps):
        yield from ((position, selector) for selector in step.bind)
    yield from ((LEAVE, selector) for selector in journey.leaves)
    for position, window in enumerate(journey.windows):
        yield from ((FIRST_WINDOW + position, selector) for selector in window.bind)
    for position, handoff in enumerate(journey.handoffs):
        yield from ((FIRST_HANDOFF + position, selector) for selector in handoff.bind)


def touch_queries(plan: Plan, stored: Stored, journey: JourneyMap) -> None:
    """Add the queries from `walked` (events in scope) to `touch_rows`: subject, occurred_at, arrival, event, element.

    An event that matches several elements has a row for each.
    """
    bounds = bound_selectors(journey)
    trait_columns = _trait_columns(plan, stored, journey, bounds)
    rows = [(code, b.element, b.number) for b in bounds for code in sorted(event_codes(b.selector, stored.names))]
    plan.add("bound", table_of(rows, ("event", "element", "selector")), "event names that selectors let through")
    plan.add(
        "candidates", _candidates(bounds, stored, trait_columns), "events that meet a selector, before nth and within"
    )
    levels = levels_of(journey, bounds)
    for level in range(max(levels.values(), default=0) + 1):
        chosen = [b for b in bounds if levels[b.element] == level]
        plan.add(f"touches_{level}", _touches(chosen, level, journey), f"touches after {level} rounds of within")
    plan.add(
        "touch_rows",
        f"SELECT {COLUMNS} FROM touches_{max(levels.values(), default=0)}",
        "touches, leaves and contacts",
        kept=False,
    )


def _trait_columns(plan: Plan, stored: Stored, journey: JourneyMap, bounds: tuple[Bound, ...]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for trait in dict.fromkeys(name for b in bounds for name in b.selector.segment):
        codes: set[int] = set()
        for b in bounds:
            if trait in b.selector.segment:
                codes |= event_codes(b.selector, stored.names)
        if not is_known(stored, trait):
            columns[trait] = "CAST(NULL AS VARCHAR)"
            continue
        name = f"trait_{len(columns)}"
        plan.add(f"{name}_rows", f"SELECT * FROM walked WHERE {one_of('event', codes)}", kept=False)
        trait_queries(plan, stored, trait, journey.unit, rows=f"{name}_rows", name=name)
        columns[trait] = f"(SELECT any_value(x.level) FROM {name} x WHERE x.arrival = w.arrival)"
    return columns


def _candidates(bounds: tuple[Bound, ...], stored: Stored, trait_columns: dict[str, str]) -> str:
    arms = []
    for b in bounds:
        asks = residual(b.selector, stored.names, trait_columns)
        if asks != "TRUE":
            arms.append(f"WHEN {b.number} THEN {asks}")
    filtered = f"\n  AND CASE b.selector {' '.join(arms)} ELSE TRUE END" if arms else ""
    return (
        "SELECT w.subject, w.occurred_at, w.arrival, w.event, b.element, b.selector\n"
        f"FROM walked w JOIN bound b ON b.event = w.event\nWHERE w.subject IS NOT NULL{filtered}"
    )


def levels_of(journey: JourneyMap, bounds: tuple[Bound, ...]) -> dict[int, int]:
    """Round in which an element's touches are known: one later than those of the steps its `within` looks at."""
    position = {step.id: number for number, step in enumerate(journey.steps)}
    looks_at: dict[int, set[int]] = {b.element: set() for b in bounds}
    for b in bounds:
        if b.selector.within is not None:
            looks_at[b.element].add(position[b.selector.within.of])
    levels: dict[int, int] = {}

    def level(element: int, seen: tuple[int, ...] = ()) -> int:
        if element not in levels:
            others = [other for other in looks_at.get(element, set()) if other not in seen]
            levels[element] = 1 + max((level(o, (*seen, element)) for o in others), default=-1)
        return levels[element]

    for element in looks_at:
        level(element)
    return levels


def _touches(chosen: list[Bound], level: int, journey: JourneyMap) -> str:
    plain = [b.number for b in chosen if b.selector.nth is None and b.selector.within is None]
    parts = [f"SELECT {COLUMNS} FROM touches_{level - 1}"] if level else []
    elements = [b.element for b in chosen if b.number in plain]
    distinct = (
        "DISTINCT " if len(set(elements)) < len(elements) else ""
    )  # an event may meet two selectors of one element
    parts.append(f"SELECT {distinct}{COLUMNS} FROM candidates WHERE {one_of('selector', plain)}")
    parts += [_special(b, level, journey) for b in chosen if b.number not in plain]
    return "\nUNION\n".join(parts)


def _special(bound: Bound, level: int, journey: JourneyMap) -> str:
    rows = f"SELECT c.* FROM candidates c WHERE c.selector = {bound.number}"
    within = bound.selector.within
    if within is not None:
        position = [step.id for step in journey.steps].index(within.of)
        limit = round(within.at_most * MICROSECONDS)
        rows = (
            f"SELECT c.* FROM candidates c JOIN (SELECT subject, min((occurred_at, arrival)) AS first FROM touches_{level - 1} "
            f"WHERE element = {position} GROUP BY subject) f ON f.subject = c.subject\n"
            f"WHERE c.selector = {bound.number} AND (c.occurred_at, c.arrival) > f.first AND c.occurred_at <= f.first[1] + {limit}"
        )
    if bound.selector.nth is None:
        return f"SELECT {COLUMNS} FROM ({rows})"
    return (
        f"SELECT {COLUMNS} FROM ({rows}) QUALIFY row_number() OVER "
        f"(PARTITION BY subject ORDER BY occurred_at, arrival) = {bound.selector.nth}"
    )
