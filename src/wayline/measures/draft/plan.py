"""What a drafted map plans: its connections and last steps, and where drawing more buys too little."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from wayline.measures.draft.connections import Chooser, Needs, choose_kinds, needs
from wayline.measures.draft.walk import Ints, Walk, portrait

# one more connection is worth drawing while it buys so much of paths and transitions together
WORTH = 0.01
# beyond so many connections a step nobody sees the way
MOST_A_STEP = 3
# what paths that end where the map ends count beside paths that are on the map so far
ENDING = 0.25


@dataclass(frozen=True, slots=True)
class Told:
    """A log as a map tells it: `walk` holds the touches, acts numbered as the steps from left to right; `left[p]`: a leave came after the last touch."""

    walk: Walk
    left: Ints

    @property
    def steps(self) -> int:
        return self.walk.kinds

    def until(self, paths: int) -> Told:
        return Told(self.walk.until(paths), self.left[:paths])

    def transitions(self) -> tuple[Ints, Ints]:
        """Path and kind (`a * steps + b`) of every transition between touches."""
        walk = self.walk
        same = ~walk.firsts[1:]
        return walk.path[1:][same], walk.act[:-1][same].astype(np.int64) * walk.kinds + walk.act[1:][same]


def told(walk: Walk, act_of: Ints, steps: int) -> Told:
    """`act_of`: the number of the step of each act, `steps` for a leave, -1 for what the map does not tell."""
    both = walk.told_as(act_of, steps + 1)
    is_leave = both.act == steps
    last_leave, last_touch = np.full(walk.paths, -1), np.full(walk.paths, -1)
    index = np.arange(len(both.act))
    last_leave[both.path[is_leave]] = index[is_leave]
    last_touch[both.path[~is_leave]] = index[~is_leave]
    touches = Walk(both.path[~is_leave], both.act[~is_leave], both.at[~is_leave], steps, walk.paths)
    return Told(touches, (last_touch >= 0) & (last_leave > last_touch))


@dataclass(frozen=True, slots=True)
class Plan:
    """`kinds`: the drawn connections as `from * steps + to`, sorted; `is_line`: they are each step to the next, as without `connections`.

    `more`: the connections that would be drawn next, each with what it adds to the shares of paths and of transitions.
    `begins`: the steps at which paths may begin.
    """

    kinds: tuple[int, ...]
    steps: int
    is_line: bool
    more: tuple[tuple[int, float, float], ...] = ()
    begins: tuple[int, ...] = (0,)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return [divmod(kind, self.steps) for kind in self.kinds]

    @property
    def last(self) -> set[int]:
        """Steps from which nothing leads on: here paths may end."""
        return set(range(self.steps)) - {origin for origin, _ in self.pairs}


def line(steps: int) -> Plan:
    """Each step to the next."""
    return Plan(tuple(n * steps + n + 1 for n in range(steps - 1)), steps, is_line=True)


def plan(log: Told, *, endless: bool = False) -> Plan:
    """The connections of a map whose steps stand in order, learned from a log; `endless`: each step may lead on."""
    steps = log.steps
    if steps < 2:
        return line(steps)
    known = [_drawn(log, last) for last in ([set()] if endless else _last_steps(log))]
    best = max(known, key=lambda found: _value(log, found))
    straight = line(steps)
    return straight if _value(log, straight) + WORTH >= _value(log, best) and len(best.kinds) >= steps - 1 else best


def _last_steps(log: Told) -> list[set[int]]:
    """Sets of steps at which the map may end: the last in order, where most paths end, or both."""
    ends = portrait(log.walk).ends.copy()
    ends[0] = 0
    most = int(np.argmax(ends)) if ends.any() else log.steps - 1
    found: list[set[int]] = []
    for last in ({log.steps - 1}, {most}, {log.steps - 1, most}):
        if last not in found:
            found.append(last)
    return found


def _drawn(log: Told, last: set[int]) -> Plan:
    steps = log.steps
    allowed = np.array([kind // steps not in last for kind in range(steps * steps)])
    known = needs(*log.transitions(), steps * steps)
    budget = _budget(known, allowed, steps)
    kinds = set(map(int, choose_kinds(known, budget, allowed=allowed)))
    _join_up(kinds, known.used.reshape(steps, steps), last)
    return Plan(tuple(sorted(kinds)), steps, is_line=False, more=_more(known, allowed, kinds))


def _budget(known: Needs, allowed: Ints, steps: int) -> int:
    """How many connections are worth drawing: fewer, where all further ones buy less than WORTH each."""
    chooser, bought = Chooser(known, allowed), [0.0]
    while len(bought) <= MOST_A_STEP * steps:
        if chooser.grow() is None:
            break
        bought.append(known.covered(chooser.chosen) + float(known.used[chooser.chosen].sum()))
    for size in range(min(steps - 1, len(bought) - 1), len(bought)):
        if all(bought[more] - bought[size] < WORTH * (more - size) for more in range(size + 1, len(bought))):
            return size
    return len(bought) - 1


def _join_up(kinds: set[int], used: Ints, last: set[int]) -> None:
    """Add what keeps every step within reach of the first, and lets every step but the last ones lead on."""
    steps = len(used)
    while lonely := set(range(steps)) - _within_reach(kinds, steps):
        reached = [n for n in _within_reach(kinds, steps) if n not in last] or [0]
        ways = [(used[a, b], -abs(b - a), a, b) for a in reached for b in lonely]
        _, _, a, b = max(ways)
        kinds.add(a * steps + b)
    for a in set(range(steps)) - last:
        if not any(kind // steps == a and kind % steps != a for kind in kinds):
            _, _, _, b = max((used[a, b] > 0, b > a, used[a, b], b) for b in range(steps) if b != a)
            kinds.add(a * steps + b)


def _within_reach(kinds: Iterable[int], steps: int) -> set[int]:
    reached, waiting = {0}, [0]
    while waiting:
        here = waiting.pop()
        fresh = {kind % steps for kind in kinds if kind // steps == here} - reached
        reached |= fresh
        waiting += fresh
    return reached


def _more(known: Needs, allowed: Ints, kinds: set[int]) -> tuple[tuple[int, float, float], ...]:
    chosen = np.zeros(len(known.used), dtype=bool)
    chosen[sorted(kinds)] = True
    covered, found = known.covered(chosen), []
    for kind in np.flatnonzero(allowed & ~chosen & (known.used > 0)):
        chosen[kind] = True
        found.append((int(kind), known.covered(chosen) - covered, float(known.used[kind])))
        chosen[kind] = False
    return tuple(sorted(found, key=lambda row: (-row[1] - row[2], row[0]))[:3])


def _value(log: Told, found: Plan) -> float:
    explained = explains(log, found)
    on = max(explained.on_map, 1)
    return (
        explained.so_far / on + ENDING * explained.to_the_end / on + explained.planned / max(explained.transitions, 1)
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """Counts, as `wayline measure` counts them: transitions include START and END; `so_far` does not test the END of paths that nobody left.

    `whole`: so far on the map, and with no event beside it.
    """

    paths: int
    on_map: int
    to_the_end: int
    so_far: int
    whole: int
    transitions: int
    planned: int


def explains(log: Told, found: Plan, beside: Ints | None = None, since: int = 0) -> Explained:
    """What a plan explains of the paths from number `since` on; `beside[p]`: path p has events that the map does not tell."""
    walk, paths = log.walk, log.walk.paths
    planned = np.zeros(log.steps**2, dtype=bool)
    planned[list(found.kinds)] = True
    path, kind = log.transitions()
    begins, ends = walk.path[walk.firsts], walk.act[walk.lasts]
    at_start, at_end = np.isin(walk.act[walk.firsts], found.begins), np.isin(ends, sorted(found.last))
    fine = np.zeros(paths, dtype=bool)
    fine[begins] = at_start
    drawn = planned[kind] & ~_late_arrivals(walk, found)
    fine[path[~drawn]] = False
    ended = np.zeros(paths, dtype=bool)
    ended[begins] = at_end
    looked = np.arange(paths) >= since
    on_map = np.zeros(paths, dtype=bool)
    on_map[begins] = True
    so_far = fine & (ended | ~log.left) & looked
    inside = path >= since
    edges = begins >= since
    return Explained(
        paths=int(looked.sum()),
        on_map=int((on_map & looked).sum()),
        to_the_end=int((fine & ended & looked).sum()),
        so_far=int(so_far.sum()),
        whole=int((so_far if beside is None else so_far & ~beside).sum()),
        transitions=int(inside.sum() + 2 * edges.sum()),
        planned=int(drawn[inside].sum() + at_start[edges].sum() + at_end[edges].sum()),
    )


def _late_arrivals(walk: Walk, found: Plan) -> Ints:
    """Of each transition: whether it leads to the step that gathers the beginnings, in a path that began elsewhere."""
    late = np.zeros(len(walk.act), dtype=bool)
    if len(found.begins) > 1:
        here = np.flatnonzero(np.isin(walk.act, found.begins))
        _, first = np.unique(walk.path[here], return_index=True)
        late[here[first]] = True
    inside: Ints = late[~walk.firsts]
    return inside
