"""Which paths teach and which judge: a split in time, so that a rule is judged as it would have been used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayline.measures.decisions.question import RulesQuestion
from wayline.measures.decisions.walks import NO_END, Bools, Walks

MOST_TRIED = 200


@dataclass(frozen=True, slots=True)
class Split:
    """Flags of paths. `learns` and `judges` as used; `is_open`: not over at the time of looking, and known nothing of.

    Left out and counted: `not_over`, learning paths that were not over at `at` (µs); `unknown`, without an outcome or an end;
    `unseen`, later paths by levels that the learning part does not hold.
    """

    at: int
    learns: Bools
    judges: Bools
    is_open: Bools
    not_over: int
    unknown: int
    unseen: dict[str, int]


def split(walks: Walks, question: RulesQuestion, over: Bools) -> Split:
    """Paths that began before the split and were over by then learn; those that began later and are over by now judge.

    `over`: what is known to be over at the time of looking. Without `learn_until` the split is where the smaller part is
    largest, counting two learning paths as one judging path.
    """
    told = walks.known & over
    at = question.learn_until if question.learn_until is not None else _best(walks, told, question)
    before = walks.began < at
    learns = told & before & (True if question.in_hindsight else walks.over <= at)
    judges = told & ~before
    unseen: dict[str, int] = {}
    new = ~np.isin(walks.levels, np.unique(walks.levels[learns])) if len(walks.levels) else judges
    if learns.any():
        levels, counts = np.unique(walks.levels[judges & new], return_counts=True)
        unseen = {str(level): int(count) for level, count in zip(levels, counts, strict=True)}
        judges &= ~new
    still = walks.due < NO_END
    return Split(
        at,
        learns,
        judges,
        ~over & still & (walks.seen >= 0) & ~(new & learns.any()),
        int((walks.known & before & ~learns).sum()),
        int((~walks.known).sum()),
        unseen,
    )


def _best(walks: Walks, told: Bools, question: RulesQuestion) -> int:
    began = np.sort(walks.began[told])
    if not len(began):
        return 0
    ends = np.sort((walks.began if question.in_hindsight else walks.over)[told])
    tried = np.unique(began[np.linspace(0, len(began) - 1, min(len(began), MOST_TRIED)).astype(np.int64)])
    judging = len(began) - np.searchsorted(began, tried, side="left")
    side = "left" if question.in_hindsight else "right"
    learning = np.searchsorted(ends, tried, side=side)  # type: ignore[call-overload]
    return int(tried[int(np.argmax(np.minimum(learning / 2, judging)))])
