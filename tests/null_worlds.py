"""The worlds of methods.md section 4: 60 events of base rates uniform from 0.02 to 0.4 a day, and people for whom they mean nothing or something."""

from dataclasses import dataclass

import numpy as np

from wayline.measures.friction.exposures import Population
from wayline.measures.moments.grid import Doings, Grid

EVENTS = 60
GRID = Grid((1.0, 3.0, 7.0, 14.0), (1, 2, 3, 5))
PLANTED = "event 00"
PLANTED_RATE = 0.22  # a day, so that 45 % reach two within a week
POINTS = 0.10


@dataclass(frozen=True)
class World:
    """`counts`: people × events × spans; `succeeded`: what came after day 14."""

    counts: np.ndarray
    succeeded: np.ndarray

    @property
    def people(self):
        n = len(self.succeeded)
        return Population(np.arange(n), self.succeeded, np.full(n, ""), self.counts[:, :, -1].sum(axis=1))

    @property
    def done(self):
        everyone = np.arange(len(self.succeeded))
        return [
            Doings(f"event {number:02}", everyone, self.counts[:, number], self.counts[:, number, -1])
            for number in range(EVENTS)
        ]


def world(kind, seed, people=2_000):
    """`noise`, `activity` (hidden, it drives events and retention), `overlap` (events counted up to departure), `planted`."""
    draw = np.random.default_rng([seed, 4])
    rates = draw.uniform(0.02, 0.4, EVENTS)
    if kind == "planted":
        rates[0] = PLANTED_RATE
    activity = draw.normal(size=people) if kind == "activity" else np.zeros(people)
    lifetime = draw.exponential(30, people) if kind == "overlap" else np.full(people, np.inf)
    counts = _counts(draw, rates[None, :] * np.exp(0.7 * activity)[:, None], lifetime)
    if kind == "overlap":
        return World(counts, lifetime > GRID.windows[-1])
    chance = 1 / (1 + np.exp(0.5 - activity))
    if kind == "planted":
        chance = chance + POINTS * (counts[:, 0, GRID.windows.index(7.0)] >= 2)
    return World(counts, draw.random(people) < chance)


def _counts(draw, rates, lifetime):
    counts = np.zeros((*rates.shape, len(GRID.windows)), dtype=np.int64)
    so_far, begin = np.zeros(rates.shape, dtype=np.int64), 0.0
    for place, end in enumerate(GRID.windows):
        lived = np.clip(np.minimum(end, lifetime) - begin, 0, None)
        so_far = so_far + draw.poisson(rates * lived[:, None])
        counts[:, :, place], begin = so_far, end
    return counts
