"""Logs of a process that is known, for drafts to recover."""

import numpy as np

from wayline.measures.draft.proposal import propose
from wayline.measures.draft.walk import Walk

MINUTE = 60_000_000


def walk_of(paths, names=None):
    """A walk of paths given as lists of names; a path begins a day after the one before, an event comes an hour after the last."""
    names = names or sorted({name for path in paths for name in path})
    number = {name: n for n, name in enumerate(names)}
    path = [p for p, events in enumerate(paths) for _ in events]
    act = [number[name] for events in paths for name in events]
    at = [(p * 24 + k) * 60 * MINUTE for p, events in enumerate(paths) for k, _ in enumerate(events)]
    return Walk(np.array(path), np.array(act), np.array(at), len(names), len(paths)), names


def drafted(paths, steps=None):
    walk, names = walk_of(paths)
    return propose(walk, names, "person", "as asked for", steps)


def shop(n, seed):
    """arrive → look (again and again) → either phone or chat → pay → thank; one in four cancels after looking, ticks come anywhere."""
    draw = np.random.default_rng(seed)
    paths = []
    for _ in range(n):
        path = ["arrive"] + ["look"] * int(draw.integers(1, 4))
        if draw.random() < 0.25:
            path.append("cancel")
        else:
            path += [("phone", "chat")[int(draw.random() < 0.4)], "pay", "thank"]
        for _ in range(int(draw.poisson(2))):
            last = len(path) - (path[-1] == "cancel")
            path.insert(int(draw.integers(0, last + 1)), "tick")
        paths.append(path)
    return paths
