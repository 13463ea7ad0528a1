"""Going back as a family of its own: from one step to another and straight back, and once more to and fro."""

from __future__ import annotations

import numpy as np

from wayline.estimates.estimate import GREY_FROM
from wayline.measures.friction.exposures import Exposure, decided_steps, grouped
from wayline.measures.friction.question import Numbers
from wayline.paths.facts import PathFacts

# one row a path and pair of steps: how often a → b, straight back to a, and after that to b once more
_BACK = """SELECT a, b, place, count(*) AS went, count(*) FILTER (third = a) AS back, count(*) FILTER (third = a AND fourth = b) AS again FROM (
  SELECT place, goes_on AS a, lead(arrives) OVER w AS b, lead(arrives, 2) OVER w AS third, lead(arrives, 3) OVER w AS fourth
  FROM friction_path WINDOW w AS (PARTITION BY subject ORDER BY k)) WHERE b IS NOT NULL AND a <> b GROUP BY a, b, place"""


def returns(facts: PathFacts, numbers: Numbers) -> list[Exposure]:
    """`return:a>b`: among paths that went from a to b, those that came straight back. `ping-pong:a>b`: of these, those that went to b again.

    Fewer than 10 exposed are not even looked at: of so few nothing is shown.
    """
    own = set(decided_steps(facts, numbers))
    made = []
    for (a, b), rows in grouped(facts, _BACK, ("a", "b")):
        if own & {a, b} or (rows["back"] > 0).sum() < GREY_FROM:
            continue
        names = (facts.journey.steps[a].id, facts.journey.steps[b].id)
        back = rows["back"] > 0
        made.append(Exposure(f"return:{names[0]}>{names[1]}", "return", names, rows["place"], back, 2 * rows["back"]))
        if (rows["again"] > 0).sum() >= GREY_FROM:
            came = {name: column[back] for name, column in rows.items()}
            of = np.asarray(3 * came["again"])
            identity = f"ping-pong:{names[0]}>{names[1]}"
            made.append(Exposure(identity, "ping-pong", names, came["place"], came["again"] > 0, of))
    return made
