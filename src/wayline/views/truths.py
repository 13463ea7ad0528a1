"""Moments of truth in words: the verb follows the rung, and no word says more than its rung allows."""

from __future__ import annotations

from collections.abc import Sequence

from wayline.estimates.difference import Difference
from wayline.maps.duration import spoken
from wayline.measures.friction.contacts import RepeatContact
from wayline.measures.friction.loops import Loop
from wayline.measures.moments.balance import Balance
from wayline.measures.moments.grid import Milestone
from wayline.measures.moments.ladder import HIGHEST, Moment
from wayline.measures.moments.necessity import Use
from wayline.measures.moments.value import TimeToValue
from wayline.views import words


def named(milestone: Milestone) -> str:
    """`import`, `import 3 times within 7 days`."""
    times = "" if milestone.at_least == 1 else f" {milestone.at_least} times"
    return f"{milestone.what}{times} within {spoken(milestone.within_days * 86_400)}"


def span(difference: Difference) -> str:
    """`[5, 17]` in points; empty where there is no interval."""
    if difference.low is None or difference.high is None:
        return ""
    return f"[{words.points(difference.low)}, {words.points(difference.high)}]"


def sentence(moment: Moment, many: str) -> str:
    """`import 3 times within 7 days predicts more success: held-out people 48 % against 37 %, …`; nothing causal below rung 4."""
    half = moment.held_out
    (good, n), (rest, m) = half.reached, half.others
    verb = moment.verb.replace("goes with", f"goes with {moment.sign} success", 1)
    verb = f"{verb} {moment.sign} success" if moment.rung == HIGHEST else verb
    told = f"{named(moment.milestone)} {verb}"
    if not n or not m:
        return told
    told += f": of held-out {many} {words.percent(good / n)} against {words.percent(rest / m)} of others"
    if half.held_difference is not None:
        told += f"; among equally active ones {words.points(half.held_difference.value)} points {span(half.held_difference)}"
    return told


def removable_line(removable: Sequence[Use], smallest: float) -> str:
    """What makes no visible difference to this outcome; whether it is needed for anything else is not known."""
    names = ", ".join(use.what for use in removable)
    return (
        f"not needed for this outcome: {names} (with and without, success differs by less than {smallest * 100:g} points, "
        "the whole interval; other uses were not looked at)"
    )


def value_lines(values: Sequence[TimeToValue], many: str) -> list[str]:
    """Median time to each milestone of the map, with those still waiting."""
    return ["", "time to value", *(f"  {_value(one, many)}" for one in values)] if values else []


def _value(one: TimeToValue, many: str) -> str:
    waiting = f"{words.percent(one.waiting.value or 0.0)} of {one.n:,} {many} still wait"
    if one.median is None:
        return f"{one.step}: fewer than half have come; {waiting}"
    low, high = (spoken(limit) if limit is not None else "?" for limit in (one.low, one.high))
    return f"{one.step}: half within {spoken(one.median)} [{low}, {high}]; {waiting}"


def balance_lines(balance: Balance, many: str) -> list[str]:
    """Success by balance, and what at least one bad experience goes with."""
    told = ", ".join(
        f"{name} {words.percent(estimate.value)} of {estimate.n:,}"
        for name, estimate in balance.groups
        if estimate.value is not None and estimate.show != "hidden"
    )
    lines = [f"good against bad experiences ({balance.experiences.basis}): success of those with {told}"]
    if balance.exposed.value is not None:
        lines.append(f"  at least one bad: {words.percent(balance.exposed.value)} of {balance.exposed.n:,} {many}")
    if balance.one_bad is not None:
        moment = balance.one_bad
        difference = moment.held_out.held_difference if moment.rung > 1 else moment.held_out.difference
        if difference is not None:
            said = moment.verb if moment.rung else "no visible effect"
            lines.append(f"  {said}: {words.points(difference.value)} points {span(difference)} among held-out {many}")
    return lines


def loop_lines(loops: Sequence[Loop]) -> list[str]:
    """Candidates that are one loop under several names."""
    return [f"one loop, not {len(loop.candidates)}: {', '.join(loop.candidates)} ({loop.reading})" for loop in loops]


def contact_line(found: Sequence[RepeatContact], many: str) -> str:
    """Repeat contact in every window at once, for there is no one right window."""
    told = [
        f"{words.percent(one.again.value)} of {one.again.n:,} within {one.within_days} days"
        for one in found
        if one.again.value is not None and one.again.show != "hidden"
    ]
    return f"in touch again after a first contact: {', '.join(told) or f'too few {many}'}"
