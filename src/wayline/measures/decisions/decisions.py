"""Points of no return of a map: rules with what they were worth on later paths, and who has passed one by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from wayline.errors import InputError
from wayline.measures.decisions.closures import steps_in_disguise
from wayline.measures.decisions.question import RulesQuestion, asked_steps, refuse_rules
from wayline.measures.decisions.rules import (
    FEWEST,
    MICRO,
    Calls,
    Decided,
    Judgement,
    Rule,
    Side,
    called,
    judgement,
    learned,
    ruled,
)
from wayline.measures.decisions.split import Split, split
from wayline.measures.decisions.states import UNSTOPPED, Entries, entries
from wayline.measures.decisions.walks import NO_END, Bools, Walks, walks
from wayline.measures.friction.question import Numbers
from wayline.measures.written_time import written_time
from wayline.paths.facts import PathFacts

NO_TIMES = "the sources of this map have an order but no times: idle time cannot be counted"
SIDES: tuple[Side, ...] = ("lost", "success")


@dataclass(frozen=True, slots=True)
class Standing:
    """A path that is still under way and has passed its point of no return: by which rule (its place in the list), since when (µs).

    `idle_seconds`: since its last touch. `moved`: it has gone on since.
    """

    subject: int
    rule: int
    since: int
    idle_seconds: float
    moved: bool


@dataclass(frozen=True, slots=True)
class Decisions:
    """The rules of one threshold. `rules` in the order of their calls; `now` only of rules for lost that later paths did not break.

    `split`: who taught and who judged. `sides`: all calls for lost, and for success. `states`, `often`: states in the learning
    part, and those that 30 paths pass. `rejected`: steps that are the outcome in disguise. `refused`: why there is no rule.
    """

    threshold: float
    split: Split
    states: int
    often: int
    decided: Decided | None
    sides: dict[Side, Judgement]
    rules: tuple[Rule, ...]
    now: tuple[Standing, ...]
    now_refused: str | None
    rejected: dict[str, str]
    refused: str | None
    notes: tuple[str, ...]
    calls: Calls | None = None

    @property
    def learned(self) -> int:
        return int(self.split.learns.sum())

    @property
    def judged(self) -> int:
        return int(self.split.judges.sum())

    def left_out(self) -> dict[str, Any]:
        return {"not_over": self.split.not_over, "unknown": self.split.unknown, "unseen_levels": self.split.unseen}

    def plain_side(self, side: Side) -> dict[str, Any]:
        rules = sum(rule.calls == side for rule in self.rules)
        judged = self.sides.get(side)
        verdict = judged.verdict(self.threshold) if judged and rules else "no rule"
        nearest = self.decided.nearest[side] if self.decided and not rules else None
        told = judged.plain() if judged and rules else {"precision": None, "reach": None, "lead": None}
        return {"rules": rules, "verdict": verdict, "highest_lower_limit": nearest, **told}


def decide(facts: PathFacts, question: RulesQuestion, numbers: Numbers) -> Decisions:
    """Learn, judge, and look who stands there now. Raises InputError, NotFoundError where the question cannot be asked."""
    if facts.timeless:
        raise InputError(NO_TIMES)
    refuse_rules(question, facts.journey.unit)
    paths = walks(facts, question, numbers)
    _refuse_unread(paths, question)
    return decide_on(paths, facts, question, numbers)


def _refuse_unread(paths: Walks, question: RulesQuestion) -> None:
    """A column or trait that holds no number would leave nobody to learn from, without saying why."""
    if paths.undated and not len(paths.path):
        raise InputError(
            f"no event has a number in '{question.about.clock}'", hint="--clock names a column that counts days"
        )
    if question.ends_trait and len(paths.due) and (paths.due == NO_END).all():
        raise InputError(
            f"the trait '{question.ends_trait}' holds no number of days",
            hint="--ends is a span such as 240d, or a trait that holds the days from the start of a path to its end",
        )


def decide_on(paths: Walks, facts: PathFacts, question: RulesQuestion, numbers: Numbers) -> Decisions:
    """As `decide`, on walks that are there already."""
    steps = asked_steps(facts.journey, numbers.steps, question)
    over = paths.due <= paths.seen
    parts = split(paths, question, over)
    found = entries(paths, steps, question.idle_days)
    disguised = steps_in_disguise(paths, parts.learns, numbers.steps, steps.disguises)
    if disguised:
        found = entries(paths, steps, question.idle_days, tuple(disguised))
    rejected = {facts.journey.steps[step].id: why for step, why in disguised.items()}
    passed = np.bincount(found.state[parts.learns[found.path]], minlength=len(found.states))
    counts = (int((passed > 0).sum()), int((passed >= FEWEST).sum()))
    notes = _notes(facts, question, paths, parts)
    refused = _refused(paths, parts, question)
    if refused:
        return Decisions(question.threshold, parts, *counts, None, {}, (), (), refused, rejected, refused, notes)
    decided = learned(paths, found, parts.learns, question.threshold)
    calls = called(paths, found, decided, parts.judges)
    rules = ruled(paths, found, decided, calls, (parts.learns, parts.judges))
    good = decided.good[calls.state]
    judged = int(parts.judges.sum())
    sides = {side: judgement(calls, good == (side == "success"), judged) for side in SIDES}
    reason = _now_refused(sides["lost"], rules, question.threshold)
    now = () if reason else _standing(paths, found, decided, parts.is_open, [state for state, _ in rules])
    told = tuple(rule for _, rule in rules)
    return Decisions(
        question.threshold, parts, *counts, decided, sides, told, now, reason, rejected, None, notes, calls
    )


def _refused(paths: Walks, parts: Split, question: RulesQuestion) -> str | None:
    """Why no rule may be learned or none can be judged."""
    n, m = int(parts.learns.sum()), int(parts.judges.sum())
    if question.learn_until is None and min(n, m) < FEWEST:
        return (
            f"no time parts the paths into {FEWEST} that were over by then and teach, and {FEWEST} later ones that are over by now "
            f"and judge; at best {n} and {m}"
        )
    if n < FEWEST:
        return f"{n} paths were over by {written_time(parts.at)} and can teach; needs {FEWEST - n} more"
    succeeded = int(paths.succeeded[parts.learns].sum())
    if succeeded in (0, n):
        which = "succeeded" if succeeded else "were lost"
        return f"all {n:,} paths that can teach {which}: there is nothing to tell apart"
    if m < FEWEST:
        return f"{m} later paths are over and can judge; needs {FEWEST - m} more"
    return None


def _notes(facts: PathFacts, question: RulesQuestion, paths: Walks, parts: Split) -> tuple[str, ...]:
    found = []
    if question.in_hindsight:
        found.append(
            "learned in hindsight: paths that were not over at the split taught as well, so no one could have used these rules then"
        )
    if not facts.question.segment:
        found.append(
            "no --segment was given: a rule may be used on groups that the learning part does not hold, and nobody would see"
        )
    if parts.unseen:
        levels = ", ".join(f"{level} ({count:,})" for level, count in parts.unseen.items())
        found.append(f"left out, for the learning part holds none of these levels: {levels}")
    if paths.too_late:
        found.append(
            f"to {paths.too_late:,} paths the outcome came only after they were over, and does not count: a longer --ends would count it"
        )
    if paths.undated:
        found.append(f"{paths.undated:,} touches have no {question.about.clock} and were left out")
    return tuple(found)


def _now_refused(lost: Judgement, rules: list[tuple[int, Rule]], threshold: float) -> str | None:
    """Why nobody is named: there is no rule, or later paths do not bear it out."""
    if not any(rule.calls == "lost" for _, rule in rules):
        return "there is no rule that calls a path lost"
    if lost.precision.n < FEWEST:
        return f"{lost.precision.n} later paths were called; needs {FEWEST - lost.precision.n} more"
    if lost.verdict(threshold) == "broken":
        return "later paths broke the rules: nobody is named by them"
    return None


def _standing(paths: Walks, found: Entries, decided: Decided, is_open: Bools, order: list[int]) -> tuple[Standing, ...]:
    """Open paths whose first decided state calls them lost, the latest to come there first."""
    under_way = is_open & (found.stopped_by == UNSTOPPED)
    calls = called(paths, found, decided, under_way)
    place = {state: number for number, state in enumerate(order)}
    made = []
    for path, state, entered in zip(calls.path, calls.state, calls.entered, strict=True):
        if decided.good[state]:
            continue
        last = int(found.last_touch[path])
        idle = (int(paths.seen[path]) - last) / MICRO
        moved = last > int(entered) or (last == int(entered) and found.states[state].idle > 0)
        since = int(paths.began[path] + entered)
        made.append(Standing(int(paths.subjects[path]), place[int(state)], since, idle, moved))
    return tuple(sorted(made, key=lambda one: (-one.since, one.subject)))
