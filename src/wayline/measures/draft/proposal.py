"""A draft: a proposed map with the reason and the numbers of each choice, learned from the first two thirds of paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from wayline.estimates.wilson import share as wilson
from wayline.measures.draft.acts import Act, acts_of
from wayline.measures.draft.beginnings import with_beginnings
from wayline.measures.draft.order import in_order, stage_ends
from wayline.measures.draft.plan import Explained, Plan, Told, explains, plan, told
from wayline.measures.draft.stand_ins import joined, stand_ins
from wayline.measures.draft.steps import Choice, choose, long_paths
from wayline.measures.draft.walk import Ints, Portrait, Walk, portrait, share
from wayline.measures.draft.words import either, is_asset, phrase, slug, spoken, tells_success

FEWEST_TO_JUDGE = 30
LISTED = 20
MANY_ELSEWHERE = 0.2
LATE = 0.5
ARRIVAL = "arrive"


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A proposed step. `paths` that have it, of those learned from; `place`: 0 at the beginning of a path, 1 at its end."""

    id: str
    title: str
    act: Act
    paths: int
    share: float
    place: float
    begins: int
    ends: int
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that is no step, why, and how many paths and events it carries."""

    event: str
    why: str
    paths: int
    events: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed map. `stages` are pairs of title and steps; `learned` and `judged` the numbers of paths; `judged` is 0 where they are too few.

    `arrival`: the step before the others at which paths begin, where these begin at several; it is no part of `stages` and of `plan`.
    """

    unit: str
    unit_why: str
    paths: int
    events: int
    learned: int
    judged: int
    stages: tuple[tuple[str, str, tuple[DraftStep, ...]], ...]
    leaves: tuple[tuple[Act, str], ...]
    plan: Plan
    uses: dict[int, float]
    in_time: dict[str, Any]
    out_of_time: dict[str, Any] | None
    left_out: tuple[LeftOut, ...]
    next_steps: tuple[tuple[str, int, float], ...]
    notes: tuple[str, ...]
    arrival: DraftStep | None = None

    @property
    def steps(self) -> tuple[DraftStep, ...]:
        return tuple(step for _, _, steps in self.stages for step in steps)


def propose(walk: Walk, names: Sequence[str], unit: str, unit_why: str, most: int | None = None) -> Draft:
    """The draft of a log. `walk` has at least one event; its acts are numbers of `names`; `most` steps at most."""
    judged = walk.paths - 2 * walk.paths // 3 if walk.paths >= FEWEST_TO_JUDGE else 0
    learned = walk.paths - judged
    part = walk.until(learned)
    long = long_paths(part)
    learn = part.without(long)
    acts, act_of, acted, choice = _chosen(learn, names, most)
    steps = _ordered(acted, choice, len(acts))
    step_of = np.full(len(acts) + 1, -1)
    step_of[list(choice.leaves)] = len(steps)
    step_of[steps] = np.arange(len(steps))
    step_of_name = step_of[act_of]
    log = told(walk, step_of_name, len(steps))
    lesson = told(learn, step_of_name, len(steps))
    found = with_beginnings(
        lesson, plan(lesson, endless=not any(_aims(portrait(lesson.walk), [acts[n] for n in steps])))
    )
    beside = np.zeros(walk.paths, dtype=bool)
    beside[walk.path[step_of_name[walk.act] < 0]] = True
    kept = step_of_name[walk.act]
    drawn = _stages(lesson.walk, [acts[n] for n in steps], found)
    return Draft(
        unit,
        unit_why,
        walk.paths,
        len(walk.act),
        learned,
        judged,
        drawn,
        tuple((acts[n], _leave_why(acted, n)) for n in choice.leaves),
        found,
        _uses(lesson, found),
        _explained(log.until(learned), found, beside[:learned], kept[walk.path < learned]),
        _explained(log, found, beside, kept[walk.path >= learned], learned) if judged else None,
        _left_out(walk, names, acts, act_of, choice),
        tuple((acts[n].name, int(portrait(acted).paths[n]), part_of) for n, part_of in choice.next),
        (*_notes(part, long, learned, judged), *_elsewhere(lesson, found)),
        _arrival(lesson.walk, drawn, found),
    )


def _chosen(learn: Walk, names: Sequence[str], most: int | None) -> tuple[list[Act], Ints, Walk, Choice]:
    """The acts, the number of the act of each name, the paths as acts, and the choice; steps that stand in for each other are one act."""
    acts, act_of = acts_of(learn, names)
    acted = learn.told_as(act_of, len(acts))
    choice = choose(acted, acts, most)
    if groups := stand_ins(acted, choice.steps):
        acts, act_of = joined(acts, act_of, groups, portrait(acted).events)
        acted = learn.told_as(act_of, len(acts))
        choice = choose(acted, acts, most)
    return acts, act_of, acted, choice


def _ordered(acted: Walk, choice: Choice, acts: int) -> list[int]:
    """The chosen acts from left to right."""
    place = np.full(acts, -1)
    place[list(choice.steps)] = np.arange(len(choice.steps))
    if not choice.steps:
        return []
    return [choice.steps[n] for n in in_order(acted.told_as(place, len(choice.steps)))]


def _stages(walk: Walk, acts: Sequence[Act], found: Plan) -> tuple[tuple[str, str, tuple[DraftStep, ...]], ...]:
    if not acts:
        return ()
    seen, taken = portrait(walk), {"START", "END"}
    why, titles = _milestones(seen, acts, found), _titles(acts)
    steps = []
    for n, act in enumerate(acts):
        counts = (
            int(seen.paths[n]),
            share(seen.paths[n], walk.paths),
            float(seen.place[n]),
            int(seen.begins[n]),
            int(seen.ends[n]),
        )
        steps.append(DraftStep(slug(spoken(act.name), taken), titles[n], act, *counts, why.get(n, "")))
    ends = stage_ends(walk, list(range(len(acts))))
    return tuple(
        (slug(f"stage-{number}", taken), _stage_title(steps[start:end], begins=not start), tuple(steps[start:end]))
        for number, (start, end) in enumerate(pairwise([0, *ends]), 1)
    )


def _titles(acts: Sequence[Act]) -> list[str]:
    """A title for each act, in the first person; equal ones are numbered."""
    titles: list[str] = []
    for act in acts:
        first = title = f"I {either([phrase(name) for name in act.called])}"
        number = 2
        while title.casefold() in map(str.casefold, titles):
            title, number = f"{first} ({number})", number + 1
        titles.append(title)
    return titles


def _stage_title(steps: Sequence[DraftStep], *, begins: bool) -> str:
    """The first and the last step; what their titles share at the beginning is said once."""
    first, last = steps[0].title, steps[-1].title.removeprefix("I ")
    if len(steps) == 1:
        return f"{'Begin' if begins else 'Go on'}: {first}"
    shared = next((verb for verb in ("come to ", "open ") if first.startswith(f"I {verb}")), "")
    return f"{first}, then {last.removeprefix(shared)}"


def _milestones(seen: Portrait, acts: Sequence[Act], found: Plan) -> dict[int, str]:
    """Number of a step → why it is a milestone: late steps with names that tell success, else a late last step at which paths end.

    None where neither is there: a log of pages that people look at has no milestone by itself.
    """
    told_so, ending = _aims(seen, acts)
    ranked = sorted(told_so, key=lambda n: -(seen.place[n] + share(seen.ends[n], int(seen.paths[n]))))
    if ranked:
        return dict.fromkeys(ranked[:2], "late, and its name tells of something achieved")
    last = [n for n in ending if n in found.last]
    return (
        {max(last, key=lambda n: int(seen.ends[n])): "a late last step, at which most paths that have it end"}
        if last
        else {}
    )


def _aims(seen: Portrait, acts: Sequence[Act]) -> tuple[list[int], list[int]]:
    """Late steps whose names tell success, and late steps at which most paths that have them end."""
    late = [n for n in range(len(acts)) if n and (seen.place[n] >= LATE or n >= len(acts) / 2)]
    told_so = [n for n in late if any(tells_success(name) for name in acts[n].events)]
    ending = [n for n in range(1, len(acts)) if seen.place[n] >= LATE and 2 * seen.ends[n] >= seen.paths[n]]
    return told_so, ending


def _leave_why(acted: Walk, n: int) -> str:
    seen = portrait(acted)
    ends, has = int(seen.ends[n]), int(seen.paths[n])
    return f"its name tells of leaving, and nothing follows in {ends:,} of {has:,} paths that have it"


def _uses(log: Told, found: Plan) -> dict[int, float]:
    """Each drawn connection's share of the transitions between steps."""
    _, kind = log.transitions()
    counts = np.bincount(kind, minlength=log.steps**2)
    return {drawn: share(counts[drawn], len(kind)) for drawn in found.kinds}


def _explained(log: Told, found: Plan, beside: Ints, kept: Ints, since: int = 0) -> dict[str, Any]:
    """What the map explains, as JSON-ready estimates under the names of `wayline measure`'s coverage."""
    counts: Explained = explains(log, found, beside, since)
    return {
        "subjects": counts.paths,
        "on_map": counts.on_map,
        "paths_so_far": wilson(counts.so_far, counts.on_map).plain(),
        "paths": wilson(counts.to_the_end, counts.on_map).plain(),
        "whole_paths": wilson(counts.whole, counts.paths).plain(),
        "transitions": _ratio(counts.planned, counts.transitions),
        "events": _ratio(int(((kept >= 0) & (kept < log.steps)).sum()), len(kept)),
    }


def _ratio(count: int, n: int) -> dict[str, Any]:
    return {"value": count / n if n else None, "count": count, "n": n}


def _left_out(
    walk: Walk, names: Sequence[str], acts: Sequence[Act], act_of: Ints, choice: Choice
) -> tuple[LeftOut, ...]:
    """What is no step, the most frequent first; the last row sums up what is not listed."""
    reasons = [_reason(n, choice) for n in range(len(acts))]
    groups = [n for n, reason in enumerate(reasons) if reason]
    alone = np.flatnonzero(act_of < 0)
    number = np.full(len(names), -1)
    place_of = {n: place for place, n in enumerate(groups)}
    number[act_of >= 0] = [place_of.get(int(n), -1) for n in act_of[act_of >= 0]]
    number[alone] = len(groups) + np.arange(len(alone))
    rest = walk.told_as(number, max(len(groups) + len(alone), 1))
    paths = np.bincount(rest.act[rest.first_touches()], minlength=rest.kinds)
    events = np.bincount(rest.act, minlength=rest.kinds)
    shown = [(acts[n].name, reasons[n]) for n in groups] + [(names[int(n)], _alone(names[int(n)])) for n in alone]
    order = [int(n) for n in np.lexsort((-events, -paths)) if paths[n]]
    found = [LeftOut(*shown[n], int(paths[n]), int(events[n])) for n in order[:LISTED]]
    if order[LISTED:]:
        others = np.isin(rest.act, order[LISTED:])
        many = len(np.unique(rest.path[others]))
        found.append(LeftOut(f"{len(order) - LISTED:,} more", "rare", many, int(others.sum())))
    return tuple(found)


def _alone(name: str) -> str:
    return "a file that pages load or robots ask for" if is_asset(name) else "rare"


def _reason(n: int, choice: Choice) -> str:
    if n in choice.steps or n in choice.leaves:
        return ""
    return "noise: anywhere, next to anything" if n in choice.noise else "buys too little"


def _notes(part: Walk, long: Ints, learned: int, judged: int) -> tuple[str, ...]:
    notes = []
    if len(long):
        held = int(np.isin(part.path, long).sum())
        notes.append(
            f"{len(long):,} of {learned:,} paths are far longer than the others, as robots leave them, and hold {held:,} of "
            f"{len(part.act):,} events: nothing was learned from them, and the numbers count them"
        )
    if not judged:
        notes.append(f"{learned:,} paths are too few to be judged out of time; it takes {FEWEST_TO_JUDGE}")
    return tuple(notes)


def _elsewhere(log: Told, found: Plan) -> tuple[str, ...]:
    """A map has one beginning: paths that begin elsewhere are never on it."""
    walk = log.walk
    begins = walk.act[walk.firsts]
    away = int((~np.isin(begins, found.begins)).sum())
    if away <= MANY_ELSEWHERE * len(begins):
        return ()
    where = "another step than the first" if len(found.begins) == 1 else "a step where the map lets none begin"
    return (f"{away:,} of {len(begins):,} paths begin at {where}, and a map has one beginning: these are never on it",)


def _arrival(walk: Walk, stages: Sequence[tuple[str, str, Sequence[DraftStep]]], found: Plan) -> DraftStep | None:
    """The step before the others, bound to the first touch of any at which paths may begin."""
    if len(found.begins) == 1:
        return None
    steps = [step for _, _, inside in stages for step in inside]
    gathered = [steps[n] for n in found.begins]
    act = Act(
        tuple(name for step in gathered for name in step.act.events),
        tuple(pattern for step in gathered for pattern in step.act.bind),
    )
    taken = {"START", "END", *(step.id for step in steps), *(name for name, _, _ in stages)}
    paths = len(np.unique(walk.path[np.isin(walk.act, found.begins)]))
    begins = sum(step.begins for step in gathered)
    return DraftStep(slug(ARRIVAL, taken), f"I {ARRIVAL}", act, paths, share(paths, walk.paths), 0.0, begins, 0)
