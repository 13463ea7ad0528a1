"""Journey types: how many kinds of paths there are, which of them come again when the paths are drawn again, and which are only noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wayline.estimates.estimate import GREY_FROM
from wayline.estimates.mixture import Ints, Mixture, Paths, Real, adjusted_rand, assigned, counted, mixture, step_shares

MOST_TYPES = 8
LEAST_SHARE = 0.05
STABLE_FROM = 0.6
DRAWS = 10
LEARN_FROM = 4_000  # paths; more are assigned to the types that these show
FEWEST = 5 * GREY_FROM
SEED = 20_240_101
OTHER = -1
_RESTARTS_DRAWN = 3
_AS_STABLE = 0.02


@dataclass(frozen=True)
class JourneyType:
    """One type: its number among the paths, the stability of its own (adjusted Rand index over draws), transitions and steps of its paths."""

    paths: int
    stability: float
    chance: Real
    has: Real


@dataclass(frozen=True)
class JourneyTypes:
    """`type_of` numbers the type of each path, -1 for other; `tried` gives the stability of each number of types. `refused` says why there are none."""

    types: tuple[JourneyType, ...]
    type_of: Ints
    tried: dict[int, float]
    refused: str | None = None


def journey_types(path: Ints, act: Ints, steps: int, *, most: int = MOST_TYPES) -> JourneyTypes:
    """Types of paths from their events in order (`path` from 0, `act` below `steps`).

    The number of types is the one whose types come again most alike when paths are drawn again (bootstrap); of numbers as stable as each
    other the largest. Types of fewer than 5 % of paths, or below a stability of 0.6, are merged into other.
    """
    paths = int(path[-1]) + 1 if len(path) else 0
    if paths < FEWEST:
        return _none(paths, {}, f"{paths} paths; needs {FEWEST - paths} more")
    random = np.random.default_rng(SEED)
    whole, row_of = counted(path, act, steps)
    learned = whole.weighing(_sampled(whole.weight, random))
    tried: dict[int, float] = {}
    fits: dict[int, tuple[Mixture, Real]] = {}
    for kinds in range(2, min(most, len(whole.weight)) + 1):
        found = mixture(learned, kinds, random)
        fits[kinds] = found, _stability(learned, found, random)
        tried[kinds] = _together(fits[kinds], learned)
    if not tried:
        return _none(paths, {}, "all paths are alike")
    best = max(tried.values())
    kinds = max(number for number, stable in tried.items() if stable >= best - _AS_STABLE)
    return _kept(whole, row_of, fits[kinds], tried)


def _none(paths: int, tried: dict[int, float], reason: str) -> JourneyTypes:
    return JourneyTypes((), np.full(paths, OTHER), tried, reason)


def _sampled(weight: Real, random: np.random.Generator) -> Real:
    total = int(weight.sum())
    if total <= LEARN_FROM:
        return weight
    return random.multinomial(LEARN_FROM, weight / total).astype(np.float64)


def _stability(paths: Paths, found: Mixture, random: np.random.Generator) -> Real:
    """Draws × (1 + kinds): the adjusted Rand index of all types together, then of each against the rest."""
    kinds, n = len(found.share), int(paths.weight.sum())
    rows = []
    for _ in range(DRAWS):
        drawn = paths.weighing(random.multinomial(n, paths.weight / n).astype(np.float64))
        again = mixture(drawn, kinds, random, restarts=_RESTARTS_DRAWN)
        told = assigned(again, paths, has_share=step_shares(again, drawn))
        each = [_best_alike(found.kind == kind, told, kinds, paths.weight) for kind in range(kinds)]
        rows.append([adjusted_rand(found.kind, told, paths.weight), *each])
    return np.array(rows)


def _best_alike(mine: np.ndarray[tuple[int], np.dtype[np.bool_]], told: Ints, kinds: int, weight: Real) -> float:
    """How well the best of the other partition's types is this one."""
    return max(adjusted_rand(mine.astype(np.int64), (told == kind).astype(np.int64), weight) for kind in range(kinds))


def _together(fit: tuple[Mixture, Real], paths: Paths) -> float:
    """The stability of a number of types; none where one of them is too small to be a type."""
    found, stability = fit
    shares = np.bincount(found.kind, weights=paths.weight, minlength=len(found.share)) / paths.weight.sum()
    return float(stability[:, 0].mean()) if shares.min() >= LEAST_SHARE else float(stability[:, 0].mean()) - 1


def _kept(whole: Paths, row_of: Ints, fit: tuple[Mixture, Real], tried: dict[int, float]) -> JourneyTypes:
    found, stability = fit
    shares = step_shares(found, whole)
    told = assigned(found, whole, has_share=shares)
    sizes = np.bincount(told, weights=whole.weight, minlength=len(found.share))
    stable = stability[:, 1:].mean(axis=0)
    least = max(LEAST_SHARE * sizes.sum(), GREY_FROM)
    good = [k for k in np.argsort(-sizes, kind="stable") if sizes[k] >= least and stable[k] >= STABLE_FROM]
    number = np.full(len(sizes), OTHER)
    number[good] = np.arange(len(good))
    type_of = number[told][row_of]
    if len(good) < 2 and (len(good) == 0 or sizes[good[0]] < sizes.sum()):
        return _none(len(row_of), tried, "no two types come again when the paths are drawn again")
    types = [JourneyType(int(sizes[k]), float(stable[k]), found.chance[k], shares[k]) for k in good]
    return JourneyTypes(tuple(types), type_of, tried)
