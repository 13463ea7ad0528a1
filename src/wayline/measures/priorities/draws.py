"""How much more are lost of those exposed, drawn again and again over the same subjects: so that costs move together as they do in truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.estimates.one_step import DRAWS, drawn_weights
from wayline.measures.friction.exposures import Exposure, Population

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

ACTIVITY_GROUPS = 5
SMALLEST_LEVEL = 10
SEED = 1_999  # one for all items: the same subjects are drawn for each


@dataclass(frozen=True, slots=True)
class Sample:
    """The subjects that are drawn: how many on the map, the places among them of those `compared`, and how often to draw."""

    subjects: int
    compared: Whole
    draws: int = DRAWS


@dataclass(frozen=True, slots=True)
class Drawn:
    """Per draw and item (draws × items): subjects exposed, and by how much the share lost of them is above that of the others."""

    exposed: Floats
    excess: Floats

    def joined(self, other: Drawn) -> Drawn:
        return Drawn(np.hstack([self.exposed, other.exposed]), np.hstack([self.excess, other.excess]))


def drawn_risks(exposures: Sequence[Exposure], people: Population, sample: Sample, *, holds: bool) -> Drawn:
    """Of every exposure. Within groups of alike subjects, each weighed by its exposed ones: by the level of the segment,
    and with `holds` by how much else they did."""
    cells = [_Cells.of(exposure, people, holds=holds) for exposure in exposures]
    counts: list[list[Floats]] = [[] for _ in cells]
    for weights in drawn_weights(sample.subjects, sample.draws, SEED):
        for own, exposure, one in zip(counts, exposures, cells, strict=True):
            own.append(one.counted(weights[:, sample.compared[exposure.members]]))
    if not cells:
        return Drawn(np.zeros((sample.draws, 0)), np.zeros((sample.draws, 0)))
    told = [_excess(np.concatenate(own)) for own in counts]
    return Drawn(np.column_stack([one[0] for one in told]), np.column_stack([one[1] for one in told]))


@dataclass(frozen=True, slots=True)
class _Cells:
    """Which cell (group, exposed, lost) each member of an exposure is in."""

    of_member: NDArray[np.bool_]
    groups: int

    @classmethod
    def of(cls, exposure: Exposure, people: Population, *, holds: bool) -> _Cells:
        group = _levels(people.levels[exposure.members].astype(str))
        if holds:
            others = np.maximum(people.events[exposure.members] - exposure.of, 0)
            group = group * ACTIVITY_GROUPS + _alike(others)
        _, group = np.unique(group, return_inverse=True)
        lost = ~people.succeeded[exposure.members]
        cell = (group * 2 + exposure.exposed) * 2 + lost
        groups = int(group.max()) + 1 if len(group) else 0
        return cls(cell[:, None] == np.arange(4 * groups), groups)

    def counted(self, weights: Floats) -> Floats:
        """Weighed counts (draws × groups × exposed × lost)."""
        return np.asarray(weights @ self.of_member.astype(np.float64)).reshape(len(weights), self.groups, 2, 2)


def _excess(counts: Floats) -> tuple[Floats, Floats]:
    n = counts.sum(axis=3)
    exposed, others = n[:, :, 1], n[:, :, 0]
    is_compared = (exposed > 0) & (others > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        differences = counts[:, :, 1, 1] / exposed - counts[:, :, 0, 1] / others
        compared = np.where(is_compared, exposed, 0.0)
        excess = (compared * np.where(is_compared, differences, 0.0)).sum(axis=1) / compared.sum(axis=1)
    return exposed.sum(axis=1), np.nan_to_num(excess)


def _levels(levels: NDArray[np.str_]) -> Whole:
    """The level of each, as a number; small ones are one together."""
    names, place, counts = np.unique(levels, return_inverse=True, return_counts=True)
    return np.where(counts[place] >= SMALLEST_LEVEL, place, len(names)).astype(np.int64)


def _alike(numbers: Whole) -> Whole:
    """Five groups of about one size, equal numbers in one group."""
    edges = np.unique(np.quantile(numbers, np.arange(1, ACTIVITY_GROUPS) / ACTIVITY_GROUPS))
    return np.searchsorted(edges, numbers, side="left").astype(np.int64)


def drawn_losses(ends: Sequence[tuple[Whole, Floats, Whole]], within: float, sample: Sample) -> Drawn:
    """Of every step `(places of its subjects, seconds to the first end, which: 1 moved on, 2 left)`: the share that left
    `within` seconds, above that of all other steps together. Ends compete, and who is still there counts as still there."""
    if not ends:
        return Drawn(np.zeros((sample.draws, 0)), np.zeros((sample.draws, 0)))
    sorted_ends = [_by_time(one) for one in ends]
    n, left = [], []
    for weights in drawn_weights(sample.subjects, sample.draws, SEED):
        told = [_incidence(weights, one, within) for one in sorted_ends]
        n.append(np.column_stack([one[0] for one in told]))
        left.append(np.column_stack([one[1] for one in told]))
    exposed, share = np.concatenate(n), np.concatenate(left)
    total = exposed.sum(axis=1, keepdims=True) - exposed
    with np.errstate(invalid="ignore", divide="ignore"):
        elsewhere = ((exposed * share).sum(axis=1, keepdims=True) - exposed * share) / total
    return Drawn(exposed, np.nan_to_num(share - elsewhere))


def _by_time(ends: tuple[Whole, Floats, Whole]) -> tuple[Whole, Floats, Whole]:
    places, seconds, kinds = ends
    # at equal times ends come before those who are only seen so far
    order = np.lexsort((kinds == 0, seconds))
    return places[order], seconds[order], kinds[order]


def _incidence(weights: Floats, ends: tuple[Whole, Floats, Whole], within: float) -> tuple[Floats, Floats]:
    """How many came, and the share of them that left in time (Aalen and Johansen), for every draw."""
    places, seconds, kinds = ends
    own = weights[:, places]
    total = own.sum(axis=1)
    at_risk = total[:, None] - np.cumsum(own, axis=1) + own
    ended = own * (kinds != 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        stays = np.where(at_risk > 0, 1 - ended / at_risk, 1.0)
        before = np.hstack([np.ones((len(own), 1)), np.cumprod(stays, axis=1)[:, :-1]])
        left = np.where((kinds == 2) & (seconds <= within) & (at_risk > 0), before * own / at_risk, 0.0)
    return total, np.nan_to_num(left).sum(axis=1)
