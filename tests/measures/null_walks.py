"""Walks in which nothing that people do matters: round three steps, with contacts beside them, and an outcome by itself."""

from dataclasses import dataclass

import numpy as np

from wayline.measures.friction.exposures import Exposure, Population
from wayline.measures.moments.grid import Doings

STEPS, LANDMARK, WAIT, CONTACTS, LOOKS = 3, 12.0, 3.0, 0.12, 3.0  # contacts and looks a day, days between steps


@dataclass(frozen=True)
class Walks:
    """Of each person: the steps up to the landmark, the days of bad and of good contacts, how much else, and the outcome after."""

    paths: list
    bad: list
    good: list
    looks: np.ndarray
    succeeded: np.ndarray

    @property
    def people(self):
        n = len(self.paths)
        events = np.array(
            [len(path) + len(bad) + len(good) for path, bad, good in zip(self.paths, self.bad, self.good, strict=True)]
        )
        return Population(np.arange(n), self.succeeded, np.full(n, ""), events + self.looks)

    @property
    def returns(self):
        """Among those who went from a to b, who came straight back."""
        made = []
        for a in range(STEPS):
            for b in set(range(STEPS)) - {a}:
                went = [sum(path[k : k + 2] == [a, b] for k in range(len(path))) for path in self.paths]
                back = np.array([sum(path[k : k + 3] == [a, b, a] for k in range(len(path))) for path in self.paths])
                places = np.flatnonzero(went)
                made.append(
                    Exposure(f"return:{a}>{b}", "return", (str(a), str(b)), places, back[places] > 0, 2 * back[places])
                )
        return made

    @property
    def contacts(self):
        """Among those whose days after a first contact are over by the landmark, who was in touch again in them."""
        made = []
        for days in (3, 7):
            places = np.array([n for n, bad in enumerate(self.bad) if len(bad) and bad[0] <= LANDMARK - days])
            again = np.array([len(self.bad[n]) > 1 and self.bad[n][1] <= self.bad[n][0] + days for n in places])
            made.append(
                Exposure(f"contact-again:{days}d", "contact", (f"{days}d",), places, again, np.full(len(places), 2))
            )
        return made

    @property
    def steps(self):
        return [_doings(str(step), [path.count(step) for path in self.paths]) for step in range(STEPS)]

    @property
    def experiences(self):
        return [_doings("help", list(map(len, self.bad))), _doings("call", list(map(len, self.good)))]


def walks(kind, seed, people=1_000):
    """`noise`, or `activity`: a hidden trait drives how much people do and whether they succeed."""
    draw = np.random.default_rng([seed, 9])
    activity = draw.normal(size=people) if kind == "activity" else np.zeros(people)
    often = np.exp(0.7 * activity)
    many = draw.poisson(LANDMARK / WAIT * often)
    paths = [_path(draw, int(one)) for one in many]
    bad, good = (
        [np.sort(draw.uniform(0, LANDMARK, one)) for one in draw.poisson(CONTACTS * LANDMARK * often)] for _ in range(2)
    )
    return Walks(
        paths, bad, good, draw.poisson(LOOKS * LANDMARK * often), draw.random(people) < 1 / (1 + np.exp(0.5 - activity))
    )


def _path(draw, many):
    """At every step both ways on are as likely."""
    here = int(draw.integers(STEPS))
    path = [here]
    for turn in draw.integers(1, STEPS, many):
        here = (here + int(turn)) % STEPS
        path.append(here)
    return path


def _doings(name, counts):
    all_counts = np.asarray(counts, dtype=np.int64)
    places = np.flatnonzero(all_counts)
    return Doings(name, places, all_counts[places][:, None], all_counts[places])
