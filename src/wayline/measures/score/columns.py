"""From rows to columns that a model can weigh, each belonging to one thing that can be said to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.measures.score.rows import Bools, Floats, Rows

MOST_LEVELS = 20
FEWEST_OF_LEVEL = 10
_BENDS = (0.25, 0.5, 0.75)
_BENT = ("age", "idle")
_COUNTED = ("events", "recent", "before", "touches", "distinct")


@dataclass(frozen=True, slots=True)
class Columns:
    """What was settled on the learning part: where curves bend, which steps and levels there were.

    `groups` names for each column the thing it belongs to: `idle`, `stands`, `step:ID`, `trait:NAME`.
    """

    bends: dict[str, tuple[float, ...]]
    stands: tuple[int, ...]
    levels: dict[str, tuple[str, ...]]
    steps: tuple[str, ...]
    groups: tuple[str, ...]

    def of(self, rows: Rows) -> Floats:
        """The columns (n × k) of rows whose steps and levels are known."""
        parts = []
        for name in _BENT:
            value = np.log1p(np.maximum(rows.facts[name], 0.0))
            parts += [value, *(np.maximum(value - bend, 0.0) for bend in self.bends[name])]
        parts += [np.log1p(rows.facts[name]) for name in _COUNTED]
        for step in range(len(self.steps)):
            parts += [np.log1p(rows.steps[:, step]), np.log1p(rows.since[:, step]), rows.since[:, step]]
        parts += [(rows.stands == step).astype(np.float64) for step in self.stands]
        for trait, levels in self.levels.items():
            parts += [(rows.levels[trait] == level).astype(np.float64) for level in levels]
        return np.column_stack(parts)

    def recency(self, rows: Rows) -> Floats:
        """Only the columns of how long ago the last event was: the simplest rival."""
        return self.of(rows)[:, [group == "idle" for group in self.groups]]

    def unseen(self, rows: Rows) -> dict[str, Bools]:
        """Which rows (n) stand at a step, or have a level of a trait, that the learning part did not hold."""
        found = {"stands": ~np.isin(rows.stands, self.stands)}
        for trait, levels in self.levels.items():
            found[f"trait:{trait}"] = ~np.isin(rows.levels[trait], levels)
        return found


def settle(rows: Rows, steps: Sequence[str]) -> Columns:
    """Settle columns on the rows to learn from; `steps` are the ids of the map's steps in order."""
    bends = {
        name: tuple(dict.fromkeys(np.quantile(np.log1p(np.maximum(rows.facts[name], 0.0)), _BENDS).tolist()))
        for name in _BENT
    }
    stands = tuple(int(step) for step in np.unique(rows.stands))
    levels = {trait: _levels(values) for trait, values in rows.levels.items()}
    groups = [name for name in _BENT for _ in range(1 + len(bends[name]))]
    groups += [*_COUNTED, *(f"step:{step}" for step in steps for _ in range(3)), *("stands" for _ in stands)]
    groups += [f"trait:{trait}" for trait, known in levels.items() for _ in known]
    return Columns(bends, stands, levels, tuple(steps), tuple(groups))


def _levels(values: NDArray[np.object_]) -> tuple[str, ...]:
    """The levels seen, in order; of more than can be weighed, the most frequent."""
    names, counts = np.unique(values.astype(str), return_counts=True)
    known = [(int(count), str(name)) for name, count in zip(names, counts, strict=True) if count >= FEWEST_OF_LEVEL]
    return tuple(sorted(name for _, name in sorted(known, reverse=True)[:MOST_LEVELS]))
