"""Kinds of paths as a mixture of first-order Markov chains, each kind with the steps its paths have (EM).

A chain alone loses kinds that begin alike: what is common to all takes its restarts. The presence of each step, as an independent
factor of the same mixture, tells them apart by what only some have; restarts begin from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Real = NDArray[np.float64]
Ints = NDArray[np.int64]

SMOOTHING = 0.05
RESTARTS, ROUNDS = 12, 60
_STILL = 1e-7  # of the likelihood: no round makes a difference any more


@dataclass(frozen=True)
class Paths:
    """Paths counted: `transitions[i, a·d + b]`, where a and b are steps, START (`d - 2`) or END (`d - 1`); `has[i, a]` 0 or 1; `weight` how
    many paths are alike. `steps` is d - 2.
    """

    transitions: csr_array
    has: Real
    weight: Real

    @property
    def steps(self) -> int:
        return int(self.has.shape[1])

    def weighing(self, weight: Real) -> Paths:
        return Paths(self.transitions, self.has, weight)


@dataclass(frozen=True)
class Mixture:
    """`kind` is the likeliest kind of each path; `chance[k, a, b]` the transitions of kind k, `share[k]` how common it is, `likelihood` in logs."""

    kind: Ints
    chance: Real
    share: Real
    likelihood: float


def counted(path: Ints, act: Ints, steps: int) -> tuple[Paths, Ints]:
    """Paths from events in order: `path` grows from 0, `act` is below `steps`. Beside it the row of each path among those that differ."""
    paths, d = int(path[-1]) + 1, steps + 2
    start, end = steps, steps + 1
    first = np.concatenate(([True], path[1:] != path[:-1]))
    last = np.concatenate((first[1:], [True]))
    before = np.where(first, start, np.concatenate(([start], act[:-1])))
    rows = np.concatenate((path, path[last]))
    pairs = np.concatenate((before * d + act, act[last] * d + end))
    whole = csr_array((np.ones(len(rows)), (rows, pairs)), shape=(paths, d * d))
    whole.sum_duplicates()
    row_of, kept = _alike(whole)
    weight = np.bincount(row_of, minlength=len(kept)).astype(np.float64)
    has = np.zeros((paths, steps))
    has[path, act] = 1
    return Paths(csr_array(whole[kept]), has[kept], weight), row_of


def _alike(rows: csr_array) -> tuple[Ints, Ints]:
    """The number of each row among those that differ, and where each of these stands first."""
    number: dict[bytes, int] = {}
    row_of, kept = np.zeros(rows.shape[0], dtype=np.int64), []
    for k in range(rows.shape[0]):
        begin, end = rows.indptr[k], rows.indptr[k + 1]
        key = rows.indices[begin:end].tobytes() + rows.data[begin:end].tobytes()
        if key not in number:
            number[key] = len(number)
            kept.append(k)
        row_of[k] = number[key]
    return row_of, np.array(kept, dtype=np.int64)


def mixture(
    paths: Paths, kinds: int, random: np.random.Generator, *, restarts: int = RESTARTS, with_steps: bool = True
) -> Mixture:
    """The likeliest mixture of so many kinds among some restarts. `with_steps=False`: of the chains alone."""
    found = [_fitted(paths, _beginning(paths, kinds, random, with_steps), with_steps) for _ in range(restarts)]
    return max(found, key=lambda one: one.likelihood)


def assigned(found: Mixture, paths: Paths, *, has_share: Real) -> Ints:
    """The likeliest kind of other paths; `has_share[k, a]` is how many of kind k have step a."""
    return np.asarray(_logs(paths, found.share, found.chance, has_share).argmax(axis=1), dtype=np.int64)


def step_shares(found: Mixture, paths: Paths) -> Real:
    """How many of each kind have each step, a little drawn to one half."""
    members = (found.kind[:, None] == np.arange(len(found.share))) * paths.weight[:, None]
    return np.asarray((members.T @ paths.has + 0.5) / (members.sum(axis=0)[:, None] + 1), dtype=np.float64)


def _fitted(paths: Paths, belongs: Real, with_steps: bool) -> Mixture:
    before = -np.inf
    for _ in range(ROUNDS):
        share, chance, has_share = _learned(paths, belongs, with_steps)
        logs = _logs(paths, share, chance, has_share)
        most = logs.max(axis=1, keepdims=True)
        belongs = np.exp(logs - most)
        sums = belongs.sum(axis=1, keepdims=True)
        belongs /= sums
        likelihood = float(paths.weight @ (most + np.log(sums))[:, 0])
        if abs(likelihood - before) <= _STILL * abs(likelihood):
            break
        before = likelihood
    return Mixture(np.asarray(belongs.argmax(axis=1), dtype=np.int64), chance, share, likelihood)


def _learned(paths: Paths, belongs: Real, with_steps: bool) -> tuple[Real, Real, Real | None]:
    mine = belongs * paths.weight[:, None]
    sizes = mine.sum(axis=0)
    d = paths.steps + 2
    counts = (paths.transitions.T @ mine).T.reshape(-1, d, d) + SMOOTHING
    chance = counts / counts.sum(axis=2, keepdims=True)
    has_share = (mine.T @ paths.has + 0.5) / (sizes[:, None] + 1) if with_steps else None
    return (sizes + 1e-9) / (sizes.sum() + 1e-9 * len(sizes)), chance, has_share


def _logs(paths: Paths, share: Real, chance: Real, has_share: Real | None) -> Real:
    logs = np.log(share) + paths.transitions @ np.log(chance).reshape(len(share), -1).T
    if has_share is not None:
        logs += paths.has @ np.log(has_share).T + (1 - paths.has) @ np.log(1 - has_share).T
    return np.asarray(logs, dtype=np.float64)


def _beginning(paths: Paths, kinds: int, random: np.random.Generator, with_steps: bool) -> Real:
    """Where a restart begins: at random, or near centres that lie apart by the steps they have (k-means++, five rounds)."""
    n = len(paths.weight)
    if not with_steps:
        return random.dirichlet(np.ones(kinds), n)
    points, weight = paths.has, paths.weight / paths.weight.sum()
    centres = points[random.choice(n, p=weight)][None]
    for _ in range(kinds - 1):
        far = _squares(points, centres).min(axis=1) * weight
        chosen = random.choice(n, p=far / far.sum()) if far.sum() > 0 else random.choice(n, p=weight)
        centres = np.vstack([centres, points[chosen]])
    for _ in range(5):
        nearest = _squares(points, centres).argmin(axis=1)
        mine = (nearest[:, None] == np.arange(kinds)) * paths.weight[:, None]
        sizes = mine.sum(axis=0)
        centres = np.where(sizes[:, None] > 0, (mine.T @ points) / np.maximum(sizes, 1e-9)[:, None], centres)
    belongs = np.full((n, kinds), 0.05 / kinds)
    belongs[np.arange(n), _squares(points, centres).argmin(axis=1)] += 0.95
    return belongs


def _squares(points: Real, centres: Real) -> Real:
    squares = (points**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2 * points @ centres.T
    return np.asarray(np.maximum(squares, 0), dtype=np.float64)


def adjusted_rand(first: Ints, second: Ints, weight: Real | None = None) -> float:
    """The adjusted Rand index of two partitions of the same things (Hubert and Arabie 1985): 1 = the same, 0 = as by chance."""
    table = np.zeros((int(first.max()) + 1, int(second.max()) + 1))
    np.add.at(table, (first, second), 1.0 if weight is None else weight)
    together, rows, columns = (_pairs(one) for one in (table, table.sum(axis=1), table.sum(axis=0)))
    all_pairs = _pairs(np.array([table.sum()]))
    expected = rows * columns / all_pairs if all_pairs else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(counts: Real) -> float:
    return float((counts * (counts - 1) / 2).sum())
