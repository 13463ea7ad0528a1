"""What comes next on a path: a Markov model that backs off to a shorter past where a longer one was seldom seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Path = Sequence[str]
START, END = "START", "END"
MOST_ORDER = 5
SEEN_FROM = 5


@dataclass(frozen=True, slots=True)
class NextStep:
    """A learned model: the most frequent follower of each past of at most `order` steps that was seen five times or more."""

    order: int
    follower: dict[tuple[str, ...], str]

    def after(self, past: Sequence[str]) -> str:
        """The follower of the longest known past; END where the path is expected to end."""
        told = (START, *past)
        for length in range(min(self.order, len(told)), 0, -1):
            found = self.follower.get(tuple(told[-length:]))
            if found is not None:
                return found
        return self.follower[()]

    def right(self, paths: Iterable[Path]) -> tuple[int, int]:
        """(right, all) predictions of every step after the first, and of END."""
        right = told = 0
        for path in paths:
            for k in range(1, len(path) + 1):
                right += self.after(path[max(0, k - self.order) : k] if k > self.order else path[:k]) == (
                    path[k] if k < len(path) else END
                )
                told += 1
        return right, told


def learn(paths: Sequence[Path], order: int) -> NextStep:
    """Learn from paths of step names; ties between followers go to the first by name. `order` is the longest past."""
    seen: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for path in paths:
        told = (START, *path, END)
        for k in range(2, len(told)):
            for length in range(min(order, k) + 1):
                seen[told[k - length : k]][told[k]] += 1
    kept = {past: count for past, count in seen.items() if not past or count.total() >= SEEN_FROM}
    return NextStep(
        order, {past: min(count, key=lambda name: (-count[name], name.encode())) for past, count in kept.items()}
    )


def best_order(paths: Sequence[Path], rest: Sequence[Path] | None = None) -> int:
    """The order that predicts best inside the learning part: its first two thirds learn, its rest judges, unless `rest` is given."""
    third = len(paths) * 2 // 3
    earlier, later = (paths[:third], paths[third:]) if rest is None else (paths, rest)
    right = {order: learn(earlier, order).right(later)[0] for order in range(1, MOST_ORDER + 1)}
    return max(right, key=lambda order: (right[order], -order))
