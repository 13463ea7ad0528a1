"""A rule that watches a number of a map, as people write it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass

from wayline.errors import InputError
from wayline.measures.watch.replay import Budget

_SPANS = {"week": 7, "month": 30, "quarter": 91, "year": 365}
_MOST = 1_000
BUDGET = "2/quarter"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is watched: a number of an element of a map, by level of a trait where `segment` names one, for the subjects that `where` keeps.

    `within`: the time that subjects have, "" to find it in the data. `of`: "all" to take `reached` of all subjects, "" of those who came to a
    step before it on the map.
    """

    map: str
    element: str
    measure: str = "converted"
    budget: str = BUDGET
    segment: str = ""
    where: str = ""
    within: str = ""
    of: str = ""

    def code(self, threshold: float, seconds: float) -> str:
        """Six letters that stand for this rule with this threshold, as its replay shows them."""
        told = json.dumps([asdict(self), round(threshold, 6), round(seconds, 3)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:6]


def budget_from_text(text: str) -> Budget:
    """`2/quarter` as a budget. Raises InputError."""
    found = re.fullmatch(r"(\d{1,4})/(week|month|quarter|year)", text.strip())
    if found is None or not 1 <= int(found[1]) <= _MOST:
        raise InputError(
            f"'{text}' is no budget",
            hint="Expected a number of alerts and a span, such as 2/quarter; spans: " + ", ".join(_SPANS),
        )
    return Budget(int(found[1]), _SPANS[found[2]], text.strip())
