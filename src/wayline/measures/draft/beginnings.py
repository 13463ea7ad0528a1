"""Where paths may begin: at the first step, or at several that one more step before them gathers."""

from __future__ import annotations

from dataclasses import replace

from wayline.measures.draft.plan import WORTH, Plan, Told, explains
from wayline.measures.draft.walk import share


def with_beginnings(log: Told, found: Plan) -> Plan:
    """The plan with the steps at which it pays to let paths begin, the first of them in any case.

    A map has one beginning. A step before the others that is bound to the first touch of any of several is one: it costs a
    step and a connection to each of these. Each must be worth its line, and all together the step.
    """
    further = [step for step in range(1, log.steps) if _gain(log, found, (0, step)) >= WORTH]
    begins = (0, *further)
    if not further or _gain(log, found, begins) < WORTH * (len(begins) + 1):
        return found
    return replace(found, begins=begins, is_line=False)


def _gain(log: Told, found: Plan, begins: tuple[int, ...]) -> float:
    """What these beginnings add to the shares of paths so far and of transitions."""
    one, several = explains(log, found), explains(log, replace(found, begins=begins))
    return share(several.so_far - one.so_far, one.on_map) + share(several.planned - one.planned, one.transitions)
