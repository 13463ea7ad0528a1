"""Paths of planted types: prototypes of 5 to 8 of 12 steps, each element dropped, preceded by a stray one or repeated (methods.md section 2)."""

import numpy as np

STEPS = 12


def planted(seed, *, types, noise, shared=0, paths=400):
    """(path, act, type) as arrays: events in order with the number of their path, and the true type of each path."""
    random = np.random.default_rng(seed)
    first = list(random.permutation(STEPS)[:shared])
    prototypes = []
    for _ in range(types):
        length = int(random.integers(5, 9))
        prototypes.append(first + [step for step in random.permutation(STEPS) if step not in first][: length - shared])
    truth = random.integers(types, size=paths)
    told = [_walked(prototypes[kind], noise / 3, random) for kind in truth]
    return (
        np.repeat(np.arange(paths), [len(one) for one in told]),
        np.array([step for one in told for step in one]),
        truth,
    )


def _walked(prototype, each, random):
    out = []
    for step in prototype:
        luck = random.random()
        if luck < each:
            continue
        if luck < 2 * each:
            out.append(int(random.integers(STEPS)))
        out.append(int(step))
        if 2 * each <= luck < 3 * each:
            out.append(int(step))
    return out or [int(prototype[0])]
