"""Repeat contact: who had to get in touch again, within 3, 7, 14 and 30 days, side by side: no one window is the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.bindings.sql_text import one_of
from wayline.estimates.estimate import GREY_FROM, NO_SUBJECTS, Estimate, refuse, show_for
from wayline.estimates.kaplan_meier import kaplan_meier
from wayline.measures.friction.exposures import DAY, Exposure, filled
from wayline.measures.friction.question import FrictionQuestion
from wayline.paths.facts import PathFacts

WINDOWS = (3, 7, 14, 30)
METHOD = "kaplan-meier"


@dataclass(frozen=True, slots=True)
class RepeatContact:
    """The share that got in touch again within `within_days` of a first contact, those seen for less as censored."""

    within_days: int
    again: Estimate

    def plain(self) -> dict[str, Any]:
        return {"within_days": self.within_days, "again": self.again.plain()}


def repeat_contacts(facts: PathFacts, events: Sequence[str]) -> tuple[RepeatContact, ...]:
    """Every window; `events`: names or globs of what a contact is. Whole paths of subjects on the map, whatever the outcome."""
    keep_contacts(facts, events)
    as_of = facts.scope.as_of if facts.scope.as_of is not None else 0
    rows = facts.con.execute(
        f"SELECT (coalesce(again_at, {as_of}) - first_at) / {DAY} AS days, again_at IS NOT NULL AS again FROM friction_contacts"
    ).fetchnumpy()
    days, again = np.asarray(rows["days"], dtype=np.float64), np.asarray(rows["again"], dtype=bool)
    return tuple(RepeatContact(window, _by(window, days, again)) for window in WINDOWS)


def _by(window: int, days: NDArray[np.float64], again: NDArray[np.bool_]) -> Estimate:
    """The share with another contact by a window's end, from Kaplan and Meier's curve; hidden with fewer than 10 still followed."""
    n = len(days)
    if n == 0:
        return refuse(NO_SUBJECTS, unit="share", method=METHOD)
    at = kaplan_meier(days, again).at(window)
    low, high = (None if limit is None else 1 - limit for limit in (at.high, at.low))
    show = show_for(min(n, at.at_risk)) if at.at_risk < GREY_FROM else show_for(n)
    count = int((again & (days <= window)).sum())
    return Estimate(
        1 - at.survival, count, "share", n, low, high, method=METHOD, show=show, extra={"at_risk": at.at_risk}
    )


def keep_contacts(facts: PathFacts, events: Sequence[str]) -> None:
    """Table `friction_contacts` (subject, first_at, again_at): the first contact of each subject on the map, and the next."""
    codes = [code for code, name in facts.event_names.items() if any(fnmatchcase(name, one) for one in events)]
    facts.con.execute(
        "CREATE OR REPLACE TEMP TABLE friction_contacts AS SELECT subject, times[1] AS first_at, times[2] AS again_at FROM "
        "(SELECT w.subject, list(w.occurred_at ORDER BY w.occurred_at, w.arrival) AS times FROM walked w JOIN subjects s USING (subject) "
        f"WHERE {one_of('w.event', codes)} GROUP BY w.subject)"
    )


def contacts(facts: PathFacts, question: FrictionQuestion) -> list[Exposure]:
    """`contact-again:Nd`: among those whose N days after a first contact were over by the landmark, who got in touch again in them."""
    assert question.landmark_days is not None
    made = []
    for days in WINDOWS:
        rows = facts.con.execute(
            f"SELECT p.place, coalesce(c.again_at <= c.first_at + {days * DAY}, FALSE) AS again FROM friction_contacts c "
            "JOIN friction_people p USING (subject) JOIN subjects s USING (subject) "
            f"WHERE c.first_at - s.start_at <= {round((question.landmark_days - days) * DAY)} ORDER BY p.place"
        ).fetchnumpy()
        again = np.asarray(rows["again"], dtype=bool)
        if len(again):
            places = np.asarray(filled(rows["place"]), dtype=np.int64)
            what = (f"{days}d",)
            made.append(Exposure(f"contact-again:{days}d", "contact", what, places, again, np.full(len(again), 2)))
    return made
