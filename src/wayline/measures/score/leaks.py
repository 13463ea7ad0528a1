"""Levels of traits that give the outcome away: known only of those to whom it came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wayline.bindings.match import LEAVE
from wayline.measures.friction.question import Numbers
from wayline.measures.moments.disguise import tells_the_outcome
from wayline.measures.score.rows import Bools, Rows
from wayline.paths.facts import PathFacts


def leak(facts: PathFacts, numbers: Numbers, rows: Rows, traits: Sequence[str]) -> str:
    """The first of these traits with a level that only those have to whom the outcome came by `as_of`, and why; empty where there is none."""
    subjects, first = np.unique(rows.subject, return_index=True)
    failed = _failed(facts, numbers, subjects.tolist())
    for trait in traits:
        held = rows.levels[trait][first].astype(str)
        for level in np.unique(held).tolist():
            own = held == level
            if failed[own].all() and tells_the_outcome(~failed, own):
                return f"the trait {trait} is the outcome in disguise: all {int(own.sum()):,} with the level '{level}' fared so; leave it out of --traits"
    return ""


def _failed(facts: PathFacts, numbers: Numbers, subjects: Sequence[int]) -> Bools:
    """Who left (where to stay is success), else to whom success never came."""
    happened = LEAVE if numbers.outcome is None else numbers.outcome
    found = facts.con.execute(f"SELECT DISTINCT subject FROM touched WHERE element = {happened}").fetchall()
    seen = np.isin(np.asarray(subjects), [row[0] for row in found])
    return seen if numbers.outcome is None else ~seen
