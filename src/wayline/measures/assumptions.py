"""What would change our mind: for every assumed card the cheapest test, with how many it needs and how long that takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wayline.estimates.normal import two_sided_z
from wayline.maps.model import Card, JourneyMap, Step
from wayline.paths.facts import PathFacts

DAY = 86_400_000_000
LEAST_DAYS, MOST_DAYS, ENOUGH = 7, 28, 30
SHARE_WITHIN = 0.1  # a share to ± 10 points
FEELING_WITHIN = 0.25  # a feeling on −2 … 2, to ± a quarter
FEELING_SPREAD = 1.0
_SAID = frozenset({"thought", "quote", "need", "expectation", "experience", "pain", "gain", "delight", "goal"})
_DONE = frozenset({"action", "touchpoint", "channel", "milestone"})
Kind = Literal["bind", "ask"]


@dataclass(frozen=True, slots=True)
class CardTest:
    """The cheapest test of one assumed card. `days` at today's traffic, None where nobody comes by or the step is not bound.

    `ask`: a question to those who come to the step, `n` answers for ± `within`. `bind`: events that show it, `n` subjects.
    """

    lane: str
    at: str
    text: str
    kind: Kind
    what: str
    n: int
    within: float
    per_day: float | None
    days: float | None

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def assumed_cards(journey: JourneyMap) -> list[tuple[str, Card]]:
    """(lane kind, card) of every card that somebody assumed and that customers could confirm."""
    kinds = {lane.id: lane.kind for lane in journey.lanes_in_use()}
    testable = _SAID | _DONE | {"emotion"}
    return [
        (kinds[card.lane], card)
        for card in journey.cards
        if card.basis == "assumed" and not card.evidence and kinds[card.lane] in testable
    ]


def card_tests(facts: PathFacts) -> tuple[CardTest, ...]:
    """A test for each assumed card, the quickest first; those that cannot start yet last."""
    traffic = _traffic(facts)
    found = [_test(facts.journey, kind, card, traffic) for kind, card in assumed_cards(facts.journey)]
    return tuple(sorted(found, key=lambda test: (test.days is None, test.days or 0, -test.n)))


def _test(journey: JourneyMap, kind: str, card: Card, traffic: Mapping[str, float]) -> CardTest:
    step = _step(journey, card)
    at = card.step or card.stage
    text = card.text or card.word
    per_day = traffic.get(step.id) if step else None
    if kind in _DONE:
        n, within, what = (
            _share_size(),
            SHARE_WITHIN,
            f"bind the events that show “{text}” at {at}, and count who has them",
        )
    elif kind == "emotion":
        n = math.ceil((two_sided_z(0.95) * FEELING_SPREAD / FEELING_WITHIN) ** 2)
        within, what = FEELING_WITHIN, f"ask at {at}: how did this feel, from very bad to very good?"
    else:
        n, within, what = _share_size(), SHARE_WITHIN, f"ask at {at}: does this hold for you: “{text}”?"
    days = n / per_day if per_day else None
    return CardTest(card.lane, at, text, "bind" if kind in _DONE else "ask", what, n, within, per_day, days)


def _share_size() -> int:
    """How many for a share to ± `SHARE_WITHIN`, at the share that needs most."""
    return math.ceil((two_sided_z(0.95) * 0.5 / SHARE_WITHIN) ** 2)


def _step(journey: JourneyMap, card: Card) -> Step | None:
    """The step where the card's customers can be met: its own, or the first bound one of its stage."""
    if card.step:
        return next((step for step in journey.steps if step.id == card.step), None)
    stage = next((stage for stage in journey.stages if stage.id == card.stage), None)
    return next((step for step in stage.steps if step.bind), None) if stage else None


def _traffic(facts: PathFacts) -> dict[str, float]:
    """Subjects a day that come to each step for the first time, over the time that the last thirty took: one to four weeks.

    Shorter spans follow a growing traffic, longer ones steady a thin one.
    """
    if facts.timeless or facts.scope.as_of is None:
        return {}
    as_of = facts.scope.as_of
    [(first,)] = facts.rows("SELECT min(start_at) FROM subject_facts")
    if not isinstance(first, int) or first >= as_of:
        return {}
    rows = facts.con.execute(
        "SELECT step, list(occurred_at ORDER BY occurred_at DESC) FROM step_firsts WHERE occurred_at >= ? GROUP BY step",
        [as_of - MOST_DAYS * DAY],
    ).fetchall()
    ids = [step.id for step in facts.journey.steps]
    return {ids[step]: _per_day([as_of - time for time in times], as_of - first) for step, times in rows}


def _per_day(ages: Sequence[int], history: int) -> float:
    """From the ages of first touches, the youngest first, in a history of some microseconds."""
    enough = ages[ENOUGH - 1] if len(ages) >= ENOUGH else MOST_DAYS * DAY
    span = min(max(enough, LEAST_DAYS * DAY), history)
    return sum(age <= span for age in ages) / (span / DAY)
