"""Steps that stand in for each other: what comes before and after one comes before and after the other, in no order between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from wayline.measures.draft.acts import Act
from wayline.measures.draft.backbone import strengths
from wayline.measures.draft.walk import Ints, Walk, portrait

# neighbours before and after differ by less than so much: total variation
APART = 0.10
# neither is the first in the paths that have both
NO_ORDER = 0.25
# they follow each other either way: the rarer way is so much of the other
EVENLY = 0.6
FEWEST = 10
LARGEST = 3


def stand_ins(acted: Walk, steps: Sequence[int]) -> list[tuple[int, ...]]:
    """Groups of two or three of these acts of which every two stand in for each other, the most alike first."""
    follows, apart = acted.successions(), _apart(acted)
    chosen = np.full(acted.kinds, -1)
    chosen[list(steps)] = np.arange(len(steps))
    ordered = strengths(acted.told_as(chosen, max(len(steps), 1)))
    pairs = {
        (a, b): float(apart[a, b])
        for a, b in combinations(sorted(steps), 2)
        if apart[a, b] < APART
        and ordered[chosen[a], chosen[b]] <= NO_ORDER
        and min(follows[a, b], follows[b, a]) >= max(FEWEST, EVENLY * max(follows[a, b], follows[b, a]))
    }
    groups: dict[int, tuple[int, ...]] = {n: (n,) for n in steps}
    for a, b in sorted(pairs, key=lambda pair: (pairs[pair], pair)):
        joined = tuple(sorted({*groups[a], *groups[b]}))
        if len(joined) <= LARGEST and all(pair in pairs for pair in combinations(joined, 2)):
            groups.update(dict.fromkeys(joined, joined))
    return sorted({group for group in groups.values() if len(group) > 1})


def _apart(acted: Walk) -> Ints:
    """`apart[a, b]`: how far the neighbours of two acts differ, each other aside; the larger of before and after."""
    seen = portrait(acted)
    inner = np.column_stack((acted.successions(), seen.ends))
    around = np.vstack((inner, np.append(seen.begins, 0))).astype(float)
    found = np.zeros((acted.kinds, acted.kinds))
    for a, b in combinations(range(acted.kinds), 2):
        others = np.delete(np.arange(acted.kinds + 1), (a, b))
        sides = ((around[a, others], around[b, others]), (around[others, a], around[others, b]))
        found[a, b] = found[b, a] = max(_between(one, other) for one, other in sides)
    return found


def _between(one: Ints, other: Ints) -> float:
    """Total variation between two counts; 1 where one of them is empty."""
    if not one.sum() or not other.sum():
        return 1.0
    return float(np.abs(one / one.sum() - other / other.sum()).sum() / 2)


def joined(acts: Sequence[Act], act_of: Ints, groups: Sequence[Sequence[int]], events: Ints) -> tuple[list[Act], Ints]:
    """The acts with each group as one, its most frequent first, and the number of the act of each name; `events[a]`: how frequent an act is."""
    into = np.arange(len(acts))
    found: dict[int, Act] = {}
    for group in groups:
        parts = [acts[n] for n in sorted(group, key=lambda n: -events[n])]
        into[list(group)] = group[0]
        found[group[0]] = Act(
            tuple(event for part in parts for event in part.events),
            tuple(pattern for part in parts for pattern in part.bind),
            "the same steps come before and after each, and neither comes first",
            tuple(part.name for part in parts),
        )
    kept, dense = np.unique(into, return_inverse=True)
    told = np.where(act_of >= 0, dense[act_of], -1)
    return [found.get(int(n), acts[int(n)]) for n in kept], told
